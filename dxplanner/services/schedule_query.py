"""What is shown of 工程表: the list of schedules, an edition as plain values, and how it follows an edit.

One query a kind of row, however large an edition is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_data import BarData, ColumnData, EditionData, LaneData, LinkData, MeetingBand
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    AxisColumn,
    Bar,
    BudgetProject,
    ClosedDay,
    Department,
    Dependency,
    Lane,
    Meeting,
    Provenance,
    Schedule,
    ScheduleEdition,
)
from dxplanner.store.changelog import RowChange

SCHEDULE_TABLE: Final = Schedule.__tablename__
EDITION_TABLE: Final = ScheduleEdition.__tablename__
COLUMN_TABLE: Final = AxisColumn.__tablename__
LANE_TABLE: Final = Lane.__tablename__
BAR_TABLE: Final = Bar.__tablename__
LINK_TABLE: Final = Dependency.__tablename__
LIST_TABLES: Final = frozenset({SCHEDULE_TABLE, EDITION_TABLE, BudgetProject.__tablename__})
"""Tables whose rows ``load_schedules`` shows."""

_BAR_FIELDS: Final = ("starts_on", "ends_on", "label")
"""Fields of a bar whose 推定 marks the bar."""
_ORDERING: Final = frozenset({LANE_TABLE, BAR_TABLE})
_BACKGROUND: Final = frozenset({ClosedDay.__tablename__, Meeting.__tablename__})


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A 版 as the switcher lists it."""

    id: int
    uid: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A 工程表 as the list shows it; ``project`` is the 予算事業's name, empty for the plan's own."""

    id: int
    uid: str
    title: str
    project_id: int | None
    project: str
    note: str
    editions: tuple[EditionRow, ...]


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """A 予算事業 that a schedule can be attached to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class EditionDelta:
    """What an edit did to an edition: keys of what was added, changed or removed since.

    ``order`` tells that lanes changed their order or grouping; ``frame`` that columns, names, closed days
    or meetings changed.
    """

    bars: frozenset[int] = frozenset()
    lanes: frozenset[int] = frozenset()
    links: frozenset[int] = frozenset()
    order: bool = False
    frame: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the edition is as before."""
        return not (self.bars or self.lanes or self.links or self.order or self.frame)


def load_schedules(session: Session) -> tuple[ScheduleRow, ...]:
    """All schedules in order, each with its editions in order."""
    editions: defaultdict[int, list[EditionRow]] = defaultdict(list)
    for owner, key, uid, name, note in session.execute(
        sa.select(
            ScheduleEdition.schedule_id,
            ScheduleEdition.id,
            ScheduleEdition.uid,
            ScheduleEdition.name,
            ScheduleEdition.note,
        ).order_by(ScheduleEdition.position, ScheduleEdition.id)
    ):
        editions[owner].append(EditionRow(key, uid, name, note or ""))
    found = session.execute(
        sa.select(
            Schedule.id, Schedule.uid, Schedule.title, Schedule.project_id, BudgetProject.name, Schedule.note
        )
        .outerjoin(BudgetProject, Schedule.project_id == BudgetProject.id)
        .order_by(Schedule.position, Schedule.id)
    )
    return tuple(
        ScheduleRow(key, uid, title, project_id, project or "", note or "", tuple(editions[key]))
        for key, uid, title, project_id, project, note in found
    )


def load_projects(session: Session) -> tuple[ProjectChoice, ...]:
    """The 予算事業 that a schedule can be attached to."""
    rows = session.execute(
        sa.select(BudgetProject.id, BudgetProject.name).order_by(
            BudgetProject.program_id, BudgetProject.position, BudgetProject.id
        )
    )
    return tuple(ProjectChoice(key, name) for key, name in rows)


def edition_exists(session: Session, edition_id: int) -> bool:
    """Whether an edition is still there."""
    return session.scalar(sa.select(ScheduleEdition.id).where(ScheduleEdition.id == edition_id)) is not None


def load_edition(session: Session, edition_id: int) -> EditionData:
    """An edition with its lanes, bars, links and columns, the plan's 閉庁日 and its dated meetings.

    Raises:
        RefusedEdit: it is no longer there.
    """
    head = session.execute(
        sa.select(
            ScheduleEdition.id,
            ScheduleEdition.uid,
            ScheduleEdition.schedule_id,
            Schedule.title,
            ScheduleEdition.name,
        )
        .join(Schedule, ScheduleEdition.schedule_id == Schedule.id)
        .where(ScheduleEdition.id == edition_id)
    ).first()
    if head is None:
        raise RefusedEdit("この工程表の版は、もう削除されています。")
    key, uid, schedule_id, title, name = head
    return EditionData(
        key,
        uid,
        schedule_id,
        title,
        name,
        lanes=load_lanes(session, edition_id),
        bars=load_bars(session, edition_id),
        links=load_links(session, edition_id),
        columns=load_columns(session, edition_id),
        meetings=load_meetings(session),
        closed_days=load_closed_days(session),
    )


def load_lanes(
    session: Session, edition_id: int, only: Collection[int] | None = None
) -> tuple[LaneData, ...]:
    """The lanes of an edition in order, or those of the keys ``only``."""
    query = sa.select(Lane.id, Lane.uid, Lane.position, Lane.group, Lane.name, Lane.lineage)
    query = query.where(Lane.edition_id == edition_id)
    if only is not None:
        query = query.where(Lane.id.in_(only))
    inferred = _inferred(session, Lane, ("name",), Lane.edition_id == edition_id)
    return tuple(
        LaneData(key, uid, position, group or "", name, lineage or "", uid in inferred)
        for key, uid, position, group, name, lineage in session.execute(
            query.order_by(Lane.position, Lane.id)
        )
    )


_BAR_COLUMNS: Final = (
    Bar.id,
    Bar.uid,
    Bar.lane_id,
    Bar.position,
    Bar.label,
    Bar.starts_on,
    Bar.ends_on,
    Bar.precision,
    Bar.kind,
    Bar.shape,
    Bar.glyph,
    Bar.colour,
    Bar.progress,
    Bar.fixed,
    Bar.department_id,
    sa.func.coalesce(Department.short_name, Department.name, ""),
    Bar.lineage,
    Bar.note,
)


def load_bars(session: Session, edition_id: int, only: Collection[int] | None = None) -> tuple[BarData, ...]:
    """The bars of an edition by lane and position, or those of the keys ``only``."""
    query = (
        sa.select(*_BAR_COLUMNS)
        .join(Lane, Bar.lane_id == Lane.id)
        .outerjoin(Department, Bar.department_id == Department.id)
        .where(Lane.edition_id == edition_id)
        .order_by(Lane.position, Lane.id, Bar.position, Bar.id)
    )
    if only is not None:
        query = query.where(Bar.id.in_(only))
    inferred = _inferred(session, Bar, _BAR_FIELDS, Bar.lane.has(Lane.edition_id == edition_id))
    return tuple(_bar(row, inferred) for row in _rows(session, query))


def load_links(
    session: Session, edition_id: int, only: Collection[int] | None = None
) -> tuple[LinkData, ...]:
    """The 前後関係 of an edition, or those of the keys ``only``."""
    before = aliased(Bar)
    query = (
        sa.select(
            Dependency.id,
            Dependency.uid,
            Dependency.before_id,
            Dependency.after_id,
            Dependency.type,
            Dependency.lag,
            Dependency.lag_unit,
        )
        .join(before, Dependency.before_id == before.id)
        .join(Lane, before.lane_id == Lane.id)
        .where(Lane.edition_id == edition_id)
        .order_by(Dependency.id)
    )
    if only is not None:
        query = query.where(Dependency.id.in_(only))
    return tuple(LinkData(*row) for row in _rows(session, query))


def load_columns(session: Session, edition_id: int) -> tuple[ColumnData, ...]:
    """The edition's own columns of the time axis, in order."""
    query = (
        sa.select(
            AxisColumn.id,
            AxisColumn.uid,
            AxisColumn.position,
            sa.func.coalesce(AxisColumn.group, ""),
            AxisColumn.heading,
            AxisColumn.starts_on,
            AxisColumn.ends_on,
        )
        .where(AxisColumn.edition_id == edition_id)
        .order_by(AxisColumn.position, AxisColumn.id)
    )
    return tuple(ColumnData(*row) for row in _rows(session, query))


def load_meetings(session: Session) -> tuple[MeetingBand, ...]:
    """The meetings that have a date, by date."""
    query = (
        sa.select(
            Meeting.id,
            Meeting.uid,
            Meeting.body,
            Meeting.name,
            Meeting.starts_on,
            sa.func.coalesce(Meeting.ends_on, Meeting.starts_on, type_=sa.Date()),
            Meeting.precision,
        )
        .where(Meeting.starts_on.is_not(None))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return tuple(MeetingBand(*row) for row in _rows(session, query))


def load_closed_days(session: Session) -> frozenset[date]:
    """The plan's own 閉庁日."""
    return frozenset(session.scalars(sa.select(ClosedDay.on)))


def refreshed(
    session: Session, data: EditionData, rows: Iterable[RowChange]
) -> tuple[EditionData, EditionDelta]:
    """An edition after a commit, and what that did to it; only the rows that were touched are read.

    The edition must still be there (see ``edition_exists``).
    """
    touched: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        touched[row.table].add(row.row_id)
    if (
        Provenance.__tablename__ in touched
        or Department.__tablename__ in touched
        or (COLUMN_TABLE in touched or touched.keys() & (_BACKGROUND | {EDITION_TABLE, SCHEDULE_TABLE}))
    ):
        return _reloaded(session, data)
    lanes = _merged(data.lanes, touched[LANE_TABLE], load_lanes(session, data.id, touched[LANE_TABLE]))
    bars = _merged(data.bars, touched[BAR_TABLE], load_bars(session, data.id, touched[BAR_TABLE]))
    links = _merged(data.links, touched[LINK_TABLE], load_links(session, data.id, touched[LINK_TABLE]))
    ordered = tuple(sorted(lanes, key=lambda lane: (lane.position, lane.id)))
    place = {lane.id: index for index, lane in enumerate(ordered)}
    if touched.keys() & _ORDERING:
        bars = tuple(
            sorted(
                (bar for bar in bars if bar.lane_id in place),
                key=lambda bar: (place[bar.lane_id], bar.position, bar.id),
            )
        )
    new = replace(data, lanes=ordered, bars=bars, links=links)
    return new, _delta(data, new)


def _reloaded(session: Session, data: EditionData) -> tuple[EditionData, EditionDelta]:
    new = load_edition(session, data.id)
    return new, _delta(data, new)


def _delta(old: EditionData, new: EditionData) -> EditionDelta:
    frame = (old.title, old.name, old.columns, old.meetings, old.closed_days) != (
        new.title,
        new.name,
        new.columns,
        new.meetings,
        new.closed_days,
    )
    order = [(lane.id, lane.group) for lane in old.lanes] != [(lane.id, lane.group) for lane in new.lanes]
    return EditionDelta(
        _differing(old.bars, new.bars),
        _differing(old.lanes, new.lanes),
        _differing(old.links, new.links),
        order,
        frame,
    )


def _differing(old: tuple[Any, ...], new: tuple[Any, ...]) -> frozenset[int]:
    if old is new:
        return frozenset()
    gone: dict[int, Any] = {row.id: row for row in old}
    changed = set()
    for row in new:
        before = gone.pop(row.id, None)
        if before is not row and before != row:
            changed.add(row.id)
    return frozenset(changed | gone.keys())


def _merged(old: tuple[Any, ...], touched: set[int], found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows with those that were touched replaced in place, added at the end, or left out."""
    if not touched:
        return old
    fresh = {row.id: row for row in found}
    kept = [fresh.pop(row.id, None) if row.id in touched else row for row in old]
    return (*(row for row in kept if row is not None), *fresh.values())


def _bar(row: tuple[Any, ...], inferred: Collection[str]) -> BarData:
    label, lineage, note = (text or "" for text in (row[4], *row[-2:]))
    values: list[Any] = [*row[:4], label, *row[5:-2], lineage, note, row[1] in inferred]
    return BarData(*values)


def _rows(session: Session, query: sa.Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(query):
        yield tuple(row)


def _inferred(
    session: Session, entity: type[Lane] | type[Bar], fields: tuple[str, ...], where: sa.ColumnElement[bool]
) -> frozenset[str]:
    """uids of rows of which a field that is shown is 推定; a field's own 出典 goes before the row's."""
    marks: defaultdict[str, dict[str | None, ProvenanceStatus]] = defaultdict(dict)
    rows = session.execute(
        sa.select(Provenance.entity_uid, Provenance.field_name, Provenance.status)
        .join(entity, Provenance.entity_uid == entity.uid)
        .where(where)
        .order_by(Provenance.id)
    )
    for uid, field, status in rows:
        marks[uid][field] = status
    return frozenset(uid for uid, found in marks.items() if _is_inferred(found, fields))


def _is_inferred(marks: Mapping[str | None, ProvenanceStatus], fields: tuple[str, ...]) -> bool:
    whole = marks.get(None)
    return any(marks.get(field, whole) is ProvenanceStatus.INFERRED for field in fields)


__all__ = [
    "BAR_TABLE",
    "COLUMN_TABLE",
    "EDITION_TABLE",
    "LANE_TABLE",
    "LINK_TABLE",
    "LIST_TABLES",
    "SCHEDULE_TABLE",
    "BarData",
    "ColumnData",
    "EditionData",
    "EditionDelta",
    "EditionRow",
    "LaneData",
    "LinkData",
    "MeetingBand",
    "ProjectChoice",
    "ScheduleRow",
    "edition_exists",
    "load_bars",
    "load_closed_days",
    "load_columns",
    "load_edition",
    "load_lanes",
    "load_links",
    "load_meetings",
    "load_projects",
    "load_schedules",
    "refreshed",
]
