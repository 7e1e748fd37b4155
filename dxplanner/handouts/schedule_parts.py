"""A time axis cut into parts that are printed on pages of their own, or to the period that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dxplanner.handouts.breaking import SPACES, break_points
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.schedule_axis import AxisSpan, moment, moment_after, shares
from dxplanner.handouts.schedule_density import SMALLEST

_MOST_LINES: Final = 3
"""Lines that a heading may be broken into before its column counts as too narrow."""
_FREE: Final = 1.1
"""Free space in mm beside a heading."""
_FOREVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Part:
    """Columns printed side by side; ``begin`` and ``end`` (in months) are cuts through time, if finite."""

    spans: tuple[AxisSpan, ...]
    begin: float = -_FOREVER
    end: float = _FOREVER

    @property
    def is_cut(self) -> bool:
        """Whether time goes on at one of its ends."""
        return self.begin > -_FOREVER or self.end < _FOREVER


def cut_to(spans: Sequence[AxisSpan], first: date | None, last: date | None) -> Part:
    """The columns of the days from ``first`` to ``last``; None leaves that end as it is."""
    kept = []
    for span in sorted(spans, key=lambda span: span.start):
        start = span.start if first is None else max(span.start, first)
        end = span.end if last is None else last if span.end is None else min(span.end, last)
        if end is None or start <= end:
            kept.append(replace(span, start=start, end=end))
    begin = -_FOREVER if first is None else moment(first)
    return Part(tuple(kept), begin, _FOREVER if last is None else moment_after(last))


def split(whole: Part, width: float) -> tuple[Part, ...]:
    """As few parts as leave each column wide enough for its heading, ``width`` mm being there for each.

    The parts have about as many columns; they are cut between 年度 where that costs no further part.
    """
    spans = whole.spans
    ends = _fewest(spans, width)
    if len(ends) == 1:
        return (whole,)
    even = _even(spans, len(ends))
    for trial in (_at_groups(spans, even), _filled_groups(spans, width), even):
        if len(trial) == len(ends) and all(_bears(spans[a:b], width) for a, b in pairwise((0, *trial))):
            ends = trial
            break
    cuts = [moment(spans[end].start) for end in ends[:-1]]
    return tuple(
        Part(spans[a:b], begin, end)
        for (a, b), (begin, end) in zip(
            pairwise((0, *ends)), pairwise((whole.begin, *cuts, whole.end)), strict=True
        )
    )


def _fewest(spans: Sequence[AxisSpan], width: float) -> list[int]:
    """Ends of the parts, each as long as it can be."""
    ends: list[int] = []
    start = 0
    while start < len(spans):
        end = len(spans)
        if not _bears(spans[start:end], width):
            low, high = start + 1, end
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _bears(spans[start:middle], width) else (low, middle)
            end = low
        ends.append(end)
        start = end
    return ends


def _even(spans: Sequence[AxisSpan], parts: int) -> list[int]:
    return [round(len(spans) * (part + 1) / parts) for part in range(parts)]


def _at_groups(spans: Sequence[AxisSpan], ends: list[int]) -> list[int]:
    """The same ends moved to the nearest column that begins another group (年度)."""
    borders = [at for at in range(1, len(spans)) if spans[at].group != spans[at - 1].group]
    moved = [min(borders, key=lambda at: abs(at - end), default=end) for end in ends[:-1]]
    return [*moved, ends[-1]] if len(set(moved)) == len(moved) else ends


def _filled_groups(spans: Sequence[AxisSpan], width: float) -> list[int]:
    """Ends of the parts, each with as many whole groups as it bears."""
    borders = [at for at in range(1, len(spans)) if spans[at].group != spans[at - 1].group]
    ends: list[int] = []
    for before, at in pairwise((0, *borders, len(spans))):
        begun = ends[-1] if ends else 0
        if before > begun and not _bears(spans[begun:at], width):
            ends.append(before)
    return [*ends, len(spans)]


def _bears(spans: Sequence[AxisSpan], width: float) -> bool:
    """Whether columns side by side in ``width`` mm have room for their headings."""
    if len(spans) == 1:
        return True
    widths = shares(spans)
    scale = width / sum(widths)
    return all(
        share * scale >= heading_width(span.heading) for span, share in zip(spans, widths, strict=True)
    )


@lru_cache(maxsize=4096)
def heading_width(heading: str) -> float:
    """Least width in mm of a column with this heading in the smallest text."""
    metrics = bundled_metrics()
    widest = 0.0
    for line in heading.split("\n"):
        pieces = [line[a:b].rstrip(SPACES) for a, b in pairwise((0, *break_points(line), len(line)))]
        words = max((metrics.width(piece, SMALLEST, True) for piece in pieces), default=0.0)
        widest = max(widest, words, metrics.width(line, SMALLEST, True) / _MOST_LINES * 1.15)
    return widest + _FREE
