"""Heights in a 施策体系 diagram: a row per leaf, high enough for its own name and for its ancestors'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.handouts.hierarchy_columns import ColumnPlace, Entry, name_height
from dxplanner.handouts.linebreak import block_height, untorn
from dxplanner.handouts.wording import CONTINUED

_TALLEST: Final = 24.0
"""Rows grow up to this height in mm when a page has room."""
_LEAST: Final = 7.0
_ROOM: Final = 2.0
"""Free space in mm over and under a name together."""
GAPS: Final = (1.8, 3.2, 5.0)
"""Distance in mm of two rows: under one parent, under different ones, under different roots."""


@dataclass(frozen=True)
class Rows:
    """Rows from the top: height of each leaf, gap before it, and the leaves under each entry."""

    heights: tuple[float, ...]
    gaps: tuple[float, ...]
    leaves: dict[int, tuple[int, int]]
    """First and last row of each entry, by its key."""

    @property
    def height(self) -> float:
        return sum(self.heights) + sum(self.gaps)

    @property
    def extents(self) -> dict[int, tuple[float, float]]:
        """Top and bottom of each entry in mm."""
        tops: list[float] = []
        y = 0.0
        for gap, height in zip(self.gaps, self.heights, strict=True):
            tops.append(y + gap)
            y += gap + height
        return {
            key: (tops[first], tops[last] + self.heights[last]) for key, (first, last) in self.leaves.items()
        }

    def stretched(self, height: float, tallest: float = _TALLEST) -> "Rows":
        """The same rows, grown evenly to fill ``height`` mm, none beyond ``tallest``."""
        spare = max(height - self.height, 0.0) / max(len(self.heights), 1)
        grown = tuple(max(row, min(row + spare, tallest)) for row in self.heights)
        return replace(self, heights=grown)


def set_rows(
    entries: Sequence[Entry],
    columns: Sequence[ColumnPlace],
    size: float,
    distances: tuple[float, float, float] = GAPS,
) -> Rows:
    """Rows of entries (in reading order) for names set in ``size`` points."""
    paths = list(_paths(entries))
    leaves: dict[int, tuple[int, int]] = {}
    for row, path in enumerate(paths):
        for entry in path:
            leaves[entry.key] = (leaves.get(entry.key, (row, row))[0], row)
    gaps = tuple(_gap(before, path, distances) for before, path in zip([None, *paths], paths, strict=False))
    heights = [max(_LEAST, _needed(path[-1], columns, size)) for path in paths]
    for entry in sorted(entries, key=lambda entry: -entry.level):
        first, last = leaves[entry.key]
        span = sum(heights[first : last + 1]) + sum(gaps[first + 1 : last + 1])
        lacking = _needed(entry, columns, size) - span
        for row in range(first, last + 1):
            heights[row] += max(lacking, 0.0) / (last - first + 1)
    return Rows(tuple(heights), gaps, leaves)


def pages_of(
    entries: Sequence[Entry], columns: Sequence[ColumnPlace], size: float, height: float
) -> list[tuple[Entry, ...]]:
    """The entries of each page: whole branches where possible, with the ancestors repeated."""
    paths = list(_paths(entries))
    rows = set_rows(entries, columns, size)
    pages: list[tuple[Entry, ...]] = []
    shown: set[int] = set()
    first = 0
    while first < len(paths):
        end = _page_end(paths, rows, first, height)
        part: dict[int, Entry] = {}
        for path in paths[first:end]:
            for entry in path:
                part.setdefault(entry.key, replace(entry, continued=entry.key in shown))
        shown.update(part)
        pages.append(tuple(part.values()))
        first = end
    return pages


def _page_end(paths: list[tuple[Entry, ...]], rows: Rows, first: int, height: float) -> int:
    """The row after the last one that fits, moved back to a larger branch's beginning when one is near."""
    used, end = 0.0, first
    while end < len(paths):
        used += rows.heights[end] + (rows.gaps[end] if end > first else 0.0)
        if used > height and end > first:
            break
        end += 1
    if end == len(paths):
        return end
    for gap in GAPS[:0:-1]:
        near = [row for row in range(end, first + (end - first) * 2 // 3, -1) if rows.gaps[row] >= gap]
        if near:
            return near[0]
    return end


def _paths(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    """From root to leaf, for each entry without children."""
    parents = {entry.parent for entry in entries}
    by_key = {entry.key: entry for entry in entries}
    for entry in entries:
        if entry.key in parents:
            continue
        path = [entry]
        while path[0].parent is not None and path[0].parent in by_key:
            path.insert(0, by_key[path[0].parent])
        yield tuple(path)


def _gap(
    before: tuple[Entry, ...] | None, path: tuple[Entry, ...], distances: tuple[float, float, float]
) -> float:
    if before is None:
        return 0.0
    if before[0].key != path[0].key:
        return distances[2]
    return distances[0] if before[-1].parent == path[-1].parent else distances[1]


def _needed(entry: Entry, columns: Sequence[ColumnPlace], size: float) -> float:
    column = columns[entry.level]
    if column.upright:
        return name_height(entry.name, size)
    name = f"{entry.name}{CONTINUED}" if entry.continued else entry.name
    lines = untorn(name, column.text_width, size)
    return block_height(len(lines), size) + _ROOM
