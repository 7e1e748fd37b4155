from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain import fiscal
from dxplanner.domain.fiscal import FiscalStyle, Month

years = st.integers(fiscal.FIRST_YEAR, 2300)
days = st.dates(date(fiscal.FIRST_YEAR, 1, 1), date(2300, 12, 31))
styles = st.sampled_from(FiscalStyle)


@pytest.mark.parametrize(
    "text",
    [
        "令和６年12月２日（月）",
        "2024/12/2 13:30",
        "R6.12.2(月・祝) 10:00",
        "2024/12/2 9時",
    ],
)
def test_a_weekday_and_a_time_behind_a_day_are_passed_over(text: str) -> None:
    assert fiscal.parse_date(text) == date(2024, 12, 2)


@pytest.mark.parametrize("text", ["2024/12/313:30", "2024/12/3 (x)", "2024/12/3 13", "（月）2024/12/3"])
def test_what_is_neither_weekday_nor_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日付として読めません"):
        fiscal.parse_date(text)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 4, 1), 2024),
        (date(2025, 3, 31), 2024),
        (date(2024, 3, 31), 2023),
        (date(2024, 12, 31), 2024),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(day: date, year: int) -> None:
    assert fiscal.fiscal_year_of(day) == year
    assert fiscal.fiscal_year_of_month(day.year, day.month) == year


@given(days)
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    year = fiscal.fiscal_year_of(day)
    if year >= fiscal.FIRST_YEAR:
        assert fiscal.fiscal_year_start(year) <= day <= fiscal.fiscal_year_end(year)


@pytest.mark.parametrize(
    ("year", "era"),
    [
        (2030, ("R", "令和", 12)),
        (2024, ("R", "令和", 6)),
        (2019, ("R", "令和", 1)),
        (2018, ("H", "平成", 30)),
        (1989, ("H", "平成", 1)),
        (1988, ("S", "昭和", 63)),
        (1926, ("T", "大正", 15)),
        (1912, ("M", "明治", 45)),
    ],
)
def test_a_fiscal_year_is_named_after_one_era(year: int, era: tuple[str, str, int]) -> None:
    assert fiscal.era_year(year) == era


@pytest.mark.parametrize(
    ("year", "style", "text"),
    [
        (2024, FiscalStyle.SHORT, "R6"),
        (2024, FiscalStyle.SHORT_SUFFIX, "R6年度"),
        (2024, FiscalStyle.LONG, "令和６年度"),
        (2030, FiscalStyle.LONG, "令和12年度"),
        (2019, FiscalStyle.LONG, "令和元年度"),
        (2019, FiscalStyle.SHORT, "R1"),
        (2024, FiscalStyle.WESTERN, "2024年度"),
    ],
)
def test_fiscal_years_print_as_in_the_handouts(year: int, style: FiscalStyle, text: str) -> None:
    assert fiscal.format_fiscal_year(year, style) == text


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("R6", 2024),
        ("Ｒ６", 2024),
        ("r6", 2024),
        ("R6年度", 2024),
        (" 令和６年度 ", 2024),
        ("令和 ６ 年度", 2024),
        ("㋿6年度", 2024),
        ("令和元年度", 2019),
        ("R元", 2019),
        ("平成31年度", 2019),
        ("2024", 2024),
        ("２０２４年度", 2024),
        ("H30", 2018),
        ("S63", 1988),
    ],
)
def test_fiscal_years_are_read_as_people_type_them(text: str, year: int) -> None:
    assert fiscal.parse_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["", "6", "令和6年", "2024年", "X6", "R0", "H32", "R6.4", "20245", "1700"])
def test_what_is_no_fiscal_year_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"(です|ください)。$"):
        fiscal.parse_fiscal_year(text)


@settings(deadline=None)  # the first call imports the era data
@given(years, styles)
def test_fiscal_years_survive_printing_and_reading(year: int, style: FiscalStyle) -> None:
    assert fiscal.parse_fiscal_year(fiscal.format_fiscal_year(year, style)) == year


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (FiscalStyle.SHORT, "R6.12.16"),
        (FiscalStyle.LONG, "令和６年12月16日"),
        (FiscalStyle.WESTERN, "2024年12月16日"),
    ],
)
def test_dates_print_as_in_the_handouts(style: FiscalStyle, text: str) -> None:
    assert fiscal.format_date(date(2024, 12, 16), style) == text


def test_a_date_is_named_after_the_era_of_that_day() -> None:
    assert fiscal.format_date(date(2019, 4, 30)) == "H31.4.30"
    assert fiscal.format_date(date(2019, 5, 1), FiscalStyle.LONG) == "令和元年５月１日"
    assert fiscal.format_month(2019, 5, FiscalStyle.LONG) == "令和元年５月"


@pytest.mark.parametrize(
    "text",
    ["2024-04-01", "2024/4/1", "２０２４／４／１", "R6.4.1", "Ｒ６．４．１", "令和６年４月１日", "R6/4/1"],
)
def test_dates_are_read_as_people_type_them(text: str) -> None:
    assert fiscal.parse_date(text) == date(2024, 4, 1)


def test_an_era_year_written_past_its_end_is_still_a_year() -> None:
    assert fiscal.parse_date("平成31年５月１日") == fiscal.parse_date("R1.5.1") == date(2019, 5, 1)


@pytest.mark.parametrize("text", ["", "R6.4", "R6.2.30", "R6.13.1", "4/1", "2024-04-01T00:00", "令和の日"])
def test_what_is_no_date_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"ください。$"):
        fiscal.parse_date(text)


@settings(deadline=None)
@given(days, styles)
def test_dates_survive_printing_and_reading(day: date, style: FiscalStyle) -> None:
    assert fiscal.parse_date(fiscal.format_date(day, style)) == day
    assert fiscal.parse_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["R6.4", "2024-04", "2024/4", "令和6年4月", "令和６年４月", "Ｒ６．４"])
def test_months_are_read_as_people_type_them(text: str) -> None:
    assert fiscal.parse_month(text) == Month(2024, 4)


@pytest.mark.parametrize("text", ["", "R6", "R6.0", "R6.13", "4月", "R6.4～6月"])
def test_what_is_no_month_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"ください。$"):
        fiscal.parse_month(text)


@settings(deadline=None)
@given(days, styles)
def test_months_survive_printing_and_reading(day: date, style: FiscalStyle) -> None:
    assert fiscal.parse_month(fiscal.format_month(day.year, day.month, style)) == (day.year, day.month)


def test_month_arithmetic() -> None:
    assert fiscal.format_month(2024, 4) == "R6.4"
    assert fiscal.first_day(2024, 2) == date(2024, 2, 1)
    assert fiscal.last_day(2024, 2) == date(2024, 2, 29)
    assert fiscal.add_months(2024, 11, 4) == (2025, 3)
    assert fiscal.add_months(2025, 1, -1) == (2024, 12)
    with pytest.raises(ValueError, match="13月"):
        fiscal.first_day(2024, 13)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-300, 300))
def test_adding_months_can_be_taken_back(year: int, month: int, count: int) -> None:
    assert fiscal.add_months(*fiscal.add_months(year, month, count), -count) == (year, month)


@pytest.mark.parametrize("year", [1868, 3000, -1])
def test_years_out_of_range_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match="扱えません"):
        fiscal.fiscal_year_start(year)
