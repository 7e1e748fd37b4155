"""All handouts of the sample in both formats: as many pages, the same paper, clean files, nothing foreign."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from openpyxl import Workbook, load_workbook

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.exporters.xlsx_styles import Style
from dxplanner.handouts.blocks import (
    Cell,
    Column,
    HandoutDocument,
    Heading,
    Notes,
    PageSetup,
    Paragraph,
    Table,
)
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import handouts_named
from tests.handouts.printed_texts import workbook_pages

_MEGABYTE = 1_000_000
_WIDE = str.maketrans("/", "／")
_PAPERS = {Paper.A4: 9, Paper.A3: 8}


@pytest.fixture(scope="module")
def documents(sample: PlanSnapshot) -> list[HandoutDocument]:
    """All handouts of the sample."""
    return [build_document(sample, handout) for handout in handouts_named(sample, ())]


@pytest.fixture(scope="module")
def book(documents: list[HandoutDocument]) -> bytes:
    """All handouts in one workbook."""
    target = BytesIO()
    write_xlsx(documents, target)
    return target.getvalue()


@pytest.fixture(scope="module")
def sheets(book: bytes) -> Workbook:
    """The workbook read back."""
    return load_workbook(BytesIO(book))


def all_fonts(reader: pypdf.PdfReader) -> list[Any]:
    """Each font object that a page names, once."""
    found = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            place = font.get_object().indirect_reference
            found[place.idnum] = font.get_object()
    return list(found.values())


def pages_of(sheet: Any) -> range:
    """The numbers on the pages that a sheet prints."""
    first: int = sheet.page_setup.firstPageNumber
    return range(first, first + len(sheet.row_breaks.brk) + 1)


def test_sheets_break_where_pages_end(documents: list[HandoutDocument], sheets: Workbook) -> None:
    numbers = [number for sheet in sheets for number in pages_of(sheet)]
    printed = [page.number for document in documents for page in lay_out_document(document).pages]
    assert numbers == printed
    for sheet in sheets:
        # One page is made to fit, several break where they were told to.
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == (1 if len(pages_of(sheet)) == 1 else 0)


def test_print_set_up_is_that_of_the_pages(documents: list[HandoutDocument], sheets: Workbook) -> None:
    left = list(sheets)
    for document in documents:
        setup = document.setup
        landscape = setup.orientation is Orientation.LANDSCAPE
        pages = [page.number for page in lay_out_document(document).pages]
        while pages:
            sheet = left.pop(0)
            assert sheet.page_setup.paperSize == _PAPERS[setup.paper]
            assert sheet.page_setup.orientation == ("landscape" if landscape else "portrait")
            assert sheet.page_margins.left == pytest.approx(setup.left / 25.4)
            assert sheet.page_margins.right == pytest.approx(setup.right / 25.4)
            assert sheet.title.startswith(document.title[:20].translate(_WIDE))
            del pages[: len(pages_of(sheet))]
    assert not left


def test_every_cell_has_a_style_with_a_name(book: bytes) -> None:
    names = {
        cell.style for sheet in load_workbook(BytesIO(book)) for row in sheet.iter_rows() for cell in row
    }
    assert names <= {"Normal", *(style.value for style in Style)}
    assert len(names) > len(Style) / 2


def test_formulas_bring_their_results(book: bytes, sheets: Workbook) -> None:
    formulas = [
        cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    results = load_workbook(BytesIO(book), data_only=True)
    assert len(formulas) > 10
    for cell in formulas:
        result = results[cell.parent.title][cell.coordinate].value
        # A rate is told to be missing as long as there is no 実績.
        assert isinstance(result, int | float) or (result == "－" and "IFERROR" in str(cell.value))


def test_the_workbook_has_neither_links_nor_macros_nor_names(book: bytes) -> None:
    with ZipFile(BytesIO(book)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert not [name for name in names if "external" in name.lower() or "vba" in name or "embed" in name]
    assert b'TargetMode="External"' not in everything
    assert b"<definedName " in everything
    assert b"file:///" not in everything


def test_each_pdf_has_one_subset_a_font_and_says_what_it_is(documents: list[HandoutDocument]) -> None:
    for document in documents:
        target = BytesIO()
        write_pdf(document, target)
        assert len(target.getvalue()) < _MEGABYTE
        reader = pypdf.PdfReader(target)
        fonts = [font["/BaseFont"].split("+")[1] for font in all_fonts(reader)]
        assert sorted(fonts) == sorted(set(fonts))
        assert reader.metadata is not None
        assert (reader.metadata.author, reader.metadata.creator) == (document.city, "dxplanner")
        assert reader.metadata.title is not None
        assert reader.metadata.title.endswith(document.title)
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == "ja-JP"
        assert len(reader.outline) >= 1


@pytest.mark.parametrize("length", range(700, 2900, 240))
def test_running_text_turns_pages_at_the_same_place(length: int) -> None:
    words = ("長崎市の行政サービスのデジタル化の推進に関する基本的な方針です。" * 100)[:length]
    table = Table((Column(1), Column(3)), (), tuple((Cell(f"{row}"), Cell("名称")) for row in range(9)))
    blocks = (Paragraph(words), Heading("表"), table, Paragraph(words), Notes((("※", words),)), Heading("末"))
    document = HandoutDocument("t", "題名", "資料１", PageSetup(), (*blocks, Paragraph("終わり")))
    pages = workbook_pages(document)
    assert len(pages) == len(lay_out_document(document).pages)
    text = "".join(text for page in pages for text in page.texts)
    assert text.translate(str.maketrans("", "", "\n \u3000※")).count(words) == 3
