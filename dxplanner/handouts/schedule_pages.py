"""Lanes of a 工程表 distributed over pages: as few as their least heights allow, and evenly filled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.schedule_packing import Set
from dxplanner.handouts.schedule_source import ChartLane
from dxplanner.handouts.wording import CONTINUED

_TOLERANCE: Final = 1e-6
_STEPS: Final = 8
"""Halvings of the height that evenly filled pages need."""


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A line of bars: its items in each part of the axis, its least height in mm, that of its ghosts."""

    entries: tuple[tuple[Set, ...], ...]
    least: float
    strip: float = 0.0


@dataclass(frozen=True, slots=True)
class SetLane:
    """A lane with its lines of bars. ``least`` is the height in mm that these and its name need."""

    lane: ChartLane
    rows: tuple[LaneRow, ...]
    least: float
    continued: bool = False

    @property
    def name(self) -> str:
        """The name as it is printed."""
        return self.lane.name + CONTINUED if self.continued else self.lane.name


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lanes of one group; ``group`` as it is printed, empty for lanes without one."""

    group: str
    lanes: tuple[SetLane, ...]
    lanes_least: float
    name_least: float

    @property
    def least(self) -> float:
        """Height in mm that its lanes, and its name beside them, need."""
        return max(self.lanes_least, self.name_least)


Page = tuple[Run, ...]
NameHeight = Callable[[str], float]
"""Height in mm that a name needs in its column."""


def set_lane(
    lane: ChartLane, rows: tuple[LaneRow, ...], padding: float, name_height: float, continued: bool = False
) -> SetLane:
    """A lane with ``padding`` mm over and under its lines, whose name needs ``name_height`` mm."""
    least = max(sum(row.least for row in rows) + 2 * padding, name_height)
    return SetLane(lane, rows, least, continued)


def pages_of(
    lanes: Sequence[SetLane], room: float, padding: float, group_height: NameHeight, name_height: NameHeight
) -> list[Page]:
    """Lanes in order on pages with ``room`` mm.

    A lane that is higher than a page goes on on the next one. What goes on is marked （続き）.
    """
    whole = [part for lane in lanes for part in _cut(lane, room, padding, name_height)]
    found = _fill(whole, room, group_height)
    if len(found) < 2:
        return found
    low, high = room / 2, room
    for _ in range(_STEPS):
        middle = (low + high) / 2
        trial = _fill(whole, middle, group_height)
        if len(trial) == len(found):
            found, high = trial, middle
        else:
            low = middle
    return found


def page_height(page: Page) -> float:
    """Least height in mm of the lanes of a page."""
    return sum(run.least for run in page)


def _cut(lane: SetLane, room: float, padding: float, name_height: NameHeight) -> list[SetLane]:
    """A lane in parts that fit a page."""
    if lane.least <= room + _TOLERANCE:
        return [lane]
    parts: list[list[LaneRow]] = [[]]
    used = 2 * padding
    for row in lane.rows:
        if parts[-1] and used + row.least > room + _TOLERANCE:
            parts.append([])
            used = 2 * padding
        parts[-1].append(row)
        used += row.least
    names = [name_height(lane.lane.name), name_height(lane.lane.name + CONTINUED)]
    return [
        set_lane(lane.lane, tuple(rows), padding, names[index > 0], index > 0)
        for index, rows in enumerate(parts)
    ]


def _fill(lanes: Sequence[SetLane], room: float, group_height: NameHeight) -> list[Page]:
    """Pages filled one after another."""
    pages: list[Page] = []
    runs: list[Run] = []
    used = 0.0
    begun = ""
    for lane in lanes:
        group = lane.lane.group
        goes_on = bool(runs) and bool(group) and runs[-1].lanes[-1].lane.group == group
        run = _longer(runs[-1], lane) if goes_on else _run(group, lane, group_height)
        before = runs[-1].least if goes_on else 0.0
        if runs and used - before + run.least > room + _TOLERANCE:
            pages.append(tuple(runs))
            runs, used, before, goes_on = [], 0.0, 0.0, False
            run = _run(group + CONTINUED if group and begun == group else group, lane, group_height)
        if goes_on:
            runs[-1] = run
        else:
            runs.append(run)
        used += run.least - before
        begun = group
    return [*pages, tuple(runs)]


def _longer(run: Run, lane: SetLane) -> Run:
    return Run(run.group, (*run.lanes, lane), run.lanes_least + lane.least, run.name_least)


def _run(group: str, lane: SetLane, group_height: NameHeight) -> Run:
    return Run(group, (lane,), lane.least, group_height(group) if group else 0.0)
