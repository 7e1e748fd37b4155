"""What the 関係図 page shows: which diagrams there are, and one of them as it is drawn."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.vocabulary import DiagramShape
from dxplanner.handouts.diagram import diagram_spec
from dxplanner.handouts.diagram_layout import grown_apart
from dxplanner.handouts.diagram_nodes import needed_height
from dxplanner.handouts.diagram_spec import DiagramSpec, EdgeSpec, NodeSpec
from dxplanner.model import Diagram, DiagramNode, Entity, PolicyNode
from dxplanner.services.diagram_places import Rect
from dxplanner.services.fields import short_name
from dxplanner.services.provenance import Mark, Marks, marks_of

TABLES: Final = frozenset(
    {"diagram", "diagram_node", "diagram_edge", "policy_node", "provenance", "budget_project"}
)
"""Tables whose rows change what is read here."""


@dataclass(frozen=True, slots=True)
class DiagramChoice:
    """A diagram on offer."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class NodeLink:
    """The 施策体系 item that an element stands for."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DiagramView:
    """One diagram: what is drawn of it (by uid), the keys of its rows, what its fields say."""

    id: int
    uid: str
    title: str
    text: str
    spec: DiagramSpec
    keys: Mapping[str, int]
    """Keys of elements and arrows by uid."""
    links: Mapping[str, NodeLink]
    """What elements stand for, by uid."""
    marks: Marks

    def node(self, uid: str) -> NodeSpec | None:
        """An element; None when it is gone."""
        return next((node for node in self.spec.nodes if node.uid == uid), None)

    def edge(self, uid: str) -> EdgeSpec | None:
        """An arrow; None when it is gone."""
        return next((edge for edge in self.spec.edges if edge.uid == uid), None)

    def places(self) -> dict[str, Rect]:
        """The places of all elements."""
        return {node.uid: rect_of(node) for node in self.spec.nodes}

    def fitting(self, uids: Iterable[str]) -> dict[str, Rect]:
        """Places at which the words of elements have room, around the same middle; only those that differ."""
        made = {}
        for node in self.spec.nodes:
            needed = math.ceil(needed_height(node))
            if node.uid in uids and node.shape is not DiagramShape.FRAME and needed > node.height:
                rect = rect_of(node)
                top = max(0, rect.y - (needed - rect.height) // 2)
                made[node.uid] = replace(rect, y=top, height=needed)
        return made

    def roomy_places(self) -> dict[str, Rect]:
        """The places of all elements, grown to hold their words where no other element is in the way.

        The same rule as on paper, in whole millimetres; what is stored stays as it is.
        """
        nodes = {node.uid: _placed(node, rect_of(node)) for node in self.spec.nodes}
        larger = {uid: _placed(nodes[uid], rect) for uid, rect in self.fitting(nodes).items()}
        return {node.uid: rect_of(node) for node in grown_apart(list(nodes.values()), larger)}

    def named(self, uid: str) -> str:
        """What an element or arrow is called in labels and messages."""
        node, edge = self.node(uid), self.edge(uid)
        if node is not None:
            return f"要素「{short_name(node.label)}」"
        return "矢印" if edge is None or not edge.label else f"矢印「{short_name(edge.label)}」"

    def marks_of(self, uid: str) -> tuple[Mark, ...]:
        """All 出典 of an element or arrow."""
        return tuple(mark for (own, _), marks in self.marks.items() if own == uid for mark in marks)


def rect_of(node: NodeSpec) -> Rect:
    """The place of an element; elements are kept in whole mm."""
    return Rect(round(node.x), round(node.y), round(node.width), round(node.height))


def _placed(node: NodeSpec, rect: Rect) -> NodeSpec:
    return replace(node, x=rect.x, y=rect.y, width=rect.width, height=rect.height)


def diagram_choices(session: Session) -> tuple[DiagramChoice, ...]:
    """The diagrams in their order."""
    rows = session.execute(sa.select(Diagram.id, Diagram.title).order_by(Diagram.position, Diagram.id))
    return tuple(DiagramChoice(key, title) for key, title in rows)


def diagram_view(session: Session, diagram_id: int | None) -> DiagramView | None:
    """A diagram with all that is drawn; None when it is gone."""
    if diagram_id is None:
        return None
    nodes = selectinload(Diagram.nodes).selectinload(DiagramNode.policy_node).selectinload(PolicyNode.parent)
    row = session.scalar(
        sa.select(Diagram).where(Diagram.id == diagram_id).options(nodes, selectinload(Diagram.edges))
    )
    if row is None:
        return None
    rows = [*row.nodes, *row.edges]
    marks = marks_of(session, [row.uid, *(one.uid for one in rows)])
    return DiagramView(
        row.id,
        row.uid,
        row.title,
        row.text or "",
        diagram_spec(_Known(marks), row),
        {one.uid: one.id for one in rows},
        {
            node.uid: NodeLink(node.policy_node.id, node.policy_node.name)
            for node in row.nodes
            if node.policy_node is not None
        },
        marks,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The 出典 of one diagram."""

    marks: Marks

    def is_inferred(self, row: Entity, field_name: str | None = None) -> bool:
        """Whether a value is 推定, itself or with its whole row."""
        found = self.marks.get((row.uid, field_name)) or self.marks.get((row.uid, None)) or ()
        return any(mark.inferred for mark in found)
