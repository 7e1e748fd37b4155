"""The cells on the screen: the first columns stay in place, rows are as high as their texts when in sight."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.delegate import CellDelegate
from dxplanner.ui.sheet.editors import Step
from dxplanner.ui.sheet.header import Headings, RowNumbers
from dxplanner.ui.sheet.heights import Heights
from dxplanner.ui.sheet.jumps import edge
from dxplanner.ui.sheet.keys import act_of
from dxplanner.ui.sheet.look import SheetLook
from dxplanner.ui.sheet.model import SheetModel

Index = QModelIndex | QPersistentModelIndex
_MOST_FROZEN: Final = 0.6
"""Share of the width that columns staying in place may take; else they scroll like the others."""
_ARROWS: Final[dict[QAbstractItemView.CursorAction, Step]] = {
    QAbstractItemView.CursorAction.MoveUp: (-1, 0),
    QAbstractItemView.CursorAction.MoveDown: (1, 0),
    QAbstractItemView.CursorAction.MoveLeft: (0, -1),
    QAbstractItemView.CursorAction.MoveRight: (0, 1),
}
_TRAVELS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}
)
_STEPS: Final[dict[str, Step]] = {"enter": (1, 0), "enter_up": (-1, 0), "tab": (0, 1), "tab_back": (0, -1)}


class SheetView(QTableView):
    """A table view that speaks of acts (``act``), not of keys."""

    act = Signal(str)
    """Name of an act of the keyboard; see ``keys``."""
    widened = Signal()
    """There is more room for columns, or less."""

    def __init__(
        self, context: PlanContext, model: SheetModel, frozen: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = SheetLook(context.theme)
        self.rows_model = model
        self._frozen = frozen
        self._fitting = False
        self._tab_from: int | None = None
        self._start = QPersistentModelIndex()
        """The cell from which a selection is extended."""
        self._placing = False
        self._unseen = True
        self.setModel(model)
        self.headings = Headings(model, self.look, self.frozen_columns, self)
        self.setHorizontalHeader(self.headings)
        self.setVerticalHeader(RowNumbers(model, self.look, self))
        self.heights = Heights(model, self.look)
        self.cells = CellDelegate(context, model, self.look, self)
        self.setItemDelegate(self.cells)
        self.cells.kept.connect(self.go)
        self.cells.added.connect(self._go_to_added)
        self.setFont(self.look.font)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(True)
        for corner in self.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            corner.setToolTip("表全体を選びます。")
            corner.setAccessibleName("表全体を選ぶ")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._widths_changed())
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
            signal.connect(lambda *_: self._rows_changed())
        for signal in (model.layoutChanged, model.dataChanged):
            signal.connect(lambda *_: self.fit())

    # Columns that stay in place -----------------------------------------------------------------------

    def columns_shown(self) -> list[int]:
        """The columns that are shown, from left to right."""
        return [column for column in range(self.rows_model.columnCount()) if not self.isColumnHidden(column)]

    def frozen_columns(self) -> list[int]:
        """The columns that stay in place; none where they would take too much room."""
        columns = self.columns_shown()[: self._frozen]
        wide = sum(map(self.columnWidth, columns))
        return columns if wide <= self.viewport().width() * _MOST_FROZEN else []

    def _frozen_width(self) -> int:
        return sum(map(self.columnWidth, self.frozen_columns()))

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        left = 0
        for column in self.frozen_columns() if index.isValid() else ():
            if column == index.column():
                rect.moveLeft(left)
                return rect
            left += self.columnWidth(column)
        return rect

    def indexAt(self, pos: QPoint) -> QModelIndex:
        if 0 <= pos.x() < self._frozen_width():
            left = 0
            for column in self.frozen_columns():
                left += self.columnWidth(column)
                if pos.x() < left:
                    row = self.rowAt(pos.y())
                    return self.rows_model.index(row, column) if row >= 0 else QModelIndex()
        return super().indexAt(pos)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        bar = self.horizontalScrollBar()
        kept = bar.value()
        super().scrollTo(index, hint)
        if index.column() in self.frozen_columns():
            bar.setValue(kept)
            return
        hidden = self._frozen_width() - super().visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dy:
            self.fit()
        if dx and self.frozen_columns():
            self.viewport().update()
            self.horizontalHeader().viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        columns = self.frozen_columns()
        if not columns or not self.horizontalScrollBar().value():
            return
        painter = QPainter(self.viewport())
        first, last = self.rows_in_sight()
        selection = self.selectionModel()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        for row in range(first, last + 1):
            for column in columns:
                index = self.rows_model.index(row, column)
                option.rect = self.visualRect(index)
                chosen = selection.isSelected(index)
                option.state = QStyle.StateFlag.State_Enabled
                if chosen:
                    option.state |= QStyle.StateFlag.State_Selected
                self.cells.paint(painter, option, index)
        wide = self._frozen_width()
        painter.setPen(self.look.quiet)
        painter.drawLine(wide - 1, 0, wide - 1, self._bottom(last))
        painter.end()

    def _bottom(self, row: int) -> int:
        return self.rowViewportPosition(row) + self.rowHeight(row)

    # Rows in sight --------------------------------------------------------------------------------------

    def rows_in_sight(self) -> tuple[int, int]:
        """The first and the last row that can be seen; (0, -1) when there are none."""
        first = self.rowAt(0)
        if first < 0:
            return 0, -1
        last = self.rowAt(self.viewport().height() - 1)
        return first, self.rows_model.rowCount() - 1 if last < 0 else last

    def fit(self) -> None:
        """Give the rows in sight the heights of their texts."""
        if self._fitting or not self.rows_model.rowCount():
            return
        self._fitting = True
        widths = [(column, self.columnWidth(column)) for column in self.columns_shown()]
        row, room = max(self.rowAt(0), 0), self.viewport().height()
        first = row
        self.rows_model.window = (first, first + room // self.look.row_height + 1)
        side = self.verticalHeader()
        while room > 0 and row < self.rows_model.rowCount():
            height = self.heights.of(row, widths)
            if side.sectionSize(row) != height:
                side.resizeSection(row, height)
            room -= height
            row += 1
        self._fitting = False

    @contextmanager
    def arranging(self) -> Iterator[None]:
        """Columns are shown, hidden and resized inside: rows are measured once, when all have widths."""
        self._fitting = True
        try:
            yield
        finally:
            self._fitting = False
            self._widths_changed()

    def _widths_changed(self) -> None:
        if not self._fitting:
            self.heights.forget()
            self.fit()
            self.viewport().update()

    def _rows_changed(self) -> None:
        side = self.verticalHeader()
        if isinstance(side, RowNumbers):
            side.fit()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor was put before the sheet had its size: show it once it has."""
        super().showEvent(event)
        if self._unseen:
            self._unseen = False
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    # Keys -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self.state() is not QAbstractItemView.State.EditingState
            and act_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(event)
        if act in _STEPS:
            self.go(_STEPS[act])
        elif act == "edit":
            self.type_in(self.currentIndex())
        elif act is not None:
            self.act.emit(act)
        else:
            self.cells.by_typing = True
            super().keyPressEvent(event)
            self.cells.by_typing = False
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._tab_from = None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.cells.by_typing = True
        super().inputMethodEvent(event)
        self.cells.by_typing = False

    def type_in(self, index: Index, *, over: bool = False) -> None:
        """Open the box of a cell; ``over`` with its text chosen, to be typed over."""
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.scrollTo(index)
            self.cells.by_typing = over
            self.edit(QModelIndex(index) if isinstance(index, QModelIndex) else self.currentIndex())
            self.cells.by_typing = False

    def put_cursor(self, index: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held down meanwhile.

        What is being typed elsewhere is stored first: Qt takes the box away when the cursor moves.
        """
        place = QPersistentModelIndex(index)
        self.cells.flush()
        self._placing = True
        self.setCurrentIndex(self.rows_model.index(place.row(), place.column()))
        self._placing = False

    # Extending the selection ----------------------------------------------------------------------------

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """With Ctrl, arrows go to the edge of a block and End to the last stored row, as in Excel."""
        index, step = self.currentIndex(), _ARROWS.get(action)
        if not index.isValid() or not modifiers & Qt.KeyboardModifier.ControlModifier:
            return super().moveCursor(action, modifiers)
        if step is not None:
            columns = self.columns_shown()
            return self.rows_model.index(*edge(self.rows_model, columns, (index.row(), index.column()), step))
        found = super().moveCursor(action, modifiers)
        stored = found.isValid() and self.rows_model.key_at(found.row()) != DRAFT
        ends = action is QAbstractItemView.CursorAction.MoveEnd
        return found.siblingAtRow(found.row() - 1) if ends and not stored and found.row() > 0 else found

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """What a click or a key selects: Ctrl with an arrow selects like the arrow alone, only farther."""
        flags = QItemSelectionModel.SelectionFlag
        pressed = event is not None and event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
        if self._placing:
            command = flags.ClearAndSelect
        elif isinstance(event, QKeyEvent) and pressed and event.key() in _TRAVELS:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            command = flags.SelectCurrent if shift else flags.ClearAndSelect
        else:
            command = super().selectionCommand(index, event)
        if (self._placing or pressed) and index.isValid() and not command & flags.Current:
            self._start = QPersistentModelIndex(index)
        return command

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Extend from the cell where it began: at its place there may be a column that stays by now."""
        end = self.indexAt(rect.bottomRight())
        if not (self._start.isValid() and command & QItemSelectionModel.SelectionFlag.Current):
            super().setSelection(rect, command)
        elif end.isValid():
            rows = sorted((self._start.row(), end.row()))
            columns = sorted((self._start.column(), end.column()))
            cells = [self.rows_model.index(rows[place], columns[place]) for place in (0, 1)]
            self.selectionModel().select(QItemSelection(*cells), command)

    def go(self, step: Step) -> None:
        """Go on by rows and columns among those shown; Enter after Tabs goes back to where they began."""
        index = self.currentIndex()
        if not index.isValid():
            return
        columns = self.columns_shown()
        column, row = index.column(), index.row() + step[0]
        if step[1]:
            if self._tab_from is None:
                self._tab_from = column
            at = columns.index(column) + step[1] if column in columns else 0
            row += at // len(columns)
            column = columns[at % len(columns)]
        elif step[0] and self._tab_from is not None:
            column, self._tab_from = self._tab_from, None
        if 0 <= row < self.rows_model.rowCount():
            self.put_cursor(self.rows_model.index(row, column))

    def _go_to_added(self, key: int) -> None:
        """The cursor stays in the row that it has been written in, now that it is stored."""
        row = self.rows_model.row_of(key)
        if row is not None:
            self.put_cursor(self.rows_model.index(row, max(self.currentIndex().column(), 0)))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.cells.tooltip(self.indexAt(event.pos())), self)
            return True
        return super().viewportEvent(event)
