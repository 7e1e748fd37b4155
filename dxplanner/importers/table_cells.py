"""A list as cells of text, from the clipboard, CSV or Excel: what comes in is not trusted.

Excel dates become texts as exact as they are shown (2024-04-01, or 2024-04 in a format without days).
"""

import re
from datetime import date, datetime
from typing import Final

from dxplanner.importers.table_file import (
    BookCell,
    Limits,
    book_rows,
    book_sheets,
    csv_rows,
    merged_ranges,
    pasted_rows,
    plain_text,
)

MOST_ROWS: Final = 20_000
_LIMITS: Final = Limits(MOST_ROWS, 200)
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SHARE: Final = re.compile(r"(?:\.([0#?]+))?%")

Cells = list[list[str]]


def cells_of_text(text: str) -> Cells:
    """A range that was copied from a spreadsheet: cells apart by tabs, rows by line ends.

    Raises:
        InputError: it has too many rows.
    """
    return _trimmed(pasted_rows(text, _LIMITS))


def cells_of_csv(data: bytes) -> Cells:
    """A CSV file in UTF-8, UTF-16 or CP932, with commas, tabs or semicolons.

    Raises:
        InputError: too large, or in none of these.
    """
    return _trimmed(csv_rows(data, _LIMITS))


def cells_of_xlsx(data: bytes, sheet: str | None = None) -> Cells:
    """A sheet of a workbook, the first one unless named; a merged range holds its value in all its cells.

    Raises:
        InputError: not a workbook, too large, or without such a sheet.
    """
    cells = [[_cell_text(cell) for cell in row] for row in book_rows(data, _LIMITS, sheet)]
    for left, top, right, bottom in merged_ranges(data, sheet):
        if top > len(cells) or left > len(cells[top - 1]):
            continue
        text = cells[top - 1][left - 1]
        # A title across the sheet is one cell to a reader; only what is merged downwards is repeated.
        if top == bottom:
            continue
        for row in cells[top - 1 : bottom]:
            row.extend([""] * (min(right, _LIMITS.columns) - len(row)))
            row[left - 1 : right] = [text] * (min(right, len(row)) - left + 1)
    return _trimmed(cells)


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The sheets of a workbook, to choose from."""
    return tuple(book_sheets(data))


def _cell_text(cell: BookCell) -> str:
    value, number_format = cell.value, cell.number_format
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        shown = _QUOTED.sub("", number_format).lower()
        return day.isoformat() if "d" in shown or "m" not in shown else day.isoformat()[:7]
    share = _SHARE.search(number_format)
    if share is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.{len(share[1] or '')}%}"
    return plain_text(value)


def _trimmed(rows: Cells) -> Cells:
    """Rows of one width, without blank ones at the end."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
