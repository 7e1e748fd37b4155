"""The time axis of a 工程表: columns of any split, months inside them, dates to millimetres.

A date is measured in months since year 0, so that all months of a column are equally wide.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, fiscal_year_of, format_fiscal_year, format_month
from dxplanner.domain.time_header import cell_texts
from dxplanner.domain.time_units import Unit, next_start, unit_end, unit_start, units_between

OPEN_SHARE: Final = 0.95
"""Width of an open column (令和７年度以降), as a share of the other columns' mean."""
_OPEN_SCALE: Final = 12.0
"""In an open column this many months take half its width; what is later crowds towards its end."""
_DAMPING: Final = 0.7
_MOST_QUARTERS: Final = 20
_IN_MONTHS: Final = (Unit.TEN_DAYS, Unit.WEEK, Unit.DAY)


@dataclass(frozen=True, slots=True)
class AxisSpan:
    """A column of the axis: its headings and its days, the last included; without an end it is open."""

    group: str
    heading: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """A column with its place in mm; ``first`` and ``last`` in months, ``last`` None when open."""

    span: AxisSpan
    left: float
    right: float
    first: float
    last: float | None

    def x(self, month: float) -> float:
        """The place of a moment in this column, clipped to it."""
        if self.last is None:
            later = max(month - self.first, 0.0)
            return self.left + (self.right - self.left) * later / (later + _OPEN_SCALE)
        share = (month - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    @property
    def months(self) -> tuple[int, ...]:
        """The calendar months that lie wholly in this column, as month counts."""
        if self.last is None:
            return ()
        return tuple(range(int(-(-self.first // 1)), int(self.last // 1)))


class Axis:
    """Columns side by side from ``left`` to ``right`` mm."""

    def __init__(self, spans: Sequence[AxisSpan], left: float, right: float) -> None:
        ordered = sorted(spans, key=lambda span: span.start)
        parts = shares(ordered)
        scale = (right - left) / sum(parts)
        self.left, self.right = left, right
        self.columns: list[PlacedSpan] = []
        x = left
        for span, share in zip(ordered, parts, strict=True):
            last = None if span.end is None else moment_after(span.end)
            self.columns.append(PlacedSpan(span, x, x + share * scale, moment(span.start), last))
            x += share * scale

    def x(self, month: float) -> float:
        """The place of a moment; what lies between two columns falls on their border."""
        for column in reversed(self.columns):
            if month >= column.first:
                return column.x(month)
        return self.left

    @property
    def month_lines(self) -> tuple[float, ...]:
        """Borders of months and columns in mm, from left to right."""
        lines = {round(column.left, 4) for column in self.columns} | {round(self.right, 4)}
        for column in self.columns:
            lines.update(round(column.x(month), 4) for month in column.months)
        return tuple(sorted(lines))


def moment(day: date) -> float:
    """The beginning of a day in months since year 0."""
    return day.year * 12 + day.month - 1 + (day.day - 1) / monthrange(day.year, day.month)[1]


def moment_after(day: date) -> float:
    """The end of a day in months since year 0."""
    return day.year * 12 + day.month - 1 + day.day / monthrange(day.year, day.month)[1]


def month_name(month: int) -> str:
    """A month count as the office prints it: 4月."""
    return f"{month % 12 + 1}月"


def default_spans(first: date, last: date) -> list[AxisSpan]:
    """Columns for a schedule without any of its own: quarters, or 年度 over many years."""
    quarters = units_between(first, last, Unit.QUARTER)
    return unit_spans(first, last, Unit.QUARTER if quarters <= _MOST_QUARTERS else Unit.YEAR)


def unit_spans(first: date, last: date, unit: Unit) -> list[AxisSpan]:
    """Columns of a unit from the one of ``first`` to that of ``last``, under their 年度 or (whole) month."""
    spans: list[AxisSpan] = []
    if unit in _IN_MONTHS:
        first, last = unit_start(first, Unit.MONTH), unit_end(last, Unit.MONTH)
    start = unit_start(first, unit)
    while start <= last:
        spans.append(AxisSpan(_group(start, unit), _heading(start, unit), start, unit_end(start, unit)))
        start = next_start(start, unit)
    return spans


def _group(start: date, unit: Unit) -> str:
    if unit is Unit.YEAR:
        return ""
    if unit in _IN_MONTHS:
        return format_month(start.year, start.month, FiscalStyle.LONG)
    return format_fiscal_year(fiscal_year_of(start), FiscalStyle.LONG)


def _heading(start: date, unit: Unit) -> str:
    texts = cell_texts(start, unit)
    match unit:
        case Unit.YEAR | Unit.MONTH | Unit.TEN_DAYS:
            return texts[0]
        case Unit.QUARTER | Unit.FOUR_MONTHS:
            return texts[-2]
        case Unit.WEEK | Unit.DAY:
            return texts[-1]


def shares(spans: Sequence[AxisSpan]) -> list[float]:
    """Widths by length; a damped length keeps a short column beside a long one readable."""
    lengths = [None if span.end is None else moment_after(span.end) - moment(span.start) for span in spans]
    closed = [max(length, 0.1) ** _DAMPING for length in lengths if length is not None]
    usual = sum(closed) / len(closed) if closed else 1.0
    return [usual * OPEN_SHARE if length is None else max(length, 0.1) ** _DAMPING for length in lengths]
