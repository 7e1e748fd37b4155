"""Cells of a workbook, a CSV file or a pasted range as plain texts. Nothing in them is trusted."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.domain.text import has_control_characters

MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 50
_MAX_BYTES: Final = 20 * 1024 * 1024
_MAX_UNPACKED: Final = 300 * 1024 * 1024
_MAX_TEXT: Final = 2_000

_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
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
    """
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        _read_bytes(path)
        return []
    with _workbook(path, data_only=True) as book:
        return [sheet.title for sheet in book.worksheets]


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """The cells of one sheet (the first without a name), or of a CSV file.

    Raises:
        InputError: as ``sheet_names``, an unknown sheet, or more than MAX_ROWS rows.
        MachineError: the file cannot be read.
    """
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return grid_of_text(_decoded(path))
    with _workbook(path, data_only=True) as book:
        chosen = _sheet(book, sheet, path)
        values = [list(row) for row in _rows(chosen, path)]
    with _workbook(path, data_only=False) as book:
        formulas = {
            (row, column)
            for row, cells in enumerate(_rows(_sheet(book, sheet, path), path))
            for column, value in enumerate(cells)
            if isinstance(value, str) and value.startswith("=")
        }
    return _grid(values, formulas)


def grid_of_text(text: str) -> Grid:
    """The cells of a pasted range (tabs) or of CSV (commas).

    Raises:
        InputError: it cannot be taken apart, or has more than MAX_ROWS rows.
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = "\t" if "\t" in first or "," not in first else ","
    try:
        reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
        rows: list[list[Any]] = []
        for row in reader:
            rows.append(row[:MAX_COLUMNS])
            if len(rows) > MAX_ROWS:
                raise InputError(f"行が多すぎます。{MAX_ROWS:,}行までにしてください。")
    except csv.Error:
        raise InputError("表として読み取れません。エクセルからコピーし直してください。") from None
    return _grid(rows, set())


def _grid(values: list[list[Any]], formulas: set[tuple[int, int]]) -> Grid:
    problems: dict[tuple[int, int], str] = {}
    rows = []
    for number, cells in enumerate(values):
        texts = []
        for column, value in enumerate(cells):
            text = _text(value)
            problem = _problem(value, text, formula=(number, column) in formulas)
            if problem:
                problems[number, column] = problem
            texts.append(text)
        rows.append(tuple(texts))
    while rows and not any(rows[-1]):
        rows.pop()
    return Grid(tuple(rows), problems)


def _text(value: Any) -> str:
    """A cell's value as text: line breaks inside a cell are only layout, blanks at the ends are slips."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(str(value).splitlines()).strip()


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


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(
                f"「{path.name}」は大きすぎます。{_MAX_BYTES // 1024 // 1024}MBまでにしてください。"
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"「{path}」が見つかりません。場所と名前を確かめてください。") from None
    except OSError:
        raise MachineError(
            f"「{path.name}」を読めません。ほかのソフトで開いていれば閉じてからやり直してください。"
        ) from None


def _decoded(path: Path) -> str:
    data = _read_bytes(path)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if wide else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise InputError(f"「{path.name}」の文字を読み取れません。エクセルのブックとして保存し直してください。")


@contextmanager
def _workbook(path: Path, *, data_only: bool) -> Iterator[Any]:
    """A workbook opened to read, with every failure of a foreign file in the user's words."""
    data = _read_bytes(path)
    if data.startswith(_OLD_EXCEL):
        raise InputError(
            f"「{path.name}」は古い形式か、パスワードが付いています。"
            "エクセルで開き、パスワードを外して.xlsx形式で保存し直してください。"
        )
    damaged = InputError(f"「{path.name}」はエクセルのブックとして読み取れません。保存し直してください。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _MAX_UNPACKED:
                raise InputError(f"「{path.name}」は大きすぎます。要るシートだけのブックにしてください。")
    except (zipfile.BadZipFile, OSError, ValueError):
        raise damaged from None
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        except Exception as error:
            # A damaged package makes the reader fail in many ways; none of them is a bug of ours.
            raise damaged from error
        try:
            yield book
        except (InputError, MachineError):
            raise
        except Exception as error:
            raise damaged from error
        finally:
            book.close()


def _sheet(book: Any, name: str | None, path: Path) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise InputError(f"「{path.name}」には表のシートがありません。")
    if name is not None and name not in sheets:
        raise InputError(f"「{path.name}」に「{name}」というシートはありません。")
    return next(iter(sheets.values())) if name is None else sheets[name]


def _rows(sheet: Any, path: Path) -> Iterator[tuple[Any, ...]]:
    """The values of a sheet; what a sheet claims as its size is not believed."""
    sheet.reset_dimensions()
    for number, row in enumerate(
        sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
    ):
        if number == MAX_ROWS and any(value is not None for value in row):
            raise InputError(
                f"「{path.name}」のシート「{sheet.title}」は行が多すぎます。{MAX_ROWS:,}行までにしてください。"
            )
        yield row
