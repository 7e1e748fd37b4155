"""Charts of curves: names and figures stay at their values, and what is compared has one scale."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.handouts.blocks import ChartSeries, ChartValue
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.handouts.chart_lines import line_axis, on_one_axis
from dxplanner.handouts.chart_parts import Rect
from dxplanner.handouts.drawing import Box, Drawing, Edge
from tests.handouts.chart_checks import assert_sound
from tests.handouts.chart_data import line, values


def box_of(drawing: Drawing, text: str) -> Box:
    [found] = [box for box in drawing.boxes if box.text == text]
    return found


def rect(box: Box) -> Rect:
    return Rect(box.x, box.y, box.width, box.height)


def middle(drawing: Drawing, name: str) -> tuple[float, float]:
    """Where the sign of a value stands."""
    sign = next(one for one in drawing.polygons if one.name == name)
    xs, ys = zip(*sign.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_names_stand_beside_the_last_values_without_lines_that_look_like_those_of_the_grid() -> None:
    way = ChartSeries("目標", values(20, None, None, 40), target=True)
    drawing = lay_out_chart(line(ChartSeries("実績", values(20, 24, None, None)), way), 80.0, 50.0)
    aim, real, figure = (box_of(drawing, text) for text in ("目標", "実績", "24"))
    x, y = middle(drawing, "v3")
    assert 0 < aim.x - x < 2
    assert aim.y < y < aim.bottom
    assert rect(figure).distance(middle(drawing, "v1")) < 2
    corners = [(x, y) for x in (real.x, real.right) for y in (real.y, real.bottom)]
    assert min(rect(figure).distance(corner) for corner in corners) < 1
    assert [one for one in drawing.lines if one.edge is Edge.HAIR] == []


@pytest.mark.parametrize(("real", "aim"), [((30, 34.9), 35), ((40120, 45161), 45000)])
def test_names_of_values_that_nearly_meet_have_short_lines_off_the_grid(
    real: tuple[float, float], aim: float
) -> None:
    measured = ChartSeries("実績", values(real[0], None, None, real[1]))
    target = ChartSeries("目標", values(real[0], None, None, aim), target=True)
    drawing = lay_out_chart(line(measured, target), 80.0, 50.0)
    assert_sound(drawing)
    leaders = [one for one in drawing.lines if one.edge is Edge.HAIR]
    assert len(leaders) == 2
    for one in leaders:
        (x1, y1), (x2, y2) = one.points
        assert 0 < x2 - x1 < 3
        assert abs(y2 - y1) > 0.5


@given(st.lists(st.integers(20, 80), min_size=2, max_size=2), st.integers(20, 80))
def test_the_figure_of_a_baseline_stays_at_its_dot(ends: list[int], other: int) -> None:
    start, end = ends
    way = ChartSeries("目標", values(start, None, None, None, end), target=True)
    years = ("R5", "R6", "R7", "R8", "R9")
    measured = ChartSeries("基準値", values(start, None, None, None, None))
    beside = line(ChartSeries("実績", values(*[other] * 5)), categories=years)
    drawing = lay_out_chart(on_one_axis([line(measured, way, categories=years), beside])[0], 66.0, 44.0)
    [figure] = [box for box in drawing.boxes if box.name == "v0"]
    assert rect(figure).distance(middle(drawing, "v0")) < 2


numbers_of_a_line = st.lists(st.decimals(-50, 90000, places=1), min_size=2, max_size=4)


@given(numbers_of_a_line, numbers_of_a_line)
def test_charts_on_one_axis_have_one_scale_that_holds_all_their_values(
    first: list[Decimal], second: list[Decimal]
) -> None:
    made = [line(ChartSeries("実績", tuple(map(ChartValue, row)))) for row in (first, second)]
    axes = [line_axis(one) for one in on_one_axis(made)]
    assert axes[0] == axes[1]
    assert axes[0].low <= float(min(*first, *second))
    assert axes[0].high >= float(max(*first, *second))
    assert axes[0].marks[0] == pytest.approx(axes[0].low)
    assert axes[0].marks[-1] == pytest.approx(axes[0].high)
    assert on_one_axis(made[:1]) == made[:1]
