"""The 階層 of the new plan as an editable table."""

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.services.new_plan import level_problems
from dxplanner.services.plan_seeds import NewLevel, example_numbers
from dxplanner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """Columns of the table."""

    NAME = 0
    SCOPE = 1
    JOINED = 2
    EXAMPLE = 3


HEADINGS = ("階層の名前", "番号の付け方", "上位の番号を付ける", "番号の例")
TIPS = (
    "上の行ほど上位の階層です。",
    "「版を通して」は1、2、3…と通し番号に、「親ごと」は上位が変わるたびに1からにします。",
    "「1-1」のように上位の番号を前に付けます。",
    "最初の2つの番号の例です。",
)


class LevelModel(QAbstractTableModel):
    """Rows are levels from the top downwards."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels: list[NewLevel] = []

    @property
    def levels(self) -> tuple[NewLevel, ...]:
        """The levels as they are now."""
        return tuple(self._levels)

    def show_levels(self, levels: Sequence[NewLevel]) -> None:
        """Show other levels altogether."""
        self.beginResetModel()
        self._levels = list(levels)
        self.endResetModel()

    def add(self, row: int) -> None:
        """Insert an empty level before a row."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._levels.insert(row, NewLevel(""))
        self.endInsertRows()
        self._changed()

    def remove(self, row: int) -> None:
        """Take a level out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._levels[row]
        self.endRemoveRows()
        self._changed()

    def move(self, row: int, step: int) -> None:
        """Move a level one row up (-1) or down (1)."""
        target = row + step
        if not 0 <= target < len(self._levels):
            return
        root = QModelIndex()
        self.beginMoveRows(root, row, row, root, target + (1 if step > 0 else 0))
        self._levels.insert(target, self._levels.pop(row))
        self.endMoveRows()
        self._changed()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._levels)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return TIPS[section]
        elif role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() in {Column.NAME, Column.SCOPE}:
            return flags | Qt.ItemFlag.ItemIsEditable
        numbered = self._levels[index.row()].rule.numbered
        if index.column() == Column.JOINED and numbered:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        level = self._levels[index.row()]
        column = Column(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            if column is Column.EXAMPLE:
                return example_numbers(self._levels)[index.row()] or "－"
            return {Column.NAME: level.name, Column.SCOPE: level.scope.value}.get(column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.JOINED and level.rule.numbered:
            return Qt.CheckState.Checked if level.joined else Qt.CheckState.Unchecked
        problem = level_problems(self._levels).get(index.row()) if column is Column.NAME else None
        if role == Qt.ItemDataRole.ForegroundRole:
            if problem is not None:
                return self._theme.colour("error")
            return self._theme.colour("quiet") if column is Column.EXAMPLE else None
        return problem if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        level = self._levels[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.JOINED:
            level = replace(level, joined=Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and column is Column.NAME:
            level = replace(level, name=str(value).strip())
        elif role == Qt.ItemDataRole.EditRole and column is Column.SCOPE and value in list(NumberScope):
            scope = NumberScope(value)
            level = replace(level, scope=scope, joined=level.joined and scope is not NumberScope.NONE)
        else:
            return False
        self._levels[index.row()] = level
        self._changed()
        return True

    def _changed(self) -> None:
        """A name can clash with another one, and numbers follow from all levels above."""
        if self._levels:
            last = self.index(len(self._levels) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
