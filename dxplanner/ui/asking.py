"""Questions that need an answer before anything can go on: file choices and confirmations."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_PLANS = "計画ファイル (*.dxplan)"
_WORKBOOKS = "エクセル (*.xlsx)"
_LETTERS = 48
"""Width of something to read, in heights of a line."""


def documents_folder() -> Path:
    """The user's own documents folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class Asking:
    """Asks by dialogs. Tests pass one of their own that answers at once."""

    def plan_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """An existing plan file, or None."""
        name, _ = QFileDialog.getOpenFileName(parent, "計画を開く", str(folder), _PLANS)
        return Path(name) if name else None

    def plan_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        """Where to write a plan, or None. The dialog itself has asked about overwriting."""
        return _to_write(parent, title, suggestion, _PLANS, "dxplan")

    def workbook_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        """Where to write a workbook, or None. The dialog itself has asked about overwriting."""
        return _to_write(parent, title, suggestion, _WORKBOOKS, "xlsx")

    def folder(self, parent: QWidget, title: str, present: Path) -> Path | None:
        """A folder, or None."""
        name = QFileDialog.getExistingDirectory(parent, title, str(present))
        return Path(name) if name else None

    def confirm(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """Ask a question whose answers are named; Esc and Enter mean ``no``, the harmless one."""
        box = QMessageBox(QMessageBox.Icon.Question, "確認", question, parent=parent)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refused = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refused)
        box.setEscapeButton(refused)
        box.exec()
        return box.clickedButton() is agreed

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        """Show something to read, with one button to close it; what is long scrolls."""
        reading = Reading(parent, title, text)
        reading.exec()
        reading.deleteLater()


class Reading(QDialog):
    """Something to read: as high as its text, but never higher than fits on the screen."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        style = "line-height: 150%; white-space: pre-wrap"
        self.text = QLabel(f'<p style="{style}">{escape(text)}</p>', wordWrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        flags = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        scrolling = QScrollArea(widgetResizable=True)
        scrolling.setFrameShape(QScrollArea.Shape.NoFrame)
        scrolling.setWidget(self.text)
        close = QPushButton("閉じる", default=True)
        close.setToolTip("この画面を閉じます（Enter、Esc）。")
        close.clicked.connect(self.accept)
        em = self.fontMetrics().height()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(em, em, em, em)
        layout.setSpacing(em)
        layout.addWidget(scrolling, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        width = min(_LETTERS * em, self.screen().availableGeometry().width() - 4 * em)
        high = self.text.heightForWidth(width) + close.sizeHint().height() + 4 * em
        self.resize(width + 3 * em, min(high, self.screen().availableGeometry().height() * 2 // 3))
        close.setFocus()


def _to_write(parent: QWidget, title: str, suggestion: Path, kind: str, extension: str) -> Path | None:
    """Where to write. A bare name gets the extension before the dialog looks for a file of that name."""
    dialog = QFileDialog(parent, title, str(suggestion.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(extension)
    dialog.selectFile(suggestion.name)
    try:
        return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    finally:
        dialog.deleteLater()
