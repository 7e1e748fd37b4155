"""Pictures in a workbook: cells where staff edit, shapes where cells cannot say it."""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dxplanner.handouts.blocks import Picture
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.test_xlsx_documents import (
    centred_range,
    document,
    find,
    merged,
    part,
    schedule,
    sheet,
    written,
)

NAMES = {
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
DRAWING = "xl/drawings/drawing1.xml"


def area_of(on: Any, cell: Any) -> str:
    """The range that is merged or centred over from a cell on, else its address."""
    start = f"{cell.coordinate}:"
    found = next((area for area in merged(on) if area.startswith(start)), "")
    return found or centred_range(on, cell)


def sorted_columns(on: Any) -> list[tuple[str, Any]]:
    """The columns of a sheet from left to right."""
    return sorted(on.column_dimensions.items(), key=lambda item: (len(item[0]), item[0]))


def shapes(one: Any) -> list[ET.Element]:
    """The anchors of a handout's drawing."""
    return ET.fromstring(part(one, DRAWING)).findall("xdr:twoCellAnchor", NAMES)


def picture(*boxes: Box, **fields: Any) -> Any:
    """A handout of one drawing, 100 × 40 mm with lines every 20 mm."""
    given: dict[str, Any] = {"columns": (0, 20, 40, 60, 80, 100), "rows": (0, 20, 40)}
    return document(Picture(Drawing(100, 40, boxes, **(given | fields))), number="")


# The schedule


def test_bars_are_coloured_labelled_cells_under_their_months() -> None:
    on = sheet(schedule())
    bar = find(on, "現状分析と検証")
    assert area_of(on, bar) == f"C{bar.row}:E{bar.row}"
    assert bar.fill.fgColor.rgb.endswith("C9D1DA")
    assert bar.alignment.horizontal == "centerContinuous"
    assert on.cell(bar.row, bar.column + 1).border.left.style is None
    following = find(on, "骨子整理")
    assert area_of(on, following) == f"F{bar.row}:G{bar.row}"
    assert following.border.top.style == "dashed"
    assert find(on, "第1四半期").column == bar.column


def test_a_bar_stays_slimmer_than_its_lane() -> None:
    on = sheet(schedule())
    bar, lane = find(on, "現状分析と検証"), find(on, "改訂作業")
    assert area_of(on, lane) == f"B{lane.row}:B{lane.row + 2}"
    assert bar.row == lane.row + 1
    assert on.row_dimensions[bar.row].height == pytest.approx(10 * 72 / 25.4, abs=0.4)


def test_a_bar_that_goes_on_has_a_point_over_the_cells_of_its_text() -> None:
    one = schedule()
    on = sheet(one)
    first, last = area_of(on, find(on, "成案整理")).split(":")
    assert (on[first].border.top.style, on[last].border.right.style) == (None, None)
    paths = [path for anchor in shapes(one) if (path := anchor.find(".//a:path", NAMES)) is not None]
    assert [len(path.findall(".//a:pt", NAMES)) for path in paths] == [6]
    tip = paths[0].findall(".//a:pt", NAMES)[2]
    assert int(tip.get("x") or 0) == int(paths[0].get("w") or 0)
    assert 0 < int(tip.get("y") or 0) < int(paths[0].get("h") or 0)


def test_a_band_with_a_notch_begins_and_ends_in_a_point() -> None:
    band = Box(20, 0, 40, 20, "継続", shape=BoxShape.ARROW, style=TextStyle(align=Align.CENTRE))
    one = picture(band)
    assert find(sheet(one), "継続").border.left.style is None
    assert len(shapes(one)[0].findall(".//a:pt", NAMES)) == 7


def place_of(anchor: ET.Element, on: Any) -> tuple[float, float]:
    """Left and right of a shape in mm from the sheet's edge."""
    widths = [dimension.width * 7 * 9525 for _, dimension in sorted_columns(on)]
    marks = []
    for name in ("from", "to"):
        column, offset = (
            int(anchor.findtext(f"xdr:{name}/xdr:{tag}", "0", NAMES)) for tag in ("col", "colOff")
        )
        marks.append((sum(widths[:column]) + offset) / 36000)
    return marks[0], marks[1]


def test_a_sign_stands_at_its_day_and_its_text_beside_it() -> None:
    one = schedule()
    on = sheet(one)
    texts = {(anchor.findtext(".//a:t", "", NAMES)): place_of(anchor, on) for anchor in shapes(one)}
    signs = [place_of(anchor, on) for anchor in shapes(one) if anchor.findtext(".//a:t", "", NAMES) == "▲"]
    assert [(left + right) / 2 for left, right in signs] == pytest.approx([80, 83, 161], abs=0.3)
    assert texts["骨子報告"][0] == pytest.approx(82, abs=0.5)
    assert texts["成案報告（定例会）"][1] == pytest.approx(159, abs=0.5)
    assert "▲" not in {str(cell.value) for row in on.iter_rows() for cell in row}
    dashed = next(
        anchor for anchor in shapes(one) if "成案報告（定例会）" in (anchor.findtext(".//a:t", "", NAMES))
    )
    assert dashed.find(".//a:prstDash", NAMES).get("val") == "dash"  # type: ignore[union-attr]


def test_all_signs_of_the_sample_stand_in_the_months_that_their_dates_say(sample: PlanSnapshot) -> None:
    """Whoever reads a sign in another month than the plan's is told something wrong."""
    for code, page in (("schedule", 1), ("schedule-a3", 1), ("briefing-1", 4)):
        one = replace(build_document(sample, handouts_named(sample, (code,))[0]), pages=((page, page),))
        on = sheet(one)
        drawing = next(
            block.drawing for block in one.blocks if isinstance(block, Picture) and block.drawing.glyphs
        )
        months = {
            cell.column: cell.value
            for row in on.iter_rows()
            for cell in row
            if re.fullmatch("[0-9]+月", str(cell.value))
        }
        widths = [dimension.width * 7 * 9525 / 36000 for _, dimension in sorted_columns(on)]
        starts = {name: sum(widths[: column - 1]) for column, name in months.items()}
        printed = {box.text: box for box in drawing.boxes if re.fullmatch("[0-9]+月", box.text)}
        signs = [
            place_of(anchor, on) for anchor in shapes(one) if anchor.findtext(".//a:t", "", NAMES) == "▲"
        ]
        assert len(signs) == len(drawing.glyphs) > 0
        scale = sum(widths) / drawing.width
        for (left, right), glyph in zip(signs, drawing.glyphs, strict=True):
            middle = (left + right) / 2
            month = next(box for box in printed.values() if box.x <= glyph.x + 0.01 < box.right)
            assert starts[month.text] - 0.5 <= middle <= starts[month.text] + month.width * scale + 0.5


def test_inferred_signs_have_a_dashed_line_under_their_text_and_no_box(sample: PlanSnapshot) -> None:
    (handout,) = handouts_named(sample, ("schedule",))
    one = build_document(sample, handout)
    on = sheet(one)
    labels = [anchor for anchor in shapes(one) if anchor.findtext(".//a:t", "", NAMES).endswith("報告")]
    assert len(labels) == 5
    assert not any(anchor.find(".//a:prstDash", NAMES) is not None for anchor in labels)
    lines = [
        place_of(anchor, on)
        for anchor in shapes(one)
        if (line := anchor.find("xdr:cxnSp", NAMES)) is not None
        and line.find(".//a:prstDash", NAMES).get("val") == "dash"  # type: ignore[union-attr]
    ]
    assert len(lines) == 5
    for (left, right), (start, end) in zip(
        sorted(place_of(anchor, on) for anchor in labels), sorted(lines), strict=True
    ):
        assert left - 1.0 <= start < end <= right + 1.0


def test_months_are_parted_by_dotted_borders_except_inside_bars() -> None:
    on = sheet(schedule())
    bar = find(on, "現状分析と検証")
    assert on.cell(bar.row - 1, 4).border.left.style == "dotted"
    assert on.cell(bar.row, 4).border.left.style is None


def test_a_line_between_the_months_floats() -> None:
    lines = [anchor for anchor in shapes(schedule()) if anchor.find("xdr:cxnSp", NAMES) is not None]
    assert len(lines) == 1
    assert lines[0].find(".//a:prstDash", NAMES).attrib == {"val": "dash"}  # type: ignore[union-attr]


# Boxes


def test_lines_on_the_grid_are_borders() -> None:
    line = Line(((20, 0), (20, 40), (60, 40)), Edge.THICK)
    on = sheet(picture(Box(0, 0, 20, 20, "角", edge=Edge.NONE), lines=(line,)))
    row = find(on, "角").row
    assert on.cell(row, 1).border.right.style == on.cell(row, 2).border.left.style == "medium"
    assert on.cell(row + 1, 2).border.bottom.style == on.cell(row + 1, 3).border.bottom.style == "medium"
    assert on.cell(row + 1, 4).border.bottom.style is None
    assert not part(picture(lines=(line,)), DRAWING)


def test_lines_that_are_not_meant_for_cells_are_left_out() -> None:
    lines = (Line(((0, 0), (50, 33)), cell=False), Line(((0, 0), (50, 33)), Edge.NONE))
    assert not part(picture(lines=lines), DRAWING)


def test_boxes_that_snap_to_the_same_cell_do_not_lose_their_text() -> None:
    one = picture(Box(0, 0, 20, 20, "一番"), Box(0.5, 0.5, 19, 19, "二番"))
    on = sheet(one)
    assert find(on, "一番")
    assert "二番" in part(one, DRAWING)


def test_a_box_around_others_keeps_its_text_beside_them() -> None:
    on = sheet(picture(Box(0, 0, 100, 40, "全体", tone=Tone.SOFT), Box(40, 20, 20, 20, "内側")))
    assert find(on, "全体").row < find(on, "内側").row
    assert on.cell(find(on, "全体").row, 3).border.left.style is None


def test_partly_covered_boxes_share_the_cells() -> None:
    on = sheet(picture(Box(0, 0, 60, 20, "左の帯"), Box(40, 0, 60, 20, "右の帯")))
    row = find(on, "左の帯").row
    assert (find(on, "左の帯").column_letter, find(on, "右の帯").coordinate) == ("B", f"F{row}")
    assert not merged(on)


def test_a_text_without_outline_stays_one_cell() -> None:
    on = sheet(picture(Box(0, 0, 80, 20, "そのまま", edge=Edge.NONE)))
    assert ":" not in area_of(on, find(on, "そのまま"))


def test_a_sign_without_a_text_floats_at_its_place() -> None:
    one = picture(glyphs=(Glyph(33, 10, "▲"),))
    left, right = place_of(shapes(one)[0], sheet(one))
    assert (left + right) / 2 == pytest.approx(33, abs=0.3)


def test_a_text_keeps_away_from_the_line_at_its_left() -> None:
    one = picture(
        Box(0, 0, 40, 20, "枠の文字"), Box(60, 0, 40, 20, "中央", style=TextStyle(align=Align.CENTRE))
    )
    on = sheet(one)
    text = find(on, "枠の文字")
    assert text.column_letter == "B"
    assert on.cell(text.row, 1).border.left.style == "thin"
    assert text.border.left.style is None
    assert text.alignment.indent == 0
    assert on.column_dimensions["A"].width * 7 == pytest.approx(1.5 * 96 / 25.4, abs=1)


def test_a_bar_of_several_lines_has_them_in_a_text_box_above_its_cells() -> None:
    lines = ("便利で暮らし", "やすいまち、", "長崎")
    box = Box(0, 0, 40, 20, "便利で暮らしやすいまち、長崎", lines, underline=((4, 8), (12, 14)))
    one = picture(box)
    (anchor,) = shapes(one)
    assert [text.text for text in anchor.iterfind(".//a:t", NAMES)] == [
        "便利で暮",
        "らし",
        "やす",
        "いまち、",
        "長崎",
    ]
    assert place_of(anchor, sheet(one)) == pytest.approx((1.5, 40), abs=0.5)
    assert not merged(sheet(one))


def test_a_heading_of_several_lines_is_merged() -> None:
    lines = ("長崎市DX", "推進委員会")
    on = sheet(picture(Box(0, 0, 40, 20, "長崎市DX推進委員会", lines, heading=True)))
    cell = find(on, "\n".join(lines))
    assert cell.alignment.wrap_text
    assert area_of(on, cell) in merged(on)


def test_text_that_does_not_fit_is_shrunk_and_at_last_reported() -> None:
    small = picture(Box(0, 0, 20, 20, "少し長めの文字が入る"))
    cell = next(
        cell for row in sheet(small).iter_rows() for cell in row if str(cell.value).startswith("少し")
    )
    assert str(cell.value).replace("\n", "") == "少し長めの文字が入る"
    assert cell.font.sz <= 10.5
    _, result = written([picture(Box(0, 0, 20, 20, "とても長い文章" * 30))])
    assert len(result.warnings) == 1
    assert "収まりきりません" in result.warnings[0]


def test_slivers_become_no_columns() -> None:
    columns = (0, 20, 20.4, 40, 99.5, 100)
    on = sheet(picture(Box(20.4, 0, 19.6, 20, "二列目"), columns=columns))
    assert len(on.column_dimensions) == 5
    assert find(on, "二列目").column_letter == "C"


@pytest.mark.parametrize(
    "drawing", [Drawing(0, 0), Drawing(100, 40), Drawing(100, 0, (Box(-5, -5, 300, 90, "外"),))]
)
def test_drawings_without_a_size_do_not_break(drawing: Drawing) -> None:
    assert sheet(document(Picture(drawing))).max_row >= 3


def test_control_characters_do_not_reach_the_shapes() -> None:
    box = Box(10, 10, 20, 5, "a\x00b\x1fc", ("a\x00b\x1fc",), edge=Edge.NONE, cell=False)
    texts = [text.text for anchor in shapes(picture(box)) for text in anchor.findall(".//a:t", NAMES)]
    assert texts == ["abc"]
