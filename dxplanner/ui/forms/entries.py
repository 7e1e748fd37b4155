"""What a drop-down box lists: rows by their key, renewed only where they differ."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

Key = int | str | None
"""What an entry stands for: a row by its key, or a name."""


def show_entries(box: QComboBox, entries: Sequence[tuple[str, Key]], chosen: Key) -> None:
    """List texts with their keys and show the chosen one, without telling anybody."""
    with QSignalBlocker(box):
        if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] != list(entries):
            box.clear()
            for text, key in entries:
                box.addItem(text, key)
        box.setCurrentIndex(box.findData(chosen))
