"""前後関係 between bars: which are broken, cycles, slack and the critical path. Cascades: schedule_cascade.

A link compares two moments, each the beginning of a day: a bar starts with its first day and finishes when
the day after its last one begins. A milestone or marker happens at some time on its days, so a link is
broken only when no such time satisfies it. Moments are ordinals of days (``date.toordinal``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Final

from dxplanner.domain.schedule_data import BarData, LinkData, bar_name
from dxplanner.domain.vocabulary import DependencyType, LagUnit
from dxplanner.domain.work_calendar import WorkCalendar

_FROM_FINISH: Final = frozenset({DependencyType.FINISH_START, DependencyType.FINISH_FINISH})
_TO_START: Final = frozenset({DependencyType.FINISH_START, DependencyType.START_START})

Dates = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken link: the later bar comes ``days`` too early; None when the earlier one never ends."""

    link: LinkData
    days: int | None
    text: str


class ScheduleGraph:
    """An index of bars and links by key, kept up to date by ``set_…`` and ``remove_…`` after each edit."""

    def __init__(
        self,
        bars: Iterable[BarData] = (),
        links: Iterable[LinkData] = (),
        closed_days: frozenset[date] = frozenset(),
    ) -> None:
        self.calendar = WorkCalendar(closed_days)
        self._bars = {bar.id: bar for bar in bars}
        self._links: dict[int, LinkData] = {}
        self._after: defaultdict[int, dict[int, LinkData]] = defaultdict(dict)
        self._before: defaultdict[int, dict[int, LinkData]] = defaultdict(dict)
        self._broken: dict[int, Violation] = {}
        self._ranks: dict[int, int] | None = None
        for link in links:
            self.set_link(link)

    # --- upkeep -------------------------------------------------------------------------------------------

    def set_bar(self, bar: BarData) -> None:
        """Take over a bar that is new or was changed."""
        self._bars[bar.id] = bar
        for link in self.links_of(bar.id):
            self._judge(link)

    def remove_bar(self, bar_id: int) -> None:
        """Forget a bar and its links."""
        for link in self.links_of(bar_id):
            self.remove_link(link.id)
        self._bars.pop(bar_id, None)

    def set_link(self, link: LinkData) -> None:
        """Take over a link that is new or was changed."""
        old = self._links.get(link.id)
        if old is not None and (old.before_id, old.after_id) != (link.before_id, link.after_id):
            self.remove_link(link.id)
            old = None
        if old is None:
            self._ranks = None
        self._links[link.id] = link
        self._after[link.before_id][link.id] = link
        self._before[link.after_id][link.id] = link
        self._judge(link)

    def remove_link(self, link_id: int) -> None:
        """Forget a link."""
        link = self._links.pop(link_id, None)
        if link is not None:
            del self._after[link.before_id][link_id]
            del self._before[link.after_id][link_id]
            self._broken.pop(link_id, None)
            self._ranks = None

    # --- questions ----------------------------------------------------------------------------------------

    def bar(self, bar_id: int) -> BarData | None:
        """A bar by its key."""
        return self._bars.get(bar_id)

    @property
    def bars(self) -> Mapping[int, BarData]:
        """All bars by key."""
        return self._bars

    def link(self, link_id: int) -> LinkData | None:
        """A link by its key."""
        return self._links.get(link_id)

    def links_of(self, bar_id: int) -> tuple[LinkData, ...]:
        """All links of a bar, those to its predecessors first."""
        return (*self.predecessors(bar_id), *self.successors(bar_id))

    def predecessors(self, bar_id: int) -> tuple[LinkData, ...]:
        """The links by which a bar waits for others (前の作業)."""
        found = self._before.get(bar_id)
        return tuple(found.values()) if found else ()

    def successors(self, bar_id: int) -> tuple[LinkData, ...]:
        """The links by which others wait for a bar (後の作業)."""
        found = self._after.get(bar_id)
        return tuple(found.values()) if found else ()

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All broken links, in the order of their keys."""
        return tuple(self._broken[key] for key in sorted(self._broken))

    def violation(self, link_id: int) -> Violation | None:
        """What is wrong with a link; None when it holds."""
        return self._broken.get(link_id)

    def cycle_with(self, before_id: int, after_id: int) -> tuple[int, ...] | None:
        """The bars of the circle that a link would close, from ``before_id`` back to it; None without one."""
        if before_id == after_id:
            return (before_id, before_id)
        came_from = {after_id: before_id}
        waiting = [after_id]
        while waiting:
            current = waiting.pop()
            for link in self.successors(current):
                if link.after_id == before_id:
                    path = [before_id, current]
                    while path[-1] != before_id:
                        path.append(came_from[path[-1]])
                    return tuple(reversed(path))
                if link.after_id not in came_from:
                    came_from[link.after_id] = current
                    waiting.append(link.after_id)
        return None

    def cycle_sentence(self, path: Sequence[int]) -> str:
        """Why a link cannot be drawn, with the names of the circle."""
        names = " → ".join(self.name(bar_id) for bar_id in path)
        if len(path) == 2:
            return "同じ工程どうしは、つなげません。"
        return f"前後関係が輪になるため、つなげません（{names}）。"

    def name(self, bar_id: int) -> str:
        """What a bar is called in sentences."""
        bar = self._bars.get(bar_id)
        return "名称なし" if bar is None else bar_name(bar)

    @property
    def ranks(self) -> Mapping[int, int]:
        """Linked bars in an order in which every bar comes after those it waits for.

        Bars of a circle (which files from elsewhere may contain) come last, in the order of their keys.
        """
        if self._ranks is None:
            self._ranks = self._ranked()
        return self._ranks

    def required(self, link: LinkData, before: Dates) -> int | None:
        """The moment that a link asks of the later bar when the earlier one lies so; None for never."""
        bar = self._bars[link.before_id]
        if bar.is_point or link.type not in _FROM_FINISH:
            moment = before[0].toordinal()
        elif before[1] is None:
            return None
        else:
            moment = before[1].toordinal() + 1
        if link.lag_unit is LagUnit.CALENDAR_DAYS or link.lag == 0:
            return moment + link.lag
        if link.lag > 0:
            return self.calendar.add(moment - 1, link.lag) + 1
        return self.calendar.add(moment, link.lag)

    def reached(self, link: LinkData, after: Dates) -> int | None:
        """The moment at which the later bar is what a link asks for; None for never (it goes on)."""
        bar = self._bars[link.after_id]
        if bar.is_point:
            return (after[1] or after[0]).toordinal() + 1
        if link.type in _TO_START:
            return after[0].toordinal()
        return None if after[1] is None else after[1].toordinal() + 1

    def gap(self, link: LinkData) -> int | None:
        """Days to spare on a link, negative when it is broken; None when that has no number."""
        before, after = self._bars.get(link.before_id), self._bars.get(link.after_id)
        if before is None or after is None:
            return None
        needed = self.required(link, (before.starts_on, before.ends_on))
        actual = self.reached(link, (after.starts_on, after.ends_on))
        return None if needed is None or actual is None else actual - needed

    def slack(self) -> dict[int, int]:
        """余裕日数 of every linked bar that ends: how far it may slip without moving a fixed bar or the end.

        Negative where links are broken. A fixed bar has none itself.
        """
        linked = [self._bars[key] for key in self.ranks if key in self._bars]
        latest = max((bar.last_day.toordinal() for bar in linked if bar.last_day is not None), default=0)
        found: dict[int, int] = {}
        for bar in reversed(linked):
            if bar.fixed:
                found[bar.id] = 0
                continue
            room = [latest - bar.last_day.toordinal()] if bar.last_day is not None else []
            for link in self.successors(bar.id):
                gap = self.gap(link)
                if gap is not None and link.after_id in found:
                    room.append(gap + found[link.after_id])
            if room:
                found[bar.id] = min(room)
        return found

    def critical(self, slack: Mapping[int, int] | None = None) -> frozenset[int]:
        """Linked bars without slack (クリティカルパス); a fixed one only when a link presses on it."""
        found = self.slack() if slack is None else slack
        pressed = {
            link.after_id
            for link in self._links.values()
            if found.get(link.before_id, 1) <= 0 and (gap := self.gap(link)) is not None and gap <= 0
        }
        return frozenset(
            key for key, days in found.items() if days <= 0 and (not self._bars[key].fixed or key in pressed)
        )

    # --- inside -------------------------------------------------------------------------------------------

    def _judge(self, link: LinkData) -> None:
        self._broken.pop(link.id, None)
        before, after = self._bars.get(link.before_id), self._bars.get(link.after_id)
        if before is None or after is None:
            return
        needed = self.required(link, (before.starts_on, before.ends_on))
        actual = self.reached(link, (after.starts_on, after.ends_on))
        if needed is None:
            if actual is not None:
                text = f"「{bar_name(before)}」は終わりがないため、「{bar_name(after)}」が続けられません。"
                self._broken[link.id] = Violation(link, None, text)
        elif actual is not None and actual < needed:
            days = needed - actual
            verb = "始まり" if link.type in _TO_START else "終わり"
            whose = f"「{bar_name(after)}」の{verb}が「{bar_name(before)}」より"
            text = f"{whose}{days:,}日早すぎます（{link_text(link)}）。"
            self._broken[link.id] = Violation(link, days, text)

    def _ranked(self) -> dict[int, int]:
        waiting = {key: len(links) for key, links in self._before.items() if links}
        keys = {key for key, links in self._after.items() if links} | waiting.keys()
        ready = [key for key in keys if key not in waiting]
        heapify(ready)
        order: list[int] = []
        while ready:
            key = heappop(ready)
            order.append(key)
            for link in self.successors(key):
                waiting[link.after_id] -= 1
                if waiting[link.after_id] == 0:
                    heappush(ready, link.after_id)
        rest = sorted(keys.difference(order))
        return {key: rank for rank, key in enumerate([*order, *rest])}


def _lag_text(link: LinkData) -> str:
    return f"{link.lag:+,}{link.lag_unit.value}" if link.lag else ""


def link_text(link: LinkData) -> str:
    """A link as a list shows it: 「終了→開始」, 「終了→開始+3開庁日」."""
    return f"{link.type.value}{_lag_text(link)}"
