"""Which cell holds what stands over several columns of a sheet, so that it need not be merged.

Tables of other columns on the same page divide the columns of a table. A figure then stands in the last of
its columns, a line of words in the first one and runs over the empty ones beside it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_canvas import Range
from dxplanner.exporters.xlsx_formulas import TablePlace
from dxplanner.exporters.xlsx_grid import ColumnGrid
from dxplanner.exporters.xlsx_styles import CELL_PADDING, INDENT, NEARLY
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import SetCell, TableLayout

_AIR: Final = 1.0
"""What a format adds to the width (mm) of a figure: space at its right."""
_SET_IN: Final = 5.0
"""How far (mm) from its right line a figure may stand where the last columns are slim."""


def figure_columns(grid: ColumnGrid, layout: TableLayout, lines: tuple[int, ...]) -> tuple[int | None, ...]:
    """The sheet's column that the figures of each of a table's columns stand in.

    It is the last one that is wide enough for all of them; None where there is none and cells are merged.
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


def word_columns(grid: ColumnGrid, layout: TableLayout, lines: tuple[int, ...]) -> frozenset[int]:
    """The columns of a table whose words all stand in one line each and have room for some more."""
    free: dict[int, bool] = {}
    for placed in layout.body:
        if placed.cell.column_span == placed.cell.row_span == 1 and not _is_figure(placed):
            column = placed.column
            room = grid.width(lines[column], lines[column + 1]) - CELL_PADDING - INDENT
            plain = placed.cell.align is Align.LEFT and len(placed.lines) == 1
            free[column] = free.get(column, True) and plain and not is_tight(placed, room)
    return frozenset(column for column, is_free in free.items() if is_free)


def held_part(placed: SetCell, area: Range, place: TablePlace, words: frozenset[int]) -> Range:
    """The part of a cell's AREA that holds its content; it is merged where it is several cells."""
    column = place.figures[placed.column]
    if column is not None and _is_figure(placed):
        return area._replace(left=column, right=column + 1)
    if placed.column in words and placed.cell.column_span == placed.cell.row_span == 1:
        return area._replace(right=area.left + 1)
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
