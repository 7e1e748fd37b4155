"""Takes over what an import or a paste from a spreadsheet found: lanes, bars, 前後関係, 担当."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.garbage import no_garbage
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.text import comparison_key
from dxplanner.model import Bar, Department, Dependency, Lane, ScheduleEdition
from dxplanner.model.base import new_uid
from dxplanner.services.command import Command
from dxplanner.services.departments import department_choices, find_department
from dxplanner.services.fields import add_row
from dxplanner.services.schedule_rows import (
    insert_all,
    lanes_of,
    next_positions,
    require,
    require_order,
    rows_of,
)
from dxplanner.services.schedules import add_schedule, rename_edition

_BAR_FIELDS: Final = (
    "starts_on",
    "ends_on",
    "precision",
    "kind",
    "shape",
    "glyph",
    "colour",
    "progress",
    "fixed",
)


def import_into(
    data: EditionData, edition_id: int, lane_id: int | None = None, *, today: date
) -> Command[list[int]]:
    """Add an import's bars to an edition; gives the keys of the new bars.

    With ``lane_id`` all bars go on that lane. Otherwise onto lanes of the same name (and まとまり), which are
    added at the end where there are none. ``today`` finds 担当 among the sections that exist now; unknown
    ones are added to the organisation list.
    """

    def command(session: Session) -> list[int]:
        rows_of(session, ScheduleEdition, [edition_id])
        if lane_id is None:
            lanes = _lane_keys(session, data, edition_id)
        else:
            rows_of(session, Lane, [lane_id])
            lanes = dict.fromkeys((lane.id for lane in data.lanes), lane_id)
        return _add(session, data, lanes, today)

    return command


def import_as_schedule(
    data: EditionData, title: str, *, today: date, project_id: int | None = None
) -> Command[tuple[int, int]]:
    """Make an import a schedule of its own; gives the keys of schedule and edition."""

    def command(session: Session) -> tuple[int, int]:
        schedule_id, edition_id = add_schedule(title, project_id)(session)
        if data.name.strip():
            rename_edition(edition_id, data.name)(session)
        _add(session, data, _new_lanes(session, data.lanes, edition_id, 0), today)
        return schedule_id, edition_id

    return command


def import_as_edition(data: EditionData, schedule_id: int, name: str, *, today: date) -> Command[int]:
    """Make an import another 版 of a schedule, comparable with the others by lineage; gives its key."""

    def command(session: Session) -> int:
        values = {"schedule_id": schedule_id, "name": name}
        edition_id = add_row(session, ScheduleEdition, values, owner="schedule_id")
        _add(session, data, _new_lanes(session, data.lanes, edition_id, 0), today)
        return edition_id

    return command


def _lane_keys(session: Session, data: EditionData, edition_id: int) -> dict[int, int]:
    """The edition's lane for each lane of the import."""
    present = lanes_of(session, edition_id)
    known: dict[tuple[str, str], int] = {}
    for row in present:
        known.setdefault(("", comparison_key(row.name)), row.id)
        known[comparison_key(row.group or ""), comparison_key(row.name)] = row.id
    found: dict[int, int] = {}
    missing: list[LaneData] = []
    for lane in data.lanes:
        key = known.get((comparison_key(lane.group), comparison_key(lane.name)))
        if key is None:
            missing.append(lane)
        else:
            found[lane.id] = key
    last = max((row.position for row in present), default=-1)
    return found | _new_lanes(session, missing, edition_id, last + 1)


def _new_lanes(
    session: Session, lanes: tuple[LaneData, ...] | list[LaneData], edition_id: int, position: int
) -> dict[int, int]:
    rows: dict[int, dict[str, Any]] = {}
    for index, lane in enumerate(lanes):
        values = {"name": lane.name, "group": lane.group or None, "lineage": lane.lineage or None}
        require(Lane, values)
        rows[lane.id] = {
            **values,
            "uid": new_uid(),
            "edition_id": edition_id,
            "position": position + index,
        }
    keys = insert_all(session, Lane, list(rows.values()))
    return {key: keys[row["uid"]] for key, row in rows.items()}


@no_garbage()
def _add(session: Session, data: EditionData, lanes: Mapping[int, int], today: date) -> list[int]:
    positions = next_positions(session, set(lanes.values()))
    sections = _departments(session, data, today)
    rows: dict[int, dict[str, Any]] = {}
    for bar in data.bars:
        lane_id = lanes[bar.lane_id]
        rows[bar.id] = _bar_values(bar) | {
            "lane_id": lane_id,
            "position": positions[lane_id],
            "department_id": sections.get(bar.department),
        }
        positions[lane_id] += 1
    keys = insert_all(session, Bar, list(rows.values()))
    by_bar = {key: keys[row["uid"]] for key, row in rows.items()}
    _tie(session, data, by_bar)
    return list(by_bar.values())


def _bar_values(bar: BarData) -> dict[str, Any]:
    values = {name: getattr(bar, name) for name in _BAR_FIELDS}
    values |= {"label": bar.label or None, "note": bar.note or None}
    require(Bar, values)
    require_order(bar.starts_on, bar.ends_on)
    return {**values, "uid": new_uid(), "lineage": bar.lineage or None}


def _tie(session: Session, data: EditionData, by_bar: Mapping[int, int]) -> None:
    """The import's links; a circle among them is refused."""
    graph = ScheduleGraph(data.bars)
    rows = []
    for link in data.links:
        circle = graph.cycle_with(link.before_id, link.after_id)
        if circle is not None:
            raise RefusedEdit(graph.cycle_sentence(circle))
        graph.set_link(link)
        values = {"type": link.type, "lag": link.lag, "lag_unit": link.lag_unit, "uid": new_uid()}
        rows.append({**values, "before_id": by_bar[link.before_id], "after_id": by_bar[link.after_id]})
    insert_all(session, Dependency, rows)


def _departments(session: Session, data: EditionData, today: date) -> dict[str, int]:
    """Keys of the sections that the bars name."""
    found: dict[str, int] = {}
    choices = department_choices(session, today)
    for name in dict.fromkeys(bar.department for bar in data.bars if bar.department):
        choice = find_department(choices, name)
        if choice is None:
            require(Department, {"name": name})
        found[name] = (
            choice.id if choice is not None else add_row(session, Department, {"name": name}, owner=None)
        )
    return found
