"""The grid of a picture: its natural lines thinned out to columns or rows, and places between them.

Lengths are mm in the picture.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

MIN_COLUMN: Final = 1.4
MIN_ROW: Final = 0.9
"""Natural lines nearer than this (mm) become one: a sliver can be neither clicked on nor seen."""


class Axis:
    """Lines across one direction of a picture, numbered from 0.

    ``natural`` are the lines that the layout names, ``edges`` those of the boxes that become cells: they
    snap to the nearest line and take along what ends at them, such as the tip of an arrow. Without natural
    lines the edges are the lines.
    """

    def __init__(
        self, extent: float, natural: Iterable[float], edges: Iterable[float], minimum: float
    ) -> None:
        ends = [edge for edge in edges if 0 <= edge <= extent]
        wanted = [line for line in natural if 0 < line < extent] or ends
        self.lines = _thinned(extent, sorted(wanted), minimum)
        fixed = {place: self.line(place) for place in (*wanted, *ends, *self.lines)}
        self._places = sorted(fixed)
        self._targets = [fixed[place] for place in self._places]

    @property
    def count(self) -> int:
        """Number of columns or rows."""
        return len(self.lines) - 1

    def line(self, place: float) -> int:
        """The nearest line's number."""
        after = min(bisect_right(self.lines, place), self.count)
        before = max(after - 1, 0)
        return before if place - self.lines[before] <= self.lines[after] - place else after

    def slot(self, place: float) -> int:
        """The column or row that a place lies in."""
        return min(max(bisect_right(self.lines, place) - 1, 0), self.count - 1)

    def span(self, first: float, last: float) -> tuple[int, int]:
        """The lines nearest to both ends; at least one column or row lies between them."""
        start, end = self.line(first), self.line(last)
        if end > start:
            return start, end
        slot = self.slot((first + last) / 2)
        return slot, slot + 1

    def offset(self, place: float) -> float:
        """How far (mm) the nearest line is."""
        return abs(self.lines[self.line(place)] - place)

    def place(self, place: float) -> float:
        """A place in lines: 2.25 is a quarter of the way from line 2 to line 3, after snapping."""
        inside = min(max(place, self._places[0]), self._places[-1])
        after = min(bisect_right(self._places, inside), len(self._places) - 1)
        left, right = self._places[after - 1], self._places[after]
        start, end = self._targets[after - 1], self._targets[after]
        return start + (end - start) * (inside - left) / (right - left)


def _thinned(extent: float, wanted: list[float], minimum: float) -> tuple[float, ...]:
    lines = [0.0]
    for line in wanted:
        if line - lines[-1] >= minimum and extent - line >= minimum:
            lines.append(line)
    return (*lines, max(extent, minimum))
