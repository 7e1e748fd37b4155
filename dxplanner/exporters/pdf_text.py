"""Texts of a drawing on a PDF page: horizontal, 縦書き, underlined ranges, single signs."""

from typing import TYPE_CHECKING, Final

from dxplanner.domain.text import printed
from dxplanner.exporters.fonts import BOLD, REGULAR
from dxplanner.exporters.pdf_theme import INK
from dxplanner.handouts.drawing import Align, Box, Glyph
from dxplanner.handouts.linebreak import line_height, line_starts
from dxplanner.handouts.metrics import ASCENT, MM_PER_POINT, bundled_metrics

if TYPE_CHECKING:
    from dxplanner.exporters.pdf_pen import Pen

_TURNED: Final = frozenset("ー－―–—～〜…‥（）「」『』〔〕［］｛｝〈〉《》【】()[]{}<>-=＝：；:;")
"""Signs that lie on their side in 縦書き."""
_RAISED: Final = frozenset("、。，．")
_SMALL: Final = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_UNDERLINE: Final = 0.25
"""Width of an underline in mm."""


def paint_text(pen: "Pen", box: Box, ink: str) -> None:
    """Set a box's lines in the middle of its height."""
    pen.setFillColor(ink)
    whole = len(box.lines) > 1 or box.style.vertical
    if whole:
        # Broken over lines it still is one text to who searches, copies or listens (PDF 32000, 14.9.4).
        actual = f"\ufeff{printed(box.text)}".encode("utf-16-be").hex().upper()
        pen.begin_marked("Span", f"/ActualText <{actual}>")
    if box.style.vertical:
        _vertical(pen, box)
    else:
        _horizontal(pen, box, ink)
    if whole:
        pen.end_marked()


def paint_glyph(pen: "Pen", glyph: Glyph) -> None:
    """A sign centred on its point, ``size`` mm high."""
    size = glyph.size / MM_PER_POINT
    width = bundled_metrics().width(glyph.sign, size)
    pen.setFillColor(INK)
    _show(pen, glyph.sign, glyph.x - width / 2, glyph.y + (ASCENT - 0.5) * glyph.size, size, False)


def _horizontal(pen: "Pen", box: Box, ink: str) -> None:
    style = box.style
    pitch = line_height(style.size, style.leading)
    em = style.size * MM_PER_POINT
    top = box.y + (box.height - pitch * len(box.lines)) / 2
    starts = line_starts(box.text, box.lines) if box.underline else ()
    for index, line in enumerate(box.lines):
        middle = top + pitch * (index + 0.5)
        baseline = middle + (ASCENT - 0.5) * em
        x = _line_x(box, line)
        _show(pen, line, x, baseline, style.size, style.bold)
        if box.underline:
            _underline(pen, box, line, starts[index], (x, baseline), ink)


def _line_x(box: Box, line: str) -> float:
    style = box.style
    if style.align is Align.LEFT:
        return box.x + box.padding
    width = bundled_metrics().width(line, style.size, style.bold)
    return box.x + (box.width - width) / 2 if style.align is Align.CENTRE else box.right - box.padding - width


def _underline(pen: "Pen", box: Box, line: str, start: int, origin: tuple[float, float], ink: str) -> None:
    style, metrics = box.style, bundled_metrics()
    x, baseline = origin
    y = -(baseline + 0.17 * style.size * MM_PER_POINT)
    pen.setStrokeColor(ink)
    pen.setLineWidth(_UNDERLINE)
    pen.setDash(())
    for first, last in box.underline:
        begin, end = max(first - start, 0), min(last - start, len(line))
        if begin < end:
            left = x + metrics.width(line[:begin], style.size, style.bold)
            pen.line(left, y, left + metrics.width(line[begin:end], style.size, style.bold), y)


def _vertical(pen: "Pen", box: Box) -> None:
    """Columns of characters from right to left; short words are spread a little."""
    style = box.style
    em = style.size * MM_PER_POINT
    pitch = line_height(style.size, style.leading)
    right = box.x + (box.width + pitch * len(box.lines)) / 2
    longest = max((len(line) for line in box.lines), default=1)
    step = em * (1.0 if longest > 6 else 1.0 + min(0.6, max(0.0, (box.height - em * longest) / em / 12)))
    for index, line in enumerate(box.lines):
        centre = right - pitch * (index + 0.5)
        top = box.y + (box.height - step * len(line)) / 2
        for place, char in enumerate(line):
            _upright_char(pen, char, centre, top + step * (place + 0.5), style.size, style.bold)


def _upright_char(pen: "Pen", char: str, x: float, y: float, size: float, bold: bool) -> None:
    em = size * MM_PER_POINT
    width = bundled_metrics().width(char, size, bold)
    drop = (ASCENT - 0.5) * em
    if char in _TURNED:
        pen.saveState()
        pen.translate(x, -y)
        pen.rotate(-90)
        _show(pen, char, -width / 2, drop, size, bold)
        pen.restoreState()
        return
    shift = (0.5, -0.5) if char in _RAISED else (0.1, -0.1) if char in _SMALL else (0.0, 0.0)
    _show(pen, char, x - width / 2 + shift[0] * em, y + drop + shift[1] * em, size, bold)


def _show(pen: "Pen", text: str, x: float, baseline: float, size: float, bold: bool) -> None:
    """One line of text; the page is in mm, so a size in points is turned into mm."""
    pen.setFont(BOLD if bold else REGULAR, size * MM_PER_POINT)
    pen.drawString(x, -baseline, text)
