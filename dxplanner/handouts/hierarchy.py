"""施策体系（案）: the policy hierarchy of a version as a diagram."""

from typing import Final

from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph, Picture
from dxplanner.handouts.hierarchy_columns import Entry
from dxplanner.handouts.hierarchy_layout import lay_out_hierarchy
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.selection import Options, chosen_version
from dxplanner.handouts.trees import Tree
from dxplanner.model.snapshot import PlanSnapshot

_NOTE: Final = "点線{}は推定（確認中）です。"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The hierarchy of a version (option ``version``) with all levels that have nodes."""
    version = chosen_version(snapshot, options)
    tree = Tree(version) if version else None
    if tree is None or not tree.nodes:
        return (Paragraph(cells.EMPTY),)
    levels = list(tree.levels)
    entries = _entries(snapshot, tree)
    drawn = {entry.key for entry in entries}
    frames = any(entry.inferred for entry in entries)
    joints = any(entry.inferred_link and entry.parent in drawn for entry in entries)
    guessed = ("の枠と線" if joints else "の枠") if frames else ""
    notes = (Notes((("※", _NOTE.format(guessed)),)),) if frames or joints else ()
    height = area.height - sum(block_height(note, area) for note in notes) - GAP
    drawings = lay_out_hierarchy(
        entries,
        [level.name for level in levels],
        area.width,
        height,
        f"施策体系（{tree.version.name}）の図",
    )
    return (*(Picture(drawing) for drawing in drawings), *notes)


def _entries(snapshot: PlanSnapshot, tree: Tree) -> list[Entry]:
    levels = {level: index for index, level in enumerate(tree.levels)}
    keys = {node: key for key, node in enumerate(tree.nodes)}
    return [
        Entry(
            keys[node],
            keys[node.parent] if node.parent is not None else None,
            levels[node.level],
            node.uid or "",
            tree.number(node),
            node.name,
            node.colour,
            snapshot.is_inferred(node) or snapshot.is_inferred(node, "name"),
            snapshot.is_inferred(node, "parent_id"),
        )
        for node in tree.nodes
    ]
