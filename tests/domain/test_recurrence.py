"""Repetitions: 毎月第n曜日, 毎月n日, 隔月, 定例会ごと."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError
from dxplanner.domain.recurrence import (
    LAST,
    EverySession,
    MonthlyDay,
    MonthlyWeekday,
    WhenClosed,
    occurrences,
)
from dxplanner.domain.schedule_data import MeetingBand
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.domain.workdays import is_closed

R6 = (date(2024, 4, 1), date(2025, 3, 31))
SESSIONS = [
    MeetingBand(key, "", MeetingBody.COUNCIL, f"{month}月定例会", date(2024, month, 5), date(2024, month, 20))
    for key, month in enumerate((6, 9, 11), 1)
]


def test_the_second_tuesday_of_each_month() -> None:
    found = occurrences(MonthlyWeekday(2, 1), *R6)
    assert found[:3] == (date(2024, 4, 9), date(2024, 5, 14), date(2024, 6, 11))
    assert len(found) == 12


def test_every_other_month_and_the_last_friday() -> None:
    found = occurrences(MonthlyWeekday(LAST, 4, months=2), *R6)
    assert [day.month for day in found] == [4, 6, 8, 10, 12, 2]
    assert found[0] == date(2024, 4, 26)


def test_a_fifth_weekday_is_left_out_where_there_is_none() -> None:
    assert [day.month for day in occurrences(MonthlyWeekday(5, 0), *R6)] == [4, 7, 9, 12, 3]


def test_the_31st_is_the_last_day_of_shorter_months() -> None:
    found = occurrences(MonthlyDay(31), date(2024, 4, 1), date(2024, 6, 30))
    assert found == (date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30))


def test_closed_days_are_kept_moved_or_skipped() -> None:
    days = (date(2024, 12, 1), date(2025, 1, 31))
    rule = MonthlyDay(1)
    assert occurrences(rule, *days) == (date(2024, 12, 1), date(2025, 1, 1))
    assert occurrences(rule, *days, when_closed=WhenClosed.NEXT) == (date(2024, 12, 2), date(2025, 1, 6))
    assert occurrences(rule, *days, when_closed=WhenClosed.PREVIOUS) == (
        date(2024, 11, 29),
        date(2024, 12, 27),
    )
    assert occurrences(rule, *days, when_closed=WhenClosed.SKIP) == ()
    own = frozenset({date(2024, 12, 2)})
    assert occurrences(rule, *days, when_closed=WhenClosed.NEXT, closed_days=own)[0] == date(2024, 12, 3)


def test_a_week_before_each_council_session() -> None:
    rule = EverySession(MeetingBody.COUNCIL, -7)
    assert occurrences(rule, *R6, meetings=SESSIONS) == (
        date(2024, 5, 29),
        date(2024, 8, 29),
        date(2024, 10, 29),
    )
    with pytest.raises(InputError, match="会議がありません"):
        occurrences(EverySession(MeetingBody.COMMITTEE), *R6, meetings=SESSIONS)


def test_rules_have_names() -> None:
    names = [MonthlyWeekday(2, 1).text, MonthlyDay(LAST, 2).text, EverySession(MeetingBody.COUNCIL, -7).text]
    assert names == ["毎月第2火曜日", "隔月末日", "市議会ごと（7日前）"]
    assert MonthlyWeekday(LAST, 6, 3).text == "3か月ごと最終日曜日"


def test_a_slip_of_the_pen_is_refused() -> None:
    with pytest.raises(InputError, match="400回まで"):
        occurrences(MonthlyDay(1), date(2000, 1, 1), date(2090, 1, 1))
    with pytest.raises(InputError, match="順序"):
        occurrences(MonthlyDay(1), date(2025, 1, 1), date(2024, 1, 1))


@given(
    nth=st.sampled_from([1, 2, 3, 4, 5, LAST]),
    weekday=st.integers(0, 6),
    first=st.dates(date(2000, 1, 1), date(2080, 1, 1)),
    closed=st.sampled_from([WhenClosed.SKIP, WhenClosed.NEXT]),
)
@settings(max_examples=40)
def test_dates_are_in_order_on_the_weekday_or_on_open_days(
    nth: int, weekday: int, first: date, closed: WhenClosed
) -> None:
    last = first + timedelta(days=730)
    plain = occurrences(MonthlyWeekday(nth, weekday), first, last)
    assert all(day.weekday() == weekday and first <= day <= last for day in plain)
    assert list(plain) == sorted(set(plain))
    opened = occurrences(MonthlyWeekday(nth, weekday), first, last, when_closed=closed)
    assert not any(is_closed(day) for day in opened)
