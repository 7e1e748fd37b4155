"""A line under the toolbar: why a plan is read-only, a first hint. Never in the way, never a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from dxplanner.ui.icons import Icons
from dxplanner.ui.theme import Theme

HINT = (
    "左の施策体系で項目を選ぶと、右の画面で内容を直せます。変更はそのつど保存され、Ctrl+Zで元に戻せます。"
    "使い方はF1キーで開きます。"
)
HINT_TO_READ = "左の施策体系で項目を選ぶと、右の画面に内容が出ます。使い方はF1キーで開きます。"
"""The same for a plan that can only be read."""


class Banner(QFrame):
    """One sentence with an icon; ``hint`` can be dismissed, ``banner`` stays as long as its reason does."""

    dismissed = Signal()

    def __init__(
        self, role: str, icon: str, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
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
            close = QToolButton()
            close.setIcon(icons.icon("x"))
            close.setToolTip("この案内を閉じます。")
            close.setAccessibleName("案内を閉じる")
            close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            close.clicked.connect(self.dismissed)
            row.addWidget(close)
        self.hide()

    def show_text(self, text: str | None) -> None:
        """Show a sentence; None or nothing hides the line."""
        self.label.setText(text or "")
        self.setVisible(bool(text))


class UnderBanners(QWidget):
    """A widget below the lines that may have something to say about it."""

    def __init__(self, content: QWidget, read_only: str | None, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.reason = Banner("banner", "lock", theme, icons)
        self.reason.setAccessibleName("閲覧のみの理由")
        self.hint = Banner("hint", "lightbulb", theme, icons)
        self.hint.setAccessibleName("はじめの案内")
        self._words = HINT_TO_READ if read_only else HINT
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.reason)
        layout.addWidget(self.hint)
        layout.addWidget(content, 1)
        self.reason.show_text(read_only)

    def show_hint(self, shown: bool) -> None:
        """Show or hide the line for beginners."""
        self.hint.show_text(self._words if shown else None)
