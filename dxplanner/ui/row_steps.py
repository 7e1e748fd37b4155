"""From the rows that a model holds to those wanted by exact steps, so that selection and scrolling stay."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex

from dxplanner.ui import differences

R = TypeVar("R")
ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class RowSteps(Generic[R]):
    """Changes ``held``, the rows below ``parent``, in place; ``key`` tells them apart.

    ``touched`` is called after each change, before the views are told.
    """

    model: QAbstractItemModel
    held: list[R]
    key: Callable[[R], Hashable]
    parent: QModelIndex = ROOT
    touched: Callable[[], None] = lambda: None

    def settle(self, wanted: Sequence[R], columns: int = 1) -> None:
        """Hold these rows: some go, some move, some come, and those that differ are shown anew."""
        self.drop(wanted)
        self.move(wanted)
        self.bring(wanted)
        for row, new in enumerate(wanted):
            if self.held[row] != new:
                self.held[row] = new
                self.touched()
                first = self.model.index(row, 0, self.parent)
                self.model.dataChanged.emit(first, first.sibling(row, columns - 1))

    def drop(self, wanted: Sequence[R]) -> None:
        """Remove the rows that are not wanted, run by run."""
        for first, last in differences.gone_runs(self._keys(self.held), self._keys(wanted)):
            self.model.beginRemoveRows(self.parent, first, last)
            del self.held[first : last + 1]
            self.touched()
            self.model.endRemoveRows()

    def moving(self, wanted: Sequence[R]) -> set[Hashable]:
        """The keys of the rows that ``move`` moves: as few as possible; nothing unwanted is held."""
        present, staying = self._keys(self.held), self._staying(wanted)
        return differences.moved(present, staying) if staying != present else set()

    def move(self, wanted: Sequence[R]) -> None:
        """Bring the rows that are held into the wanted order; nothing unwanted is held."""
        present, staying, moving = self._keys(self.held), self._staying(wanted), self.moving(wanted)
        for place, key in enumerate(staying):
            if key not in moving:
                continue
            here = present.index(key)
            to = present.index(staying[place - 1]) + 1 if place else 0
            if to in (here, here + 1):
                continue
            self.model.beginMoveRows(self.parent, here, here, self.parent, to)
            there = to - (to > here)
            self.held.insert(there, self.held.pop(here))
            present.insert(there, present.pop(here))
            self.touched()
            self.model.endMoveRows()

    def bring(self, wanted: Sequence[R]) -> None:
        """Insert the rows that are not held yet, run by run; the others are in order."""
        for first, last in differences.new_runs(self._keys(self.held), self._keys(wanted)):
            self.model.beginInsertRows(self.parent, first, last)
            self.held[first:first] = wanted[first : last + 1]
            self.touched()
            self.model.endInsertRows()

    def _staying(self, wanted: Sequence[R]) -> list[Hashable]:
        known = set(self._keys(self.held))
        return [key for key in self._keys(wanted) if key in known]

    def _keys(self, rows: Sequence[R]) -> list[Hashable]:
        return [self.key(row) for row in rows]
