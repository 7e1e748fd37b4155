"""会議, 議題, 意見 and its 区分 as sheets, and what is counted of opinions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from dxplanner.domain.date_text import read_days
from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.numbering import blank_last
from dxplanner.domain.snapping import day_text
from dxplanner.domain.text import plain_number
from dxplanner.domain.time_units import unit_end, unit_of
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.model import AgendaItem, Handout, Meeting, Opinion, OpinionClass
from dxplanner.services.command import Command
from dxplanner.services.fields import fields_of, parse_field, set_field
from dxplanner.services.sheet import RowCheck, SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, department_column, meeting_column, named_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key
from dxplanner.store.changelog import RowChange, touches

OPINION_TABLES: Final = frozenset({"opinion", "meeting", "opinion_class", "department"})
MEETING_TABLES: Final = frozenset({"meeting", "opinion", "handout"})
_COUNTED: Final = {"opinion": {"number", "opinion_class_id"}, "opinion_class": {"name", "position"}}
"""What is counted of opinions, by table and column."""
UNSORTED: Final = "（区分なし）"
"""What ``counts_by_class`` calls opinions without a 区分."""
CLASS_KEY: Final = "opinion_class_id"
"""The column of 区分 among those of ``opinion_sheet``."""
UNWRITTEN: Final = "（概要は未作成）"
"""概要 of an opinion that was pasted with its 原文 only."""


_DAY_HELP: Final = (
    "R6.2.14、R6.2、R6.2下旬のように入力します。月だけを入力すると、日付の精度は「月」になります。"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A handout given out at a meeting."""

    id: int
    number: str
    title: str


def opinion_sheet() -> SheetSource:
    """All opinions in stored order; a new one gets the next number."""
    wide = {"width": 16}
    columns = (
        field_column(Opinion, "number", label="番号", width=3, averaged=False),
        _source_column(),
        meeting_column(Opinion, label="会議", width=9),
        field_column(Opinion, "received_on", hidden=True),
        field_column(Opinion, "original", **wide, hidden=True),
        field_column(Opinion, "summary", **wide),
        field_column(Opinion, "answer", **wide),
        named_column(Opinion, CLASS_KEY, OpinionClass, label="区分", width=6),
        field_column(Opinion, "status", width=6),
        department_column(Opinion, width=8),
        field_column(Opinion, "place", hidden=True),
        field_column(Opinion, "before", width=20, hidden=True),
        field_column(Opinion, "after", width=20, hidden=True),
        field_column(Opinion, "person", hidden=True),
    )
    return SheetSource(
        "意見",
        Opinion,
        columns,
        keys_in_order(Opinion),
        _load_opinions,
        OPINION_TABLES,
        new=lambda _session: {},
        counter="number",
        completed=_with_summary,
    )


def _with_summary(texts: Mapping[str, str], _above: Mapping[str, str]) -> Mapping[str, str]:
    """A pasted opinion of which there is only 原文: that is never printed, so it is no 概要 either."""
    return {"summary": UNWRITTEN} if texts.get("original") and not texts.get("summary") else {}


def meeting_sheet() -> SheetSource:
    """All meetings in stored order, with how many opinions and handouts belong to each."""
    columns = (
        field_column(Meeting, "name", width=20),
        field_column(Meeting, "body", width=9),
        _day_column("starts_on"),
        _day_column("ends_on", at_end=True),
        field_column(Meeting, "precision"),
        field_column(Meeting, "place", width=9),
        _counted("agenda", "議題の数"),
        _counted("opinions", "意見の数"),
        field_column(Meeting, "note", width=10),
    )
    return SheetSource(
        "会議",
        Meeting,
        columns,
        keys_in_order(Meeting),
        rows_by_key(Meeting, selectinload(Meeting.agenda), selectinload(Meeting.opinions)),
        MEETING_TABLES | {"agenda_item"},
        new=lambda _session: {"body": MeetingBody.COMMITTEE},
        check=RowCheck(("ends_on", "starts_on"), _days_problem),
    )


def agenda_sheet(meeting_id: int | None) -> SheetSource:
    """議題 of one meeting, with the names of what was handed out."""
    return SheetSource(
        "議題",
        AgendaItem,
        (field_column(AgendaItem, "text", width=18), field_column(AgendaItem, "handout_note", width=14)),
        keys_in_order(AgendaItem, AgendaItem.meeting_id == meeting_id),
        rows_by_key(AgendaItem),
        frozenset({"agenda_item"}),
        owner="meeting_id",
        new=None if meeting_id is None else lambda _session: {"meeting_id": meeting_id},
    )


def class_sheet() -> SheetSource:
    """区分 of opinions, the plan's own list, with how many opinions each has."""

    def load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
        counts = _class_counts(session)
        found = rows_by_key(OpinionClass)(session, keys)
        return [_Counted(row, counts.get(row.id, 0)) for row in found]

    name = field_column(OpinionClass, "name")
    columns = (
        name,
        computed_column("count", "意見の数", lambda row: f"{row.count:,}", number=lambda row: row.count),
    )
    return SheetSource(
        "区分",
        OpinionClass,
        columns,
        keys_in_order(OpinionClass),
        load,
        frozenset({"opinion_class", "opinion"}),
        new=lambda _session: {},
    )


def counts_may_differ(changes: Iterable[RowChange]) -> bool:
    """Whether ``counts_by_class`` or ``doubled_numbers`` may say something else after these changes."""
    return touches(changes, _COUNTED)


def counts_by_class(session: Session) -> list[tuple[str, int]]:
    """How many opinions each 区分 has, in the order of the list; those without one come last."""
    counts = _class_counts(session)
    named = session.execute(
        sa.select(OpinionClass.id, OpinionClass.name).order_by(OpinionClass.position, OpinionClass.id)
    )
    listed = [(name, counts.get(key, 0)) for key, name in named]
    return [*listed, (UNSORTED, counts[None])] if counts.get(None) else listed


def doubled_numbers(session: Session) -> list[int]:
    """Numbers that more than one opinion has, ascending."""
    doubles = sa.select(sa.func.count(Opinion.number) - sa.func.count(Opinion.number.distinct()))
    if not session.scalar(doubles):  # half the time of the answer in full
        return []
    query = sa.select(Opinion.number).where(Opinion.number.is_not(None)).group_by(Opinion.number)
    return sorted(number for number in session.scalars(query.having(sa.func.count() > 1)) if number)


def renumber() -> Command[int]:
    """Number all opinions from 1 in their order; gives how many numbers changed."""

    def command(session: Session) -> int:
        changed = 0
        for number, row in enumerate(
            session.scalars(sa.select(Opinion).order_by(Opinion.position, Opinion.id)), start=1
        ):
            if row.number != number:
                row.number = number
                changed += 1
        return changed

    return command


def handouts_given(session: Session, meeting_id: int) -> list[Given]:
    """The handouts that are given out at a meeting: by 資料番号 (1-2 before 1-10), those without one last."""
    query = sa.select(Handout).where(Handout.meeting_id == meeting_id, Handout.template.is_(False))
    rows = session.scalars(query.order_by(Handout.position, Handout.id))
    given = [Given(row.id, row.number or "", row.title) for row in rows]
    return sorted(given, key=lambda one: blank_last(one.number))


def opinion_of(session: Session, key: int) -> Opinion | None:
    """An opinion with what its form shows."""
    return next(iter(_load_opinions(session, [key])), None)


@dataclass(slots=True)
class _Counted:
    """A 区分 with its count; other attributes are the row's own."""

    row: OpinionClass
    count: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _counted(name: str, label: str) -> SheetColumn:
    """How many rows belong to a row."""
    return computed_column(
        name,
        label,
        lambda row: f"{len(getattr(row, name)):,}",
        number=lambda row: len(getattr(row, name)),
        width=4,
    )


def _day_column(name: str, *, at_end: bool = False) -> SheetColumn:
    """A day of a meeting as exact as it is known: 「R6.2」 where only the month is; typed, 月 is its 精度."""
    field = fields_of(Meeting)[name]

    def read(row: Meeting) -> str:
        day = getattr(row, name)
        return "" if day is None else day_text(day, row.precision)

    def write(session: Session, row: Meeting, text: str) -> None:
        if plain_number(text) is None:
            set_field(session, Meeting, row.id, name, None)
            return
        try:
            span = read_days(text)
        except ValueError as error:
            raise InputError(str(error)) from None
        first, last = span.first, span.last or span.first
        told = row.starts_on and unit_end(row.starts_on, unit_of(row.precision))
        if not at_end and row.ends_on in (None, told):
            # An end that says no more than the start did goes with it.
            set_field(session, Meeting, row.id, "ends_on", last if first < last else None)
        set_field(session, Meeting, row.id, "precision", span.precision)
        set_field(session, Meeting, row.id, name, last if at_end else first)

    # No DATE: those are days, whatever is typed.
    return SheetColumn(name, field.label, read, write, width=5, help=_DAY_HELP, field=name)


def _days_problem(_session: Session, row: Meeting) -> str:
    """What is wrong with the order of a meeting's days; blank when nothing is."""
    if row.starts_on is None or row.ends_on is None or row.starts_on <= row.ends_on:
        return ""
    start, end = (day_text(day, row.precision) for day in (row.starts_on, row.ends_on))
    return f"開催日の終了（{end}）が開始（{start}）より前になります。日付の順序を確かめてください。"


def _source_column() -> SheetColumn:
    """意見の出所: that of the meeting, else what was typed."""
    field = fields_of(Opinion)["source"]

    def read(row: Opinion) -> str:
        body = row.meeting.body if row.meeting is not None else row.source
        return "" if body is None else body.value

    def write(session: Session, row: Opinion, text: str) -> None:
        value = parse_field(field, text)
        if row.meeting is not None and value is not row.meeting.body:
            raise RefusedEdit(f"出所は会議「{row.meeting.name}」で決まります。会議のほうを変えてください。")
        if row.meeting is None:
            set_field(session, Opinion, row.id, "source", value)

    return SheetColumn(
        "source",
        "出所",
        read,
        write,
        field.spec.kind,
        width=9,
        help=field.spec.help,
        field="source",
        offered=lambda _session: [body.value for body in MeetingBody],
    )


def _class_counts(session: Session) -> dict[int | None, int]:
    query = sa.select(Opinion.opinion_class_id, sa.func.count()).group_by(Opinion.opinion_class_id)
    return {key: count for key, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _load_opinions(session: Session, keys: Sequence[int]) -> Sequence[Opinion]:
    joined = [joinedload(Opinion.meeting), joinedload(Opinion.opinion_class), joinedload(Opinion.department)]
    return rows_by_key(Opinion, *joined)(session, keys)
