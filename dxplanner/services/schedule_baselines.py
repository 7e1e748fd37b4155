"""Named baselines (当初・素案・成案): an edition copied as a new 版 that knows where its rows come from."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.garbage import no_garbage
from dxplanner.model import AxisColumn, Bar, Dependency, Entity, Lane, ScheduleEdition
from dxplanner.model.base import new_uid
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row
from dxplanner.services.schedule_rows import (
    copied_values,
    copy_origins,
    insert_all,
    rows_of,
    values_of,
)

BASELINES: Final = ("当初", "素案", "成案")
"""The 版 that every revision goes through, in their order."""
_OTHER: Final = "見直し"


def next_name(names: Collection[str]) -> str:
    """What the next 版 is likely to be called: the first of 当初・素案・成案 after the last one there is."""
    reached = max(
        (at for at, name in enumerate(BASELINES, 1) if any(name in one for one in names)), default=0
    )
    name = BASELINES[reached] if reached < len(BASELINES) else _OTHER
    if name not in names:
        return name
    return next(f"{name}{number}" for number in range(2, len(names) + 3) if f"{name}{number}" not in names)


def copy_edition(edition_id: int, name: str) -> Command[int]:
    """Copy an edition as a new 版 right after it; gives its key.

    Lanes and bars of both know each other by lineage, which rows without one get here. 推定 marks, columns
    and 前後関係 are copied too.
    """

    @no_garbage()
    def command(session: Session) -> int:
        [edition] = rows_of(session, ScheduleEdition, [edition_id])
        order = [row.id for row in edition.schedule.editions]
        values = {"schedule_id": edition.schedule_id, "name": name, "note": edition.note}
        at = order.index(edition_id) + 1
        key = add_row(session, ScheduleEdition, values, owner="schedule_id", at=at)
        insert_all(session, AxisColumn, [copied_values(column, edition_id=key) for column in edition.columns])
        mine = Lane.edition_id == edition_id
        its = Bar.lane_id.in_(sa.select(Lane.id).where(mine))
        _know_each_other(session, Lane, mine)
        _know_each_other(session, Bar, its)
        lanes = _copied(session, Lane, mine, lambda _row: {"edition_id": key})
        bars = _copied(session, Bar, its, lambda row: {"lane_id": lanes[row["lane_id"]]})
        links = Dependency.before_id.in_(sa.select(Bar.id).where(its))
        rows = values_of(session, Dependency, links)
        copies = [
            _copy(row, {"before_id": bars[row["before_id"]], "after_id": bars[row["after_id"]]})
            for row in rows
            if row["after_id"] in bars
        ]
        insert_all(session, Dependency, copies)
        return key

    return command


def _know_each_other(session: Session, entity: type[Lane] | type[Bar], where: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(entity).where(where, entity.lineage.is_(None)).values(lineage=entity.uid),
        execution_options={"synchronize_session": False},
    )


def _copied(
    session: Session,
    entity: type[Entity],
    where: sa.ColumnElement[bool],
    changed: Callable[[Mapping[str, Any]], dict[str, int]],
) -> dict[int, int]:
    """Copies of rows with their 出典; keys of the copies by those of the originals."""
    rows = values_of(session, entity, where)
    copies = [_copy(row, changed(row)) for row in rows]
    keys = insert_all(session, entity, copies)
    copy_origins(session, {row["uid"]: copy["uid"] for row, copy in zip(rows, copies, strict=True)})
    return {row["id"]: keys[copy["uid"]] for row, copy in zip(rows, copies, strict=True)}


def _copy(row: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """A row's columns for a copy of it: under a new uid, without its key, some of them changed."""
    copy = {**row, "uid": new_uid(), **changed}
    del copy["id"]
    return copy
