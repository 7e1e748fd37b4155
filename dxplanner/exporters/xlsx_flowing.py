"""How a cell breaks a text by itself, which spreadsheets do character by character, some without 禁則処理."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dxplanner.handouts.breaking import TORN, break_cost, keeps_kinsoku
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

_UNITS: Final = re.compile(r"[!-~]+|.")
"""What stays together: a word of half-width signs, else each character."""
_REMEMBERED: Final = 20_000
_LEAST: Final = 2
"""Characters that the last line of a paragraph must have."""
_MORE: Final = 0.6
_LESS: Final = 1.0
"""By how much (mm) the room may be misjudged; a line that fills it so far touches what stands beside it."""


@lru_cache(maxsize=_REMEMBERED)
def flows_well(
    text: str, room: float, size: float, *, bold: bool = False, most: int, whole: bool = False
) -> bool:
    """Whether a cell of ROOM mm breaks a text into MOST lines or fewer, none of which looks wrong.

    Wrong are a sign that must not begin or end a line, a last line of a single character, and a full line;
    where words stay WHOLE, a torn one as well.
    Remembers the newest: after an edit nearly all texts are as before.
    """
    em = size * MM_PER_POINT
    count = 0
    for paragraph in text.split("\n"):
        starts = _starts(paragraph, (room + _MORE) / em, bold)
        count += 1 + len(starts)
        if starts and (
            len(paragraph) - starts[-1] < _LEAST
            or not all(keeps_kinsoku(paragraph, start) for start in starts)
            or (whole and any(break_cost(paragraph, start) > TORN for start in starts))
            or starts != _starts(paragraph, (room - _LESS) / em, bold)
        ):
            return False
    return count <= most


def _starts(paragraph: str, room: float, bold: bool) -> list[int]:
    """Where lines of ROOM em begin, except the first."""
    metrics = bundled_metrics()
    em = (metrics.bold if bold else metrics.regular).em
    starts: list[int] = []
    used = 0.0
    for unit in _UNITS.finditer(paragraph):
        wide = em(unit[0])
        if used and used + wide > room:
            starts.append(unit.start())
            used = 0.0
        used += wide
    return starts
