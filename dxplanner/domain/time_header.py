"""Headings of the time axis in the office's words, each from the longest to the shortest form."""

from datetime import date
from functools import lru_cache
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, fiscal_year_of, format_fiscal_year, format_month
from dxplanner.domain.text import full_width_digits
from dxplanner.domain.time_units import Unit, unit_end

_WEEKDAYS: Final = "月火水木金土日"
_THIRDS: Final = {1: "上", 11: "中", 21: "下"}


def weekday_name(day: date) -> str:
    """曜日 in one character."""
    return _WEEKDAYS[day.weekday()]


@lru_cache(maxsize=8_192)
def cell_texts(start: date, unit: Unit, *, alone: bool = False) -> tuple[str, ...]:
    """What the unit that begins on a day is called; ``alone`` when no 年度 stands over it."""
    texts = _texts(start, unit)
    if not alone or unit is Unit.YEAR:
        return texts
    year = fiscal_year_of(start)
    if unit in (Unit.QUARTER, Unit.FOUR_MONTHS):
        lead = (
            f"{format_fiscal_year(year, FiscalStyle.LONG)} {texts[-2]}",
            f"{format_fiscal_year(year, FiscalStyle.SHORT)} {texts[-2]}",
        )
        return (*lead, *texts[-2:])
    if unit is Unit.MONTH:
        long = format_month(start.year, start.month, FiscalStyle.LONG)
        return (long, format_month(start.year, start.month), *texts)
    return texts


def _texts(start: date, unit: Unit) -> tuple[str, ...]:
    match unit:
        case Unit.YEAR:
            year = fiscal_year_of(start)
            return tuple(
                format_fiscal_year(year, style)
                for style in (FiscalStyle.LONG, FiscalStyle.SHORT_SUFFIX, FiscalStyle.SHORT)
            )
        case Unit.QUARTER | Unit.FOUR_MONTHS:
            last = unit_end(start, unit).month
            short = (f"{start.month}～{last}月", f"{start.month}～")
            if unit is Unit.FOUR_MONTHS:
                return short
            number = full_width_digits(str((start.month - 4) % 12 // 3 + 1))
            return (f"第{number}四半期（{short[0]}）", *short)
        case Unit.MONTH:
            return (f"{start.month}月", str(start.month))
        case Unit.TEN_DAYS:
            return (f"{_THIRDS[start.day]}旬", _THIRDS[start.day])
        case Unit.WEEK:
            return (f"{start.month}月{start.day}日～", f"{start.month}/{start.day}", str(start.day))
        case Unit.DAY:
            return (
                f"{start.day}日（{weekday_name(start)}）",
                f"{start.day}{weekday_name(start)}",
                str(start.day),
            )
