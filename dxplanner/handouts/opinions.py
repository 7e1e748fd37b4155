"""意見と市の考え方, and 前回意見への対応. Neither 原文 nor 氏名 is ever printed."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.text_diff import changed_spans
from dxplanner.domain.vocabulary import MeetingBody, OpinionStatus
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Sum, Table
from dxplanner.handouts.choices import chosen_meeting, names_option, rows_named
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.selection import Options, flag_option, text_option
from dxplanner.model import Meeting, Opinion, OpinionClass
from dxplanner.model.snapshot import PlanSnapshot

_SIZE: Final = 10.5
_OPINIONS: Final = (
    ("番号", 14.0),
    ("会議・出所", 38.0),
    ("意見の概要", 96.0),
    ("市の考え方", 96.0),
    ("区分", 25.0),
)
_RESPONSES: Final = (
    ("番号", 13.0),
    ("意見の概要", 58.0),
    ("対応（市の考え方）", 58.0),
    ("修正箇所", 25.0),
    ("修正前", 38.0),
    ("修正後", 38.0),
    ("対応状況", 19.0),
    ("担当課", 20.0),
)
_UNANSWERED: Final = "（検討中）"
_UNCLASSED: Final = "未定"
_COUNT: Final = 24.0
_CHANGED: Final = "　※ 下線は、修正した部分です。"
_NONE: Final = "掲載する意見はありません。"
_ANSWERED: Final = (OpinionStatus.AGREED, OpinionStatus.PUBLISHED)
"""States of the answer in which it is the city's; the office's own steps are not printed."""
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """意見と市の考え方, the counts of each 区分 above.

    Options: ``meeting`` (会議名), ``body`` (会議の別, such as パブリックコメント), ``classes`` (区分名,
    several), ``counts`` (false leaves the counts out).

    Raises:
        InputError: an option names something that is not there.
    """
    opinions = _chosen(snapshot, options)
    named = names_option(options, "classes")
    if named:
        wanted = rows_named(snapshot.all(OpinionClass), named, ("name",), "意見の区分")
        opinions = [opinion for opinion in opinions if opinion.opinion_class in wanted]
    if not opinions:
        return (Paragraph(_NONE),)
    rows = tuple(_opinion_row(opinion, number) for number, opinion in _numbered(opinions))
    table = _table(_OPINIONS, rows, "意見と市の考え方")
    if not flag_option(options, "counts", True):
        return (table,)
    return (_counts(snapshot, opinions, area), table)


def build_responses(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """前回意見への対応: what became of the opinions of a meeting (option ``meeting``; by default the last one
    that has some), with what was changed where, the changed characters underlined.

    Raises:
        InputError: no such meeting.
    """
    meeting = chosen_meeting(snapshot, options) or _last_meeting(snapshot)
    opinions = [
        opinion for opinion in _sorted(snapshot) if meeting is not None and opinion.meeting is meeting
    ]
    if meeting is None or not opinions:
        return (Paragraph(_NONE),)
    rows = tuple(_response_row(opinion, number) for number, opinion in _numbered(opinions))
    table = _table(_RESPONSES, rows, "前回意見への対応")
    changed = any(cell.underline for row in rows for cell in row if cell is not None)
    title = f"{meeting.name}でいただいた意見（{len(opinions)}件）{_CHANGED * changed}"
    return (Paragraph(title), table)


def _chosen(snapshot: PlanSnapshot, options: Options) -> list[Opinion]:
    meeting, body = chosen_meeting(snapshot, options), text_option(options, "body")
    if body and body not in list(MeetingBody):
        raise InputError(f"会議の別「{body}」は使えません。使えるのは{'、'.join(MeetingBody)}です。")
    return [
        opinion
        for opinion in _sorted(snapshot)
        if (meeting is None or opinion.meeting is meeting) and (not body or body_of(opinion) == body)
    ]


def _sorted(snapshot: PlanSnapshot) -> list[Opinion]:
    return sorted(snapshot.all(Opinion), key=lambda opinion: (opinion.position or 0, opinion.id or 0))


def _last_meeting(snapshot: PlanSnapshot) -> Meeting | None:
    heard = [meeting for meeting in snapshot.all(Meeting) if meeting.opinions]
    return max(heard, key=lambda meeting: (str(meeting.starts_on or ""), meeting.position or 0), default=None)


def body_of(opinion: Opinion) -> MeetingBody | None:
    """Where an opinion comes from: its meeting's 会議の別, else what was noted."""
    return opinion.meeting.body if opinion.meeting is not None else opinion.source


def origin_of(opinion: Opinion) -> str:
    """The name of the meeting, else the 会議の別."""
    source = body_of(opinion)
    return opinion.meeting.name if opinion.meeting is not None else source.value if source else ""


def _numbered(opinions: Sequence[Opinion]) -> list[tuple[str, Opinion]]:
    """Opinions with their numbers; where none has one, they are numbered from 1."""
    if any(opinion.number is not None for opinion in opinions):
        return [("" if one.number is None else str(one.number), one) for one in opinions]
    return [(str(number), one) for number, one in enumerate(opinions, start=1)]


def _counts(snapshot: PlanSnapshot, opinions: Sequence[Opinion], area: Area) -> Table:
    """How many opinions each 区分 has, in the plan's order, and how many there are."""
    found = Counter(opinion.opinion_class for opinion in opinions)
    classes = sorted(snapshot.all(OpinionClass), key=lambda one: (one.position or 0, one.id or 0))
    names = [(one.name, found[one], one.uid or "") for one in classes if found[one]]
    if found[None]:
        names.append((_UNCLASSED, found[None], ""))
    header = (cells.heading("区分"), *(cells.heading(name) for name, _, _ in names), cells.heading("合計"))
    figures = tuple(_count(number) for _, number, _ in names)
    total = _count(len(opinions), Sum(tuple((0, at + 1) for at in range(len(names)))))
    row = (Cell("件数", tone=Tone.HEADING, bold=True, align=Align.CENTRE), *figures, total)
    columns = (
        Column(18.0),
        *(Column(max(_COUNT, len(name) * 4.0 + 6.0)) for name, _, _ in names),
        Column(_COUNT),
    )
    width = min(sum(column.width for column in columns), area.width)
    return Table(columns, (header,), (row,), _SIZE, width, description="意見の件数")


def _count(number: int, total: Sum | None = None) -> Cell:
    return Cell(f"{number:,}件", number, '#,##0"件"', total, Align.RIGHT, bold=total is not None)


def _table(columns: Sequence[tuple[str, float]], rows: tuple[Row, ...], description: str) -> Table:
    header = (tuple(cells.heading(text) for text, _ in columns),)
    return Table(tuple(Column(width) for _, width in columns), header, rows, _SIZE, description=description)


def _opinion_row(opinion: Opinion, number: str) -> Row:
    kind = opinion.opinion_class
    return (
        Cell(number, align=Align.CENTRE, name=f"{opinion.uid}/number"),
        Cell(origin_of(opinion), name=f"{opinion.uid}/meeting_id"),
        Cell(opinion.summary, name=f"{opinion.uid}/summary"),
        answer_cell(opinion),
        Cell(
            kind.name if kind is not None else _UNCLASSED,
            align=Align.CENTRE,
            name=f"{opinion.uid}/opinion_class_id",
        ),
    )


def _response_row(opinion: Opinion, number: str) -> Row:
    before, after = opinion.before or "", opinion.after or ""
    diff = changed_spans(before, after)
    section = opinion.department
    return (
        Cell(number, align=Align.CENTRE, name=f"{opinion.uid}/number"),
        Cell(opinion.summary, name=f"{opinion.uid}/summary"),
        answer_cell(opinion),
        Cell(opinion.place or "", name=f"{opinion.uid}/place"),
        Cell(before, name=f"{opinion.uid}/before", underline=diff.removed if after else ()),
        Cell(after, name=f"{opinion.uid}/after", underline=diff.added if before else ()),
        Cell(_state(opinion), align=Align.CENTRE, name=f"{opinion.uid}/status"),
        Cell((section.short_name or section.name) if section else "", name=f"{opinion.uid}/department_id"),
    )


def _state(opinion: Opinion) -> str:
    """対応状況 in a word for those who were heard."""
    return "回答済" if opinion.answer and opinion.status in _ANSWERED else "検討中"


def answer_cell(opinion: Opinion) -> Cell:
    """市の考え方, or that it is still being thought about."""
    return Cell(opinion.answer or _UNANSWERED, name=f"{opinion.uid}/answer")
