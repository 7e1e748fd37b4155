"""Which cell holds what stands over several columns of a sheet, so that it need not be merged.

Tables of other columns on the same page divide the columns of a table. A figure then stands in the last of
its columns, a line of words runs over the empty ones beside it or is centred over them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_formulas import TablePlace
from dxplanner.exporters.xlsx_grid import ColumnGrid
from dxplanner.exporters.xlsx_styles import CELL_PADDING, INDENT, NEARLY, Look, style_size
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import SetCell, TableLayout

_SMALLER: Final = (0.0, 0.5, 1.0, 1.5)
"""What a text may lose (points) for the sake of its cell."""
_AIR: Final = 1.0
"""What a format adds to the width (mm) of a figure: space at its right."""
_SET_IN: Final = 5.0
"""How far (mm) from its right line a figure may stand where the last columns are slim."""


def figure_columns(grid: ColumnGrid, layout: TableLayout, lines: tuple[int, ...]) -> tuple[int | None, ...]:
    """The sheet's column that the figures of each of a table's columns stand in.

    It is the last one that is wide enough for all of them; None where there is none.
    """
    columns: list[int | None] = [None] * (len(lines) - 1)
    for column, (first, end) in enumerate(pairwise(lines)):
        found = [placed for placed in layout.body if placed.column == column and _is_figure(placed)]
        if found and all(map(_is_single, found)):
            needed = max(map(_width, found)) + CELL_PADDING + _AIR
            for last in range(end - 1, first - 1, -1):
                if grid.width(last + 1, end) <= _SET_IN and grid.width(last, last + 1) >= needed:
                    columns[column] = last
                    break
    return tuple(columns)


def put_text(
    canvas: Canvas, area: Range, content: Content, lines: Sequence[str], *, heading: bool = False
) -> None:
    """Put a content, printed in LINES, into AREA; only for a HEADING cells are merged.

    One line over cells of a row needs no merging. It may have to be a little smaller: a cell that is not
    merged cannot shrink its text. What needs more than that floats above the cells; a figure stays in one.
    """
    look = content.look
    if len(lines) == 1 and area.bottom - area.top == 1 < area.right - area.left:
        room = canvas.grid.width(area.left, area.right)
        if not isinstance(content.value, str):
            # A figure is centred over its cells, but its own must hold it.
            room = canvas.grid.width(area.left, area.left + 1) if look.align is Align.CENTRE else 0.0
        size = _size_in(lines[0], room - CELL_PADDING - NEARLY - look.indent * INDENT, look)
        if size:
            canvas.put_line(area, replace(content, look=replace(look, size=size)))
            return
    if area.single or heading:
        canvas.put(area, content)
    elif isinstance(content.value, str):
        canvas.put_above(area.corners, content, len(lines))
    else:
        columns = range(area.left, area.right)
        column = max(columns, key=lambda column: (canvas.grid.width(column, column + 1), column))
        place = Range(area.top, column, area.top + 1, column + 1)
        canvas.put(place, replace(content, look=replace(look, shrink=True)))


def _size_in(text: str, room: float, look: Look) -> float | None:
    """The size (points), a little smaller if need be, in which a line takes no more than ROOM mm."""
    size = look.size or style_size(look.style)
    sizes = (size - smaller for smaller in _SMALLER)
    metrics, bold = bundled_metrics(), look.bold or False
    return next((one for one in sizes if metrics.width(text, one, bold) <= room), None)


def figure_part(placed: SetCell, area: Range, place: TablePlace) -> Range:
    """The part of a cell's AREA that holds its content: one column for a figure, else all of it."""
    column = place.figures[placed.column]
    if column is not None and _is_figure(placed):
        return area._replace(left=column, right=column + 1)
    return area


def is_tight(placed: SetCell, room: float) -> bool:
    """Whether a text takes one line so narrowly that Excel might take two, of which one is hidden."""
    if len(placed.lines) != 1:
        return False
    return _width(placed) > room - NEARLY


def _is_figure(placed: SetCell) -> bool:
    """Whether a cell holds a figure or － in the place of one."""
    cell = placed.cell
    known = cell.value is not None or cell.total is not None or cell.quotient is not None
    return known or (cell.align is Align.RIGHT and len(placed.lines) == 1)


def _is_single(placed: SetCell) -> bool:
    """Whether a figure stands at the right of one column of its table."""
    return placed.cell.align is Align.RIGHT and placed.cell.column_span == 1


def _width(placed: SetCell) -> float:
    return bundled_metrics().width(placed.cell.text, placed.size, placed.cell.bold)
