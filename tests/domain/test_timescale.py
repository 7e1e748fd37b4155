"""The time scale: days to pixels and back, zoom, headings and closed days of what is visible."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain import timescale
from dxplanner.domain.schedule_data import ColumnData
from dxplanner.domain.time_units import Unit, next_start, unit_start
from dxplanner.domain.timescale import TimeScale

R6 = date(2024, 4, 1)
DAYS = st.dates(date(1950, 1, 1), date(2120, 12, 31))
WIDTHS = st.floats(timescale.SMALLEST, timescale.LARGEST)
FOUR_MONTHS = (
    ColumnData(1, "a", 0, "令和６年度", "4～7月", date(2024, 4, 1), date(2024, 7, 31)),
    ColumnData(2, "b", 1, "令和６年度", "8～11月", date(2024, 8, 1), date(2024, 11, 30)),
    ColumnData(3, "c", 2, "令和６年度", "12～3月", date(2024, 12, 1), date(2025, 3, 31)),
    ColumnData(4, "d", 3, "", "令和７年度以降", date(2025, 4, 1), None),
)


@given(origin=DAYS, day=DAYS, width=WIDTHS)
def test_a_place_gives_back_its_day(origin: date, day: date, width: float) -> None:
    scale = TimeScale(origin, width)
    assert scale.day_at(scale.x(day)) == day
    assert scale.day_at(scale.x_after(day) - width / 100) == day
    assert scale.x(day) < scale.x_middle(day) < scale.x_after(day)


@given(day=st.dates(R6, date(2060, 1, 1)), width=WIDTHS)
def test_an_open_column_takes_all_later_days_in_their_order(day: date, width: float) -> None:
    scale = TimeScale(R6, width).with_columns(FOUR_MONTHS)
    assert scale.day_at(scale.x(day)) == day
    assert scale.end_x is not None
    assert scale.x(day) < scale.x(day + timedelta(days=1)) < scale.end_x


@given(width=WIDTHS, factor=st.floats(0.1, 10), scroll=st.floats(0, 5000), pointer=st.floats(0, 1900))
def test_zooming_keeps_the_moment_under_the_pointer(
    width: float, factor: float, scroll: float, pointer: float
) -> None:
    scale = TimeScale(R6, width)
    zoomed, moved = scale.zoomed_at(factor, scroll, pointer)
    assert zoomed.days_at(moved + pointer) == pytest.approx(
        scale.days_at(scroll + pointer), rel=1e-6, abs=1e-6
    )
    assert timescale.SMALLEST <= zoomed.pixels_per_day <= timescale.LARGEST


def test_fitting_shows_all_days_in_the_width() -> None:
    scale = TimeScale.fitted(R6, date(2025, 3, 31), 730)
    assert scale.x(R6) == 0.0
    assert scale.x_after(date(2025, 3, 31)) == pytest.approx(730)
    open_scale = TimeScale.fitted(R6, date(2025, 4, 1), 900, FOUR_MONTHS)
    assert open_scale.end_x == pytest.approx(900)
    assert 300 > 900 - open_scale.open_x > 150


def test_the_year_is_headed_in_wareki_with_quarters_and_months_below() -> None:
    scale = TimeScale(R6, 2.0)
    years, quarters, months = timescale.header_rows(scale, (Unit.YEAR, Unit.QUARTER, Unit.MONTH), 0, 700)
    assert [cell.texts[0] for cell in years.cells] == ["令和６年度"]
    assert [cell.texts[1] for cell in quarters.cells] == ["4～6月", "7～9月", "10～12月", "1～3月"]
    assert [cell.texts[0] for cell in months.cells] == [f"{month}月" for month in (*range(4, 13), 1, 2, 3)]
    assert [cell.left for cell in months.cells[1:]] == [cell.right for cell in months.cells[:-1]]


@given(day=DAYS, width=st.floats(1, 2000), per_day=WIDTHS, unit=st.sampled_from(list(Unit)))
@settings(max_examples=150)
def test_headings_cover_the_visible_range_without_gaps_and_nothing_more(
    day: date, width: float, per_day: float, unit: Unit
) -> None:
    scale = TimeScale(R6, per_day)
    left = scale.x(day)
    [row] = timescale.header_rows(scale, [unit], left, left + width)
    if not row.cells:
        assert unit not in timescale.legible_units(per_day, em=1.0)
        return
    assert row.cells[0].left <= left + per_day
    assert row.cells[-1].right >= left + width - per_day
    assert len(row.cells) <= width + 3
    assert all(one.right == other.left for one, other in zip(row.cells, row.cells[1:], strict=False))


def test_a_thousand_years_cost_as_much_as_one() -> None:
    scale = TimeScale(date(1900, 1, 1), 20.0)
    right = scale.x(date(2800, 1, 1))
    assert len(timescale.unit_starts(scale, Unit.DAY, right - 1900, right)) == 96
    assert len(timescale.closed_spans(scale, right - 1900, right)) < 40
    assert timescale.unit_starts(TimeScale(R6, 0.02), Unit.DAY, 0, 1900) == ()


def test_own_columns_bear_their_own_headings_and_the_last_stays_open() -> None:
    scale = TimeScale.fitted(R6, date(2025, 4, 1), 900, FOUR_MONTHS)
    groups, headings = timescale.column_rows(scale, FOUR_MONTHS, 0, 900)
    assert [cell.texts for cell in groups.cells] == [("令和６年度",)]
    assert [cell.texts[0] for cell in headings.cells] == ["4～7月", "8～11月", "12～3月", "令和７年度以降"]
    assert headings.cells[-1].last is None
    assert headings.cells[-1].right == pytest.approx(900)
    assert groups.cells[0].right == pytest.approx(headings.cells[-1].left)
    [only] = timescale.column_rows(scale, FOUR_MONTHS, scale.open_x + 1, 900)
    assert [cell.texts[0] for cell in only.cells] == ["令和７年度以降"]
    assert len(timescale.column_lines(scale, FOUR_MONTHS, 0, 901)) == 5


def test_units_become_legible_from_coarse_to_fine() -> None:
    assert timescale.suited_units(0.05) == (Unit.YEAR,)
    assert timescale.suited_units(0.6) == (Unit.YEAR, Unit.QUARTER)
    assert timescale.suited_units(2.0)[-1] is Unit.MONTH
    assert timescale.suited_units(4.0)[-1] is Unit.TEN_DAYS
    assert timescale.suited_units(30.0)[-1] is Unit.DAY
    assert timescale.suited_units(30.0, em=40.0)[-1] is Unit.TEN_DAYS


def test_closed_days_come_as_strips_over_new_year() -> None:
    scale = TimeScale(date(2024, 12, 23), 10.0)
    own = frozenset({date(2024, 12, 27)})
    spans = timescale.closed_spans(scale, 0, 200, own)
    assert [(span.first, span.last) for span in spans] == [
        (date(2024, 12, 27), date(2025, 1, 5)),
        (date(2025, 1, 11), date(2025, 1, 12)),
    ]
    assert (spans[0].left, spans[0].right) == (40.0, 140.0)
    assert timescale.closed_spans(TimeScale(date(2024, 12, 23), 1.0), 0, 200) == ()


def test_grid_lines_take_the_rank_of_their_coarsest_unit() -> None:
    lines = timescale.grid_lines(TimeScale(R6, 2.0), (Unit.YEAR, Unit.MONTH), 0, 800)
    assert [line.rank for line in lines] == [0, *[1] * 11, 0, 1]


@given(day=DAYS, unit=st.sampled_from(list(Unit)))
def test_units_follow_each_other_without_gap(day: date, unit: Unit) -> None:
    start, after = unit_start(day, unit), next_start(day, unit)
    assert start <= day < after
    assert unit_start(start, unit) == start
    assert unit_start(after, unit) == after
    assert unit_start(after - timedelta(days=1), unit) == start
