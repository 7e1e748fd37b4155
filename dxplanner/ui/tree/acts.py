"""What the tree's actions do with the tree that holds the keyboard."""

from collections.abc import Callable

from dxplanner.domain.hierarchy_rules import Step
from dxplanner.services.hierarchy_rows import Place
from dxplanner.ui.tree.clipboard import BranchClipboard
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.confirm import ConfirmBar
from dxplanner.ui.tree.outline import ROOT
from dxplanner.ui.tree.view import TreeView


class TreeActs:
    """The edits of a panel. ``view`` gives the tree to work on, None while the plan has no version."""

    def __init__(
        self, view: Callable[[], TreeView | None], commands: TreeCommands, confirm: ConfirmBar
    ) -> None:
        self._view = view
        self._commands = commands
        self._confirm = confirm
        self.clipboard = BranchClipboard(commands, confirm)

    def by_key(self) -> dict[str, Callable[[], object]]:
        """The acts by the keys of their actions."""
        return {
            "add_child": self.add_child,
            "add_sibling": self.add_sibling,
            "rename": self.rename,
            "delete": self.delete,
            "move_up": lambda: self._step(Step.UP),
            "move_down": lambda: self._step(Step.DOWN),
            "move_left": lambda: self._step(Step.OUT),
            "move_right": lambda: self._step(Step.IN),
            "cut": lambda: self._copy(cut=True),
            "copy": lambda: self._copy(cut=False),
            "paste": self._paste,
        }

    def add_child(self) -> None:
        """Add a node below the one of the cursor (at the top without one) and let its name be typed."""
        view = self._view()
        if view is None:
            return
        above = view.current_key() or ROOT
        where = f"{view.rows.what([above])} の下" if above else "いちばん上の階層"
        self._name_it(view, self._commands.add(Place(view.rows.version_id, above or None), where))

    def add_sibling(self) -> None:
        """Add a node after the one of the cursor (at the top without one) and let its name be typed."""
        view = self._view()
        key = None if view is None else view.current_key()
        if key is None:
            self.add_child()
        elif view is not None:
            self._name_it(view, self._commands.add_sibling(key, view.rows.what([key])))

    def rename(self) -> None:
        """Edit the name of the cursor's node in place."""
        view = self._view()
        if view is not None and view.current_key() is not None:
            view.scrollTo(view.currentIndex())
            view.edit(view.currentIndex())

    def delete(self) -> None:
        """Delete the selected nodes; ask first when something goes with them."""
        view = self._view()
        keys = [] if view is None else view.selected_keys()
        summary = self._commands.summary(keys) if keys else None
        if view is None or summary is None:
            return
        what = view.rows.what(keys)
        if not summary.counts:
            self._commands.delete(keys, what)
            return
        named = view.rows.title(keys[0]) if len(keys) == 1 else what
        self._confirm.ask(
            f"「{named}」を削除すると、次のものもいっしょになくなります：{summary.text}。削除しますか。",
            "削除する",
            lambda: self._commands.delete(keys, what),
            view,
        )

    @staticmethod
    def _name_it(view: TreeView, key: int | None) -> None:
        if key is not None:
            view.setFocus()
            view.edit(view.rows.index_of(key))

    def _step(self, direction: Step) -> None:
        view = self._view()
        keys = [] if view is None else view.selected_keys()
        if view is not None and keys:
            self._commands.step(keys, view.rows.what(keys), direction)

    def _copy(self, *, cut: bool) -> None:
        view = self._view()
        if view is not None:
            self.clipboard.copy(view, cut=cut)

    def _paste(self) -> None:
        view = self._view()
        if view is not None:
            self.clipboard.paste(view)
