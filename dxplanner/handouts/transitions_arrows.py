"""Arrows between two columns of nodes: where they leave and arrive, so that few of them cross."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxplanner.domain.transition_data import Link

Extents = Mapping[int, tuple[float, float]]
"""Top and bottom in mm of the edge where arrows may leave or arrive, by the node's key."""

_STUB: Final = 3.0
"""How far an arrow runs level at both ends, in mm."""
_HEAD: Final = 1.0
_APART: Final = 3.0
"""Least distance of two joints, in mm."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where arrows run: x in mm of the old and of the new side's edge, and the level run beside labels."""

    start: float
    end: float
    strip: float = 0.0

    @property
    def sign(self) -> int:
        """1 from left to right, -1 the other way."""
        return 1 if self.end >= self.start else -1

    @property
    def leave(self) -> float:
        """Where an arrow ends running level from the old side."""
        return self.start + self.sign * (self.strip + _STUB)

    @property
    def arrive(self) -> float:
        """Where it begins running level to the new side."""
        return self.end - self.sign * (_STUB + _HEAD)

    @property
    def middle(self) -> float:
        """Where joints stand."""
        return (self.leave + self.arrive) / 2


@dataclass(frozen=True, slots=True)
class Route:
    """A drawn line of one or more transitions. ``start`` and ``end`` are nodes; None is the joint's end."""

    keys: tuple[int, ...]
    start: int | None
    end: int | None
    inferred: bool
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the lines of a many-to-many transition meet."""

    key: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Strand:
    """A line to be drawn: from a node or the joint ``joint`` to a node or that joint."""

    keys: tuple[int, ...]
    start: int | None
    end: int | None
    joint: int | None
    inferred: bool


def route_arrows(
    links: Iterable[Link], starts: Extents, ends: Extents, channel: Channel
) -> tuple[tuple[Route, ...], tuple[Joint, ...]]:
    """The lines of the links among the nodes that are there, and the joints of many-to-many ones.

    All lines go straight between the same two verticals, and along each node they are in the order of their
    other ends: two of them cross only where the order of the nodes demands it.
    """
    strands = list(_strands(links, starts, ends))
    heights = _joint_heights(strands, starts, ends)
    leaving = _ports(strands, starts, ends, heights, at_start=True)
    arriving = _ports(strands, ends, starts, heights, at_start=False)
    routes = tuple(_route(strand, leaving, arriving, heights, channel) for strand in strands)
    return routes, tuple(Joint(key, channel.middle, y) for key, y in heights.items())


def _strands(links: Iterable[Link], starts: Extents, ends: Extents) -> Iterator[_Strand]:
    pairs: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in links:
        olds = [key for key in link.olds if key in starts]
        news = [key for key in link.news if key in ends]
        if len(olds) > 1 and len(news) > 1:
            for old in olds:
                yield _Strand((link.key,), old, None, link.key, link.inferred)
            for new in news:
                yield _Strand((link.key,), None, new, link.key, link.inferred)
            continue
        for old in olds:
            for new in news:
                pairs[old, new].append(link)
    for (old, new), same in pairs.items():
        keys = tuple(link.key for link in same)
        yield _Strand(keys, old, new, None, all(link.inferred for link in same))


def _middle(extent: tuple[float, float]) -> float:
    return (extent[0] + extent[1]) / 2


def _joint_heights(strands: Sequence[_Strand], starts: Extents, ends: Extents) -> dict[int, float]:
    """y of each joint: the mean of its ends, kept apart from the joint above."""
    found: dict[int, list[float]] = defaultdict(list)
    for strand in strands:
        if strand.joint is not None:
            extent = starts[strand.start] if strand.start is not None else ends[strand.end or 0]
            found[strand.joint].append(_middle(extent))
    heights = {key: sum(ys) / len(ys) for key, ys in found.items()}
    ordered = sorted(heights, key=lambda key: (heights[key], key))
    for above, below in pairwise(ordered):
        heights[below] = max(heights[below], heights[above] + _APART)
    return heights


def _ports(
    strands: Sequence[_Strand],
    own: Extents,
    others: Extents,
    joints: Mapping[int, float],
    *,
    at_start: bool,
) -> dict[_Strand, float]:
    """y of each strand on its node at one side, in the order of the other ends."""
    by_node: dict[int, list[tuple[float, int, _Strand]]] = defaultdict(list)
    for place, strand in enumerate(strands):
        node, other = (strand.start, strand.end) if at_start else (strand.end, strand.start)
        if node is None:
            continue
        far = joints[strand.joint] if strand.joint is not None else _middle(others[other or 0])
        by_node[node].append((far, place, strand))
    ports: dict[_Strand, float] = {}
    for node, found in by_node.items():
        low, high = own[node]
        for place, (_, _, strand) in enumerate(sorted(found, key=lambda one: one[:2]), start=1):
            ports[strand] = low + (high - low) * place / (len(found) + 1)
    return ports


def _route(
    strand: _Strand,
    leaving: Mapping[_Strand, float],
    arriving: Mapping[_Strand, float],
    joints: Mapping[int, float],
    channel: Channel,
) -> Route:
    points: list[tuple[float, float]] = []
    if strand.start is not None:
        y = leaving[strand]
        points += [(channel.start, y), (channel.leave, y)]
    if strand.joint is not None:
        points.append((channel.middle, joints[strand.joint]))
    if strand.end is not None:
        y = arriving[strand]
        points += [(channel.arrive, y), (channel.end, y)]
    return Route(strand.keys, strand.start, strand.end, strand.inferred, tuple(points))
