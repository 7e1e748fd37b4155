"""Buttons and choosers whose text ends in 「…」 where it does not fit."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStyleOptionComboBox, QWidget

from dxplanner.ui.forms.choices import ArrowBox

_CONTENTS = QStyle.SubElement.SE_PushButtonContents
_LEAST = 8
"""So many letters of a chooser can be read at least."""


class ElidedButton(QPushButton):
    """A button as narrow as its place; ``tail`` is said whole, the text before it as far as it fits."""

    def __init__(self, text: str, tail: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{text} {tail}".strip(), parent)
        self._head, self._tail = text, f" {tail}" if tail else ""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = self.elided(self.style().subElementRect(_CONTENTS, option, self).width())

    def elided(self, room: int) -> str:
        """The text as it stands on ``room`` pixels, in the bold letters of a chosen button."""
        font = self.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text()
        rest = room - metrics.horizontalAdvance(self._tail)
        return f"{metrics.elidedText(self._head, Qt.TextElideMode.ElideRight, rest)}{self._tail}"


class ElidedBox(ArrowBox):
    """A drop-down box as narrow as its place, whatever it lists; its tooltip begins with the text whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = ""
        self.setSizeAdjustPolicy(ArrowBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            name, text = self.accessibleName(), self.currentText()
            lines = (f"{name}：{text}" if name else text, self._help)
            super().setToolTip("\n".join(filter(None, lines)))
        return super().event(event)

    def setToolTip(self, text: str) -> None:
        self._help = text
        super().setToolTip(text)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        room = field.width() - self.fontMetrics().horizontalAdvance(" ")
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
