"""Japanese typed as an input method does: keys alone cannot write it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def put(field: QWidget, text: str) -> None:
    """Send what an input method sends when a composition is finished."""
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(field, done)


def compose(field: QWidget, text: str) -> None:
    """Type a text first as a composition, then for good."""
    QApplication.sendEvent(field, QInputMethodEvent(text, []))
    put(field, text)


def retype(field: QWidget, text: str) -> None:
    """Type another text over the one that stands in a field."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    compose(field, text)
