"""Few moves that bring rows into another order: what a view has to be told when siblings are reordered."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def moves(current: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (from, to) one after the other; ``to`` is the row after the move. Both hold the same keys.

    Rows on a longest run that is already in order stay where they are.
    """
    order = list(current)
    kept = _in_order(_ranks(order, wanted))
    for place, key in enumerate(wanted):
        if place in kept:
            continue
        start = order.index(key)
        del order[start]
        end = 0 if place == 0 else order.index(wanted[place - 1]) + 1
        order.insert(end, key)
        if start != end:
            yield start, end


def _ranks(current: Sequence[int], wanted: Sequence[int]) -> list[int]:
    at = {key: row for row, key in enumerate(current)}
    return [at[key] for key in wanted]


def _in_order(rows: Sequence[int]) -> set[int]:
    """Places in ``rows`` of a longest increasing run."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for place, row in enumerate(rows):
        length = bisect_left(tails, row)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(row)
            ends.append(place)
        else:
            tails[length] = row
            ends[length] = place
    found = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found
