"""A scroll bar that shows nothing while there is nothing to scroll, and keeps its place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar


class QuietBar(QScrollBar):
    """Its place stays: a chart that grew with each bar that goes would have to be set anew each time."""

    def paintEvent(self, event: QPaintEvent) -> None:
        # It fills itself: otherwise all widgets behind it are painted when it moves. A style forgets this.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        if self.maximum() > self.minimum():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().base())
        painter.end()
