"""Commands on a 関係図: its elements and arrows by key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.model import Diagram, DiagramEdge, DiagramNode, PolicyNode
from dxplanner.services.diagram_places import Rect, framing
from dxplanner.services.fields import add_row, find_row, set_field

NEW_LABEL = "新しい要素"
_FRAME_LABEL = "まとまり"


def add_diagram(session: Session) -> int:
    """Command: add a diagram without elements at the end; returns its key."""
    taken = set(session.scalars(sa.select(Diagram.title)))
    title, number = "新しい関係図", 1
    while title in taken:
        number += 1
        title = f"新しい関係図{number}"
    return add_row(session, Diagram, {"title": title}, owner=None)


def delete_diagram(session: Session, diagram_id: int) -> bool:
    """Command: delete a diagram with all in it; True when it was there."""
    row = session.get(Diagram, diagram_id)
    if row is not None:
        session.delete(row)
    return row is not None


def add_node(
    session: Session,
    diagram_id: int,
    rect: Rect,
    shape: DiagramShape = DiagramShape.RECTANGLE,
    label: str = NEW_LABEL,
) -> int:
    """Command: put an element into a diagram; returns its key.

    Raises:
        RefusedEdit: the diagram is gone.
    """
    find_row(session, Diagram, diagram_id)
    values = {"diagram_id": diagram_id, "label": label, "shape": shape, **asdict(rect)}
    return add_row(session, DiagramNode, values, owner="diagram_id")


def place_nodes(session: Session, places: Mapping[int, Rect]) -> int:
    """Command: put elements (by key) at places; gives how many really moved.

    Raises:
        RefusedEdit: an element is gone.
    """
    changed = 0
    for key, rect in places.items():
        values = asdict(rect)
        changed += sum(set_field(session, DiagramNode, key, name, values[name]) for name in values) > 0
    return changed


def join_nodes(session: Session, start: int, end: int, edge_id: int | None = None) -> int:
    """Command: draw an arrow from one element to another; returns its key.

    ``edge_id`` is an arrow (words without ends, say) that is to run there. The same arrow twice is one.

    Raises:
        RefusedEdit: an element is gone, both are the same, or they are of different diagrams.
    """
    diagram_id = _diagram_of_both(session, start, end)
    if edge_id is not None:
        edge = find_row(session, DiagramEdge, edge_id)
        edge.start_id, edge.end_id = start, end
        return edge.id
    known = session.scalar(
        sa.select(DiagramEdge.id).where(DiagramEdge.start_id == start, DiagramEdge.end_id == end).limit(1)
    )
    if known is not None:
        return known
    values = {"diagram_id": diagram_id, "start_id": start, "end_id": end}
    return add_row(session, DiagramEdge, values, owner="diagram_id")


def set_end(session: Session, edge_id: int, name: str, node_id: int | None) -> bool:
    """Command: let an arrow begin (``start_id``) or end (``end_id``) at an element; True if that is new.

    Raises:
        RefusedEdit: arrow or element is gone, the arrow would lead back to where it begins, or there is
            such an arrow.
    """
    edge = find_row(session, DiagramEdge, edge_id)
    ends = {"start_id": edge.start_id, "end_id": edge.end_id, name: node_id}
    start, end = ends["start_id"], ends["end_id"]
    if start is not None and end is not None:
        _diagram_of_both(session, start, end)
        same = sa.select(DiagramEdge.id).filter_by(**ends).where(DiagramEdge.id != edge_id)
        if session.scalar(same.limit(1)) is not None:
            raise RefusedEdit("その2つの要素の間には、同じ向きの矢印がもうあります。")
    return set_field(session, DiagramEdge, edge_id, name, node_id)


def _diagram_of_both(session: Session, start: int, end: int) -> int:
    """The diagram of two elements between which an arrow can run."""
    nodes = [find_row(session, DiagramNode, key) for key in (start, end)]
    if start == end:
        raise RefusedEdit("同じ要素どうしは結べません。別の要素を選んでください。")
    if nodes[0].diagram_id != nodes[1].diagram_id:
        raise RefusedEdit("別の関係図の要素とは結べません。")
    return nodes[0].diagram_id


def turn_edge(session: Session, edge_id: int) -> None:
    """Command: let an arrow run the other way.

    Raises:
        RefusedEdit: it is gone.
    """
    edge = find_row(session, DiagramEdge, edge_id)
    edge.start_id, edge.end_id = edge.end_id, edge.start_id


def delete_parts(session: Session, node_ids: Collection[int], edge_ids: Collection[int]) -> int:
    """Command: delete elements with the arrows at them, and arrows; gives how many rows go.

    An arrow that says something is kept without its end, so that no words are lost.
    """
    gone = 0
    for edge in session.scalars(
        sa.select(DiagramEdge).where(
            sa.or_(
                DiagramEdge.id.in_(edge_ids),
                DiagramEdge.start_id.in_(node_ids),
                DiagramEdge.end_id.in_(node_ids),
            )
        )
    ):
        if edge.id in edge_ids or not edge.label:
            session.delete(edge)
            gone += 1
    session.flush()
    for node in session.scalars(sa.select(DiagramNode).where(DiagramNode.id.in_(node_ids))):
        session.delete(node)
        gone += 1
    return gone


def set_nodes(
    session: Session,
    node_ids: Collection[int],
    *,
    shape: DiagramShape | None = None,
    colour: ColourRole | None = None,
) -> int:
    """Command: give elements a shape, a colour, or both; gives how many values changed.

    Raises:
        RefusedEdit: an element is gone.
    """
    wanted = {name: value for name, value in (("shape", shape), ("colour", colour)) if value is not None}
    changes = [
        set_field(session, DiagramNode, key, name, value)
        for key in node_ids
        for name, value in wanted.items()
    ]
    return sum(changes)


def frame_nodes(session: Session, diagram_id: int, node_ids: Sequence[int]) -> int:
    """Command: put a frame around elements; returns its key.

    Raises:
        RefusedEdit: there is nothing to frame, or it is gone.
    """
    rows = [find_row(session, DiagramNode, key) for key in node_ids]
    if not rows:
        raise RefusedEdit("囲む要素を選んでください。")
    rect = framing([Rect(row.x, row.y, row.width, row.height) for row in rows])
    return add_node(session, diagram_id, rect, DiagramShape.FRAME, _FRAME_LABEL)


def link_node(session: Session, node_id: int, policy_node_id: int | None) -> None:
    """Command: say for which 施策体系 item an element stands; None takes the link away.

    Raises:
        RefusedEdit: element or item is gone.
    """
    node = find_row(session, DiagramNode, node_id)
    if policy_node_id is not None:
        find_row(session, PolicyNode, policy_node_id)
    if node.policy_node_id != policy_node_id:
        node.policy_node_id = policy_node_id


def take_name(session: Session, node_id: int) -> bool:
    """Command: let an element say the name of the item it stands for; tells whether that changed it.

    Raises:
        RefusedEdit: the element is gone, or stands for none.
    """
    node = find_row(session, DiagramNode, node_id)
    if node.policy_node is None:
        raise RefusedEdit("この要素は、施策体系の項目に結ばれていません。")
    return set_field(session, DiagramNode, node_id, "label", node.policy_node.name)
