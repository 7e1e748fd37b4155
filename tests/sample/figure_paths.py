"""Every figure of the sample plan under a natural path, from the loaded plan and from the raw documents.

A path names rows as people do: ``成果指標[旅ナカでの情報取得満足度]/指標の系列[国内]/指標の値[基準値].値``.
Both walks give the same paths, so that one table (``tests/data/plan_figures.json``) guards the two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty

from dxplanner.domain.fiscal import parse_fiscal_year
from dxplanner.model import Entity, FieldKind, FieldSpec, Provenance, entities, field_specs
from dxplanner.model.snapshot import PlanSnapshot

Figure = int | str

FIGURE_KINDS: Final = {
    FieldKind.INTEGER,
    FieldKind.AMOUNT,
    FieldKind.DECIMAL,
    FieldKind.FRACTION,
    FieldKind.DATE,
    FieldKind.MONTH,
    FieldKind.FISCAL_YEAR,
}
_NAMES: Final = ("code", "title", "name", "label", "heading", "target", "role", "source")
TEXT_KINDS: Final = {FieldKind.LINE, FieldKind.TEXT}
# Rows that stand alone although they also belong to others: a short path names them well enough.
_STANDS_ALONE: Final = {"Chapter", "Indicator", "Review", "Schedule", "Flow", "Diagram"}
# The owner that names a row, where it has several.
_HOMES: Final = {"PolicyNode": "parent", "Cell": "item", "TrendEntry": "column"}


@dataclass
class _Row:
    """One row, wherever it was read: its values by attribute, its children in order, its own origins."""

    entity: type[Entity]
    values: Mapping[str, Any]
    children: list["_Row"] = field(default_factory=list)
    origins: list["_Row"] = field(default_factory=list)


def plan_figures(sample: PlanSnapshot) -> dict[str, Figure]:
    """All figures of a loaded plan, by natural path."""
    marks: dict[str, list[_Row]] = {}
    for mark in sample.all(Provenance):
        marks.setdefault(mark.entity_uid, []).append(_loaded(mark, {}))
    tops = [
        _loaded(row, marks)
        for entity in entities()
        if entity is not Provenance
        for row in sorted(sample.all(entity), key=lambda row: (getattr(row, "position", 0), row.id))
        if _home(row) is None
    ]
    return dict(_named("", tops))


def document_figures(document: Mapping[str, Any]) -> dict[str, Figure]:
    """All figures of one raw document, by the same paths."""
    by_name = _entities_by_name()
    tops: list[_Row] = []
    for row in document["rows"]:
        tops.extend(_written(by_name[row["entity"]], row))
    return dict(_named("", tops))


def figure_leaves(document: Mapping[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The places of a raw document that hold a figure: (the JSON object, its key)."""
    by_name = _entities_by_name()
    return [leaf for row in document["rows"] for leaf in _leaves(by_name[row["entity"]], row)]


def _leaves(entity: type[Entity], row: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for key in _figure_specs(entity):
        if row.get(key) is not None:
            yield row, key
    for mark in _origins(row):
        if mark.get("page") is not None:
            yield mark, "page"
    for key, relation in _owned(entity).items():
        for child in row.get(key, []):
            if isinstance(child, dict):
                yield from _leaves(relation.mapper.class_, child)


def _written(entity: type[Entity], row: Mapping[str, Any] | str) -> list[_Row]:
    """A raw row, followed by the rows nested in it that stand alone."""
    if isinstance(row, str):
        first = next(spec for spec in _specs(entity).values() if spec.required and spec.kind in TEXT_KINDS)
        return [_Row(entity, {first.name: row})]
    values = {key: _plain(_specs(entity)[key].kind, row[key]) for key in row if key in _specs(entity)}
    built = _Row(entity, values)
    built.origins = [_Row(Provenance, _mark_values(mark)) for mark in _origins(row)]
    alone = [built]
    for key, relation in _owned(entity).items():
        child: type[Entity] = relation.mapper.class_
        for nested in row.get(key, []):
            rows = _written(child, nested)
            if child.__name__ in _STANDS_ALONE:
                alone.extend(rows)
            else:
                built.children.append(rows[0])
                alone.extend(rows[1:])
    return alone


def _mark_values(mark: Mapping[str, Any]) -> dict[str, Any]:
    return {"field_name": mark.get("field"), "page": mark.get("page")}


def _origins(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    origin = row.get("origin", [])
    return list(origin) if isinstance(origin, list) else [origin]


def _loaded(row: Entity, marks: Mapping[str, list[_Row]]) -> _Row:
    entity = type(row)
    values = {
        name: _plain(spec.kind, getattr(row, name))
        for name, spec in _specs(entity).items()
        if spec.kind is not FieldKind.REFERENCE
    }
    children = [
        _loaded(child, marks)
        for key, relation in _owned(entity).items()
        if relation.mapper.class_.__name__ not in _STANDS_ALONE
        for child in getattr(row, key)
        if _home(child) == (entity, key)
    ]
    return _Row(entity, values, children, list(marks.get(row.uid, ())))


def _home(row: Entity) -> tuple[type[Entity], str] | None:
    """The entity and the list in which a row is named; None for a row that is not in another."""
    entity = type(row)
    name = entity.__name__
    if name in _STANDS_ALONE:
        return None
    if name in _HOMES and getattr(row, f"{_HOMES[name]}_id") is not None:
        return _list_of(entity, _HOMES[name])
    if name == "PolicyNode":
        return None
    for relation in sa.inspect(entity).relationships:
        column = next(iter(relation.local_columns))
        if relation.direction.name == "MANYTOONE" and not column.nullable and relation.back_populates:
            return _list_of(entity, relation.key)
    return None


def _list_of(entity: type[Entity], key: str) -> tuple[type[Entity], str]:
    relation = sa.inspect(entity).relationships[key]
    assert relation.back_populates is not None
    return relation.mapper.class_, relation.back_populates


def _named(prefix: str, rows: list[_Row]) -> Iterator[tuple[str, Figure]]:
    seen: Counter[str] = Counter()
    ordinals: Counter[str] = Counter()
    for row in rows:
        label = row.entity.__label__
        ordinals[label] += 1
        path = f"{prefix}{label}[{_name(row) or ordinals[label]}]"
        seen[path] += 1
        if seen[path] > 1:
            path += f"#{seen[path]}"
        for key, spec in _figure_specs(row.entity).items():
            value = row.values.get(key)
            if value is not None:
                yield f"{path}.{spec.label}", value
        yield from _named(f"{path}/", row.children)
        yield from _named(f"{path}/", row.origins)


def _name(row: _Row) -> str | None:
    if row.entity is Provenance:
        return row.values.get("field_name") or "全体"
    return next((row.values[key] for key in _NAMES if row.values.get(key)), None)


def _plain(kind: FieldKind, value: Any) -> Any:
    """A value as JSON would hold it: the same from a document and from the store."""
    if value is None or isinstance(value, bool):
        return value
    if kind is FieldKind.FISCAL_YEAR:
        return value if isinstance(value, int) else parse_fiscal_year(value)
    if kind in {FieldKind.DATE, FieldKind.MONTH}:
        text = value.isoformat() if isinstance(value, date) else value
        return text if len(text) > 7 else f"{text}-01"
    if kind in {FieldKind.DECIMAL, FieldKind.FRACTION}:
        return str(value)
    return value.value if isinstance(value, Enum) else value


@cache
def _specs(entity: type[Entity]) -> dict[str, FieldSpec]:
    return field_specs(entity)


@cache
def _figure_specs(entity: type[Entity]) -> dict[str, FieldSpec]:
    return {name: spec for name, spec in _specs(entity).items() if spec.kind in FIGURE_KINDS}


@cache
def _owned(entity: type[Entity]) -> dict[str, RelationshipProperty[Any]]:
    """The lists of rows that an entity owns; nodes below a node are owned by it."""
    relations = sa.inspect(entity).relationships
    return {relation.key: relation for relation in relations if relation.uselist}


@cache
def _entities_by_name() -> dict[str, type[Entity]]:
    return {entity.__name__: entity for entity in entities()}
