"""Rows are moved with the mouse: a selected row is taken by its number and put between two others."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame

from dxplanner.ui.sheet.acts import SheetActs
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.selection import area_of
from dxplanner.ui.sheet.view import SheetView

_SCROLL_MS: Final = 60
_TIP: Final = (
    "行の番号で行を選び、選んだ行の番号をつかんで動かすと、並び順が変わります（Alt+↑・Alt+↓でも動きます）。"
)


class RowDrag(QObject):
    """Watches the numbers of a sheet's rows. A press on a row that is not selected still selects it."""

    def __init__(self, view: SheetView, acts: SheetActs) -> None:
        super().__init__(view)
        self._view, self._acts = view, acts
        self._side = view.verticalHeader()
        self._pressed: QPoint | None = None
        self._place: int | None = None
        """Before which row the selected ones would be put; None while nothing is dragged."""
        self._line = QFrame(view.viewport())
        self._line.setStyleSheet(f"background: {view.look.accent.name()}")
        self._line.hide()
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._side.viewport().setMouseTracking(True)
        self._side.viewport().installEventFilter(self)
        view.installEventFilter(self)

    def show_tip(self) -> None:
        """Say how rows are moved, where they can be."""
        self._side.setToolTip(_TIP if self._acts.movable() else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view:
            return self._cancelled(event)
        if not isinstance(event, QMouseEvent):
            return False
        point = event.position().toPoint()
        match event.type():
            case QEvent.Type.MouseButtonPress:
                plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
                if event.button() is Qt.MouseButton.LeftButton and plain and self._grasps(point):
                    self._pressed = point
                    return True
            case QEvent.Type.MouseMove if self._pressed is not None:
                self._drag(point)
                return True
            case QEvent.Type.MouseMove if not event.buttons():
                self._show_hand(Qt.CursorShape.OpenHandCursor if self._grasps(point) else None)
            case QEvent.Type.MouseButtonRelease if self._pressed is not None:
                self._release(point)
                return True
        return False

    def _cancelled(self, event: QEvent) -> bool:
        """Esc gives up what is being dragged."""
        if self._place is None or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        self._end()
        return True

    def _grasps(self, point: QPoint) -> bool:
        """Whether a stored row is under the pointer that is selected as a whole."""
        row = self._side.logicalIndexAt(point)
        if row < 0 or not self._acts.movable() or self._view.rows_model.key_at(row) == DRAFT:
            return False
        area = area_of(self._view)
        return area.aligned and row in area.rows and len(area.columns) == len(self._view.columns_shown())

    def _drag(self, point: QPoint) -> None:
        start = self._pressed
        if start is None:
            return
        if self._place is None and (point - start).manhattanLength() < QApplication.startDragDistance():
            return
        if self._place is None:
            self._view.setFocus()  # so that Esc comes here, and what is being typed is stored
            self._show_hand(Qt.CursorShape.ClosedHandCursor)
        self._show_place(point.y())
        inside = 0 <= point.y() < self._side.viewport().height()
        if inside:
            self._scrolling.stop()
        elif not self._scrolling.isActive():
            self._scrolling.start()

    def _show_place(self, y: int) -> None:
        """Draw the line between the two rows nearest to a height."""
        last = self._view.rows_model.rowCount()
        row = self._side.logicalIndexAt(max(0, min(y, self._side.viewport().height() - 1)))
        if row < 0:
            row = last
        elif y > self._view.rowViewportPosition(row) + self._view.rowHeight(row) // 2:
            row += 1
        if row == last and last and self._view.rows_model.key_at(last - 1) == DRAFT:
            row -= 1
        self._place = row
        above = self._view.rowViewportPosition(row - 1) + self._view.rowHeight(row - 1) if row else 0
        self._line.setGeometry(0, max(0, above - 1), self._view.viewport().width(), 3)
        self._line.raise_()
        self._line.show()

    def _scroll(self) -> None:
        y = self._side.viewport().mapFromGlobal(self._side.cursor().pos()).y()
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + (-1 if y < 0 else 1))
        self._show_place(y)

    def _release(self, point: QPoint) -> None:
        place = self._place
        self._end()
        if place is None:
            self._view.selectRow(self._side.logicalIndexAt(point))
            return
        model = self._view.rows_model
        before = [model.key_at(row) for row in range(place)]
        self._acts.move_to(len(before) - before.count(DRAFT))

    def _end(self) -> None:
        self._pressed = self._place = None
        self._scrolling.stop()
        self._line.hide()
        self._show_hand(None)

    def _show_hand(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self._side.viewport().unsetCursor()
        else:
            self._side.viewport().setCursor(shape)
