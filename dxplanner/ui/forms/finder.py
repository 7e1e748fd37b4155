"""A box in which one finds something by any part of its text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from dxplanner.ui.forms.choices import ArrowBox


class FinderBox(ArrowBox):
    """Offers texts while one types; Enter takes what stands there, Esc empties the box."""

    taken = Signal(str)
    """The text that was chosen or typed; never blank."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QLineEdit()
        line.setPlaceholderText(placeholder)
        self.setLineEdit(line)
        line.installEventFilter(self)
        completer = QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.activated.connect(lambda _at: self._take())

    def offer(self, texts: Sequence[str]) -> None:
        """Offer these texts; what is being typed stays."""
        typed = self.currentText()
        self.clear()
        self.addItems(texts)
        self.setCurrentIndex(-1)
        self.setEditText(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.setEditText("")
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        text = self.currentText().strip()
        if text:
            self.taken.emit(text)
