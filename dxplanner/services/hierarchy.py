"""What a user can do with the policy hierarchy (施策体系). Each function returns a command for Workbench.run.

A command leaves siblings at positions 0, 1, 2, … and keeps every node on a level deeper than its parent's.
Numbers are never touched: they follow from the order.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain import checks
from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.hierarchy_rules import Step, check_reach, landing_depth
from dxplanner.domain.text import has_control_characters
from dxplanner.model import PolicyNode, Transition, TransitionEnd
from dxplanner.services.command import Command
from dxplanner.services.hierarchy_rows import (
    Place,
    branch,
    branch_nodes,
    children_of,
    found,
    levels_of,
    order_densely,
    parent_at,
    topmost,
)


def label(place: str, act: str) -> str:
    """What undo names: 「1-1 の名称変更」. ``place`` is a number, or a name where there is none."""
    return f"{place} の{act}"


def checked_name(name: str) -> str:
    """A name as it may be stored: exactly as typed.

    Raises:
        RefusedEdit: it is blank or holds signs that no handout can print.
    """
    wrong = checks.not_blank(name)
    if wrong is None and has_control_characters(name):
        wrong = "印刷できない文字（制御文字）が含まれています。"
    if wrong is not None:
        raise RefusedEdit(f"名称を変更できません。{wrong}")
    return name


def add(place: Place, names: Sequence[str] = ()) -> Command[list[int]]:
    """Add nodes of the level that belongs to a place; without names one 「新しい…」. Gives their keys."""

    def command(session: Session) -> list[int]:
        levels = levels_of(session, place.version_id)
        parent = parent_at(session, place)
        rows = children_of(session, place.version_id, place.parent_id)
        index = len(rows) if place.index is None else min(place.index, len(rows))
        depth = landing_depth(
            levels.names,
            None if parent is None else levels.depth(parent.level_id),
            [levels.depth(row.level_id) for row in rows],
            index,
        )
        made = [
            PolicyNode(
                version_id=place.version_id,
                level_id=levels.ids[depth],
                parent_id=place.parent_id,
                name=checked_name(name),
            )
            for name in names or [f"新しい{levels.names[depth]}"]
        ]
        order_densely([*rows[:index], *made, *rows[index:]])
        session.add_all(made)
        session.flush()
        return [node.id for node in made]

    return command


def add_sibling(node_id: int, names: Sequence[str] = ()) -> Command[list[int]]:
    """Add nodes right after one, of its own level. Gives their keys."""

    def command(session: Session) -> list[int]:
        return add(after(session, node_id), names)(session)

    return command


def after(session: Session, node_id: int) -> Place:
    """The place right after a node."""
    node = found(session, node_id)
    rows = children_of(session, node.version_id, node.parent_id)
    return Place(node.version_id, node.parent_id, rows.index(node) + 1)


def rename(node_id: int, name: str) -> Command[None]:
    """Give a node another name (名称変更)."""

    def command(session: Session) -> None:
        found(session, node_id).name = checked_name(name)

    return command


def delete(node_ids: Sequence[int]) -> Command[None]:
    """Delete nodes with all that hangs on them; a 新旧 transition goes when it loses its last end."""

    def command(session: Session) -> None:
        tops = topmost(session, node_ids)
        groups = dict.fromkeys((node.version_id, node.parent_id) for node in tops)
        keys = [node.id for node in tops]
        ends = sa.select(TransitionEnd.transition_id).where(
            TransitionEnd.node_id.in_(sa.select(branch(keys).c.id))
        )
        touched = list(session.scalars(ends.distinct()))
        session.execute(
            sa.delete(PolicyNode).where(PolicyNode.id.in_(keys)), execution_options=_NO_SYNCHRONISING
        )
        session.execute(
            sa.delete(Transition).where(Transition.id.in_(touched), ~Transition.ends.any()),
            execution_options=_NO_SYNCHRONISING,
        )
        for group in groups:
            order_densely(children_of(session, *group))

    return command


def move(node_ids: Sequence[int], place: Place) -> Command[str | None]:
    """Move branches, in their order, to a place of the same version.

    Gives the name of the level that they now have when it is another one than before, else None.
    """

    def command(session: Session) -> str | None:
        tops = topmost(session, node_ids)
        if any(node.version_id != place.version_id for node in tops):
            raise RefusedEdit("別の計画版へは移せません。コピーして貼り付けてください。")
        _refuse_own_branch(session, tops, place.parent_id)
        rows = children_of(session, place.version_id, place.parent_id)
        index = len(rows) if place.index is None else min(place.index, len(rows))
        staying = [row for row in rows if row not in tops]
        index -= sum(1 for row in rows[:index] if row in tops)
        changed = _settle(session, tops, place, staying, index)
        left = dict.fromkeys((node.version_id, node.parent_id) for node in tops)
        for node in tops:
            node.parent_id = place.parent_id
        order_densely([*staying[:index], *tops, *staying[index:]])
        session.flush()
        for group in left:
            order_densely(children_of(session, *group))
        return changed

    return command


def step(node_ids: Sequence[int], direction: Step) -> Command[str | None]:
    """Move neighbouring siblings one step (Alt+↑↓←→); see ``move`` for what it gives."""

    def command(session: Session) -> str | None:
        tops = topmost(session, node_ids)
        if not tops:
            return None
        version_id, parent_id = tops[0].version_id, tops[0].parent_id
        rows = children_of(session, version_id, parent_id)
        if any(node not in rows for node in tops):
            raise RefusedEdit("上位の項目が違うものは、まとめて動かせません。一つずつ動かしてください。")
        first, last = rows.index(tops[0]), rows.index(tops[-1])
        if last - first != len(tops) - 1:
            raise RefusedEdit("離れた項目は、まとめて動かせません。続いた項目を選んでください。")
        place = _stepped(session, rows, first, last, direction)
        return move([node.id for node in tops], place)(session)

    return command


def _stepped(session: Session, rows: list[PolicyNode], first: int, last: int, direction: Step) -> Place:
    """Where a run of siblings goes in one step."""
    node = rows[first]
    match direction:
        case Step.UP:
            if first == 0:
                raise RefusedEdit("いちばん上にあるため、これより上へは動かせません。")
            return Place(node.version_id, node.parent_id, first - 1)
        case Step.DOWN:
            if last == len(rows) - 1:
                raise RefusedEdit("いちばん下にあるため、これより下へは動かせません。")
            return Place(node.version_id, node.parent_id, last + 2)
        case Step.OUT:
            if node.parent_id is None:
                raise RefusedEdit("いちばん上の階層にあるため、これより上位へは動かせません。")
            return after(session, node.parent_id)
        case Step.IN:
            if first == 0:
                raise RefusedEdit("すぐ上に並ぶ項目がないため、下位の階層へは動かせません。")
            return Place(node.version_id, rows[first - 1].id)


def _refuse_own_branch(session: Session, tops: Sequence[PolicyNode], parent_id: int | None) -> None:
    keys = {node.id for node in tops}
    while parent_id is not None:
        if parent_id in keys:
            raise RefusedEdit("項目を、その項目自身やその下位の項目の中へは移せません。")
        parent_id = found(session, parent_id).parent_id


def _settle(
    session: Session, tops: Sequence[PolicyNode], place: Place, staying: list[PolicyNode], index: int
) -> str | None:
    """Give branches the level of their new place; the levels below shift by as much."""
    levels = levels_of(session, place.version_id)
    parent = parent_at(session, place)
    above = None if parent is None else levels.depth(parent.level_id)
    neighbours = [levels.depth(row.level_id) for row in staying]
    changed = None
    for top in tops:
        own = levels.depth(top.level_id)
        same_parent = top.parent_id == place.parent_id
        depth = own if same_parent else landing_depth(levels.names, above, neighbours, index, own)
        if depth == own:
            continue
        nodes = branch_nodes(session, [top.id])
        check_reach(levels.names, depth, max(levels.depth(node.level_id) for node in nodes) - own)
        for node in nodes:
            node.level_id = levels.ids[levels.depth(node.level_id) + depth - own]
        changed = levels.names[depth]
    return changed


_NO_SYNCHRONISING = {"synchronize_session": False}
