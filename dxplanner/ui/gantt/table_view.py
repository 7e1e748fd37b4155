"""The table at the left as a widget: rows as high as the chart's, one scroll position, typed like a sheet."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.table_model import Column, TableModel

Index = QModelIndex | QPersistentModelIndex
WIDTHS = {
    Column.NAME: 232, Column.START: 82, Column.END: 82, Column.DAYS: 64, Column.PROGRESS: 56,
    Column.DEPARTMENT: 104, Column.BEFORE: 150,
}  # fmt: skip
_INDENT = 16
_KEYS = Qt.KeyboardModifier


class CellDelegate(QStyledItemDelegate):
    """Paints cells in the chart's manner, and edits them."""

    def __init__(self, view: QTableView, model: TableModel, look: Look) -> None:
        super().__init__(view)
        self._model, self._look = model, look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, row = self._look, self._model.row(index.row())
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, look.selection)
        elif row.kind is RowKind.GROUP:
            painter.fillRect(rect, look.ground)
        painter.setPen(look.line)
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        if bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(look.accent_thick)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        text = self._model.text(row, Column(index.column()))
        inner = rect.adjusted(look.measures.gap + 2, 0, -look.measures.gap, 0)
        if index.column() == Column.NAME:
            self._name(painter, inner, row, text)
            return
        if not text:
            return
        quiet = row.bar is None
        painter.setFont(look.fonts[12])
        painter.setPen(look.quiet if quiet else look.ink)
        right = index.column() in (Column.DAYS, Column.PROGRESS)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignVCenter, shown)

    def _name(self, painter: QPainter, rect: QRect, row: Row, text: str) -> None:
        look = self._look
        step = look.theme.pixels(_INDENT)
        rect.setLeft(rect.left() + row.depth * step)
        if has_arrow(row):
            _arrow(painter, look, rect.left() + step // 3, rect.center().y(), row.opened)
        rect.setLeft(rect.left() + step)
        bold = row.kind is RowKind.GROUP
        painter.setFont(look.bold if bold else look.fonts[13 if row.kind is RowKind.LANE else 12])
        inferred = row.lane is not None and row.kind is RowKind.LANE and row.lane.inferred
        if row.kind is RowKind.BAR:
            inferred = row.bars[0].inferred
        if inferred:
            rect.setRight(rect.right() - self._badge(painter, rect))
        painter.setPen(look.ink if text else look.quiet)
        painter.setFont(look.bold if bold else look.fonts[13 if row.kind is RowKind.LANE else 12])
        text = text or "（名称なし）"
        metrics = painter.fontMetrics()
        lines = 2 if rect.height() >= 2 * metrics.height() + 4 else 1
        if lines == 2 and metrics.horizontalAdvance(text) > rect.width():
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width() * 1.85))
            painter.drawText(rect, flags, shown)
            return
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _badge(self, painter: QPainter, rect: QRect) -> int:
        """The badge 推定 at the right end; its width."""
        look = self._look
        painter.setFont(look.fonts[11])
        width = painter.fontMetrics().horizontalAdvance("推定") + look.measures.gap * 2
        high = painter.fontMetrics().height() + 1
        box = QRect(rect.right() - width, rect.center().y() - high // 2, width, high)
        painter.setPen(look.caution)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(look.caution_ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "推定")
        return width + look.measures.gap

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEdit(parent)
        editor.setAccessibleName(str(self._model.headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        high = min(option.rect.height(), self._look.theme.pixels(28))
        rect = QRect(option.rect)
        rect.setTop(rect.center().y() - high // 2)
        rect.setHeight(high)
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter keeps the text and goes on to the cell below."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, CellEdit)
        ):
            if editor.composing:
                return True
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            view = self.parent()
            if isinstance(view, QTableView):
                below = view.currentIndex().siblingAtRow(view.currentIndex().row() + 1)
                if below.isValid():
                    view.setCurrentIndex(below)
            return True
        return super().eventFilter(editor, event)


class CellEdit(QLineEdit):
    """A line in a cell that knows whether an input method is composing: then Enter belongs to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())


class TableView(QTableView):
    """The table. ``follow`` gives it the chart's row heights and scroll range."""

    toggled = Signal(object)
    """Row: its triangle was clicked, or Alt+←/→ pressed."""
    menu_asked = Signal(object, object)
    """QPoint on screen, Row | None."""
    delete_asked = Signal()
    insert_asked = Signal()
    lanes_moved = Signal(int)
    """Alt+↑/↓: -1 or 1."""
    copy_asked = Signal()
    paste_asked = Signal()

    def __init__(self, model: TableModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows_model = model
        self._maximum = 0
        self._heights: list[float] = []
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, model, look))
        self.setAccessibleName("工程の一覧")
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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

    def forget_heights(self) -> None:
        """Rows came or went: the next ``follow`` looks at all of them."""
        self._heights = []

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.verticalScrollBar().setRange(0, self._maximum)

    def current_row(self) -> Row | None:
        """The row of the keyboard."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def chosen_rows(self) -> list[Row]:
        """The rows of the selected cells, from the top down."""
        numbers = sorted({index.row() for index in self.selectedIndexes()})
        return [self.rows_model.row(number) for number in numbers]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.NAME:
            row = self.rows_model.row(index.row())
            step = self._look.theme.pixels(_INDENT)
            left = self.visualRect(index).left() + self._look.measures.gap + 2 + row.depth * step
            if has_arrow(row) and left - 4 <= event.position().x() <= left + step:
                self.toggled.emit(row)
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~_KEYS.KeypadModifier
        row, key = self.current_row(), event.key()
        if row is not None and held == _KEYS.AltModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if has_arrow(row) and row.opened is (key == Qt.Key.Key_Left):
                self.toggled.emit(row)
        elif held == _KEYS.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.lanes_moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete and not held:
            self.delete_asked.emit()
        elif key == Qt.Key.Key_Insert and not held:
            self.insert_asked.emit()
        elif held == _KEYS.ControlModifier and key == Qt.Key.Key_C:
            self.copy_asked.emit()
        elif held == _KEYS.ControlModifier and key == Qt.Key.Key_V:
            self.paste_asked.emit()
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


def has_arrow(row: Row) -> bool:
    """Whether a row can be opened and closed."""
    return row.kind is RowKind.GROUP or (row.kind is RowKind.LANE and bool(row.bars))


def _arrow(painter: QPainter, look: Look, x: int, y: int, opened: bool) -> None:
    side = look.theme.pixels(4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.summary)
    if opened:
        shape = [QPoint(x - side, y - side // 2), QPoint(x + side, y - side // 2), QPoint(x, y + side)]
    else:
        shape = [QPoint(x - side // 2, y - side), QPoint(x + side, y), QPoint(x - side // 2, y + side)]
    painter.drawPolygon(QPolygon(shape))
