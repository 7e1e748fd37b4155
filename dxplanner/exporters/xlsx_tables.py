"""Table blocks as cells: numbers stay numbers, totals become formulas, headings over rows are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_content import Content, Formula
from dxplanner.exporters.xlsx_flowing import flows_well
from dxplanner.exporters.xlsx_formulas import TablePlace, excel_number, formula_of, is_computed
from dxplanner.exporters.xlsx_grid import MM_TO_POINT, ROW_LIMIT
from dxplanner.exporters.xlsx_single import figure_columns, figure_part, is_tight, put_text
from dxplanner.exporters.xlsx_styles import (
    CELL_PADDING,
    INDENT,
    NEARLY,
    Look,
    Style,
    fill_of,
    spaced_format,
)
from dxplanner.exporters.xlsx_text import broken
from dxplanner.handouts.blocks import Cell, Table
from dxplanner.handouts.drawing import Align, Edge, Tone
from dxplanner.handouts.linebreak import Setting, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import SetCell, TableLayout

_LINES_OF_A_NAME: Final = 2
_NO_NUMBER_FORMAT: Final = "#,##0;-#,##0;0;@"
"""For － in the place of a number that is still to come."""

Columns = tuple[float, ...]
"""The lines (mm) of a table's columns."""


def indented_tables(layouts: Iterable[TableLayout]) -> frozenset[Columns]:
    """The columns of those tables of a handout whose texts are indented.

    They are those where each text stands beside the indent as well as without: in no more lines, and with no
    more words torn between them. One text that does not would stand out among the others of its table.
    """
    found: dict[Columns, bool] = {}
    for layout in layouts:
        stand = all(_stands(layout, placed) for placed in layout.body if placed.cell.align is Align.LEFT)
        found[_columns(layout)] = found.get(_columns(layout), True) and stand
    return frozenset(columns for columns, stand in found.items() if stand)


def _stands(layout: TableLayout, placed: SetCell) -> bool:
    """Whether a text stands beside an indent as well as on the page."""
    last = min(placed.column + placed.cell.column_span, len(layout.edges) - 1)
    room = layout.edges[last] - layout.edges[placed.column] - CELL_PADDING - INDENT
    shown = _beside(placed, room)
    return len(shown.lines) <= len(placed.lines) and shown.torn <= placed.torn


def _beside(placed: SetCell, room: float) -> SetCell:
    """A text as it stands in ROOM mm."""
    width, bold = max(room - NEARLY, 1.0), placed.cell.bold
    lines = wrap(placed.cell.text, width, placed.size, bold=bold, setting=Setting.PHRASES)
    return replace(placed, lines=lines)


def _columns(layout: TableLayout) -> Columns:
    return tuple(round(edge, 1) for edge in layout.edges)


def is_indented(layout: TableLayout, indented: frozenset[Columns]) -> bool:
    """Whether a table is one of the INDENTED ones."""
    return _columns(layout) in indented


def _widest(placed: SetCell) -> float:
    """Width (mm) of the widest line of a cell."""
    metrics, cell = bundled_metrics(), placed.cell
    return max((metrics.width(line, placed.size, cell.bold) for line in placed.lines), default=0.0)


def put_table(
    canvas: Canvas,
    table: Table,
    layout: TableLayout,
    lines: tuple[int, ...],
    indented: bool,
    turns: tuple[int, ...] = (),
) -> TablePlace:
    """Append a table; LINES are the sheet's column lines under the table's edges.

    The texts of an INDENTED table keep away from the line at their left; the heading is repeated above the
    body rows of TURNS, which begin a page.
    """
    header = canvas.row_count
    body = header + len(layout.header_heights)
    heights = list(layout.header_heights)
    for number, height in enumerate(layout.row_heights):
        heights += [*layout.header_heights, height] if number in turns else [height]
    for height in heights:
        canvas.add_row(_row_height(canvas, height))
    whole = len(layout.row_heights) == len(table.rows)
    if not whole and any(is_computed(placed.cell) for placed in layout.body):
        canvas.warnings.append("高すぎる行を分けたため、合計や割合を計算式にせず数値のまま出力しました。")
    figures = figure_columns(canvas.grid, layout, lines)
    place = TablePlace(header, body, canvas.row_count, lines, whole, turns, figures)
    for top in (header, *(place.row(turn) - (body - header) for turn in turns)):
        for placed in layout.header:
            _put_heading(canvas, placed, place, top)
    pieces = [piece for placed in layout.body for piece in _pieces(placed, layout, turns)]
    heads = _heads(pieces)
    for piece in pieces:
        beside = indented and piece.cell.align is Align.LEFT
        heading = (piece.row, piece.column) in heads
        _put_body(canvas, table, piece, place, beside=beside, heading=heading)
    _finish_edges(canvas, pieces, place)
    return place


def _heads(pieces: Sequence[SetCell]) -> frozenset[tuple[int, int]]:
    """Rows and columns of the cells that head several rows: all at their left stand for these rows too."""
    begins: dict[int, list[SetCell]] = {}
    for piece in pieces:
        begins.setdefault(piece.row, []).append(piece)

    def heads(tall: SetCell) -> bool:
        left = (
            piece
            for row in range(tall.row, _end(tall))
            for piece in begins.get(row, ())
            if piece.column < tall.column
        )
        return all(piece.row == tall.row and _end(piece) >= _end(tall) for piece in left)

    tall = (piece for piece in pieces if piece.cell.row_span > 1)
    return frozenset((piece.row, piece.column) for piece in tall if heads(piece))


def _end(placed: SetCell) -> int:
    """The row under a cell."""
    return placed.row + placed.cell.row_span


def _put_body(
    canvas: Canvas, table: Table, piece: SetCell, place: TablePlace, *, beside: bool, heading: bool
) -> None:
    """A cell under the heading of a table, perhaps HEADING rows; BESIDE an indent it has other lines."""
    value = _value(canvas, table, piece.cell, place)
    room = _room(canvas, piece, place)
    indent = int(beside or _has_room_at_right(piece, room))
    room -= indent * INDENT
    shown = _beside(piece, room) if beside else piece
    look = _look(shown, value, indent, room)
    underline = piece.cell.underline if isinstance(value, str) else ()
    if isinstance(value, str) and not _flows(shown, room):
        value, underline = broken(value, shown.lines, underline)
    area = _area(piece, place)
    held = figure_part(piece, area, place)
    _put_cell(canvas, area, shown, Content(value, look, underline), held, heading=heading)


def _put_heading(canvas: Canvas, placed: SetCell, place: TablePlace, top: int) -> None:
    """A cell of the heading whose rows begin at TOP; it keeps the line breaks that it is printed with."""
    rows, cell = place.body - place.header, placed.cell
    last_column = min(placed.column + cell.column_span, len(place.lines) - 1)
    area = Range(
        top + placed.row,
        place.lines[placed.column],
        top + min(placed.row + cell.row_span, rows),
        place.lines[last_column],
    )
    look = _heading_look(placed, canvas.grid.width(area.left, area.right) - CELL_PADDING)
    fill = Tone.HEADING if cell.tone is Tone.NONE else cell.tone
    shown = replace(placed, cell=replace(cell, tone=fill))
    _put_cell(canvas, area, shown, Content("\n".join(placed.lines), look), heading=True)


def _has_room_at_right(placed: SetCell, room: float) -> bool:
    """Whether lines that end at the right can keep away from the line there; one line alone has a format."""
    cell = placed.cell
    if cell.align is not Align.RIGHT or len(placed.lines) < 2:
        return False
    return _widest(placed) <= room - INDENT


def _flows(placed: SetCell, room: float) -> bool:
    """Whether a text may find its own lines in a cell, as it does best once somebody edits it.

    Else it has the line feeds of the page.
    """
    text, lines = placed.cell.text, placed.lines
    if len(lines) < 2 or _widest(placed) > room:
        return True
    hanging = any(line not in text for line in lines)
    # A name is hardly rewritten: its words stay whole. A sentence finds its lines anew.
    whole = len(lines) == _LINES_OF_A_NAME and not placed.torn
    bold, most = placed.cell.bold, len(lines)
    return not hanging and flows_well(text, room, placed.size, bold=bold, most=most, whole=whole)


def _pieces(placed: SetCell, layout: TableLayout, turns: tuple[int, ...]) -> Iterator[SetCell]:
    """A cell cut where a page begins: a short text stands on each of them, a long one goes on."""
    end = placed.row + placed.cell.row_span
    bounds = (placed.row, *(turn for turn in turns if placed.row < turn < end), end)
    for first, last in pairwise(bounds):
        shown = layout.part(placed, first, last)
        cell = replace(shown.cell, row_span=last - first)
        if first > placed.row:
            # The figure itself stands once, so that a total does not count it again.
            cell = replace(cell, value=None, total=None, quotient=None)
        yield replace(shown, row=first, cell=cell)


def _row_height(canvas: Canvas, height: float) -> float:
    points = height * MM_TO_POINT
    if points > ROW_LIMIT:
        canvas.warnings.append("Excelの行の高さの上限を超えるため、文字が隠れるおそれのある行があります。")
    return points


def _area(placed: SetCell, place: TablePlace) -> Range:
    """The cells of a body cell."""
    last_row = min(place.row(placed.row + placed.cell.row_span - 1) + 1, place.end)
    last_column = min(placed.column + placed.cell.column_span, len(place.lines) - 1)
    return Range(place.row(placed.row), place.lines[placed.column], last_row, place.lines[last_column])


def _room(canvas: Canvas, placed: SetCell, place: TablePlace) -> float:
    """Width (mm) that a cell's text can use."""
    area = _area(placed, place)
    return canvas.grid.width(area.left, area.right) - CELL_PADDING


def _put_cell(
    canvas: Canvas,
    area: Range,
    placed: SetCell,
    content: Content,
    held: Range | None = None,
    *,
    heading: bool,
) -> None:
    """A cell over AREA, whose content is HELD by a part of it."""
    fill = fill_of(placed.cell.tone)
    if fill:
        canvas.fill(area, fill)
    canvas.clear_inside(area)
    canvas.outline(area, Edge.THIN)
    put_text(canvas, held or area, content, placed.lines, heading=heading)


def _finish_edges(canvas: Canvas, pieces: Sequence[SetCell], place: TablePlace) -> None:
    """What differs from plain rules: joined tiers have none between them, 推定 is dashed all around."""
    for placed in pieces:
        if placed.cell.joined and placed.row not in place.turns:
            canvas.open_above(_area(placed, place))
    for placed in pieces:
        if placed.cell.inferred:
            canvas.outline(_area(placed, place), Edge.DASHED)


def _value(canvas: Canvas, table: Table, cell: Cell, place: TablePlace) -> str | int | float | Formula:
    """What the cell holds; a figure only becomes a formula when that gives what is printed."""
    formula, warning = formula_of(table, cell, place)
    if warning:
        canvas.warnings.append(warning)
    if formula is not None:
        return formula
    return cell.text if cell.value is None else excel_number(cell.value)


def _heading_look(placed: SetCell, room: float) -> Look:
    tight = is_tight(placed, room)
    align = placed.cell.align
    return Look(Style.TABLE_HEADING, placed.size, bold=True, align=align, wrap=not tight, shrink=tight)


def _look(placed: SetCell, value: str | int | float | Formula, indent: int, room: float) -> Look:
    cell = placed.cell
    style, form = Style.BODY, ""
    one_line = is_tight(placed, room)
    if not isinstance(value, str):
        # A number is never wrapped: Excel would show ### instead.
        one_line = True
        style = Style.TOTAL if isinstance(value, Formula) and cell.quotient is None else Style.FIGURE
        form = cell.number_format or "General"
    elif cell.align is Align.RIGHT and len(placed.lines) == 1:
        one_line = True
        form = _NO_NUMBER_FORMAT
    return Look(
        style,
        placed.size,
        bold=cell.bold,
        align=cell.align,
        wrap=not one_line,
        shrink=one_line,
        indent=indent,
        number_format=spaced_format(form) if form and cell.align is Align.RIGHT else form,
    )
