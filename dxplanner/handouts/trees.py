"""施策体系 of a version in reading order, with the numbers that are displayed."""

from collections.abc import Iterator

from dxplanner.domain.numbering import LevelRule, number_nodes
from dxplanner.domain.vocabulary import NumberScope
from dxplanner.model import Level, PlanVersion, PolicyNode


class Tree:
    """The nodes of a version, top down, each with its number ("" where its level has none)."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version
        self._depth = {level: depth for depth, level in enumerate(version.levels)}
        roots = [node for node in version.nodes if node.parent is None]
        roots.sort(key=lambda node: self._depth[node.level])
        self.nodes: tuple[PolicyNode, ...] = tuple(walk(roots))
        self._numbers = number_nodes(
            [LevelRule(level.name, level.scope, bool(level.joined)) for level in version.levels],
            [(self._depth[node.level], node, node.parent) for node in self.nodes],
        )
        self._order = {node: index for index, node in enumerate(self.nodes)}

    def number(self, node: PolicyNode) -> str:
        """番号 as displayed, such as 1-1."""
        return self._numbers.get(node, "")

    def order(self, node: PolicyNode) -> int:
        """Place of a node in reading order."""
        return self._order[node]

    def at(self, level: Level) -> tuple[PolicyNode, ...]:
        """The nodes of a level in reading order."""
        return tuple(node for node in self.nodes if node.level is level)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that have nodes, from the top."""
        used = {node.level for node in self.nodes}
        return tuple(level for level in self.version.levels if level in used)

    def is_numbered(self, level: Level) -> bool:
        """Whether the nodes of a level show a number."""
        return level.scope is not NumberScope.NONE


def walk(nodes: list[PolicyNode]) -> Iterator[PolicyNode]:
    """Nodes and all below them, parents first."""
    for node in nodes:
        yield node
        yield from walk(list(node.children))


def ancestors(node: PolicyNode) -> Iterator[PolicyNode]:
    """A node, then its parent, and so on to the top."""
    current: PolicyNode | None = node
    while current is not None:
        yield current
        current = current.parent
