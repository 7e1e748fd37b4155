"""Loads a whole plan at once: one query a table, relationships wired in memory, nothing left to load."""

from collections import defaultdict
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipDirection, RelationshipProperty, Session
from sqlalchemy.orm.attributes import instance_dict, set_committed_value

from dxplanner.domain.garbage import no_garbage
from dxplanner.domain.vocabulary import ChangeState
from dxplanner.model import ChangeSet, Entity, entities
from dxplanner.model.snapshot import PlanSnapshot


def load_snapshot(session: Session) -> PlanSnapshot:
    """All entities of the plan with every relationship loaded, detached from the session."""
    with no_garbage():
        return _load(session)


def _load(session: Session) -> PlanSnapshot:
    rows: dict[type[Entity], tuple[Entity, ...]] = {
        entity: tuple(session.scalars(sa.select(entity).order_by(entity.id))) for entity in entities()
    }
    last = session.scalar(sa.select(sa.func.max(ChangeSet.id)).where(ChangeSet.state == ChangeState.DONE))
    by_key = {entity: {row.id: row for row in found} for entity, found in rows.items()}
    for entity, found in rows.items():
        for relation in sa.inspect(entity).relationships:
            _wire(relation, found, by_key)
    session.expunge_all()
    return PlanSnapshot(rows, last or 0)


def _wire(
    relation: RelationshipProperty[Any],
    found: tuple[Entity, ...],
    by_key: dict[type[Entity], dict[int, Entity]],
) -> None:
    """Set one relationship of all rows of an entity, as if it had just been loaded."""
    [(local, remote)] = relation.local_remote_pairs
    others = by_key[relation.mapper.class_]
    if relation.direction is RelationshipDirection.MANYTOONE:
        for row in found:
            values = instance_dict(row)
            values[relation.key] = others.get(values[local.name])
        return
    mine: defaultdict[int, list[Entity]] = defaultdict(list)
    for other in others.values():
        mine[instance_dict(other)[remote.name]].append(other)
    order = attrgetter(*(column.name for column in relation.order_by or ()), "id")
    for row in found:
        set_committed_value(row, relation.key, sorted(mine.get(row.id, ()), key=order))
