"""What the keys of a 関係図 do, while nothing is being typed."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier

DIRECTIONS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Arrow keys as steps to the right and down."""

_ACTS: Final[dict[tuple[Qt.KeyboardModifier, int], str]] = {
    (_NONE, Qt.Key.Key_F2): "edit",
    (_NONE, Qt.Key.Key_Return): "enter",
    (_NONE, Qt.Key.Key_Enter): "enter",
    (_NONE, Qt.Key.Key_Escape): "escape",
    (_NONE, Qt.Key.Key_Insert): "add",
    (_NONE, Qt.Key.Key_Delete): "delete",
    (_CTRL, Qt.Key.Key_Delete): "delete",
    (_CTRL, Qt.Key.Key_A): "all",
    (_CTRL, Qt.Key.Key_C): "copy",
    (_CTRL, Qt.Key.Key_X): "cut",
    (_CTRL, Qt.Key.Key_V): "paste",
    (_CTRL, Qt.Key.Key_D): "duplicate",
    (_CTRL, Qt.Key.Key_G): "frame",
}


def act_of(event: QKeyEvent) -> str | None:
    """The act of a key; None for what the board leaves to others."""
    return _ACTS.get((event.modifiers() & ~_KEYPAD, event.key()))
