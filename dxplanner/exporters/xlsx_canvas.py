"""A sheet while it is being composed: texts, fills and edges on a grid of cells, rows of any height.

Edges belong to grid lines, not to cells, so that both neighbours of a line show the same border.
Rows and columns count from 0; a range is (top, left, bottom, right) in lines, bottom and right exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from dxplanner.exporters.xlsx_grid import ColumnGrid, excel_height, excel_width
from dxplanner.exporters.xlsx_shapes import Shape
from dxplanner.exporters.xlsx_styles import (
    EDGE_RANK,
    FONT,
    TEXT_FORMAT,
    Borders,
    Look,
    StyleBook,
    style_size,
)
from dxplanner.exporters.xlsx_text import clean_text, escaped, retyped_as_value, starts_like_formula
from dxplanner.handouts.drawing import Edge

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.worksheet.worksheet import Worksheet


class Range(NamedTuple):
    """Cells between four grid lines."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        """Whether the range is one cell."""
        return self.bottom - self.top == 1 and self.right - self.left == 1

    @property
    def area(self) -> int:
        """Number of cells."""
        return (self.bottom - self.top) * (self.right - self.left)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Each (row, column)."""
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column

    def contains(self, other: Range) -> bool:
        """Whether OTHER lies inside, edges included."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and other.bottom <= self.bottom
            and other.right <= self.right
        )


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (with its ``=``) and the value that it has when the file is written."""

    text: str
    cached: int | float


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell holds and how it looks."""

    value: str | int | float | Formula
    look: Look
    underline: tuple[tuple[int, int], ...] = ()
    """Ranges (from, to) of a text that are underlined."""


@dataclass(slots=True)
class Canvas:
    """Collects a sheet; :meth:`flush` writes it once everything is known."""

    grid: ColumnGrid
    heights: list[float] = field(default_factory=list)
    """Row heights in points."""
    shapes: list[Shape] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seams: set[int] = field(default_factory=set)
    """Row lines that the rows above must not bring an edge to: those above repeat on every printed page, or
    end a page without anything of their own there."""
    tops: set[int] = field(default_factory=set)
    """Row lines that the rows below must not bring an edge to: they begin a page, the edge ends the last."""
    _contents: dict[tuple[int, int], Content] = field(default_factory=dict)
    _merges: list[Range] = field(default_factory=list)
    _covered: set[tuple[int, int]] = field(default_factory=set)
    _fills: dict[tuple[int, int], str] = field(default_factory=dict)
    _above: dict[tuple[int, int], Edge] = field(default_factory=dict)
    """Edge on the horizontal line (row line, column)."""
    _before: dict[tuple[int, int], Edge] = field(default_factory=dict)
    """Edge on the vertical line (row, column line)."""

    @property
    def row_count(self) -> int:
        """Rows so far: the number of the next row."""
        return len(self.heights)

    def add_row(self, points: float) -> int:
        """Append a row and return its number."""
        self.heights.append(excel_height(points))
        return len(self.heights) - 1

    def put(self, place: Range, content: Content, *, merge: bool = True) -> None:
        """Set what the first cell of PLACE holds; a range of several cells is merged unless told not to."""
        self._contents[place.top, place.left] = content
        if merge and not place.single:
            self._merges.append(place)
            self._covered.update(list(place.cells())[1:])

    def fill(self, place: Range, colour: str) -> None:
        """Colour the cells (RGB). Edges inside a coloured surface disappear."""
        for cell in place.cells():
            self._fills[cell] = colour
        self.clear_inside(place)

    def clear_inside(self, place: Range) -> None:
        """Take away the edges inside a range, not those around it."""
        for row, column in place.cells():
            if row > place.top:
                self._above.pop((row, column), None)
            if column > place.left:
                self._before.pop((row, column), None)

    def open_above(self, place: Range) -> None:
        """Take away the edge above a range, such as between two tiers of one amount."""
        for column in range(place.left, place.right):
            self._above.pop((place.top, column), None)

    def outline(self, place: Range, edge: Edge, *, right: bool = True) -> None:
        """Draw edges around a range."""
        self.horizontal(place.top, place.left, place.right, edge)
        self.horizontal(place.bottom, place.left, place.right, edge)
        self.vertical(place.left, place.top, place.bottom, edge)
        if right:
            self.vertical(place.right, place.top, place.bottom, edge)

    def horizontal(self, line: int, left: int, right: int, edge: Edge) -> None:
        """Draw along a row line between two column lines."""
        for column in range(left, right):
            _strengthen(self._above, (line, column), edge)

    def vertical(self, line: int, top: int, bottom: int, edge: Edge) -> None:
        """Draw along a column line between two row lines."""
        for row in range(top, bottom):
            _strengthen(self._before, (row, line), edge)

    def flush(self, sheet: Worksheet, styles: StyleBook) -> dict[str, int | float]:
        """Write everything to SHEET; return the values of its formulas by cell address."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

        for place in self._merges:
            self.clear_inside(place)
        for number, pixels in enumerate(self.grid.pixels, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = excel_width(pixels)
        for number, points in enumerate(self.heights, start=1):
            sheet.row_dimensions[number].height = points
        cached: dict[str, int | float] = {}
        for row, column in self._used():
            cell: Cell = sheet.cell(row + 1, column + 1)  # type: ignore[assignment]
            content = self._contents.get((row, column))
            look = self._write(cell, content, cached) if content else Look()
            fill = self._fills.get((row, column), "")
            styles.apply(cell, replace(look, fill=fill) if fill else look, self._borders(row, column))
        # Not merge_cells(), which would take the borders of the covered cells away.
        sheet.merged_cells = MultiCellRange([CellRange(_address(place)) for place in self._merges])
        return cached

    def _write(self, cell: Cell, content: Content, cached: dict[str, int | float]) -> Look:
        """Set a cell's value; return its look, which may need to protect a text."""
        look, value = content.look, content.value
        if isinstance(value, Formula):
            cell.value = value.text
            cached[cell.coordinate] = value.cached
        elif isinstance(value, str):
            text, dropped = clean_text(value)
            if dropped:
                shown = text[:20] + ("…" if len(text) > 20 else "")
                self.warnings.append(f"「{shown}」のうち、Excelで使えない文字（{dropped}文字）を除きました。")
            look = _protected(text, look)
            if text:
                underlined = content.underline and not dropped
                cell.value = _rich(text, look, content.underline) if underlined else escaped(text)
                # openpyxl takes a leading = for a formula.
                cell.data_type = "s"
        else:
            cell.value = value
        return look

    def _used(self) -> list[tuple[int, int]]:
        used = {*self._contents, *self._covered, *self._fills}
        for line, column in self._above:
            used.update([(line, column), *([(line - 1, column)] if line else [])])
        for row, line in self._before:
            used.update([(row, line), *([(row, line - 1)] if line else [])])
        # A line at the very end belongs to the last row or column only.
        return sorted(
            (row, column) for row, column in used if row < self.row_count and column < self.grid.count
        )

    def _borders(self, row: int, column: int) -> Borders:
        return (
            self._before.get((row, column), Edge.NONE),
            self._before.get((row, column + 1), Edge.NONE),
            Edge.NONE if row in self.tops else self._above.get((row, column), Edge.NONE),
            Edge.NONE if row + 1 in self.seams else self._above.get((row + 1, column), Edge.NONE),
        )


def _strengthen(edges: dict[tuple[int, int], Edge], key: tuple[int, int], edge: Edge) -> None:
    if EDGE_RANK[edge] > EDGE_RANK[edges.get(key, Edge.NONE)]:
        edges[key] = edge


def _protected(text: str, look: Look) -> Look:
    """Keep a text a text when somebody edits the cell: =SUM, 1-1, （2）."""
    if starts_like_formula(text):
        return replace(look, quote=True)
    if not look.number_format and retyped_as_value(text):
        return replace(look, number_format=TEXT_FORMAT)
    return look


def _rich(text: str, look: Look, underline: Sequence[tuple[int, int]]) -> CellRichText:
    """A text of which ranges are underlined; all parts name their font, else Excel sets them in its own."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    size, bold = look.size or style_size(look.style), bool(look.bold)
    marks = sorted({0, len(text), *(min(max(at, 0), len(text)) for pair in underline for at in pair)})
    parts = []
    for start, end in pairwise(marks):
        line: Any = "single" if any(first <= start < last for first, last in underline) else None
        font = InlineFont(rFont=FONT, charset=128, family=3, sz=size, b=bold or None, u=line)
        parts.append(TextBlock(font, escaped(text[start:end])))
    return CellRichText(parts)


def _address(place: Range) -> str:
    from openpyxl.utils import get_column_letter

    left, right = get_column_letter(place.left + 1), get_column_letter(place.right)
    return f"{left}{place.top + 1}:{right}{place.bottom}"
