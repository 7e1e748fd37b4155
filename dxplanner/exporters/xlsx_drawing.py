"""Pictures on sheets: of a 工程表 boxes become coloured cells, straight lines borders, arrows real shapes.

A picture without columns of its own is a diagram, which floats above empty cells (``xlsx_diagram``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.box_shapes import HALF_LINE, is_hatched, outline_of, stripes
from dxplanner.exporters.xlsx_axes import MIN_COLUMN, MIN_ROW, Axis
from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_captions import Captions
from dxplanner.exporters.xlsx_clipping import labels, visible_parts
from dxplanner.exporters.xlsx_diagram import diagram_axes, put_diagram
from dxplanner.exporters.xlsx_glyphs import sign_texts
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_padding import Starts, text_starts
from dxplanner.exporters.xlsx_places import Places
from dxplanner.exporters.xlsx_shapes import Point, Shape, ShapeKind, stripe, surface
from dxplanner.exporters.xlsx_styles import fill_of
from dxplanner.handouts.drawing import Box, BoxShape, Drawing, Edge, Line, Polygon, Tone

_ON_LINE: Final = 0.8
"""A line counts as lying on a grid line within this (mm)."""
_AT_END: Final = 1.6
"""Its ends may be this far (mm) from the grid line where they stop."""
_STRAIGHT: Final = 0.01
_SLIM: Final = 2.0
"""A box this much (mm) lower than its row gets a row of its own."""


@dataclass(frozen=True, slots=True)
class PictureGrid:
    """The columns and rows of a picture after scaling: its own, or a diagram's empty ones."""

    drawing: Drawing
    columns: Axis
    rows: Axis
    starts: Starts


def picture_grid(drawing: Drawing, width: float, height: float) -> PictureGrid:
    """Return the grid of a picture; one that is larger than the page (mm) is made smaller."""
    factor = min(width / max(drawing.width, 1.0), height / max(drawing.height, 1.0))
    scaled = _scaled(drawing, factor) if factor < 1 - 1e-6 else drawing
    if not scaled.columns:
        return PictureGrid(scaled, *diagram_axes(scaled, width), {})
    fitted = _floating(scaled)
    cells = [box for box in fitted.boxes if box.cell]
    sides = [edge for box in cells for edge in (box.x, box.right)]
    natural = fitted.columns
    starts = text_starts(fitted)
    slim = {
        start for start in set(starts.values()) if all(abs(line - start) >= MIN_COLUMN for line in natural)
    }
    columns = Axis(fitted.width, (*natural, *slim), sides, MIN_COLUMN)
    edges = [edge for box in cells for edge in (box.y, box.bottom)]
    rows = Axis(fitted.height, _rows(fitted, cells), edges, MIN_ROW)
    return PictureGrid(fitted, columns, rows, starts)


def put_picture(canvas: Canvas, grid: PictureGrid, lines: tuple[int, ...]) -> None:
    """Append a picture; LINES are the sheet's column lines under the picture's own."""
    if grid.drawing.columns:
        _Painter(canvas, grid, lines).paint()
    else:
        put_diagram(canvas, grid.drawing, (grid.columns, grid.rows), lines)


def _rows(drawing: Drawing, cells: Iterable[Box]) -> list[float]:
    """The natural rows; a bar that is slimmer than its row is given rows at its edges, so that it stays slim.

    Of bars that overlap in a row the tallest counts: the others take its height.
    """
    natural = sorted({0.0, *drawing.rows, drawing.height})
    if len(natural) == 2:
        return []
    added: list[tuple[float, float]] = []
    for box in sorted(cells, key=lambda box: -box.height):
        drawn = box.edge is not Edge.NONE or box.tone is not Tone.NONE
        rows = pairwise(natural)
        room = next((b - a for a, b in rows if a - 0.05 <= box.y and box.bottom <= b + 0.05), 0.0)
        if drawn and room - box.height >= _SLIM:
            mine = (box.y, box.bottom)
            if all(mine[1] <= top or bottom <= mine[0] for top, bottom in added):
                added.append(mine)
    return [*natural, *(edge for pair in added for edge in pair)]


def _floating(drawing: Drawing) -> Drawing:
    """The drawing with the texts of signs taken out of the cells: they stay beside their signs."""
    texts = {id(box) for box in sign_texts(drawing)}
    boxes = (replace(box, cell=False) if id(box) in texts else box for box in drawing.boxes)
    return replace(drawing, boxes=tuple(boxes)) if texts else drawing


def _scaled(drawing: Drawing, factor: float) -> Drawing:
    def box(one: Box) -> Box:
        return replace(
            one,
            x=one.x * factor,
            y=one.y * factor,
            width=one.width * factor,
            height=one.height * factor,
            style=replace(one.style, size=one.style.size * factor),
        )

    def line(one: Line) -> Line:
        return replace(one, points=tuple((x * factor, y * factor) for x, y in one.points))

    return replace(
        drawing,
        width=drawing.width * factor,
        height=drawing.height * factor,
        boxes=tuple(box(one) for one in drawing.boxes),
        lines=tuple(line(one) for one in drawing.lines),
        glyphs=tuple(
            replace(one, x=one.x * factor, y=one.y * factor, size=one.size * factor) for one in drawing.glyphs
        ),
        polygons=tuple(
            replace(one, points=tuple((x * factor, y * factor) for x, y in one.points))
            for one in drawing.polygons
        ),
        columns=tuple(place * factor for place in drawing.columns),
        rows=tuple(place * factor for place in drawing.rows),
    )


class _Painter:
    """Paints one picture: polygons, lines, surfaces, which hide what runs through them, then texts."""

    def __init__(self, canvas: Canvas, grid: PictureGrid, lines: tuple[int, ...]) -> None:
        self._canvas = canvas
        self._drawing = grid.drawing
        self._starts = grid.starts
        self._labels = labels(grid.drawing.boxes)
        self._places = Places(grid.columns, grid.rows, canvas.grid, lines, canvas.row_count)

    def paint(self) -> None:
        for upper, lower in pairwise(self._places.rows.lines):
            self._canvas.add_row((lower - upper) * MM_TO_POINT)
        for polygon in self._drawing.polygons:
            self._polygon(polygon)
        for line in self._drawing.lines:
            self._line(line)
        areas = [(self._places.range(box), box) for box in self._drawing.boxes if box.cell]
        for area, box in areas:
            self._surface(area, box)
        captions = Captions(self._canvas, self._places, self._starts)
        captions.put_boxes([(area, box) for area, box in areas if box.text.strip()])
        captions.take(area for area, box in areas if not box.text.strip() and _is_bar(box))
        captions.finish()
        for box in self._drawing.boxes:
            if not box.cell and box.text.strip():
                captions.hover(box, paper=True)
        captions.put_signs(self._drawing.glyphs)

    def _surface(self, area: Range, box: Box) -> None:
        fill = fill_of(box.tone, box.role)
        if fill:
            self._canvas.fill(area, fill)
        if is_hatched(box):
            self._stripes(area, box)
        if box.shape is not BoxShape.RECTANGLE:
            self._pointed(area, box)
        elif box.edge is not Edge.NONE:
            self._canvas.outline(area, box.edge)

    def _stripes(self, area: Range, box: Box) -> None:
        """The hatching of a 分野 where the page has it: beside the text, which stays a cell's."""
        grid = self._canvas.grid
        for left, top, right, bottom in stripes(box):
            # Inside the outline, which is that of the cells, not of the page.
            begin, end = grid.lines[area.left], grid.lines[area.right]
            across = begin + left - box.x + HALF_LINE, min(begin + right - box.x, end) - HALF_LINE
            if right >= box.right:
                across = across[0], end - HALF_LINE
            down = (self._places.point(left, y)[1] for y in (top + HALF_LINE, bottom - HALF_LINE))
            points = tuple(zip(map(grid.place, across), down, strict=True))
            self._canvas.shapes.append(stripe(box.role, points))

    def _pointed(self, area: Range, box: Box) -> None:
        """矢羽根 and bands that go on: their outline over the cells that hold their text."""
        grid = self._canvas.grid
        left, right = grid.lines[area.left], grid.lines[area.right]
        snapped = replace(box, x=left, y=area.top, width=right - left, height=area.bottom - area.top)
        corners = outline_of(snapped)
        points = [(grid.place(x), y) for x, y in (*corners, corners[0])]
        edge = Edge.THIN if box.edge is Edge.NONE else box.edge
        self._canvas.shapes.append(Shape(ShapeKind.SURFACE, tuple(points), edge))

    def _polygon(self, polygon: Polygon) -> None:
        """A shape over the cells; over a text in a cell it is an outline only, which hides nothing."""
        points = tuple(self._places.point(x, y) for x, y in polygon.points)
        if len(polygon.points) < 3:
            if len(points) == 2 and polygon.edge is not Edge.NONE:
                self._canvas.shapes.append(Shape(ShapeKind.LINE, points, polygon.edge))
            return
        hides = any(box.cell and box.text.strip() and _touches(polygon, box) for box in self._drawing.boxes)
        self._canvas.shapes.append(surface(polygon, points, filled=not hides))

    def _line(self, line: Line) -> None:
        if not line.cell or line.edge is Edge.NONE or len(line.points) < 2:
            return
        steps = list(pairwise(line.points))
        if not line.arrow and all(self._on_grid(start, end) for start, end in steps):
            for start, end in steps:
                self._border(start, end, line.edge)
            return
        for part in visible_parts(line.points, self._labels):
            points = tuple(self._places.point(x, y) for x, y in part)
            arrow = line.arrow and part[-1] == line.points[-1]
            self._canvas.shapes.append(Shape(ShapeKind.LINE, points, line.edge, arrow))

    def _on_grid(self, start: Point, end: Point) -> bool:
        across, along = self._places.columns, self._places.rows
        if abs(start[1] - end[1]) <= _STRAIGHT:
            across, along = along, across
            start, end = start[::-1], end[::-1]
        elif abs(start[0] - end[0]) > _STRAIGHT:
            return False
        ends = all(along.offset(point[1]) <= _AT_END for point in (start, end))
        return across.offset(start[0]) <= _ON_LINE and ends

    def _border(self, start: Point, end: Point, edge: Edge) -> None:
        places = self._places
        left, right = sorted((places.column_line(start[0]), places.column_line(end[0])))
        top, bottom = sorted((places.row_line(start[1]), places.row_line(end[1])))
        if abs(start[0] - end[0]) <= _STRAIGHT:
            self._canvas.vertical(left, top, bottom, edge)
        else:
            self._canvas.horizontal(top, left, right, edge)


def _touches(polygon: Polygon, box: Box) -> bool:
    """Whether a polygon's extent has something in common with a box."""
    across, down = [x for x, _ in polygon.points], [y for _, y in polygon.points]
    return min(across) < box.right and box.x < max(across) and min(down) < box.bottom and box.y < max(down)


def _is_bar(box: Box) -> bool:
    """Whether a box without text stands for something, so that no label may cover it."""
    return bool(box.name) and (box.edge is not Edge.NONE or box.tone is not Tone.NONE)
