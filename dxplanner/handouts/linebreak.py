"""Breaking text into lines of a width in mm, with Japanese rules, and fitting it into a box.

No text is ever cut: what does not fit is reported (``Fit.fits``), for the caller to warn of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from dxplanner.domain.text import with_line_feeds
from dxplanner.handouts.breaking import SPACES, TORN, break_cost, breaks, keeps_kinsoku, may_split
from dxplanner.handouts.metrics import MM_PER_POINT, Metrics, bundled_metrics

LEADING: Final = 1.25
"""Distance of two lines in tables and boxes, in sizes."""
_TOLERANCE: Final = 1e-6
_ROOMY: Final = 1.5
"""Free space in mm that a box must keep when its text is set on one line more than it needs."""
LIST_MARKS: Final = frozenset("・●〇○")
"""Begin a paragraph that is an item of a list; its further lines begin under its words, behind INDENT."""
INDENT: Final = "\u3000"
_HANGING: Final = 6.0
"""Least width in characters of such a paragraph."""
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
_TEAR: Final = {Setting.FULL: 0.05, Setting.PHRASES: 0.3, Setting.BALANCED: 0.3}
"""What a torn word costs besides, as the square of the free share of a line."""
_INSIDE: Final = 1.2
"""Cost of a break inside a word that is longer than its line."""
_BODY: Final = 10.5
"""Body text does not become smaller than this, in points, for the sake of a word; other text does."""
_SPARED: Final = 1.0
"""By how many points text may be smaller than its box has room for, so that no word is torn."""
_HEAVIEST: Final = 1.0
"""The same as a share of the line, its most: 0.7 of it is worth a break of cost 0.5."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A text set into a box: size in points, its lines, and whether they stay inside."""

    size: float
    lines: tuple[str, ...]
    fits: bool


class _Piece(NamedTuple):
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
    """Break ``text`` into lines no wider than ``width`` mm; line feeds in it, of any kind, are kept.

    Items of a list have a hanging indent. With ``further``, more lines than needed may spare breaks inside
    words. A word longer than a line is broken anywhere. Spaces at a broken line's end are dropped. Remembers
    what it has broken: after an edit nearly all texts of a handout are set as before.
    """
    measure = metrics or bundled_metrics()
    weight = min(_HEAVIEST, _GIVEN_UP[setting] * (size * MM_PER_POINT / width) ** 2) if width > 0 else 0.0
    last = _LAST if setting is Setting.BALANCED else 0.0
    lines: list[str] = []
    for paragraph in with_line_feeds(text).split("\n"):
        if measure.width(paragraph, size, bold) <= width + _TOLERANCE:
            lines.append(paragraph)
            continue
        mark, words, room = paragraph[:1], paragraph, width
        hanging = mark in LIST_MARKS and width >= _HANGING * size * MM_PER_POINT
        if hanging:
            words, room = paragraph[1:], width - measure.width(INDENT, size, bold)
        pieces = _pieces(words, room, size, bold, measure)
        ends = _optimal(pieces, room, _FEWEST, last, weight, _TEAR[setting])
        if further:
            more = _optimal(pieces, room, _FURTHER, 0.0, weight * _KINDER, _TEAR[setting])
            ends = more if len(more) > len(ends) else ends
        set_lines = _lines(pieces, ends, room, size, bold, measure)
        if hanging:
            set_lines = [(INDENT if index else mark) + line for index, line in enumerate(set_lines)]
        lines.extend(set_lines)
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

    At the floor the lines are given whether they fit or not. Rather than to tear a word, a box takes more
    lines than needed, or a size that is a little smaller. A roomy box takes more lines also where that spares
    lesser breaks.
    """
    measure = metrics or bundled_metrics()
    torn: Fit | None = None
    trial = size
    while True:
        lines = wrap(text, width, trial, bold=bold, setting=setting, metrics=measure)
        if _inside(lines, width, height, trial, bold, measure):
            if len(lines) > 1:
                lines = _kinder(text, lines, width, height, trial, bold, setting, measure)
            if not tears(text, lines):
                return Fit(trial, lines, True)
            if torn is None:
                torn = Fit(trial, lines, True)
                floor = max(floor, trial - _SPARED, _BODY if trial >= _BODY else 0.0)
        if trial <= floor:
            return torn or Fit(trial, lines, False)
        trial = max(floor, trial - 0.5)


def _kinder(
    text: str,
    lines: tuple[str, ...],
    width: float,
    height: float,
    size: float,
    bold: bool,
    setting: Setting,
    metrics: Metrics,
) -> tuple[str, ...]:
    """More lines where these spare breaks: if they stay inside for a torn word, with air for others."""
    kinder = wrap(text, width, size, bold=bold, setting=setting, further=True, metrics=metrics)
    spared = tears(text, kinder) < tears(text, lines)
    room = height + _TOLERANCE if spared else height - _ROOMY
    return kinder if block_height(len(kinder), size) <= room else lines


def untorn(
    text: str, width: float, size: float, *, bold: bool = False, setting: Setting = Setting.BALANCED
) -> tuple[str, ...]:
    """``text`` in as few lines of ``width`` mm as can be without tearing a word, where more lines help."""
    lines = wrap(text, width, size, bold=bold, setting=setting)
    if len(lines) > 1 and tears(text, lines):
        kinder = wrap(text, width, size, bold=bold, setting=setting, further=True)
        if tears(text, kinder) < tears(text, lines):
            return kinder
    return lines


@lru_cache(maxsize=_REMEMBERED)
def tears(text: str, lines: tuple[str, ...]) -> int:
    """How many words ``lines`` of ``text`` tear, or part from their particles."""
    count, text = 0, with_line_feeds(text)
    for at in line_starts(text, tuple(line.lstrip(SPACES) for line in lines))[1:]:
        if 0 < at < len(text) and "\n" not in text[at - 1 : at + 1]:
            first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            paragraph = text[first : last if last >= 0 else len(text)]
            count += break_cost(paragraph, at - first) > TORN
    return count


def longest_word(text: str, size: float, *, bold: bool = False, metrics: Metrics | None = None) -> float:
    """Width in mm of the longest part of ``text`` that cannot be broken without tearing a word."""
    measure = metrics or bundled_metrics()
    widest = 0.0
    for paragraph in with_line_feeds(text).split("\n"):
        ends = [at for at, cost in breaks(paragraph) if cost <= TORN]
        for start, end in pairwise([0, *ends, len(paragraph)]):
            widest = max(widest, measure.width(paragraph[start:end].rstrip(SPACES), size, bold))
    return widest


def block_height(lines: int, size: float) -> float:
    """Height in mm of so many lines of a size."""
    return lines * line_height(size)


def line_starts(text: str, lines: tuple[str, ...]) -> tuple[int, ...]:
    """Where each line begins in the text that it was broken from, its indent counted as if it stood there."""
    starts: list[int] = []
    position = 0
    for line in lines:
        found = text.find(line, position)
        indent = 0
        if found < 0:
            words = line.lstrip(SPACES)
            found, indent = text.find(words, position), len(line) - len(words)
        position = max(found, position)
        starts.append(position - indent)
        position += len(line) - indent
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
        word = _piece(text, start, end, costs, size, bold, metrics)
        if word.trimmed <= width + _TOLERANCE:
            pieces.append(word)
            continue
        parts = _parts(text, start, end, width, size, bold, metrics)
        pieces += [_piece(text, begin, stop, costs, size, bold, metrics) for begin, stop in parts]
    return pieces


def _piece(
    text: str,
    start: int,
    end: int,
    costs: Mapping[int, float],
    size: float,
    bold: bool,
    metrics: Metrics,
) -> _Piece:
    part = text[start:end]
    cost = costs.get(end, _INSIDE) if end < len(text) else 0.0
    whole = metrics.width(part, size, bold)
    trimmed = metrics.width(part.rstrip(SPACES), size, bold) if part[-1:] in SPACES else whole
    return _Piece(part, whole, trimmed, cost)


def _parts(
    text: str, start: int, end: int, width: float, size: float, bold: bool, metrics: Metrics
) -> list[tuple[int, int]]:
    """Cut text[start:end], a word longer than a line; between two letters if it can be."""
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


def _optimal(
    pieces: list[_Piece], width: float, line_cost: float, last: float, weight: float, tear: float
) -> list[int]:
    """Ends of the lines with the least sum of lines, ragged ends and breaks.

    ``last`` says how much the last end counts, ``weight`` how much the breaks, ``tear`` how much more those
    that tear a word.
    """
    count, limit = len(pieces), width + _TOLERANCE
    prices = [*(weight * piece.cost + tear * (piece.cost > TORN) for piece in pieces[:-1]), 0.0]
    shares = [1.0] * (count - 1) + [last]
    best = [0.0] + [float("inf")] * count
    previous = [0] * (count + 1)
    for start in range(count):
        used, least = 0.0, best[start] + line_cost
        for at in range(start, count):
            piece = pieces[at]
            filled = used + piece.trimmed
            if at > start and filled > limit:
                break
            used += piece.width
            slack = 1 - filled / width
            ragged = slack * slack * shares[at] if slack > 0 else 0.0
            cost = least + ragged + prices[at]
            if cost < best[at + 1]:
                best[at + 1], previous[at + 1] = cost, start
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
