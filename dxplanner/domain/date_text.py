"""Dates as people type them into a list (日付の読取り): days, months, 旬, 年度, periods; in any width.

What is read says how exact it is meant: 「R6.4」 is a month, from its first day to its last.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from dxplanner.domain.fiscal import (
    first_day,
    fiscal_year_end,
    fiscal_year_start,
    last_day,
    parse_date,
    parse_fiscal_year,
    parse_month,
)
from dxplanner.domain.time_units import FIRST_DAY, LAST_DAY, Unit, unit_end
from dxplanner.domain.vocabulary import Precision

_WEEKDAY: Final = re.compile(r"\([月火水木金土日](?:曜日?)?(?:[・,]?祝)?\)")
_TIME: Final = re.compile(r"(?<=\d)[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_THIRD: Final = re.compile(r"(.+?)(?:の)?(上|初|中|下)旬")
_YEARLESS: Final = re.compile(r"(\d{1,2})[月/.](?:(\d{1,2})日?)?")
_BARE_MONTH: Final = re.compile(r"(\d{1,2})月?")
_JOINTS: Final = re.compile(r"[~〜～→]|から")
_OPEN: Final = re.compile(r"(.*?)(?:以降|[~〜～→]|から)$")
_THIRDS: Final = {"上": 1, "初": 1, "中": 11, "下": 21}
_UNREADABLE: Final = "日付として読めません。R6.4.1、2024/4/1、R6.4、R6.4上旬のように入力してください。"
_NO_YEAR: Final = "年が分かりません。R6.4.1のように年も入力してください。"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """What a text means: the days from first to last, and how exact. ``last`` None: 以降も続く."""

    first: date
    last: date | None
    precision: Precision


def read_days(text: str, fiscal_year: int | None = None) -> DaySpan:
    """Read a date or a period: 「R6.4.1」「R6.4」「R6.4上旬」「R6年度」「R6.4～R6.6」「4月～6月」「R7以降」.

    ``fiscal_year`` is the 年度 of dates without a year.

    Raises:
        ValueError: it means no date; one Japanese sentence.
    """
    plain = _plain(text)
    parts = [part for part in _JOINTS.split(plain) if part]
    if len(parts) == 2 and _JOINTS.search(plain):
        first = _one(parts[0], fiscal_year)
        last = _ending(parts[1].removesuffix("まで"), first, fiscal_year)
        if last.last is None or last.last < first.first:
            raise ValueError(f"「{text}」は終わりが始まりより前です。")
        return DaySpan(first.first, last.last, _finer(first.precision, last.precision))
    open_ended = _OPEN.fullmatch(plain)
    if open_ended and open_ended[1]:
        first = _one(open_ended[1], fiscal_year)
        return DaySpan(first.first, None, first.precision)
    return _one(plain.removesuffix("まで"), fiscal_year)


def is_open_mark(text: str) -> bool:
    """Whether a text in the place of an end says that there is none: 「以降」「～」「継続」."""
    return _plain(text) in {"以降", "以降も続く", "~", "〜", "～", "継続", "未定"}


def _one(text: str, fiscal_year: int | None) -> DaySpan:
    third = _THIRD.fullmatch(text)
    if third:
        month = _month(third[1], fiscal_year)
        first = month.first.replace(day=_THIRDS[third[2]])
        return DaySpan(first, unit_end(first, Unit.TEN_DAYS), Precision.TEN_DAYS)
    try:
        day = parse_date(text)
    except ValueError:
        return _month(text, fiscal_year)
    return DaySpan(_inside(day), day, Precision.DAY)


def _month(text: str, fiscal_year: int | None) -> DaySpan:
    try:
        year, month = parse_month(text)
    except ValueError:
        return _year_or_yearless(text, fiscal_year)
    return DaySpan(_inside(first_day(year, month)), last_day(year, month), Precision.MONTH)


def _year_or_yearless(text: str, fiscal_year: int | None) -> DaySpan:
    yearless = _YEARLESS.fullmatch(text)
    if yearless and 1 <= int(yearless[1]) <= 12:
        if fiscal_year is None:
            raise ValueError(f"「{text}」は{_NO_YEAR}")
        month = int(yearless[1])
        year = fiscal_year if month >= 4 else fiscal_year + 1
        if yearless[2] is None:
            return DaySpan(first_day(year, month), last_day(year, month), Precision.MONTH)
        try:
            day = date(year, month, int(yearless[2]))
        except ValueError:
            raise ValueError(f"「{text}」という日付はありません。") from None
        return DaySpan(day, day, Precision.DAY)
    if text.endswith("年度"):
        try:
            year = parse_fiscal_year(text)
        except ValueError:
            raise ValueError(f"「{text}」は{_UNREADABLE}") from None
        return DaySpan(_inside(fiscal_year_start(year)), fiscal_year_end(year), Precision.MONTH)
    raise ValueError(f"「{text}」は{_UNREADABLE}")


def _ending(text: str, first: DaySpan, fiscal_year: int | None) -> DaySpan:
    """The end of a period; without a year it is the next such month after the beginning."""
    bare = _BARE_MONTH.fullmatch(text) if first.precision is not Precision.DAY else None
    yearless = _YEARLESS.fullmatch(text) or bare
    third = _THIRD.fullmatch(text)
    if third and third[1] == "":
        yearless = None
    month = int(yearless[1]) if yearless else None
    if month is None or not 1 <= month <= 12:
        return _one(text, fiscal_year)
    start = first.first
    year = start.year if month >= start.month else start.year + 1
    day = yearless[2] if yearless and yearless.re is _YEARLESS else None
    return _one(f"{year}-{month}" if day is None else f"{year}-{month}-{day}", fiscal_year)


def _plain(text: str) -> str:
    half = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    half = _TIME.sub("", _WEEKDAY.sub("", half))
    return "".join(half.split())


def _inside(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day.year}年は扱えません。")
    return day


def _finer(one: Precision, other: Precision) -> Precision:
    order = (Precision.DAY, Precision.TEN_DAYS, Precision.MONTH)
    return min(one, other, key=order.index)
