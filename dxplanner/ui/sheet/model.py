"""The rows of a sheet in their order; edits are commands, answers to commits are exact rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from dxplanner.domain.errors import InputError, UserError
from dxplanner.model import FieldKind
from dxplanner.services import sheet_edit
from dxplanner.services.command import Command
from dxplanner.services.fields import change_label, short_name
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_report import BadCell
from dxplanner.services.sheet_rows import keys_may_differ
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.cells import DRAFT, Index, SheetCells
from dxplanner.ui.sheet.ordering import BLANK, Ordering, ordered, placed, values_of
from dxplanner.ui.sheet.rows import Rows

T = TypeVar("T")
_MOST_TOLD: Final = 5
"""So many of the texts that a column is filtered by are named in its tooltip."""
_AT_END: Final = -1
"""Stands for the key behind which nothing follows."""
_PROVENANCE: Final = "provenance"


class SheetModel(SheetCells):
    """The rows of one source. The row that is being written stands among them as ``DRAFT``."""

    marked = Signal()
    """Cells became bad, or good again."""
    drafted = Signal()
    """What is typed into the row that is being written has changed."""
    added = Signal(int)
    """Key of the row that was being written and is stored now."""

    def __init__(self, context: PlanContext, source: SheetSource, parent: QObject | None = None) -> None:
        super().__init__(context, source, parent)
        self._ordering = Ordering()
        self._stored: list[int] = []
        self._draft_after: int | None = None
        self._owner_of_draft: object = None
        """Of which list the row that is being written is to be; None while nothing is."""
        self._own = False
        self._edited: int | None = None
        """Change set of the sheet's own newest edit."""
        self._marked_with: dict[tuple[int, str], int] = {}
        """Change sets that left bad cells behind: undoing them takes the marks away."""
        self.window: tuple[int, int] = (0, 0)
        """First and last row in sight: these are read again at once when something around them changes."""

    # What is there ---------------------------------------------------------------------------------

    @property
    def ordering(self) -> Ordering:
        """How the rows are sorted and filtered."""
        return self._ordering

    @property
    def can_add(self) -> bool:
        """Whether rows can be added here."""
        return self.source.new is not None and not self._context.read_only

    @property
    def keys(self) -> list[int]:
        """The keys of the rows shown, from the top down."""
        return [key for key in self._shown if key]

    @property
    def stored_keys(self) -> Sequence[int]:
        """The keys of all rows in stored order."""
        return self._stored

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        problem = self.store(index, str(value))
        if problem is not None:
            self.hold(index, str(value), problem)
        return problem is None

    # Edits -------------------------------------------------------------------------------------------

    def store(self, index: Index, text: str) -> str | None:
        """Issue the command that stores a typed text; returns why it cannot be stored."""
        row, column = index.row(), self.columns[index.column()]
        key = self._shown[row]
        if key == DRAFT:
            return self._store_draft(column, text)
        record = self.record(row)
        if record is not None and record.texts[index.column()] == text:
            self.release([(key, column.key)])
            return None
        label = change_label(self.row_name(row), column.label)
        problem = self._run(label, sheet_edit.set_cell(self.source, key, column.key, text))
        if problem is None:
            self.release([(key, column.key)])
        return problem

    def _store_draft(self, column: SheetColumn, text: str) -> str | None:
        self._owner_of_draft = self._owner()
        problem = sheet_edit.unreadable(self.source, column, text)
        if problem is not None:
            return problem
        if text.strip():
            self.draft[column.key] = text
        else:
            self.draft.pop(column.key, None)
        self.release([(DRAFT, column.key)])
        self._changed([DRAFT])
        self.drafted.emit()
        if not self.draft or self.still_missing():
            return None
        command = sheet_edit.add_typed(self.source, self.draft_place(), dict(self.draft))
        made: list[int] = []
        problem = self._run(f"{self.source.label}の追加", lambda session: made.append(command(session)))
        if problem is not None:
            del self.draft[column.key]
            self._changed([DRAFT])
            return problem
        self.drop_draft()
        self.added.emit(made[0])
        return None

    def type_draft(self, texts: Mapping[str, str]) -> None:
        """Put texts into the row that is being written, without storing it; blank ones are taken out."""
        self._owner_of_draft = self._owner()
        self.draft = {key: text for key, text in {**self.draft, **texts}.items() if text.strip()}
        self._changed([DRAFT])
        self.drafted.emit()

    def still_missing(self) -> list[SheetColumn]:
        """What the row that is being written needs before it can be stored."""
        with self._context.workbench.plan.reading() as session:
            return sheet_edit.missing(session, self.source, self.draft)

    def run(self, label: str, command: Command[T], merge: str | None = None) -> T | None:
        """Do an edit of this sheet's own; None when it is refused, which is said in the status bar.

        ``merge``: see Workbench.run.
        """
        with self._own_edit():
            return self._context.run(label, command, merge)

    @property
    def own(self) -> bool:
        """Whether the edit that is being announced is the sheet's own."""
        return self._own

    @property
    def edited(self) -> int | None:
        """Change set of the sheet's own newest edit; None when that changed nothing."""
        return self._edited

    def _run(self, label: str, command: Command[object]) -> str | None:
        try:
            with self._own_edit():
                self._context.workbench.run(label, command)
        except InputError as error:
            return error.message
        except UserError as error:
            self._context.said.emit(error.message)
            return error.message
        return None

    @contextmanager
    def _own_edit(self) -> Iterator[None]:
        """Other marks in its rows stay; an undo, or an edit elsewhere, takes them away."""
        self._own, self._edited = True, None
        try:
            yield
        finally:
            self._own = False

    def hold(self, index: Index, text: str, problem: str) -> None:
        """Keep a text in its cell that cannot be stored, marked, until it is corrected."""
        key, column = self._shown[index.row()], self.columns[index.column()].key
        self._edited = None
        self.hold_all([BadCell(key, column, text, problem)])

    def hold_all(self, cells: Iterable[BadCell]) -> None:
        """The same for all bad cells of a range that the newest edit could not store."""
        places = {(cell.row_id, cell.key): cell for cell in cells}
        self.bad.update(places)
        if self._edited is not None:
            self._marked_with.update(dict.fromkeys(places, self._edited))
        self._changed({key for key, _ in places})
        self.marked.emit()

    def release(self, cells: Iterable[tuple[int, str]]) -> None:
        """Cells are good again, or what was typed there is given up."""
        released = [cell for cell in cells if self.bad.pop(cell, None) is not None]
        for cell in released:
            self._marked_with.pop(cell, None)
        if released:
            self._changed({key for key, _ in released})
            self.marked.emit()

    # The row that is being written --------------------------------------------------------------------

    def draft_place(self) -> int | None:
        """Where that row goes, as an index in stored order; None for the end."""
        after = self._draft_after
        return self._stored.index(after) + 1 if after in self._stored else None

    def put_draft(self, after: int | None) -> int:
        """Show the row to write in behind a key (None: at the end); returns its row."""
        self._owner_of_draft = self._owner()
        self._draft_after = _AT_END if after is None else after
        self.settle(self._wanted(self.keys))
        return self.row_of(DRAFT) or 0

    def drop_draft(self) -> None:
        """Nothing is being written any more: a blank row waits at the end."""
        self.draft.clear()
        self._draft_after = self._owner_of_draft = None
        self.release([cell for cell in self.bad if cell[0] == DRAFT])
        self.drafted.emit()
        self.settle(self._wanted(self.keys))
        self._changed([DRAFT])

    def _wanted(self, keys: Sequence[int]) -> list[int]:
        if not self.can_add or (self._ordering.filtered and not self.draft and self._draft_after is None):
            return list(keys)
        after = self._draft_after
        if after is None or after not in keys:
            return [*keys, DRAFT]
        place = keys.index(after) + 1
        return [*keys[:place], DRAFT, *keys[place:]]

    # Other rows, other order ---------------------------------------------------------------------------

    def set_source(self, source: SheetSource) -> None:
        """Show other rows, or other columns of them.

        What is marked, or being written, stays as far as its row and its column are still there.
        """
        self.beginResetModel()
        former, self._rows = self.source, Rows(self._context.workbench.plan, source)
        columns = {column.key for column in source.columns}
        if self._owner_of_draft is None or self._owner_of_draft != self._owner():
            self.draft.clear()
            self._draft_after = self._owner_of_draft = None
        self.draft = {key: text for key, text in self.draft.items() if key in columns}
        if self._ordering.column is not None and self._ordering.column >= len(source.columns):
            self._ordering = replace(self._ordering, column=None)
        for column in self._ordering.chosen.keys() - columns:
            self._ordering = self._ordering.choosing(column, None)
        self._fill()
        same = former.entity is source.entity
        there = {*self._stored, *([DRAFT] if self._owner_of_draft else ())} if same else set()
        self.bad = {cell: bad for cell, bad in self.bad.items() if cell[0] in there and cell[1] in columns}
        self.endResetModel()

    def _owner(self) -> object:
        """To what list a new row would belong; None where rows cannot be added."""
        source = self.source
        if source.new is None:
            return None
        with self._context.workbench.plan.reading() as session:
            return source.entity, source.new(session).get(source.owner or "")

    def set_ordering(self, ordering: Ordering) -> None:
        """Sort or filter; the stored order stays."""
        former, self._ordering = self._ordering, ordering
        filtered = (ordering.words, ordering.chosen) != (former.words, former.chosen)
        if filtered:
            self.beginResetModel()
            self._fill()
            self.endResetModel()
        else:
            self.lay_out(self._wanted(self._ordered(self._stored)))

    def _fill(self) -> None:
        self._stored = self._rows.stored_keys()
        self.take(self._wanted(self._ordered(self._stored)))

    def _ordered(self, keys: Sequence[int]) -> list[int]:
        column = None if self._ordering.column is None else self.columns[self._ordering.column]
        chosen = column is not None and column.kind is FieldKind.CHOICE
        return ordered(self._rows, keys, self._ordering, self._terms(column) if chosen else ())

    def _terms(self, column: SheetColumn | None) -> Sequence[str]:
        """What a column offers, in order."""
        if column is None or column.offered is None:
            return ()
        with self._context.workbench.plan.reading() as session:
            return column.offered(session)

    def read_part(self, count: int) -> bool:
        """Read the texts of so many more rows, shown or not; whether all have been read now."""
        return self._rows.read_part(self._stored, count)

    def values_of(self, column: int) -> list[tuple[str, int]]:
        """What a column says in rows that have been read and pass the other filters, and how often."""
        return values_of(self._rows, self._stored, self._ordering, column, self._terms(self.columns[column]))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        told = super().headerData(section, orientation, role)
        sideways = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns)
        if role != Qt.ItemDataRole.ToolTipRole or not sideways:
            return told
        chosen = self._ordering.chosen.get(self.columns[section].key)
        return told if chosen is None else "\n".join(filter(None, (told, _told(chosen))))

    # Commits -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the present state of all rows, whatever happened meanwhile."""
        self._rows.keep_only(self._in_sight())
        self._update(set(self._shown))

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed: exactly the rows that it touched."""
        if self._own:
            self._edited = committed.change_set_id
        else:
            self.release([cell for cell, by in self._marked_with.items() if by == committed.change_set_id])
        own = self.source.entity.__tablename__
        tables = {change.table for change in committed.rows}
        touched = {change.row_id for change in committed.rows if change.table == own}
        changed = set(touched)
        if tables & self.source.tables or changed:
            around = bool((tables & self.source.tables) - {own, _PROVENANCE})
            if around:
                # What else shows in a row is not known by key: those in sight are compared at once.
                changed |= set(self._in_sight())
                self._rows.keep_only(changed)
            self._update(changed, moved=keys_may_differ(self.source, committed.rows))
            if not self._own:
                self.release([cell for cell in self.bad if cell[0] in touched])
        marks = [change.row_id for change in committed.rows if change.table == _PROVENANCE]
        if marks:
            self._changed(self._rows.reread_marks(marks))

    def _update(self, changed: Collection[int], *, moved: bool = True) -> None:
        """Show rows anew; unless rows or their order may have ``moved``, nobody asks for all keys."""
        former = self._stored
        stored = self._rows.stored_keys() if moved or not former else former
        if stored == former and self._shown:
            self._changed(self._rows.reread([key for key in changed if key]))
            return
        there = set(stored)
        self._rows.forget([key for key in former if key not in there])
        different = self._rows.reread([key for key in changed if key])
        self._stored = stored
        self.settle(self._wanted(self._placed(stored, set(former))))
        self.release([cell for cell in self.bad if cell[0] and cell[0] not in there])
        self._changed(different)

    def _placed(self, stored: list[int], former: Collection[int]) -> list[int]:
        """The rows to show after a commit: a sorted or filtered sheet keeps its order, like a worksheet."""
        return stored if self._ordering.stored else placed(self.keys, stored, former)

    def _in_sight(self) -> list[int]:
        first, last = self.window
        return [key for key in self._shown[first : last + 1] if key]

    def _changed(self, keys: Collection[int]) -> None:
        last = len(self.columns) - 1
        for row in sorted(row for row in map(self.row_of, keys) if row is not None):
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))


def _told(chosen: Collection[str]) -> str:
    """What a filtered column shows, for its heading's tooltip."""
    names = [short_name(text) if text else BLANK for text in sorted(chosen)]
    more = f"など{len(names)}種類" if len(names) > _MOST_TOLD else ""
    return f"絞り込み中：{'、'.join(names[:_MOST_TOLD])}{more}"
