"""Edits of a sheet as commands: a cell, a pasted range, clearing, filling down, rows added, deleted, moved.

Each is one step of undo. Of a range, what cannot be read is reported cell by cell and the rest goes in.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.services.command import Command
from dxplanner.services.fields import delete_rows, fields_of, find_row, move_rows, parse_field
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_cells import fill, write
from dxplanner.services.sheet_new import added, behind, needed, new_values, paste_new, place_in_list
from dxplanner.services.sheet_read import loaded
from dxplanner.services.sheet_report import LeftLine, PasteReport, Tally

Grid = Sequence[Sequence[str]]
_COMPUTED = "この列は計算した値です。入力はできません。"


def set_cell(source: SheetSource, row_id: int, key: str, text: str) -> Command[None]:
    """Store a typed text.

    The command raises InputError when the text cannot be read, RefusedEdit when the row is gone.
    """

    def command(session: Session) -> None:
        row = loaded(session, source, [row_id]).get(row_id) or find_row(session, source.entity, row_id)
        column = source.column(key)
        if column.write is None:
            raise RefusedEdit(_COMPUTED)
        column.write(session, row, text)
        problem = (
            "" if source.check is None or key not in source.check.keys else source.check.problem(session, row)
        )
        if problem:
            raise InputError(problem)

    return command


def paste(
    source: SheetSource,
    row_ids: Sequence[int],
    keys: Sequence[str],
    grid: Grid,
    *,
    add_rows: bool,
    at: int | None = None,
) -> Command[PasteReport]:
    """Put a range of texts into the rows and columns from the anchor on, in the order shown.

    Lines beyond ``row_ids`` become new rows at ``at`` (an index in stored order; None: after the last of
    ``row_ids``, else at the end) when ``add_rows`` allows. What exceeds ``keys`` is left out.
    """

    def command(session: Session) -> PasteReport:
        tally = Tally()
        rows = loaded(session, source, row_ids[: len(grid)])
        for row_id, texts in zip(row_ids, grid, strict=False):
            fill(session, source, rows.get(row_id), keys, texts, tally)
        beyond = grid[len(row_ids) :]
        if not beyond:
            return tally.report()
        if not add_rows or source.new is None:
            numbered = enumerate(beyond, start=len(row_ids))
            tally.left += [LeftLine(number, tuple(line)) for number, line in numbered if any(line)]
            return tally.report()
        place = behind(session, source, row_ids, at)
        paste_new(session, source, keys, beyond, place, tally, len(row_ids))
        return tally.report()

    return command


def clear(source: SheetSource, cells: Iterable[tuple[int, str]]) -> Command[PasteReport]:
    """Empty cells; those that may not be blank are reported."""
    wanted = list(cells)

    def command(session: Session) -> PasteReport:
        tally = Tally()
        rows = loaded(session, source, list(dict.fromkeys(row_id for row_id, _ in wanted)))
        for row_id, key in wanted:
            column = source.column(key)
            if row_id in rows and column.write is not None and column.read(rows[row_id]):
                bad = write(session, column, rows[row_id], "")
                tally.done += bad is None
                tally.bad += [bad] if bad is not None else []
        return tally.report()

    return command


def fill_down(source: SheetSource, row_ids: Sequence[int], keys: Sequence[str]) -> Command[PasteReport]:
    """Copy the cells of the first row into the rows below it."""

    def command(session: Session) -> PasteReport:
        tally = Tally()
        rows = loaded(session, source, row_ids)
        first = rows.get(row_ids[0]) if row_ids else None
        if first is None:
            return tally.report()
        texts = [source.column(key).read(first) for key in keys]
        for row_id in row_ids[1:]:
            fill(session, source, rows.get(row_id), keys, texts, tally)
        return tally.report()

    return command


def add(source: SheetSource, at: int | None, count: int = 1) -> Command[list[int]]:
    """Add blank rows at an index in stored order (None: the end); gives their keys.

    The command raises RefusedEdit when rows cannot be added here, or need something to be typed first
    (see ``add_typed``).
    """

    def command(session: Session) -> list[int]:
        return added(session, source, [new_values(session, source)] * count, at)

    return command


def add_typed(source: SheetSource, at: int | None, texts: Mapping[str, str]) -> Command[int]:
    """Add one row with texts by column; gives its key. ``missing`` tells beforehand what is still needed.

    The command raises InputError when a text cannot be read, RefusedEdit when one is missing.
    """

    def command(session: Session) -> int:
        tally = Tally()
        paste_new(session, source, list(texts), [list(texts.values())], at, tally, 0)
        wrong = [reason for line in tally.left for reason in line.reasons]
        wrong += [(bad.key, bad.message) for bad in tally.bad]
        for key, message in wrong:
            raise InputError(f"{source.column(key).label}：{message}")
        return tally.added[0]

    return command


def unreadable(source: SheetSource, column: SheetColumn, text: str) -> str | None:
    """Why a text cannot be read for a row that is not stored yet; None also where only its row could tell."""
    declared = fields_of(source.entity).get(column.key)
    if declared is None or declared.spec.kind is not column.kind or not text.strip():
        return None
    try:
        parse_field(declared, text)
    except InputError as error:
        return error.message
    return None


def missing(session: Session, source: SheetSource, texts: Mapping[str, str]) -> list[SheetColumn]:
    """Query: the columns without whose texts a new row cannot be stored, in order."""
    keys = {*needed(source, new_values(session, source))}
    if not any(texts.get(key) for key in source.either):
        keys.update(source.either)
    return [column for column in source.columns if column.key in keys and not texts.get(column.key)]


def delete(source: SheetSource, row_ids: Sequence[int]) -> Command[None]:
    """Delete rows with what belongs to them."""

    def command(session: Session) -> None:
        delete_rows(session, source.entity, row_ids)

    return command


def move(source: SheetSource, row_ids: Sequence[int], to: int) -> Command[None]:
    """Move rows, in their present order, in front of the one at index ``to`` of the stored order.

    The command raises RefusedEdit when a row is gone, or when the rows are of different lists.
    """

    def command(session: Session) -> None:
        if not row_ids:
            return
        rows = [find_row(session, source.entity, row_id) for row_id in row_ids]
        if source.owner is not None and len({getattr(row, source.owner) for row in rows}) > 1:
            raise RefusedEdit(f"まとめて動かせるのは、同じ並びの中の{source.label}だけです。")
        values = {} if source.owner is None else {source.owner: getattr(rows[0], source.owner)}
        place = place_in_list(session, source, values, to)
        move_rows(session, source.entity, row_ids, place, owner=source.owner)

    return command
