"""Cells of a workbook, a CSV file or a pasted range as texts of one line, with what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from dxplanner.domain.text import has_control_characters
from dxplanner.importers.table_file import (
    BookCell,
    Limits,
    book_rows,
    book_sheets,
    csv_rows,
    pasted_rows,
    plain_text,
    read_file,
)

MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 50
_MAX_TEXT: Final = 2_000

_DATED: Final = "日付になっています。セルの書式を「文字列」にして入力し直してください。"
_FORMULA: Final = "数式の計算結果がありません。エクセルで開いて保存し直してください。"
_FAILED: Final = "数式がエラー（{value}）になっています。"
_CONTROL: Final = "印刷できない制御文字が入っています。その文字を消してください。"
_LONG: Final = f"文字が多すぎます。{_MAX_TEXT:,}文字までにしてください。"


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts by row and column, both from 0; ``problems`` of cells that cannot be taken as they are."""

    rows: tuple[tuple[str, ...], ...]
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The text of a cell; empty beyond the edges."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


def cell_name(row: int, column: int) -> str:
    """The name of a cell as Excel shows it: (6, 1) is B7."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets; empty for a CSV file, which has none.

    Raises:
        InputError: not a workbook, damaged, protected by a password, or too big.
        MachineError: the file cannot be read.
    """
    data = read_file(path)
    return [] if _is_text(path) else book_sheets(data, path.name)


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """The cells of one sheet (the first without a name), or of a CSV file.

    Raises:
        InputError: as ``sheet_names``, an unknown sheet, or more than MAX_ROWS rows.
        MachineError: the file cannot be read.
    """
    data, limits = read_file(path), Limits(MAX_ROWS, MAX_COLUMNS)
    if _is_text(path):
        return _grid(_cells(csv_rows(data, limits, path.name)))
    return _grid(book_rows(data, limits, sheet, path.name, formulas=True))


def grid_of_text(text: str) -> Grid:
    """The cells of a pasted range (tabs) or of CSV (commas).

    Raises:
        InputError: it cannot be taken apart, or has more than MAX_ROWS rows.
    """
    return _grid(_cells(pasted_rows(text, Limits(MAX_ROWS, MAX_COLUMNS))))


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".txt", ".tsv"}


def _cells(rows: list[list[str]]) -> list[list[BookCell]]:
    return [[BookCell(text) for text in row] for row in rows]


def _grid(values: list[list[BookCell]]) -> Grid:
    problems: dict[tuple[int, int], str] = {}
    rows = []
    for number, cells in enumerate(values):
        texts = []
        for column, cell in enumerate(cells):
            text = _text(cell.value)
            problem = _problem(cell.value, text, formula=cell.formula)
            if problem:
                problems[number, column] = problem
            texts.append(text)
        rows.append(tuple(texts))
    while rows and not any(rows[-1]):
        rows.pop()
    return Grid(tuple(rows), problems)


def _text(value: Any) -> str:
    """A cell's value as text: line breaks inside a cell are only layout, blanks at the ends are slips."""
    return "".join(plain_text(value).splitlines()).strip()


def _problem(value: Any, text: str, *, formula: bool) -> str:
    if formula and value is None:
        return _FORMULA
    if isinstance(value, date | datetime | time):
        return _DATED
    if text.startswith("#") and text.rstrip("!?").isupper() and (formula or text.endswith(("!", "?"))):
        return _FAILED.format(value=text)
    if has_control_characters(text):
        return _CONTROL
    return _LONG if len(text) > _MAX_TEXT else ""
