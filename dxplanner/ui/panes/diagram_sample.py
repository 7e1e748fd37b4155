"""印刷の見本 of a 関係図: the whole drawing on a sheet, as large as there is room, never blown up."""

from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from dxplanner.handouts.drawing import Drawing
from dxplanner.ui.drawing_view import DrawingView
from dxplanner.ui.theme import Theme

_REAL: Final = 96 / 25.4
"""Pixels a millimetre at which a drawing is as large as on paper, at 100 %."""
_LARGEST: Final = 1.25
"""How much larger than on paper it gets at most."""
_AROUND: Final = 24
"""Pixels around the view at 100 %: a rim of the sheet and what shows beside it."""
_SHEET: Final = 12
"""How many of them are the sheet's."""
_RIM: Final = 8
"""Pixels that the view keeps free around the drawing, at 100 %."""


class PrintSample(QWidget):
    """A sheet in the middle of the room; Ctrl and the wheel enlarge what is on it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = DrawingView(theme, self)

    def set_drawing(self, drawing: Drawing | None) -> None:
        """Show another drawing, or what the view says without one."""
        self.view.set_drawing(drawing)
        self._place()

    @property
    def share(self) -> int:
        """How large the drawing is, in percent of its size on paper."""
        return round(100 * self.view.scale() / self._real)

    @property
    def _real(self) -> float:
        return _REAL * self._theme.scale / 100

    def _place(self) -> None:
        drawing, pixels = self.view.drawing, self._theme.pixels
        room = self.size() - QSize(2 * pixels(_AROUND), 2 * pixels(_AROUND))
        if drawing is not None and drawing.width > 0 and drawing.height > 0:
            rim = 2 * pixels(_RIM)
            across, down = (room.width() - rim) / drawing.width, (room.height() - rim) / drawing.height
            scale = max(min(across, down, _LARGEST * self._real), 0.1)
            room = QSize(ceil(drawing.width * scale) + rim, ceil(drawing.height * scale) + rim)
        place = QRect(0, 0, room.width(), room.height())
        place.moveCenter(self.rect().center())
        self.view.setGeometry(place)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("surface"))
        rim = self._theme.pixels(_SHEET)
        painter.drawRect(QRectF(self.view.geometry()).adjusted(-rim, -rim, rim, rim))
        painter.end()
