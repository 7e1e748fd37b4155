"""The chapters without a partner, listed under the tables of the 章構成 pane."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dxplanner.services.outline_sheets import LooseChapter
from dxplanner.ui.forms.elided import ElidedButton
from dxplanner.ui.forms.looks import words
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_MOST: Final = 4
"""Chapters shown by name; the others are counted."""


class LooseList(QWidget):
    """One heading and a link for each chapter."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._name = name
        self._least = theme.pixels(64)
        self._shown: tuple[LooseChapter, ...] | None = None
        self.title = words(name, "label")
        self.links = QHBoxLayout()
        self.links.setSpacing(theme.pixels(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(2))
        column.addWidget(self.title)
        column.addLayout(self.links)

    def show_chapters(self, chapters: Sequence[LooseChapter]) -> None:
        """List these chapters."""
        if tuple(chapters) == self._shown:
            return
        self._shown = tuple(chapters)
        self.title.setText(f"{self._name}　{len(chapters)}件" if chapters else f"{self._name}はありません。")
        mark(self.title, "role", "label" if chapters else "quiet")
        while (item := self.links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for chapter in chapters[:_MOST]:
            made = ElidedButton("".join(chapter.text.splitlines()), "")
            made.setMinimumWidth(self._least)
            mark(made, "role", "link")
            made.setToolTip("　".join(filter(None, (chapter.text, chapter.note))))
            made.clicked.connect(partial(self._choose, chapter.id))
            self.links.addWidget(made)
        if len(chapters) > _MOST:
            self.links.addWidget(words(f"ほか{len(chapters) - _MOST}件", "label"))
        self.links.addStretch(1)

    def _choose(self, key: int, _checked: bool = False) -> None:
        self.chosen.emit(key)
