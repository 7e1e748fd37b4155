"""What is painted around a 関係図: grid, selection, handles, and the ghost of a drag."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QRegion

from dxplanner.services.diagram_places import GRID, Guide
from dxplanner.ui.panes.diagram_drags import Ghost
from dxplanner.ui.panes.diagram_scene import Scene
from dxplanner.ui.theme import Theme

_CLOSEST: Final = 11.0
"""Grid points nearer than this (pixels) are thinned out."""


@dataclass
class Marked:
    """What is marked on the board, by uid; ``nodes`` in the order in which they were selected."""

    nodes: list[str] = field(default_factory=list)
    edge: str = ""
    hovered: str = ""
    """The element under the mouse: it shows from where arrows are drawn."""
    start: str = ""
    """The element from which the keyboard draws an arrow."""
    target: str = ""
    """The element at which it would end."""
    focused: bool = False


def paint_grid(painter: QPainter, scene: Scene, visible: QRectF, theme: Theme) -> None:
    """Points at the grid's crossings."""
    step = GRID
    while step * scene.scale < _CLOSEST:
        step *= 2
    left, top = scene.to_mm(visible.topLeft())
    right, bottom = scene.to_mm(visible.bottomRight())
    points = [
        scene.to_pixels(x * step, y * step)
        for x in range(max(0, math.floor(left / step)), math.ceil(right / step) + 1)
        for y in range(max(0, math.floor(top / step)), math.ceil(bottom / step) + 1)
    ]
    painter.setPen(QPen(theme.colour("line"), max(1.0, theme.pixels(1))))
    painter.drawPoints(QPolygonF(points))


def paint_marks(painter: QPainter, scene: Scene, marked: Marked, theme: Theme, *, edits: bool) -> None:
    """The selection with its handles, and the arrow that the keyboard draws."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = theme.colour("accent")
    pen = QPen(accent, theme.pixels(2), Qt.PenStyle.SolidLine if marked.focused else Qt.PenStyle.DashLine)
    for uid in marked.nodes:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(scene.area(scene.places[uid]))
    if marked.edge:
        _selected_edge(painter, scene, marked.edge, pen)
    if marked.target and marked.start:
        painter.setPen(QPen(accent, theme.pixels(3)))
        painter.setBrush(_veil(accent))
        painter.drawRect(scene.area(scene.places[marked.target]))
        ends = [scene.area(scene.places[uid]).center() for uid in (marked.start, marked.target)]
        _wire(painter, QLineF(*ends), theme)
    if edits and len(marked.nodes) == 1 and not marked.start:
        _handles(painter, scene, marked.nodes[0], theme)
    if edits and not marked.start:
        for uid in {marked.hovered, *(marked.nodes if len(marked.nodes) == 1 else ())} - {""}:
            _rings(painter, scene.rings(uid), theme)
        _rings(painter, scene.ends(marked.edge).values(), theme)
    painter.restore()


def paint_ghost(painter: QPainter, scene: Scene, ghost: Ghost, pointer: QPointF, theme: Theme) -> None:
    """Where a drag would put things."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = theme.colour("accent")
    painter.setPen(QPen(accent, theme.pixels(1), Qt.PenStyle.DashLine))
    painter.setBrush(_veil(accent))
    for rect in ghost.places.values():
        painter.drawRect(scene.area(rect))
    if ghost.band is not None:
        painter.drawRect(ghost.band)
    else:
        _following(painter, scene, ghost, ghost.places.keys())
    for guide in ghost.guides:
        _guide(painter, scene, guide, theme)
    if ghost.wire is not None:
        if ghost.target:
            painter.setPen(QPen(accent, theme.pixels(3)))
            painter.setBrush(_veil(accent))
            painter.drawRect(scene.area(scene.places[ghost.target]))
        _wire(painter, ghost.wire, theme)
    if ghost.readout:
        _readout(painter, ghost.readout, pointer, theme)
    painter.restore()


def _following(painter: QPainter, scene: Scene, ghost: Ghost, moved: Collection[str]) -> None:
    """The arrows at elements that are being moved."""
    for edge in scene.view.spec.edges:
        line = scene.line(edge, ghost.places) if {edge.start, edge.end} & set(moved) else None
        if line is not None:
            painter.drawLine(line)


def _selected_edge(painter: QPainter, scene: Scene, uid: str, pen: QPen) -> None:
    edge = scene.view.edge(uid)
    line = None if edge is None else scene.line(edge)
    area = scene.label_area(uid)
    painter.save()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if area is not None:
        painter.drawRect(area.adjusted(-1, -1, 1, 1))
        painter.setClipRegion(QRegion(painter.window()) - QRegion(area.toAlignedRect()))
    if line is not None:
        painter.drawLine(line)
    painter.restore()


def _handles(painter: QPainter, scene: Scene, uid: str, theme: Theme) -> None:
    side = theme.pixels(7)
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.setBrush(theme.colour("surface"))
    for place in scene.handles(uid).values():
        painter.drawRect(QRectF(place.x() - side / 2, place.y() - side / 2, side, side))


def _rings(painter: QPainter, places: Iterable[QPointF], theme: Theme) -> None:
    """Where an arrow can be taken hold of."""
    painter.setPen(QPen(theme.colour("accent"), theme.pixels(2)))
    painter.setBrush(theme.colour("accent_ground"))
    for place in places:
        painter.drawEllipse(place, theme.pixels(4), theme.pixels(4))


def _guide(painter: QPainter, scene: Scene, guide: Guide, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("error"), 1))
    ends = ((guide.at, guide.first), (guide.at, guide.last))
    if not guide.upright:
        ends = ((guide.first, guide.at), (guide.last, guide.at))
    painter.drawLine(scene.to_pixels(*ends[0]), scene.to_pixels(*ends[1]))


def _wire(painter: QPainter, line: QLineF, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("accent"), theme.pixels(2), Qt.PenStyle.DashLine))
    painter.drawLine(line)
    angle, length = math.atan2(line.dy(), line.dx()), theme.pixels(9)
    wings = [
        line.p2() - QPointF(length * math.cos(angle + turn), length * math.sin(angle + turn))
        for turn in (0.42, -0.42)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawPolygon(QPolygonF([line.p2(), *wings]))


def _readout(painter: QPainter, text: str, at: QPointF, theme: Theme) -> None:
    metrics = QFontMetricsF(painter.font())
    gap = theme.pixels(6)
    width, height = metrics.horizontalAdvance(text) + 2 * gap, metrics.height() + gap
    box = QRectF(at.x() + 2 * gap, at.y() + 2 * gap, width, height)
    limits = QRectF(painter.window())
    if box.right() > limits.right():
        box.moveRight(at.x() - gap)
    if box.bottom() > limits.bottom():
        box.moveBottom(at.y() - gap)
    painter.setPen(theme.colour("accent"))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, theme.pixels(3), theme.pixels(3))
    painter.setPen(theme.colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _veil(colour: QColor) -> QColor:
    veil = QColor(colour)
    veil.setAlpha(38)
    return veil
