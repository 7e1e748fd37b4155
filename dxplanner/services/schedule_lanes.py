"""What a user can do with the lanes (区分) of a 工程表 and their groups, each as a command for Workbench.run.

Lanes of a group stand side by side: paper and screen draw a group over a run of lanes.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import Bar, Dependency, Lane
from dxplanner.services.belongings import Summary
from dxplanner.services.command import Command
from dxplanner.services.fields import place_of
from dxplanner.services.schedule_rows import (
    delete_all,
    edition_of,
    lanes_of,
    order_lanes,
    require,
    rows_of,
    set_values,
)

NEW_LANE = "新しい区分"


def lanes_label(names: Sequence[str], act: str) -> str:
    """What undo names: 「区分「基礎調査」 の追加」, or 「区分3件の追加」 for several."""
    return f"区分{place_of('', names[0])} の{act}" if len(names) == 1 else f"区分{len(names)}件の{act}"


def add_lanes(
    edition_id: int, names: Sequence[str] = (NEW_LANE,), at: int | None = None, group: str | None = None
) -> Command[list[int]]:
    """Add lanes; ``at`` is the index of the first among the edition's lanes, None the end. Gives their keys.

    Without ``group`` lanes put between two of the same group join it.
    """

    def command(session: Session) -> list[int]:
        rows = lanes_of(session, edition_id)
        index = len(rows) if at is None else max(0, min(at, len(rows)))
        joined = _group_between(rows, index) if group is None else group
        made = [Lane(edition_id=edition_id, name=name, group=joined or None) for name in names]
        for lane in made:
            require(Lane, {"name": lane.name, "group": lane.group})
        order_lanes([*rows[:index], *made, *rows[index:]])
        session.add_all(made)
        session.flush()
        return [lane.id for lane in made]

    return command


def rename_lane(lane_id: int, name: str) -> Command[None]:
    """Give a lane another name."""

    def command(session: Session) -> None:
        require(Lane, {"name": name})
        set_values(rows_of(session, Lane, [lane_id])[0], {"name": name})

    return command


def group_lanes(lane_ids: Collection[int], group: str) -> Command[None]:
    """Put lanes into a group (区分のまとまり), side by side; an empty name takes them out of theirs."""

    def command(session: Session) -> None:
        rows = lanes_of(session, edition_of(session, lane_ids))
        chosen = [lane for lane in rows if lane.id in set(lane_ids)]
        require(Lane, {"group": group or None})
        others = [lane for lane in rows if lane not in chosen]
        index = _place_in_group(rows, others, chosen, group)
        for lane in chosen:
            set_values(lane, {"group": group or None})
        order_lanes([*others[:index], *chosen, *others[index:]])

    return command


def rename_group(edition_id: int, lane_ids: Collection[int], group: str) -> Command[None]:
    """Give the group of these lanes of an edition another name; an empty one dissolves it."""

    def command(session: Session) -> None:
        require(Lane, {"group": group or None})
        for lane in lanes_of(session, edition_id):
            if lane.id in lane_ids:
                set_values(lane, {"group": group or None})

    return command


def move_lanes(lane_ids: Collection[int], to: int, group: str | None = None) -> Command[None]:
    """Move lanes, in their order, in front of the lane now at index ``to`` (the number of lanes: to the end).

    ``group`` is their new group. None: they join the group that they are put into the middle of, keep one
    that they still stand beside, and leave one that they are moved away from; whole groups stay together.
    """

    def command(session: Session) -> None:
        rows = lanes_of(session, edition_of(session, lane_ids))
        chosen = [lane for lane in rows if lane.id in set(lane_ids)]
        ahead = [lane for lane in rows[:to] if lane not in chosen]
        behind = [lane for lane in rows[to:] if lane not in chosen]
        others = [*ahead, *behind]
        for lane in chosen:
            name = _group_after_move(lane, others, len(ahead)) if group is None else group
            set_values(lane, {"group": name or None})
        order_lanes([*ahead, *chosen, *behind])

    return command


def delete_lanes(lane_ids: Collection[int]) -> Command[None]:
    """Delete lanes with their bars, 前後関係 and 出典; see ``what_goes_with_lanes``."""
    return lambda session: delete_all(session, Lane, lane_ids)


def what_goes_with_lanes(session: Session, lane_ids: Collection[int]) -> Summary:
    """What goes with lanes when they are deleted: 工程, 前後関係."""
    lanes = rows_of(session, Lane, lane_ids)
    bars = sa.select(Bar.id).where(Bar.lane_id.in_(lane_ids))
    return Summary(tuple(lane.name for lane in lanes), counted_bars(session, bars), ())


def counted_bars(session: Session, bars: sa.Select[int]) -> tuple[tuple[str, int], ...]:
    """How many bars a query of keys finds, and how many links hang on them; what is none is left out."""
    links = sa.or_(Dependency.before_id.in_(bars), Dependency.after_id.in_(bars))
    counts = (
        ("工程", session.scalar(sa.select(sa.func.count()).select_from(bars.subquery())) or 0),
        ("前後関係", session.scalar(sa.select(sa.func.count(Dependency.id)).where(links)) or 0),
    )
    return tuple(count for count in counts if count[1])


def _group_between(rows: Sequence[Lane], index: int) -> str | None:
    """The group of both neighbours of a gap between lanes, None when it is not the same one."""
    if not 0 < index < len(rows):
        return None
    before, after = rows[index - 1].group, rows[index].group
    return before if before == after else None


def _group_after_move(lane: Lane, others: Sequence[Lane], index: int) -> str | None:
    joined = _group_between(others, index)
    if joined:
        return joined
    beside = {row.group for row in others[max(index - 1, 0) : index + 1]}
    elsewhere = any(row.group == lane.group for row in others)
    return lane.group if lane.group in beside or not elsewhere else None


def _place_in_group(rows: Sequence[Lane], others: Sequence[Lane], chosen: Sequence[Lane], group: str) -> int:
    """Where lanes go among the others: after the group's last lane, else so that no other group is torn."""
    members = [index for index, lane in enumerate(others) if group and lane.group == group]
    if members:
        return members[-1] + 1
    if not chosen:
        return 0
    index = sum(1 for lane in rows[: rows.index(chosen[0])] if lane not in chosen)
    torn = _group_between(others, index)
    while torn and index < len(others) and others[index].group == torn:
        index += 1
    return index
