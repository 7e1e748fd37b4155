"""What pictures that are worked on by hand share: the keyboard, the mouse, and words under the pointer."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from dxplanner.ui.theme import Theme


class Focused(Protocol):
    """What is marked on a picture knows whether the picture has the keyboard."""

    focused: bool


class PictureBoard(QWidget):
    """Turns what somebody does into signals; it changes nothing itself."""

    changed = Signal()
    """What is marked, or being done, has changed."""
    seen = Signal(QRectF)
    """This place should be visible."""

    def __init__(self, theme: Theme, marked: Focused, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.read_only = False
        self._focus = marked
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)

    def words_at(self, point: QPointF) -> str:
        """What the tooltip says at a point; blank for nothing."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus.focused = True
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._focus.focused = False
        super().focusOutEvent(event)
        self.update()
