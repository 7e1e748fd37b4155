"""イナズマ線: behind, ahead, on time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.progress_line import Standing, expected_progress, progress_point, progress_points
from dxplanner.domain.vocabulary import BarKind
from tests.domain.schedules import DAYS, bar

FIRST, LAST = date(2024, 6, 1), date(2024, 6, 10)


@pytest.mark.parametrize(
    ("progress", "status", "days", "text"),
    [
        (50, date(2024, 6, 5), 0, "予定どおり"),
        (30, date(2024, 6, 5), -2, "2日遅れ"),
        (80, date(2024, 6, 5), 3, "3日進み"),
        (100, date(2024, 6, 5), 5, "5日進み"),
        (100, date(2024, 6, 30), 0, "予定どおり"),
        (0, date(2024, 5, 20), 0, "予定どおり"),
        (0, date(2024, 6, 5), -5, "5日遅れ"),
        (90, date(2024, 6, 30), -21, "21日遅れ"),
    ],
)
def test_the_line_bends_where_work_has_got_to(progress: int, status: date, days: int, text: str) -> None:
    point = progress_point(bar(1, FIRST, LAST, progress=progress), status)
    assert point is not None
    assert (point.days, point.text) == (days, text)
    assert point.day == status + timedelta(days=1 + days)


def test_what_has_no_progress_or_no_end_takes_no_part() -> None:
    bars = [bar(1, FIRST, LAST), bar(2, FIRST, None, progress=10), bar(3, FIRST, LAST, progress=0)]
    assert [point.bar_id for point in progress_points(bars, date(2024, 6, 5))] == [3]


def test_a_milestone_is_done_or_not() -> None:
    sitting = bar(1, FIRST, None, kind=BarKind.MILESTONE, progress=0)
    late = progress_point(sitting, date(2024, 6, 5))
    assert late is not None
    assert (late.standing, late.day) == (Standing.BEHIND, FIRST)
    done = progress_point(bar(1, FIRST, None, kind=BarKind.MILESTONE, progress=100), date(2024, 6, 5))
    assert done is not None
    assert done.standing is Standing.ON_TIME


@given(start=DAYS, length=st.integers(1, 600), status=DAYS)
def test_work_as_expected_is_on_time_but_for_less_than_a_percent(
    start: date, length: int, status: date
) -> None:
    end = start + timedelta(days=length - 1)
    expected = expected_progress(bar(1, start, end), status)
    assert expected is not None
    point = progress_point(bar(1, start, end, progress=expected), status)
    assert point is not None
    if start <= status <= end:
        assert -length / 100 - 1 <= point.days <= 0
    else:
        assert point.days == 0
