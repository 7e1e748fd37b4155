"""Widths of the columns of a 施策体系 diagram: a column per level, upright where its names are short."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.linebreak import longest_word
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

HEADER: Final = 8.5
"""Height in mm of the columns' headings."""
PADDING: Final = 1.8
_GAP: Final = 8.0
"""Distance in mm of two columns, where the elbow lines run."""
_UPRIGHT_NAME: Final = 5
"""A column of names up to this many characters is set upright (縦書き)."""
_UPRIGHT_WIDTH: Final = 13.0
NARROWEST: Final = 6.2
"""Least room for names, in characters."""
_STEPS: Final = (1.0, 4.0, 12.0)
"""Millimetres that move at once: small ones alone would stop where no line is saved yet."""
_ROUNDS: Final = 60
_EVENNESS: Final = 0.1
"""Weight of the other names of a row beside the highest one."""
_TORN: Final = 0.5
"""Weight of a name whose longest word is wider than its column."""
_RAGGED: Final = 1.12
"""How much more room a name takes than its width, because lines end between phrases."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A node as it is drawn: ``key`` and ``parent`` join entries, ``level`` is the index of its column."""

    key: int
    parent: int | None
    level: int
    uid: str
    number: str
    name: str
    role: ColourRole = ColourRole.NEUTRAL
    inferred: bool = False
    inferred_link: bool = False
    continued: bool = False
    """Whether this is the rest of a box that began on the page before."""
    underline: tuple[tuple[int, int], ...] = ()
    """Ranges of the name that have changed."""


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column of the diagram; ``number_width`` is 0 where nodes have no number."""

    heading: str
    left: float
    width: float
    number_width: float
    upright: bool

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def text_width(self) -> float:
        """Room in mm for a name."""
        return self.width - self.number_width - 2 * PADDING


def name_height(name: str, size: float) -> float:
    """Height in mm of a name set upright."""
    return len(name) * size * MM_PER_POINT * 1.05 + 9.0


def plan_columns(
    entries: Sequence[Entry],
    headings: Sequence[str],
    width: float,
    size: float,
    *,
    left: float = 0.0,
    gap: float = _GAP,
    upright_width: float = _UPRIGHT_WIDTH,
) -> tuple[ColumnPlace, ...]:
    """Columns from ``left`` over ``width`` mm, as wide as their names need when set in ``size`` points."""
    last = len(headings) - 1
    upright = [level < last and _is_upright(entries, level) for level in range(len(headings))]
    numbers = [_number_width(entries, level, size) for level in range(len(headings))]
    gap = min(gap, width / (8 * max(last, 1)))
    free = width - gap * last - upright_width * sum(upright)
    wide = [level for level in range(len(headings)) if not upright[level]]
    widths = dict(zip(wide, _shared(entries, wide, numbers, free, size), strict=True))
    places: list[ColumnPlace] = []
    for level, heading in enumerate(headings):
        column = widths.get(level, upright_width)
        places.append(ColumnPlace(heading, left, column, numbers[level], upright[level]))
        left += column + gap
    return tuple(places)


def _is_upright(entries: Sequence[Entry], level: int) -> bool:
    own = [entry for entry in entries if entry.level == level]
    return all(len(entry.name) <= _UPRIGHT_NAME and not entry.number for entry in own)


def _number_width(entries: Sequence[Entry], level: int, size: float) -> float:
    metrics = bundled_metrics()
    widths = [metrics.width(entry.number, size, True) for entry in entries if entry.level == level]
    widest = max(widths, default=0.0)
    return max(widest + 0.28 * size, 0.66 * size) if widest else 0.0


def _shared(
    entries: Sequence[Entry], wide: list[int], numbers: list[float], free: float, size: float
) -> list[float]:
    """Widths of the wide columns: millimetres move from one to another as long as that saves height."""
    rows = _rows(entries, wide, size)
    taken = [numbers[level] + 2 * PADDING for level in wide]
    words = [_longest_words(entries, level, size) for level in wide]
    least = 3 * size * MM_PER_POINT
    narrowest = NARROWEST * size * MM_PER_POINT

    def cost(widths: list[float]) -> float:
        rooms = [max(width - used, least) for width, used in zip(widths, taken, strict=True)]
        total = 0.0
        for row in rows:
            needs = [_lines(name / room) / span for (name, span), room in zip(row, rooms, strict=True)]
            total += max(needs) + _EVENNESS * sum(needs)
        torn = sum(word > room for longest, room in zip(words, rooms, strict=True) for word in longest)
        return total + _TORN * torn

    widths = [free / len(wide)] * len(wide)
    lowest = cost(widths)
    for _ in range(_ROUNDS):
        trials = [
            _moved(widths, giver, taker, step)
            for giver, taker in permutations(range(len(wide)), 2)
            for step in _STEPS
            if widths[giver] - step >= taken[giver] + narrowest
        ]
        best = min(trials, key=cost, default=widths)
        if cost(best) >= lowest:
            break
        widths, lowest = best, cost(best)
    return widths


def _longest_words(entries: Sequence[Entry], level: int, size: float) -> list[float]:
    """Widths of the longest words of a level's names, as far as these are wider than a narrow column."""
    narrow = NARROWEST * size * MM_PER_POINT
    words = [longest_word(entry.name, size) for entry in entries if entry.level == level]
    return [word for word in words if word > narrow]


def _rows(entries: Sequence[Entry], wide: list[int], size: float) -> list[list[tuple[float, int]]]:
    """For each row and wide column: width of the name that stands there, and its height in rows."""
    metrics = bundled_metrics()
    spans = _spans(entries)
    by_key = {entry.key: entry for entry in entries}
    parents = {entry.parent for entry in entries}
    rows = []
    for entry in entries:
        if entry.key in parents:
            continue
        cells = dict.fromkeys(wide, (0.0, 1))
        current: Entry | None = entry
        while current is not None:
            if current.level in cells:
                cells[current.level] = (metrics.width(current.name, size), spans[current.key])
            current = by_key.get(current.parent) if current.parent is not None else None
        rows.append(list(cells.values()))
    return rows


def _moved(widths: list[float], giver: int, taker: int, step: float) -> list[float]:
    moved = list(widths)
    moved[giver] -= step
    moved[taker] += step
    return moved


def _lines(share: float) -> float:
    """About how many lines a name takes that is ``share`` times as wide as its column.

    The fraction tells how near the next line is, so that every millimetre counts a little.
    """
    return (1 if share <= 1 else max(2, math.ceil(share * _RAGGED))) * 0.7 + share * 0.3


def _spans(entries: Sequence[Entry]) -> dict[int, int]:
    """How many rows each entry is high: the leaves below it, itself when it has none."""
    parents = {entry.parent for entry in entries}
    by_key = {entry.key: entry for entry in entries}
    spans = dict.fromkeys(by_key, 0)
    for entry in entries:
        if entry.key in parents:
            continue
        current: Entry | None = entry
        while current is not None:
            spans[current.key] += 1
            current = by_key.get(current.parent) if current.parent is not None else None
    return spans
