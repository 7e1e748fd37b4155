"""What a user can do with bars and 前後関係 of a 工程表, each as a command for Workbench.run.

The commands about lanes (services.schedule_lanes) can be had here too.

One command is one undo step however many rows it touches. Days are included at both ends.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_cascade import Cascade
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    DependencyType,
    Glyph,
    LagUnit,
    Precision,
)
from dxplanner.model import Bar, Dependency, Lane
from dxplanner.services.command import Command
from dxplanner.services.fields import place_of
from dxplanner.services.hierarchy_rows import chunks
from dxplanner.services.schedule_lanes import (
    add_lanes,
    delete_lanes,
    group_lanes,
    lanes_label,
    move_lanes,
    rename_group,
    rename_lane,
)
from dxplanner.services.schedule_load import load_bars, load_links
from dxplanner.services.schedule_rows import (
    copied_values,
    copy_origins,
    delete_all,
    edition_of,
    insert_all,
    next_positions,
    require,
    require_order,
    rows_of,
    set_values,
)

_TEXTS = ("label", "note")
"""Fields of a bar that are none when blank."""


@dataclass(frozen=True, slots=True)
class NewBar:
    """A bar to be added at the end of its lane."""

    lane_id: int
    label: str
    starts_on: date
    ends_on: date | None
    precision: Precision = Precision.MONTH
    kind: BarKind = BarKind.BAR
    shape: BarShape = BarShape.BAND
    glyph: Glyph = Glyph.TRIANGLE
    colour: ColourRole = ColourRole.NEUTRAL
    progress: int | None = None
    fixed: bool = False
    department_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BarPlace:
    """Where a bar goes: its new days, and its new lane when it leaves its own.

    ``precision`` changes the precision of its dates too (a finer snap while dragging).
    """

    bar_id: int
    starts_on: date
    ends_on: date | None
    lane_id: int | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class NewLink:
    """A 前後関係 to be added."""

    before_id: int
    after_id: int
    type: DependencyType = DependencyType.FINISH_START
    lag: int = 0
    lag_unit: LagUnit = LagUnit.CALENDAR_DAYS


def bars_label(names: Sequence[str], act: str) -> str:
    """What undo names: 「「骨子整理」 の移動」, or 「工程3件の移動」 for several."""
    if len(names) == 1:
        return f"{place_of('', names[0] or '名称なし')} の{act}"
    return f"工程{len(names)}件の{act}"


def places_of(cascade: Cascade) -> list[BarPlace]:
    """Where the bars of a previewed cascade go: for ``place_bars``, together with what was moved."""
    return [BarPlace(shift.bar_id, *shift.new) for shift in cascade.shifts]


def add_bars(bars: Sequence[NewBar]) -> Command[list[int]]:
    """Add bars at the end of their lanes; gives their keys in order.

    The command raises RefusedEdit for a bar that ends before it starts or a value that a column refuses.
    """

    def command(session: Session) -> list[int]:
        rows_of(session, Lane, {bar.lane_id for bar in bars})
        positions = next_positions(session, {bar.lane_id for bar in bars})
        made = []
        for bar in bars:
            values = {**asdict(bar), "label": bar.label or None, "note": bar.note or None}
            require(Bar, values)
            require_order(bar.starts_on, bar.ends_on)
            made.append(Bar(**values, position=positions[bar.lane_id]))
            positions[bar.lane_id] += 1
        session.add_all(made)
        session.flush()
        return [bar.id for bar in made]

    return command


def place_bars(places: Sequence[BarPlace]) -> Command[None]:
    """Move or resize bars, also to other lanes of their edition, and what a cascade moves (``places_of``).

    The command raises RefusedEdit for an end before its start, a lane of another edition, what is gone.
    """

    def command(session: Session) -> None:
        bars = {bar.id: bar for bar in rows_of(session, Bar, [place.bar_id for place in places])}
        changing = {
            place.lane_id
            for place in places
            if place.lane_id is not None and bars[place.bar_id].lane_id != place.lane_id
        }
        if changing:
            leaving = {bars[place.bar_id].lane_id for place in places}
            if len({lane.edition_id for lane in rows_of(session, Lane, leaving | changing)}) > 1:
                raise RefusedEdit("別の版の区分へは移せません。コピーして貼り付けてください。")
        positions = next_positions(session, changing)
        for place in places:
            require_order(place.starts_on, place.ends_on)
            values: dict[str, Any] = {"starts_on": place.starts_on, "ends_on": place.ends_on}
            if place.precision is not None:
                values["precision"] = place.precision
            if place.lane_id in changing and place.lane_id != bars[place.bar_id].lane_id:
                values |= {"lane_id": place.lane_id, "position": positions[place.lane_id]}
                positions[place.lane_id] += 1
            set_values(bars[place.bar_id], values)

    return command


def change_bars(bar_ids: Collection[int], values: Mapping[str, Any]) -> Command[None]:
    """Set fields (by the names of the model's columns) of all these bars alike; blank texts become none.

    The command raises RefusedEdit for a value that a column refuses or an end before its start.
    """

    def command(session: Session) -> None:
        blank = {name: None for name in _TEXTS if name in values and not values[name]}
        wanted = {**values, **blank}
        require(Bar, wanted)
        for bar in rows_of(session, Bar, bar_ids):
            set_values(bar, wanted)
            require_order(bar.starts_on, bar.ends_on)

    return command


def set_bars(values: Mapping[int, Mapping[str, Any]]) -> Command[None]:
    """Set fields of bars, each its own: by the keys of the bars, then by the names of the model's columns.

    The command raises RefusedEdit for a value that a column refuses or an end before its start.
    """

    def command(session: Session) -> None:
        for bar in rows_of(session, Bar, list(values)):
            wanted = {
                name: None if name in _TEXTS and not value else value
                for name, value in values[bar.id].items()
            }
            require(Bar, wanted)
            set_values(bar, wanted)
            require_order(bar.starts_on, bar.ends_on)

    return command


def copy_bars(places: Sequence[BarPlace]) -> Command[list[int]]:
    """Copy bars (Ctrl+drag) with 出典 and links among each other to new places; gives the new keys."""

    def command(session: Session) -> list[int]:
        originals = rows_of(session, Bar, [place.bar_id for place in places])
        by_id = {bar.id: bar for bar in originals}
        targets = {place.lane_id or by_id[place.bar_id].lane_id for place in places}
        rows_of(session, Lane, targets)
        positions = next_positions(session, targets)
        rows, origins, copies = [], {}, {}
        for place in places:
            require_order(place.starts_on, place.ends_on)
            bar = by_id[place.bar_id]
            lane_id = place.lane_id or bar.lane_id
            row = copied_values(
                bar,
                lane_id=lane_id,
                position=positions[lane_id],
                starts_on=place.starts_on,
                ends_on=place.ends_on,
                precision=place.precision or bar.precision,
                lineage=None,
            )
            positions[lane_id] += 1
            rows.append(row)
            origins[bar.uid] = copies[bar.id] = row["uid"]
        keys = insert_all(session, Bar, rows)
        copy_origins(session, origins)
        copy_links(session, {old: keys[uid] for old, uid in copies.items()})
        return [keys[row["uid"]] for row in rows]

    return command


def copy_links(session: Session, copies: Mapping[int, int]) -> None:
    """Give copies of bars the links of their originals among each other; ``copies`` maps old keys to new."""
    rows = []
    for portion in chunks(list(copies)):
        links = session.scalars(sa.select(Dependency).where(Dependency.before_id.in_(portion)))
        rows += [
            copied_values(link, before_id=copies[link.before_id], after_id=copies[link.after_id])
            for link in links
            if link.after_id in copies
        ]
    if rows:
        session.execute(sa.insert(Dependency), rows)


def repeat_bar(bar_id: int, days: Sequence[date]) -> Command[list[int]]:
    """Copy a bar on its own lane so that copies begin on these days, exact to the day; gives their keys.

    The day on which it begins itself is left out. A milestone's copy is on that one day, a bar's as long.
    """

    def command(session: Session) -> list[int]:
        [bar] = rows_of(session, Bar, [bar_id])
        length = None if bar.ends_on is None else bar.ends_on - bar.starts_on
        places = []
        for day in dict.fromkeys(days):
            end = None if length is None or bar.kind is not BarKind.BAR else day + length
            if day != bar.starts_on:
                places.append(BarPlace(bar_id, day, end, precision=Precision.DAY))
        return copy_bars(places)(session) if places else []

    return command


def delete_bars(bar_ids: Collection[int]) -> Command[None]:
    """Delete bars with their 前後関係 and 出典. What is already gone is passed over."""
    return lambda session: delete_all(session, Bar, bar_ids)


def add_links(links: Sequence[NewLink]) -> Command[list[int]]:
    """Tie bars; gives the keys. The same pair tied again changes the tie that is there.

    The command raises RefusedEdit, with the names, for a cycle, a bar tied to itself, or another edition's.
    """

    def command(session: Session) -> list[int]:
        bars = rows_of(session, Bar, {key for link in links for key in (link.before_id, link.after_id)})
        edition_id = edition_of(session, {bar.lane_id for bar in bars})
        present = load_links(session, edition_id)
        graph = ScheduleGraph((), present)
        pairs = {(link.before_id, link.after_id): link.id for link in present}
        return [_tie(session, edition_id, graph, pairs, link) for link in links]

    return command


def _tie(
    session: Session, edition_id: int, graph: ScheduleGraph, pairs: dict[tuple[int, int], int], link: NewLink
) -> int:
    values = asdict(link)
    require(Dependency, values)
    known = pairs.get((link.before_id, link.after_id))
    if known is not None:
        set_values(rows_of(session, Dependency, [known])[0], values)
        return known
    circle = graph.cycle_with(link.before_id, link.after_id)
    if circle is not None:
        for bar in load_bars(session, edition_id, circle):
            graph.set_bar(bar)
        raise RefusedEdit(graph.cycle_sentence(circle))
    made = Dependency(**values)
    session.add(made)
    session.flush()
    for added in load_links(session, edition_id, [made.id]):
        graph.set_link(added)
    pairs[link.before_id, link.after_id] = made.id
    return made.id


def change_link(link_id: int, values: Mapping[str, Any]) -> Command[None]:
    """Set fields (type, lag, lag_unit) of a 前後関係."""

    def command(session: Session) -> None:
        require(Dependency, values)
        set_values(rows_of(session, Dependency, [link_id])[0], values)

    return command


def delete_links(link_ids: Collection[int]) -> Command[None]:
    """Delete 前後関係."""
    return lambda session: delete_all(session, Dependency, link_ids)


__all__ = [
    "BarPlace",
    "NewBar",
    "NewLink",
    "add_bars",
    "add_lanes",
    "add_links",
    "bars_label",
    "change_bars",
    "change_link",
    "copy_bars",
    "copy_links",
    "delete_bars",
    "delete_lanes",
    "delete_links",
    "group_lanes",
    "lanes_label",
    "move_lanes",
    "place_bars",
    "places_of",
    "rename_group",
    "rename_lane",
    "repeat_bar",
    "set_bars",
]
