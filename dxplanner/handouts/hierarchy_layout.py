"""施策体系 as a diagram: a column per level, parents as high as their children, elbow lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.drawing import Drawing, Edge, Line
from dxplanner.handouts.hierarchy_boxes import entry_boxes, header_box
from dxplanner.handouts.hierarchy_columns import HEADER, ColumnPlace, Entry, plan_columns
from dxplanner.handouts.hierarchy_rows import Rows, pages_of, set_rows

_SIZES: Final = (12.5, 9.0)
"""Largest and smallest text in points."""
_SPLIT_SIZE: Final = 10.5
"""Size of text in points when the diagram needs several pages anyway."""
_HEADER_GAP: Final = 3.5


@dataclass(frozen=True, slots=True)
class _Page:
    entries: tuple[Entry, ...]
    rows: Rows


def lay_out_hierarchy(
    entries: Sequence[Entry], level_names: Sequence[str], width: float, height: float, description: str
) -> tuple[Drawing, ...]:
    """One drawing that fills ``width`` × ``height`` mm, or several when the text would become too small.

    ``entries`` are in reading order; an entry's ``level`` is an index into ``level_names``.
    """
    body = height - HEADER - _HEADER_GAP
    for size in text_sizes(*_SIZES, width):
        columns = plan_columns(entries, level_names, width, size)
        rows = set_rows(entries, columns, size)
        if rows.height <= body:
            page = _Page(tuple(entries), rows.stretched(body))
            return (_drawing(page, columns, width, size, description),)
    columns = plan_columns(entries, level_names, width, _SPLIT_SIZE)
    pages = []
    for part in pages_of(entries, columns, _SPLIT_SIZE, body):
        page = _Page(part, set_rows(part, columns, _SPLIT_SIZE).stretched(body))
        pages.append(_drawing(page, columns, width, _SPLIT_SIZE, description))
    return tuple(pages)


def _drawing(
    page: _Page, columns: Sequence[ColumnPlace], width: float, size: float, description: str
) -> Drawing:
    top = HEADER + _HEADER_GAP
    boxes = [header_box(column, 0.0, HEADER) for column in columns]
    lines: list[Line] = []
    extents = page.rows.extents
    by_key = {entry.key: entry for entry in page.entries}
    for entry in page.entries:
        column = columns[entry.level]
        low, high = extents[entry.key]
        boxes += entry_boxes(entry, column, top + low, high - low, size)
        parent = by_key.get(entry.parent) if entry.parent is not None else None
        if parent is not None:
            lines.append(_connector(parent, entry, columns, extents, top))
    bottom = top + page.rows.height
    return Drawing(width, bottom, tuple(boxes), tuple(lines), description=description)


def _connector(
    parent: Entry,
    child: Entry,
    columns: Sequence[ColumnPlace],
    extents: dict[int, tuple[float, float]],
    top: float,
) -> Line:
    """From the middle of the parent's right side to the middle of the child's left side."""
    start_x, end_x = columns[parent.level].right, columns[child.level].left
    start_y, end_y = (top + sum(extents[entry.key]) / 2 for entry in (parent, child))
    # The bend stands in the gap before the child's column, whatever levels are skipped.
    bend = end_x - (columns[child.level].left - columns[child.level - 1].right) / 2
    if abs(start_y - end_y) < 0.01:
        points: tuple[tuple[float, float], ...] = ((start_x, start_y), (end_x, end_y))
    else:
        points = ((start_x, start_y), (bend, start_y), (bend, end_y), (end_x, end_y))
    return Line(points, Edge.DASHED if child.inferred_link else Edge.THIN)
