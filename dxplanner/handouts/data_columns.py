"""データ用: the columns of an entity's table, found from its declared fields.

A table begins with the names of the row that its rows belong to; a reference becomes the names of the row
that it points to. So a new field is in データ用 without a word here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any

from dxplanner.handouts.data_names import BESIDE, COMPUTED, LEFT_OUT, NAMES, Computed, Names
from dxplanner.handouts.data_values import headings_of
from dxplanner.model.base import Entity, FieldKind, FieldSpec, field_specs

_UNSUITED = frozenset({FieldKind.KEY, FieldKind.POSITION, FieldKind.OPTIONS, FieldKind.MOMENT})


@dataclass(frozen=True, slots=True)
class Place:
    """One field of the rows that a table shows: of its own row ("") or of one that the path leads to."""

    path: str
    entity: type[Entity]
    key: str
    label: str
    """Heading without unit and 西暦・和暦."""
    part: str
    """What the row at the path is called in this table."""
    named: bool = True
    """Whether it names the row at the path itself, and not the owner of that row."""

    @property
    def spec(self) -> FieldSpec | Computed:
        """How the field is declared, or how it is computed."""
        return _spec(self.entity, self.key)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its cells."""
        spec = self.spec
        if isinstance(spec, Computed):
            return (spec.heading if not self.path else self.label,)
        return headings_of(spec, self.label)


@cache
def _spec(entity: type[Entity], key: str) -> FieldSpec | Computed:
    computed = COMPUTED.get(entity, {}).get(key)
    return computed if computed is not None else field_specs(entity)[key]


def row_at(row: Any, path: str) -> Any:
    """The row that a path leads to; None where a reference on the way is empty."""
    for name in path.split(".") if path else ():
        if row is None:
            return None
        row = getattr(row, name)
    return row


def target_of(entity: type[Entity], path: str) -> type[Entity]:
    """The entity that a path of references leads to."""
    for name in path.split(".") if path else ():
        entity = attrgetter(f"{name}.property.mapper.class_")(entity)
    return entity


@cache
def relations_of(entity: type[Entity]) -> tuple[str, ...]:
    """The references of an entity by the name of their relationship, in order of declaration."""
    return tuple(
        key.removesuffix("_id")
        for key, spec in field_specs(entity).items()
        if spec.kind is FieldKind.REFERENCE
    )


@cache
def owners_of(entity: type[Entity]) -> tuple[str, ...]:
    """The references that are never empty: to the rows that a row belongs to."""
    specs = field_specs(entity)
    return tuple(name for name in relations_of(entity) if specs[f"{name}_id"].required)


def places_of(entity: type[Entity]) -> tuple[Place, ...]:
    """All that a table of an entity shows, in the order of its columns."""
    places = list(chain(entity))
    if entity not in NAMES:
        for name in relations_of(entity)[:1]:
            places += _referenced(entity, name, places)
    places += [_beside(entity, path) for path in BESIDE.get(entity, ())]
    shown = {place.path.partition(".")[0] or place.key for place in places}
    for key, spec in field_specs(entity).items():
        if spec.kind in _UNSUITED or (entity, key) in LEFT_OUT or key.removesuffix("_id") in shown:
            continue
        if spec.kind is FieldKind.REFERENCE:
            places += _referenced(entity, key.removesuffix("_id"), places)
        else:
            places.append(Place("", entity, key, spec.label, ""))
    computed = COMPUTED.get(entity, {})
    places += [Place("", entity, key, made.heading, "") for key, made in computed.items() if key not in shown]
    return tuple(places)


def chain(entity: type[Entity]) -> Iterator[Place]:
    """How rows of an entity are named wherever they are spoken of: their owners' names, then their own."""
    names = NAMES.get(entity, Names({}))
    if names.owner:
        for place in chain(target_of(entity, names.owner)):
            yield replace(_moved(place, names.owner), named=False)
    for field, heading in names.fields.items():
        path, _, key = field.rpartition(".")
        of = target_of(entity, path)
        yield Place(path, of, key, heading or _label(of, key), of.__label__ if path else "")


def moved(places: Sequence[Place], path: str) -> tuple[Place, ...]:
    """Places as seen from a row that a path leads away from."""
    return tuple(_moved(place, path) for place in places)


def _moved(place: Place, path: str) -> Place:
    joined = f"{path}.{place.path}" if place.path else path
    return replace(place, path=joined, part=place.part or place.entity.__label__)


def _referenced(entity: type[Entity], name: str, before: Sequence[Place]) -> list[Place]:
    """The names of the row that a reference points to, without owners that are named already."""
    label = _label(entity, f"{name}_id")
    target = target_of(entity, name)
    known = {place.entity for place in before}
    places = [
        place for place in moved(tuple(chain(target)), name) if place.named or place.entity not in known
    ]
    own = [place for place in places if place.named]
    taken = {place.label for place in before}
    twins = sum(target_of(entity, other) is target for other in relations_of(entity)) > 1
    clash = twins or any(place.label in taken for place in own)
    return [_told_apart(place, label, alone=len(own) == 1, clash=clash) for place in places]


def _told_apart(place: Place, label: str, *, alone: bool, clash: bool) -> Place:
    """A place under the label of the reference: 担当課, 上位の項目の番号."""
    if not place.named:
        return place
    if alone:
        return replace(place, label=label, part=label)
    part = place.part if "." in place.path else label
    name = place.label.removeprefix("施策体系の")
    return replace(place, label=f"{label}の{name}" if clash else place.label, part=part)


def _beside(entity: type[Entity], field: str) -> Place:
    path, _, key = field.rpartition(".")
    of = target_of(entity, path)
    return Place(path, of, key, _label(of, key), of.__label__, named=False)


def _label(entity: type[Entity], key: str) -> str:
    return field_specs(entity)[key].label
