"""Bars, beside each other and stacked: as long as their values, figures apart, what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters.pdf_theme import PAPER, hatching, polygon_fill
from dxplanner.handouts.blocks import ChartForm
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.handouts.chart_parts import UNKNOWN
from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.drawing import Edge, Tone
from tests.handouts.chart_checks import TOLERANCE, area, assert_sound, surfaces, texts
from tests.handouts.chart_data import chart, values


def test_bars_are_as_long_as_their_values_on_a_scale_with_round_ends() -> None:
    drawing = lay_out_chart(chart(ChartForm.BAR, values(86.4, 43.2, 0)), 90.0)
    long, half = surfaces(drawing)
    assert area(long.points) == pytest.approx(2 * area(half.points))
    assert "100" in texts(drawing)
    assert texts(drawing).count("0") == 2


def test_negative_bars_go_to_the_left_of_nought() -> None:
    drawing = lay_out_chart(chart(ChartForm.BAR, values(-3, 5)), 90.0)
    left, right = surfaces(drawing)
    assert max(x for x, _ in left.points) == pytest.approx(min(x for x, _ in right.points))
    assert_sound(drawing)


def test_several_series_stand_beside_each_other_with_a_legend() -> None:
    one = chart(ChartForm.BAR, values(10, 20), values(30, None))
    drawing = lay_out_chart(one, 90.0)
    assert {"系列0", "系列1", "－"} <= set(texts(drawing))
    assert_sound(drawing)
    first, second = (polygon for polygon in surfaces(drawing) if polygon.name == "v0")
    assert max(y for _, y in first.points) <= min(y for _, y in second.points) + TOLERANCE
    assert first.pattern != second.pattern


def test_parts_of_a_stacked_bar_share_its_length_and_small_figures_stand_above() -> None:
    drawing = lay_out_chart(chart(ChartForm.STACKED, values(70), values(28.5), values(1.5)), 100.0)
    parts = surfaces(drawing)
    whole = sum(area(one.points) for one in parts)
    assert [area(one.points) / whole for one in parts] == pytest.approx([0.7, 0.285, 0.015])
    top = min(y for _, y in parts[0].points)
    small = next(box for box in drawing.boxes if box.text == "1.5")
    inside = next(box for box in drawing.boxes if box.text == "70")
    assert small.bottom <= top + TOLERANCE < inside.bottom
    assert_sound(drawing)


def test_values_that_are_lost_leave_their_share_free() -> None:
    drawing = lay_out_chart(
        chart(ChartForm.STACKED, values(None), values(60), values(None), values(20)), 120.0
    )
    _, lost = (one for one in drawing.polygons if one.tone is UNKNOWN)
    known = [one for one in surfaces(drawing) if one.tone is Tone.ROLE]
    assert area(lost.points) / sum(area(one.points) for one in known) == pytest.approx(0.25)


def test_what_is_not_known_looks_like_no_answer_and_the_legend_names_it_once() -> None:
    parts = [values(10, None, inferred=[0]) if not at else values(10, 9) for at in range(8)]
    drawing = lay_out_chart(chart(ChartForm.STACKED, *parts), 160.0)
    legend, lost = (one for one in drawing.polygons if one.tone is UNKNOWN)
    assert lost.edge is legend.edge is Edge.HAIR
    known = [one for one in drawing.polygons if one.tone is not UNKNOWN and len(one.points) == 4]
    assert len(known) == 8 + 15
    assert polygon_fill(lost) != PAPER
    looks = {(polygon_fill(one), hatching(one.pattern)) for one in known}
    assert (polygon_fill(lost), hatching(lost.pattern)) not in looks
    named = [box for box in drawing.boxes if box.text == MISSING]
    assert len(named) == 2
    first, last = min(y for _, y in legend.points), max(y for _, y in legend.points)
    assert sum(box.y < (first + last) / 2 < box.bottom for box in named) == 1
    whole = lay_out_chart(chart(ChartForm.STACKED, values(40), values(60)), 160.0)
    assert MISSING not in texts(whole)
    assert not [one for one in whole.polygons if one.tone is UNKNOWN]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=4, max_size=4), min_size=1, max_size=5
    )
)
def test_figures_of_stacked_bars_keep_apart(rows: list[list[int | None]]) -> None:
    columns = [values(*column) for column in zip(*rows, strict=True)]
    assert_sound(lay_out_chart(chart(ChartForm.STACKED, *columns), 110.0))


def test_no_line_of_the_scale_crosses_a_figure_of_a_bar() -> None:
    drawing = lay_out_chart(chart(ChartForm.BAR, values(86.4, 51.8, 49.5, 22.8)), 60.0)
    figures = [box for box in drawing.boxes if box.name]
    rules = [one.points for one in drawing.polygons if len(one.points) == 2]
    crossed = [
        box.text
        for box in figures
        for (x, top), (_, bottom) in rules
        if box.x < x < box.right and top < box.bottom and box.y < bottom
    ]
    assert crossed == []
    assert len(rules) > 2
