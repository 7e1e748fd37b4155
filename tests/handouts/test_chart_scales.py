"""Scales hold all values between round ends; labels beside them are spread in their order."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.handouts.chart_parts import spread, value_axis


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8), st.booleans(), st.integers(2, 8))
def test_a_scale_holds_all_values(numbers: list[float], zero: bool, most: int) -> None:
    axis = value_axis(numbers, None, None, zero=zero, most=most)
    assert axis.low <= min(numbers) + 1e-6
    assert axis.high >= max(numbers) - 1e-6
    assert axis.low < axis.high
    assert 1 <= len(axis.marks) <= most + 2
    assert not zero or axis.low <= 0 <= axis.high
    assert all(0 <= axis.share(number) <= 1 for number in numbers)


def test_given_ends_stay_unless_a_value_lies_beyond() -> None:
    given_ends = value_axis([30.0, 40.0], Decimal(25), Decimal(45), zero=True)
    assert (given_ends.low, given_ends.high) == (25, 45)
    assert value_axis([60.0], Decimal(0), Decimal(45), zero=True).high == 60


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.5, 6)), min_size=1, max_size=9))
def test_labels_that_are_spread_keep_their_order_and_distance(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = [at for at, _ in labels], [size for _, size in labels]
    starts = spread(wanted, sizes, 0.0, 80.0, 0.5)
    placed = sorted(range(len(labels)), key=lambda index: starts[index])
    for first, second in pairwise(placed):
        assert starts[second] >= starts[first] + sizes[first] + 0.5 - 1e-6
        assert wanted[first] <= wanted[second]
    assert all(start >= -1e-6 for start in starts)
    if len(labels) == 1 and wanted[0] >= sizes[0] / 2:
        assert starts[0] == pytest.approx(wanted[0] - sizes[0] / 2)
