"""Which bars are selected. Keys, so that the selection survives every edit of other rows."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class BarSelection(QObject):
    """Selected bars in the order in which they were chosen; the current one has the keyboard."""

    changed = Signal()
    """The selection or the current bar is another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[int, None] = {}
        self.current: int | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """Keys of the selected bars."""
        return tuple(self._ids)

    def __contains__(self, bar_id: int) -> bool:
        return bar_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def set(self, bar_ids: Iterable[int], current: int | None = None) -> None:
        """Select exactly these bars; without ``current`` the last one gets the keyboard."""
        ids = dict.fromkeys(bar_ids)
        now = current if current in ids else next(reversed(ids), None)
        if list(ids) != list(self._ids) or now != self.current:
            self._ids, self.current = ids, now
            self.changed.emit()

    def toggle(self, bar_id: int) -> None:
        """Add a bar, or take it out."""
        ids = dict(self._ids)
        if bar_id in ids:
            del ids[bar_id]
            self.set(ids)
        else:
            self.set([*ids, bar_id], bar_id)

    def clear(self) -> None:
        """Select nothing."""
        self.set(())

    def keep(self, existing: Iterable[int]) -> None:
        """Let go of bars that no longer exist."""
        alive = set(existing)
        self.set([bar_id for bar_id in self._ids if bar_id in alive], self.current)
