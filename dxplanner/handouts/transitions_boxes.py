"""Boxes of a 新旧 diagram: columns and rows of a side, the column where arrows end, labels of old leaves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from dxplanner.handouts.column_breaks import kinder_columns
from dxplanner.handouts.drawing import Align, Box, Edge, TextStyle, Tone
from dxplanner.handouts.hierarchy_boxes import entry_boxes, header_box
from dxplanner.handouts.hierarchy_columns import ColumnPlace, Entry, plan_columns
from dxplanner.handouts.hierarchy_rows import Rows, set_rows
from dxplanner.handouts.linebreak import Fit, Setting, block_height, fit_text, wrap
from dxplanner.handouts.transitions_sides import ENDED, SideSpec

UPRIGHT: Final = 9.0
"""Width in mm of a column of short names set upright."""
TITLE_ROW: Final = 8.0
HEADER_ROW: Final = 7.0
NUMBERS: Final = 9.0
"""Width in mm of the column of numbers where arrows leave an old side at the right."""
_BESIDE: Final = 2.0
"""Distance in mm of a label from its node, and from where arrows may turn."""
_LABEL_WIDTHS: Final = (9.0, 16.0)
"""Widths in mm of a label of two characters, and of a longer one."""
_LABEL_HEIGHT: Final = 5.6
_LABEL_ROW: Final = 11.0
"""Least height in mm of a row that has both a label and arrows."""
_GAPS: Final = (0.0, 1.0, 1.0)
_REMARK_SMALLER: Final = 0.5
_REMARK_PADDING: Final = 1.2
_FLOOR: Final = 7.0
_KEPT: Final = 4096
"""Texts set before that are remembered: an edit on screen changes few of them."""


@dataclass(frozen=True)
class Placed:
    """A side with its columns and rows; ``bridge`` mm of it, towards the channel, are where arrows end."""

    side: SideSpec
    columns: tuple[ColumnPlace, ...]
    rows: Rows
    bridge: float
    on_left: bool

    @cached_property
    def extents(self) -> dict[int, tuple[float, float]]:
        """Top and bottom in mm of each entry, under the headings."""
        return self.rows.extents

    @property
    def left(self) -> float:
        """x of the outermost left edge."""
        return self.columns[0].left - (0.0 if self.on_left else self.bridge)

    @property
    def right(self) -> float:
        """x of the outermost right edge."""
        return self.columns[-1].right + (self.bridge if self.on_left else 0.0)

    @property
    def edge(self) -> float:
        """x of the edge towards the channel."""
        return self.right if self.on_left else self.left

    @property
    def number_width(self) -> float:
        """Width of the numbers that stand beside the channel, far from the names."""
        if self.on_left or not self.columns[-1].number_width:
            return 0.0
        return self.bridge if self.side.remarks is None else self.columns[-1].number_width

    @property
    def remark_width(self) -> float:
        """Room in mm for the kind of change, beside the number."""
        return self.bridge - self.number_width


def strip_width(side: SideSpec) -> float:
    """Width in mm beside the old side that its labels take of the channel."""
    longest = max(map(len, side.labels.values()), default=0)
    return _LABEL_WIDTHS[longest > 2] + 2 * _BESIDE if longest else 0.0


def place_side(
    side: SideSpec,
    left: float,
    right: float,
    size: float,
    bridge: float,
    on_left: bool,
    busy: frozenset[int] = frozenset(),
) -> Placed:
    """A side from ``left`` to ``right`` (mm), ``bridge`` of it towards the channel; ``busy`` have arrows."""
    start = left if on_left else left + bridge
    plain = tuple(replace(entry, underline=()) if entry.underline else entry for entry in side.entries)
    columns, rows = _set_names(plain, side.levels, start, right - left - bridge, size)
    placed = Placed(side, columns, rows, bridge, on_left)
    heights = list(rows.heights)
    for key, remark in (side.remarks or {}).items():
        if key in rows.leaves:
            row = rows.leaves[key][0]
            needed = _remark_height(remark, placed.remark_width - 2 * _REMARK_PADDING, size - _REMARK_SMALLER)
            heights[row] = max(heights[row], needed)
    for key in busy & side.labels.keys():
        if key in rows.leaves:
            row = rows.leaves[key][0]
            heights[row] = max(heights[row], _LABEL_ROW)
    return replace(placed, rows=replace(rows, heights=tuple(heights)))


@lru_cache(maxsize=32)
def _set_names(
    entries: tuple[Entry, ...], levels: tuple[str, ...], left: float, width: float, size: float
) -> tuple[tuple[ColumnPlace, ...], Rows]:
    """Columns and rows for the names alone: these are what takes time, and arrows do not change them."""
    columns = plan_columns(entries, levels, width, size, left=left, gap=0.0, upright_width=UPRIGHT)
    columns = kinder_columns(entries, columns, size, _GAPS)
    return columns, set_rows(entries, columns, size, _GAPS)


@lru_cache(maxsize=_KEPT)
def _remark_height(remark: str, width: float, size: float) -> float:
    return block_height(len(wrap(remark, width, size, setting=Setting.PHRASES)), size) + 1.2


@lru_cache(maxsize=_KEPT)
def _fit_remark(remark: str, width: float, height: float, size: float) -> Fit:
    return fit_text(remark, width, height, size, _FLOOR, setting=Setting.PHRASES)


@lru_cache(maxsize=_KEPT)
def _boxes_at_top(entry: Entry, column: ColumnPlace, height: float, size: float) -> tuple[Box, ...]:
    return tuple(entry_boxes(entry, column, 0.0, height, size))


def node_boxes(placed: Placed, top: float, size: float) -> tuple[Box, ...]:
    """The boxes of a side's nodes: number and name."""
    extents, entries = placed.extents, placed.side.entries
    bands = tuple([extents[entry.key] for entry in entries])
    return _boxes_in_bands(entries, placed.columns, bands, top, size)


@lru_cache(maxsize=8)
def _boxes_in_bands(
    entries: tuple[Entry, ...],
    columns: tuple[ColumnPlace, ...],
    bands: tuple[tuple[float, float], ...],
    top: float,
    size: float,
) -> tuple[Box, ...]:
    """Each entry from the top to the bottom of its band: an edit of an arrow mostly leaves them all."""
    return tuple(
        _lowered(box, top + low)
        for entry, (low, high) in zip(entries, bands, strict=True)
        for box in _boxes_at_top(entry, columns[entry.level], round(high - low, 6), size)
    )


def _lowered(box: Box, y: float) -> Box:
    """The box at another height. ``replace`` would look up every field of each of a thousand boxes."""
    return Box(
        box.x,
        y,
        box.width,
        box.height,
        box.text,
        box.lines,
        box.style,
        box.tone,
        box.role,
        box.edge,
        box.shape,
        box.padding,
        box.cell,
        box.name,
        box.underline,
    )


def headings(placed: Placed) -> list[Box]:
    """The version's title over the headings of its columns, and of where the arrows end."""
    width = placed.right - placed.left
    fit = fit_text(placed.side.title, width - 2.0, TITLE_ROW - 0.6, 12.0, 8.0, bold=True)
    style = TextStyle(fit.size, bold=True, align=Align.CENTRE)
    title = Box(
        placed.left, 0.0, width, TITLE_ROW, placed.side.title, fit.lines, style, Tone.STRONG,
        name=placed.side.name,
    )  # fmt: skip
    columns = list(placed.columns)
    if placed.bridge:
        words = "番号" if placed.side.remarks is None else "変更の種類"
        x = columns[-1].right if placed.on_left else placed.left
        columns.append(ColumnPlace(words, x, placed.bridge, 0.0, False))
    return [title, *(header_box(column, TITLE_ROW, HEADER_ROW, 10.5) for column in columns)]


def bridge_boxes(placed: Placed, top: float, size: float) -> Iterator[Box]:
    """Where the arrows end: the number if the name stands far away, then the kind of change in words."""
    if not placed.bridge:
        return
    numbers = placed.number_width
    x = placed.columns[-1].right if placed.on_left else placed.left
    extents = placed.extents
    for entry in placed.side.leaves:
        low, high = extents[entry.key]
        if numbers:
            style = TextStyle(size, bold=True, align=Align.CENTRE)
            lines = (entry.number,) if entry.number else ()
            yield Box(
                x, top + low, numbers, high - low, entry.number, lines, style, Tone.SOFT, name=entry.uid
            )
        if placed.side.remarks is None:
            continue
        width = placed.remark_width
        remark = placed.side.remarks.get(entry.key, "")
        room = width - 2 * _REMARK_PADDING
        fit = _fit_remark(remark, room, round(high - low, 6), size - _REMARK_SMALLER)
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


def label_boxes(placed: Placed, top: float, size: float, busy: frozenset[int]) -> Iterator[Box]:
    """「廃止」 and the like beside old leaves; above the arrows of leaves that have some (``busy``)."""
    width = strip_width(placed.side) - 2 * _BESIDE
    extents = placed.extents
    for entry in placed.side.leaves:
        label = placed.side.labels.get(entry.key)
        if label is None:
            continue
        low, high = extents[entry.key]
        y = top + (low + 0.4 if entry.key in busy else (low + high - _LABEL_HEIGHT) / 2)
        x = placed.edge + (_BESIDE if placed.on_left else -_BESIDE - width)
        fit = fit_text(label, width - 2.4, _LABEL_HEIGHT, size, _FLOOR, bold=True)
        style = TextStyle(fit.size, bold=True, align=Align.CENTRE)
        edge = Edge.THIN if label == ENDED else Edge.DASHED
        yield Box(x, y, width, _LABEL_HEIGHT, label, fit.lines, style, edge=edge, padding=0.5, name=entry.uid)


def ports(placed: Placed, top: float, busy: frozenset[int]) -> dict[int, tuple[float, float]]:
    """Where arrows may leave or arrive at each leaf, from top to bottom in mm: below its label."""
    found = {}
    extents = placed.extents
    for entry in placed.side.leaves:
        low, high = extents[entry.key]
        labelled = entry.key in busy and entry.key in placed.side.labels
        found[entry.key] = (top + low + (_LABEL_HEIGHT + 0.6 if labelled else 0.0), top + high)
    return found
