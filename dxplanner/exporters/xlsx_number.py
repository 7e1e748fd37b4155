"""資料番号 in its box above the title of a sheet."""

from __future__ import annotations

from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Content, Range
from dxplanner.exporters.xlsx_shapes import Shape, ShapeKind
from dxplanner.exporters.xlsx_styles import Look, Style, padded_format, style_size
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.metrics import bundled_metrics

_LEAST: Final = 24.0
"""Least width (mm) of the box, as on the page."""
_AIR: Final = 6.0
"""Free space (mm) in it."""
_SLACK: Final = 1.5
"""By how much (mm) it may be wider or narrower so that it stands in cells."""


def put_number(canvas: Canvas, row: int, number: str) -> None:
    """Put 資料番号 into ROW: cells where columns happen to suit, else a frame drawn over the last cell."""
    grid = canvas.grid
    size = style_size(Style.NUMBER)
    text, blank = (bundled_metrics().width(part, size) for part in (number, " "))
    # As wide as on the page, in whole spaces at either side.
    spaces = max(round((max(_LEAST, text + _AIR) - text) / blank / 2), 1)
    needed = text + 2 * spaces * blank
    last = grid.count
    first = min(range(last), key=lambda column: abs(grid.width(column, last) - needed))
    if abs(grid.width(first, last) - needed) <= _SLACK:
        place = Range(row, first, row + 1, last)
        canvas.put_line(place, Content(number, Look(Style.NUMBER, align=Align.CENTRE)))
        canvas.outline(place, Edge.THIN)
        return
    look = Look(Style.NUMBER, align=Align.RIGHT, number_format=padded_format(spaces))
    canvas.put(Range(row, last - 1, row + 1, last), Content(number, look))
    # Not quite to the paper's printed edge, where half of the line would be cut off.
    left, right = (grid.place(grid.lines[-1] - inset) for inset in (needed, 0.2))
    # Not on the line of the row above either, which is that of 表紙's page.
    top = row + (0.06 if row else 0.0)
    canvas.shapes.append(Shape(ShapeKind.FRAME, ((left, top), (right, row + 1))))
