"""What can be done with a 関係図: each act one named step of undo."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.model import DiagramEdge, DiagramNode
from dxplanner.services import diagram_clipboard as clipboard
from dxplanner.services import diagram_edit as edit
from dxplanner.services.command import Command
from dxplanner.services.diagram_places import (
    GRID,
    Arrange,
    Rect,
    arranged,
    free_place,
    kept_inside,
    shifted_together,
)
from dxplanner.services.diagram_query import DiagramView
from dxplanner.services.fields import fields_of, parse_field, set_field
from dxplanner.ui.context import PlanContext

_SIZE = (50, 15)
"""Width and height of a new element in mm."""


class DiagramActs:
    """Runs the commands on the diagram that is shown; parts are named by their uid."""

    def __init__(self, context: PlanContext, view: Callable[[], DiagramView | None]) -> None:
        self.context, self._view = context, view
        self.fresh = ""
        """The element that was just added: its first words belong to that step."""
        self._fresh_merge = ""
        self._shift = GRID

    # Elements ---------------------------------------------------------------------------------------

    def add(self, x: float, y: float, *, near: bool = False) -> str:
        """Put an element around a point (mm), or ``near`` it where it covers none; its uid, or blank."""
        view = self._view()
        if view is None:
            return ""
        left, top = (round((at - size / 2) / GRID) * GRID for at, size in zip((x, y), _SIZE, strict=True))
        rect, others = kept_inside(Rect(left, top, *_SIZE)), list(view.roomy_places().values())
        rect = free_place(rect, others) if near else _free(rect, others)
        merge = f"diagram-add:{view.id}:{len(view.spec.nodes)}:{left}:{top}"
        made = self.context.run(
            "要素の追加", lambda session: edit.add_node(session, view.id, rect), merge=merge
        )
        self.fresh, self._fresh_merge = self._uid(made), merge
        return self.fresh

    def write(self, uid: str, text: str) -> None:
        """Store the words of an element or arrow."""
        view = self._view()
        merge, self.fresh = self._fresh_merge if uid == self.fresh else None, ""
        if view is None or uid not in view.keys:
            return
        entity = DiagramNode if view.node(uid) is not None else DiagramEdge
        try:
            value = parse_field(fields_of(entity)["label"], text)
        except InputError as error:
            self.context.said.emit(f"{view.named(uid)}：{error.message}")
            return
        self.context.run(
            f"{view.named(uid)} の文字の変更",
            lambda session: set_field(session, entity, view.keys[uid], "label", value),
            merge=merge,
        )
        self.context.workbench.end_merge()

    def size(self, places: Mapping[str, Rect]) -> None:
        """Give elements their places and sizes."""
        self._place("大きさの変更", places)

    def move(self, uids: Sequence[str], across: int, down: int, merge: str | None = None) -> None:
        """Move elements by so many mm together; the picture's edge stops them all."""
        view = self._view()
        if view is None or not uids:
            return
        places = view.places()
        self._place("移動", shifted_together({uid: places[uid] for uid in uids}, across, down), merge)

    def nudge(self, uids: Sequence[str], across: int, down: int) -> None:
        """Move elements by so many mm; presses in a row are one step."""
        self.move(uids, across, down, merge=f"diagram-nudge:{','.join(sorted(uids))}")

    def arrange(self, places: Mapping[str, Rect], how: Arrange) -> None:
        """Bring elements into line; sizes follow the one that was selected last."""
        if len(places) < 2:
            return
        made = arranged(places, how, list(places)[-1])
        self._place(how.value, made)

    def fit(self, uids: Sequence[str]) -> None:
        """Make elements as high as their words need."""
        view = self._view()
        made = {} if view is None else view.fitting(uids)
        if made:
            self.size(made)
        else:
            self.context.said.emit("どの要素も、文字が入る高さになっています。")

    def set_shape(self, uids: Sequence[str], shape: DiagramShape) -> None:
        """Give elements a shape."""
        self._on_nodes(
            f"形の変更（{shape.value}）",
            uids,
            lambda keys: lambda session: edit.set_nodes(session, keys, shape=shape),
        )

    def set_colour(self, uids: Sequence[str], colour: ColourRole) -> None:
        """Give elements a colour."""
        self._on_nodes(
            f"色の変更（{colour.value}）",
            uids,
            lambda keys: lambda session: edit.set_nodes(session, keys, colour=colour),
        )

    def frame(self, uids: Sequence[str]) -> str:
        """Put a frame around elements; its uid."""
        view = self._view()
        if view is None or not uids:
            self.context.said.emit("囲む要素を選んでから、もう一度押してください。")
            return ""
        keys = [view.keys[uid] for uid in uids]
        made = self.context.run("まとまりの追加", lambda session: edit.frame_nodes(session, view.id, keys))
        return self._uid(made)

    def link(self, uid: str, policy_node_id: int | None) -> None:
        """Let an element stand for a 施策体系 item, or for none."""
        what = "施策体系との結び付けの解除" if policy_node_id is None else "施策体系との結び付け"
        self._on_nodes(
            what, [uid], lambda keys: lambda session: edit.link_node(session, keys[0], policy_node_id)
        )

    def take_name(self, uid: str) -> None:
        """Let an element say the name of its 施策体系 item."""
        self._on_nodes(
            "文字を施策体系の名称にする", [uid], lambda keys: lambda session: edit.take_name(session, keys[0])
        )

    # Arrows -----------------------------------------------------------------------------------------

    def join(self, start: str, end: str, edge: str = "") -> str:
        """Draw an arrow, or let ``edge`` (words without ends) run there; its uid."""
        view = self._view()
        if view is None:
            return ""
        first, last, edge_id = view.keys[start], view.keys[end], view.keys.get(edge)
        label = f"{view.named(start)} から {view.named(end)} への矢印"
        made = self.context.run(label, lambda session: edit.join_nodes(session, first, last, edge_id))
        return self._uid(made, edges=True)

    def set_end(self, edge: str, name: str, node_id: int | None) -> None:
        """Let an arrow begin (``start_id``) or end (``end_id``) at another element, or nowhere."""
        view = self._view()
        if view is not None:
            label = f"{view.named(edge)} の{'始点' if name == 'start_id' else '終点'}の変更"
            self.context.run(label, lambda session: edit.set_end(session, view.keys[edge], name, node_id))

    def move_end(self, edge: str, name: str, node: str) -> None:
        """Let an arrow begin or end at another element, by its uid."""
        view = self._view()
        if view is not None:
            self.set_end(edge, name, view.keys[node])

    def turn(self, edge: str) -> None:
        """Let an arrow run the other way."""
        view = self._view()
        if view is not None:
            self.context.run(
                f"{view.named(edge)} の向きの変更", lambda session: edit.turn_edge(session, view.keys[edge])
            )

    # Both -------------------------------------------------------------------------------------------

    def delete(self, nodes: Sequence[str], edge: str, act: str = "削除") -> None:
        """Delete elements with their arrows, or one arrow."""
        view = self._view()
        if view is None or not (nodes or edge):
            return
        keys = [view.keys[uid] for uid in nodes]
        edges = [view.keys[edge]] if edge else []
        what = self._what(view, nodes) if nodes else view.named(edge)
        if self.context.run(f"{what}の{act}", lambda session: edit.delete_parts(session, keys, edges)):
            done = {"削除": "削除しました", "切り取り": "切り取りました"}[act]
            self.context.said.emit(f"{what}を{done}。元に戻すには Ctrl+Z を押します。")

    # Clipboard --------------------------------------------------------------------------------------

    def copy(self, uids: Sequence[str]) -> bool:
        """Put elements with the arrows among them on the clipboard, for others as lines of text."""
        view = self._view()
        if view is None or not uids:
            return False
        data = QMimeData()
        data.setData(clipboard.MIME_TYPE, self._copied(view, uids).encode())
        labels = [node.label for node in view.spec.nodes if node.uid in uids]
        data.setText("\n".join("".join(label.splitlines()) for label in labels))
        QGuiApplication.clipboard().setMimeData(data)
        self._shift = GRID
        return True

    def cut(self, uids: Sequence[str]) -> None:
        """Copy, then delete."""
        if self.copy(uids):
            self.delete(uids, "", "切り取り")

    def paste(self, x: float, y: float) -> list[str]:
        """Put in what was copied; lines of text become elements from a point (mm) on. Their uids."""
        view, data = self._view(), QGuiApplication.clipboard().mimeData()
        if view is None or data is None:
            return []
        if data.hasFormat(clipboard.MIME_TYPE):
            text = bytes(data.data(clipboard.MIME_TYPE).data()).decode(errors="replace")
            return self._paste(view, text, "要素の貼り付け")
        if not data.text().strip():
            self.context.said.emit("貼り付ける内容がありません。要素か、文字をコピーしてください。")
            return []
        left, top = (max(0, round(at / GRID) * GRID) for at in (x, y))
        made = self.context.run(
            "要素の貼り付け",
            lambda session: clipboard.paste_lines(session, view.id, data.text(), left, top),
        )
        return [self._uid(key) for key in made or []]

    def duplicate(self, uids: Sequence[str]) -> list[str]:
        """Double elements with the arrows among them; uids of the new ones."""
        view = self._view()
        if view is None or not uids:
            return []
        self._shift = GRID
        return self._paste(view, self._copied(view, uids), f"{self._what(view, uids)}の複製")

    def _copied(self, view: DiagramView, uids: Sequence[str]) -> str:
        with self.context.workbench.plan.reading() as session:
            return clipboard.copied_parts(session, [view.keys[uid] for uid in uids])

    def _paste(self, view: DiagramView, text: str, label: str) -> list[str]:
        shift = self._shift
        made = self.context.run(label, lambda session: clipboard.paste_parts(session, view.id, text, shift))
        self._shift += GRID
        return [self._uid(key) for key in made or []]

    # Helpers ----------------------------------------------------------------------------------------

    def _place(self, what: str, places: Mapping[str, Rect], merge: str | None = None) -> None:
        self._on_nodes(
            what, list(places), lambda keys: _placing(dict(zip(keys, places.values(), strict=True))), merge
        )

    def _on_nodes(
        self,
        what: str,
        uids: Sequence[str],
        make: Callable[[list[int]], Command[object]],
        merge: str | None = None,
    ) -> None:
        view = self._view()
        if view is not None and uids:
            keys = [view.keys[uid] for uid in uids]
            self.context.run(f"{self._what(view, uids)}の{what}", make(keys), merge=merge)

    def _what(self, view: DiagramView, uids: Sequence[str]) -> str:
        return view.named(uids[0]) if len(uids) == 1 else f"要素{len(uids)}個"

    def _uid(self, key: int | None, *, edges: bool = False) -> str:
        view = self._view()
        parts = () if view is None else view.spec.edges if edges else view.spec.nodes
        return next((one.uid for one in parts if view is not None and view.keys[one.uid] == key), "")


def _placing(places: Mapping[int, Rect]) -> Command[object]:
    return lambda session: edit.place_nodes(session, places)


def _free(rect: Rect, others: Sequence[Rect]) -> Rect:
    """A place that does not lie exactly on another one."""
    while any((rect.x, rect.y) == (other.x, other.y) for other in others):
        rect = rect.moved(GRID, GRID)
    return rect
