"""主な取組 of a node as a list model: it mirrors the plan row by row and edits only through commands."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dxplanner.domain.errors import InputError
from dxplanner.model import Initiative
from dxplanner.services.fields import (
    add_rows,
    delete_rows,
    fields_of,
    move_rows,
    parse_field,
    set_field,
    short_name,
)
from dxplanner.services.node_query import InitiativeLine
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.row_steps import RowSteps

Index = QModelIndex | QPersistentModelIndex
NEW: Final = InitiativeLine(0, "", "")
"""The row that is being typed and is not in the plan yet."""
_NO_PARENT: Final = QModelIndex()


class InitiativesModel(QAbstractListModel):
    """The 取組 of the node given by ``show_node``; at most one further row is being typed."""

    def __init__(self, binding: Binding, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._node_id = 0
        self._lines: list[InitiativeLine] = []
        self._adopting = False
        self.field = fields_of(Initiative)["name"]

    def show_node(self, node_id: int, lines: Sequence[InitiativeLine]) -> None:
        """Show a node's list: changed, new, moved and deleted rows exactly, all rows of another node."""
        if node_id != self._node_id:
            self.beginResetModel()
            self._node_id, self._lines = node_id, list(lines)
            self.endResetModel()
            return
        wanted = list(lines)
        typed = self.typed_row()
        if typed is not None:
            if self._adopting:
                self._replace(typed, wanted[typed])
            else:
                wanted.insert(min(typed, len(wanted)), NEW)
        RowSteps(self, self._lines, attrgetter("id")).settle(wanted)

    def _replace(self, row: int, line: InitiativeLine) -> None:
        self._lines[row] = line
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._lines[index.row()].name
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self._binding.read_only:
            return flags
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def problem(self, text: str) -> str | None:
        """Why a text cannot be a 取組; None when it can."""
        try:
            parse_field(self.field, text)
        except InputError as error:
            return error.message
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Issue the command that stores a typed 取組; a blank new row goes again."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.enter(index.row(), [str(value)])

    def enter(self, row: int, texts: Sequence[str]) -> bool:
        """Store what was typed into a row, further texts as new rows after it: one step."""
        line, first = self._lines[row], texts[0]
        if line.id == 0 and not first.strip():
            self.drop_typed_row()
            return False
        if self.problem(first) is not None:
            return False
        if line.id == 0:
            self._adopting = True
            try:
                return self._add(texts, row)
            finally:
                self._adopting = False
        if first == line.name and len(texts) == 1:
            return True
        node_id = self._node_id

        def command(session: Any) -> bool:
            set_field(session, Initiative, line.id, "name", first)
            more = [{"node_id": node_id, "name": text} for text in texts[1:]]
            add_rows(session, Initiative, more, owner="node_id", at=row + 1)
            return True

        return bool(self._run(f"取組「{short_name(line.name)}」の変更", command))

    def insert(self, texts: Sequence[str], row: int) -> bool:
        """Store new 取組 in front of a row: one step."""
        good = [text for text in texts if self.problem(text) is None]
        return bool(good) and self._add(good, row)

    def _add(self, texts: Sequence[str], row: int) -> bool:
        values = [{"node_id": self._node_id, "name": text} for text in texts]
        act = f"取組「{short_name(texts[0])}」の追加" if len(texts) == 1 else f"取組{len(texts)}件の追加"
        added = self._run(act, lambda session: add_rows(session, Initiative, values, owner="node_id", at=row))
        return bool(added)

    def type_row(self, row: int) -> QModelIndex:
        """Make room for a 取組 to be typed in front of a row."""
        self.drop_typed_row()
        row = min(row, len(self._lines))
        self.beginInsertRows(_NO_PARENT, row, row)
        self._lines.insert(row, NEW)
        self.endInsertRows()
        return self.index(row)

    def row_of(self, key: int) -> int | None:
        """The row of a 取組; None when it is not in the list."""
        return next((row for row, line in enumerate(self._lines) if line.id == key), None)

    def typed_row(self) -> int | None:
        """The row that is being typed and is not in the plan yet."""
        return next((row for row, line in enumerate(self._lines) if line.id == 0), None)

    def drop_typed_row(self) -> None:
        """Give up the row that is being typed."""
        row = self.typed_row()
        if row is not None:
            self.beginRemoveRows(_NO_PARENT, row, row)
            del self._lines[row]
            self.endRemoveRows()

    def delete(self, rows: Sequence[int]) -> bool:
        """Delete 取組: one step."""
        lines = [self._lines[row] for row in rows if self._lines[row].id]
        if not lines:
            return False
        named = f"「{short_name(lines[0].name)}」" if len(lines) == 1 else f"{len(lines)}件"
        keys = [line.id for line in lines]

        def command(session: Any) -> bool:
            delete_rows(session, Initiative, keys)
            return True

        done = bool(self._run(f"取組{named}の削除", command))
        if done:
            self._binding.context.said.emit(f"取組{named}を削除しました。元に戻すには Ctrl+Z を押します。")
        return done

    def move(self, rows: Sequence[int], to: int) -> bool:
        """Move 取組 in front of the row that is now at ``to``: one step."""
        keys = [self._lines[row].id for row in sorted(rows) if self._lines[row].id]
        stays = not keys or sorted(rows) == list(range(to - len(rows), to)) or (to in rows and len(rows) == 1)
        if stays or self.typed_row() is not None:
            return False

        def command(session: Any) -> bool:
            move_rows(session, Initiative, keys, to, owner="node_id")
            return True

        return bool(self._run("取組の並べ替え", command))

    def name(self, row: int) -> str:
        """The 取組 in a row."""
        return self._lines[row].name

    def _run(self, act: str, command: Callable[[Any], Any]) -> Any:
        return self._binding.context.run(f"{self._binding.place()} の{act}", command)
