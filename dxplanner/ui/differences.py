"""The exact steps from one order of rows to another: rows gone, rows moved, rows that are new."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence

Run = tuple[int, int]
"""First and last row of a run."""


def gone_runs(present: Sequence[Hashable], wanted: Sequence[Hashable]) -> list[Run]:
    """Runs of present rows that are not wanted, the lowest first, so that indices above stay good."""
    kept = set(wanted)
    return list(_runs([place for place, key in enumerate(present) if key not in kept]))[::-1]


def new_runs(present: Sequence[Hashable], wanted: Sequence[Hashable]) -> list[Run]:
    """Runs of wanted rows that are not present, in places of the wanted order, the lowest first."""
    known = set(present)
    return list(_runs([place for place, key in enumerate(wanted) if key not in known]))


def moved(present: Sequence[Hashable], wanted: Sequence[Hashable]) -> set[Hashable]:
    """The fewest of the present rows (all of them wanted) that have to move to come into the wanted order."""
    places = {key: place for place, key in enumerate(wanted)}
    staying = _longest_rise([places[key] for key in present])
    return {key for number, key in enumerate(present) if number not in staying}


def _runs(numbers: Sequence[int]) -> Iterator[Run]:
    first = last = None
    for number in numbers:
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Indices of a longest rising subsequence."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        before.append(at[place - 1] if place else None)
        if place == len(ends):
            ends.append(number)
            at.append(index)
        else:
            ends[place], at[place] = number, index
    found = set()
    walk = at[-1] if at else None
    while walk is not None:
        found.add(walk)
        walk = before[walk]
    return found
