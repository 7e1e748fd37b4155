"""What stands on each page of a handout: read back from its PDF, and from its sheet between page breaks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from operator import itemgetter
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
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
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
    """The pages of a handout's sheets: cells as they are shown, words of shapes, what charts show."""
    target = BytesIO()
    write_xlsx([document], target)
    drawn = _drawn(target.getvalue())
    pages: list[PageText] = []
    for sheet in load_workbook(BytesIO(target.getvalue()), data_only=True):
        assert sheet.page_setup.firstPageNumber == document.setup.first_page + len(pages)
        pages += _pages_of(sheet, drawn.get(sheet.title, []))
    return pages


def _pages_of(sheet: Any, drawn: Sequence[tuple[int, str]]) -> list[PageText]:
    """The pages of one sheet: what is printed between its page breaks."""
    starts = [0, *sorted(mark.id for mark in sheet.row_breaks.brk)]
    cells = [
        (cell.row, _shown(cell.value, cell.number_format))
        for row in sheet[sheet.print_area.rpartition("!")[2]]
        for cell in row
        if cell.value is not None
    ]
    pages: list[list[str]] = [[] for _ in starts]
    for row_number, text in sorted((*cells, *drawn), key=itemgetter(0)):
        pages[max(number for number, start in enumerate(starts) if row_number > start)].append(text)
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


def _drawn(book: bytes) -> dict[str, list[tuple[int, str]]]:
    """Texts of each sheet's shapes and charts with the row in which each begins, by the sheet's name."""
    found: dict[str, list[tuple[int, str]]] = {}
    with ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [sheet.attrib["name"] for sheet in ET.fromstring(parts["xl/workbook.xml"]).iter(f"{_S}sheet")]
    for number, sheet in enumerate(names, start=1):
        for target in _related(parts, f"xl/worksheets/sheet{number}.xml").values():
            found[sheet] = list(_anchored(parts, target.lstrip("/")))
    return found


def _anchored(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[int, str]]:
    """The texts of a drawing with their rows."""
    charts = _related(parts, name)
    for anchor in ET.fromstring(parts[name]):
        row = anchor.find(f"{_XDR}from/{_XDR}row")
        if row is None or row.text is None:
            continue
        for text in _texts(anchor):
            yield int(row.text) + 1, text
        for chart in anchor.iter(f"{_C}chart"):
            for text in _charted(ET.fromstring(parts[charts[chart.attrib[f"{_R}id"]].lstrip("/")])):
                yield int(row.text) + 1, text


def _related(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """What a part of the workbook refers to."""
    folder, _, file = name.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    return _targets(relations) if relations else {}


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
