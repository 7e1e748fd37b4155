"""新旧: what stands at either side of the diagram, beside its arrows and under its names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from dxplanner.domain.transition_data import ComparedVersion, Link
from dxplanner.domain.vocabulary import TransitionKind
from dxplanner.handouts import cells
from dxplanner.handouts.changes import Ranges, changed_ranges
from dxplanner.handouts.hierarchy_columns import Entry

ENDED: Final = TransitionKind.ABOLISHED.value
NO_TARGET: Final = "行き先なし"
NO_SOURCE: Final = "もとなし"
_SHORT_NAME: Final = 4


@dataclass(frozen=True)
class SideSpec:
    """One side: its title, its levels' names, its nodes in reading order."""

    title: str
    levels: tuple[str, ...]
    entries: tuple[Entry, ...]
    remarks: Mapping[int, str] | None = None
    """変更の種類 beside a leaf, by its key: the new side's own column. None for the old side."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """Words in the channel beside a leaf without an arrow, by its key: 廃止, 行き先なし."""
    name: str = ""
    """The row that the title comes from (see Cell.name)."""

    @cached_property
    def leaves(self) -> tuple[Entry, ...]:
        """The nodes that arrows join."""
        return tuple(entry for entry in self.entries if entry.level == len(self.levels) - 1)

    def only(self, keys: set[int]) -> "SideSpec":
        """This side with these leaves and what is above them."""
        by_key = {entry.key: entry for entry in self.entries}
        kept = set(keys)
        for key in keys:
            parent = by_key[key].parent
            while parent is not None:
                kept.add(parent)
                parent = by_key[parent].parent
        return replace(self, entries=tuple(entry for entry in self.entries if entry.key in kept))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides as they are drawn, and the transitions among their leaves."""

    old: SideSpec
    new: SideSpec
    links: tuple[Link, ...]


def compare(
    old: ComparedVersion,
    new: ComparedVersion,
    links: Sequence[Link],
    depths: tuple[int, int],
    count: int,
    *,
    open_ends: bool = False,
) -> Comparison:
    """Both sides down to ``depths`` (of the old and the new side), ``count`` levels of each.

    ``open_ends`` names the leaves that no transition speaks of, which paper does not.
    """
    left = _side(old, depths[0], count)
    right = _with_underlines(_side(new, depths[1], count), _underlined(old, new, links))
    starts, ends = ({entry.key for entry in side.leaves} for side in (left, right))
    among = (_among(link, starts, ends) for link in links)
    drawn = tuple(link for link in among if link.olds and link.news)
    labels = {key: ENDED for link in links if not link.news and link.kind.value == ENDED for key in link.olds}
    remarks = _remarks(right, old, links)
    if open_ends:
        led = {key for link in links for key in link.olds}
        labels |= {key: NO_TARGET for key in starts if key not in led}
        remarks |= {key: NO_SOURCE for key in ends if not remarks[key]}
    return Comparison(
        replace(left, labels={key: label for key, label in labels.items() if key in starts}),
        replace(right, remarks=remarks),
        drawn,
    )


def _among(link: Link, starts: set[int], ends: set[int]) -> Link:
    """A transition with those of its ends that are drawn."""
    olds = tuple([key for key in link.olds if key in starts])
    news = tuple([key for key in link.news if key in ends])
    return link if (olds, news) == (link.olds, link.news) else replace(link, olds=olds, news=news)


@lru_cache(maxsize=8)
def _side(version: ComparedVersion, last: int, count: int) -> SideSpec:
    """A version's side as it is whatever joins it: an edit of an arrow leaves it."""
    depths = list(range(last + 1))
    shown = depths[-count:]
    above = depths[:-count][-1:]
    if above and all(len(node.name) <= _SHORT_NAME and not node.number for node in version.at(above[0])):
        shown = [*above, *shown]
    places = {depth: index for index, depth in enumerate(shown)}
    entries = [
        Entry(
            node.key,
            next((up.key for up in islice(version.upwards(node), 1, None) if up.depth in places), None),
            places[node.depth],
            node.uid,
            node.number,
            node.name,
            node.colour,
        )
        for node in version.nodes
        if node.depth in places
    ]
    name = f"{version.uid}/name" if version.uid else ""
    return SideSpec(version.title, tuple(version.levels[depth] for depth in shown), tuple(entries), name=name)


def _with_underlines(side: SideSpec, ranges: Mapping[int, Ranges]) -> SideSpec:
    """A side with ranges of some of its names (by key) marked as new."""
    entries = [
        replace(entry, underline=ranges[entry.key]) if ranges.get(entry.key) else entry
        for entry in side.entries
    ]
    return replace(side, entries=tuple(entries))


def _underlined(old: ComparedVersion, new: ComparedVersion, links: Sequence[Link]) -> dict[int, Ranges]:
    """What of each new node's name is new. Nodes without a link of their own are compared through others'."""
    lines: dict[int | None, dict[str, str]] = {None: {}}
    for node in old.nodes:  # a parent stands before its children
        lines[node.key] = {**lines[node.parent], old.levels[node.depth]: node.name}
    own: dict[int, list[str]] = defaultdict(list)
    related: dict[int, list[str]] = defaultdict(list)
    for link in links:
        for key in link.news:
            own[key] += [old.by_key[before].name for before in link.olds]
            for up in new.upwards(new.by_key[key]):
                level = new.levels[up.depth]
                related[up.key] += [lines[before][level] for before in link.olds if level in lines[before]]
    found = {key: names for key, names in related.items() if names} | own
    return {key: _changed_name(new.by_key[key].name, _different(names)) for key, names in found.items()}


def _different(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=4096)
def _changed_name(name: str, olds: tuple[str, ...]) -> Ranges:
    return changed_ranges(name, olds)


def _remarks(right: SideSpec, old: ComparedVersion, links: Sequence[Link]) -> dict[int, str]:
    """The kind of change beside each new node, with the old numbers: 統合（1-2、2-2）."""
    words: dict[int, dict[str, list[str]]] = {entry.key: {} for entry in right.leaves}
    for link in links:
        # Without an arrow that could be dashed, 推定 is said in words.
        kind = f"{link.words}{cells.INFERRED_MARK}" if link.inferred and not link.olds else link.words
        numbers = [old.by_key[key].number for key in link.olds if old.by_key[key].number]
        for key in link.news:
            if key in words:
                words[key].setdefault(kind, []).extend(numbers)
    return {
        key: "\n".join(
            f"{kind}（{'、'.join(numbers)}）" if numbers else kind for kind, numbers in found.items()
        )
        for key, found in words.items()
    }
