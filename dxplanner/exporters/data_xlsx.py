"""データ用 as a workbook: a sheet a table, without decoration, and one that explains headings and exceptions.

The same tables give the same bytes.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dxplanner.exporters.xlsx_package import deliver, pack, saved
from dxplanner.exporters.xlsx_styles import BODY_SIZE, FONT, TEXT_FORMAT
from dxplanner.exporters.xlsx_text import (
    clean_text,
    escaped,
    retyped_as_value,
    sheet_name,
    starts_like_formula,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dxplanner.handouts.data_table import DataTable
    from dxplanner.handouts.data_values import Value

_EXPLANATION: Final = "説明"
_WIDEST: Final = 60


def write_data_xlsx(
    tables: Sequence["DataTable"], exceptions: Sequence[str], title: str, target: Path
) -> tuple[str, ...]:
    """Write tables, a sheet each, and the sheet 説明; gives the names of the sheets.

    An OSError of the target comes through; the caller writes beside the final name and renames.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    _set_default_font(workbook)
    workbook.remove(workbook.worksheets[0])
    names: list[str] = []
    for table in tables:
        name = sheet_name(table.name, names)
        names.append(name)
        _fill(workbook.create_sheet(name), (table.headings, *table.rows))
    lines: list[tuple[Value, ...]] = [("表", "項目", "説明")]
    lines += [(table.name, heading, text) for table in tables for heading, text in table.notes]
    lines += [("すべての表", "統一表記ルールの例外", text) for text in exceptions]
    names.append(sheet_name(_EXPLANATION, names))
    _fill(workbook.create_sheet(names[-1]), lines)
    workbook.properties.title = clean_text(title)[0]
    workbook.properties.language = "ja-JP"
    workbook.properties.creator = workbook.properties.lastModifiedBy = None
    deliver(pack(saved(workbook), {}), target)
    return tuple(names)


def _set_default_font(workbook: "Workbook") -> None:
    """Make the font the workbook's own: empty cells and the unit of column width follow it."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    book: Any = workbook
    font = Font(name=FONT, sz=BODY_SIZE, b=False, charset=128, family=3)
    # The first font is that of format 0, which openpyxl offers no other way to change.
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font


def _fill(sheet: "Worksheet", rows: Sequence[Sequence["Value"]]) -> None:
    """Values as they are; a text is never taken for a formula."""
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is None:
                continue
            cell: Any = sheet.cell(row, column)
            if isinstance(value, str):
                _put_text(cell, clean_text(value)[0])
            else:
                cell.value = value
                cell.number_format = _format(value)
            length = sum(2 if ord(char) > 0xFF else 1 for char in str(value))
            widths[column] = min(max(widths.get(column, 8), length + 2), _WIDEST)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _put_text(cell: Any, text: str) -> None:
    """A text that stays one when somebody edits the cell: =SUM, 1-1."""
    cell.value, cell.data_type = escaped(text), "s"
    if starts_like_formula(text):
        cell.quotePrefix = True
    elif retyped_as_value(text):
        cell.number_format = TEXT_FORMAT


def _format(value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, int):
        return "0"
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"0.{'0' * decimals}" if decimals else "0"
