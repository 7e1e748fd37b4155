"""Paints 前後関係 as elbow arrows; those that the dates violate in red."""

from bisect import bisect_right
from collections.abc import Callable, Set
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from dxplanner.domain.schedule_data import BarData, EditionData, LinkData
from dxplanner.domain.vocabulary import DependencyType
from dxplanner.ui.gantt.items import Body, Placed
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Rows

_FROM_END = (DependencyType.FINISH_START, DependencyType.FINISH_FINISH)
_TO_START = (DependencyType.FINISH_START, DependencyType.START_START)
_STUB = 7.0
_HEAD = 5.0


class LinkPainter:
    """Arrows between the bars of an edition. ``index`` again when rows or links change."""

    def __init__(self, look: Look, rows: Rows, body: Callable[[BarData], Body]) -> None:
        self.look = look
        self.rows = rows
        self.body = body
        self._spans: list[tuple[int, int, LinkData]] = []
        self._tops: list[int] = []
        self._longest = 0

    def index(self, edition: EditionData) -> None:
        """Note between which rows each link runs, so that only those that show are painted."""
        spans = []
        for link in edition.links:
            one, other = self.rows.row_of_bar(link.before_id), self.rows.row_of_bar(link.after_id)
            if one is not None and other is not None:
                spans.append((min(one, other), max(one, other), link))
        spans.sort(key=lambda span: (span[0], span[1], span[2].id))
        self._spans = spans
        self._tops = [span[0] for span in spans]
        self._longest = max((high - low for low, high, _ in spans), default=0)

    def showing(self, indices: range) -> list[LinkData]:
        """Links of which a part shows in some rows."""
        if not indices:
            return []
        end = bisect_right(self._tops, indices[-1])
        start = bisect_right(self._tops, indices[0] - self._longest - 1)
        return [link for _, high, link in self._spans[start:end] if high >= indices[0]]

    def paint(
        self, painter: QPainter, indices: range, clip: QRectF, violated: Set[int], marked: int | None
    ) -> None:
        """Paint the links of some rows; ``violated`` and ``marked`` are keys of links."""
        lines: list[QLineF] = []
        heads: list[QPolygonF] = []
        bad: list[QLineF] = []
        bad_heads: list[QPolygonF] = []
        for link in self.showing(indices):
            path = self.path(link)
            if path is None or max(point.x() for point in path) < clip.left():
                continue
            if min(point.x() for point in path) > clip.right():
                continue
            red = link.id in violated
            target, tips = (bad, bad_heads) if red else (lines, heads)
            target += [QLineF(a, b) for a, b in pairwise(path)]
            tips.append(_head(path[-2], path[-1]))
            if link.id == marked:
                painter.setPen(self.look.accent_thick)
                painter.drawPolyline(path)
        for segments, tips, pen, brush in (
            (lines, heads, self.look.link, self.look.link_fill),
            (bad, bad_heads, self.look.error, self.look.error_fill),
        ):
            if not segments:
                continue
            painter.setPen(pen)
            painter.drawLines(segments)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            for tip in tips:
                painter.drawPolygon(tip)

    def path(self, link: LinkData) -> list[QPointF] | None:
        """The corners of a link's arrow in content pixels; None while one of its bars does not show."""
        start, end = self.end_of(link.before_id), self.end_of(link.after_id)
        if start is None or end is None:
            return None
        from_end, to_start = link.type in _FROM_END, link.type in _TO_START
        x1, y1 = (start[1] if from_end else start[0]), start[2]
        x2, y2 = (end[0] if to_start else end[1]), end[2]
        out = x1 + (_STUB if from_end else -_STUB)
        into = x2 - (_STUB if to_start else -_STUB)
        first, last = QPointF(x1, y1), QPointF(x2, y2)
        if from_end and to_start and into >= out - 1:
            return [first, QPointF(out, y1), QPointF(out, y2), last]
        if from_end == to_start:
            half = (y1 + y2) / 2 if abs(y2 - y1) > 1 else y1 + self.look.measures.line / 2
            return [first, QPointF(out, y1), QPointF(out, half), QPointF(into, half), QPointF(into, y2), last]
        x = max(out, into) if from_end else min(out, into)
        return [first, QPointF(x, y1), QPointF(x, y2), last]

    def end_of(self, bar_id: int) -> tuple[float, float, float] | None:
        """Left edge, right edge and middle of a bar in content pixels."""
        index = self.rows.row_of_bar(bar_id)
        if index is None:
            return None
        row = self.rows.rows[index]
        if row.items is None:
            # Not looked at: its bar's place is known, the line it stands on is not.
            body = next(self.body(bar) for bar in row.bars if bar.id == bar_id)
            return body.left, body.right, self.rows.top(index) + row.height / 2
        placed = row.items.find(bar_id)
        if placed is None:
            return None
        return placed.left, placed.right, middle_of(self.rows, index, placed)

    def at(self, x: float, y: float, indices: range, reach: float) -> LinkData | None:
        """The link that passes near a place."""
        for link in self.showing(indices):
            path = self.path(link)
            if path is not None and any(_near(a, b, x, y, reach) for a, b in pairwise(path)):
                return link
        return None


def middle_of(rows: Rows, index: int, item: Placed) -> float:
    """The middle of an item's line in content pixels."""
    heights = rows.items(index).heights
    return rows.line_top(index, item.line) + heights[item.line] / 2


def _head(before: QPointF, tip: QPointF) -> QPolygonF:
    x, y = tip.x(), tip.y()
    back = _HEAD if before.x() <= x else -_HEAD
    return QPolygonF([tip, QPointF(x - back, y - _HEAD * 0.7), QPointF(x - back, y + _HEAD * 0.7)])


def _near(a: QPointF, b: QPointF, x: float, y: float, reach: float) -> bool:
    """Whether a place lies near a level or upright piece."""
    low_x, high_x = sorted((a.x(), b.x()))
    low_y, high_y = sorted((a.y(), b.y()))
    return low_x - reach <= x <= high_x + reach and low_y - reach <= y <= high_y + reach
