"""Paints an entry on two lines: what and when; before → after with the changed characters marked, and who."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dxplanner.services.history import HistoryEntry, HistoryState
from dxplanner.ui.history.marks import ADDED, REMOVED, Run, runs
from dxplanner.ui.history.model import ENTRY_ROLE
from dxplanner.ui.theme import Theme

_MARGIN: Final = 8
_LINE: Final = 20
_SMALL: Final = 11
_NARROW: Final = 480
"""Width in pixels below which the computer's name is left to the tooltip and the detail."""


class EntryDelegate(QStyledItemDelegate):
    """Paints entries of the 変更履歴."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.pixels(200), self._theme.pixels(2 * _LINE + _MARGIN))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, HistoryEntry):
            return
        painter.save()
        self._ground(painter, option)
        margin, line = self._theme.pixels(_MARGIN), self._theme.pixels(_LINE)
        area = option.rect.adjusted(margin, margin // 2, -margin, 0)
        font = QFont(option.font)
        small = QFont(option.font)
        small.setPixelSize(self._theme.pixels(_SMALL))
        first = QRect(area.left(), area.top(), area.width(), line)
        second = first.translated(0, line)
        left = self._right(painter, first, small, entry.when)
        self._what(painter, QRect(first.left(), first.top(), left, line), font, small, entry)
        narrow = area.width() < self._theme.pixels(_NARROW)
        who = entry.author if narrow else f"{entry.author}（{entry.computer}）"
        left = self._right(painter, second, small, who)
        self._change(painter, QRect(second.left(), second.top(), left, line), small, entry)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, self._theme.colour("selection" if chosen else "surface"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), self._theme.pixels(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def _right(self, painter: QPainter, line: QRect, font: QFont, text: str) -> int:
        """Write at the right end, in at most two fifths of the line; returns the width left of it."""
        painter.setFont(font)
        painter.setPen(self._theme.colour("quiet"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width() * 2 // 5)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        return line.width() - QFontMetrics(font).horizontalAdvance(shown) - self._theme.pixels(_MARGIN)

    def _what(self, painter: QPainter, line: QRect, font: QFont, small: QFont, entry: HistoryEntry) -> None:
        done = entry.state is HistoryState.DONE
        if not done:
            line = line.adjusted(self._badge(painter, line, small, entry.state.value), 0, 0, 0)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink" if done else "quiet"))
        shown = QFontMetrics(font).elidedText(entry.label, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _badge(self, painter: QPainter, line: QRect, font: QFont, text: str) -> int:
        """A framed word at the left; returns the width that it takes."""
        padding = self._theme.pixels(5)
        width = QFontMetrics(font).horizontalAdvance(text) + 2 * padding
        height = self._theme.pixels(16)
        frame = QRect(line.left(), line.center().y() - height // 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("caution"))
        painter.drawRoundedRect(frame, self._theme.pixels(3), self._theme.pixels(3))
        painter.setFont(font)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        return width + self._theme.pixels(6)

    def _change(self, painter: QPainter, line: QRect, font: QFont, entry: HistoryEntry) -> None:
        """「名称：前 → 後」 of the telling row, or what was added or deleted."""
        head = entry.head
        if head is None:
            return
        pieces: list[Run] = []
        if head.what == "変更" and head.fields:
            room = max(8, line.width() // self._theme.pixels(_SMALL) // 2 - 4)
            pieces = [Run(f"{head.fields[0].label}：", ""), *runs(head.fields[0], room)]
        else:
            pieces = [Run(f"{head.what}：{head.title}", "")]
        if entry.rows > 1:
            pieces.append(Run(f"　ほか{entry.rows - 1:,}件", ""))
        self._runs(painter, line, font, pieces)

    def _runs(self, painter: QPainter, line: QRect, font: QFont, pieces: list[Run]) -> None:
        left, right = float(line.left()), line.right()
        for piece in pieces:
            look = QFont(font)
            look.setStrikeOut(piece.look == REMOVED)
            look.setUnderline(piece.look == ADDED)
            metrics = QFontMetrics(look)
            shown = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, int(right - left))
            painter.setFont(look)
            painter.setPen(self._theme.colour(piece.look or "ink"))
            base = line.top() + (line.height() + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left, base), shown)
            if shown != piece.text:
                return
            left += metrics.horizontalAdvance(shown)
