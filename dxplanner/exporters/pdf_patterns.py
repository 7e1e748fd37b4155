"""Hatchings as plain vector lines, clipped to a rectangle; they print alike everywhere."""

from typing import TYPE_CHECKING, Final

from dxplanner.exporters.pdf_theme import Pattern, colour

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PITCH: Final = 1.1
"""Distance of two hatching lines in mm."""
_WIDTH: Final = 0.28
_DOT: Final = 0.27

Place = tuple[float, float, float, float]
"""x, y, width, height in mm; y grows downwards."""


def paint_pattern(canvas: "Canvas", pattern: Pattern, ink: str, place: Place) -> None:
    """Fill a rectangle with a hatching; the tint under it stays."""
    x, y, width, height = place
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(x, -(y + height), width, height)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setStrokeColor(colour(ink))
    canvas.setFillColor(colour(ink))
    canvas.setLineWidth(_WIDTH)
    canvas.setDash([], 0)
    if pattern is Pattern.DOTS:
        _dots(canvas, place)
    else:
        canvas.lines([(x1, -y1, x2, -y2) for x1, y1, x2, y2 in _lines(pattern, place)])
    canvas.restoreState()


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


def _dots(canvas: "Canvas", place: Place) -> None:
    x, y, width, height = place
    path = canvas.beginPath()
    for row, down in enumerate(_steps(height, 0.8)):
        for across in _steps(width + _PITCH, 1.0):
            path.circle(x + across - (_PITCH / 2 if row % 2 else 0.0), -(y + down), _DOT)
    canvas.drawPath(path, stroke=0, fill=1)


def _steps(length: float, stretch: float) -> list[float]:
    pitch = _PITCH * stretch
    return [pitch / 2 + index * pitch for index in range(int(length / pitch) + 1)]
