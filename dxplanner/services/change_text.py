"""Recorded changes in the office's words: what a row is called, and what its values were and are.

Values come as the log keeps them (stored form), and what they point to may be gone by now: then the log's
own record of the deleted row gives the name.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.moments import format_moment
from dxplanner.domain.vocabulary import Operation
from dxplanner.model import (
    Base,
    Change,
    FieldKind,
    FieldSpec,
    HandoutBlock,
    Level,
    PolicyNode,
    Provenance,
)
from dxplanner.model import entities as all_entities
from dxplanner.model.base import field_specs
from dxplanner.services.fields import fields_of, format_field, short_name
from dxplanner.store.changelog import quoted

EMPTY: Final = "（空欄）"
"""What stands for a value that is not there."""

Values = dict[str, Any]

_PYTHON: Final[dict[FieldKind, Callable[[Any], object]]] = {
    FieldKind.DATE: date.fromisoformat,
    FieldKind.MONTH: date.fromisoformat,
    FieldKind.DECIMAL: Decimal,
    FieldKind.FRACTION: Fraction,
    FieldKind.FLAG: bool,
}
_TEXTS: Final = (FieldKind.LINE, FieldKind.TEXT)
_NAMES: Final = ("name", "title", "label", "text")
_TITLE: Final = 30
_BLOCK_KIND: Final = (HandoutBlock.__tablename__, "kind")
_DEEPEST: Final = 4
_HIGHEST: Final = 20


class ChangeText:
    """Names rows and values of one plan, for as long as one session reads it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._entities = {entity.__tablename__: entity for entity in all_entities()}
        self._specs = {table: field_specs(entity) for table, entity in self._entities.items()}
        self._rows: dict[tuple[str, int], Values | None] = {}
        self._subjects: dict[str, tuple[str, Values] | None] = {}

    def known(self, table: str) -> bool:
        """Whether this program has such a table (a file from elsewhere may log others)."""
        return table in self._entities

    def spec(self, table: str, name: str) -> FieldSpec | None:
        """The declaration of a logged column."""
        return self._specs[table].get(name)

    def title(self, table: str, row_id: int, values: Values | None = None) -> str:
        """What a row is called: 「基本施策「安全・安心で…」」; ``values`` of a row that is not there."""
        values = {**(self._row(table, row_id) or {}), **(values or {})}
        name = self._name(table, values, 0)
        kind = self._kind(table, values)
        if len(name) > _TITLE:
            name = f"{name[: _TITLE - 1]}…"
        return f"{kind}「{name}」" if name else kind

    def value(self, table: str, name: str, raw: Any) -> str:
        """A stored value as the office writes it."""
        spec = self._specs[table][name]
        if raw is None or raw == "":
            return EMPTY
        if spec.kind is FieldKind.REFERENCE:
            return self._referred(table, name, raw)
        if spec.kind is FieldKind.POSITION:
            return f"{int(raw) + 1}番目"
        if spec.kind is FieldKind.OPTIONS:
            return "（設定の内容）"
        if spec.kind is FieldKind.MOMENT:
            return format_moment(datetime.fromisoformat(raw))
        if spec.kind is FieldKind.KEY:
            return self._key(table, name, raw)
        if (table, name) == _BLOCK_KIND:
            return _block_label(str(raw))
        try:
            value = _PYTHON[spec.kind](raw) if spec.kind in _PYTHON else raw
        except (ValueError, TypeError, ArithmeticError):
            return str(raw)
        text = format_field(fields_of(self._entities[table])[name], value)
        if not text:
            return EMPTY
        counted = spec.kind in {FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL}
        return f"{text}{spec.unit}" if counted else text

    def says_nothing(self, table: str, name: str, raw: Any) -> bool:
        """Whether a field of a row added or deleted as a whole is left out: order, its owner, blanks."""
        spec = self._specs[table][name]
        if spec.kind in {FieldKind.POSITION, FieldKind.OPTIONS, FieldKind.KEY} or raw in (None, ""):
            return True
        return (spec.kind is FieldKind.FLAG and not raw) or name in dict(_owners(table))

    def place(self, table: str, row_id: int, values: Values, depth: int = 0) -> tuple[str, str] | None:
        """Table and uid of the row itself if it is there, else of the nearest row that it belonged to.

        Of a 出典: of the row that it is about.
        """
        present = self._present(table, row_id)
        if table == Provenance.__tablename__:
            subject = self._subject(str((present or values).get("entity_uid")))
            return None if subject is None else (subject[0], subject[1]["uid"])
        if present is not None:
            return table, present["uid"]
        above = [(name, table) for name in _own_references(table)]
        for name, target in (*above, *_owners(table)):
            owner = values.get(name)
            if owner is None or depth > _HIGHEST:
                continue
            found = self.place(target, owner, self._row(target, owner) or {}, depth + 1)
            if found is not None:
                return found
        return None

    def _kind(self, table: str, values: Values) -> str:
        if table == PolicyNode.__tablename__:
            level = self._row(Level.__tablename__, values.get("level_id") or 0)
            if level is not None:
                return str(level["name"])
        return self._entities[table].__label__

    def _name(self, table: str, values: Values, depth: int) -> str:
        """A row's own first text, else what tells it from others: its owners, year and choices."""
        if table == Provenance.__tablename__:
            return self._subject_name(values, depth)
        if table == HandoutBlock.__tablename__:
            return _block_label(str(values.get("kind") or ""))
        specs = self._specs[table]
        texts = [spec.name for spec in specs.values() if spec.kind in _TEXTS]
        required = [name for name in texts if specs[name].required]
        for name in (*_NAMES, *(required or texts)):
            if name in specs and values.get(name):
                return _flat(str(values[name]))
        if depth >= _DEEPEST:
            return ""
        parts = [self._owner_name(target, values.get(name), depth) for name, target in _owners(table)]
        parts += [
            self.value(table, spec.name, values[spec.name])
            for spec in specs.values()
            if spec.kind in {FieldKind.FISCAL_YEAR, FieldKind.CHOICE} and values.get(spec.name)
        ]
        return "・".join(short_name(part) for part in parts if part)

    def _owner_name(self, table: str, row_id: int | None, depth: int) -> str:
        row = None if row_id is None else self._row(table, row_id)
        return "" if row is None else self._name(table, row, depth + 1)

    def _referred(self, table: str, name: str, row_id: int) -> str:
        [key] = Base.metadata.tables[table].columns[name].foreign_keys
        target = key.column.table.name
        row = self._row(target, row_id)
        found = "" if row is None else self._name(target, row, 0)
        return found or self._entities[target].__label__

    def _key(self, table: str, name: str, raw: Any) -> str:
        """Of 出典: the row and the field that it is about. Other keys say nothing to a reader."""
        if table == Provenance.__tablename__ and name == "entity_uid":
            return self._subject_name({name: raw}, 0) or EMPTY
        return str(raw)

    def _subject_name(self, values: Values, depth: int) -> str:
        subject = self._subject(str(values.get("entity_uid")))
        if subject is None or depth >= _DEEPEST:
            return ""
        table, row = subject
        spec = self._specs[table].get(str(values.get("field_name")))
        name = short_name(self._name(table, row, depth + 1)) or self._kind(table, row)
        return f"{name}・{spec.label}" if spec is not None else name

    def _subject(self, uid: str) -> tuple[str, Values] | None:
        """The row with a uid, whatever its table."""
        if uid not in self._subjects:
            found = None
            for table in self._entities:
                row = self._read(f"SELECT * FROM {quoted(table)} WHERE uid = ?", uid)
                if row is not None:
                    found = table, row
                    break
            self._subjects[uid] = found
        return self._subjects[uid]

    def _row(self, table: str, row_id: int) -> Values | None:
        """A row as it is now, else as it was when it was deleted."""
        if (table, row_id) not in self._rows:
            self._rows[table, row_id] = self._present(table, row_id) or self._deleted(table, row_id)
        return self._rows[table, row_id]

    def _present(self, table: str, row_id: int) -> Values | None:
        return self._read(f"SELECT * FROM {quoted(table)} WHERE id = ?", row_id)

    def _read(self, statement: str, value: int | str) -> Values | None:
        row = self._session.connection().exec_driver_sql(statement, (value,)).mappings().first()
        return None if row is None else dict(row)

    def _deleted(self, table: str, row_id: int) -> Values | None:
        """What the log keeps of a row that is gone: deleted, or added by an edit that was undone."""
        recorded = self._session.execute(
            sa.select(Change.before, Change.after)
            .where(
                Change.table_name == table,
                Change.row_id == row_id,
                Change.operation.in_([Operation.DELETE, Operation.INSERT]),
            )
            .order_by(Change.id.desc())
            .limit(1)
        ).first()
        if recorded is None:
            return None
        values: Values = json.loads(recorded.before or recorded.after or "{}")
        return values


def _block_label(kind: str) -> str:
    """What the office calls a kind of block."""
    from dxplanner.handouts.catalogue import KINDS  # all builders of pages: only where one is named

    return KINDS[kind].label if kind in KINDS else kind


def _owners(table: str) -> list[tuple[str, str]]:
    """Columns that say which rows this one belongs to: (column, table), its own table left out."""
    return [
        (column.name, key.column.table.name)
        for column in Base.metadata.tables[table].columns
        for key in column.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name != table
    ]


def _own_references(table: str) -> list[str]:
    """Columns by which a row belongs to another row of its own table (上位の項目)."""
    return [
        column.name
        for column in Base.metadata.tables[table].columns
        for key in column.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name == table
    ]


def belonging(table: str) -> list[tuple[str, str]]:
    """Tables whose rows belong to rows of a table: (table, column), its own table left out."""
    return [
        (other, column)
        for other in (entity.__tablename__ for entity in all_entities())
        for column, owner in _owners(other)
        if owner == table
    ]


def _flat(text: str) -> str:
    return "".join(text.splitlines())
