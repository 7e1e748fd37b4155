"""指標の進捗: 基準値, 実績 of each 年度, 目標値, 達成率 and 評価 of every 成果指標, perhaps with charts."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import RateRule, padded
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Chart,
    ChartRow,
    ChartValue,
    Column,
    Notes,
    Paragraph,
    Quotient,
    Table,
)
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.progress_series import WITHIN, Standing, measured_nodes, standings
from dxplanner.handouts.selection import Options, chosen_version, flag_option
from dxplanner.handouts.trees import Tree
from dxplanner.model import IndicatorValue, PlanVersion
from dxplanner.model.snapshot import PlanSnapshot

_LARGEST: Final = 11.5
_MOST_YEARS: Final = 6
_NUMBER, _NAME, _VALUE, _RATE, _GRADE, _REMARK = 13.0, 74.0, 25.0, 19.0, 13.0, 38.0
_CHART_WIDTH: Final = 62.0
_CHART_HEIGHT: Final = 54.0
_PERCENT: Final = '0.0"%";"△"0.0"%"'
_PROPOSED_NOTE: Final = "（案）と付した値は、今後決定するものです。"
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The indicators of a version (option ``version``); ``charts`` adds a small chart for each series."""
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version is not None else None
    nodes = measured_nodes(tree) if tree is not None else []
    if version is None or tree is None or not nodes:
        return (Paragraph(cells.EMPTY),)
    found = [(tree.number(node), standing) for node in nodes for standing in standings(snapshot, node)]
    years = _years(version, [standing for _, standing in found])
    rows = [
        row
        for at, (number, one) in enumerate(found)
        for row in _rows(snapshot, found, at, number, one, years)
    ]
    pictures = _chart_rows(found, area) if flag_option(options, "charts", False) else []
    notes = _notes([standing for _, standing in found], rows, pictures)
    header = _header(years)
    widths = (_NUMBER, _NAME, _VALUE, *(_VALUE - 3 for _ in years), _VALUE, _RATE, _GRADE, _REMARK)

    def blocks(size: float) -> tuple[Block, ...]:
        table = Table(tuple(map(Column, widths)), header, tuple(rows), size, description="指標の進捗")
        return (table, *notes)

    return (*largest_that_fits(blocks, area, _LARGEST), *pictures)


def _years(version: PlanVersion, found: Sequence[Standing]) -> list[int]:
    """年度 that 実績 stand for: those of the 期, and all that have a value."""
    term = version.term
    years = {year for standing in found for year in standing.actuals}
    if term is not None:
        years |= set(range(term.first_year, term.last_year + 1))
    return sorted(years)[-_MOST_YEARS:]


def _header(years: Sequence[int]) -> tuple[Row, ...]:
    def tall(text: str) -> Cell:
        return cells.heading(text, row_span=2)

    actuals = [cells.heading("実績値", len(years)), *(None for _ in years[1:])] if years else []
    upper = (tall("番号"), tall("成果指標"), tall("基準値"), *actuals)
    lower = tuple(cells.heading(format_fiscal_year(year, FiscalStyle.SHORT_SUFFIX)) for year in years)
    last = (tall("目標値"), tall("達成率"), tall("評価"), tall("備考"))
    return ((*upper, *last), (None, None, None, *lower, None, None, None, None))


def _rows(
    snapshot: PlanSnapshot,
    found: Sequence[tuple[str, Standing]],
    at: int,
    number: str,
    standing: Standing,
    years: Sequence[int],
) -> tuple[Row, Row]:
    """A series on two lines: under 基準値 and 目標値 stand their 年度."""
    before = found[at - 1][1] if at else None
    same = [one for _, one in found if one.indicator is standing.indicator]
    first = before is None or before.indicator is not standing.indicator
    node = standing.indicator.node
    numbered = sum(one.indicator.node is node for _, one in found) * 2
    opens = before is None or before.indicator.node is not node
    baseline = _measured(snapshot, standing, standing.baseline, "baseline")
    target = _measured(snapshot, standing, standing.target, "target")
    actuals = tuple(_actual(snapshot, standing, year) for year in years)
    upper: Row = (
        Cell(number, align=Align.CENTRE, row_span=numbered, name=node.uid or "") if opens else None,
        _name(snapshot, standing, len(same) * 2) if first else None,
        baseline[0],
        *actuals,
        target[0],
        _rate(standing, 2 * at, years),
        grade_cell(standing, 2),
        Cell(standing.remark, row_span=2, name=_newest(standing, "note")),
    )
    empty = tuple(None for _ in years)
    lower: Row = (None, None, baseline[1], *empty, target[1], None, None, None)
    return upper, lower


def _name(snapshot: PlanSnapshot, standing: Standing, span: int) -> Cell:
    indicator = standing.indicator
    name = indicator.name
    if indicator.kind is IndicatorKind.CUMULATIVE and "累計" not in name:
        name = f"{name}［累計］"
    inferred = snapshot.is_inferred(indicator, "name")
    mark = cells.INFERRED_MARK if inferred else ""
    return Cell(name + mark, row_span=span, inferred=inferred, name=f"{indicator.uid}/name")


def _measured(
    snapshot: PlanSnapshot, standing: Standing, value: IndicatorValue | None, column: str
) -> tuple[Cell, Cell]:
    """A value over its 年度, without a rule between them; ``column`` is where it would be entered."""
    if value is None:
        return cells.missing(f"{_uid(standing)}/{column}"), Cell("", joined=True)
    shown = value_cell(snapshot, standing, value)
    year = Cell(
        f"（{standing.year_text(value)}）", align=Align.RIGHT, joined=True, name=f"{value.uid}/fiscal_year"
    )
    return shown, year


def value_cell(snapshot: PlanSnapshot, standing: Standing, value: IndicatorValue, row_span: int = 1) -> Cell:
    """A value with its unit, marked where it is 推定 or 案."""
    inferred = snapshot.is_inferred(value, "value")
    mark = cells.INFERRED_MARK if inferred else cells.PROPOSED_MARK if value.proposed else ""
    unit = standing.indicator.unit or ""
    series = standing.series.name or "" if standing.series is not None else ""
    label = series if value.role in (ValueRole.BASELINE, ValueRole.TARGET) else ""
    figure = padded(value.value, standing.indicator.decimals or 0)
    cell = cells.measured(figure, unit, label, mark, inferred)
    return Cell(
        cell.text, cell.value, cell.number_format, align=Align.RIGHT, row_span=row_span,
        inferred=inferred, name=f"{value.uid}/value",
    )  # fmt: skip


def _actual(snapshot: PlanSnapshot, standing: Standing, year: int) -> Cell:
    value = standing.actuals.get(year)
    if value is None or value.value is None:
        return cells.missing(f"{value.uid}/value" if value else f"{_uid(standing)}/actual_{year}", 2)
    return value_cell(snapshot, standing, value, 2)


def _rate(standing: Standing, row: int, years: Sequence[int]) -> Cell:
    """達成率, which the workbook computes from the cells of its row."""
    rate, latest = standing.rate_shown, standing.latest
    if rate is None or latest is None:
        return cells.missing(f"{_uid(standing)}/rate", 2)
    if latest.fiscal_year not in years:
        return rate_cell(rate, standing, 2)
    baseline, target = (row, 2), (row, 3 + len(years))
    actual = (row, 3 + list(years).index(latest.fiscal_year))
    quotient = {
        RateRule.PROGRESS: Quotient((actual, baseline), (target, baseline)),
        RateRule.SIMPLE: Quotient((actual,), (target,)),
        RateRule.INVERSE: Quotient((target,), (actual,)),
    }.get(standing.rate.rule)
    return replace(rate_cell(rate, standing, 2), quotient=quotient)


def rate_cell(rate: Decimal, standing: Standing, row_span: int = 1) -> Cell:
    """達成率 in percent, a wrong way with △."""
    text = f"{'△' if rate < 0 else ''}{abs(rate):,f}%"
    return Cell(text, rate, _PERCENT, align=Align.RIGHT, row_span=row_span, name=f"{_uid(standing)}/rate")


def grade_cell(standing: Standing, row_span: int = 1) -> Cell:
    """評価, or 「－」."""
    if not standing.grade:
        return cells.missing(f"{_uid(standing)}/grade", row_span)
    name = f"{_uid(standing)}/grade"
    return Cell(standing.grade, align=Align.CENTRE, row_span=row_span, bold=True, name=name)


def _uid(standing: Standing) -> str:
    """The row of the table of indicators, in whose columns values of a series are entered."""
    return (standing.series or standing.indicator).uid or ""


def _newest(standing: Standing, field: str) -> str:
    """A field of the newest 実績; the series as long as there is none."""
    return _uid(standing) if standing.latest is None else f"{standing.latest.uid}/{field}"


def _chart_rows(found: Sequence[tuple[str, Standing]], area: Area) -> list[ChartRow]:
    charts: list[Chart] = []
    for number, standing in found:
        chart = standing.chart(f"{number}　{standing.title}".strip("　"))
        if chart is not None:
            charts.append(chart)
    if not charts:
        return []
    count = max(int(area.width // _CHART_WIDTH), 1)
    rows = -(-len(charts) // count)
    ends = [-(-len(charts) * row // rows) for row in range(rows + 1)]
    return [ChartRow(tuple(charts[first:last]), _CHART_HEIGHT) for first, last in pairwise(ends)]


def _notes(found: Sequence[Standing], rows: Sequence[Row], pictures: Sequence[ChartRow]) -> tuple[Notes, ...]:
    rules = dict.fromkeys(standing.rate.rule for standing in found if standing.rate.value is not None)
    sentences = [f"達成率は、{rule}で計算しています。" for rule in _ordered(rules)]
    if any(WITHIN in standing.remark for standing in found):
        sentences.append(
            f"「{WITHIN}」は、基準値からの変化が標本誤差（信頼度95％）より小さく、増減とは言えないものです。"
        )
    sentences += mark_sentences([cell for row in rows for cell in row if cell is not None], pictures)
    return (cells.inferred_notes(*sentences),) if sentences else ()


def mark_sentences(shown: Sequence[Cell], pictures: Sequence[ChartRow] = ()) -> list[str]:
    """What the marks mean that cells and charts bear: 推定 and 案."""
    values = [
        value for row in pictures for chart in row.charts for one in chart.series for value in one.values
    ]
    marked: list[Cell | ChartValue] = [*shown, *values]
    inferred = any(one.inferred for one in marked)
    proposed = any(cells.PROPOSED_MARK in one.text for one in marked)
    return [cells.INFERRED_NOTE] * inferred + [_PROPOSED_NOTE] * proposed


def _ordered(rules: dict[RateRule, None]) -> list[str]:
    return [rule.value for rule in RateRule if rule in rules]
