"""Widths and breaks of the texts in bars, measured once a text: zooming only multiplies."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from dxplanner.handouts.breaking import SPACES, breaks

LARGE: Final = 13
SMALL: Final = 11
"""Sizes in pixels at 100 %: the usual one, and the least that text shrinks to."""
_ONE_LINE: Final = 3
"""Texts up to this many characters are not broken."""
_MOST: Final = 20_000
_SMALL_TSU: Final = "っッ"
_CUT_SOUND: Final = 0.5
"""What a break costs after a っ, which is one sound with what follows."""


class Label:
    """A text with its width at the usual size, in one line and in two."""

    __slots__ = ("_broken", "_measure", "text", "width")

    def __init__(self, text: str, measure: Callable[[str], float]) -> None:
        self.text = text
        self.width = measure(text)
        self._measure = measure
        self._broken: tuple[tuple[str, ...], float] | None = None

    def halves(self) -> tuple[tuple[str, ...], float]:
        """The text in two lines, and the width of the wider one; no lines for a single word."""
        if self._broken is None:
            self._broken = self._break()
        return self._broken

    def cut(self, width: float) -> tuple[str, float]:
        """As much of the text as a width at the usual size holds, with 「…」, and how wide that is."""
        count = bisect_right(
            range(len(self.text)), width, key=lambda end: self._measure(f"{self.text[:end]}…")
        )
        short = f"{self.text[: max(count - 1, 0)]}…"
        return short, self._measure(short)

    def _break(self) -> tuple[tuple[str, ...], float]:
        """The break that leaves the lines even and hurts reading least, by the same rules as on paper."""
        text = self.text
        best: tuple[float, tuple[str, ...], float] | None = None
        for at, hurt in breaks(text) if len(text) > _ONE_LINE else ():
            first, second = text[:at].rstrip(SPACES), text[at:]
            if not 0.25 <= at / len(text) <= 0.75:
                continue
            wider = max(self._measure(first), self._measure(second))
            cost = wider / max(self.width, 1.0) + hurt + (_CUT_SOUND if text[at - 1] in _SMALL_TSU else 0.0)
            if best is None or cost < best[0]:
                best = cost, (first, second), wider
        return ((), 0.0) if best is None else (best[1], best[2])


class LabelBook:
    """Labels by text. ``measure`` gives the width in pixels of a text at the usual size."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        self._measure = measure
        self._labels: dict[str, Label] = {}

    def label(self, text: str) -> Label:
        """A text, measured once."""
        found = self._labels.get(text)
        if found is None:
            if len(self._labels) > _MOST:
                self._labels.clear()
            found = self._labels[text] = Label(text, self._measure)
        return found
