"""施策体系の変更: the current hierarchy at the left, the revised one at the right, arrows between them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.changes import Ranges, changed_ranges
from dxplanner.handouts.hierarchy_columns import Entry
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.selection import Options, compared_versions
from dxplanner.handouts.transitions_layout import Arrow, SideSpec, lay_out_transitions
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.model import Level, PlanVersion, PolicyNode, Transition
from dxplanner.model.snapshot import PlanSnapshot

_LEVELS: Final = 3
"""How many levels are shown, from the one that the arrows join upwards; one less on a narrow page."""
_NARROW: Final = 220.0
_SHORT_NAME: Final = 4
_INFERRED_NOTE: Final = "点線の矢印は推定（確認中）です。"
_NUMBER_NOTE: Final = "「変更の種類」のかっこ内は現行計画の番号、下線は現行計画から表現を変更した部分です。"


@dataclass
class _Links:
    """What the transitions say, node by node."""

    arrows: dict[tuple[PolicyNode, PolicyNode], bool] = field(default_factory=dict)
    """(old, new) → whether 推定."""
    old_of: dict[PolicyNode, list[PolicyNode]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[PolicyNode, list[tuple[str, PolicyNode | None, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """For each new node: the kind of change in words, the old node, whether 推定."""
    abolished: set[PolicyNode] = field(default_factory=set)


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Two versions side by side (options ``old`` and ``new``), on one page when it can be read there."""
    old, new = compared_versions(snapshot, options)
    if old is None or new is None or old is new:
        return (Paragraph(cells.EMPTY),)
    old_tree, new_tree = Tree(old), Tree(new)
    if not old_tree.nodes or not new_tree.nodes:
        return (Paragraph(cells.EMPTY),)
    links = _links(snapshot, snapshot.all(Transition))
    old_level, new_level = _joined_levels(old_tree, new_tree, links)
    count = _LEVELS if area.width >= _NARROW else _LEVELS - 1
    left = _side(old_tree, old_level, count, _title(old), {})
    underlined = {node: _changed(node, new_tree, links) for node in new_tree.nodes}
    right = _side(new_tree, new_level, count, _title(new), underlined)
    arrows = _arrows(left, right, old_tree, new_tree, links)
    right = replace(right, remarks=_remarks(right, new_tree, old_tree, links))
    left = replace(left, ended=_ended(left, old_tree, links))
    inferred = any(arrow.inferred for arrow in arrows)
    sentences = [_NUMBER_NOTE, *([_INFERRED_NOTE] if inferred else [])]
    notes = Notes(tuple(("※", sentence) for sentence in sentences))
    height = area.height - block_height(notes, area) - GAP
    drawings = lay_out_transitions(
        left, right, arrows, area.width, height, f"「{old.name}」から「{new.name}」への施策体系の変更"
    )
    return (*(Picture(drawing) for drawing in drawings), notes)


def _title(version: PlanVersion) -> str:
    """Name of a version with the 年度 of its term: 現行計画（R4～R6）."""
    if version.term is None:
        return version.name
    first, last = (
        format_fiscal_year(year, FiscalStyle.SHORT)
        for year in (version.term.first_year, version.term.last_year)
    )
    return f"{version.name}（{first}～{last}）"


def _links(snapshot: PlanSnapshot, transitions: Iterable[Transition]) -> _Links:
    links = _Links()
    for transition in transitions:
        olds = [end.node for end in transition.ends if end.side is Side.OLD]
        news = [end.node for end in transition.ends if end.side is Side.NEW]
        inferred = snapshot.is_inferred(transition)
        words = transition.detail or transition.kind.value
        for new in news:
            links.kinds[new] += [(words, old, inferred) for old in olds] or [(words, None, inferred)]
            for old in olds:
                links.arrows[old, new] = links.arrows.get((old, new), True) and inferred
                links.old_of[new].append(old)
        if not news and transition.kind is TransitionKind.ABOLISHED:
            links.abolished.update(olds)
    return links


def _joined_levels(old: Tree, new: Tree, links: _Links) -> tuple[Level, Level]:
    """The deepest level at each side that transitions speak of; the deepest of all without any."""
    spoken_old = {node.level for node, _ in links.arrows} | {node.level for node in links.abolished}
    spoken_new = {node.level for node in links.kinds}
    return (
        next((level for level in reversed(old.levels) if level in spoken_old), old.levels[-1]),
        next((level for level in reversed(new.levels) if level in spoken_new), new.levels[-1]),
    )


def _side(tree: Tree, last: Level, count: int, title: str, underlined: dict[PolicyNode, Ranges]) -> SideSpec:
    levels = list(tree.levels[: tree.levels.index(last) + 1])
    shown = levels[-count:]
    above = levels[:-count][-1:]
    if above and all(len(node.name) <= _SHORT_NAME and not tree.number(node) for node in tree.at(above[0])):
        shown = [*above, *shown]
    places = {level: index for index, level in enumerate(shown)}
    keys = {node: key for key, node in enumerate(tree.nodes)}
    entries = [
        Entry(
            keys[node],
            next((keys[up] for up in list(ancestors(node))[1:] if up.level in places), None),
            places[node.level],
            node.uid or "",
            tree.number(node),
            node.name,
            node.colour,
            underline=underlined.get(node, ()),
        )
        for node in tree.nodes
        if node.level in places
    ]
    return SideSpec(title, tuple(level.name for level in shown), tuple(entries))


def _changed(node: PolicyNode, tree: Tree, links: _Links) -> Ranges:
    """What of a new node's name is new. Nodes without a link of their own are compared through others'."""
    if node in links.kinds:
        return changed_ranges(node.name, [old.name for old in links.old_of[node]])
    below = [new for new in links.old_of if node in ancestors(new)]
    related = [old for new in below for old in links.old_of[new]]
    olds = [up.name for old in related for up in ancestors(old) if up.level.name == node.level.name]
    return changed_ranges(node.name, olds) if olds else ()


def _arrows(left: SideSpec, right: SideSpec, old: Tree, new: Tree, links: _Links) -> list[Arrow]:
    """Arrows between the nodes of the last levels shown; links among higher levels are not drawn."""
    starts = {old.nodes[entry.key]: entry.key for entry in left.leaves}
    ends = {new.nodes[entry.key]: entry.key for entry in right.leaves}
    return [
        Arrow(starts[before], ends[after], inferred)
        for (before, after), inferred in links.arrows.items()
        if before in starts and after in ends
    ]


def _remarks(right: SideSpec, new: Tree, old: Tree, links: _Links) -> dict[int, str]:
    """The kind of change beside each new node, with the old numbers: 統合（1-2、2-2）."""
    numbers = {node: old.number(node) for node in old.nodes}
    remarks: dict[int, str] = {}
    for entry in right.leaves:
        words: dict[str, list[str]] = {}
        for kind, before, inferred in links.kinds.get(new.nodes[entry.key], []):
            # Without an arrow that could be dashed, 推定 is said in words.
            kind = f"{kind}{cells.INFERRED_MARK}" if inferred and before is None else kind
            words.setdefault(kind, [])
            if before is not None and numbers.get(before):
                words[kind].append(numbers[before])
        remarks[entry.key] = "\n".join(
            f"{kind}（{'、'.join(befores)}）" if befores else kind for kind, befores in words.items()
        )
    return remarks


def _ended(left: SideSpec, old: Tree, links: _Links) -> frozenset[int]:
    return frozenset(entry.key for entry in left.leaves if old.nodes[entry.key] in links.abolished)
