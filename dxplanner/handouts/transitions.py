"""施策体系の変更: the current hierarchy at the left, the revised one at the right, arrows between them."""

from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.transition_data import ComparedNode, ComparedVersion, Link, joined_depths
from dxplanner.domain.vocabulary import Side
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.selection import Options, compared_versions, flag_option
from dxplanner.handouts.transitions_layout import lay_out_transitions
from dxplanner.handouts.transitions_sides import compare
from dxplanner.handouts.trees import Tree
from dxplanner.model import PlanVersion, PolicyNode, Transition
from dxplanner.model.snapshot import PlanSnapshot

LEVELS: Final = 3
"""How many levels are shown, from the one that the arrows join upwards; one less on a narrow page."""
NARROW: Final = 220.0
_INFERRED_NOTE: Final = "点線の矢印は推定（確認中）です。"
_NUMBER_NOTE: Final = "「変更の種類」のかっこ内は現行計画の番号、下線は現行計画から表現を変更した部分です。"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Two versions side by side (options ``old`` and ``new``), on one page when it can be read there.

    Option ``swap`` puts the current one at the right.
    """
    old, new = compared_versions(snapshot, options)
    if old is None or new is None or old is new:
        return (Paragraph(cells.EMPTY),)
    old_tree, new_tree = Tree(old), Tree(new)
    if not old_tree.nodes or not new_tree.nodes:
        return (Paragraph(cells.EMPTY),)
    keys = {node: key for key, node in enumerate((*old_tree.nodes, *new_tree.nodes), start=1)}
    before, after = _version(old_tree, keys), _version(new_tree, keys)
    links = _links(snapshot, before, after, keys)
    count = LEVELS if area.width >= NARROW else LEVELS - 1
    comparison = compare(before, after, links, joined_depths(before, after, links), count)
    inferred = any(link.inferred for link in comparison.links)
    sentences = [_NUMBER_NOTE, *([_INFERRED_NOTE] if inferred else [])]
    notes = Notes(tuple(("※", sentence) for sentence in sentences))
    drawings = lay_out_transitions(
        comparison,
        area.width,
        area.height - block_height(notes, area) - GAP,
        description(before, after),
        swapped=flag_option(options, "swap", False),
    )
    return (*(Picture(drawing) for drawing in drawings), notes)


def description(old: ComparedVersion, new: ComparedVersion) -> str:
    """What the diagram shows, in one sentence for who cannot see it."""
    return f"「{old.name}」から「{new.name}」への施策体系の変更"


def title(name: str, years: tuple[int, int] | None) -> str:
    """Name of a version with the 年度 of its term: 現行計画（R4～R6）."""
    if years is None:
        return name
    first, last = (format_fiscal_year(year, FiscalStyle.SHORT) for year in years)
    return f"{name}（{first}～{last}）"


def _version(tree: Tree, keys: dict[PolicyNode, int]) -> ComparedVersion:
    version: PlanVersion = tree.version
    depths = {level: depth for depth, level in enumerate(tree.levels)}
    term = version.term
    return ComparedVersion(
        version.name,
        title(version.name, None if term is None else (term.first_year, term.last_year)),
        tuple(level.name for level in tree.levels),
        tuple(
            ComparedNode(
                keys[node],
                None if node.parent is None else keys[node.parent],
                depths[node.level],
                node.uid or "",
                tree.number(node),
                node.name,
                node.colour,
            )
            for node in tree.nodes
        ),
        version.uid or "",
    )


def _links(
    snapshot: PlanSnapshot, old: ComparedVersion, new: ComparedVersion, keys: dict[PolicyNode, int]
) -> list[Link]:
    links = []
    for place, row in enumerate(sorted(snapshot.all(Transition), key=lambda row: row.position or 0)):
        olds, news = (
            tuple(keys[end.node] for end in row.ends if end.side is side and keys.get(end.node) in known)
            for side, known in ((Side.OLD, old.by_key), (Side.NEW, new.by_key))
        )
        if olds or news:
            inferred = snapshot.is_inferred(row)
            links.append(Link(place, row.uid or "", row.kind, olds, news, row.detail, row.reason, inferred))
    return links
