"""The time scale of a 工程表 on screen: days to pixels and back, zoom, headings, grid and closed days.

Everything is asked for a visible range in pixels and costs what that range shows, however long the plan is.
Places are in pixels of the chart's contents: the origin day begins at 0.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import floor
from typing import Final, Self

from dxplanner.domain.schedule_data import ColumnData
from dxplanner.domain.time_header import cell_texts
from dxplanner.domain.time_units import FIRST_DAY, LAST_DAY, Unit, next_start, unit_start
from dxplanner.domain.workdays import is_closed

SMALLEST: Final = 0.02
LARGEST: Final = 120.0
"""Limits of a day's width in pixels."""
OPEN_SCALE: Final = 365.0
"""In an open column this many days take half its width; what is later crowds towards its end."""
OPEN_SHARE: Final = 0.95
"""Width of an open column, as a share of the other columns' mean (as on paper)."""
_TOLERANCE: Final = 1e-3
"""Part of a day by which arithmetic in floats may be off."""
_LEAST_CLOSED: Final = 3.0
"""Least width in pixels of a day at which closed days are shaded."""
_LEAST_EMS: Final = {
    Unit.YEAR: 2.4,
    Unit.FOUR_MONTHS: 3.6,
    Unit.QUARTER: 3.6,
    Unit.MONTH: 1.5,
    Unit.TEN_DAYS: 1.3,
    Unit.WEEK: 2.4,
    Unit.DAY: 1.6,
}
"""Least width of a heading in sizes of its font."""
_DAYS: Final = {
    Unit.YEAR: 365.0,
    Unit.FOUR_MONTHS: 120.0,
    Unit.QUARTER: 90.0,
    Unit.MONTH: 28.0,
    Unit.TEN_DAYS: 8.0,
    Unit.WEEK: 7.0,
    Unit.DAY: 1.0,
}


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days to pixels. From ``open_from`` on, all later days crowd into a column ``open_days`` days wide."""

    origin: date
    pixels_per_day: float
    open_from: date | None = None
    open_days: float = 0.0

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self._x((day - self.origin).days)

    def x_after(self, day: date) -> float:
        """Where a day ends."""
        return self._x((day - self.origin).days + 1)

    def x_middle(self, first: date, last: date | None = None) -> float:
        """The middle of a day, or of the days from first to last: where a milestone stands."""
        return (self.x(first) + self.x_after(last or first)) / 2

    def day_at(self, x: float) -> date:
        """The day that covers a place; beyond the calendar its first or last day."""
        return date.fromordinal(self._ordinal(floor(self.days_at(x) + _TOLERANCE)))

    def days_at(self, x: float) -> float:
        """A place as days since the origin began, with its fraction."""
        if self.open_from is None or x <= self.open_x:
            return x / self.pixels_per_day
        width = self.open_days * self.pixels_per_day
        share = min((x - self.open_x) / width, 1 - 1e-9)
        return (self.open_from - self.origin).days + OPEN_SCALE * share / (1 - share)

    @property
    def open_x(self) -> float:
        """Where the open column begins; infinite without one."""
        if self.open_from is None:
            return float("inf")
        return (self.open_from - self.origin).days * self.pixels_per_day

    @property
    def end_x(self) -> float | None:
        """Where the open column ends and with it the chart; None without one."""
        return None if self.open_from is None else self.open_x + self.open_days * self.pixels_per_day

    def zoomed(self, factor: float) -> Self:
        """The same scale with days ``factor`` times as wide, inside the limits."""
        return replace(self, pixels_per_day=_limited(self.pixels_per_day * factor))

    def zoomed_at(self, factor: float, scroll: float, pointer: float) -> tuple[Self, float]:
        """Zoom around the pointer (pixels from the view's left edge): the scale and its new scroll position.

        The moment under the pointer stays under it.
        """
        zoomed = self.zoomed(factor)
        return zoomed, (scroll + pointer) * zoomed.pixels_per_day / self.pixels_per_day - pointer

    @classmethod
    def fitted(cls, first: date, last: date, width: float, columns: Sequence[ColumnData] = ()) -> Self:
        """A scale that begins with ``first`` and shows all days to ``last`` in ``width`` pixels.

        An open one among ``columns`` gets its place at the end.
        """
        open_from, open_days = open_column(columns)
        days = float(max((last - first).days + 1, 1))
        if open_from is not None:
            days = max((open_from - first).days, 1) + open_days
        return cls(first, _limited(width / days), open_from, open_days)

    def with_columns(self, columns: Sequence[ColumnData]) -> Self:
        """The same scale with the open column of these columns, or without one when they have none."""
        open_from, open_days = open_column(columns)
        return replace(self, open_from=open_from, open_days=open_days)

    def _x(self, days: int) -> float:
        if self.open_from is None:
            return days * self.pixels_per_day
        later = days - (self.open_from - self.origin).days
        if later <= 0:
            return days * self.pixels_per_day
        return self.open_x + self.open_days * self.pixels_per_day * later / (later + OPEN_SCALE)

    def _ordinal(self, days: int) -> int:
        return min(max(self.origin.toordinal() + days, FIRST_DAY.toordinal()), LAST_DAY.toordinal())


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A heading from ``left`` to ``right``; ``texts`` from the longest to the shortest: take what fits."""

    first: date
    last: date | None
    left: float
    right: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row of headings; ``unit`` is None for the schedule's own columns."""

    unit: Unit | None
    cells: tuple[HeaderCell, ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    """The border where a unit begins; ``rank`` 0 for the coarsest of the asked units, then 1, 2 …"""

    x: float
    rank: int


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """閉庁日 that follow each other, as one shaded strip."""

    left: float
    right: float
    first: date
    last: date


def header_rows(scale: TimeScale, units: Sequence[Unit], left: float, right: float) -> tuple[HeaderRow, ...]:
    """A row of headings for each unit (coarsest first), only for the places from left to right."""
    rows = []
    for index, unit in enumerate(units):
        alone = index == 0 or units[0] is not Unit.YEAR
        starts = unit_starts(scale, unit, left, right)
        edges = [(day, scale.x(day)) for day in (*starts, *(next_start(day, unit) for day in starts[-1:]))]
        cells = (
            HeaderCell(start, _before(end), low, high, cell_texts(start, unit, alone=alone))
            for (start, low), (end, high) in pairwise(edges)
        )
        rows.append(HeaderRow(unit, tuple(cells)))
    return tuple(rows)


def column_rows(
    scale: TimeScale, columns: Sequence[ColumnData], left: float, right: float
) -> tuple[HeaderRow, ...]:
    """The schedule's own columns: their 上段の見出し (when they have some) over their headings."""
    ordered = sorted(columns, key=lambda column: (column.starts_on, column.position))
    shown = [column for column in ordered if _overlaps(scale, column, left, right)]
    if not shown:
        return ()
    heads = tuple(_column_cell(scale, [column], column.heading) for column in shown)
    runs: list[list[ColumnData]] = []
    for column in ordered:
        if runs and runs[-1][0].group == column.group:
            runs[-1].append(column)
        else:
            runs.append([column])
    groups = tuple(
        _column_cell(scale, run, run[0].group)
        for run in runs
        if run[0].group and any(column in shown for column in run)
    )
    rows = (HeaderRow(None, groups), HeaderRow(None, heads))
    return rows if groups else rows[1:]


def column_lines(
    scale: TimeScale, columns: Sequence[ColumnData], left: float, right: float
) -> tuple[float, ...]:
    """Borders of the schedule's own columns between two places."""
    places = set()
    for column in columns:
        places.add(scale.x(column.starts_on))
        end = scale.end_x if column.ends_on is None else scale.x_after(column.ends_on)
        if end is not None:
            places.add(end)
    return tuple(sorted(x for x in places if left <= x <= right))


def grid_lines(scale: TimeScale, units: Sequence[Unit], left: float, right: float) -> tuple[GridLine, ...]:
    """Borders of units between two places, each once, with the rank of its coarsest unit."""
    ranks: dict[float, int] = {}
    for rank, unit in enumerate(units):
        for start in unit_starts(scale, unit, left, right):
            ranks.setdefault(scale.x(start), rank)
    return tuple(GridLine(x, rank) for x, rank in sorted(ranks.items()) if left <= x <= right)


def unit_starts(scale: TimeScale, unit: Unit, left: float, right: float) -> tuple[date, ...]:
    """First days of the units that show between two places, up to where an open column begins.

    A unit too narrow to be told from the next (less than a pixel) gives none.
    """
    if right <= left or _DAYS[unit] * scale.pixels_per_day < 1.0:
        return ()
    first, last = scale.day_at(left), scale.day_at(min(right, scale.open_x - _TOLERANCE))
    starts = _starts(unit, first.year - 1, last.year)
    return starts[bisect_right(starts, first) - 1 : bisect_right(starts, last)]


@lru_cache(maxsize=64)
def _starts(unit: Unit, first: int, last: int) -> tuple[date, ...]:
    """First days of all units from the one that is running when a calendar year begins to another's end."""
    day = unit_start(max(date(first, 1, 1), FIRST_DAY), unit)
    end = min(date(last, 12, 31), LAST_DAY)
    found = [day]
    while (day := next_start(day, unit)) <= end:
        found.append(day)
    return tuple(found)


def legible_units(pixels_per_day: float, em: float = 13.0) -> tuple[Unit, ...]:
    """The units whose headings can be read in a font ``em`` pixels high, coarsest first."""
    return tuple(unit for unit in Unit if _DAYS[unit] * pixels_per_day >= _LEAST_EMS[unit] * em)


def suited_units(pixels_per_day: float, em: float = 13.0) -> tuple[Unit, ...]:
    """The rows of headings that suit a zoom: 年度, then what can be read of 四半期・月・旬・日."""
    legible = legible_units(pixels_per_day, em)
    rows = {
        Unit.DAY: (Unit.YEAR, Unit.MONTH, Unit.DAY),
        Unit.TEN_DAYS: (Unit.YEAR, Unit.MONTH, Unit.TEN_DAYS),
        Unit.MONTH: (Unit.YEAR, Unit.QUARTER, Unit.MONTH),
        Unit.QUARTER: (Unit.YEAR, Unit.QUARTER),
    }
    return next((units for unit, units in rows.items() if unit in legible), (Unit.YEAR,))


def closed_spans(
    scale: TimeScale, left: float, right: float, extra: frozenset[date] = frozenset()
) -> tuple[ClosedSpan, ...]:
    """The 閉庁日 between two places as strips; none when days are too narrow to be told apart.

    ``extra`` holds the plan's own 閉庁日.
    """
    if right <= left or scale.pixels_per_day < _LEAST_CLOSED:
        return ()
    first = scale.day_at(left).toordinal()
    last = scale.day_at(min(right, scale.open_x - _TOLERANCE)).toordinal()
    spans: list[ClosedSpan] = []
    begun: int | None = None
    for ordinal in range(first, last + 2):
        closed = ordinal <= last and is_closed(date.fromordinal(ordinal), extra)
        if closed and begun is None:
            begun = ordinal
        elif not closed and begun is not None:
            start, end = date.fromordinal(begun), date.fromordinal(ordinal - 1)
            spans.append(ClosedSpan(scale.x(start), scale.x_after(end), start, end))
            begun = None
    return tuple(spans)


def open_column(columns: Sequence[ColumnData]) -> tuple[date | None, float]:
    """Where the open one of some columns begins, and its width in days; (None, 0) without one."""
    starts = [column.starts_on for column in columns if column.ends_on is None]
    if not starts:
        return None, 0.0
    lengths = [(c.ends_on - c.starts_on).days + 1 for c in columns if c.ends_on is not None]
    mean = sum(lengths) / len(lengths) if lengths else OPEN_SCALE
    return max(starts), max(mean, 1.0) * OPEN_SHARE


def _column_cell(scale: TimeScale, run: Sequence[ColumnData], text: str) -> HeaderCell:
    last = run[-1].ends_on
    right = scale.x_after(last) if last is not None else scale.end_x or float("inf")
    return HeaderCell(run[0].starts_on, last, scale.x(run[0].starts_on), right, (text,))


def _overlaps(scale: TimeScale, column: ColumnData, left: float, right: float) -> bool:
    end = float("inf") if column.ends_on is None else scale.x_after(column.ends_on)
    return scale.x(column.starts_on) < right and end > left


def _limited(pixels_per_day: float) -> float:
    return min(max(pixels_per_day, SMALLEST), LARGEST)


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
