"""A 工程表 as an Excel list: real dates shown in wareki, as exact as they are meant, with a filter row."""

import io
from datetime import date
from typing import Final

from dxplanner.domain.schedule_columns import WRITTEN, ListColumn
from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.time_units import is_aligned, unit_of
from dxplanner.domain.vocabulary import Precision
from dxplanner.exporters.schedule_csv import Cell, list_rows

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
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "工程一覧"
    font, bold = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
    for index, column in enumerate(WRITTEN, start=1):
        cell = sheet.cell(1, index, column.value)
        cell.font, cell.fill = bold, PatternFill("solid", fgColor="E4E8ED")
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(column, 9.0)
    bars = [bar for lane in edition.lanes for bar in edition.bars_of(lane.id) or (None,)]
    for line, (row, bar) in enumerate(zip(list_rows(edition), bars, strict=True), start=2):
        for index, column in enumerate(WRITTEN, start=1):
            value: Cell | date = row[column]
            cell = sheet.cell(line, index)
            if bar is not None and column is ListColumn.START:
                value = bar.starts_on
            elif bar is not None and column is ListColumn.END and bar.ends_on is not None:
                value = bar.ends_on
            cell.value = value if value != "" else None
            cell.font, cell.alignment = font, Alignment(vertical="top", wrap_text=column is ListColumn.NOTE)
            if isinstance(value, date) and bar is not None:
                whole = is_aligned(bar.starts_on, bar.ends_on, unit_of(bar.precision))
                cell.number_format = (
                    MONTH_FORMAT if whole and bar.precision is Precision.MONTH else DAY_FORMAT
                )
            elif isinstance(value, str) and value:
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
