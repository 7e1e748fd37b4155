"""Which columns the time axis has, and from which day to which it goes. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dxplanner.domain.fiscal import fiscal_year_end, fiscal_year_of, fiscal_year_start
from dxplanner.domain.schedule_data import BarData, ColumnData, EditionData
from dxplanner.domain.time_units import Unit, finer, unit_end, unit_of, unit_start
from dxplanner.domain.timescale import (
    GridLine,
    HeaderCell,
    HeaderRow,
    TimeScale,
    column_lines,
    column_rows,
    grid_lines,
    header_rows,
    legible_units,
    suited_units,
)
from dxplanner.domain.vocabulary import BarKind

_MONTH_DAYS = 32
_ROOMY = 1.8
"""How much wider than just legible the headings below the columns have to be."""
_INSTEAD: Final = {
    Unit.DAY: Unit.WEEK,
    Unit.WEEK: Unit.TEN_DAYS,
    Unit.TEN_DAYS: Unit.MONTH,
    Unit.MONTH: Unit.QUARTER,
    Unit.QUARTER: Unit.YEAR,
    Unit.FOUR_MONTHS: Unit.YEAR,
}
"""The next coarser unit, shown while the headings of a chosen one have no room."""


class AxisMode(StrEnum):
    """列: the schedule's own columns, what suits the zoom, or one unit."""

    OWN = "資料の列"
    SUITED = "自動"
    YEAR = "年度"
    FOUR_MONTHS = "4か月"
    QUARTER = "四半期"
    MONTH = "月"
    TEN_DAYS = "旬"
    WEEK = "週"
    DAY = "日"


@dataclass(frozen=True, slots=True)
class Axis:
    """The time axis of an edition: its columns, and the days that it shows at least."""

    mode: AxisMode
    columns: tuple[ColumnData, ...]
    first: date
    last: date

    @classmethod
    def of(cls, edition: EditionData, mode: AxisMode, today: date) -> "Axis":
        """The axis of an edition; whole 年度 where it has no columns of its own."""
        own = mode is AxisMode.OWN and bool(edition.columns)
        span = edition.span or (today, today)
        if own:
            return cls(mode, edition.columns, unit_start(span[0], Unit.MONTH), unit_end(span[1], Unit.MONTH))
        first = fiscal_year_start(fiscal_year_of(span[0]))
        last = fiscal_year_end(fiscal_year_of(span[1]) + (1 if _is_last(edition, span[1]) else 0))
        return cls(AxisMode.SUITED if mode is AxisMode.OWN else mode, (), first, last)

    def fitted(self, width: float) -> TimeScale:
        """The zoom at which everything shows in a width in pixels."""
        return TimeScale.fitted(self.first, self.last, width, self.columns)

    def units(self, pixels_per_day: float, em: float) -> tuple[Unit, ...]:
        """The units of the headings below the columns, coarsest first."""
        if self.columns:
            return self._below_columns(pixels_per_day, em)
        if self.mode is AxisMode.SUITED:
            return suited_units(pixels_per_day, em)
        unit = self._legible(Unit(self.mode.value), pixels_per_day, em)
        if unit is Unit.YEAR:
            return (Unit.YEAR,)
        if unit in (Unit.TEN_DAYS, Unit.WEEK, Unit.DAY):
            return (Unit.YEAR, Unit.MONTH, unit)
        return (Unit.YEAR, unit)

    def coarser(self, pixels_per_day: float, em: float) -> Unit | None:
        """The unit shown instead of the chosen one, whose headings have no room; None while they have."""
        if self.mode in (AxisMode.OWN, AxisMode.SUITED):
            return None
        unit = Unit(self.mode.value)
        shown = self._legible(unit, pixels_per_day, em)
        return shown if shown is not unit else None

    def snap_unit(self, pixels_per_day: float, em: float) -> Unit:
        """What dragging snaps to: the finest heading that can be read, a month at the coarsest."""
        legible = [
            unit for unit in self.units(pixels_per_day, em) if unit in legible_units(pixels_per_day, em)
        ]
        unit = legible[-1] if legible else Unit.MONTH
        return Unit.MONTH if unit in (Unit.YEAR, Unit.QUARTER, Unit.FOUR_MONTHS) and self.columns else unit

    def headings(self, scale: TimeScale, em: float, left: float, right: float) -> list[HeaderRow]:
        """The rows of headings between two places."""
        own = list(column_rows(scale, self.columns, left, right)) if self.columns else []
        units = self.units(scale.pixels_per_day, em)
        if not self.columns:
            return [*own, *header_rows(scale, units, left, right)]
        # The 年度 stands in the columns' own headings: the months below need not repeat it.
        inner = header_rows(scale, (Unit.YEAR, *units), left, min(right, scale.open_x))[1:]
        return [*own, *(HeaderRow(row.unit, self._before_open(row.cells, scale)) for row in inner)]

    def heading_count(self, scale: TimeScale, em: float) -> int:
        """How many rows of headings there are, wherever the view stands."""
        own = (1 + any(column.group for column in self.columns)) if self.columns else 0
        return own + len(self.units(scale.pixels_per_day, em))

    def lines(self, scale: TimeScale, em: float, left: float, right: float) -> Sequence[GridLine]:
        """Vertical lines between two places; rank 0 is the strongest."""
        units = self.units(scale.pixels_per_day, em)
        if not self.columns:
            return grid_lines(scale, units, left, right)
        own = column_lines(scale, self.columns, left, right)
        inner = [
            GridLine(line.x, line.rank + 1)
            for line in grid_lines(scale, units, left, min(right, scale.open_x - 1))
        ]
        return [GridLine(x, 0) for x in own] + [line for line in inner if line.x not in set(own)]

    def right(self, scale: TimeScale) -> float:
        """Where the axis ends in pixels."""
        return scale.end_x if scale.end_x is not None else scale.x_after(self.last)

    @staticmethod
    def _legible(unit: Unit, pixels_per_day: float, em: float) -> Unit:
        legible = legible_units(pixels_per_day, em)
        while unit not in legible and unit in _INSTEAD:
            unit = _INSTEAD[unit]
        return unit

    def _before_open(self, cells: tuple[HeaderCell, ...], scale: TimeScale) -> tuple[HeaderCell, ...]:
        """What goes on has no months."""
        return tuple(cell for cell in cells if scale.open_from is None or cell.first < scale.open_from)

    def _below_columns(self, pixels_per_day: float, em: float) -> tuple[Unit, ...]:
        spans = [(column.ends_on - column.starts_on).days for column in self.columns if column.ends_on]
        legible = legible_units(pixels_per_day, em * _ROOMY)
        wanted = [Unit.MONTH] if spans and max(spans) > _MONTH_DAYS else []
        wanted.append(Unit.DAY if Unit.DAY in legible else Unit.TEN_DAYS)
        return tuple(unit for unit in wanted if unit in legible)


def body_of(
    bar: BarData, scale: TimeScale, axis_right: float, shortest: float, glyph: float
) -> tuple[float, float]:
    """The pixels that a bar covers itself; a sign stands in the middle of the time that it names."""
    if bar.kind is BarKind.BAR:
        left = scale.x(bar.starts_on)
        right = axis_right if bar.ends_on is None else scale.x_after(bar.ends_on)
        return left, max(right, left + shortest)
    last = bar.ends_on or unit_end(bar.starts_on, unit_of(bar.precision))
    middle = scale.x_middle(bar.starts_on, last)
    middle = min(max(middle, glyph / 2), max(axis_right - glyph / 2, glyph / 2))
    return middle - glyph / 2, middle + glyph / 2


def snap_of(unit: Unit, finest: bool) -> Unit:
    """The unit in force while dragging; Alt drops to the next finer one."""
    return finer(unit) if finest else unit


def _is_last(edition: EditionData, last: date) -> bool:
    """Whether what goes on begins in the last year shown, so that it needs a further one to be seen."""
    starts = [bar.starts_on for bar in edition.bars if bar.ends_on is None and bar.is_open]
    starts += [column.starts_on for column in edition.columns if column.ends_on is None]
    return bool(starts) and fiscal_year_of(max(starts)) < fiscal_year_of(last) + 1
