"""Boxes to choose in: terms of a choice and flags. They speak text like the boxes to type in."""

from enum import StrEnum

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

SET = "○"
"""The text of a flag that is set, as ``services.fields`` writes it."""


class ArrowBox(QComboBox):
    """A drop-down box whose arrow has the theme's ink; the wheel scrolls the form, not the terms."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        size = self.fontMetrics().height() / 4
        painter.setPen(QPen(self.palette().color(group, QPalette.ColorRole.Text), size / 2))
        tip = QPointF(self.width() - 4 * size, self.height() / 2 + size / 2)
        painter.drawPolyline([tip - QPointF(size, size), tip, tip + QPointF(size, -size)])
        painter.end()

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
