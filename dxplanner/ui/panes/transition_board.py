"""The 新旧 diagram on screen: arrows are selected, drawn and removed with the mouse or the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QWidget

from dxplanner.domain.transition_data import Link
from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.transitions_layout import TOP
from dxplanner.services.transition_query import Compared
from dxplanner.ui.drawing_painter import paint_drawing
from dxplanner.ui.panes.picture_board import PictureBoard
from dxplanner.ui.panes.transition_paint import Marked, paint_marks
from dxplanner.ui.panes.transition_places import Places
from dxplanner.ui.theme import Theme

_JOIN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class TransitionBoard(PictureBoard):
    """Shows a layout and turns what somebody does into signals; it changes nothing itself."""

    link_selected = Signal(object)
    """int | None: key of the selected transition."""
    join_asked = Signal(int, int, bool)
    """Keys of an old and a new node; whether they are to go into the selected transition (Shift)."""
    removal_asked = Signal(int)
    """Key of a transition."""
    node_opened = Signal(int)
    """A node was double-clicked."""
    menu_asked = Signal(QPoint, object, object)
    """Where on the screen; key of the node or of the transition there, or None."""
    details_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        marked = Marked()
        super().__init__(theme, marked, "新旧の対応の図", parent)
        self.marked = marked
        self.places: Places | None = None
        self._compared: Compared | None = None
        self._pressed: tuple[QPointF, int] | None = None
        self._left = Side.OLD
        self._scrolled = 0

    # Showing --------------------------------------------------------------------------------------

    def show_layout(self, compared: Compared, places: Places, left: Side) -> None:
        """Show another layout; what is selected stays so as long as it is there."""
        self._compared, self.places, self._left = compared, places, left
        shown = {*places.keys[Side.OLD], *places.keys[Side.NEW]}
        marked = self.marked
        marked.cursor, marked.hovered, marked.target = (
            key if key in shown else None for key in (marked.cursor, marked.hovered, marked.target)
        )
        if marked.start not in shown:
            self._stop_drawing()
        if compared.link(marked.selected) is None:
            self.select(None)
        drawing = places.layout.drawing
        self.resize(round(drawing.width * places.scale) + 1, round(drawing.height * places.scale) + 2)
        self.update()

    def scrolled(self, by: int) -> None:
        """The headings stay in sight: so many pixels of the diagram are above the frame."""
        self._scrolled = by
        self.update()

    @property
    def selected(self) -> Link | None:
        """The selected transition."""
        return None if self._compared is None else self._compared.link(self.marked.selected)

    def select(self, key: int | None) -> None:
        """Select a transition and bring it into view."""
        self._show_link(key)
        if key == self.marked.selected:
            return
        self.marked.selected = key
        self.update()
        self.link_selected.emit(key)

    def go_to(self, key: int) -> None:
        """Put the cursor on a leaf."""
        if self.places is not None and self.places.side(key) is not None:
            self.marked.cursor = key
            self.seen.emit(self.places.area(key))
            self._follow()

    def draws(self, key: int) -> bool:
        """Whether a transition has an arrow at the 階層 that is shown."""
        return self.places is not None and any(key in keys for keys, _ in self.places.lines)

    def _show_link(self, key: int | None) -> None:
        if self.places is not None:
            for keys, line in self.places.lines:
                if key in keys:
                    self.seen.emit(QPolygonF(line).boundingRect())
                    return

    def _follow(self) -> None:
        """The keyboard's arrow ends at the cursor when that is across."""
        marked = self.marked
        if marked.start is not None and marked.tip is None:
            marked.target = marked.cursor if self._across(marked.cursor) else None
        node = None if self._compared is None or marked.cursor is None else self._compared.node(marked.cursor)
        self.setAccessibleDescription("" if node is None else node.text)
        self.changed.emit()
        self.update()

    def _across(self, key: int | None) -> bool:
        places, start = self.places, self.marked.start
        if places is None or start is None or key is None:
            return False
        return places.side(key) not in (None, places.side(start))

    # Drawing an arrow -----------------------------------------------------------------------------

    def begin(self, key: int) -> None:
        """Begin an arrow at a leaf; the keyboard goes across."""
        if self.read_only or self.places is None:
            return
        self.marked.start = key
        side = self.places.side(key)
        across = Side.NEW if side is Side.OLD else Side.OLD
        to = self.places.nearest(across, self.places.port(key).y())
        if to is not None:
            self.go_to(to)

    def _finish(self, add: bool) -> None:
        start, target = self.marked.start, self.marked.target
        self._stop_drawing()
        if start is None or target is None or self.places is None:
            return
        self.marked.cursor = target
        pair = (start, target) if self.places.side(start) is Side.OLD else (target, start)
        self.join_asked.emit(*pair, add)

    def _stop_drawing(self) -> None:
        self.marked.start = self.marked.target = self.marked.tip = None
        self._pressed = None
        self.changed.emit()
        self.update()

    # Mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.places is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position()
        key = self.places.node_at(point)
        if key is not None:
            if self._across(key):
                self.marked.target = key
                self._finish(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return
            self._pressed = point, key
            self.marked.cursor = key
            self._follow()
            return
        self._stop_drawing()
        self.select(self._next_of(self.places.links_at(point)))

    def _next_of(self, keys: Sequence[int]) -> int | None:
        """Of transitions that share an arrow, the one after the selected one."""
        if self.marked.selected in keys:
            return keys[(keys.index(self.marked.selected) + 1) % len(keys)]
        return keys[0] if keys else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.places is None:
            return
        point = event.position()
        key = self.places.node_at(point)
        if self._pressed is not None and not self.read_only:
            began, start = self._pressed
            far = (point - began).manhattanLength() >= QApplication.startDragDistance()
            if far or self.marked.start is not None:
                self.marked.start, self.marked.tip = start, point
                self.marked.target = key if self._across(key) else None
                self.setCursor(Qt.CursorShape.CrossCursor)
                self.seen.emit(QRectF(point.x() - 8, point.y() - 8, 16, 16))
                self.changed.emit()
        else:
            near = key is not None or bool(self.places.links_at(point))
            self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)
        if key != self.marked.hovered or self._pressed is not None:
            self.marked.hovered = None if self.read_only else key
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        if self.marked.tip is not None:
            self._finish(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = None if self.places is None else self.places.node_at(event.position())
        if key is not None:
            self._stop_drawing()
            self.node_opened.emit(key)
        elif self.marked.selected is not None:
            self.details_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.places is None:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            key = self.marked.cursor
            place = QPointF(0, 0) if key is None else self.places.port(key)
            self.menu_asked.emit(self.mapToGlobal(place.toPoint()), key, self.marked.selected)
            return
        point = QPointF(event.pos())
        key = self.places.node_at(point)
        if key is not None:
            self.go_to(key)
        else:
            self.select(self._next_of(self.places.links_at(point)) or self.marked.selected)
        self.menu_asked.emit(event.globalPos(), key, None if key is not None else self.marked.selected)

    def leaveEvent(self, event: QEvent) -> None:
        self.marked.hovered = None
        self.update()
        super().leaveEvent(event)

    def words_at(self, point: QPointF) -> str:
        if self.places is None or self._compared is None:
            return ""
        key = self.places.node_at(point)
        if key is not None:
            node = self._compared.node(key)
            return "" if node is None else node.text
        links = [self._compared.link(link) for link in self.places.links_at(point)]
        return "\n".join(_described(link) for link in links if link is not None)

    # Keyboard -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.places is None or not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, with_ = Qt.Key(event.key()), event.modifiers()
        control = bool(with_ & Qt.KeyboardModifier.ControlModifier)
        if key in _STEPS and control:
            self._step_link(_STEPS[key])
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(-(10**6) if key == Qt.Key.Key_Home else 10**6)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not with_ & Qt.KeyboardModifier.AltModifier:
            self._cross(to_left=key == Qt.Key.Key_Left)
        elif key in _JOIN:
            self._enter(bool(with_ & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape and (self.marked.start is not None or self.marked.selected is not None):
            if self.marked.start is not None:
                self._stop_drawing()
            else:
                self.select(None)
        elif key == Qt.Key.Key_Delete and self.marked.selected is not None and not self.read_only:
            self.removal_asked.emit(self.marked.selected)
        elif key == Qt.Key.Key_F2 and self.marked.selected is not None:
            self.details_asked.emit()
        else:
            return False
        return True

    def _enter(self, add: bool) -> None:
        cursor = self.marked.cursor
        if cursor is None:
            self._step(0)
        elif self._across(cursor):
            self.marked.target = cursor
            self._finish(add)
        elif self.marked.start == cursor:
            self._stop_drawing()
        else:
            self.begin(cursor)

    def _step(self, by: int) -> None:
        if self.places is None:
            return
        cursor = self.marked.cursor
        side = self._left if cursor is None else (self.places.side(cursor) or self._left)
        keys = self.places.keys[side]
        if keys:
            at = keys.index(cursor) + by if cursor in keys else 0
            self.go_to(keys[max(0, min(at, len(keys) - 1))])

    def _cross(self, *, to_left: bool) -> None:
        """To the other side: along an arrow, else to what stands beside."""
        if self.places is None or self._compared is None:
            return
        cursor = self.marked.cursor
        right = Side.NEW if self._left is Side.OLD else Side.OLD
        wanted = self._left if to_left else right
        if cursor is None:
            self._step(0)
            return
        side = self.places.side(cursor)
        if side is wanted or side is None:
            return
        ends = [
            key
            for link in self._compared.links
            if cursor in link.ends(side)
            for key in link.ends(wanted)
            if key in self.places.keys[wanted]
        ]
        drawing = self.marked.start is not None
        to = ends[0] if ends and not drawing else self.places.nearest(wanted, self.places.port(cursor).y())
        if to is not None:
            self.go_to(to)

    def _step_link(self, by: int) -> None:
        """The next or former arrow, from the top; the first of the cursor's own when none is selected."""
        if self.places is None:
            return
        order = list(dict.fromkeys(key for keys, _ in self._from_top() for key in keys))
        if not order:
            return
        step = 1 if by > 0 else -1
        if self.marked.selected in order:
            self.select(order[max(0, min(order.index(self.marked.selected) + step, len(order) - 1))])
            return
        own = [
            key
            for route in self.places.layout.routes
            if self.marked.cursor is not None and self.marked.cursor in (route.start, route.end)
            for key in route.keys
        ]
        self.select(own[0] if own else order[0 if step > 0 else -1])

    def _from_top(self) -> list[tuple[tuple[int, ...], QPointF]]:
        lines = [] if self.places is None else [(keys, line[0]) for keys, line in self.places.lines]
        return sorted(lines, key=lambda one: (one[1].y(), one[0]))

    # Painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.places is None:
            return
        painter = QPainter(self)
        visible = QRectF(event.rect())
        drawing = self.places.in_sight(visible)
        paint_drawing(painter, drawing, self.theme, self.places.scale, visible=visible)
        link = self.selected
        ends = frozenset() if link is None else frozenset((*link.olds, *link.news))
        paint_marks(painter, self.places, ends, self.marked, self.theme)
        if self._scrolled:
            painter.translate(0, self._scrolled)
            painter.fillRect(0, 0, self.width(), round(TOP * self.places.scale), self.theme.colour("surface"))
            paint_drawing(painter, self.places.headings, self.theme, self.places.scale)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.marked.cursor is None:
            self._step(0)
        super().focusInEvent(event)


def _described(link: Link) -> str:
    sure = "（推定）" if link.inferred else ""
    return f"{link.words}{sure}" + (f"\n理由：{link.reason}" if link.reason else "")
