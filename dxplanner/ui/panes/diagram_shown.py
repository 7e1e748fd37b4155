"""A 関係図 laid out for the screen: elements grow as on paper, and what still does not fit ends in 「…」."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

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
"""Words on an arrow with more lines than this would hide what stands beside it."""
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
    arrows = {edge.uid for edge in view.spec.edges}
    boxes = tuple(_cut(box, arrow=box.name in arrows and box.edge is Edge.NONE) for box in whole.boxes)
    cut = frozenset(
        box.name for box, given in zip(boxes, whole.boxes, strict=True) if box.lines != given.lines
    )
    return ShownDiagram(view, places, replace(whole, boxes=boxes), cut)


def _cut(box: Box, *, arrow: bool) -> Box:
    """The box with as many lines as it holds; that of an arrow's words is made as small as they are."""
    room = int((box.height - _SLACK) / line_height(box.style.size, box.style.leading) + 1e-6)
    lines = box.lines[: _ARROW_LINES if arrow else max(room, 0)]
    if lines and len(lines) < len(box.lines):
        lines = (*lines[:-1], _ended(lines[-1], box))
    made = replace(box, lines=lines)
    return around_words(made) if arrow else made


def _ended(line: str, box: Box) -> str:
    """A line that says by 「…」 that the text goes on."""
    metrics, room = bundled_metrics(), box.width - 2 * box.padding
    while line and metrics.width(f"{line}…", box.style.size, box.style.bold) > room:
        line = line[:-1]
    return f"{line}…"
