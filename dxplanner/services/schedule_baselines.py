"""Named baselines (当初・素案・成案): an edition copied as a new 版 that knows where its rows come from."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import AxisColumn, Bar, Entity, Lane, ScheduleEdition
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row
from dxplanner.services.schedule_edit import copy_links
from dxplanner.services.schedule_rows import (
    copied_values,
    copy_origins,
    insert_all,
    lanes_of,
    rows_of,
)


def copy_edition(edition_id: int, name: str) -> Command[int]:
    """Copy an edition as a new 版 right after it; gives its key.

    Lanes and bars of both know each other by lineage, which rows without one get here. 推定 marks, columns
    and 前後関係 are copied too.
    """

    def command(session: Session) -> int:
        [edition] = rows_of(session, ScheduleEdition, [edition_id])
        order = [row.id for row in edition.schedule.editions]
        values = {"schedule_id": edition.schedule_id, "name": name, "note": edition.note}
        at = order.index(edition_id) + 1
        key = add_row(session, ScheduleEdition, values, owner="schedule_id", at=at)
        insert_all(session, AxisColumn, [copied_values(column, edition_id=key) for column in edition.columns])
        lanes = lanes_of(session, edition_id)
        bars = session.scalars(
            sa.select(Bar).join(Lane).where(Lane.edition_id == edition_id).order_by(Bar.id)
        ).all()
        _know_each_other([*lanes, *bars])
        session.flush()
        lane_keys = _copied(session, Lane, lanes, [{"edition_id": key}] * len(lanes))
        bar_keys = _copied(session, Bar, bars, [{"lane_id": lane_keys[bar.lane_id]} for bar in bars])
        copy_links(session, bar_keys)
        return key

    return command


def _know_each_other(rows: Sequence[Lane | Bar]) -> None:
    for row in rows:
        if row.lineage is None:
            row.lineage = row.uid


def _copied(
    session: Session, entity: type[Entity], rows: Sequence[Entity], changed: Sequence[dict[str, int]]
) -> dict[int, int]:
    """Copies of rows with their 出典; keys of the copies by those of the originals."""
    copies = [copied_values(row, **values) for row, values in zip(rows, changed, strict=True)]
    keys = insert_all(session, entity, copies)
    pairs = list(zip(rows, copies, strict=True))
    copy_origins(session, {row.uid: copy["uid"] for row, copy in pairs})
    return {row.id: keys[copy["uid"]] for row, copy in pairs}
