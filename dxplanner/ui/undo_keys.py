"""Ctrl+Z and Ctrl+Y reach the plan from a text field that has nothing of its own to take back."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class UndoKeys(QObject):
    """Watches the text field that has the focus, and only that one.

    A text field of Qt claims both keys even when it was not changed. Keys of an input method's composition
    never get here: the input method keeps them.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo or redo) and not _has_own(watched, undo=undo):
                event.ignore()
                return True
        return False

    def _follow(self, former: QWidget | None, present: QWidget | None) -> None:
        if isinstance(former, QLineEdit | QPlainTextEdit | QTextEdit):
            former.removeEventFilter(self)
        if isinstance(present, QLineEdit | QPlainTextEdit | QTextEdit):
            present.installEventFilter(self)


def _has_own(field: QObject, *, undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if undo else field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        return document.isUndoAvailable() if undo else document.isRedoAvailable()
    return False
