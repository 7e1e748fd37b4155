"""MS Project XML (MSPDI) as an edition of a 工程表.

Summary tasks become groups and lanes, tasks become bars and milestones on the lane above them; a task
without a summary gets a lane of its own name. A file of this program comes back as it was (text fields).
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from dxplanner.domain.errors import InputError
from dxplanner.domain.imported import ImportedSchedule, ImportProblem
from dxplanner.domain.mspdi_terms import (
    GROUP_JOINT,
    LINK_TYPES,
    NAMESPACE,
    OPEN_END,
    TEXT_FIELDS,
    UNNAMED,
    WORKDAY_CALENDAR,
)
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData, LinkData
from dxplanner.domain.text import has_control_characters
from dxplanner.domain.time_units import FIRST_DAY, LAST_DAY
from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    DependencyType,
    Glyph,
    LagUnit,
    Precision,
)
from dxplanner.domain.workdays import is_closed
from dxplanner.importers.xml_guard import read_xml

Term = TypeVar("Term", bound=StrEnum)

_NS: Final = f"{{{NAMESPACE}}}"
_TYPES: Final = {number: type_ for type_, number in LINK_TYPES.items()}
_ELAPSED: Final = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
"""Lag formats that count elapsed time instead of working time."""
_FIXED: Final = frozenset({"2", "3"})
"""Constraints that hold a date: must start on, must finish on."""
_PARSED: Final = 80
"""Percent of the reading that go into the text; the rest makes bars of it."""
_LONGEST_EXCEPTION: Final = 400
_MOST_LAG: Final = 3660


@dataclass
class _Task:
    """A task of the file with what is below it."""

    uid: str
    name: str
    level: int
    element: ET.Element
    texts: dict[str, str]
    children: list["_Task"] = field(default_factory=list)

    @property
    def is_row(self) -> bool:
        """Whether it is a group or a lane, not a bar."""
        return bool(self.children) or "role" in self.texts or self.text("Summary") == "1"

    def text(self, name: str) -> str:
        return _text(self.element, name)


def read_mspdi(data: bytes, tell: Callable[[int], None] | None = None) -> ImportedSchedule:
    """A file as an edition with keys of its own, and what could not be taken over.

    ``tell`` hears how much of the reading is done, in %; what it raises stops it.

    Raises:
        InputError: it is not MSPDI, too large, or could do harm.
    """
    told = tell or (lambda _percent: None)
    root = read_xml(data, lambda done, whole: told(_PARSED * done // whole))
    if root.tag != f"{_NS}Project":
        raise InputError("MS Project のXMLファイルではありません。")
    found = _Reader(root).read()
    told(100)
    return found


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self._root = root
        self._lanes: list[LaneData] = []
        self._bars: list[BarData] = []
        self._links: list[LinkData] = []
        self._problems: list[ImportProblem] = []
        self._key_of: dict[str, int] = {}
        self._minutes = max(_number(_text(root, "MinutesPerDay"), 480), 1)

    def read(self) -> ImportedSchedule:
        for task in self._tasks():
            self._place(task, ())
        self._tie()
        title = _text(self._root, "Title") or _text(self._root, "Name") or "工程表"
        edition = EditionData(
            0,
            "",
            0,
            self._clean(title, "工程表"),
            self._clean(_text(self._root, "Subject"), "取込み") or "取込み",
            tuple(self._lanes),
            tuple(self._bars),
            tuple(self._links),
            closed_days=self._closed_days(),
        )
        return ImportedSchedule(edition, tuple(self._problems))

    def _tasks(self) -> list[_Task]:
        """The tasks of the top level, each with its children by outline level."""
        known = {str(one.id): name for name, one in TEXT_FIELDS.items()}
        ours = self._is_ours()
        tops: list[_Task] = []
        above: list[_Task] = []
        for element in self._root.iterfind(f"{_NS}Tasks/{_NS}Task"):
            level = _number(_text(element, "OutlineLevel"), 1)
            if level < 1 or _text(element, "IsNull") == "1":
                continue
            texts = {}
            if ours:
                for entry in element.iterfind(f"{_NS}ExtendedAttribute"):
                    texts[known.get(_text(entry, "FieldID"), "")] = _text(entry, "Value")
            name = self._clean(_text(element, "Name"), "タスク名")
            task = _Task(_text(element, "UID"), name, level, element, texts)
            above = [one for one in above if one.level < level]
            (above[-1].children if above else tops).append(task)
            above.append(task)
        return tops

    def _is_ours(self) -> bool:
        """Whether the text fields have the names that this program gives them."""
        aliases = {_text(one, "Alias") for one in self._root.iterfind(f"{_NS}ExtendedAttributes/*")}
        return {TEXT_FIELDS["role"].alias, TEXT_FIELDS["lineage"].alias} <= aliases

    def _place(self, task: _Task, groups: tuple[str, ...]) -> None:
        """A task and what is below it: a bar, else a lane, else a group of lanes."""
        if not task.is_row:
            self._bar(task, self._lane(task.name or UNNAMED, groups, ""))
            return
        leaves = [child for child in task.children if not child.is_row]
        if leaves or not task.children or task.texts.get("role") == "区分":
            lane = self._lane(task.name or UNNAMED, groups, task.texts.get("lineage", ""))
            for child in leaves:
                self._bar(child, lane)
        for child in task.children:
            if child.is_row:
                self._place(child, (*groups, task.name or UNNAMED))

    def _lane(self, name: str, groups: tuple[str, ...], lineage: str) -> int:
        key = len(self._lanes) + 1
        self._lanes.append(LaneData(key, "", key - 1, GROUP_JOINT.join(groups), name, lineage))
        return key

    def _bar(self, task: _Task, lane_id: int) -> None:
        start = self._day(task, "ManualStart", "Start")
        finish = self._day(task, "ManualFinish", "Finish", at_end=True)
        if start is None:
            self._trouble(task.name, "開始日が読めないため、取り込めません。")
            return
        if finish is not None and finish < start:
            self._trouble(task.name, "終了が開始より前のため、開始の日だけの工程にしました。")
            finish = start
        texts = task.texts
        milestone = task.text("Milestone") == "1"
        kind = _term(BarKind, texts.get("kind"), BarKind.MILESTONE if milestone else BarKind.BAR)
        stated = texts.get("last", "")
        end: date | None = finish or start
        if kind is not BarKind.BAR:
            end = _iso(stated)
        elif stated == OPEN_END:
            end = None
        fixed = texts["fixed"] == "○" if "fixed" in texts else task.text("ConstraintType") in _FIXED
        key = len(self._bars) + 1
        self._key_of[task.uid] = key
        self._bars.append(
            BarData(
                key,
                "",
                lane_id,
                key,
                "" if texts.get("unnamed") == UNNAMED else task.name,
                start,
                end,
                _term(Precision, texts.get("precision"), Precision.DAY),
                kind,
                _term(BarShape, texts.get("shape"), BarShape.BAND),
                _term(Glyph, texts.get("glyph"), Glyph.TRIANGLE),
                _term(ColourRole, texts.get("colour"), ColourRole.NEUTRAL),
                self._progress(task),
                fixed,
                department=self._clean(task.text("Contact"), f"「{task.name}」の担当"),
                lineage=texts.get("lineage", ""),
                note=self._clean(task.text("Notes"), f"「{task.name}」の備考"),
            )
        )

    def _progress(self, task: _Task) -> int | None:
        stated = task.texts.get("progress") if "fixed" in task.texts else task.text("PercentComplete")
        value = _number(stated or "", -1)
        if "fixed" not in task.texts and value == 0:
            return None
        return value if 0 <= value <= 100 else None

    def _tie(self) -> None:
        pairs: set[tuple[int, int]] = set()
        for element in self._root.iterfind(f"{_NS}Tasks/{_NS}Task"):
            after = self._key_of.get(_text(element, "UID"))
            for one in element.iterfind(f"{_NS}PredecessorLink"):
                before = self._key_of.get(_text(one, "PredecessorUID"))
                if after is None or before is None or before == after:
                    self._trouble(_text(element, "Name"), "まとめの行への前後関係は、取り込めません。")
                elif (before, after) not in pairs:
                    pairs.add((before, after))
                    self._links.append(self._link(one, len(self._links) + 1, before, after))

    def _link(self, element: ET.Element, key: int, before: int, after: int) -> LinkData:
        tenths = _number(_text(element, "LinkLag"), 0)
        elapsed = _number(_text(element, "LagFormat"), 7) in _ELAPSED
        lag = round(tenths / (10 * (1440 if elapsed else self._minutes)))
        return LinkData(
            key,
            "",
            before,
            after,
            _TYPES.get(_number(_text(element, "Type"), 1), DependencyType.FINISH_START),
            max(min(lag, _MOST_LAG), -_MOST_LAG),
            LagUnit.CALENDAR_DAYS if elapsed or lag == 0 else LagUnit.WORKING_DAYS,
        )

    def _closed_days(self) -> frozenset[date]:
        """Exceptions of the city hall's calendar, else of the project's, that are not closed days anyway."""
        calendars = list(self._root.iterfind(f"{_NS}Calendars/{_NS}Calendar"))
        named = [one for one in calendars if _text(one, "Name") == WORKDAY_CALENDAR]
        used = [one for one in calendars if _text(one, "UID") == _text(self._root, "CalendarUID")]
        days: set[date] = set()
        for calendar in (named or used)[:1]:
            for entry in calendar.iterfind(f"{_NS}Exceptions/{_NS}Exception"):
                if _text(entry, "DayWorking") == "0":
                    days.update(_period(entry))
        return frozenset(day for day in days if not is_closed(day))

    def _day(self, task: _Task, *names: str, at_end: bool = False) -> date | None:
        for name in names:
            stated = task.text(name)
            day = _iso(stated[:10])
            if day is None:
                continue
            # A finish at midnight belongs to the day before.
            if at_end and stated[10:].startswith("T00:00") and task.text("Milestone") != "1":
                start = _iso((task.text("ManualStart") or task.text("Start"))[:10])
                return day if start is None or day <= start else day - timedelta(days=1)
            return day
        return None

    def _clean(self, text: str, place: str) -> str:
        """A text without signs that no handout can print."""
        flat = text.replace("\r\n", "\n").strip()
        if not has_control_characters(flat):
            return flat
        self._problems.append(ImportProblem(place, flat, "印刷できない文字を取り除きました。"))
        return "".join(char for char in flat if not has_control_characters(char))

    def _trouble(self, name: str, message: str) -> None:
        self._problems.append(ImportProblem(f"「{name}」", name, message))


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{_NS}{name}") or ""


def _number(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


def _iso(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _period(entry: ET.Element) -> list[date]:
    first, last = (
        _iso((entry.findtext(f"{_NS}TimePeriod/{_NS}{name}") or "")[:10]) for name in ("FromDate", "ToDate")
    )
    if first is None or last is None:
        return []
    length = min((last - first).days, _LONGEST_EXCEPTION)
    return [first + timedelta(days=offset) for offset in range(length + 1)]


def _term(kind: type[Term], text: str | None, default: Term) -> Term:
    try:
        return default if text is None else kind(text)
    except ValueError:
        return default
