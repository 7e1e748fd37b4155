"""A handout's blocks one under the other as rows of sheets, on the pages that they are printed on.

Pages are laid out once, for paper (``handouts.pages``); a sheet follows them.
Which columns a sheet has is not known here: that follows from what its pages hold (``xlsx_sheets``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from dxplanner.exporters.xlsx_charts import Band, band_of
from dxplanner.exporters.xlsx_drawing import PictureGrid, picture_grid
from dxplanner.exporters.xlsx_styles import BODY_SIZE, NEARLY, Look, Style, Vertical, style_size
from dxplanner.handouts.area import page_area
from dxplanner.handouts.blocks import ChartRow, HandoutDocument, Heading, Notes, Paragraph, Picture, Table
from dxplanner.handouts.linebreak import LEADING, line_height, line_starts, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.pages import GAP, Piece, lay_out_document
from dxplanner.handouts.running import notes_lines, paragraph_lines
from dxplanner.handouts.tables import SetCell, TableLayout

TEXT_PADDING: Final = 1.0

_LEAST_GAP: Final = 1.0
"""Free space (mm) between two blocks that is worth a row."""
_ROW_LIMIT: Final = 140.0
"""Rows taller than this (mm) are divided: Excel ends at 144."""
_PARAGRAPH_LEADING: Final = 1.5
_NOTE_LEADING: Final = 1.35
_HEADING_MARGIN: Final = 2.5
"""Free space (mm) above and below a heading together."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of running text: as many lines as stand together on a page."""

    text: str
    look: Look
    height: float
    """In mm; so are all heights here."""
    lines: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A row of free space."""

    height: float


@dataclass(frozen=True, slots=True)
class Part:
    """A table, picture or row of charts, by its block's number; a table with the rows that begin a page."""

    block: int
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next on a sheet, and the page (from 0) that it stands or begins on."""

    page: int
    what: TextRow | Gap | Part


@dataclass(slots=True)
class Flow:
    """A handout as steps, with its blocks set to the page, by their numbers."""

    steps: list[Step] = field(default_factory=list)
    layouts: dict[int, TableLayout] = field(default_factory=dict)
    pictures: dict[int, PictureGrid] = field(default_factory=dict)
    bands: dict[int, Band] = field(default_factory=dict)
    cover: bool = False
    """Whether the first block is 表紙, which is page 0 alone."""
    pages: int = 1

    def edges(self, block: int) -> tuple[float, ...]:
        """The column lines (mm) that a table, picture or row of charts asks for."""
        if block in self.layouts:
            return self.layouts[block].edges
        if block in self.pictures:
            return self.pictures[block].columns.lines
        return self.bands[block].edges


def flow_of(document: HandoutDocument) -> Flow:
    """A handout's blocks as they stand on its pages."""
    return _Follower(document).run()


class _Follower:
    """Follows the pages from piece to piece."""

    def __init__(self, document: HandoutDocument) -> None:
        self._document = document
        self._area = page_area(document.setup)
        self._pieces = lay_out_document(document).pieces
        self._flow = Flow()

    def run(self) -> Flow:
        blocks, flow = self._document.blocks, self._flow
        flow.cover = bool(blocks) and isinstance(blocks[0], Picture) and blocks[0].bare
        flow.pages = self._pieces[-1].page + 1 if self._pieces else 1
        before: Piece | None = None
        for piece in self._pieces:
            rows = [Step(piece.page, row) for row in self._rows(piece)]
            free = self._free(before, piece) if before and rows else 0.0
            if before and free >= _LEAST_GAP:
                flow.steps.append(Step(before.page, Gap(free)))
            flow.steps += rows
            before = piece
        return flow

    def _free(self, before: Piece, piece: Piece) -> float:
        """Free space (mm) between two pieces, and under the last table or picture of a page.

        There it keeps off the upper edge of what begins the next page.
        """
        bottom = before.top + before.height
        if before.page == piece.page:
            return piece.top - bottom
        if isinstance(self._document.blocks[before.block], Heading | Paragraph | Notes) or (
            self._flow.cover and before.block == 0
        ):
            return 0.0
        return min(max(self._area.height - bottom, _LEAST_GAP), GAP)

    def _rows(self, piece: Piece) -> Iterator[TextRow | Part]:
        """What a piece is on a sheet; a table is one part, which begins with its first piece."""
        block = self._document.blocks[piece.block]
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph(text, size, align):
                look = Look(Style.BODY, size, align=align, vertical=Vertical.TOP)
                lines = paragraph_lines(block, self._area.width)
                yield from self._text(_part_of(text, lines, piece.shown), size, look, _PARAGRAPH_LEADING)
            case Notes():
                yield from self._notes(block, piece.shown)
            case Table():
                if piece.table and block.columns and piece.block not in self._flow.layouts:
                    yield self._table(piece.block, piece.table)
            case Picture(drawing):
                self._flow.pictures[piece.block] = picture_grid(drawing, self._area.width, self._area.height)
                yield Part(piece.block)
            case ChartRow():
                band = band_of(block, self._area.width)
                self._flow.bands[piece.block] = replace(band, height=piece.height)
                yield Part(piece.block)

    # Texts

    def _heading(self, heading: Heading) -> TextRow:
        style = Style.HEADING if heading.level == 1 else Style.SUBHEADING
        size = style_size(style) if heading.level < 3 else BODY_SIZE
        count = len(wrap(heading.text, self._area.width - TEXT_PADDING, size, bold=True))
        height = line_height(size, LEADING) * count + _HEADING_MARGIN
        return TextRow(heading.text, Look(style, size), height, count, heading=True)

    def _notes(self, notes: Notes, shown: range) -> Iterator[TextRow]:
        look = Look(Style.NOTE, notes.size, vertical=Vertical.TOP)
        entries = zip(notes.entries, notes_lines(notes, self._area.width), strict=True)
        begin = 0
        for (mark, text), (_, lines, _) in entries:
            part = range(max(shown.start - begin, 0), min(shown.stop - begin, len(lines)))
            if part:
                hung = self._hung(mark, _part_of(text, lines, part), notes.size, begun=part.start > 0)
                yield from self._text(hung, notes.size, look, _NOTE_LEADING)
            begin += len(lines)

    def _hung(self, mark: str, text: str, size: float, *, begun: bool) -> str:
        """A note behind its mark, its further lines under the first one; one that has BEGUN has no mark."""
        if not mark:
            return text
        metrics = bundled_metrics()
        wide = metrics.width(f"{mark}\u3000", size)
        room = self._area.width - TEXT_PADDING - NEARLY
        blanks = " " * round(wide / metrics.width(" ", size))
        first = blanks if begun else f"{mark}\u3000"
        if "\n" not in text and wide + metrics.width(text, size) <= room:
            return first + text
        return first + f"\n{blanks}".join(wrap(text, room - wide, size))

    def _text(self, text: str, size: float, look: Look, leading: float) -> Iterator[TextRow]:
        """Running text as a row, or several where Excel's tallest row is too low for it."""
        pitch = line_height(size, leading)
        lines = wrap(text, self._area.width - TEXT_PADDING, size)
        most = max(int(_ROW_LIMIT / pitch), 1)
        for first in range(0, len(lines), most):
            part = range(first, min(first + most, len(lines)))
            yield TextRow(_part_of(text, lines, part), look, pitch * len(part), len(part))

    # Tables

    def _table(self, index: int, table: TableLayout) -> Part:
        """A table with the rows that begin a page, each under the heading again."""
        firsts = [piece.shown.start for piece in self._pieces if piece.block == index and piece.table]
        counts = [max(-int(-height // _ROW_LIMIT), 1) for height in table.row_heights]
        self._flow.layouts[index] = _divided(table, counts)
        return Part(index, tuple(sum(counts[:first]) for first in firsts[1:]))


def _part_of(text: str, lines: tuple[str, ...], part: range) -> str:
    """What some of a text's lines hold of it."""
    starts = (*line_starts(text, lines), len(text))
    shown = text[starts[part.start] : starts[part.stop]]
    return shown if part.stop == len(lines) else shown.removesuffix("\n")


def _divided(table: TableLayout, counts: list[int]) -> TableLayout:
    """A table of which each row is so many; its cells span them."""
    if len(counts) == sum(counts):
        return table
    starts = [0, *accumulate(counts)]
    heights = tuple(
        height / count for height, count in zip(table.row_heights, counts, strict=True) for _ in range(count)
    )
    body = tuple(
        replace(
            placed,
            row=starts[placed.row],
            cell=replace(placed.cell, row_span=_end(placed, starts) - starts[placed.row]),
        )
        for placed in table.body
    )
    return replace(table, row_heights=heights, body=body)


def _end(placed: SetCell, starts: list[int]) -> int:
    """The row under a cell."""
    return starts[min(placed.row + placed.cell.row_span, len(starts) - 1)]
