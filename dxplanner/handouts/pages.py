"""A handout's blocks placed on pages, in mm: every painter of pages (PDF, preview) walks the same places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dxplanner.handouts.area import Area, page_area
from dxplanner.handouts.blocks import (
    Block,
    ChartRow,
    HandoutDocument,
    Heading,
    Notes,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.chart_layout import lay_out_chart_row
from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.frame import page_frame
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.review import document_warnings, drawing_warnings
from dxplanner.handouts.running import (
    NOTE_GAP,
    heading_drawing,
    notes_lines,
    notes_piece,
    paragraph_lines,
    paragraph_piece,
)
from dxplanner.handouts.tables import TableLayout, lay_out

GAP: Final = 2.5
"""Free space in mm under a table or a picture."""
_LEAST: Final = 20.0
_CAPTION: Final = 10.0
"""A line of smaller text over a table belongs to it."""
_COVER: Final = "表紙"
"""What a page without title line is called."""
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing with its upper left corner on the page; ``scale`` below 1 where it was too large."""

    x: float
    y: float
    drawing: Drawing
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading to find in the PDF's outline, with its place on the page (mm from the top)."""

    text: str
    level: int
    y: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page: its printed number, the drawings on it, the first of which is the frame, and bookmarks."""

    number: int
    items: tuple[Placed, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on a page of one of the handout's blocks.

    The small line over a table that comes again with it counts as the table's, of which it shows no rows.
    """

    block: int
    """Its place among the blocks, from 0."""
    page: int
    """From 0, pages that are not wanted counted."""
    top: float
    """How far it is from the top of the printed area in mm, and its height."""
    height: float
    shown: range
    """The lines of a text (of all notes together), or the rows of a table under its heading."""
    table: TableLayout | None = None
    """The whole table that it is of."""


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """All pages of a handout. ``warnings`` are Japanese sentences for the user."""

    width: float
    height: float
    pages: tuple[PageLayout, ...]
    warnings: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    """What stands on the pages, from the top of the first one to the foot of the last."""


@dataclass
class _OpenPage:
    items: list[Placed] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    used: float = 0.0
    bare: bool = False


class _Flow:
    """Fills pages from top to bottom; what does not fit goes on the next one."""

    def __init__(self, document: HandoutDocument) -> None:
        self.document = document
        self.area: Area = page_area(document.setup)
        self.pages = [_OpenPage()]
        self.pieces: list[Piece] = []
        self.warnings: list[str] = []
        self._block = -1
        self._before: Block | None = None

    @property
    def page(self) -> _OpenPage:
        return self.pages[-1]

    @property
    def left(self) -> float:
        """Height in mm that is free on the page; never less than a few lines on an empty one."""
        return self.area.height - self.page.used if self.page.used else max(self.area.height, _LEAST)

    def turn(self) -> None:
        """Go on with a new page, unless this one is still empty."""
        if self.page.used:
            self.pages.append(_OpenPage())

    def put(
        self,
        drawing: Drawing,
        after: float,
        scale: float = 1.0,
        shown: range = range(1),
        table: TableLayout | None = None,
    ) -> None:
        """Place a drawing at the left under what is there, with ``after`` mm free under it.

        It shows these lines or rows of the block.
        """
        setup = self.document.setup
        at = len(self.pages) - 1, self.page.used, drawing.height * scale
        self.pieces.append(Piece(self._block, *at, shown, table))
        x = setup.left + (self.area.width - drawing.width * scale) / 2 * (scale < 1)
        self.page.items.append(Placed(x, setup.top + self.page.used, drawing, scale))
        self.page.used += drawing.height * scale + after
        self.warnings += drawing_warnings(drawing)

    def add(self, block: Block, rest: Sequence[Block]) -> None:
        """Place a block; a heading must stay together with the first of the ``rest``."""
        self._block += 1
        if isinstance(self._before, Notes) and not isinstance(block, Notes) and self.page.used:
            # Notes belong to what stands over them: what follows keeps off, where there is room.
            self.page.used += max(min(GAP - NOTE_GAP, self._free_below(self.left, (block, *rest))), 0.0)
        match block:
            case Heading():
                self._heading(block, rest[0] if rest else None)
            case Paragraph():
                self._paragraph(block)
            case Notes():
                self._notes(block)
            case Table():
                self._table(block, rest)
            case Picture(drawing, bare):
                self._picture(drawing)
                if bare:
                    self.page.bare = True
                    self.page.bookmarks.append(Bookmark(_COVER, 1, 0.0))
            case ChartRow():
                self._picture(lay_out_chart_row(block, self.area.width))
            case PageBreak():
                self.turn()
        self._before = block

    def _heading(self, heading: Heading, following: Block | None) -> None:
        drawing = heading_drawing(heading, self.area.width)
        needed = drawing.height + (_first_height(following, self.area) if following else 0.0)
        if needed > self.left + _TOLERANCE:
            self.turn()
        y = self.document.setup.top + self.page.used
        self.page.bookmarks.append(Bookmark(heading.text, heading.level, y))
        self.put(drawing, 0.0)

    def _paragraph(self, paragraph: Paragraph) -> None:
        lines = paragraph_lines(paragraph, self.area.width)
        done, count = 0, len(lines)
        while lines:
            piece, lines = paragraph_piece(paragraph, lines, self.area.width, self.left)
            if piece is None:
                self.turn()
            else:
                shown = range(done, count - len(lines))
                self.put(piece, 0.0 if lines else GAP / 2, shown=shown)
                done = shown.stop

    def _notes(self, notes: Notes) -> None:
        entries = notes_lines(notes, self.area.width)
        done, count = 0, sum(len(lines) for _, lines, _ in entries)
        while entries:
            piece, entries = notes_piece(notes, entries, self.area.width, self.left)
            if piece is None:
                self.turn()
            else:
                shown = range(done, count - sum(len(lines) for _, lines, _ in entries))
                self.put(piece, NOTE_GAP, shown=shown)
                done = shown.stop

    def _picture(self, drawing: Drawing) -> None:
        width, height = max(drawing.width, 1.0), max(drawing.height, 1.0)
        scale = min(1.0, self.area.width / width, self.area.height / height)
        if drawing.height * scale > self.left + _TOLERANCE:
            self.turn()
        if scale < 1 - _TOLERANCE:
            self.warnings.append(f"図が用紙に収まらないため、{scale:.0%}に縮小しました。")
        self.put(drawing, GAP, scale)

    def _table(self, table: Table, rest: Sequence[Block]) -> None:
        layout = lay_out(table, self.area.width, self.area.height)
        if layout.wanting:
            spare = self._free_below(self.left - layout.height - GAP, rest)
            layout = lay_out(table, self.area.width, self.area.height, max(spare, 0.0))
            if layout.torn:
                layout = self._untorn(layout, table, rest)
        rows, first = len(layout.row_heights), 0
        if not rows:
            if layout.header_height > self.left:
                self.turn()
            self._piece_of(layout, 0, 0)
        while first < rows:
            if self.page.used and not _has_room(layout, first, self.left):
                self.turn()
                continue
            count = max(layout.rows_that_fit(first, self.left), 1)
            self._piece_of(layout, first, count)
            first += count

    def _untorn(self, layout: TableLayout, table: Table, rest: Sequence[Block]) -> TableLayout:
        """The table with lines more that spare torn words, where it takes no more pages for them."""
        room = layout.torn * line_height(table.size)
        roomier = lay_out(table, self.area.width, self.area.height, room)
        pages, last = self._pages(layout)
        more, grown = self._pages(roomier)
        height = self.area.height
        kept = self._free_below(height - last, rest) < 0 or self._free_below(height - grown, rest) >= 0
        return roomier if more == pages > 1 and kept else layout

    def _pages(self, layout: TableLayout) -> tuple[int, float]:
        """How many pages a table takes from here, and how much of the last one is used then."""
        pages, first, left = 1, 0, self.left
        while (end := first + layout.rows_that_fit(first, left)) < len(layout.row_heights):
            fresh = left == self.area.height
            pages, first, left = pages + 1, end + (fresh and end == first), self.area.height
        used = layout.header_height + sum(layout.row_heights[first:]) + GAP
        return pages, self.area.height - left + used

    def _free_below(self, left: float, rest: Sequence[Block]) -> float:
        """What all that follows leaves of ``left`` mm of a page; below 0 if too much follows."""
        for block in rest:
            if left < 0 or isinstance(block, PageBreak):
                break
            left -= block_height(block, self.area)
        return left

    def _piece_of(self, layout: TableLayout, first: int, count: int) -> None:
        self.put(layout.piece(first, count), GAP, shown=range(first, first + count), table=layout)
        if first + count < len(layout.row_heights):
            self.turn()
            self._caption(layout, first + count)

    def _caption(self, layout: TableLayout, first: int) -> None:
        """Repeat the small line over a table, such as its unit, where the table goes on under it."""
        line = self._before
        if isinstance(line, Paragraph) and line.size < _CAPTION:
            lines = paragraph_lines(line, self.area.width)
            piece, _ = paragraph_piece(line, lines, self.area.width, self.left)
            if len(lines) > 1 or piece is None:
                return
            if _has_room(layout, first, self.left - piece.height - GAP / 2):
                self.put(piece, GAP / 2, shown=range(0))


def lay_out_document(document: HandoutDocument) -> DocumentLayout:
    """Place all blocks of a handout on pages; an empty handout has one empty page."""
    flow = _Flow(document)
    for index, block in enumerate(document.blocks):
        flow.add(block, document.blocks[index + 1 :])
    filled = [page for page in flow.pages if page.items] or flow.pages[:1]
    pages = []
    for index, page in enumerate(filled):
        number = document.setup.first_page + index
        if document.pages and not any(first <= number <= last for first, last in document.pages):
            continue
        frame = Placed(0.0, 0.0, page_frame(document, index, len(filled), bare=page.bare))
        pages.append(PageLayout(number, (frame, *page.items), tuple(page.bookmarks)))
    width, height = document.setup.paper_size
    warnings = dict.fromkeys((*document.warnings, *flow.warnings, *document_warnings(pages)))
    return DocumentLayout(width, height, tuple(pages), tuple(warnings), tuple(flow.pieces))


def block_height(block: Block, area: Area) -> float:
    """Height in mm of a block in one piece, with the space under it."""
    match block:
        case Heading():
            return heading_drawing(block, area.width).height
        case Paragraph():
            piece, _ = paragraph_piece(block, paragraph_lines(block, area.width), area.width, float("inf"))
            return (piece.height if piece else 0.0) + GAP / 2
        case Notes():
            piece, _ = notes_piece(block, notes_lines(block, area.width), area.width, float("inf"))
            return (piece.height if piece else 0.0) + NOTE_GAP
        case Table():
            return lay_out(block, area.width, area.height).height + GAP
        case Picture(drawing=drawing):
            return drawing.height + GAP
        case ChartRow():
            return lay_out_chart_row(block, area.width).height + GAP
        case PageBreak():
            return 0.0


def height_on_page(blocks: tuple[Block, ...], area: Area) -> float:
    """Height in mm that blocks take on the last page which they reach, when laid out one after another."""
    used = 0.0
    for block in blocks:
        height = block_height(block, area)
        if isinstance(block, PageBreak):
            used = 0.0
        elif used + height <= area.height + GAP or not isinstance(block, Picture | ChartRow):
            used += height
        else:
            used = height
    return used


def _has_room(layout: TableLayout, first: int, height: float) -> bool:
    """Whether rows of a table from ``first`` fit into ``height`` mm, and a page may end under them."""
    end = first + layout.rows_that_fit(first, height)
    return end > first and (end == len(layout.row_heights) or end in layout.cuts)


def _first_height(block: Block, area: Area) -> float:
    """Height of the least part of a block that may stand under its heading."""
    if isinstance(block, Table):
        layout = lay_out(block, area.width, area.height)
        rows = layout.cuts[0] if layout.cuts else len(layout.row_heights)
        return min(layout.header_height + sum(layout.row_heights[:rows]), area.height / 2)
    if isinstance(block, Heading):
        return heading_drawing(block, area.width).height + 12.0
    return min(block_height(block, area), area.height if isinstance(block, Picture | ChartRow) else 14.0)
