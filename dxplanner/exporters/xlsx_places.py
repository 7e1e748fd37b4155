"""Where a place of a picture (mm) lies on its sheet."""

from __future__ import annotations

from dataclasses import dataclass

from dxplanner.exporters.xlsx_axes import Axis
from dxplanner.exporters.xlsx_canvas import Range
from dxplanner.exporters.xlsx_grid import ColumnGrid
from dxplanner.exporters.xlsx_shapes import Point
from dxplanner.handouts.drawing import Box


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

    def point(self, x: float, y: float) -> Point:
        """A place on the sheet's grid for a shape that goes with the cells, which boxes have snapped to."""
        return self._column(self.columns.place(x)), self.top + self.rows.place(y)

    def exact(self, x: float, y: float) -> Point:
        """A place on the sheet's grid as far from the left as on the page: a day stays that day."""
        lines, slot = self.columns.lines, self.columns.slot(x)
        share = (x - lines[slot]) / (lines[slot + 1] - lines[slot])
        return self._column(slot + min(max(share, 0.0), 1.0)), self.top + self.rows.place(y)

    def _column(self, place: float) -> float:
        """The sheet's column of a place in the picture's own columns."""
        index = min(int(place), self.columns.count - 1)
        left, right = self.lines[index], self.lines[index + 1]
        share = place - index
        column = float(left)
        if share:
            column = self.grid.place(self.grid.lines[left] + self.grid.width(left, right) * share)
        return column
