"""What the 新旧 pane shows: two versions of the hierarchy and the transitions between them, as plain data."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.transition_data import ComparedNode, ComparedVersion, Link
from dxplanner.domain.vocabulary import ProvenanceStatus, Side
from dxplanner.handouts.transitions import title
from dxplanner.model import Level, PlanVersion, PolicyNode, Provenance, Term, Transition, TransitionEnd
from dxplanner.services.node_numbers import NumberBook

VERSION_TABLES: Final = frozenset({"plan_version", "term", "level", "policy_node"})
"""A commit that touches none of these leaves both versions as they are."""
TABLES: Final = VERSION_TABLES | {"transition", "transition_end", "provenance"}
"""A commit that touches none of these cannot change a comparison."""


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version on offer: its key, its name, and its name with the 年度 of its term."""

    id: int
    name: str
    title: str


@dataclass(frozen=True)
class Compared:
    """Two versions and what joins them. Keys of nodes and links are those of their rows."""

    old_id: int
    new_id: int
    old: ComparedVersion
    new: ComparedVersion
    links: tuple[Link, ...]

    def version(self, side: Side) -> ComparedVersion:
        """The version on one side."""
        return self.old if side is Side.OLD else self.new

    def link(self, key: int | None) -> Link | None:
        """The transition of a key; None when it is gone."""
        return next((link for link in self.links if link.key == key), None)

    def node(self, key: int) -> ComparedNode | None:
        """A node of either side; None when it is gone."""
        return self.old.by_key.get(key) or self.new.by_key.get(key)

    def side_of(self, key: int) -> Side:
        """The side on which a node stands."""
        return Side.OLD if key in self.old.by_key else Side.NEW


def version_choices(session: Session) -> list[VersionChoice]:
    """The versions of the plan, in order."""
    rows = session.execute(
        sa.select(PlanVersion.id, PlanVersion.name, Term.first_year, Term.last_year)
        .outerjoin(Term, PlanVersion.term_id == Term.id)
        .order_by(PlanVersion.position, PlanVersion.id)
    )
    return [
        VersionChoice(key, name, title(name, None if first is None or last is None else (first, last)))
        for key, name, first, last in rows
    ]


def usual_versions(session: Session) -> tuple[int, int] | None:
    """The versions that the transitions join, else the first and the last one; None when there are no two."""
    keys = [choice.id for choice in version_choices(session)]
    if len(keys) < 2:
        return None
    joined: dict[Side, int] = {}
    for side in Side:
        found = session.scalar(
            sa.select(PolicyNode.version_id)
            .join(TransitionEnd, TransitionEnd.node_id == PolicyNode.id)
            .where(TransitionEnd.side == side)
            .group_by(PolicyNode.version_id)
            .order_by(sa.func.count().desc(), PolicyNode.version_id)
            .limit(1)
        )
        if found is not None:
            joined[side] = found
    old, new = joined.get(Side.OLD, keys[0]), joined.get(Side.NEW, keys[-1])
    return (keys[0], keys[-1]) if old == new else (old, new)


def compare_versions(session: Session, book: NumberBook, old_id: int, new_id: int) -> Compared | None:
    """The comparison of two versions, in a few queries; None when one is gone."""
    versions = {choice.id: choice for choice in version_choices(session)}
    if old_id not in versions or new_id not in versions:
        return None
    old, new = (_version(session, book, versions[key]) for key in (old_id, new_id))
    return Compared(old_id, new_id, old, new, tuple(_links(session, old, new)))


def with_links_anew(session: Session, compared: Compared) -> Compared:
    """The comparison of two versions that have not changed, with the transitions as they are now."""
    return replace(compared, links=tuple(_links(session, compared.old, compared.new)))


def _version(session: Session, book: NumberBook, choice: VersionChoice) -> ComparedVersion:
    levels = session.execute(
        sa.select(Level.id, Level.name)
        .where(Level.version_id == choice.id, sa.exists().where(PolicyNode.level_id == Level.id))
        .order_by(Level.position, Level.id)
    ).all()
    depths = {level.id: depth for depth, level in enumerate(levels)}
    numbers = book.numbers(session, choice.id)
    below: dict[int | None, list[ComparedNode]] = defaultdict(list)
    for row in session.execute(
        sa.select(
            PolicyNode.id,
            PolicyNode.parent_id,
            PolicyNode.level_id,
            PolicyNode.uid,
            PolicyNode.name,
            PolicyNode.colour,
        )
        .where(PolicyNode.version_id == choice.id)
        .order_by(PolicyNode.position, PolicyNode.id)
    ):
        number = numbers.get(row.id, "")
        node = ComparedNode(
            row.id, row.parent_id, depths[row.level_id], row.uid, number, row.name, row.colour
        )
        below[row.parent_id].append(node)
    below[None].sort(key=lambda node: node.depth)
    return ComparedVersion(
        choice.name, choice.title, tuple(level.name for level in levels), tuple(_in_order(below))
    )


def _in_order(below: dict[int | None, list[ComparedNode]]) -> Iterator[ComparedNode]:
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(below.get(node.key, [])))


def _links(session: Session, old: ComparedVersion, new: ComparedVersion) -> Iterator[Link]:
    olds: defaultdict[int, list[int]] = defaultdict(list)
    news: defaultdict[int, list[int]] = defaultdict(list)
    for transition_id, side, node_id in session.execute(
        sa.select(TransitionEnd.transition_id, TransitionEnd.side, TransitionEnd.node_id).order_by(
            TransitionEnd.position, TransitionEnd.id
        )
    ):
        version, ends = (old, olds) if side is Side.OLD else (new, news)
        if node_id in version.by_key:
            ends[transition_id].append(node_id)
    rows = session.execute(
        sa.select(
            Transition.id, Transition.uid, Transition.kind, Transition.detail, Transition.reason
        ).order_by(Transition.position, Transition.id)
    ).all()
    inferred = set(
        session.scalars(
            sa.select(Provenance.entity_uid)
            .join(Transition, Transition.uid == Provenance.entity_uid)
            .where(Provenance.field_name.is_(None), Provenance.status == ProvenanceStatus.INFERRED)
        )
    )
    for key, uid, kind, detail, reason in rows:
        if key in olds or key in news:
            ends_of = tuple(olds[key]), tuple(news[key])
            yield Link(key, uid, kind, *ends_of, detail, reason, uid in inferred)
