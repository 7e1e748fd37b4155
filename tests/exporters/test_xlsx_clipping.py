"""Lines in a workbook end where words stand on them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.exporters.xlsx_clipping import labels, visible_parts
from dxplanner.handouts.blocks import Picture
from dxplanner.handouts.drawing import Box, Drawing, Edge, Line, Tone
from tests.exporters.test_xlsx_documents import document, part

LABEL = Box(40, 5, 20, 10, "移行", ("移行",), edge=Edge.NONE)


def test_only_words_without_outline_or_surface_stand_on_lines() -> None:
    framed = Box(0, 0, 10, 10, "枠", ("枠",))
    filled = Box(0, 0, 10, 10, "面", ("面",), tone=Tone.SOFT, edge=Edge.NONE)
    empty = Box(0, 0, 10, 10, edge=Edge.NONE)
    floating = Box(0, 0, 10, 10, "箱", ("箱",), edge=Edge.NONE, cell=False)
    assert labels((framed, filled, empty, floating, LABEL)) == (LABEL,)


@pytest.mark.parametrize(
    ("points", "parts"),
    [
        (((0, 10), (100, 10)), [((0, 10), (40, 10)), ((60, 10), (100, 10))]),
        (((100, 10), (0, 10)), [((100, 10), (60, 10)), ((40, 10), (0, 10))]),
        (((0, 4), (100, 4)), [((0, 4), (100, 4))]),
        (((50, 0), (50, 10)), [((50, 0), (50, 5))]),
        (((50, 10), (50, 30)), [((50, 15), (50, 30))]),
        (((45, 8), (55, 12)), []),
        (((0, 0), (50, 0), (50, 20), (90, 20)), [((0, 0), (50, 0), (50, 5)), ((50, 15), (50, 20), (90, 20))]),
    ],
)
def test_a_line_goes_on_behind_the_words(
    points: tuple[tuple[float, float], ...], parts: list[tuple[tuple[float, float], ...]]
) -> None:
    assert visible_parts(points, (LABEL,)) == parts


places = st.tuples(st.integers(0, 100).map(float), st.integers(0, 20).map(float))


@given(st.lists(places, min_size=2, max_size=5), st.lists(places, max_size=3))
def test_no_part_lies_under_words(
    points: list[tuple[float, float]], corners: list[tuple[float, float]]
) -> None:
    covers = [Box(x, y, 12, 6, "字", ("字",), edge=Edge.NONE) for x, y in corners]
    for visible in visible_parts(points, covers):
        for (x1, y1), (x2, y2) in pairwise(visible):
            middle = ((x1 + x2) / 2, (y1 + y2) / 2)
            assert not any(
                box.x + 1e-6 < middle[0] < box.right - 1e-6 and box.y + 1e-6 < middle[1] < box.bottom - 1e-6
                for box in covers
            )


def test_an_arrow_with_words_on_it_becomes_two_lines_with_one_head() -> None:
    ends = (Box(0, 0, 20, 20, "甲", ("甲",)), Box(80, 0, 20, 20, "乙", ("乙",)))
    lines = (Line(((20.0, 10.0), (80.0, 10.0)), arrow=True),)
    picture = Picture(Drawing(100, 20, (*ends, LABEL), lines, columns=(0, 20, 40, 60, 80, 100)))
    xml = part(document(picture, number=""), "xl/drawings/drawing1.xml")
    assert xml.count("tailEnd") == 1
    assert xml.count("<xdr:cxnSp") + xml.count("<xdr:sp ") + xml.count("<xdr:sp>") == 2
