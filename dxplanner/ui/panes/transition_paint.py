"""Marks over the 新旧 diagram: the selected arrow, the place of the keyboard, the rubber line."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from dxplanner.ui.panes.transition_places import Places
from dxplanner.ui.theme import Theme


@dataclass
class Marked:
    """What is marked at the moment: keys of leaves and of a transition."""

    selected: int | None = None
    hovered: int | None = None
    """The leaf under the mouse: it shows its handle."""
    cursor: int | None = None
    start: int | None = None
    """The leaf from which an arrow is being drawn."""
    target: int | None = None
    """The leaf on the other side at which it would end."""
    tip: QPointF | None = None
    """Where the rubber line ends while the mouse draws it."""
    focused: bool = False


def paint_marks(
    painter: QPainter, places: Places, ends: frozenset[int], marked: Marked, theme: Theme
) -> None:
    """Paint the marks over the drawing; ``ends`` are the leaves of the selected transition."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = theme.colour("accent")
    for key in ends:
        _outline(painter, places, key, QPen(accent, theme.pixels(2)), veil=None)
    if marked.selected is not None:
        _selected(painter, places, marked.selected, theme)
    if marked.start is not None:
        _outline(painter, places, marked.start, QPen(accent, theme.pixels(2)), _veil(accent))
        _rubber(painter, places, marked, theme)
    if marked.target is not None:
        _outline(painter, places, marked.target, QPen(accent, theme.pixels(3)), _veil(accent))
    if marked.cursor is not None and marked.focused:
        style = Qt.PenStyle.DotLine if marked.start is None else Qt.PenStyle.SolidLine
        _outline(painter, places, marked.cursor, QPen(theme.colour("ink"), theme.pixels(2), style), None)
    if marked.hovered is not None and marked.start is None:
        _handle(painter, places.port(marked.hovered), theme)
    painter.restore()


def _veil(colour: QColor) -> QColor:
    veil = QColor(colour)
    veil.setAlpha(38)
    return veil


def _outline(painter: QPainter, places: Places, key: int, pen: QPen, veil: QColor | None) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if veil is None else veil)
    for rect in _joined(places.boxes.get(key, [])):
        painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _joined(rects: list[QRectF]) -> list[QRectF]:
    """Boxes that touch each other as one: number and name, number and kind."""
    found: list[QRectF] = []
    for rect in sorted(rects, key=lambda rect: rect.left()):
        if found and abs(found[-1].right() - rect.left()) < 1.0 and abs(found[-1].top() - rect.top()) < 1.0:
            found[-1] = found[-1].united(rect)
        else:
            found.append(QRectF(rect))
    return found


def _selected(painter: QPainter, places: Places, key: int, theme: Theme) -> None:
    for (keys, line), route in zip(places.lines, places.layout.routes, strict=True):
        if key not in keys:
            continue
        pen = QPen(theme.colour("accent"), theme.pixels(3))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if route.inferred:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPolyline(line)
        if route.end is not None:
            _head(painter, line[-2], line[-1], theme)


def _rubber(painter: QPainter, places: Places, marked: Marked, theme: Theme) -> None:
    if marked.start is None:
        return
    begin = places.port(marked.start)
    end = places.port(marked.target) if marked.target is not None else marked.tip
    if end is None or (end - begin).manhattanLength() < 2:
        return
    painter.setPen(QPen(theme.colour("accent"), theme.pixels(2), Qt.PenStyle.DashLine))
    painter.drawLine(begin, end)
    old_first = marked.start in places.layout.olds
    _head(painter, *((begin, end) if old_first else (end, begin)), theme)


def _head(painter: QPainter, start: QPointF, end: QPointF, theme: Theme) -> None:
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    length = theme.pixels(9)
    wings = [
        end - QPointF(length * math.cos(angle + turn), length * math.sin(angle + turn))
        for turn in (0.42, -0.42)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawPolygon(QPolygonF([end, *wings]))


def _handle(painter: QPainter, point: QPointF, theme: Theme) -> None:
    """The ring from which an arrow can be drawn."""
    painter.setPen(QPen(theme.colour("accent"), theme.pixels(2)))
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(point, theme.pixels(4), theme.pixels(4))
