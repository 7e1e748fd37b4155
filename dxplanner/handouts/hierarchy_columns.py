"""Widths of the columns of a 施策体系 diagram: a column per level, upright where its names are short."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

HEADER: Final = 8.5
"""Height in mm of the columns' headings."""
PADDING: Final = 1.8
_GAP: Final = 8.0
"""Distance in mm of two columns, where the elbow lines run."""
_UPRIGHT_NAME: Final = 5
"""A column of names up to this many characters is set upright (縦書き)."""
_UPRIGHT_WIDTH: Final = 13.0
_NARROWEST: Final = 24.0
_STEP: Final = 3.0
_ROUNDS: Final = 60
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
    return max(widest + 3.0, 8.0) if widest else 0.0


def _shared(
    entries: Sequence[Entry], wide: list[int], numbers: list[float], free: float, size: float
) -> list[float]:
    """Widths of the wide columns: millimetres move to where they save the most height."""
    metrics = bundled_metrics()
    spans = _spans(entries)
    names = {
        level: [
            (metrics.width(entry.name, size), spans[entry.key]) for entry in entries if entry.level == level
        ]
        for level in wide
    }
    widths = {level: free / len(wide) for level in wide}

    def crowding(level: int, width: float) -> float:
        room = max(width - numbers[level] - 2 * PADDING, 3 * size * MM_PER_POINT)
        heights = (math.ceil(name * _RAGGED / room) * line_height(size) / span for name, span in names[level])
        return max(heights, default=0.0) + 0.02 * max((name / room for name, _ in names[level]), default=0.0)

    for _ in range(_ROUNDS):
        worst = max(wide, key=lambda level: crowding(level, widths[level]))
        givers = [level for level in wide if level != worst and widths[level] - _STEP >= _NARROWEST]
        if not givers:
            break
        giver = min(givers, key=lambda level: crowding(level, widths[level] - _STEP))
        if crowding(giver, widths[giver] - _STEP) >= crowding(worst, widths[worst]):
            break
        widths[giver] -= _STEP
        widths[worst] += _STEP
    return [widths[level] for level in wide]


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
