"""Handouts made by hand for the tests of workbooks, and what holds for a workbook of each of them."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dxplanner.domain.vocabulary import ColourRole, Orientation, Paper
from dxplanner.exporters.xlsx import XlsxResult, write_xlsx
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Column,
    HandoutDocument,
    Heading,
    Notes,
    PageBreak,
    PageSetup,
    Paragraph,
    Picture,
    Sum,
    Table,
)
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone

LONG = "長崎市における行政サービスのデジタル化の推進に関する基本的な方針及び具体的な取組" * 5


def document(*blocks: Block, **fields: Any) -> HandoutDocument:
    """A handout of these blocks."""
    given: dict[str, Any] = {
        "code": "shiryo",
        "title": "成果指標",
        "number": "資料１－１",
        "setup": PageSetup(first_page=3),
        "plan_name": "長崎市DX推進計画",
        "city": "長崎市",
    }
    return HandoutDocument(blocks=blocks, **(given | fields))


def written(documents: Sequence[HandoutDocument]) -> tuple[bytes, XlsxResult]:
    """The workbook's bytes and what the writer said."""
    target = BytesIO()
    result = write_xlsx(documents, target)
    return target.getvalue(), result


def sheet(one: HandoutDocument, *, results: bool = False) -> Any:
    """A handout's sheet read back; with RESULTS formulas show their values."""
    return load_workbook(BytesIO(written([one])[0]), data_only=results, rich_text=True).worksheets[0]


def part(one: HandoutDocument, name: str) -> str:
    """A part of a handout's workbook as text; empty when it is not there."""
    with ZipFile(BytesIO(written([one])[0])) as archive:
        return archive.read(name).decode() if name in archive.namelist() else ""


def find(on: Any, text: str) -> Any:
    """The cell that holds exactly this text."""
    found = [cell for row in on.iter_rows() for cell in row if str(cell.value) == text]
    assert len(found) == 1, (text, found)
    return found[0]


def merged(on: Any) -> set[str]:
    """The merged ranges of a sheet."""
    return {str(area) for area in on.merged_cells.ranges}


def centred_range(on: Any, cell: Any) -> str:
    """The range that a text is centred over without merging, else its address."""
    last = cell
    while (
        cell.alignment.horizontal == "centerContinuous"
        and last.column < on.max_column
        and (following := on.cell(cell.row, last.column + 1)).alignment.horizontal == "centerContinuous"
        and following.value is None
    ):
        last = following
    return cell.coordinate if last is cell else f"{cell.coordinate}:{last.coordinate}"


def heading(text: str, column_span: int = 1, row_span: int = 1) -> Cell:
    """A heading cell."""
    return Cell(
        text, align=Align.CENTRE, bold=True, tone=Tone.HEADING, column_span=column_span, row_span=row_span
    )


def number(text: str, value: int | str, number_format: str, **fields: Any) -> Cell:
    """A cell with a number."""
    exact = Decimal(value) if isinstance(value, str) else value
    return Cell(text, exact, number_format, align=Align.RIGHT, **fields)


def indicator_table() -> Table:
    """成果指標: two-row heading, spans, units, 推定, a missing value."""
    header = (
        (heading("基本施策", row_span=2), heading("成果指標", row_span=2), heading("基準値", 2), None),
        (None, None, heading("値"), heading("年度")),
    )
    rows = (
        (
            Cell("1-1"),
            Cell("安心して暮らせると思う市民の割合"),
            number("36.3%", "36.3", '0.0"%"'),
            Cell("R6"),
        ),
        (Cell("2-2"), Cell("アクセス数"), number("45,161件", 45161, '#,##0"件"', inferred=True), Cell("R5")),
        (Cell("4-1", row_span=2), Cell("満足度", row_span=2), number("53.1%", "53.1", '0.0"%"'), Cell("R5")),
        (None, None, number("71.8%", "71.8", '0.0"%"'), Cell("R5")),
        (Cell("5-1"), Cell("未設定"), Cell("－", align=Align.RIGHT), Cell("")),
    )
    return Table((Column(20), Column(120), Column(40), Column(20)), header, rows)


def items_table() -> Table:
    """積算 with a two-tier amount and totals."""
    header = ((heading("節"), heading("積算"), heading("金額（千円）")),)
    rows = (
        (Cell("委託料", row_span=2), Cell("調査"), number("6,248", 6248, "#,##0")),
        (None, Cell("研修"), number("100", 100, "#,##0")),
        (Cell("旅費"), Cell("委員"), Cell("－", align=Align.RIGHT)),
        (
            Cell("計", column_span=2),
            None,
            number("6,348", 6348, "#,##0", total=Sum(((0, 2), (1, 2), (2, 2))), bold=True, tone=Tone.SOFT),
        ),
        (Cell("うち一般財源", column_span=2), None, number("（6,248）", 6248, '"（"#,##0"）"', joined=True)),
    )
    return Table((Column(60), Column(120), Column(60)), header, rows)


def funding_table() -> Table:
    """財源内訳: one row whose first amount is the sum of the others."""
    names = ("国庫支出金", "県支出金", "地方債", "その他", "一般財源")
    header = (
        (heading("事業費", row_span=2), heading("財源内訳", 5), None, None, None, None),
        (None, *(heading(name) for name in names)),
    )
    row = (
        number("6,248", 6248, "#,##0", total=Sum(tuple((0, column) for column in range(1, 6)))),
        number("3,080", 3080, "#,##0"),
        *(Cell("－", align=Align.RIGHT) for _ in range(3)),
        number("3,168", 3168, "#,##0"),
    )
    return Table(tuple(Column(1) for _ in range(6)), header, (row,))


def budget() -> HandoutDocument:
    """Several tables of different columns with headings, a unit line and notes."""
    return document(
        Heading("１　積算"),
        Paragraph("（単位：千円）", 9.0, Align.RIGHT),
        items_table(),
        Heading("２　財源内訳", 2),
        funding_table(),
        Notes((("※１", "国の補助対象外。"), ("※２", "補足の説明。" * 40))),
        title="予算・財源内訳",
    )


def hierarchy() -> HandoutDocument:
    """施策体系: three levels of boxes, joined by straight lines and elbows."""
    boxes = [Box(0, 0, 20, 40, "暮らし", style=TextStyle(10.5, True, Align.CENTRE, True), tone=Tone.SOFT)]
    lines = [Line(((20, 20), (30, 20)))]
    boxes.append(
        Box(30, 10, 60, 20, "利用者に寄り添ったサービスを提供します", tone=Tone.ROLE, role=ColourRole.LIFE)
    )
    for index in range(3):
        y = index * 15.0
        boxes.append(Box(100, y, 100, 10, f"1-{index + 1}　健康で豊かに暮らせる環境づくり"))
        lines.append(Line(((90, 20), (95, 20), (95, y + 5), (100, y + 5)), Edge.DASHED))
    return document(Picture(Drawing(200, 40, tuple(boxes), tuple(lines))), title="施策体系（案）")


def transitions() -> HandoutDocument:
    """施策体系の変更: two columns of boxes and arrows between them, one going up and one dashed."""
    boxes = []
    for index in range(3):
        boxes.append(Box(0, index * 20, 100, 14, f"現行{index + 1}"))
        boxes.append(Box(160, index * 20, 100, 14, f"見直し{index + 1}", underline=((0, 2),)))
    boxes.append(Box(120, 20, 16, 5, "名称変更", ("名称変更",), TextStyle(8.0), edge=Edge.NONE, cell=False))
    lines = (
        Line(((100, 7), (160, 27)), arrow=True),
        Line(((100, 47), (160, 7)), Edge.DASHED, arrow=True),
        Line(((100, 27), (160, 27)), arrow=True),
    )
    drawing = Drawing(260, 54, tuple(boxes), lines)
    return document(Picture(drawing), Notes((("※", "矢印は移行先。"),)), title="施策体系の変更")


def schedule() -> HandoutDocument:
    """改訂スケジュール: months from 50 mm on, 10 mm each; a lane of bars and one of milestones."""
    centre = TextStyle(10.0, align=Align.CENTRE)
    boxes = [Box(0, 0, 50, 10, "区分", style=centre, tone=Tone.HEADING)]
    boxes += [
        Box(50 + 30 * q, 0, 30, 10, f"第{q + 1}四半期", style=centre, tone=Tone.HEADING) for q in range(4)
    ]
    boxes += [Box(0, 10, 50, 20, "改訂作業", heading=True), Box(0, 30, 50, 20, "市議会", heading=True)]
    boxes += [
        Box(50.4, 14, 29.2, 10, "現状分析と検証", style=centre, tone=Tone.STRONG, name="a"),
        Box(81, 14, 18, 10, "骨子整理", style=centre, edge=Edge.DASHED, name="b"),
        Box(128, 14, 42, 10, "成案整理", style=centre, tone=Tone.SOFT, shape=BoxShape.OPEN_RIGHT, name="c"),
    ]
    label = TextStyle(9.0)
    boxes += [
        Box(82, 36, 20, 6, "骨子報告", style=label, edge=Edge.NONE, name="d"),
        Box(85, 36, 20, 6, "補正", style=label, edge=Edge.NONE, name="e"),
        Box(129, 36, 30, 6, "成案報告（定例会）", style=label, edge=Edge.DASHED, name="f"),
    ]
    glyphs = (Glyph(80, 39, "▲", name="d"), Glyph(83, 39, "▲", name="e"), Glyph(161, 39, "▲", name="f"))
    months = tuple(50.0 + 10 * month for month in range(13))
    lines = tuple(Line(((x, 10), (x, 50)), Edge.DOTTED) for x in months[1:-1])
    lines += (Line(((123, 10), (123, 50)), Edge.DASHED),)
    drawing = Drawing(170, 50, tuple(boxes), lines, glyphs, (0, *months), (0, 10, 30, 50))
    return document(Picture(drawing), Notes((("※", "点線は推定。"),)), title="改訂スケジュール")


def odd() -> HandoutDocument:
    """Everything that might break: long words, an empty table, a page break, portrait A3."""
    table = Table((Column(1),), ((heading("項目"),),), ((Cell(LONG),), (Cell(""),)))
    empty = Table((Column(1), Column(2)), (), ())
    setup = PageSetup(Paper.A3, Orientation.PORTRAIT)
    blocks: tuple[Block, ...] = (
        Paragraph(LONG * 4),
        table,
        PageBreak(),
        Heading("次のページ", 3),
        empty,
        Picture(Drawing(10, 10)),
        Table((), (), ()),
        Notes(()),
        PageBreak(),
    )
    return document(*blocks, title=LONG, setup=setup)


SAMPLES = [
    document(indicator_table()),
    budget(),
    hierarchy(),
    transitions(),
    schedule(),
    odd(),
    document(title="", number="", plan_name="", city=""),
]


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.title[:8] or "empty")
def test_every_handout_becomes_a_sheet_that_reads_back(one: HandoutDocument) -> None:
    data, result = written([one])
    assert load_workbook(BytesIO(data)).sheetnames == list(result.sheets)
    assert result.warnings == ()


def test_all_handouts_fit_into_one_workbook() -> None:
    data, result = written(SAMPLES)
    first = [name.partition("\u3000")[0] for name in result.sheets if not name.endswith("2ページ")]
    assert len(first) == len(set(first)) == len(SAMPLES)
    assert load_workbook(BytesIO(data)).sheetnames == list(result.sheets)


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.title[:8] or "empty")
def test_merged_cells_never_overlap_and_hold_one_value(one: HandoutDocument) -> None:
    on = sheet(one)
    seen: set[tuple[int, int]] = set()
    for area in on.merged_cells.ranges:
        cells = {(row, column) for row, column in area.cells}
        assert not cells & seen
        seen |= cells
        values = [on.cell(row, column).value for row, column in cells]
        assert sum(value is not None for value in values) <= 1


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.title[:8] or "empty")
def test_columns_fill_the_printed_width_and_no_more(one: HandoutDocument) -> None:
    on = sheet(one)
    pixels = sum(dimension.width * 7 for dimension in on.column_dimensions.values())
    printed = one.setup.printable[0] * 96 / 25.4
    assert printed - 2 <= pixels <= printed + 0.01
