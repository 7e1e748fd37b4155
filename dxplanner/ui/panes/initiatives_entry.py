"""One 取組 of the list: painted with its place, edited in a box that grows with the text."""

from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dxplanner.ui.forms.pasted import pasted_entries
from dxplanner.ui.forms.prose import draw_prose, prose_layout
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.panes.initiatives_model import InitiativesModel
from dxplanner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EntryBox(GrowingText):
    """The box of the row that is edited."""

    accepted = Signal()
    """Enter: keep this one, go on with the next."""
    lines_pasted = Signal(list)
    """Several entries were pasted into the box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(one_line=True, parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not self.composing:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def insert_lines(self, lines: list[str]) -> None:
        self.lines_pasted.emit(lines)


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry with its place in the list, and edits it in a box that grows."""

    next_wanted = Signal(int)
    """Enter in the box of this row: it has been stored, the next one is wanted."""
    refused = Signal(str)
    """Why the text in the box cannot be stored; blank when it can."""

    def __init__(self, theme: Theme, model: InitiativesModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view
        self._box: EntryBox | None = None
        self._row = -1

    def _margin(self) -> int:
        return self._theme.pixels(28)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = EntryBox(parent)
        box.unsaved = True
        box.setAccessibleName("取組名")
        self._box, self._row = box, index.row()
        box.accepted.connect(lambda: self._accept(box))
        box.lines_pasted.connect(lambda lines: self._paste(box, lines))
        box.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grown(box))
        box.typed.connect(lambda: self.refused.emit(""))
        box.destroyed.connect(lambda: self._forget(box))
        return box

    def _forget(self, box: EntryBox) -> None:
        if self._box is box:
            self._box, self._row = None, -1

    def finish(self) -> None:
        """Store what is in the box and close it; what cannot be stored goes."""
        if self._box is not None:
            box = self._box
            self.commitData.emit(box)
            self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.NoHint)
            self._model.drop_typed_row()

    def _grown(self, box: EntryBox) -> None:
        if self._box is box and 0 <= self._row < self._model.rowCount():
            self.sizeHintChanged.emit(self._model.index(self._row))

    def _accept(self, box: EntryBox) -> None:
        row, text = self._row, box.text()
        if text.strip() or self._model.typed_row() != row:
            problem = self._model.problem(text)
            if problem is not None:
                self.refused.emit(f"{problem}取組を消すときは、Esc で戻してから Delete を押します。")
                return
        self.commitData.emit(box)
        self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.NoHint)
        if text.strip():
            self.next_wanted.emit(row)

    def _paste(self, box: EntryBox, lines: list[str]) -> None:
        """Several entries into an edited row: the first goes in where the cursor is, the others follow."""
        entries = pasted_entries("\n".join(lines))
        if not entries:
            return
        box.insertPlainText(entries[0])
        row, texts = self._row, [box.text(), *entries[1:]]
        if len(texts) > 1 and self._model.enter(row, texts):
            self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self._view.setCurrentIndex(self._model.index(row + len(texts) - 1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, EntryBox) and not editor.text():
            editor.set_text(self._model.name(index.row()))
            cursor = editor.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            editor.setTextCursor(cursor)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, EntryBox):
            self._model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self._rect(option).adjusted(self._margin(), 0, 0, 0)
        editor.setGeometry(rect.left(), rect.top(), rect.width(), editor.height())

    def _rect(self, option: QStyleOptionViewItem) -> QRect:
        rect: QRect = option.rect
        return rect

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        if self._box is not None and index.row() == self._row:
            return QSize(width, max(self._box.height(), self._theme.pixels(26)))
        inside = width - self._margin() - self._theme.pixels(8)
        _, height = prose_layout(self._model.name(index.row()), self._view.font(), inside)
        return QSize(width, max(ceil(height) + self._theme.pixels(8), self._theme.pixels(26)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, self._rect(option)
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setPen(theme.colour("quiet"))
        number = rect.adjusted(0, 0, self._margin() - theme.pixels(6) - rect.width(), 0)
        painter.drawText(
            number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.row() + 1)
        )
        painter.setPen(theme.colour("ink"))
        inside = rect.adjusted(self._margin(), 0, -theme.pixels(8), 0)
        draw_prose(painter, inside, self._model.name(index.row()), self._view.font(), centred=True)
        painter.restore()
