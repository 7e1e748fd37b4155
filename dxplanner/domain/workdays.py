"""Days on which the city hall is open (開庁日).

Closed are 土日, 国民の祝日 and 12/29–1/3 (地方自治法第４条の２), and the plan's own 閉庁日.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

PUBLIC_COMMENT_MINIMUM: Final = 30
"""The shortest パブリックコメント in calendar days (行政手続法第39条第３項)."""

_LONGEST_COUNT: Final = 9_999
_DAY: Final = timedelta(days=1)


def holiday_name(day: date) -> str | None:
    """Return the name of the 祝日 or 休日 on a day, or None. Known for 1949 to 2099."""
    return _holidays_of(day.year).get(day)


def is_holiday(day: date) -> bool:
    """Tell whether a day is a 国民の祝日, 振替休日 or 国民の休日."""
    return holiday_name(day) is not None


def is_closed(day: date, extra: frozenset[date] = frozenset()) -> bool:
    """Tell whether the city hall is closed (閉庁日); ``extra`` holds the plan's own 閉庁日."""
    return (
        day.weekday() >= 5
        or (day.month, day.day) >= (12, 29)
        or (day.month, day.day) <= (1, 3)
        or day in extra
        or is_holiday(day)
    )


def working_days(start: date, end: date, extra: frozenset[date] = frozenset()) -> int:
    """Count the 開庁日 from start to end, both included."""
    span = range(public_comment_days(start, end))
    return sum(not is_closed(start + timedelta(days=offset), extra) for offset in span)


def add_working_days(start: date, count: int, extra: frozenset[date] = frozenset()) -> date:
    """Return the ``count``-th 開庁日 after start, or before it when negative (開庁日の加算).

    Zero gives start itself when it is open, otherwise the next 開庁日.
    """
    if abs(count) > _LONGEST_COUNT:
        raise ValueError(
            f"開庁日の日数{count:,}日は大きすぎます。{_LONGEST_COUNT:,}日までで指定してください。"
        )
    step = _DAY if count >= 0 else -_DAY
    day = start
    if count == 0:
        while is_closed(day, extra):
            day += step
    for _ in range(abs(count)):
        day += step
        while is_closed(day, extra):
            day += step
    return day


def public_comment_days(start: date, end: date) -> int:
    """Count the calendar days of a パブリックコメント from start to end, both included.

    Compare with PUBLIC_COMMENT_MINIMUM. ValueError when end comes before start.
    """
    if end < start:
        raise ValueError(f"終わりの日（{end}）が始まりの日（{start}）より前です。順序を直してください。")
    return (end - start).days + 1


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    # One finished dictionary a year: the library's own object grows while it is read, and exports
    # count days in other threads.
    from holidays.countries.japan import Japan

    return dict(Japan(years=year, language="ja"))
