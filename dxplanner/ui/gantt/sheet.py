"""The table worked like a sheet: rectangles of cells copied, cut, pasted, filled down and cleared.

What is done to many cells is one step of undo. Names stand for their rows: copying only names takes the
whole 工程 or 区分 along, and Delete on them deletes the rows.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QGuiApplication

from dxplanner.domain.errors import UserError
from dxplanner.domain.fiscal import fiscal_year_of
from dxplanner.importers.schedule_table import read_pasted, read_table
from dxplanner.importers.table_cells import Cells, cells_of_text
from dxplanner.services import schedule_edit as edit
from dxplanner.services.command import Command
from dxplanner.services.schedule_clipboard import MIME_TYPE
from dxplanner.services.schedule_import import import_into
from dxplanner.ui.gantt.cell_plan import CellEdit, CellProblem
from dxplanner.ui.gantt.cells import CellActs
from dxplanner.ui.gantt.clipboard import BarClipboard
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.table_model import HEADINGS, Column
from dxplanner.ui.gantt.table_view import TableView

_NEW_ROWS = (Column.NAME, Column.START)
"""Columns that rows have to bring to become new 工程."""


class Sheet:
    """Acts on the selected cells of the table. ``delete_rows`` asks before rows go."""

    def __init__(
        self,
        table: TableView,
        cells: CellActs,
        clipboard: BarClipboard,
        delete_rows: Callable[[], object],
        today: Callable[[], date],
    ) -> None:
        self._table, self._cells, self._clipboard = table, cells, clipboard
        self._delete_rows, self._today = delete_rows, today

    # Copying --------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Ctrl+C: the rectangle as text for Excel; names alone take their rows along."""
        self._copy(cut=False)

    def cut(self) -> None:
        """Ctrl+X: names alone move their rows when they are pasted; other cells are emptied."""
        if self._cells.acts.read_only:
            return
        if self._copy(cut=True):
            return
        self._clear()

    def _copy(self, *, cut: bool) -> bool:
        """Whether whole rows were taken."""
        chosen = self._table.chosen_cells()
        if not chosen:
            return False
        text = self._text(chosen)
        rows = self._table.chosen_rows()
        if not self._names_only(chosen) or any(row.kind is RowKind.GROUP for row in rows):
            QGuiApplication.clipboard().setText(text)
            self._say(f"{len(chosen)}か所の文字をコピーしました。")
            return False
        if all(row.kind is RowKind.BAR for row in rows):
            self._clipboard.copy([row.bars[0].id for row in rows], cut=cut, text=text)
            what = f"工程{len(rows)}件"
        else:
            lanes = {row.lane.id: row.lane for row in rows if row.lane is not None}
            self._clipboard.copy_lanes(list(lanes.values()), cut=cut, text=text)
            what = f"区分{len(lanes)}件を工程ごと"
        done = "切り取りました。貼り付けると移動します。" if cut else "コピーしました。"
        joint = "" if what.endswith("ごと") else "を"
        self._say(f"{what}{joint}{done}")
        return True

    def _text(self, chosen: Sequence[tuple[int, int]]) -> str:
        """The rectangle around the cells as Excel reads it; cells that are not chosen stay blank."""
        model, wanted = self._table.rows_model, set(chosen)
        columns = range(min(column for _, column in chosen), max(column for _, column in chosen) + 1)
        lines = []
        for number in range(chosen[0][0], chosen[-1][0] + 1):
            row = model.row(number)
            shown = [model.text(row, Column(at)) if (number, at) in wanted else "" for at in columns]
            lines.append("\t".join(map(_quoted, shown)))
        return "\n".join(lines)

    # Pasting --------------------------------------------------------------------------------------

    def paste(self) -> None:
        """Ctrl+V: whole rows as rows; a list from Excel on a 区分 as new 工程; else text into the cells."""
        chosen, data = self._table.chosen_cells(), QGuiApplication.clipboard().mimeData()
        row = self._table.current_row()
        if data is None or self._cells.acts.read_only:
            return
        on_name = not chosen or self._names_only(chosen)
        lane = row.lane if row is not None else None
        if data.hasFormat(MIME_TYPE) and on_name:
            self._clipboard.paste(lane)
        elif data.hasText() and (row is None or (on_name and row.kind is not RowKind.BAR)):
            if row is None or _is_list(data.text(), self._today()):
                self._clipboard.paste_rows(data.text(), lane)
            else:
                self._put(cells_of_text(data.text()), chosen)
        elif data.hasText():
            self._put(cells_of_text(data.text()), chosen)

    def _put(self, block: Cells, chosen: list[tuple[int, int]]) -> None:
        if block and tuple(block[0]) == HEADINGS[chosen[0][1] : chosen[0][1] + len(block[0])]:
            block = block[1:]
        if not block:
            return
        left = min(column for _, column in chosen)
        top, bottom = chosen[0][0], chosen[-1][0]
        wide = max(column for _, column in chosen) - left + 1
        high = bottom - top + 1
        block = _repeated(block, high, wide)
        targets = self._targets(top, len(block))
        edits = [
            CellEdit(row, column, text)
            for row, texts in zip(targets, block, strict=False)
            for column, text in enumerate(texts[: len(Column) - left], start=left)
            if not self._same(row, column, text)
        ]
        surplus = block[len(targets) :]
        more, unread = self._new_rows(surplus, left, self._table.rows_model.row(top))
        self._store(edits, more, len(surplus) - unread, unread)
        width = min(len(block[0]), len(Column) - left)
        if targets:
            self._table.choose(top, left, top + len(targets) - 1, left + width - 1)

    def _targets(self, top: int, count: int) -> list[Row]:
        """The rows under a paste: from a 工程 on only those of its 区分, else all that follow."""
        rows = self._table.rows_model.rows[top : top + count]
        if rows[0].kind is RowKind.BAR:
            end = next((at for at, row in enumerate(rows) if row.kind is not RowKind.BAR), len(rows))
            return rows[:end]
        return rows

    def _new_rows(self, surplus: Cells, left: int, first: Row) -> tuple[Command[Any] | None, int]:
        """What makes rows of those that did not fit, and how many of them could not be read."""
        acts = self._cells.acts
        lane, edition = first.lane, acts.edition
        if not surplus or edition is None:
            return None, 0
        headings = list(HEADINGS[left : left + len(surplus[0])])
        if first.kind is RowKind.BAR and lane is not None and set(_NEW_ROWS) <= set(_columns(left, headings)):
            reading = read_table([headings, *surplus], fiscal_year_of(self._today()))
            command = import_into(reading.imported.edition, edition.id, lane.id, today=self._today())
            return (command if reading.bars else None), len(surplus) - len(reading.bars)
        names = [texts[0].strip() for texts in surplus if texts[0].strip()]
        if first.kind is not RowKind.BAR and left == Column.NAME and len(headings) == 1 and names:
            group = edition.lanes[-1].group if edition.lanes else ""
            return edit.add_lanes(edition.id, names, None, group), 0
        return None, len(surplus)

    def _same(self, row: Row, column: int, text: str) -> bool:
        """Whether a cell says that already, or is a computed one that is given nothing."""
        model = self._table.rows_model
        shown = {model.text(row, Column(column)), model.edit_text(row, Column(column))}
        return text in shown or (not text and not self._cells.editable(row, column))

    # Filling and clearing -------------------------------------------------------------------------

    def fill_down(self) -> None:
        """Ctrl+D: the uppermost chosen cell of each column into those below; one row gets the row above."""
        chosen, model = self._table.chosen_cells(), self._table.rows_model
        if not chosen or self._cells.acts.read_only:
            return
        top, bottom = chosen[0][0], chosen[-1][0]
        source = top if bottom > top else top - 1
        if source < 0:
            return
        above = model.row(source)
        edits = [
            CellEdit(row, column, text)
            for number, column in chosen
            if number > source and self._cells.editable(row := model.row(number), column)
            if not self._same(row, column, text := model.edit_text(above, Column(column)))
        ]
        self._store(edits)

    def delete(self) -> None:
        """Delete: names alone delete their rows; other cells are emptied."""
        chosen = self._table.chosen_cells()
        if self._names_only(chosen):
            self._delete_rows()
        else:
            self._clear()

    def _clear(self) -> None:
        model = self._table.rows_model
        edits = []
        for number, column in self._table.chosen_cells():
            row = model.row(number)
            lane_name = column == Column.NAME and row.kind is not RowKind.BAR
            if lane_name or column == Column.DAYS or not self._cells.editable(row, column):
                continue
            if model.edit_text(row, Column(column)):
                edits.append(CellEdit(row, column, ""))
        self._store(edits)

    # Helpers --------------------------------------------------------------------------------------

    def _store(
        self, edits: Sequence[CellEdit], more: Command[Any] | None = None, added: int = 0, unread: int = 0
    ) -> None:
        done, problems = self._cells.store_all(edits, more)
        self._table.rows_model.mark_problems(problems)
        self._report(done, problems, added, unread)

    def _report(self, done: int, problems: Sequence[CellProblem], added: int, unread: int) -> None:
        parts = [f"{done}か所に入力しました。"] if done else []
        if added > 0:
            parts.append(f"{added}行を加えました。")
        if problems:
            first = problems[0]
            more = f"（ほか{len(problems) - 1}か所）" if len(problems) > 1 else ""
            where = f"{HEADINGS[first.column]}「{first.text}」" if first.text else HEADINGS[first.column]
            parts.append(f"入力できない所を赤い枠で示しました。{where}：{first.message}{more}")
        if unread > 0:
            parts.append(f"表の下にはみ出した{unread}行は入力できませんでした。")
        if problems or unread or done + added > 1:
            self._say("".join(parts))

    def _names_only(self, chosen: Sequence[tuple[int, int]]) -> bool:
        return all(column == Column.NAME for _, column in chosen)

    def _say(self, text: str) -> None:
        self._cells.acts.context.said.emit(text)


def _repeated(block: Cells, high: int, wide: int) -> Cells:
    """A block repeated over a larger selection that it fits into without a rest, as Excel does."""
    down = high // len(block) if high > len(block) and high % len(block) == 0 else 1
    across = wide // len(block[0]) if wide > len(block[0]) and wide % len(block[0]) == 0 else 1
    return [row * across for row in block] * down


def _columns(left: int, headings: Sequence[str]) -> range:
    return range(left, left + len(headings))


def _quoted(text: str) -> str:
    """A cell as spreadsheets write it into a range of text."""
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in '\t\n"') else text


def _is_list(text: str, today: date) -> bool:
    """Whether a text is a list of 工程: more than names, with dates."""
    try:
        return "\t" in text and bool(read_pasted(text, fiscal_year_of(today)).bars)
    except UserError:
        return False
