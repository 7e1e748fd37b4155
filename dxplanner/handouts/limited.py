"""A text in a place that can grow up to a limit: first it becomes smaller, then it takes more lines.

What is still too long ends in 「…」; whoever sets it says so (``Limited.whole``, :func:`shortened`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.breaking import may_split
from dxplanner.handouts.linebreak import LEADING, Setting, fit_text, line_height, wrap

ELLIPSIS: Final = "…"
_TOLERANCE: Final = 1e-6
_SHOWN: Final = 20
_LEFT_OUT: Final = "には途中までを印刷します。短くしてください。"


@dataclass(frozen=True, slots=True)
class Limited:
    """A text as far as it is printed: ``size`` in points, its lines, the height in mm that it takes."""

    text: str
    size: float
    lines: tuple[str, ...]
    height: float
    whole: bool
    """Whether nothing of the text is left out."""


def set_within(
    text: str,
    width: float,
    heights: tuple[float, float],
    sizes: tuple[float, ...],
    *,
    bold: bool = False,
    tail: str = "",
    leading: float = LEADING,
    air: float = 0.0,
) -> Limited:
    """Set ``text`` and a ``tail`` that is never left out into ``width`` mm.

    ``heights`` are the usual one and the most that there is (mm), ``sizes`` the largest one, the floor and,
    if there is one, a size (points) down to which even the floor may be left so that nothing is left out.
    More lines than usual keep ``air`` mm free over and under them together.
    """
    usual, most = heights
    closer = LEADING / leading
    largest, floor = sizes[0], min(sizes[:2])
    fit = fit_text(text + tail, width, min(usual, most) * closer, largest, floor, bold=bold)
    if fit.fits:
        return Limited(text + tail, fit.size, fit.lines, min(usual, most), True)
    pitch = line_height(floor, leading)
    tallest = len(fit.lines) * pitch + air
    if tallest <= most + _TOLERANCE:
        return Limited(text + tail, floor, fit.lines, tallest, True)
    if len(sizes) > 2:
        fit = fit_text(text + tail, width, (most - air) * closer, floor, sizes[2], bold=bold)
        if fit.fits:
            return Limited(text + tail, fit.size, fit.lines, most, True)
    # A place too low for a line of the floor's size.
    size = floor if most - air >= pitch else min(sizes)
    pitch = line_height(size, leading)
    count = max(int((most - air + _TOLERANCE) // pitch), 1)
    kept, lines = _shortest(text, tail, width, size, bold, count)
    return Limited(kept, size, lines, len(lines) * pitch + air, False)


def _shortest(
    text: str, tail: str, width: float, size: float, bold: bool, count: int
) -> tuple[str, tuple[str, ...]]:
    """As much of a text as COUNT lines take together with 「…」 and its tail, and these lines."""

    def set_to(length: int) -> tuple[str, tuple[str, ...]]:
        while length and not may_split(text, length):
            length -= 1
        kept = text[:length].rstrip() + ELLIPSIS + tail
        return kept, wrap(kept, width, size, bold=bold, setting=Setting.BALANCED)

    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if len(set_to(middle)[1]) <= count else (least, middle)
    return set_to(least)


def shortened(what: str, text: str, where: str) -> str:
    """The sentence that tells of a text of which not all is printed."""
    begin = text.replace("\n", "")[:_SHOWN]
    return f"{what}「{begin}…」が長いため、{where}{_LEFT_OUT}"


def about_shortened(sentences: Iterable[str]) -> Iterator[str]:
    """Those of the sentences that tell of such texts."""
    return (sentence for sentence in sentences if sentence.endswith(_LEFT_OUT))
