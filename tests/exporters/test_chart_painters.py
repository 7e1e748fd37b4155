"""Charts in PDF and SVG: vector surfaces with hatchings cut to them, labels that can be searched."""

import math
import xml.etree.ElementTree as ET
from io import BytesIO
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.pdf_patterns import dots_inside, hatch_inside
from dxplanner.exporters.pdf_theme import HATCHINGS, PAPER, ROLES, Pattern, hatching, polygon_fill
from dxplanner.exporters.svg import write_svg
from dxplanner.handouts.blocks import ChartForm, ChartRow, HandoutDocument, PageSetup
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.chart_parts import PATTERNS
from dxplanner.handouts.drawing import Drawing, Edge, Polygon, Tone
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.chart_data import chart, survey_charts, values

NS = "{http://www.w3.org/2000/svg}"
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def printed(*rows: ChartRow) -> pypdf.PdfReader:
    target = BytesIO()
    document = HandoutDocument("a", "市民意識", "資料３", PageSetup(), rows, "試験計画", "試験市")
    assert write_pdf(document, target).warnings == ()
    return pypdf.PdfReader(target)


def test_the_samples_charts_are_vector_and_searchable(sample: PlanSnapshot) -> None:
    charts = survey_charts(sample)
    reader = printed(ChartRow(tuple(charts[:2])), ChartRow(tuple(charts[2:6])), ChartRow(tuple(charts[6:])))
    said = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    for one in charts:
        assert f"◎{one.title}" in said
        if any(value.value is not None for series in one.series for value in series.values):
            for category in one.categories:
                assert category.replace(" ", "") in said
    for page in reader.pages:
        resources: Any = page["/Resources"]
        assert "/XObject" not in resources


def test_the_same_charts_give_the_same_bytes() -> None:
    row = ChartRow(
        (chart(ChartForm.PIE, values(20, 30, 50)), chart(ChartForm.STACKED, values(1), values(99)))
    )
    assert printed(row).pages[0].get_contents() == printed(row).pages[0].get_contents()


def test_svg_has_each_surface_and_each_text() -> None:
    row = ChartRow(tuple(chart(form, values(20, 30, 50), note="n=7") for form in ChartForm))
    drawing = lay_out_chart_row(row, 269.0)
    root = ET.fromstring(write_svg(drawing))
    said = sorted("".join(element.itertext()) for element in root.iter(f"{NS}text"))
    assert said == sorted(line for box in drawing.boxes for line in box.lines)
    filled = [element.get("fill") for element in root.iter(f"{NS}path")]
    assert filled.count(ROLES[ColourRole.LIFE].colour) >= len(ChartForm)


def test_patterns_are_as_many_as_charts_count_on_and_begin_again() -> None:
    assert len(HATCHINGS) == PATTERNS + 1
    assert [hatching(number) for number in (1, 2, 3)] == [Pattern.NONE, Pattern.RISING, Pattern.DOTS]
    assert hatching(PATTERNS + 2) is hatching(2)
    looks = {
        (hatching(number), polygon_fill(Polygon(SQUARE, Tone.ROLE, ColourRole.LIFE, number)))
        for number in range(1, PATTERNS + 1)
    }
    assert len(looks) == PATTERNS


def test_a_surface_without_tone_is_paper_and_tones_are_their_own() -> None:
    assert polygon_fill(Polygon(SQUARE, Tone.NONE, pattern=2)) == PAPER
    assert polygon_fill(Polygon(SQUARE, Tone.ROLE, ColourRole.TALENT)) == ROLES[ColourRole.TALENT].tint
    assert polygon_fill(Polygon(SQUARE, Tone.STRONG)) not in (PAPER, polygon_fill(Polygon(SQUARE, Tone.SOFT)))


@given(
    st.sampled_from([one for one in Pattern if one not in (Pattern.NONE, Pattern.DOTS)]),
    st.lists(st.floats(2.0, 12.0), min_size=3, max_size=9),
)
def test_hatchings_stay_inside_their_outline(pattern: Pattern, radii: list[float]) -> None:
    outline = [
        (radius * math.cos(2 * math.pi * at / len(radii)), radius * math.sin(2 * math.pi * at / len(radii)))
        for at, radius in enumerate(radii)
    ]
    for x1, y1, x2, y2 in hatch_inside(pattern, outline):
        for share in (0.001, 0.5, 0.999):
            assert covers(outline, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)


def covers(outline: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a star around nought holds a point (or misses it by a hair)."""
    scaled = (x * 0.999, y * 0.999)
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (y1 > scaled[1]) != (y2 > scaled[1]):
            inside ^= scaled[0] < x1 + (x2 - x1) * (scaled[1] - y1) / (y2 - y1)
    return inside or math.hypot(x, y) < 1e-6


def test_dots_stand_wholly_inside_and_all_over() -> None:
    dots = list(dots_inside(SQUARE))
    assert len(dots) == pytest.approx(100 / (1.1 * 0.88), rel=0.15)
    assert all(0.25 <= x <= 9.75 and 0 <= y <= 10 for x, y in dots)


def test_a_rule_and_a_degenerate_polygon_do_no_harm() -> None:
    rule = Polygon(((0, 5), (50, 5)), Tone.NONE, edge=Edge.HAIR)
    svg = write_svg(Drawing(60, 10, polygons=(rule, Polygon(((1, 1),)), Polygon(()))))
    assert svg.count('d="M0 5L50 5Z"') == 2
    assert "M1 1" not in svg
