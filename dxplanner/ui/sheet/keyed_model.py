"""A table of rows that are known by their keys: from one order of keys to another by exact steps."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from dxplanner.ui.row_steps import RowSteps

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
            self._places.update((key, row) for row, key in enumerate(self._shown))
        return self._places.get(key)

    def take(self, keys: Sequence[int]) -> None:
        """Show these rows instead; only inside a reset, or where there were none."""
        self._shown[:] = keys
        self._places.clear()

    def settle(self, wanted: list[int]) -> None:
        """Come from the rows shown to those wanted by exact steps."""
        if wanted == self._shown:
            return
        if not self._shown:
            self.beginInsertRows(_NO_PARENT, 0, len(wanted) - 1)
            self.take(wanted)
            self.endInsertRows()
            return
        steps = RowSteps(self, self._shown, int, touched=self._places.clear)
        steps.drop(wanted)
        if len(steps.moving(wanted)) > _ALL_AT_ONCE:
            known = set(self._shown)
            self.lay_out([key for key in wanted if key in known])
        else:
            steps.move(wanted)
        steps.bring(wanted)

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
