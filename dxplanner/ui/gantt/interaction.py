"""The mouse on the chart: what is under the pointer, and which drag a press begins."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from dxplanner.domain.schedule_data import BarData, LinkData
from dxplanner.domain.vocabulary import BarKind
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.chart import GanttChart
from dxplanner.ui.gantt.drags import (
    Drag,
    DrawDrag,
    LinkDrag,
    MoveDrag,
    Pointer,
    ResizeDrag,
    RubberDrag,
    Stage,
)
from dxplanner.ui.gantt.items import Placed
from dxplanner.ui.gantt.rows import RowKind
from dxplanner.ui.gantt.selection import BarSelection

_EDGE_MS = 30
_EDGE_STEP = 40
"""Most pixels that the view follows a drag by at a time."""


class Zone(Enum):
    """A part of what is under the pointer."""

    BODY = "body"
    START = "start"
    END = "end"
    LINK_START = "link_start"
    LINK_END = "link_end"


@dataclass(frozen=True, slots=True)
class Hit:
    """A bar under the pointer, the part of it, and its row."""

    bar: BarData
    zone: Zone
    row: int


_CURSORS = {
    Zone.BODY: Qt.CursorShape.SizeAllCursor,
    Zone.START: Qt.CursorShape.SizeHorCursor,
    Zone.END: Qt.CursorShape.SizeHorCursor,
    Zone.LINK_START: Qt.CursorShape.CrossCursor,
    Zone.LINK_END: Qt.CursorShape.CrossCursor,
}


class Interaction(QObject):
    """Turns presses and moves into drags. One at a time; Esc gives it up, letting go finishes it."""

    opened = Signal(int)
    """A bar was double-clicked: its text is to be edited in place."""
    drawn = Signal(int)
    """A bar has just been drawn: its text is to be typed."""
    link_chosen = Signal(object)
    """LinkData | None: an arrow was clicked."""

    def __init__(self, chart: GanttChart, acts: GanttActs, selection: BarSelection) -> None:
        super().__init__(chart)
        self.chart, self.acts, self.selection = chart, acts, selection
        self.stage = Stage(chart, acts)
        self.drag: Drag | None = None
        self.hovered: int | None = None
        self.panning_key = False
        """Whether the space bar is held: then the mouse scrolls the chart."""
        self._press: QPoint | None = None
        self._begin: Callable[[], Drag | None] | None = None
        self._clicked: Callable[[], None] | None = None
        self._pan: QPoint | None = None
        self._at = QPoint()
        self._edge = QTimer(self, interval=_EDGE_MS)
        self._edge.timeout.connect(self._scroll_on)
        chart.overlays.append(self._paint)

    # What is under the pointer -------------------------------------------------------------------

    def item_at(self, x: float, y: float, reach: float = 0.0) -> tuple[Placed, int] | None:
        """The item whose body is at a place (content pixels), with its row."""
        rows = self.chart.rows
        index = rows.row_at(y)
        if index is None or rows.rows[index].summary:
            return None
        items = rows.items(index)
        for item in reversed(items.placed):
            top = rows.line_top(index, item.line)
            if top <= y < top + items.heights[item.line] and item.left - reach <= x <= item.right + reach:
                return item, index
        return None

    def hit(self, x: float, y: float) -> Hit | None:
        """What can be taken hold of at a place in content pixels."""
        p = self.chart.look.measures
        handle = self._handle_at(x, y)
        if handle is not None:
            return handle
        found = self.item_at(x, y) or self.item_at(x, y, 2.0 * p.handle)
        known = self.acts.edition.bar_by_id if self.acts.edition is not None else {}
        if found is None or found[0].bar.id not in known:
            return self._text_at(x, y)
        item, row = found
        bar = item.bar
        if bar.id == self.selection.current or bar.id == self.hovered:
            if p.handle / 2 < x - item.right <= 2 * p.handle:
                return Hit(bar, Zone.LINK_END, row)
            if p.handle / 2 < item.left - x <= 2 * p.handle:
                return Hit(bar, Zone.LINK_START, row)
        if not item.left - p.handle / 2 <= x <= item.right + p.handle / 2:
            return None
        if bar.kind is BarKind.BAR and item.right - item.left > 3 * p.handle:
            if x <= item.left + p.handle:
                return Hit(bar, Zone.START, row)
            if x >= item.right - p.handle:
                return Hit(bar, Zone.END, row)
        return Hit(bar, Zone.BODY, row)

    def _handle_at(self, x: float, y: float) -> Hit | None:
        """The small circle for 前後関係 beside the hovered bar; it lies over a bar that follows at once."""
        p, known = self.chart.look.measures, self.acts.edition.bar_by_id if self.acts.edition else {}
        for key in dict.fromkeys((self.hovered, self.selection.current)):
            end = self.chart.links.end_of(key) if key in known and key is not None else None
            row = self.chart.rows.row_of_bar(key) if end is not None and key is not None else None
            if end is None or row is None or key is None or abs(y - end[2]) > p.handle:
                continue
            for centre, zone in ((end[1], Zone.LINK_END), (end[0], Zone.LINK_START)):
                way = x - centre if zone is Zone.LINK_END else centre - x
                if 0.6 * p.handle <= way <= 2 * p.handle:
                    return Hit(known[key], zone, row)
        return None

    def _text_at(self, x: float, y: float) -> Hit | None:
        """A text beside a bar or sign belongs to it."""
        rows = self.chart.rows
        index = rows.row_at(y)
        if index is None or rows.rows[index].summary:
            return None
        items = rows.items(index)
        for item in items.placed:
            top = rows.line_top(index, item.line)
            inside = top <= y < top + items.heights[item.line]
            if inside and not item.inside and item.leftmost <= x <= item.rightmost:
                return Hit(item.bar, Zone.BODY, index)
        return None

    # Mouse ----------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: what a move begins from here, and what a click does."""
        self._at = event.position().toPoint()
        if event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton and self.panning_key
        ):
            self._pan = self._at
            self.chart.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        pointer = self._pointer(event)
        hit = self.hit(pointer.x, pointer.y)
        if event.button() is Qt.MouseButton.RightButton:
            link = self._link_at(pointer) if hit is None else None
            self.link_chosen.emit(link)
            if hit is not None and hit.bar.id not in self.selection:
                self.selection.set([hit.bar.id])
            elif hit is None:
                self.selection.clear()
            return
        self._press = self._at
        self._begin = self._clicked = None
        if hit is None:
            self._press_empty(pointer)
        else:
            self.link_chosen.emit(None)
            self._press_bar(hit, pointer)

    def _press_bar(self, hit: Hit, pointer: Pointer) -> None:
        bar = hit.bar
        if pointer.ctrl:
            # A Ctrl-click adds; a Ctrl-drag copies what is selected, with this bar among it.
            was_in = bar.id in self.selection
            if not was_in:
                self.selection.toggle(bar.id)
            else:
                self._clicked = lambda: self.selection.toggle(bar.id)
        elif pointer.shift and self.selection.current is not None:
            self.selection.set([*self.selection.ids, bar.id], bar.id)
        elif bar.id not in self.selection:
            self.selection.set([bar.id])
        else:
            self.selection.set(self.selection.ids, bar.id)
            self._clicked = lambda: self.selection.set([bar.id])
        if self.acts.read_only:
            return
        stage = self.stage
        match hit.zone:
            case Zone.START | Zone.END:
                self._begin = lambda: ResizeDrag(stage, bar, hit.zone is Zone.START)
            case Zone.LINK_START | Zone.LINK_END:
                self._begin = lambda: LinkDrag(stage, bar, hit.zone is Zone.LINK_END, self.item_at)
            case Zone.BODY:
                self._begin = lambda: MoveDrag(stage, self.acts.bars(self.selection.ids), bar, pointer)

    def _press_empty(self, pointer: Pointer) -> None:
        link = self._link_at(pointer)
        if link is not None:
            self.link_chosen.emit(link)
            return
        self.link_chosen.emit(None)
        before = self.selection.ids if pointer.ctrl else ()
        if not pointer.ctrl:
            self._clicked = self.selection.clear
        index = self.chart.rows.row_at(pointer.y)
        row = None if index is None else self.chart.rows.rows[index]
        draws = row is not None and row.kind is not RowKind.GROUP and row.lane is not None
        if draws and not pointer.ctrl and not pointer.shift and not self.acts.read_only:
            assert row is not None
            assert row.lane is not None
            assert index is not None
            lane, at = row.lane, index
            self._begin = lambda: DrawDrag(self.stage, lane, at, pointer, self.drawn.emit)
        else:
            self._begin = lambda: RubberDrag(self.stage, pointer, before, self.selection.set)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves, with or without a button."""
        self._at = event.position().toPoint()
        if self._pan is not None:
            delta = self._at - self._pan
            self._pan = self._at
            for bar, step in (
                (self.chart.horizontalScrollBar(), delta.x()), (self.chart.verticalScrollBar(), delta.y()),
            ):  # fmt: skip
                bar.setValue(bar.value() - step)
            return
        pointer = self._pointer(event)
        if self.drag is None and self._press is not None and self._begin is not None:
            if (self._at - self._press).manhattanLength() < QApplication.startDragDistance():
                return
            self.drag = self._begin()
        if self.drag is not None:
            self.drag.update(pointer)
            self.chart.viewport().update()
            if not self.chart.viewport().rect().contains(self._at) and not self._edge.isActive():
                self._edge.start()
        elif self._press is None:
            self._hover(pointer)

    def _scroll_on(self) -> None:
        """While a drag holds the pointer outside the view, the view follows it."""
        view = self.chart.viewport().rect()
        if self.drag is None or view.contains(self._at):
            self._edge.stop()
            return
        for bar, low, high, at in (
            (self.chart.horizontalScrollBar(), view.left(), view.right(), self._at.x()),
            (self.chart.verticalScrollBar(), view.top(), view.bottom(), self._at.y()),
        ):
            step = at - low if at < low else max(at - high, 0)
            bar.setValue(bar.value() + max(-_EDGE_STEP, min(step, _EDGE_STEP)))
        x, y = self.chart.content(self._at)
        self.drag.update(_held(x, y, QApplication.keyboardModifiers()))
        self.chart.viewport().update()

    def release(self, event: QMouseEvent) -> None:
        """A button goes up: a drag is done, or a click was one."""
        if self._pan is not None:
            self._pan = None
            self.chart.viewport().unsetCursor()
            return
        drag, clicked, pressed = self.drag, self._clicked, self._press
        self._forget()
        if drag is not None:
            drag.update(self._pointer(event))
            drag.finish()
        elif clicked is not None and pressed is not None:
            clicked()
        self.chart.viewport().update()

    def double(self, event: QMouseEvent) -> None:
        """A double click opens a bar's text."""
        self._forget()
        pointer = self._pointer(event)
        hit = self.hit(pointer.x, pointer.y)
        if hit is not None:
            self.selection.set([hit.bar.id])
            self.opened.emit(hit.bar.id)

    def cancel(self) -> bool:
        """Esc: give up the drag; False when there is none."""
        busy = self.drag is not None or self._pan is not None
        if self.drag is not None:
            self.drag.cancel()
        self._pan = None
        self._edge.stop()
        self._forget()
        self.chart.viewport().update()
        return busy

    def keys_changed(self, modifiers: Qt.KeyboardModifier) -> None:
        """Alt, Shift or Ctrl went down or up during a drag."""
        if self.drag is not None:
            x, y = self.chart.content(self._at)
            self.drag.update(_held(x, y, modifiers))
            self.chart.viewport().update()

    def leave(self) -> None:
        """The pointer left the chart."""
        if self.drag is None and self.hovered is not None:
            self.hovered = None
            self.chart.viewport().update()

    @property
    def moving(self) -> frozenset[int]:
        """Bars that are on the move."""
        return self.drag.moving if self.drag is not None else frozenset()

    def _forget(self) -> None:
        self.drag, self._begin, self._clicked, self._press = None, None, None, None

    def _hover(self, pointer: Pointer) -> None:
        hit = self.hit(pointer.x, pointer.y)
        hovered = hit.bar.id if hit is not None else None
        if hovered != self.hovered:
            self.hovered = hovered
            self.chart.viewport().update()
        if hit is None or self.acts.read_only:
            self.chart.viewport().unsetCursor()
        else:
            self.chart.viewport().setCursor(QCursor(_CURSORS[hit.zone]))

    def _link_at(self, pointer: Pointer) -> LinkData | None:
        if not self.chart.show_links:
            return None
        return self.chart.links.at(pointer.x, pointer.y, self.chart.visible_rows(), 4.0)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        x, y = self.chart.content(event.position().toPoint())
        return _held(x, y, event.modifiers())

    # Painting -------------------------------------------------------------------------------------

    def _paint(self, painter: QPainter) -> None:
        if self.drag is None:
            self._paint_link_handles(painter)
            return
        self.drag.paint(painter)
        text = self.drag.readout
        if not text:
            return
        look, p = self.chart.look, self.chart.look.measures
        width = look.usual.horizontalAdvance(text) + 2 * p.rim
        x, y = self.chart.content(self._at)
        view = self.chart.view_rect()
        left = min(x + 2 * p.glyph, view.right() - width - 2)
        top = y - 2 * p.bar if y - 2 * p.bar > view.top() else y + p.bar
        box = QRectF(max(left, view.left() + 2), top, width, p.bar + 2)
        painter.setPen(look.accent)
        painter.setBrush(look.surface)
        painter.drawRect(box)
        painter.setFont(look.fonts[13])
        painter.setPen(look.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_link_handles(self, painter: QPainter) -> None:
        """Small circles beside the hovered bar, from which 前後関係 are drawn."""
        if self.hovered is None or self.acts.read_only:
            return
        end = self.chart.links.end_of(self.hovered)
        if end is None:
            return
        p = self.chart.look.measures
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.chart.look.accent)
        painter.setBrush(self.chart.look.surface)
        for x in (end[0] - 1.3 * p.handle, end[1] + 1.3 * p.handle):
            painter.drawEllipse(QPointF(x, end[2]), p.handle * 0.6, p.handle * 0.6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _held(x: float, y: float, modifiers: Qt.KeyboardModifier) -> Pointer:
    keys = Qt.KeyboardModifier
    return Pointer(
        x, y, bool(modifiers & keys.AltModifier), bool(modifiers & keys.ShiftModifier),
        bool(modifiers & keys.ControlModifier),
    )  # fmt: skip
