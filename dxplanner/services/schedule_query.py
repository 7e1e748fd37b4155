"""What is shown of 工程表: the list of schedules, an edition as plain values, and how it follows an edit.

One query a kind of row, however large an edition is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.garbage import no_garbage
from dxplanner.domain.schedule_data import BarData, ColumnData, EditionData, LaneData, LinkData, MeetingBand
from dxplanner.model import (
    AxisColumn,
    Bar,
    BudgetProject,
    ClosedDay,
    Department,
    Dependency,
    Lane,
    Meeting,
    Provenance,
    Schedule,
    ScheduleEdition,
)
from dxplanner.services.schedule_load import (
    load_bars,
    load_closed_days,
    load_columns,
    load_lanes,
    load_links,
    load_meetings,
)
from dxplanner.store.changelog import RowChange

SCHEDULE_TABLE: Final = Schedule.__tablename__
EDITION_TABLE: Final = ScheduleEdition.__tablename__
COLUMN_TABLE: Final = AxisColumn.__tablename__
LANE_TABLE: Final = Lane.__tablename__
BAR_TABLE: Final = Bar.__tablename__
LINK_TABLE: Final = Dependency.__tablename__
LIST_TABLES: Final = frozenset({SCHEDULE_TABLE, EDITION_TABLE, BudgetProject.__tablename__})
"""Tables whose rows ``load_schedules`` shows."""

_MANY: Final = 1000
"""When an edit touches more rows of a kind, reading all of them is quicker."""
_WHOLE: Final = frozenset(
    {
        SCHEDULE_TABLE,
        EDITION_TABLE,
        COLUMN_TABLE,
        ClosedDay.__tablename__,
        Meeting.__tablename__,
        Department.__tablename__,
        Provenance.__tablename__,
    }
)
"""Tables whose edits are rare or not bound to a row by its key: the edition is read again."""


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A 版 as the switcher lists it."""

    id: int
    uid: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A 工程表 as the list shows it; ``project`` is the 予算事業's name, empty for the plan's own."""

    id: int
    uid: str
    title: str
    project_id: int | None
    project: str
    note: str
    editions: tuple[EditionRow, ...]


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """A 予算事業 that a schedule can be attached to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class EditionDelta:
    """What an edit did to an edition: keys of what was added, changed or removed since.

    ``order`` tells that lanes changed their order or grouping; ``frame`` that columns, names, closed days
    or meetings changed.
    """

    bars: frozenset[int] = frozenset()
    lanes: frozenset[int] = frozenset()
    links: frozenset[int] = frozenset()
    order: bool = False
    frame: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the edition is as before."""
        return not (self.bars or self.lanes or self.links or self.order or self.frame)


def load_schedules(session: Session) -> tuple[ScheduleRow, ...]:
    """All schedules in order, each with its editions in order."""
    editions: defaultdict[int, list[EditionRow]] = defaultdict(list)
    for owner, key, uid, name, note in session.execute(
        sa.select(
            ScheduleEdition.schedule_id,
            ScheduleEdition.id,
            ScheduleEdition.uid,
            ScheduleEdition.name,
            ScheduleEdition.note,
        ).order_by(ScheduleEdition.position, ScheduleEdition.id)
    ):
        editions[owner].append(EditionRow(key, uid, name, note or ""))
    found = session.execute(
        sa.select(
            Schedule.id, Schedule.uid, Schedule.title, Schedule.project_id, BudgetProject.name, Schedule.note
        )
        .outerjoin(BudgetProject, Schedule.project_id == BudgetProject.id)
        .order_by(Schedule.position, Schedule.id)
    )
    return tuple(
        ScheduleRow(key, uid, title, project_id, project or "", note or "", tuple(editions[key]))
        for key, uid, title, project_id, project, note in found
    )


def load_projects(session: Session) -> tuple[ProjectChoice, ...]:
    """The 予算事業 that a schedule can be attached to."""
    rows = session.execute(
        sa.select(BudgetProject.id, BudgetProject.name).order_by(
            BudgetProject.program_id, BudgetProject.position, BudgetProject.id
        )
    )
    return tuple(ProjectChoice(key, name) for key, name in rows)


def edition_exists(session: Session, edition_id: int) -> bool:
    """Whether an edition is still there."""
    return session.scalar(sa.select(ScheduleEdition.id).where(ScheduleEdition.id == edition_id)) is not None


@no_garbage()
def load_edition(session: Session, edition_id: int) -> EditionData:
    """An edition with its lanes, bars, links and columns, the plan's 閉庁日 and its dated meetings.

    Raises:
        RefusedEdit: it is no longer there.
    """
    head = session.execute(
        sa.select(
            ScheduleEdition.id,
            ScheduleEdition.uid,
            ScheduleEdition.schedule_id,
            Schedule.title,
            ScheduleEdition.name,
        )
        .join(Schedule, ScheduleEdition.schedule_id == Schedule.id)
        .where(ScheduleEdition.id == edition_id)
    ).first()
    if head is None:
        raise RefusedEdit("この工程表の版は、もう削除されています。")
    key, uid, schedule_id, title, name = head
    return EditionData(
        key,
        uid,
        schedule_id,
        title,
        name,
        lanes=load_lanes(session, edition_id),
        bars=load_bars(session, edition_id),
        links=load_links(session, edition_id),
        columns=load_columns(session, edition_id),
        meetings=load_meetings(session),
        closed_days=load_closed_days(session),
    )


def refreshed(
    session: Session, data: EditionData, rows: Iterable[RowChange]
) -> tuple[EditionData, EditionDelta]:
    """An edition after a commit, and what that did to it; only the rows that were touched are read.

    The edition must still be there (see ``edition_exists``).
    """
    touched: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        touched[row.table].add(row.row_id)
    if touched.keys() & _WHOLE or max(map(len, touched.values()), default=0) > _MANY:
        return _reloaded(session, data)
    bars, changed = _merged(session, data.id, data.bars, touched[BAR_TABLE], load_bars)
    links, tied = _merged(session, data.id, data.links, touched[LINK_TABLE], load_links)
    if not touched[LANE_TABLE] and _in_their_places(data, bars, changed):
        return replace(data, bars=bars, links=links), EditionDelta(bars=changed, links=tied)
    lanes, _ = _merged(session, data.id, data.lanes, touched[LANE_TABLE], load_lanes)
    ordered = tuple(sorted(lanes, key=lambda lane: (lane.position, lane.id)))
    place = {lane.id: index for index, lane in enumerate(ordered)}
    kept = (bar for bar in bars if bar.lane_id in place)
    bars = tuple(sorted(kept, key=lambda bar: (place[bar.lane_id], bar.position, bar.id)))
    new = replace(data, lanes=ordered, bars=bars, links=links)
    return new, _delta(data, new)


def _in_their_places(data: EditionData, bars: tuple[BarData, ...], changed: frozenset[int]) -> bool:
    """Whether no bar came or changed its lane or its place there: the order of all is as before."""
    known = data.bar_by_id
    return all(
        bar.id in known and (bar.lane_id, bar.position) == (known[bar.id].lane_id, known[bar.id].position)
        for bar in bars
        if bar.id in changed
    )


def _reloaded(session: Session, data: EditionData) -> tuple[EditionData, EditionDelta]:
    new = load_edition(session, data.id)
    return new, _delta(data, new)


def _delta(old: EditionData, new: EditionData) -> EditionDelta:
    frame = (old.title, old.name, old.columns, old.meetings, old.closed_days) != (
        new.title,
        new.name,
        new.columns,
        new.meetings,
        new.closed_days,
    )
    order = [(lane.id, lane.group) for lane in old.lanes] != [(lane.id, lane.group) for lane in new.lanes]
    return EditionDelta(
        _differing(old.bars, new.bars),
        _differing(old.lanes, new.lanes),
        _differing(old.links, new.links),
        order,
        frame,
    )


def _differing(old: tuple[Any, ...], new: tuple[Any, ...]) -> frozenset[int]:
    if old is new:
        return frozenset()
    gone: dict[int, Any] = {row.id: row for row in old}
    changed = set()
    for row in new:
        before = gone.pop(row.id, None)
        if before is not row and before != row:
            changed.add(row.id)
    return frozenset(changed | gone.keys())


def _merged(
    session: Session,
    edition_id: int,
    old: tuple[Any, ...],
    touched: set[int],
    load: Callable[[Session, int, Collection[int]], tuple[Any, ...]],
) -> tuple[tuple[Any, ...], frozenset[int]]:
    """Rows with those that were touched replaced in place, added at the end, or left out; what differs."""
    if not touched:
        return old, frozenset()
    fresh = {row.id: row for row in load(session, edition_id, touched)}
    before = {row.id: row for row in old if row.id in touched}
    changed = frozenset(key for key in before.keys() | fresh.keys() if before.get(key) != fresh.get(key))
    if not changed:
        return old, changed
    kept = [fresh.pop(row.id, None) if row.id in touched else row for row in old]
    return (*(row for row in kept if row is not None), *fresh.values()), changed


__all__ = [
    "BAR_TABLE",
    "COLUMN_TABLE",
    "EDITION_TABLE",
    "LANE_TABLE",
    "LINK_TABLE",
    "LIST_TABLES",
    "SCHEDULE_TABLE",
    "BarData",
    "ColumnData",
    "EditionData",
    "EditionDelta",
    "EditionRow",
    "LaneData",
    "LinkData",
    "MeetingBand",
    "ProjectChoice",
    "ScheduleRow",
    "edition_exists",
    "load_bars",
    "load_closed_days",
    "load_columns",
    "load_edition",
    "load_lanes",
    "load_links",
    "load_meetings",
    "load_projects",
    "load_schedules",
    "refreshed",
]
