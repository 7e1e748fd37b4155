"""What the parts of a PDF are, for who listens to it: headings, paragraphs, figures with their description.

Each part of a page is marked in the page's contents and named in the document's structure tree (PDF 32000,
14.7); what only repeats on each page is an artifact.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dxplanner.handouts.blocks import HandoutDocument, Picture
from dxplanner.handouts.drawing import Drawing

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from dxplanner.exporters.pdf_pen import Pen
    from dxplanner.handouts.pages import PageLayout, Placed

_DEEPEST: Final = 6
_ROOT: Final = "structure"


@dataclass(slots=True)
class _Element:
    """A part: its role, the description that stands for it, its mark on its page."""

    role: str
    page: int
    mark: int
    description: str = ""


@dataclass(slots=True)
class Structure:
    """Collects the parts of a document while it is painted; :meth:`finish` writes the tree."""

    document: HandoutDocument
    _elements: list[_Element] = field(default_factory=list)
    _pictures: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self._pictures = {id(block.drawing) for block in self.document.blocks if isinstance(block, Picture)}

    def begin(self, pen: "Pen", page: "PageLayout", index: int, item: "Placed") -> None:
        """Mark what is painted next, until ``pen.end_marked()``; INDEX is that of the page."""
        frame = item is page.items[0]
        if frame and index:
            pen.begin_marked("Artifact", "/Type /Pagination")
            return
        role = "H1" if frame else self._role(page, item)
        mark = sum(element.page == index for element in self._elements[-len(page.items) :])
        description = item.drawing.description if role == "Figure" else ""
        self._elements.append(_Element(role, index, mark, description))
        pen.begin_marked(role, f"/MCID {mark}")

    def finish(self, canvas: "Canvas") -> None:
        """Write the structure tree; called when all pages are painted."""
        from reportlab.pdfbase import pdfdoc

        pdf: Any = canvas
        document = pdf._doc
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        root_place = document.Reference(root, _ROOT)
        whole = pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName("Document"), "P": root_place}
        )
        whole_place = document.Reference(whole, f"{_ROOT}-document")
        by_page: dict[int, list[Any]] = {}
        for number, element in enumerate(self._elements):
            entries = {
                "Type": pdfdoc.PDFName("StructElem"),
                "S": pdfdoc.PDFName(element.role),
                "P": whole_place,
                "Pg": pdfdoc.PDFObjectReference(f"Page{element.page + 1}"),
                "K": element.mark,
            }
            if element.description:
                entries["Alt"] = pdfdoc.PDFString(element.description)
            place = document.Reference(pdfdoc.PDFDictionary(entries), f"{_ROOT}-{number}")
            by_page.setdefault(element.page, []).append(place)
        whole["K"] = pdfdoc.PDFArray([place for places in by_page.values() for place in places])
        numbers: list[Any] = []
        for index, page in enumerate(document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = index, pdfdoc.PDFName("S")
            numbers += [index, pdfdoc.PDFArray(by_page.get(index, []))]
        root["K"] = pdfdoc.PDFArray([whole_place])
        root["ParentTree"] = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        document.Catalog.StructTreeRoot = root_place
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _role(self, page: "PageLayout", item: "Placed") -> str:
        heading = next((mark for mark in page.bookmarks if mark.y == item.y), None)
        if heading is not None and len(item.drawing.boxes) == 1:
            return f"H{min(heading.level + 1, _DEEPEST)}"
        # Cells of a table are read one by one: a description instead of them would hide them.
        return "Figure" if self._is_figure(item.drawing) else "Div" if len(item.drawing.boxes) > 1 else "P"

    def _is_figure(self, drawing: Drawing) -> bool:
        if not drawing.description:
            return False
        return id(drawing) in self._pictures or bool(drawing.polygons or drawing.glyphs)
