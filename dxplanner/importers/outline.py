"""Reads a 施策体系 from a list: one column a level (字下げ), or numbers such as 1, 1-1 in one column.

What cannot be read is told cell by cell (「B7：上位の番号 2 がありません。」), never guessed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxplanner.domain.numbering import LevelRule
from dxplanner.domain.text import comparison_key
from dxplanner.importers.grid import Grid, cell_name, column_name

MAX_NAME: Final = 200
"""Characters of a name."""

_NUMBER: Final = re.compile(r"第?\s*(\d{1,3}(?:\s*[-‐‑–—−ー.の]\s*\d{1,3})*)\s*(?:章|節|項|編)?[.、)）:]?")
_WITH_NAME: Final = re.compile(rf"(?P<number>{_NUMBER.pattern})(?P<gap>\s+|(?<=[.、)）:])\s*)(?P<name>\S.*)")
_SEPARATOR: Final = re.compile(r"\s*[-‐‑–—−ー.の]\s*")
_HEADING_ENDS: Final = ("領域", "分野", "方針", "施策", "取組", "めざす姿", "階層", "番号", "名称", "項目")
_HEADING_LENGTH: Final = 14
_HEADING_ROWS: Final = 10
_MOSTLY: Final = 0.6
"""Share of rows that carry a number in one column from which numbers count as the form of the list."""


class OutlineForm(StrEnum):
    """How a list shows its levels (一覧の形)."""

    COLUMNS = "列ごとに階層を分けた一覧"
    NUMBERS = "番号（1、1-1）を付けた一覧"


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One 項目: where it stands, its level (from 0), the row above it (index), and the number as written."""

    place: str
    depth: int
    parent: int | None
    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class OutlineError:
    """What is wrong with one cell."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


@dataclass(frozen=True, slots=True)
class Outline:
    """What was read: the rows are complete only when there are no errors."""

    form: OutlineForm
    heading: bool
    rows: tuple[OutlineRow, ...]
    errors: tuple[OutlineError, ...]


def read_outline(
    grid: Grid, levels: Sequence[LevelRule], form: OutlineForm | None = None, heading: bool | None = None
) -> Outline:
    """Read a list for a plan with these levels.

    ``form`` and ``heading`` (whether a row of headings stands above) are found out where None.
    """
    form = form or guess_form(grid)
    if form is OutlineForm.NUMBERS:
        column = _number_column(grid)
        reader: _ColumnReader | _NumberReader = _NumberReader(grid, levels, 0 if column is None else column)
        heading = False
    else:
        row = heading_row(grid, levels)
        if heading is None:
            heading = row is not None
        reader = _ColumnReader(grid, levels, (row or 0) + 1 if heading else 0)
    reader.read()
    if not reader.rows and not reader.errors:
        reader.errors.append(OutlineError(cell_name(0, 0), "読み取れる項目がありません。"))
    return Outline(form, heading, tuple(reader.rows), tuple(reader.errors))


def guess_form(grid: Grid) -> OutlineForm:
    """Numbers if most rows have one in the same column, else columns."""
    column = _number_column(grid)
    return OutlineForm.COLUMNS if column is None else OutlineForm.NUMBERS


def heading_row(grid: Grid, levels: Sequence[LevelRule]) -> int | None:
    """The row near the top that only names the levels; None when there is none."""
    names = {comparison_key(level.name) for level in levels}
    for number, cells in enumerate(grid.rows[:_HEADING_ROWS]):
        filled = [cell for cell in cells if cell]
        named = any(comparison_key(cell) in names for cell in filled)
        if named or (len(filled) > 1 and all(_like_heading(cell) for cell in filled)):
            return number
    return None


def parse_number(text: str) -> tuple[int, ...] | None:
    """The parts of a number: 1, １－１, 第1, 1.2, ① (1,); None when it is none."""
    if not _may_begin_a_number(text):
        return None
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().removeprefix("("))
    return None if match is None else tuple(int(part) for part in _SEPARATOR.split(match[1]))


def split_number(text: str) -> tuple[str, str]:
    """A number and the name that follows it in one cell: 「1-1 安全・安心」; ("", text) without a number."""
    if not _may_begin_a_number(text):
        return "", text
    match = _WITH_NAME.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return "", text
    # The name is taken from the text as typed: 髙 and ① stay as they are.
    length = len(match["name"])
    for start in range(len(text)):
        if len(unicodedata.normalize("NFKC", text[start:])) == length:
            return text[:start].strip(), text[start:]
    return "", text


def _may_begin_a_number(text: str) -> bool:
    """A quick look, since most cells of a list are names."""
    head = text[:1]
    return head in {"第", "(", "（"} or head.isdigit() or head.isspace()


def _like_heading(cell: str) -> bool:
    return len(cell) <= _HEADING_LENGTH and cell.endswith(_HEADING_ENDS)


def _cell_number(cell: str) -> tuple[int, ...] | None:
    """The number of a cell, whether or not a name follows it."""
    return parse_number(cell) or parse_number(split_number(cell)[0])


def _number_column(grid: Grid) -> int | None:
    """The column whose numbers tell the levels: 1 and 1-1 under each other, or the only one with numbers."""
    found: dict[int, Counter[int]] = {}
    named: Counter[int] = Counter()
    filled = [cells for cells in grid.rows if any(cells)]
    for cells in filled:
        for column, cell in enumerate(cells):
            parts = _cell_number(cell) if cell else None
            if parts is not None:
                found.setdefault(column, Counter())[len(parts)] += 1
                named[column] += parse_number(cell) is None or any(cells[column + 1 :])
    often = {
        column: lengths for column, lengths in found.items() if lengths.total() > 1 and named[column] > 0
    }
    full = [column for column, lengths in often.items() if lengths.total() >= len(filled) * _MOSTLY]
    mixed = [column for column in sorted(full) if len(often[column]) > 1]
    if mixed:
        return mixed[0]
    return full[0] if full and len(often) == 1 else None


class _Reader:
    def __init__(self, grid: Grid, levels: Sequence[LevelRule]) -> None:
        self.grid = grid
        self.width = grid.width
        self.levels = levels
        self.rows: list[OutlineRow] = []
        self.errors: list[OutlineError] = []

    def wrong(self, row: int, column: int, text: str) -> None:
        self.errors.append(OutlineError(cell_name(row, column), text))

    def good_cell(self, row: int, column: int, name: str) -> bool:
        """Whether a cell can be taken as a name; says why not."""
        problem = self.grid.problems.get((row, column), "")
        if not problem and len(name) > MAX_NAME:
            problem = f"名称が長すぎます。{MAX_NAME}文字までにしてください。"
        if problem:
            self.wrong(row, column, problem)
        return not problem


class _ColumnReader(_Reader):
    """One column a level; merged or empty cells on the left mean "the same as above"."""

    def __init__(self, grid: Grid, levels: Sequence[LevelRule], first: int) -> None:
        super().__init__(grid, levels)
        problems = {row for row, _ in grid.problems}
        self._numbers = [
            row for row in range(first, len(grid.rows)) if any(grid.rows[row]) or row in problems
        ]
        self._columns = [
            column
            for column in range(self.width)
            if any(grid.text(row, column) or (row, column) in grid.problems for row in self._numbers)
        ]
        names = [column for column in self._columns if not self._only_numbers(column)]
        # A number beside each name says nothing that the columns do not say.
        self._columns = names or self._columns
        self._open: list[int | None] = []

    def _only_numbers(self, column: int) -> bool:
        texts = [self.grid.text(row, column) for row in self._numbers]
        return all(parse_number(text) is not None for text in texts if text)

    def read(self) -> None:
        """Read all rows."""
        too_deep: set[int] = set()
        for number in self._numbers:
            for depth, column in enumerate(self._columns):
                text = self.grid.text(number, column)
                if not text and (number, column) not in self.grid.problems:
                    continue
                if depth >= len(self.levels):
                    if column not in too_deep:
                        too_deep.add(column)
                        sentence = f"{depth + 1}段目の項目ですが、この計画の階層は{len(self.levels)}段です。"
                        self.wrong(number, column, sentence)
                    continue
                self._cell(number, depth, column, text)

    def _cell(self, number: int, depth: int, column: int, text: str) -> None:
        written, name = split_number(text) if self.levels[depth].numbered else ("", text)
        if depth > len(self._open):
            left = column_name(self._columns[depth - 1])
            self.wrong(number, column, f"上の階層（{left}列）が空欄です。")
            return
        above = self._open[depth - 1] if depth else None
        if not self.good_cell(number, column, name):
            self._open = [*self._open[:depth], None]
            return
        deeper = any(self.grid.text(number, other) for other in self._columns[depth + 1 :])
        same = self._open[depth] if depth < len(self._open) else None
        if deeper and same is not None and self.rows[same].name == name:
            return
        self._open = [*self._open[:depth], len(self.rows)]
        self.rows.append(OutlineRow(cell_name(number, column), depth, above, name, written))


class _NumberReader(_Reader):
    """Numbers in one column, the name after the number or in the next filled cell."""

    def __init__(self, grid: Grid, levels: Sequence[LevelRule], column: int) -> None:
        super().__init__(grid, levels)
        self._column = column
        self._depths = [depth for depth, level in enumerate(levels) if level.numbered]
        self._depths = self._depths or list(range(len(levels)))
        self._found: dict[tuple[int, ...], int] = {}

    def read(self) -> None:
        """Read all rows; what stands above the first number is a heading."""
        begun = False
        for number, cells in enumerate(self.grid.rows):
            text = self.grid.text(number, self._column)
            written, name = (text, "") if parse_number(text) is not None else split_number(text)
            parts = parse_number(written)
            dated = self.grid.problems.get((number, self._column))
            begun = begun or parts is not None
            if not begun or (not any(cells) and not dated):
                continue
            if dated:
                self.wrong(number, self._column, dated)
            elif parts is None:
                sentence = f"番号として読めません（{text}）。" if text else "番号がありません。"
                self.wrong(number, self._column, sentence)
            else:
                self._row(number, parts, written, name)

    def _row(self, number: int, parts: tuple[int, ...], written: str, name: str) -> None:
        shown = "-".join(map(str, parts))
        column = self._column
        if not name:
            beside = (one for one in range(column + 1, self.width) if self.grid.text(number, one))
            column = next(beside, column + 1)
            name = self.grid.text(number, column)
        if not name and (number, column) not in self.grid.problems:
            self.wrong(number, column, f"番号 {shown} の名称が空欄です。")
            return
        if not self.good_cell(number, column, name):
            return
        if len(parts) > len(self._depths):
            sentence = f"番号が{len(parts)}段ですが、番号を付ける階層は{len(self._depths)}段です。"
            self.wrong(number, self._column, sentence)
            return
        if parts in self._found:
            first = self.rows[self._found[parts]].place
            self.wrong(number, self._column, f"番号 {shown} は{first}にもあります。")
            return
        above = self._found.get(parts[:-1])
        if len(parts) > 1 and above is None:
            upper = "-".join(map(str, parts[:-1]))
            self.wrong(number, self._column, f"上位の番号 {upper} がありません。")
            return
        self._found[parts] = len(self.rows)
        place = cell_name(number, self._column)
        self.rows.append(OutlineRow(place, self._depths[len(parts) - 1], above, name, written))
