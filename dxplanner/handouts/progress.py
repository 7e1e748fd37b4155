"""指標の進捗: 基準値, 実績 of each 年度, 目標値, 達成率 and 評価 of every 成果指標, perhaps with charts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeVar

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import RateRule, padded
from dxplanner.domain.vocabulary import IndicatorKind
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    ChartRow,
    ChartValue,
    Column,
    Newest,
    Notes,
    Paragraph,
    Quotient,
    Table,
)
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.progress_series import WITHIN, Standing, measured_nodes, standing_charts, standings
from dxplanner.handouts.selection import Options, chosen_version, flag_option
from dxplanner.handouts.tables import PADDING
from dxplanner.handouts.trees import Tree
from dxplanner.model import IndicatorValue, PlanVersion
from dxplanner.model.snapshot import PlanSnapshot

_LARGEST: Final = 11.5
_MOST_YEARS: Final = 6
_NUMBER, _NAME, _DATED, _VALUE, _ACTUAL = 11.5, 73.5, 15.0, 22.0, 19.0
_RATE, _GRADE, _REMARK = 16.5, 11.5, 25.0
_LEAST_NAME, _LEAST_REMARK, _WIDEST, _AIR = 50.0, 15.0, 32.0, 0.5
_SMALL: Final = 9.0
"""Size in points that figures with marks may shrink to."""
_YEAR: Final = "年度"
_FIGURE: Final = "値"
_FIRST_ACTUAL: Final = 4
"""The column of the first 実績値, behind that of the 基準値."""
_CHART_WIDTH: Final = 62.0
_CHART_HEIGHT: Final = 54.0
_PERCENT: Final = '0.0"%";"△"0.0"%"'
_PROPOSED_NOTE: Final = "（案）と付した値は、今後決定するものです。"
Thing = TypeVar("Thing")
Row = tuple[Cell | None, ...]
Place = tuple[int, int]
"""Body row and column of a table."""


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The indicators of a version (option ``version``); ``charts`` adds a small chart for each series."""
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version is not None else None
    nodes = measured_nodes(tree) if tree is not None else []
    if version is None or tree is None or not nodes:
        return (Paragraph(cells.EMPTY),)
    found = [(tree.number(node), standing) for node in nodes for standing in standings(snapshot, node)]
    years = _years(version, [standing for _, standing in found])
    rows = [_row(snapshot, found, at, number, one, years) for at, (number, one) in enumerate(found)]
    titled = [(f"{number}　{standing.title}".strip("　"), standing) for number, standing in found]
    charts = standing_charts(titled) if flag_option(options, "charts", False) else []
    beside = int(area.width // _CHART_WIDTH)
    pictures = [ChartRow(tuple(row), _CHART_HEIGHT) for row in evenly(charts, beside)]
    notes = _notes([standing for _, standing in found], rows, pictures)
    header = _header(years)
    columns = _columns(rows, years)

    def blocks(size: float) -> tuple[Block, ...]:
        table = Table(columns, header, tuple(rows), size, description="指標の進捗")
        return (table, *notes)

    return (*largest_that_fits(blocks, area, _LARGEST), *pictures)


def _years(version: PlanVersion, found: Sequence[Standing]) -> list[int]:
    """年度 that 実績 stand for: those of the 期, and all that have a value."""
    term = version.term
    years = {year for standing in found for year in standing.actuals}
    if term is not None:
        years |= set(range(term.first_year, term.last_year + 1))
    return sorted(years)[-_MOST_YEARS:]


def _columns(rows: Sequence[Row], years: Sequence[int]) -> tuple[Column, ...]:
    """Columns that hold their figures and marks on one line, as far as empty 備考 and names give way."""
    usual = (
        _NUMBER, _NAME, _DATED, _VALUE, *(_ACTUAL for _ in years), _DATED, _VALUE, _RATE, _GRADE, _REMARK
    )  # fmt: skip
    widths = list(usual)
    for at in range(2, len(usual) - 1):
        shown = [cell for row in rows if (cell := row[at]) is not None]
        needed = max((text_width([cell.text], _SMALL, bold=cell.bold) for cell in shown), default=0.0)
        widths[at] = max(usual[at], min(needed + 2 * PADDING + _AIR, _WIDEST))
    if not any(cell.text for row in rows if (cell := row[-1]) is not None):
        widths[-1] -= min(sum(widths) - sum(usual), _REMARK - _LEAST_REMARK)
    widths[1] -= min(sum(widths) - sum(usual), _NAME - _LEAST_NAME)
    return tuple(map(Column, widths))


def _header(years: Sequence[int]) -> tuple[Row, ...]:
    def tall(text: str) -> Cell:
        return cells.heading(text, row_span=2)

    dated = (_YEAR, _FIGURE)
    actuals = [cells.heading("実績値", len(years)), *(None for _ in years[1:])] if years else []
    upper = (
        tall("番号"), tall("成果指標"), cells.heading("基準値", 2), None, *actuals,
        cells.heading("目標値", 2), None, tall("達成率"), tall("評価"), tall("備考"),
    )  # fmt: skip
    short = (format_fiscal_year(year, FiscalStyle.SHORT_SUFFIX) for year in years)
    lower = (*map(cells.heading, dated), *map(cells.heading, short), *map(cells.heading, dated))
    return upper, (None, None, *lower, None, None, None)


def _row(
    snapshot: PlanSnapshot,
    found: Sequence[tuple[str, Standing]],
    at: int,
    number: str,
    standing: Standing,
    years: Sequence[int],
) -> Row:
    """A series on one line; the number stands once for all series of a node."""
    node = standing.indicator.node
    opens = not at or found[at - 1][1].indicator.node is not node
    span = sum(one.indicator.node is node for _, one in found)
    return (
        Cell(number, align=Align.CENTRE, row_span=span, name=node.uid or "") if opens else None,
        _name(snapshot, standing),
        *_dated(snapshot, standing, standing.baseline, "baseline"),
        *(_actual(snapshot, standing, year) for year in years),
        *_dated(snapshot, standing, standing.target, "target"),
        _rate(standing, at, years),
        grade_cell(standing),
        Cell(standing.remark, name=newest_name(standing, "note")),
    )


def _name(snapshot: PlanSnapshot, standing: Standing) -> Cell:
    indicator = standing.indicator
    name = standing.title
    if indicator.kind is IndicatorKind.CUMULATIVE and "累計" not in name:
        name = f"{name}［累計］"
    inferred = snapshot.is_inferred(indicator, "name")
    mark = cells.INFERRED_MARK if inferred else ""
    return Cell(name + mark, inferred=inferred, name=f"{indicator.uid}/name")


def _dated(
    snapshot: PlanSnapshot, standing: Standing, value: IndicatorValue | None, column: str
) -> tuple[Cell, Cell]:
    """The 年度 of a value and the value; ``column`` is where it would be entered."""
    if value is None:
        missing = cells.missing(f"{row_uid(standing)}/{column}")
        return missing, missing
    year = Cell(standing.year_text(value), align=Align.CENTRE, name=f"{value.uid}/fiscal_year")
    return year, value_cell(snapshot, standing, value)


def value_cell(snapshot: PlanSnapshot, standing: Standing, value: IndicatorValue, after: str = "") -> Cell:
    """A value with its unit, marked where it is 推定 or 案, perhaps with words ``after`` it."""
    inferred = snapshot.is_inferred(value, "value")
    mark = cells.INFERRED_MARK if inferred else cells.PROPOSED_MARK if value.proposed else ""
    figure = padded(value.value, standing.indicator.decimals or 0)
    cell = cells.measured(figure, standing.indicator.unit or "", "", mark + after, inferred)
    return replace(cell, name=f"{value.uid}/value")


def _actual(snapshot: PlanSnapshot, standing: Standing, year: int) -> Cell:
    value = standing.actuals.get(year)
    if value is None or value.value is None:
        return cells.missing(f"{value.uid}/value" if value else f"{row_uid(standing)}/actual_{year}")
    return value_cell(snapshot, standing, value)


def _rate(standing: Standing, row: int, years: Sequence[int]) -> Cell:
    """達成率, which the workbook computes from the cells of its row."""
    latest, last = standing.latest, _FIRST_ACTUAL + len(years)
    if latest is not None and latest.fiscal_year not in years:
        return rate_cell(standing)
    actuals = tuple((row, column) for column in range(_FIRST_ACTUAL, last))
    return rate_cell(standing, rate_quotient(standing, (row, _FIRST_ACTUAL - 1), actuals, (row, last + 1)))


def rate_quotient(
    standing: Standing, baseline: Place, actuals: Sequence[Place], target: Place
) -> Quotient | None:
    """How a workbook computes 達成率 from the cells (body row, column) of a table; None where it cannot.

    It takes the newest of the 実績, as far as there is one, so that one that is entered later counts.
    """
    if not actuals:
        return None
    actual = Newest(tuple(actuals))
    return {
        RateRule.PROGRESS: Quotient((actual, baseline), (target, baseline)),
        RateRule.SIMPLE: Quotient((actual,), (target,)),
        RateRule.INVERSE: Quotient((target,), (actual,)),
    }.get(standing.rate.rule)


def rate_cell(standing: Standing, quotient: Quotient | None = None) -> Cell:
    """達成率 in percent, a wrong way with △, or 「－」."""
    name, rate = _rate_name(standing), standing.rate_shown
    if rate is None:
        return replace(cells.missing(name), number_format=_PERCENT, quotient=quotient)
    text = f"{'△' if rate < 0 else ''}{abs(rate):,f}%"
    return Cell(text, rate, _PERCENT, align=Align.RIGHT, name=name, quotient=quotient)


def _rate_name(standing: Standing) -> str:
    return f"{row_uid(standing)}/rate"


def grade_cell(standing: Standing) -> Cell:
    """評価, or 「－」."""
    name = f"{row_uid(standing)}/grade"
    return (
        Cell(standing.grade, align=Align.CENTRE, bold=True, name=name)
        if standing.grade
        else cells.missing(name)
    )


def row_uid(standing: Standing) -> str:
    """The row of the table of indicators, in whose columns values of a series are entered."""
    return (standing.series or standing.indicator).uid or ""


def newest_name(standing: Standing, field: str) -> str:
    """A field of the newest 実績; the series as long as there is none."""
    return row_uid(standing) if standing.latest is None else f"{standing.latest.uid}/{field}"


def evenly(things: Sequence[Thing], most: int) -> list[Sequence[Thing]]:
    """Things in as few groups of ``most`` at most as hold them, about equally many in each."""
    count = -(-len(things) // max(most, 1))
    ends = [-(-len(things) * at // max(count, 1)) for at in range(count + 1)]
    return [things[first:last] for first, last in pairwise(ends)]


def _notes(found: Sequence[Standing], rows: Sequence[Row], pictures: Sequence[ChartRow]) -> tuple[Notes, ...]:
    shown = [cell for row in rows for cell in row if cell is not None]
    sentences = rate_sentences(found, shown)
    if any(WITHIN in standing.remark for standing in found):
        sentences.append(
            f"「{WITHIN}」は、基準値からの変化が標本誤差（信頼度95％）より小さく、増減とは言えないものです。"
        )
    sentences += mark_sentences(shown, pictures)
    return (cells.inferred_notes(*sentences),) if sentences else ()


def rate_sentences(found: Sequence[Standing], shown: Sequence[Cell]) -> list[str]:
    """The rules that the cells' 達成率 are computed by."""
    printed = {cell.name for cell in shown if cell.value is not None}
    rules = {standing.rate.rule for standing in found if _rate_name(standing) in printed}
    return [f"達成率は、{rule}で計算しています。" for rule in RateRule if rule in rules]


def mark_sentences(shown: Sequence[Cell], pictures: Sequence[ChartRow] = ()) -> list[str]:
    """What the marks mean that cells and charts bear: 推定 and 案."""
    values = [
        value for row in pictures for chart in row.charts for one in chart.series for value in one.values
    ]
    marked: list[Cell | ChartValue] = [*shown, *values]
    inferred = any(one.inferred for one in marked)
    proposed = any(cells.PROPOSED_MARK in one.text for one in marked)
    return [cells.INFERRED_NOTE] * inferred + [_PROPOSED_NOTE] * proposed
