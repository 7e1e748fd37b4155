"""A list of sentences, each on as many lines as it needs."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter
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

Index = QModelIndex | QPersistentModelIndex


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
        item = QListWidgetItem(text)
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
        high = prose_layout(index.data(), self._view.font(), width - 2 * self._across)[1]
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
        layout = prose_layout(index.data(), self._view.font(), row.width() - 2 * self._across)[0]
        layout.draw(painter, QPointF(row.left() + self._across, row.top() + self._down))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(row.adjusted(0, 0, -1, -1))
        painter.restore()
