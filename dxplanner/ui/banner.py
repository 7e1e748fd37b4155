"""A line under the toolbar: why a plan is read-only, a first hint. Never in the way, never a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from dxplanner.ui.icons import Icons
from dxplanner.ui.theme import Theme


class Banner(QFrame):
    """One sentence with an icon; ``hint`` can be dismissed, ``banner`` stays as long as its reason does."""

    dismissed = Signal()

    def __init__(self, role: str, icon: str, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        meaning = "caution" if role == "banner" else "accent"
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, meaning, ratio=self.devicePixelRatioF()))
        self.label = QLabel(wordWrap=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.pixels(12), theme.pixels(4), theme.pixels(8), theme.pixels(4))
        row.setSpacing(theme.pixels(8))
        row.addWidget(sign)
        row.addWidget(self.label, 1)
        if role == "hint":
            close = QToolButton(icon=icons.icon("x"), toolTip="この案内を閉じます。")
            close.setAccessibleName("案内を閉じる")
            close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            close.clicked.connect(self.dismissed)
            row.addWidget(close)
        self.hide()

    def show_text(self, text: str | None) -> None:
        """Show a sentence; None or nothing hides the line."""
        self.label.setText(text or "")
        self.setVisible(bool(text))
