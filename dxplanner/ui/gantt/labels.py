"""Widths and breaks of the texts in bars, measured once a text: zooming only multiplies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.breaking import SPACES, break_cost, break_points

LARGE: Final = 13
SMALL: Final = 11
"""Sizes in pixels at 100 %: the usual one, and the least that text shrinks to."""
_EVEN: Final = 1.0
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its width at the usual size, in one line and in two; ``halves`` is empty for one word."""

    text: str
    width: float
    halves: tuple[str, ...]
    half_width: float


class LabelBook:
    """Labels by text. ``measure`` gives the width in pixels of a text at the usual size."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        self._measure = measure
        self._labels: dict[str, Label] = {}

    def label(self, text: str) -> Label:
        """A text, measured and broken by the same Japanese rules as on paper."""
        found = self._labels.get(text)
        if found is None:
            if len(self._labels) > _MOST:
                self._labels.clear()
            found = self._labels[text] = self._made(text)
        return found

    def _made(self, text: str) -> Label:
        width = self._measure(text)
        best: tuple[float, str, str, float] | None = None
        for at in break_points(text) if len(text) > 3 else ():
            first, second = text[:at].rstrip(SPACES), text[at:]
            wider = max(self._measure(first), self._measure(second))
            cost = wider / max(width, 1.0) * _EVEN + break_cost(text[at - 1], text[at])
            if best is None or cost < best[0]:
                best = cost, first, second, wider
        if best is None:
            return Label(text, width, (), 0.0)
        return Label(text, width, best[1:3], best[3])
