"""Tables laid out in mm: widths of columns, lines of cells, heights of rows, and pieces for pages."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from dxplanner.handouts.blocks import Cell, Table
from dxplanner.handouts.drawing import Box, Drawing, Edge, Line, TextStyle
from dxplanner.handouts.linebreak import Setting, block_height, fit_text, line_height, tears, wrap

PADDING: Final = 1.7
"""Free space in mm at the left and right of a cell's text."""
SMALLEST: Final = 7.0
"""Floor in points of a number that must stay on one line, or of a heading in a narrow column."""
_INSET: Final = 0.7
_LEAST_INSET: Final = 0.2

Grid = tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its place in the grid and its text set into lines."""

    cell: Cell
    row: int
    column: int
    size: float
    lines: tuple[str, ...]
    air: float = 1.0
    """Share of the usual free space over and under the text."""

    @property
    def free(self) -> float:
        """Free space in mm over and under the text together."""
        return 2 * vertical_padding(self.size) * self.air

    @property
    def height(self) -> float:
        """Height in mm that the text needs."""
        return block_height(len(self.lines), self.size) + self.free

    @property
    def torn(self) -> int:
        """How many of its words are torn at the end of a line."""
        return tears(self.cell.text, self.lines) if len(self.lines) > 1 else 0


@dataclass(frozen=True)
class TableLayout:
    """A table set to a width: ``edges`` are the columns' lines from 0, heights are in mm."""

    edges: tuple[float, ...]
    header: tuple[SetCell, ...]
    header_heights: tuple[float, ...]
    body: tuple[SetCell, ...]
    row_heights: tuple[float, ...]
    description: str
    wanting: bool = False
    """Whether higher rows would spare breaks inside words."""

    @property
    def width(self) -> float:
        return self.edges[-1]

    @cached_property
    def header_height(self) -> float:
        """Height of the heading rows together."""
        return sum(self.header_heights)

    @cached_property
    def height(self) -> float:
        """Height of the whole table in one piece."""
        return self.header_height + sum(self.row_heights)

    @cached_property
    def torn(self) -> int:
        """How many words are torn at the end of a line."""
        return sum(placed.torn for placed in (*self.header, *self.body))

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        """Rows before which a page may end without tearing a cell that spans rows."""
        torn = {
            row for placed in self.body for row in range(placed.row + 1, placed.row + placed.cell.row_span)
        }
        return tuple(row for row in range(1, len(self.row_heights)) if row not in torn)

    def rows_that_fit(self, first: int, height: float) -> int:
        """How many rows from ``first`` fit under the heading into ``height`` mm, torn cells avoided.

        Cells that span more rows than a page holds are torn between rows; 0 when not one row fits.
        """
        left = height - self.header_height + 1e-6
        count = 0
        for row_height in self.row_heights[first:]:
            if row_height > left:
                break
            left -= row_height
            count += 1
        end = first + count
        if end == len(self.row_heights) or end in self.cuts:
            return count
        whole = [cut for cut in self.cuts if first < cut < end]
        return whole[-1] - first if whole else count

    def piece(self, first: int, count: int) -> Drawing:
        """Heading and ``count`` rows from ``first`` as a drawing; a torn cell's text begins again."""
        last = first + count
        heights = (*self.header_heights, *self.row_heights[first:last])
        rows = [0.0]
        for height in heights:
            rows.append(rows[-1] + height)
        headings = len(self.header_heights)
        boxes: list[Box] = []
        lines: list[Line] = []
        for cells, tops, begin, end in (
            (self.header, rows[: headings + 1], 0, headings),
            (self.body, rows[headings:], first, last),
        ):
            for placed in cells:
                outline = _outline(placed, self.edges, tops, begin, end)
                if outline:
                    below = (placed.row + placed.cell.row_span, placed.column)
                    shown = self.part(placed, begin, end) if cells is self.body else placed
                    _add_cell(shown, outline, below in self.joints, boxes, lines)
        return Drawing(
            self.width,
            rows[-1],
            tuple(boxes),
            tuple(lines),
            columns=self.edges,
            rows=tuple(rows),
            description=self.description,
            header_rows=headings,
        )

    def part(self, placed: SetCell, first: int, last: int) -> SetCell:
        """The part of a cell's text that belongs to the rows shown; a short text is shown on every page."""
        end = placed.row + placed.cell.row_span
        if (first <= placed.row and end <= last) or placed.height <= self.row_heights[placed.row]:
            return placed
        pitch, free = line_height(placed.size), placed.free
        begun = stop = 0
        for row in range(placed.row, min(end, last)):
            if row < first:
                begun += int((self.row_heights[row] - free + 1e-6) // pitch)
            else:
                stop += int((self.row_heights[row] - free + 1e-6) // pitch)
        lines = placed.lines[begun : begun + stop] if end > last else placed.lines[begun:]
        return replace(placed, lines=lines, cell=replace(placed.cell, text="\n".join(lines)))

    @cached_property
    def joints(self) -> frozenset[tuple[int, int]]:
        """Rows and columns of body cells that have no rule above them."""
        return frozenset((placed.row, placed.column) for placed in self.body if placed.cell.joined)


def vertical_padding(size: float) -> float:
    """Free space in mm over and under a cell's text of a size in points."""
    return size * 0.1


@lru_cache(maxsize=64)
def lay_out(table: Table, width: float, page_height: float, spare: float = 0.0) -> TableLayout:
    """Set a table to a width in mm; a row taller than ``page_height`` is divided into several rows.

    Rows may grow together by ``spare`` mm where further lines spare breaks inside words.

    Remembers the newest: a table is measured before it is placed, and again for a workbook.
    """
    edges = _edges(table, width)
    header = _set_cells(table, table.header, edges, Setting.BALANCED)
    header_heights = _heights(header, len(table.header), table)
    room, least = page_height - sum(header_heights), line_height(table.size) * 4
    if header and room < least:
        # A heading that leaves no room for rows is not repeated but goes on from page to page like these.
        return lay_out(
            replace(table, header=(), rows=(*table.header, *table.rows)), width, page_height, spare
        )
    room = max(room, least)
    body = _set_cells(table, table.rows, edges, Setting.PHRASES)
    heights = _heights(body, len(table.rows), table)
    body, heights, wanting = _kinder(body, edges, heights, spare)
    heights = _with_room_to_tear(body, heights, room)
    if any(height > room for height in heights):
        body, heights = _divided(body, heights, room)
    return TableLayout(edges, header, header_heights, body, heights, table.description, wanting)


def _edges(table: Table, width: float) -> tuple[float, ...]:
    total = min(table.width or width, width)
    share = total / (sum(column.width for column in table.columns) or 1.0)
    edges = [0.0]
    for column in table.columns:
        edges.append(edges[-1] + column.width * share)
    return tuple(edges)


def _set_cells(table: Table, grid: Grid, edges: tuple[float, ...], setting: Setting) -> tuple[SetCell, ...]:
    placed: list[SetCell] = []
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if cell is not None:
                fitted, lines = _set_text(cell, _inner(cell, column, edges), table.size, setting)
                placed.append(SetCell(cell, row, column, fitted, lines, table.air))
    return tuple(placed)


def _set_text(cell: Cell, width: float, size: float, setting: Setting) -> tuple[float, tuple[str, ...]]:
    if cell.value is None and setting is not Setting.BALANCED:
        return size, wrap(cell.text, width, size, bold=cell.bold, setting=setting)
    # A number, or a heading, becomes smaller before it is broken.
    lines = cell.text.count("\n") + 1
    floor = SMALLEST if cell.value is not None else size - 1
    one_line = fit_text(cell.text, width, block_height(lines, size), size, floor, bold=cell.bold)
    if one_line.fits:
        return one_line.size, one_line.lines
    return floor, wrap(cell.text, width, floor, bold=cell.bold, setting=setting)


def _kinder(
    cells: tuple[SetCell, ...], edges: tuple[float, ...], heights: tuple[float, ...], spare: float
) -> tuple[tuple[SetCell, ...], tuple[float, ...], bool]:
    """The cells with more lines where that spares breaks inside words; whether one has no room for that.

    The room is what their rows leave free, and ``spare`` mm by which rows may grow together.
    """
    kinder, grown, wanting = list(cells), list(heights), False
    # First those that tear a word: the room may not do for all.
    for index, placed in sorted(enumerate(cells), key=lambda entry: not entry[1].torn):
        cell, last = placed.cell, placed.row + placed.cell.row_span - 1
        if len(placed.lines) < 2 or cell.value is not None or last >= len(grown):
            continue
        width = _inner(cell, placed.column, edges)
        lines = wrap(cell.text, width, placed.size, bold=cell.bold, setting=Setting.PHRASES, further=True)
        better = replace(placed, lines=lines)
        lacking = max(better.height - sum(grown[placed.row : last + 1]), 0.0)
        if lacking > spare + 1e-6:
            wanting = True
            continue
        kinder[index] = better
        grown[last] += lacking
        spare -= lacking
    return tuple(kinder), tuple(grown), wanting


def _inner(cell: Cell, column: int, edges: tuple[float, ...]) -> float:
    """Width in mm of a cell's text."""
    return edges[column + cell.column_span] - edges[column] - 2 * PADDING


def _heights(cells: tuple[SetCell, ...], rows: int, table: Table) -> tuple[float, ...]:
    heights = [line_height(table.size) + 2 * vertical_padding(table.size) * table.air] * rows
    for placed in cells:
        if placed.cell.row_span == 1:
            heights[placed.row] = max(heights[placed.row], placed.height)
    tall = (placed for placed in cells if placed.cell.row_span > 1)
    for placed in sorted(tall, key=lambda placed: placed.cell.row_span):
        span = range(placed.row, min(placed.row + placed.cell.row_span, rows))
        lacking = placed.height - sum(heights[row] for row in span)
        for row in span:
            heights[row] += max(lacking, 0.0) / len(span)
    return tuple(heights)


def _with_room_to_tear(
    cells: tuple[SetCell, ...], heights: tuple[float, ...], room: float
) -> tuple[float, ...]:
    """A line more for each row under a cell that no page holds: its text is torn between rows."""
    roomy = list(heights)
    for placed in cells:
        span = range(placed.row, min(placed.row + placed.cell.row_span, len(heights)))
        if len(span) > 1 and sum(heights[row] for row in span) > room:
            for row in span:
                roomy[row] = max(roomy[row], heights[row] + line_height(placed.size))
    return tuple(roomy)


def _divided(
    cells: tuple[SetCell, ...], heights: tuple[float, ...], room: float
) -> tuple[tuple[SetCell, ...], tuple[float, ...]]:
    """Rows taller than a page, divided so that each part fits; a cell's lines go on in the next part."""
    size = max(placed.size for placed in cells)
    slack = 2 * vertical_padding(size) + line_height(size)
    parts = [1 if height <= room else -int(-height // (room - slack)) for height in heights]
    starts = [sum(parts[:row]) for row in range(len(parts) + 1)]
    divided: list[SetCell] = []
    for placed in cells:
        last = min(placed.row + placed.cell.row_span, len(heights))
        first_part, count = starts[placed.row], starts[last] - starts[placed.row]
        if placed.cell.row_span > 1 or count == 1:
            cell = replace(placed.cell, row_span=count)
            divided.append(replace(placed, cell=cell, row=first_part))
            continue
        per_part = -(-len(placed.lines) // count)
        for index in range(count):
            lines = placed.lines[index * per_part : (index + 1) * per_part]
            cell = replace(placed.cell, text="\n".join(lines), row_span=1)
            divided.append(replace(placed, cell=cell, row=first_part + index, lines=lines))
    # Each part needs padding of its own, and a line for what does not come out even.
    new_heights = [
        height / count + (slack if count > 1 else 0.0)
        for height, count in zip(heights, parts, strict=True)
        for _ in range(count)
    ]
    for placed in divided:
        if placed.cell.row_span == 1:
            new_heights[placed.row] = max(new_heights[placed.row], placed.height)
    return tuple(divided), tuple(new_heights)


def _outline(
    placed: SetCell, edges: tuple[float, ...], tops: list[float], first: int, last: int
) -> tuple[float, float, float, float] | None:
    """x, y, width and height of the part of a cell that lies in rows ``first`` to ``last``."""
    begin, end = max(placed.row, first), min(placed.row + placed.cell.row_span, last)
    if begin >= end:
        return None
    x, y = edges[placed.column], tops[begin - first]
    return x, y, edges[placed.column + placed.cell.column_span] - x, tops[end - first] - y


def _add_cell(
    placed: SetCell,
    outline: tuple[float, float, float, float],
    open_below: bool,
    boxes: list[Box],
    lines: list[Line],
) -> None:
    cell, (x, y, width, height) = placed.cell, outline
    style = TextStyle(placed.size, cell.bold, cell.align)
    ruled = not (cell.joined or open_below)
    # A box without an edge of its own stays clear of the rules around it, which are painted first.
    edge, rim = (Edge.THIN, 0.0) if ruled else (Edge.NONE, 0.3)
    inside = (x + rim, y + rim, width - 2 * rim, height - 2 * rim)
    boxes.append(
        Box(
            *inside,
            cell.text,
            placed.lines,
            style,
            cell.tone,
            edge=edge,
            padding=PADDING - rim,
            name=cell.name,
            underline=cell.underline,
        )
    )
    if not ruled:
        corners = [(x, y), (x, y + height), (x + width, y + height), (x + width, y)]
        sides = [(0, 1), (3, 2), *([] if open_below else [(1, 2)]), *([] if cell.joined else [(0, 3)])]
        lines += [Line((corners[start], corners[end])) for start, end in sides]
    if cell.inferred:
        # In a low row the frame keeps away from the letters rather than from the rules.
        low = min(_INSET, vertical_padding(placed.size) * placed.air / 2 + _LEAST_INSET)
        inner = (x + _INSET, y + low, width - 2 * _INSET, height - 2 * low)
        boxes.append(Box(*inner, edge=Edge.DASHED, cell=False))
