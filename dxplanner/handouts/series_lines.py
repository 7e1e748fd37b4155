"""推移と目標 as lines of a chart: 実績 from the baseline on, and the way to the targets, dashed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.domain.grades import RATE_DECIMALS
from dxplanner.domain.indicators import format_value, rounded
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.handouts.blocks import ChartSeries, ChartValue

_FEWEST: Final = 2
_NONE: Final = ChartValue(None)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A value of a series: its role, its 年度, its identifier and how it is shown (perhaps no number)."""

    role: ValueRole
    year: int
    uid: str
    shown: ChartValue


@dataclass(frozen=True, slots=True)
class SeriesLines:
    """The years of the axis without gaps, and a value a year for each line; ``start`` is the 基準年度."""

    years: range
    lines: tuple[ChartSeries, ...]
    start: int | None


def series_lines(points: Sequence[SeriesPoint]) -> SeriesLines | None:
    """The lines of the values of one series; None while fewer than two years have one."""
    told = [point for point in points if point.shown.value is not None]
    years = sorted({point.year for point in told})
    if len(years) < _FEWEST:
        return None
    span = range(years[0], years[-1] + 1)
    start = _newest(points, ValueRole.BASELINE)
    measured = {point.year: point.shown for point in told if point.role is ValueRole.ACTUAL}
    name = "実績" if measured else "基準値"
    aimed = {point.year: point.shown for point in told if point.role is ValueRole.YEARLY_TARGET}
    goal = _newest(points, ValueRole.TARGET)
    if goal is not None:
        aimed[goal.year] = goal.shown
    if start is not None:
        measured.setdefault(start.year, start.shown)
        if aimed and start.year < min(aimed):
            # The line starts at the baseline; its figure stands at the baseline itself.
            aimed[start.year] = ChartValue(start.shown.value, " ", start.uid)
    lines = [ChartSeries(name, tuple(measured.get(year, _NONE) for year in span))]
    if aimed:
        lines.append(ChartSeries("目標", tuple(aimed.get(year, _NONE) for year in span), target=True))
    return SeriesLines(span, tuple(lines), None if start is None else start.year)


def shown_value(
    value: Decimal | None, name: str, error: Decimal | None, *, proposed: bool, inferred: bool = False
) -> ChartValue:
    """A value with its 標本誤差 (±points, as it is printed) as a range within 0 to 100."""
    text = f"{format_value(value)}{'（案）' if proposed else ''}"
    if error is None or value is None:
        return ChartValue(value, text, name, inferred=inferred)
    error = rounded(error, RATE_DECIMALS)
    low, high = max(value - error, Decimal(0)), min(value + error, Decimal(100))
    return ChartValue(value, text, name, low, high, inferred)


def _newest(points: Sequence[SeriesPoint], role: ValueRole) -> SeriesPoint | None:
    """The newest value in a role, as long as it has a number."""
    found = max((point for point in points if point.role is role), key=lambda point: point.year, default=None)
    return None if found is None or found.shown.value is None else found
