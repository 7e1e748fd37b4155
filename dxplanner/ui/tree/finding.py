"""施策を検索: one box for all trees that are shown; F3 goes on in the one that has the keyboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from dxplanner.ui.tree.tools import SearchEdit
from dxplanner.ui.tree.view import TreeView


class TreeFinding(QObject):
    """Searches the trees. ``shown`` gives those that are seen, ``current`` the one to walk through."""

    def __init__(
        self,
        box: SearchEdit,
        trees: QWidget,
        shown: Callable[[], Sequence[TreeView]],
        current: Callable[[], TreeView | None],
    ) -> None:
        super().__init__(trees)
        self._box = box
        self._shown = shown
        self._current = current
        box.textChanged.connect(self._look_for)
        box.wanted.connect(self._go_on)
        box.left.connect(self._end)
        for keys, back in (("F3", False), ("Shift+F3", True)):
            shortcut = QShortcut(QKeySequence(keys), trees)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda back=back: self._go_on(back))

    def join(self, view: TreeView) -> None:
        """A tree that is new is searched as the others are."""
        view.search.look_for(self._box.text())
        view.search.changed.connect(self.count)

    def begin(self) -> None:
        """Go to the box, its text selected."""
        self._box.setFocus()
        self._box.selectAll()

    def count(self) -> None:
        """Say how many matches the trees have that are shown."""
        searches = [view.search for view in self._shown()]
        number = sum(len(search.matches) for search in searches)
        searched = any(search.key for search in searches)
        self._box.show_count("" if not searched else f"{number}件" if number else "該当なし")

    def _look_for(self, text: str) -> None:
        for shown in self._shown():
            shown.search.look_for(text)
        view = self._current()
        if view is not None and view.search.key and view.search.matches:
            now = view.current_key() or 0
            found = now if view.search.is_match(now) else view.search.next_to(now)
            if found is not None:
                view.reveal(found)

    def _go_on(self, backwards: bool) -> None:
        view = self._current()
        found = None if view is None else view.search.next_to(view.current_key() or 0, backwards=backwards)
        if view is not None and found is not None:
            view.select_keys([found])

    def _end(self) -> None:
        self._box.clear()
        view = self._current()
        if view is not None:
            view.setFocus()
