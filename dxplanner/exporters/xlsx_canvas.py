"""A sheet while it is being composed: texts, fills and edges on a grid of cells, rows of any height.

Edges belong to grid lines, not to cells, so that both neighbours of a line show the same border.
Rows and columns count from 0; a range is (top, left, bottom, right) in lines, bottom and right exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from dxplanner.exporters.xlsx_content import Content, Formula
from dxplanner.exporters.xlsx_grid import ColumnGrid, excel_height
from dxplanner.exporters.xlsx_shapes import Point, Shape, ShapeKind
from dxplanner.exporters.xlsx_styles import CELL_LEADING, CELL_PADDING, EDGE_RANK, INDENT, Borders
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.linebreak import LEADING

_FIGURES_ELSEWHERE: Final = (
    "もとの値が印刷しないページにある合計や割合を、計算式にせず数値のまま出力しました。"
)


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

    @property
    def corners(self) -> tuple[Point, Point]:
        """The upper left and the lower right one, for a shape above the cells."""
        return (self.left, self.top), (self.right, self.bottom)

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


@dataclass(slots=True)
class Canvas:
    """Collects a sheet; ``xlsx_cells`` writes it once everything is known."""

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
    contents: dict[tuple[int, int], Content] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    runs: list[Range] = field(default_factory=list)
    """Cells of a row that one line of text runs over; they stay single cells."""
    _covered: set[tuple[int, int]] = field(default_factory=set)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
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
        self.contents[place.top, place.left] = content
        if merge and not place.single:
            self.merges.append(place)
            self._covered.update(list(place.cells())[1:])

    def put_line(self, place: Range, content: Content) -> None:
        """Set a line of text over single cells of a row: it is centred over them, or stands at its side.

        A line at the left or right is that cell's and runs over the empty ones beside it.
        """
        align = content.look.align
        look = replace(content.look, wrap=False, shrink=False, across=align is Align.CENTRE)
        first = place.right - 1 if align is Align.RIGHT else place.left
        self.contents[place.top, first] = replace(content, look=look)
        if look.across:
            for cell in list(place.cells())[1:]:
                self.contents[cell] = Content("", look)
        self.runs.append(place)

    def put_above(self, corners: tuple[Point, Point], content: Content, lines: int) -> None:
        """Put a text of so many LINES into a text box above the cells between two CORNERS, which stay empty.

        It is what several lines over several cells need: merged cells could not be sorted, filtered or
        pasted over.
        """
        look = content.look
        padding = CELL_PADDING / 2 + look.indent * INDENT
        insets = {Align.LEFT: (padding, 0.0), Align.CENTRE: (0.0, 0.0), Align.RIGHT: (0.0, padding)}
        box = Shape(ShapeKind.LABEL, corners, Edge.NONE, words=content, insets=insets[look.align])
        (_, top), (_, bottom) = corners
        room = sum(self.heights[int(top) : int(bottom)]) / (content.size * max(lines, 1))
        self.add_box(replace(box, leading=min(max(room, CELL_LEADING), LEADING)))

    def add_box(self, shape: Shape) -> None:
        """Add a shape with a text that the file can hold."""
        words = shape.words and shape.words.cleaned(self.warnings)
        self.shapes.append(replace(shape, words=words))

    def fill(self, place: Range, colour: str) -> None:
        """Colour the cells (RGB). Edges inside a coloured surface disappear."""
        for cell in place.cells():
            self.fills[cell] = colour
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

    def only(self, rows: Sequence[int]) -> Canvas:
        """A canvas of some of the rows (growing numbers) that move together, with nothing of the others."""
        places = {row: place for place, row in enumerate(rows)}
        kept = Canvas(self.grid, [self.heights[row] for row in rows], warnings=self.warnings)
        kept.seams = {places[line - 1] + 1 for line in self.seams if line - 1 in places}
        kept.tops = {places[line] for line in self.tops if line in places}
        areas = {(area.top, area.left): area for area in self.merges}
        for (row, column), content in self.contents.items():
            area = areas.get((row, column), Range(row, column, row + 1, column + 1))
            inside = [places[line] for line in range(area.top, area.bottom) if line in places]
            if inside:
                part = area._replace(top=inside[0], bottom=inside[-1] + 1)
                kept.put(part, self._moved(content, places))
        for (row, column), fill in self.fills.items():
            if row in places:
                kept.fills[places[row], column] = fill
        for (row, line), edge in self._before.items():
            if row in places:
                kept._before[places[row], line] = edge
        for (line, column), edge in self._above.items():
            if line in places and line not in self.tops:
                _strengthen(kept._above, (places[line], column), edge)
            if line - 1 in places and line not in self.seams:
                _strengthen(kept._above, (places[line - 1] + 1, column), edge)
        kept.runs = [
            run._replace(top=places[run.top], bottom=places[run.top] + 1)
            for run in self.runs
            if run.top in places
        ]
        kept.shapes = [moved for shape in self.shapes if (moved := shape.moved(places)) is not None]
        return kept

    def _moved(self, content: Content, places: Mapping[int, int]) -> Content:
        """Content whose formula follows its cells; without one of them it becomes the figure."""
        formula = content.value
        if not isinstance(formula, Formula):
            return content
        moved = formula.moved(places)
        if moved is None:
            self.warnings.append(_FIGURES_ELSEWHERE)
            return replace(content, value=formula.cached)
        return replace(content, value=moved)

    def used(self) -> list[tuple[int, int]]:
        """The cells that hold something or have an edge, row by row."""
        used = {*self.contents, *self._covered, *self.fills, *self._above, *self._before}
        used.update((line - 1, column) for line, column in self._above)
        used.update((row, line - 1) for row, line in self._before)
        rows, columns = range(self.row_count), range(self.grid.count)
        # A line at either end belongs to the first or last row or column only.
        return sorted(cell for cell in used if cell[0] in rows and cell[1] in columns)

    def borders(self, row: int, column: int) -> Borders:
        """The edges around a cell."""
        return (
            self._before.get((row, column), Edge.NONE),
            self._before.get((row, column + 1), Edge.NONE),
            Edge.NONE if row in self.tops else self._above.get((row, column), Edge.NONE),
            Edge.NONE if row + 1 in self.seams else self._above.get((row + 1, column), Edge.NONE),
        )


def _strengthen(edges: dict[tuple[int, int], Edge], key: tuple[int, int], edge: Edge) -> None:
    if EDGE_RANK[edge] > EDGE_RANK[edges.get(key, Edge.NONE)]:
        edges[key] = edge
