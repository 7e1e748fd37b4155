"""The rows above the body of a sheet: long words stay in them, the body begins where the PDF has it."""

from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_head import LEAST_MARGIN, USUAL_HEAD, head_of
from dxplanner.exporters.xlsx_pages import SheetPlan
from dxplanner.exporters.xlsx_shapes import Shape
from dxplanner.exporters.xlsx_sheets import plan_sheets
from dxplanner.exporters.xlsx_styles import CELL_LEADING, Style
from dxplanner.handouts.blocks import Cell, Column, HandoutDocument, PageBreak, PageSetup, Paragraph, Table
from dxplanner.handouts.limited import Limited
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import bundled_metrics
from tests.exporters.test_xlsx_documents import written
from tests.handouts.test_frame import SETUPS, headed, long

_ROUNDING: Final = 0.4
"""How far three rows of whole pixels may be off together (mm)."""


def composed(title: str, number: str, stamp: str, setup: PageSetup) -> tuple[HandoutDocument, SheetPlan]:
    """A handout of two pages and its sheet, which has two columns."""
    table = Table((Column(1), Column(2)), (), ((Cell("名称"), Cell("内容")),))
    blocks = (table, PageBreak(), Paragraph("次の頁"))
    document = replace(headed(title, number, stamp, setup), blocks=blocks)
    (plan,) = plan_sheets(document)
    return document, plan


def check_words(words: Limited, width: float, height: float, *, bold: bool) -> None:
    """Words stay in their row."""
    widths = [bundled_metrics().width(line, words.size, bold) for line in words.lines]
    assert max(widths) <= width
    assert len(words.lines) * line_height(words.size, CELL_LEADING) <= height + 1e-6


def check_head(document: HandoutDocument, plan: SheetPlan) -> None:
    """Nothing is wider or higher than its row, the rows end where the head of the page does."""
    head, setup, canvas = head_of(document), document.setup, plan.canvas
    width = setup.printable[0]
    check_words(head.number, width - 2.0, head.heights[0], bold=False)
    check_words(head.title, width - 2.0, head.heights[1], bold=True)
    assert sum(head.heights) <= setup.top - LEAST_MARGIN + 1e-6
    rows = [height / MM_TO_POINT for height in canvas.heights[:3]]
    assert rows == pytest.approx(head.heights, abs=_ROUNDING)
    assert canvas.contents[1, 0].value == head.title.text
    assert canvas.contents[1, 0].look.wrap == (len(head.title.lines) > 1)
    assert [(area.top, area.bottom) for area in canvas.merges if area.top < 3] == (
        [(1, 2)] if len(head.title.lines) > 1 else []
    )
    for shape in canvas.shapes:
        (left, top), (right, bottom) = shape.points
        assert 0 <= left < right <= canvas.grid.count
        assert 0 <= top < bottom <= 1
    said = [str(content.value) for (row, _), content in canvas.contents.items() if row == 0]
    said += [str(shape.words.value) for shape in canvas.shapes if shape.words is not None]
    assert "".join(said) == "\n".join(head.number.lines)


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("number", [0, 4, 20, 60, 200])
@pytest.mark.parametrize("title", [4, 20, 60, 200, 400])
def test_long_words_stay_in_the_rows_of_the_head(title: int, number: int, setup: PageSetup) -> None:
    document, plan = composed(long(title), long(number), "素案" if number else "", setup)
    check_head(document, plan)
    if title <= 200 and setup in SETUPS[:3]:
        assert plan.canvas.contents[1, 0].value == long(title)
        assert not plan.canvas.warnings


@settings(max_examples=30)
@given(
    st.text("あ漢字カナ。、」（ー1aA ﾊﾟ𠮷", min_size=1, max_size=300),
    st.text("資料１－２の（追補）A", max_size=250),
    st.sampled_from(["", "骨子"]),
    st.sampled_from(SETUPS),
)
@example("https://example.jp/" + "a" * 280, "-" * 250, "骨子", SETUPS[3])
def test_whatever_is_typed_stays_in_the_head(title: str, number: str, stamp: str, setup: PageSetup) -> None:
    check_head(*composed(title, number, stamp, setup))


def test_short_words_stand_in_rows_of_the_usual_height() -> None:
    document, plan = composed("計画の概要（案）", "資料１－１", "素案", SETUPS[0])
    assert head_of(document).heights == USUAL_HEAD
    assert plan.canvas.contents[1, 0].look.size == 14
    assert not plan.canvas.merges


def test_a_low_margin_takes_from_the_free_space_under_the_title() -> None:
    document, _ = composed("計画の概要", "資料１", "", PageSetup(top=21.0))
    assert head_of(document).heights == (6.5, 7.5, 2.0)


def test_a_number_of_several_lines_stands_in_its_frame() -> None:
    _, plan = composed("計画の概要", long(200), "", SETUPS[1])
    frame: Shape
    (frame,) = plan.canvas.shapes
    assert frame.words is not None
    assert frame.words.look.style is Style.NUMBER
    assert len(str(frame.words.value).split("\n")) in (2, 3)
    assert not any(row == 0 for row, _ in plan.canvas.contents)


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("letters", [8, 60, 200, 400])
def test_the_body_of_a_sheet_begins_where_that_of_the_page_does(letters: int, setup: PageSetup) -> None:
    document, _ = composed(long(letters), long(letters), "素案", setup)
    data, result = written([document])
    on: Any = load_workbook(BytesIO(data)).worksheets[0]
    head = sum(on.row_dimensions[row].height for row in (1, 2, 3)) / MM_TO_POINT
    assert on.page_margins.top * 25.4 + head == pytest.approx(document.setup.top, abs=_ROUNDING)
    assert on.page_margins.top * 25.4 >= LEAST_MARGIN - _ROUNDING
    assert on.print_title_rows == "$1:$3"
    assert len(on.row_breaks.brk) == 1
    assert len(set(result.warnings)) == len(result.warnings)
