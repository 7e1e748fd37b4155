"""What the cells of a sheet show: texts of rows read in batches, what is being written, marks beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from dxplanner.model import FieldKind
from dxplanner.services.fields import short_name
from dxplanner.services.provenance import Mark
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_read import SheetRow
from dxplanner.services.sheet_report import BadCell
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.keyed_model import KeyedModel
from dxplanner.ui.sheet.rows import Rows

Index = QModelIndex | QPersistentModelIndex
DRAFT: Final = 0
"""Stands for the row that is being written and is not stored yet; keys begin at 1."""
NUMERIC: Final = frozenset({FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL, FieldKind.FRACTION})
_NO_PARENT: Final = QModelIndex()
_READ: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_TYPED: Final = _READ | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class CellLook:
    """What a cell shows: its text, why the text cannot be stored, its 推定, and a word beside the text."""

    text: str = ""
    problem: str = ""
    inferred: tuple[Mark, ...] = ()
    badge: str = ""


class SheetCells(KeyedModel):
    """The cells of the rows of one source, to be looked at; ``SheetModel`` changes them."""

    def __init__(self, context: PlanContext, source: SheetSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = Rows(context.workbench.plan, source)
        self.draft: dict[str, str] = {}
        """Texts of the row that is being written, by column."""
        self.bad: dict[tuple[int, str], BadCell] = {}
        """Texts that cells could not take, by row and column."""
        self.badge_of: Callable[[int, str], str] = lambda _key, _column: ""
        """What a pane says beside a text that is not 推定, by row and column: 「案」."""
        self.name_of: Callable[[Mapping[str, str]], str] = lambda _texts: ""
        """What a pane calls a row by its texts, where that is more than the first of them: 「1-1」."""

    @property
    def source(self) -> SheetSource:
        """What the rows are."""
        return self._rows.source

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns, hidden ones too."""
        return self.source.columns

    def record(self, row: int) -> SheetRow | None:
        """The texts of a row; None for the one that is being written."""
        key = self._shown[row]
        return None if key == DRAFT else self._rows.row(key, self._shown, row)

    def read_rows(self, rows: Sequence[int]) -> None:
        """Read the texts of many rows at once, before they are looked at one by one."""
        self._rows.read([self._shown[row] for row in rows])

    def cell(self, row: int, column: int) -> CellLook:
        """What a cell shows."""
        key, spec = self._shown[row], self.columns[column]
        bad = self.bad.get((key, spec.key))
        record = self.record(row)
        text = self.draft.get(spec.key, "") if record is None else record.texts[column]
        marks = self._rows.marks(key) if record is not None else {}
        own = [*marks.get(spec.field or spec.key, ()), *(marks.get(None, ()) if column == 0 else ())]
        inferred = tuple([mark for mark in own if mark.inferred]) if own else ()
        badge = "推定" if inferred else self.badge_of(key, spec.key) if text else ""
        return CellLook(
            text if bad is None else bad.text, "" if bad is None else bad.message, inferred, badge
        )

    def text(self, row: int, column: int) -> str:
        """The text of a cell as it would be copied."""
        return self.cell(row, column).text

    def row_name(self, row: int) -> str:
        """What a row is called in the labels of edits."""
        record = self.record(row)
        texts = () if record is None else record.texts
        place = (
            self.name_of(dict(zip((one.key for one in self.columns), texts, strict=True))) if texts else ""
        )
        if place:
            return place
        for column, text in zip(self.columns, texts, strict=False):
            if column.kind in (FieldKind.LINE, FieldKind.TEXT) and column.write is not None and text.strip():
                return f"「{short_name(text)}」"
        return f"{self.source.label}{row + 1}"

    # Qt ----------------------------------------------------------------------------------------------

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self._shown):
                return "＊" if self._shown[section] == DRAFT else str(section + 1)
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.label}（{column.unit}）" if column.unit else column.label
        return column.help or None if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[index.column()].kind in NUMERIC
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignTop
        if role == Qt.ItemDataRole.AccessibleTextRole:
            look = self.cell(index.row(), index.column())
            return "　".join(filter(None, (look.text, look.badge, look.problem)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        typed = self.columns[index.column()].write is not None and not self._context.read_only
        return _TYPED if typed else _READ
