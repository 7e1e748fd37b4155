"""イナズマ線: where each bar's work has got to, against a 基準日.

A bar of days with progress p % has done p % of its days, counted from its beginning; what is left should
begin on the 基準日. The line bends to the left where work is behind, to the right where it is ahead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dxplanner.domain.schedule_data import BarData

_DONE: Final = 100


class Standing(StrEnum):
    """How a bar stands on the 基準日."""

    BEHIND = "遅れ"
    ON_TIME = "予定どおり"
    AHEAD = "進み"


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """Where the line meets a bar: the beginning of ``day`` (the 基準日 itself ends with ``status`` + 1).

    ``days`` behind (negative) or ahead (positive); 0 where the line goes straight on.
    """

    bar_id: int
    lane_id: int
    day: date
    days: int
    standing: Standing

    @property
    def text(self) -> str:
        """「5日遅れ」, 「3日進み」, 「予定どおり」."""
        return self.standing.value if self.days == 0 else f"{abs(self.days):,}日{self.standing.value}"


def progress_points(bars: Iterable[BarData], status: date) -> tuple[ProgressPoint, ...]:
    """The points of the line, bar by bar in their order.

    Bars without progress, without an end, and markers take no part. What is done and over, or not begun and
    not due, stands on the line. A milestone is either done (100 %) or not.
    """
    return tuple(point for bar in bars if (point := progress_point(bar, status)) is not None)


def progress_point(bar: BarData, status: date) -> ProgressPoint | None:
    """The point of one bar; None when it takes no part."""
    if bar.progress is None or bar.last_day is None:
        return None
    today = status.toordinal() + 1
    first, end = bar.starts_on.toordinal(), bar.last_day.toordinal() + 1
    if bar.is_point:
        reached = end if bar.progress >= _DONE else first
    else:
        reached = first + (end - first) * bar.progress // _DONE
    settled = bar.progress >= _DONE and end <= today
    waiting = bar.progress <= 0 and first >= today
    days = 0 if settled or waiting else reached - today
    standing = Standing.ON_TIME if days == 0 else Standing.BEHIND if days < 0 else Standing.AHEAD
    return ProgressPoint(bar.id, bar.lane_id, date.fromordinal(today + days), days, standing)


def expected_progress(bar: BarData, status: date) -> int | None:
    """The progress in % that a bar should have on the 基準日; None for one without an end."""
    if bar.last_day is None:
        return None
    first, end = bar.starts_on.toordinal(), bar.last_day.toordinal() + 1
    passed = min(max(status.toordinal() + 1 - first, 0), end - first)
    return passed * _DONE // (end - first)
