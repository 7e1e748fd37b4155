"""Dates as people type them into lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.date_text import is_open_mark, read_days
from dxplanner.domain.fiscal import FiscalStyle, format_date, format_month
from dxplanner.domain.snapping import day_text, period_text
from dxplanner.domain.text import full_width_digits
from dxplanner.domain.time_units import unit_end, unit_of, unit_start
from dxplanner.domain.vocabulary import Precision
from tests.domain.schedules import DAYS

A1, A30, J30 = date(2024, 4, 1), date(2024, 4, 30), date(2024, 6, 30)
DAY, TEN, MONTH = Precision.DAY, Precision.TEN_DAYS, Precision.MONTH


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("R6.4.1", A1, A1, DAY),
        ("Ｒ６．４．１（月）", A1, A1, DAY),
        ("令和６年４月１日", A1, A1, DAY),
        ("2024-04-01 00:00:00", A1, A1, DAY),
        ("2024/4/1", A1, A1, DAY),
        ("R6.4", A1, A30, MONTH),
        ("令和6年4月", A1, A30, MONTH),
        ("2024-04", A1, A30, MONTH),
        ("R6.4上旬", A1, date(2024, 4, 10), TEN),
        ("令和６年４月下旬", date(2024, 4, 21), A30, TEN),
        ("R6年度", A1, date(2025, 3, 31), MONTH),
        ("R6.4～R6.6", A1, J30, MONTH),
        ("R6.4〜6月", A1, J30, MONTH),
        ("R6.4～6", A1, J30, MONTH),
        ("R6.12～R7.1", date(2024, 12, 1), date(2025, 1, 31), MONTH),
        ("R6.12～1月", date(2024, 12, 1), date(2025, 1, 31), MONTH),
        ("R6.4.1～6/30", A1, J30, DAY),
        ("R6.4上旬～R6.6", A1, J30, TEN),
        ("R6.4から", A1, None, MONTH),
        ("R6年度以降", A1, None, MONTH),
        ("R6.4.1～", A1, None, DAY),
    ],
)
def test_what_a_text_means(text: str, first: date, last: date | None, precision: Precision) -> None:
    found = read_days(text)
    assert (found.first, found.last, found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["4月頃", "R6.13", "R6.2.30", "2024", "未定", "", "R6.6～R6.4", "4月1日", "R0.1"]
)
def test_what_means_no_date_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="。"):
        read_days(text)


def test_dates_without_a_year_are_of_the_fiscal_year_that_is_given() -> None:
    assert read_days("4月1日", 2024).first == A1
    assert read_days("1/15", 2024).first == date(2025, 1, 15)
    assert read_days("3月", 2024).last == date(2025, 3, 31)
    assert read_days("4月～6月", 2024).last == J30


def test_open_ends_have_several_words() -> None:
    assert [is_open_mark(text) for text in ("以降", "～", "継続", "R6.4", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@given(day=DAYS, style=st.sampled_from([FiscalStyle.SHORT, FiscalStyle.LONG, FiscalStyle.WESTERN]))
def test_every_date_that_the_program_prints_is_read_back(day: date, style: FiscalStyle) -> None:
    assert read_days(format_date(day, style)).first == day
    assert read_days(full_width_digits(format_date(day, style))).first == day
    month = read_days(format_month(day.year, day.month, style))
    assert (month.first, month.precision) == (day.replace(day=1), MONTH)


@given(start=DAYS, end=DAYS, precision=st.sampled_from(Precision))
def test_every_period_that_the_program_prints_is_read_back(
    start: date, end: date, precision: Precision
) -> None:
    unit = unit_of(precision)
    first, last = unit_start(min(start, end), unit), unit_end(max(start, end), unit)
    found = read_days(period_text(first, last, precision))
    assert (found.first, found.last, found.precision) == (first, last, precision)
    assert read_days(day_text(first, precision)).first == first


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    found, refusal = None, ""
    try:
        found = read_days(text)
    except ValueError as error:
        refusal = str(error)
    assert refusal.endswith("。") if found is None else found.last is None or found.first <= found.last
