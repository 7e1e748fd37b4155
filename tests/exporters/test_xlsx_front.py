"""表紙, 目次 and 段階 of a handout as a sheet, and edges at the turn of a page."""

import pytest

from dxplanner.domain.vocabulary import Stage
from dxplanner.handouts.blocks import Cell, Column, HandoutDocument, PageBreak, Paragraph, Table
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from tests.exporters.test_xlsx_documents import document, find, sheet
from tests.handouts.builders import block, handout, snapshot


def with_cover() -> HandoutDocument:
    """A handout with 表紙, 目次 and a page of text."""
    made = handout(block("heading", text="第一"), block("text", text="本文"), title="計画の概要")
    made.cover = made.contents = True
    made.stage = Stage.DRAFT
    return build_document(snapshot([made]), made)


def test_the_cover_goes_without_the_rows_that_repeat() -> None:
    one = with_cover()
    on = sheet(one)
    (first, *rest) = [found.id for found in on.row_breaks.brk]
    assert on.print_title_rows == f"${first + 1}:${first + 3}"
    assert len(rest) + 2 == len(lay_out_document(one).pages) == 3
    titles = [cell for row in on.iter_rows() for cell in row if cell.value == one.title]
    assert [cell.row < first for cell in titles] == [True, False]
    assert on.cell(first, on.max_column).border.bottom.style is None
    assert on.freeze_panes is None
    contents = find(on, "ページ")
    assert contents.row > first + 3
    assert on.cell(contents.row + 1, contents.column).value == "3"


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
