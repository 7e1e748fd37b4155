"""A chart as it will be printed, laid out anew for the room that there is a moment after it rests."""

from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent

from dxplanner.handouts.blocks import Chart
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.ui.drawing_view import DrawingView
from dxplanner.ui.theme import Theme

_PIXELS_PER_MM: Final = 4.6
"""At 100 %: the smallest text of a chart is 11 pixels high then."""
_NARROWEST: Final = 45.0
_MARGIN: Final = 8
_SHRUNK: Final = (1.0, 1.06, 1.12, 1.18)
"""How much smaller a chart may be drawn so that all of it is in sight: it can still be read."""
_SETTLE_MS: Final = 60
"""How long typing and holding ↓ have to rest before the chart is laid out anew."""


class ChartView(DrawingView):
    """Shows a chart in the height that there is, somewhat smaller where it needs more.

    One that would be lower than ``lowest`` mm, or too small, cannot be read, and is scrolled instead.
    """

    picked = Signal(str)
    """Name of the part of the chart that was clicked."""

    def __init__(self, theme: Theme, name: str, empty: str, lowest: float) -> None:
        super().__init__(theme)
        self._chart: Chart | None = None
        self._lowest = lowest
        self.setAccessibleName(name)
        self.set_empty(empty)
        self.clicked.connect(self._pick)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart; at once where the place is empty."""
        if chart == self._chart:
            return
        empty, self._chart = self._chart is None, chart
        if empty and self.isVisible():
            self._draw()
        else:
            self._settle.start()

    def never_lower(self) -> None:
        """Take no less height than a chart needs to be read, and ask for no more."""
        self.setMinimumHeight(self._theme.pixels(round(self._lowest * _PIXELS_PER_MM) + 2 * _MARGIN))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight() or super().sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return not self.minimumHeight() and super().hasHeightForWidth()

    def _pick(self, name: str) -> None:
        if name:
            self.picked.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _draw(self) -> None:
        if self._chart is None:
            self.set_drawing(None)
            return
        scale, margins = _PIXELS_PER_MM * self._theme.scale / 100, 2 * self._theme.pixels(_MARGIN)
        wide = max((self.width() - margins) / scale, _NARROWEST)
        high = max((self.height() - margins) / scale, self._lowest)
        for smaller in _SHRUNK:
            drawing = lay_out_chart(self._chart, wide * smaller, high * smaller)
            if drawing.height <= high * smaller:
                self.set_drawing(drawing)
                return
        self.set_drawing(lay_out_chart(self._chart, wide, high))
