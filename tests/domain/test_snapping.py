"""Snapping of starts and ends, steps by units, and what is read out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain import snapping
from dxplanner.domain.time_units import (
    Unit,
    add_units,
    finer,
    is_aligned,
    unit_end,
    unit_start,
    units_between,
)
from dxplanner.domain.vocabulary import Precision
from tests.domain.schedules import DAYS

UNITS = st.sampled_from(list(Unit))


@given(day=DAYS, unit=UNITS)
def test_starts_snap_to_first_days_and_ends_to_last_days_nearby(day: date, unit: Unit) -> None:
    start, end = snapping.snap_start(day, unit), snapping.snap_end(day, unit)
    assert unit_start(start, unit) == start
    assert unit_end(end, unit) == end
    length = (unit_end(day, unit) - unit_start(day, unit)).days + 1
    assert abs((start - day).days) <= length / 2
    assert abs((end - day).days) <= length / 2 + 1


@given(start=DAYS, units=st.integers(1, 5), count=st.integers(-30, 30), unit=UNITS)
def test_whole_units_stay_whole_when_moved_and_come_back(
    start: date, units: int, count: int, unit: Unit
) -> None:
    first = unit_start(start, unit)
    last = unit_end(add_units(first, unit, units - 1), unit)
    new = snapping.shifted(first, last, unit, count)
    assert is_aligned(*new, unit)
    assert new[1] is not None
    assert units_between(new[0], new[1], unit) == units
    assert snapping.shifted(*new, unit, -count) == (first, last)


@given(start=DAYS, length=st.integers(0, 300), days=st.integers(-500, 500))
def test_a_bar_dragged_by_days_keeps_its_length(start: date, length: int, days: int) -> None:
    end = start + timedelta(days=length)
    assert snapping.moved(start, end, days, Unit.DAY) == (
        start + timedelta(days=days),
        end + timedelta(days=days),
    )


@given(start=DAYS, length=st.integers(0, 300), day=DAYS, unit=UNITS, count=st.integers(-9, 9))
def test_a_resized_bar_never_turns_inside_out(
    start: date, length: int, day: date, unit: Unit, count: int
) -> None:
    end = start + timedelta(days=length)
    assert snapping.resized_start(start, end, day, unit) <= end
    assert snapping.resized_end(start, day, unit) >= start
    assert snapping.stepped_end(start, end, unit, count) >= start
    assert snapping.stepped_start(start, end, unit, count) <= end


def test_dragging_two_months_by_some_days_moves_them_by_whole_months() -> None:
    assert snapping.moved(date(2024, 6, 1), date(2024, 7, 31), 20, Unit.MONTH) == (
        date(2024, 7, 1),
        date(2024, 8, 31),
    )
    assert snapping.drawn(date(2024, 6, 20), date(2024, 5, 3), Unit.MONTH) == (
        date(2024, 5, 1),
        date(2024, 6, 30),
    )


def test_arrow_keys_lengthen_and_shorten_by_the_unit() -> None:
    assert snapping.stepped_end(date(2024, 6, 1), date(2024, 6, 30), Unit.MONTH, 1) == date(2024, 7, 31)
    assert snapping.stepped_end(date(2024, 6, 1), date(2024, 6, 15), Unit.MONTH, 1) == date(2024, 6, 30)
    assert snapping.stepped_end(date(2024, 6, 1), None, Unit.MONTH, 1) == date(2024, 6, 30)
    assert snapping.stepped_start(date(2024, 6, 10), date(2024, 7, 31), Unit.MONTH, -1) == date(2024, 6, 1)


def test_alt_snaps_finer_step_by_step() -> None:
    steps = [Unit.YEAR]
    while steps[-1] is not Unit.DAY:
        steps.append(finer(steps[-1]))
    assert [unit.value for unit in steps] == ["年度", "四半期", "月", "旬", "日"]


def test_the_public_comment_is_read_out_with_its_days() -> None:
    text = snapping.readout(date(2024, 12, 16), date(2025, 1, 17))
    assert text == "R6.12.16 ～ R7.1.17（33日・開庁日19日）"
    assert snapping.readout(date(2025, 4, 1), None) == "R7.4.1 ～（以降も続く）"
    assert snapping.readout(date(2024, 12, 16), date(2024, 12, 16)) == "R6.12.16（1日・開庁日1日）"


@pytest.mark.parametrize(
    ("end", "precision", "text"),
    [
        (date(2024, 6, 30), Precision.MONTH, "R6.4～R6.6"),
        (date(2024, 4, 30), Precision.MONTH, "R6.4"),
        (date(2024, 4, 20), Precision.TEN_DAYS, "R6.4上旬～R6.4中旬"),
        (date(2024, 4, 5), Precision.DAY, "R6.4.1～R6.4.5"),
        (None, Precision.MONTH, "R6.4～"),
    ],
)
def test_periods_are_named_as_exactly_as_they_are_meant(
    end: date | None, precision: Precision, text: str
) -> None:
    assert snapping.period_text(date(2024, 4, 1), end, precision) == text


def test_a_summary_spans_its_bars() -> None:
    days = [(date(2024, 5, 1), date(2024, 6, 30)), (date(2024, 4, 1), None)]
    assert snapping.common_span(days) == (date(2024, 4, 1), date(2024, 6, 30))
    assert snapping.common_span([]) is None
