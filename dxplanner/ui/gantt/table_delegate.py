"""How cells of the table are painted and typed into."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from dxplanner.ui.gantt.labels import LabelBook
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.table_model import Column, TableModel

Index = QModelIndex | QPersistentModelIndex
INDENT = 16
"""Pixels at 100 % by which a row stands further in than what it belongs to."""


class CellDelegate(QStyledItemDelegate):
    """Paints cells in the chart's manner, and edits them."""

    def __init__(self, view: QTableView, model: TableModel, look: Look) -> None:
        super().__init__(view)
        self._model, self._look = model, look
        self._labels = LabelBook(look.usual.horizontalAdvance)

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
        if self._model.problem(row, index.column()):
            painter.setPen(look.error)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
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
        step = look.theme.pixels(INDENT)
        rect.setLeft(rect.left() + row.depth * step)
        if has_arrow(row):
            _arrow(painter, look, rect.left() + step // 3, rect.center().y(), row.opened)
        rect.setLeft(rect.left() + step)
        bold = row.kind is RowKind.GROUP
        size = 12 if row.kind is RowKind.BAR else 13
        inferred = row.lane is not None and row.kind is RowKind.LANE and row.lane.inferred
        if row.kind is RowKind.BAR:
            inferred = row.bars[0].inferred
        if inferred:
            rect.setRight(rect.right() - self._badge(painter, rect))
        painter.setPen(look.ink if text else look.quiet)
        painter.setFont(look.bold if bold else look.fonts[size])
        text = text or "（名称なし）"
        metrics = painter.fontMetrics()
        shaped, width = look.text(text, size, bold)
        if width <= rect.width():
            top = rect.top() + (rect.height() - metrics.height()) // 2
            painter.drawStaticText(rect.left(), top, shaped)
            return
        if rect.height() >= 2 * metrics.height() + 4:
            halves, wider = self._labels.label(text).halves()
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width() * 1.85))
            if halves and wider <= rect.width():
                shown = "\n".join(halves)
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
