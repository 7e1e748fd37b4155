"""The line over the pages of a former printing: what they are, how to save them, the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from dxplanner.ui.forms.looks import words
from dxplanner.ui.theme import Theme


class KeptBar(QFrame):
    """Hidden until pages of a printing are shown."""

    save_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self.text = words("", "", wrap=True)
        self.save = QPushButton("PDFで保存")
        self.save.setToolTip("配付したときのページを、PDFのファイルに保存します。")
        self.back = QPushButton("今の内容に戻る")
        self.back.setToolTip("今の計画から作ったページを表示します。")
        self.save.clicked.connect(self.save_wanted)
        self.back.clicked.connect(self.back_wanted)
        margin = theme.pixels(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(margin, margin // 2, margin, margin // 2)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.save)
        row.addWidget(self.back)
        self.hide()

    def tell(self, text: str, more: str) -> None:
        """Say which printing the pages are from; ``more`` when it is pointed at."""
        self.text.setText(text)
        self.text.setToolTip(more)
        self.show()
