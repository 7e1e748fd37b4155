"""A handout's blocks one under the other as rows of sheets, page by page as they are printed.

Which columns a sheet has is not known here: that follows from what its pages hold (``xlsx_sheets``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from dxplanner.exporters.xlsx_charts import Band, band_of
from dxplanner.exporters.xlsx_drawing import PictureGrid, picture_grid
from dxplanner.exporters.xlsx_styles import BODY_SIZE, NEARLY, Look, Style, Vertical, style_size
from dxplanner.handouts.area import page_area
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
from dxplanner.handouts.linebreak import LEADING, line_height, line_starts, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.pages import block_height
from dxplanner.handouts.running import NOTE_GAP
from dxplanner.handouts.tables import TableLayout, lay_out

TEXT_PADDING: Final = 1.0

_GAP: Final = 2.5
"""Free space (mm) under a table or a picture, as on the printed page."""
_ROW_LIMIT: Final = 140.0
"""Rows taller than this (mm) are divided: Excel ends at 144."""
_PARAGRAPH_LEADING: Final = 1.5
_NOTE_LEADING: Final = 1.35
_HEADING_MARGIN: Final = 2.5
"""Free space (mm) above and below a heading together."""
_FIRST_LINES: Final = 14.0
"""Height (mm) of running text that stays with its heading."""
_UNDER_HEADING: Final = 12.0
"""Height (mm) that must be free under two headings in a row."""


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

    @property
    def pages(self) -> int:
        """Number of pages."""
        last = self.steps[-1] if self.steps else None
        turns = len(last.what.turns) if last and isinstance(last.what, Part) else 0
        return last.page + turns + 1 if last else 1

    def edges(self, block: int) -> tuple[float, ...]:
        """The column lines (mm) that a table, picture or row of charts asks for."""
        if block in self.layouts:
            return self.layouts[block].edges
        if block in self.pictures:
            return self.pictures[block].columns.lines
        return self.bands[block].edges


def flow_of(document: HandoutDocument) -> Flow:
    """Distribute a handout's blocks over its pages."""
    return _Pager(document).run()


class _Pager:
    def __init__(self, document: HandoutDocument) -> None:
        self._document = document
        self._area = page_area(document.setup)
        self._flow = Flow()
        self._page = 0
        self._used = 0.0
        self._break_before_next = False

    def run(self) -> Flow:
        blocks, flow = self._document.blocks, self._flow
        self._measure()
        flow.cover = bool(blocks) and isinstance(blocks[0], Picture) and blocks[0].bare
        for index, block in enumerate(blocks):
            self._add(index, block)
            if flow.cover and index == 0:
                self._break_before_next = True
            elif isinstance(block, Table | Picture | ChartRow) and index + 1 < len(blocks):
                self._gap(_GAP)
        return flow

    def _measure(self) -> None:
        """Set tables, pictures and charts to the page."""
        flow, width, height = self._flow, self._area.width, self._area.height
        for index, block in enumerate(self._document.blocks):
            if isinstance(block, Table) and block.columns:
                flow.layouts[index] = lay_out(block, width, min(height, _ROW_LIMIT))
            elif isinstance(block, Picture):
                flow.pictures[index] = picture_grid(block.drawing, width, height)
            elif isinstance(block, ChartRow):
                flow.bands[index] = band_of(block, width)

    def _put(self, what: TextRow | Gap | Part) -> None:
        self._flow.steps.append(Step(self._page, what))

    # Blocks

    def _add(self, index: int, block: Block) -> None:
        match block:
            case Heading(text, level):
                self._heading(text, level, self._first_height(index + 1))
            case Paragraph(text, size, align):
                look = Look(Style.BODY, size, align=align, vertical=Vertical.TOP)
                self._text(text, size, look, _PARAGRAPH_LEADING)
                self._gap(_GAP / 2)
            case Notes(entries, size):
                look = Look(Style.NOTE, size, vertical=Vertical.TOP)
                for mark, text in entries:
                    self._text(self._note(mark, text, size), size, look, _NOTE_LEADING)
                self._used += NOTE_GAP
            case Table():
                if index in self._flow.layouts:
                    self._table(index)
            case Picture():
                self._picture(index)
            case ChartRow():
                self._charts(index)
            case PageBreak():
                self._break_before_next = bool(self._flow.steps)

    def _note(self, mark: str, text: str, size: float) -> str:
        """A note behind its mark, its further lines under the first one."""
        if not mark:
            return text
        metrics = bundled_metrics()
        wide = metrics.width(f"{mark}\u3000", size)
        room = self._area.width - TEXT_PADDING - NEARLY
        if "\n" not in text and wide + metrics.width(text, size) <= room:
            return f"{mark}\u3000{text}"
        blanks = " " * round(wide / metrics.width(" ", size))
        return f"{mark}\u3000" + f"\n{blanks}".join(wrap(text, room - wide, size))

    def _heading(self, text: str, level: int, keep: float) -> None:
        style = Style.HEADING if level == 1 else Style.SUBHEADING
        size = style_size(style) if level < 3 else BODY_SIZE
        self._text(text, size, Look(style, size), LEADING, bold=True, margin=_HEADING_MARGIN, keep=keep)

    def _first_height(self, index: int) -> float:
        """Height (mm) of the least part of a block that must stand under its heading."""
        if index in self._flow.layouts:
            layout = self._flow.layouts[index]
            rows = layout.cuts[0] if layout.cuts else len(layout.row_heights)
            return min(layout.header_height + sum(layout.row_heights[:rows]), self._area.height / 2)
        if index in self._flow.pictures:
            return min(self._flow.pictures[index].rows.lines[-1], self._area.height)
        if index in self._flow.bands:
            return min(self._flow.bands[index].height, self._area.height)
        if index >= len(self._document.blocks):
            return 0.0
        following = self._document.blocks[index]
        height = block_height(following, self._area)
        return height + _UNDER_HEADING if isinstance(following, Heading) else min(height, _FIRST_LINES)

    def _text(
        self,
        text: str,
        size: float,
        look: Look,
        leading: float,
        *,
        bold: bool = False,
        margin: float = 0.0,
        keep: float = 0.0,
    ) -> None:
        """Append running text, divided where a page ends."""
        width = self._area.width - TEXT_PADDING
        pitch = line_height(size, leading)
        lines = wrap(text, width, size, bold=bold)
        starts = (*line_starts(text, lines), len(text))
        done = 0
        while done < len(lines):
            rest = len(lines) - done
            count = self._lines_here(rest, pitch, whole=margin > 0)
            if self._turn_for(pitch * count + margin + keep):
                count = self._lines_here(rest, pitch, whole=margin > 0)
            height = pitch * count + margin
            shown = text[starts[done] : starts[done + count]]
            self._put(TextRow(shown, look, height, count, heading=margin > 0))
            self._used += height
            done += count

    def _lines_here(self, lines: int, pitch: float, *, whole: bool) -> int:
        """How many lines go into one row: as many as the page still takes, except of what stays whole."""
        most = min(lines, max(int(_ROW_LIMIT / pitch), 1))
        return most if whole else min(most, max(int((self._area.height - self._used + 1e-6) // pitch), 1))

    def _table(self, index: int) -> None:
        layout = self._flow.layouts[index]
        first_height = layout.header_height + sum(layout.row_heights[: (layout.cuts or (1,))[0]])
        self._turn_for(min(first_height, self._area.height))
        turns = self._turns(layout)
        self._put(Part(index, turns))
        self._page += len(turns)

    def _turns(self, layout: TableLayout) -> tuple[int, ...]:
        """The body rows of the next table that begin a page, each under the heading again."""
        rows, first = len(layout.row_heights), 0
        turns: list[int] = []
        self._used += layout.header_height
        while first < rows:
            room = self._area.height - self._used + layout.header_height
            count = layout.rows_that_fit(first, room)
            if first + count >= rows:
                break
            first += max(count, 1)
            if first < rows:
                turns.append(first)
                self._used = layout.header_height
        self._used += sum(layout.row_heights[first:])
        return tuple(turns)

    def _picture(self, index: int) -> None:
        height = self._flow.pictures[index].rows.lines[-1]
        self._turn_for(min(height, self._area.height))
        self._put(Part(index))
        self._used += height

    def _charts(self, index: int) -> None:
        height = self._flow.bands[index].height
        self._turn_for(height)
        self._put(Part(index))
        self._used += height

    def _turn_for(self, height: float) -> bool:
        """Begin a new page where one is asked for or where HEIGHT (mm) does not fit; tells whether it did."""
        overflow = self._used > 0 and self._used + height > self._area.height + 0.01
        turns = self._break_before_next or overflow
        if turns:
            self._page += 1
            self._used = 0.0
        self._break_before_next = False
        return turns

    def _gap(self, height: float) -> None:
        if self._used + height < self._area.height:
            self._put(Gap(height))
            self._used += height
