"""Breaking text into lines of a width in mm, with Japanese rules, and fitting it into a box.

No text is ever cut: what does not fit is reported (``Fit.fits``), for the caller to warn of.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dxplanner.handouts.breaking import SPACES, break_cost, break_points, keeps_kinsoku, may_split
from dxplanner.handouts.metrics import MM_PER_POINT, Metrics, bundled_metrics

LEADING: Final = 1.25
"""Distance of two lines in tables and boxes, in sizes."""
_TOLERANCE: Final = 1e-6
_ROOMY: Final = 2.0
"""Free space in mm that a box must keep when its text is set on one line more than it needs."""
_REMEMBERED: Final = 20_000
_UGLY: Final = 0.25
_EXTRA_LINE: Final = 0.12
"""What a further line must spare in the cost of the worst break (see breaking.break_cost)."""


class Setting(StrEnum):
    """How lines are filled."""

    FULL = "full"
    """Each line as full as it can be (running text)."""
    PHRASES = "phrases"
    """As few lines, broken between phrases where little is lost (table cells)."""
    BALANCED = "balanced"
    """As few lines, of similar length (headings, boxes of diagrams)."""


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
    metrics: Metrics | None = None,
) -> tuple[str, ...]:
    """Break ``text`` into lines no wider than ``width`` mm; line feeds in it are kept.

    A word longer than a line is broken anywhere. Spaces at a broken line's end are dropped. Remembers what
    it has broken: after an edit nearly all texts of a handout are set as before.
    """
    measure = metrics or bundled_metrics()
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, size, bold, setting, measure))
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

    At the floor the lines are given whether they fit or not.
    """
    measure = metrics or bundled_metrics()
    trial = size
    while True:
        lines = wrap(text, width, trial, bold=bold, setting=setting, metrics=measure)
        if _inside(lines, width, height, trial, bold, measure):
            if setting is Setting.BALANCED and len(lines) > 1:
                lines = _kinder(text, lines, width, height, trial, bold, measure)
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


def _kinder(
    text: str,
    lines: tuple[str, ...],
    width: float,
    height: float,
    size: float,
    bold: bool,
    metrics: Metrics,
) -> tuple[str, ...]:
    """The same text on one line more when the box has room and that spares it a break inside a word."""
    best, best_cost = lines, _torn(text, lines)
    if best_cost < _UGLY:
        return lines
    for share in (0.9, 0.8, 0.7):
        trial = wrap(text, width * share, size, bold=bold, setting=Setting.BALANCED, metrics=metrics)
        if len(trial) > len(lines) + 1 or block_height(len(trial), size) > height - _ROOMY:
            break
        cost = _torn(text, trial) + _EXTRA_LINE * (len(trial) - len(lines))
        if cost < best_cost:
            best, best_cost = trial, cost
    return best


def _torn(text: str, lines: tuple[str, ...]) -> float:
    """Cost of the worst break between these lines of a text."""
    starts = [start for start in line_starts(text, lines)[1:] if 0 < start < len(text)]
    return max(
        (break_cost(text[:start].rstrip(SPACES)[-1:] or " ", text[start]) for start in starts), default=0.0
    )


def _inside(
    lines: tuple[str, ...], width: float, height: float, size: float, bold: bool, metrics: Metrics
) -> bool:
    if block_height(len(lines), size) > height + _TOLERANCE:
        return False
    return all(metrics.width(line, size, bold) <= width + _TOLERANCE for line in lines)


def _wrap_paragraph(
    text: str, width: float, size: float, bold: bool, setting: Setting, metrics: Metrics
) -> list[str]:
    if metrics.width(text, size, bold) <= width + _TOLERANCE:
        return [text]
    pieces = _pieces(text, width, size, bold, metrics)
    ends = _greedy(pieces, width) if setting is Setting.FULL else _optimal(pieces, width, setting)
    lines: list[str] = []
    start = 0
    for end in ends:
        line = "".join(piece.text for piece in pieces[start:end])
        lines.append(line.rstrip(SPACES) if end < len(pieces) else line)
        start = end
    if lines and metrics.width(lines[-1], size, bold) > width + _TOLERANCE:
        lines[-1] = lines[-1].rstrip(SPACES)
    return lines


def _pieces(text: str, width: float, size: float, bold: bool, metrics: Metrics) -> list[_Piece]:
    pieces: list[_Piece] = []
    for start, end in pairwise([0, *break_points(text), len(text)]):
        for part_start, part_end in _parts(text, start, end, width, size, bold, metrics):
            part = text[part_start:part_end]
            last = part.rstrip(SPACES)[-1:] or " "
            cost = break_cost(last, text[part_end]) if part_end < len(text) else 0.0
            trimmed = metrics.width(part.rstrip(SPACES), size, bold)
            pieces.append(_Piece(part, metrics.width(part, size, bold), trimmed, cost))
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


def _greedy(pieces: list[_Piece], width: float) -> list[int]:
    ends: list[int] = []
    used = 0.0
    for index, piece in enumerate(pieces):
        if index and used + piece.trimmed > width + _TOLERANCE:
            ends.append(index)
            used = 0.0
        used += piece.width
    return [*ends, len(pieces)]


def _optimal(pieces: list[_Piece], width: float, setting: Setting) -> list[int]:
    """Ends of the lines: fewest lines first, then the least sum of ragged ends and bad breaks."""
    count = len(pieces)
    best: list[tuple[int, float]] = [(0, 0.0)] + [(count + 1, 0.0)] * count
    previous = [0] * (count + 1)
    for start in range(count):
        used = 0.0
        for end in range(start + 1, count + 1):
            piece = pieces[end - 1]
            if end > start + 1 and used + piece.trimmed > width + _TOLERANCE:
                break
            slack = max(0.0, 1 - (used + piece.trimmed) / width)
            used += piece.width
            ragged = 0.0 if end == count and setting is Setting.PHRASES else slack * slack
            lines, cost = best[start]
            candidate = (lines + 1, cost + ragged + (0.0 if end == count else 0.5 * piece.cost))
            if candidate < best[end]:
                best[end], previous[end] = candidate, start
    ends = [count]
    while previous[ends[-1]]:
        ends.append(previous[ends[-1]])
    return ends[::-1]
