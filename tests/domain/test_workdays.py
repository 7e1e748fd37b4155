from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain import workdays

days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 1, 1), "元日"),
        (date(2024, 8, 12), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2024, 12, 16), None),
        (date(2024, 12, 31), None),
    ],
)
def test_holidays_have_japanese_names(day: date, name: str | None) -> None:
    assert workdays.holiday_name(day) == name
    assert workdays.is_holiday(day) is (name is not None)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2024, 12, 27), False),
        (date(2024, 12, 28), True),  # 土曜
        (date(2024, 12, 30), True),
        (date(2025, 1, 2), True),
        (date(2025, 1, 3), True),
        (date(2025, 1, 6), False),
    ],
)
def test_the_city_hall_closes_from_29_december_to_3_january(day: date, closed: bool) -> None:
    assert workdays.is_closed(day) is closed


def test_the_plans_own_closed_days_count() -> None:
    day = date(2024, 12, 16)
    assert workdays.is_closed(day, frozenset({day}))
    assert workdays.working_days(day, day) == 1
    assert workdays.working_days(day, day, frozenset({day})) == 0


def test_working_days_of_one_month() -> None:
    assert workdays.working_days(date(2024, 12, 1), date(2024, 12, 31)) == 20
    assert workdays.working_days(date(2025, 1, 1), date(2025, 1, 31)) == 19


def test_adding_working_days_steps_over_new_year() -> None:
    assert workdays.add_working_days(date(2024, 12, 27), 1) == date(2025, 1, 6)
    assert workdays.add_working_days(date(2025, 1, 6), -1) == date(2024, 12, 27)
    assert workdays.add_working_days(date(2025, 1, 1), 0) == date(2025, 1, 6)
    assert workdays.add_working_days(date(2025, 1, 6), 0) == date(2025, 1, 6)


@settings(deadline=None)  # the first call imports the holiday data
@given(days, st.integers(1, 60))
def test_added_working_days_are_those_counted(start: date, count: int) -> None:
    end = workdays.add_working_days(start, count)
    assert not workdays.is_closed(end)
    assert workdays.working_days(start + timedelta(days=1), end) == count


def test_public_comment_days_count_both_ends() -> None:
    first = date(2024, 12, 16)
    assert workdays.public_comment_days(first, date(2025, 1, 14)) == workdays.PUBLIC_COMMENT_MINIMUM
    assert workdays.public_comment_days(first, first) == 1


def test_bad_spans_are_refused_in_japanese() -> None:
    with pytest.raises(ValueError, match="より前です"):
        workdays.working_days(date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(ValueError, match="大きすぎます"):
        workdays.add_working_days(date(2025, 1, 1), 10_000)
