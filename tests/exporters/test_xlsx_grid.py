"""The common columns of a sheet and the lines of a picture."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters.xlsx_axes import MIN_COLUMN, Axis
from dxplanner.exporters.xlsx_grid import (
    MM_TO_PIXEL,
    SAME_EDGE,
    excel_height,
    excel_width,
    table_edges,
    union_grid,
)

WIDTH = 269.0
shares = st.lists(st.floats(1, 100), min_size=1, max_size=14)
widths = st.one_of(st.just(WIDTH), st.floats(60, WIDTH))
blocks = st.lists(st.builds(table_edges, shares, widths), max_size=6)


@given(blocks)
def test_every_table_keeps_its_columns(edges: list[tuple[float, ...]]) -> None:
    grid = union_grid(edges, WIDTH)
    for mine, lines in zip(edges, grid.edges, strict=True):
        assert len(mine) == len(lines)
        # Each column spans at least one of the grid's, and they follow each other without a gap.
        assert all(left < right for left, right in pairwise(lines))
        for edge, line in zip(mine, lines, strict=True):
            assert abs(grid.lines[line] - edge) < SAME_EDGE


@given(blocks)
def test_the_grid_s_widths_add_up_to_the_page(edges: list[tuple[float, ...]]) -> None:
    grid = union_grid(edges, WIDTH)
    assert grid.lines[0] == 0.0
    assert grid.lines[-1] == WIDTH
    assert all(left < right for left, right in pairwise(grid.lines))
    assert sum(grid.pixels) <= WIDTH * MM_TO_PIXEL + grid.count
    assert min(grid.pixels) >= 1


@given(st.builds(table_edges, shares, st.just(WIDTH)), st.integers(1, 5))
def test_equal_tables_need_no_merging(edges: tuple[float, ...], count: int) -> None:
    grid = union_grid([edges] * count, WIDTH)
    assert grid.lines == edges
    assert all(lines == tuple(range(len(edges))) for lines in grid.edges)


def test_edges_that_nearly_meet_become_one() -> None:
    grid = union_grid([(0, 50, 100), (0, 51, 100), (0, 60, 100)], 100)
    assert grid.lines == (0, 50, 60, 100)
    assert grid.edges == ((0, 1, 3), (0, 1, 3), (0, 2, 3))


def test_a_narrow_table_leaves_the_rest_of_the_page() -> None:
    grid = union_grid([(0, 20, 60)], 100)
    assert grid.lines == (0, 20, 60, 100)


def test_places_between_the_lines() -> None:
    grid = union_grid([(0, 20, 100)], 100)
    assert [grid.place(x) for x in (-1, 0, 5, 20, 60, 100, 101)] == [0, 0, 0.25, 1, 1.5, 2, 2]


@pytest.mark.parametrize("share", [0.0, -3.0])
def test_a_column_without_a_width_is_still_a_column(share: float) -> None:
    edges = table_edges([share, 10], 100)
    assert 0 < edges[1] < edges[2] == 100


def test_units() -> None:
    assert excel_width(70) == 10
    assert excel_height(10.6) == 10.5
    assert excel_height(0) == 0.75
    assert excel_height(9999) == 409.5


lines_and_edges = st.lists(st.floats(0, 100), max_size=30)


@given(lines_and_edges, lines_and_edges)
def test_lines_of_a_picture_are_apart_and_reach_its_ends(natural: list[float], edges: list[float]) -> None:
    axis = Axis(100, natural, edges, MIN_COLUMN)
    assert axis.lines[0] == 0
    assert axis.lines[-1] == 100
    assert all(right - left >= MIN_COLUMN - 1e-9 for left, right in pairwise(axis.lines))


@given(lines_and_edges, lines_and_edges, st.lists(st.floats(0, 100), min_size=2, max_size=9))
def test_snapping_keeps_the_order(natural: list[float], edges: list[float], places: list[float]) -> None:
    axis = Axis(100, natural, edges, MIN_COLUMN)
    ordered = sorted(places)
    found = [axis.place(place) for place in ordered]
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] <= axis.count
    first, last = axis.span(ordered[0], ordered[-1])
    assert 0 <= first < last <= axis.count


def test_what_ends_at_a_box_follows_it_to_its_line() -> None:
    axis = Axis(100, [0, 50, 100], [48.0], MIN_COLUMN)
    assert axis.place(48.0) == 1.0
    assert axis.place(24.0) == 0.5


def test_without_natural_lines_the_boxes_are_the_grid() -> None:
    assert Axis(100, [], [10, 30, 30.2], MIN_COLUMN).lines == (0, 10, 30, 100)
