"""Rows of a sheet as texts and numbers, detached from the store: what the screen shows and sorts by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import Provenance
from dxplanner.services.hierarchy_rows import chunks
from dxplanner.services.provenance import MarkKey
from dxplanner.services.sheet import SheetSource


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its texts in the order of the source's columns, and the numbers behind them."""

    id: int
    uid: str
    texts: tuple[str, ...]
    numbers: tuple[int | Decimal | None, ...]
    marked: tuple[tuple[str, MarkKey], ...] = ()
    """Columns by key whose 出典 are those of other rows, and which."""


def loaded(session: Session, source: SheetSource, keys: Sequence[int]) -> dict[int, Any]:
    """The rows of some keys with all that the columns read; what is gone is left out."""
    found: dict[int, Any] = {}
    for portion in chunks(list(keys)):
        found.update((row.id, row) for row in source.load(session, portion))
    return found


def read_rows(session: Session, source: SheetSource, keys: Sequence[int]) -> dict[int, SheetRow]:
    """The texts of some rows by key; what is gone is left out."""
    return {key: _read(source, row) for key, row in loaded(session, source, keys).items()}


def _read(source: SheetSource, row: Any) -> SheetRow:
    columns = source.columns
    return SheetRow(
        row.id,
        row.uid,
        tuple([column.read(row) for column in columns]),
        tuple([None if column.number is None else column.number(row) for column in columns]),
        tuple(
            [
                (column.key, key)
                for column in columns
                if column.marked is not None
                for key in column.marked(row)
            ]
        ),
    )


def uids_of_marks(session: Session, mark_ids: Sequence[int]) -> set[str]:
    """The rows (uid) that some 出典 speak of; those of deleted 出典 are not known any more."""
    return set(session.scalars(sa.select(Provenance.entity_uid).where(Provenance.id.in_(mark_ids))))
