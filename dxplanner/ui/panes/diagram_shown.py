"""A 関係図 laid out for the screen: elements grow as on paper, and what still does not fit ends in 「…」."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.domain.vocabulary import DiagramShape
from dxplanner.handouts.diagram_layout import around_words, lay_out_as_placed
from dxplanner.handouts.drawing import Box, Drawing, Edge
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.services.diagram_places import Rect
from dxplanner.services.diagram_query import DiagramView

CANVAS: Final = (270.0, 175.0)
"""Least width and height in mm that there is to place elements on."""
_ROOM: Final = 25.0
"""Room in mm beyond the last element."""
_ARROW_LINES: Final = 6
"""Words on an arrow never have more lines than this."""
_SHORT: Final = 2
"""Words of so many lines are shown whole, whatever they hide."""
_SLACK: Final = 0.4
"""Height in mm that the layout keeps free in a box."""


@dataclass(frozen=True)
class ShownDiagram:
    """A diagram with the places (by uid) at which the screen shows its elements."""

    view: DiagramView
    places: Mapping[str, Rect]
    drawing: Drawing
    cut: frozenset[str]
    """Names of the boxes whose words are not there to the end."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in mm that the elements and some room beside them take."""
        right = max((rect.right for rect in self.places.values()), default=0)
        return max(CANVAS[0], right + _ROOM), max(CANVAS[1], self.drawing.height + _ROOM)

    def is_cut(self, uid: str) -> bool:
        """Whether words of an element or arrow are missing."""
        node = self.view.node(uid)
        return uid in self.cut or (node is not None and node.aim_uid in self.cut)


def shown_diagram(view: DiagramView) -> ShownDiagram:
    """Lay out a diagram for the screen."""
    places = view.roomy_places()
    nodes = tuple(
        replace(node, y=places[node.uid].y, height=places[node.uid].height) for node in view.spec.nodes
    )
    whole = lay_out_as_placed(replace(view.spec, nodes=nodes), CANVAS[0])
    boxes = _boxes(view, whole)
    cut = frozenset(
        box.name for box, given in zip(boxes, whole.boxes, strict=True) if box.lines != given.lines
    )
    return ShownDiagram(view, places, replace(whole, boxes=boxes), cut)


def _boxes(view: DiagramView, whole: Drawing) -> tuple[Box, ...]:
    """The boxes without the lines that have no room, of an arrow's words those that hide something."""
    arrows = {edge.uid for edge in view.spec.edges}
    frames = {node.uid for node in view.spec.nodes if node.shape is DiagramShape.FRAME}
    made: list[Box] = []
    in_the_way: list[Box] = []
    for box in whole.boxes:
        if box.name in arrows and box.edge is Edge.NONE:
            box = _beside(box, in_the_way)
        else:
            room = int((box.height - _SLACK) / line_height(box.style.size, box.style.leading) + 1e-6)
            box = _cut(box, max(room, 0))
        made.append(box)
        if box.name not in frames:
            in_the_way.append(box)
    return tuple(made)


def _beside(box: Box, others: Sequence[Box]) -> Box:
    """An arrow's words, as small as they are, with as many lines as touch nothing else, 「…」 for none."""
    if len(box.lines) <= _SHORT:
        return around_words(box)
    for count in range(min(_ARROW_LINES, len(box.lines)), 0, -1):
        made = around_words(_cut(box, count))
        if not any(_touches(made, other) for other in others):
            return made
    return around_words(replace(box, lines=("…",)))


def _touches(one: Box, other: Box) -> bool:
    beside = one.right <= other.x or other.right <= one.x
    return not (beside or one.bottom <= other.y or other.bottom <= one.y)


def _cut(box: Box, count: int) -> Box:
    """The box with so many lines of its words at most; the last one says that they go on."""
    lines = box.lines[:count]
    if lines and len(lines) < len(box.lines):
        lines = (*lines[:-1], _ended(lines[-1], box))
    return replace(box, lines=lines)


def _ended(line: str, box: Box) -> str:
    """A line that says by 「…」 that the text goes on."""
    metrics, room = bundled_metrics(), box.width - 2 * box.padding
    while line and metrics.width(f"{line}…", box.style.size, box.style.bold) > room:
        line = line[:-1]
    return f"{line}…"
