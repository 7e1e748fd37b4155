"""The table beside the chart: one row for each row of the chart, editable like a sheet."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from dxplanner.domain.errors import InputError
from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.schedule_graph import link_text
from dxplanner.domain.snapping import common_span, day_text
from dxplanner.domain.vocabulary import DependencyType
from dxplanner.domain.work_calendar import WorkCalendar
from dxplanner.ui.gantt.cell_plan import CellProblem
from dxplanner.ui.gantt.cells import CellActs
from dxplanner.ui.gantt.rows import Row, RowKind, Rows
from dxplanner.ui.row_steps import RowSteps

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()


class Column(IntEnum):
    """Columns of the table."""

    NAME = 0
    START = 1
    END = 2
    DAYS = 3
    PROGRESS = 4
    DEPARTMENT = 5
    BEFORE = 6


HEADINGS: Final = ("名称", "開始", "終了", "期間", "進捗", "担当", "前の作業")
TIPS: Final = (
    "区分または工程の名称です。",
    "始まりの日です。R6.4、R6.4.1、令和６年４月１日のように入力します。",
    "終わりの日です。空欄は「以降も続く」です。",
    "開庁日の日数です（土日・祝日・年末年始・閉庁日を除きます）。日数を入力すると終了が決まります。",
    "進み具合です（％）。",
    "担当する課です。",
    "この工程の前に済ませる工程です。名称で入力します。",
)


class TableModel(QAbstractTableModel):
    """Mirrors ``rows`` of the chart; edits go through ``CellActs``."""

    refused = Signal(str)
    """Why a typed value was not taken."""

    def __init__(self, rows: Rows, cells: CellActs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._cells = cells
        self._shown: list[Row] = []
        self._calendar = WorkCalendar()
        self._problems: dict[tuple[str, int], CellProblem] = {}
        self.edition: EditionData | None = None
        self.counts = True
        """Whether 開庁日 can be counted without waiting: not before the list of 祝日 is there."""

    @property
    def edits(self) -> bool:
        """Whether anything can be changed."""
        return not self._cells.acts.read_only

    @property
    def rows(self) -> list[Row]:
        """All rows, as they are shown."""
        return self._shown

    def row(self, number: int) -> Row:
        """A row of the chart."""
        return self._shown[number]

    def problem(self, row: Row, column: int) -> CellProblem | None:
        """What was wrong with the text that somebody last tried to put into a cell."""
        return self._problems.get((row.key, column))

    def mark_problems(self, problems: Sequence[CellProblem]) -> None:
        """Mark the cells of texts that could not be stored; those marked before no longer are."""
        stale = {key for key, _ in self._problems}
        self._problems = {(one.row.key, one.column): one for one in problems}
        stale |= {key for key, _ in self._problems}
        for number, row in enumerate(self._shown):
            if row.key in stale:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def recount(self) -> None:
        """開庁日 can be counted now."""
        self.counts = True
        if self._shown:
            last = len(self._shown) - 1
            self.dataChanged.emit(self.index(0, Column.DAYS), self.index(last, Column.DAYS))

    def show(self, edition: EditionData, rows: Sequence[Row]) -> None:
        """Show these rows: changed, new and gone ones exactly, all of another edition at once."""
        if self.edition is None or edition.closed_days != self.edition.closed_days:
            self._calendar = WorkCalendar(edition.closed_days)
        if self.edition is None or self.edition.id != edition.id:
            self.beginResetModel()
            self._problems = {}
            self.edition, self._shown = edition, list(rows)
            self.endResetModel()
            return
        links_changed = self.edition.links != edition.links
        self.edition = edition
        RowSteps(self, self._shown, attrgetter("key")).drop(rows)
        self._settle(rows, links_changed)

    def _settle(self, rows: Sequence[Row], links_changed: bool) -> None:
        known = {row.key for row in self._shown}
        for number, row in enumerate(rows):
            if number < len(self._shown) and self._shown[number].key == row.key:
                if links_changed or not self._shown[number].same_content(row):
                    self._shown[number] = row
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))
                else:
                    self._shown[number] = row
            elif row.key in known:
                here = next(at for at in range(number, len(self._shown)) if self._shown[at].key == row.key)
                self.beginMoveRows(_NO_PARENT, here, here, _NO_PARENT, number)
                del self._shown[here]
                self._shown.insert(number, row)
                self.endMoveRows()
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))
            else:
                self.beginInsertRows(_NO_PARENT, number, number)
                self._shown.insert(number, row)
                self.endInsertRows()

    # Qt -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return TIPS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.edit_text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (Column.DAYS, Column.PROGRESS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            problem = self.problem(row, column)
            return f"入力できませんでした：{problem.message}" if problem else self.text(row, column) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        row = self._shown[index.row()]
        if self._cells.editable(row, index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Issue the command that stores a typed text."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self._shown[index.row()]
        if str(value) == self.edit_text(row, Column(index.column())):
            return False
        try:
            done = self._cells.store(row, index.column(), str(value))
        except InputError as error:
            self.mark_problems([CellProblem(row, index.column(), str(value), error.message)])
            self.refused.emit(error.message)
            return False
        self.mark_problems([])
        return done

    # Texts ----------------------------------------------------------------------------------------

    def text(self, row: Row, column: Column) -> str:
        """What a cell shows."""
        if column is Column.NAME:
            return _name(row)
        bar = row.bar
        if bar is None:
            return self._summed(row, column)
        match column:
            case Column.START:
                return day_text(bar.starts_on, bar.precision)
            case Column.END:
                return "以降" if bar.is_open else day_text(bar.last_day or bar.starts_on, bar.precision)
            case Column.DAYS:
                return self._days(bar.starts_on, bar.last_day)
            case Column.PROGRESS:
                return "" if bar.progress is None else f"{bar.progress}％"
            case Column.DEPARTMENT:
                return bar.department
            case _:
                return self._before(bar)

    def edit_text(self, row: Row, column: Column) -> str:
        """The text that an editor begins with."""
        bar = row.bar
        if column is Column.END and bar is not None and bar.is_open:
            return ""
        if column is Column.PROGRESS and bar is not None:
            return "" if bar.progress is None else str(bar.progress)
        return self.text(row, column)

    def _summed(self, row: Row, column: Column) -> str:
        """まとめの値 of a group or a lane: computed, never stored."""
        span = common_span([(bar.starts_on, bar.last_day) for bar in row.bars])
        if span is None:
            return ""
        precision = row.bars[0].precision
        if column is Column.START:
            return day_text(span[0], precision)
        goes_on = any(bar.is_open for bar in row.bars)
        if column is Column.END:
            return "以降" if goes_on else day_text(span[1], precision)
        if column is Column.DAYS:
            return self._days(span[0], None if goes_on else span[1])
        return ""

    def _days(self, start: date, end: date | None) -> str:
        if end is None or not self.counts:
            return ""
        return f"{self._calendar.count(start.toordinal(), end.toordinal()):,}日"

    def _before(self, bar: BarData) -> str:
        parts = []
        for link in self._cells.acts.graph.predecessors(bar.id):
            name = self._cells.acts.names([link.before_id])
            plain = link.type is DependencyType.FINISH_START and link.lag == 0
            parts.append((name[0] if name else "") + ("" if plain else f"（{link_text(link)}）"))
        return "、".join(parts)


def _name(row: Row) -> str:
    if row.kind is RowKind.GROUP:
        return row.group
    if row.kind is RowKind.BAR:
        return row.bars[0].label
    return row.lane.name if row.lane is not None else ""
