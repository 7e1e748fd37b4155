"""Where the nodes and arrows of a 新旧 diagram are on the screen, in pixels."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.drawing import Drawing
from dxplanner.handouts.transitions_layout import TOP, Layout
from dxplanner.handouts.transitions_sides import Comparison

NEAR: Final = 6.0
"""An arrow is meant by a click within so many pixels."""
_ROUND: Final = 2.0
"""Millimetres around what is in sight: edges are as thick as that at most."""


class Places:
    """Hit testing of one layout painted at ``scale`` pixels a millimetre."""

    def __init__(self, comparison: Comparison, layout: Layout, scale: float) -> None:
        self.layout = layout
        self.scale = scale
        self._leaves = (*comparison.old.leaves, *comparison.new.leaves)
        self.keys = {
            Side.OLD: [entry.key for entry in comparison.old.leaves],
            Side.NEW: [entry.key for entry in comparison.new.leaves],
        }
        self._sight: tuple[QRectF, Drawing] | None = None

    @cached_property
    def boxes(self) -> Mapping[int, list[QRectF]]:
        """The boxes of each leaf."""
        scale = self.scale
        by_uid = {entry.uid: entry.key for entry in self._leaves}
        boxes: dict[int, list[QRectF]] = defaultdict(list)
        for box in self.layout.drawing.boxes:
            if box.name in by_uid:
                rect = QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
                boxes[by_uid[box.name]].append(rect)
        return boxes

    @cached_property
    def headings(self) -> Drawing:
        """The headings alone."""
        whole = self.layout.drawing
        boxes = tuple(box for box in whole.boxes if box.bottom <= TOP + 0.01)
        return replace(whole, boxes=boxes, lines=(), glyphs=())

    @cached_property
    def lines(self) -> list[tuple[tuple[int, ...], list[QPointF]]]:
        """The arrows: of which transitions, and their corners."""
        scale = self.scale
        return [
            (route.keys, [QPointF(x * scale, y * scale) for x, y in route.points])
            for route in self.layout.routes
        ]

    def in_sight(self, visible: QRectF) -> Drawing:
        """The drawing without the boxes outside of a rectangle; the last answer is kept."""
        if self._sight is None or self._sight[0] != visible:
            top, bottom = visible.top() / self.scale - _ROUND, visible.bottom() / self.scale + _ROUND
            whole = self.layout.drawing
            boxes = tuple(box for box in whole.boxes if box.y <= bottom and box.y + box.height >= top)
            self._sight = visible, replace(whole, boxes=boxes)
        return self._sight[1]

    def side(self, key: int) -> Side | None:
        """The side of a leaf that is shown; None for what is not."""
        return Side.OLD if key in self.layout.olds else Side.NEW if key in self.layout.news else None

    def port(self, key: int) -> QPointF:
        """The middle of a leaf's edge towards the channel."""
        channel = self.layout.channel
        old = key in self.layout.olds
        low, high = (self.layout.olds if old else self.layout.news)[key]
        return QPointF(channel.start if old else channel.end, (low + high) / 2) * self.scale

    def area(self, key: int) -> QRectF:
        """A rectangle around a leaf's boxes."""
        whole = QRectF()
        for rect in self.boxes.get(key, ()):
            whole = whole.united(rect)
        return whole

    def node_at(self, point: QPointF) -> int | None:
        """The leaf under a point."""
        return next((key for key, rects in self.boxes.items() if any(r.contains(point) for r in rects)), None)

    def links_at(self, point: QPointF) -> tuple[int, ...]:
        """The transitions of the arrow nearest to a point, if one is near enough."""
        nearest = NEAR
        found: tuple[int, ...] = ()
        for keys, line in self.lines:
            distance = min(_distance(point, line[at], line[at + 1]) for at in range(len(line) - 1))
            if distance < nearest:
                nearest, found = distance, keys
        return found

    def nearest(self, side: Side, y: float) -> int | None:
        """The leaf of a side that is nearest to a height in pixels."""
        return min(self.keys[side], key=lambda key: abs(self.port(key).y() - y), default=None)


def _distance(point: QPointF, start: QPointF, end: QPointF) -> float:
    """From a point to a line from ``start`` to ``end``."""
    along, to = end - start, point - start
    length = QPointF.dotProduct(along, along)
    share = 0.0 if length == 0 else max(0.0, min(1.0, QPointF.dotProduct(to, along) / length))
    off = to - along * share
    return float(QPointF.dotProduct(off, off) ** 0.5)
