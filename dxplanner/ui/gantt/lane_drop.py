"""Where lanes land that are dragged in the table: in front of which lane, and in which まとまり. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxplanner.domain.schedule_data import EditionData, LaneData
from dxplanner.ui.gantt.rows import Row, RowKind


@dataclass(frozen=True, slots=True)
class Drop:
    """``to``: index among the edition's lanes of the one they land in front of; ``line``: the row above
    which the line is drawn, the number of rows for the end; ``depth``: how far that line is indented."""

    to: int
    group: str
    line: int
    depth: int


def dragged_lanes(edition: EditionData, row: Row) -> list[LaneData]:
    """The lanes that a row takes along: its own, or all of its まとまり."""
    if row.kind is not RowKind.GROUP:
        return [row.lane] if row.lane is not None else []
    return [lane for lane in edition.lanes if lane.id in _members(edition, row)]


def drop_of(edition: EditionData, rows: Sequence[Row], index: int | None, lower: bool) -> Drop:
    """Where a lane lands over a row, ``lower`` in its lower half; None is the space below all rows.

    Over the upper half of a まとまり's own row it lands outside, in front of it; over the lower half in it.
    """
    order = [lane.id for lane in edition.lanes]
    if index is None:
        return Drop(len(order), "", len(rows), 0)
    row = rows[index]
    if row.kind is RowKind.GROUP:
        members = [at for at, key in enumerate(order) if key in _members(edition, row)]
        if not lower:
            return Drop(members[0], "", index, 0)
        return Drop(members[0] if row.opened else members[-1] + 1, row.group, index + 1, 1)
    assert row.lane is not None
    at, depth = order.index(row.lane.id), 1 if row.group else 0
    if row.kind is RowKind.LANE and not lower:
        return Drop(at, row.group, index, depth)
    end = index + 1
    while end < len(rows) and rows[end].kind is RowKind.BAR:
        end += 1
    return Drop(at + 1, row.group, end, depth)


def group_drop_of(
    edition: EditionData, rows: Sequence[Row], index: int | None, lower: bool, name: str
) -> Drop:
    """Where a whole まとまり lands: before or after the one under the pointer, never inside it."""
    if index is None:
        return Drop(len(edition.lanes), name, len(rows), 0)
    row = rows[index]
    if not row.group:
        return _renamed(drop_of(edition, rows, index, lower), name)
    first = index
    while first > 0 and rows[first].kind is not RowKind.GROUP:
        first -= 1
    end = first + 1
    while end < len(rows) and rows[end].kind is not RowKind.GROUP and rows[end].group == row.group:
        end += 1
    order = [lane.id for lane in edition.lanes]
    members = [at for at, key in enumerate(order) if key in _members(edition, rows[first])]
    behind = 2 * (index - first) + (1 if lower else 0) >= end - first
    return Drop(members[-1] + 1, name, end, 0) if behind else Drop(members[0], name, first, 0)


def drop_text(drop: Drop, lanes: Sequence[LaneData], edition: EditionData) -> str:
    """What is said beside the pointer."""
    name = f"「{lanes[0].name}」" if len(lanes) == 1 else f"区分{len(lanes)}件"
    if all(lane.group == drop.group for lane in lanes):
        ahead = edition.lanes[drop.to - 1] if drop.to else None
        return f"{name}を{'いちばん上' if ahead is None else f'「{ahead.name}」の下'}へ"
    return f"{name}を{f'「{drop.group}」' if drop.group else 'まとまりの外'}へ"


def _renamed(drop: Drop, group: str) -> Drop:
    return Drop(drop.to, group, drop.line, 0)


def _members(edition: EditionData, row: Row) -> set[int]:
    """The run of lanes under a まとまり's row: its key names one of them."""
    lanes = edition.lanes
    start = end = next(at for at, lane in enumerate(lanes) if row.key == f"g{lane.uid}")
    while start > 0 and lanes[start - 1].group == row.group:
        start -= 1
    while end < len(lanes) and lanes[end].group == row.group:
        end += 1
    return {lane.id for lane in lanes[start:end]}
