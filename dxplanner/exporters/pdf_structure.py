"""What the parts of a PDF are, for who listens to it: headings, paragraphs, tables, figures with their words.

Each part of a page is marked in the page's contents and named in the document's structure tree (PDF 32000,
14.7); what only repeats on each page, and the rules of a table, are artifacts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dxplanner.handouts.blocks import HandoutDocument, Picture
from dxplanner.handouts.drawing import Box, Drawing

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from dxplanner.exporters.pdf_pen import Pen
    from dxplanner.handouts.pages import PageLayout, Placed

_DEEPEST: Final = 6
_RIM: Final = 0.5
"""How far in mm a cell's box may stand off the lines of its table."""
_ROOT: Final = "structure"


@dataclass(slots=True)
class _Element:
    """A part: its role, the number of the part that it belongs to, its page, and what more is said of it."""

    role: str
    parent: int | None
    page: int
    more: str = ""
    mark: int | None = None
    """Its mark in its page's contents; None when it consists of other parts."""


@dataclass(slots=True)
class Structure:
    """Collects the parts of a document while it is painted; :meth:`finish` writes the tree."""

    document: HandoutDocument
    _elements: list[_Element] = field(default_factory=list)
    _pictures: set[int] = field(init=False)
    _page: int = -1
    _marks: int = 0

    def __post_init__(self) -> None:
        self._pictures = {id(block.drawing) for block in self.document.blocks if isinstance(block, Picture)}

    def begin(
        self, pen: "Pen", page: "PageLayout", index: int, item: "Placed"
    ) -> Callable[[Box], None] | None:
        """Mark what is painted next, until ``pen.end_marked()``; INDEX is that of the page.

        The boxes of a frame and a table's cells are marked one by one: what is returned is then to be called
        before each of them.
        """
        if index != self._page:
            self._page, self._marks = index, 0
        drawing = item.drawing
        frame = item is page.items[0]
        if frame:
            pen.begin_marked("Artifact", "/Type /Pagination")
            return None if index else self._frame(pen, drawing)
        if not page.items[0].drawing.boxes:
            pen.begin_marked("Artifact", "")
            return self._cover(pen, drawing)
        if drawing.header_rows is not None:
            pen.begin_marked("Artifact", "")
            return self._cells(pen, drawing, drawing.header_rows)
        role = self._role(page, item)
        self._mark(pen, role, None, f"/Alt {_text(drawing.description)}" if role == "Figure" else "")
        return None

    def _frame(self, pen: "Pen", frame: Drawing) -> Callable[[Box], None]:
        """Goes from the title to 資料番号 and 段階; the number of the page comes last."""

        def to_box(box: Box) -> None:
            pen.end_marked()
            if box is frame.boxes[-1]:
                pen.begin_marked("Artifact", "/Type /Pagination")
            else:
                self._mark(pen, "H1" if box is frame.boxes[0] else "P", None, "")

        return to_box

    def _cover(self, pen: "Pen", cover: Drawing) -> Callable[[Box], None]:
        """Goes over the lines of 表紙, a page without title line: the title, the only bold one, is here."""
        title = next((box for box in cover.boxes if box.style.bold), None)

        def to_box(box: Box) -> None:
            pen.end_marked()
            self._mark(pen, "H1" if box is title else "P", None, "")

        return to_box

    def _cells(self, pen: "Pen", table: Drawing, header_rows: int) -> Callable[[Box], None]:
        """Begins a table; what is returned goes on to the cell of a box."""
        summary = f"/A <</O /Table /Summary {_text(table.description)}>>" if table.description else ""
        whole = self._add(_Element("Table", None, self._page, summary))
        rows: dict[int, int] = {}

        def to_cell(box: Box) -> None:
            pen.end_marked()
            if not box.cell:
                pen.begin_marked("Artifact", "")
                return
            row, height = _span(table.rows, box.y, box.bottom)
            _, width = _span(table.columns, box.x, box.right)
            if row not in rows:
                rows[row] = self._add(_Element("TR", whole, self._page))
            heading = row < header_rows
            said = " ".join(
                words
                for words, wanted in (
                    ("/Scope /Column", heading),
                    (f"/RowSpan {height}", height > 1),
                    (f"/ColSpan {width}", width > 1),
                )
                if wanted
            )
            more = f"/A <</O /Table {said}>>" if said else ""
            self._mark(pen, "TH" if heading else "TD", rows[row], more)

        return to_cell

    def _mark(self, pen: "Pen", role: str, parent: int | None, more: str) -> None:
        self._add(_Element(role, parent, self._page, more, self._marks))
        pen.begin_marked(role, f"/MCID {self._marks}")
        self._marks += 1

    def _add(self, element: _Element) -> int:
        self._elements.append(element)
        return len(self._elements) - 1

    def finish(self, canvas: "Canvas") -> None:
        """Write the structure tree; called when all pages are painted.

        The objects are written as they stand in the file: they know each other by their numbers.
        """
        from reportlab.pdfbase import pdfdoc

        pdf: Any = canvas
        document = pdf._doc
        root = document.objectcounter + 1
        whole, first = root + 1, root + 2
        kids: dict[int | None, list[str]] = {}
        marked: dict[int, list[str]] = {}
        for number, element in enumerate(self._elements):
            place = f"{first + number} 0 R"
            kids.setdefault(element.parent, []).append(place)
            if element.mark is not None:
                marked.setdefault(element.page, []).append(place)
        parents = []
        for index, page in enumerate(document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = index, pdfdoc.PDFName("S")
            parents.append(f"{index} [{' '.join(marked.get(index, ()))}]")
        document.Catalog.StructTreeRoot = document.Reference(
            f"<</Type /StructTreeRoot /K [{whole} 0 R] /ParentTree <</Nums [{' '.join(parents)}]>>>>", _ROOT
        )
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        document.Reference(
            f"<</Type /StructElem /S /Document /P {root} 0 R /K [{' '.join(kids.get(None, ()))}]>>",
            f"{_ROOT}-document",
        )
        for number, element in enumerate(self._elements):
            parent = whole if element.parent is None else first + element.parent
            page_number, _ = document.idToObjectNumberAndVersion[f"Page{element.page + 1}"]
            content = f"[{' '.join(kids[number])}]" if element.mark is None else element.mark
            document.Reference(
                f"<</Type /StructElem /S /{element.role} /P {parent} 0 R /Pg {page_number} 0 R"
                f" /K {content} {element.more}>>",
                f"{_ROOT}-{number}",
            )

    def _role(self, page: "PageLayout", item: "Placed") -> str:
        heading = next((mark for mark in page.bookmarks if mark.y == item.y), None)
        if heading is not None and len(item.drawing.boxes) == 1:
            return f"H{min(heading.level + 1, _DEEPEST)}"
        return "Figure" if self._is_figure(item.drawing) else "Div" if len(item.drawing.boxes) > 1 else "P"

    def _is_figure(self, drawing: Drawing) -> bool:
        if not drawing.description:
            return False
        return id(drawing) in self._pictures or bool(drawing.polygons or drawing.glyphs)


def _span(lines: tuple[float, ...], begin: float, end: float) -> tuple[int, int]:
    """The first of the rows or columns between ``lines`` that ``begin`` to ``end`` covers, and how many."""
    first = bisect_right(lines, begin + _RIM) - 1
    return first, bisect_left(lines, end - _RIM) - first


def _text(words: str) -> str:
    """A text as a PDF's hexadecimal string (PDF 32000, 7.9.2.2)."""
    return f"<{'feff' + words.encode('utf-16-be').hex()}>"
