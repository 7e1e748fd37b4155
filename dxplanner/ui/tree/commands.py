"""What the tree asks for: the services' commands with their Japanese labels, and a word about the result."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from dxplanner.domain.errors import UserError
from dxplanner.domain.hierarchy_rules import Step
from dxplanner.services import belongings, branches, hierarchy
from dxplanner.services.command import Command
from dxplanner.services.hierarchy_rows import Place
from dxplanner.ui.context import PlanContext

T = TypeVar("T")


class TreeCommands(QObject):
    """Runs edits of the hierarchy for the model, the actions and the clipboard of the trees of one plan.

    ``what`` always is how the office calls what is edited: a number, or 「name」.
    """

    placed = Signal(list)
    """Keys of nodes that were just put somewhere: to be selected and shown."""

    def __init__(self, context: PlanContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def rename(self, node_id: int, what: str, name: str) -> None:
        """Give a node another name."""
        self._context.run(hierarchy.label(what, "名称変更"), hierarchy.rename(node_id, name))

    def add(self, place: Place, where: str) -> int | None:
        """Add one node at a place; its key, or None when that was refused."""
        return self._first(self._context.run(f"{where}に項目を追加", hierarchy.add(place)))

    def add_sibling(self, node_id: int, what: str) -> int | None:
        """Add one node after another; its key, or None when that was refused."""
        return self._first(self._context.run(f"{what} の次に項目を追加", hierarchy.add_sibling(node_id)))

    def summary(self, node_ids: Sequence[int]) -> belongings.Summary | None:
        """What goes with nodes when they are deleted; None when they are gone already."""
        return self._read(lambda session: belongings.what_goes_with(session, node_ids))

    def delete(self, node_ids: Sequence[int], what: str) -> None:
        """Delete nodes with all that hangs on them."""
        done = self._context.run(hierarchy.label(what, "削除"), _kept(hierarchy.delete(node_ids)))
        if done is not None:
            self._context.said.emit(f"{what} を削除しました。元に戻すには Ctrl+Z を押してください。")

    def move(self, node_ids: Sequence[int], what: str, place: Place) -> bool:
        """Move branches to a place; whether that was allowed."""
        return self._moved(node_ids, what, "移動", hierarchy.move(node_ids, place))

    def step(self, node_ids: Sequence[int], what: str, direction: Step) -> bool:
        """Move branches one step; whether that was allowed."""
        return self._moved(node_ids, what, direction.value, hierarchy.step(node_ids, direction))

    def copied(self, node_ids: Sequence[int]) -> str | None:
        """Branches as text for the clipboard; None when that is impossible (and said why)."""
        return self._read(lambda session: branches.copied(session, node_ids))

    def paste(self, text: str, place: Place) -> bool:
        """Paste branches at a place; whether that was possible."""
        return self._pasted(branches.paste(text, place))

    def paste_near(self, text: str, version_id: int, node_id: int | None, cut: Sequence[int]) -> bool:
        """Paste branches near a node; see ``branches.paste_near``."""
        return self._pasted(branches.paste_near(text, version_id, node_id, cut))

    def paste_names(self, names: Sequence[str], version_id: int, node_id: int | None) -> bool:
        """Add a node for each name, after a node."""
        return self._pasted(branches.paste_names(names, version_id, node_id))

    def _moved(self, node_ids: Sequence[int], what: str, act: str, command: Command[str | None]) -> bool:
        result = self._context.run(hierarchy.label(what, act), _kept(command))
        if result is None:
            return False
        if result[0] is not None:
            self._context.said.emit(f"{what} は「{result[0]}」の項目になりました。")
        self.placed.emit(list(node_ids))
        return True

    def _pasted(self, command: Command[list[int]]) -> bool:
        keys = self._context.run("項目の貼り付け", command)
        if keys:
            self._context.said.emit(f"{len(keys)}件の項目を貼り付けました。")
            self.placed.emit(keys)
        return bool(keys)

    def _first(self, keys: list[int] | None) -> int | None:
        if not keys:
            return None
        self.placed.emit(keys)
        return keys[0]

    def _read(self, query: Command[T]) -> T | None:
        try:
            with self._context.workbench.plan.reading() as session:
                return query(session)
        except UserError as error:
            self._context.said.emit(error.message)
            return None


def _kept(command: Command[T]) -> Command[tuple[T]]:
    """The command with its result wrapped, so that a result of None differs from a refusal."""
    return lambda session: (command(session),)
