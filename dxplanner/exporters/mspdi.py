"""A 工程表 as MS Project XML (MSPDI): groups and lanes as summary tasks, bars and milestones below them.

The calendar of the file is Monday to Friday, eight hours, because readers that know no other one (GNOME
Planner) count durations in it; tasks are set by hand and start on their day whatever a reader calculates.
The city hall's own calendar, with 祝日 and 閉庁日, comes along as a second one. What MS Project has no word
for (以降も続く, 旬, 矢羽根, …) stands in text fields with Japanese names, so that the way back loses nothing.

Elements come in the order of Microsoft's schema, which its reader insists on.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dxplanner.domain.mspdi_terms import (
    CALENDAR_DAYS,
    GROUP_JOINT,
    LAG_FORMATS,
    LINK_TYPES,
    NAMESPACE,
    OPEN_END,
    STANDARD_CALENDAR,
    TEXT_FIELDS,
    UNNAMED,
    WORKDAY_CALENDAR,
    WORKING_DAYS,
)
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData, LinkData, bar_name
from dxplanner.domain.time_units import Unit, unit_end
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph, LagUnit, Precision
from dxplanner.domain.workdays import is_closed

_HOURS: Final = 8
_TENTHS: Final = {LagUnit.CALENDAR_DAYS: 24 * 600, LagUnit.WORKING_DAYS: _HOURS * 600}
"""A day of lag in tenths of minutes."""
_PLAIN: Final = {
    "kind": BarKind.BAR,
    "shape": BarShape.BAND,
    "glyph": Glyph.TRIANGLE,
    "colour": ColourRole.NEUTRAL,
    "precision": Precision.DAY,
}
"""What needs no text field because a reader assumes it."""


@dataclass
class _Row:
    """A task of the file; ``bar`` is None for a summary."""

    uid: int
    name: str
    level: int
    number: str
    start: date
    finish: date
    lane: LaneData | None = None
    bar: BarData | None = None


def write_mspdi(edition: EditionData) -> bytes:
    """An edition as MSPDI, UTF-8. An edition without lanes makes a project without tasks."""
    first, last = _span(edition)
    root = ET.Element("Project", xmlns=NAMESPACE)
    _texts(
        root,
        SaveVersion="14",
        Name=edition.title,
        Title=edition.title,
        Subject=edition.name,
        ScheduleFromStart="1",
        StartDate=_opening(first),
        FinishDate=_closing(last),
        FYStartDate="4",
        CriticalSlackLimit="0",
        CalendarUID="1",
        DefaultStartTime="08:00:00",
        DefaultFinishTime="17:00:00",
        MinutesPerDay=str(_HOURS * 60),
        MinutesPerWeek=str(_HOURS * 300),
        DaysPerMonth="20",
        DefaultTaskType="1",
        WeekStartDay="1",
        NewTasksAreManual="1",
    )
    _fields(root)
    calendars = ET.SubElement(root, "Calendars")
    _calendar(calendars, 1, STANDARD_CALENDAR, ())
    _calendar(calendars, 2, WORKDAY_CALENDAR, tuple(_closed_weekdays(edition, first, last)))
    tasks = ET.SubElement(root, "Tasks")
    rows = list(_rows(edition, last))
    _span_summaries(rows, first)
    by_bar = {row.bar.id: row.uid for row in rows if row.bar is not None}
    waits: dict[int, list[LinkData]] = {}
    for link in edition.links:
        waits.setdefault(link.after_id, []).append(link)
    for row in rows:
        task = _task(tasks, row)
        for link in waits.get(row.bar.id, ()) if row.bar is not None else ():
            if link.before_id in by_bar:
                _link(task, link, by_bar[link.before_id])
        _own_fields(task, row)
    ET.SubElement(root, "Resources")
    ET.SubElement(root, "Assignments")
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode()


def _rows(edition: EditionData, last: date) -> Iterator[_Row]:
    """Groups, lanes and bars in order; a group may have levels of its own (A ▸ B)."""
    uid, counters = 0, [0]
    path: list[str] = []
    for lane in edition.lanes:
        groups = [part for part in lane.group.split(GROUP_JOINT) if part] if lane.group else []
        shared = 0
        while shared < min(len(groups), len(path)) and groups[shared] == path[shared]:
            shared += 1
        bars = edition.bars_of(lane.id)
        new: list[tuple[str, LaneData | None]] = [(name, None) for name in groups[shared:]]
        for depth, (name, of_lane) in enumerate([*new, (lane.name, lane)], start=shared):
            uid += 1
            counters = [*counters[:depth], (counters[depth] if depth < len(counters) else 0) + 1]
            yield _Row(uid, name, depth + 1, ".".join(map(str, counters)), last, last, of_lane)
        lane_number = ".".join(map(str, counters))
        path = groups
        for index, bar in enumerate(bars, start=1):
            uid += 1
            number = f"{lane_number}.{index}"
            finish = bar.starts_on if bar.is_point else bar.ends_on or max(last, bar.starts_on)
            name = bar_name(bar, lane)
            yield _Row(uid, name, len(groups) + 2, number, bar.starts_on, finish, lane, bar)
        counters = counters[: len(groups) + 1]


def _span_summaries(rows: list[_Row], first: date) -> None:
    """Give summaries the first and last day of what is below them; ``first`` to those with nothing below."""
    above: list[_Row] = []
    filled: set[int] = set()
    for row in rows:
        above = [one for one in above if one.level < row.level]
        if row.bar is None:
            above.append(row)
            row.start = row.finish = first
            continue
        for one in above:
            known = one.uid in filled
            one.start = min(one.start, row.start) if known else row.start
            one.finish = max(one.finish, row.finish) if known else row.finish
            filled.add(one.uid)


def _task(parent: ET.Element, row: _Row) -> ET.Element:
    task, bar = ET.SubElement(parent, "Task"), row.bar
    point = bar is not None and bar.is_point
    start = _opening(row.start)
    finish = start if point else _closing(row.finish)
    duration = f"PT{0 if point else _weekdays(row.start, row.finish) * _HOURS}H0M0S"
    _texts(
        task,
        UID=str(row.uid),
        ID=str(row.uid),
        Name=row.name,
        Active="1",
        Manual="0" if bar is None else "1",
        Type="1",
        IsNull="0",
        Contact=bar.department if bar is not None else "",
        WBS=row.number,
        OutlineNumber=row.number,
        OutlineLevel=str(row.level),
        Priority="500",
        Start=start,
        Finish=finish,
        Duration=duration,
        **({} if bar is None else {"ManualStart": start, "ManualFinish": finish, "ManualDuration": duration}),
        DurationFormat="7",
        Work="PT0H0M0S",
        EffortDriven="0",
        Estimated="0",
        Milestone=str(int(point)),
        Summary=str(int(bar is None)),
        PercentComplete=str((bar.progress if bar is not None else None) or 0),
        **({"ConstraintType": "0"} if bar is None else {"ConstraintType": "2", "ConstraintDate": start}),
        Notes=bar.note if bar is not None else "",
    )
    return task


def _own_fields(task: ET.Element, row: _Row) -> None:
    """Text fields for what MS Project has no word for; only what differs from what a reader assumes."""
    bar, lane = row.bar, row.lane
    values: dict[str, str] = {}
    if bar is None:
        values["role"] = "区分" if lane is not None else "まとまり"
        values["lineage"] = lane.identity if lane is not None else ""
    else:
        values["lineage"] = bar.identity
        values["last"] = _stated_end(bar)
        values["fixed"] = "○" if bar.fixed else "×"
        values["unnamed"] = "" if bar.label else UNNAMED
        values["progress"] = "" if bar.progress is None else str(bar.progress)
        values |= {
            name: str(getattr(bar, name)) for name, usual in _PLAIN.items() if getattr(bar, name) != usual
        }
    for name, value in values.items():
        if value:
            entry = ET.SubElement(task, "ExtendedAttribute")
            _texts(entry, FieldID=str(TEXT_FIELDS[name].id), Value=value)


def _stated_end(bar: BarData) -> str:
    """The end where Finish cannot say it: an open bar, and a point that spans several days or none."""
    if bar.ends_on is None:
        return "" if bar.is_point else OPEN_END
    return bar.ends_on.isoformat() if bar.is_point else ""


def _link(task: ET.Element, link: LinkData, before_uid: int) -> None:
    element = ET.SubElement(task, "PredecessorLink")
    _texts(
        element,
        PredecessorUID=str(before_uid),
        Type=str(LINK_TYPES[link.type]),
        CrossProject="0",
        LinkLag=str(link.lag * _TENTHS[link.lag_unit]),
        LagFormat=str(LAG_FORMATS[link.lag_unit]),
    )


def _fields(root: ET.Element) -> None:
    """Names of the text fields that are used."""
    listed = ET.SubElement(root, "ExtendedAttributes")
    for field in TEXT_FIELDS.values():
        entry = ET.SubElement(listed, "ExtendedAttribute")
        _texts(entry, FieldID=str(field.id), FieldName=field.name, Alias=field.alias)


def _calendar(parent: ET.Element, uid: int, name: str, closed: tuple[tuple[date, date], ...]) -> None:
    calendar = ET.SubElement(parent, "Calendar")
    _texts(calendar, UID=str(uid), Name=name, IsBaseCalendar="1", BaseCalendarUID="-1")
    days = ET.SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        day = ET.SubElement(days, "WeekDay")
        _texts(day, DayType=str(number), DayWorking=str(int(number not in (1, 7))))
        if number not in (1, 7):
            times = ET.SubElement(day, "WorkingTimes")
            for begin, end in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")):
                _texts(ET.SubElement(times, "WorkingTime"), FromTime=begin, ToTime=end)
    if closed:
        exceptions = ET.SubElement(calendar, "Exceptions")
        for first, last in closed:
            entry = ET.SubElement(exceptions, "Exception")
            _texts(entry, EnteredByOccurrences="0")
            period = ET.SubElement(entry, "TimePeriod")
            _texts(period, FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")
            _texts(
                entry,
                Occurrences=str((last - first).days + 1),
                Name=WORKDAY_CALENDAR,
                Type="1",
                DayWorking="0",
            )


def _closed_weekdays(edition: EditionData, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Weekdays on which the city hall is closed, as runs, over the whole 年度 of the edition."""
    run: tuple[date, date] | None = None
    end = min(unit_end(last, Unit.YEAR), first + timedelta(days=CALENDAR_DAYS))
    for ordinal in range(first.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() >= 5 or not is_closed(day, edition.closed_days):
            continue
        if run is not None and run[1] + timedelta(days=1) == day:
            run = run[0], day
            continue
        if run is not None:
            yield run
        run = day, day
    if run is not None:
        yield run


def _span(edition: EditionData) -> tuple[date, date]:
    """First and last day of the file; where something is open, to the end of the last 年度."""
    if edition.span is None:
        return date(2024, 4, 1), date(2025, 3, 31)
    first, last = edition.span
    return first, unit_end(last, Unit.YEAR) if any(bar.is_open for bar in edition.bars) else last


def _weekdays(first: date, last: date) -> int:
    """Days from Monday to Friday between two days, both included."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first + timedelta(days=day)).weekday() < WORKING_DAYS for day in range(rest))


def _opening(day: date) -> str:
    return f"{day}T08:00:00"


def _closing(day: date) -> str:
    return f"{day}T17:00:00"


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            ET.SubElement(parent, name).text = text
