"""The table at the left as a widget: rows as high as the chart's, one scroll position, a sheet to work in."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from dxplanner.ui.gantt.lane_drag import LaneDrag
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.quiet_bar import QuietBar
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.table_delegate import INDENT, CellDelegate, Index, has_arrow
from dxplanner.ui.gantt.table_model import Column, TableModel

WIDTHS = {
    Column.NAME: 236, Column.START: 82, Column.END: 82, Column.DAYS: 64, Column.PROGRESS: 56,
    Column.DEPARTMENT: 104, Column.BEFORE: 150,
}  # fmt: skip
_KEYS = Qt.KeyboardModifier
_CTRL = _KEYS.ControlModifier
_EDITS = {
    Qt.Key.Key_C: "copy", Qt.Key.Key_X: "cut", Qt.Key.Key_V: "paste", Qt.Key.Key_D: "fill_down",
}  # fmt: skip
"""Keys with Ctrl, and the names that ``edit_asked`` gives them."""
_EDGE_MS = 30
_EDGE_STEP = 24


class TableView(QTableView):
    """The table. ``follow`` gives it the chart's row heights and scroll range."""

    toggled = Signal(object)
    """Row: its triangle was clicked, or Alt+←/→ pressed."""
    menu_asked = Signal(object, object)
    """QPoint on screen, Row | None."""
    edit_asked = Signal(str)
    """copy, cut, paste, fill_down or delete, by their keys."""
    insert_asked = Signal()
    lanes_moved = Signal(int)
    """Alt+↑/↓: -1 or 1."""
    lanes_dropped = Signal(object, int, str)
    """Lanes were dragged: keys, index among all lanes of the one they land in front of, their まとまり."""
    chain_asked = Signal()
    """Ctrl+L: the bars of the selected rows are to be tied."""

    def __init__(self, model: TableModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows_model = model
        self._maximum = 0
        self._heights: list[float] = []
        self._press: tuple[QPoint, Row] | None = None
        self.drag: LaneDrag | None = None
        self._at = QPoint()
        self._edge = QTimer(self, interval=_EDGE_MS)
        self._edge.timeout.connect(self._scroll_on)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, model, look))
        self.setAccessibleName("工程の一覧")
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBar(QuietBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(1)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(look.theme.pixels(40))
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, look.theme.pixels(width))

    def follow(self, heights: list[float], maximum: int) -> None:
        """Give rows these heights; scroll as far as the chart does."""
        if heights != self._heights:
            side = self.verticalHeader()
            known = self._heights if len(self._heights) == len(heights) else [0.0] * len(heights)
            for number, (old, height) in enumerate(zip(known, heights, strict=True)):
                if old != height and side.sectionSize(number) != int(height):
                    side.resizeSection(number, int(height))
            self._heights = heights
        if maximum != self._maximum:
            self._maximum = maximum
            self.verticalScrollBar().setRange(0, maximum)

    def set_head_height(self, height: int) -> None:
        """Make the headings as high as the chart's, so that the first rows of both begin side by side."""
        head = self.horizontalHeader()
        if head.height() != height or self.viewport().y() != height:
            head.setFixedHeight(height)
            self.updateGeometries()

    def forget_heights(self) -> None:
        """Rows came or went: the next ``follow`` looks at all of them."""
        self._heights = []

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.verticalScrollBar().setRange(0, self._maximum)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint the cells of a row that has changed: of several cells at once, Qt paints all that shows."""
        if first.row() != last.row():
            super().dataChanged(first, last, roles)
            return
        for column in range(first.column(), last.column() + 1):
            cell = self.rows_model.index(first.row(), column)
            super().dataChanged(cell, cell, roles)

    def current_row(self) -> Row | None:
        """The row of the keyboard."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def chosen_rows(self) -> list[Row]:
        """The rows of the selected cells, from the top down."""
        return [self.rows_model.row(number) for number in sorted({row for row, _ in self.chosen_cells()})]

    def chosen_cells(self) -> list[tuple[int, int]]:
        """The selected cells by row and column, the cell of the keyboard when none is selected."""
        cells = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        index = self.currentIndex()
        return cells or ([(index.row(), index.column())] if index.isValid() else [])

    def choose(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a rectangle of cells."""
        from PySide6.QtCore import QItemSelection

        model = self.rows_model
        area = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = None
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.NAME:
            row = self.rows_model.row(index.row())
            step = self._look.theme.pixels(INDENT)
            left = self.visualRect(index).left() + self._look.measures.gap + 2 + row.depth * step
            if has_arrow(row) and left - 4 <= event.position().x() <= left + step:
                self.toggled.emit(row)
                return
            plain = event.button() is Qt.MouseButton.LeftButton and event.modifiers() == _KEYS.NoModifier
            if plain and row.kind is not RowKind.BAR and self.rows_model.edits:
                self._press = event.position().toPoint(), row
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position().toPoint()
        if self._press is None:
            super().mouseMoveEvent(event)
            return
        start, row = self._press
        edition = self.rows_model.edition
        if self.drag is None and edition is not None:
            if (self._at - start).manhattanLength() < QApplication.startDragDistance():
                return
            self.drag = LaneDrag(self, edition, row, self._look)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._drag_on()
        if not self.viewport().rect().contains(self._at) and not self._edge.isActive():
            self._edge.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self.drag
        self._press = None
        if drag is None:
            super().mouseReleaseEvent(event)
            return
        drag.move(event.position().toPoint())
        self.cancel_drag()
        if drag.drop is not None and drag.lanes:
            self.lanes_dropped.emit([lane.id for lane in drag.lanes], drag.drop.to, drag.drop.group)

    def cancel_drag(self) -> bool:
        """Give up dragging lanes; False when none are."""
        dragging = self.drag is not None
        self._press = self.drag = None
        self._edge.stop()
        self.viewport().unsetCursor()
        self.viewport().update()
        return dragging

    def _drag_on(self) -> None:
        if self.drag is not None:
            self.drag.move(self._at)
            self.viewport().update()

    def _scroll_on(self) -> None:
        """While a drag holds the pointer outside the view, the view follows it."""
        view = self.viewport().rect()
        if self.drag is None or view.top() <= self._at.y() <= view.bottom():
            self._edge.stop()
            return
        step = self._at.y() - (view.top() if self._at.y() < view.top() else view.bottom())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(-_EDGE_STEP, min(step, _EDGE_STEP)))
        self._drag_on()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.drag is not None:
            painter = QPainter(self.viewport())
            self.drag.paint(painter)
            painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cancel_drag()
        super().focusOutEvent(event)

    # Keyboard -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~_KEYS.KeypadModifier
        row, key = self.current_row(), Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.cancel_drag():
            return
        if row is not None and held == _KEYS.AltModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if has_arrow(row) and row.opened is (key == Qt.Key.Key_Left):
                self.toggled.emit(row)
        elif held == _KEYS.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.lanes_moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete and not held:
            self.edit_asked.emit("delete")
        elif key == Qt.Key.Key_Insert and not held:
            self.insert_asked.emit()
        elif held == _CTRL and key in _EDITS:
            self.edit_asked.emit(_EDITS[key])
        elif held == _CTRL and key == Qt.Key.Key_L:
            self.chain_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            index = self.currentIndex()
            if index.isValid():
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def _menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        row = self.rows_model.row(index.row()) if index.isValid() else None
        self.menu_asked.emit(self.viewport().mapToGlobal(point), row)
