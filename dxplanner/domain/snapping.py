"""Snapping of bars to 年度・四半期・月・旬・週・日, and the dates read out while dragging.

A start snaps to the first day of a unit, an end to the last day of one: both days belong to the bar.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from dxplanner.domain.fiscal import format_date, format_month
from dxplanner.domain.time_units import (
    Unit,
    add_units,
    clamped,
    is_aligned,
    next_start,
    unit_end,
    unit_start,
    units_between,
)
from dxplanner.domain.vocabulary import Precision
from dxplanner.domain.workdays import working_days

SNAP_UNITS: Final = (Unit.YEAR, Unit.QUARTER, Unit.MONTH, Unit.TEN_DAYS, Unit.WEEK, Unit.DAY)
"""What a user can choose to snap to, coarsest first."""
Days = tuple[date, date | None]
"""First and last day; no last day for an open bar."""

_ONE: Final = timedelta(days=1)
_LONGEST: Final = 366 * 30
"""Days of a period of which 開庁日 are still counted while dragging."""
_THIRDS: Final = {1: "上旬", 11: "中旬", 21: "下旬"}


def snap_start(day: date, unit: Unit) -> date:
    """The first day of a unit that is nearest to a day; the earlier one of two."""
    start, end = unit_start(day, unit), next_start(day, unit)
    return start if day - start <= end - day else end


def snap_end(day: date, unit: Unit) -> date:
    """The last day of a unit that is nearest to a day; the later one of two."""
    before, end = unit_start(day, unit) - _ONE, unit_end(day, unit)
    return before if day - before < end - day else end


def drawn(anchor: date, day: date, unit: Unit) -> tuple[date, date]:
    """A new bar drawn from one day to another, in either direction: all units that it touches."""
    first, last = sorted((anchor, day))
    return unit_start(first, unit), unit_end(last, unit)


def moved(start: date, end: date | None, days: int, unit: Unit) -> Days:
    """A bar dragged by some days: its start snaps, and it keeps its length.

    What consists of whole units (two months) still does after the move.
    """
    target = snap_start(clamped(start + timedelta(days=days)), unit)
    if is_aligned(start, end, unit):
        steps = _steps(start, target, unit)
        return shifted(start, end, unit, steps)
    return target, None if end is None else target + (end - start)


def shifted(start: date, end: date | None, unit: Unit, count: int) -> Days:
    """A bar moved by units (arrow keys). Whole units stay whole; otherwise it keeps its length in days."""
    first = add_units(start, unit, count)
    if end is None:
        return first, None
    if is_aligned(start, end, unit):
        return first, unit_end(add_units(unit_start(end, unit), unit, count), unit)
    return first, first + (end - start)


def resized_start(start: date, end: date | None, day: date, unit: Unit) -> date:
    """The start when its edge is dragged to a day; it stays before the end."""
    snapped = snap_start(day, unit)
    return snapped if end is None or snapped <= end else min(unit_start(end, unit), end)


def resized_end(start: date, day: date, unit: Unit) -> date:
    """The end when its edge is dragged to a day; it stays after the start."""
    snapped = snap_end(day, unit)
    return snapped if snapped >= start else unit_end(start, unit)


def stepped_end(start: date, end: date | None, unit: Unit, count: int) -> date:
    """The end moved by units (Shift+arrows), on a last day of a unit and not before the start."""
    if end is None:
        return unit_end(start, unit)
    last = unit_end(end, unit)
    if last != end and count > 0:
        count -= 1
    target = unit_end(add_units(unit_start(end, unit), unit, count), unit)
    return target if target >= start else unit_end(start, unit)


def stepped_start(start: date, end: date | None, unit: Unit, count: int) -> date:
    """The start moved by units, on a first day of a unit and not after the end."""
    first = unit_start(start, unit)
    if first != start and count < 0:
        count += 1
    target = add_units(first, unit, count)
    return target if end is None or target <= end else unit_start(end, unit)


def readout(start: date, end: date | None, closed: frozenset[date] = frozenset()) -> str:
    """What is shown beside the pointer: 「R6.12.16 ～ R7.1.17（33日・開庁日19日）」."""
    if end is None:
        return f"{format_date(start)} ～（以降も続く）"
    days = (end - start).days + 1
    period = format_date(start) if start == end else f"{format_date(start)} ～ {format_date(end)}"
    if days > _LONGEST:
        return f"{period}（{days:,}日）"
    working = working_days(start, end, closed)
    return f"{period}（{days:,}日・開庁日{working:,}日）"


def period_text(start: date, end: date | None, precision: Precision) -> str:
    """A bar's days as exact as they are meant: 「R6.4～R6.6」, 「R6.4上旬～中旬」, 「R6.12.16～R7.1.17」."""
    first = day_text(start, precision)
    if end is None:
        return f"{first}～"
    last = day_text(end, precision)
    return first if first == last else f"{first}～{last}"


def day_text(day: date, precision: Precision) -> str:
    """A day as exact as it is meant: 「R6.4」, 「R6.4上旬」, 「R6.4.1」."""
    if precision is Precision.DAY:
        return format_date(day)
    month = format_month(day.year, day.month)
    if precision is Precision.MONTH:
        return month
    return month + _THIRDS[unit_start(day, Unit.TEN_DAYS).day]


def shift_text(days: int) -> str:
    """How far something moved: 「5日後へ」, 「3日前へ」."""
    return f"{abs(days):,}日{'後' if days > 0 else '前'}へ"


def moved_text(old: Days, new: Days, precision: Precision) -> str:
    """How far a bar moved, in months when it consists of whole ones: 「1か月後へ」, 「5日後へ」."""
    if precision is Precision.MONTH and all(is_aligned(*days, Unit.MONTH) for days in (old, new)):
        steps = _steps(old[0], new[0], Unit.MONTH)
        return f"{abs(steps)}か月{'後' if steps > 0 else '前'}へ"
    return shift_text((new[0] - old[0]).days)


def common_span(bars: Sequence[Days]) -> tuple[date, date] | None:
    """First and last day of several bars (a summary bar, まとめの帯): computed, never stored."""
    if not bars:
        return None
    return min(start for start, _ in bars), max(end or start for start, end in bars)


def _steps(start: date, target: date, unit: Unit) -> int:
    """Units from the one that ``start`` lies in to that of ``target``."""
    if target >= start:
        return units_between(start, target, unit) - 1
    return 1 - units_between(target, start, unit)
