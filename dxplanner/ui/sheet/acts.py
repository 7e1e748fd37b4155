"""What is done to the selected cells and rows of a sheet: each act is one command, one step of undo."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Protocol

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.pasted import cells_of_text, text_of_cells
from dxplanner.model import FieldKind
from dxplanner.services import provenance, sheet_edit
from dxplanner.services.provenance import Mark
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.choices import SET
from dxplanner.ui.sheet.cells import DRAFT, NUMERIC
from dxplanner.ui.sheet.pasting import Pasted, headed_in_yen, repeated, without_heading
from dxplanner.ui.sheet.selection import Area, area_of, keys_of
from dxplanner.ui.sheet.view import SheetView

_OWN: Final = "application/x-dxplanner-cells"
"""Marks copied cells as a sheet's own: their amounts are in 千円."""
_NOTHING_TO_PASTE: Final = "貼り付ける文字がありません。エクセルなどで範囲をコピーしてください。"
_ONLY_A_HEADING: Final = "コピーした範囲は見出しの行だけなので、貼り付けていません。"
_APART: Final = (
    "離れたセルを選んでいるので、{}はできません。続いたセルか、同じ行・同じ列でそろったセルを選んでください。"
)


class RowMover(Protocol):
    """What moves the rows of a pane that are more than their entity."""

    def step(self, step: int) -> None:
        """The row of the cursor one place up (-1) or down (1)."""

    def drop(self, keys: Sequence[int], place: int) -> None:
        """The rows of some keys before the one at a place in stored order."""


class SheetActs(QObject):
    """Acts on one view; what they have to say is said below the table."""

    told = Signal(str, bool)
    """One sentence for the line below the table, and whether something is wrong."""
    pasted = Signal(object)
    """Pasted: a range has been put in."""

    def __init__(self, context: PlanContext, view: SheetView) -> None:
        super().__init__(view)
        self._context, self._view, self._model = context, view, view.rows_model
        self._pastes = 0
        self.mover: RowMover | None = None
        self.way_in = ""
        """How a pane takes in pasted lines beyond the last row, where its sheet adds none."""

    @property
    def _label(self) -> str:
        return self._model.source.label

    # Cells ---------------------------------------------------------------------------------------------

    def copy(self) -> bool:
        """The selected cells as text for Excel, parts of them put together; False: nothing is copied."""
        return self._copy("コピー")

    def _copy(self, act: str) -> bool:
        area = area_of(self._view)
        if not area.rows or not area.columns or self._refused(area, act):
            return False
        self._model.read_rows(area.rows)
        texts = [[self._copied(row, column) for column in area.columns] for row in area.rows]
        copied = QMimeData()
        copied.setText(text_of_cells(texts))
        copied.setData(_OWN, b"1")
        QGuiApplication.clipboard().setMimeData(copied)
        return True

    def _copied(self, row: int, column: int) -> str:
        text = self._model.text(row, column)
        # Excel does not read △ as a minus sign.
        return text.replace("△", "-", 1) if self._model.columns[column].kind in NUMERIC else text

    def cut(self) -> None:
        """Copy, then empty."""
        if self._copy("切り取り"):
            self._clear("切り取り")

    def clear(self) -> None:
        """Empty the selected cells, and only these."""
        self._clear("消去")

    def _clear(self, act: str) -> None:
        area = area_of(self._view)
        columns = self._model.columns
        cells = [(self._model.key_at(row), columns[column].key) for row, column in area.cells()]
        drafted = [name for key, name in cells if key == DRAFT]
        if drafted:
            self._model.release([(DRAFT, name) for name in drafted])
            self._model.type_draft(dict.fromkeys(drafted, ""))
        cells = [cell for cell in cells if cell[0] != DRAFT]
        if self._context.read_only or not cells:
            return
        label = f"{self._label}の{act}（{len(cells)}か所）"
        if area.aligned:
            label = self._range_label(len(area.rows), len(area.columns), act)
        report = self._model.run(label, sheet_edit.clear(self._model.source, cells))
        if report is None:
            return
        self._model.release(cells)
        if report.bad:
            bad = report.bad[0]
            label = self._model.source.column(bad.key).label
            self.told.emit(f"「{label}」は{bad.message}{_more(len(report.bad), 'か所')}", True)

    def paste(self) -> None:
        """The clipboard into the cells from the first selected one on; rows are added at the end."""
        copied = cells_of_text(QGuiApplication.clipboard().text())
        area = area_of(self._view)
        if self._context.read_only or not area.rows or not area.columns:
            return
        grid = without_heading(copied, self._model.columns) if copied else copied
        if not grid:
            self.told.emit(_ONLY_A_HEADING if copied else _NOTHING_TO_PASTE, False)
            return
        headed, wide = len(grid) < len(copied), max(map(len, grid))
        grid = repeated(grid, len(area.rows), len(area.columns))
        fills = (len(grid), max(map(len, grid))) == (len(area.rows), len(area.columns))
        if not area.aligned or (self._gaps(area) and not fills):
            self.told.emit(_APART.format("貼り付け"), True)
            return
        columns = area.columns if fills else self._columns_from(area.columns[0])
        rows = area.rows if fills else range(area.rows[0], self._model.rowCount())
        keys = keys_of(self._model, rows)[: len(grid)]
        names = [self._model.columns[column].key for column in columns]
        written = self._model.key_at(area.rows[0]) == DRAFT
        at = self._place_of_new(written)
        if written:
            keys = []
        command = sheet_edit.paste(self._model.source, keys, names, grid, add_rows=self._model.can_add, at=at)
        label = self._range_label(len(grid), min(wide, len(names)), "貼り付け")
        self._pastes += 1
        merge = f"paste {self._model.source.label} {self._pastes}"
        report = self._model.run(label, command, merge)
        if report is None:
            return
        self._model.release([(key, name) for key in keys for name in names[:wide]])
        self._model.hold_all(report.bad)
        if written and at is not None and report.added:
            self._model.drop_draft()
        self._select([*keys, *report.added], columns[: max(map(len, grid))])
        yen = None
        if headed and headed_in_yen(copied[0], self._model.columns):
            yen = True
        elif QGuiApplication.clipboard().mimeData().hasFormat(_OWN):
            yen = False
        beyond = max(0, wide - len(names))
        self.pasted.emit(Pasted(report, label, merge, headed=headed, beyond=beyond, yen=yen))

    def _columns_from(self, first: int) -> list[int]:
        shown = self._view.columns_shown()
        return shown[shown.index(first) :]

    def _place_of_new(self, written: bool) -> int | None:
        """Where pasted rows go, as an index in stored order: to the row being written, else behind all.

        None: behind the last row that the range is pasted over.
        """
        if written:
            return self._model.draft_place()
        return None if self._model.ordering.stored else len(self._model.stored_keys)

    def _refused(self, area: Area, act: str) -> bool:
        """Whether parts are selected that make no rectangle, which is said."""
        if area.aligned:
            return False
        self.told.emit(_APART.format(act), True)
        return True

    def _gaps(self, area: Area) -> bool:
        """Whether there are rows or columns between the selected ones."""
        shown = self._columns_from(area.columns[0])
        return area.rows[-1] - area.rows[0] >= len(area.rows) or (
            area.columns != tuple(shown[: len(area.columns)])
        )

    def fill_down(self) -> None:
        """The uppermost selected cells into those below; a single row takes the row above it."""
        area = area_of(self._view)
        if self._refused(area, "下へコピー"):
            return
        rows = list(area.rows)
        if len(rows) == 1 and rows[0] > 0:
            rows = [rows[0] - 1, *rows]
        keys = keys_of(self._model, rows)
        if self._context.read_only or len(keys) < 2:
            return
        names = [self._model.columns[column].key for column in area.columns]
        report = self._model.run(
            self._range_label(len(keys) - 1, len(names), "下へコピー"),
            sheet_edit.fill_down(self._model.source, keys, names),
        )
        if report is not None and report.bad:
            self._model.hold_all(report.bad)

    def toggle(self) -> bool:
        """Space on a flag sets or unsets it; False where it means something else."""
        index = self._view.currentIndex()
        if not index.isValid() or self._model.columns[index.column()].kind is not FieldKind.FLAG:
            return False
        text = self._model.text(index.row(), index.column())
        self._model.setData(index, "" if text == SET else SET)
        return True

    def confirm(self, marks: Sequence[Mark]) -> None:
        """推定 → 確認済 of a cell."""
        index = self._view.currentIndex()
        label = f"{self._model.row_name(index.row())} の{self._model.columns[index.column()].label}の確認"
        author, keys = self._context.workbench.plan.author.name, [mark.id for mark in marks]
        self._context.run(label, lambda session: provenance.confirm(session, keys, author, date.today()))

    # Rows ----------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin to write a row behind the current one; it is stored when it has what it needs."""
        if not self._model.can_add:
            return
        self._view.cells.flush()
        current = self._view.currentIndex()
        key = self._model.key_at(current.row()) if current.isValid() else DRAFT
        waiting = self._model.row_of(DRAFT)
        if key != DRAFT:
            self.begin(self._model.put_draft(key))
        else:
            self.begin(self._model.put_draft(None) if waiting is None else waiting)

    def begin(self, row: int) -> None:
        """Open the first cell of a row that has to be typed, else the first that can be."""
        needed = {column.key for column in self._model.still_missing()}
        typed = [c for c in self._view.columns_shown() if self._model.columns[c].write is not None]
        wanted = [c for c in typed if self._model.columns[c].key in needed] or typed
        self._view.setFocus()
        if wanted:
            index = self._model.index(row, wanted[0])
            self._view.put_cursor(index)
            self._view.type_in(index)

    def delete(self) -> None:
        """Delete the rows of the selection; the row that takes their place is the current one."""
        area = area_of(self._view)
        keys = keys_of(self._model, area.rows)
        if self._context.read_only or not self._model.source.deletable:
            return
        if DRAFT in map(self._model.key_at, area.rows):
            self._model.drop_draft()
        if not keys:
            return
        column = max(self._view.currentIndex().column(), 0)
        name = self._model.row_name(area.rows[0]) if len(keys) == 1 else f"{self._label}{len(keys)}件"
        before = self._model.rowCount()
        self._model.run(f"{name}の削除", sheet_edit.delete(self._model.source, keys))
        if self._model.rowCount() < before:
            row = min(area.rows[0], self._model.rowCount() - 1)
            if row >= 0:
                self._view.put_cursor(self._model.index(row, column))
            self._context.said.emit(f"{name}を削除しました。元に戻すには Ctrl+Z を押します。")

    def move(self, step: int) -> None:
        """Move the selected rows one place up (-1) or down (1)."""
        if self.mover is not None:
            if self.movable() and self._in_order():
                self.mover.step(step)
            return
        stored = list(self._model.stored_keys)
        places = sorted(stored.index(key) for key in keys_of(self._model, area_of(self._view).rows))
        if places:
            self.move_to(places[0] - 1 if step < 0 else places[-1] + 2)

    def movable(self) -> bool:
        """Whether the rows of this sheet have an order that can be changed here."""
        orderly = self._model.source.movable or self.mover is not None
        return orderly and not self._context.read_only

    def _in_order(self) -> bool:
        """Whether the rows stand in stored order; else it is said that they cannot be moved."""
        if self._model.ordering.stored:
            return True
        self.told.emit("並べ替えや絞り込みをしている間は、行を動かせません。", True)
        return False

    def move_to(self, place: int) -> None:
        """Move the selected rows before the row at a place in stored order, as one step."""
        area = area_of(self._view)
        keys = keys_of(self._model, area.rows)
        if not self.movable() or not keys:
            return
        if not self._in_order() or not 0 <= place <= len(self._model.stored_keys):
            return
        if self.mover is not None:
            self.mover.drop(keys, place)
            return
        name = self._model.row_name(area.rows[0]) if len(keys) == 1 else f"{self._label}{len(keys)}件"
        self._model.run(f"{name}の移動", sheet_edit.move(self._model.source, keys, place))
        self._view.scrollTo(self._view.currentIndex())

    # Selection -----------------------------------------------------------------------------------------

    def select_rows(self) -> None:
        """Select the whole rows of the selection."""
        shown = self._view.columns_shown()
        self._choose([(row, row, shown[0], shown[-1]) for row in area_of(self._view).rows])

    def select_columns(self) -> None:
        """Select the whole columns of the selection."""
        last = self._model.rowCount() - 1
        self._choose([(0, last, column, column) for column in area_of(self._view).columns])

    def _select(self, keys: Sequence[int], columns: Sequence[int]) -> None:
        """Put the cursor on the first of some rows, and select their cells in some columns."""
        rows = [row for row in map(self._model.row_of, keys) if row is not None]
        if rows and columns:
            self._view.put_cursor(self._model.index(rows[0], columns[0]))
            self._choose([(row, row, first, last) for row in rows for first, last in _runs(columns)])

    def _choose(self, parts: Iterable[tuple[int, int, int, int]]) -> None:
        """Select parts (first and last row, first and last column); the cursor stays where it is."""
        chosen = QItemSelection()
        for top, bottom, left, right in parts:
            chosen.select(self._model.index(top, left), self._model.index(bottom, right))
        self._view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _range_label(self, rows: int, columns: int, act: str) -> str:
        return f"{self._label}の{act}（{rows}行×{columns}列）"


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of columns that stand side by side."""
    first = 0
    for place in range(1, len(columns) + 1):
        if place == len(columns) or columns[place] != columns[place - 1] + 1:
            yield columns[first], columns[place - 1]
            first = place


def _more(count: int, unit: str) -> str:
    return f"（ほか{count - 1}{unit}）" if count > 1 else ""
