"""新旧: two versions of the policy hierarchy and what joins them, as plain data for screen and paper."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxplanner.domain.vocabulary import ColourRole, Side, TransitionKind


@dataclass(frozen=True, slots=True)
class ComparedNode:
    """A node of a version. ``key`` is unique over both versions; ``depth`` is an index into the levels."""

    key: int
    parent: int | None
    depth: int
    uid: str
    number: str
    name: str
    colour: ColourRole = ColourRole.NEUTRAL

    @property
    def text(self) -> str:
        """「1-1 デジタル活用を支援する」."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True)
class ComparedVersion:
    """A version: its title, the names of the levels that have nodes, its nodes in reading order."""

    name: str
    title: str
    levels: tuple[str, ...]
    nodes: tuple[ComparedNode, ...]
    uid: str = ""

    @cached_property
    def by_key(self) -> Mapping[int, ComparedNode]:
        """The nodes by key, in reading order."""
        return {node.key: node for node in self.nodes}

    def at(self, depth: int) -> tuple[ComparedNode, ...]:
        """The nodes of a level in reading order."""
        return tuple(node for node in self.nodes if node.depth == depth)

    def upwards(self, node: ComparedNode) -> Iterable[ComparedNode]:
        """A node, then its parent, and so on to the top."""
        current: ComparedNode | None = node
        while current is not None:
            yield current
            current = None if current.parent is None else self.by_key[current.parent]


@dataclass(frozen=True, slots=True)
class Link:
    """A transition between the two versions; ends outside of them are left out."""

    key: int
    uid: str
    kind: TransitionKind
    olds: tuple[int, ...]
    news: tuple[int, ...]
    detail: str | None = None
    reason: str | None = None
    inferred: bool = False

    @property
    def words(self) -> str:
        """The kind of change as it is printed."""
        return self.detail or self.kind.value

    def ends(self, side: Side) -> tuple[int, ...]:
        """Keys of the nodes on one side."""
        return self.olds if side is Side.OLD else self.news


def proposed_kind(
    olds: Collection[str], news: Collection[str], *, more_olds: int = 0, more_news: int = 0
) -> TransitionKind:
    """What the shape of a transition says about its kind; ``olds`` and ``news`` are the names at its ends.

    ``more_olds`` counts the old nodes that other transitions bring to the same new ones, ``more_news`` the
    new nodes to which others lead from the same old ones.
    """
    if not olds:
        return TransitionKind.NEW
    if not news:
        return TransitionKind.ABOLISHED
    merging, splitting = len(olds) > 1 or more_olds > 0, len(news) > 1 or more_news > 0
    if merging and splitting and len(olds) == len(news) == 1:
        return TransitionKind.PARTLY_MOVED
    if merging and len(olds) >= len(news):
        return TransitionKind.MERGED
    if splitting:
        return TransitionKind.SPLIT
    return TransitionKind.KEPT if set(olds) == set(news) else TransitionKind.RENAMED


def nowhere(version: ComparedVersion, depth: int, links: Iterable[Link], side: Side) -> list[ComparedNode]:
    """Nodes of a level that no transition speaks of: 行き先のない現行, or もとのない見直し案."""
    spoken = {key for link in links for key in link.ends(side)}
    return [node for node in version.at(depth) if node.key not in spoken]


def joined_depths(old: ComparedVersion, new: ComparedVersion, links: Iterable[Link]) -> tuple[int, int]:
    """The deepest level at each side that transitions speak of; the deepest of all without any."""
    spoken: dict[Side, set[int]] = defaultdict(set)
    for link in links:
        for side, version in ((Side.OLD, old), (Side.NEW, new)):
            spoken[side] |= {version.by_key[key].depth for key in link.ends(side)}
    return (
        max(spoken[Side.OLD], default=len(old.levels) - 1),
        max(spoken[Side.NEW], default=len(new.levels) - 1),
    )
