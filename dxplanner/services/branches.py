"""Copying branches of the hierarchy (枝ごとのコピー) as text: within a version, between versions and plans.

A copy keeps the nodes' fields, 主な取組, 成果指標 with their values, 所管課, 成果と課題 and 出典, under new
uids. It leaves behind what ties the original to others: 新旧 transitions, budgets, pictures.
"""

import json
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.hierarchy_rules import landing_depth, mapped_depth
from dxplanner.model import PolicyNode
from dxplanner.services import hierarchy
from dxplanner.services.command import Command
from dxplanner.services.hierarchy_rows import (
    Levels,
    Place,
    branch_nodes,
    children_of,
    found,
    levels_of,
    order_densely,
    parent_at,
    topmost,
)
from dxplanner.services.row_text import RowReader, RowWriter, as_dict, as_list, unreadable

MIME_TYPE: Final = "application/x-dxplanner-branches"
"""What the clipboard calls the text of ``copied``."""

_FORMAT: Final = "dxplanner-branches-1"


def copied(session: Session, node_ids: Sequence[int]) -> str:
    """Branches as JSON text. Nodes below other chosen nodes come along with these.

    Raises:
        RefusedEdit: a node is gone, or the nodes are of different versions.
    """
    tops = topmost(session, node_ids)
    if len({node.version_id for node in tops}) > 1:
        raise RefusedEdit("別の計画版の項目は、まとめてコピーできません。")
    levels = Levels((), ()) if not tops else levels_of(session, tops[0].version_id)
    nodes = branch_nodes(session, [node.id for node in tops])
    texts = RowWriter(session).written(PolicyNode, nodes)
    for node in nodes:
        texts[node.id] |= {"level": levels.depth(node.level_id), "children": []}
    chosen = {node.id for node in tops}
    for node in nodes:
        if node.id not in chosen and node.parent_id is not None:
            texts[node.parent_id]["children"].append(texts[node.id])
    whole = {"format": _FORMAT, "levels": levels.names, "nodes": [texts[node.id] for node in tops]}
    return json.dumps(whole, ensure_ascii=False)


def paste(text: str, place: Place) -> Command[list[int]]:
    """Paste branches at a place. Gives the keys of the new tops.

    The command raises InputError when the text is not such a copy, RefusedEdit when a branch is too deep.
    """

    def command(session: Session) -> list[int]:
        return _paste(session, _Copy.read(text), place)

    return command


def paste_near(
    text: str, version_id: int, node_id: int | None, cut: Sequence[int] = ()
) -> Command[list[int]]:
    """Paste branches where they belong near the chosen node: below it, or after it or one above it.

    ``cut`` are nodes that were cut: in the same version they move with all their ties, else the originals
    are deleted. Gives the keys of the new (or moved) tops.
    """

    def command(session: Session) -> list[int]:
        copy = _Copy.read(text)
        place = _place_near(session, copy, version_id, node_id, cut)
        tops = topmost(session, cut)
        if tops and all(node.version_id == version_id for node in tops):
            hierarchy.move(cut, place)(session)
            return [node.id for node in tops]
        made = _paste(session, copy, place)
        if tops:
            hierarchy.delete(cut)(session)
        return made

    return command


def paste_names(names: Sequence[str], version_id: int, node_id: int | None) -> Command[list[int]]:
    """Add nodes with these names (lines from a spreadsheet) after the chosen node, else at the end."""
    if node_id is not None:
        return hierarchy.add_sibling(node_id, names)
    return hierarchy.add(Place(version_id, None), names)


@dataclass(frozen=True, slots=True)
class _Copy:
    """What was copied: the level names of its version, and the branches."""

    levels: list[str]
    nodes: list[Any]

    @classmethod
    def read(cls, text: str) -> "_Copy":
        """Read the text of ``copied``; what is inside the branches is checked when rows are made."""
        try:
            whole = as_dict(json.loads(text))
        except (ValueError, RecursionError):
            raise unreadable() from None
        levels, nodes = as_list(whole.get("levels")), as_list(whole.get("nodes"))
        if whole.get("format") != _FORMAT or not nodes or not all(isinstance(name, str) for name in levels):
            raise unreadable()
        return cls(levels, nodes)

    def level(self, node: object) -> tuple[int, str]:
        """The depth and the level's name that a copied node had."""
        depth = as_dict(node).get("level")
        if type(depth) is not int or not 0 <= depth < len(self.levels):
            raise unreadable()
        return depth, self.levels[depth]


def _place_near(
    session: Session, copy: _Copy, version_id: int, node_id: int | None, cut: Sequence[int]
) -> Place:
    """Below the chosen node when the copy's level is deeper, else after the node above it of that level."""
    if node_id is None:
        return Place(version_id, None)
    levels = levels_of(session, version_id)
    depth, name = copy.level(copy.nodes[0])
    wanted = levels.names.index(name) if name in levels.names else depth
    node = found(session, node_id)
    if node_id in cut:
        return hierarchy.after(session, node_id)
    while levels.depth(node.level_id) > wanted and node.parent_id is not None:
        node = found(session, node.parent_id)
    if levels.depth(node.level_id) >= wanted:
        return hierarchy.after(session, node.id)
    return Place(version_id, node.id)


def _paste(session: Session, copy: _Copy, place: Place) -> list[int]:
    levels = levels_of(session, place.version_id)
    parent = parent_at(session, place)
    above = None if parent is None else levels.depth(parent.level_id)
    rows = children_of(session, place.version_id, place.parent_id)
    index = len(rows) if place.index is None else min(place.index, len(rows))
    neighbours = [levels.depth(row.level_id) for row in rows]
    reader = RowReader(session)
    made: list[PolicyNode] = []
    for top in copy.nodes:
        depth, name = copy.level(top)
        own = levels.names.index(name) if name in levels.names else min(depth, len(levels.names) - 1)
        lands = landing_depth(levels.names, above, neighbours, index, own)
        made.append(_grow(reader, copy, levels, top, place, lands))
    order_densely([*rows[:index], *made, *rows[index:]])
    session.flush()
    return [node.id for node in made]


def _grow(reader: RowReader, copy: _Copy, levels: Levels, top: Any, place: Place, lands: int) -> PolicyNode:
    """Make the rows of one branch, its top on depth ``lands``, the rest by name of level or as far below."""
    shift = lands - copy.level(top)[0]
    by_name = levels.names[lands] == copy.level(top)[1]
    positions: defaultdict[int | None, int] = defaultdict(int)
    pending: deque[tuple[Any, int | None, int]] = deque([(top, place.parent_id, lands)])
    grown: PolicyNode | None = None
    while pending:
        text, parent_id, depth = pending.popleft()
        node = reader.add(
            PolicyNode,
            text,
            version_id=place.version_id,
            level_id=levels.ids[depth],
            parent_id=parent_id,
            position=positions[parent_id],
        )
        assert isinstance(node, PolicyNode)
        positions[parent_id] += 1
        grown = grown or node
        for child in as_list(text.get("children")):
            own, name = copy.level(child)
            wanted = mapped_depth(levels.names, name, own + shift, depth, by_name=by_name)
            pending.append((child, node.id, wanted))
    assert grown is not None
    return grown
