"""Paints the cells of a sheet and opens the box in which one is typed."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dxplanner.model import FieldKind
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.marks import mark_text
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.editors import CellBox, Step
from dxplanner.ui.sheet.look import SheetLook
from dxplanner.ui.sheet.model import SheetModel

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Keeps the box open over a text that cannot be stored, until it is corrected or given up."""

    kept = Signal(object)
    """Step: the text is stored, go on by it."""
    added = Signal(int)
    """Key of the row that was being written: it is stored, and its box is closed."""
    problem = Signal(str)
    """Why the text in the box cannot be stored; blank when there is nothing wrong any more."""

    def __init__(
        self, context: PlanContext, model: SheetModel, look: SheetLook, view: QAbstractItemView
    ) -> None:
        super().__init__(view)
        self._context, self._model, self._look, self._view = context, model, look, view
        self.box: CellBox | None = None
        self.index = QPersistentModelIndex()
        self.by_typing = False
        """Whether the next box opens because somebody types over the cell."""
        self._added: int | None = None
        model.added.connect(self._note_added)

    # Painting ----------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = self._look, QRect(option.rect)
        cell = self._model.cell(index.row(), index.column())
        column = self._model.columns[index.column()]
        state: QStyle.StateFlag = option.state
        typed = column.write is not None
        draft = self._model.key_at(index.row()) == DRAFT
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus() or self.box is not None
        chosen = look.selection if focused else look.faded
        painter.fillRect(rect, chosen if selected else look.surface if typed else look.ground)
        painter.setPen(look.line)
        right, bottom = rect.right(), rect.bottom()
        painter.drawLine(rect.left(), bottom, right, bottom)
        painter.drawLine(right, rect.top(), right, bottom)
        room = rect.adjusted(0, 0, -1, -1)
        if cell.badge:
            painter.setPen(look.dashes)
            painter.drawRect(room.adjusted(1, 1, -2, -2))
            room.setRight(room.right() - self._badge(painter, room, cell.badge))
        if cell.problem:
            painter.setPen(look.error_pen)
            painter.drawRect(room.adjusted(0, 0, -1, -1))
            room.setRight(room.right() - self._sign(painter, room))
        if cell.text:
            painter.setFont(look.font)
            painter.setPen(look.error if cell.problem else look.ink if typed and not draft else look.quiet)
            look.draw(painter, room, cell.text, column)
        if index == self._view.currentIndex():
            painter.setPen(look.current_pen if focused else look.left_pen)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _badge(self, painter: QPainter, room: QRect, badge: str) -> int:
        """「推定」 or another word at the upper right; the room that it takes."""
        look = self._look
        painter.setFont(look.small)
        wide = look.badge_width(badge) - 4
        box = QRect(room.right() - wide - 3, room.top() + 4, wide, look.small_metrics.height() + 1)
        painter.fillRect(box, look.caution_ground)
        painter.setPen(look.caution)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
        return look.badge_width(badge)

    def _sign(self, painter: QPainter, room: QRect) -> int:
        """The sign of a text that cannot be stored: a triangle with 「!」."""
        look = self._look
        side = look.sign_width - look.gap // 2
        left, top = room.right() - side - look.gap // 2, room.top() + look.above
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.error)
        painter.drawPolygon(
            QPolygon(
                [QPoint(left + side // 2, top), QPoint(left + side, top + side), QPoint(left, top + side)]
            )
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(look.small)
        painter.setPen(look.surface)
        painter.drawText(
            QRect(left, top + side // 6, side, side - side // 8), Qt.AlignmentFlag.AlignCenter, "!"
        )
        return look.sign_width

    def tooltip(self, index: QModelIndex) -> str:
        """What a cell says beyond what can be seen: what is wrong, where it comes from, the whole text."""
        if not index.isValid():
            return ""
        cell = self._model.cell(index.row(), index.column())
        column = self._model.columns[index.column()]
        parts = [cell.problem]
        width = self._view.visualRect(index).width()
        if cell.text and not self._look.fits(cell.text, width, column):
            parts.append(cell.text)
        if cell.inferred:
            parts += ["推定：まだ確認していない内容です。", *map(mark_text, cell.inferred)]
        return "\n".join(filter(None, parts))

    # Typing ------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._model.columns[index.column()]
        offers = None
        if column.offered is not None:
            with self._context.workbench.plan.reading() as session:
                offers = column.offered(session)
        box = CellBox(self._context.theme, parent, lines=column.kind is FieldKind.TEXT, offers=offers)
        box.setFont(self._look.font)
        box.setAccessibleName(column.label)
        self.box, self.index = box, QPersistentModelIndex(index)
        box.accepted.connect(partial(self.keep, box))
        box.left.connect(lambda: self.leave(box))
        box.cancelled.connect(lambda: self.give_up(box))
        box.typed.connect(lambda: self.problem.emit(""))
        box.destroyed.connect(partial(self._lose, box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellBox) and not editor.filled:
            text = self._model.cell(index.row(), index.column()).text
            editor.begin(text, overwriting=self.by_typing)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Nothing: ``keep`` and ``leave`` store, since only they can keep the box open."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect).adjusted(-1, -1, 0, 0)
        column = self._model.columns[index.column()]
        least = self._look.theme.pixels(240) if column.kind is FieldKind.TEXT else self._look.theme.pixels(64)
        if isinstance(editor, CellBox):
            editor.least = rect.height()
            editor.setFixedHeight(editor.height())
        room = self._view.viewport().width() - rect.left()
        editor.setGeometry(rect.left(), rect.top(), max(rect.width(), min(least, room)), editor.height())
        editor.raise_()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # The box itself knows when it is kept, left or given up.
        return False

    def keep(self, box: CellBox, step: Step) -> bool:
        """Store the text and close the box; a text that cannot be stored stays in it."""
        if box.done or not self.index.isValid():
            return False
        problem = self._model.store(self.index, box.text())
        if problem is not None:
            box.show_problem(True)
            self.problem.emit(problem)
            return False
        self._close(box)
        self.kept.emit(step)
        return True

    def leave(self, box: CellBox) -> None:
        """The focus has gone elsewhere: what cannot be stored stays in the cell, marked."""
        if box.done:
            return
        index = self.index
        if index.isValid() and box.text() != self._model.cell(index.row(), index.column()).text:
            problem = self._model.store(index, box.text())
            if problem is not None:
                self._model.hold(index, box.text(), problem)
        self._close(box)

    def give_up(self, box: CellBox) -> None:
        """Esc: the cell is as it was."""
        if self.index.isValid():
            key = self._model.key_at(self.index.row())
            self._model.release([(key, self._model.columns[self.index.column()].key)])
        self.problem.emit("")
        self._close(box)

    def flush(self) -> None:
        """Store what is being typed."""
        if self.box is not None:
            self.leave(self.box)

    def _lose(self, box: CellBox, _gone: object = None) -> None:
        """Qt has taken the box away: its row is gone."""
        box.done = True
        if self.box is box:
            self.box = None

    def _note_added(self, key: int) -> None:
        if self.box is None:
            self.added.emit(key)
        else:
            self._added = key

    def _close(self, box: CellBox) -> None:
        box.done = True
        box.close_offers()
        if self.box is box:
            self.box = None
        self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.NoHint)
        added, self._added = self._added, None
        if added is not None:
            self.added.emit(added)
