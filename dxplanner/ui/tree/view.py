"""The tree of one version: selection by key, expansion by level, filter, and what a drag would do."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QToolTip, QTreeView, QWidget

from dxplanner.ui.forms.prose import draw_prose
from dxplanner.ui.tree.delegate import NodeDelegate
from dxplanner.ui.tree.drops import Landing
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.outline import Index
from dxplanner.ui.tree.search import TreeSearch

_OPEN_WHOLE = 300
"""Trees up to this size open fully expanded."""


class TreeView(QTreeView):
    """Shows a TreeModel. It speaks of nodes by key."""

    current_node = Signal(object)
    """int | None: the node that the cursor is on, after it moved."""
    focused = Signal()
    """The keyboard is in this tree now."""

    def __init__(self, model: TreeModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.search = TreeSearch(model, self)
        self.search.changed.connect(self.viewport().update)
        self.delegate = NodeDelegate(self, model, self.search)
        self._only: frozenset[int] | None = None
        self.setAccessibleName(f"施策体系（{name}）")
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self._set_behaviour()
        self.restyle()
        if model.rowCount() and sum(1 for _ in model.walk()) <= _OPEN_WHOLE:
            self.expandAll()
        else:
            self.expandToDepth(0)
        self.selectionModel().currentChanged.connect(self._say_current)
        self._were_open: set[int] = set()
        model.rowsAboutToBeRemoved.connect(self._note_open)
        model.rowsInserted.connect(self._open_again)

    def _set_behaviour(self) -> None:
        self.setUniformRowHeights(True)
        self.setHeaderHidden(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFrameShape(QTreeView.Shape.NoFrame)

    def restyle(self) -> None:
        """Take sizes from the theme again."""
        self.setIndentation(self.rows.context.theme.pixels(13))
        self.scheduleDelayedItemsLayout()

    # Nodes by key --------------------------------------------------------------------------------

    def current_key(self) -> int | None:
        """The node that the cursor is on."""
        return self.currentIndex().internalId() if self.currentIndex().isValid() else None

    def selected_keys(self) -> list[int]:
        """The selected nodes, in the order of the tree."""
        chosen = {index.internalId() for index in self.selectionModel().selectedIndexes()}
        if len(chosen) < 2:
            return list(chosen)
        return [key for key in self.rows.walk() if key in chosen]

    def go_to(self, key: int | None) -> None:
        """Put the cursor on a node and show it; None: on none."""
        if key is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        self.select_keys([key])

    def select_keys(self, keys: Sequence[int]) -> None:
        """Select several nodes, the cursor on the first, and show it."""
        indexes = [index for index in map(self.rows.index_of, keys) if index.isValid()]
        if not indexes:
            return
        # Not the view's own setCurrentIndex(): it heeds Ctrl and Shift that happen to be held down.
        selection = self.selectionModel()
        selection.setCurrentIndex(indexes[0], selection.SelectionFlag.ClearAndSelect)
        for index in indexes[1:]:
            selection.select(index, selection.SelectionFlag.Select)
        self.scrollTo(indexes[0])

    def reveal(self, key: int) -> None:
        """Show a node without putting the cursor on it."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.scrollTo(index)

    def expand_to(self, depth: int) -> None:
        """Open all nodes above the level at ``depth``, close the others."""
        self.collapseAll()
        # A pending layout lets expand() only note what is open: one layout for all of them.
        self.scheduleDelayedItemsLayout()
        for key in list(self.rows.walk()):
            if self.rows.depth(key) < depth and self.rows.children_of(key):
                self.expand(self.rows.index_of(key))

    def show_only(self, keys: Collection[int] | None) -> None:
        """Hide all but these nodes and the nodes above them; None: hide nothing."""
        kept = None
        if keys is not None:
            kept = set(keys)
            for key in keys:
                kept.update(self.rows.ancestors(key))
        for key in self.rows.walk():
            above = self.rows.index_of(self.rows.parent_of(key))
            row = self.rows.index_of(key).row()
            hide = kept is not None and key not in kept
            if hide != self.isRowHidden(row, above):
                self.setRowHidden(row, above, hide)
        self._only = None if kept is None else frozenset(kept)
        self.viewport().update()

    # Qt's events ---------------------------------------------------------------------------------

    def _say_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_node.emit(current.internalId() if current.isValid() else None)

    def _note_open(self, parent: QModelIndex, first: int, last: int) -> None:
        """Remember what was open in a branch that goes: undo brings it back as it was."""
        for row in range(first, last + 1):
            top = self.rows.index(row, 0, parent).internalId()
            self._were_open.update(
                key for key in (top, *self.rows.walk(top)) if self.isExpanded(self.rows.index_of(key))
            )

    def _open_again(self, parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            top = self.rows.index(row, 0, parent).internalId()
            for key in (top, *self.rows.walk(top)):
                if key in self._were_open:
                    self.expand(self.rows.index_of(key))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt puts the cursor on the first row without selecting it; here both are one.
        current = self.current_key()
        if current is not None and not self.selectionModel().hasSelection():
            self.select_keys([current])
        self.focused.emit()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        parent, row = self._drop_place(event.position().toPoint())
        action = event.dropAction()
        landing = Landing.of(self.rows, event.mimeData(), action, row, parent)
        QToolTip.showText(
            self.viewport().mapToGlobal(event.position().toPoint()) + QPoint(16, 16),
            landing.refusal or landing.outcome,
            self.viewport(),
        )

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        QToolTip.hideText()

    def dropEvent(self, event: QDropEvent) -> None:
        QToolTip.hideText()
        super().dropEvent(event)

    def _drop_place(self, point: QPoint) -> tuple[QModelIndex, int]:
        """Parent and row (-1: on the parent) of a drop at a point, as Qt is about to do it."""
        index = self.indexAt(point)
        where = QAbstractItemView.DropIndicatorPosition
        match self.dropIndicatorPosition():
            case where.AboveItem:
                return index.parent(), index.row()
            case where.BelowItem:
                return index.parent(), index.row() + 1
            case where.OnItem:
                return index, -1
        return QModelIndex(), -1

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """The ground of the whole row, a bar beside the node of the cursor, then the row itself."""
        theme = self.rows.context.theme
        rect: QRect = options.rect
        if self.selectionModel().isSelected(index):
            painter.fillRect(rect, theme.colour("selection"))
        super().drawRow(painter, options, index)
        if index == self.currentIndex():
            bar = QRect(rect.left(), rect.top(), theme.pixels(3), rect.height())
            painter.fillRect(bar, theme.colour("accent"))
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 1))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A small triangle before nodes that can be opened; no lines."""
        if not self.rows.hasChildren(index):
            return
        theme = self.rows.context.theme
        size = theme.pixels(3)
        middle = QPoint(rect.right() - self.indentation() // 2, rect.center().y())
        if self.isExpanded(index):
            corners = [QPoint(-size, -size // 2), QPoint(size, -size // 2), QPoint(0, size)]
        else:
            corners = [QPoint(-size // 2, -size), QPoint(size, 0), QPoint(-size // 2, size)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("quiet"))
        painter.drawPolygon(QPolygon([middle + corner for corner in corners]))
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        text = self.empty_text()
        if text:
            painter = QPainter(self.viewport())
            margin = self.rows.context.theme.pixels(16)
            painter.setPen(self.rows.context.theme.colour("quiet"))
            room = self.viewport().rect().adjusted(margin, margin * 2, -margin, -margin)
            draw_prose(painter, room, text, self.font(), centred=False, middle=True)
            painter.end()

    def empty_text(self) -> str:
        """What stands in place of rows that are not there: what belongs here and how to add it."""
        if self.rows.rowCount():
            shown = self._only is None or self._only
            return "" if shown else "この所管課の項目はありません。"
        if self.rows.context.read_only:
            return "この計画版には、まだ項目がありません。"
        if not self.rows.rules:
            return "この計画版には階層がありません。「計画」の画面の「階層」で決めてください。"
        first = self.rows.rules[0].name
        ways = "画面の上の「追加」か Ctrl+Enter で、"
        return f"まだ項目がありません。\n{ways}\n最初の「{first}」を追加できます。"
