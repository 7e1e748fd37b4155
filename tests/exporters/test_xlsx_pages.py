"""A page range in a workbook: the pages that paper has, under their numbers, and nothing of the others."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dxplanner.domain.errors import InputError
from dxplanner.exporters.xlsx_content import Formula
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    ChartForm,
    ChartRow,
    Column,
    HandoutDocument,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Sum,
    Table,
)
from dxplanner.handouts.documents import build_document, page_ranges
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.test_xlsx_documents import document, find, heading, items_table, number, sheet, written
from tests.exporters.test_xlsx_front import with_cover
from tests.handouts.chart_data import chart, values

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def only(one: HandoutDocument, text: str) -> HandoutDocument:
    """The handout with 印刷するページ filled in."""
    return replace(one, pages=page_ranges(text))


def sheets(one: HandoutDocument) -> list[Any]:
    """All sheets of a handout read back."""
    return list(load_workbook(BytesIO(written([one])[0])).worksheets)


def page_numbers(one: HandoutDocument) -> list[int]:
    """The numbers on the pages that a workbook prints."""
    return [
        on.page_setup.firstPageNumber + page
        for on in sheets(one)
        for page in range(len(on.row_breaks.brk) + 1)
    ]


def words(one: HandoutDocument) -> str:
    """Everything that stands in any part of a workbook."""
    with ZipFile(BytesIO(written([one])[0])) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def page_of(name: str) -> tuple[Block, ...]:
    """A page on which everything is called NAME: text, a box, a floating text at an arrow, a table."""
    boxes = (Box(0, 0, 40, 10, f"{name}の箱"), Box(50, 0, 20, 5, f"{name}の字", edge=Edge.NONE, cell=False))
    drawing = Drawing(100, 20, boxes, (Line(((40, 5), (90, 15)), arrow=True),), (), (0, 40, 90), (0, 10))
    table = Table((Column(1),), ((heading(f"{name}の項目"),),), ((Cell(f"{name}の値"),),))
    return Heading(f"{name}の見出し"), Paragraph(f"{name}の文"), Picture(drawing), table


def three_pages() -> HandoutDocument:
    """Pages 3 to 5: 甲, 乙 and 丙."""
    return document(*page_of("甲"), PageBreak(), *page_of("乙"), PageBreak(), *page_of("丙"))


def long_table() -> HandoutDocument:
    """One table of sixty rows, whose headings repeat on each page."""
    rows = tuple((Cell(f"{row}番"), number(str(row), row, "#,##0")) for row in range(1, 61))
    return document(Table((Column(3), Column(1)), ((heading("項目"), heading("数")),), rows))


@pytest.mark.parametrize("text", ["1", "2", "1-2", "1,3", "2-99", "3,5-6"])
def test_a_workbook_has_the_pages_that_paper_has(sample: PlanSnapshot, text: str) -> None:
    several = 0
    for handout in handouts_named(sample, ["budget-2", "draft-report", "briefing-3", "measure-cards"]):
        one = only(build_document(sample, handout), text)
        pages = [page.number for page in lay_out_document(one).pages]
        if pages:
            assert (handout.code, page_numbers(one)) == (handout.code, pages)
            several += 1
    assert several >= 2


def test_all_pages_are_the_sheet_itself() -> None:
    assert written([only(three_pages(), "1-9")])[0] == written([three_pages()])[0]


@pytest.mark.parametrize(
    ("text", "names"), [("3", "甲"), ("4", "乙"), ("5", "丙"), ("4-5", "乙丙"), ("3,5", "甲丙")]
)
def test_nothing_of_the_other_pages_is_given_away(text: str, names: str) -> None:
    found = words(only(three_pages(), text))
    for name in "甲乙丙":
        for what in ("見出し", "文", "箱", "字", "項目", "値"):
            assert (f"{name}の{what}" in found) == (name in names), (name, what)
    assert found.count("矢印") == len(names)


def test_charts_come_with_their_figures_or_not_at_all() -> None:
    first, second = (chart(ChartForm.BAR, values(40, 60), title=title) for title in ("満足度", "認知度"))
    one = document(ChartRow((first,)), PageBreak(), ChartRow((second,)))
    (on,) = sheets(only(one, "4"))
    assert len(on._charts) == 1
    series = on._charts[0].series[0]
    area = series.val.numRef.f.rpartition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in on[area]] == [float(value.v) for value in series.val.numRef.numCache.pt]
    found = words(only(one, "4"))
    assert "認知度" in found
    assert "満足度" not in found


def test_pages_apart_are_sheets_of_their_own() -> None:
    _, result = written([only(three_pages(), "3,5"), document(title="次の資料")])
    assert result.sheets == ("成果指標\u30003ページ", "成果指標\u30005ページ", "次の資料")
    _, result = written([only(three_pages(), "3,5")])
    assert result.sheets == ("甲の見出し", "丙の見出し")
    _, result = written([only(three_pages(), "4")])
    assert result.sheets == ("成果指標",)
    assert page_numbers(only(three_pages(), "3,5")) == [3, 5]


def test_a_later_page_begins_with_the_rows_that_repeat() -> None:
    whole, on = sheet(long_table()), sheet(only(long_table(), "4"))
    first = whole.row_breaks.brk[0].id + 1
    assert on.print_title_rows == whole.print_title_rows == "$1:$4"
    assert on.freeze_panes == whole.freeze_panes
    assert [cell.value for cell in on[4]] == ["項目", "数"]
    assert [cell.value for cell in on[5]] == [cell.value for cell in whole[first]]
    assert on["A5"].border.top.style == "thin"
    assert on.row_dimensions[5].height == whole.row_dimensions[first].height
    assert not on.row_breaks.brk


def test_a_page_of_text_begins_without_an_edge() -> None:
    table = Table((Column(1),), (), ((Cell("値"),),) * 30)
    one = document(table, PageBreak(), Paragraph("次の頁"))
    cell = find(sheet(only(one, str(lay_out_document(one).pages[-1].number))), "次の頁")
    assert cell.row == 4
    assert cell.border.top is None or cell.border.top.style is None


def test_the_cover_alone_repeats_nothing() -> None:
    cover, rest = sheet(only(with_cover(), "1")), sheet(only(with_cover(), "2-3"))
    assert cover.print_title_rows is None
    assert cover.title == rest.title == "計画の概要"
    assert rest.print_title_rows == "$1:$3"
    assert find(rest, "計画の概要").row == 2
    assert rest.page_setup.firstPageNumber == 2


def test_an_arrow_stays_with_its_boxes() -> None:
    one = three_pages()
    moved = []
    for text in ("", "4"):
        with ZipFile(BytesIO(written([only(one, text)])[0])) as archive:
            root = ET.fromstring(archive.read("xl/drawings/drawing1.xml"))
        box = find(sheet(only(one, text)), "乙の箱").row
        anchors = [
            int(anchor.findtext(f"{XDR}from/{XDR}row") or "0")
            for anchor in root
            if (name := anchor.find(f".//{XDR}cNvPr")) is not None and "矢印" in name.get("name", "")
        ]
        moved.append([row + 1 - box for row in anchors])
    assert moved[1] == [moved[0][1]]


def test_a_total_follows_its_cells() -> None:
    one = document(Paragraph("前のページ"), PageBreak(), items_table())
    on = sheet(only(one, "4"))
    formula = next(cell.value for row in on.iter_rows() for cell in row if str(cell.value).startswith("=SUM"))
    first, last = formula[len("=SUM(") : -1].split(":")
    assert (on[first].value, on[last].value) == (6248, "－")
    assert written([only(one, "4")])[1].warnings == ()


def test_a_total_without_its_cells_is_a_figure() -> None:
    rows = [(Cell(f"{row}番"), number("1", 1, "#,##0")) for row in range(60)]
    total = number("60", 60, "#,##0", total=Sum(tuple((row, 1) for row in range(60))))
    one = document(Table((Column(3), Column(1)), (), (*rows, (Cell("計", align=Align.RIGHT), total))))
    last = lay_out_document(one).pages[-1].number
    on = sheet(only(one, str(last)))
    assert on.cell(on.max_row, on.max_column).value == 60
    (warning,) = written([only(one, str(last))])[1].warnings
    assert "計算式にせず" in warning
    assert written([one])[1].warnings == ()


def test_a_formula_moves_with_every_row_that_it_names() -> None:
    formula = Formula('=IFERROR(SUM(C5:C7,D9)/B2*100,"－")', 12.5)
    places = {1: 0, 4: 1, 5: 2, 6: 3, 8: 4}
    assert formula.moved(places) == Formula('=IFERROR(SUM(C2:C4,D5)/B1*100,"－")', 12.5)
    assert formula.moved({row: place for row, place in places.items() if row != 5}) is None


def test_a_range_without_pages_is_refused() -> None:
    with pytest.raises(InputError, match="資料「成果指標」の「印刷するページ」"):
        written([only(three_pages(), "1-2")])
