"""Elements and arrows of a 関係図 as sheets, for exact numbers and for pasting from Excel."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from dxplanner.domain.text import comparison_key
from dxplanner.model import DiagramEdge, DiagramNode
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import node_column, once, reference_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key


def nodes_source(diagram_id: int | None, version: Callable[[], int | None]) -> SheetSource:
    """The elements of a diagram; ``version`` offers its 施策体系 for the links."""
    numbers = [field_column(DiagramNode, name) for name in ("x", "y", "width", "height")]
    return SheetSource(
        "要素",
        DiagramNode,
        (
            field_column(DiagramNode, "label", width=18),
            field_column(DiagramNode, "group", width=11),
            field_column(DiagramNode, "shape", width=6),
            field_column(DiagramNode, "colour", width=6),
            *numbers,
            node_column(DiagramNode, "policy_node_id", version=version, width=20),
        ),
        keys_in_order(DiagramNode, DiagramNode.diagram_id == diagram_id),
        rows_by_key(DiagramNode, joinedload(DiagramNode.policy_node)),
        frozenset({"diagram_node", "policy_node", "level"}),
        owner="diagram_id",
        new=None if diagram_id is None else lambda _session: {"diagram_id": diagram_id},
    )


def edges_source(diagram_id: int | None) -> SheetSource:
    """The arrows of a diagram; their ends by the elements' words."""
    return SheetSource(
        "矢印",
        DiagramEdge,
        (
            field_column(DiagramEdge, "label", width=20),
            _end_column("start_id", diagram_id),
            _end_column("end_id", diagram_id),
            field_column(DiagramEdge, "style", width=8),
        ),
        keys_in_order(DiagramEdge, DiagramEdge.diagram_id == diagram_id),
        rows_by_key(DiagramEdge, selectinload(DiagramEdge.start), selectinload(DiagramEdge.end)),
        frozenset({"diagram_node", "diagram_edge"}),
        owner="diagram_id",
        new=None if diagram_id is None else lambda _session: {"diagram_id": diagram_id},
    )


def _end_column(name: str, diagram_id: int | None) -> SheetColumn:
    attribute = name.removesuffix("_id")

    def texts(session: Session) -> Mapping[int, str]:
        query = sa.select(DiagramNode.id, DiagramNode.label).where(DiagramNode.diagram_id == diagram_id)
        rows = session.execute(query.order_by(DiagramNode.position, DiagramNode.id))
        return {key: _flat(label) for key, label in rows}

    def find(session: Session, text: str) -> int | None:
        known = once(
            session,
            f"elements of {diagram_id}",
            lambda: {comparison_key(label): key for key, label in reversed(list(texts(session).items()))},
        )
        return known.get(comparison_key(text))

    return reference_column(
        DiagramEdge,
        name,
        name_of=lambda row: "" if getattr(row, attribute) is None else _flat(getattr(row, attribute).label),
        find=find,
        offered=lambda session: list(dict.fromkeys(texts(session).values())),
        width=24,
        help="要素の文字で入力するか、一覧（Alt＋↓）から選びます。",
    )


def _flat(label: str) -> str:
    return "".join(label.splitlines())
