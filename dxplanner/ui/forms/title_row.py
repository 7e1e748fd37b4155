"""What stands in the title rows of panes: choosers of a fixed width, switches, narrow buttons."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton

B = TypeVar("B", bound=QComboBox)


def chooser(box: B, name: str, width: int) -> B:
    """A drop-down box with its accessible name, as wide (pixels) as said whatever it lists."""
    box.setAccessibleName(name)
    box.setFixedWidth(width)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def switch(text: str, tip: str) -> QToolButton:
    """A button that stays down until it is pressed again."""
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def narrow_button(text: str, tip: str, width: int) -> QPushButton:
    """A button of one sign, ``width`` pixels wide; its tooltip is its name."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFixedWidth(width)
    button.setStyleSheet("QPushButton { padding-left: 0; padding-right: 0; }")
    return button
