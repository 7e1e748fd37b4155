"""Rows of the policy hierarchy as commands need them: siblings in order, branches, places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.model import Level, PolicyNode

K = TypeVar("K")
T = TypeVar("T")

_PORTION = 5000
GONE = "対象の項目が見つかりません。ほかの操作で削除された可能性があります。"

OTHER_VERSION = "項目が別の計画版にあるため、操作できません。同じ計画版の中で操作してください。"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is put: before a parent's ``index``-th child (None: last); no parent: at the top."""

    version_id: int
    parent_id: int | None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a version from the top: their keys and names, and the depth of each key."""

    ids: tuple[int, ...]
    names: tuple[str, ...]

    def depth(self, level_id: int) -> int:
        """The depth of a level.

        Raises:
            RefusedEdit: it is a level of another version.
        """
        if level_id not in self.ids:
            raise RefusedEdit(OTHER_VERSION)
        return self.ids.index(level_id)


def levels_of(session: Session, version_id: int) -> Levels:
    """The levels of a version, from the top."""
    rows = session.execute(
        sa.select(Level.id, Level.name)
        .where(Level.version_id == version_id)
        .order_by(Level.position, Level.id)
    ).all()
    return Levels(tuple(row.id for row in rows), tuple(row.name for row in rows))


def found(session: Session, node_id: int) -> PolicyNode:
    """A node by its key.

    Raises:
        RefusedEdit: it is no longer there.
    """
    node = session.get(PolicyNode, node_id)
    if node is None:
        raise RefusedEdit(GONE)
    return node


def parent_at(session: Session, place: Place) -> PolicyNode | None:
    """The node that a place is below; None at the top.

    Raises:
        RefusedEdit: it is no longer there, or belongs to another version.
    """
    if place.parent_id is None:
        return None
    parent = found(session, place.parent_id)
    if parent.version_id != place.version_id:
        raise RefusedEdit(OTHER_VERSION)
    return parent


def children_of(session: Session, version_id: int, parent_id: int | None) -> list[PolicyNode]:
    """The children of a node, or the top of a version, in order."""
    return list(
        session.scalars(
            sa.select(PolicyNode)
            .where(PolicyNode.version_id == version_id, PolicyNode.parent_id == parent_id)
            .order_by(PolicyNode.position, PolicyNode.id)
        )
    )


def nodes_at_level(session: Session, version_id: int, level_id: int) -> list[int]:
    """The keys of the nodes of one level of a version, in reading order."""
    children: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for key, parent, level in session.execute(
        sa.select(PolicyNode.id, PolicyNode.parent_id, PolicyNode.level_id)
        .where(PolicyNode.version_id == version_id)
        .order_by(PolicyNode.position, PolicyNode.id)
    ):
        children[parent].append((key, level))
    nodes = []
    waiting = list(reversed(children[None]))
    while waiting:
        key, level = waiting.pop()
        if level == level_id:
            nodes.append(key)
        waiting.extend(reversed(children.get(key, [])))
    return nodes


def order_densely(rows: Iterable[PolicyNode]) -> None:
    """Give siblings the positions 0, 1, 2, …; only rows that differ are written."""
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position


def branch(roots: Collection[int]) -> sa.CTE:
    """The keys of nodes and of all below them, as a query to select from."""
    top = sa.select(PolicyNode.id).where(PolicyNode.id.in_(roots)).cte("branch", recursive=True)
    return top.union(sa.select(PolicyNode.id).where(PolicyNode.parent_id == top.c.id))


def branch_nodes(session: Session, roots: Collection[int]) -> list[PolicyNode]:
    """Nodes and all below them, siblings in order."""
    return list(
        session.scalars(
            sa.select(PolicyNode)
            .where(PolicyNode.id.in_(sa.select(branch(roots).c.id)))
            .order_by(PolicyNode.position, PolicyNode.id)
        )
    )


def topmost(session: Session, node_ids: Collection[int]) -> list[PolicyNode]:
    """The given nodes without those that lie below another of them, in the order of the tree.

    Raises:
        RefusedEdit: one of them is no longer there.
    """
    chosen = set(node_ids)
    paths: list[tuple[list[tuple[int, int]], PolicyNode]] = []
    for node_id in chosen:
        node = found(session, node_id)
        path = [(node.position, node.id)]
        above = node.parent_id
        while above is not None and above not in chosen:
            parent = found(session, above)
            path.append((parent.position, parent.id))
            above = parent.parent_id
        if above is None:
            paths.append((path[::-1], node))
    return [node for _, node in sorted(paths, key=lambda one: one[0])]


def chunks(keys: Sequence[K]) -> Iterator[Sequence[K]]:
    """Keys in portions that one statement can hold."""
    for start in range(0, len(keys), _PORTION):
        yield keys[start : start + _PORTION]
