"""A table of rows that are known by their keys: from one order of keys to another by exact steps."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from dxplanner.ui.sheet import differences

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
_ALL_AT_ONCE: Final = 400
"""So many rows moved at a time are laid out anew, instead of being moved one by one."""


class KeyedModel(QAbstractTableModel):
    """Rows as keys, each there at most once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: list[int] = []
        self._places: dict[int, int] = {}

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def key_at(self, row: int) -> int:
        """The key of a row; DRAFT for the one that is being written."""
        return self._shown[row]

    def row_of(self, key: int) -> int | None:
        """The row of a key; None when it is not shown."""
        if len(self._places) != len(self._shown):
            self._places = {key: row for row, key in enumerate(self._shown)}
        return self._places.get(key)

    def take(self, keys: list[int]) -> None:
        """Show these rows instead; only inside a reset."""
        self._shown, self._places = keys, {}

    def settle(self, wanted: list[int]) -> None:
        """Come from the rows shown to those wanted by exact steps."""
        if wanted == self._shown:
            return
        for first, last in differences.gone_runs(self._shown, wanted):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._shown[first : last + 1]
            self._places = {}
            self.endRemoveRows()
        known = set(self._shown)
        staying = [key for key in wanted if key in known]
        moving = differences.moved(self._shown, staying) if staying != self._shown else set()
        if len(moving) > _ALL_AT_ONCE:
            self.lay_out(staying)
        else:
            self._move(moving, staying)
        for first, last in differences.new_runs(self._shown, wanted):
            self.beginInsertRows(_NO_PARENT, first, last)
            self._shown[first:first] = wanted[first : last + 1]
            self._places = {}
            self.endInsertRows()

    def _move(self, moving: Collection[int], wanted: Sequence[int]) -> None:
        for place, key in enumerate(wanted):
            if key not in moving:
                continue
            here = self._shown.index(key)
            ahead = wanted[place - 1] if place else None
            to = 0 if ahead is None else self._shown.index(ahead) + 1
            if to in (here, here + 1):
                continue
            self.beginMoveRows(_NO_PARENT, here, here, _NO_PARENT, to)
            self._shown.pop(here)
            self._shown.insert(to - (to > here), key)
            self._places = {}
            self.endMoveRows()

    def lay_out(self, wanted: list[int]) -> None:
        """Put the same rows into another order at once; what is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        former = self.persistentIndexList()
        keys = [self._shown[index.row()] for index in former]
        self.take(wanted)
        self.changePersistentIndexList(
            former,
            [
                QModelIndex() if row is None else self.index(row, index.column())
                for index, row in zip(former, map(self.row_of, keys), strict=True)
            ],
        )
        self.layoutChanged.emit()
