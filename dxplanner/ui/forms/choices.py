"""Boxes to choose in: terms of a choice and flags. They speak text like the boxes to type in."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

SET = "○"
"""The text of a flag that is set, as ``services.fields`` writes it."""


class ArrowBox(QComboBox):
    """A drop-down box over which the wheel scrolls the form, not the terms."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceBox(ArrowBox):
    """One of the terms; a choice counts at once."""

    typed = Signal()
    finished = Signal()
    cancelled = Signal()
    entered = Signal()

    def __init__(
        self, choices: tuple[StrEnum, ...], optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.unsaved = False
        self.composing = False
        if optional:
            self.addItem("")
        self.addItems([choice.value for choice in choices])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _index: self._chosen())

    def text(self) -> str:
        """The chosen term."""
        return self.currentText()

    def set_text(self, text: str) -> None:
        """Show a term."""
        self.setCurrentIndex(self.findText(text))

    def setReadOnly(self, read_only: bool) -> None:
        """Whether the term can be changed."""
        self.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.typed.emit()
        self.finished.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class FlagBox(QCheckBox):
    """A flag; a click counts at once."""

    typed = Signal()
    finished = Signal()
    cancelled = Signal()
    entered = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.unsaved = False
        self.composing = False
        self.clicked.connect(lambda _checked: self._chosen())

    def text(self) -> str:
        """「○」 or blank; the words beside the box are the label's."""
        return SET if self.isChecked() else ""

    def set_text(self, text: str) -> None:
        """Show a flag."""
        self.setChecked(text == SET)

    def setReadOnly(self, read_only: bool) -> None:
        """Whether the flag can be changed."""
        self.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.typed.emit()
        self.finished.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
