"""Charts of all forms, in millimetres: they say everything, legible and apart; several stand in a row."""

from decimal import Decimal

import pytest

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.blocks import (
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    HandoutDocument,
    Heading,
    PageSetup,
    Paragraph,
)
from dxplanner.handouts.chart_layout import lay_out_chart, lay_out_chart_row, note_of, row_places
from dxplanner.handouts.chart_parts import FLOOR, look_of
from dxplanner.handouts.drawing import Edge
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.chart_checks import TOLERANCE, assert_sound, surfaces, texts
from tests.handouts.chart_data import chart, line, survey_charts, values


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


def test_a_row_with_room_is_drawn_larger_and_one_without_as_usual() -> None:
    one = line(ChartSeries("実績", values(36, 38, 44, 51)))
    usual, large = (lay_out_chart_row(ChartRow((one,), height), 170.0) for height in (42.0, 90.0))
    assert_sound(large)
    assert (usual.height, large.height) == pytest.approx((42.0, 90.0))
    assert min(box.style.size for box in usual.boxes) == FLOOR
    assert min(box.style.size for box in large.boxes) == pytest.approx(FLOOR * 1.25)
    assert max(box.right for box in large.boxes) <= 170.0 + TOLERANCE


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
