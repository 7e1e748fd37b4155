"""What stands on each page of a handout: read back from its PDF, and from its sheet between page breaks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pypdfium2
from openpyxl import load_workbook

from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.handouts.blocks import HandoutDocument

_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MARK: Final = re.compile(r"※[０-９0-9]*")
_SPACE: Final = re.compile(r"\s")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_NUMBER: Final = re.compile(r"(?:#,##)?0(?:\.0+)?")
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(frozen=True)
class PageText:
    """The texts of one page, one to each part."""

    texts: tuple[str, ...]

    @cached_property
    def plain(self) -> str:
        """All texts without spaces, between bars."""
        return "|".join(_SPACE.sub("", text) for text in self.texts)

    @cached_property
    def unmarked(self) -> str:
        """The same without footnote marks, which stand inside words."""
        return _MARK.sub("", self.plain)

    @cached_property
    def figures(self) -> Counter[str]:
        """Whole figures, as they are written."""
        return Counter(found for text in self.texts for found in _FIGURE.findall(text))

    def has(self, text: str) -> bool:
        """Whether a text stands here, with or without the marks of footnotes in it."""
        wanted = _SPACE.sub("", text)
        return wanted in self.plain or wanted in self.unmarked


def pdf_pages(document: HandoutDocument) -> list[PageText]:
    """The pages of a handout's PDF."""
    target = BytesIO()
    write_pdf(document, target)
    pages = []
    with pypdfium2.PdfDocument(target.getvalue()) as pdf:
        for page in pdf:
            text = page.get_textpage()
            pages.append(PageText(tuple(text.get_text_bounded().splitlines())))
            text.close()
    return pages


def workbook_pages(document: HandoutDocument) -> list[PageText]:
    """The pages of a handout's sheet: cells as they are shown, words of shapes, what charts show."""
    target = BytesIO()
    write_xlsx([document], target)
    sheet = load_workbook(BytesIO(target.getvalue()), data_only=True).worksheets[0]
    starts = [0, *sorted(mark.id for mark in sheet.row_breaks.brk)]
    pages: list[list[str]] = [[] for _ in starts]

    def page_of(row: int) -> list[str]:
        return pages[max(number for number, start in enumerate(starts) if row > start)]

    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                page_of(cell.row).append(_shown(cell.value, cell.number_format))
    for row_number, text in _drawn(target.getvalue()):
        page_of(row_number).append(text)
    return [PageText(tuple(texts)) for texts in pages]


def _shown(value: Any, number_format: str) -> str:
    """A cell's value as the sheet shows it."""
    if isinstance(value, str) or number_format == "General":
        return str(value)
    first = number_format.split(";")[0]
    found = _NUMBER.search(_QUOTED.sub(lambda words: "_" * len(words[0]), first))
    assert found is not None, number_format
    decimals = len(found[0].partition(".")[2])
    number = f"{value:{',' if ',' in found[0] else ''}.{decimals}f}"
    before, after = first[: found.start()], first[found.end() :]
    return f"{before}{number}{after}".replace('"', "")


def _drawn(book: bytes) -> Iterator[tuple[int, str]]:
    """Texts of shapes and charts with the row in which each begins."""
    with ZipFile(BytesIO(book)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                related = name.replace("drawings/", "drawings/_rels/") + ".rels"
                charts = _targets(archive.read(related)) if related in archive.namelist() else {}
                for anchor in ET.fromstring(archive.read(name)):
                    row = anchor.find(f"{_XDR}from/{_XDR}row")
                    if row is None or row.text is None:
                        continue
                    for text in _texts(anchor):
                        yield int(row.text) + 1, text
                    for chart in anchor.iter(f"{_C}chart"):
                        part = charts[chart.attrib[f"{_R}id"]].rpartition("/")[2]
                        for text in _charted(ET.fromstring(archive.read(f"xl/charts/{part}"))):
                            yield int(row.text) + 1, text


def _targets(relations: bytes) -> dict[str, str]:
    return {one.attrib["Id"]: one.attrib["Target"] for one in ET.fromstring(relations)}


def _texts(anchor: ET.Element) -> Iterator[str]:
    """The words of each shape as one text."""
    for body in anchor.iter(f"{_XDR}txBody"):
        yield "".join(run.text or "" for run in body.iter(f"{_A}t"))


def _charted(chart: ET.Element) -> Iterator[str]:
    """Headings of a chart, the ends of its axis, and the names and values that it holds."""
    yield from ("".join(run.text or "" for run in part.iter(f"{_A}t")) for part in chart.iter(f"{_C}rich"))
    for end in (*chart.iter(f"{_C}min"), *chart.iter(f"{_C}max")):
        yield f"{float(end.attrib['val']):g}"
    for cache in chart.iter(f"{_C}strCache"):
        yield from (value.text or "" for value in cache.iter(f"{_C}v"))
    for cache in chart.iter(f"{_C}numCache"):
        format_ = cache.findtext(f"{_C}formatCode") or "General"
        yield from (_shown(float(value.text or "nan"), format_) for value in cache.iter(f"{_C}v"))
