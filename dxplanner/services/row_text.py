"""Rows as JSON-ready values and back, with what belongs to them: for copying through the clipboard.

``{"fields": {…}, "links": {…}, "parts": {…}, "origins": […]}``: the row's own columns, the shared rows that
it points to (by uid and name), the rows that belong to it, and its 出典. No uid of its own: a copy gets a
new one. What comes in is not trusted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from dxplanner.domain.errors import InputError
from dxplanner.domain.text import has_control_characters
from dxplanner.model import (
    Cell,
    Department,
    Entity,
    GradeScale,
    Indicator,
    IndicatorBasis,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    NodeDepartment,
    PolicyNode,
    Provenance,
    Review,
    SourceDocument,
    field_specs,
)
from dxplanner.model.base import new_uid
from dxplanner.services.hierarchy_rows import chunks

Parts = Mapping[str, tuple[type[Entity], str]]

PARTS: Final[Mapping[type[Entity], Parts]] = {
    PolicyNode: {
        "initiatives": (Initiative, "node_id"),
        "indicators": (Indicator, "node_id"),
        "departments": (NodeDepartment, "node_id"),
        "reviews": (Review, "node_id"),
    },
    Indicator: {"series": (IndicatorSeries, "indicator_id")},
    IndicatorSeries: {"values": (IndicatorValue, "series_id")},
    IndicatorValue: {"basis": (IndicatorBasis, "value_id")},
}
"""What is copied with a row: the belonging rows and their column that names the owner."""

LINKS: Final[Mapping[type[Entity], Mapping[str, type[Entity]]]] = {
    NodeDepartment: {"department_id": Department},
    Indicator: {"department_id": Department, "grade_scale_id": GradeScale},
    IndicatorBasis: {"cell_id": Cell},
    Provenance: {"document_id": SourceDocument},
}
"""Shared rows that a copied row points to, by column."""

_NAME_OF_SHARED: Final = {Department: "name", GradeScale: "name", SourceDocument: "title"}
_AS_IN_JSON: Final = frozenset({int, bool, str})
_LARGEST: Final = 2**62
_UNREADABLE: Final = "貼り付ける内容を読み取れません。もう一度コピーしてから貼り付けてください。"


def unreadable() -> InputError:
    """The error about a clipboard that this program did not write."""
    return InputError(_UNREADABLE)


class RowWriter:
    """Turns rows into JSON-ready values, with a few queries a kind of row however many rows there are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def written(self, entity: type[Entity], rows: Sequence[Entity]) -> dict[int, dict[str, Any]]:
        """Rows of one entity with all that belongs to them, by key."""
        links = self._links(entity, rows)
        origins = self._origins(entity, rows)
        made: dict[int, dict[str, Any]] = {
            row.id: {"fields": _fields(row), "links": links[row.id], "parts": {}, "origins": origins[row.uid]}
            for row in rows
        }
        for name, (part, column) in PARTS.get(entity, {}).items():
            belonging = self._belonging(part, column, [row.id for row in rows])
            texts = self.written(part, belonging)
            for one in belonging:
                made[getattr(one, column)]["parts"].setdefault(name, []).append(texts[one.id])
        return made

    def _belonging(self, part: type[Entity], column: str, owners: Sequence[int]) -> list[Entity]:
        key: InstrumentedAttribute[int] = getattr(part, column)
        order: InstrumentedAttribute[int] = part.position  # type: ignore[attr-defined]
        found: list[Entity] = []
        for portion in chunks(owners):
            found += self._session.scalars(
                sa.select(part).where(key.in_(portion)).order_by(key, order, part.id)
            )
        return found

    def _links(self, entity: type[Entity], rows: Sequence[Entity]) -> dict[int, dict[str, Any]]:
        made: dict[int, dict[str, Any]] = {row.id: {} for row in rows}
        for column, shared in LINKS.get(entity, {}).items():
            for row in rows:
                target = self._session.get(shared, getattr(row, column) or 0)
                if target is not None:
                    name = _NAME_OF_SHARED.get(shared)
                    made[row.id][column] = {
                        "uid": target.uid,
                        "name": getattr(target, name) if name is not None else None,
                    }
        return made

    def _origins(self, entity: type[Entity], rows: Sequence[Entity]) -> Mapping[str, list[Any]]:
        made: defaultdict[str, list[Any]] = defaultdict(list)
        if entity is Provenance:
            return made
        marks: list[Provenance] = []
        for portion in chunks([row.uid for row in rows]):
            marks += self._session.scalars(
                sa.select(Provenance).where(Provenance.entity_uid.in_(portion)).order_by(Provenance.id)
            )
        texts = self.written(Provenance, marks)
        for mark in marks:
            made[mark.entity_uid].append(texts[mark.id])
        return made


class RowReader:
    """Makes new rows out of such values; shared rows are looked up in the plan by uid, else by name."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shared: dict[tuple[type[Entity], str, str | None], int | None] = {}

    def add(self, entity: type[Entity], text: object, **columns: Any) -> Entity | None:
        """Add a row with all that belongs to it; None when it hangs on a shared row unknown here.

        Raises:
            InputError: the values are not what the entity declares.
        """
        values = as_dict(text)
        row = entity(**{**_checked(entity, as_dict(values.get("fields"))), **columns})
        specs = field_specs(entity)
        links = as_dict(values.get("links"))
        for column, shared in LINKS.get(entity, {}).items():
            key = self._found(shared, links.get(column))
            if key is None and specs[column].required:
                return None
            setattr(row, column, key)
        self._session.add(row)
        self._session.flush()
        for origin in as_list(values.get("origins")):
            self.add(Provenance, origin, entity_uid=row.uid)
        parts = as_dict(values.get("parts"))
        for name, (part, column) in PARTS.get(entity, {}).items():
            for position, one in enumerate(as_list(parts.get(name))):
                self.add(part, one, **{column: row.id, "position": position})
        return row

    def _found(self, shared: type[Entity], link: object) -> int | None:
        """The key of a shared row: the same one, else one of the same name; an unknown 組織 is added."""
        if link is None:
            return None
        uid, name = str(as_dict(link).get("uid")), as_dict(link).get("name")
        key = (shared, uid, name if isinstance(name, str) else None)
        if key not in self._shared:
            self._shared[key] = self._looked_up(*key)
        return self._shared[key]

    def _looked_up(self, shared: type[Entity], uid: str, name: str | None) -> int | None:
        found = self._session.scalar(sa.select(shared.id).where(shared.uid == uid))
        column = _NAME_OF_SHARED.get(shared)
        if found is None and column is not None and name:
            found = self._session.scalar(
                sa.select(shared.id).where(getattr(shared, column) == name).order_by(shared.id).limit(1)
            )
        if found is None and shared is Department and name and name.strip():
            last = self._session.scalar(sa.select(sa.func.max(Department.position)))
            added = Department(uid=_new_or(uid), name=name, position=0 if last is None else last + 1)
            self._session.add(added)
            self._session.flush()
            found = added.id
        return found


def as_dict(value: object) -> dict[str, Any]:
    """A JSON object; absent counts as empty.

    Raises:
        InputError: it is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise unreadable()
    return cast("dict[str, Any]", value)


def as_list(value: object) -> list[Any]:
    """A JSON array; absent counts as empty.

    Raises:
        InputError: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise unreadable()
    return value


def _own_columns(entity: type[Entity]) -> dict[str, sa.Column[Any]]:
    """Columns that a copy takes over: no keys, no references, no order."""
    return {
        attribute.key: cast("sa.Column[Any]", attribute.columns[0])
        for attribute in sa.inspect(entity).column_attrs
        if not attribute.columns[0].foreign_keys
        and attribute.key not in {"id", "uid", "position", "entity_uid"}
    }


def _fields(row: Entity) -> dict[str, Any]:
    return {name: _json(getattr(row, name)) for name in _own_columns(type(row))}


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | Fraction) else value


def _checked(entity: type[Entity], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of a row to be made, each of its declared type and passing its check."""
    specs = field_specs(entity)
    made = {}
    for name, column in _own_columns(entity).items():
        spec = specs[name]
        if name not in fields:
            if spec.required and column.default is None:
                raise unreadable()
            continue
        value = _python(column, fields[name])
        wrong = spec.check(value) if spec.check is not None else None
        if value is None and spec.required:
            wrong = "空欄にはできません。"
        if wrong is not None:
            raise InputError(f"貼り付ける内容の「{spec.label}」が正しくありません。{wrong}")
        made[name] = value
    return made


def _python(column: sa.Column[Any], value: Any) -> Any:
    """A JSON value as the column's Python value."""
    if value is None:
        return None
    kind: Any = column.type.enum_class if isinstance(column.type, sa.Enum) else column.type.python_type
    try:
        made = date.fromisoformat(value) if kind is date else value if kind in _AS_IN_JSON else kind(value)
    except (ValueError, TypeError, ArithmeticError):
        raise unreadable() from None
    if not isinstance(made, kind) or (isinstance(made, bool) and kind is int):
        raise unreadable()
    if isinstance(made, str) and has_control_characters(made):
        raise unreadable()
    if isinstance(made, Decimal) and not made.is_finite():
        raise unreadable()
    if isinstance(made, int) and not -_LARGEST <= made <= _LARGEST:
        raise unreadable()
    return made


def _new_or(uid: str) -> str:
    """A uid from outside if it is one, else a fresh one."""
    return uid if len(uid) == 32 and all(sign in "0123456789abcdef" for sign in uid) else new_uid()
