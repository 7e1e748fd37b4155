"""印刷プレビュー: the real pages of the real PDF as pictures, and what stands at a point of a page.

Runs on any thread, one call at a time (PDFium allows no more).
"""

import threading
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import DocumentLayout, lay_out_document
from dxplanner.handouts.places import Places
from dxplanner.handouts.review import name_places
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot

MM_PER_INCH: Final = 25.4
_POINTS_PER_INCH: Final = 72
_PDFIUM: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Preview:
    """A handout laid out from one state of the plan."""

    uid: str
    document: HandoutDocument
    layout: DocumentLayout


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: rows of ``stride`` bytes, four bytes a pixel (red, green, blue, unused)."""

    width: int
    height: int
    stride: int
    data: bytes


def preview_of(snapshot: PlanSnapshot, uid: str) -> Preview:
    """The pages of the handout of that uid.

    Raises:
        InputError: the handout is gone, or a block names something that is not there.
    """
    handout = next((one for one in snapshot.all(Handout) if one.uid == uid), None)
    if handout is None:
        raise InputError("この資料は、もう削除されています。")
    document = build_document(snapshot, handout)
    layout = name_places(lay_out_document(document), Places(snapshot).place_of)
    return Preview(uid, document, layout)


def page_image(preview: Preview, index: int, pixels_per_mm: float) -> PageImage:
    """Page ``index`` (from 0) as the PDF shows it."""
    import pypdfium2

    from dxplanner.exporters.pdf import page_pdf

    data = page_pdf(preview.document, preview.layout, index)
    scale = pixels_per_mm * MM_PER_INCH / _POINTS_PER_INCH
    with _PDFIUM:
        pdf = pypdfium2.PdfDocument(BytesIO(data))
        try:
            bitmap = pdf[0].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            pdf.close()


@dataclass(frozen=True, slots=True)
class Spot:
    """Something on a page that comes from a row: its name (uid or ``uid/field``) and its place in mm."""

    name: str
    x: float
    y: float
    width: float
    height: float


def spot_at(preview: Preview, index: int, x: float, y: float) -> Spot | None:
    """What stands at a point of a page (mm from its upper left corner): the smallest such box, or None."""
    found: Spot | None = None
    for item in preview.layout.pages[index].items:
        inside_x, inside_y = (x - item.x) / item.scale, (y - item.y) / item.scale
        for box in item.drawing.boxes:
            if not box.name or not (box.x <= inside_x <= box.right and box.y <= inside_y <= box.bottom):
                continue
            left, top = item.x + box.x * item.scale, item.y + box.y * item.scale
            spot = Spot(box.name, left, top, box.width * item.scale, box.height * item.scale)
            if found is None or spot.width * spot.height < found.width * found.height:
                found = spot
    return found
