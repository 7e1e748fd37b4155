"""What stands in the title rows of panes: choosers of a fixed width, switches, narrow buttons."""

from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QPushButton

B = TypeVar("B", bound=QComboBox)


def chooser(box: B, name: str, width: int) -> B:
    """A drop-down box with its accessible name, as wide (pixels) as said whatever it lists."""
    box.setAccessibleName(name)
    box.setFixedWidth(width)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def switch(text: str, tip: str) -> QPushButton:
    """A button that stays down until it is pressed again, or another of its group is: one look everywhere."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setCheckable(True)
    button.setToolTip(tip)
    return button


def narrow_button(text: str, tip: str, width: int) -> QPushButton:
    """A button of one sign, ``width`` pixels wide; its tooltip is its name."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFixedWidth(width)
    button.setStyleSheet("QPushButton { padding-left: 0; padding-right: 0; }")
    return button
