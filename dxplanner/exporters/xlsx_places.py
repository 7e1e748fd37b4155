"""Where a place of a picture (mm) lies on its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dxplanner.exporters.xlsx_axes import Axis
from dxplanner.exporters.xlsx_canvas import Range
from dxplanner.exporters.xlsx_grid import ColumnGrid
from dxplanner.exporters.xlsx_shapes import Point
from dxplanner.handouts.drawing import Box

_ON_THE_LINE: Final = 0.3
"""A sign this close (mm) before a line belongs to what begins there: it marks a month's first day."""


@dataclass(frozen=True, slots=True)
class Places:
    """A picture's own lines, the sheet's column lines under them, and the row where it begins."""

    columns: Axis
    rows: Axis
    grid: ColumnGrid
    lines: tuple[int, ...]
    top: int

    def range(self, box: Box) -> Range:
        """The cells that a box covers after snapping."""
        left, right = self.columns.span(box.x, box.right)
        top, bottom = self.rows.span(box.y, box.bottom)
        return Range(self.top + top, self.lines[left], self.top + bottom, self.lines[right])

    def column_line(self, x: float) -> int:
        """The sheet's column line nearest to X."""
        return self.lines[self.columns.line(x)]

    def row_line(self, y: float) -> int:
        """The sheet's row line nearest to Y."""
        return self.top + self.rows.line(y)

    def slot(self, x: float, y: float) -> Range:
        """The natural column and row that a sign stands in, as cells."""
        column, row = self.columns.slot(x + _ON_THE_LINE), self.rows.slot(y)
        return Range(self.top + row, self.lines[column], self.top + row + 1, self.lines[column + 1])

    def point(self, x: float, y: float) -> Point:
        """A place on the sheet's grid for a shape."""
        place = self.columns.place(x)
        index = min(int(place), self.columns.count - 1)
        left, right = self.lines[index], self.lines[index + 1]
        share = place - index
        column = float(left)
        if share:
            column = self.grid.place(self.grid.lines[left] + self.grid.width(left, right) * share)
        return column, self.top + self.rows.place(y)
