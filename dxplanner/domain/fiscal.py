"""Fiscal years, wareki and months (年度・和暦・月).

A 年度 is the western year in which it begins: R6年度 = 2024 = 2024-04-01 .. 2025-03-31. A 暦年 is
something else and is never taken for a 年度.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from dxplanner.domain.text import full_width_digits

FIRST_YEAR: Final = 1869
LAST_YEAR: Final = 2999

# Offices name a whole 年度 after the era in force a month into it: the era that began on 1 May 2019
# gave 令和元年度 (Cabinet agreement of 2 April 2019), the one of 8 January 1989 left 昭和63年度 alone.
_NAMING_DAY: Final = (5, 1)

_YEAR: Final = r"(?:(?P<era>[A-Z]|[^\W\d_]{2})(?P<n>\d{1,3}|元)|(?P<western>\d{4}))"
_FISCAL_YEAR: Final = re.compile(rf"{_YEAR}(?:年度)?")
_MONTH: Final = re.compile(rf"{_YEAR}[年./-](?P<month>\d{{1,2}})月?")
_DATE: Final = re.compile(rf"{_YEAR}[年./-](?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?")
_BEHIND_A_DAY: Final = re.compile(
    r"\s*(?:[（(]\s*[月火水木金土日](?:曜日?)?(?:[・･、,]\s*[祝休])?\s*[）)])?"
    r"(?:(?:\s+|(?<=[）)]))\d{1,2}[:：時](?:\d{1,2}分?)?(?:[:：]\d{1,2}(?:\.\d+)?)?)?\s*$"
)
"""曜日 and time of day, which a date does without."""


class FiscalStyle(StrEnum):
    """How years, months and dates are printed (年度の表し方)."""

    SHORT = "short"
    """R6, R6.4, R6.12.16"""
    SHORT_SUFFIX = "short_suffix"
    """R6年度; months and dates as SHORT"""
    LONG = "long"
    """令和６年度, 令和６年４月, 令和６年12月16日 (one digit in full width, two in half width)"""
    WESTERN = "western"
    """2024年度, 2024年4月, 2024年12月16日"""


class EraYear(NamedTuple):
    """A year in wareki (和暦の年): ``('R', '令和', 6)``."""

    letter: str
    kanji: str
    year: int


class Month(NamedTuple):
    """A month of the calendar (暦の月), not of the 年度: ``(2025, 1)`` belongs to R6年度."""

    year: int
    month: int


class _Era(NamedTuple):
    letter: str
    kanji: str
    since: date
    last_year: int


def fiscal_year_of(day: date) -> int:
    """Return the 年度 that a day falls in."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_start(year: int) -> date:
    """Return 1 April of a 年度 (年度の初日)."""
    return date(_checked(year), 4, 1)


def fiscal_year_end(year: int) -> date:
    """Return the 31 March that ends a 年度 (年度の末日)."""
    return date(_checked(year) + 1, 3, 31)


def era_year(year: int) -> EraYear:
    """Return a 年度 in wareki: 2024 is ('R', '令和', 6), 2019 is ('R', '令和', 1)."""
    return _era_year_on(date(_checked(year), *_NAMING_DAY))


def format_fiscal_year(year: int, style: FiscalStyle = FiscalStyle.SHORT_SUFFIX) -> str:
    """Return a 年度 as the office prints it: R6, R6年度, 令和６年度, 2024年度."""
    letter, kanji, number = era_year(year)
    match style:
        case FiscalStyle.SHORT:
            return f"{letter}{number}"
        case FiscalStyle.SHORT_SUFFIX:
            return f"{letter}{number}年度"
        case FiscalStyle.LONG:
            return f"{kanji}{_first_or(number)}年度"
        case FiscalStyle.WESTERN:
            return f"{year}年度"


def format_date(day: date, style: FiscalStyle = FiscalStyle.SHORT) -> str:
    """Return a day (年月日) as R6.12.16, 令和６年12月16日 or 2024年12月16日."""
    if style is FiscalStyle.WESTERN:
        return f"{day.year}年{day.month}月{day.day}日"
    letter, kanji, number = _era_year_on(day)
    if style is FiscalStyle.LONG:
        return f"{kanji}{_first_or(number)}年{_printed(day.month)}月{_printed(day.day)}日"
    return f"{letter}{number}.{day.month}.{day.day}"


def format_month(year: int, month: int, style: FiscalStyle = FiscalStyle.SHORT) -> str:
    """Return a calendar month (年月) as R6.4, 令和６年４月 or 2024年4月.

    The month in which an era begins is named after the new era.
    """
    last = last_day(year, month)
    if style is FiscalStyle.WESTERN:
        return f"{year}年{month}月"
    letter, kanji, number = _era_year_on(last)
    if style is FiscalStyle.LONG:
        return f"{kanji}{_first_or(number)}年{_printed(month)}月"
    return f"{letter}{number}.{month}"


def parse_fiscal_year(text: str) -> int:
    """Read a 年度: R6, Ｒ６, R6年度, 令和６年度, 令和元年度, 2024, 2024年度, H30.

    「令和６年」 without 度 is a 暦年 and is refused (ValueError).
    """
    match = _FISCAL_YEAR.fullmatch(_normalized(text))
    if match is None:
        raise ValueError(
            f"「{text}」は年度として読めません。R6、R6年度、令和６年度、2024年度のように入力してください。"
        )
    return _checked(_western_year(match, text))


def parse_month(text: str) -> Month:
    """Read a calendar month (年月): R6.4, 2024-04, 2024/4, 令和６年４月."""
    match = _MONTH.fullmatch(_normalized(text))
    if match is None or not 1 <= int(match["month"]) <= 12:
        raise ValueError(
            f"「{text}」は年月として読めません。R6.4、2024-04、令和６年４月のように入力してください。"
        )
    return Month(_checked(_western_year(match, text)), int(match["month"]))


def parse_date(text: str) -> date:
    """Read a day (年月日): 2024-04-01, 2024/4/1, R6.4.1, 令和６年４月１日, in full width too.

    A year is taken as written, so H31.5.1 and R1.5.1 are the same day. 曜日 and a time of day behind it are
    passed over: 令和６年12月２日（月）, 2024/12/3 13:30.
    """
    match = _DATE.fullmatch(_normalized(_BEHIND_A_DAY.sub("", text)))
    if match is None:
        raise ValueError(
            f"「{text}」は日付として読めません。R6.4.1、2024/4/1、令和６年４月１日のように入力してください。"
        )
    year = _checked(_western_year(match, text))
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"「{text}」という日付はありません。月と日を確かめてください。") from None


def fiscal_year_of_month(year: int, month: int) -> int:
    """Return the 年度 that a calendar month falls in: (2025, 1) is 2024."""
    return fiscal_year_of(first_day(year, month))


def first_day(year: int, month: int) -> date:
    """Return the first day of a calendar month (月初)."""
    _check_month(month)
    return date(_checked(year), month, 1)


def last_day(year: int, month: int) -> date:
    """Return the last day of a calendar month (月末)."""
    _check_month(month)
    return date(_checked(year), month, monthrange(year, month)[1])


def add_months(year: int, month: int, count: int) -> Month:
    """Return the calendar month ``count`` months later, or earlier when negative (月の加算)."""
    _check_month(month)
    years, index = divmod(month - 1 + count, 12)
    return Month(_checked(year + years), index + 1)


@cache
def _eras() -> tuple[_Era, ...]:
    """Return the eras of the modern calendar, newest first, from the data of japanera."""
    from japanera import ERA_DATA_GENERAL

    return tuple(
        _Era(era.english_head, era.kanji, era.since, era.until.year if era.until else LAST_YEAR)
        for era in reversed(ERA_DATA_GENERAL)
        if era.since.year >= FIRST_YEAR - 1
    )


def _era_year_on(day: date) -> EraYear:
    _checked(day.year)
    era = next(era for era in _eras() if era.since <= day)
    return EraYear(era.letter, era.kanji, day.year - era.since.year + 1)


def _western_year(match: re.Match[str], text: str) -> int:
    if match["western"]:
        return int(match["western"])
    era = next((era for era in _eras() if match["era"] in (era.letter, era.kanji)), None)
    if era is None:
        known = "・".join(era.kanji for era in reversed(_eras()))
        raise ValueError(f"「{text}」の元号が分かりません。使える元号は{known}です。")
    number = 1 if match["n"] == "元" else int(match["n"])
    last = era.last_year - era.since.year + 1
    if not 1 <= number <= last:
        raise ValueError(f"「{text}」の年は読めません。{era.kanji}は元年から{last}年までです。")
    return era.since.year + number - 1


def _normalized(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def _checked(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year}年は扱えません。{FIRST_YEAR}年から{LAST_YEAR}年までです。")
    return year


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise ValueError(f"{month}月という月はありません。月は1から12までです。")


def _printed(number: int) -> str:
    return full_width_digits(str(number)) if number < 10 else str(number)


def _first_or(era_number: int) -> str:
    return "元" if era_number == 1 else _printed(era_number)
