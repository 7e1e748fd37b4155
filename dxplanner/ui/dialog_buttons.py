"""The two buttons at the foot of a dialog: what it is for at the left, やめる at the right."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def decision(dialog: QDialog, yes: str, accept: Callable[[], object]) -> tuple[QDialogButtonBox, QPushButton]:
    """The buttons, and the one with the word ``yes``; やめる and Esc reject the dialog."""
    buttons = QDialogButtonBox()
    # The order of Windows and of the inline questions (ConfirmBar, AskLine), whatever the desktop's habit is.
    buttons.setStyleSheet("QDialogButtonBox { button-layout: 0; }")
    agreed = buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
    agreed.setProperty("primary", True)
    refused = buttons.addButton("やめる", QDialogButtonBox.ButtonRole.RejectRole)
    refused.setToolTip("何も変えずに閉じます（Esc）。")
    buttons.accepted.connect(accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, agreed
