"""Units of the time axis (年度・四半期・4か月・月・旬・週・日): their first and last days, and steps.

All are units of the 年度: quarters begin in April, 4か月 are April–July, August–November, December–March.
Weeks begin on Monday. The last 旬 of a month ends with the month.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from dxplanner.domain.fiscal import add_months, first_day, fiscal_year_of, last_day
from dxplanner.domain.vocabulary import Precision

FIRST_DAY: Final = date(1870, 4, 1)
LAST_DAY: Final = date(2998, 3, 31)
"""Days outside are not handled; places beyond them are taken for these."""

_ONE: Final = timedelta(days=1)


class Unit(StrEnum):
    """A unit of the time axis; the value is its name on screen."""

    YEAR = "年度"
    FOUR_MONTHS = "4か月"
    QUARTER = "四半期"
    MONTH = "月"
    TEN_DAYS = "旬"
    WEEK = "週"
    DAY = "日"


_MONTHS: Final = {Unit.YEAR: 12, Unit.FOUR_MONTHS: 4, Unit.QUARTER: 3, Unit.MONTH: 1}
_FINER: Final = {
    Unit.YEAR: Unit.QUARTER,
    Unit.FOUR_MONTHS: Unit.MONTH,
    Unit.QUARTER: Unit.MONTH,
    Unit.MONTH: Unit.TEN_DAYS,
    Unit.TEN_DAYS: Unit.DAY,
    Unit.WEEK: Unit.DAY,
    Unit.DAY: Unit.DAY,
}


def finer(unit: Unit) -> Unit:
    """The next finer unit (Alt while dragging); 日 stays 日."""
    return _FINER[unit]


def unit_of(precision: Precision) -> Unit:
    """The unit in which a date of this precision is meant."""
    return {Precision.MONTH: Unit.MONTH, Precision.TEN_DAYS: Unit.TEN_DAYS, Precision.DAY: Unit.DAY}[
        precision
    ]


def precision_of(unit: Unit) -> Precision:
    """The precision of dates set in a unit."""
    if unit in _MONTHS:
        return Precision.MONTH
    return Precision.TEN_DAYS if unit is Unit.TEN_DAYS else Precision.DAY


@lru_cache(maxsize=8_192)
def unit_start(day: date, unit: Unit) -> date:
    """The first day of the unit that a day lies in."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    if unit is Unit.TEN_DAYS:
        return day.replace(day=1 + 10 * min((day.day - 1) // 10, 2))
    months = _MONTHS[unit]
    into = (day.year - fiscal_year_of(day)) * 12 + day.month - 4
    return first_day(*add_months(day.year, day.month, -(into % months)))


@lru_cache(maxsize=8_192)
def next_start(day: date, unit: Unit) -> date:
    """The first day of the unit after the one that a day lies in."""
    start = unit_start(day, unit)
    if unit is Unit.DAY:
        return start + _ONE
    if unit is Unit.WEEK:
        return start + timedelta(days=7)
    if unit is Unit.TEN_DAYS:
        return start.replace(day=start.day + 10) if start.day < 21 else _month_after(start)
    return first_day(*add_months(start.year, start.month, _MONTHS[unit]))


def unit_end(day: date, unit: Unit) -> date:
    """The last day of the unit that a day lies in."""
    return next_start(day, unit) - _ONE


def add_units(day: date, unit: Unit, count: int) -> date:
    """A day ``count`` units later (earlier when negative), as far into its unit as before.

    A day that the other month lacks becomes the month's last one; what leaves the calendar stops at its end.
    """
    if unit is Unit.DAY or unit is Unit.WEEK:
        days = count * (7 if unit is Unit.WEEK else 1)
        return date.fromordinal(min(max(day.toordinal() + days, _LOWEST), _HIGHEST))
    if unit is Unit.TEN_DAYS:
        third = min((day.day - 1) // 10, 2)
        months, landing = divmod(third + count, 3)
        start = _months_later(day.replace(day=1), months).replace(day=1 + 10 * landing)
        return min(start + (day - unit_start(day, unit)), unit_end(start, unit))
    return _months_later(day, count * _MONTHS[unit])


def is_aligned(start: date, end: date | None, unit: Unit) -> bool:
    """Whether a period consists of whole units; an open one needs to begin with a unit."""
    return unit_start(start, unit) == start and (end is None or unit_end(end, unit) == end)


def units_between(start: date, end: date, unit: Unit) -> int:
    """How many units a period touches."""
    if unit in _MONTHS:
        first, last = unit_start(start, unit), unit_start(end, unit)
        return ((last.year - first.year) * 12 + last.month - first.month) // _MONTHS[unit] + 1
    if unit is Unit.TEN_DAYS:
        return _tens(end) - _tens(start) + 1
    return (unit_start(end, unit) - unit_start(start, unit)).days // (7 if unit is Unit.WEEK else 1) + 1


def clamped(day: date) -> date:
    """A day inside the calendar."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def _tens(day: date) -> int:
    return (day.year * 12 + day.month) * 3 + min((day.day - 1) // 10, 2)


def _month_after(day: date) -> date:
    return first_day(*add_months(day.year, day.month, 1))


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    index = min(max(index, FIRST_DAY.year * 12 + 3), LAST_DAY.year * 12 + 2)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1).day))


_LOWEST: Final = FIRST_DAY.toordinal()
_HIGHEST: Final = LAST_DAY.toordinal()
