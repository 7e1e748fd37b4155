"""Handouts as PDF: pages laid out by handouts.pages, painted with reportlab.

Only the bundled fonts are used and embedded; the same document gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from dxplanner.domain.garbage import no_garbage
from dxplanner.exporters.fonts import REGULAR, register_fonts
from dxplanner.exporters.pdf_structure import Structure
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.pages import DocumentLayout, PageLayout, lay_out_document

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LANGUAGE: Final = "ja-JP"
_PRODUCER: Final = "dxplanner"
_VERSION: Final = (1, 7)
"""ISO 32000-1: the structure of a document and its parts' descriptions are part of it."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What was written: how many pages, and Japanese sentences about what a user should look at."""

    pages: int
    warnings: tuple[str, ...]


@no_garbage()
def write_pdf(
    document: HandoutDocument, target: Path | BinaryIO, layout: DocumentLayout | None = None
) -> PdfResult:
    """Write a handout as PDF to a path or a binary stream, laid out as ``layout`` when that is known.

    An OSError of the target comes through; the caller writes beside the final name and renames.
    """
    layout = layout or lay_out_document(document)
    data = _paint(document, layout, layout.pages, Structure(document))
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)
    return PdfResult(len(layout.pages), layout.warnings)


def page_pdf(document: HandoutDocument, layout: DocumentLayout, index: int) -> bytes:
    """One page (from 0) of a laid-out handout as a PDF of its own, for the preview."""
    return _paint(document, layout, layout.pages[index : index + 1])


def _paint(
    document: HandoutDocument,
    layout: DocumentLayout,
    pages: Sequence[PageLayout],
    structure: Structure | None = None,
) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    size = (layout.width / MM_PER_POINT, layout.height / MM_PER_POINT)
    paint: Any = Canvas  # its stubs take the font's name for a number
    canvas: Canvas = paint(
        "",
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=REGULAR,
        initialFontSize=10,
        lang=_LANGUAGE,
        pdfVersion=_VERSION,
    )
    _describe(canvas, document)
    for index, page in enumerate(pages):
        _bookmarks(canvas, document, page, index, layout.height)
        _paint_page(canvas, page, index, layout.height, structure)
        canvas.showPage()
    if structure is not None:
        structure.finish(canvas)
    document_bytes: Any = canvas
    return bytes(document_bytes.getpdfdata())


def _describe(canvas: "Canvas", document: HandoutDocument) -> None:
    """Document properties: the city is the author, never the PC's user."""
    title = f"{document.number}　{document.title}" if document.number else document.title
    canvas.setTitle(title)
    canvas.setAuthor(document.city or document.plan_name)
    canvas.setSubject(document.plan_name)
    canvas.setCreator(_PRODUCER)
    canvas.setProducer(_PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _bookmarks(
    canvas: "Canvas", document: HandoutDocument, page: PageLayout, index: int, height: float
) -> None:
    if index == 0:
        canvas.bookmarkPage("title", "XYZ", left=0, top=height / MM_PER_POINT)
        canvas.addOutlineEntry(document.title, "title", level=0)
    for number, bookmark in enumerate(page.bookmarks):
        key = f"heading-{index}-{number}"
        canvas.bookmarkPage(key, "XYZ", left=0, top=(height - bookmark.y) / MM_PER_POINT)
        _add_entry(canvas, bookmark.text, key, bookmark.level)


def _add_entry(canvas: "Canvas", text: str, key: str, level: int) -> None:
    """An outline entry; a level that skips one (3 under 1) goes as deep as the outline allows."""
    pdf: Any = canvas
    deepest = pdf._doc.outline.currentlevel + 1
    canvas.addOutlineEntry(text, key, level=min(level, deepest))


def _paint_page(
    canvas: "Canvas", page: PageLayout, index: int, height: float, structure: Structure | None
) -> None:
    from dxplanner.exporters.pdf_drawing import DrawingPainter
    from dxplanner.exporters.pdf_pen import Pen

    pen = Pen(canvas)
    for item in page.items:
        pen.saveState()
        # Millimetres with the origin at the drawing's upper left corner; y still grows upwards.
        pen.translate(item.x / MM_PER_POINT, (height - item.y) / MM_PER_POINT)
        pen.scale(item.scale / MM_PER_POINT, item.scale / MM_PER_POINT)
        if structure is None:
            DrawingPainter(pen).paint(item.drawing)
        else:
            to_box = structure.begin(pen, page, index, item)
            DrawingPainter(pen).paint(item.drawing, to_box)
            pen.end_marked()
        pen.restoreState()
