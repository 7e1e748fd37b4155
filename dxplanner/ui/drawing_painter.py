"""A drawing (see handouts.drawing) painted on screen: the same places as on paper, the theme's colours."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from dxplanner.exporters.pdf_theme import ROLES, Pattern
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, Polygon, Tone
from dxplanner.handouts.linebreak import line_height, line_starts
from dxplanner.handouts.metrics import ASCENT, MM_PER_POINT, bundled_metrics
from dxplanner.ui.drawing_look import DrawingLook
from dxplanner.ui.theme import Theme

_ARROW_TIP: Final = 2.2
_HEAD: Final = 2.2
_STRIPE: Final = 2.4
_TURNED: Final = frozenset("ー－―–—～〜…‥（）「」『』〔〕［］｛｝〈〉《》【】()[]{}<>-=＝：；:;")
_RAISED: Final = frozenset("、。，．")
_SMALL: Final = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_UNSEEN: Final = 3.0
"""Texts lower than this many pixels are not painted: nobody could read them."""


def paint_drawing(
    painter: QPainter,
    drawing: Drawing,
    theme: Theme,
    mm_to_px: float,
    *,
    highlighted: str = "",
    visible: QRectF | None = None,
) -> None:
    """Paint a drawing with its corner at the painter's origin, ``mm_to_px`` pixels a millimetre.

    What bears the name ``highlighted`` gets a veil and an outline in the accent colour. Only what shows in
    ``visible`` (pixels from that corner) is painted.
    """
    device = painter.device()
    key = _Key(theme.key, theme.scale, theme)
    look = _look(key, device.devicePixelRatioF(), float(device.logicalDpiY()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _Painter(painter, look, mm_to_px, visible).paint(drawing, highlighted)
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Key:
    """A theme that can be looked up: name and scale say everything about it."""

    name: str
    scale: int
    theme: Theme = field(compare=False)


@lru_cache(maxsize=8)
def _look(key: _Key, ratio: float, dots_per_inch: float) -> DrawingLook:
    return DrawingLook(key.theme, ratio, dots_per_inch)


class _Painter:
    """One painting. Places are turned into pixels here and nowhere else."""

    def __init__(self, painter: QPainter, look: DrawingLook, scale: float, visible: QRectF | None) -> None:
        self._painter = painter
        self._look = look
        self._scale = scale
        self._visible = visible
        self._smoothed = False

    def paint(self, drawing: Drawing, highlighted: str) -> None:
        """Polygons first, then lines, boxes and glyphs (see handouts.drawing)."""
        for polygon in drawing.polygons:
            self._polygon(polygon)
        for line in drawing.lines:
            self._line(line)
        for box in drawing.boxes:
            self._box(box)
        for glyph in drawing.glyphs:
            self._glyph(glyph)
        if highlighted:
            self._highlight(drawing, highlighted)

    def _shows(self, left: float, top: float, right: float, bottom: float) -> bool:
        if self._visible is None:
            return True
        s, seen = self._scale, self._visible
        return (
            right * s >= seen.left() - 2
            and left * s <= seen.right() + 2
            and bottom * s >= seen.top() - 2
            and top * s <= seen.bottom() + 2
        )

    def _rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        s = self._scale
        return QRectF(x * s, y * s, width * s, height * s)

    def _outline_of(self, points: tuple[tuple[float, float], ...]) -> QPolygonF:
        s = self._scale
        return QPolygonF([QPointF(x * s, y * s) for x, y in points])

    def _set_pen(self, edge: Edge) -> None:
        if edge is Edge.NONE:
            self._painter.setPen(Qt.PenStyle.NoPen)
        else:
            self._painter.setPen(self._look.pen(edge, self._scale))

    def _smooth(self, wanted: bool) -> None:
        """Slanted edges are smoothed; upright and level ones are crisp, and painted faster."""
        if wanted is not self._smoothed:
            self._smoothed = wanted
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, wanted)

    def _polygon(self, polygon: Polygon) -> None:
        if len(polygon.points) < 2 or not self._shows(*bounds(polygon.points)):
            return
        self._smooth(_slanted(polygon.points))
        self._painter.setBrush(self._look.surface(polygon))
        self._set_pen(polygon.edge)
        self._painter.drawPolygon(self._outline_of(polygon.points))

    def _line(self, line: Line) -> None:
        if line.edge is Edge.NONE or len(line.points) < 2 or not self._shows(*bounds(line.points)):
            return
        self._smooth(line.arrow or _slanted(line.points))
        painter, points = self._painter, list(line.points)
        if line.arrow:
            (x1, y1), (x2, y2) = points[-2:]
            angle = math.atan2(y2 - y1, x2 - x1)
            wings = [
                (x2 - _HEAD * math.cos(angle + turn), y2 - _HEAD * math.sin(angle + turn))
                for turn in (0.42, -0.42)
            ]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.quiet)
            painter.drawPolygon(self._outline_of(((x2, y2), *wings)))
            points[-1] = (x2 - 0.8 * _HEAD * math.cos(angle), y2 - 0.8 * _HEAD * math.sin(angle))
        self._set_pen(line.edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._outline_of(tuple(points)))

    def _box(self, box: Box) -> None:
        if not self._shows(box.x, box.y, box.right, box.bottom):
            return
        painter, look = self._painter, self._look
        self._smooth(box.shape is not BoxShape.RECTANGLE)
        if box.tone is Tone.ROLE:
            self._role(box)
        elif box.tone is not Tone.NONE or box.text:
            painter.setBrush(look.fills.get(box.tone, look.paper))
            self._set_pen(box.edge)
            self._shape(box)
        elif box.edge is not Edge.NONE:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._set_pen(box.edge)
            self._shape(box)
        if box.text and box.style.size * MM_PER_POINT * self._scale >= _UNSEEN:
            painter.setPen(look.text_colour(box.tone))
            self._upright(box) if box.style.vertical else self._level(box)

    def _role(self, box: Box) -> None:
        """A surface in the colour of its 色の役割; the outline comes last, over the patterned stripe."""
        self._painter.setBrush(self._look.tints[box.role])
        striped = ROLES[box.role].pattern is not Pattern.NONE
        self._set_pen(Edge.NONE if striped else box.edge)
        self._shape(box)
        if striped:
            self._stripes(box)
            if box.edge is not Edge.NONE:
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
                self._set_pen(box.edge)
                self._shape(box)

    def _shape(self, box: Box) -> None:
        if box.shape is BoxShape.RECTANGLE:
            self._painter.drawRect(self._rect(box.x, box.y, box.width, box.height))
            return
        tip, middle = min(_ARROW_TIP, box.width / 3), (box.y + box.bottom) / 2
        corners = [
            (box.x, box.y), (box.right - tip, box.y), (box.right, middle), (box.right - tip, box.bottom),
            (box.x, box.bottom),
        ]  # fmt: skip
        if box.shape is BoxShape.ARROW:
            corners.append((box.x + tip, middle))
        self._painter.drawPolygon(self._outline_of(tuple(corners)))

    def _stripes(self, box: Box) -> None:
        """The pattern of a 色の役割: at the left, at both ends of an upright box."""
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.hatched(box.role, ROLES[box.role].pattern))
        if box.style.vertical:
            high = min(4.0, box.height / 6)
            painter.drawRect(self._rect(box.x, box.y, box.width, high))
            painter.drawRect(self._rect(box.x, box.bottom - high, box.width, high))
        else:
            painter.drawRect(self._rect(box.x, box.y, min(_STRIPE, box.width / 4), box.height))

    def _level(self, box: Box) -> None:
        """Lines of text in the middle of the box's height."""
        style, metrics = box.style, bundled_metrics()
        pitch = line_height(style.size, style.leading)
        top = box.y + (box.height - pitch * len(box.lines)) / 2
        starts = line_starts(box.text, box.lines) if box.underline else ()
        for index, line in enumerate(box.lines):
            if not line:
                continue
            width = metrics.width(line, style.size, style.bold)
            if style.align is Align.CENTRE:
                x = box.x + (box.width - width) / 2
            else:
                x = box.x + box.padding if style.align is Align.LEFT else box.right - box.padding - width
            middle = top + pitch * (index + 0.5)
            self._write(line, x, middle, style.size, style.bold)
            if box.underline:
                self._underline(box, line, starts[index], x, middle)

    def _write(self, text: str, x: float, middle: float, size: float, bold: bool) -> None:
        """One line of text from x on, its em box around ``middle`` (mm)."""
        look, scale = self._look, self._scale
        pixels = size * MM_PER_POINT * scale
        shaped = look.text(text, pixels, bold)
        baseline = middle * scale + (ASCENT - 0.5) * pixels
        self._painter.setFont(look.font(pixels, bold))
        self._painter.drawStaticText(QPointF(x * scale, baseline - look.ascent(pixels, bold)), shaped)

    def _underline(self, box: Box, line: str, start: int, x: float, middle: float) -> None:
        style, metrics, painter = box.style, bundled_metrics(), self._painter
        y = (middle + 0.5 * style.size * MM_PER_POINT) * self._scale
        ink = self._look.text_colour(box.tone)
        for first, last in box.underline:
            begin, end = max(first - start, 0), min(last - start, len(line))
            if begin < end:
                left = x + metrics.width(line[:begin], style.size, style.bold)
                right = left + metrics.width(line[begin:end], style.size, style.bold)
                painter.setPen(QPen(ink, max(1.0, 0.25 * self._scale)))
                painter.drawLine(QPointF(left * self._scale, y), QPointF(right * self._scale, y))
                painter.setPen(ink)

    def _upright(self, box: Box) -> None:
        """縦書き: one character under the other, columns from right to left."""
        style, em = box.style, box.style.size * MM_PER_POINT
        pitch = line_height(style.size, style.leading)
        right = box.x + (box.width + pitch * len(box.lines)) / 2
        longest = max(map(len, box.lines), default=1)
        spare = max(0.0, (box.height - em * longest) / em / 12)
        step = em * (1.0 if longest > 6 else 1.0 + min(0.6, spare))
        for index, line in enumerate(box.lines):
            centre = right - pitch * (index + 0.5)
            top = box.y + (box.height - step * len(line)) / 2
            for place, char in enumerate(line):
                self._upright_char(char, centre, top + step * (place + 0.5), style.size, style.bold)

    def _upright_char(self, char: str, x: float, y: float, size: float, bold: bool) -> None:
        width = bundled_metrics().width(char, size, bold)
        if char in _TURNED:
            self._painter.save()
            self._painter.translate(x * self._scale, y * self._scale)
            self._painter.rotate(90)
            self._write(char, -width / 2, 0.0, size, bold)
            self._painter.restore()
            return
        em = size * MM_PER_POINT
        right, up = (0.5, 0.5) if char in _RAISED else (0.1, 0.1) if char in _SMALL else (0.0, 0.0)
        self._write(char, x - width / 2 + right * em, y - up * em, size, bold)

    def _glyph(self, glyph: Glyph) -> None:
        size = glyph.size / MM_PER_POINT
        half = glyph.size / 2
        if self._shows(glyph.x - half, glyph.y - half, glyph.x + half, glyph.y + half):
            self._painter.setPen(self._look.ink)
            width = bundled_metrics().width(glyph.sign, size)
            self._write(glyph.sign, glyph.x - width / 2, glyph.y, size, False)

    def _highlight(self, drawing: Drawing, name: str) -> None:
        painter = self._painter
        self._smooth(True)
        painter.setPen(QPen(self._look.accent, max(2.0, 0.5 * self._scale)))
        painter.setBrush(self._look.veil)
        for polygon in drawing.polygons:
            if polygon.name == name:
                painter.drawPolygon(self._outline_of(polygon.points))
        for box in drawing.boxes:
            if box.name == name:
                painter.drawRect(self._rect(box.x, box.y, box.width, box.height))


def _slanted(points: tuple[tuple[float, float], ...]) -> bool:
    """Whether an outline has an edge that is neither upright nor level."""
    return any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in pairwise(points))


def bounds(points: tuple[tuple[float, float], ...]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of an outline (mm)."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)
