"""Diagrams in a workbook: boxes, lines and arrows are shapes above empty cells, as on the page."""

from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.handouts.blocks import Picture
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.test_xlsx_documents import (
    document,
    hierarchy,
    items_table,
    merged,
    part,
    schedule,
    sheet,
    transitions,
)
from tests.exporters.test_xlsx_pictures import DRAWING, NAMES, place_of, shapes

_EMU = 36000


def diagram(*boxes: Box, **fields: Any) -> Any:
    """A handout of one diagram, 100 × 40 mm."""
    return document(Picture(Drawing(100, 40, boxes, **fields)), number="")


def text_of(anchor: ET.Element) -> str:
    """The text of a shape with its line feeds."""
    lines = anchor.findall(".//a:p", NAMES)
    return "\n".join("".join(text.text or "" for text in line.iter(f"{{{NAMES['a']}}}t")) for line in lines)


def shape_of(one: Any, text: str) -> ET.Element:
    """The shape with this text."""
    (found,) = (anchor for anchor in shapes(one) if text_of(anchor) == text)
    return found


def fill_of(anchor: ET.Element) -> str | None:
    """The colour of a shape's surface."""
    colour = anchor.find("xdr:sp/xdr:spPr/a:solidFill/a:srgbClr", NAMES)
    return None if colour is None else colour.get("val")


def size_of(anchor: ET.Element) -> float:
    """The text size of a shape in points."""
    run = anchor.find(".//a:rPr", NAMES)
    assert run is not None
    return int(run.get("sz") or 0) / 100


# Boxes


def test_boxes_are_shapes_with_their_fill_outline_and_text() -> None:
    one = hierarchy()
    policy = shape_of(one, "利用者に寄り添ったサービスを提供します")
    assert fill_of(policy) == "DCEBF5"
    assert place_of(policy, sheet(one)) == pytest.approx((30, 90), abs=0.3)
    measure = shape_of(one, "1-2　健康で豊かに暮らせる環境づくり")
    assert fill_of(measure) == "FFFFFF"
    assert measure.find("xdr:sp/xdr:spPr/a:ln/a:prstDash", NAMES).get("val") == "solid"  # type: ignore[union-attr]


def test_a_diagram_divides_no_cells_and_merges_none() -> None:
    on = sheet(document(items_table(), Picture(hierarchy().blocks[0].drawing)))  # type: ignore[union-attr]
    assert len(on.column_dimensions) == 3
    assert merged(on) == {"A5:A6"}


def test_an_upright_text_has_its_characters_under_each_other() -> None:
    style = TextStyle(10.5, True, Align.CENTRE, vertical=True)
    assert shape_of(diagram(Box(0, 0, 20, 40, "暮らし", ("暮らし",), style)), "暮\nら\nし")
    assert shape_of(diagram(Box(0, 0, 20, 40, "データ", ("データ",), style)), "デ\n｜\nタ")
    two = Box(0, 0, 20, 40, "情報基盤課", ("情報", "基盤課"), style)
    assert shape_of(diagram(two), "基情\n盤報\n課\u3000")


def test_a_text_of_several_lines_has_those_of_the_page() -> None:
    lines = ("便利で暮らし", "やすいまち、", "長崎")
    box = Box(0, 0, 40, 20, "便利で暮らしやすいまち、長崎", lines, underline=((4, 8), (12, 14)))
    found = shape_of(diagram(box), "\n".join(lines))
    underlined = [
        run.findtext("a:t", "", NAMES)
        for run in found.iterfind(".//a:r", NAMES)
        if run.find("a:rPr", NAMES).get("u") == "sng"  # type: ignore[union-attr]
    ]
    assert underlined == ["らし", "やす", "長崎"]
    spacing = found.find(".//a:spcPts", NAMES)
    assert spacing is not None
    assert int(spacing.get("val") or 0) == pytest.approx(1050 * 1.25, abs=1)


def test_changed_words_are_underlined() -> None:
    runs = shape_of(transitions(), "見直し1").findall(".//a:r", NAMES)
    shown = [(run.findtext("a:t", "", NAMES), run.find("a:rPr", NAMES).get("u")) for run in runs]  # type: ignore[union-attr]
    assert shown == [("見直", "sng"), ("し1", None)]


@given(st.text("あ漢A1（、", min_size=1, max_size=30), st.floats(12, 90), st.sampled_from(list(Align)))
def test_the_lines_of_a_box_have_room_in_it(text: str, width: float, align: Align) -> None:
    """Whoever opens the workbook sees the lines of the page, none broken once more."""
    from dxplanner.exporters.xlsx_styles import NEARLY
    from dxplanner.handouts.chart_parts import text_width
    from dxplanner.handouts.shapes import text_box

    box = text_box(0, 0, width, 40, text, 10.5, align=align)
    found = shapes(diagram(box))[0]
    lines = [line for line in text_of(found).split("\n") if line]
    body = found.find(".//a:bodyPr", NAMES)
    assert body is not None
    insets = sum(int(body.get(name) or 0) for name in ("lIns", "rIns")) / _EMU
    size = size_of(found)
    if size > 6.0:
        assert text_width(lines, size, False) + NEARLY <= width - insets + 0.1


def test_words_without_an_outline_have_room_beside_them() -> None:
    label = Box(40, 5, 8, 10, "名称変更", ("名称変更",), edge=Edge.NONE)
    one = diagram(label)
    left, right = place_of(shape_of(one, "名称変更"), sheet(one))
    assert left == pytest.approx(40, abs=0.3)
    assert right - left > 15


def test_a_band_that_goes_on_is_one_shape_with_its_text() -> None:
    for shape, corners in ((BoxShape.OPEN_RIGHT, 5), (BoxShape.ARROW, 6)):
        one = diagram(Box(20, 0, 40, 20, "継続", shape=shape, tone=Tone.SOFT))
        (band,) = shapes(one)
        assert text_of(band) == "継続"
        assert fill_of(band) == "F1F3F6"
        assert len(band.findall(".//a:pt", NAMES)) == corners


def test_the_hatching_of_an_area_floats_beside_its_text() -> None:
    upright = TextStyle(align=Align.CENTRE, vertical=True)
    one = diagram(
        Box(0, 0, 20, 40, "生活", style=upright, tone=Tone.ROLE, role=ColourRole.LIFE),
        Box(40, 0, 60, 20, "産業", tone=Tone.ROLE, role=ColourRole.INDUSTRY),
    )
    hatched = [anchor for anchor in shapes(one) if anchor.find(".//a:pattFill", NAMES) is not None]
    hatches = [anchor.find(".//a:pattFill", NAMES).get("prst") for anchor in hatched]  # type: ignore[union-attr]
    assert hatches == ["wdUpDiag", "wdUpDiag", "lgGrid"]
    assert place_of(hatched[2], sheet(one)) == pytest.approx((40.3, 42.4), abs=0.2)


def test_a_diagram_larger_than_the_page_is_made_smaller() -> None:
    one = document(
        Picture(Drawing(538, 100, (Box(0, 0, 538, 100, "大きい", style=TextStyle(20)),))), number=""
    )
    assert size_of(shape_of(one, "大きい")) == 10
    on = sheet(one)
    height = sum(on.row_dimensions[row].height for row in range(4, max(on.row_dimensions) + 1))
    assert height == pytest.approx(50 * MM_TO_POINT, abs=3)


def test_an_outline_at_the_side_of_the_page_is_not_cut() -> None:
    one = diagram(Box(0, 0, 20, 10, "左端"), Box(249, 0, 20, 10, "右端"))
    on = sheet(one)
    wide = sum(dimension.width * 7 * 25.4 / 96 for dimension in on.column_dimensions.values())
    assert place_of(shape_of(one, "左端"), on)[0] == pytest.approx(0.3, abs=0.05)
    assert place_of(shape_of(one, "右端"), on)[1] == pytest.approx(wide - 0.3, abs=0.1)


# Lines and arrows


def test_arrows_are_connectors_with_heads() -> None:
    connectors = [
        found for anchor in shapes(transitions()) if (found := anchor.find("xdr:cxnSp", NAMES)) is not None
    ]
    assert len(connectors) == 3
    for connector in connectors:
        assert connector.find(".//a:prstGeom", NAMES).get("prst") == "straightConnector1"  # type: ignore[union-attr]
        assert connector.find(".//a:tailEnd", NAMES).get("type") == "triangle"  # type: ignore[union-attr]
        assert connector.find(".//a:headEnd", NAMES) is None
    flips = [connector.find(".//a:xfrm", NAMES).get("flipV") for connector in connectors]  # type: ignore[union-attr]
    assert flips == [None, "1", None]
    dashes = [connector.find(".//a:prstDash", NAMES).get("val") for connector in connectors]  # type: ignore[union-attr]
    assert dashes == ["solid", "dash", "solid"]


def test_an_arrow_reaches_from_box_to_box() -> None:
    one = transitions()
    on = sheet(one)
    arrow = next(anchor for anchor in shapes(one) if anchor.find("xdr:cxnSp", NAMES) is not None)
    start, end = place_of(arrow, on)
    assert start == pytest.approx(place_of(shape_of(one, "現行1"), on)[1], abs=0.1)
    assert end == pytest.approx(place_of(shape_of(one, "見直し2"), on)[0], abs=0.1)


def test_elbows_are_freeforms_and_straight_lines_connectors() -> None:
    anchors = shapes(hierarchy())
    paths = [path for anchor in anchors if (path := anchor.find(".//a:path", NAMES)) is not None]
    assert [len(path.findall(".//a:pt", NAMES)) for path in paths] == [4, 4]
    # The middle elbow goes straight on, so it is a connector like the line between the first two levels.
    assert sum(anchor.find("xdr:cxnSp", NAMES) is not None for anchor in anchors) == 2


def test_a_line_that_goes_straight_on_is_one_connector() -> None:
    line = Line(((3, 3), (13, 8), (23, 13), (33, 18)))
    anchors = shapes(diagram(lines=(line,)))
    assert [anchor.find("xdr:cxnSp", NAMES) is not None for anchor in anchors] == [True]


def test_boxes_and_words_hide_the_lines_that_run_under_them() -> None:
    label = Box(40, 5, 20, 10, "移行", ("移行",), edge=Edge.NONE)
    one = diagram(Box(0, 0, 20, 20, "甲"), label, lines=(Line(((10.0, 10.0), (80.0, 10.0)), arrow=True),))
    kinds = [text_of(anchor) or "線" for anchor in shapes(one)]
    assert kinds == ["線", "甲", "移行"]
    assert fill_of(shape_of(one, "移行")) == "FFFFFF"


def test_a_sign_stands_in_the_middle_of_its_place() -> None:
    one = diagram(glyphs=(Glyph(33, 10, "●", 2.0),))
    left, right = place_of(shape_of(one, "●"), sheet(one))
    assert (left + right) / 2 == pytest.approx(33, abs=0.1)


# The sheet


def test_shape_numbers_are_unique_and_the_part_reads_back() -> None:
    for one in (hierarchy(), transitions(), schedule()):
        root = ET.fromstring(part(one, DRAWING))
        ids = [element.get("id") for element in root.iter(f"{{{NAMES['xdr']}}}cNvPr")]
        assert len(set(ids)) == len(ids) > 0
        reader: Any = SpreadsheetDrawing
        assert len(reader.from_tree(root).twoCellAnchor) == len(ids)


@pytest.mark.parametrize("code", ["hierarchy", "transitions", "diagram", "concept", "flow-1"])
def test_shapes_lie_where_the_page_has_their_boxes(sample: PlanSnapshot, code: str) -> None:
    one = build_document(sample, handouts_named(sample, (code,))[0])
    drawing = next(block.drawing for block in one.blocks if isinstance(block, Picture))
    on = sheet(replace(one, number=""))
    found = [
        anchor
        for anchor in shapes(replace(one, number=""))
        if anchor.find("xdr:sp/xdr:txBody", NAMES) is not None
    ]
    boxes = [box for box in drawing.boxes if box.text]
    assert len(boxes) == len([anchor for anchor in found if text_of(anchor) != "●"]) > 5
    tops = [0.0]
    for row in range(1, max(on.row_dimensions) + 1):
        tops.append(tops[-1] + on.row_dimensions[row].height / MM_TO_POINT)
    framed = [(box, anchor) for box, anchor in zip(boxes, found, strict=False) if box.edge is not Edge.NONE]
    begin = min(top_of(anchor, tops) for _, anchor in framed) - min(box.y for box, _ in framed)
    for box, anchor in framed:
        assert place_of(anchor, on) == pytest.approx((box.x, box.right), abs=0.7), box.text
        assert top_of(anchor, tops) - begin == pytest.approx(box.y, abs=0.7), box.text
        assert text_of(anchor).replace("\n", "").strip("\u3000") == "".join(box.lines).strip("\u3000")
    assert all(first < second for first, second in pairwise(tops))


def top_of(anchor: ET.Element, tops: list[float]) -> float:
    """Upper edge of a shape in mm."""
    row, offset = (int(anchor.findtext(f"xdr:from/xdr:{tag}", "0", NAMES)) for tag in ("row", "rowOff"))
    return tops[row] + offset / _EMU
