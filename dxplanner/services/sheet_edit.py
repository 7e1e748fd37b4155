"""Edits of a sheet as commands: a cell, a pasted range, clearing, filling down, rows added, deleted, moved.

Each is one step of undo. Of a range, what cannot be read is reported cell by cell and the rest goes in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.model import FieldKind
from dxplanner.services.command import Command
from dxplanner.services.fields import add_rows, delete_rows, fields_of, find_row, move_rows, parse_field
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_read import loaded

Grid = Sequence[Sequence[str]]
_COMPUTED = "この列は計算した値です。入力はできません。"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A text that a cell could not take, and why. ``row_id`` None: its row was not added (``line`` of the
    pasted range, from 0)."""

    row_id: int | None
    key: str
    text: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class PasteReport:
    """What became of a range: cells stored, keys of the rows added, cells and whole rows that were not."""

    done: int = 0
    added: tuple[int, ...] = ()
    bad: tuple[BadCell, ...] = ()
    skipped: int = 0
    """Texts that met a column that cannot be typed in."""
    left: int = 0
    """Rows of the range that were not added."""


@dataclass(slots=True)
class _Tally:
    done: int = 0
    skipped: int = 0
    left: int = 0
    added: list[int] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)

    def report(self) -> PasteReport:
        return PasteReport(self.done, tuple(self.added), tuple(self.bad), self.skipped, self.left)


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
        tally = _Tally()
        rows = loaded(session, source, row_ids[: len(grid)])
        for row_id, texts in zip(row_ids, grid, strict=False):
            _fill(session, source, rows.get(row_id), keys, texts, tally)
        beyond = grid[len(row_ids) :]
        if not beyond:
            return tally.report()
        if not add_rows or source.new is None:
            tally.left += len(beyond)
            return tally.report()
        place = _behind(session, source, row_ids, at)
        _paste_new(session, source, keys, beyond, place, tally, len(row_ids))
        return tally.report()

    return command


def clear(source: SheetSource, cells: Iterable[tuple[int, str]]) -> Command[PasteReport]:
    """Empty cells; those that may not be blank are reported."""
    wanted = list(cells)

    def command(session: Session) -> PasteReport:
        tally = _Tally()
        rows = loaded(session, source, list(dict.fromkeys(row_id for row_id, _ in wanted)))
        for row_id, key in wanted:
            column = source.column(key)
            if row_id in rows and column.write is not None and column.read(rows[row_id]):
                _write(session, column, rows[row_id], "", tally)
        return tally.report()

    return command


def fill_down(source: SheetSource, row_ids: Sequence[int], keys: Sequence[str]) -> Command[PasteReport]:
    """Copy the cells of the first row into the rows below it."""

    def command(session: Session) -> PasteReport:
        tally = _Tally()
        rows = loaded(session, source, row_ids)
        first = rows.get(row_ids[0]) if row_ids else None
        if first is None:
            return tally.report()
        texts = [source.column(key).read(first) for key in keys]
        for row_id in row_ids[1:]:
            _fill(session, source, rows.get(row_id), keys, texts, tally)
        return tally.report()

    return command


def add(source: SheetSource, at: int | None, count: int = 1) -> Command[list[int]]:
    """Add blank rows at an index in stored order (None: the end); gives their keys.

    The command raises RefusedEdit when rows cannot be added here, or need something to be typed first
    (see ``add_typed``).
    """

    def command(session: Session) -> list[int]:
        return _added(session, source, [_new_values(session, source)] * count, at)

    return command


def add_typed(source: SheetSource, at: int | None, texts: Mapping[str, str]) -> Command[int]:
    """Add one row with texts by column; gives its key. ``missing`` tells beforehand what is still needed.

    The command raises InputError when a text cannot be read, RefusedEdit when one is missing.
    """

    def command(session: Session) -> int:
        tally = _Tally()
        _paste_new(session, source, list(texts), [list(texts.values())], at, tally, 0)
        if tally.bad:
            bad = tally.bad[0]
            raise InputError(f"{source.column(bad.key).label}：{bad.message}")
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
    known = _new_values(session, source)
    needed = _needed(source, known)
    return [column for column in source.columns if column.key in needed and not texts.get(column.key)]


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
        place = _place(session, source, values, to)
        move_rows(session, source.entity, row_ids, place, owner=source.owner)

    return command


# Cells ------------------------------------------------------------------------------------------------


def _fill(
    session: Session, source: SheetSource, row: Any, keys: Sequence[str], texts: Sequence[str], tally: _Tally
) -> None:
    """Write the texts of one line; a row that is gone meanwhile is passed over."""
    if row is None:
        return
    for key, text in zip(keys, texts, strict=False):
        column = source.column(key)
        if column.write is None:
            tally.skipped += bool(text.strip())
        else:
            _write(session, column, row, _fitting(column, text), tally)


def _write(session: Session, column: SheetColumn, row: Any, text: str, tally: _Tally) -> None:
    if column.write is None:
        return
    try:
        column.write(session, row, text)
    except (InputError, RefusedEdit) as error:
        tally.bad.append(BadCell(row.id, column.key, text, error.message))
    else:
        tally.done += 1


def _fitting(column: SheetColumn, text: str) -> str:
    """A pasted text for a cell: a line feed in a name is layout of the worksheet it comes from."""
    if column.kind is FieldKind.TEXT:
        return text
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text else text


# New rows ---------------------------------------------------------------------------------------------


def _paste_new(
    session: Session,
    source: SheetSource,
    keys: Sequence[str],
    lines: Grid,
    at: int | None,
    tally: _Tally,
    first: int,
) -> None:
    """Add a row for each line that is not blank and has all that a row needs; ``first`` counts lines."""
    known = _new_values(session, source)
    needed = _needed(source, known)
    above = _texts_above(session, source, needed, at)
    ready: list[tuple[int, Mapping[str, object], dict[str, str]]] = []
    for number, line in enumerate(lines, start=first):
        texts = {
            key: _fitting(source.column(key), text)
            for key, text in zip(keys, line, strict=False)
            if text.strip()
        }
        if not texts:
            continue
        if source.completed is not None:
            texts = {**texts, **source.completed(texts, above)}
            above = texts
        values, bad = _required(source, needed, texts, number)
        if bad:
            tally.bad += bad
            tally.left += 1
        else:
            ready.append((number, {**known, **values}, texts))
    made = _added(session, source, [values for _, values, _ in ready], at)
    rows = loaded(session, source, made)
    for key, (number, _, texts) in zip(made, ready, strict=True):
        before = len(tally.bad)
        row = rows.get(key) or session.get(source.entity, key)
        _fill(session, source, row, list(texts), list(texts.values()), tally)
        tally.bad[before:] = [
            BadCell(bad.row_id, bad.key, bad.text, bad.message, number) for bad in tally.bad[before:]
        ]
    tally.added += made


def _texts_above(
    session: Session, source: SheetSource, keys: Iterable[str], at: int | None
) -> Mapping[str, str]:
    """The texts in some columns of the row behind which new ones come."""
    if source.completed is None:
        return {}
    shown = list(source.rows(session))[:at]
    row = loaded(session, source, shown[-1:]).get(shown[-1]) if shown else None
    return {} if row is None else {key: source.column(key).read(row) for key in keys}


def _required(
    source: SheetSource, needed: Mapping[str, str], texts: Mapping[str, str], line: int
) -> tuple[dict[str, object], list[BadCell]]:
    """The values without which a row cannot be stored, and what is wrong with them."""
    values: dict[str, object] = {}
    bad = []
    for key, name in needed.items():
        text = texts.get(key, "")
        try:
            values[name] = parse_field(fields_of(source.entity)[name], text)
        except InputError as error:
            bad.append(BadCell(None, key, text, error.message, line))
    return values, bad


def _new_values(session: Session, source: SheetSource) -> Mapping[str, object]:
    if source.new is None:
        raise RefusedEdit(f"{source.label}はここでは追加できません。")
    return source.new(session)


def _needed(source: SheetSource, known: Mapping[str, object]) -> dict[str, str]:
    """Column keys of the fields that a new row cannot do without, and the fields' names."""
    columns = sa.inspect(source.entity).columns
    names = {
        name
        for name, one in fields_of(source.entity).items()
        if one.spec.required
        and name not in known
        and name != source.counter
        and columns[name].default is None
    }
    found = {}
    for column in source.columns:
        name = column.field or column.key
        if name in names and column.write is not None:
            found[column.key] = name
            names.discard(name)
    return found


def _added(
    session: Session, source: SheetSource, rows: Sequence[Mapping[str, object]], at: int | None
) -> list[int]:
    if not rows:
        return []
    place = None if at is None else _place(session, source, rows[0], at)
    return add_rows(session, source.entity, _counted(session, source, rows), owner=source.owner, at=place)


def _counted(
    session: Session, source: SheetSource, rows: Sequence[Mapping[str, object]]
) -> Sequence[Mapping[str, object]]:
    """The rows with their 通し番号, where the source has one and it was not typed."""
    if not source.counter:
        return rows
    if source.numbers is not None:
        numbers = source.numbers(session, len(rows))
    else:
        largest = session.scalar(sa.select(sa.func.max(getattr(source.entity, source.counter)))) or 0
        numbers = range(largest + 1, largest + 1 + len(rows))
    return [{source.counter: number, **row} for number, row in zip(numbers, rows, strict=True)]


# Places -----------------------------------------------------------------------------------------------


def _behind(session: Session, source: SheetSource, row_ids: Sequence[int], at: int | None) -> int | None:
    """The index in stored order behind the last row of a range; None for the end."""
    if at is not None or not row_ids:
        return at
    keys = list(source.rows(session))
    return keys.index(row_ids[-1]) + 1 if row_ids[-1] in keys else None


def _place(session: Session, source: SheetSource, values: Mapping[str, object], to: int) -> int:
    """Where index ``to`` of the sheet lies in the list that a row with these values is on.

    A sheet may show rows of several lists, or only a part of one.
    """
    columns: Any = source.entity
    query = sa.select(columns.id).order_by(columns.position, columns.id)
    if source.owner is not None:
        query = query.where(getattr(columns, source.owner) == values.get(source.owner))
    listed = {key: place for place, key in enumerate(session.scalars(query))}
    shown = list(source.rows(session))
    ahead = next((key for key in reversed(shown[:to]) if key in listed), None)
    if ahead is not None:
        return listed[ahead] + 1
    behind = next((key for key in shown[to:] if key in listed), None)
    return len(listed) if behind is None else listed[behind]
