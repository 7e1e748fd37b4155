"""New rows of a sheet: what they need before they can be stored, and where in the list they go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.services.fields import add_rows, fields_of, parse_field
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_cells import fill, fitting
from dxplanner.services.sheet_read import loaded
from dxplanner.services.sheet_report import LeftLine, Tally

Line = tuple[int, Mapping[str, object], Mapping[str, str], tuple[str, ...]]
"""A line to become a row: its place in the range, the row's first values, its texts by column, all of it."""


def paste_new(
    session: Session,
    source: SheetSource,
    keys: Sequence[str],
    lines: Sequence[Sequence[str]],
    at: int | None,
    tally: Tally,
    first: int,
) -> None:
    """Add a row for each line that is not blank and has all that a row needs; ``first`` counts lines."""
    known = new_values(session, source)
    wanted = needed(source, known)
    above = _texts_above(session, source, wanted, at)
    ready: list[Line] = []
    for number, line in enumerate(lines, start=first):
        texts = {
            key: fitting(source.column(key), text)
            for key, text in zip(keys, line, strict=False)
            if text.strip()
        }
        if not texts:
            continue
        if source.completed is not None:
            texts = {**texts, **source.completed(texts, above)}
            above = texts
        whole = tuple(texts.get(key, "") for key in keys[: len(line)]) + tuple(line[len(keys) :])
        values, reasons = _required(source, wanted, texts)
        if reasons:
            tally.left.append(LeftLine(number, whole, tuple(reasons)))
        else:
            ready.append((number, {**known, **values}, texts, whole))
    # A row that may turn out to be none is stored by itself, and its line left out then.
    for batch in [[line] for line in ready] if source.either else [ready]:
        place = None if at is None else at + len(tally.added)
        _store(session, source, batch, place, tally)
    tally.left.sort(key=lambda line: line.line)


def _store(
    session: Session, source: SheetSource, lines: Sequence[Line], at: int | None, tally: Tally
) -> None:
    """Add rows with their texts; a row none of whose ``either`` columns could be read is not kept."""
    with session.begin_nested() as attempt:
        made = added(session, source, [values for _, values, _, _ in lines], at)
        rows = loaded(session, source, made)
        one = Tally(added=made)
        for key, (number, _, texts, whole) in zip(made, lines, strict=True):
            row = rows.get(key) or session.get(source.entity, key)
            fill(session, source, row, list(texts), list(texts.values()), one)
            reasons = tuple((bad.key, bad.message) for bad in one.bad if bad.key in source.either)
            if reasons and len(reasons) == sum(name in texts for name in source.either):
                attempt.rollback()
                tally.left.append(LeftLine(number, whole, reasons))
                return
    tally.take(one)


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
    source: SheetSource, wanted: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """The values without which a row cannot be stored, and what is wrong with them, by column."""
    values: dict[str, object] = {}
    reasons = []
    for key, name in wanted.items():
        try:
            values[name] = parse_field(fields_of(source.entity)[name], texts.get(key, ""))
        except InputError as error:
            reasons.append((key, error.message))
    if source.either and not any(key in texts for key in source.either):
        labels = "か".join(source.column(key).label for key in source.either)
        reasons.append((source.either[0], f"{labels}を入力してください。"))
    return values, reasons


def new_values(session: Session, source: SheetSource) -> Mapping[str, object]:
    """The values of a new row besides what is typed. RefusedEdit where rows cannot be added."""
    if source.new is None:
        raise RefusedEdit(f"{source.label}はここでは追加できません。")
    return source.new(session)


def needed(source: SheetSource, known: Mapping[str, object]) -> dict[str, str]:
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


def added(
    session: Session, source: SheetSource, rows: Sequence[Mapping[str, object]], at: int | None
) -> list[int]:
    """Add rows with these values at an index of the sheet (None: the end); gives their keys."""
    if not rows:
        return []
    place = None if at is None else place_in_list(session, source, rows[0], at)
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


def behind(session: Session, source: SheetSource, row_ids: Sequence[int], at: int | None) -> int | None:
    """The index in stored order behind the last row of a range; None for the end."""
    if at is not None or not row_ids:
        return at
    keys = list(source.rows(session))
    return keys.index(row_ids[-1]) + 1 if row_ids[-1] in keys else None


def place_in_list(session: Session, source: SheetSource, values: Mapping[str, object], to: int) -> int:
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
