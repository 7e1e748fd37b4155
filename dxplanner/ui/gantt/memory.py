"""How each 工程表 was looked at last, kept in the user's settings: zoom, columns, opened rows, switches.

A schedule is known by its uid, so that a plan file may be renamed or moved. What cannot be read is ignored.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.settings import Settings

_SEEN: Final = "gantt/seen"
_MOST: Final = 60
"""Schedules that are remembered; those looked at longest ago are forgotten."""
TODAY: Final = "今日"
"""A 基準日 that moves along with the days."""


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """How one schedule is looked at. Editions by uid; lanes by identity (the same in all editions)."""

    edition: str = ""
    overlay: str = ""
    mode: str = AxisMode.OWN.value
    zoom: float = 0.0
    """Pixels a day at 100 %; 0: fitted to the width."""
    first_day: str = ""
    """The first day in view, ISO; blank when fitted."""
    opened: tuple[str, ...] = ()
    closed_groups: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    """Of the table's columns, in pixels at 100 %."""
    table: int = 0
    """Width of the table in pixels at 100 %; 0: as it is."""
    links: bool = True
    shade: bool = True
    meetings: bool = False
    critical: bool = False
    status: str = ""
    """基準日 of the イナズマ線 (ISO, or TODAY); blank while it is off."""
    follow: bool = False
    by_days: bool = False
    """Whether what follows is shifted by as much, not as far as needed."""
    properties: bool = True
    findings: bool = False

    def status_day(self, today: date) -> date | None:
        """The 基準日 on a day; None while the line is off."""
        return today if self.status == TODAY else _day(self.status)

    @property
    def day(self) -> date | None:
        """The first day in view."""
        return _day(self.first_day)


class ViewMemory:
    """Reads and writes the views of schedules."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def last(self, uids: Collection[str]) -> str | None:
        """Which of these schedules was looked at last."""
        return next((uid for uid in self._seen() if uid in uids), None)

    def view(self, uid: str) -> ScheduleView | None:
        """How a schedule was looked at; None for one that never was."""
        found = _read(self._settings.text(_key(uid)))
        if not isinstance(found, dict):
            return None
        values: dict[str, Any] = {}
        for field in fields(ScheduleView):
            value, default = found.get(field.name), field.default
            if isinstance(default, tuple) and isinstance(value, list):
                kind = int if field.name == "widths" else str
                values[field.name] = tuple(one for one in value if isinstance(one, kind))
            elif isinstance(default, float) and isinstance(value, int | float):
                values[field.name] = float(value)
            elif type(value) is type(default):
                values[field.name] = value
        return ScheduleView(**values)

    def keep(self, uid: str, view: ScheduleView) -> None:
        """Remember how a schedule is looked at now."""
        seen = [uid, *(one for one in self._seen() if one != uid)]
        for gone in seen[_MOST:]:
            self._settings.set(_key(gone), "")
        self._settings.set(_SEEN, " ".join(seen[:_MOST]))
        self._settings.set(_key(uid), json.dumps(asdict(view), ensure_ascii=False))

    def _seen(self) -> list[str]:
        return self._settings.text(_SEEN).split()


def _key(uid: str) -> str:
    return f"gantt/view/{uid}"


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
