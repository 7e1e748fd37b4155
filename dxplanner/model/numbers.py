"""番号 of the nodes of a version, computed: a number is displayed, never stored."""

from collections.abc import Iterator

from dxplanner.domain.numbering import LevelRule, number_nodes
from dxplanner.model.hierarchy import PolicyNode
from dxplanner.model.plan import PlanVersion


def top_nodes(version: PlanVersion) -> list[PolicyNode]:
    """The nodes of a version that have no parent, in order."""
    return [node for node in version.nodes if node.parent_id is None and node.parent is None]


def walk(nodes: list[PolicyNode]) -> Iterator[PolicyNode]:
    """Nodes and all below them, in the order of the tree (parents before children)."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def node_numbers(version: PlanVersion) -> dict[str, str]:
    """Number of each numbered node of a version, by uid: 「1」 of a 基本方針, 「1-1」 of a 基本施策."""
    depths = {level.uid: depth for depth, level in enumerate(version.levels)}
    rules = [LevelRule(level.name, level.scope, level.joined) for level in version.levels]
    return number_nodes(
        rules,
        (
            (depths[node.level.uid], node.uid, None if node.parent is None else node.parent.uid)
            for node in walk(top_nodes(version))
        ),
    )
