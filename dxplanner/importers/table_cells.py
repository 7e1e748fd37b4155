"""A list as cells of text, from the clipboard, CSV or Excel: what comes in is not trusted.

Excel dates become texts as exact as they are shown (2024-04-01, or 2024-04 in a format without days).
"""

import csv
import io
import re
import warnings
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from dxplanner.domain.errors import InputError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 200
_LARGEST: Final = 20 * 1024 * 1024
_LARGEST_UNPACKED: Final = 200 * 1024 * 1024
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')

Cells = list[list[str]]


def cells_of_text(text: str) -> Cells:
    """A range that was copied from a spreadsheet: cells apart by tabs, rows by line ends."""
    delimiter = "\t" if "\t" in text or "," not in text else ","
    return _read_csv(text, delimiter)


def cells_of_csv(data: bytes) -> Cells:
    """A CSV file in UTF-8, UTF-16 or CP932, with commas, tabs or semicolons.

    Raises:
        InputError: too large, or in none of these.
    """
    if len(data) > _LARGEST:
        raise InputError(f"ファイルが大きすぎます（{_LARGEST // 1024 // 1024}MBまで）。")
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    return _read_csv(text, delimiter)


def cells_of_xlsx(data: bytes, sheet: str | None = None) -> Cells:
    """A sheet of a workbook, the first one unless named; a merged range holds its value in all its cells.

    Raises:
        InputError: not a workbook, too large, or without such a sheet.
    """
    book = _workbook(data)
    found = [one for one in book.worksheets if sheet in (None, one.title)]
    if not found:
        raise InputError("読み込むシートがありません。")
    return _sheet_cells(found[0])


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The sheets of a workbook, to choose from."""
    return tuple(sheet.title for sheet in _workbook(data).worksheets)


def _workbook(data: bytes) -> "Workbook":
    from openpyxl import load_workbook

    _check_package(data)
    try:
        with warnings.catch_warnings():
            # It warns of parts that it would lose on saving; nothing is saved here.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), data_only=True)
    except Exception:
        # openpyxl raises whatever a damaged part leads it to.
        raise InputError("Excelファイルを読み取れません。壊れているか、形式が違います。") from None


def _sheet_cells(sheet: "Worksheet") -> Cells:
    if (sheet.max_row or 0) > MOST_ROWS * 2:
        raise InputError(f"行が多すぎます（{MOST_ROWS:,}行まで）。")
    cells = [
        [_cell_text(cell.value, cell.number_format) for cell in row]
        for row in sheet.iter_rows(max_col=min(sheet.max_column or 1, _MOST_COLUMNS))
    ]
    for merged in sheet.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        if top > len(cells) or left > len(cells[top - 1]):
            continue
        text = cells[top - 1][left - 1]
        # A title across the sheet is one cell to a reader; only what is merged downwards is repeated.
        for row in cells[top - 1 : bottom]:
            row[left - 1] = text
        if top == bottom:
            continue
        for row in cells[top - 1 : bottom]:
            row[left - 1 : min(right, len(row))] = [text] * (min(right, len(row)) - left + 1)
    return _trimmed(cells)


def _cell_text(value: object, number_format: str) -> str:
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        shown = _QUOTED.sub("", number_format).lower()
        return day.isoformat() if "d" in shown or "m" not in shown else day.isoformat()[:7]
    if isinstance(value, float):
        if "%" in number_format:
            return f"{value:.0%}"
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and "%" in number_format:
        return f"{value:.0%}"
    return "" if value is None else str(value)


def _read_csv(text: str, delimiter: str) -> Cells:
    rows: Cells = []
    try:
        for row in csv.reader(
            io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter
        ):
            rows.append(row[:_MOST_COLUMNS])
            if len(rows) > MOST_ROWS:
                raise InputError(f"行が多すぎます（{MOST_ROWS:,}行まで）。")
    except csv.Error:
        raise InputError("表として読み取れません。") from None
    return _trimmed(rows)


def _trimmed(rows: Cells) -> Cells:
    """Rows of one width, without blank ones at the end."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("文字の種類（UTF-8・シフトJIS）が分からないため、読み取れません。")


def _check_package(data: bytes) -> None:
    if len(data) > _LARGEST:
        raise InputError(f"ファイルが大きすぎます（{_LARGEST // 1024 // 1024}MBまで）。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError("Excelファイル（.xlsx）ではありません。") from None
    if unpacked > _LARGEST_UNPACKED:
        raise InputError("ファイルの中身が大きすぎるため、読み込めません。")
