"""What the mouse could do at a point of a 関係図, as the shape of its cursor."""

from typing import Final

from PySide6.QtCore import QPointF, Qt

from dxplanner.ui.panes.diagram_paint import Marked
from dxplanner.ui.panes.diagram_scene import Scene

_CURSORS: Final = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor, (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor, (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor, (0, 1): Qt.CursorShape.SizeVerCursor,
}  # fmt: skip


def cursor_at(scene: Scene, point: QPointF, marked: Marked, sole: str, *, edits: bool) -> Qt.CursorShape:
    """The cursor; ``sole`` is the element selected alone."""
    rings = {sole, marked.hovered} - {""}
    if edits and (scene.end_at(marked.edge, point) or any(scene.ring_at(uid, point) for uid in rings)):
        return Qt.CursorShape.CrossCursor
    handle = scene.handle_at(sole, point) if sole and edits else None
    if handle is not None:
        return _CURSORS[handle]
    if scene.node_at(point):
        return Qt.CursorShape.SizeAllCursor if edits else Qt.CursorShape.ArrowCursor
    return Qt.CursorShape.PointingHandCursor if scene.edge_at(point) else Qt.CursorShape.ArrowCursor
