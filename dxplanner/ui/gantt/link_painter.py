"""Paints 前後関係 as elbow arrows; those that the dates violate in red."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from dxplanner.domain.schedule_data import BarData, EditionData, LinkData
from dxplanner.domain.vocabulary import DependencyType
from dxplanner.ui.gantt.items import Body
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Rows

_FROM_END = (DependencyType.FINISH_START, DependencyType.FINISH_FINISH)
_TO_START = (DependencyType.FINISH_START, DependencyType.START_START)
Corner = tuple[float, float]
"""x and y in content pixels."""
End = tuple[float, float, float]
"""Left edge, right edge and middle of a bar in content pixels."""
_STUB = 7.0
_HEAD = 5.0


class LinkPainter:
    """Arrows between the bars of an edition. ``index`` again when rows or links change."""

    def __init__(self, look: Look, rows: Rows, body: Callable[[BarData], Body]) -> None:
        self.look = look
        self.rows = rows
        self.body = body
        self._links: Sequence[LinkData] = ()
        self._places: Mapping[int, int] = {}
        self._spans: list[tuple[int, int, LinkData]] = []
        self._tops: list[int] = []
        self._longest = 0

    def index(self, edition: EditionData) -> None:
        """Note between which rows each link runs, so that only those that show are painted."""
        places = self.rows.places
        if edition.links is self._links and places == self._places:
            return
        self._links, self._places = edition.links, places
        spans = []
        for link in edition.links:
            one, other = places.get(link.before_id), places.get(link.after_id)
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
        lines, bad = QPainterPath(), QPainterPath()
        ends = self._ends(indices)
        # A loop back hangs down by half a line.
        reach = self.look.measures.line
        top, bottom = clip.top() - reach, clip.bottom() + reach
        left, right = clip.left(), clip.right()
        for link in self.showing(indices):
            for key in (link.before_id, link.after_id):
                if key not in ends:
                    ends[key] = self.end_of(key)
            start, end = ends[link.before_id], ends[link.after_id]
            if start is None or end is None or max(start[1], end[1]) < left or min(start[0], end[0]) > right:
                continue
            if max(start[2], end[2]) < top or min(start[2], end[2]) > bottom:
                continue
            path = self._corners(link, start, end)
            _add_arrow(bad if link.id in violated else lines, path)
            if link.id == marked:
                painter.setPen(self.look.accent_thick)
                painter.drawPolyline([QPointF(*corner) for corner in path])
        painter.strokePath(lines, self.look.link)
        painter.strokePath(bad, self.look.error)

    def _ends(self, indices: range) -> dict[int, End | None]:
        """The ends of all bars of some rows, gone through once."""
        ends: dict[int, End | None] = {}
        for index in indices:
            row = self.rows.rows[index]
            if row.items is not None and not row.summary:
                middle, middles = self.rows.top(index) + row.height / 2, row.items.middles
                for item in row.items.placed:
                    ends[item.bar.id] = item.left, item.right, middle + middles[item.line]
        return ends

    def path(self, link: LinkData) -> list[Corner] | None:
        """The corners of a link's arrow in content pixels; None while one of its bars does not show."""
        start, end = self.end_of(link.before_id), self.end_of(link.after_id)
        if start is None or end is None:
            return None
        return self._corners(link, start, end)

    def _corners(self, link: LinkData, start: End, end: End) -> list[Corner]:
        from_end, to_start = link.type in _FROM_END, link.type in _TO_START
        x1, y1 = (start[1] if from_end else start[0]), start[2]
        x2, y2 = (end[0] if to_start else end[1]), end[2]
        out = x1 + (_STUB if from_end else -_STUB)
        into = x2 - (_STUB if to_start else -_STUB)
        first, last = (x1, y1), (x2, y2)
        if from_end and to_start and into >= out - 1:
            return [first, (out, y1), (out, y2), last]
        if from_end == to_start:
            half = (y1 + y2) / 2 if abs(y2 - y1) > 1 else y1 + self.look.measures.line / 2
            return [first, (out, y1), (out, half), (into, half), (into, y2), last]
        x = max(out, into) if from_end else min(out, into)
        return [first, (x, y1), (x, y2), last]

    def end_of(self, bar_id: int) -> End | None:
        """Where a link may begin or end; None while the bar does not show."""
        index = self.rows.row_of_bar(bar_id)
        if index is None:
            return None
        row = self.rows.rows[index]
        if row.items is None:
            # Not looked at: its bar's place is known, the line it stands on is not.
            body = next(self.body(bar) for bar in row.bars if bar.id == bar_id)
            return body.left, body.right, self.rows.line_middle(index, 0)
        placed = row.items.find(bar_id)
        if placed is None:
            return None
        return placed.left, placed.right, self.rows.line_middle(index, placed.line)

    def at(self, x: float, y: float, indices: range, reach: float) -> LinkData | None:
        """The link that passes near a place."""
        for link in self.showing(indices):
            path = self.path(link)
            if path is not None and any(_near(a, b, x, y, reach) for a, b in pairwise(path)):
                return link
        return None


def _add_arrow(lines: QPainterPath, corners: list[Corner]) -> None:
    """Add a line through some corners with a head at its end. One path paints faster than many lines."""
    lines.moveTo(*corners[0])
    for corner in corners[1:]:
        lines.lineTo(*corner)
    x, y = corners[-1]
    back = x - (_HEAD if corners[-2][0] <= x else -_HEAD)
    lines.moveTo(back, y - _HEAD * 0.7)
    lines.lineTo(x, y)
    lines.lineTo(back, y + _HEAD * 0.7)


def _near(a: Corner, b: Corner, x: float, y: float, reach: float) -> bool:
    """Whether a place lies near a level or upright piece."""
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return low_x - reach <= x <= high_x + reach and low_y - reach <= y <= high_y + reach
