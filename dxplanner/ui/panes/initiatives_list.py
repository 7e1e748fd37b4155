"""主な取組: the list edited in place, with keys, drag and paste, each of them one step of undo."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QListView,
    QWidget,
)

from dxplanner.ui.forms.pasted import pasted_entries
from dxplanner.ui.panes.initiatives_entry import EntryDelegate
from dxplanner.ui.panes.initiatives_model import InitiativesModel
from dxplanner.ui.theme import Theme

EMPTY: Final = "主な取組はまだありません。Enter を押すと追加できます。"
READ_ONLY_EMPTY: Final = "主な取組はありません。"
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_STANDARD: Final = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
)


class InitiativesList(QListView):
    """Enter adds the next, F2 or typing edits, Delete removes, Alt+↑↓ or a drag moves, Ctrl+V adds many."""

    def __init__(self, theme: Theme, model: InitiativesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._editable = True
        self.setModel(model)
        self.entries = EntryDelegate(theme, model, self)
        self.setItemDelegate(self.entries)
        self.entries.next_wanted.connect(self.type_after)
        self.entries.sizeHintChanged.connect(lambda _index: self._fit())
        self.setAccessibleName("主な取組")
        self.setToolTip("Enter：次の取組を追加　F2：書き直す　Delete：削除　Alt+↑↓：移動")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            signal.connect(lambda *_: self._fit())

    def set_editable(self, editable: bool) -> None:
        """Whether the list can be changed; else it is only read."""
        self._editable = editable

    def type_after(self, row: int) -> None:
        """Begin to type a new entry after a row (-1: at the head)."""
        if self._editable:
            index = self._model.type_row(row + 1)
            self.setCurrentIndex(index)
            self.edit(index)

    def type_at_end(self) -> None:
        """Begin to type a new entry at the end."""
        self.setFocus()
        self.type_after(self._model.rowCount() - 1)

    def finish_typing(self) -> None:
        """Store what is being typed and close its box."""
        self.entries.finish()

    def rows_selected(self) -> list[int]:
        """The selected rows, ascending."""
        return sorted(index.row() for index in self.selectedIndexes())

    def move_selected(self, step: int) -> None:
        """Move the selected rows one place up (-1) or down (1)."""
        rows = self.rows_selected()
        if not rows or (rows[0] == 0 and step < 0) or (rows[-1] == self._model.rowCount() - 1 and step > 0):
            return
        self._model.move(rows, rows[0] - 1 if step < 0 else rows[-1] + 2)

    def delete_selected(self) -> None:
        """Delete the selected rows; the one that takes their place is the current one."""
        rows = self.rows_selected()
        if rows and self._model.delete(rows) and self._model.rowCount():
            self.setCurrentIndex(self._model.index(min(rows[0], self._model.rowCount() - 1)))

    def paste(self) -> None:
        """Add the entries on the clipboard after the current row."""
        entries = pasted_entries(QGuiApplication.clipboard().text())
        current = self.currentIndex()
        row = current.row() + 1 if current.isValid() else self._model.rowCount()
        if self._model.insert(entries, row):
            self.setCurrentIndex(self._model.index(min(row + len(entries), self._model.rowCount()) - 1))

    def copy(self) -> None:
        """Put the selected entries on the clipboard, one a line."""
        QGuiApplication.clipboard().setText("\n".join(self._model.name(row) for row in self.rows_selected()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        """Keys that mean something here, whatever a shortcut of the window says."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        keys = {Qt.Key.Key_Delete, Qt.Key.Key_F2, *_ENTER}
        arrows = {Qt.Key.Key_Up, Qt.Key.Key_Down}
        return (
            event.key() in keys or (bool(alt) and event.key() in arrows) or any(map(event.matches, _STANDARD))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not self._editable:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.delete_selected()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        elif key in _ENTER:
            current = self.currentIndex()
            self.type_after(current.row() if current.isValid() else self._model.rowCount() - 1)
        elif key == Qt.Key.Key_Delete:
            self.delete_selected()
        elif alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.move_selected(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.entries.refused.emit("")
        if hint is QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self._model.drop_typed_row()
        self._fit()

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is not self or not self._editable:
            event.ignore()
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        to = self._model.rowCount()
        if index.isValid():
            to = index.row() + (place.y() > self.visualRect(index).center().y())
        self._model.move(self.rows_selected(), to)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as all rows: the pane scrolls, not the list."""
        rows = range(self._model.rowCount())
        height = sum(self.sizeHintForRow(row) for row in rows) or self._theme.pixels(30)
        wanted = height + 2 * max(self.frameWidth(), 1)
        if wanted != self.height():
            self.setFixedHeight(wanted)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.colour("quiet"))
            inside = self.viewport().rect().adjusted(self._theme.pixels(8), 0, 0, 0)
            words = EMPTY if self._editable else READ_ONLY_EMPTY
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)
            painter.end()
