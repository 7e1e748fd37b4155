"""推移と目標: the chart of one series, with 基準値, targets as a dashed line, 実績 and 標本誤差."""

from decimal import Decimal
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import format_value
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries, ChartValue
from dxplanner.services.indicator_picture import SeriesRow, ValueLine, error_text

_FEWEST: Final = 2


def series_chart(row: SeriesRow) -> Chart | None:
    """The chart of a series over all its years; None while fewer than two years have a value."""
    told = [value for value in row.values if value.value is not None]
    years = sorted({value.year for value in told})
    if len(years) < _FEWEST:
        return None
    span = range(years[0], years[-1] + 1)
    base = row.last(ValueRole.BASELINE)
    start = base if base is not None and base.value is not None else None
    measured = {value.year: value for value in told if value.role is ValueRole.ACTUAL}
    aimed = {value.year: value for value in told if value.role is ValueRole.YEARLY_TARGET}
    goal = row.last(ValueRole.TARGET)
    if goal is not None and goal.value is not None:
        aimed[goal.year] = goal
    if start is not None:
        measured.setdefault(start.year, start)
    target_line = {year: _value(row, value) for year, value in aimed.items()}
    if start is not None and aimed and start.year < min(aimed):
        # The line starts at the baseline; its figure stands at the baseline itself.
        target_line[start.year] = ChartValue(start.value, " ", start.uid)
    told_actual = any(value.role is ValueRole.ACTUAL for value in told)
    series = [
        ChartSeries("実績" if told_actual else "基準値", tuple(_at(row, measured.get(year)) for year in span))
    ]
    if target_line:
        none = ChartValue(None)
        series.append(ChartSeries("目標", tuple(target_line.get(year, none) for year in span), target=True))
    return Chart(
        ChartForm.LINE,
        "",
        tuple(_category(row, year, start) for year in span),
        tuple(series),
        unit="",
        note=_note(row, start),
        name=row.uid,
        description=f"{row.indicator.name}{f'（{row.name}）' if row.name else ''}の推移と目標",
    )


def _category(row: SeriesRow, year: int, start: ValueLine | None) -> str:
    calendar = "年" if row.indicator.kind is IndicatorKind.CALENDAR_YEAR else ""
    base = "基準" if start is not None and start.year == year else ""
    return f"{format_fiscal_year(year, FiscalStyle.SHORT)}{calendar}{base}"


def _at(row: SeriesRow, value: ValueLine | None) -> ChartValue:
    return ChartValue(None) if value is None else _value(row, value)


def _value(row: SeriesRow, value: ValueLine) -> ChartValue:
    mark = "（案）" if value.proposed else ""
    text = f"{format_value(value.value)}{mark}"
    error = row.error(value) if value.role in {ValueRole.BASELINE, ValueRole.ACTUAL} else None
    if error is None or value.value is None:
        return ChartValue(value.value, text, value.uid)
    low, high = max(value.value - error, Decimal(0)), min(value.value + error, Decimal(100))
    return ChartValue(value.value, text, value.uid, low, high)


def _note(row: SeriesRow, start: ValueLine | None) -> str:
    error = row.error(row.standing) or row.error(start)
    return f"誤差の範囲（標本誤差）{error_text(error)}ポイント" if error is not None else ""
