"""The list of 予算書の事業 and their projects as an item model: exact rows, never a reset."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.model import BudgetProgram, BudgetProject, Entity
from dxplanner.services.budget_query import ProgramLine, ProjectLine, program_place, project_place
from dxplanner.services.fields import change_label, fields_of, set_field
from dxplanner.ui.context import PlanContext
from dxplanner.ui.row_steps import RowSteps

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HEADINGS = ("事業", "予算額（千円）")


@dataclass(frozen=True, slots=True)
class Entry:
    """A 事業 or a project of the list."""

    entity: type[Entity]
    id: int
    name: str

    @property
    def place(self) -> str:
        """How undo names it."""
        return program_place(self.name) if self.entity is BudgetProgram else project_place(self.name)


class BudgetModel(QAbstractItemModel):
    """Two levels: the internal id of an index is 0 for a 事業, the key of its 事業 for a project."""

    def __init__(self, context: PlanContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._programs: list[ProgramLine] = []
        """Without their projects."""
        self._projects: dict[int, list[ProjectLine]] = {}
        """By the key of their 事業."""
        self.row_height = 0
        """Height of a row in pixels; 0: that of the text."""

    # Reading ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._programs)
        if parent.internalId() or parent.column():
            return 0
        return len(self._projects[self._programs[parent.row()].id])

    def columnCount(self, parent: Index = _ROOT) -> int:
        return len(HEADINGS)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        owner = self._programs[parent.row()].id if parent.isValid() else 0
        return self.createIndex(row, column, owner)

    def parent(self, child: Index = _ROOT) -> Any:
        owner = child.internalId() if child.isValid() else 0
        return self.createIndex(self._row_of(owner), 0, 0) if owner else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == 0 and not self._context.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if section and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None:
            return None
        program = line if isinstance(line, ProgramLine) else None
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == 0:
                return line.name if program is None else f"{_year(program)}　{line.name}"
            amount = format_amount(line.amount if isinstance(line, ProjectLine) else line.total)
            return amount if program is not None else f"（{amount}）"
        if role == Qt.ItemDataRole.EditRole and index.column() == 0:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.name if program is None else f"{_year(program)}年度　{line.name}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.SizeHintRole and self.row_height:
            return QSize(0, self.row_height)
        if role == Qt.ItemDataRole.FontRole and program is not None:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index)
        if entry is None or role != Qt.ItemDataRole.EditRole or not str(value).strip():
            return False
        label = change_label(entry.place, fields_of(entry.entity)["name"].label)
        return bool(
            self._context.run(
                label, lambda session: set_field(session, entry.entity, entry.id, "name", str(value))
            )
        )

    def line(self, index: Index) -> ProgramLine | ProjectLine | None:
        """The 事業 or project of an index."""
        if not index.isValid():
            return None
        owner = index.internalId()
        if not owner:
            return self._programs[index.row()]
        return self._projects[owner][index.row()]

    def entry(self, index: Index) -> Entry | None:
        """What an index stands for, for commands."""
        line = self.line(index)
        if line is None:
            return None
        entity = BudgetProgram if isinstance(line, ProgramLine) else BudgetProject
        return Entry(entity, line.id, line.name)

    def find(self, entity: type[Entity], row_id: int) -> QModelIndex:
        """The index of a 事業 or project; invalid when it is gone."""
        for row, program in enumerate(self._programs):
            if entity is BudgetProgram and program.id == row_id:
                return self.createIndex(row, 0, 0)
            for at, project in enumerate(self._projects[program.id]):
                if entity is BudgetProject and project.id == row_id:
                    return self.createIndex(at, 0, program.id)
        return QModelIndex()

    def _row_of(self, program_id: int) -> int:
        return next(row for row, program in enumerate(self._programs) if program.id == program_id)

    # Following --------------------------------------------------------------------------------

    def show_list(self, wanted: Sequence[ProgramLine]) -> None:
        """Show another state by the fewest steps: rows that go, come and move, and texts that changed."""
        for program in wanted:
            self._projects.setdefault(program.id, list(program.projects))
        alone = [replace(program, projects=()) for program in wanted]
        RowSteps(self, self._programs, attrgetter("id")).settle(alone, len(HEADINGS))
        for row, program in enumerate(wanted):
            below = self.createIndex(row, 0, 0)
            RowSteps(self, self._projects[program.id], attrgetter("id"), below).settle(
                program.projects, len(HEADINGS)
            )
        self._projects = {program.id: self._projects[program.id] for program in wanted}


def _year(program: ProgramLine) -> str:
    return format_fiscal_year(program.fiscal_year, FiscalStyle.SHORT)
