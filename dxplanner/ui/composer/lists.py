"""The list of handouts and the list of a handout's blocks, each with its tools and keys."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dxplanner.ui.composer.keyed_model import Keyed, KeyedListModel
from dxplanner.ui.forms.looks import words
from dxplanner.ui.forms.prose import draw_prose
from dxplanner.ui.theme import Theme

_ROW: Final = 24
"""Height of a row in pixels at 100 %."""


class _Rows(QStyledItemDelegate):
    """Rows as high as those of the tree."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._height)


class KeyedList(QListView):
    """Alt+↑↓ or a drag moves rows, Delete removes, Ctrl+D duplicates, Insert adds."""

    chosen = Signal(object)
    """int | None: key of the current row."""
    move_wanted = Signal(list, int)
    """Keys, and the row in front of which they are to go."""
    delete_wanted = Signal(list)
    copy_wanted = Signal(list)
    add_wanted = Signal()

    def __init__(
        self, theme: Theme, model: "KeyedListModel[Any]", empty: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._empty = empty
        self._left: set[int] = set()
        """Keys that were selected when they went."""
        self._come_after: dict[int, int] = {}
        """What was selected when an entry came: 複製 undone leads back to it."""
        self._settling = False
        self.editable = True
        self.setModel(model)
        self.setItemDelegate(_Rows(theme.pixels(_ROW), self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_entries(self, entries: Sequence[Keyed], empty: str | None = None) -> None:
        """Show these entries, and say ``empty`` where there are none. ``chosen`` is not emitted meanwhile.

        Something is always selected: when all of it goes, what was selected before it came, or its
        neighbour; when it comes back, it again.
        """
        if empty is not None and empty != self._empty:
            self._empty = empty
            self.viewport().update()
        before, there = self.keys(), [entry.id for entry in entries]
        former = {entry.id for entry in self._rows.entries}
        row = min((index.row() for index in self.selectedIndexes()), default=0)
        if not former & set(there):
            row = 0
        if before:
            self._come_after.update(dict.fromkeys(set(there) - former, before[-1]))
        self._settling = True
        self._rows.show_entries(entries)
        back = [key for key in there if key in self._left and key not in before]
        self._left = (self._left | set(before)) - set(there)
        if back:
            self.select(back)
        elif there and not self.selectedIndexes():
            source = next((self._come_after[key] for key in before if key in self._come_after), None)
            self.select([source if source in there else there[min(row, len(there) - 1)]])
        self._settling = False

    def _on_current(self) -> None:
        if not self._settling:
            self.chosen.emit(self.current_key())

    def current_key(self) -> int | None:
        """Key of the current row."""
        entry = self._rows.entry(self.currentIndex())
        return None if entry is None else int(entry.id)

    def keys(self) -> list[int]:
        """Keys of the selected rows, in order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._rows.entries[row].id for row in rows]

    def select(self, keys: Sequence[int]) -> None:
        """Select rows, the last of them the current one."""
        found = [index for index in map(self._rows.index_of, keys) if index.isValid()]
        if not found:
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().clearSelection()
        for index in found:
            self.selectionModel().select(index, flags.Select)
        self.selectionModel().setCurrentIndex(found[-1], flags.NoUpdate)
        self.scrollTo(found[-1])

    def move_selected(self, step: int) -> None:
        """Move the selected rows one place up (-1) or down (1)."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if not rows or (step < 0 and rows[0] == 0) or (step > 0 and rows[-1] + 1 >= self._rows.rowCount()):
            return
        self.move_wanted.emit(self.keys(), rows[0] - 1 if step < 0 else rows[-1] + 2)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._meaning(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._act(self._meaning(event)):
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is not self or not self.editable:
            event.ignore()
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        below = index.isValid() and place.y() > self.visualRect(index).center().y()
        to = index.row() + below if index.isValid() else self._rows.rowCount()
        # The command moves the rows; a move of the view's own would take them out of the model.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.move_wanted.emit(self.keys(), to)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._rows.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.colour("quiet"))
            edge = self._theme.pixels(8)
            inside = self.viewport().rect().adjusted(edge, edge, -edge, -edge)
            draw_prose(painter, inside, self._empty, self.font(), centred=False)
            painter.end()

    def _meaning(self, event: QKeyEvent) -> str:
        key, modifiers = event.key(), event.modifiers()
        if modifiers == Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}.get(Qt.Key(key), "")
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return "copy" if key == Qt.Key.Key_D else ""
        return {Qt.Key.Key_Delete: "delete", Qt.Key.Key_Insert: "add"}.get(Qt.Key(key), "")

    def _act(self, meaning: str) -> bool:
        if not meaning or not self.editable:
            return False
        keys = self.keys()
        if meaning == "add":
            self.add_wanted.emit()
        elif meaning in ("up", "down"):
            self.move_selected(-1 if meaning == "up" else 1)
        elif keys:
            (self.delete_wanted if meaning == "delete" else self.copy_wanted).emit(keys)
        return True


class ListPanel(QWidget):
    """A heading with tools over a list."""

    def __init__(self, theme: Theme, title: str, view: KeyedList, add_words: str) -> None:
        super().__init__()
        self.view = view
        view.setAccessibleName(title)
        self.heading = words(title, "heading")
        self.menu = QMenu(add_words, self)
        self.add = _tool(add_words, "新しく加えます（Insert）。")
        self.add.setMenu(self.menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy = _tool("複製", "選んだものを複製します（Ctrl+D）。")
        self.delete = _tool("削除", "選んだものを削除します（Delete）。元に戻せます。")
        self.up = _tool("↑", "上へ移動します（Alt+↑）。")
        self.down = _tool("↓", "下へ移動します（Alt+↓）。")
        self.copy.clicked.connect(lambda: view.copy_wanted.emit(view.keys()))
        self.delete.clicked.connect(lambda: view.delete_wanted.emit(view.keys()))
        self.up.clicked.connect(lambda: view.move_selected(-1))
        self.down.clicked.connect(lambda: view.move_selected(1))
        view.add_wanted.connect(self.add.showMenu)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._pop_up)
        self._tools = tools = QHBoxLayout()
        tools.setSpacing(theme.pixels(2))
        tools.addWidget(self.heading)
        tools.addStretch(1)
        self.tools: tuple[QToolButton, ...] = (self.add, self.copy, self.delete, self.up, self.down)
        for tool in self.tools:
            tools.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(8), theme.pixels(4), theme.pixels(8), theme.pixels(4))
        column.setSpacing(theme.pixels(4))
        column.addLayout(tools)
        column.addWidget(view, 1)
        rows = view.model()
        for changed in (view.selectionModel().selectionChanged, rows.rowsInserted, rows.rowsRemoved,
                        rows.rowsMoved):  # fmt: skip
            changed.connect(self._enable)
        self._enable()

    def add_tool(self, text: str, tip: str) -> QToolButton:
        """One more tool at the right end; it is there as long as the list can be changed."""
        tool = _tool(text, tip)
        self._tools.addWidget(tool)
        QWidget.setTabOrder(self.tools[-1], tool)
        self.tools = (*self.tools, tool)
        return tool

    def _enable(self) -> None:
        chosen = sorted(index.row() for index in self.view.selectedIndexes())
        for tool in (self.copy, self.delete):
            tool.setEnabled(bool(chosen))
        self.up.setEnabled(bool(chosen) and chosen[0] > 0)
        self.down.setEnabled(bool(chosen) and chosen[-1] + 1 < self.view.model().rowCount())

    def context_menu(self) -> QMenu:
        """A fresh context menu: what the tools do, with their keys."""
        menu = QMenu(self)
        menu.addMenu(self.menu)
        menu.addSeparator()
        for tool, text, keys in (
            (self.copy, "複製", "Ctrl+D"), (self.up, "上へ移動", "Alt+↑"), (self.down, "下へ移動", "Alt+↓"),
            (self.delete, "削除", "Delete"),
        ):  # fmt: skip
            menu.addAction(f"{text}\t{keys}", tool.click).setEnabled(tool.isEnabled())
        return menu

    def _pop_up(self, point: QPoint) -> None:
        if self.view.editable:
            menu = self.context_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(point))

    def set_editable(self, editable: bool) -> None:
        """Whether the list can be changed."""
        self.view.editable = editable
        self.view.setDragEnabled(editable)
        for tool in self.tools:
            tool.setVisible(editable)


def _tool(text: str, tip: str) -> QToolButton:
    tool = QToolButton()
    tool.setText(text)
    tool.setToolTip(tip)
    tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return tool
