"""推移と目標: the chart of one series, with 基準値, targets as a dashed line, 実績 and 標本誤差."""

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts.blocks import Chart, ChartForm, ChartValue
from dxplanner.handouts.series_lines import SeriesPoint, series_lines, shown_value
from dxplanner.services.indicator_picture import SeriesRow, ValueLine, error_text


def series_chart(row: SeriesRow) -> Chart | None:
    """The chart of a series over all its years; None while fewer than two years have a value."""
    found = series_lines(
        [SeriesPoint(value.role, value.year, value.uid, _shown(row, value)) for value in row.values]
    )
    if found is None:
        return None
    return Chart(
        ChartForm.LINE,
        "",
        tuple(_category(row, year, base=year == found.start) for year in found.years),
        found.lines,
        unit="",
        note=_note(row),
        name=row.uid,
        description=f"{row.indicator.name}{f'（{row.name}）' if row.name else ''}の推移と目標",
    )


def _category(row: SeriesRow, year: int, *, base: bool) -> str:
    calendar = "年" if row.indicator.kind is IndicatorKind.CALENDAR_YEAR else ""
    return f"{format_fiscal_year(year, FiscalStyle.SHORT)}{calendar}{'基準' if base else ''}"


def _shown(row: SeriesRow, value: ValueLine) -> ChartValue:
    error = row.error(value) if value.role in {ValueRole.BASELINE, ValueRole.ACTUAL} else None
    return shown_value(value.value, value.uid, error, proposed=value.proposed)


def _note(row: SeriesRow) -> str:
    error = row.error(row.standing) or row.error(row.last(ValueRole.BASELINE))
    return f"誤差の範囲（標本誤差）{error_text(error)}ポイント" if error is not None else ""
