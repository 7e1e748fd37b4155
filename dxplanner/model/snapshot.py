"""A frozen picture of a plan: fully loaded entities, detached from any session, safe in another thread."""

from collections.abc import Mapping
from typing import TypeVar, cast

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model.base import Entity
from dxplanner.model.origin import Provenance
from dxplanner.model.plan import Plan

E = TypeVar("E", bound=Entity)


class PlanSnapshot:
    """All rows of a plan at one moment. Relationships are loaded: follow them freely, never edit them."""

    def __init__(self, rows: Mapping[type[Entity], tuple[Entity, ...]], last_change: int) -> None:
        self._rows = rows
        self.last_change = last_change
        """Key of the newest change set contained; 0 for a plan never edited."""
        self._provenance: dict[tuple[str, str | None], Provenance] = {
            (mark.entity_uid, mark.field_name): mark for mark in self.all(Provenance)
        }

    def all(self, entity: type[E]) -> tuple[E, ...]:
        """All rows of an entity, in the order of their keys."""
        return cast("tuple[E, ...]", self._rows[entity])

    @property
    def plan(self) -> Plan:
        """The plan's own row."""
        return self.all(Plan)[0]

    def provenance(self, row: Entity, field_name: str | None = None) -> Provenance | None:
        """出典 of a field of a row, else of the whole row, else None."""
        return self._provenance.get((row.uid, field_name)) or self._provenance.get((row.uid, None))

    def is_inferred(self, row: Entity, field_name: str | None = None) -> bool:
        """Whether the value is 推定: it must never be printed as a fact without a mark."""
        mark = self.provenance(row, field_name)
        return mark is not None and mark.status is ProvenanceStatus.INFERRED
