"""What the keys of a sheet do, while no cell is being typed in."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier

_ACTS: Final[dict[tuple[Qt.KeyboardModifier, int], str]] = {
    (_NONE, Qt.Key.Key_F2): "edit",
    (_NONE, Qt.Key.Key_Return): "enter",
    (_NONE, Qt.Key.Key_Enter): "enter",
    (_SHIFT, Qt.Key.Key_Return): "enter_up",
    (_SHIFT, Qt.Key.Key_Enter): "enter_up",
    (_NONE, Qt.Key.Key_Tab): "tab",
    (_SHIFT, Qt.Key.Key_Tab): "tab_back",
    (_SHIFT, Qt.Key.Key_Backtab): "tab_back",
    (_NONE, Qt.Key.Key_Backtab): "tab_back",
    (_ALT, Qt.Key.Key_Down): "list_or_down",
    (_ALT, Qt.Key.Key_Up): "up",
    (_ALT | _SHIFT, Qt.Key.Key_Down): "down",
    (_ALT | _SHIFT, Qt.Key.Key_Up): "up",
    (_CTRL, Qt.Key.Key_C): "copy",
    (_CTRL, Qt.Key.Key_X): "cut",
    (_CTRL, Qt.Key.Key_V): "paste",
    (_CTRL, Qt.Key.Key_D): "fill_down",
    (_CTRL, Qt.Key.Key_F): "filter",
    (_CTRL | _SHIFT, Qt.Key.Key_L): "filter_column",
    (_NONE, Qt.Key.Key_Delete): "clear",
    (_CTRL, Qt.Key.Key_Delete): "delete",
    (_CTRL, Qt.Key.Key_Insert): "add",
    (_NONE, Qt.Key.Key_Insert): "add",
    (_NONE, Qt.Key.Key_Space): "toggle",
    (_SHIFT, Qt.Key.Key_Space): "row",
    (_CTRL, Qt.Key.Key_Space): "column",
    (_CTRL, Qt.Key.Key_A): "all",
    (_NONE, Qt.Key.Key_Escape): "escape",
    (_NONE, Qt.Key.Key_Backspace): "clear_and_type",
}


def act_of(event: QKeyEvent) -> str | None:
    """The act of a key; None for what Qt or a cell's box understands (arrows, letters)."""
    return _ACTS.get((event.modifiers() & ~_KEYPAD, event.key()))
