"""Hierarchies written as indented lines, and plans read back for comparison."""

from typing import Any

import sqlalchemy as sa

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.model import Level, PlanVersion, PolicyNode, entities
from dxplanner.store.planfile import PlanFile


def rows(plan: PlanFile) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with plan.reading() as session:
        return {
            entity.__tablename__: [
                tuple(row) for row in session.execute(sa.select(entity.__table__).order_by(entity.id))
            ]
            for entity in entities()
        }


def outline(plan: PlanFile, version: str) -> list[str]:
    """A version as indented lines 「level: name」."""
    with plan.reading() as session:
        [found] = session.scalars(sa.select(PlanVersion).where(PlanVersion.name == version))
        lines: list[str] = []

        def walk(nodes: list[PolicyNode], depth: int) -> None:
            for node in nodes:
                lines.append(f"{'  ' * depth}{node.level.name}: {node.name}")
                walk(node.children, depth + 1)

        walk([node for node in found.nodes if node.parent_id is None], 0)
        return lines


def key(plan: PlanFile, name: str) -> int:
    """The key of the only node with a name."""
    with plan.reading() as session:
        return session.scalars(sa.select(PolicyNode.id).where(PolicyNode.name == name)).one()


def make_version(plan: PlanFile, name: str, levels: list[str], nodes: list[str]) -> int:
    """A version with level names and nodes 「 name」 (one space a depth)."""
    with plan.filling() as session:
        version = PlanVersion(name=name)
        session.add(version)
        session.flush()
        made = [
            Level(version_id=version.id, position=depth, name=level, scope=NumberScope.PARENT)
            for depth, level in enumerate(levels)
        ]
        session.add_all(made)
        session.flush()
        path: list[PolicyNode] = []
        for position, text in enumerate(nodes):
            depth = len(text) - len(text.lstrip())
            node = PolicyNode(
                version_id=version.id,
                level_id=made[depth].id,
                parent_id=path[depth - 1].id if depth else None,
                name=text.strip(),
                position=position,
            )
            session.add(node)
            session.flush()
            path[depth:] = [node]
        return version.id
