"""What a 新旧対照表 compares: entries of both sides with their texts, and the links that join them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from dxplanner.domain.vocabulary import ChapterPart, Side, TransitionKind
from dxplanner.handouts import cells
from dxplanner.handouts.choices import chosen_level, level_with
from dxplanner.handouts.selection import Options, text_option
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.handouts.version_words import short_name
from dxplanner.model import Chapter, Level, PlanVersion, PolicyNode, Transition
from dxplanner.model.snapshot import PlanSnapshot

TEXTS: Final = {"名称": "name", "説明": "statement", "3年後のめざす姿": "goal"}
"""The texts of a node that can be compared, by their labels."""
_UNCHANGED: Final = frozenset({"修正なし", "変更なし"})
"""変更内容 of a chapter that stays as it is."""
Place = tuple[Side, int]
"""An entry: its side, and where it is in the list of that."""


@dataclass(frozen=True, slots=True)
class Part:
    """One text of an entry: its label ("" for the name), the text, the row's field that it comes from."""

    label: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry at one side: its number and its texts, the name first."""

    number: str
    parts: tuple[Part, ...]
    same: bool = False
    """Whether the plan says that nothing under its name has changed."""


@dataclass(frozen=True, slots=True)
class Join:
    """What joins entries of both sides (places in their lists), with the words of 備考."""

    olds: tuple[int, ...]
    news: tuple[int, ...]
    kind: str = ""
    reason: str = ""
    name: str = ""
    compared: bool = True
    """False where they only stand beside each other: the parts of a whole that is not settled yet."""
    partial: bool = False
    """Whether only a part moves (一部移管), which does not make one whole of what it leaves and comes to."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides in reading order, and their links."""

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    joins: tuple[Join, ...]
    names: tuple[str, str] = ("", "")
    """What the versions are called before a number: 現行, 見直し案."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that links hold together, directly or through others."""

    olds: tuple[int, ...]
    news: tuple[int, ...]
    joins: tuple[Join, ...]
    others: tuple[Join, ...] = ()
    """Those that lead from or to another group."""

    def beside(self, at: int, *, old: bool) -> tuple[int, ...]:
        """The entries of the other side that an entry is compared with."""
        found = [join.news if old else join.olds for join in self._comparing(at, old)]
        return tuple(dict.fromkeys(other for places in found for other in places))

    def declares(self, at: int, *, old: bool) -> bool:
        """Whether the plan says what has become of an entry, or what it comes from."""
        return bool(self._comparing(at, old))

    def _comparing(self, at: int, old: bool) -> list[Join]:
        joins = (*self.joins, *self.others)
        return [join for join in joins if join.compared and at in (join.olds if old else join.news)]


def node_sides(
    snapshot: PlanSnapshot, old: PlanVersion, new: PlanVersion, options: Options, texts: Sequence[str]
) -> Sides:
    """The nodes of a level (option ``level``; by default the deepest one that transitions speak of).

    Where no transition speaks of that level itself, those of the levels below join the nodes above them.
    """
    before, after = Tree(old), Tree(new)
    transitions = sorted(snapshot.all(Transition), key=lambda row: (row.position or 0, row.id or 0))
    levels = [_level(snapshot, tree, transitions, options) for tree in (before, after)]
    olds, news = (
        tree.at(level) if level else () for tree, level in zip((before, after), levels, strict=True)
    )
    joins = list(_joins(snapshot, transitions, olds, news))
    if not joins:
        joins = list(_joins(snapshot, transitions, olds, news, lifted=True))
    return Sides(
        tuple(_node_entry(before, node, texts) for node in olds),
        tuple(_node_entry(after, node, texts) for node in news),
        tuple(joins),
        (short_name(old), short_name(new, Side.NEW)),
    )


def chapter_sides(snapshot: PlanSnapshot, old: PlanVersion, new: PlanVersion) -> Sides:
    """The chapters of two versions, 本編 before 別冊.

    What the current 別冊 is made of stands beside the new 別冊 as a whole, unless the plan says more.
    """

    def ordered(version: PlanVersion) -> list[Chapter]:
        return [chapter for part in ChapterPart for chapter in version.chapters if chapter.part is part]

    olds, news = ordered(old), ordered(new)
    places = {chapter: at for at, chapter in enumerate(olds)}
    joins, same = [], set[Chapter]()
    for at, chapter in enumerate(news):
        origins = dict.fromkeys(one.old_chapter for one in chapter.origins)
        known = tuple(places[one] for one in origins if one in places)
        joins.append(Join(known, (at,), "", _chapter_words(snapshot, chapter), _chapter_name(chapter)))
        if [olds[one].title for one in known] == [chapter.title] and _unchanged(chapter):
            same |= {chapter, olds[known[0]]}
    annex = [at for at, chapter in enumerate(news) if chapter.part is ChapterPart.ANNEX]
    parts = [at for at, one in enumerate(olds) if one.part is ChapterPart.ANNEX and not one.successors]
    if annex and parts:
        joins.append(Join(tuple(parts), (annex[-1],), compared=False))
    before, after = (tuple(_chapter_entry(one, one in same) for one in side) for side in (olds, news))
    return Sides(before, after, tuple(joins), (short_name(old), short_name(new, Side.NEW)))


def _chapter_words(snapshot: PlanSnapshot, chapter: Chapter) -> str:
    """変更内容 line by line, then how far the chapter is (整理状況)."""
    words = [
        change.text + (cells.INFERRED_MARK if snapshot.is_inferred(change) else "")
        for change in chapter.changes
    ]
    return "\n".join([*words, *([chapter.status] if chapter.status else [])])


def _chapter_name(chapter: Chapter) -> str:
    if chapter.changes:
        return chapter.changes[0].uid or ""
    return f"{chapter.uid}/status" if chapter.status else ""


def _unchanged(chapter: Chapter) -> bool:
    return bool(chapter.changes) and all(change.text.strip() in _UNCHANGED for change in chapter.changes)


def groups_of(sides: Sides) -> list[Group]:
    """Entries that belong together, in the order of the new side; what goes is behind what it followed.

    What would take entries of the new side out of their order, or only moves a part from one whole to
    another, holds nothing together: such a join is among the ``others`` of every group that it touches.
    """
    held = _held(sides)
    wholes = {id(members): members for members in held.values()}
    groups = []
    for members in wholes.values():
        joins = [join for join in sides.joins if members & set(_members(join))]
        inside = tuple(join for join in joins if members >= set(_members(join)) or not _leads(join))
        others = tuple(join for join in joins if join not in inside)
        olds, news = (
            tuple(sorted(at for side, at in members if side is one)) for one in (Side.OLD, Side.NEW)
        )
        groups.append(Group(olds, news, inside, others))
    followed = sorted((group.olds[0], group.news[0]) for group in groups if group.olds and group.news)

    def place(group: Group) -> tuple[int, int, int]:
        if group.news:
            return group.news[0], 0, 0
        earlier = [new for old, new in followed if old < group.olds[0]]
        return (max(earlier, default=-1) if earlier else -1), 1, group.olds[0]

    return sorted(groups, key=place)


def _members(join: Join) -> tuple[Place, ...]:
    return (*((Side.OLD, at) for at in join.olds), *((Side.NEW, at) for at in join.news))


def _held(sides: Sides) -> dict[Place, set[Place]]:
    """For each entry those that joins hold together with it; on the new side they follow one another."""
    entries = [
        (side, at) for side, of in ((Side.OLD, sides.old), (Side.NEW, sides.new)) for at in range(len(of))
    ]
    held = {entry: {entry} for entry in entries}

    def hold(first: Place, second: Place) -> bool:
        if held[first] is held[second]:
            return False
        both = held[first] | held[second]
        news = [at for side, at in both if side is Side.NEW]
        if news and max(news) - min(news) >= len(news):
            return False
        held.update(dict.fromkeys(both, both))
        return True

    whole = [join for join in sides.joins if not join.partial]
    ties = [tie for join in whole for tie in _ties(join)]
    # A tie may have to wait for another one that fills the gap between its entries.
    while any(hold(*tie) for tie in ties):
        pass
    spoken_of = {entry for join in whole for entry in _members(join)}
    for tie in (tie for join in sides.joins if join.partial for tie in _ties(join)):
        if not spoken_of.issuperset(tie) and hold(*tie):
            spoken_of.update(tie)
    return held


def _leads(join: Join) -> bool:
    """Whether a join leads from one side to the other."""
    return bool(join.olds and join.news)


def _ties(join: Join) -> Iterable[tuple[Place, Place]]:
    """The pairs of entries that a join holds together."""
    olds, news = _members(join)[: len(join.olds)], _members(join)[len(join.olds) :]
    return product(olds, news) if _leads(join) else pairwise(_members(join))


def counterpart(level: Level, version: PlanVersion, transitions: Iterable[Transition]) -> Level | None:
    """What a level is in another version: the one of its name, else the one that most of its nodes became."""
    if level.version is version:
        return level
    same = next((one for one in version.levels if one.name == level.name), None)
    if same is not None:
        return same
    joined = Counter(
        end.node.level
        for row in transitions
        if any(end.node.level is level for end in row.ends)
        for end in row.ends
        if end.node.version is version
    )
    return joined.most_common(1)[0][0] if joined else None


def _level(
    snapshot: PlanSnapshot, tree: Tree, transitions: Sequence[Transition], options: Options
) -> Level | None:
    known = level_with(snapshot, text_option(options, "level"))
    found = None if known is None else counterpart(known, tree.version, transitions)
    named = found or chosen_level(snapshot, tree.version, options)
    if named is not None:
        return named
    spoken = {end.node.level for row in transitions for end in row.ends if end.node.version is tree.version}
    levels = [level for level in tree.levels if level in spoken] or list(tree.levels)
    return levels[-1] if levels else None


def _joins(
    snapshot: PlanSnapshot,
    transitions: Iterable[Transition],
    olds: Sequence[PolicyNode],
    news: Sequence[PolicyNode],
    *,
    lifted: bool = False,
) -> Iterable[Join]:
    find = _at_or_above if lifted else _at
    for row in transitions:
        before, after = (
            tuple(
                dict.fromkeys(
                    at for end in row.ends if end.side is side and (at := find(end.node, nodes)) is not None
                )
            )
            for side, nodes in ((Side.OLD, olds), (Side.NEW, news))
        )
        partial = row.kind is TransitionKind.PARTLY_MOVED
        if lifted and before and after:
            yield Join(before, after, partial=partial)
        elif not lifted and (before or after):
            kind = (row.detail or row.kind.value) + cells.INFERRED_MARK * snapshot.is_inferred(row)
            yield Join(before, after, kind, row.reason or "", f"{row.uid}/reason", partial=partial)


def _at(node: PolicyNode, nodes: Sequence[PolicyNode]) -> int | None:
    return next((at for at, one in enumerate(nodes) if one is node), None)


def _at_or_above(node: PolicyNode, nodes: Sequence[PolicyNode]) -> int | None:
    return next((at for above in ancestors(node) if (at := _at(above, nodes)) is not None), None)


def _node_entry(tree: Tree, node: PolicyNode, texts: Sequence[str]) -> Entry:
    parts = [
        Part("" if field == "name" else label, getattr(node, field) or "", f"{node.uid}/{field}")
        for label, field in TEXTS.items()
        if label in texts
    ]
    return Entry(tree.number(node), tuple(parts))


def _chapter_entry(chapter: Chapter, same: bool) -> Entry:
    return Entry(chapter.number or "", (Part("", chapter.title, f"{chapter.uid}/title"),), same)
