"""表紙, 目次 and 段階 of a handout as a sheet, and edges at the turn of a page."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from dxplanner.domain.vocabulary import Stage
from dxplanner.handouts.blocks import Cell, Column, HandoutDocument, PageBreak, Paragraph, Table
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from tests.exporters.test_xlsx_documents import document, find, sheet, written
from tests.handouts.builders import block, handout, snapshot


def with_cover() -> HandoutDocument:
    """A handout with 表紙, 目次 and a page of text."""
    made = handout(block("heading", text="第一"), block("text", text="本文"), title="計画の概要")
    made.cover = made.contents = True
    made.stage = Stage.DRAFT
    return build_document(snapshot([made]), made)


def test_the_cover_is_a_sheet_without_the_rows_that_repeat() -> None:
    one = with_cover()
    data, result = written([one])
    book: Any = load_workbook(BytesIO(data))
    cover, rest = book.worksheets
    assert result.sheets == (cover.title, rest.title) == ("表紙", "目次")
    assert len(lay_out_document(one).pages) == 3
    assert [on.page_setup.firstPageNumber for on in (cover, rest)] == [1, 2]
    assert [on.print_title_rows for on in (cover, rest)] == [None, "$1:$3"]
    assert [on.oddFooter.center.text for on in (cover, rest)] == [None, "&P／3"]
    assert find(cover, one.title).row > 1
    assert find(rest, one.title).row == 2
    assert len(rest.row_breaks.brk) == 1
    number = find(rest, "ページ")
    assert rest.cell(number.row + 1, number.column).value == "3"


def test_the_stage_stands_beside_the_number() -> None:
    assert find(sheet(document(stamp="素案")), "素案　資料１－１").style == "資料番号"
    assert find(sheet(document(stamp="素案", number="")), "素案").style == "資料番号"


def test_changed_words_of_a_table_are_underlined() -> None:
    table = Table((Column(1),), (), ((Cell("現行から変更", underline=((4, 6),)),),))
    cell = next(
        cell for row in sheet(document(table)).iter_rows() for cell in row if "変更" in str(cell.value)
    )
    assert [(str(part), getattr(part, "font", None) and part.font.u) for part in cell.value] == [
        ("現行から", None),
        ("変更", "single"),
    ]


@pytest.mark.parametrize("rows", range(22, 36))
def test_a_page_of_text_begins_without_the_edge_of_the_table_before_it(rows: int) -> None:
    table = Table((Column(1),), (), ((Cell("値"),),) * rows)
    on = sheet(document(table, PageBreak(), Paragraph("次の頁")))
    cell = find(on, "次の頁")
    assert on.row_breaks.brk[-1].id == cell.row - 1
    assert cell.border.top is None or cell.border.top.style is None
