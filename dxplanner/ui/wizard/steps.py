"""The list of steps at the left: done, present, to come."""

from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dxplanner.ui.theme import Theme

_WIDTH = 176


class StepList(QFrame):
    """Numbers and names of the steps. It only shows; the buttons lead on."""

    def __init__(self, names: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = list(names)
        self.setFixedWidth(theme.pixels(_WIDTH))
        self.setAutoFillBackground(True)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, theme.colour("ground"))
        self.setPalette(ground)
        self.setAccessibleName("手順")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.pixels(side) for side in (16, 24, 8, 16)))
        layout.setSpacing(theme.pixels(14))
        self.labels = [QLabel(self) for _ in names]
        for label in self.labels:
            layout.addWidget(label)
        layout.addStretch(1)

    def show_step(self, present: int) -> None:
        """Mark a step as the present one: bold, and in words for who hears it."""
        for number, (name, label) in enumerate(zip(self._names, self.labels, strict=True)):
            sign = "✓" if number < present else str(number + 1)
            label.setText(f"{sign}　{name}")
            font = label.font()
            font.setBold(number == present)
            label.setFont(font)
            colours = label.palette()
            meaning = "accent" if number == present else "ink" if number < present else "quiet"
            colours.setColor(QPalette.ColorRole.WindowText, self._theme.colour(meaning))
            label.setPalette(colours)
            state = "済み" if number < present else "現在の手順" if number == present else "これから"
            label.setAccessibleName(f"{name}（{state}）")
