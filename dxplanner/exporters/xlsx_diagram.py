"""Diagrams as shapes above empty cells, as the page has them: boxes with their texts, lines, arrows.

A diagram has no columns of its own; cells would have to be merged for each of its boxes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import Final

from dxplanner.exporters.box_shapes import HALF_LINE, is_hatched, outline_of, stripes
from dxplanner.exporters.xlsx_axes import Axis
from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_grid import MM_TO_PIXEL, MM_TO_POINT
from dxplanner.exporters.xlsx_places import Places
from dxplanner.exporters.xlsx_shapes import Point, Shape, ShapeKind, stripe, surface
from dxplanner.exporters.xlsx_styles import NEARLY, Look, Style, fill_of, half
from dxplanner.exporters.xlsx_text import broken
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, Polygon
from dxplanner.handouts.metrics import MM_PER_POINT

_ROW: Final = 6.0
"""Height (mm) of the empty rows that a diagram stands over."""
_EDGE: Final = 0.3
"""How far (mm) shapes keep away from the sides of the printed page, which would cut their outlines."""
_SMALLEST: Final = 6.0
"""Text size (points) below which a text is not made smaller for the sake of its lines."""
_BETWEEN_SCRIPTS: Final = 0.2
"""What some programs put between 漢字 and a figure, in sizes."""
_CHANGE_OF_SCRIPT: Final = re.compile(r"[!-~](?=[^ -~])|[^ -~](?=[!-~])")
_TURNED: Final = str.maketrans("ー－～〜―", "｜｜｜｜｜")
"""Dashes of an upright text."""
_PAPER: Final = "FFFFFF"


def diagram_axes(drawing: Drawing, width: float) -> tuple[Axis, Axis]:
    """One column as wide as the page (mm), and rows of equal height under the diagram."""
    count = max(round(drawing.height / _ROW), 1)
    # Whole pixels, so that rounding does not add up over the rows.
    step = drawing.height * MM_TO_PIXEL / count
    rows = [round(step * at) / MM_TO_PIXEL for at in range(1, count)]
    return Axis(width, (), (), 1.0), Axis(drawing.height, rows, (), 1.0)


def put_diagram(canvas: Canvas, drawing: Drawing, axes: tuple[Axis, Axis], lines: tuple[int, ...]) -> None:
    """Append the empty rows of a diagram with its shapes; LINES are the sheet's column lines at its sides."""
    places = Places(*axes, canvas.grid, lines, canvas.row_count)
    for upper, lower in pairwise(axes[1].lines):
        canvas.add_row((lower - upper) * MM_TO_POINT)
    painter = _Painter(canvas, places)
    for polygon in drawing.polygons:
        painter.polygon(polygon)
    for line in drawing.lines:
        painter.line(line)
    for box in drawing.boxes:
        painter.box(box)
    for glyph in drawing.glyphs:
        painter.glyph(glyph)


class _Painter:
    """Adds shapes in the order in which a page is painted, so that boxes hide what runs under them."""

    def __init__(self, canvas: Canvas, places: Places) -> None:
        self._canvas = canvas
        self._places = places
        self._right = places.columns.lines[-1] - _EDGE

    def polygon(self, polygon: Polygon) -> None:
        """A surface, or a line of two points."""
        points = self._points(polygon.points)
        if len(points) > 2:
            self._canvas.shapes.append(surface(polygon, points))
        elif len(points) == 2 and polygon.edge is not Edge.NONE:
            self._canvas.shapes.append(Shape(ShapeKind.LINE, points, polygon.edge))

    def line(self, line: Line) -> None:
        """A line with its bends and its arrow."""
        if line.edge is not Edge.NONE and len(line.points) > 1:
            points = self._points(line.points)
            self._canvas.shapes.append(Shape(ShapeKind.LINE, points, line.edge, line.arrow))

    def box(self, box: Box) -> None:
        """A box with its surface, outline and text."""
        words = self._words(box) if box.text.strip() else None
        fill = fill_of(box.tone, box.role) or (_PAPER if words else "")
        pointed = box.shape is not BoxShape.RECTANGLE
        framed = box.edge is not Edge.NONE
        if words or framed or fill:
            plain = ShapeKind.LABEL if words and not framed else ShapeKind.FRAME
            kind = ShapeKind.SURFACE if pointed else plain
            corners = outline_of(box) if pointed else self._corners(box, words)
            self._canvas.add_box(
                Shape(
                    kind,
                    self._points(corners),
                    box.edge,
                    words=words,
                    insets=_insets(box, words) if words else (0.0, 0.0),
                    leading=box.style.leading,
                    fill=fill,
                )
            )
        if is_hatched(box):
            self._stripes(box)

    def glyph(self, glyph: Glyph) -> None:
        """A sign in the middle of its place."""
        size = half(glyph.size / MM_PER_POINT)
        words = Content(glyph.sign, Look(Style.DIAGRAM, size, align=Align.CENTRE))
        reach = glyph.size
        corners = ((glyph.x - reach, glyph.y - reach), (glyph.x + reach, glyph.y + reach))
        self._canvas.add_box(Shape(ShapeKind.LABEL, self._points(corners), Edge.NONE, words=words))

    def _words(self, box: Box) -> Content:
        """The text of a box in the lines of the page, a little smaller where they would just fit."""
        style = box.style
        lines = box.lines or tuple(box.text.split("\n"))
        size = half(style.size)
        if not style.vertical and box.edge is not Edge.NONE:
            while size > _SMALLEST and _widest(lines, size, bold=style.bold) > box.width:
                size -= 0.5
        if style.vertical:
            return Content(_stacked(lines), Look(Style.DIAGRAM, size, style.bold, Align.CENTRE))
        text, underline = broken(box.text, lines, box.underline)
        return Content(text, Look(Style.DIAGRAM, size, style.bold, style.align), underline)

    def _corners(self, box: Box, words: Content | None) -> tuple[Point, Point]:
        """Two corners of a box; words without an outline have room beside them, else they would break."""
        spare = 0.0
        if words and box.edge is Edge.NONE:
            widest = _widest(str(words.value).split("\n"), words.size, bold=box.style.bold)
            spare = max(widest + box.padding - box.width, 0.0)
        left = {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[box.style.align]
        return (box.x - left, box.y), (box.right + spare - left, box.bottom)

    def _stripes(self, box: Box) -> None:
        """The hatching of a 分野 beside the text."""
        for left, top, right, bottom in stripes(box):
            inside = (
                (left + HALF_LINE, top + HALF_LINE),
                (min(right, box.right - HALF_LINE), bottom - HALF_LINE),
            )
            self._canvas.shapes.append(stripe(box.role, self._points(inside)))

    def _points(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(self._places.exact(min(max(x, _EDGE), self._right), y) for x, y in points)


def _insets(box: Box, words: Content) -> tuple[float, float]:
    """Free space (mm) at both sides of a text, as far as its lines leave it."""
    align = words.look.align
    if align is Align.CENTRE:
        return 0.0, 0.0
    widest = _widest(str(words.value).split("\n"), words.size, bold=box.style.bold)
    free = box.padding if box.edge is Edge.NONE else min(box.padding, max(box.width - widest, 0.0))
    return (free, 0.0) if align is Align.LEFT else (0.0, free)


def _widest(lines: Sequence[str], size: float, *, bold: bool) -> float:
    """Width (mm) that a text box needs for lines of so many points; some programs part 漢字 and figures."""
    parted = max(len(_CHANGE_OF_SCRIPT.findall(line)) for line in lines)
    return text_width(lines, size, bold) + NEARLY + parted * _BETWEEN_SCRIPTS * size * MM_PER_POINT


def _stacked(lines: Sequence[str]) -> str:
    """縦書き: the characters under each other; those of further lines at the left of the first ones.

    Excel has an upright text of its own, which other programs turn on its side.
    """
    return "\n".join(
        "".join(column)
        for column in zip_longest(*(line.translate(_TURNED) for line in reversed(lines)), fillvalue="\u3000")
    )
