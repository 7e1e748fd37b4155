"""Table blocks as cells: numbers stay numbers, totals become SUM formulas, spans become merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Content, Formula, Range
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_styles import Look, Style, fill_of
from dxplanner.handouts.blocks import Cell, Sum, Table
from dxplanner.handouts.drawing import Edge, Tone
from dxplanner.handouts.tables import SetCell, TableLayout

_EXCEL_ROW_LIMIT: Final = 409.5
"""Excel's tallest row in points."""
_SUM_ARGUMENTS: Final = 255
"""Excel's limit for the arguments of a function."""


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table came to lie on its sheet: rows and the sheet's column line of each of its edges."""

    header: int
    body: int
    end: int
    lines: tuple[int, ...]


def put_table(canvas: Canvas, table: Table, layout: TableLayout, lines: tuple[int, ...]) -> TablePlace:
    """Append a table; LINES are the sheet's column lines under the table's edges."""
    header = canvas.row_count
    for height in (*layout.header_heights, *layout.row_heights):
        canvas.add_row(_row_height(canvas, height))
    body = header + len(layout.header_heights)
    place = TablePlace(header, body, canvas.row_count, lines)
    _put_cells(canvas, layout.header, header, place, heading=True)
    _put_cells(canvas, layout.body, body, place, heading=False, table=table)
    return place


def excel_number(value: int | Decimal) -> int | float:
    """Return a number as Excel holds it: whole numbers exactly, others as the nearest float."""
    if isinstance(value, int):
        return value
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def sum_formula(total: Sum, place: TablePlace) -> str:
    """The SUM formula of a total, neighbouring cells joined to ranges."""
    from openpyxl.utils import get_column_letter

    def address(row: int, column: int) -> str:
        return f"{get_column_letter(place.lines[column] + 1)}{place.body + row + 1}"

    parts = [
        address(*first) if first == last else f"{address(*first)}:{address(*last)}"
        for first, last in _runs(total.cells)
    ]
    while len(parts) > _SUM_ARGUMENTS:
        chunks = [parts[at : at + _SUM_ARGUMENTS] for at in range(0, len(parts), _SUM_ARGUMENTS)]
        parts = [f"SUM({','.join(chunk)})" for chunk in chunks]
    return f"=SUM({','.join(parts)})"


def _row_height(canvas: Canvas, height: float) -> float:
    points = height * MM_TO_POINT
    if points > _EXCEL_ROW_LIMIT:
        canvas.warnings.append("Excelの行の高さの上限を超えるため、文字が隠れるおそれのある行があります。")
    return min(points, _EXCEL_ROW_LIMIT)


def _put_cells(
    canvas: Canvas,
    cells: Iterable[SetCell],
    top: int,
    place: TablePlace,
    *,
    heading: bool,
    table: Table | None = None,
) -> None:
    outlines: list[tuple[Range, Edge]] = []
    for placed in cells:
        cell = placed.cell
        row = top + placed.row
        last_column = min(placed.column + cell.column_span, len(place.lines) - 1)
        area = Range(
            row,
            place.lines[placed.column],
            min(row + cell.row_span, place.body if heading else place.end),
            place.lines[last_column],
        )
        fill = fill_of(Tone.HEADING if heading and cell.tone is Tone.NONE else cell.tone)
        if fill:
            canvas.fill(area, fill)
        canvas.outline(area, Edge.THIN)
        if cell.inferred:
            outlines.append((area, Edge.DASHED))
        value = cell.text if table is None else _value(canvas, table, cell, place)
        canvas.put(area, Content(value, _look(cell, value, placed.size, heading)))
    for area, edge in outlines:
        canvas.outline(area, edge)


def _value(canvas: Canvas, table: Table, cell: Cell, place: TablePlace) -> str | int | float | Formula:
    """What the cell holds; a total only becomes a formula when it agrees with what is printed."""
    if cell.total is not None and cell.total.cells:
        added = _added(table, cell.total)
        if cell.value is None or added == cell.value:
            return Formula(sum_formula(cell.total, place), excel_number(added))
        canvas.warnings.append(
            f"合計「{cell.text}」が内訳の合計（{added:,}）と一致しないため、計算式にせず数値のまま出力しました。"
        )
    return cell.text if cell.value is None else excel_number(cell.value)


def _added(table: Table, total: Sum) -> int | Decimal:
    """Sum of the cells as Excel adds them up: texts such as － count nothing."""
    added: int | Decimal = 0
    for row, column in total.cells:
        cell = table.rows[row][column]
        if cell is None:
            continue
        if cell.value is not None:
            added += cell.value
        elif cell.total is not None:
            added += _added(table, cell.total)
    return added


def _look(cell: Cell, value: str | int | float | Formula, size: float, heading: bool) -> Look:
    numeric = not isinstance(value, str)
    if heading:
        style = Style.TABLE_HEADING
    elif numeric:
        style = Style.TOTAL if isinstance(value, Formula) else Style.FIGURE
    else:
        style = Style.BODY
    return Look(
        style=style,
        size=size,
        bold=cell.bold or heading,
        align=cell.align,
        # A number is never wrapped: Excel would show ### instead.
        wrap=not numeric,
        shrink=numeric,
        number_format=(cell.number_format or "General") if numeric else "",
    )


def _runs(cells: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Join cells that follow each other down a column, else along a row, to (first, last)."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for cell in cells:
        if runs:
            (row0, column0), (row, column) = runs[-1]
            down = cell == (row + 1, column) and column == column0
            along = cell == (row, column + 1) and row == row0
            if down or along:
                runs[-1] = (runs[-1][0], cell)
                continue
        runs.append((cell, cell))
    return runs
