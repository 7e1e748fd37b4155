"""A list of sentences, each on as many lines as it needs."""

import re
from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QTextLayout
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dxplanner.ui.forms.prose import prose_layout
from dxplanner.ui.theme import Theme

_HELD: Final = (("～", "\u2060～\u2060"), ("→ ", "→\u00a0"))
"""A period stays on one line, with the arrow before it: 「～R6.7」 alone says nothing."""

_LONG_NAME: Final = re.compile("「([^「」]{24})[^「」]{2,}」")
Index = QModelIndex | QPersistentModelIndex


def brief(text: str) -> str:
    """A sentence whose long names are cut: 「長崎市における…」."""
    return _LONG_NAME.sub("「\\1…」", text)


def held(text: str) -> str:
    """A text whose periods are not broken over lines."""
    for plain, whole in _HELD:
        text = text.replace(plain, whole)
    return text


class ProseList(QListWidget):
    """Sentences with room between their lines and around them. ``add`` and ``show_sentences`` fill it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setItemDelegate(_Sentences(self, theme))
        # Lines are broken anew with every other width.
        self.setWordWrap(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def add(self, text: str, key: int = 0, colour: str = "ink") -> None:
        """Add a sentence, with a key and the theme's name of its colour."""
        item = QListWidgetItem(brief(text))
        item.setToolTip(text if item.text() != text else "")
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setForeground(self._theme.colour(colour))
        self.addItem(item)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show these sentences only."""
        self.clear()
        for sentence in sentences:
            self.add(sentence)


class _Sentences(QStyledItemDelegate):
    """Measures and paints by the same lines."""

    def __init__(self, view: ProseList, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme
        self._across, self._down = theme.pixels(8), theme.pixels(4)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        high = self._lines(index, width)[1]
        return QSize(width, ceil(high) + 2 * self._down)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state: QStyle.StateFlag = option.state
        row: QRect = option.rect
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, self._theme.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, self._theme.colour("hover"))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole).color())
        layout = self._lines(index, row.width())[0]
        layout.draw(painter, QPointF(row.left() + self._across, row.top() + self._down))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(row.adjusted(0, 0, -1, -1))
        painter.restore()

    def _lines(self, index: Index, width: int) -> tuple[QTextLayout, float]:
        return prose_layout(held(index.data()), self._view.font(), width - 2 * self._across)
