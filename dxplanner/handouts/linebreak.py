"""Breaking text into lines of a width in mm, with Japanese rules, and fitting it into a box.

No text is ever cut: what does not fit is reported (``Fit.fits``), for the caller to warn of.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dxplanner.handouts.breaking import SPACES, breaks, keeps_kinsoku, may_split
from dxplanner.handouts.metrics import MM_PER_POINT, Metrics, bundled_metrics

LEADING: Final = 1.25
"""Distance of two lines in tables and boxes, in sizes."""
_TOLERANCE: Final = 1e-6
_ROOMY: Final = 1.5
"""Free space in mm that a box must keep when its text is set on one line more than it needs."""
_REMEMBERED: Final = 20_000
_LAST: Final = 0.9
"""How much the free space at the end of the last of balanced lines counts."""
_FEWEST: Final = 1000.0
"""Cost of a line where a further one is never worth it."""
_FURTHER: Final = 0.06
_KINDER: Final = 1.5
"""Cost of a line where a further one may be set to spare a word, and how much more breaks count there."""


class Setting(StrEnum):
    """How lines are filled; always as few as can be, and broken between phrases where little is lost."""

    FULL = "full"
    """Nearly full: two or three characters are given up for a word (running text)."""
    PHRASES = "phrases"
    """Up to half of a narrow line is given up for a word (table cells)."""
    BALANCED = "balanced"
    """Of similar length (headings, boxes of diagrams)."""


_GIVEN_UP: Final = {Setting.FULL: 50.0, Setting.PHRASES: 100.0, Setting.BALANCED: 200.0}
"""Square of the free characters at a line's end that are worth a break of cost 1."""
_INSIDE: Final = 0.6
"""Cost of a break inside a word that is longer than its line."""
_HEAVIEST: Final = 1.0
"""The same as a share of the line, its most: 0.7 of it is worth a break of cost 0.5."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A text set into a box: size in points, its lines, and whether they stay inside."""

    size: float
    lines: tuple[str, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """Unbreakable text: whole, its width in mm with and without the spaces at its end, cost of a break."""

    text: str
    width: float
    trimmed: float
    cost: float


def line_height(size: float, leading: float = LEADING) -> float:
    """Distance of two lines in mm for a size in points."""
    return size * leading * MM_PER_POINT


@lru_cache(maxsize=_REMEMBERED)
def wrap(
    text: str,
    width: float,
    size: float,
    *,
    bold: bool = False,
    setting: Setting = Setting.FULL,
    further: bool = False,
    metrics: Metrics | None = None,
) -> tuple[str, ...]:
    """Break ``text`` into lines no wider than ``width`` mm; line feeds in it are kept.

    With ``further``, more lines than needed may spare breaks inside words. A word longer than a line is
    broken anywhere. Spaces at a broken line's end are dropped. Remembers what it has broken: after an edit
    nearly all texts of a handout are set as before.
    """
    measure = metrics or bundled_metrics()
    weight = min(_HEAVIEST, _GIVEN_UP[setting] * (size * MM_PER_POINT / width) ** 2) if width > 0 else 0.0
    last = _LAST if setting is Setting.BALANCED else 0.0
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if measure.width(paragraph, size, bold) <= width + _TOLERANCE:
            lines.append(paragraph)
            continue
        pieces = _pieces(paragraph, width, size, bold, measure)
        ends = _optimal(pieces, width, _FEWEST, last, weight)
        if further:
            more = _optimal(pieces, width, _FURTHER, 0.0, weight * _KINDER)
            ends = more if len(more) > len(ends) else ends
        lines.extend(_lines(pieces, ends, width, size, bold, measure))
    return tuple(lines)


def fit_text(
    text: str,
    width: float,
    height: float,
    size: float,
    floor: float,
    *,
    bold: bool = False,
    setting: Setting = Setting.BALANCED,
    metrics: Metrics | None = None,
) -> Fit:
    """Set ``text`` into ``width`` × ``height`` mm in the largest size from ``size`` down to ``floor``.

    At the floor the lines are given whether they fit or not. A roomy box takes more lines than needed where
    that spares breaks inside words.
    """
    measure = metrics or bundled_metrics()
    trial = size
    while True:
        lines = wrap(text, width, trial, bold=bold, setting=setting, metrics=measure)
        if _inside(lines, width, height, trial, bold, measure):
            if len(lines) > 1:
                kinder = wrap(text, width, trial, bold=bold, setting=setting, further=True, metrics=measure)
                if block_height(len(kinder), trial) <= height - _ROOMY:
                    lines = kinder
            return Fit(trial, lines, True)
        if trial <= floor:
            return Fit(trial, lines, False)
        trial = max(floor, trial - 0.5)


def block_height(lines: int, size: float) -> float:
    """Height in mm of so many lines of a size."""
    return lines * line_height(size)


def line_starts(text: str, lines: tuple[str, ...]) -> tuple[int, ...]:
    """Where each line begins in the text that it was broken from."""
    starts: list[int] = []
    position = 0
    for line in lines:
        position = max(text.find(line, position), position)
        starts.append(position)
        position += len(line)
    return tuple(starts)


def _inside(
    lines: tuple[str, ...], width: float, height: float, size: float, bold: bool, metrics: Metrics
) -> bool:
    if block_height(len(lines), size) > height + _TOLERANCE:
        return False
    return all(metrics.width(line, size, bold) <= width + _TOLERANCE for line in lines)


def _pieces(text: str, width: float, size: float, bold: bool, metrics: Metrics) -> list[_Piece]:
    """What is not broken further, with the costs of the breaks behind it."""
    costs = dict(breaks(text))
    pieces: list[_Piece] = []
    for start, end in pairwise([0, *costs, len(text)]):
        for part_start, part_end in _parts(text, start, end, width, size, bold, metrics):
            part = text[part_start:part_end]
            cost = costs.get(part_end, _INSIDE) if part_end < len(text) else 0.0
            whole = metrics.width(part, size, bold)
            trimmed = metrics.width(part.rstrip(SPACES), size, bold) if part[-1] in SPACES else whole
            pieces.append(_Piece(part, whole, trimmed, cost))
    return pieces


def _parts(
    text: str, start: int, end: int, width: float, size: float, bold: bool, metrics: Metrics
) -> list[tuple[int, int]]:
    """Cut text[start:end], a word, where it is longer than a line; between two letters if it can be."""
    if metrics.width(text[start:end].rstrip(SPACES), size, bold) <= width + _TOLERANCE:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    begin = start
    at = start + 1
    while at < end:
        cut = None
        if metrics.width(text[begin : at + 1].rstrip(SPACES), size, bold) > width + _TOLERANCE:
            good = (cut for cut in range(at, begin, -1) if may_split(text, cut) and keeps_kinsoku(text, cut))
            poor = (cut for cut in range(at, begin, -1) if may_split(text, cut))
            cut = next(good, None) or next(poor, None)
        if cut is None:
            at += 1
        else:
            # What is left may still be too long: look at the same place again.
            parts.append((begin, cut))
            begin, at = cut, max(at, cut + 1)
    return [*parts, (begin, end)]


def _optimal(pieces: list[_Piece], width: float, line_cost: float, last: float, weight: float) -> list[int]:
    """Ends of the lines with the least sum of lines, ragged ends and breaks.

    ``last`` says how much the last end counts, ``weight`` how much the breaks.
    """
    count = len(pieces)
    best = [0.0] + [float("inf")] * count
    previous = [0] * (count + 1)
    for start in range(count):
        used = 0.0
        for end in range(start + 1, count + 1):
            piece = pieces[end - 1]
            filled = used + piece.trimmed
            if end > start + 1 and filled > width + _TOLERANCE:
                break
            slack = max(0.0, 1 - filled / width)
            used += piece.width
            ragged = slack * slack * (1.0 if end < count else last)
            cost = best[start] + line_cost + ragged + (weight * piece.cost if end < count else 0.0)
            if cost < best[end]:
                best[end], previous[end] = cost, start
    ends = [count]
    while previous[ends[-1]]:
        ends.append(previous[ends[-1]])
    return ends[::-1]


def _lines(
    pieces: list[_Piece], ends: list[int], width: float, size: float, bold: bool, metrics: Metrics
) -> list[str]:
    """The pieces joined into lines, without the spaces at broken ends."""
    lines: list[str] = []
    for start, end in pairwise([0, *ends]):
        line = "".join(piece.text for piece in pieces[start:end])
        lines.append(line.rstrip(SPACES) if end < len(pieces) else line)
    if metrics.width(lines[-1], size, bold) > width + _TOLERANCE:
        lines[-1] = lines[-1].rstrip(SPACES)
    return lines
