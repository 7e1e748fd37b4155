"""Sheets around their blocks: names, title, 資料番号, page set-up, page breaks, properties."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.xlsx_text import sheet_name
from dxplanner.handouts.blocks import (
    Cell,
    Column,
    Heading,
    Notes,
    PageBreak,
    PageSetup,
    Paragraph,
    Picture,
    Sum,
    Table,
)
from dxplanner.handouts.drawing import Align, Box, Drawing, TextStyle
from dxplanner.handouts.linebreak import wrap
from tests.exporters.test_xlsx_documents import (
    LONG,
    budget,
    document,
    find,
    heading,
    indicator_table,
    items_table,
    merged,
    number,
    part,
    schedule,
    sheet,
    written,
)
from tests.exporters.test_xlsx_pictures import NAMES, place_of, shapes


def long_table(rows: int) -> Table:
    """A table of so many rows."""
    return Table(
        (Column(1), Column(2)),
        ((heading("番号"), heading("名称")),),
        tuple((Cell(f"第{row}"), Cell("名称")) for row in range(rows)),
    )


# Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("２　改訂スケジュール", "２　改訂スケジュール"),
        ("予算[1]:内訳*?/\\", "予算［1］：内訳＊？／￥"),
        ("'引用'", "引用"),
        ("", "資料"),
        ("\x00\x01", "資料"),
        ("改\n行", "改 行"),
        ("History", "History（資料）"),
        ("あ" * 40, "あ" * 31),
        ("𠮷" * 40, "𠮷" * 15),
    ],
)
def test_sheet_names(title: str, name: str) -> None:
    assert sheet_name(title, []) == name


def test_equal_titles_are_numbered() -> None:
    _, result = written(
        [document(title="施策体系"), document(title="施策体系"), document(title="あ" * 50)] * 2
    )
    assert result.sheets[:3] == ("施策体系", "施策体系（2）", "あ" * 31)
    assert result.sheets[3:5] == ("施策体系（3）", "施策体系（4）")
    assert result.sheets[5] == "あ" * 28 + "（2）"


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_title_gives_a_name_that_excel_takes(titles: list[str]) -> None:
    names: list[str] = []
    for title in titles:
        names.append(sheet_name(title, names))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\\n\x00")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_title_with_an_apostrophe_does_not_break_print_ranges() -> None:
    on = sheet(document(indicator_table(), title="DX's plan"))
    assert on.title == "DX's plan"
    assert on.print_title_rows == "$1:$5"


# Title and number


def test_the_title_stands_over_a_rule_and_the_number_is_boxed_at_the_right() -> None:
    table = Table((Column(20), Column(223), Column(26)), (), ((Cell("一"), Cell("二"), Cell("三")),))
    on = sheet(document(table, title="指標の一覧"))
    title, number = find(on, "指標の一覧"), find(on, "資料１－１")
    assert (title.coordinate, title.style, title.font.sz, title.font.b) == ("A2", "資料名", 14, True)
    assert title.border.bottom.style == "medium"
    assert (number.coordinate, number.style) == ("C1", "資料番号")
    assert number.border.left.style == number.border.bottom.style == "thin"


def test_the_number_is_framed_where_no_column_suits() -> None:
    one = document(Table((Column(1),), ((heading("項目"),),), ((Cell("値"),),)))
    number = find(sheet(one), "資料１－１")
    assert number.alignment.horizontal == "right"
    assert 'prst="rect"' in part(one, "xl/drawings/drawing1.xml")


def test_without_a_number_there_is_no_box() -> None:
    assert not part(document(indicator_table(), number=""), "xl/drawings/drawing1.xml")


def test_a_long_title_wraps() -> None:
    on = sheet(document(indicator_table(), title=LONG))
    title = find(on, LONG)
    assert title.alignment.wrap_text
    assert "A2:D2" in merged(on)
    lines = wrap(LONG, 269 - 2, title.font.sz, bold=True)
    assert len(lines) > 1
    assert on.row_dimensions[2].height > len(lines) * title.font.sz


# Page set-up


def test_page_set_up_follows_the_handout() -> None:
    setup = PageSetup(Paper.A3, Orientation.PORTRAIT, left=20, right=10, top=30, bottom=12, first_page=15)
    on = sheet(document(indicator_table(), setup=setup))
    assert (on.page_setup.paperSize, on.page_setup.orientation) == (8, "portrait")
    assert (on.page_setup.firstPageNumber, on.page_setup.useFirstPageNumber) == (15, True)
    assert on.page_margins.left == pytest.approx(20 / 25.4)
    assert on.page_margins.right == pytest.approx(10 / 25.4)
    # Its rows are whole pixels: the head ends where that of the page does.
    assert on.page_margins.top == pytest.approx(10 / 25.4, abs=0.02)
    assert on.sheet_properties.pageSetUpPr.fitToPage
    assert on.page_setup.fitToWidth == 1
    assert on.print_options.horizontalCentered
    assert not on.print_options.gridLines
    assert not on.sheet_view.showGridLines
    assert on.oddFooter.center.text == "&P"
    assert on.oddHeader.center.text is None


def test_a_single_table_repeats_its_heading_and_freezes_under_it() -> None:
    on = sheet(document(indicator_table()))
    body = find(on, "1-1").row
    assert on.print_title_rows == f"$1:${body - 1}"
    assert on.freeze_panes == f"A{body}"
    assert on.print_area == f"'成果指標'!$A$1:$D${on.max_row}"


@pytest.mark.parametrize("one", [budget(), schedule()], ids=["tables", "picture"])
def test_other_sheets_repeat_the_title_only(one: Any) -> None:
    on = sheet(one)
    assert on.print_title_rows == "$1:$3"
    assert on.freeze_panes is None


def test_the_repeated_rows_bring_no_edge_of_the_first_table_along() -> None:
    on = sheet(budget())
    assert all(cell.border.bottom.style is None for cell in on[3])


def test_a_picture_prints_on_one_page() -> None:
    assert sheet(schedule()).page_setup.fitToHeight == 1
    assert sheet(document(long_table(100))).page_setup.fitToHeight == 0


def test_pages_break_where_the_printed_pages_do() -> None:
    from dxplanner.handouts.pages import lay_out_document

    one = document(long_table(100))
    assert len(sheet(one).row_breaks.brk) + 1 == len(lay_out_document(one).pages)


def test_a_table_beside_others_repeats_its_heading_at_each_page() -> None:
    """Titles that repeat are those of the sheet: where it holds several tables each repeats its own."""
    from dxplanner.handouts.pages import lay_out_document

    table = long_table(60)
    one = document(table, items_table())
    on = sheet(one)
    breaks = [found.id for found in on.row_breaks.brk]
    assert len(breaks) + 1 == len(lay_out_document(one).pages) > 1
    assert on.print_title_rows == "$1:$3"
    headings = [cell.text for row in table.header for cell in row if cell]
    for row in breaks[:-1]:
        assert [cell.value for cell in on[row + 1] if cell.value] == headings
        assert on.cell(row + 1, 1).border.bottom.style == "thin"
    names = [str(cell.value) for cell in on["A"] if str(cell.value).startswith("第")]
    assert names == [f"第{row}" for row in range(60)]


def test_figures_add_up_across_a_repeated_heading() -> None:
    count = 60
    rows: list[tuple[Cell | None, ...]] = [
        (Cell(f"費目{at}"), number(f"{at}", at, "#,##0")) for at in range(count)
    ]
    total = Sum(tuple((at, 1) for at in range(count)))
    rows.append((Cell("計"), number("1,770", 1770, "#,##0", total=total)))
    table = Table((Column(100), Column(60)), ((heading("費目"), heading("金額")),), tuple(rows))
    on = sheet(document(table, items_table()))
    first, last = find(on, "費目0").row, find(on, "費目59").row
    assert last - first > count - 1
    column = next(cell.column_letter for cell in on[first] if cell.value == 0)
    result = find(on, f"=SUM({column}{first}:{column}{last})")
    assert result.row == last + 1


def test_a_cell_over_several_pages_stands_on_each() -> None:
    rows: list[tuple[Cell | None, ...]] = [(Cell("全体", row_span=60), Cell("0"))]
    rows += [(None, Cell(f"{at}")) for at in range(1, 60)]
    table = Table((Column(40), Column(60)), ((heading("組"), heading("項目")),), tuple(rows))
    on = sheet(document(table, items_table()))
    starts = [cell.row for cell in on["A"] if cell.value == "全体"]
    pages = [found.id for found in on.row_breaks.brk]
    assert starts[1:] == [row + 2 for row in pages[: len(starts) - 1]]
    assert len(starts) > 1


def test_a_table_on_the_next_page_draws_no_line_under_this_one() -> None:
    on = sheet(document(indicator_table(), PageBreak(), indicator_table()))
    (turn,) = (found.id for found in on.row_breaks.brk)
    assert on.row_dimensions[turn].height == pytest.approx(2.5 * 72 / 25.4, abs=0.5)
    assert all(cell.border.bottom.style is None for cell in on[turn])
    assert all(cell.border.top.style == "thin" for cell in on[turn + 1])


def test_a_page_break_begins_a_page() -> None:
    on = sheet(document(PageBreak(), Paragraph("一"), PageBreak(), PageBreak(), Paragraph("二"), PageBreak()))
    assert [found.id for found in on.row_breaks.brk] == [find(on, "二").row - 1]


def test_a_cell_that_spans_rows_is_not_torn() -> None:
    rows: list[tuple[Cell | None, ...]] = []
    for index in range(30):
        rows += [(Cell(f"組{index}", row_span=3), Cell("一")), (None, Cell("二")), (None, Cell("三"))]
    on = sheet(document(Table((Column(1), Column(2)), (), tuple(rows))))
    starts = {find(on, f"組{index}").row for index in range(30)}
    assert {found.id + 1 for found in on.row_breaks.brk} <= starts


# Running text


def test_a_line_that_fits_stays_in_one_cell() -> None:
    on = sheet(document(Paragraph("（単位：千円）", 9.0, Align.RIGHT), items_table()))
    unit = find(on, "（単位：千円）")
    assert unit.column == 3
    assert unit.alignment.horizontal == "right"
    assert not any(area.startswith(unit.coordinate) for area in merged(on))


def test_longer_text_wraps_in_a_cell_where_the_sheet_has_one_column() -> None:
    on = sheet(document(Notes((("※１", "説明。" * 100),)), Paragraph("本文。" * 100)))
    note = next(cell for cell in on["A"] if str(cell.value).startswith("※１　説明。"))
    assert note.alignment.wrap_text
    assert note.style == "注記"
    assert not merged(on)


def test_longer_text_wraps_in_a_text_box_above_several_columns() -> None:
    one = document(indicator_table(), Notes((("※１", "説明。" * 100),)), Paragraph("本文。" * 100), number="")
    on = sheet(one)
    note, paragraph = shapes(one)
    texts = ["".join(text.text or "" for text in box.iterfind(".//a:t", NAMES)) for box in (note, paragraph)]
    assert texts[0].replace(" ", "") == "※１　" + "説明。" * 100
    assert texts[1] == "本文。" * 100
    assert [place_of(box, on) for box in (note, paragraph)] == [pytest.approx((0, 269), abs=0.5)] * 2
    row = int(note.findtext("xdr:from/xdr:row", "", NAMES)) + 1
    assert on.row_dimensions[row].height > 20
    assert not on.cell(row, 1).value
    assert not any(area.endswith(f"D{row}") for area in merged(on))


def test_a_paragraph_too_high_for_a_row_is_divided_without_loss() -> None:
    text = "長い段落の文章です。" * 800
    on = sheet(document(Paragraph(text), setup=PageSetup(first_page=1)))
    parts = [str(cell.value) for cell in on["A"][3:] if cell.value]
    assert len(parts) > 1
    assert "".join(parts) == text
    assert all((dimension.height or 0) <= 409.5 for dimension in on.row_dimensions.values())


def test_headings_have_their_styles() -> None:
    on = sheet(document(Heading("大"), Heading("中", 2), Heading("小", 3)))
    assert [find(on, text).style for text in "大中小"] == ["見出し", "小見出し", "小見出し"]


CENTRED = TextStyle(align=Align.CENTRE)


def test_tables_and_pictures_share_their_columns() -> None:
    boxes = (Box(0, 0, 134.5, 20, "左", style=CENTRED), Box(134.5, 0, 134.5, 20, "右", style=CENTRED))
    drawing = Drawing(269, 20, boxes, columns=(0, 134.5, 269))
    on = sheet(document(items_table(), Picture(drawing)))
    assert find(on, "左").column == 1
    # 60 + 120 + 60 shares of 269 mm: lines at 67.25, 201.75 and, from the picture, 134.5 mm.
    assert [round(found.width * 7 / 96 * 25.4) for found in on.column_dimensions.values()] == [67, 67, 67, 67]


# The workbook


def test_properties_name_the_city_and_nobody_else() -> None:
    book = load_workbook(BytesIO(written([document(indicator_table())])[0]))
    properties = book.properties
    assert (properties.title, properties.subject) == ("成果指標", "長崎市DX推進計画")
    assert properties.creator == properties.lastModifiedBy == "長崎市"
    assert properties.created == properties.modified


def test_several_handouts_are_named_after_the_plan() -> None:
    book = load_workbook(BytesIO(written([document(), document()])[0]))
    assert book.properties.title == "長崎市DX推進計画"


def test_no_handouts_give_an_empty_workbook_and_say_so() -> None:
    data, result = written([])
    assert load_workbook(BytesIO(data)).sheetnames == ["資料"]
    assert len(result.warnings) == 1


def test_warnings_of_the_handout_are_passed_on() -> None:
    _, result = written([document(warnings=("縮小しました。",))])
    assert result.warnings == ("縮小しました。",)


def test_the_workbook_s_font_is_the_handouts() -> None:
    styles = part(document(indicator_table()), "xl/styles.xml")
    fonts = styles.split("<fonts")[1].split("</fonts>")[0]
    assert fonts.count("BIZ UDゴシック") == fonts.count("<font>")
    assert "Calibri" not in styles
