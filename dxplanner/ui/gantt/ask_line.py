"""Asks for a name at the foot of the pane, without a window in between."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.theme import Theme


class AskLine(QFrame):
    """A label, a line to type in and two buttons; Enter takes the text, Esc leaves everything as it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self._act: Callable[[str], object] | None = None
        self._back: QWidget | None = None
        self.label = QLabel()
        self.line = ShortText()
        self.line.setMinimumWidth(theme.pixels(260))
        self.line.finished.connect(self._entered)
        self.line.cancelled.connect(self.leave)
        self.line.unsaved = True
        self._yes = QPushButton("決定")
        self._yes.setProperty("primary", True)
        self._yes.clicked.connect(self._take)
        self._yes.setToolTip("入力したとおりにします（Enter）。")
        no = QPushButton("やめる")
        no.setToolTip("何も変えずに閉じます（Esc）。")
        no.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        margin = theme.pixels(8)
        row.setContentsMargins(margin, margin // 2, margin, margin // 2)
        row.addWidget(self.label)
        row.addWidget(self.line, 1)
        row.addWidget(self._yes)
        row.addWidget(no)
        self.hide()

    def ask(self, question: str, text: str, act: Callable[[str], object], back: QWidget) -> None:
        """Ask; ``act`` gets the text; the keyboard returns to ``back`` either way."""
        self._act, self._back = act, back
        self.label.setText(question)
        self.line.setAccessibleName(question)
        self.line.setText(text)
        self.line.selectAll()
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Ask no more, do nothing."""
        self._act = None
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def _entered(self) -> None:
        # The line also says 「finished」 when the focus leaves it: only Enter takes the text.
        if self.line.hasFocus():
            self._take()

    def _take(self) -> None:
        act, text = self._act, self.line.text()
        self.leave()
        if act is not None:
            act(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
