"""Two hierarchies side by side in mm, with arrows from old to new measures across a channel between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, TextStyle, Tone
from dxplanner.handouts.hierarchy_boxes import entry_boxes, header_box
from dxplanner.handouts.hierarchy_columns import ColumnPlace, Entry, plan_columns
from dxplanner.handouts.hierarchy_rows import Rows, set_rows
from dxplanner.handouts.linebreak import Setting, block_height, fit_text, wrap

_SIZES: Final = (11.0, 8.5)
"""Largest and smallest text in points."""
_SPLIT_SIZE: Final = 9.0
_CHANNEL: Final = 0.097
"""Width between the sides, where the arrows run, as a share of the whole width."""
_REMARKS: Final = 0.1265
"""Width of the column where the arrows end (new number, kind of change), as a share of the whole."""
_LEAST_REMARKS: Final = 30.0
_UPRIGHT: Final = 9.0
_TITLE_ROW: Final = 8.0
_HEADER_ROW: Final = 7.0
_GAPS: Final = (0.0, 1.5, 1.5)
_TALLEST: Final = 20.0
_STUB: Final = 3.0
"""How far an arrow runs level at both ends, in mm."""
_CLEAR: Final = 0.6
_REMARK_SMALLER: Final = 0.5
_REMARK_PADDING: Final = 1.2


@dataclass(frozen=True, slots=True)
class SideSpec:
    """One side: its title, its levels' names, its nodes in reading order."""

    title: str
    levels: tuple[str, ...]
    entries: tuple[Entry, ...]
    remarks: Mapping[int, str] = field(default_factory=dict)
    """変更の種類 beside a leaf, by its key."""
    ended: frozenset[int] = frozenset()
    """Keys of leaves that are 廃止."""

    @property
    def leaves(self) -> tuple[Entry, ...]:
        """The nodes that arrows join."""
        return tuple(entry for entry in self.entries if entry.level == len(self.levels) - 1)

    def only(self, keys: set[int]) -> "SideSpec":
        """This side with these leaves and what is above them."""
        by_key = {entry.key: entry for entry in self.entries}
        kept = set(keys)
        for key in keys:
            parent = by_key[key].parent
            while parent is not None:
                kept.add(parent)
                parent = by_key[parent].parent
        return replace(self, entries=tuple(entry for entry in self.entries if entry.key in kept))


@dataclass(frozen=True, slots=True)
class Arrow:
    """From an old leaf's key to a new leaf's key."""

    start: int
    end: int
    inferred: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """A side with its columns and rows."""

    side: SideSpec
    columns: tuple[ColumnPlace, ...]
    rows: Rows
    remarks: float
    """Width in mm of the column of the changes, at the left of the others."""

    @property
    def left(self) -> float:
        return self.columns[0].left

    @property
    def right(self) -> float:
        return self.columns[-1].right

    @property
    def remark_width(self) -> float:
        """Room in mm for the kind of change, beside the new number."""
        return self.remarks - self.columns[-1].number_width


def lay_out_transitions(
    left: SideSpec, right: SideSpec, arrows: Sequence[Arrow], width: float, height: float, description: str
) -> tuple[Drawing, ...]:
    """One drawing of ``width`` × ``height`` mm, or several with some of the new leaves each."""
    body = height - _TITLE_ROW - _HEADER_ROW
    for size in text_sizes(*_SIZES, width):
        sides = _set_sides(left, right, width, size)
        if all(side.rows.height <= body for side in sides):
            return (_drawing(sides, arrows, width, body, size, description),)
    drawings = []
    for old, new in _split(left, right, arrows, width, body):
        sides = _set_sides(old, new, width, _SPLIT_SIZE)
        drawings.append(_drawing(sides, arrows, width, body, _SPLIT_SIZE, description))
    return tuple(drawings)


def _split(
    left: SideSpec, right: SideSpec, arrows: Sequence[Arrow], width: float, body: float
) -> Iterator[tuple[SideSpec, SideSpec]]:
    """For each page some of the new leaves, with the old leaves whose arrows end there."""
    sources = _sources(left, right, arrows)
    keys = [entry.key for entry in right.leaves]
    seen: set[int] = set()
    first = 0
    while first < len(keys):
        count = 1
        for trial in range(2, len(keys) - first + 1):
            part = keys[first : first + trial]
            sides = _set_sides(*_part(left, right, part, sources, seen), width, _SPLIT_SIZE)
            if any(side.rows.height > body for side in sides):
                break
            count = trial
        count = _to_border(right, keys, first, count)
        part = keys[first : first + count]
        yield _part(left, right, part, sources, seen)
        seen |= {old for key in part for old in sources[key]}
        first += count


def _sources(left: SideSpec, right: SideSpec, arrows: Sequence[Arrow]) -> dict[int, set[int]]:
    """Old leaves by new leaf. One without an arrow stands on the page of the old leaf before it."""
    sources: dict[int, set[int]] = {entry.key: set() for entry in right.leaves}
    ends = {arrow.start: arrow.end for arrow in arrows if arrow.end in sources}
    last = next(iter(sources), None)
    for arrow in arrows:
        if arrow.end in sources:
            sources[arrow.end].add(arrow.start)
    for entry in left.leaves:
        last = ends.get(entry.key, last)
        if entry.key not in ends and last is not None:
            sources[last].add(entry.key)
    return sources


def _part(
    left: SideSpec, right: SideSpec, keys: list[int], sources: dict[int, set[int]], seen: set[int]
) -> tuple[SideSpec, SideSpec]:
    """Both sides with these new leaves; an old leaf that stood on a page before is marked 再掲."""
    starts = {old for key in keys for old in sources[key]}
    old = left.only(starts) if starts else replace(left, entries=())
    entries = tuple(
        replace(entry, name=f"{entry.name}（再掲）", underline=()) if entry.key in starts & seen else entry
        for entry in old.entries
    )
    return replace(old, entries=entries), right.only(set(keys))


def _to_border(side: SideSpec, keys: list[int], first: int, count: int) -> int:
    """Fewer leaves where another parent begins soon before the page is full."""
    if first + count == len(keys):
        return count
    parents = {entry.key: entry.parent for entry in side.entries}
    for fewer in range(count, count // 2, -1):
        if parents[keys[first + fewer]] != parents[keys[first + fewer - 1]]:
            return fewer
    return count


def _set_sides(left: SideSpec, right: SideSpec, width: float, size: float) -> tuple[_Set, _Set]:
    uprights = [len(side.levels) > 3 for side in (left, right)]
    remarks = max(width * _REMARKS, _LEAST_REMARKS)
    free = width * (1 - _CHANNEL) - remarks - _UPRIGHT * sum(uprights)
    left_width = free / 2 + _UPRIGHT * uprights[0]
    start = left_width + width * _CHANNEL + remarks
    return (
        _set_side(left, 0.0, left_width, size, 0.0),
        _set_side(right, start, width - start, size, remarks),
    )


def _set_side(side: SideSpec, left: float, width: float, size: float, remarks: float) -> _Set:
    columns = plan_columns(side.entries, side.levels, width, size, left=left, gap=0.0, upright_width=_UPRIGHT)
    rows = set_rows(side.entries, columns, size, _GAPS)
    heights = list(rows.heights)
    placed = _Set(side, columns, rows, remarks)
    smaller = size - _REMARK_SMALLER
    for key, remark in side.remarks.items():
        if key in rows.leaves:
            row = rows.leaves[key][0]
            lines = wrap(remark, placed.remark_width - 2 * _REMARK_PADDING, smaller, setting=Setting.PHRASES)
            heights[row] = max(heights[row], block_height(len(lines), smaller) + 1.2)
    return replace(placed, rows=replace(rows, heights=tuple(heights)))


def _drawing(
    sides: tuple[_Set, _Set],
    arrows: Sequence[Arrow],
    width: float,
    body: float,
    size: float,
    description: str,
) -> Drawing:
    top = _TITLE_ROW + _HEADER_ROW
    fewest = min(len(side.rows.heights) or 1 for side in sides)
    tallest = max(_TALLEST, max(side.rows.height for side in sides) / fewest)
    grown = [replace(side, rows=side.rows.stretched(body, tallest)) for side in sides]
    left, right = grown
    boxes = [*_headings(left, 0.0), *_headings(right, right.left - right.remarks)]
    for side in grown:
        for entry in side.side.entries:
            low, high = side.rows.extents[entry.key]
            boxes += entry_boxes(entry, side.columns[entry.level], top + low, high - low, size)
    boxes += _remark_boxes(right, top, size)
    ends, ended_boxes = _ended_boxes(left, top, size)
    boxes += ended_boxes
    lines = list(_arrow_lines(left, right, [arrow for arrow in arrows if arrow.start not in ends], top))
    rows = sorted({round(y, 4) for box in boxes for y in (box.y, box.bottom)})
    columns = sorted({round(x, 4) for box in boxes for x in (box.x, box.right)})
    bottom = top + max(side.rows.height for side in grown)
    return Drawing(width, bottom, tuple(boxes), tuple(lines), (), tuple(columns), tuple(rows), description)


def _headings(side: _Set, start: float) -> list[Box]:
    """The version's title over the headings of its columns, that of the changes first."""
    width = side.right - start
    fit = fit_text(side.side.title, width - 2.0, _TITLE_ROW - 0.6, 12.0, 8.0, bold=True)
    style = TextStyle(fit.size, bold=True, align=Align.CENTRE)
    title = Box(start, 0.0, width, _TITLE_ROW, side.side.title, fit.lines, style, Tone.STRONG)
    columns = list(side.columns)
    if start < side.left:
        columns.insert(0, ColumnPlace("変更の種類", start, side.left - start, 0.0, False))
    return [title, *(header_box(column, _TITLE_ROW, _HEADER_ROW, 10.5) for column in columns)]


def _remark_boxes(side: _Set, top: float, size: float) -> Iterator[Box]:
    """Where the arrows end: the new number, then the kind of change in words."""
    numbers = side.columns[-1].number_width
    for entry in side.side.leaves:
        low, high = side.rows.extents[entry.key]
        x = side.left - side.remarks
        if numbers:
            style = TextStyle(size, bold=True, align=Align.CENTRE)
            lines = (entry.number,) if entry.number else ()
            yield Box(
                x, top + low, numbers, high - low, entry.number, lines, style, Tone.SOFT, name=entry.uid
            )
        width = side.remark_width
        remark = side.side.remarks.get(entry.key, "")
        fit = fit_text(
            remark,
            width - 2 * _REMARK_PADDING,
            high - low,
            size - _REMARK_SMALLER,
            7.0,
            setting=Setting.PHRASES,
        )
        yield Box(
            x + numbers,
            top + low,
            width,
            high - low,
            remark,
            fit.lines,
            TextStyle(fit.size),
            padding=_REMARK_PADDING,
            name=entry.uid,
        )


def _ended_boxes(side: _Set, top: float, size: float) -> tuple[frozenset[int], list[Box]]:
    """「廃止」 beside the old leaves that go."""
    boxes = []
    for entry in side.side.leaves:
        if entry.key in side.side.ended:
            low, high = side.rows.extents[entry.key]
            style = TextStyle(size, bold=True, align=Align.CENTRE)
            middle = top + (low + high) / 2
            boxes.append(
                Box(side.right + 2.0, middle - 2.8, 12.0, 5.6, "廃止", ("廃止",), style, padding=0.5)
            )
    return side.side.ended, boxes


def _arrow_lines(left: _Set, right: _Set, arrows: Sequence[Arrow], top: float) -> Iterator[Line]:
    """Arrows whose ends are spread along the edges of their boxes, in the order of the other ends."""
    starts, ends = left.rows.extents, right.rows.extents
    shown = [arrow for arrow in arrows if arrow.start in starts and arrow.end in ends]
    for arrow in shown:
        own = [other.end for other in shown if other.start == arrow.start]
        into = [other.start for other in shown if other.end == arrow.end]
        y1 = top + _spread(starts[arrow.start], own, arrow.end)
        y2 = top + _spread(ends[arrow.end], into, arrow.start)
        x1, x2 = left.right + _CLEAR, right.left - right.remarks - _CLEAR
        points = ((x1, y1), (x1 + _STUB, y1), (x2 - _STUB - 1.0, y2), (x2, y2))
        yield Line(points, Edge.DASHED if arrow.inferred else Edge.THIN, arrow=True)


def _spread(extent: tuple[float, float], others: list[int], other: int) -> float:
    low, high = extent
    place = sorted(others).index(other)
    return low + (high - low) * (place + 1) / (len(others) + 1)
