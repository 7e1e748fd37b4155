"""関係図 laid out: placed elements, frames, arrows with their words. Screen and paper share it.

Elements keep their places: their coordinates are stretched evenly, one factor a direction, into the width
and height that there is. Every box, and every outline that is no box, is named by the row it stands for.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dxplanner.domain.vocabulary import DiagramShape, EdgeStyle
from dxplanner.handouts.diagram_nodes import needed_height, node_boxes, node_outline
from dxplanner.handouts.diagram_spec import DiagramSpec, EdgeSpec, NodeSpec
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, Tone
from dxplanner.handouts.linebreak import Setting, block_height
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.shapes import drawing_of, moved, text_box, text_height

_SKEW: Final = 1.4
"""How much more one direction may be stretched than the other."""
_LARGEST_SCALE: Final = 1.6
_STRIP_GAP: Final = 4.0
_STRIP_TITLE: Final = 7.0
_STRIP_COLUMNS: Final = 4
_LABEL_SIZE: Final = 10.5
_LONGEST_LABEL: Final = 46.0
_NARROWEST_LABEL: Final = 14.0
_LINE_SHOWN: Final = 8.0
_HEAD_ROOM: Final = 0.6
_SLANTED: Final = 0.25
"""How far from the middle of a side, in heights, a slanted line leaves it."""
_STUB: Final = 4.0
"""Shorter pieces of a line, in mm, are left out where another shows that it goes on."""
Point = tuple[float, float]
LOOSE_TITLE: Final = "関係を表す語句（矢印の始点・終点は確認中）"


def lay_out_diagram(diagram: DiagramSpec, width: float, height: float) -> Drawing:
    """The diagram in a drawing of at most ``width`` × ``height`` mm; an empty one has no boxes."""
    strip = _strip(_loose(diagram), width)
    strip_height = max((box.bottom for box in strip), default=-_STRIP_GAP) + _STRIP_GAP
    nodes = _roomy(_stretched(diagram.nodes, width, height - strip_height), height - strip_height)
    return _drawn(diagram, nodes, strip, width)


def lay_out_as_placed(diagram: DiagramSpec, width: float) -> Drawing:
    """The diagram with every element at its own millimetres, for who places them by hand.

    At least ``width`` mm wide. All but size and place of the elements is as ``lay_out_diagram`` has it.
    """
    wide = max([width, *(node.x + node.width for node in diagram.nodes)])
    return _drawn(diagram, diagram.nodes, _strip(_loose(diagram), width), wide)


def edge_ends(start: NodeSpec, end: NodeSpec) -> tuple[Point, Point]:
    """Where the line between two elements begins and ends."""
    return _rim(start, end), _rim(end, start)


def grown_apart(nodes: Sequence[NodeSpec], larger: Mapping[str, NodeSpec]) -> list[NodeSpec]:
    """Elements, larger (by uid) where that brings together no two that were apart; frames are in no way."""
    grown = {node.uid: node for node in nodes}
    solid = [node.uid for node in nodes if node.shape is not DiagramShape.FRAME]
    for uid, wanted in larger.items():
        others = [grown[other] for other in solid if other != uid]
        if not any(_overlap(wanted, other) and not _overlap(grown[uid], other) for other in others):
            grown[uid] = wanted
    return list(grown.values())


def around_words(box: Box) -> Box:
    """The box without free room at its sides, around the same middle: it hides as little as it can."""
    style, metrics = box.style, bundled_metrics()
    wide = max(metrics.width(line, style.size, style.bold) for line in box.lines) + 2 * box.padding
    high = block_height(len(box.lines), style.size) + box.padding
    x, y = box.x + (box.width - wide) / 2, box.y + (box.height - high) / 2
    return replace(box, x=x, y=y, width=wide, height=high)


def _loose(diagram: DiagramSpec) -> list[EdgeSpec]:
    known = {node.uid for node in diagram.nodes}
    return [edge for edge in diagram.edges if edge.label and not {edge.start, edge.end} <= known]


def _drawn(diagram: DiagramSpec, nodes: Sequence[NodeSpec], strip: Sequence[Box], width: float) -> Drawing:
    """Placed elements, their arrows, and the strip under them."""
    known = {node.uid for node in nodes}
    tied = [edge for edge in diagram.edges if {edge.start, edge.end} <= known and edge.start != edge.end]
    bottom = max((node.y + node.height for node in nodes), default=0.0)
    frames = [node for node in nodes if node.shape is DiagramShape.FRAME]
    others = [node for node in nodes if node.shape is not DiagramShape.FRAME]
    boxes = [box for node in (*frames, *others) for box in node_boxes(node)]
    polygons = [outline for node in others if (outline := node_outline(node)) is not None]
    places = {node.uid: node for node in nodes}
    lines = [line for edge in tied for line in _edge_lines(edge, places)]
    boxes += [box for edge in tied if (box := _edge_label(edge, places)) is not None]
    boxes += [moved(box, 0.0, bottom + _STRIP_GAP if nodes else 0.0) for box in strip]
    total = max((box.bottom for box in boxes), default=bottom)
    description = f"関係図「{diagram.title}」"
    return drawing_of(width, total, boxes, lines, polygons=polygons, description=description)


def _stretched(nodes: Sequence[NodeSpec], width: float, height: float) -> list[NodeSpec]:
    """Elements from the upper left corner of what they take, filling the width or the height."""
    if not nodes:
        return []
    left, top = min(node.x for node in nodes), min(node.y for node in nodes)
    wide = max(node.x + node.width for node in nodes) - left
    high = max(node.y + node.height for node in nodes) - top
    across, down = width / wide, max(height, 1.0) / high
    across, down = min(across, down * _SKEW, _LARGEST_SCALE), min(down, across * _SKEW, _LARGEST_SCALE)
    margin = (width - wide * across) / 2
    return [
        replace(
            node,
            x=margin + (node.x - left) * across,
            y=(node.y - top) * down,
            width=node.width * across,
            height=node.height * down,
        )
        for node in nodes
    ]


def _roomy(nodes: Sequence[NodeSpec], height: float) -> list[NodeSpec]:
    """Elements whose words need more height than they have grow around their middle, as far as they can."""
    larger = {}
    for node in nodes:
        lacking = needed_height(node) - node.height
        if node.shape is not DiagramShape.FRAME and lacking > 0:
            top = min(max(node.y - lacking / 2, 0.0), max(height - node.height - lacking, 0.0))
            larger[node.uid] = replace(node, y=top, height=node.height + lacking)
    return grown_apart(nodes, larger)


def _overlap(one: NodeSpec, other: NodeSpec) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def _strip(edges: Sequence[EdgeSpec], width: float) -> list[Box]:
    """The words of arrows whose ends are not known, under the picture."""
    if not edges:
        return []
    title = text_box(0.0, 0.0, width, _STRIP_TITLE, LOOSE_TITLE, 10.5, bold=True, edge=Edge.NONE, padding=0.0)
    columns = min(_STRIP_COLUMNS, len(edges))
    step = width / columns
    rows = [edges[first : first + columns] for first in range(0, len(edges), columns)]
    boxes, y = [title], _STRIP_TITLE
    for row in rows:
        height = max(
            text_height(edge.label, step - 2.0, _LABEL_SIZE, setting=Setting.PHRASES) for edge in row
        )
        for index, edge in enumerate(row):
            boxes.append(
                text_box(
                    index * step,
                    y,
                    step - 2.0 if index < columns - 1 else step,
                    height + 0.6,
                    edge.label,
                    _LABEL_SIZE,
                    edge=Edge.DASHED,
                    name=edge.uid,
                    setting=Setting.PHRASES,
                )
            )
        y += height + 1.8
    return boxes


def _edge_lines(edge: EdgeSpec, places: dict[str, NodeSpec]) -> list[Line]:
    """From the rim of one element to the rim of the other, in pieces where others stand in the way."""
    start, end = edge_ends(places[edge.start], places[edge.end])
    covers = [
        node
        for node in places.values()
        if _reaches(node, start, end)
        and node.uid not in (edge.start, edge.end)
        and node.shape is not DiagramShape.FRAME
    ]
    pieces = _visible(start, end, covers)
    dashed = edge.inferred or edge.style is EdgeStyle.DASHED
    stroke = Edge.DASHED if dashed else Edge.THIN
    last = len(pieces) - 1
    lines = [
        Line(piece, stroke, arrow=index == last and edge.style is not EdgeStyle.LINE)
        for index, piece in enumerate(pieces)
    ]
    if edge.style is EdgeStyle.BOTH and lines:
        lines[0] = replace(lines[0], points=lines[0].points[::-1], arrow=True)
        if last == 0:
            lines.append(Line(pieces[0], stroke, arrow=True))
    return lines


def _reaches(node: NodeSpec, start: Point, end: Point) -> bool:
    """Whether an element reaches into the rectangle between two points."""
    return (
        node.x <= max(start[0], end[0])
        and node.x + node.width >= min(start[0], end[0])
        and node.y <= max(start[1], end[1])
        and node.y + node.height >= min(start[1], end[1])
    )


def _visible(start: Point, end: Point, covers: Sequence[NodeSpec]) -> list[tuple[Point, Point]]:
    """The pieces of a straight line that no element hides, from its start to its end, without stubs."""
    hidden = sorted(share for cover in covers if (share := _hidden(start, end, cover)) is not None)
    free: list[tuple[float, float]] = []
    at = 0.0
    for low, high in hidden:
        if low > at:
            free.append((at, low))
        at = max(at, high)
    if at < 1.0:
        free.append((at, 1.0))

    def point(share: float) -> Point:
        return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share

    length = math.dist(start, end)
    long = [share for share in free if (share[1] - share[0]) * length >= _STUB]
    return [(point(low), point(high)) for low, high in long or free]


def _hidden(start: Point, end: Point, cover: NodeSpec) -> tuple[float, float] | None:
    """From which share of a line to which an element covers it."""
    low, high = 0.0, 1.0
    sides = ((cover.x, cover.x + cover.width), (cover.y, cover.y + cover.height))
    for begin, stop, (first, last) in zip(start, end, sides, strict=True):
        way = stop - begin
        if abs(way) < 1e-9:
            if not first < begin < last:
                return None
            continue
        near, far = sorted(((first - begin) / way, (last - begin) / way))
        low, high = max(low, near), min(high, far)
    return (low, high) if low < high else None


def _middle(node: NodeSpec) -> tuple[float, float]:
    return node.x + node.width / 2, node.y + node.height / 2


def _rim(node: NodeSpec, other: NodeSpec) -> tuple[float, float]:
    """Where the line between the middles of two elements leaves the first.

    Elements above each other are joined by an upright line, elements beside each other by a level one,
    others from side to side, nearer to each other than the middles: there level lines begin and end.
    """
    x, y = _middle(node)
    low, high = max(node.x, other.x), min(node.x + node.width, other.x + other.width)
    if high - low > 8.0:
        x = (low + high) / 2
        return x, node.y + node.height + _HEAD_ROOM if other.y > node.y else node.y - _HEAD_ROOM
    low, high = max(node.y, other.y), min(node.y + node.height, other.y + other.height)
    if high - low > 6.0:
        y = (low + high) / 2
        return node.x + node.width + _HEAD_ROOM if other.x > node.x else node.x - _HEAD_ROOM, y
    if node.x + node.width <= other.x or other.x + other.width <= node.x:
        y += math.copysign(_SLANTED * node.height, _middle(other)[1] - y)
        return node.x + node.width + _HEAD_ROOM if other.x > node.x else node.x - _HEAD_ROOM, y
    return x, node.y + node.height + _HEAD_ROOM if other.y > node.y else node.y - _HEAD_ROOM


def _edge_label(edge: EdgeSpec, places: dict[str, NodeSpec]) -> Box | None:
    """The words of an arrow on paper white, over the middle of its line."""
    if not edge.label:
        return None
    start, end = edge_ends(places[edge.start], places[edge.end])
    needed = bundled_metrics().width(edge.label, _LABEL_SIZE) + 2.4
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    # Beside each other, elements leave the words only what lies between them; some of the line shows too.
    room = max(across - _LINE_SHOWN, _NARROWEST_LABEL) if across > down else _LONGEST_LABEL
    width = min(needed, _LONGEST_LABEL, room)
    head, bracket, tail = edge.label.partition("（")
    # Words in brackets have lines of their own.
    words = f"{head}\n{bracket}{tail}" if head and bracket and width < needed else edge.label
    height = text_height(words, width, _LABEL_SIZE, padding=1.0)
    x, y = (start[0] + end[0] - width) / 2, (start[1] + end[1] - height) / 2
    box = text_box(
        x,
        y,
        width,
        height,
        words,
        _LABEL_SIZE,
        align=Align.CENTRE,
        tone=Tone.NONE,
        edge=Edge.NONE,
        padding=1.0,
        name=edge.uid,
    )
    # Its white ground is not to cover the words of an arrow beside it.
    tight = around_words(replace(box, text=edge.label))
    return replace(tight, x=max(tight.x, 0.0), y=max(tight.y, 0.0))
