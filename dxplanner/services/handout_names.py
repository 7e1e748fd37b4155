"""What the options of a handout's blocks name, in words; of a row that is gone, what the log says it was."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import Operation
from dxplanner.handouts.option_refs import gone, naming, values_of
from dxplanner.handouts.option_specs import OptionSpec
from dxplanner.handouts.row_names import name_of, row_name
from dxplanner.handouts.selection import is_uid
from dxplanner.model import Change
from dxplanner.model.base import Entity

Named = tuple[str, Mapping[str, Any]]
"""Kind and options of a block."""


def option_names(session: Session, blocks: Iterable[Named]) -> dict[str, str]:
    """Words for every identifier that the options of blocks hold."""
    asked = dict(_asked(blocks))
    by_entity: defaultdict[type[Entity], list[str]] = defaultdict(list)
    for uid, spec in asked.items():
        assert spec.entity is not None
        by_entity[spec.entity].append(uid)
    names = {
        row.uid: row_name(row)
        for entity, uids in by_entity.items()
        for row in session.scalars(sa.select(entity).where(entity.uid.in_(uids)))
    }
    return {uid: names.get(uid) or _gone(session, spec, uid) for uid, spec in asked.items()}


def _asked(blocks: Iterable[Named]) -> Iterator[tuple[str, OptionSpec]]:
    for kind, options in blocks:
        for spec in naming(kind, options):
            yield from ((one, spec) for one in values_of(options[spec.key]) if is_uid(one))


def _gone(session: Session, spec: OptionSpec, uid: str) -> str:
    """（削除された計画版「見直し案」）, without the name where no change set says it."""
    assert spec.entity is not None
    recorded = session.scalar(
        sa.select(Change.before)
        .where(
            Change.table_name == spec.entity.__tablename__,
            Change.operation == Operation.DELETE,
            Change.before.contains(uid),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    values = json.loads(recorded or "{}")
    return gone(spec, uid, name_of(spec.entity, values) if values.get("uid") == uid else "")
