"""Incremental search in a tree (検索): width, カタカナ/ひらがな and case do not matter."""

from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from dxplanner.domain.text import comparison_key
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.outline import ROOT


class TreeSearch(QObject):
    """The nodes of one model that contain what was typed; follows the model while something is searched."""

    changed = Signal()
    """Other nodes match than before."""

    def __init__(self, model: TreeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.key = ""
        """What is searched, as a comparison key; empty when nothing is."""
        self.matches: list[int] = []
        """Keys of the matching nodes, in the order of the tree."""
        self._found: set[int] = set()
        self._lit: set[int] = set()
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged):
            signal.connect(self._follow)

    def look_for(self, text: str) -> None:
        """Search for a text; an empty one ends the search."""
        self.key = comparison_key(text)
        self._find()

    def is_dim(self, key: int) -> bool:
        """Whether a node stands back because a search is on and neither it nor any below it matches."""
        return bool(self.key) and key not in self._lit

    def is_match(self, key: int) -> bool:
        """Whether a node matches."""
        return key in self._found

    def next_to(self, key: int, *, backwards: bool = False) -> int | None:
        """The match after (or before) a node in the order of the tree, going round; None without any.

        With key 0 the first (or last) one.
        """
        if not self.matches:
            return None
        if key in self._found:
            place = self.matches.index(key) + (-1 if backwards else 1)
            return self.matches[place % len(self.matches)]
        passed = 0
        for node in self._model.walk():
            if node == key:
                break
            passed += node in self._found
        else:
            passed = 0
        return self.matches[(passed - 1 if backwards else passed) % len(self.matches)]

    def _follow(self) -> None:
        if self.key:
            self._find()

    def _find(self) -> None:
        model, key = self._model, self.key
        self.matches = [node for node in model.walk() if key in model.search_key(node)] if key else []
        self._found = set(self.matches)
        self._lit = set(self.matches)
        for node in self.matches:
            while (node := model.parent_of(node)) != ROOT and node not in self._lit:
                self._lit.add(node)
        self.changed.emit()


@lru_cache(maxsize=2000)
def matching_part(text: str, key: str) -> tuple[int, int] | None:
    """Where in a text as typed the searched key stands (start, end), or None.

    The key may be shorter or longer than what it stands for (㈱ is (株)), so the smallest stretch of the
    text that still contains it is looked for.
    """
    if not key or key not in comparison_key(text):
        return None
    end = next(end for end in range(1, len(text) + 1) if key in comparison_key(text[:end]))
    start = next(start for start in range(end - 1, -1, -1) if key in comparison_key(text[start:end]))
    return start, end
