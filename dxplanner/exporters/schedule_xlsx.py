"""A 工程表 as an Excel list: real dates shown in wareki, as exact as they are meant, with a filter row."""

import io
from datetime import date
from typing import TYPE_CHECKING, Final

from dxplanner.domain.schedule_columns import WRITTEN, ListColumn
from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.time_units import is_aligned, unit_of
from dxplanner.domain.vocabulary import Precision
from dxplanner.exporters.schedule_csv import Cell, list_rows
from dxplanner.exporters.xlsx_text import clean_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DAY_FORMAT: Final = "[$-411]ge.m.d"
MONTH_FORMAT: Final = "[$-411]ge.m"
_WIDTHS: Final = {
    ListColumn.GROUP: 22.0,
    ListColumn.LANE: 28.0,
    ListColumn.LABEL: 30.0,
    ListColumn.KIND: 14.0,
    ListColumn.START: 12.0,
    ListColumn.END: 12.0,
    ListColumn.DEPARTMENT: 18.0,
    ListColumn.BEFORE: 18.0,
    ListColumn.FIXED: 11.0,
    ListColumn.PRECISION: 11.0,
    ListColumn.NOTE: 40.0,
}
_FONT: Final = "BIZ UDゴシック"


def write_list_xlsx(edition: EditionData) -> bytes:
    """The list as a workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "工程一覧"
    _write_heading(sheet)
    bars = [bar for lane in edition.lanes for bar in edition.bars_of(lane.id) or (None,)]
    for line, (row, bar) in enumerate(zip(list_rows(edition), bars, strict=True), start=2):
        _write_row(sheet, line, row, bar)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_heading(sheet: "Worksheet") -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(WRITTEN, start=1):
        cell = sheet.cell(1, index, column.value)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="E4E8ED")
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(column, 9.0)


def _write_row(sheet: "Worksheet", line: int, row: dict[ListColumn, Cell], bar: BarData | None) -> None:
    from openpyxl.styles import Alignment, Font

    for index, column in enumerate(WRITTEN, start=1):
        value = _value(row, column, bar)
        if value == "":
            continue
        cell = sheet.cell(line, index, value)
        cell.font = Font(name=_FONT, size=11)
        cell.alignment = Alignment(vertical="top", wrap_text=column is ListColumn.NOTE)
        if isinstance(value, date):
            cell.number_format = _date_format(bar)
        elif isinstance(value, str):
            # A text that begins with = is not a formula.
            cell.data_type = "s"


def _value(row: dict[ListColumn, Cell], column: ListColumn, bar: BarData | None) -> Cell | date:
    if bar is not None and column is ListColumn.START:
        return bar.starts_on
    if bar is not None and column is ListColumn.END and bar.ends_on is not None:
        return bar.ends_on
    found = row[column]
    return clean_text(found)[0] if isinstance(found, str) else found


def _date_format(bar: BarData | None) -> str:
    """Months only for a bar of whole months that is meant so."""
    if bar is None or bar.precision is not Precision.MONTH:
        return DAY_FORMAT
    whole = is_aligned(bar.starts_on, bar.ends_on, unit_of(bar.precision))
    return MONTH_FORMAT if whole else DAY_FORMAT
