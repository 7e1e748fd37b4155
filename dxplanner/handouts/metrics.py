"""Widths of texts in the bundled fonts, so that layouts need neither Qt nor a PDF library.

Sizes are in points, widths in millimetres. The tables of a font are read when first measured with.
"""

from functools import cache, cached_property
from pathlib import Path
from typing import Final

from dxplanner.domain.text import missing_characters
from dxplanner.paths import data_dir

MM_PER_POINT: Final = 25.4 / 72
ASCENT: Final = 0.88
"""Height of the em box above the baseline, in em (the rest, 0.12, is below)."""
SUBSTITUTE: Final = "〓"
"""Printed in place of a character that the font lacks (ゲタ), never an empty box."""

REGULAR_FONT: Final = "BIZUDGothic-Regular.ttf"
BOLD_FONT: Final = "BIZUDGothic-Bold.ttf"

_WIDE: Final = 1.0


def font_path(name: str) -> Path:
    """Where a bundled font file is, such as :data:`REGULAR_FONT`."""
    return data_dir("resources") / "fonts" / name


class FontMetrics:
    """Advance widths of one TrueType font file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def advances(self) -> dict[int, float]:
        """Advance width in em by code point."""
        from fontTools.ttLib import TTFont

        with TTFont(self.path, lazy=True) as font:
            em = font["head"].unitsPerEm
            widths = font["hmtx"].metrics
            return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}

    def em(self, text: str) -> float:
        """Width of one line of text in em; a character that the font lacks counts as a full one."""
        advances = self.advances
        return sum(advances.get(ord(char), _WIDE) for char in text)

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of text that this font lacks, each once, in order."""
        return missing_characters(text, self.advances)


class Metrics:
    """The two weights that handouts are set in."""

    def __init__(self, regular: Path, bold: Path) -> None:
        self.regular = FontMetrics(regular)
        self.bold = FontMetrics(bold)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width in mm of one line of text set in ``size`` points."""
        return (self.bold if bold else self.regular).em(text) * size * MM_PER_POINT

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters that a handout cannot print."""
        return self.regular.missing(text)


@cache
def bundled_metrics() -> Metrics:
    """The metrics of the fonts that the program ships, loaded once."""
    return Metrics(font_path(REGULAR_FONT), font_path(BOLD_FONT))
