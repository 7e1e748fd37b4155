"""How wide a drop-down box has to be for what it lists."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox

_ARROW = 3
"""What a box takes beside its text, in letters: its frame and its arrow."""


def chooser_width(box: QComboBox, texts: Iterable[str], least: int, most: int) -> int:
    """Pixels in which the longest text can be read whole, from ``least`` to ``most``."""
    metrics = box.fontMetrics()
    widest = max(map(metrics.horizontalAdvance, texts), default=0)
    return min(max(widest + _ARROW * metrics.horizontalAdvance("表"), least), most)
