"""An edition of a 工程表 as plain values, for screen, arithmetic, paper and exchange files alike.

Nothing here knows a database. Both dates of a bar are included; a bar without an end goes on (以降も続く).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    DependencyType,
    Glyph,
    LagUnit,
    MeetingBody,
    Precision,
)


@dataclass(frozen=True, slots=True)
class BarData:
    """帯, マイルストーン or 縦線 on a lane. Empty texts stand for none; ``progress`` in %."""

    id: int
    uid: str
    lane_id: int
    position: int
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
    department: str = ""
    lineage: str = ""
    note: str = ""
    inferred: bool = False
    """推定: its dates or its name, until somebody confirms them."""

    @property
    def is_point(self) -> bool:
        """Whether it is a milestone or a marker line."""
        return self.kind is not BarKind.BAR

    @property
    def is_open(self) -> bool:
        """Whether it goes on beyond the chart. A point without an end is that one day."""
        return self.ends_on is None and self.kind is BarKind.BAR

    @property
    def last_day(self) -> date | None:
        """The last day, None when open."""
        return None if self.is_open else (self.ends_on or self.starts_on)

    @property
    def identity(self) -> str:
        """What the same bar is known by in other editions: its lineage, else its own uid."""
        return self.lineage or self.uid


@dataclass(frozen=True, slots=True)
class LaneData:
    """区分: a row of the chart; ``group`` is empty for none."""

    id: int
    uid: str
    position: int
    group: str
    name: str
    lineage: str = ""
    inferred: bool = False

    @property
    def identity(self) -> str:
        """What the same lane is known by in other editions."""
        return self.lineage or self.uid


@dataclass(frozen=True, slots=True)
class LinkData:
    """前後関係: ``lag`` days (暦日 or 開庁日) from one bar's start or end to another's."""

    id: int
    uid: str
    before_id: int
    after_id: int
    type: DependencyType = DependencyType.FINISH_START
    lag: int = 0
    lag_unit: LagUnit = LagUnit.CALENDAR_DAYS


@dataclass(frozen=True, slots=True)
class ColumnData:
    """時間軸の列 with its own heading; without an end it is open (令和７年度以降)."""

    id: int
    uid: str
    position: int
    group: str
    heading: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingBand:
    """A 会議 with dates, for the band of the calendar. A meeting of one day ends on its first."""

    id: int
    uid: str
    body: MeetingBody
    name: str
    starts_on: date
    ends_on: date
    precision: Precision = Precision.DAY


@dataclass(frozen=True)
class EditionData:
    """An edition with all that is drawn of it. Lanes in order; bars by lane, then by position."""

    id: int
    uid: str
    schedule_id: int
    title: str
    name: str
    lanes: tuple[LaneData, ...] = ()
    bars: tuple[BarData, ...] = ()
    links: tuple[LinkData, ...] = ()
    columns: tuple[ColumnData, ...] = ()
    meetings: tuple[MeetingBand, ...] = ()
    closed_days: frozenset[date] = frozenset()
    """The plan's own 閉庁日."""

    @cached_property
    def bar_by_id(self) -> Mapping[int, BarData]:
        """Bars by key."""
        return {bar.id: bar for bar in self.bars}

    @cached_property
    def lane_by_id(self) -> Mapping[int, LaneData]:
        """Lanes by key."""
        return {lane.id: lane for lane in self.lanes}

    @cached_property
    def bars_by_lane(self) -> Mapping[int, tuple[BarData, ...]]:
        """The bars of each lane that has some, in order."""
        found: defaultdict[int, list[BarData]] = defaultdict(list)
        for bar in self.bars:
            found[bar.lane_id].append(bar)
        return {lane_id: tuple(bars) for lane_id, bars in found.items()}

    def bars_of(self, lane_id: int) -> tuple[BarData, ...]:
        """The bars of a lane, in order."""
        return self.bars_by_lane.get(lane_id, ())

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """First and last day of bars and columns together; None for an empty edition.

        An open bar or column counts with its first day.
        """
        starts = [bar.starts_on for bar in self.bars] + [column.starts_on for column in self.columns]
        if not starts:
            return None
        ends = [bar.ends_on for bar in self.bars] + [column.ends_on for column in self.columns]
        return min(starts), max([*starts, *(day for day in ends if day is not None)])


def bar_name(bar: BarData, lane: LaneData | None = None) -> str:
    """What a bar is called in sentences: its text, else its lane's name, else 名称なし."""
    flat = "".join(bar.label.split("\n"))
    return flat or (lane.name if lane is not None else "") or "名称なし"
