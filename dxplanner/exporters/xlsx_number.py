"""資料番号 in its box above the title of a sheet."""

from __future__ import annotations

from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_shapes import Point, Shape, ShapeKind
from dxplanner.exporters.xlsx_styles import CELL_LEADING, Look, Style, padded_format, style_size
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.limited import Limited
from dxplanner.handouts.metrics import bundled_metrics

NUMBER_AIR: Final = 6.0
"""Free space (mm) in the box beside the words."""
_LEAST: Final = 24.0
"""Least width (mm) of the box, as on the page."""
_SLACK: Final = 1.5
"""By how much (mm) it may be wider or narrower so that it stands in cells."""
_INSET: Final = 0.2
"""How far (mm) a frame stays off the paper's printed edge, where half of its line would be cut off."""


def put_number(canvas: Canvas, row: int, number: Limited) -> None:
    """Put 資料番号 into ROW: cells where columns happen to suit, else a frame drawn over the last cell.

    Several lines stand in the frame itself.
    """
    if len(number.lines) > 1:
        _put_lines(canvas, row, number)
        return
    grid, size = canvas.grid, number.size
    text, blank = (bundled_metrics().width(part, size) for part in (number.text, " "))
    # As wide as on the page, in whole spaces at either side.
    spaces = max(round((max(_LEAST, text + NUMBER_AIR) - text) / blank / 2), 1)
    needed = text + 2 * spaces * blank
    last = grid.count
    first = min(range(last), key=lambda column: abs(grid.width(column, last) - needed))
    own = None if size == style_size(Style.NUMBER) else size
    if abs(grid.width(first, last) - needed) <= _SLACK:
        place = Range(row, first, row + 1, last)
        canvas.put_line(place, Content(number.text, Look(Style.NUMBER, own, align=Align.CENTRE)))
        canvas.outline(place, Edge.THIN)
        return
    look = Look(Style.NUMBER, own, align=Align.RIGHT, number_format=padded_format(spaces))
    canvas.put(Range(row, last - 1, row + 1, last), Content(number.text, look))
    canvas.shapes.append(Shape(ShapeKind.FRAME, _corners(canvas, row, needed)))


def _put_lines(canvas: Canvas, row: int, number: Limited) -> None:
    """Words that take several lines, in a frame as wide as they are."""
    widest = max(bundled_metrics().width(line, number.size) for line in number.lines)
    look = Look(Style.NUMBER, number.size, align=Align.CENTRE)
    words = Content("\n".join(number.lines), look)
    corners = _corners(canvas, row, widest + NUMBER_AIR)
    canvas.add_box(Shape(ShapeKind.LABEL, corners, words=words, leading=CELL_LEADING))


def _corners(canvas: Canvas, row: int, width: float) -> tuple[Point, Point]:
    """A frame of WIDTH mm at the right end of ROW."""
    grid = canvas.grid
    left, right = (grid.place(grid.lines[-1] - inset) for inset in (width, _INSET))
    # Not on the line of the row above, which is that of 表紙's page.
    return (left, row + (0.06 if row else 0.0)), (right, row + 1)
