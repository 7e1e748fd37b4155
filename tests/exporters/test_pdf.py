"""The PDF: bundled fonts only, one subset each, bookmarks, language, page numbers, the same bytes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from dxplanner.domain.vocabulary import BarShape, ColourRole, Orientation, Paper
from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.pdf_theme import ROLES, STROKES, SURFACES
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Column,
    HandoutDocument,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, TextStyle, Tone
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from tests.exporters.pdf_reading import as_painted


def document(*blocks: Block, **changes: Any) -> HandoutDocument:
    given: dict[str, Any] = {
        "code": "test",
        "title": "改訂スケジュール",
        "number": "資料１－４",
        "setup": PageSetup(),
        "blocks": blocks,
        "plan_name": "試験計画",
        "city": "試験市",
    }
    return HandoutDocument(**(given | changes))


def written(*blocks: Block, **changes: Any) -> pypdf.PdfReader:
    target = BytesIO()
    write_pdf(document(*blocks, **changes), target)
    return pypdf.PdfReader(target)


def fonts(reader: pypdf.PdfReader) -> Iterator[Any]:
    seen = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for name, font in resources["/Font"].items():
            if name not in seen:
                seen.add(name)
                yield font.get_object()


MANY = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 1200) if not bundled_metrics().missing(chr(code)))


def test_each_font_is_embedded_as_one_subset() -> None:
    found = list(fonts(written(Heading("見出し"), Paragraph(MANY))))
    assert sorted(font["/BaseFont"].split("+")[1] for font in found) == [
        "BIZUDGothic-Bold",
        "BIZUDGothic-Regular",
    ]
    for font in found:
        assert font["/Subtype"] == "/Type0"
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert len(descriptor["/FontFile2"].get_object().get_data()) > 1000
        assert "/ToUnicode" in font


def test_all_characters_come_back_as_text() -> None:
    reader = written(Paragraph(MANY))
    text = "".join(page.extract_text() for page in reader.pages)
    assert set(MANY) <= set(text)


def test_a_missing_character_is_replaced_and_told() -> None:
    target = BytesIO()
    result = write_pdf(document(Paragraph("𠮷野")), target)
    assert any("「𠮷」" in warning for warning in result.warnings)
    assert "〓野" in pypdf.PdfReader(target).pages[0].extract_text()


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = BytesIO(), BytesIO()
    for target in (first, second):
        write_pdf(document(Heading("見出し"), Paragraph("本文")), target)
    assert first.getvalue() == second.getvalue()


def test_properties_name_the_city_and_no_user() -> None:
    reader = written(Paragraph("本文"))
    assert reader.metadata is not None
    assert reader.metadata.title == "資料１－４　改訂スケジュール"
    assert reader.metadata.author == "試験市"
    assert reader.metadata.subject == "試験計画"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "ja-JP"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None


def test_headings_are_bookmarks_under_the_title() -> None:
    reader = written(Heading("第１"), Paragraph("一"), Heading("(1)", 3), PageBreak(), Heading("第２"))
    outline: Any = reader.outline
    assert outline[0].title == "改訂スケジュール"
    assert [entry.title for entry in outline[1] if not isinstance(entry, list)] == ["第１", "第２"]
    assert [
        reader.get_destination_page_number(entry) for entry in outline[1] if not isinstance(entry, list)
    ] == [0, 1]


def test_pages_carry_their_numbers() -> None:
    reader = written(Paragraph("一"), PageBreak(), Paragraph("二"), setup=PageSetup(first_page=16))
    assert [page.extract_text().split()[-1] for page in reader.pages] in (["16", "17"], ["一", "二"])
    assert all(number in page.extract_text() for number, page in zip(("16", "17"), reader.pages, strict=True))


@pytest.mark.parametrize(
    ("paper", "orientation", "size"),
    [
        (Paper.A4, Orientation.LANDSCAPE, (297, 210)),
        (Paper.A4, Orientation.PORTRAIT, (210, 297)),
        (Paper.A3, Orientation.LANDSCAPE, (420, 297)),
    ],
)
def test_paper_sizes(paper: Paper, orientation: Orientation, size: tuple[int, int]) -> None:
    reader = written(Paragraph("本文"), setup=PageSetup(paper, orientation))
    box = reader.pages[0].mediabox
    found = (float(box.width) * MM_PER_POINT, float(box.height) * MM_PER_POINT)
    assert found == pytest.approx(size, abs=0.1)


def test_table_headings_repeat() -> None:
    rows = tuple((Cell(str(number)), Cell("名称")) for number in range(80))
    reader = written(Table((Column(1), Column(5)), ((Cell("見出し甲"), Cell("見出し乙")),), rows))
    assert len(reader.pages) > 2
    assert all("見出し甲" in page.extract_text() for page in reader.pages)


def test_every_shape_tone_role_and_edge_is_painted() -> None:
    boxes = [
        Box(10 * x, 8 * y, 9, 7, "字", ("字",), TextStyle(vertical=y % 2 == 1), tone, role, edge, shape)
        for x, (tone, role) in enumerate([(tone, role) for tone in Tone for role in list(ColourRole)[:5]])
        for y, (edge, shape) in enumerate([(edge, shape) for edge in Edge for shape in BoxShape])
    ]
    lines = tuple(Line(((0, 150), (20, 150), (30, 155)), edge, arrow=True) for edge in Edge)
    drawing = Drawing(269, 160, tuple(boxes), lines, (Glyph(50, 155, "▲"),))
    target = BytesIO()
    assert write_pdf(document(Picture(drawing)), target).pages == 1
    assert set(SURFACES) == set(Tone)
    assert set(ROLES) == set(ColourRole)
    assert set(STROKES) | {Edge.NONE} == set(Edge)
    assert len(BarShape) == 3


def pixels(*blocks: Block) -> Any:
    target = BytesIO()
    write_pdf(document(*blocks), target)
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    return page.render(scale=72 / 25.4 * 2 * MM_PER_POINT * 72 / 25.4).to_pil().convert("L")


def test_roles_differ_without_colour() -> None:
    """Each role's patterned stripe leaves another trace on grey paper."""
    traces = set()
    for role in ColourRole:
        box = Box(0, 0, 60, 40, "生活", ("生活",), TextStyle(), Tone.ROLE, role, Edge.NONE)
        page = pixels(Picture(Drawing(269, 160, (box,))))
        scale = page.width / 297
        stripe = page.crop((int(14.2 * scale), int(28 * scale), int(16.2 * scale), int(66 * scale)))
        traces.add(stripe.tobytes())
    assert len(traces) == len(ColourRole)


def test_upright_text_goes_down() -> None:
    style = TextStyle(12, vertical=True, align=Align.CENTRE)
    box = Box(0, 0, 12, 60, "領域ー（案）", ("領域ー（案）",), style)
    target = BytesIO()
    write_pdf(document(Picture(Drawing(269, 160, (box,)))), target)
    page = pypdfium2.PdfDocument(as_painted(target.getvalue()))[0].get_textpage()
    tops = {
        char: page.get_charbox(index)[3]
        for index, char in enumerate(page.get_text_range())
        if char in "領域案" and index < page.count_chars()
    }
    assert tops["領"] > tops["域"] > tops["案"]


def test_a_path_is_written_and_a_failing_target_is_not_hidden(tmp_path: Path) -> None:
    target = tmp_path / "資料.pdf"
    assert write_pdf(document(Paragraph("本文")), target).pages == 1
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(OSError, match="dir"):
        write_pdf(document(Paragraph("本文")), tmp_path / "dir" / "資料.pdf")


def test_two_documents_are_written_at_the_same_time() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def one(number: int) -> bytes:
        target = BytesIO()
        write_pdf(document(Paragraph(f"{number}の本文" * 50), title=f"題名{number}"), target)
        return target.getvalue()

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(one, range(8)))
    assert together == [one(number) for number in range(8)]


def test_tabs_and_signs_that_are_not_drawn_leave_no_substitute() -> None:
    reader = written(Paragraph("一番\tタブ入り"), Paragraph("葛\U000e0100飾区\u200bと\u200d👍\ufe0f"))
    text = reader.pages[0].extract_text()
    assert "一番\u3000タブ入り" in text
    assert "葛飾区と〓" in text
    assert text.count("〓") == 1
