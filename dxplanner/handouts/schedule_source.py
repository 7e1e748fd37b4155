"""What a 工程表 shows, read from an edition: lanes and bars at their moments, arrows, 当初, 基準日.

Moments are months since year 0 (see schedule_axis).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dxplanner.domain.date_text import DaySpan, read_days
from dxplanner.domain.errors import InputError
from dxplanner.domain.progress_line import progress_point
from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, DependencyType, Glyph, Precision
from dxplanner.handouts.schedule_axis import moment, moment_after
from dxplanner.handouts.selection import Options, flag_option, missing, row_named, text_option
from dxplanner.model import Bar, Lane, ScheduleEdition
from dxplanner.model.snapshot import PlanSnapshot

_DATED: Final = ("starts_on", "ends_on", "label")
_FROM_END: Final = (DependencyType.FINISH_START, DependencyType.FINISH_FINISH)
_TO_START: Final = (DependencyType.FINISH_START, DependencyType.START_START)


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another; ``end`` None goes on. A point begins where it ends."""

    begin: float
    end: float | None
    is_point: bool = False
    glyph: Glyph = Glyph.TRIANGLE


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar, milestone or marker line. ``was`` is its period in the edition it is compared with."""

    uid: str
    label: str
    period: Period
    kind: BarKind = BarKind.BAR
    shape: BarShape = BarShape.BAND
    role: ColourRole = ColourRole.NEUTRAL
    inferred: bool = False
    progress: int | None = None
    was: Period | None = None


@dataclass(frozen=True, slots=True)
class ChartLane:
    """A lane (区分). ``gone`` are periods of what only the edition compared with has."""

    uid: str
    name: str
    group: str
    bars: tuple[ChartBar, ...]
    inferred: bool = False
    gone: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartLink:
    """An arrow (前後関係) between two bars, from the end or start of one to the start or end of the other."""

    before: str
    after: str
    from_end: bool
    to_start: bool


@dataclass(frozen=True, slots=True)
class ChartStatus:
    """基準日 of the イナズマ線: its end, and where the work of bars has got to that are not on time."""

    day: date
    moment: float
    reached: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ChartWishes:
    """What is drawn beside the bars (options of the block)."""

    links: bool = True
    progress: bool = True
    baseline: ScheduleEdition | None = None
    status: date | None = None


def read_wishes(edition: ScheduleEdition, options: Options) -> ChartWishes:
    """The options ``links``, ``progress``, ``baseline`` and ``status``.

    Raises:
        InputError: one of them cannot be understood, or names an edition that is not there.
    """
    status = day_option(options, "status")
    return ChartWishes(
        flag_option(options, "links", True),
        flag_option(options, "progress", True),
        _baseline(edition, text_option(options, "baseline")),
        None if status is None else status.first,
    )


_DAYS: Final = {"from": "印刷する期間の初め", "to": "印刷する期間の終わり", "status": "基準日"}
"""What a day is called on the form of the block's options."""


def day_option(options: Options, key: str) -> DaySpan | None:
    """A day or period from a block's options, in any form that dates are typed in; None without one."""
    text = text_option(options, key)
    if not text:
        return None
    try:
        return read_days(text)
    except ValueError as error:
        raise InputError(f"工程表の「{_DAYS.get(key, key)}」：{error}") from error


def _baseline(edition: ScheduleEdition, name: str) -> ScheduleEdition | None:
    if not name:
        return None
    others = [other for other in edition.schedule.editions if other is not edition]
    keys = [key for other in others for key in (other.uid, other.name)]
    if name not in keys:
        known = "、".join(f"「{other.name}」" for other in others)
        there = f"この工程表のほかの版は{known}です。" if known else "この工程表にほかの版はありません。"
        raise InputError(f"比べる版{missing(name)}。{there}")
    return row_named(others, name, ("name",), "比べる版")


def read_lanes(
    snapshot: PlanSnapshot, edition: ScheduleEdition, wishes: ChartWishes
) -> tuple[ChartLane, ...]:
    """The lanes of an edition in order, with their bars."""
    old = {} if wishes.baseline is None else _bars_by_identity(wishes.baseline.lanes)
    gone = {} if wishes.baseline is None else _gone(edition, wishes.baseline)
    return tuple(
        ChartLane(
            lane.uid or "",
            lane.name,
            lane.group or "",
            tuple(_bar(snapshot, bar, wishes.progress, old) for bar in lane.bars),
            snapshot.is_inferred(lane),
            gone.get(lane.lineage or lane.uid, ()),
        )
        for lane in edition.lanes
    )


def read_links(edition: ScheduleEdition) -> dict[str, tuple[ChartLink, ...]]:
    """The edition's 前後関係 by the uid of the bar that they begin at."""
    return {
        bar.uid: tuple(
            ChartLink(bar.uid, link.after.uid, link.type in _FROM_END, link.type in _TO_START)
            for link in bar.successors
        )
        for lane in edition.lanes
        for bar in lane.bars
        if bar.successors
    }


def read_status(edition: ScheduleEdition, day: date | None) -> ChartStatus | None:
    """Where the work has got to on the 基準日; None without one."""
    if day is None:
        return None
    reached: dict[str, float] = {}
    for bar in (bar for lane in edition.lanes for bar in lane.bars):
        plain = BarData(
            0,
            bar.uid,
            0,
            0,
            "",
            bar.starts_on,
            bar.ends_on,
            kind=bar.kind or BarKind.BAR,
            progress=bar.progress,
        )
        point = progress_point(plain, day)
        if point is not None and point.days:
            reached[bar.uid] = moment(point.day)
    return ChartStatus(day, moment_after(day), reached)


def _bar(snapshot: PlanSnapshot, bar: Bar, progress: bool, old: Mapping[str, Bar]) -> ChartBar:
    was = old.get(bar.lineage or bar.uid)
    period = _period(bar)
    before = None if was is None else _period(was)
    return ChartBar(
        bar.uid or "",
        bar.label or "",
        period,
        bar.kind or BarKind.BAR,
        bar.shape or BarShape.BAND,
        bar.colour or ColourRole.NEUTRAL,
        any(snapshot.is_inferred(bar, name) for name in _DATED),
        bar.progress if progress else None,
        before if before != period else None,
    )


def _period(bar: Bar) -> Period:
    if (bar.kind or BarKind.BAR) is BarKind.BAR:
        return Period(moment(bar.starts_on), None if bar.ends_on is None else moment_after(bar.ends_on))
    point = _point(bar)
    return Period(point, point, True, bar.glyph or Glyph.TRIANGLE)


def _point(bar: Bar) -> float:
    """A milestone's moment: the middle of its span, or of the month, ten days or day that it names."""
    if bar.ends_on is not None and bar.ends_on > bar.starts_on:
        return (moment(bar.starts_on) + moment_after(bar.ends_on)) / 2
    return moment(bar.starts_on) + _half_unit(bar.starts_on, bar.precision)


def _half_unit(day: date, precision: Precision | None) -> float:
    if precision is Precision.DAY:
        return 0.5 / 30
    if precision is Precision.TEN_DAYS:
        return 0.5 / 3
    return 0.5 - (moment(day) % 1)


def _bars_by_identity(lanes: Iterable[Lane]) -> dict[str, Bar]:
    return {bar.lineage or bar.uid: bar for lane in lanes for bar in lane.bars}


def _gone(edition: ScheduleEdition, baseline: ScheduleEdition) -> dict[str, tuple[Period, ...]]:
    """Periods of the baseline's bars that the edition has no more, by the identity of their lane."""
    kept = _bars_by_identity(edition.lanes)
    found: dict[str, tuple[Period, ...]] = {}
    for lane in baseline.lanes:
        bars = [bar for bar in lane.bars if (bar.lineage or bar.uid) not in kept]
        found[lane.lineage or lane.uid] = tuple(_period(bar) for bar in bars)
    return found
