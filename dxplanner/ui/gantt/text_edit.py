"""Editing a bar's text in place. Keys of an input method's composition never end the edit."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from dxplanner.ui.styles import mark


class BarTextEdit(QLineEdit):
    """A line over a bar. Enter and leaving keep the text, Esc leaves everything as it was.

    A text that cannot be stored stays in its line, marked, until it can or is given up.
    """

    closed = Signal()
    """The edit has ended either way."""

    def __init__(self, store: Callable[[int, str], bool], parent: QWidget) -> None:
        """``store`` gets the key of the bar and the text, and says whether it is stored."""
        super().__init__(parent)
        self._store = store
        self.bar_id: int | None = None
        self.unsaved = False
        """Whether the text has been refused."""
        self._composing = False
        self.setAccessibleName("工程の名称")
        self.setMaxLength(200)
        self.hide()

    def open(self, bar_id: int, text: str) -> None:
        """Begin to edit a bar's text; set the geometry before."""
        self.bar_id = bar_id
        self._refuse(False)
        self.setText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, *, keep: bool) -> bool:
        """End the edit; False: the text could not be stored, and stays."""
        # Nothing to end while it is ended: hiding the line takes the focus away.
        bar_id, self.bar_id = self.bar_id, None
        if bar_id is None:
            return True
        if keep and not self._store(bar_id, self.text()):
            self.bar_id = bar_id
            self._refuse(True)
            return False
        self._refuse(False)
        self.hide()
        self.closed.emit()
        return True

    def _refuse(self, refused: bool) -> None:
        self.unsaved = refused
        if bool(self.property("invalid")) != refused:
            mark(self, "invalid", refused)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            # While a text is typed, keys of the chart (Delete, Ctrl+C, arrows) belong to the text.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.finish(keep=False)
        else:
            super().keyPressEvent(event)
        # What the line leaves alone (Up, Down) must not move bars behind it.
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish(keep=True)
