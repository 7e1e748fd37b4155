"""Cells that can be sorted, filtered and pasted over: a sheet has its own tables' columns only."""

from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
from typing import Any

import pytest
from openpyxl import load_workbook

from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Column,
    HandoutDocument,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Sum,
    Table,
)
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Align, Box, Drawing
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.test_xlsx_documents import (
    document,
    find,
    funding_table,
    heading,
    indicator_table,
    items_table,
    merged,
    number,
    sheet,
    written,
)
from tests.exporters.test_xlsx_pictures import NAMES, place_of, shapes


def sheets(*blocks: Block) -> list[Any]:
    """The sheets of a handout of these blocks."""
    return list(load_workbook(BytesIO(written([document(*blocks)])[0])).worksheets)


def merged_figures(on: Any) -> Iterator[Any]:
    """The cells of a sheet that are merged and hold a figure or a formula."""
    covered = {place for area in on.merged_cells.ranges for place in area.cells}
    for row in on.iter_rows():
        for cell in row:
            if cell.data_type in ("n", "f") and cell.value is not None and (cell.row, cell.column) in covered:
                yield cell


@pytest.fixture(scope="module")
def sample_sheets(sample: PlanSnapshot) -> list[tuple[str, Any]]:
    """All sheets of the sample's handouts, each with its handout's code."""
    found = []
    for handout in handouts_named(sample, ()):
        data, _ = written([build_document(sample, handout)])
        found += [(handout.code, on) for on in load_workbook(BytesIO(data)).worksheets]
    return found


def test_figures_of_the_sample_stand_in_cells_of_their_own(sample_sheets: list[tuple[str, Any]]) -> None:
    assert [(code, cell.value) for code, on in sample_sheets for cell in merged_figures(on)] == []
    cells = (cell for _, on in sample_sheets for row in on.iter_rows() for cell in row if cell.value)
    assert sum(cell.data_type in ("n", "f") for cell in cells) > 400


def test_only_headings_are_merged(sample: PlanSnapshot) -> None:
    """What is merged names the columns under it, or the rows at its right, in a table or a 工程表."""
    for handout in handouts_named(sample, ()):
        one = build_document(sample, handout)
        names = heading_texts(one)
        for on in load_workbook(BytesIO(written([one])[0])).worksheets:
            for area in on.merged_cells.ranges:
                text = plain(on.cell(area.min_row, area.min_col).value)
                assert area.max_row > area.min_row, (handout.code, area)
                assert text in names, (handout.code, area, text)


def heading_texts(one: HandoutDocument) -> set[str]:
    """What heads columns or rows in a handout's tables and pictures."""
    found: set[str] = set()
    for block in one.blocks:
        if isinstance(block, Table):
            found.update(plain(cell.text) for row in block.header for cell in row if cell)
            for row in block.rows:
                # From the left on, as long as the cells stand for several rows.
                leading = takewhile(lambda cell: cell is None or cell.row_span > 1, row)
                found.update(plain(cell.text) for cell in leading if cell)
        elif isinstance(block, Picture):
            found.update(plain(box.text) for box in block.drawing.boxes if box.heading)
    return found


def plain(text: Any) -> str:
    """A text without its line feeds."""
    return str(text).replace("\n", "")


def test_the_draft_report_has_a_sheet_for_each_of_its_tables(sample: PlanSnapshot) -> None:
    (handout,) = handouts_named(sample, ("draft-report",))
    data, result = written([build_document(sample, handout)])
    assert result.sheets == (
        "１ 概要",
        "（４）計画の構成",
        "（５）施策体系の変更",
        "（６）本市のこれまでの取り組み",
        "（７）市民意識（アンケート調査結果の概要）",
        "（８）社会動向・技術動向",
        "（９）コンセプト",
        "（10）2030年のめざす姿の全体像",
        "（11）施策体系（案）",
        "（12）主な取組み",
        "（13）成果指標",
        "２ 改訂スケジュール",
    )
    book = load_workbook(BytesIO(data))
    assert book["（13）成果指標"].freeze_panes == f"A{find(book['（13）成果指標'], '1-1').row}"
    numbers = [on.page_setup.firstPageNumber for on in book.worksheets]
    assert numbers == [1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14]
    assert len(book["（12）主な取組み"].column_dimensions) == 5


def test_a_sheet_begins_where_the_columns_change() -> None:
    first, second, third = sheets(
        Heading("指標"),
        indicator_table(),
        PageBreak(),
        items_table(),
        PageBreak(),
        Heading("財源"),
        funding_table(),
    )
    assert [on.title for on in (first, second, third)] == ["指標", "4ページ", "財源"]
    assert [on.page_setup.firstPageNumber for on in (first, second, third)] == [3, 4, 5]
    assert [on.oddFooter.center.text for on in (first, second, third)] == ["&P"] * 3
    assert [len(on.column_dimensions) for on in (first, second, third)] == [4, 3, 6]
    assert {find(on, "成果指標").row for on in (second, third)} == {2}
    assert find(third, "=SUM(B7:F7)").coordinate == "A7"
    for on in (first, second, third):
        assert on.print_title_rows is not None
        assert not on.row_breaks.brk


def test_pages_of_the_same_columns_share_a_sheet() -> None:
    text = Paragraph("次の頁")
    (on,) = sheets(indicator_table(), PageBreak(), indicator_table(), PageBreak(), text)
    assert len(on.row_breaks.brk) == 2
    assert on.title == "成果指標"
    assert on.print_title_rows == "$1:$3"


def test_a_table_stays_whole_on_its_sheet_so_that_its_total_counts_all() -> None:
    rows: list[tuple[Cell | None, ...]] = [(Cell(f"費目{at}"), number("1", 1, "0")) for at in range(60)]
    rows.append((Cell("計"), number("60", 60, "0", total=Sum(tuple((at, 1) for at in range(60))))))
    table = Table((Column(100), Column(60)), ((heading("費目"), heading("金額")),), tuple(rows))
    first, second = sheets(table, items_table(), PageBreak(), indicator_table())
    assert len(first.row_breaks.brk) >= 1
    total = next(cell for row in first.iter_rows() for cell in row if str(cell.value).startswith("=SUM"))
    assert sum(first[address].value == 1 for address in cells_of(total.value)) == 60
    assert find(second, "アクセス数")


def cells_of(formula: str) -> list[str]:
    """The addresses in the one range of a SUM."""
    from openpyxl.utils import rows_from_range

    return [address for row in rows_from_range(formula[len("=SUM(") : -1]) for address in row]


def test_headings_that_begin_alike_name_their_sheet_together() -> None:
    first, second = sheets(
        Heading("（１）市民意識　市民"),
        indicator_table(),
        PageBreak(),
        Heading("（１）市民意識　事業者"),
        indicator_table(),
        PageBreak(),
        Heading("（２）予算"),
        items_table(),
    )
    assert (first.title, second.title) == ("（１）市民意識", "（２）予算")


def test_sheets_of_several_handouts_begin_with_their_titles() -> None:
    one = document(Heading("概要"), indicator_table(), PageBreak(), items_table(), title="予算/財源" * 8)
    _, result = written([one, document(indicator_table()), one])
    title = "予算／財源" * 8
    assert result.sheets == (
        f"{title[:26]}\u30003ページ",
        f"{title[:26]}\u30004ページ",
        "成果指標",
        f"{title[:23]}\u30003ページ（2）",
        f"{title[:23]}\u30004ページ（2）",
    )


# Tables of other columns on one page


def test_a_figure_stands_in_the_last_of_its_columns() -> None:
    on = sheet(document(items_table(), funding_table()))
    total = next(cell for row in on.iter_rows() for cell in row if str(cell.value).startswith("=SUM(C"))
    assert total.value == f"=SUM(C{total.row}:H{total.row})"
    assert on.cell(total.row, on.max_column).value == 3168
    assert list(merged_figures(on)) == []
    amount = find(on, "3080")
    assert amount.border.right.style == "thin"
    assert amount.border.left.style is None
    assert on.cell(amount.row, amount.column - 1).border.left.style == "thin"


@pytest.mark.parametrize("slim", [2.0, 3.5])
def test_a_figure_stands_beside_a_column_too_slim_for_it(slim: float) -> None:
    wide = Table((Column(100 - slim), Column(100 + slim)), (), ((Cell("左"), Cell("右")),))
    table = Table((Column(100), Column(100)), (), ((number("1,234,567", 1234567, "#,##0"), Cell("円")),))
    on = sheet(document(wide, table))
    assert find(on, "1234567").column == 1
    assert list(merged_figures(on)) == []


def test_a_figure_that_no_column_holds_shrinks_in_the_widest_one() -> None:
    wide = Table((Column(88), Column(112)), (), ((Cell("左"), Cell("右")),))
    table = Table((Column(100), Column(100)), (), ((number("1,234,567", 1234567, "#,##0"), Cell("円")),))
    on = sheet(document(wide, table))
    cell = find(on, "1234567")
    assert (cell.column, cell.alignment.shrink_to_fit) == (1, True)
    assert not merged(on)


def test_lines_of_words_run_over_the_empty_cells_beside_them() -> None:
    words = Table(
        (Column(1), Column(1)), (), ((Cell("一行"), Cell("一行です")), (Cell("二行"), Cell("同じく")))
    )
    on = sheet(document(words, items_table()))
    cell = find(on, "一行です")
    assert not any(area.startswith(f"{cell.coordinate}:") for area in merged(on))
    assert not cell.alignment.wrap_text
    assert on.cell(cell.row, cell.column + 1).value is None
    assert on.cell(cell.row, cell.column + 1).border.left.style is None
    assert on.cell(cell.row, on.max_column).border.right.style == "thin"


def test_words_of_several_lines_float_above_the_cells_and_a_line_beside_them_does_not() -> None:
    rows = ((Cell("長い文章です。" * 20), Cell("甲")), (Cell("短い"), Cell("乙")))
    one = document(Table((Column(1), Column(1)), (), rows), items_table(), number="")
    on = sheet(one)
    (box,) = shapes(one)
    assert "".join(text.text or "" for text in box.iterfind(".//a:t", NAMES)) == "長い文章です。" * 20
    assert place_of(box, on) == pytest.approx((0, 134.5), abs=0.5)
    row = int(box.findtext("xdr:from/xdr:row", "", NAMES)) + 1
    assert on.cell(row, 1).border.left.style == "thin"
    assert not on.cell(row, 1).value
    assert merged(on) == {area for area in merged(on) if find(on, "委託料").coordinate in area}
    assert not find(on, "短い").alignment.wrap_text


def test_what_stands_opposite_several_rows_floats_and_what_heads_them_is_merged() -> None:
    rows = (
        (Cell("分野", row_span=2), Cell("現行１"), Cell("見直し", row_span=2)),
        (None, Cell("現行２"), None),
    )
    one = document(Table((Column(1), Column(1), Column(1)), (), rows), number="")
    on = sheet(one)
    assert merged(on) == {"A4:A5"}
    assert find(on, "分野").coordinate == "A4"
    (box,) = shapes(one)
    assert [text.text for text in box.iterfind(".//a:t", NAMES)] == ["見直し"]
    marks = [box.findtext(f"xdr:{end}/xdr:row", "", NAMES) for end in ("from", "to")]
    assert marks[0] == "3"
    assert on["C5"].border.bottom.style == "thin"
    assert on["C5"].border.top.style is None


def test_figures_beside_a_picture_are_not_merged() -> None:
    boxes = tuple(Box(at * 20.0, 0, 20, 10, f"{at + 4}月") for at in range(12))
    drawing = Drawing(240, 10, boxes, (), (), tuple(at * 20.0 for at in range(13)), (0, 10))
    table = Table((Column(1), Column(1)), (), ((number("12", 12, "0"), Cell("－", align=Align.RIGHT)),))
    on = sheet(document(Picture(drawing), table))
    assert find(on, "12").column > 1
    assert list(merged_figures(on)) == []
    assert find(on, "－").alignment.horizontal == "right"
