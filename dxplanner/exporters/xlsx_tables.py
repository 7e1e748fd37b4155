"""Table blocks as cells: numbers stay numbers, totals become formulas, spans become merged cells."""

from __future__ import annotations

from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Content, Formula, Range
from dxplanner.exporters.xlsx_formulas import TablePlace, excel_number, formula_of, is_computed
from dxplanner.exporters.xlsx_grid import MM_TO_POINT, ROW_LIMIT
from dxplanner.exporters.xlsx_styles import BLACK, INDENT, INDENTED_WIDTH, Look, Style, fill_of
from dxplanner.handouts.blocks import Cell, Table
from dxplanner.handouts.drawing import Align, Edge, Tone
from dxplanner.handouts.linebreak import wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import SetCell, TableLayout

_CELL_PADDING: Final = 1.2
"""What Excel keeps free at the left and right of a cell together (mm)."""
_NEARLY: Final = 1.0
"""What Excel's own measuring of a line may add to ours (mm)."""
_NO_NUMBER_FORMAT: Final = "#,##0"
"""For － in the place of a number that is still to come."""


def put_table(canvas: Canvas, table: Table, layout: TableLayout, lines: tuple[int, ...]) -> TablePlace:
    """Append a table; LINES are the sheet's column lines under the table's edges."""
    header = canvas.row_count
    for height in (*layout.header_heights, *layout.row_heights):
        canvas.add_row(_row_height(canvas, height))
    body = header + len(layout.header_heights)
    whole = len(layout.row_heights) == len(table.rows)
    if not whole and any(is_computed(placed.cell) for placed in layout.body):
        canvas.warnings.append("高すぎる行を分けたため、合計や割合を計算式にせず数値のまま出力しました。")
    place = TablePlace(header, body, canvas.row_count, lines, whole)
    indented = frozenset(column for column in range(len(table.columns)) if _has_room(layout, column))
    for placed in layout.header:
        look = _heading_look(placed, _room(canvas, placed, place))
        # A heading keeps the line breaks that it is printed with: 対象経費 over （千円）.
        _put_cell(canvas, placed, place, Content("\n".join(placed.lines), look))
    for placed in layout.body:
        value = _value(canvas, table, placed.cell, place)
        indent = int(placed.column in indented and placed.cell.column_span == 1)
        look = _look(placed, value, indent, _room(canvas, placed, place) - indent * INDENT)
        underline = placed.cell.underline if isinstance(value, str) else ()
        _put_cell(canvas, placed, place, Content(value, look, underline), body=True)
    _finish_edges(canvas, layout, place)
    return place


def _row_height(canvas: Canvas, height: float) -> float:
    points = height * MM_TO_POINT
    if points > ROW_LIMIT:
        canvas.warnings.append("Excelの行の高さの上限を超えるため、文字が隠れるおそれのある行があります。")
    return points


def _area(placed: SetCell, place: TablePlace, *, body: bool) -> Range:
    row = (place.body if body else place.header) + placed.row
    last_row = min(row + placed.cell.row_span, place.end if body else place.body)
    last_column = min(placed.column + placed.cell.column_span, len(place.lines) - 1)
    return Range(row, place.lines[placed.column], last_row, place.lines[last_column])


def _room(canvas: Canvas, placed: SetCell, place: TablePlace) -> float:
    """Width (mm) that a cell's text can use."""
    area = _area(placed, place, body=True)
    return canvas.grid.width(area.left, area.right) - _CELL_PADDING


def _put_cell(
    canvas: Canvas, placed: SetCell, place: TablePlace, content: Content, *, body: bool = False
) -> None:
    area, tone = _area(placed, place, body=body), placed.cell.tone
    fill = fill_of(tone if body or tone is not Tone.NONE else Tone.HEADING)
    if fill:
        canvas.fill(area, fill)
    canvas.outline(area, Edge.THIN)
    canvas.put(area, content)


def _finish_edges(canvas: Canvas, layout: TableLayout, place: TablePlace) -> None:
    """What differs from plain rules: joined tiers have none between them, 推定 is dashed all around."""
    for placed in layout.body:
        if placed.cell.joined:
            canvas.open_above(_area(placed, place, body=True))
    for placed in layout.body:
        if placed.cell.inferred:
            canvas.outline(_area(placed, place, body=True), Edge.DASHED)


def _has_room(layout: TableLayout, column: int) -> bool:
    """Whether all cells of a column can be indented without taking more lines."""
    width = layout.edges[column + 1] - layout.edges[column]
    room = width - INDENT - _CELL_PADDING
    return width >= INDENTED_WIDTH and all(
        _lines(placed, room) <= len(placed.lines)
        for placed in layout.body
        if placed.column == column and placed.cell.column_span == 1 and placed.cell.align is not Align.CENTRE
    )


def _lines(placed: SetCell, room: float) -> int:
    """Lines that a cell's text takes in ROOM mm."""
    metrics, bold = bundled_metrics(), placed.cell.bold
    parts = placed.cell.text.split("\n")
    if all(metrics.width(part, placed.size, bold) <= room for part in parts):
        return len(parts)
    return len(wrap(placed.cell.text, room, placed.size, bold=bold))


def _value(canvas: Canvas, table: Table, cell: Cell, place: TablePlace) -> str | int | float | Formula:
    """What the cell holds; a figure only becomes a formula when that gives what is printed."""
    formula, warning = formula_of(table, cell, place)
    if warning:
        canvas.warnings.append(warning)
    if formula is not None:
        return formula
    return cell.text if cell.value is None else excel_number(cell.value)


def _heading_look(placed: SetCell, room: float) -> Look:
    tight = _is_tight(placed, room)
    align = placed.cell.align
    return Look(Style.TABLE_HEADING, placed.size, bold=True, align=align, wrap=not tight, shrink=tight)


def _look(placed: SetCell, value: str | int | float | Formula, indent: int, room: float) -> Look:
    cell = placed.cell
    style, form, ink = Style.BODY, "", ""
    one_line = _is_tight(placed, room)
    if not isinstance(value, str):
        # A number is never wrapped: Excel would show ### instead.
        one_line = True
        style = Style.TOTAL if isinstance(value, Formula) and cell.quotient is None else Style.FIGURE
        form = cell.number_format or "General"
    elif cell.align is Align.RIGHT and len(placed.lines) == 1:
        one_line = True
        form = _NO_NUMBER_FORMAT
        # LibreOffice forgets the indent of a text whose font is exactly that of the text before it.
        ink = BLACK if indent and placed.column % 2 else ""
    return Look(
        style,
        placed.size,
        bold=cell.bold,
        align=cell.align,
        wrap=not one_line,
        shrink=one_line,
        indent=0 if cell.align is Align.CENTRE else indent,
        ink=ink,
        number_format=form,
    )


def _is_tight(placed: SetCell, room: float) -> bool:
    """Whether a text takes one line so narrowly that Excel might take two, of which one is hidden."""
    if len(placed.lines) != 1:
        return False
    return bundled_metrics().width(placed.cell.text, placed.size, placed.cell.bold) > room - _NEARLY
