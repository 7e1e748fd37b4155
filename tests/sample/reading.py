"""How the tests read the bundled plan: ordered rows, numbers, 確度, and the sources' own figures.

``tests/data/seed_figures.json`` is a copy of the sources' names and figures, taken apart from ``db/sample``.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import Entity, PlanVersion
from dxplanner.model.numbers import node_numbers
from dxplanner.model.snapshot import PlanSnapshot

E = TypeVar("E", bound=Entity)

DATA: Final = Path(__file__).parents[1] / "data"


@cache
def seed(section: str) -> Any:
    """One section of the sources' names and figures."""
    return json.loads((DATA / "seed_figures.json").read_text(encoding="utf-8"))[section]


def ordered(sample: PlanSnapshot, entity: type[E]) -> list[E]:
    """All rows of an entity by their position."""
    rows: Iterable[E] = sample.all(entity)
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.id))


def numbers(sample: PlanSnapshot) -> dict[str, str]:
    """The printed numbers of all nodes of all versions, by uid."""
    return {uid: number for v in sample.all(PlanVersion) for uid, number in node_numbers(v).items()}


def confidence(sample: PlanSnapshot, row: Entity, field: str | None = None) -> str | None:
    """確度 of a 推定 value, which has to say its basis and its document; None for a confirmed one."""
    mark = sample.provenance(row, field)
    assert mark is not None, row
    if mark.status is ProvenanceStatus.CONFIRMED:
        return None
    assert mark.basis
    assert mark.document is not None
    return None if mark.confidence is None else mark.confidence.value


def iso(*days: date | None) -> list[str | None]:
    """Dates as the sources' figures hold them."""
    return [None if day is None else day.isoformat() for day in days]
