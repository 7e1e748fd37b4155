"""Where an open plan stands: what the window's frame shows of it, and the way from a row to its place."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.vocabulary import DataKind, ProvenanceStatus
from dxplanner.model import Plan, PlanVersion, PolicyNode, Provenance, Term, entities


@dataclass(frozen=True, slots=True)
class VersionName:
    """A plan version as the frame names it; ``term`` is 「R7～R9」, empty without a 期."""

    id: int
    uid: str
    name: str
    term: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is shown: its data kind, and the node and version that lead to it (None: any)."""

    kind: DataKind
    version_id: int | None
    node_id: int | None


def plan_name(session: Session) -> str:
    """The plan's name; empty for a file that is still without its own row."""
    return session.scalar(sa.select(Plan.name).limit(1)) or ""


def versions(session: Session) -> list[VersionName]:
    """The plan's versions in their order, 現行計画 before 見直し案."""
    found = session.execute(
        sa.select(PlanVersion.id, PlanVersion.uid, PlanVersion.name, Term.first_year, Term.last_year)
        .outerjoin(Term, PlanVersion.term_id == Term.id)
        .order_by(PlanVersion.position, PlanVersion.id)
    )
    return [VersionName(key, uid, name, _term(first, last)) for key, uid, name, first, last in found]


def inferred_count(session: Session) -> int:
    """How many values are still 推定."""
    query = (
        sa.select(sa.func.count())
        .select_from(Provenance)
        .where(Provenance.status == ProvenanceStatus.INFERRED)
    )
    return session.scalar(query) or 0


def node_key(session: Session, uid: str) -> tuple[int, int] | None:
    """Keys of a node and of its version, by the node's uid; None when it is gone."""
    row = session.execute(
        sa.select(PolicyNode.id, PolicyNode.version_id).where(PolicyNode.uid == uid)
    ).first()
    return None if row is None else (row[0], row[1])


def node_uid(session: Session, node_id: int) -> str | None:
    """The uid of a node; None when it is gone."""
    return session.scalar(sa.select(PolicyNode.uid).where(PolicyNode.id == node_id))


def place_of(session: Session, table: str, uid: str) -> Place | None:
    """Where the row of a history entry is shown; None when the row no longer exists."""
    entity = next((one for one in entities() if one.__tablename__ == table), None)
    if entity is None:
        return None
    row = session.scalars(sa.select(entity).where(entity.uid == uid)).first()
    if row is None:
        return None
    node_id = row.id if isinstance(row, PolicyNode) else getattr(row, "node_id", None)
    version_id = getattr(row, "version_id", None)
    if node_id is not None and version_id is None:
        version_id = session.scalar(sa.select(PolicyNode.version_id).where(PolicyNode.id == node_id))
    return Place(entity.__data_kind__, version_id, node_id)


def owners_of(session: Session, table: str, uid: str) -> dict[str, int]:
    """Keys of a row and of what it belongs to, by table: a bar with its lane, edition and schedule."""
    entity = next((one for one in entities() if one.__tablename__ == table), None)
    found: dict[str, int] = {}
    waiting = [] if entity is None else list(session.scalars(sa.select(entity).where(entity.uid == uid)))
    while waiting:
        row = waiting.pop()
        if row.__tablename__ in found:
            continue
        found[row.__tablename__] = row.id
        for attribute in sa.inspect(type(row)).column_attrs:
            column = attribute.columns[0]
            for foreign in column.foreign_keys:
                # What a row cannot do without is what it belongs to.
                if not column.nullable:
                    owner = next(one for one in entities() if one.__table__ is foreign.column.table)
                    waiting += session.scalars(
                        sa.select(owner).where(owner.id == getattr(row, attribute.key))
                    )
    return found


def table_of(session: Session, uid: str) -> str | None:
    """The table of the row of a uid; None when the row no longer exists."""
    for entity in entities():
        if session.scalar(sa.select(entity.id).where(entity.uid == uid)) is not None:
            return str(entity.__tablename__)
    return None


def _term(first_year: int | None, last_year: int | None) -> str:
    if first_year is None or last_year is None:
        return ""
    first, last = (format_fiscal_year(year, FiscalStyle.SHORT) for year in (first_year, last_year))
    return first if first == last else f"{first}～{last}"
