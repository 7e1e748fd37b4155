"""The texts of a picture in its cells: each cell holds one text, what finds no cell floats above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Range
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_padding import Starts
from dxplanner.exporters.xlsx_places import Places
from dxplanner.exporters.xlsx_shapes import Shape, ShapeKind
from dxplanner.exporters.xlsx_single import put_text
from dxplanner.exporters.xlsx_styles import (
    CELL_LEADING,
    CELL_PADDING,
    NEARLY,
    Look,
    Style,
    Vertical,
    fill_of,
    half,
)
from dxplanner.exporters.xlsx_text import broken
from dxplanner.handouts.drawing import Align, Box, Edge, Glyph, TextStyle, Tone
from dxplanner.handouts.linebreak import Fit, fit_text, line_height
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

SMALLEST_TEXT: Final = 6.0
"""Floor (points) to which a text shrinks that takes more room in cells than in the picture."""
_LOW: Final = 0.3
"""A text this much (mm) lower than the middle of its row stands on the row's lower line; one this near the
middle of a box stands in its middle."""
_ONE_LINE: Final = 0.75
"""To how much of its size a text of one line shrinks rather than to be broken."""

Texts = Sequence[tuple[Range, Box]]


class Captions:
    """Puts a picture's texts; remembers which cells are taken and by whose text."""

    def __init__(self, canvas: Canvas, places: Places, starts: Starts) -> None:
        self._canvas = canvas
        self._starts = starts
        self._places = places
        self._taken: set[tuple[int, int]] = set()
        self._outer: list[tuple[Range, Box]] = []

    def put_boxes(self, texts: Texts) -> None:
        """Put the texts of boxes; one that encloses others waits for :meth:`finish`."""
        for area, box in texts:
            if any(other != area and area.contains(other) for other, _ in texts):
                self._outer.append((area, box))
            else:
                self._box(area, box)

    def take(self, areas: Iterable[Range]) -> None:
        """Keep cells free of labels."""
        for area in areas:
            self._taken.update(area.cells())

    def put_signs(self, glyphs: Iterable[Glyph]) -> None:
        """Put signs above the cells, each exactly at its place: a cell would say another day."""
        for glyph in glyphs:
            reach = glyph.size / 2
            style = TextStyle(half(glyph.size / MM_PER_POINT), align=Align.CENTRE)
            box = Box(glyph.x - reach, glyph.y - reach, glyph.size, glyph.size, glyph.sign, (), style)
            self.hover(replace(box, edge=Edge.NONE))

    def finish(self) -> None:
        """Put the texts of boxes that enclose others into what these leave free."""
        for area, box in self._outer:
            self._box(area, box)

    def hover(self, box: Box, *, paper: bool = False) -> None:
        """Put a text into a text box above the cells; on PAPER no line runs through its words."""
        style, places = box.style, self._places
        lines = box.lines or tuple(box.text.split("\n"))
        widest = max(bundled_metrics().width(line, style.size, style.bold) for line in lines)
        # Text boxes break a line that only just fits.
        spare = max(widest + 1.0 - box.width, 0.0) / 2
        points = (places.exact(max(box.x - spare, 0.0), box.y), places.exact(box.right + spare, box.bottom))
        align = style.align if box.edge is Edge.NONE else Align.CENTRE
        words = Content("\n".join(lines), Look(Style.DIAGRAM, style.size, style.bold, align))
        fill = fill_of(box.tone, box.role) or ("FFFFFF" if paper else "")
        self._canvas.add_box(Shape(ShapeKind.LABEL, points, box.edge, words=words, fill=fill))

    # Boxes

    def _box(self, area: Range, box: Box) -> None:
        free = self._free_part(self._inside(area, box))
        if free is None:
            self.hover(box)
            return
        if self._is_plain(free, box):
            # Runs over the empty cells beside it and can be moved as one cell.
            size = half(self._fit(free, box).size)
            look = Look(Style.DIAGRAM, size, box.style.bold, vertical=self._level(free, box))
            self._put(free, Content(box.text, look, box.underline), merge=False)
        else:
            self._put_lines(free, box)

    def _put_lines(self, area: Range, box: Box) -> None:
        """A text with the line feeds that it is printed with, as far as they fit: no 、 begins a line."""
        style, fit = box.style, self._fit(area, box)
        if not fit.fits:
            self._canvas.warnings.append(f"「{box.text[:20]}」が図のセルに収まりきりません。")
        one_line = len(fit.lines) == 1
        look = Look(Style.DIAGRAM, half(fit.size), style.bold, style.align)
        look = replace(look, wrap=not one_line, shrink=one_line)
        text, underline = broken(box.text, fit.lines, box.underline)
        content = Content(text, look, underline)
        put_text(self._canvas, self._line_of(area, fit), content, fit.lines, heading=box.heading)
        self._taken.update(area.cells())

    def _line_of(self, area: Range, fit: Fit) -> Range:
        """The row in the middle of AREA where a line of text stands there as well as in all of them."""
        heights = self._canvas.heights
        points = [sum(heights[area.top : line]) for line in range(area.top, area.bottom + 1)]
        for row, (above, below) in enumerate(pairwise(points), start=area.top):
            away = abs(above + below - points[-1]) / 2 * MM_PER_POINT
            if len(fit.lines) == 1 and away <= _LOW and (below - above) * MM_PER_POINT >= _pitch(fit.size):
                return area._replace(top=row, bottom=row + 1)
        return area

    def _fit(self, area: Range, box: Box) -> Fit:
        """The lines of a text in cells: those of the page where they fit, else broken anew."""
        style = box.style
        width, height = self._inner(area)
        lines = box.lines or (box.text,)
        widest = max(bundled_metrics().width(line, style.size, style.bold) for line in lines)
        if widest <= width - (NEARLY if len(lines) > 1 else 0) and len(lines) * _pitch(style.size) <= height:
            return Fit(style.size, lines, True)
        floor = min(style.size, SMALLEST_TEXT)
        if len(box.lines) == 1:
            size = style.size * width / widest
            if size >= max(floor, style.size * _ONE_LINE):
                return Fit(size, lines, True)
        # Lines in cells follow each other more closely than on the page.
        room = height * line_height(style.size) / _pitch(style.size)
        return fit_text(box.text, width - NEARLY, room, style.size, floor, bold=style.bold)

    def _inside(self, area: Range, box: Box) -> Range:
        """The cells of a box without the slim column at its left."""
        start = self._starts.get(id(box))
        if start is None:
            return area
        left = self._places.column_line(start)
        if not area.left < left < area.right:
            return area
        self._canvas.clear_inside(area)
        return area._replace(left=left)

    def _is_plain(self, area: Range, box: Box) -> bool:
        """Whether a text of one line without outline and surface stands at the left of a single row."""
        free = box.edge is Edge.NONE and box.tone is Tone.NONE and box.style.align is Align.LEFT
        free = free and area.bottom - area.top == 1 and id(box) not in self._starts
        return free and len(self._fit(area, box).lines) == 1

    def _level(self, area: Range, box: Box) -> Vertical:
        above = box.y - self._places.rows.lines[area.top - self._places.top]
        below = self._places.rows.lines[area.bottom - self._places.top] - box.bottom
        return Vertical.BOTTOM if above - below > _LOW else Vertical.CENTRE

    # Cells

    def _inner(self, area: Range) -> tuple[float, float]:
        """Width and height (mm) that a text can use in cells."""
        width = self._canvas.grid.width(area.left, area.right) - CELL_PADDING
        return width, sum(self._canvas.heights[area.top : area.bottom]) * MM_PER_POINT

    def _is_free(self, area: Range) -> bool:
        return self._taken.isdisjoint(area.cells())

    def _put(self, area: Range, content: Content, *, merge: bool = True) -> None:
        self._canvas.put(area, content, merge=merge)
        self._taken.update(area.cells())

    def _free_part(self, area: Range) -> Range | None:
        """The largest part of AREA where nothing is yet."""
        if self._is_free(area):
            return area
        best: Range | None = None
        for top in range(area.top, area.bottom):
            open_columns = list(range(area.left, area.right))
            for row in range(top, area.bottom):
                open_columns = [column for column in open_columns if (row, column) not in self._taken]
                for left, right in _stretches(open_columns):
                    part = Range(top, left, row + 1, right)
                    if best is None or part.area > best.area:
                        best = part
        return best


def _stretches(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring columns as (first, after the last)."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs


def _pitch(size: float) -> float:
    """Distance of two lines in a cell in mm: little more than their size."""
    return line_height(size, CELL_LEADING)
