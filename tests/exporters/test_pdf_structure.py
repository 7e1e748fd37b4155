"""The parts of a PDF have names for who listens to it: headings, figures with their description, tables."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdf
import pytest

from dxplanner.exporters.pdf import page_pdf, write_pdf
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    ChartValue,
    Column,
    HandoutDocument,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.front import cover
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.exporters.pdf_reading import text_under
from tests.handouts.test_front import with_cover

PICTURE = Picture(Drawing(50, 10, (Box(0, 0, 50, 10, "箱", ("箱",)),), description="箱が一つある図"))
TABLE = Table((Column(1), Column(1)), (), ((Cell("甲"), Cell("乙")),), description="二つの値の表")


def read(*blocks: Block) -> pypdf.PdfReader:
    """A handout of these blocks as PDF."""
    target = BytesIO()
    write_pdf(HandoutDocument("t", "題名", "資料１", PageSetup(), blocks), target)
    return pypdf.PdfReader(target)


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(reader: pypdf.PdfReader) -> list[tuple[str, int, str]]:
    """Role, page (from 0) and description of each part, in their order."""
    tree = root_of(reader)["/StructTreeRoot"]
    (document,) = tree["/K"]
    pages = {page.indirect_reference: number for number, page in enumerate(reader.pages)}
    return [
        (kid["/S"], pages[kid.get_object().raw_get("/Pg")], kid.get("/Alt", ""))
        for kid in (kid.get_object() for kid in document.get_object()["/K"])
    ]


def test_parts_have_their_roles_and_figures_their_description() -> None:
    reader = read(Heading("見出し"), Paragraph("本文"), PICTURE, PageBreak(), Heading("次", 2), TABLE)
    assert elements(reader) == [
        ("/H1", 0, ""),
        ("/P", 0, ""),  # 資料番号
        ("/H2", 0, ""),
        ("/P", 0, ""),
        ("/Figure", 0, "箱が一つある図"),
        ("/H3", 1, ""),
        ("/Table", 1, ""),
    ]
    assert root_of(reader)["/MarkInfo"]["/Marked"]


def tables(reader: pypdf.PdfReader) -> list[list[list[tuple[str, str, dict[str, Any]]]]]:
    """Each table's rows of cells: role, words as its page paints them, attributes."""
    (document,) = root_of(reader)["/StructTreeRoot"]["/K"]
    pages = {page.indirect_reference: page for page in reader.pages}
    found = []
    for table in (kid.get_object() for kid in document.get_object()["/K"]):
        if table["/S"] == "/Table":
            rows = [row.get_object() for row in table["/K"]]
            assert all((row["/S"], row["/P"]) == ("/TR", table) for row in rows)
            found.append(
                [
                    [
                        (cell["/S"], text_under(pages[cell.raw_get("/Pg")], cell["/K"]), attributes(cell))
                        for cell in (kid.get_object() for kid in row["/K"])
                    ]
                    for row in rows
                ]
            )
    return found


def attributes(cell: Any) -> dict[str, Any]:
    return {key: value for key, value in cell.get("/A", {}).items() if key != "/O"}


def test_a_table_is_read_cell_by_cell() -> None:
    header = (
        (Cell("名称", row_span=2), Cell("年度", column_span=2), None),
        (None, Cell("R6"), Cell("R7")),
    )
    rows = (
        (Cell("甲", inferred=True), Cell("1"), Cell("2", joined=True)),
        (Cell("乙", row_span=2), Cell("二つの欄", column_span=2), None),
        (None, Cell("5"), Cell()),
    )
    columns = (Column(1), Column(1), Column(1))
    heading = {"/Scope": "/Column"}
    assert tables(read(Table(columns, header, rows))) == [
        [
            [("/TH", "名称", {**heading, "/RowSpan": 2}), ("/TH", "年度", {**heading, "/ColSpan": 2})],
            [("/TH", "R6", heading), ("/TH", "R7", heading)],
            [("/TD", "甲", {}), ("/TD", "1", {}), ("/TD", "2", {})],
            [("/TD", "乙", {"/RowSpan": 2}), ("/TD", "二つの欄", {"/ColSpan": 2})],
            [("/TD", "5", {}), ("/TD", "", {})],
        ]
    ]


def test_a_table_over_two_pages_has_its_heading_on_both() -> None:
    rows = tuple((Cell(f"行{number}"),) for number in range(40))
    first, second = tables(read(Table((Column(1),), ((Cell("名称"),),), rows, description="四十行の表")))
    assert first[0] == second[0] == [("/TH", "名称", {"/Scope": "/Column"})]
    assert [text for table in (first, second) for ((_, text, _),) in table[1:]] == [
        f"行{number}" for number in range(40)
    ]


def test_a_table_has_its_description() -> None:
    reader = read(TABLE)
    (document,) = root_of(reader)["/StructTreeRoot"]["/K"]
    assert document.get_object()["/K"][-1].get_object()["/A"]["/Summary"] == "二つの値の表"


@pytest.mark.parametrize("form", list(ChartForm))
def test_a_chart_is_a_figure_with_its_description(form: ChartForm) -> None:
    values = tuple(ChartValue(Decimal(number)) for number in (40, 60))
    chart = Chart(form, "利用", ("甲", "乙"), (ChartSeries("系列", values),), description="甲と乙の割合")
    roles = {role: alt for role, _, alt in elements(read(ChartRow((chart,))))}
    assert "甲と乙の割合" in roles["/Figure"]


def test_marks_and_tree_agree_on_every_page_of_the_sample(sample: PlanSnapshot) -> None:
    for handout in handouts_named(sample, ()):
        target = BytesIO()
        write_pdf(build_document(sample, handout), target)
        reader = pypdf.PdfReader(target)
        numbers = root_of(reader)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        page: Any
        for index, page in enumerate(reader.pages):
            contents = page.get_contents()
            assert contents is not None
            data = contents.get_data()
            parents = numbers[2 * index + 1]
            assert (page["/StructParents"], numbers[2 * index]) == (index, index)
            assert data.count(b"/MCID ") == len(parents)
            assert data.count(b" BDC") == data.count(b"EMC")
            for mark, parent in enumerate(parents):
                element = parent.get_object()
                assert (element["/K"], element.raw_get("/Pg")) == (mark, page.indirect_reference)
                assert (element["/S"] == "/Figure") == bool(element.get("/Alt", ""))


def test_the_title_on_the_cover_is_the_heading_of_all() -> None:
    plan, made = with_cover("題名" * 100, "副題", "資料１")
    blocks = cover(plan, made, made.title, A4_LANDSCAPE)
    for rest in ((PICTURE,), (PICTURE, PageBreak(), Heading("見出し"), Paragraph("本文"))):
        reader = read(*blocks, *rest)
        found = elements(reader)
        # Meeting and 資料番号, the title; 副題, 段階, day, city and office under it.
        assert found[:8] == [(role, 0, "") for role in ("/P", "/P", "/H1", *["/P"] * 5)]
        assert [role for role, _, _ in found[8:]] == ["/Figure", "/H2", "/P"][: len(rest) // 2 + 1]
        assert text_under(reader.pages[0], 2) == made.title
        assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["題名"]


def test_without_its_cover_a_handout_begins_with_its_title_line() -> None:
    plan, made = with_cover("題名", "副題", "資料１")
    blocks = (*cover(plan, made, made.title, A4_LANDSCAPE), PICTURE)
    target = BytesIO()
    write_pdf(HandoutDocument("t", "題名", "資料１", PageSetup(), blocks, pages=((2, 2),)), target)
    assert [role for role, _, _ in elements(pypdf.PdfReader(target))] == ["/H1", "/P", "/Figure"]


def test_a_page_for_the_preview_goes_without() -> None:
    document = HandoutDocument("t", "題名", "", PageSetup(), (PICTURE,))
    reader = pypdf.PdfReader(BytesIO(page_pdf(document, lay_out_document(document), 0)))
    assert "/StructTreeRoot" not in root_of(reader)
