"""Repeating bars and milestones (毎月・隔月・定例会ごと): rules to dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import add_months, first_day, last_day
from dxplanner.domain.schedule_data import MeetingBand
from dxplanner.domain.time_header import weekday_name
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.domain.workdays import add_working_days, is_closed

LAST: Final = -1
"""As ``nth`` or ``day``: the last one of the month (最終・月末)."""
MOST: Final = 400
"""Upper limit of repetitions, so that a slip of the pen does not fill the plan."""


class WhenClosed(StrEnum):
    """What happens to a date that falls on a 閉庁日; the value is the choice's name."""

    KEEP = "そのまま"
    NEXT = "次の開庁日"
    PREVIOUS = "前の開庁日"
    SKIP = "その回をとばす"


@dataclass(frozen=True, slots=True)
class MonthlyWeekday:
    """毎月第n曜日: ``nth`` 1 to 5 or LAST, ``weekday`` 0 for Monday, every ``months`` months (2: 隔月)."""

    nth: int
    weekday: int
    months: int = 1

    @property
    def text(self) -> str:
        """「毎月第2火曜日」"""
        which = "最終" if self.nth == LAST else f"第{self.nth}"
        name = weekday_name(date(2024, 4, 1) + timedelta(days=self.weekday))
        return f"{_every(self.months)}{which}{name}曜日"


@dataclass(frozen=True, slots=True)
class MonthlyDay:
    """毎月n日: ``day`` 1 to 31 or LAST; in a shorter month its last day."""

    day: int
    months: int = 1

    @property
    def text(self) -> str:
        """「毎月10日」"""
        return f"{_every(self.months)}{'末日' if self.day == LAST else f'{self.day}日'}"


@dataclass(frozen=True, slots=True)
class EverySession:
    """定例会ごと: each meeting of a body, ``days`` days after it begins (before it when negative)."""

    body: MeetingBody
    days: int = 0

    @property
    def text(self) -> str:
        """「市議会ごと」, 「市議会ごと（7日前）」"""
        away = f"（{abs(self.days)}日{'後' if self.days > 0 else '前'}）" if self.days else ""
        return f"{self.body.value}ごと{away}"


Rule = MonthlyWeekday | MonthlyDay | EverySession


def occurrences(
    rule: Rule,
    first: date,
    last: date,
    *,
    meetings: Iterable[MeetingBand] = (),
    when_closed: WhenClosed = WhenClosed.KEEP,
    closed_days: frozenset[date] = frozenset(),
) -> tuple[date, ...]:
    """The dates of a rule from first to last, both included; each date once, in order.

    隔月 counts from the month of ``first``. A date moved off a 閉庁日 stays even when it leaves the range.

    Raises:
        InputError: the range is the wrong way round or asks for more than MOST dates, or no such meeting
            is entered.
    """
    if last < first:
        raise InputError("終わりの日が始まりの日より前です。順序を直してください。")
    found = _sessions(rule, meetings) if isinstance(rule, EverySession) else _monthly(rule, first, last)
    dates: dict[date, None] = {}
    for day in found:
        if first <= day <= last:
            placed = _placed(day, when_closed, closed_days)
            if placed is not None:
                dates[placed] = None
    if len(dates) > MOST:
        raise InputError(f"繰り返しが{len(dates):,}回になります。{MOST}回までにしてください。")
    return tuple(sorted(dates))


def _sessions(rule: EverySession, meetings: Iterable[MeetingBand]) -> Iterable[date]:
    found = [meeting.starts_on for meeting in meetings if meeting.body is rule.body]
    if not found:
        raise InputError(f"日付の入った「{rule.body.value}」の会議がありません。会議を登録してください。")
    return [day + timedelta(days=rule.days) for day in found]


def _monthly(rule: MonthlyWeekday | MonthlyDay, first: date, last: date) -> Iterator[date]:
    if rule.months < 1:
        raise InputError("繰り返しの間隔は1か月以上にしてください。")
    year, month = first.year, first.month
    while first_day(year, month) <= last:
        day = _in_month(rule, year, month)
        if day is not None:
            yield day
        year, month = add_months(year, month, rule.months)


def _in_month(rule: MonthlyWeekday | MonthlyDay, year: int, month: int) -> date | None:
    """The date in one month; None when the month has no fifth such weekday."""
    end = last_day(year, month)
    if isinstance(rule, MonthlyDay):
        return end if rule.day == LAST else end.replace(day=min(rule.day, end.day))
    if rule.nth == LAST:
        return end - timedelta(days=(end.weekday() - rule.weekday) % 7)
    begin = first_day(year, month)
    day = begin + timedelta(days=(rule.weekday - begin.weekday()) % 7 + 7 * (rule.nth - 1))
    return day if day <= end else None


def _placed(day: date, when_closed: WhenClosed, closed_days: frozenset[date]) -> date | None:
    if when_closed is WhenClosed.KEEP or not is_closed(day, closed_days):
        return day
    if when_closed is WhenClosed.SKIP:
        return None
    return add_working_days(day, 1 if when_closed is WhenClosed.NEXT else -1, closed_days)


def _every(months: int) -> str:
    return {1: "毎月", 2: "隔月"}.get(months, f"{months}か月ごと")
