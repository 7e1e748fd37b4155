"""A question inside the panel before something goes that hangs on a node (削除の確認)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.theme import Theme


class ConfirmBar(QFrame):
    """Asks once, at the foot of the panel; Enter goes on, Esc leaves everything as it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._question = Prose(parent=self)
        self._yes = QPushButton(self)
        self._yes.setProperty("primary", True)
        self._no = QPushButton("やめる", self)
        self._no.setToolTip("何もせずに戻ります（Esc）。")
        self._act: Callable[[], None] | None = None
        self._back: QWidget | None = None
        self._yes.clicked.connect(self._go_on)
        self._no.clicked.connect(self.leave)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        column = QVBoxLayout(self)
        column.addWidget(self._question)
        column.addLayout(buttons)
        margin = theme.pixels(8)
        column.setContentsMargins(margin, margin, margin, margin)
        self.hide()

    def ask(self, question: str, answer: str, act: Callable[[], None], back: QWidget) -> None:
        """Ask; ``act`` is done on the button ``answer``; the keyboard returns to ``back`` either way."""
        self._act, self._back = act, back
        self._question.setText(question)
        self._yes.setText(answer)
        self._yes.setAccessibleDescription(question)
        self._yes.setToolTip(question)
        self.show()
        self._yes.setFocus()

    @property
    def question(self) -> str:
        """What is being asked; empty when nothing is."""
        return self._question.text() if self._act is not None else ""

    def leave(self) -> None:
        """Ask no more, do nothing."""
        if self._act is None:
            return
        self._act = None
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def _go_on(self) -> None:
        act = self._act
        self.leave()
        if act is not None:
            act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.leave if self._no.hasFocus() else self._go_on)()
        else:
            super().keyPressEvent(event)
