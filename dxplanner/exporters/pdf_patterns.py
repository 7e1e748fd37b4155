"""Hatchings as plain vector lines, cut to a rectangle or an outline; they print alike everywhere."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dxplanner.exporters.pdf_theme import Pattern

if TYPE_CHECKING:
    from dxplanner.exporters.pdf_pen import Pen

_PITCH: Final = 1.1
"""Distance of two hatching lines in mm."""
_WIDTH: Final = 0.28
_DOT: Final = 0.27
_SPECK: Final = 0.01
"""Length in mm of a line that is a dot when its ends are round."""
_TURNS: Final = {
    Pattern.RISING: (-math.pi / 4,),
    Pattern.FALLING: (math.pi / 4,),
    Pattern.CROSSED: (-math.pi / 4, math.pi / 4),
    Pattern.LEVEL: (0.0,),
    Pattern.UPRIGHT: (math.pi / 2,),
}
"""Directions of a hatching's lines, clockwise from level."""

Point = tuple[float, float]
Segment = tuple[float, float, float, float]
Row = tuple[float, float, float]
"""A row of dots: its y, and the middles of the first and the last one."""

Place = tuple[float, float, float, float]
"""x, y, width, height in mm; y grows downwards."""


def paint_pattern(pen: "Pen", pattern: Pattern, ink: str, place: Place) -> None:
    """Fill a rectangle with a hatching; the tint under it stays."""
    x, y, width, height = place
    pen.saveState()
    clip = pen.beginPath()
    clip.rect(x, -(y + height), width, height)
    pen.clipPath(clip, stroke=0, fill=0)
    _set(pen, ink)
    if pattern is Pattern.DOTS:
        _dotted(pen, _dots(place))
    else:
        pen.lines([(x1, -y1, x2, -y2) for x1, y1, x2, y2 in _lines(pattern, place)])
    pen.restoreState()


def paint_hatching(pen: "Pen", pattern: Pattern, ink: str, outline: Sequence[Point]) -> None:
    """Fill an outline (mm, y downwards) with a hatching; what is under it stays."""
    _set(pen, ink)
    if pattern is Pattern.DOTS:
        _dotted(pen, _dots_inside(outline))
    else:
        pen.lines([(x1, -y1, x2, -y2) for x1, y1, x2, y2 in hatch_inside(pattern, outline)])


def _set(pen: "Pen", ink: str) -> None:
    pen.setStrokeColor(ink)
    pen.setLineWidth(_WIDTH)
    pen.setDash(())


def _dotted(pen: "Pen", rows: Iterable[Row]) -> None:
    """Rows of dots, each a broken line of which nothing is left but its round ends."""
    pen.saveState()
    pen.setLineWidth(2 * _DOT)
    pen.setLineCap(1)
    pen.setDash((_SPECK, _PITCH - _SPECK))
    pen.lines([(first, -y, last + _SPECK, -y) for y, first, last in rows])
    pen.restoreState()


def hatch_inside(pattern: Pattern, outline: Sequence[Point]) -> Iterator[Segment]:
    """The lines of a hatching inside an outline; those of neighbouring outlines go on in each other."""
    for turn in _TURNS.get(pattern, ()):
        cos, sin = math.cos(turn), math.sin(turn)
        turned = [(x * cos + y * sin, y * cos - x * sin) for x, y in outline]
        for y, left, right in _spans(turned, _PITCH):
            yield left * cos - y * sin, left * sin + y * cos, right * cos - y * sin, right * sin + y * cos


def dots_inside(outline: Sequence[Point]) -> Iterator[Point]:
    """The middles of a hatching's dots inside an outline."""
    for y, first, last in _dots_inside(outline):
        yield from ((first + number * _PITCH, y) for number in range(round((last - first) / _PITCH) + 1))


def _dots_inside(outline: Sequence[Point]) -> Iterator[Row]:
    for y, left, right in _spans(outline, _PITCH * 0.8):
        shift = _PITCH / 2 if round(y / (_PITCH * 0.8) - 0.5) % 2 else 0.0
        first = math.ceil((left + _DOT - shift) / _PITCH)
        last = math.floor((right - _DOT - shift) / _PITCH)
        if first <= last:
            yield y, first * _PITCH + shift, last * _PITCH + shift


def _spans(outline: Sequence[Point], pitch: float) -> Iterator[tuple[float, float, float]]:
    """Height, left and right of the level lines ``pitch`` apart as far as they lie inside an outline."""
    low, high = min(y for _, y in outline), max(y for _, y in outline)
    for number in range(math.ceil(low / pitch - 0.5), math.floor(high / pitch - 0.5) + 1):
        y = (number + 0.5) * pitch
        cuts: list[float] = []
        previous = outline[-1]
        for point in outline:
            (x1, y1), (x2, y2) = previous, point
            if (y1 <= y) != (y2 <= y):
                cuts.append(x1 + (x2 - x1) * (y - y1) / (y2 - y1))
            previous = point
        cuts.sort()
        yield from ((y, left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=True))


def _lines(pattern: Pattern, place: Place) -> list[tuple[float, float, float, float]]:
    x, y, width, height = place
    lines: list[tuple[float, float, float, float]] = []
    if pattern in (Pattern.RISING, Pattern.CROSSED):
        lines += [(x + d, y, x + d - height, y + height) for d in _steps(width + height, 1.4)]
    if pattern in (Pattern.FALLING, Pattern.CROSSED):
        lines += [(x + width - d, y, x + width - d + height, y + height) for d in _steps(width + height, 1.4)]
    if pattern is Pattern.LEVEL:
        lines += [(x, y + d, x + width, y + d) for d in _steps(height, 1.0)]
    if pattern is Pattern.UPRIGHT:
        lines += [(x + d, y, x + d, y + height) for d in _steps(width, 1.0)]
    return lines


def _dots(place: Place) -> Iterator[Row]:
    x, y, width, height = place
    across = int((width + _PITCH) / _PITCH) * _PITCH
    for row, down in enumerate(_steps(height, 0.8)):
        first = x if row % 2 else x + _PITCH / 2
        yield y + down, first, first + across


def _steps(length: float, stretch: float) -> list[float]:
    pitch = _PITCH * stretch
    return [pitch / 2 + index * pitch for index in range(int(length / pitch) + 1)]
