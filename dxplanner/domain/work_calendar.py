"""開庁日 counted fast: the same answers as domain.workdays, by sums kept for the years asked for.

Days are given by their ordinal (``date.toordinal``), because schedule arithmetic works in those.
"""

from bisect import bisect_left
from datetime import date
from typing import Final

from dxplanner.domain.workdays import is_closed

_LOWEST: Final = date(1949, 1, 1).toordinal()
_HIGHEST: Final = date(2119, 12, 31).toordinal()
"""Years with known 祝日 and some more; days outside count as closed, so that a slip of the pen is cheap."""


class WorkCalendar:
    """開庁日 with the plan's own 閉庁日 ``extra``. Grows by whole years as days are asked for."""

    def __init__(self, extra: frozenset[date] = frozenset()) -> None:
        self._extra = extra
        self._first = self._end = 0
        """Days known: ``_first`` to ``_end - 1``."""
        self._sums: list[int] = []
        """``_sums[i]`` counts the open days before day ``_first + i``."""

    def is_open(self, day: int) -> bool:
        """Whether the city hall is open on a day."""
        return self.count(day, day) > 0

    def count(self, first: int, last: int) -> int:
        """開庁日 from first to last, both included; 0 when last comes before first."""
        # Counted from one first day: reaching back for the other one would move it.
        self._reach(_within(first), _within(last + 1))
        return max(self._before(last + 1) - self._before(first), 0)

    def add(self, day: int, count: int) -> int:
        """The ``count``-th 開庁日 after a day, before it when negative; for 0 the day, or the next open."""
        own = self.count(day, day)
        rank = self._before(day + 1) + (count if count > 0 else count + 1 - own)
        return self._ranked(day, rank)

    def next_open(self, day: int) -> int:
        """The day itself when open, else the next open one."""
        return self.add(day, 0)

    def _before(self, day: int) -> int:
        """Open days before a day, counted from the first known one."""
        day = _within(day)
        self._reach(day, day)
        return self._sums[day - self._first]

    def _ranked(self, near: int, rank: int) -> int:
        """The open day with a rank, counted from the first known day on."""
        near = _within(near)
        while rank < 1 or rank > self._sums[-1]:
            known, first, end = self._sums[near - self._first], self._first, self._end
            self._reach(first - 1 if rank < 1 else first, end if rank >= 1 else end - 1)
            if (first, end) == (self._first, self._end):
                return _LOWEST if rank < 1 else _HIGHEST
            rank += self._sums[near - self._first] - known
        return self._first + bisect_left(self._sums, rank) - 1

    def _reach(self, low: int, high: int) -> None:
        if self._sums and self._first <= low and high < self._end:
            return
        low, high = max(low, _LOWEST), min(high, _HIGHEST)
        if self._sums:
            low, high = min(low, self._first), max(high, self._end - 1)
        self._first = date(date.fromordinal(low).year, 1, 1).toordinal()
        self._end = date(date.fromordinal(high).year + 1, 1, 1).toordinal()
        total, sums = 0, [0]
        for day in range(self._first, self._end):
            total += not is_closed(date.fromordinal(day), self._extra)
            sums.append(total)
        self._sums = sums


def _within(day: int) -> int:
    """The nearest day that is known or can be."""
    return min(max(day, _LOWEST), _HIGHEST)
