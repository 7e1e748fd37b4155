"""Measures of the chart in pixels at the theme's scale: shared by layout, painters and hit tests. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """All in pixels."""

    line: int
    """Height of one line of bars in a lane."""
    tall_line: int
    """Height of a line in which a text takes two lines."""
    bar: int
    """Height of a bar."""
    tall_bar: int
    """Height of a bar whose text takes two lines."""
    padding: int
    """Free space over the first and under the last line of a lane."""
    group: int
    """Height of a group's row."""
    glyph: int
    """Width and height of a milestone's sign."""
    gap: int
    """Free space between a bar or sign and the text beside it."""
    rim: int
    """Free space between a bar's end and its text."""
    tip: int
    """Length of the point of a 矢羽根."""
    stripe: int
    """Width of the patterned stripe at a bar's left end."""
    handle: int
    """How near to an end of a bar the pointer takes hold of the end."""
    shortest: int
    """Least width of a bar on screen."""
    header: int
    """Height of one row of the time scale."""
    band: int
    """Height of the calendar band of meetings."""

    @classmethod
    def scaled(cls, pixels: Callable[[int], int]) -> "Measures":
        """The measures as ``Theme.pixels`` scales them."""
        base = cls(
            line=28, tall_line=33, bar=22, tall_bar=29, padding=3, group=26, glyph=13, gap=5, rim=5, tip=8,
            stripe=6, handle=6, shortest=4, header=25, band=20,
        )  # fmt: skip
        return cls(*(pixels(getattr(base, name)) for name in cls.__slots__))
