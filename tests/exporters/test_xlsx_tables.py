"""Table blocks in a workbook: numbers, totals, spans, borders, what is text stays text."""

from decimal import Decimal
from typing import Any

import pytest

from dxplanner.exporters.xlsx_formulas import TablePlace, excel_number, sum_formula
from dxplanner.exporters.xlsx_text import clean_text
from dxplanner.handouts.blocks import Cell, Column, Sum, Table
from dxplanner.handouts.drawing import Tone
from tests.exporters.test_xlsx_documents import (
    budget,
    centred_range,
    document,
    find,
    funding_table,
    heading,
    indicator_table,
    items_table,
    merged,
    number,
    part,
    sheet,
    written,
)


def table_of(*cells: Cell) -> Table:
    """A table of one column."""
    return Table((Column(1),), ((heading("項目"),),), tuple((cell,) for cell in cells))


def body(on: Any) -> list[Any]:
    """The cells of the first column under a heading 項目."""
    first = find(on, "項目").row + 1
    return [on.cell(row, 1) for row in range(first, on.max_row + 1)]


def test_numbers_are_numbers_with_their_format() -> None:
    on = sheet(document(indicator_table()))
    column = find(on, "値").column
    row = find(on, "1-1").row
    cells = [on.cell(row + offset, column) for offset in range(5)]
    assert [cell.value for cell in cells] == [36.3, 45161, 53.1, 71.8, "－"]
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "n", "s"]
    assert [cell.number_format for cell in cells[:2]] == ['0.0"%"_ ', '#,##0"件"_ ']
    assert isinstance(cells[1].value, int)
    assert {cell.alignment.horizontal for cell in cells} == {"right"}
    assert {cell.style for cell in cells} == {"数値", "本文"}


@pytest.mark.parametrize(
    ("value", "held"),
    [(7, 7), (Decimal("7"), 7), (Decimal("7.0"), 7.0), (Decimal("36.3"), 36.3), (Decimal("1E+3"), 1000)],
)
def test_a_number_is_held_exactly(value: int | Decimal, held: int | float) -> None:
    found = excel_number(value)
    assert found == held
    assert type(found) is type(held)


def test_a_table_alone_needs_no_merging_but_its_spans() -> None:
    on = sheet(document(indicator_table()))
    row = find(on, "基本施策").row
    assert merged(on) == {
        f"A{row}:A{row + 1}",
        f"B{row}:B{row + 1}",
        f"A{row + 4}:A{row + 5}",
        f"B{row + 4}:B{row + 5}",
    }
    assert centred_range(on, on.cell(row, 3)) == f"C{row}:D{row}"


def test_totals_are_sums_over_the_right_cells_and_carry_their_result() -> None:
    on, results = sheet(budget()), sheet(budget(), results=True)
    total = next(c for row in on.iter_rows() for c in row if c.value is not None and "SUM" in str(c.value))
    first = find(on, "調査").row
    assert total.row == first + 3
    letter = total.column_letter
    assert total.value == f"=SUM({letter}{first}:{letter}{first + 2})"
    assert results[total.coordinate].value == 6348
    assert on[total.coordinate].style == "合計"


def test_a_total_along_a_row_joins_neighbours() -> None:
    on = sheet(document(funding_table()))
    row = on.max_row
    assert on.cell(row, 1).value == f"=SUM(B{row}:F{row})"
    assert sheet(document(funding_table()), results=True).cell(row, 1).value == 6248


def test_every_formula_has_its_result() -> None:
    for one in (budget(), document(items_table()), document(funding_table())):
        xml = part(one, "xl/worksheets/sheet1.xml")
        assert xml.count("<f>") == xml.count("</f><v>") > 0


def test_a_total_that_disagrees_stays_a_number_and_is_reported() -> None:
    wrong = number("999", 999, "#,##0", total=Sum(((0, 0), (1, 0))))
    table = table_of(number("1", 1, "#,##0"), number("2", 2, "#,##0"), wrong)
    _, result = written([document(table)])
    assert body(sheet(document(table)))[2].value == 999
    assert len(result.warnings) == 1
    assert "合計「999」" in result.warnings[0]


def test_a_total_of_totals_adds_up() -> None:
    part_sum = number("3", 3, "#,##0", total=Sum(((0, 0), (1, 0))))
    total = number("3", 3, "#,##0", total=Sum(((2, 0),)))
    table = table_of(number("1", 1, "#,##0"), number("2", 2, "#,##0"), part_sum, total)
    cells = body(sheet(document(table)))
    assert cells[3].value == f"=SUM(A{cells[2].row})"


def test_sum_ranges() -> None:
    place = TablePlace(3, 4, 9, (0, 2, 3, 5))
    assert sum_formula(Sum(((0, 0), (1, 0), (3, 0))), place) == "=SUM(A5:A6,A8)"
    assert sum_formula(Sum(((0, 0), (0, 1), (0, 2))), place) == "=SUM(A5:D5)"
    many = Sum(tuple((2 * row, 1) for row in range(300)))
    formula = sum_formula(many, place)
    assert formula.startswith("=SUM(SUM(C5,C7,")
    assert formula.count("SUM(") == 3


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+81", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "  =1", "\t=1", "＝A1", "－5", "=", "+"],
)
def test_text_like_a_formula_stays_text(text: str) -> None:
    cell = body(sheet(document(table_of(Cell(text)))))[0]
    # A tab is set as a full-width space, as on paper.
    assert cell.value == text.replace("\t", "\u3000")
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["－", "安心", "a=b", "1-1", "（2）", "4/1", "１－１", "100"])
def test_other_text_is_not_quoted(text: str) -> None:
    cell = body(sheet(document(table_of(Cell(text)))))[0]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", False)


@pytest.mark.parametrize("text", ["1-1", "（2）", "4/1", "１－１", "100", "R6.4.1", "1E5"])
def test_text_that_excel_would_turn_into_a_date_is_formatted_as_text(text: str) -> None:
    assert body(sheet(document(table_of(Cell(text)))))[0].number_format == "@"


def test_no_number_is_written_as_text() -> None:
    for one in (document(indicator_table()), budget()):
        tables = [block for block in one.blocks if isinstance(block, Table)]
        shown = {cell.text for table in tables for row in table.rows for cell in row if cell and cell.value}
        texts = {c.value for row in sheet(one).iter_rows() for c in row if c.data_type == "s"}
        assert not shown & texts


def test_control_characters_are_dropped_and_reported() -> None:
    table = table_of(Cell("a\x00b\x1bc\ud800d\ufffe\n改行\tタブ"))
    _, result = written([document(table)])
    assert body(sheet(document(table)))[0].value == "abcd\n改行\u3000タブ"
    assert result.warnings == ("「abcd\n改行\u3000タブ」のうち、Excelで使えない文字（4文字）を除きました。",)


def test_text_that_looks_like_an_escape_is_shown_as_typed() -> None:
    assert "_x005F_x0041_" in part(document(table_of(Cell("_x0041_"))), "xl/worksheets/sheet1.xml")


def test_a_text_is_cut_at_what_a_cell_holds() -> None:
    assert clean_text("あ" * 40000) == ("あ" * 32767, 40000 - 32767)


def test_headings_repeat_their_style_and_fill() -> None:
    plain = Table((Column(1),), ((Cell("項目"),),), ((Cell("値", tone=Tone.SOFT),),))
    on = sheet(document(plain))
    assert find(on, "項目").style == "表見出し"
    assert find(on, "項目").fill.fgColor.rgb.endswith("E4E8ED")
    assert find(on, "値").fill.fgColor.rgb.endswith("F1F3F6")


def test_inferred_values_have_a_dashed_border_that_both_neighbours_show() -> None:
    on = sheet(document(indicator_table()))
    cell = next(cell for row in on.iter_rows() for cell in row if cell.value == 45161)
    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
    assert {side.style for side in sides} == {"dashed"}
    assert on.cell(cell.row, cell.column + 1).border.left.style == "dashed"
    assert on.cell(cell.row - 1, cell.column).border.bottom.style == "dashed"


def test_joined_tiers_have_no_rule_between_them() -> None:
    on = sheet(document(items_table()))
    lower = next(cell for row in on.iter_rows() for cell in row if cell.number_format == '"（"#,##0"）"_ ')
    assert lower.border.top.style is None
    assert on.cell(lower.row - 1, lower.column).border.bottom.style is None
    assert lower.border.left.style == "thin"


def test_a_merged_cell_is_ruled_all_around() -> None:
    on = sheet(document(indicator_table()))
    row = find(on, "4-1").row
    assert on.cell(row + 1, 1).border.bottom.style == "thin"
    assert on.cell(row + 1, 1).border.left.style == "thin"
    assert on.cell(row + 1, 1).border.top.style is None


def test_rows_are_as_high_as_their_wrapped_text() -> None:
    table = Table((Column(40),), (), ((Cell("短い"),), (Cell("長い文章です。" * 20),)), width=40)
    on = sheet(document(table))
    first = find(on, "短い").row
    assert on.row_dimensions[first + 1].height > 5 * on.row_dimensions[first].height
    assert on.cell(first + 1, 1).alignment.wrap_text


def test_styles_are_shared() -> None:
    rows = tuple((Cell(f"行{row}"), number(str(row), row, "#,##0")) for row in range(300))
    table = Table((Column(1), Column(1)), ((heading("名"), heading("値")),), rows)
    styles = part(document(table), "xl/styles.xml")
    assert styles.split('<cellXfs count="')[1].split('"')[0].isdigit()
    assert int(styles.split('<cellXfs count="')[1].split('"')[0]) < 20
    for name in ("資料名", "見出し", "表見出し", "本文", "数値", "合計", "注記", "図の文字"):
        assert f'name="{name}"' in styles


def test_totals_of_a_table_with_divided_rows_stay_numbers() -> None:
    table = Table(
        (Column(200), Column(40)),
        ((heading("説明"), heading("金額")),),
        (
            (Cell("長い説明の文章。" * 900), number("5", 5, "#,##0")),
            (Cell("計"), number("5", 5, "#,##0", total=Sum(((0, 1),)))),
        ),
    )
    on = sheet(document(table))
    row = find(on, "計").row
    assert on.cell(row, 2).value == 5
    assert row - find(on, "説明").row > 2
    assert len(written([document(table)])[1].warnings) == 1


def test_headings_keep_their_printed_line_breaks() -> None:
    table = Table((Column(14), Column(90)), ((heading("対象経費（千円）"), heading("備考")),), (), width=104)
    values = {str(cell.value) for row in sheet(document(table)).iter_rows() for cell in row}
    assert "対象経費（千円）" in {value.replace("\n", "") for value in values}
    assert any("\n" in value for value in values)
