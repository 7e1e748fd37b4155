"""What the tree shows of a version's hierarchy: plain rows, in order, with their counts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.numbering import LevelRule
from dxplanner.domain.vocabulary import ColourRole
from dxplanner.model import (
    Department,
    Level,
    NodeDepartment,
    PlanVersion,
    PolicyNode,
    Term,
    TransitionEnd,
)
from dxplanner.services.tree_counts import NOTHING, Counts, load_counts, of_version

NODE_TABLE: Final = PolicyNode.__tablename__
LEVEL_TABLE: Final = Level.__tablename__
VERSION_TABLES: Final = frozenset({PlanVersion.__tablename__, Term.__tablename__})


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A plan version as the version switcher shows it; ``term`` is 「R4–R6」 or empty."""

    id: int
    name: str
    term: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level with its rule of numbering."""

    id: int
    rule: LevelRule


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node as the tree shows it. ``parent_id`` is 0 at the top."""

    id: int
    uid: str
    parent_id: int
    level_id: int
    position: int
    name: str
    colour: ColourRole
    counts: Counts = NOTHING


def load_versions(session: Session) -> list[VersionRow]:
    """The versions of the plan, in order."""
    found = session.execute(
        sa.select(PlanVersion.id, PlanVersion.name, Term.first_year, Term.last_year)
        .outerjoin(Term, PlanVersion.term_id == Term.id)
        .order_by(PlanVersion.position, PlanVersion.id)
    )
    return [VersionRow(key, name, _term(first, last)) for key, name, first, last in found]


def _term(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return "–".join(format_fiscal_year(year, FiscalStyle.SHORT) for year in (first, last))


def version_of(session: Session, node_id: int) -> int | None:
    """The version that a node belongs to."""
    return session.scalar(sa.select(PolicyNode.version_id).where(PolicyNode.id == node_id))


def has_nodes(session: Session, version_id: int) -> bool:
    """Whether a version has any node yet."""
    return (
        session.scalar(sa.select(PolicyNode.id).where(PolicyNode.version_id == version_id).limit(1))
        is not None
    )


def counterpart_of(session: Session, node_id: int, version_id: int) -> int | None:
    """The node of a version that a node of another one, or the nearest above it, became or came from.

    None without any 新旧の対応.
    """
    here, there = aliased(TransitionEnd), aliased(TransitionEnd)
    query = (
        sa.select(PolicyNode.id)
        .join(there, there.node_id == PolicyNode.id)
        .join(here, sa.and_(here.transition_id == there.transition_id, here.side != there.side))
        .where(here.node_id == sa.bindparam("near"), PolicyNode.version_id == version_id)
        .order_by(PolicyNode.position, PolicyNode.id)
        .limit(1)
    )
    above: int | None = node_id
    while above is not None:
        found = session.scalar(query, {"near": above})
        if found is not None:
            return found
        above = session.scalar(sa.select(PolicyNode.parent_id).where(PolicyNode.id == above))
    return None


def load_levels(session: Session, version_id: int) -> list[LevelRow]:
    """The levels of a version from the top."""
    found = session.execute(
        sa.select(Level.id, Level.name, Level.scope, Level.joined)
        .where(Level.version_id == version_id)
        .order_by(Level.position, Level.id)
    )
    return [LevelRow(key, LevelRule(name, scope, joined)) for key, name, scope, joined in found]


def load_nodes(session: Session, version_id: int, only: Collection[int] | None = None) -> list[NodeRow]:
    """The nodes of a version, or those of the keys ``only``; siblings in order."""
    query = (
        sa.select(
            PolicyNode.id,
            PolicyNode.uid,
            PolicyNode.parent_id,
            PolicyNode.level_id,
            PolicyNode.position,
            PolicyNode.name,
            PolicyNode.colour,
        )
        .where(of_version(version_id, only))
        .order_by(PolicyNode.position, PolicyNode.id)
    )
    counts = load_counts(session, version_id, only)
    return [
        NodeRow(key, uid, parent or 0, level, position, name, colour, counts.get(key, NOTHING))
        for key, uid, parent, level, position, name, colour in session.execute(query)
    ]


def with_counts(row: NodeRow, counts: Counts) -> NodeRow:
    """The same row with other counts."""
    return replace(row, counts=counts)


def load_departments(session: Session, version_id: int) -> list[tuple[int, str]]:
    """Key and name of each 所管課 that any node of a version has."""
    found = session.execute(
        sa.select(Department.id, Department.name)
        .where(
            Department.id.in_(
                sa.select(NodeDepartment.department_id)
                .join(PolicyNode, PolicyNode.id == NodeDepartment.node_id)
                .where(PolicyNode.version_id == version_id)
            )
        )
        .order_by(Department.position, Department.id)
    )
    return [(key, name) for key, name in found]
