"""A 関係図 in pixels: where its elements, arrows and handles are, and what lies under a point."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QLineF, QPointF, QRectF

from dxplanner.domain.vocabulary import DiagramShape
from dxplanner.handouts.diagram_layout import edge_ends
from dxplanner.handouts.diagram_spec import EdgeSpec, NodeSpec
from dxplanner.handouts.drawing import Drawing
from dxplanner.services.diagram_places import Rect
from dxplanner.services.diagram_query import DiagramView
from dxplanner.ui.panes.diagram_shown import ShownDiagram

K = TypeVar("K")
_CUT: Final = "（枠に入りきらない文字があります。枠を広げると、すべて出ます。）"
_TITLE: Final = 8.0
_REACH: Final = 5.0
"""How far (pixels) from a line, a frame's edge or a handle a click still counts."""
_ROOMY: Final = 28.0
"""Sides shorter than this (pixels) have no handle in their middle."""
HANDLES: Final = tuple((x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y)
"""The handles of an element: which edges each of them moves (see ``snapped_size``)."""
ENDS: Final = ("start_id", "end_id")
"""The fields of an arrow's ends, from its beginning on."""


@dataclass(frozen=True)
class Scene:
    """A diagram at ``scale`` pixels a millimetre, its corner at (``pad``, ``pad``)."""

    shown: ShownDiagram
    scale: float
    pad: float
    ring: float
    """Distance in pixels of the rings (from which arrows are drawn) from an element's edges."""

    @property
    def view(self) -> DiagramView:
        """The diagram as it is stored."""
        return self.shown.view

    @property
    def places(self) -> Mapping[str, Rect]:
        """Where elements are shown, by uid."""
        return self.shown.places

    @property
    def drawing(self) -> Drawing:
        """The diagram as it is painted."""
        return self.shown.drawing

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the canvas in pixels."""
        wide, high = self.shown.size
        return round(wide * self.scale + 2 * self.pad), round(high * self.scale + 2 * self.pad)

    def to_mm(self, point: QPointF) -> tuple[float, float]:
        """A point of the canvas in mm."""
        return (point.x() - self.pad) / self.scale, (point.y() - self.pad) / self.scale

    def to_pixels(self, x: float, y: float) -> QPointF:
        """A point in mm on the canvas."""
        return QPointF(self.pad + x * self.scale, self.pad + y * self.scale)

    def area(self, rect: Rect) -> QRectF:
        """A place on the canvas."""
        corner = self.to_pixels(rect.x, rect.y)
        return QRectF(corner.x(), corner.y(), rect.width * self.scale, rect.height * self.scale)

    def node_at(self, point: QPointF) -> str:
        """The element under a point, the uppermost first; of a frame only its edge and title count."""
        x, y = self.to_mm(point)
        frames: list[str] = []
        for node in reversed(self.view.spec.nodes):
            rect = self.places[node.uid]
            if node.shape is DiagramShape.FRAME:
                frames.append(node.uid)
            elif rect.x <= x <= rect.right and rect.y <= y <= rect.bottom:
                return node.uid
        reach = _REACH / self.scale
        for uid in frames:
            rect = self.places[uid]
            if not (rect.x - reach <= x <= rect.right + reach and rect.y - reach <= y <= rect.bottom + reach):
                continue
            inside = rect.x + reach < x < rect.right - reach and rect.y + _TITLE < y < rect.bottom - reach
            if not inside:
                return uid
        return ""

    def words_at(self, point: QPointF) -> str:
        """All that is said by the element or arrow under a point; blank without one."""
        node = self.view.node(self.node_at(point))
        if node is not None:
            cut = _CUT if self.shown.is_cut(node.uid) else ""
            return "\n".join(filter(None, (node.group, node.label, node.aim, cut)))
        edge = self.view.edge(self.edge_at(point))
        return "" if edge is None else edge.label

    def part_area(self, uid: str) -> QRectF | None:
        """Where an element, the words of an arrow, or a bare arrow are on the canvas."""
        rect = self.places.get(uid)
        area = self.label_area(uid) if rect is None else self.area(rect)
        edge = self.view.edge(uid)
        line = None if edge is None else self.line(edge)
        if area is None and line is not None:
            return QRectF(line.p1(), line.p2()).normalized()
        return area

    def edge_at(self, point: QPointF) -> str:
        """The arrow, or its words, under a point."""
        x, y = self.to_mm(point)
        known = {edge.uid for edge in self.view.spec.edges}
        for box in reversed(self.drawing.boxes):
            if box.name in known and box.x <= x <= box.right and box.y <= y <= box.bottom:
                return box.name
        for edge in reversed(self.view.spec.edges):
            line = self.line(edge)
            if line is not None and _distance(line, point) <= _REACH:
                return edge.uid
        return ""

    def line(self, edge: EdgeSpec, moved: Mapping[str, Rect] | None = None) -> QLineF | None:
        """An arrow from end to end, elements being at other places perhaps; None for words without ends."""
        start, end = self.view.node(edge.start), self.view.node(edge.end)
        if start is None or end is None or start is end:
            return None
        places = {**self.places, **(moved or {})}
        first, last = edge_ends(_at(start, places[start.uid]), _at(end, places[end.uid]))
        return QLineF(self.to_pixels(*first), self.to_pixels(*last))

    def ends(self, uid: str) -> dict[str, QPointF]:
        """Where an arrow can be taken by its ends, by the field of the end; empty for words without ends."""
        edge = self.view.edge(uid)
        line = None if edge is None else self.line(edge)
        return {} if line is None else dict(zip(ENDS, (line.p1(), line.p2()), strict=True))

    def end_at(self, uid: str, point: QPointF) -> str:
        """The end of an arrow under a point; blank beside both."""
        return _nearest(self.ends(uid), point, 2 * _REACH) or ""

    def label_area(self, uid: str) -> QRectF | None:
        """Where the words of an arrow stand."""
        box = next((box for box in self.drawing.boxes if box.name == uid), None)
        if box is None:
            return None
        return QRectF(self.to_pixels(box.x, box.y), self.to_pixels(box.right, box.bottom))

    def handles(self, uid: str) -> dict[tuple[int, int], QPointF]:
        """The handles of an element by the edges that they move; a small one has those of its corners."""
        area = self.area(self.places[uid])
        middle = area.center()
        across, down = (length >= _ROOMY for length in (area.width(), area.height()))
        return {
            (x, y): QPointF(middle.x() + x * area.width() / 2, middle.y() + y * area.height() / 2)
            for x, y in HANDLES
            if (x or across) and (y or down)
        }

    def rings(self, uid: str) -> list[QPointF]:
        """Where arrows can be drawn from: beyond the middle of each side."""
        area, ring = self.area(self.places[uid]), self.ring
        middle = area.center()
        return [
            QPointF(middle.x(), area.top() - ring),
            QPointF(area.right() + ring, middle.y()),
            QPointF(middle.x(), area.bottom() + ring),
            QPointF(area.left() - ring, middle.y()),
        ]

    def handle_at(self, uid: str, point: QPointF) -> tuple[int, int] | None:
        """The handle of an element under a point; a small one can be taken and moved."""
        area = self.area(self.places[uid])
        inside = min(area.width(), area.height()) / 4 if area.contains(point) else 2 * _REACH
        return _nearest(self.handles(uid), point, min(inside, 2 * _REACH))

    def ring_at(self, uid: str, point: QPointF) -> bool:
        """Whether a ring of an element is under a point."""
        return any((place - point).manhattanLength() <= 2 * _REACH for place in self.rings(uid))

    def near(self, uid: str, point: QPointF) -> bool:
        """Whether a point is on an element or among its rings."""
        room = self.ring + 2 * _REACH
        return self.area(self.places[uid]).adjusted(-room, -room, room, room).contains(point)

    def within(self, band: QRectF) -> list[str]:
        """The elements that lie wholly in a rectangle of the canvas."""
        return [uid for uid, rect in self.places.items() if band.contains(self.area(rect))]

    def in_order(self) -> list[str]:
        """Elements as one reads them, then arrows: the stations of the keyboard."""
        nodes = sorted(self.places, key=lambda uid: (self.places[uid].y // 12, self.places[uid].x))
        return [*nodes, *(edge.uid for edge in self.view.spec.edges if self.has_place(edge))]

    def has_place(self, edge: EdgeSpec) -> bool:
        """Whether an arrow can be seen: it has ends, or words."""
        return self.line(edge) is not None or self.label_area(edge.uid) is not None

    def towards(self, uid: str, across: int, down: int) -> str:
        """The nearest element in a direction; empty when there is none."""
        here = self.area(self.places[uid]).center()
        ways: dict[str, float] = {}
        for other, rect in self.places.items():
            way = self.area(rect).center() - here
            ahead, aside = (way.x() * across, way.y()) if across else (way.y() * down, way.x())
            if other != uid and ahead > 1 and abs(aside) <= 2 * ahead:
                ways[other] = ahead + 2 * abs(aside)
        return min(ways, key=lambda other: ways[other], default="")


def carried(view: DiagramView, uids: Collection[str]) -> list[str]:
    """Elements with those that lie in frames among them: what moves together."""
    places = view.places()
    frames = [
        places[node.uid] for node in view.spec.nodes if node.uid in uids and node.shape is DiagramShape.FRAME
    ]
    return [uid for uid, rect in places.items() if uid in uids or any(frame.holds(rect) for frame in frames)]


def _at(node: NodeSpec, rect: Rect) -> NodeSpec:
    return NodeSpec(node.uid, "", rect.x, rect.y, rect.width, rect.height)


def _nearest(places: Mapping[K, QPointF], point: QPointF, reach: float) -> K | None:
    """What lies so near (pixels) to a point that a click there means it."""
    ways = {key: (place - point).manhattanLength() for key, place in places.items()}
    best = min(ways, key=lambda key: ways[key], default=None)
    return best if best is not None and ways[best] <= reach else None


def _distance(line: QLineF, point: QPointF) -> float:
    """From a point to the nearest point of a piece of line, in pixels."""
    way = line.p2() - line.p1()
    length = QPointF.dotProduct(way, way)
    share = 0.0 if length == 0 else QPointF.dotProduct(point - line.p1(), way) / length
    nearest = line.p1() + way * max(0.0, min(share, 1.0))
    return QLineF(nearest, point).length()
