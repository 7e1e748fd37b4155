"""Where texts of tables, notes and titles break in a workbook, and how far they keep away from lines."""

from typing import Any

import pytest

from dxplanner.exporters.xlsx_flowing import flows_well
from dxplanner.exporters.xlsx_styles import CELL_PADDING, INDENT
from dxplanner.exporters.xlsx_tables import indented_tables
from dxplanner.exporters.xlsx_text import broken
from dxplanner.handouts.blocks import Cell, Column, Heading, Notes, PageBreak, PageSetup, Picture, Table
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, TextStyle
from dxplanner.handouts.linebreak import wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import lay_out
from tests.exporters.test_xlsx_documents import document, find, heading, sheet

EM = bundled_metrics().width("国", 10.0)
WORDS = "電子申請の手続きを広げ、暮らしを便利にします。"


def cells(on: Any) -> list[Any]:
    return [cell for row in on.iter_rows() for cell in row if isinstance(cell.value, str)]


@pytest.mark.parametrize(
    ("text", "characters", "most", "well"),
    [
        ("一二三四五六七八", 4.5, 2, True),
        ("一二三四五六七八", 4.5, 1, False),
        ("一二三四、六七八", 4.5, 2, False),
        ("一二三「五六七八", 4.5, 2, False),
        ("一二三四五六七八九", 4.5, 3, False),
        ("一二三四五六七八", 4.1, 2, False),
        ("一二三四\n五六七八", 4.5, 2, True),
        ("一二 WORDS 三四", 5.9, 2, True),
    ],
)
def test_a_cell_breaks_a_text_well_or_not(text: str, characters: float, most: int, well: bool) -> None:
    assert flows_well(text, characters * EM, 10.0, most=most) is well


def test_line_feeds_of_the_page_keep_ranges_and_hanging_lines() -> None:
    assert broken("甲乙丙丁", ("甲乙", "丙丁"), ((1, 3),)) == ("甲乙\n丙丁", ((1, 4),))
    assert broken("甲乙\n\n丙丁", ("甲乙", "", "丙丁"), ((4, 6),)) == ("甲乙\n\n丙丁", ((4, 6),))
    text, [(first, last)] = broken("・甲乙丙丁戊", ("・甲乙", "　丙丁", "　戊"), ((3, 5),))
    assert text == "・甲乙\n　丙丁\n　戊"
    assert text[first:last] == "丙丁"


def one_column(*texts: str, width: float) -> Table:
    return Table((Column(1),), ((heading("項目"),),), tuple((Cell(text),) for text in texts), width=width)


def test_only_tables_whose_texts_take_no_more_lines_are_indented() -> None:
    def indented(width: float, *tables: str) -> frozenset[tuple[float, ...]]:
        return indented_tables(lay_out(one_column(text, width=width), 269, 140) for text in tables)

    assert indented(150, WORDS, "短い") == {(0.0, 150.0)}
    assert indented(26, "短い") == {(0.0, 26.0)}
    assert indented(26, "一二三四五六") == frozenset()
    assert indented(26, "短い", "一二三四五六", "短い") == frozenset()


def test_all_columns_of_a_table_are_indented_or_none() -> None:
    def indented(*texts: str) -> frozenset[tuple[float, ...]]:
        table = Table((Column(26), Column(100)), (), (tuple(map(Cell, texts)),), width=126)
        return indented_tables([lay_out(table, 269, 140)])

    assert indented("短い", "短い") == {(0.0, 26.0, 126.0)}
    assert indented("一二三四五六", "短い") == frozenset()


@pytest.mark.parametrize("width", [30, 38, 46, 60, 90])
def test_a_text_in_a_table_takes_no_more_lines_than_on_the_page(width: int) -> None:
    table = one_column(WORDS, WORDS * 2, "短い", width=width)
    printed = {placed.cell.text: len(placed.lines) for placed in lay_out(table, 269, 140).body}
    shown = cells(sheet(document(table)))
    for text, lines in printed.items():
        [cell] = [one for one in shown if one.value.replace("\n", "") == text]
        room = width - CELL_PADDING - INDENT * cell.alignment.indent
        taken = sum(len(wrap(part, room, cell.font.sz)) for part in cell.value.split("\n"))
        assert taken <= lines
        assert not any(part[0] in "、。" for part in cell.value.split("\n"))


def test_further_lines_of_a_note_stand_under_its_words() -> None:
    long = "この表の数値は、令和６年度の調査の結果を基にしており、" * 6
    on = sheet(document(Notes((("※１", long), ("※", "短い注記です。")))))
    [note] = [cell for cell in cells(on) if cell.value.startswith("※１")]
    first, *others = note.value.split("\n")
    assert first.startswith("※１\u3000この表")
    assert others
    assert all(line.startswith(" " * 6) and line[6] != " " for line in others)
    assert first.removeprefix("※１\u3000") + "".join(line.strip() for line in others) == long
    assert note.alignment.wrap_text
    assert find(on, "※\u3000短い注記です。")


def test_paragraphs_of_a_note_stand_under_its_words_too() -> None:
    on = sheet(document(Notes((("※", "国庫補助率は２分の１です。\n（保険料は対象外）"),))))
    [note] = [cell for cell in cells(on) if cell.value.startswith("※")]
    assert note.value == "※\u3000国庫補助率は２分の１です。\n    （保険料は対象外）"


def test_a_heading_of_one_line_in_a_slim_box_shrinks_and_is_not_broken() -> None:
    style = TextStyle(10.5, bold=True, align=Align.CENTRE)
    slim = Box(0, 0, 8, 8, "分野", ("分野",), style, edge=Edge.THIN)
    beside = Box(8, 0, 92, 8, "基本方針", ("基本方針",), style, edge=Edge.THIN)
    drawing = Drawing(100, 8, (slim, beside), columns=(0, 8, 100), rows=(0, 8))
    cell = find(sheet(document(Picture(drawing))), "分野")
    assert cell.alignment.shrink_to_fit
    assert not cell.alignment.wrap_text
    assert cell.font.sz >= 7.5


def test_the_foot_tells_of_how_many_pages_a_handout_is() -> None:
    blocks = Heading("一枚目"), PageBreak(), Heading("二枚目")
    assert sheet(document(*blocks, setup=PageSetup())).oddFooter.center.text == "&P／2"
    # Behind another handout the numbers go on: 15／2 would be wrong.
    assert sheet(document(*blocks, setup=PageSetup(first_page=15))).oddFooter.center.text == "&P"
    assert sheet(document(blocks[0], setup=PageSetup())).oddFooter.center.text == "&P"


@pytest.mark.parametrize("number", ["資料１", "資料１－12", "参考資料１－２（追加）"])
def test_the_box_of_a_number_is_as_wide_as_on_the_page(number: str) -> None:
    on = sheet(document(Table((Column(1),), (), ((Cell("値"),),)), number=number))
    cell = find(on, number)
    text, blank = (bundled_metrics().width(part, 12) for part in (number, " "))
    spaces = cell.number_format.count(" ")
    assert cell.number_format == f'@"{" " * spaces}"'
    assert text + 2 * spaces * blank == pytest.approx(max(24.0, text + 6.0), abs=blank)
