"""The list of entries: newest first, fetched page by page, refreshed row by row after a commit."""

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dxplanner.services.history import History, HistoryEntry, HistoryFilter, HistoryState

PAGE: Final = 100
"""Entries fetched at a time."""

ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
"""Role that gives the HistoryEntry of a row."""

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The entries that a filter lets through."""

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._wanted = HistoryFilter()
        self._entries: list[HistoryEntry] = []
        self._complete = True

    def show_entries(self, wanted: HistoryFilter) -> None:
        """Show what a filter lets through, from the newest."""
        self.beginResetModel()
        self._wanted = wanted
        self._entries = self._history.page(wanted, PAGE)
        self._complete = len(self._entries) < PAGE
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._entries, self._complete = [], True
        self.endResetModel()

    def refresh(self, key: int) -> None:
        """An entry is new, was undone or redone, grew by more typing, or has vanished."""
        entry = self._history.entry(key, self._wanted)
        row = self.row_of(key)
        if row is not None and entry is None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._entries[row]
            self.endRemoveRows()
        elif row is not None and entry is not None:
            self._entries[row] = entry
            self.dataChanged.emit(self.index(row), self.index(row))
        elif entry is not None and (not self._entries or key > self._entries[0].key):
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._entries.insert(0, entry)
            self.endInsertRows()
        self._refresh_dropped(key)

    def row_of(self, key: int) -> int | None:
        """The row of an entry, as far as it has been fetched."""
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), None)

    def entry(self, index: Index) -> HistoryEntry | None:
        """The entry of an index; None of an invalid one."""
        return self._entries[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        if parent.isValid() or not self._entries:
            return
        older = self._history.page(self._wanted, PAGE, older_than=self._entries[-1].key)
        self._complete = len(older) < PAGE
        if older:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(older) - 1)
            self._entries += older
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.label}\n{_who_and_when(entry)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.label}、{_who_and_when(entry)}、{entry.state.value}"
        return None

    def _refresh_dropped(self, key: int) -> None:
        """A new edit drops what had been undone: these entries look different now."""
        undone = [entry.key for entry in self._entries if entry.state is HistoryState.UNDONE]
        states = self._history.states([one for one in undone if one != key])
        for one, state in states.items():
            row = self.row_of(one)
            entry = self._history.entry(one) if state is not HistoryState.UNDONE else None
            if row is not None and entry is not None:
                self._entries[row] = entry
                self.dataChanged.emit(self.index(row), self.index(row))


def _who_and_when(entry: HistoryEntry) -> str:
    return f"{entry.when} {entry.author}（{entry.computer}）"
