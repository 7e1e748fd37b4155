"""Curves over the years: targets, gaps and bands of error told apart, figures beside their own values."""

import math
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.blocks import ChartForm, ChartSeries, ChartValue
from dxplanner.handouts.chart_layout import lay_out_chart, note_of
from dxplanner.handouts.drawing import Box, Edge, Tone
from dxplanner.handouts.review import drawing_warnings
from tests.handouts.chart_checks import TOLERANCE, assert_sound, middle, surfaces, texts
from tests.handouts.chart_data import line, values


def test_targets_are_dashed_gaps_dotted_and_bands_surfaces() -> None:
    real = tuple(
        ChartValue(Decimal(number), low=Decimal(number - 3), high=Decimal(number + 3), name=f"v{number}")
        for number in (36, 39)
    )
    one = line(
        ChartSeries("実績", (*real, ChartValue(None), ChartValue(Decimal(41), inferred=True, name="v41"))),
        ChartSeries(
            "目標", (real[0], ChartValue(None), ChartValue(None), ChartValue(Decimal(50))), target=True
        ),
    )
    drawing = lay_out_chart(one, 120.0)
    assert_sound(drawing)
    assert sum(1 for found in drawing.lines if found.edge is Edge.DASHED) == 1
    assert sum(1 for found in drawing.lines if found.edge is Edge.DOTTED) == 2  # the gap and the baseline
    [band] = [found for found in drawing.polygons if found.edge is Edge.DOTTED]
    assert (band.role, band.pattern, len(band.points)) == (ColourRole.LIFE, 0, 4)
    assert {"実績", "目標", "41（推定）", "50"} <= set(texts(drawing))
    assert texts(drawing).count("36") == 1
    inferred = next(found for found in drawing.polygons if found.name == "v41")
    assert (inferred.edge, inferred.tone) == (Edge.DASHED, Tone.NONE)
    assert note_of(one) == "破線は（推定）　縦軸は0から始まりません"


def test_a_single_target_is_a_level_over_all_years() -> None:
    drawing = lay_out_chart(
        line(
            ChartSeries("実績", values(1, 2, 3, 4)),
            ChartSeries("目標", values(None, None, None, 5), target=True),
        ),
        120.0,
    )
    [level] = [found for found in drawing.lines if found.edge is Edge.DASHED]
    assert level.points[0][1] == level.points[1][1]


@given(st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5), min_size=1, max_size=3))
def test_figures_of_few_lines_stay_inside(rows: list[list[int]]) -> None:
    series = [ChartSeries(f"系列{at}", values(*row)) for at, row in enumerate(rows)]
    drawing = lay_out_chart(line(*series, categories=("R3", "R4", "R5", "R6", "R7")), 130.0)
    assert list(drawing_warnings(drawing)) == []
    assert all(box.x >= 0 and box.right <= drawing.width + TOLERANCE for box in drawing.boxes)
    figures = [box for box in drawing.boxes if box.name]
    assert len(figures) == 5 * len(rows)


@given(
    st.lists(st.tuples(st.integers(300, 700), st.integers(-40, 40)), min_size=2, max_size=6),
    st.sampled_from([58.0, 85.0, 170.0]),
    st.sampled_from([44.0, 60.0, 100.0]),
)
def test_a_figure_is_never_nearer_to_another_value_than_to_its_own(
    pairs: list[tuple[int, int]], width: float, height: float
) -> None:
    rows = [[number for number, _ in pairs], [number + apart for number, apart in pairs]]
    series = [
        ChartSeries(name, tuple(ChartValue(Decimal(v) / 10, name=f"{name}{at}") for at, v in enumerate(row)))
        for name, row in zip("ab", rows, strict=True)
    ]
    one = line(
        series[0], replace(series[1], target=True), categories=tuple(f"R{at}" for at in range(len(pairs)))
    )
    drawing = lay_out_chart(one, width, height)
    dots = {polygon.name: middle(polygon) for polygon in surfaces(drawing)}
    boxes = {box.name: box for box in drawing.boxes if box.name in dots}

    def apart(box: Box, dot: tuple[float, float]) -> float:
        across = max(box.x - dot[0], dot[0] - box.right, 0.0)
        return math.hypot(across, max(box.y - dot[1], dot[1] - box.bottom, 0.0))

    for name, box in boxes.items():
        nearest = min(dots, key=lambda dot: apart(box, dots[dot]))
        same = math.dist(dots[nearest], dots[name]) < TOLERANCE
        assert same or apart(box, dots[name]) <= apart(box, dots[nearest]) + TOLERANCE
    for at in range(len(pairs)):
        upper, lower = (
            sorted((name for name in (f"a{at}", f"b{at}") if name in boxes), key=lambda name: dots[name][1])
            if {f"a{at}", f"b{at}"} <= boxes.keys()
            else ("", "")
        )
        if upper and dots[lower][1] - dots[upper][1] > 0.3 and boxes[upper].y > boxes[lower].y:
            assert abs(boxes[upper].x - boxes[lower].x) > boxes[upper].width


def test_a_figure_stands_beside_its_error_bar_and_over_a_value_at_the_top() -> None:
    real = (ChartValue(Decimal(50), low=Decimal(47), high=Decimal(53), name="v"), *values(52, 55, 60))
    drawing = lay_out_chart(line(ChartSeries("実績", real)), 120.0, 70.0)
    [bar] = [
        one.points for one in drawing.polygons
        if len(one.points) == 2 and one.edge is Edge.THIN and one.points[0][0] == one.points[1][0]
    ]  # fmt: skip
    figure = next(box for box in drawing.boxes if box.text == "50" and box.name)
    assert figure.right < bar[0][0] or figure.x > bar[0][0]
    top = next(box for box in drawing.boxes if box.text == "60" and box.name)
    assert top.bottom <= middle(surfaces(drawing)[-1])[1]
    assert_sound(drawing)


def test_an_axis_that_does_not_begin_at_nought_says_so() -> None:
    cut = line(ChartSeries("", values(33, 50, 41, 44)))
    assert note_of(cut) == "縦軸は0から始まりません"
    assert "縦軸は0から始まりません" in texts(lay_out_chart(cut, 80.0))
    assert note_of(line(ChartSeries("", values(10, 50, 41, 44)))) == ""
    assert note_of(replace(cut, axis_min=Decimal(0))) == ""
    assert note_of(replace(cut, form=ChartForm.BAR)) == ""
