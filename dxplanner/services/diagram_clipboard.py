"""Elements of a 関係図 on the clipboard: whole for this program, as lines of text for others."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ColourRole, DiagramShape, EdgeStyle
from dxplanner.model import Diagram, DiagramEdge, DiagramNode, PolicyNode
from dxplanner.services.diagram_places import FARTHEST, GRID, LEAST, Rect, in_columns, kept_inside
from dxplanner.services.fields import add_rows, find_row

MIME_TYPE: Final = "application/x-dxplanner-diagram"
_UNREADABLE: Final = "貼り付ける内容を読み取れません。関係図の要素をもう一度コピーしてください。"
_HEIGHT: Final = 12
_STEP: Final = 15
_WIDTH: Final = 50


def copied_parts(session: Session, node_ids: Sequence[int]) -> str:
    """Query: elements and the arrows among them, as a text that ``paste_parts`` understands."""
    rows = session.scalars(
        sa.select(DiagramNode)
        .where(DiagramNode.id.in_(node_ids))
        .order_by(DiagramNode.position, DiagramNode.id)
    ).all()
    order = {row.id: at for at, row in enumerate(rows)}
    edges = session.scalars(
        sa.select(DiagramEdge)
        .where(DiagramEdge.start_id.in_(order), DiagramEdge.end_id.in_(order))
        .order_by(DiagramEdge.position, DiagramEdge.id)
    )
    return json.dumps(
        {
            "nodes": [
                {
                    "label": row.label, "group": row.group, "colour": row.colour.value,
                    "shape": row.shape.value, "x": row.x, "y": row.y, "width": row.width,
                    "height": row.height, "item": row.policy_node.uid if row.policy_node else None,
                }
                for row in rows
            ],
            "edges": [
                {
                    "label": edge.label, "style": edge.style.value,
                    "start": order[edge.start_id or 0], "end": order[edge.end_id or 0],
                }
                for edge in edges
            ],
        },
        ensure_ascii=False,
    )  # fmt: skip


def paste_parts(session: Session, diagram_id: int, text: str, shift: int = GRID) -> list[int]:
    """Command: put copied elements and arrows into a diagram, ``shift`` mm to the lower right; their keys.

    Raises:
        InputError: the text is none of ``copied_parts``.
        RefusedEdit: the diagram is gone.
    """
    find_row(session, Diagram, diagram_id)
    try:
        found = json.loads(text)
        nodes = [_values(session, one, diagram_id, shift) for one in found["nodes"]]
        edges = [
            {"label": one["label"], "style": EdgeStyle(one["style"]), "ends": (one["start"], one["end"])}
            for one in found["edges"]
        ]
        if any(not 0 <= end < len(nodes) for edge in edges for end in edge["ends"]):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(_UNREADABLE) from error
    keys = add_rows(session, DiagramNode, nodes, owner="diagram_id")
    values = [
        {
            "diagram_id": diagram_id, "label": edge["label"], "style": edge["style"],
            "start_id": keys[edge["ends"][0]], "end_id": keys[edge["ends"][1]],
        }
        for edge in edges
    ]  # fmt: skip
    add_rows(session, DiagramEdge, values, owner="diagram_id")
    return keys


def paste_lines(session: Session, diagram_id: int, text: str, x: int, y: int) -> list[int]:
    """Command: make an element of each line of a text, in columns from a point (mm); their keys.

    Raises:
        RefusedEdit: the diagram is gone.
    """
    find_row(session, Diagram, diagram_id)
    lines = [cell.strip() for line in text.splitlines() for cell in line.split("\t") if cell.strip()]
    places = in_columns(len(lines), Rect(x, y, _WIDTH, _HEIGHT), _STEP - _HEIGHT)
    values = [
        {"diagram_id": diagram_id, "label": line, **asdict(rect)}
        for line, rect in zip(lines, places, strict=True)
    ]
    return add_rows(session, DiagramNode, values, owner="diagram_id")


def _values(session: Session, one: dict[str, Any], diagram_id: int, shift: int) -> dict[str, object]:
    width, height = (max(LEAST, min(int(one[name]), FARTHEST)) for name in ("width", "height"))
    rect = kept_inside(Rect(int(one["x"]) + shift, int(one["y"]) + shift, width, height))
    item = one["item"]
    linked = None if item is None else session.scalar(sa.select(PolicyNode.id).where(PolicyNode.uid == item))
    return {
        "diagram_id": diagram_id, "label": str(one["label"]), "group": one["group"],
        "colour": ColourRole(one["colour"]), "shape": DiagramShape(one["shape"]),
        "x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height,
        "policy_node_id": linked,
    }  # fmt: skip
