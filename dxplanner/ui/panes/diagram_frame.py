"""The scrolling frame of the 関係図 board: it fits the picture to the window, and zooms around the mouse."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from dxplanner.services.diagram_query import DiagramView
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_shown import CANVAS, ShownDiagram, shown_diagram
from dxplanner.ui.theme import Theme

_STEP: Final = 1.2
_SMALLEST: Final = 0.4
_LARGEST: Final = 12.0
"""Limits in pixels a millimetre at 100 %; at the smallest, the largest picture there can be is in sight."""
_ROOM: Final = 32
"""Pixels around the canvas that fitting leaves free, at 100 %."""


class DiagramFrame(QScrollArea):
    """Shows the whole picture until somebody zooms; then the size stays until it is fitted again."""

    zoomed = Signal(int)
    """Pixels a millimetre as a share of those that fit, in percent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: ShownDiagram | None = None
        self._scale: float | None = None
        self.board = DiagramBoard(theme)
        self.setWidget(self.board)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.board.seen.connect(self._show_place)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self.lay_out)

    @property
    def scale(self) -> float:
        """Pixels a millimetre."""
        return self._fitting() if self._scale is None else self._scale

    def show_view(self, view: DiagramView | None) -> None:
        """Show another state, or another diagram, which is fitted first."""
        if view is None or self._shown is None or view.id != self._shown.view.id:
            self._scale = None
        self._shown = None if view is None else shown_diagram(view)
        self.lay_out()

    def lay_out(self) -> None:
        """Show the picture at its present size."""
        self.board.show_diagram(self._shown, self.scale)
        self.zoomed.emit(round(100 * self.scale / self._fitting()))

    def fit(self) -> None:
        """Show the whole picture again."""
        self._scale = None
        self.lay_out()

    def zoom(self, step: int, around: QPointF | None = None) -> None:
        """Larger (1) or smaller (-1); what lies under ``around`` (of the frame) stays there."""
        scene = self.board.scene
        if scene is None:
            return
        port = self.viewport()
        point = around or QPointF(port.rect().center())
        x, y = scene.to_mm(QPointF(self.board.mapFrom(port, point.toPoint())))
        whole = self._theme.scale / 100
        wanted = self.scale * (_STEP if step > 0 else 1 / _STEP)
        self._scale = max(_SMALLEST * whole, min(wanted, _LARGEST * whole))
        self.lay_out()
        place = self.board.scene.to_pixels(x, y) if self.board.scene is not None else QPointF()
        self.horizontalScrollBar().setValue(round(place.x() - point.x()))
        self.verticalScrollBar().setValue(round(place.y() - point.y()))

    def centre(self) -> tuple[float, float]:
        """The point in the middle of what can be seen, in mm."""
        scene, port = self.board.scene, self.viewport()
        if scene is None:
            return 0.0, 0.0
        return scene.to_mm(QPointF(self.board.mapFrom(port, port.rect().center())))

    def _fitting(self) -> float:
        """The scale at which the whole picture can be seen."""
        wide, high = CANVAS if self._shown is None else self._shown.size
        room = self._theme.pixels(_ROOM)
        across, down = (self.width() - room) / wide, (self.height() - room) / high
        return max(min(across, down), _SMALLEST)

    def _show_place(self, place: QRectF) -> None:
        middle, port = place.center().toPoint(), self.viewport()
        half_width = min(round(place.width() / 2) + 16, port.width() // 2 - 1)
        half_height = min(round(place.height() / 2) + 16, port.height() // 2 - 1)
        self.ensureVisible(middle.x(), middle.y(), half_width, half_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._scale is None:
            self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom(1 if event.angleDelta().y() > 0 else -1, event.position())
            event.accept()
            return
        super().wheelEvent(event)
