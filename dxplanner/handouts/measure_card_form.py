"""The form of a 施策カルテ: two columns, 項目 and 内容, for its facts, its indicators and 意見."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.handouts import cells
from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Cell, Column, Quotient, Table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.measure_card_facts import CardFacts, Fact
from dxplanner.handouts.opinions import answer_cell, origin_of
from dxplanner.handouts.progress import (
    grade_cell,
    newest_name,
    rate_cell,
    rate_quotient,
    row_uid,
    value_cell,
)
from dxplanner.handouts.progress_series import Standing
from dxplanner.handouts.tables import PADDING
from dxplanner.model import IndicatorValue, Opinion, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

FACTS: Final = "施策の概要"
INDICATOR: Final = "成果指標"
"""Descriptions of a card's tables; pages may cut that of the facts between any rows."""
_OPINION: Final = "意見"
_LABEL: Final = 38.0
"""Width in mm of the labels' column."""
_BESIDE: Final = 44.0
"""Least width in mm of an indicator's column beside others."""
_AIR: Final = 0.5
_YEARS: Final = 3
Row = tuple[Cell, ...]


def words_width(area: Area) -> float:
    """Width in mm that the texts of the form are set in."""
    return area.width - _LABEL - 2 * PADDING - _AIR


def facts_table(facts: CardFacts, node: PolicyNode, area: Area) -> Table:
    """What a card says in words."""
    return _form([_fact_row(fact) for fact in facts.facts(node)], area, FACTS)


def opinion_tables(facts: CardFacts, node: PolicyNode, area: Area) -> list[Table]:
    """The opinions that name the node's number, each over the city's answer."""
    return [_form(_opinion_rows(one), area, _OPINION) for one in facts.opinions(node)]


def _opinion_rows(opinion: Opinion) -> list[Row]:
    """意見 with the meeting where it was heard on a line above it, then the city's answer."""
    words = "\n".join(text for text in (origin_of(opinion), opinion.summary) if text)
    summary = Cell(words, name=f"{opinion.uid}/summary")
    label = _label(_OPINION, f"{opinion.uid}/meeting_id")
    return [(label, summary), (_label("市の考え方"), answer_cell(opinion))]


def most_beside(area: Area) -> int:
    """How many indicators have room beside each other."""
    return int((area.width - _LABEL) // _BESIDE)


def indicator_table(snapshot: PlanSnapshot, group: Sequence[Standing], area: Area) -> Table:
    """Series of indicators side by side: values by 年度 one under the other, 達成率 and 評価.

    A single one is a part of the form of two columns, a value a row.
    """
    align = Align.LEFT if len(group) == 1 else Align.CENTRE
    head, *rows = _indicator_rows(snapshot, group)
    shown = [(row[0], *(_figure(cell, align) for cell in row[1:])) for row in rows]
    return _form([head, *shown], area, INDICATOR)


def _form(rows: Sequence[Row], area: Area, description: str) -> Table:
    columns = len(rows[0]) - 1
    width = (area.width - _LABEL) / columns
    return Table(
        (Column(_LABEL), *(Column(width) for _ in range(columns))), (), tuple(rows), description=description
    )


def _figure(cell: Cell, align: Align) -> Cell:
    """A figure as clear as its label; words stay as they are."""
    words = cell.value is None and cell.align is Align.LEFT
    return cell if words else replace(cell, align=align, bold=True)


def _label(text: str, name: str = "") -> Cell:
    return Cell(text, bold=True, tone=Tone.HEADING, name=name)


def _fact_row(fact: Fact) -> Row:
    return _label(fact.label), Cell(fact.text, inferred=fact.inferred, name=fact.name)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an indicators' table: a value for each series; None where there is none yet."""

    label: str
    column: str
    """Where the values would be entered in the table of indicators."""
    values: tuple[IndicatorValue | None, ...]


def _lines(group: Sequence[Standing]) -> Iterator[_Line]:
    """基準値, the newest 実績値 by 年度 and 目標値."""
    yield _Line("基準値", "baseline", tuple(one.baseline for one in group))
    years = sorted({year for one in group for year in one.actuals})[-_YEARS:]
    for year in years:
        yield _Line("実績値", f"actual_{year}", tuple(one.actuals.get(year) for one in group))
    if not years:
        yield _Line("実績値", _first_actual(group[0]), tuple(None for _ in group))
    yield _Line("目標値", "target", tuple(one.target for one in group))


def _first_actual(standing: Standing) -> str:
    """Where the first 実績値 will be entered."""
    term = standing.indicator.node.version.term
    return f"actual_{term.first_year}" if term is not None else "rate"


def _value_row(snapshot: PlanSnapshot, group: Sequence[Standing], line: _Line) -> Row:
    """A line's values, their 年度 in the label, or beside each where they differ."""
    pairs = list(zip(group, line.values, strict=True))
    dates = [(one.year_text(value), f"{value.uid}/fiscal_year") for one, value in pairs if value is not None]
    shared = len({year for year, _ in dates}) == 1
    year, name = dates[0] if shared else ("", "")
    label = _label(f"{line.label}（{year}）" if shared else line.label, name)
    return label, *(_value(snapshot, one, value, line.column, dated=not shared) for one, value in pairs)


def _value(
    snapshot: PlanSnapshot, standing: Standing, value: IndicatorValue | None, column: str, *, dated: bool
) -> Cell:
    if value is None:
        return cells.missing(f"{row_uid(standing)}/{column}")
    year = f"（{standing.year_text(value)}）" if dated else ""
    return value_cell(snapshot, standing, value, after=year)


def _rates(group: Sequence[Standing], lines: Sequence[_Line]) -> Row:
    """達成率, which the workbook computes from the rows above."""
    return (_label("達成率"), *(rate_cell(one, _quotient(one, at, lines)) for at, one in enumerate(group)))


def _quotient(standing: Standing, at: int, lines: Sequence[_Line]) -> Quotient | None:
    shown = [line.values[at] for line in lines]
    if standing.latest is not None and standing.latest not in shown:
        return None
    baseline, target = 1, len(lines)
    actuals = [(row, 1 + at) for row in range(baseline + 1, target)]
    return rate_quotient(standing, (baseline, 1 + at), actuals, (target, 1 + at))


def _indicator_rows(snapshot: PlanSnapshot, group: Sequence[Standing]) -> Iterator[Row]:
    lines = list(_lines(group))
    names = (_label(one.title, f"{one.indicator.uid}/name") for one in group)
    yield _label(INDICATOR), *names
    for line in lines:
        yield _value_row(snapshot, group, line)
    if any(one.latest is not None for one in group):
        yield _rates(group, lines)
        if any(one.scale is not None for one in group):
            yield _label("評価"), *map(grade_cell, group)
    if any(one.remark for one in group):
        yield _label("備考"), *(Cell(one.remark, name=newest_name(one, "note")) for one in group)
