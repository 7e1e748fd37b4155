"""What mouse and keyboard do on a 関係図: parts are selected, placed, sized, joined and typed in."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from dxplanner.ui.panes.diagram_canvas import DiagramCanvas
from dxplanner.ui.panes.diagram_cursor import cursor_at
from dxplanner.ui.panes.diagram_drags import BandDrag, Drag, MoveDrag, Pointer, SizeDrag, WireDrag
from dxplanner.ui.panes.diagram_keys import DIRECTIONS, act_of
from dxplanner.ui.panes.diagram_scene import ENDS, Scene, carried

_SMALL_STEP: Final = 1
_LARGE_STEP: Final = 5
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class DiagramBoard(DiagramCanvas):
    """Turns what somebody does into signals; it changes nothing itself. Parts are named by their uid."""

    moved = Signal(object, int, int)
    """Elements are to go so many mm to the right and down."""
    nudged = Signal(object, int, int)
    """The same, by one press of an arrow key."""
    sized = Signal(object)
    """New places of elements, by uid."""
    joined = Signal(str, str)
    """From which element to which an arrow is to run."""
    end_moved = Signal(str, str, str)
    """An arrow, the field of its end (see ``ENDS``), and the element there from now on."""
    add_asked = Signal(float, float)
    """An element is wanted at a point in mm."""
    act_asked = Signal(str)
    """Name of an act of the keyboard; see ``diagram_keys``."""
    menu_asked = Signal(QPoint)

    # Mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        scene = self.scene
        if scene is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.flush()
        point = event.position()
        self._pointer = point
        control = bool(event.modifiers() & _CTRL)
        if not self.read_only and self._take_hold(scene, point):
            return
        uid = scene.node_at(point)
        if self.marked.start and uid and uid != self.marked.start:
            self._finish_wire(uid)
            return
        if uid:
            self._press_node(uid, control=control)
            self._pressed = point, uid
            return
        edge = scene.edge_at(point)
        if edge:
            self.select([], edge)
            return
        self._pressed = point, ""
        if not control:
            self.select([])

    def _take_hold(self, scene: Scene, point: QPointF) -> bool:
        """Begin to draw from a ring, to pull an arrow off by its end, or to size by a handle."""
        self.drag = (
            self._end_drag(scene, point) or self._ring_drag(scene, point) or self._size_drag(scene, point)
        )
        if self.drag is not None:
            self.changed.emit()
        return self.drag is not None

    def _end_drag(self, scene: Scene, point: QPointF) -> Drag | None:
        edge = scene.view.edge(self.marked.edge)
        name = scene.end_at(self.marked.edge, point)
        if edge is None or not name:
            return None
        first = name == ENDS[0]
        done = partial(self.end_moved.emit, edge.uid, name)
        return WireDrag(scene, edge.end if first else edge.start, done, backwards=first)

    def _ring_drag(self, scene: Scene, point: QPointF) -> Drag | None:
        for uid in dict.fromkeys([self._sole, self.marked.hovered]):
            if uid and scene.ring_at(uid, point):
                return WireDrag(scene, uid, partial(self.joined.emit, uid))
        return None

    def _size_drag(self, scene: Scene, point: QPointF) -> Drag | None:
        handle = scene.handle_at(self._sole, point) if self._sole else None
        return None if handle is None else SizeDrag(scene, self._sole, handle, point, self.sized.emit)

    @property
    def _sole(self) -> str:
        """The element that is selected alone."""
        return self.marked.nodes[0] if len(self.marked.nodes) == 1 else ""

    def _press_node(self, uid: str, *, control: bool) -> None:
        nodes = self.marked.nodes
        if control:
            self.select([one for one in nodes if one != uid] if uid in nodes else [*nodes, uid])
        elif uid not in nodes:
            self.select([uid])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scene, point = self.scene, event.position()
        if scene is None:
            return
        self._pointer = point
        if self._pressed is not None and self.drag is None:
            began, uid = self._pressed
            if (point - began).manhattanLength() >= QApplication.startDragDistance():
                self._begin_drag(scene, began, uid, control=bool(event.modifiers() & _CTRL))
        if self.drag is not None:
            self._follow(event.modifiers())
            self.seen.emit(QRectF(point.x() - 8, point.y() - 8, 16, 16))
        else:
            self._hover(scene, point)

    def _begin_drag(self, scene: Scene, began: QPointF, uid: str, *, control: bool) -> None:
        if not uid:
            kept = list(self.marked.nodes) if control else []
            self.drag = BandDrag(scene, began, lambda found: self.select([*kept, *found]))
        elif not self.read_only and self.marked.nodes:
            moved = carried(scene.view, self.marked.nodes)
            self.drag = MoveDrag(scene, moved, began, self.moved.emit)
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.changed.emit()

    def _follow(self, held: Qt.KeyboardModifier) -> None:
        if self.drag is not None:
            free = bool(held & Qt.KeyboardModifier.AltModifier)
            self.drag.update(Pointer(self._pointer, free, bool(held & _SHIFT)))
            self.update()

    def _hover(self, scene: Scene, point: QPointF) -> None:
        uid = scene.node_at(point)
        kept = self.marked.hovered
        hovered = uid or (kept if kept and scene.near(kept, point) else "")
        if hovered != kept:
            self.marked.hovered = hovered
            self.update()
        self.setCursor(cursor_at(scene, point, self.marked, self._sole, edits=not self.read_only))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        clicked, drag = self._pressed, self.drag
        self._pressed = self.drag = None
        self.unsetCursor()
        if drag is not None:
            drag.finish()
        elif clicked is not None and clicked[1] and not event.modifiers() & _CTRL:
            self.select([clicked[1]])
        self.changed.emit()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        scene, point = self.scene, event.position()
        if scene is None or self.read_only or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.cancel()
        uid = scene.node_at(point) or scene.edge_at(point)
        if uid:
            self.type_in(uid)
        else:
            self.add_asked.emit(*scene.to_mm(point))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        scene = self.scene
        if scene is None:
            return
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = self.marked.nodes[-1] if self.marked.nodes else ""
            middle = scene.area(scene.places[chosen]).center() if chosen else QPointF(8, 8)
            place = self.mapToGlobal(middle.toPoint())
        else:
            self._pointer = QPointF(event.pos())
            uid = scene.node_at(self._pointer)
            if uid and uid not in self.marked.nodes:
                self.select([uid])
            elif not uid:
                self.select([], scene.edge_at(self._pointer))
        self.menu_asked.emit(place)

    def pointer(self) -> tuple[float, float]:
        """Where the mouse was last, in mm."""
        return (0.0, 0.0) if self.scene is None else self.scene.to_mm(self._pointer)

    def leaveEvent(self, event: QEvent) -> None:
        self.marked.hovered = ""
        self.update()
        super().leaveEvent(event)

    # Keyboard -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        return act_of(event) is not None or event.key() in DIRECTIONS

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from part to part; beyond the last one it leaves the board."""
        stations = [] if self.scene is None else self.scene.in_order()
        here = self.marked.nodes[-1] if self.marked.nodes else self.marked.edge
        at = stations.index(here) if here in stations else (-1 if forward else len(stations))
        at += 1 if forward else -1
        if self.marked.start or not 0 <= at < len(stations):
            return super().focusNextPrevChild(forward)
        self.go_to(stations[at])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = DIRECTIONS.get(Qt.Key(event.key()))
        act = act_of(event)
        if self.drag is not None:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
            self._follow(event.modifiers())
        elif self.scene is not None and way is not None:
            self._step(*way, event.modifiers())
        elif act == "escape":
            if not self.cancel():
                self.select([])
        elif act == "enter":
            self._enter()
        elif act == "edit":
            self._edit_selected()
        elif act == "all" and self.scene is not None:
            self.select(list(self.scene.places))
        elif act is not None:
            self.act_asked.emit(act)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._follow(event.modifiers())
        super().keyReleaseEvent(event)

    def _step(self, across: int, down: int, held: Qt.KeyboardModifier) -> None:
        scene, marked = self.scene, self.marked
        if scene is None:
            return
        if marked.start:
            found = scene.towards(marked.target or marked.start, across, down)
            if found and found != marked.start:
                marked.target = found
                self.show_part(found)
                self.changed.emit()
                self.update()
        elif not marked.nodes:
            stations = scene.in_order()
            if stations:
                self.go_to(stations[0])
        elif held & _CTRL:
            found = scene.towards(marked.nodes[-1], across, down)
            if found:
                self.go_to(found)
        elif not self.read_only:
            step = _LARGE_STEP if held & _SHIFT else _SMALL_STEP
            self.nudged.emit(carried(scene.view, marked.nodes), across * step, down * step)

    def _enter(self) -> None:
        marked, scene = self.marked, self.scene
        if marked.start:
            self._finish_wire(marked.target)
        elif scene is not None and len(marked.nodes) == 1 and not self.read_only and len(scene.places) > 1:
            self.begin_wire()
        elif marked.edge:
            self._edit_selected()

    def begin_wire(self) -> None:
        """Begin an arrow at the selected element; arrow keys choose where it ends."""
        scene, marked = self.scene, self.marked
        if scene is None or len(marked.nodes) != 1:
            return
        ways = [scene.towards(marked.nodes[0], *way) for way in ((1, 0), (0, 1), (-1, 0), (0, -1))]
        others = [uid for uid in (*ways, *scene.places) if uid and uid != marked.nodes[0]]
        if others:
            marked.start, marked.target = marked.nodes[0], others[0]
            self.changed.emit()
            self.update()

    def _finish_wire(self, target: str) -> None:
        start = self.marked.start
        self.cancel()
        if start and target:
            self.joined.emit(start, target)

    def _edit_selected(self) -> None:
        uid = self.marked.nodes[-1] if self.marked.nodes else self.marked.edge
        if uid and not self.read_only:
            self.type_in(uid)
