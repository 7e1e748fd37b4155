"""Texts into the cells of one row of a sheet; what cannot be stored is reported and leaves its cell alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from dxplanner.domain.amounts import yen_of
from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.model import FieldKind
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_report import BadCell, PastedAmount, Tally


def fill(
    session: Session, source: SheetSource, row: Any, keys: Sequence[str], texts: Sequence[str], tally: Tally
) -> None:
    """Write the texts of one line; a row that is gone meanwhile is passed over."""
    if row is None:
        return
    written: dict[str, str] = {}
    for key, text in zip(keys, texts, strict=False):
        column = source.column(key)
        if column.write is None:
            tally.skipped += bool(text.strip())
            continue
        written[key] = fitting(column, text)
        yen = yen_of(text) if column.kind is FieldKind.AMOUNT else None
        if yen is not None:
            tally.amounts.append(PastedAmount(row.id, key, text, yen))
    bad = _write_line(session, source, row, written)
    tally.bad += bad
    tally.done += len(written) - len(bad)


def write(session: Session, column: SheetColumn, row: Any, text: str) -> BadCell | None:
    """Write one text; what is wrong with it, when it cannot be stored."""
    if column.write is None:
        return None
    try:
        column.write(session, row, text)
    except (InputError, RefusedEdit) as error:
        return BadCell(row.id, column.key, text, error.message)
    return None


def fitting(column: SheetColumn, text: str) -> str:
    """A pasted text for a cell: a line feed in a name is layout of the worksheet it comes from."""
    if column.kind is FieldKind.TEXT:
        return text
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text else text


def _write_line(session: Session, source: SheetSource, row: Any, texts: Mapping[str, str]) -> list[BadCell]:
    """Write the texts of a row; gives those that could not be stored.

    Of values that cannot stand together, the likeliest to be wrong is left as it was.
    """
    wanted, refused = dict(texts), list[BadCell]()
    while source.check is not None:
        concerned = [key for key in source.check.keys if key in wanted]
        if not concerned:
            break
        with session.begin_nested() as attempt:
            bad = _write_all(session, source, row, wanted)
            problem = source.check.problem(session, row)
            if not problem:
                return [*refused, *bad]
            attempt.rollback()
        refused.append(BadCell(row.id, concerned[0], wanted.pop(concerned[0]), problem))
    return [*refused, *_write_all(session, source, row, wanted)]


def _write_all(session: Session, source: SheetSource, row: Any, texts: Mapping[str, str]) -> list[BadCell]:
    tried = (write(session, source.column(key), row, text) for key, text in texts.items())
    return [bad for bad in tried if bad is not None]
