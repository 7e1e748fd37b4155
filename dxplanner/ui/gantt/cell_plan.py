"""What texts typed, pasted or filled into cells of the table come to: read together, stored as one edit.

Qt-free. A text that cannot be read becomes a problem of its cell; all others are taken.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dxplanner.domain.date_text import is_open_mark, read_days
from dxplanner.domain.errors import InputError
from dxplanner.domain.schedule_data import BarData, EditionData, LinkData
from dxplanner.domain.text import comparison_key, half_width_digits
from dxplanner.domain.vocabulary import BarKind, Precision
from dxplanner.domain.work_calendar import WorkCalendar
from dxplanner.services import schedule_edit as edit
from dxplanner.services.command import Command
from dxplanner.services.schedule_edit import BarPlace, NewLink
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.rows import Row, RowKind

NAME, START, END, DAYS, PROGRESS, DEPARTMENT, BEFORE = range(7)
_FIELDS: Final = ("label", "precision", "progress", "department_id")
_FINENESS: Final = (Precision.DAY, Precision.TEN_DAYS, Precision.MONTH)
_LONGEST: Final = 9_999


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A text for a cell."""

    row: Row
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A text that could not be stored in a cell."""

    row: Row
    column: int
    text: str
    message: str


class CellPlan:
    """Reads texts for cells of the shown edition; ``command`` stores all that could be read."""

    def __init__(self, acts: GanttActs, departments: Callable[[], Mapping[str, int]]) -> None:
        assert acts.edition is not None
        self._acts, self._departments = acts, departments
        self._edition: EditionData = acts.edition
        self._bars: dict[int, BarData] = {}
        self._lanes: dict[int, str] = {}
        self._groups: dict[str, str] = {}
        self._before: dict[int, list[int]] = {}
        self._columns: set[int] = set()
        self.stored = 0
        """How many cells were read."""
        self.problems: list[CellProblem] = []

    def take(self, edits: Sequence[CellEdit]) -> None:
        """Read texts; those of one row belong together: a start and an end make one period."""
        rows: defaultdict[str, list[CellEdit]] = defaultdict(list)
        for one in edits:
            rows[one.row.key].append(one)
        for cells in rows.values():
            # 期間 only counts where no 終了 comes with it.
            ended = any(one.column == END for one in cells)
            for one in sorted(cells, key=lambda one: one.column):
                if not (one.column == DAYS and ended):
                    self._cell(one, {other.column for other in cells})

    def _cell(self, one: CellEdit, beside: set[int]) -> None:
        try:
            self._read(one, beside)
        except InputError as error:
            self.problems.append(CellProblem(one.row, one.column, one.text, error.message))
        else:
            self.stored += 1
            self._columns.add(one.column)

    def _read(self, one: CellEdit, beside: set[int]) -> None:
        text, row = one.text, one.row
        if one.column == NAME:
            self._name(row, text)
            return
        if row.bar is None:
            raise InputError("まとめの行には、名称のほかは入力できません。区分を開いて工程の行に入力します。")
        bar = self._bars.get(row.bar.id, row.bar)
        match one.column:
            case 1:
                bar = _started(bar, text, keeps_end=END in beside)
            case 2:
                bar = _ended(bar, text, with_start=START in beside)
            case 3:
                bar = _lasting(bar, text, self._edition.closed_days)
            case 4:
                bar = replace(bar, progress=read_percent(text))
            case 5:
                bar = replace(bar, department_id=self._department(text))
            case 6:
                self._before[bar.id] = self._named(bar, text)
        self._bars[bar.id] = bar

    def _name(self, row: Row, text: str) -> None:
        if row.kind is RowKind.BAR:
            bar = self._bars.get(row.bars[0].id, row.bars[0])
            self._bars[bar.id] = replace(bar, label=text)
            return
        if not text.strip():
            raise InputError("区分の名称は空欄にはできません。")
        if row.kind is RowKind.GROUP:
            self._groups[row.group] = text
        elif row.lane is not None:
            self._lanes[row.lane.id] = text

    def _department(self, text: str) -> int | None:
        if not text.strip():
            return None
        wanted = comparison_key(text)
        found = [key for name, key in self._departments().items() if comparison_key(name) == wanted]
        if not found:
            raise InputError(f"「{text}」という担当は組織の一覧にありません。")
        return found[0]

    def _named(self, bar: BarData, text: str) -> list[int]:
        """Keys of the bars that a text names: of several with one name the last that begins before."""
        wanted: list[int] = []
        for name in (part.strip() for part in text.replace(",", "、").replace("，", "、").split("、")):
            if not name:
                continue
            key = comparison_key(name.split("（")[0])
            found = [
                other
                for other in self._edition.bars
                if other.id != bar.id and comparison_key(self._acts.name(other)) == key
            ]
            if not found:
                raise InputError(f"「{name}」という工程はこの工程表にありません。")
            ahead = [other for other in found if other.starts_on <= bar.starts_on]
            wanted.append((max(ahead, key=lambda one: one.starts_on) if ahead else found[0]).id)
        return wanted

    # Storing --------------------------------------------------------------------------------------

    @property
    def places(self) -> list[BarPlace]:
        """Where bars go whose days change."""
        return [
            BarPlace(key, bar.starts_on, bar.ends_on)
            for key, bar in self._bars.items()
            if (bar.starts_on, bar.ends_on)
            != (self._edition.bar_by_id[key].starts_on, self._edition.bar_by_id[key].ends_on)
        ]

    @property
    def label(self) -> str:
        """What undo names."""
        names = [self._acts.name(self._edition.bar_by_id[key]) for key in {**self._bars, **self._before}]
        act = _ACTS[self._columns.pop()] if len(self._columns) == 1 else "入力"
        if len(self._groups) == 1 and not (self._lanes or names):
            return f"区分のまとまり「{next(iter(self._groups))}」の名称変更"
        if self._lanes and not names:
            return edit.lanes_label([self._edition.lane_by_id[key].name for key in self._lanes], "名称変更")
        if self._lanes or self._groups or not names:
            return f"表の{self.stored}か所の入力"
        return edit.bars_label(names, act)

    def command(self, also: Sequence[BarPlace] = ()) -> Command[bool]:
        """Store everything in one go; ``also`` are bars that a cascade moves along."""
        values = {key: found for key, bar in self._bars.items() if (found := self._changed(key, bar))}
        commands: list[Command[Any]] = [edit.set_bars(values)] if values else []
        if also:
            commands.append(edit.place_bars(also))
        gone, new = self._ties()
        if gone:
            commands.append(edit.delete_links([link.id for link in gone]))
        if new:
            commands.append(edit.add_links(new))
        commands += [edit.rename_lane(key, name) for key, name in self._lanes.items()]
        for group, name in self._groups.items():
            lanes = [lane.id for lane in self._edition.lanes if lane.group == group]
            commands.append(edit.rename_group(self._edition.id, lanes, name))

        def run(session: Any) -> bool:
            for command in commands:
                command(session)
            return True

        return run

    def _changed(self, key: int, bar: BarData) -> dict[str, Any]:
        old = self._edition.bar_by_id[key]
        names = ("starts_on", "ends_on", *_FIELDS)
        return {name: getattr(bar, name) for name in names if getattr(bar, name) != getattr(old, name)}

    def _ties(self) -> tuple[list[LinkData], list[NewLink]]:
        """前後関係 that go, and those that come."""
        gone: list[LinkData] = []
        new: list[NewLink] = []
        for key, wanted in self._before.items():
            present = self._acts.graph.predecessors(key)
            gone += [link for link in present if link.before_id not in wanted]
            known = {link.before_id for link in present}
            new += [NewLink(before, key) for before in wanted if before not in known]
        return gone, new


_ACTS: Final = {
    NAME: "名称変更", START: "日付変更", END: "日付変更", DAYS: "期間変更", PROGRESS: "進捗変更",
    DEPARTMENT: "担当変更", BEFORE: "前の作業の変更",
}  # fmt: skip


def _started(bar: BarData, text: str, *, keeps_end: bool) -> BarData:
    """A bar with another start: behind its end it takes its length along, unless an end comes too."""
    if not text.strip():
        raise InputError("開始は空欄にはできません。")
    day, precision = read_day(text, at_end=False)
    end = bar.ends_on
    if end is not None and end < day:
        end = day if keeps_end else day + (end - bar.starts_on)
    return replace(bar, starts_on=day, ends_on=end, precision=precision)


def _ended(bar: BarData, text: str, *, with_start: bool) -> BarData:
    """A bar with another end; beside a new start the finer precision of both counts."""
    if not text.strip() or is_open_mark(text):
        if bar.kind is not BarKind.BAR:
            raise InputError("マイルストーンの日付は空欄にはできません。")
        return replace(bar, ends_on=None)
    day, precision = read_day(text, at_end=True)
    if day < bar.starts_on:
        raise InputError("終わりの日が始まりの日より前です。順序を直してください。")
    if with_start:
        precision = min(bar.precision, precision, key=_FINENESS.index)
    end = None if bar.is_point and bar.ends_on is None and day == bar.starts_on else day
    return replace(bar, ends_on=end, precision=precision)


def _lasting(bar: BarData, text: str, closed_days: frozenset[date]) -> BarData:
    """A bar that takes so many 開庁日 from its start on."""
    plain = half_width_digits(text.strip()).replace(",", "").removesuffix("日").removesuffix("開庁").strip()
    if not plain.isdigit() or not 1 <= int(plain) <= _LONGEST:
        raise InputError(f"「{text}」は期間として読めません。開庁日の日数を1以上の数で入力してください。")
    if bar.kind is not BarKind.BAR:
        raise InputError("マイルストーンには期間がありません。")
    calendar = WorkCalendar(closed_days)
    first = calendar.next_open(bar.starts_on.toordinal())
    last = first if int(plain) == 1 else calendar.add(first, int(plain) - 1)
    return replace(bar, ends_on=date.fromordinal(last), precision=Precision.DAY)


def read_day(text: str, *, at_end: bool) -> tuple[date, Precision]:
    """A typed day, 旬 or month with the precision that it was typed in; its last day at an end.

    Raises:
        InputError: it cannot be read.
    """
    try:
        span = read_days(text)
    except ValueError as error:
        raise InputError(str(error)) from None
    return (span.last or span.first) if at_end else span.first, span.precision


def read_percent(text: str) -> int | None:
    """A typed share of 0 to 100 %; None for a blank.

    Raises:
        InputError: it is none.
    """
    plain = half_width_digits(text.strip()).rstrip("%％ ")
    if not plain:
        return None
    if not plain.isdigit() or int(plain) > 100:
        raise InputError(f"「{text}」は進捗として読めません。0から100までの数を入力してください。")
    return int(plain)
