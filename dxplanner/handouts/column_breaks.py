"""Columns of a 施策体系 moved a little, so that their names break well: no lone まち, no 行政｜DXにより."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise, permutations
from math import comb
from typing import Final

from dxplanner.handouts.breaking import SPACES, TORN, breaks
from dxplanner.handouts.hierarchy_columns import NARROWEST, ColumnPlace, Entry
from dxplanner.handouts.hierarchy_rows import set_rows
from dxplanner.handouts.linebreak import line_starts, untorn
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics

_MOST: Final = 80
"""Names up to which columns are moved: with more of them some always break badly."""
_STEPS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
_ROUNDS: Final = 12
_FINE: Final = 0.15
"""A break of no more cost stands between phrases."""
_POOR: Final = 4.0
"""Weight of a worse break, beside a lone end that counts 1."""
_LONE: Final = 2
"""A last line of so few characters looks left over."""
_LINE: Final = 0.05
_TRIALS: Final = 300
"""Ways to break a name that are looked at."""
_HAIR: Final = 1e-6


@lru_cache(maxsize=8192)
def fuller_end(text: str, lines: tuple[str, ...], width: float, size: float) -> tuple[str, ...]:
    """As many lines of a text in ``width`` mm, without a last one of a word or two if that can be."""
    if len(lines) < 2 or len(lines[-1]) > _LONE or "\n" in text:
        return lines
    costs = {at: cost for at, cost in breaks(text) if cost <= TORN}
    if comb(len(costs), len(lines) - 1) > _TRIALS:
        return lines
    places = {at: bundled_metrics().width(text[:at], size) / width for at in (0, *costs, len(text))}
    best, found = float("inf"), (0, *line_starts(text, lines)[1:], len(text))
    for ends in combinations(costs, len(lines) - 1):
        trial = (0, *ends, len(text))
        free = [1 - places[b] + places[a] for a, b in pairwise(trial)]
        ragged = sum(share * share for share in free) + sum(costs[at] for at in ends)
        if min(free) >= 0 and ragged < best and min(b - a for a, b in pairwise(trial)) > _LONE:
            best, found = ragged, trial
    return tuple(text[a:b].rstrip(SPACES) for a, b in pairwise(found))


def kinder_columns(
    entries: Sequence[Entry],
    columns: tuple[ColumnPlace, ...],
    size: float,
    distances: tuple[float, float, float],
) -> tuple[ColumnPlace, ...]:
    """The columns, or ones of other widths where names in ``size`` points break better and no row grows.

    ``distances`` are those of rows (see set_rows).
    """
    if len(entries) > _MOST:
        return columns
    names = {(entry.level, entry.name) for entry in entries if not columns[entry.level].upright}

    def cost(trial: Sequence[ColumnPlace]) -> float:
        return sum(_flaws(name, round(trial[level].text_width, 6), size) for level, name in names)

    most = set_rows(entries, columns, size, distances).height + _HAIR
    lowest = cost(columns)
    for _ in range(_ROUNDS):
        for trial in sorted(_moved(columns, size), key=cost):
            if cost(trial) >= lowest - _HAIR:
                return columns
            if set_rows(entries, trial, size, distances).height <= most:
                columns, lowest = trial, cost(trial)
                break
        else:
            return columns
    return columns


def _moved(columns: tuple[ColumnPlace, ...], size: float) -> Iterator[tuple[ColumnPlace, ...]]:
    """The columns with some mm moved from one to another; what stands between moves too."""
    least = NARROWEST * size * MM_PER_POINT
    wide = [at for at, column in enumerate(columns) if not column.upright]
    for giver, taker in permutations(wide, 2):
        for step in _STEPS:
            if columns[giver].text_width - step < least:
                break
            trial = list(columns)
            trial[giver] = replace(trial[giver], width=trial[giver].width - step)
            trial[taker] = replace(trial[taker], width=trial[taker].width + step)
            shift = step if taker < giver else -step
            for at in range(min(giver, taker) + 1, max(giver, taker) + 1):
                trial[at] = replace(trial[at], left=trial[at].left + shift)
            yield tuple(trial)


@lru_cache(maxsize=8192)
def _flaws(name: str, width: float, size: float) -> float:
    """How badly a name breaks in a column."""
    lines = fuller_end(name, untorn(name, width, size), width, size)
    if len(lines) == 1:
        return 0.0
    costs = dict(breaks(name))
    poor = sum(cost for at in line_starts(name, lines)[1:] if (cost := costs.get(at, 0.0)) > _FINE)
    return _POOR * poor + (len(lines[-1]) <= _LONE) + _LINE * len(lines)
