"""The tables that charts are drawn from: beside the printed page, at the height of their charts.

The numbers are real cells: who changes one changes the chart. They have columns of their own, at the right of
those of the page, so that neither merges the other's cells. Lengths are mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, zip_longest
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_charts import (
    NOTE_ROWS,
    DataCell,
    DataTable,
    PlacedChart,
    caption_of,
    rows_of,
)
from dxplanner.exporters.xlsx_content import Content, Formula
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_pages import PlacedBand, SheetPlan
from dxplanner.exporters.xlsx_styles import TONE_FILLS, Look, Style
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.drawing import Align, Edge, Tone

_NOTE: Final = "グラフのもとになる数値（印刷されません）"
_SIZE: Final = 9.0
_PADDING: Final = 3.0
_LABEL: Final = (20.0, 75.0)
"""Least and most width of the column of categories."""
_FIGURE: Final = (14.0, 34.0)
"""Least and most width of a column of figures."""
_APART: Final = 6.0
"""Free space beside a table."""
_WIDEST: Final = 400.0
"""Most width of the column that a title ends in: Excel takes 255 digits, 470 mm of this font."""
_ROW: Final = 6.0
"""Height of rows under all that is printed."""


def put_data(plan: SheetPlan) -> None:
    """Put the figures of a sheet's charts beside them, outside what is printed."""
    if not plan.bands:
        return
    canvas = plan.canvas
    stacks = [_stacks(placed) for placed in plan.bands]
    widths = _widths(stacks)
    corners = [_corners(canvas, placed) for placed in plan.bands]
    first = canvas.grid.count + 1
    lefts = list(accumulate((len(stack) for stack in widths), initial=first))
    canvas.grid = canvas.grid.extended([_APART, *(wide for stack in widths for wide in stack)])
    free = 0
    for placed, stacked, places in zip(plan.bands, stacks, corners, strict=True):
        top = max(placed.rows[0], free)
        canvas.put(Range(top, first, top + 1, first + 1), Content(_NOTE, Look(Style.NOTE)))
        found: list[PlacedChart] = []
        for left, tables in zip(lefts, stacked, strict=False):
            title = top + NOTE_ROWS
            for table in tables:
                free = max(free, title + rows_of(table))
                while canvas.row_count < free:
                    canvas.add_row(_ROW * MM_TO_POINT)
                _put_table(canvas, table, title, left)
                numbers = tuple(range(left, left + len(table.columns)))
                found.append(PlacedChart(table, places[len(found)], title + 1, numbers))
                title += rows_of(table) + 1
        plan.charts += found


def _stacks(placed: PlacedBand) -> list[list[DataTable]]:
    """The tables of a row of charts: under each other as far as they fit beside it, then side by side."""
    room = placed.rows[1] - placed.rows[0] - NOTE_ROWS
    stacks: list[list[DataTable]] = []
    used = room
    for table in placed.band.tables:
        rows = rows_of(table)
        if stacks and used + 1 + rows <= room:
            stacks[-1].append(table)
            used += 1 + rows
        else:
            stacks.append([table])
            used = rows
    return stacks


def _corners(canvas: Canvas, placed: PlacedBand) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Where the charts stand on the sheet's grid."""
    top, bottom = placed.rows
    place = canvas.grid.place
    return [
        ((place(left), float(top)), (place(left + wide), bottom - 0.15)) for left, wide in placed.band.places
    ]


def _widths(stacks: Sequence[list[list[DataTable]]]) -> list[list[float]]:
    """The columns of the tables that stand beside each other, each as wide as those under it ask for.

    The last one of each keeps the next table away from the titles.
    """
    widths: list[list[float]] = []
    for beside in zip_longest(*stacks, fillvalue=[]):
        tables = [table for stack in beside for table in stack]
        columns = [max(column) for column in zip_longest(*map(_natural, tables), fillvalue=0.0)]
        title = max(text_width((caption_of(table.chart),), _SIZE, True) for table in tables)
        widths.append([*columns, min(max(title + _PADDING - sum(columns), _APART), _WIDEST)])
    return widths


def _natural(table: DataTable) -> list[float]:
    least, most = _LABEL
    widths = [min(max(text_width(table.chart.categories, _SIZE) + _PADDING, least), most)]
    least, most = _FIGURE
    for column in table.columns[1:]:
        wide = text_width((column.heading,), _SIZE, True) + _PADDING
        widths.append(min(max(wide, least), most))
    return widths


def _put_table(canvas: Canvas, table: DataTable, title: int, first: int) -> None:
    """A table whose title stands in the cell of a row and a column."""
    heading = Look(Style.TABLE_HEADING, _SIZE, align=Align.CENTRE, shrink=True)
    caption = Content(caption_of(table.chart), Look(Style.BODY, _SIZE, bold=True))
    canvas.put(Range(title, first, title + 1, first + 1), caption)
    for number, column in enumerate(table.columns, start=first):
        top = Range(title + 1, number, title + 2, number + 1)
        canvas.fill(top, TONE_FILLS[Tone.HEADING])
        canvas.outline(top, Edge.THIN)
        canvas.put(top, Content(column.heading, heading))
        for row, cell in enumerate(column.cells, start=title + 2):
            place = Range(row, number, row + 1, number + 1)
            canvas.outline(place, Edge.DASHED if cell.inferred else Edge.THIN)
            value: str | float | Formula = cell.value
            if cell.rest and not isinstance(cell.value, str):
                value = Formula(_rest_formula(row, first + 1, len(table.chart.series)), cell.value)
            canvas.put(place, Content(value, _look(cell)))


def _rest_formula(row: int, first: int, count: int) -> str:
    """What COUNT figures leave over to 100: who adds a lost one closes the gap."""
    from openpyxl.utils import get_column_letter

    left, right = get_column_letter(first + 1), get_column_letter(first + count)
    return f"=MAX(0,100-SUM({left}{row + 1}:{right}{row + 1}))"


def _look(cell: DataCell) -> Look:
    if isinstance(cell.value, str):
        return Look(Style.BODY, _SIZE, shrink=True)
    return Look(Style.FIGURE, _SIZE, align=Align.RIGHT, shrink=True, number_format=cell.number_format)
