"""The columns of a sheet: one grid under all tables and pictures of a handout, and Excel's units.

Lengths are mm on the paper unless a name says otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

MM_TO_POINT: Final = 72 / 25.4
MM_TO_PIXEL: Final = 96 / 25.4
DIGIT_PIXELS: Final = 7
"""Width of a digit of the workbook's font (10.5 pt, half an em) at 96 dpi: Excel's unit of column width."""
PIXEL: Final = 0.75
"""Height of a pixel in points: rows are whole ones."""
ROW_LIMIT: Final = 409.5
"""Excel's tallest row in points."""
SAME_EDGE: Final = 1.4
"""Edges of different blocks that are nearer than this (mm) become one, so that fewer cells are merged.
A cell loses no more than what Excel keeps free less than the printed page."""
MIN_SHARE: Final = 0.5
"""The narrowest column that a table is given (mm), whatever its builder says."""

_ONE_PLACE: Final = 1e-6

_Mark = tuple[float, int, int]
"""Place of an edge in mm, its block (0 is the paper), its number in the block."""


@dataclass(frozen=True, slots=True)
class ColumnGrid:
    """``lines`` (mm, from 0 to the printed width) bound the sheet's columns.

    ``edges[b][i]`` is the number of the line that edge ``i`` of block ``b`` lies on.
    """

    lines: tuple[float, ...]
    edges: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Number of columns."""
        return len(self.lines) - 1

    @property
    def pixels(self) -> tuple[int, ...]:
        """Width of each column in pixels; rounding does not add up along the row."""
        marks = [int(line * MM_TO_PIXEL) for line in self.lines]
        return tuple(max(right - left, 1) for left, right in pairwise(marks))

    def width(self, first: int, last: int) -> float:
        """Width between two lines in mm."""
        return self.lines[last] - self.lines[first]

    def extended(self, widths: Sequence[float]) -> ColumnGrid:
        """The grid with further columns at its right."""
        return replace(self, lines=(*self.lines[:-1], *accumulate(widths, initial=self.lines[-1])))

    def place(self, x: float) -> float:
        """Return X (mm) as a place on the grid: 2.25 is a quarter of the way through column 2."""
        inside = min(max(x, 0.0), self.lines[-1])
        column = min(bisect_right(self.lines, inside), self.count) - 1
        left, right = self.lines[column], self.lines[column + 1]
        return column + (inside - left) / (right - left)


def excel_width(pixels: int) -> float:
    """Column width in Excel's unit, as the file stores it."""
    return round(pixels / DIGIT_PIXELS, 4)


def excel_height(points: float) -> float:
    """Row height in points, a whole number of pixels, as far as Excel goes."""
    return min(max(round(points / PIXEL), 1) * PIXEL, ROW_LIMIT)


def table_edges(shares: Sequence[float], width: float) -> tuple[float, ...]:
    """Edges of a table's columns in mm: the shares scaled to WIDTH. No column vanishes."""
    widths = [max(share, MIN_SHARE) for share in shares] or [width]
    scale = width / sum(widths)
    edges = [0.0]
    for share in widths:
        edges.append(edges[-1] + share * scale)
    edges[-1] = width
    return tuple(edges)


def union_grid(blocks: Sequence[Sequence[float]], width: float) -> ColumnGrid:
    """Return the common grid of blocks, each given by its strictly growing edges between 0 and WIDTH.

    Two edges of one block never fall together, so each of its columns keeps at least one of the grid's;
    an edge is moved by less than SAME_EDGE.
    """
    sheet = (0.0, width)
    marks = sorted(
        (edge, owner, index)
        for owner, edges in enumerate([sheet, *blocks])
        for index, edge in enumerate(edges)
    )
    clusters: list[list[_Mark]] = []
    for group in _grouped(marks):
        if clusters and _belongs(group, clusters[-1]):
            clusters[-1] += group
        else:
            clusters.append(group)
    # The paper's own edges win, then those of the block that comes first.
    lines = tuple(min(cluster, key=lambda mark: mark[1])[0] for cluster in clusters)
    where = {(owner, index): line for line, cluster in enumerate(clusters) for _, owner, index in cluster}
    return ColumnGrid(
        lines,
        tuple(
            tuple(where[owner, index] for index in range(len(edges)))
            for owner, edges in enumerate(blocks, start=1)
        ),
    )


def _grouped(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Marks at one place together: they are decided on as one, else a line could appear twice."""
    groups: list[list[_Mark]] = []
    for mark in marks:
        if groups and mark[0] - groups[-1][0][0] < _ONE_PLACE and _other_owners([mark], groups[-1]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _belongs(group: Sequence[_Mark], cluster: Sequence[_Mark]) -> bool:
    return group[-1][0] - cluster[0][0] < SAME_EDGE and _other_owners(group, cluster)


def _other_owners(some: Sequence[_Mark], others: Sequence[_Mark]) -> bool:
    return not {owner for _, owner, _ in some} & {owner for _, owner, _ in others}
