"""Widths of texts in the bundled fonts, so that layouts need neither Qt nor a PDF library.

Sizes are in points, widths in millimetres. The tables of a font are read when first measured with.
"""

from functools import cache, cached_property
from pathlib import Path
from struct import unpack
from typing import Final

from dxplanner.domain.text import PRINTED_AS, missing_characters
from dxplanner.paths import data_dir

MM_PER_POINT: Final = 25.4 / 72
ASCENT: Final = 0.88
"""Height of the em box above the baseline, in em (the rest, 0.12, is below)."""
SUBSTITUTE: Final = "〓"
"""Printed in place of a character that the font lacks (ゲタ), never an empty box."""

REGULAR_FONT: Final = "BIZUDGothic-Regular.ttf"
BOLD_FONT: Final = "BIZUDGothic-Bold.ttf"

_WIDE: Final = 1.0
_KNOWN: Final = 50_000
"""Texts whose widths are remembered."""


def font_path(name: str) -> Path:
    """Where a bundled font file is, such as :data:`REGULAR_FONT`."""
    return data_dir("resources") / "fonts" / name


class FontMetrics:
    """Advance widths of one TrueType font file; ``twin``, another weight, may share its character map."""

    def __init__(self, path: Path, twin: "FontMetrics | None" = None) -> None:
        self.path = path
        self._twin = twin
        self._known: dict[str, float] = {}

    @cached_property
    def advances(self) -> dict[int, float]:
        """Advance width in em by code point, as texts are printed."""
        em = int.from_bytes(self._tables["head"][18:20], "big")
        count = int.from_bytes(self._tables["hhea"][34:36], "big")
        widths = unpack(f">{2 * count}H", self._tables["hmtx"][: 4 * count])[::2]
        found = {code: widths[min(glyph, count - 1)] / em for code, glyph in self._glyphs.items()}
        return found | {ord(sign): found[ord(shown)] if shown else 0.0 for sign, shown in PRINTED_AS.items()}

    @cached_property
    def _glyphs(self) -> dict[int, int]:
        """Index of the glyph by code point; slow to read, so weights with the same map share it."""
        if self._twin is not None and self._twin._tables["cmap"] == self._tables["cmap"]:
            return self._twin._glyphs
        from fontTools.ttLib import TTFont

        with TTFont(self.path, lazy=True) as font:
            # Names that are the indexes themselves: making up proper ones takes most of the time.
            font.setGlyphOrder([str(index) for index in range(font["maxp"].numGlyphs)])
            return {code: int(name) for code, name in font.getBestCmap().items()}

    @cached_property
    def _tables(self) -> dict[str, bytes]:
        """The font's tables that widths depend on, as they stand in the file."""
        from fontTools.ttLib import TTFont

        with TTFont(self.path, lazy=True) as font:
            return {tag: font.reader[tag] for tag in ("cmap", "head", "hhea", "hmtx")}

    def em(self, text: str) -> float:
        """Width of one line of text in em; a character that the font lacks counts as a full one."""
        width = self._known.get(text)
        if width is None:
            if len(self._known) > _KNOWN:
                self._known.clear()
            advances = self.advances
            width = self._known[text] = sum(advances.get(ord(char), _WIDE) for char in text)
        return width

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of text that this font lacks, each once, in order."""
        return missing_characters(text, self.advances)


class Metrics:
    """The two weights that handouts are set in."""

    def __init__(self, regular: Path, bold: Path) -> None:
        self.regular = FontMetrics(regular)
        self.bold = FontMetrics(bold, self.regular)

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
