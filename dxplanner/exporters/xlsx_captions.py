"""The texts of a picture in its cells: each cell holds one text, what finds no cell floats above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas, Content, Range
from dxplanner.exporters.xlsx_glyphs import Label
from dxplanner.exporters.xlsx_places import Places
from dxplanner.exporters.xlsx_shapes import Shape, ShapeKind
from dxplanner.exporters.xlsx_styles import BODY_SIZE, INDENT, INDENTED_WIDTH, Look, Style, fill_of
from dxplanner.handouts.drawing import Align, Box, Edge, Glyph, TextStyle, Tone
from dxplanner.handouts.linebreak import Setting, fit_text, line_height, wrap
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

SMALLEST_TEXT: Final = 6.0
"""Floor (points) to which a text shrinks that takes more room in cells than in the picture."""
_CELL_PADDING: Final = 1.2
"""What Excel keeps free at the left and right of a cell together (mm)."""
_STACK_PITCH: Final = 1.15
"""Distance of characters that stand under each other, in sizes."""

Texts = Sequence[tuple[Range, Box]]


class Captions:
    """Puts a picture's texts; remembers which cells are taken and by whose text."""

    def __init__(self, canvas: Canvas, places: Places) -> None:
        self._canvas = canvas
        self._places = places
        self._owners: dict[tuple[int, int], tuple[int, int] | None] = {}
        """The cell whose text a taken cell belongs to; None where a bar without text lies."""
        self._put_there: dict[tuple[int, int], tuple[Range, str, Look]] = {}
        self._homes: set[tuple[int, int]] = set()
        """Cells that wait for their own sign: no other label may reach over them."""
        self._outer: list[tuple[Range, Box]] = []

    def put_boxes(self, texts: Texts) -> None:
        """Put the texts of boxes; one that encloses others waits for :meth:`finish`."""
        roomy = self._roomy(texts)
        for area, box in texts:
            if any(other != area and area.contains(other) for other, _ in texts):
                self._outer.append((area, box))
            else:
                self._box(area, box, roomy)

    def take(self, areas: Iterable[Range]) -> None:
        """Keep cells free of labels."""
        for area in areas:
            for cell in area.cells():
                self._owners.setdefault(cell, None)

    def put_labels(self, labels: Sequence[Label]) -> None:
        """Put signs together with their texts, each in the sign's column."""
        homes = [(self._home(label), label) for label in labels]
        self._homes = {(home.top, home.left) for home, _ in homes}
        for home, label in homes:
            self._label(home, label)

    def put_signs(self, glyphs: Iterable[Glyph]) -> None:
        """Put signs without a text: in their cells, or floating where these are taken or too low."""
        for glyph in glyphs:
            area = self._places.slot(glyph.x, glyph.y)
            size = _half(glyph.size / MM_PER_POINT)
            if self._inner(area)[1] >= glyph.size and self._is_free(area):
                self._put(
                    area, glyph.sign, Look(Style.DIAGRAM, min(size, BODY_SIZE), align=Align.CENTRE), False
                )
            else:
                half = glyph.size / 2
                style = TextStyle(size, align=Align.CENTRE)
                box = Box(glyph.x - half, glyph.y - half, glyph.size, glyph.size, glyph.sign, (), style)
                self.hover(replace(box, edge=Edge.NONE))

    def finish(self) -> None:
        """Put the texts of boxes that enclose others into what these leave free."""
        for area, box in self._outer:
            self._box(area, box, frozenset())

    def hover(self, box: Box) -> None:
        """Put a text into a text box above the cells."""
        style, places = box.style, self._places
        lines = box.lines or tuple(box.text.split("\n"))
        widest = max(bundled_metrics().width(line, style.size, style.bold) for line in lines)
        # Text boxes break a line that only just fits.
        spare = max(widest + 1.0 - box.width, 0.0) / 2
        points = (places.point(max(box.x - spare, 0.0), box.y), places.point(box.right + spare, box.bottom))
        self._canvas.shapes.append(
            Shape(
                ShapeKind.LABEL,
                points,
                box.edge,
                text="\n".join(lines),
                size=style.size,
                bold=style.bold,
                align=style.align,
                fill=fill_of(box.tone, box.role),
            )
        )

    # Boxes

    def _box(self, area: Range, box: Box, roomy: Iterable[tuple[int, int]]) -> None:
        free = self._free_part(area)
        if free is None:
            self.hover(box)
            return
        look, merge = self._look(free, box, box.text)
        if merge and box.style.align is Align.LEFT and (free.left, free.right) in roomy:
            look = replace(look, indent=1)
        self._put(free, box.text, look, merge, box.underline)

    def _roomy(self, texts: Texts) -> set[tuple[int, int]]:
        """The columns of boxes (left and right line) whose texts can all be indented at no cost."""
        roomy: dict[tuple[int, int], bool] = {}
        for area, box in texts:
            if box.style.align is Align.LEFT and not box.style.vertical:
                key = (area.left, area.right)
                roomy[key] = roomy.get(key, True) and self._has_room(area, box)
        return {key for key, fits in roomy.items() if fits}

    def _has_room(self, area: Range, box: Box) -> bool:
        """Whether a box's text takes no more lines with an indent than without, or than it does in print."""
        width, height = self._inner(area)
        if width < INDENTED_WIDTH:
            return False
        size, bold = box.style.size, box.style.bold
        plain = wrap(box.text, width, size, bold=bold)
        indented = wrap(box.text, width - INDENT, size, bold=bold)
        allowed = max(len(plain), len(box.lines))
        return len(indented) <= allowed and len(indented) * line_height(size) <= height

    def _look(self, area: Range, box: Box, text: str) -> tuple[Look, bool]:
        """How a text is set in the cells that it got, and whether they have to be merged."""
        width, height = self._inner(area)
        style = box.style
        floor = min(style.size, SMALLEST_TEXT)
        look = Look(Style.DIAGRAM, style.size, style.bold, style.align)
        if style.vertical:
            fitting = height / (max(len(text), 1) * _STACK_PITCH * MM_PER_POINT)
            return replace(look, stacked=True, size=_half(min(style.size, max(fitting, floor)))), True
        fit = fit_text(text, width, height, style.size, floor, bold=style.bold, setting=Setting.FULL)
        if not fit.fits:
            self._canvas.warnings.append(f"「{text[:20]}」が図のセルに収まりきりません。")
        one_line = len(fit.lines) == 1 and height < 2 * line_height(fit.size)
        look = replace(look, size=_half(fit.size), wrap=not one_line, shrink=one_line)
        plain = box.edge is Edge.NONE and box.tone is Tone.NONE and area.bottom - area.top == 1
        if plain and len(fit.lines) == 1 and style.align is Align.LEFT:
            # Runs over the empty cells beside it and can be moved as one cell.
            return replace(look, wrap=False, shrink=False), False
        return look, True

    # Signs with texts

    def _home(self, label: Label) -> Range:
        """The cells of the sign's column in the rows of its text."""
        box, glyph = label.box, label.glyph
        first, last = (box.y, box.bottom)
        if label.stacked:
            half = glyph.size / 2
            first, last = min(first, glyph.y - half), max(last, glyph.y + half)
        top, bottom = self._places.rows.span(first, last)
        slot = self._places.slot(glyph.x, glyph.y)
        return slot._replace(top=self._places.top + top, bottom=self._places.top + bottom)

    def _label(self, home: Range, label: Label) -> None:
        owner = next((self._owners[cell] for cell in home.cells() if cell in self._owners), None)
        if owner is not None:
            self._add_to(owner, label)
            return
        box = label.box
        if not self._is_free(home):
            self.hover(replace(box, text=label.text, lines=(), edge=Edge.NONE))
            return
        text, style, area = self._best_way(home, label)
        look, merge = self._look(area, replace(box, style=style), text)
        if box.edge is not Edge.NONE:
            self._canvas.outline(area, box.edge)
        self._put(area, text, look, merge)

    def _best_way(self, home: Range, label: Label) -> tuple[str, TextStyle, Range]:
        """The first way that takes the label as it is, else the roomiest."""
        ways = list(self._ways(home, label))
        size, bold = label.box.style.size, label.box.style.bold
        for way in ways:
            need = bundled_metrics().width(max(way[0].split("\n"), key=len), size, bold)
            if need <= self._inner(way[2])[0]:
                return way
        return max(ways, key=lambda way: way[2].area)

    def _ways(self, home: Range, label: Label) -> Iterable[tuple[str, TextStyle, Range]]:
        """Where a label can go: from its column to the right, else ending there; short before long."""
        style = replace(label.box.style, align=Align.CENTRE if label.stacked else Align.LEFT)
        area = home
        while self._is_free(area._replace(left=area.right - 1)):
            yield label.text, style, area
            if area.right >= self._places.lines[-1] or self._is_home(home.top, area.right):
                break
            area = area._replace(right=area.right + 1)
        style, area = replace(style, align=Align.RIGHT), home
        while area.left > self._places.lines[0] and not self._is_home(home.top, area.left - 1):
            area = area._replace(left=area.left - 1)
            if not self._is_free(area._replace(right=area.left + 1)):
                break
            yield label.sign_last, style, area

    def _add_to(self, owner: tuple[int, int], label: Label) -> None:
        """Join a label to the text of a cell: on its line if there is room to the right, else under it."""
        area, text, look = self._put_there[owner]
        size = look.size or label.box.style.size
        beside = f"{text}\u3000{label.text}"
        stretch = area if look.wrap else self._stretched(area, beside, size, bool(look.bold))
        if stretch is not None and self._fits(stretch, beside, size, bool(look.bold)):
            self._put_again(area, stretch, beside, look)
            return
        under = f"{text}\n{label.text}"
        fit = fit_text(under, *self._inner(area), size, SMALLEST_TEXT, setting=Setting.FULL)
        self._put_again(area, area, under, replace(look, wrap=True, shrink=False, size=_half(fit.size)))

    def _stretched(self, area: Range, text: str, size: float, bold: bool) -> Range | None:
        """AREA as far to the right as a text on one line runs over empty cells; None when it cannot."""
        while not self._fits(area, text, size, bold):
            beyond = area._replace(left=area.right, right=area.right + 1)
            blocked = self._is_home(area.top, area.right) or not self._is_free(beyond)
            if area.right >= self._places.lines[-1] or blocked:
                return None
            area = area._replace(right=area.right + 1)
        return area

    def _fits(self, area: Range, text: str, size: float, bold: bool) -> bool:
        return bundled_metrics().width(text, size, bold) <= self._inner(area)[0]

    # Cells

    def _inner(self, area: Range) -> tuple[float, float]:
        """Width and height (mm) that a text can use in cells."""
        width = self._canvas.grid.width(area.left, area.right) - _CELL_PADDING
        return width, sum(self._canvas.heights[area.top : area.bottom]) * MM_PER_POINT

    def _is_free(self, area: Range) -> bool:
        return all(cell not in self._owners for cell in area.cells())

    def _is_home(self, row: int, column: int) -> bool:
        return (row, column) in self._homes

    def _put(
        self,
        area: Range,
        text: str,
        look: Look,
        merge: bool,
        underline: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self._canvas.put(area, Content(text, look, underline), merge=merge)
        home = (area.top, area.left)
        self._put_there[home] = (area, text, look)
        for cell in area.cells():
            self._owners[cell] = home

    def _put_again(self, area: Range, stretch: Range, text: str, look: Look) -> None:
        self._canvas.put(area, Content(text, look), merge=False)
        home = (area.top, area.left)
        self._put_there[home] = (area, text, look)
        for cell in stretch.cells():
            self._owners.setdefault(cell, home)

    def _free_part(self, area: Range) -> Range | None:
        """The largest part of AREA where nothing is yet."""
        if self._is_free(area):
            return area
        best: Range | None = None
        for top in range(area.top, area.bottom):
            open_columns = list(range(area.left, area.right))
            for row in range(top, area.bottom):
                open_columns = [column for column in open_columns if (row, column) not in self._owners]
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


def _half(size: float) -> float:
    """A text size that Excel's list offers: whole and half points."""
    return max(int(size * 2) / 2, 1.0)
