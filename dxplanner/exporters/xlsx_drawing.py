"""Pictures as cells: boxes become merged, coloured ranges, straight lines borders, arrows real shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_axes import MIN_COLUMN, MIN_ROW, Axis
from dxplanner.exporters.xlsx_canvas import Canvas, Content, Range
from dxplanner.exporters.xlsx_glyphs import Label, joined_labels
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_shapes import Point, Shape, ShapeKind
from dxplanner.exporters.xlsx_styles import Look, Style, fill_of
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Glyph, Line, Tone
from dxplanner.handouts.linebreak import Setting, fit_text, line_height
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

SMALLEST_TEXT: Final = 6.0
"""Floor (points) to which a text shrinks that takes more room in cells than in the picture."""
_CELL_PADDING: Final = 1.2
"""What Excel keeps free at the left and right of a cell together (mm)."""
_ON_LINE: Final = 0.8
"""A line counts as lying on a grid line within this (mm)."""
_AT_END: Final = 1.6
"""Its ends may be this far (mm) from the grid line where they stop."""


@dataclass(frozen=True, slots=True)
class PictureGrid:
    """The natural columns and rows of a picture after scaling."""

    drawing: Drawing
    columns: Axis
    rows: Axis


def picture_grid(drawing: Drawing, width: float) -> PictureGrid:
    """Return the grid of a picture; one that is wider than the page is made smaller."""
    fitted = _scaled(drawing, width / drawing.width) if drawing.width > width else drawing
    cells = [box for box in fitted.boxes if box.cell]
    columns = Axis(
        fitted.width,
        fitted.columns,
        [edge for box in cells for edge in (box.x, box.right)],
        MIN_COLUMN,
    )
    rows = Axis(fitted.height, fitted.rows, [edge for box in cells for edge in (box.y, box.bottom)], MIN_ROW)
    return PictureGrid(fitted, columns, rows)


def put_picture(canvas: Canvas, grid: PictureGrid, lines: tuple[int, ...]) -> None:
    """Append a picture; LINES are the sheet's column lines under the picture's own."""
    _Painter(canvas, grid, lines).paint()


def _scaled(drawing: Drawing, factor: float) -> Drawing:
    def box(one: Box) -> Box:
        style = replace(one.style, size=one.style.size * factor)
        return replace(
            one,
            x=one.x * factor,
            y=one.y * factor,
            width=one.width * factor,
            height=one.height * factor,
            style=style,
        )

    return replace(
        drawing,
        width=drawing.width * factor,
        height=drawing.height * factor,
        boxes=tuple(box(one) for one in drawing.boxes),
        lines=tuple(
            replace(one, points=tuple((x * factor, y * factor) for x, y in one.points))
            for one in drawing.lines
        ),
        glyphs=tuple(
            replace(one, x=one.x * factor, y=one.y * factor, size=one.size * factor) for one in drawing.glyphs
        ),
        columns=tuple(line * factor for line in drawing.columns),
        rows=tuple(line * factor for line in drawing.rows),
    )


class _Painter:
    """Paints one picture. Ranges are those of the sheet; rows begin at ``top``."""

    def __init__(self, canvas: Canvas, grid: PictureGrid, lines: tuple[int, ...]) -> None:
        self._canvas = canvas
        self._drawing = grid.drawing
        self._columns = grid.columns
        self._rows = grid.rows
        self._lines = lines
        self._top = canvas.row_count
        self._owners: dict[tuple[int, int], tuple[int, int]] = {}
        """The cell whose text a taken cell belongs to."""
        self._labels: dict[tuple[int, int], tuple[Range, str, Look]] = {}

    def paint(self) -> None:
        for upper, lower in pairwise(self._rows.lines):
            self._canvas.add_row((lower - upper) * MM_TO_POINT)
        for line in self._drawing.lines:
            self._line(line)
        labels, glyphs = joined_labels(self._drawing)
        boxes = [box for box in self._drawing.boxes if box.cell]
        for box in boxes:
            self._surface(box)
        taken = {id(label.box) for label in labels}
        texts = [(self._range(box), box) for box in boxes if box.text.strip() and id(box) not in taken]
        outer = [index for index, (area, _) in enumerate(texts) if _holds_another(area, texts)]
        for index, (area, box) in enumerate(texts):
            if index not in outer:
                self._text(area, box)
        for label in labels:
            self._label(label)
        for glyph in glyphs:
            self._glyph(glyph)
        for index in outer:
            self._text(*texts[index])
        for box in self._drawing.boxes:
            if not box.cell and box.text.strip():
                self._float(box)

    # Surfaces and lines

    def _range(self, box: Box) -> Range:
        left, right = self._columns.span(box.x, box.right)
        top, bottom = self._rows.span(box.y, box.bottom)
        return Range(self._top + top, self._lines[left], self._top + bottom, self._lines[right])

    def _surface(self, box: Box) -> None:
        area = self._range(box)
        fill = fill_of(box.tone, box.role)
        if fill:
            self._canvas.fill(area, fill)
        if box.edge is not Edge.NONE:
            self._canvas.outline(area, box.edge, right=box.shape is not BoxShape.OPEN_RIGHT)

    def _line(self, line: Line) -> None:
        if not line.cell or line.edge is Edge.NONE or len(line.points) < 2:
            return
        steps = list(pairwise(line.points))
        if not line.arrow and all(self._on_grid(start, end) for start, end in steps):
            for start, end in steps:
                self._border(start, end, line.edge)
            return
        points = tuple(self._point(x, y) for x, y in line.points)
        self._canvas.shapes.append(Shape(ShapeKind.LINE, points, line.edge, line.arrow))

    def _on_grid(self, start: Point, end: Point) -> bool:
        across, along = self._columns, self._rows
        if abs(start[1] - end[1]) <= 0.01:
            across, along = along, across
            start, end = start[::-1], end[::-1]
        elif abs(start[0] - end[0]) > 0.01:
            return False
        ends = all(along.offset(point[1]) <= _AT_END for point in (start, end))
        return across.offset(start[0]) <= _ON_LINE and ends

    def _border(self, start: Point, end: Point, edge: Edge) -> None:
        if abs(start[0] - end[0]) <= 0.01:
            top, bottom = sorted((self._rows.line(start[1]), self._rows.line(end[1])))
            line = self._lines[self._columns.line(start[0])]
            self._canvas.vertical(line, self._top + top, self._top + bottom, edge)
        else:
            left, right = sorted((self._columns.line(start[0]), self._columns.line(end[0])))
            row = self._top + self._rows.line(start[1])
            self._canvas.horizontal(row, self._lines[left], self._lines[right], edge)

    def _point(self, x: float, y: float) -> Point:
        """A place of the picture on the sheet's grid."""
        place = self._columns.place(x)
        index = min(int(place), self._columns.count - 1)
        left, right = self._lines[index], self._lines[index + 1]
        grid = self._canvas.grid
        share = place - index
        column = float(left)
        if share:
            column = grid.place(grid.lines[left] + grid.width(left, right) * share)
        return column, self._top + self._rows.place(y)

    # Texts

    def _text(self, area: Range, box: Box) -> None:
        free = self._free_part(area)
        if free is None:
            self._float(box)
            return
        look, merge = self._look(free, box)
        self._put(free, box.text, look, merge)

    def _look(self, area: Range, box: Box) -> tuple[Look, bool]:
        """How a box's text is set in the cells that it got, and whether they have to be merged."""
        width = self._canvas.grid.width(area.left, area.right) - _CELL_PADDING
        height = sum(self._canvas.heights[area.top : area.bottom]) * MM_PER_POINT
        style = box.style
        floor = min(style.size, SMALLEST_TEXT)
        look = Look(Style.DIAGRAM, style.size, style.bold, style.align)
        if style.vertical:
            fitting = height / (max(len(box.text), 1) * 1.15 * MM_PER_POINT)
            return replace(look, stacked=True, size=_half(min(style.size, max(fitting, floor)))), True
        fit = fit_text(box.text, width, height, style.size, floor, bold=style.bold, setting=Setting.FULL)
        if not fit.fits:
            self._canvas.warnings.append(f"「{box.text[:20]}」が図のセルに収まりきりません。")
        one_line = len(fit.lines) == 1 and height < 2 * line_height(fit.size)
        look = replace(look, size=_half(fit.size), wrap=not one_line, shrink=one_line)
        plain = box.edge is Edge.NONE and box.tone is Tone.NONE and area.bottom - area.top == 1
        if plain and len(fit.lines) == 1 and style.align is Align.LEFT:
            return replace(look, wrap=False, shrink=False), False
        return look, True

    def _put(self, area: Range, text: str, look: Look, merge: bool) -> None:
        self._canvas.put(area, Content(text, look), merge=merge)
        home = (area.top, area.left)
        self._labels[home] = (area, text, look)
        for cell in area.cells():
            self._owners[cell] = home

    def _free_part(self, area: Range) -> Range | None:
        """The largest part of AREA where no text is yet."""
        best: Range | None = None
        for top in range(area.top, area.bottom):
            open_columns = set(range(area.left, area.right))
            for row in range(top, area.bottom):
                open_columns -= {column for column in open_columns if (row, column) in self._owners}
                for left, right in _stretches(sorted(open_columns)):
                    part = Range(top, left, row + 1, right)
                    if best is None or part.area > best.area:
                        best = part
        return best

    def _label(self, label: Label) -> None:
        """A sign with its text: in the sign's own column, reaching to the right as far as is free."""
        area = self._range(label.area)
        glyph_column = self._lines[self._columns.slot(label.glyph.x)]
        if label.box.style.align is Align.LEFT:
            area = area._replace(left=glyph_column, right=max(area.right, glyph_column + 1))
        free = self._reach(area, (area.top, glyph_column))
        if free is None:
            self._add_to(self._owners[area.top, glyph_column], label)
            return
        box = replace(label.box, text=label.text)
        look, merge = self._look(free, box)
        self._put(free, label.text, look, merge)

    def _reach(self, area: Range, home: tuple[int, int]) -> Range | None:
        """The free stretch of AREA's columns around a cell; None when that is taken."""

        def is_free(column: int) -> bool:
            return all((row, column) not in self._owners for row in range(area.top, area.bottom))

        columns = [column for column in range(area.left, area.right) if is_free(column)]
        for left, right in _stretches(columns):
            if left <= home[1] < right:
                return Range(area.top, left, area.bottom, right)
        return None

    def _add_to(self, home: tuple[int, int], label: Label) -> None:
        area, text, look = self._labels[home]
        joined = f"{text}\n{label.text}"
        width = self._canvas.grid.width(area.left, area.right) - _CELL_PADDING
        height = sum(self._canvas.heights[area.top : area.bottom]) * MM_PER_POINT
        size = look.size or label.box.style.size
        fit = fit_text(joined, width, height, size, SMALLEST_TEXT, setting=Setting.FULL)
        changed = replace(look, wrap=True, shrink=False, size=_half(fit.size))
        self._canvas.put(area, Content(joined, changed), merge=False)
        self._labels[home] = (area, joined, changed)

    def _glyph(self, glyph: Glyph) -> None:
        """A sign without a text: in its cell, or floating where that is taken or too low."""
        row, column = self._top + self._rows.slot(glyph.y), self._lines[self._columns.slot(glyph.x)]
        low = self._canvas.heights[row] * MM_PER_POINT < glyph.size
        half = glyph.size / 2
        box = Box(glyph.x - half, glyph.y - half, glyph.size, glyph.size, glyph.sign, edge=Edge.NONE)
        size = _half(glyph.size / MM_PER_POINT)
        if low or (row, column) in self._owners:
            self._float(replace(box, style=replace(box.style, size=size, align=Align.CENTRE)))
            return
        look = Look(Style.DIAGRAM, min(size, 10.5), align=Align.CENTRE)
        self._put(Range(row, column, row + 1, column + 1), glyph.sign, look, False)

    def _float(self, box: Box) -> None:
        """A text that has no cells of its own, as a text box above the cells."""
        style = box.style
        width = bundled_metrics().width(max(box.text.split("\n"), key=len), style.size, style.bold)
        spare = max(width + 0.5 - box.width, 0.0) if box.width < 8 else 0.0
        points = (
            self._point(max(box.x - spare / 2, 0.0), box.y),
            self._point(box.right + spare / 2, box.bottom),
        )
        fill = fill_of(box.tone, box.role)
        text = "\n".join(box.lines) if box.lines else box.text
        self._canvas.shapes.append(
            Shape(
                ShapeKind.LABEL,
                points,
                box.edge,
                text=text,
                size=style.size,
                bold=style.bold,
                align=style.align,
                fill=fill,
            )
        )


def _holds_another(area: Range, texts: Sequence[tuple[Range, Box]]) -> bool:
    return any(other != area and area.contains(other) for other, _ in texts)


def _stretches(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring columns as (first, after the last)."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs


def _half(size: float) -> float:
    """A text size that Excel's list offers: whole and half points."""
    return max(int(size * 2) / 2, 1.0)
