"""Questions that need an answer before anything can go on: file choices and confirmations."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_PLANS = "計画ファイル (*.dxplan)"
_WORKBOOKS = "エクセル (*.xlsx)"


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
        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), _PLANS)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(".dxplan")

    def workbook_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        """Where to write a workbook, or None. The dialog itself has asked about overwriting."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), _WORKBOOKS)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(".xlsx")

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
        """Show something to read, with one button to close it."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
        box.addButton("閉じる", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
