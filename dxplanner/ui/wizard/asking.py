"""Which file the wizard reads from. Tests pass one that answers at once."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from dxplanner.ui.asking import Asking

_LISTS = "一覧のファイル (*.xlsx *.xlsm *.csv *.txt)"


class WizardAsking(Asking):
    """Asks for plan files and for lists."""

    def list_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """A workbook or CSV file, or None."""
        name, _ = QFileDialog.getOpenFileName(parent, "体系の一覧を選ぶ", str(folder), _LISTS)
        return Path(name) if name else None
