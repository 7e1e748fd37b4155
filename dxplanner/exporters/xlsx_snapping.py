"""Column lines of tables that share a sheet brought together, so that fewer columns are divided by others.

A line moves by a few millimetres at most, to one that is there already, and only where each text keeps the
room that it is printed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dxplanner.exporters.xlsx_styles import CELL_PADDING, INDENT, NEARLY
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.tables import SetCell, TableLayout

Edges = tuple[float, ...]
"""Column lines in mm, growing."""

_MOST: Final = 5.5
"""How far (mm) a line may move."""
_LEAST: Final = 4.0
"""The narrowest column (mm) that is left beside a line that moved."""


def snapped(blocks: Sequence[tuple[Edges, TableLayout | None]]) -> list[Edges]:
    """The column lines of a sheet's blocks; those of tables move to lines of pictures and earlier tables."""
    lines = {line for edges, layout in blocks if layout is None for line in edges}
    found: list[Edges] = []
    for edges, layout in blocks:
        moved = edges if layout is None else _moved(edges, layout, lines)
        lines |= set(moved)
        found.append(moved)
    return found


def _moved(edges: Edges, layout: TableLayout, lines: set[float]) -> Edges:
    placed = list(edges)
    cells = [(one, _needed(one)) for one in (*layout.header, *layout.body)]
    for number in range(1, len(edges) - 1):
        near = sorted((abs(line - edges[number]), line) for line in lines)
        for away, line in near:
            if away > _MOST:
                break
            if placed[number - 1] + _LEAST <= line <= edges[number + 1] - _LEAST:
                tried = [*placed[:number], line, *placed[number + 1 :]]
                if all(_fits(one, needed, tried, number) for one, needed in cells):
                    placed = tried
                    break
    return tuple(placed)


def _fits(cell: SetCell, needed: float, edges: Sequence[float], number: int) -> bool:
    """Whether a cell at a line that moved still has the room that it needs."""
    first = cell.column
    last = min(first + cell.cell.column_span, len(edges) - 1)
    return number not in (first, last) or edges[last] - edges[first] >= needed


def _needed(cell: SetCell) -> float:
    """Width (mm) that a cell's lines take with what Excel keeps free."""
    metrics = bundled_metrics()
    widest = max((metrics.width(line, cell.size, cell.cell.bold) for line in cell.lines), default=0.0)
    return widest + CELL_PADDING + NEARLY + (INDENT if cell.cell.align is Align.LEFT else 0.0)
