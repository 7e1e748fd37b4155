"""Bars and lanes of a 工程表 as text for the clipboard: between lanes, schedules and plan files.

A copy keeps fields, 担当, 推定 and the links among what is copied. What comes in is not trusted.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.schedule_data import LinkData
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.snapping import shifted
from dxplanner.domain.time_units import Unit, clamped, is_aligned, units_between
from dxplanner.domain.vocabulary import DependencyType, LagUnit, Precision
from dxplanner.model import Bar, Department, Dependency, Lane
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row
from dxplanner.services.hierarchy_rows import chunks
from dxplanner.services.row_text import RowReader, RowWriter, as_dict, as_list, unreadable
from dxplanner.services.schedule_edit import BarPlace, place_bars
from dxplanner.services.schedule_rows import (
    edition_of,
    lanes_of,
    next_positions,
    order_lanes,
    require,
    require_order,
    rows_of,
)

MIME_TYPE: Final = "application/x-dxplanner-schedule"
"""What the clipboard calls the text of ``copied_bars`` and ``copied_lanes``."""

_FORMAT: Final = "dxplanner-schedule-1"
_MOST_LAG: Final = 9_999


@dataclass(frozen=True, slots=True)
class Target:
    """Where a paste goes: the lane, and the day on which its earliest bar shall begin (None: its own day)."""

    lane_id: int
    day: date | None = None


def copied_bars(session: Session, bar_ids: Sequence[int]) -> str:
    """Bars as JSON text, by lane. Raises RefusedEdit when one is gone."""
    return _copied(session, rows_of(session, Bar, bar_ids), whole_lanes=False)


def copied_lanes(session: Session, lane_ids: Sequence[int]) -> str:
    """Lanes with all their bars as JSON text. Raises RefusedEdit when one is gone."""
    bars: list[Bar] = []
    for portion in chunks(list(lane_ids)):
        bars += session.scalars(sa.select(Bar).where(Bar.lane_id.in_(portion)))
    return _copied(session, bars, whole_lanes=True, lanes=rows_of(session, Lane, lane_ids))


def holds_lanes(text: str) -> bool:
    """Whether a copy consists of whole lanes. Raises InputError when it is no copy."""
    return _Copy.read(text).whole_lanes


def paste(text: str, target: Target, cut: Sequence[int] = ()) -> Command[list[int]]:
    """Paste at a lane; gives the keys of the new bars.

    Bars of several lanes go onto the lanes that follow the target, where these end onto new ones. Whole
    lanes are added after the target lane. ``cut`` are bars that were cut: in the same edition they move with
    all their links, elsewhere the originals are deleted. Raises InputError when the text is no copy.
    """

    def command(session: Session) -> list[int]:
        copy = _Copy.read(text)
        edition_id = edition_of(session, [target.lane_id])
        rows = lanes_of(session, edition_id)
        if copy.whole_lanes:
            lanes = _new_lanes(session, copy, rows, target.lane_id)
        else:
            lanes = _lanes_from(session, copy, rows, target.lane_id)
        shift = _Shift.to(copy, target.day)
        if cut and not copy.whole_lanes:
            moved = _moved(session, copy, cut, edition_id, lanes, shift)
            if moved:
                return moved
        made = _paste_bars(session, copy, edition_id, lanes, shift)
        if cut:
            session.execute(sa.delete(Bar).where(Bar.id.in_(cut)))
        return made

    return command


def _copied(session: Session, bars: Sequence[Bar], *, whole_lanes: bool, lanes: Sequence[Lane] = ()) -> str:
    owners = list(lanes) or rows_of(session, Lane, {bar.lane_id for bar in bars})
    owners.sort(key=lambda lane: (lane.position, lane.id))
    ordered = sorted(bars, key=lambda bar: (bar.position, bar.id))
    texts = RowWriter(session).written(Bar, ordered)
    names = {row.id: {"uid": row.uid, "name": row.name} for row in session.scalars(sa.select(Department))}
    lane_texts = RowWriter(session).written(Lane, owners) if whole_lanes else {}
    index: dict[int, int] = {}
    listed = []
    for lane in owners:
        own = [bar for bar in ordered if bar.lane_id == lane.id]
        for bar in own:
            index[bar.id] = len(index)
            texts[bar.id] |= {"uid": bar.uid, "department": names.get(bar.department_id or 0)}
        listed.append(
            {**lane_texts.get(lane.id, {"name": lane.name}), "bars": [texts[bar.id] for bar in own]}
        )
    whole = {
        "format": _FORMAT,
        "whole_lanes": whole_lanes,
        "lanes": listed,
        "links": _link_texts(session, index),
    }
    return json.dumps(whole, ensure_ascii=False)


def _link_texts(session: Session, index: Mapping[int, int]) -> list[dict[str, Any]]:
    links: list[Dependency] = []
    for portion in chunks(list(index)):
        links += session.scalars(sa.select(Dependency).where(Dependency.before_id.in_(portion)))
    return [
        {
            "before": index[link.before_id],
            "after": index[link.after_id],
            "type": link.type.value,
            "lag": link.lag,
            "lag_unit": link.lag_unit.value,
        }
        for link in links
        if link.after_id in index
    ]


@dataclass(frozen=True, slots=True)
class _Copy:
    """What was copied: lanes with their bars, and links by the bars' places in the whole list."""

    whole_lanes: bool
    lanes: list[Any]
    links: list[Any]

    @classmethod
    def read(cls, text: str) -> "_Copy":
        """Read a copy's frame; what is inside the rows is checked when they are made."""
        try:
            whole = as_dict(json.loads(text))
        except (ValueError, RecursionError):
            raise unreadable() from None
        lanes, whole_lanes = as_list(whole.get("lanes")), whole.get("whole_lanes")
        if whole.get("format") != _FORMAT or not lanes or not isinstance(whole_lanes, bool):
            raise unreadable()
        return cls(whole_lanes, [as_dict(lane) for lane in lanes], as_list(whole.get("links")))

    @property
    def bars(self) -> list[dict[str, Any]]:
        return [as_dict(bar) for lane in self.lanes for bar in as_list(lane.get("bars"))]


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far a paste moves its bars: by months when all of them are whole months, else by days."""

    unit: Unit
    count: int

    @classmethod
    def to(cls, copy: _Copy, day: date | None) -> "_Shift":
        days = [_days(bar) for bar in copy.bars]
        if day is None or not days:
            return cls(Unit.DAY, 0)
        first = min(start for start, _, _ in days)
        if all(exact is Precision.MONTH and is_aligned(start, end, Unit.MONTH) for start, end, exact in days):
            apart = units_between(min(first, day), max(first, day), Unit.MONTH) - 1
            return cls(Unit.MONTH, apart if day >= first else -apart)
        return cls(Unit.DAY, (day - first).days)

    def of(self, start: date, end: date | None) -> tuple[date, date | None]:
        if self.unit is Unit.MONTH:
            return shifted(start, end, self.unit, self.count)
        away = timedelta(days=self.count)
        return clamped(start + away), None if end is None else clamped(end + away)


def _days(bar: Mapping[str, Any]) -> tuple[date, date | None, Precision]:
    fields = as_dict(bar.get("fields"))
    try:
        end = fields.get("ends_on")
        start = clamped(date.fromisoformat(str(fields.get("starts_on"))))
        last = None if end is None else clamped(date.fromisoformat(str(end)))
        return start, last, Precision(str(fields.get("precision")))
    except ValueError:
        raise unreadable() from None


def _new_lanes(session: Session, copy: _Copy, rows: list[Lane], after: int) -> list[int]:
    reader = RowReader(session)
    index = next(place for place, lane in enumerate(rows) if lane.id == after) + 1
    made = []
    for text in copy.lanes:
        lane = reader.add(Lane, text, edition_id=rows[0].edition_id, lineage=None)
        assert isinstance(lane, Lane)
        made.append(lane)
    order_lanes([*rows[:index], *made, *rows[index:]])
    session.flush()
    return [lane.id for lane in made]


def _lanes_from(session: Session, copy: _Copy, rows: list[Lane], first: int) -> list[int]:
    """The target lane and those after it, new ones where these end."""
    index = next(place for place, lane in enumerate(rows) if lane.id == first)
    keys = [lane.id for lane in rows[index : index + len(copy.lanes)]]
    for text in copy.lanes[len(keys) :]:
        values = {"edition_id": rows[0].edition_id, "name": str(text.get("name") or "新しい区分")}
        require(Lane, values)
        keys.append(add_row(session, Lane, values, owner="edition_id"))
    return keys


def _moved(
    session: Session, copy: _Copy, cut: Sequence[int], edition_id: int, lanes: Sequence[int], shift: _Shift
) -> list[int]:
    """Move bars that were cut in this edition; empty when they are not, or no longer, here."""
    uids = {bar.uid: bar for bar in session.scalars(sa.select(Bar).where(Bar.id.in_(cut)))}
    pairs = [
        (uids.get(str(as_dict(bar).get("uid"))), lane_id)
        for lane, lane_id in zip(copy.lanes, lanes, strict=True)
        for bar in as_list(lane.get("bars"))
    ]
    found = [(bar, lane_id) for bar, lane_id in pairs if bar is not None]
    if len(found) != len(pairs) or edition_of(session, {bar.lane_id for bar, _ in found}) != edition_id:
        return []
    places = [BarPlace(bar.id, *shift.of(bar.starts_on, bar.ends_on), lane_id) for bar, lane_id in found]
    place_bars(places)(session)
    return [place.bar_id for place in places]


def _paste_bars(
    session: Session, copy: _Copy, edition_id: int, lanes: Sequence[int], shift: _Shift
) -> list[int]:
    reader = RowReader(session)
    positions = next_positions(session, set(lanes))
    taken = set(
        session.scalars(sa.select(Bar.lineage).join(Lane).where(Lane.edition_id == edition_id).distinct())
    ) | set(session.scalars(sa.select(Bar.uid).join(Lane).where(Lane.edition_id == edition_id)))
    sections: dict[str, int] = {}
    made: list[int] = []
    for lane, lane_id in zip(copy.lanes, lanes, strict=True):
        for text in as_list(lane.get("bars")):
            start, end = shift.of(*_days(as_dict(text))[:2])
            require_order(start, end)
            bar = reader.add(
                Bar,
                text,
                lane_id=lane_id,
                position=positions[lane_id],
                starts_on=start,
                ends_on=end,
                department_id=_department(session, as_dict(text).get("department"), sections),
            )
            assert isinstance(bar, Bar)
            positions[lane_id] += 1
            _keep_lineage(bar, as_dict(text).get("uid"), taken)
            made.append(bar.id)
    session.flush()
    _paste_links(session, copy, made)
    return made


def _keep_lineage(bar: Bar, original: object, taken: set[str | None]) -> None:
    """A copy in another 版 stands for the same bar; beside its original it is a bar of its own."""
    identity = bar.lineage or (original if isinstance(original, str) and len(original) == 32 else None)
    bar.lineage = None if identity in taken else identity
    taken.add(identity)


def _department(session: Session, text: object, known: dict[str, int]) -> int | None:
    """The section by uid, else by name, else added to the organisation list."""
    if text is None:
        return None
    uid, name = str(as_dict(text).get("uid")), str(as_dict(text).get("name") or "")
    if name not in known:
        found = session.scalar(sa.select(Department.id).where(Department.uid == uid)) or session.scalar(
            sa.select(Department.id).where(Department.name == name).order_by(Department.id).limit(1)
        )
        if found is None:
            require(Department, {"name": name})
            found = add_row(session, Department, {"name": name}, owner=None)
        known[name] = found
    return known[name]


def _paste_links(session: Session, copy: _Copy, keys: Sequence[int]) -> None:
    graph = ScheduleGraph()
    for number, text in enumerate(copy.links):
        link = _read_link(number, as_dict(text), keys)
        if graph.cycle_with(link.before_id, link.after_id) is not None:
            raise unreadable()
        graph.set_link(link)
        session.add(
            Dependency(
                before_id=link.before_id,
                after_id=link.after_id,
                type=link.type,
                lag=link.lag,
                lag_unit=link.lag_unit,
            )
        )


def _read_link(number: int, values: Mapping[str, Any], keys: Sequence[int]) -> LinkData:
    before, after, lag = values.get("before"), values.get("after"), values.get("lag")
    places = range(len(keys))
    if not (type(before) is int and type(after) is int and type(lag) is int):
        raise unreadable()
    if before not in places or after not in places or abs(lag) > _MOST_LAG:
        raise unreadable()
    try:
        type_, unit = DependencyType(str(values.get("type"))), LagUnit(str(values.get("lag_unit")))
    except ValueError:
        raise unreadable() from None
    return LinkData(number, "", keys[before], keys[after], type_, lag, unit)
