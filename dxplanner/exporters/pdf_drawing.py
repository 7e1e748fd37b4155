"""A drawing painted on a PDF page: polygons, lines, boxes with their text, glyphs."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from dxplanner.exporters.box_shapes import is_hatched, outline_of, stripes
from dxplanner.exporters.pdf_patterns import paint_hatching, paint_pattern
from dxplanner.exporters.pdf_text import paint_glyph, paint_text
from dxplanner.exporters.pdf_theme import (
    HAIR_INK,
    INK,
    PAPER,
    ROLES,
    RULE,
    STROKES,
    SURFACES,
    Pattern,
    hatching,
    polygon_fill,
)
from dxplanner.handouts.drawing import Box, BoxShape, Drawing, Edge, Line, Polygon, Tone

if TYPE_CHECKING:
    from dxplanner.exporters.pdf_pen import Pen

_HEAD: Final = 2.2
"""Length of an arrow head in mm."""


class DrawingPainter:
    """Paints in mm; y is turned round, because a page grows upwards."""

    def __init__(self, pen: "Pen") -> None:
        self._pen = pen

    def paint(self, drawing: Drawing, before_box: Callable[[Box], None] | None = None) -> None:
        """Polygons first, then lines, boxes and glyphs (see handouts.drawing)."""
        for polygon in drawing.polygons:
            self._polygon(polygon)
        for line in drawing.lines:
            self._line(line)
        for box in drawing.boxes:
            if before_box:
                before_box(box)
            self._box(box)
        for glyph in drawing.glyphs:
            paint_glyph(self._pen, glyph)

    def _stroke(self, edge: Edge) -> None:
        stroke = STROKES[edge]
        self._pen.setLineWidth(stroke.width)
        self._pen.setDash(stroke.dash)
        self._pen.setStrokeColor(HAIR_INK if edge in (Edge.HAIR, Edge.DOTTED) else RULE)

    def _polygon(self, polygon: Polygon) -> None:
        if len(polygon.points) < 2:
            return
        pen = self._pen
        path = pen.beginPath()
        path.moveTo(polygon.points[0][0], -polygon.points[0][1])
        for x, y in polygon.points[1:]:
            path.lineTo(x, -y)
        path.close()
        pen.setFillColor(polygon_fill(polygon))
        pen.drawPath(path, stroke=0, fill=1)
        pattern = hatching(polygon.pattern)
        if pattern is not Pattern.NONE:
            paint_hatching(pen, pattern, ROLES[polygon.role].colour, polygon.points)
        if polygon.edge is not Edge.NONE:
            self._stroke(polygon.edge)
            pen.drawPath(path, stroke=1, fill=0)

    def _line(self, line: Line) -> None:
        if line.edge is Edge.NONE or len(line.points) < 2:
            return
        pen = self._pen
        self._stroke(line.edge)
        points = list(line.points)
        if line.arrow:
            points[-1] = self._head(points[-2], points[-1])
        path = pen.beginPath()
        path.moveTo(points[0][0], -points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, -y)
        pen.drawPath(path, stroke=1, fill=0)

    def _head(self, start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
        """Paint an arrow head that ends at ``end``; give the point where its line stops."""
        pen = self._pen
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        path = pen.beginPath()
        path.moveTo(end[0], -end[1])
        for turn in (0.42, -0.42):
            path.lineTo(end[0] - _HEAD * math.cos(angle + turn), -(end[1] - _HEAD * math.sin(angle + turn)))
        path.close()
        pen.setFillColor(RULE)
        pen.drawPath(path, stroke=0, fill=1)
        return end[0] - 0.8 * _HEAD * math.cos(angle), end[1] - 0.8 * _HEAD * math.sin(angle)

    def _box(self, box: Box) -> None:
        self._fill(box)
        if box.edge is not Edge.NONE:
            self._stroke(box.edge)
            self._outline(box, stroke=1, fill=0)
        if box.text:
            paint_text(self._pen, box, self._ink(box))

    def _ink(self, box: Box) -> str:
        return INK if box.tone is Tone.ROLE else SURFACES[box.tone].text

    def _fill(self, box: Box) -> None:
        pen = self._pen
        if box.tone is Tone.ROLE:
            role = ROLES[box.role]
            pen.setFillColor(role.tint)
            self._outline(box, stroke=0, fill=1)
            if is_hatched(box):
                self._stripe(box)
            return
        fill = SURFACES[box.tone].fill or (PAPER if box.text else None)
        if fill:
            pen.setFillColor(fill)
            self._outline(box, stroke=0, fill=1)

    def _stripe(self, box: Box) -> None:
        """The pattern stands beside the text, not under it: at the left, or at the ends of an upright box."""
        role = ROLES[box.role]
        for left, top, right, bottom in stripes(box):
            paint_pattern(self._pen, role.pattern, role.colour, (left, top, right - left, bottom - top))

    def _outline(self, box: Box, *, stroke: int, fill: int) -> None:
        """Draw a box's lines or its surface."""
        pen = self._pen
        if box.shape is BoxShape.RECTANGLE:
            pen.rect(box.x, -box.bottom, box.width, box.height, stroke, fill)
            return
        (x, y), *corners = outline_of(box)
        path = pen.beginPath()
        path.moveTo(x, -y)
        for x, y in corners:
            path.lineTo(x, -y)
        path.close()
        pen.drawPath(path, stroke, fill)
