"""What a sheet (表) shows and how it is changed: a table of rows that behaves like a worksheet.

A pane declares its sheet once, as a ``SheetSource``: which rows, and how each column is read and written.
The screen (``ui/sheet``), pasting, filling and clearing (``sheet_edit``) all follow from that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from dxplanner.model import Entity, FieldKind
from dxplanner.services.fields import fields_of, format_field, parse_field, set_field

Read = Callable[[Any], str]
"""The text of a fully loaded row in one column, as ``Write`` reads it back."""
Write = Callable[[Session, Any, str], None]
"""Command part: store a typed text in a row. Raises InputError (text cannot be read) or RefusedEdit."""
Number = Callable[[Any], int | Decimal | None]
"""The number behind a cell, for sums, averages and sorting."""
Marked = Callable[[Any], Sequence[tuple[str, str | None]]]
"""Whose 出典 a cell shows: uids of rows and names of their fields (None: the whole row)."""
Offered = Callable[[Session], Sequence[str]]
"""What a cell's list offers (選択肢, 課名, 会議名…), in order."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. ``width`` in full-width characters. Without ``write`` it is computed and cannot be typed.

    ``kind`` decides alignment and the editor: TEXT wraps and takes line feeds, CHOICE and REFERENCE offer
    a list, FLAG is ○ or blank, numbers stand right. ``field`` is the attribute that 出典 (推定) speaks of.
    """

    key: str
    label: str
    read: Read
    write: Write | None = None
    kind: FieldKind = FieldKind.LINE
    unit: str = ""
    width: int = 12
    help: str = ""
    field: str = ""
    marked: Marked | None = None
    """For a cell whose value is not a field of the row itself: where its 出典 are."""
    number: Number | None = None
    summed: bool = False
    """Whether adding the column up means something."""
    averaged: bool = True
    """Whether an average of the column's numbers means something (not of 年度, nor of several series)."""
    offered: Offered | None = None
    hidden: bool = False
    """Not shown until somebody asks for it in the heading's menu."""


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What several values of one row have to agree in, such as the order of two days."""

    keys: tuple[str, ...]
    """The columns that can break it; the one that is likeliest to be wrong comes first."""
    problem: Callable[[Session, Any], str]
    """Why the values of a row cannot stand together, as one sentence; blank when they can."""


@dataclass(frozen=True, slots=True)
class SheetSource:
    """Rows of one entity as a sheet. ``label`` is what a row is called (意見, 指標, 章…).

    ``rows`` gives the keys in stored order (one cheap query); ``load`` the rows of some keys with all that
    the columns read (one query a relationship, never one a row). ``tables`` are those whose changes can
    alter what is shown. ``owner`` is the column that says whose list it is (see ``fields.add_rows``), and
    ``new`` the values of a new row besides what is typed.
    """

    label: str
    entity: type[Entity]
    columns: tuple[SheetColumn, ...]
    rows: Callable[[Session], Sequence[int]]
    load: Callable[[Session, Sequence[int]], Sequence[Any]]
    tables: frozenset[str]
    owner: str | None = None
    new: Callable[[Session], Mapping[str, object]] | None = None
    """None: rows cannot be added here."""
    counter: str = ""
    """What counts the rows (通し番号, ※１ of 脚注): a new row gets the next one by itself."""
    numbers: Callable[[Session, int], Sequence[object]] | None = None
    """The next so many values of ``counter``; None: whole numbers behind the largest."""
    completed: Callable[[Mapping[str, str], Mapping[str, str]], Mapping[str, str]] | None = None
    """Completes the texts, by column, of a pasted line that becomes a row; the others are those of the row
    above it."""
    either: tuple[str, ...] = ()
    """Columns of which a new row needs at least one."""
    check: RowCheck | None = None
    movable: bool = True
    """Whether rows have an order of their own that can be changed."""
    deletable: bool = True

    def column(self, key: str) -> SheetColumn:
        """The column of a key. KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def field_column(entity: type[Entity], name: str, **changes: Any) -> SheetColumn:
    """A column of the sheet that is a declared field of its entity (decision 1)."""
    field = fields_of(entity)[name]
    spec = field.spec

    def read(row: Any) -> str:
        return format_field(field, getattr(row, name))

    def write(session: Session, row: Any, text: str) -> None:
        set_field(session, entity, row.id, name, parse_field(field, text))

    numeric = spec.kind in {FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL}
    settings: dict[str, Any] = {
        "label": spec.label,
        "kind": spec.kind,
        "unit": spec.unit,
        "width": spec.width,
        "help": spec.help,
        "field": name,
        "number": (lambda row: getattr(row, name)) if numeric else None,
        "summed": spec.kind is FieldKind.AMOUNT,
        "offered": (lambda _session: [choice.value for choice in field.choices]) if field.choices else None,
    }
    return SheetColumn(key=name, read=read, write=write, **(settings | changes))
