"""Pies: slices as large as their values, labels that keep apart, what cannot be a pie."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.handouts.blocks import ChartForm, ChartValue
from dxplanner.handouts.chart_layout import form_of, lay_out_chart
from dxplanner.handouts.drawing import Drawing, Edge, Tone
from tests.handouts.chart_checks import area, assert_sound, surfaces, texts
from tests.handouts.chart_data import chart, values


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
    # The largest has no room for its name, so the list names all; figures stand where they have room.
    assert len(swatches) == len(names)
    figures = [words.rstrip("%") for words in texts(high) if words[0].isdigit()]
    assert figures[:3] == ["12.7", "37.3", "30.4"]


def test_a_list_under_a_pie_leaves_out_what_stands_inside() -> None:
    names = ("保有している", "交付申請中であるもの", "保有していないと答えたもの")
    one = replace(chart(ChartForm.PIE, values(88.3, 0.2, 11.5)), categories=names)
    drawing = lay_out_chart(one, 40.0, 70.0)
    swatches = [found for found in drawing.polygons if not found.name and found.tone is Tone.ROLE]
    assert len(swatches) == 2
    assert "".join(texts(drawing)).count("保有している") == 1
