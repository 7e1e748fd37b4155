"""A list of entries by key: what changes is told row by row, so that selection and scrolling stay."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dxplanner.ui.row_steps import ROOT, RowSteps

Index = QModelIndex | QPersistentModelIndex


class Keyed(Protocol):
    """An entry with its row's key."""

    @property
    def id(self) -> int: ...


E = TypeVar("E", bound=Keyed)


class KeyedListModel(QAbstractListModel, Generic[E]):
    """Shows entries as ``text`` says; with ``checked`` and ``check`` each has a box to tick."""

    def __init__(
        self,
        text: Callable[[E], str],
        *,
        tip: Callable[[E], str] | None = None,
        checked: Callable[[E], bool] | None = None,
        check: Callable[[E, bool], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tip = tip or text
        self._checked = checked
        self._check = check
        self._entries: list[E] = []

    @property
    def entries(self) -> tuple[E, ...]:
        """What is shown, in order."""
        return tuple(self._entries)

    def entry(self, index: Index) -> E | None:
        """The entry of an index."""
        return self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None

    def index_of(self, key: int) -> QModelIndex:
        """The index of an entry; invalid when it is not there."""
        row = next((row for row, entry in enumerate(self._entries) if entry.id == key), -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def show_entries(self, entries: Sequence[E]) -> None:
        """Show these entries: rows go, come and move one by one."""
        RowSteps(self, self._entries, attrgetter("id")).settle(entries)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return (
            flags | Qt.ItemFlag.ItemIsUserCheckable if self._check is not None and index.isValid() else flags
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry)
        if role == Qt.ItemDataRole.CheckStateRole and self._checked is not None:
            return Qt.CheckState.Checked if self._checked(entry) else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index)
        if entry is None or role != Qt.ItemDataRole.CheckStateRole or self._check is None:
            return False
        self._check(entry, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
