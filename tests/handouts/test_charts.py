"""Charts in millimetres: proportions, labels that keep apart, nothing cut, 推定 and gaps to be seen."""

import math
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.pdf_theme import PAPER, hatching, polygon_fill
from dxplanner.handouts.blocks import (
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    ChartValue,
    HandoutDocument,
    Heading,
    PageSetup,
    Paragraph,
)
from dxplanner.handouts.chart_layout import form_of, lay_out_chart, lay_out_chart_row, note_of, row_places
from dxplanner.handouts.chart_parts import FLOOR, UNKNOWN, look_of, spread, value_axis
from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.drawing import Box, Drawing, Edge, Polygon, Tone
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import drawing_warnings
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.chart_data import chart, survey_charts, values

TOLERANCE = 0.02


def overlaps(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > TOLERANCE and down > TOLERANCE


def assert_sound(drawing: Drawing) -> None:
    """Every text inside the drawing, legible, whole, and apart from the others."""
    assert list(drawing_warnings(drawing)) == []
    for box in drawing.boxes:
        assert box.style.size >= FLOOR
        assert box.x >= -TOLERANCE
        assert box.y >= -TOLERANCE
        assert box.right <= drawing.width + TOLERANCE
        assert box.bottom <= drawing.height + TOLERANCE
    crossing = [(a.text, b.text) for a, b in combinations(drawing.boxes, 2) if overlaps(a, b)]
    assert crossing == []


def texts(drawing: Drawing) -> list[str]:
    return [box.text for box in drawing.boxes]


def area(points: Iterable[tuple[float, float]]) -> float:
    ring = list(points)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))) / 2


def surfaces(drawing: Drawing) -> list[Polygon]:
    """Slices, bars and signs: what stands for a value."""
    return [polygon for polygon in drawing.polygons if polygon.name]


@pytest.mark.parametrize("width", [62.0, 88.0, 130.0, 269.0])
def test_the_samples_ten_charts_say_everything_and_nothing_twice_over(
    sample: PlanSnapshot, width: float
) -> None:
    charts = survey_charts(sample)
    assert len(charts) == 10
    for one in charts:
        drawing = lay_out_chart(one, width)
        assert_sound(drawing)
        said = "".join(texts(drawing)).replace(" ", "")
        known = [value for series in one.series for value in series.values if value.value is not None]
        if not known:
            assert "値がまだ入力されていません。" in said
            continue
        for category in one.categories:
            assert category.replace(" ", "") in said
        for value in known:
            assert str(value.value) in said
        assert {polygon.name for polygon in surfaces(drawing)} >= {
            value.name for value in known if value.value
        }


def test_slices_begin_at_twelve_go_clockwise_and_are_as_large_as_their_values() -> None:
    drawing = lay_out_chart(chart(ChartForm.PIE, values(10, 30, 60)), 100.0)
    slices = surfaces(drawing)
    assert [one.name for one in slices] == ["v0", "v1", "v2"]
    centre, first = slices[0].points[:2]
    assert first[0] == pytest.approx(centre[0])
    assert first[1] < centre[1]
    assert slices[0].points[-1][0] > centre[0]
    whole = sum(area(one.points) for one in slices)
    assert [area(one.points) / whole for one in slices] == pytest.approx([0.1, 0.3, 0.6], abs=0.002)
    assert len({(one.role, one.pattern) for one in slices}) == 3
    radius = math.dist(centre, first)
    assert all(math.dist(centre, point) <= radius + 1e-6 for one in slices for point in one.points)


def test_a_lone_slice_is_a_full_circle() -> None:
    [circle] = surfaces(lay_out_chart(chart(ChartForm.PIE, values(100)), 60.0))
    across = [x for x, _ in circle.points]
    assert area(circle.points) == pytest.approx(math.pi * ((max(across) - min(across)) / 2) ** 2, rel=0.01)


@pytest.mark.parametrize(
    "row",
    [values(*[12.5] * 8), values(-1, 2), values(0, 0), values(50, None)],
    ids=["eight", "negative", "nothing", "unknown"],
)
def test_what_cannot_be_a_pie_is_drawn_as_bars(row: tuple[ChartValue, ...]) -> None:
    pie = chart(ChartForm.PIE, row)
    assert form_of(pie) is ChartForm.BAR
    assert lay_out_chart(pie, 90.0) == lay_out_chart(replace(pie, form=ChartForm.BAR), 90.0)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=7), st.integers(50, 140))
def test_labels_of_pies_never_lie_on_each_other(counts: list[int], width: int) -> None:
    total = sum(counts)
    one = chart(ChartForm.PIE, values(*[round(100 * count / total, 1) for count in counts]))
    names = ("どちらかといえばそう思う", "不明", "利用したいが、利用できない")
    one = replace(one, categories=tuple(names[at % 3] + str(at) for at in range(len(counts))))
    if form_of(one) is ChartForm.PIE:
        assert_sound(lay_out_chart(one, float(width)))


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


def line(*series: ChartSeries, categories: tuple[str, ...] = ("R5（基準値）", "R6", "R7", "R8")) -> Chart:
    return Chart(ChartForm.LINE, "割合", categories, series)


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


def middle(polygon: Polygon) -> tuple[float, float]:
    xs, ys = zip(*polygon.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


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


def test_a_row_with_room_is_drawn_larger_and_one_without_as_usual() -> None:
    one = line(ChartSeries("実績", values(36, 38, 44, 51)))
    usual, large = (lay_out_chart_row(ChartRow((one,), height), 170.0) for height in (42.0, 90.0))
    assert_sound(large)
    assert (usual.height, large.height) == pytest.approx((42.0, 90.0))
    assert min(box.style.size for box in usual.boxes) == FLOOR
    assert min(box.style.size for box in large.boxes) == pytest.approx(FLOOR * 1.25)
    assert max(box.right for box in large.boxes) <= 170.0 + TOLERANCE


def test_a_narrow_and_high_pie_is_large_over_a_list_of_its_small_slices() -> None:
    names = (
        "そう思う",
        "どちらかといえばそう思う",
        "あまり思わない",
        "まったく思わない",
        "わからない",
        "不明",
    )
    one = replace(
        chart(ChartForm.PIE, values(12.7, 37.3, 30.4, 9.3, 7.7, 2.6, inferred=[5])), categories=names
    )
    low, high = lay_out_chart(one, 46.0, 40.0), lay_out_chart(one, 46.0, 75.0)
    assert_sound(high)

    def radius(drawing: Drawing) -> float:
        return math.dist(*surfaces(drawing)[0].points[:2])

    assert radius(high) > 1.5 * radius(low)
    said = "".join(texts(high))
    assert all(name in said for name in names)
    swatches = [found for found in high.polygons if not found.name and found.tone is Tone.ROLE]
    assert [found.edge for found in swatches][-1] is Edge.DASHED
    assert min(y for found in swatches for _, y in found.points) > max(
        y for found in surfaces(high) for _, y in found.points
    )


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


def test_without_values_a_chart_says_so() -> None:
    for form in ChartForm:
        for one in (chart(form, values(None)), Chart(form, "", (), ())):
            assert "値がまだ入力されていません。" in texts(lay_out_chart(one, 60.0))


def test_what_is_inferred_is_dashed_and_said() -> None:
    some, every = (
        chart(ChartForm.PIE, values(40, 60, inferred=[1])),
        chart(ChartForm.PIE, values(1, inferred=[0])),
    )
    assert [found.edge for found in surfaces(lay_out_chart(some, 80.0))] == [Edge.THIN, Edge.DASHED]
    assert note_of(some) == "n=100　破線は（推定）"
    assert note_of(every) == "n=100　（推定）"
    assert note_of(some) in texts(lay_out_chart(some, 80.0))


def test_a_printed_text_wins_over_the_value() -> None:
    drawing = lay_out_chart(chart(ChartForm.BAR, values(Decimal("12.3"), text="約12")), 80.0)  # type: ignore[arg-type]
    assert "約12" in texts(drawing)
    assert "12.3" not in texts(drawing)


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


def test_surfaces_of_eight_series_differ() -> None:
    assert len({look_of(index).pattern for index in range(8)}) == 8
    assert look_of(3, ColourRole.TALENT).role is ColourRole.TALENT


def test_a_row_sets_titles_on_one_line_and_texts_at_the_right() -> None:
    long = chart(ChartForm.PIE, values(50, 50), title="とても長い題名の図で、二行にわたって書かれるもの")
    row = ChartRow((long, chart(ChartForm.BAR, values(1, 2))), texts=(("所見", "半数です。"),))
    drawing = lay_out_chart_row(row, 180.0)
    assert_sound(drawing)
    titles = [box for box in drawing.boxes if box.text.startswith("◎")]
    assert [box.y for box in titles] == [0, 0]
    assert {"■所見", "半数です。"} <= set(texts(drawing))
    (_, second), beside = row_places(row, 180.0)
    assert min(box.x for box in drawing.boxes if box.text == "■所見") == pytest.approx(beside)
    assert sum(second) <= beside
    plots = [min(y for _, y in polygon.points) for polygon in surfaces(drawing)]
    assert min(plots) > max(box.bottom for box in titles)


def test_shares_divide_a_row() -> None:
    one = chart(ChartForm.BAR, values(1))
    (first, second), _ = row_places(ChartRow((one, one), shares=(1, 3)), 205.0)
    assert (first[1], second[1]) == pytest.approx((50, 150))


def test_a_height_is_kept_where_the_contents_allow_it(sample: PlanSnapshot) -> None:
    for one in survey_charts(sample):
        natural = lay_out_chart(one, 88.0).height
        assert lay_out_chart(one, 88.0, natural + 20).height == pytest.approx(natural + 20)
        assert_sound(lay_out_chart(one, 88.0, natural + 20))
        assert lay_out_chart(one, 88.0, 10.0).height > 10


def test_a_row_of_charts_goes_to_the_next_page_whole_with_its_heading(sample: PlanSnapshot) -> None:
    row = ChartRow(tuple(survey_charts(sample)[:2]))
    blocks = (Paragraph("\n".join(["本文"] * 22)), Heading("市民"), row)
    document = HandoutDocument("a", "意識", "", PageSetup(), blocks)
    first, second = lay_out_document(document).pages
    assert first.bookmarks == ()
    assert [mark.text for mark in second.bookmarks] == ["市民"]
    assert any(item.drawing.polygons for item in second.items)
    assert not any(item.drawing.polygons for item in first.items)


def test_an_axis_that_does_not_begin_at_nought_says_so() -> None:
    cut = line(ChartSeries("", values(33, 50, 41, 44)))
    assert note_of(cut) == "縦軸は0から始まりません"
    assert "縦軸は0から始まりません" in texts(lay_out_chart(cut, 80.0))
    assert note_of(line(ChartSeries("", values(10, 50, 41, 44)))) == ""
    assert note_of(replace(cut, axis_min=Decimal(0))) == ""
    assert note_of(replace(cut, form=ChartForm.BAR)) == ""
