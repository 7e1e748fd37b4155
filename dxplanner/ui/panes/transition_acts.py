"""What can be done in the 新旧 pane: each act one named step of undo, and one sentence about it."""

from collections.abc import Callable, Sequence
from datetime import date

from dxplanner.domain.transition_data import Link
from dxplanner.domain.vocabulary import Side
from dxplanner.services import transitions
from dxplanner.services.fields import place_of
from dxplanner.services.transition_query import Compared
from dxplanner.ui.context import PlanContext


class TransitionActs:
    """Runs the commands of the pane on what it shows."""

    def __init__(
        self, context: PlanContext, compared: Callable[[], Compared | None], today: Callable[[], date]
    ) -> None:
        self._context, self._compared, self._today = context, compared, today

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited."""
        return self._context.read_only

    def node_place(self, key: int) -> str:
        """A node for a label of undo: 「1-1」."""
        compared = self._compared()
        node = None if compared is None else compared.node(key)
        return "" if node is None else place_of(node.number, node.name)

    def link_place(self, link: Link) -> str:
        """A transition for a label of undo: 「1-1・1-2→1-3」."""
        olds, news = ("・".join(map(self.node_place, link.ends(side))) for side in Side)
        return f"新旧 {olds or '（新設）'}→{news or '（廃止）'}"

    def join(self, old: int, new: int, into: Link | None) -> int | None:
        """Join two nodes, or put the one that is not in ``into`` yet into it; the transition's key."""
        if into is None:
            label = f"新旧 {self.node_place(old)}→{self.node_place(new)} の追加"
            return self._context.run(label, lambda session: transitions.join(session, [old], [new]))
        missing = [
            (side, key) for side, key in ((Side.OLD, old), (Side.NEW, new)) if key not in into.ends(side)
        ]
        if not missing:
            self._context.said.emit("その2つは、選んでいる対応にもう入っています。")
            return None
        names = "・".join(self.node_place(key) for _, key in missing)
        return self._context.run(
            f"{self.link_place(into)} に {names} を追加",
            lambda session: transitions.add_ends(session, into.key, missing),
        )

    def add_end(self, link: Link, side: Side, node: int) -> None:
        """Let a transition begin or end at one more node."""
        self._context.run(
            f"{self.link_place(link)} に {self.node_place(node)} を追加",
            lambda session: transitions.add_ends(session, link.key, [(side, node)]),
        )

    def remove_end(self, link: Link, side: Side, node: int) -> None:
        """Take a node out of a transition."""
        stays = self._context.run(
            f"{self.link_place(link)} から {self.node_place(node)} を外す",
            lambda session: transitions.remove_end(session, link.key, side, node),
        )
        if stays is False:
            self._context.said.emit("最後の項目を外したため、対応そのものを削除しました。Ctrl+Z で戻せます。")

    def remove(self, link: Link) -> None:
        """Delete a transition."""
        place = self.link_place(link)
        if self._context.run(f"{place} の削除", lambda session: transitions.remove(session, link.key)):
            self._context.said.emit(f"「{place}」の対応を削除しました。元に戻すには Ctrl+Z を押します。")

    def settle(self, nodes: Sequence[int], side: Side) -> list[int] | None:
        """廃止 of old nodes, 新設 of new ones."""
        kind = "廃止" if side is Side.OLD else "新設"
        what = self.node_place(nodes[0]) if len(nodes) == 1 else f"{len(nodes)}件"
        return self._context.run(
            f"{what} を{kind}にする", lambda session: transitions.end_nodes(session, nodes, side)
        )

    def set_inferred(self, link: Link, inferred: bool) -> None:
        """推定 or 確認済."""
        author, today = self._context.workbench.plan.author.name, self._today()
        act = "を推定にする" if inferred else "の確認"
        self._context.run(
            f"{self.link_place(link)} {act}",
            lambda session: transitions.set_inferred(session, link.key, inferred, author, today),
        )
