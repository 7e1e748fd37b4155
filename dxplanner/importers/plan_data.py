"""Reads plan data written as JSON documents (``db/sample``) into entities.

A document is ``{"kind": …, "rows": [row, …]}``. A row names its ``entity`` (top level only), its columns and
relationships by attribute name; children are nested lists, in order (which is their ``position``); a child
that is only a string sets the child's first required text. ``"ref"`` names a row, ``"@name"`` points to it.
``"origin"`` attaches 出典. Dates are ISO (a month stands for its first day), fiscal years ``R6`` or 2024,
decimals and fractions strings that keep their digits, closed-list terms the Japanese words themselves.
In the options of a handout's block "@name" becomes the identifier of the row.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import parse_fiscal_year
from dxplanner.model import Entity, FieldKind, Provenance, entities, field_specs

_NAMESPACE = uuid.UUID("6b1f3c52-6f0d-4f43-9a4e-4c4c3b0d3a57")
_RESERVED = {"entity", "ref", "origin"}
_TEXT_KINDS = {FieldKind.LINE, FieldKind.TEXT}


def read_plan_data(documents: Mapping[str, Any]) -> list[Entity]:
    """Entities of all documents (by file name), related to each other, not yet in any session.

    Raises:
        InputError: a name, value or reference that the model does not know, with its place.
    """
    reader = _Reader()
    roots: list[Entity] = []
    positions: dict[type[Entity], int] = {}
    for name, document in documents.items():
        for index, row in enumerate(document["rows"]):
            entity = reader.entity_named(row.get("entity"), f"{name}[{index}]")
            position = positions.get(entity, 0)
            positions[entity] = position + 1
            roots.append(reader.build(entity, row, position, f"{name}[{index}]"))
    reader.connect()
    return roots + reader.origins


class _Reader:
    """Builds rows first, then ties references, so that documents may come in any order."""

    def __init__(self) -> None:
        self.origins: list[Entity] = []
        self._names = {entity.__name__: entity for entity in entities()}
        self._refs: dict[str, Entity] = {}
        self._pending: list[tuple[Entity, str, Any, str]] = []

    def entity_named(self, name: object, place: str) -> type[Entity]:
        """The entity class of a top-level row."""
        if not isinstance(name, str) or name not in self._names:
            raise InputError(f"{place}：「{name}」というデータの種類はありません。")
        return self._names[name]

    def build(self, entity: type[Entity], row: Mapping[str, Any], position: int, place: str) -> Entity:
        """One row with its children."""
        specs = field_specs(entity)
        relations = sa.inspect(entity).relationships
        ref = row.get("ref")
        built = entity(uid=uuid.uuid5(_NAMESPACE, ref or place).hex)
        if "position" in specs:
            built.position = position  # type: ignore[attr-defined]
        if ref is not None:
            if ref in self._refs:
                raise InputError(f"{place}：「{ref}」という名前が二度使われています。")
            self._refs[ref] = built
        for key, value in row.items():
            if key in _RESERVED:
                continue
            spot = f"{place}.{key}"
            if key in specs and specs[key].kind is FieldKind.OPTIONS:
                self._pending.append((built, key, value, spot))
            elif key in specs:
                column = cast("sa.Column[Any]", sa.inspect(entity).column_attrs[key].columns[0])
                setattr(built, key, _column_value(specs[key].kind, column, value, spot))
            elif key in relations:
                self._relate(built, relations[key], value, spot)
            else:
                raise InputError(f"{spot}：「{entity.__label__}」にこの欄はありません。")
        for origin in _as_list(row.get("origin")):
            self._attach(built, origin, f"{place}.origin")
        return built

    def _relate(self, owner: Entity, relation: RelationshipProperty[Any], value: Any, place: str) -> None:
        if isinstance(value, str):
            self._pending.append((owner, relation.key, value, place))
            return
        child: type[Entity] = relation.mapper.class_
        rows = [_written_short(child, row) for row in value]
        getattr(owner, relation.key).extend(
            self.build(child, row, index, f"{place}[{index}]") for index, row in enumerate(rows)
        )

    def _attach(self, row: Entity, origin: Mapping[str, Any], place: str) -> None:
        fields = {("field_name" if key == "field" else key): value for key, value in origin.items()}
        mark = self.build(Provenance, {**fields, "entity_uid": row.uid}, 0, f"{place}[{len(self.origins)}]")
        name = fields.get("field_name")
        if name is not None and name not in sa.inspect(type(row)).attrs:
            raise InputError(f"{place}：「{name}」という欄はありません。")
        self.origins.append(mark)

    def connect(self) -> None:
        """Tie the references, now that every row is known."""
        for owner, key, value, place in self._pending:
            named = self._named(value, place) if isinstance(value, str) else self._option(value, place)
            setattr(owner, key, named)

    def _named(self, reference: str, place: str) -> Entity:
        target = self._refs.get(reference.removeprefix("@"))
        if target is None or not reference.startswith("@"):
            raise InputError(f"{place}：「{reference}」が指す行はありません。")
        return target

    def _option(self, value: Any, place: str) -> Any:
        """Options with identifiers in place of "@name", however deep."""
        if isinstance(value, dict):
            return {key: self._option(one, f"{place}.{key}") for key, one in value.items()}
        if isinstance(value, list):
            return [self._option(one, place) for one in value]
        return self._named(value, place).uid if isinstance(value, str) and value[:1] == "@" else value


def _as_list(value: Any) -> Iterator[Mapping[str, Any]]:
    if value is not None:
        yield from value if isinstance(value, list) else [value]


def _written_short(entity: type[Entity], row: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """A child given as a string sets its first required text."""
    if not isinstance(row, str):
        return row
    name = next(
        spec.name for spec in field_specs(entity).values() if spec.required and spec.kind in _TEXT_KINDS
    )
    return {name: row}


def _column_value(kind: FieldKind, column: "sa.Column[Any]", value: Any, place: str) -> Any:
    """A JSON value as the column's Python value."""
    if value is None:
        return None
    try:
        if kind is FieldKind.FISCAL_YEAR:
            return value if isinstance(value, int) else parse_fiscal_year(value)
        if kind in {FieldKind.DATE, FieldKind.MONTH}:
            return date.fromisoformat(value if len(value) > 7 else f"{value}-01")
        if kind is FieldKind.DECIMAL:
            return Decimal(value)
        if kind is FieldKind.FRACTION:
            return Fraction(value)
        if kind is FieldKind.CHOICE:
            return cast("sa.Enum", column.type).enum_class(value)  # type: ignore[misc]
    except (ValueError, TypeError, ArithmeticError):
        raise InputError(f"{place}：「{value}」は読み取れません。") from None
    return value
