"""A list of rows (名称, 開始, 終了, …) as an edition of a 工程表, with all that could not be read, by cell.

Columns are found by their headings, else by what they hold: the first column of dates is 開始, the second
終了, the texts before them 区分のまとまり, 区分 and 名称. A blank 区分 is that of the row above.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from dxplanner.domain.date_text import DaySpan, is_open_mark, read_days
from dxplanner.domain.errors import InputError
from dxplanner.domain.imported import ImportedSchedule, ImportProblem
from dxplanner.domain.mspdi_terms import GROUP_JOINT
from dxplanner.domain.schedule_columns import COMPUTED, NO_GROUP, ListColumn, column_named, read_links
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData, LinkData
from dxplanner.domain.text import comparison_key, half_width_digits, has_control_characters
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph, Precision
from dxplanner.importers.table_cells import Cells, cells_of_csv, cells_of_text, cells_of_xlsx

Term = TypeVar("Term", bound=StrEnum)
Default = TypeVar("Default")
_Days = tuple[date, date | None, Precision, BarKind]

_HEADING_ROWS: Final = 30
_YES: Final = frozenset({"○", "◯", "〇", "はい", "有", "1", "true", "固定"})
_INHERITED: Final = (ListColumn.GROUP, ListColumn.LANE)


@dataclass(frozen=True, slots=True)
class CellProblem(ImportProblem):
    """A problem of one cell: ``row`` and ``column`` are indices into ``TableReading.cells``."""

    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class TableReading:
    """A preview: the cells, which column means what, which rows become bars, and what is wrong where.

    ``has_lanes`` tells whether the list names 区分; if not, each bar stands on a lane of its own name.
    """

    cells: tuple[tuple[str, ...], ...]
    columns: Mapping[ListColumn, int]
    first_row: int
    taken: frozenset[int]
    imported: ImportedSchedule
    has_lanes: bool
    problems: tuple[CellProblem, ...]

    @property
    def bars(self) -> tuple[BarData, ...]:
        """The bars that were read, in the order of their rows."""
        return self.imported.edition.bars


def read_pasted(text: str, fiscal_year: int | None = None) -> TableReading:
    """What a range copied from a spreadsheet means. ``fiscal_year`` is that of dates without a year."""
    return read_table(cells_of_text(text), fiscal_year)


def read_csv(data: bytes, fiscal_year: int | None = None) -> TableReading:
    """A CSV file (UTF-8, UTF-16 or CP932). Raises InputError when it is none."""
    return read_table(cells_of_csv(data), fiscal_year)


def read_xlsx(data: bytes, sheet: str | None = None, fiscal_year: int | None = None) -> TableReading:
    """A sheet of a workbook. Raises InputError when it is none."""
    return read_table(cells_of_xlsx(data, sheet), fiscal_year)


def read_table(cells: Cells, fiscal_year: int | None = None) -> TableReading:
    """Rows of cells as bars.

    Raises:
        InputError: there is no column of dates.
    """
    columns, first_row = _columns_by_heading(cells)
    if columns is None:
        columns, first_row = _columns_by_contents(cells, fiscal_year), 0
    return _Reader(cells, columns, first_row, fiscal_year).read()


def _columns_by_heading(cells: Cells) -> tuple[dict[ListColumn, int] | None, int]:
    """Columns by the first row that names 開始 (or 時期) and another one."""
    for index, row in enumerate(cells[:_HEADING_ROWS]):
        found: dict[ListColumn, int] = {}
        for place, cell in enumerate(row):
            column = column_named(cell)
            if column is not None:
                found.setdefault(column, place)
        dated = found.keys() & {ListColumn.START, ListColumn.PERIOD, ListColumn.DAYS}
        if dated and len(found) > 1:
            # 「期間」 holds whole periods in some lists, and a number of days in others.
            if ListColumn.START not in found and ListColumn.PERIOD not in found:
                found[ListColumn.PERIOD] = found.pop(ListColumn.DAYS)
            return found, index + 1
    return None, 0


def _columns_by_contents(cells: Cells, fiscal_year: int | None) -> dict[ListColumn, int]:
    width = len(cells[0]) if cells else 0
    dated = [place for place in range(width) if _holds_dates(cells, place, fiscal_year)]
    if not dated:
        raise InputError("日付の列がありません。名称・開始・終了の順に並んだ範囲をコピーしてください。")
    columns = {ListColumn.START: dated[0]}
    if len(dated) > 1:
        columns[ListColumn.END] = dated[1]
    texts = [place for place in range(dated[0]) if any(row[place].strip() for row in cells)]
    for column, place in zip(
        (ListColumn.LABEL, ListColumn.LANE, ListColumn.GROUP), reversed(texts), strict=False
    ):
        columns[column] = place
    if not texts:
        after = [place for place in range(dated[-1] + 1, width) if any(row[place].strip() for row in cells)]
        columns |= {ListColumn.LABEL: after[0]} if after else {}
    return columns


def _holds_dates(cells: Cells, place: int, fiscal_year: int | None) -> bool:
    texts = [row[place] for row in cells if row[place].strip()]
    dates = sum(is_open_mark(text) or _span(text, fiscal_year) is not None for text in texts)
    return dates > 0 and dates * 2 >= len(texts)


def _span(text: str, fiscal_year: int | None) -> DaySpan | None:
    try:
        return read_days(text, 2024 if fiscal_year is None else fiscal_year)
    except ValueError:
        return None


class _Reader:
    def __init__(
        self, cells: Cells, columns: dict[ListColumn, int], first_row: int, fiscal_year: int | None
    ) -> None:
        self._cells = cells
        self._columns = {name: place for name, place in columns.items() if name not in COMPUTED}
        self._first_row = first_row
        self._fiscal_year = fiscal_year
        self._lanes: list[LaneData] = []
        self._bars: list[BarData] = []
        self._lane_of: dict[tuple[str, str], int] = {}
        self._row_of: dict[int, int] = {}
        self._problems: list[CellProblem] = []
        self._above: dict[ListColumn, str] = {}

    def read(self) -> TableReading:
        for index in range(self._first_row, len(self._cells)):
            row = self._cells[index]
            if any(cell.strip() for cell in row) and not self._repeats_heading(row):
                self._row(index)
        links = tuple(self._tied())
        edition = EditionData(0, "", 0, "", "取込み", tuple(self._lanes), tuple(self._bars), links)
        problems = tuple(sorted(self._problems, key=lambda problem: (problem.row, problem.column)))
        return TableReading(
            tuple(map(tuple, self._cells)),
            self._columns,
            self._first_row,
            frozenset(self._row_of.values()),
            ImportedSchedule(edition, problems),
            ListColumn.LANE in self._columns,
            problems,
        )

    def _repeats_heading(self, row: list[str]) -> bool:
        """A heading that is printed again on a later page."""
        return self._first_row > 0 and row == self._cells[self._first_row - 1]

    def _row(self, index: int) -> None:
        for column in _INHERITED:
            text = self._text(index, column)
            if text:
                self._above[column] = _group(text) if column is ListColumn.GROUP else text
                if column is ListColumn.GROUP and not self._text(index, ListColumn.LANE):
                    self._above.pop(ListColumn.LANE, None)
        label = self._text(index, ListColumn.LABEL)
        days = self._days(index)
        if days is None:
            if self._text(index, ListColumn.LANE) and not self._has_bar(index):
                self._lane(label)
            return
        if ListColumn.LANE not in self._columns and not label:
            self._trouble(index, ListColumn.LABEL, "名称がないため、名称のない工程にしました。")
        first, last, precision, kind = days
        key = len(self._bars) + 1
        self._row_of[key] = index
        self._bars.append(
            BarData(
                key,
                "",
                self._lane(label),
                key,
                label,
                first,
                last,
                self._term(index, ListColumn.PRECISION, Precision, precision),
                kind,
                self._term(index, ListColumn.SHAPE, BarShape, BarShape.BAND),
                self._term(index, ListColumn.GLYPH, Glyph, Glyph.TRIANGLE),
                self._term(index, ListColumn.COLOUR, ColourRole, ColourRole.NEUTRAL),
                self._progress(index),
                comparison_key(self._text(index, ListColumn.FIXED)) in {comparison_key(yes) for yes in _YES},
                department=self._text(index, ListColumn.DEPARTMENT),
                note=self._text(index, ListColumn.NOTE),
            )
        )

    def _lane(self, label: str) -> int:
        """The lane of a row: by its 区分, else one of the bar's own name."""
        group = self._above.get(ListColumn.GROUP, "")
        name = self._above.get(ListColumn.LANE) or (label if ListColumn.LANE not in self._columns else "")
        name = name or group or label or "区分なし"
        known = self._lane_of.get((group, name)) if ListColumn.LANE in self._columns else None
        if known is not None:
            return known
        key = len(self._lanes) + 1
        self._lanes.append(LaneData(key, "", key - 1, group, name))
        self._lane_of[group, name] = key
        return key

    def _days(self, index: int) -> _Days | None:
        """Days, precision and kind of a row; None when it has no dates, or none that can be read."""
        start = self._span(index, ListColumn.START) or self._span(index, ListColumn.PERIOD)
        if start is None:
            if not any(problem.row == index for problem in self._problems[-3:]) and self._has_bar(index):
                self._trouble(index, ListColumn.START, "開始の日付がありません。")
            return None
        kind = self._term(index, ListColumn.KIND, BarKind, None)
        ending = self._text(index, ListColumn.END)
        if not ending:
            return _without_end(start, kind)
        if is_open_mark(ending):
            return start.first, None, start.precision, BarKind.BAR
        end = self._span(index, ListColumn.END)
        if end is None:
            return None
        if end.last is not None and end.last < start.first:
            self._trouble(index, ListColumn.END, "終了が開始より前です。")
            return None
        order = (Precision.DAY, Precision.TEN_DAYS, Precision.MONTH)
        precision = min(start.precision, end.precision, key=order.index)
        return start.first, end.last, precision, kind or BarKind.BAR

    def _has_bar(self, index: int) -> bool:
        """Whether a row without a beginning says something that a mere heading of lanes would not."""
        names = (ListColumn.LABEL, ListColumn.END, ListColumn.KIND, ListColumn.PROGRESS, ListColumn.BEFORE)
        return any(self._text(index, name) for name in names)

    def _span(self, index: int, column: ListColumn) -> DaySpan | None:
        text = self._text(index, column)
        if not text:
            return None
        try:
            return read_days(text, self._fiscal_year)
        except ValueError as error:
            self._trouble(index, column, str(error))
            return None

    def _term(self, index: int, column: ListColumn, kind: type[Term], default: Default) -> Term | Default:
        text = self._text(index, column)
        if not text:
            return default
        for term in kind:
            if comparison_key(term.value) == comparison_key(text):
                return term
        terms = "、".join(term.value for term in kind)
        self._trouble(index, column, f"「{text}」は選べません。{terms}のどれかにしてください。")
        return default

    def _progress(self, index: int) -> int | None:
        text = half_width_digits(self._text(index, ListColumn.PROGRESS)).rstrip("%％ ")
        if not text or text in {"-", "－", "ー"}:
            return None
        value = int(text) if text.isdecimal() else -1
        if 0 <= value <= 100:
            return value
        self._trouble(index, ListColumn.PROGRESS, f"「{text}」は0から100までの整数ではありません。")
        return None

    def _tied(self) -> list[LinkData]:
        """Links by the list's own numbers, else by the number of the bar, else by its name."""
        keys: dict[str, int] = {}
        for bar in reversed(self._bars):
            keys[comparison_key(bar.label)] = bar.id
        for bar in self._bars:
            number = half_width_digits(self._text(self._row_of[bar.id], ListColumn.NUMBER))
            keys[number or str(bar.id)] = bar.id
        links: dict[tuple[int, int], LinkData] = {}
        for bar in self._bars:
            index = self._row_of[bar.id]
            for link in read_links(half_width_digits(self._text(index, ListColumn.BEFORE))):
                before = keys.get(link.what) or keys.get(comparison_key(link.what))
                if before is None or before == bar.id:
                    self._trouble(index, ListColumn.BEFORE, f"前の作業「{link.what}」が見つかりません。")
                    continue
                made = LinkData(len(links) + 1, "", before, bar.id, link.type, link.lag, link.lag_unit)
                links.setdefault((before, bar.id), made)
        return list(links.values())

    def _text(self, index: int, column: ListColumn) -> str:
        """A cell's text, without the apostrophe that keeps a spreadsheet from computing it."""
        place = self._columns.get(column)
        if place is None:
            return ""
        text = self._cells[index][place].strip()
        if text.startswith(("'=", "'+", "'-", "'@")):
            text = text[1:]
        if has_control_characters(text):
            text = "".join(char for char in text if not has_control_characters(char))
            self._trouble(index, column, "印刷できない文字を取り除きました。")
        return text

    def _trouble(self, index: int, column: ListColumn, message: str) -> None:
        place = self._columns.get(column, 0)
        problem = CellProblem(
            f"{index + 1}行目の{column.value}", self._cells[index][place], message, index, place
        )
        if problem not in self._problems[-8:]:
            self._problems.append(problem)


def _group(text: str) -> str:
    """区分のまとまり of any list: none for a dash, its levels joined as this program joins them."""
    return "" if text == NO_GROUP else text.replace(" ＞ ", GROUP_JOINT)


def _without_end(start: DaySpan, kind: BarKind | None) -> _Days:
    """A row with a beginning only: a day is a milestone, a month (or a period in one cell) is a bar."""
    if kind is None:
        whole_day = start.precision is Precision.DAY and start.last == start.first
        kind = BarKind.MILESTONE if whole_day else BarKind.BAR
    last = start.last if kind is BarKind.BAR else None
    return start.first, last, start.precision, kind
