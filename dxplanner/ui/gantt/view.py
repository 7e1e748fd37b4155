"""The chart with mouse, keyboard and text editing: what the pane puts on screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.snapping import period_text
from dxplanner.domain.time_units import finer
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.chart import ZOOM_STEP, GanttChart
from dxplanner.ui.gantt.interaction import Interaction
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import RowKind
from dxplanner.ui.gantt.selection import BarSelection
from dxplanner.ui.gantt.text_edit import BarTextEdit

_KEYS = Qt.KeyboardModifier
_LEAST_EDIT = 140
_CTRL = int(_KEYS.ControlModifier.value)
_COMMANDS = {
    (_CTRL, int(Qt.Key.Key_C)): "copy",
    (_CTRL, int(Qt.Key.Key_X)): "cut",
    (_CTRL, int(Qt.Key.Key_V)): "paste",
    (_CTRL, int(Qt.Key.Key_A)): "select_all",
    (_CTRL, int(Qt.Key.Key_D)): "duplicate",
    (_CTRL, int(Qt.Key.Key_L)): "chain",
    (_CTRL | int(_KEYS.ShiftModifier.value), int(Qt.Key.Key_L)): "unchain",
    (0, int(Qt.Key.Key_Delete)): "delete",
}
_HELD_KEYS = {Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Control}


class GanttView(GanttChart):
    """The chart that can be edited."""

    properties_asked = Signal()
    """Enter: the properties of the selected bars."""
    menu_asked = Signal(object, object)
    """QPoint on screen and the lane row (Row | None): a context menu."""
    bar_asked = Signal()
    """Insert: a new bar at the cursor."""
    edit_asked = Signal(str)
    """copy, cut, paste, delete, duplicate, chain, unchain or select_all, by their keys."""

    def __init__(
        self,
        look: Look,
        acts: GanttActs,
        selection: BarSelection,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, today, parent)
        self.acts, self.selection = acts, selection
        self.mouse = Interaction(self, acts, selection)
        self.mouse.opened.connect(self.edit_text)
        self.mouse.drawn.connect(self.edit_text)
        self.mouse.link_chosen.connect(self._mark_link)
        self.editor = BarTextEdit(acts.rename, self.viewport())
        self.editor.closed.connect(self.setFocus)
        self.overlays.append(self._paint_focus)

    # Text in place --------------------------------------------------------------------------------

    def edit_text(self, bar_id: int) -> None:
        """Open a bar's text in place."""
        found = self.acts.bars([bar_id])
        if not found or self.acts.read_only:
            return
        if not self.editor.finish(keep=True):
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reveal(bar_id)
        rect = self.item_rect(bar_id)
        if rect is None:
            return
        width = max(rect.width(), self.look.theme.pixels(_LEAST_EDIT))
        left = min(max(rect.left(), 0.0), max(self.viewport().width() - width, 0.0))
        high = self.look.theme.pixels(26)
        self.editor.setGeometry(round(left), round(rect.center().y() - high / 2), round(width), high)
        self.editor.open(bar_id, found[0].label)

    # Mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self.mouse.leave()
        elif event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tip(event)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.selection.current is not None:
            rect = self.item_rect(self.selection.current)
            if rect is not None:
                point = self.viewport().mapToGlobal(rect.center().toPoint())
        _, y = self.content(self.viewport().mapFromGlobal(point))
        index = self.rows.row_at(y)
        self.menu_asked.emit(point, None if index is None else self.rows.rows[index])

    # Keyboard -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~_KEYS.KeypadModifier
        if key in _HELD_KEYS:
            self.mouse.keys_changed(event.modifiers())
        if key == Qt.Key.Key_Space and not held:
            self.mouse.panning_key = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif key == Qt.Key.Key_Escape:
            if not self.mouse.cancel():
                self.selection.clear()
        elif not (self._arrow(key, held) or self._other(key, held)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in _HELD_KEYS:
            self.mouse.keys_changed(event.modifiers())
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.mouse.panning_key = False
            self.viewport().unsetCursor()
        super().keyReleaseEvent(event)

    def _arrow(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Arrow keys: move, stretch, change the lane, walk."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ids = self.selection.ids
        unit = self.snap_unit()
        if key in steps and ids:
            count = steps[Qt.Key(key)]
            if held in (_KEYS.NoModifier, _KEYS.AltModifier):
                self.acts.step(ids, finer(unit) if held == _KEYS.AltModifier else unit, count)
            elif held & _KEYS.ShiftModifier:
                fine = finer(unit) if held & _KEYS.AltModifier else unit
                self.acts.stretch(ids, fine, count, at_start=bool(held & _KEYS.ControlModifier))
            else:
                return False
            self._show_current()
            return True
        levels = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in levels:
            count = levels[Qt.Key(key)]
            if held == _KEYS.AltModifier and ids:
                self.acts.to_lane(ids, count)
                self._show_current()
                return True
            if held in (_KEYS.NoModifier, _KEYS.ShiftModifier):
                return self.walk_rows(count, more=held == _KEYS.ShiftModifier)
        return False

    def _other(self, key: int, held: Qt.KeyboardModifier) -> bool:
        current = self.selection.current
        command = _COMMANDS.get((int(held.value), key))
        if command is not None:
            self.edit_asked.emit(command)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.properties_asked.emit()
        elif key == Qt.Key.Key_F2 and current is not None:
            self.edit_text(current)
        elif key == Qt.Key.Key_Insert and not held:
            self.bar_asked.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon) and not held & _KEYS.ControlModifier:
            self.zoom(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus and not held & _KEYS.ControlModifier:
            self.zoom(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0 and not held:
            self.fit()
        elif key == Qt.Key.Key_Home and not held:
            self.horizontalScrollBar().setValue(0)
        elif key == Qt.Key.Key_End and not held:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())
        else:
            return False
        return True

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks from bar to bar, and leaves the chart after the last one."""
        if self.hasFocus() and self.walk(1 if next else -1):
            return True
        return super().focusNextPrevChild(next)

    def walk(self, step: int) -> bool:
        """Select the next bar in the order of reading; False when there is none."""
        order = self._order()
        current = self.selection.current
        if not order:
            return False
        if current not in order:
            target = order[0] if step > 0 else order[-1]
        else:
            at = order.index(current) + step
            if not 0 <= at < len(order):
                return False
            target = order[at]
        self.selection.set([target])
        self.reveal(target)
        return True

    def walk_rows(self, step: int, *, more: bool = False) -> bool:
        """Select the bar above or below that lies nearest in time; ``more`` keeps those selected before."""
        current = self.selection.current
        place = None if current is None else self.links.end_of(current)
        if current is None or place is None:
            return self.walk(step) if step > 0 and current is None else False
        middle = (place[0] + place[1]) / 2
        index = self.rows.row_of_bar(current)
        assert index is not None
        index += step
        while 0 <= index < len(self.rows):
            row = self.rows.rows[index]
            if not row.summary and row.bars:
                placed = [item for item in self.rows.items(index).placed if item.bar in row.bars]
                nearest = min(placed, key=lambda item: abs((item.left + item.right) / 2 - middle))
                before = [key for key in self.selection.ids if key != nearest.bar.id] if more else []
                self.selection.set([*before, nearest.bar.id])
                self.reveal(nearest.bar.id)
                return True
            index += step
        return True

    def _order(self) -> list[int]:
        found: list[int] = []
        for row in self.rows.rows:
            if not row.summary:
                found += [bar.id for bar in sorted(row.bars, key=lambda bar: (bar.starts_on, bar.position))]
        return found

    def _show_current(self) -> None:
        if self.selection.current is not None:
            self.reveal(self.selection.current)

    # Painting and tips ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        moving = self.mouse.moving
        if self.marks.moving != moving:
            self.marks = replace(self.marks, moving=moving)
        super().paintEvent(event)

    def _paint_focus(self, painter: QPainter) -> None:
        if not self.hasFocus():
            return
        view = self.view_rect()
        painter.setPen(self.look.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(view.left() + 0.5, view.top() + 0.5, view.width() - 1.5, view.height() - 1.5))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _mark_link(self, link: object) -> None:
        key = getattr(link, "id", None)
        if key != self.marked_link:
            self.marked_link = key
            self.viewport().update()

    def _tip(self, event: QHelpEvent) -> None:
        x, y = self.content(event.pos())
        hit = self.mouse.hit(x, y)
        if hit is None:
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), self.describe(hit.bar), self.viewport())

    def describe(self, bar: BarData) -> str:
        """A bar in words: its tooltip."""
        lines = [
            self.acts.name(bar),
            period_text(
                bar.starts_on, bar.ends_on or (bar.starts_on if bar.is_point else None), bar.precision
            ),
        ]
        if bar.progress is not None:
            lines.append(f"進捗 {bar.progress}％")
        if bar.department:
            lines.append(f"担当 {bar.department}")
        if not bar.fixed and self.acts.graph.links_of(bar.id):
            days = self.acts.graph.slack().get(bar.id, 0)
            lines.append(f"余裕 {days}日" if days > 0 else "余裕がありません。遅れると後に響きます。")
        if bar.fixed:
            lines.append("日付を固定しています。計算では動きません。")
        if bar.inferred:
            lines.append("推定です。確かめたら「確認済みにする」を押してください。")
        if bar.note:
            lines.append(bar.note)
        return "\n".join(lines)


__all__ = ["GanttView", "RowKind"]
