"""後続もずらす: what a move would move with it, worked out before anything is changed.

Nothing here edits. A bar whose date somebody fixed never moves; it is reported instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from heapq import heappop, heappush

from dxplanner.domain.schedule_data import BarData, LinkData
from dxplanner.domain.schedule_graph import Dates, ScheduleGraph, link_text
from dxplanner.domain.snapping import moved_text, shifted
from dxplanner.domain.time_units import Unit, clamped, is_aligned, unit_of
from dxplanner.domain.vocabulary import LagUnit


class CascadeMode(StrEnum):
    """How later bars follow; the value is what the choice is called."""

    NEEDED = "必要な分だけずらす"
    SAME = "同じ日数だけずらす"


@dataclass(frozen=True, slots=True)
class Shift:
    """A bar that follows: its days before and after, the link by which, and why as a sentence."""

    bar_id: int
    name: str
    old: Dates
    new: Dates
    link_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A fixed bar that would have to move but does not; ``days`` is what is missing."""

    bar_id: int
    name: str
    link_id: int
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cascade:
    """A preview: what follows, in the order of the links, and what stays although it should follow."""

    shifts: tuple[Shift, ...] = ()
    held: tuple[Held, ...] = ()


def cascade(
    graph: ScheduleGraph, moves: Mapping[int, Dates], mode: CascadeMode = CascadeMode.NEEDED
) -> Cascade:
    """What moving bars to these dates moves with them.

    NEEDED pushes later bars just so far that the links from moved bars hold, in the precision of each bar;
    SAME moves all that comes after by as many days as its predecessor, forwards and backwards.
    """
    return _Run(graph, moves, mode).result()


class _Run:
    """One cascade: bars are settled in the order of the links, each once."""

    def __init__(self, graph: ScheduleGraph, moves: Mapping[int, Dates], mode: CascadeMode) -> None:
        self._graph, self._mode = graph, mode
        self._placed = {key: dates for key, dates in moves.items() if graph.bar(key) is not None}
        self._queue: list[tuple[int, int]] = []
        self._queued = set(self._placed)
        self._shifts: list[Shift] = []
        self._held: list[Held] = []

    def result(self) -> Cascade:
        for key in tuple(self._placed):
            self._enqueue(key)
        while self._queue:
            _, key = heappop(self._queue)
            bar = self._graph.bar(key)
            if bar is not None:
                self._settle(bar)
        return Cascade(tuple(self._shifts), tuple(self._held))

    def _enqueue(self, key: int) -> None:
        for link in self._graph.successors(key):
            if link.after_id not in self._queued:
                self._queued.add(link.after_id)
                heappush(self._queue, (self._graph.ranks.get(link.after_id, 0), link.after_id))

    def _settle(self, bar: BarData) -> None:
        driving = self._driving(bar)
        if driving is None:
            return
        link, days = driving
        if bar.fixed:
            reason = f"日付が固定されているため、動かしません（{abs(days):,}日ずれます）。"
            self._held.append(Held(bar.id, self._graph.name(bar.id), link.id, days, reason))
            return
        old = (bar.starts_on, bar.ends_on)
        new = self._moved_on(bar, link, days)
        if new == old:
            return
        self._placed[bar.id] = new
        how = moved_text(old, new, bar.precision)
        reason = f"「{self._graph.name(link.before_id)}」に続くため、{how}（{link_text(link)}）"
        self._shifts.append(Shift(bar.id, self._graph.name(bar.id), old, new, link.id, reason))
        self._enqueue(bar.id)

    def _driving(self, bar: BarData) -> tuple[LinkData, int] | None:
        """The link that moves a bar farthest, and by how many days; None when it can stay."""
        best: tuple[LinkData, int] | None = None
        for link in self._graph.predecessors(bar.id):
            before = self._placed.get(link.before_id)
            if before is None:
                continue
            days = self._asked(bar, link, before)
            if days and (best is None or abs(days) > abs(best[1])):
                best = link, days
        return best

    def _asked(self, bar: BarData, link: LinkData, before: Dates) -> int:
        if self._mode is CascadeMode.SAME:
            earlier = self._graph.bars[link.before_id]
            return (before[0] - earlier.starts_on).days or _end_change(earlier, before)
        needed = self._graph.required(link, before)
        actual = self._graph.reached(link, (bar.starts_on, bar.ends_on))
        return 0 if needed is None or actual is None else max(needed - actual, 0)

    def _moved_on(self, bar: BarData, link: LinkData, days: int) -> Dates:
        """A bar moved by at least so many days, in whole units when it consists of such."""
        unit = unit_of(bar.precision)
        start, end = bar.starts_on, bar.ends_on
        if unit is not Unit.DAY and is_aligned(start, end, unit):
            return self._moved_by_units(bar, unit, days)
        first = clamped(start + timedelta(days=days))
        if self._mode is CascadeMode.NEEDED and link.lag_unit is LagUnit.WORKING_DAYS:
            first = date.fromordinal(self._graph.calendar.next_open(first.toordinal()))
        return first, None if end is None else first + (end - start)

    def _moved_by_units(self, bar: BarData, unit: Unit, days: int) -> Dates:
        start, end = bar.starts_on, bar.ends_on
        length = 31 if unit is Unit.MONTH else 11
        if self._mode is CascadeMode.SAME:
            nearest = round(days / (30.4 if unit is Unit.MONTH else 10.15))
            return shifted(start, end, unit, nearest or (1 if days > 0 else -1))
        count = max(days // length, 1)
        new = shifted(start, end, unit, count)
        while _progress(bar, new) < days and count < 12_000:
            count += 1
            new = shifted(start, end, unit, count)
        return new


def _progress(bar: BarData, new: Dates) -> int:
    """By how many days both ends of a bar are later."""
    moved = (new[0] - bar.starts_on).days
    if bar.ends_on is None or new[1] is None:
        return moved
    return min(moved, (new[1] - bar.ends_on).days)


def _end_change(bar: BarData, dates: Dates) -> int:
    if bar.ends_on is None or dates[1] is None:
        return 0
    return (dates[1] - bar.ends_on).days
