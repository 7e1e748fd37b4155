"""The canvas of a 関係図: it shows a state, what is selected in it, and the box in which words are typed."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dxplanner.services.diagram_places import Rect
from dxplanner.ui.drawing_painter import paint_drawing
from dxplanner.ui.panes.diagram_drags import Drag
from dxplanner.ui.panes.diagram_paint import Marked, paint_ghost, paint_grid, paint_marks
from dxplanner.ui.panes.diagram_scene import Scene
from dxplanner.ui.panes.diagram_shown import ShownDiagram
from dxplanner.ui.panes.diagram_typing import PartTyping
from dxplanner.ui.panes.picture_board import PictureBoard
from dxplanner.ui.theme import Theme

_PAD: Final = 14
_RING: Final = 13
"""Free pixels around the canvas, and distance of rings from elements, at 100 %."""


class DiagramCanvas(PictureBoard):
    """Paints; what mouse and keyboard do with it is in ``DiagramBoard``. Parts are named by their uid."""

    selection_changed = Signal()
    typed = Signal(str, str)
    """uid of an element or arrow, and its new words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        marked = Marked()
        super().__init__(theme, marked, "関係図", parent)
        self.marked = marked
        self.scene: Scene | None = None
        self.drag: Drag | None = None
        self.typing = PartTyping(theme, self)
        self.typing.typed.connect(self.typed)
        self._pressed: tuple[QPointF, str] | None = None
        self._pointer = QPointF()

    # Showing --------------------------------------------------------------------------------------

    def show_diagram(self, shown: ShownDiagram | None, scale: float) -> None:
        """Show another state, or another diagram; what is selected stays so as long as it is there."""
        before, pixels = self.scene, self.theme.pixels
        self.scene = None if shown is None else Scene(shown, scale, pixels(_PAD), pixels(_RING))
        if before is None or shown is None or before.view.uid != shown.view.uid:
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
        """Select elements, or one arrow; what the diagram does not have cannot be selected."""
        scene = self.scene
        known = [] if scene is None else [uid for uid in dict.fromkeys(nodes) if uid in scene.places]
        edge = edge if scene is not None and scene.view.edge(edge) is not None else ""
        if (known, edge) == (self.marked.nodes, self.marked.edge):
            return
        self.marked.nodes, self.marked.edge = known, edge
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

    def go_to(self, uid: str) -> None:
        """Select an element or arrow and bring it into sight."""
        assert self.scene is not None
        self.select([uid]) if uid in self.scene.places else self.select([], uid)
        self.show_part(uid)

    def cancel(self) -> bool:
        """Give up what is going on; False when nothing is."""
        going_on = bool(self.drag or self.marked.start)
        self.drag = self._pressed = None
        self.marked.start = self.marked.target = ""
        self.unsetCursor()
        self.changed.emit()
        self.update()
        return going_on

    def selected_places(self) -> Mapping[str, Rect]:
        """Where the selected elements are shown, in the order of selection."""
        return {} if self.scene is None else {uid: self.scene.places[uid] for uid in self.marked.nodes}

    def words_at(self, point: QPointF) -> str:
        return "" if self.scene is None else self.scene.words_at(point)

    # Typing ---------------------------------------------------------------------------------------

    def type_in(self, uid: str) -> None:
        """Open a box over an element or arrow, to type its words."""
        scene = self.scene
        if scene is None or self.read_only:
            return
        self.flush()
        self.go_to(uid)
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
