"""Paints what lies behind the bars: stripes of rows, 閉庁日, vertical lines, lines of days that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap

from dxplanner.domain.timescale import GridLine, TimeScale, closed_spans
from dxplanner.ui.gantt.axis import Axis
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import RowKind, Rows

_LEAST_DAY = 7.0
"""Width in pixels of a day below which 閉庁日 would only be noise behind months."""


@dataclass
class _Tile:
    """Lines and closed days of a stretch of the axis, kept while the view stays inside it."""

    left: float
    right: float
    lines: Sequence[GridLine]
    closed: list[tuple[float, float]]
    strips: tuple[QPixmap, QPixmap] | None = None
    """One pixel of the height of it all: behind lanes, and behind groups."""


class GridPainter:
    """The background of the chart. ``forget`` after a zoom or another axis."""

    def __init__(self, look: Look, rows: Rows) -> None:
        self.look = look
        self.rows = rows
        self.axis: Axis | None = None
        self.scale: TimeScale | None = None
        self.closed_days: frozenset[date] = frozenset()
        self.shade = True
        """Whether 閉庁日 are shaded."""
        self.days_known = True
        """Whether the list of 祝日 is there; nothing is shaded before."""
        self._tile: _Tile | None = None

    def show(self, axis: Axis, scale: TimeScale, closed_days: frozenset[date]) -> None:
        """Paint for another axis, zoom or set of 閉庁日."""
        self.axis, self.scale, self.closed_days = axis, scale, closed_days
        self._tile = None

    def forget(self) -> None:
        """Work out the background anew at the next paint."""
        self._tile = None

    def paint(
        self, painter: QPainter, indices: range, clip: QRectF, width: float, *, tiled: bool = False
    ) -> None:
        """Paint the background of some rows inside ``clip`` (content pixels).

        ``tiled``: by repeating a strip one pixel high, for devices without fractions of pixels. That goes
        through the picture once, from left to right; each line painted downwards takes several times as long.
        """
        tile = self._tile_for(clip)
        if tile is None:
            return
        look = self.look
        bottom = max(min(clip.bottom(), self.rows.height), clip.top())
        area = QRectF(clip.topLeft(), QPointF(clip.right(), bottom))
        groups = [
            QRectF(clip.left(), self.rows.top(index), clip.width(), self.rows.rows[index].height)
            for index in indices
            if self.rows.rows[index].kind is RowKind.GROUP
        ]
        if tiled:
            if tile.strips is None:
                tile.strips = self._strip(tile, look.surface), self._strip(tile, look.ground)
            painter.fillRect(QRectF(area.bottomLeft(), clip.bottomRight()), look.surface)
            for rect in (area, *groups):
                strip = tile.strips[rect is not area]
                painter.drawTiledPixmap(rect, strip, QPointF(rect.left() - tile.left, 0))
        else:
            painter.fillRect(clip, look.surface)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.ground)
            painter.drawRects(groups)
            self._columns(painter, tile, area)
        left = floor(clip.left())
        wide = ceil(min(clip.right(), width)) - left
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.line_fill)
        painter.drawRects([QRect(left, round(self.rows.top(index + 1)) - 1, wide, 1) for index in indices])

    def _strip(self, tile: _Tile, ground: QBrush) -> QPixmap:
        """One pixel of the height of the background."""
        width = ceil(tile.right - tile.left)
        strip = QPixmap(width, 1)
        strip.fill(ground.color())
        painter = QPainter(strip)
        painter.translate(-tile.left, 0)
        self._columns(painter, tile, QRectF(tile.left, 0, width, 1))
        painter.end()
        return strip

    def _columns(self, painter: QPainter, tile: _Tile, area: QRectF) -> None:
        """閉庁日 and vertical lines."""
        look = self.look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.closed)
        painter.drawRects(
            [
                QRectF(left, area.top(), right - left, area.height())
                for left, right in tile.closed
                if right > area.left() and left < area.right()
            ]
        )
        # As narrow rectangles on whole pixels: half as dear as lines, of which there are very many.
        top, high = floor(area.top()), ceil(area.bottom()) - floor(area.top())
        low, far = area.left() - 1, area.right()
        for strong, brush in ((False, look.faint_fill), (True, look.strong_fill)):
            painter.setBrush(brush)
            painter.drawRects(
                [
                    QRect(round(line.x), top, 1, high)
                    for line in tile.lines
                    if (line.rank == 0) is strong and low <= line.x <= far
                ]
            )

    def paint_lines(self, painter: QPainter, places: Sequence[float], clip: QRectF, pen: QPen) -> None:
        """Vertical lines through the whole chart at some places."""
        bottom = min(clip.bottom(), self.rows.height)
        lines = [
            QLineF(round(x) + 0.5, clip.top(), round(x) + 0.5, bottom)
            for x in places
            if clip.left() - 1 <= x <= clip.right() + 1
        ]
        if lines:
            painter.setPen(pen)
            painter.drawLines(lines)

    def paint_day(self, painter: QPainter, day: date, clip: QRectF, text: str, right: float) -> None:
        """A line through a day (今日, 基準日), its name at the foot beside it, never past ``right``."""
        if self.scale is None:
            return
        x = self.scale.x_middle(day)
        painter.setPen(self.look.error_thick)
        painter.drawLine(QPointF(x, clip.top()), QPointF(x, clip.bottom()))
        if text:
            painter.setFont(self.look.fonts[11])
            name, width = self.look.text(text, 11)
            place = x + 4 if x + 4 + width <= right else x - 4 - width
            painter.drawStaticText(QPointF(place, self.rows.height + 3), name)

    def _tile_for(self, clip: QRectF) -> _Tile | None:
        if self.axis is None or self.scale is None:
            return None
        tile = self._tile
        if tile is None or clip.left() < tile.left or clip.right() > tile.right:
            left = max(clip.left() - 200, 0.0)
            right = clip.right() + 200
            em = self.look.em
            shown = self.shade and self.days_known and self.scale.pixels_per_day >= _LEAST_DAY
            closed = closed_spans(self.scale, left, right, self.closed_days) if shown else ()
            tile = self._tile = _Tile(
                left,
                right,
                self.axis.lines(self.scale, em, left, right),
                [(span.left, span.right) for span in closed],
            )
        return tile
