"""What typing into a cell of the table does: dates in wareki, percentages, sections, names of bars before."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dxplanner.domain.date_text import is_open_mark, read_days
from dxplanner.domain.errors import InputError
from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.text import comparison_key, half_width_digits
from dxplanner.domain.vocabulary import BarKind, Precision
from dxplanner.services import schedule_edit as edit
from dxplanner.services.schedule_edit import BarPlace, NewLink
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.rows import Row, RowKind

NAME, START, END, DAYS, PROGRESS, DEPARTMENT, BEFORE = range(7)


class CellActs:
    """Stores what is typed into cells. ``departments`` gives the 担当 on offer: name → key."""

    def __init__(self, acts: GanttActs, departments: Callable[[], Mapping[str, int]]) -> None:
        self.acts = acts
        self._departments = departments

    def editable(self, row: Row, column: int) -> bool:
        """Whether a cell can be typed into."""
        if self.acts.read_only or column == DAYS:
            return False
        return column == NAME or row.bar is not None

    def store(self, row: Row, column: int, text: str) -> bool:
        """Store a typed text.

        Raises:
            InputError: it cannot be read; said beside the cell, nothing is stored.
        """
        if column == NAME:
            return self._rename(row, text)
        bar = row.bar
        if bar is None:
            return False
        match column:
            case 1 | 2:
                return self._date(bar, column, text)
            case 4:
                return self.acts.change([bar.id], {"progress": read_percent(text)}, "進捗変更")
            case 5:
                return self.acts.change([bar.id], {"department_id": self._department(text)}, "担当変更")
            case 6:
                return self._before(bar, text)
        return False

    def _rename(self, row: Row, text: str) -> bool:
        if row.kind is RowKind.BAR:
            return self.acts.rename(row.bars[0].id, text)
        if not text.strip():
            raise InputError("区分の名称は空欄にはできません。")
        edition = self.acts.edition
        if edition is None:
            return False
        if row.kind is RowKind.GROUP:
            lanes = [lane.id for lane in edition.lanes if lane.group == row.group]
            label = f"区分のまとまり「{row.group}」の名称変更"
            return _done(self.acts, label, edit.rename_group(edition.id, lanes, text))
        if row.lane is None:
            return False
        label = edit.lanes_label([row.lane.name], "名称変更")
        return _done(self.acts, label, edit.rename_lane(row.lane.id, text))

    def _date(self, bar: BarData, column: int, text: str) -> bool:
        if column == END and (not text.strip() or is_open_mark(text)):
            if bar.kind is BarKind.BAR:
                return self.acts.place([BarPlace(bar.id, bar.starts_on, None)], "期間変更")
            raise InputError("マイルストーンの日付は空欄にはできません。")
        day, precision = read_day(text, at_end=column == END)
        start, end = (day, bar.ends_on) if column == START else (bar.starts_on, day)
        if end is not None and end < start:
            if column == END:
                raise InputError("終わりの日が始まりの日より前です。順序を直してください。")
            end = start + (end - bar.starts_on) if bar.ends_on is not None else None
        wanted = precision if precision is not bar.precision else None
        return self.acts.place([BarPlace(bar.id, start, end, None, wanted)], "日付変更")

    def _department(self, text: str) -> int | None:
        if not text.strip():
            return None
        wanted = comparison_key(text)
        found = [key for name, key in self._departments().items() if comparison_key(name) == wanted]
        if not found:
            raise InputError(f"「{text}」という担当は組織の一覧にありません。")
        return found[0]

    def _before(self, bar: BarData, text: str) -> bool:
        acts = self.acts
        assert acts.edition is not None
        wanted: list[int] = []
        for name in (part.strip() for part in text.replace(",", "、").replace("，", "、").split("、")):
            if not name:
                continue
            key = comparison_key(name.split("（")[0])
            found = [
                other
                for other in acts.edition.bars
                if other.id != bar.id and comparison_key(acts.name(other)) == key
            ]
            if not found:
                raise InputError(f"「{name}」という工程はこの工程表にありません。")
            ahead = [other for other in found if other.starts_on <= bar.starts_on]
            wanted.append((max(ahead, key=lambda one: one.starts_on) if ahead else found[0]).id)
        old = acts.graph.predecessors(bar.id)
        gone = [link.id for link in old if link.before_id not in wanted]
        known = {link.before_id for link in old}
        new = [NewLink(before, bar.id) for before in wanted if before not in known]
        remove, add = edit.delete_links(gone), edit.add_links(new)

        def both(session: Any) -> None:
            if gone:
                remove(session)
            if new:
                add(session)

        return _done(acts, edit.bars_label([acts.name(bar)], "前の作業の変更"), both)


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
    plain = half_width_digits(text.strip()).rstrip("%％ ")
    if not plain:
        return None
    if not plain.isdigit() or int(plain) > 100:
        raise InputError(f"「{text}」は進捗として読めません。0から100までの数を入力してください。")
    return int(plain)


def _done(acts: GanttActs, label: str, command: Callable[[Any], object]) -> bool:
    def run(session: Any) -> bool:
        command(session)
        return True

    return bool(acts.context.run(label, run))
