"""The order of indicators: among those of their node, to another node, and by rows of the table."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.model import Indicator, IndicatorSeries
from dxplanner.services.fields import find_row, move_rows
from dxplanner.services.hierarchy_rows import chunks

ELSEWHERE: Final = (
    "動かせるのは、同じ施策の指標の中だけです。別の施策へは、「施策」の欄に番号を入れると移せます。"
)


class _Owner(NamedTuple):
    """Of which indicator a series is, and of which node that is."""

    indicator: int
    node: int


def indicators_of(session: Session, node_id: int) -> list[int]:
    """The keys of a node's own indicators, in order."""
    rows = sa.select(Indicator.id).where(Indicator.node_id == node_id)
    return list(session.scalars(rows.order_by(Indicator.position, Indicator.id)))


def move_indicator(session: Session, indicator_id: int, step: int) -> bool:
    """Command: one place up (-1) or down (1) among the indicators of its node; False at the end.

    Raises:
        RefusedEdit: it is gone.
    """
    indicator = find_row(session, Indicator, indicator_id)
    keys = indicators_of(session, indicator.node_id)
    at = keys.index(indicator_id) + step
    if not 0 <= at < len(keys):
        return False
    move_rows(session, Indicator, [indicator_id], at + (step > 0), owner="node_id")
    return True


def move_to_node(session: Session, indicator_id: int, node_id: int) -> bool:
    """Command: let an indicator be the last one of another node; False when it is there already.

    Raises:
        RefusedEdit: the indicator is gone.
    """
    indicator = find_row(session, Indicator, indicator_id)
    if indicator.node_id == node_id:
        return False
    last = session.scalar(sa.select(sa.func.max(Indicator.position)).where(Indicator.node_id == node_id))
    indicator.node_id, indicator.position = node_id, 0 if last is None else last + 1
    return True


def move_series(session: Session, series_ids: Sequence[int], listed: Sequence[int], place: int) -> None:
    """Command: put the indicators of some series in front of the row at ``place`` of the ``listed`` series.

    Series that stay among those of their own indicator change places there. A place between the series of
    another indicator is one behind that indicator.

    Raises:
        RefusedEdit: a series is gone, or the place is not among the indicators of the same node.
    """
    around = listed[max(place - 1, 0) : place + 1]
    owners = _owners(session, [*series_ids, *around])
    moved = {owners[key] for key in series_ids if key in owners}
    behind = owners.get(listed[place - 1]) if place else None
    ahead = owners.get(listed[place]) if place < len(listed) else None
    if len(moved) == 1 and moved & {behind, ahead}:
        [own] = moved
        mine = [key for key in listed if key in set(_series_of(session, own.indicator))]
        if len(series_ids) < len(mine):
            to = mine.index(listed[place]) if ahead == own else len(mine)
            move_rows(session, IndicatorSeries, series_ids, to, owner="indicator_id")
            return
    nodes = {owner.node for owner in moved}
    near = [owner for owner in (ahead, behind) if owner is not None and nodes == {owner.node}]
    if not near:
        raise RefusedEdit(ELSEWHERE)
    keys = indicators_of(session, near[0].node)
    at = keys.index(near[0].indicator) + (near[0] == behind)
    move_rows(session, Indicator, [owner.indicator for owner in moved], at, owner="node_id")


def _owners(session: Session, series_ids: Sequence[int]) -> dict[int, _Owner]:
    found: dict[int, _Owner] = {}
    for portion in chunks(list(series_ids)):
        rows = (
            sa.select(IndicatorSeries.id, Indicator.id, Indicator.node_id)
            .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
            .where(IndicatorSeries.id.in_(portion))
        )
        found |= {row[0]: _Owner(row[1], row[2]) for row in session.execute(rows)}
    return found


def _series_of(session: Session, indicator_id: int) -> list[int]:
    return list(
        session.scalars(sa.select(IndicatorSeries.id).where(IndicatorSeries.indicator_id == indicator_id))
    )
