"""The chart as SVG: well-formed, all texts in it, fonts by name, nothing outside its place."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.pdf_theme import Pattern
from dxplanner.exporters.svg import FONTS, hatch, write_svg
from dxplanner.handouts.blocks import Picture
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.handouts.schedule import build
from dxplanner.model.snapshot import PlanSnapshot

NS = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{NS}text")]


def drawing(*boxes: Box) -> Drawing:
    return Drawing(100.0, 50.0, boxes, description="工程表「甲」")


@pytest.mark.parametrize("title", ["改訂スケジュール", "職員の育成", "最新のテクノロジーに触れる場の創出"])
def test_the_samples_schedules_say_in_svg_what_the_paper_says(sample: PlanSnapshot, title: str) -> None:
    [picture] = [block for block in build(sample, {"schedule": title}) if isinstance(block, Picture)]
    svg = write_svg(picture.drawing, title)
    said = texts(svg)
    wanted = [line for box in picture.drawing.boxes for line in box.lines]
    wanted += [glyph.sign for glyph in picture.drawing.glyphs]
    assert sorted(said) == sorted(wanted)
    root = ET.fromstring(svg)
    assert root.get("font-family") == FONTS
    assert root.findtext(f"{NS}title") == title
    assert root.findtext(f"{NS}desc") == picture.drawing.description
    assert root.get("width") == f"{picture.drawing.width + 4:.3f}".rstrip("0").rstrip(".") + "mm"


def test_signs_of_xml_and_control_characters_do_no_harm() -> None:
    box = Box(0, 0, 50, 10, "<甲>&\x07", ("<甲>&\x07",))
    assert texts(write_svg(drawing(box), '"工程"')) == ["<甲>&"]


def test_lines_are_dashed_arrows_have_heads_and_underlines_their_ranges() -> None:
    changed = Box(
        0, 0, 50, 10, "骨子整理", ("骨子", "整理"), TextStyle(align=Align.RIGHT), underline=((1, 3),)
    )
    line = Line(((0, 0), (10, 0), (10, 20)), Edge.DASHED, arrow=True)
    svg = write_svg(Drawing(100, 50, (changed,), (line,), (Glyph(5, 5, "▲"),)))
    marked = [element.text for element in ET.fromstring(svg).iter(f"{NS}tspan")]
    assert marked == ["子", "整"]
    assert 'stroke-dasharray="1.4 0.9"' in svg
    assert svg.count('fill="#3d4855"/>') == 1
    assert "▲" in texts(svg)


def test_upright_text_stands_one_character_under_the_other() -> None:
    svg = write_svg(drawing(Box(0, 0, 10, 40, "基本方針", ("基本方針",), TextStyle(vertical=True))))
    places = [float(span.get("y", "0")) for span in ET.fromstring(svg).iter(f"{NS}tspan")]
    assert places == sorted(set(places))
    assert texts(svg) == ["基本方針"]


@pytest.mark.parametrize("role", [role for role in ColourRole if role is not ColourRole.NEUTRAL])
def test_each_role_has_a_pattern_beside_its_text(role: ColourRole) -> None:
    plain = write_svg(drawing(Box(0, 0, 50, 10, "甲", ("甲",), tone=Tone.SOFT, shape=BoxShape.ARROW)))
    patterned = write_svg(drawing(Box(0, 0, 50, 10, "甲", ("甲",), tone=Tone.ROLE, role=role)))
    assert len(patterned.splitlines()) == len(plain.splitlines()) + 1


@given(
    pattern=st.sampled_from(
        [Pattern.RISING, Pattern.FALLING, Pattern.CROSSED, Pattern.LEVEL, Pattern.UPRIGHT]
    ),
    width=st.floats(0.5, 60),
    height=st.floats(0.5, 60),
)
def test_hatching_stays_inside_its_place(pattern: Pattern, width: float, height: float) -> None:
    for x1, y1, x2, y2 in hatch(pattern, (10, 20, width, height)):
        assert all(10 - 1e-6 <= x <= 10 + width + 1e-6 for x in (x1, x2))
        assert all(20 - 1e-6 <= y <= 20 + height + 1e-6 for y in (y1, y2))
