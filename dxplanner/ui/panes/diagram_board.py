"""The 関係図 on screen: elements are selected, placed, sized, joined and typed in with mouse or keyboard."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from dxplanner.handouts.drawing import Drawing
from dxplanner.services.diagram_places import Rect
from dxplanner.services.diagram_query import DiagramView
from dxplanner.ui.drawing_painter import paint_drawing
from dxplanner.ui.panes.diagram_cursor import cursor_at
from dxplanner.ui.panes.diagram_drags import BandDrag, Drag, MoveDrag, Pointer, SizeDrag, WireDrag
from dxplanner.ui.panes.diagram_keys import DIRECTIONS, act_of
from dxplanner.ui.panes.diagram_paint import Marked, paint_ghost, paint_grid, paint_marks
from dxplanner.ui.panes.diagram_scene import Scene, carried
from dxplanner.ui.panes.diagram_typing import PartTyping
from dxplanner.ui.theme import Theme

_PAD: Final = 14
_RING: Final = 13
"""Free pixels around the canvas, and distance of rings from elements, at 100 %."""
_SMALL_STEP: Final = 1
_LARGE_STEP: Final = 5
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class DiagramBoard(QWidget):
    """Turns what somebody does into signals; it changes nothing itself. Parts are named by their uid."""

    selection_changed = Signal()
    placed = Signal(object, bool)
    """Places by uid, and whether a size was changed."""
    nudged = Signal(int, int)
    """The selected elements are to go so many mm to the right and down."""
    joined = Signal(str, str)
    """From which element to which an arrow is to run."""
    typed = Signal(str, str)
    """uid of an element or arrow, and its new words."""
    add_asked = Signal(float, float)
    """An element is wanted at a point in mm."""
    act_asked = Signal(str)
    """Name of an act of the keyboard; see ``diagram_keys``."""
    menu_asked = Signal(QPoint)
    changed = Signal()
    """What can be done at the moment has changed."""
    seen = Signal(QRectF)
    """This place should be visible."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.marked = Marked()
        self.scene: Scene | None = None
        self.read_only = False
        self.drag: Drag | None = None
        self.typing = PartTyping(theme, self)
        self.typing.typed.connect(self.typed)
        self._pressed: tuple[QPointF, str] | None = None
        self._pointer = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("関係図")

    # Showing --------------------------------------------------------------------------------------

    def show_view(self, view: DiagramView | None, drawing: Drawing | None, scale: float) -> None:
        """Show another state, laid out as ``drawing``; what is selected stays so as long as it is there."""
        before = self.scene
        pixels = self.theme.pixels
        self.scene = None
        if view is not None and drawing is not None:
            self.scene = Scene(view, drawing, scale, pixels(_PAD), view.places(), pixels(_RING))
        if before is None or view is None or before.view.uid != view.uid:
            self.cancel()
        self.drag = None
        scene = self.scene
        there = set() if scene is None else set(scene.places)
        marked, former = self.marked, (list(self.marked.nodes), self.marked.edge)
        marked.nodes = [uid for uid in marked.nodes if uid in there]
        if scene is None or scene.view.edge(marked.edge) is None:
            marked.edge = ""
        marked.hovered = marked.hovered if marked.hovered in there else ""
        if marked.start not in there or marked.target not in there:
            marked.start = marked.target = ""
        if scene is not None:
            self.resize(*scene.size)
            self.typing.place(scene)
        if (marked.nodes, marked.edge) != former:
            self.selection_changed.emit()
        self.update()

    def select(self, nodes: Sequence[str], edge: str = "") -> None:
        """Select elements, or one arrow."""
        if (list(nodes), edge) == (self.marked.nodes, self.marked.edge):
            return
        self.marked.nodes, self.marked.edge = list(dict.fromkeys(nodes)), edge
        self.marked.start = self.marked.target = ""
        self._describe()
        self.selection_changed.emit()
        self.changed.emit()
        self.update()

    def show_part(self, uid: str) -> None:
        """Bring an element or arrow into sight."""
        if self.scene is None:
            return
        area = self.scene.part_area(uid)
        if area is not None:
            self.seen.emit(area)

    def _describe(self) -> None:
        names = [] if self.scene is None else [self.scene.view.named(uid) for uid in self.marked.nodes]
        if self.scene is not None and self.marked.edge:
            names.append(self.scene.view.named(self.marked.edge))
        self.setAccessibleDescription("、".join(names))

    def cancel(self) -> bool:
        """Give up what is going on; False when nothing is."""
        going_on = bool(self.drag or self.marked.start)
        self.drag = self._pressed = None
        self.marked.start = self.marked.target = ""
        self.unsetCursor()
        self.changed.emit()
        self.update()
        return going_on

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
        """Begin to draw an arrow from a ring, or to size by a handle."""
        sole = self.marked.nodes[0] if len(self.marked.nodes) == 1 else ""
        for uid in dict.fromkeys([sole, self.marked.hovered]):
            if uid and scene.ring_at(uid, point):
                self.drag = WireDrag(scene, uid, self.joined.emit)
                self.changed.emit()
                return True
        handle = scene.handle_at(sole, point) if sole else None
        if handle is not None:
            self.drag = SizeDrag(scene, sole, handle, point, lambda places: self.placed.emit(places, True))
            self.changed.emit()
        return handle is not None

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
            self.drag = MoveDrag(scene, moved, began, lambda places: self.placed.emit(places, False))
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.changed.emit()

    def _follow(self, held: Qt.KeyboardModifier) -> None:
        if self.drag is not None:
            free = bool(held & Qt.KeyboardModifier.AltModifier)
            self.drag.update(Pointer(self._pointer, free, bool(held & _SHIFT)))
            self.update()

    def _hover(self, scene: Scene, point: QPointF) -> None:
        sole = self.marked.nodes[0] if len(self.marked.nodes) == 1 else ""
        uid = scene.node_at(point)
        kept = self.marked.hovered
        hovered = uid or (kept if kept and scene.near(kept, point) else "")
        if hovered != kept:
            self.marked.hovered = hovered
            self.update()
        self.setCursor(cursor_at(scene, point, sole, hovered, edits=not self.read_only))

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
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(
                event.globalPos(),
                "" if self.scene is None else self.scene.words_at(QPointF(event.pos())),
                self,
            )
            return True
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
        self._go(stations[at])
        return True

    def _go(self, uid: str) -> None:
        assert self.scene is not None
        self.select([uid]) if uid in self.scene.places else self.select([], uid)
        self.show_part(uid)

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
                self._go(stations[0])
        elif held & _CTRL:
            found = scene.towards(marked.nodes[-1], across, down)
            if found:
                self._go(found)
        elif not self.read_only:
            step = _LARGE_STEP if held & _SHIFT else _SMALL_STEP
            self.nudged.emit(across * step, down * step)

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

    def type_in(self, uid: str) -> None:
        """Open a box over an element or arrow, to type its words."""
        scene = self.scene
        if scene is None or self.read_only:
            return
        self.flush()
        self._go(uid)
        self.typing.open(scene, uid)

    def flush(self) -> None:
        """Store what is being typed."""
        self.typing.close(keep=True, back=False)

    # Painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self.scene
        if scene is None:
            return
        painter = QPainter(self)
        visible = QRectF(event.rect())
        painter.fillRect(visible, self.theme.colour("surface"))
        paint_grid(painter, scene, visible, self.theme)
        painter.translate(scene.pad, scene.pad)
        seen = visible.translated(-scene.pad, -scene.pad)
        paint_drawing(painter, scene.drawing, self.theme, scene.scale, visible=seen)
        painter.translate(-scene.pad, -scene.pad)
        painter.setFont(self.font())
        paint_marks(painter, scene, self.marked, self.theme, edits=not self.read_only and self.drag is None)
        if self.drag is not None:
            paint_ghost(painter, scene, self.drag.ghost, self._pointer, self.theme)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.marked.focused = True
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.marked.focused = False
        super().focusOutEvent(event)
        self.update()

    def selected_places(self) -> Mapping[str, Rect]:
        """The places of the selected elements, in the order of selection."""
        return {} if self.scene is None else {uid: self.scene.places[uid] for uid in self.marked.nodes}
