"""A 工程表 laid out in mm: headings, lanes, bars, milestones. Every painter takes the places from here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dxplanner.domain.vocabulary import BarKind
from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, TextStyle, Tone
from dxplanner.handouts.drawing import Glyph as Sign
from dxplanner.handouts.linebreak import Setting, block_height, fit_text, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.schedule_axis import Axis, AxisSpan
from dxplanner.handouts.schedule_header import header_height, header_parts
from dxplanner.handouts.schedule_items import item_parts
from dxplanner.handouts.schedule_packing import Item, Set, pack

_SIZES: Final = (12.0, 9.0)
"""Largest and smallest text in points."""
_SPLIT_SIZE: Final = 10.0
"""Size of text in points when the schedule needs several pages anyway."""
_NAME_SIZE: Final = 11.0
_NAME_FLOOR: Final = 8.0
_PADDING: Final = 1.5
_NAME_WIDTHS: Final = (0.11, 0.185)
_GROUP_WIDTHS: Final = (0.06, 0.097)
"""Least and largest width of lanes' and groups' names, as shares of the whole width."""
_LINE_HEIGHTS: Final = (8.2, 15.0)
"""Least and largest height in mm of a line of bars; the largest on a page of usual height."""
_USUAL_HEIGHT: Final = 165.0
_LANE_PADDING: Final = 1.0
_LARGEST_PADDING: Final = 8.5
"""What lanes grow by over and under their lines when a page has room."""


@dataclass(frozen=True, slots=True)
class LaneSpec:
    """A lane (区分) with what stands on it; dates are already places on the axis."""

    uid: str
    name: str
    group: str = ""
    items: tuple[Item, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Widths in mm of the columns at the left: groups of lanes (0 when there are none) and lanes."""

    group: float
    name: float

    @property
    def width(self) -> float:
        return self.group + self.name


@dataclass
class _Parts:
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _SetLane:
    lane: LaneSpec
    lines: list[list[Set]]
    least: float
    """Height in mm that its name and its texts need."""


def label_widths(lanes: Sequence[tuple[str, str]], width: float) -> Labels:
    """Widths of the label columns of a schedule ``width`` mm wide, for lanes given as (group, name)."""
    metrics = bundled_metrics()
    name_least, name_most = (share * width for share in _NAME_WIDTHS)
    group_least, group_most = (share * width for share in _GROUP_WIDTHS)
    longest = max((metrics.width(name, _NAME_SIZE, True) for _, name in lanes), default=0.0)
    name = min(max(longest + 2 * _PADDING, name_least), name_most)
    groups = [metrics.width(group, _NAME_SIZE, True) for group, _ in lanes if group]
    if not groups:
        return Labels(0.0, name)
    one_line = max(groups) + 2 * _PADDING
    two_lines = max(groups) / 2 + 4.0 + 2 * _PADDING
    widest = one_line if one_line <= group_most else min(two_lines, group_most)
    return Labels(max(widest, group_least), name)


def lay_out_schedule(
    lanes: Sequence[LaneSpec], axis: Axis, labels: Labels, height: float, corner: str, description: str
) -> tuple[Drawing, ...]:
    """A schedule as one drawing, or several when its lanes need more than ``height`` mm.

    ``axis`` begins at ``labels.width``; ``corner`` is the heading of the lanes.
    """
    top = header_height(axis)
    lanes_set = _best_set(lanes, axis, labels.name, height - top)
    return tuple(
        _drawing(page, axis, labels, top, height, corner, description)
        for page in _pages(lanes_set, height - top)
    )


def _best_set(lanes: Sequence[LaneSpec], axis: Axis, names: float, room: float) -> list[_SetLane]:
    """Lanes set in the largest text that needs no more lines than the smallest and still fits the page."""
    *sizes, last = text_sizes(*_SIZES, axis.right)
    smallest = _set_lanes(lanes, axis, names, last)
    if sum(lane.least for lane in smallest) > room:
        return _set_lanes(lanes, axis, names, _SPLIT_SIZE)
    fewest = sum(len(lane.lines) for lane in smallest)
    outside = _outside(smallest)
    for size in sizes:
        trial = _set_lanes(lanes, axis, names, size)
        if sum(len(lane.lines) for lane in trial) > fewest or _outside(trial) > outside:
            continue
        if sum(lane.least for lane in trial) <= room:
            return trial
    return smallest


def _outside(lanes: list[_SetLane]) -> int:
    """How many texts are not simply set: smaller, in several lines, or beside their bar."""
    ways = [entry.way for lane in lanes for line in lane.lines for entry in line if not entry.item.is_point]
    return sum(1 for way in ways if not way.inside or len(way.lines) > 1)


def _set_lanes(lanes: Sequence[LaneSpec], axis: Axis, names: float, size: float) -> list[_SetLane]:
    placed = []
    for lane in lanes:
        lines = pack(lane.items, axis.left, axis.right, size) or [[]]
        needed = sum(_least_height(line) for line in lines)
        name = block_height(len(_name_lines(lane.name, names)), _NAME_FLOOR) + 2.0
        placed.append(_SetLane(lane, lines, max(needed + 2 * _LANE_PADDING, name)))
    return placed


def _least_height(line: list[Set]) -> float:
    return max([_LINE_HEIGHTS[0], *(entry.way.height + 1.6 for entry in line)])


def _name_lines(name: str, width: float) -> tuple[str, ...]:
    return wrap(name, width - 2 * _PADDING, _NAME_FLOOR, bold=True, setting=Setting.BALANCED)


def _pages(lanes: list[_SetLane], room: float) -> list[list[_SetLane]]:
    """Lanes in order on as few pages as their least heights allow."""
    pages: list[list[_SetLane]] = [[]]
    used = 0.0
    for lane in lanes:
        if pages[-1] and used + lane.least > room + 1e-6:
            pages.append([])
            used = 0.0
        pages[-1].append(lane)
        used += lane.least
    return pages


def _drawing(
    lanes: list[_SetLane],
    axis: Axis,
    labels: Labels,
    top: float,
    height: float,
    corner: str,
    description: str,
) -> Drawing:
    parts = _Parts()
    parts.boxes += header_parts(axis, labels.width, corner)
    highest = _LINE_HEIGHTS[1] * max(1.0, height / _USUAL_HEIGHT)
    heights = _line_heights(lanes, height - top, highest)
    tops = [top]
    needed = [_lane_height(lane, lines) for lane, lines in zip(lanes, heights, strict=True)]
    growth = 2 * (_LARGEST_PADDING - _LANE_PADDING) * max(1.0, height / _USUAL_HEIGHT)
    spare = min((height - top - sum(needed)) / len(lanes), growth)
    for lane_height in needed:
        tops.append(tops[-1] + lane_height + max(spare, 0.0))
    bottom = tops[-1]
    _grid(parts, axis, tops)
    _labels(parts, [lane.lane for lane in lanes], labels, tops)
    parts.rows = sorted({0.0, *_header_rows(parts.boxes), *tops})
    for lane, lines, lane_top, lane_bottom in zip(lanes, heights, tops, tops[1:], strict=False):
        y = (lane_top + lane_bottom - sum(lines)) / 2
        for entries, line_height in zip(lane.lines, lines, strict=True):
            if y > lane_top + _LANE_PADDING + 0.1:
                parts.rows.append(y)
            for entry in entries:
                boxes, drawn, signs = item_parts(entry, y, line_height)
                parts.boxes += boxes
                parts.signs += signs
                parts.lines += drawn
                if entry.item.kind is BarKind.MARKER:
                    parts.lines.append(Line(((entry.item.left, y), (entry.item.left, bottom)), Edge.DASHED))
            y += line_height
    columns = sorted({0.0, round(labels.group, 4), round(labels.width, 4), *axis.month_lines})
    return Drawing(
        axis.right,
        bottom,
        tuple(parts.boxes),
        tuple(parts.lines),
        tuple(parts.signs),
        tuple(columns),
        tuple(sorted(parts.rows)),
        description,
    )


def _header_rows(boxes: list[Box]) -> set[float]:
    return {round(edge, 4) for box in boxes for edge in (box.y, box.bottom)}


def _line_heights(lanes: list[_SetLane], room: float, highest: float) -> list[list[float]]:
    """Height of each line of bars: what is left of the page is shared out, up to a limit."""
    least = [[_least_height(line) for line in lane.lines] for lane in lanes]
    count = sum(len(lines) for lines in least)
    spare = room - sum(_lane_height(lane, lines) for lane, lines in zip(lanes, least, strict=True))
    each = max(spare, 0.0) / count
    return [[min(line + each, max(line, highest)) for line in lines] for lines in least]


def _lane_height(lane: _SetLane, lines: list[float]) -> float:
    return max(sum(lines) + 2 * _LANE_PADDING, lane.least)


def _grid(parts: _Parts, axis: Axis, tops: list[float]) -> None:
    first, last = tops[0], tops[-1]
    borders = {round(column.left, 4) for column in axis.columns} | {round(axis.right, 4)}
    for x in axis.month_lines:
        edge = Edge.THIN if x in borders else Edge.DOTTED
        parts.lines.append(Line(((x, first), (x, last)), edge))
    for y in tops:
        parts.lines.append(Line(((axis.left, y), (axis.right, y)), Edge.THIN))


def _labels(parts: _Parts, lanes: list[LaneSpec], labels: Labels, tops: list[float]) -> None:
    index = 0
    while index < len(lanes):
        group, end = lanes[index].group, index + 1
        while group and end < len(lanes) and lanes[end].group == group:
            end += 1
        if group:
            parts.boxes.append(_label(group, 0.0, tops[index], labels.group, tops[end], Tone.SOFT, "", False))
        for row in range(index, end):
            lane, (top, bottom) = lanes[row], tops[row : row + 2]
            x = labels.group if group else 0.0
            width = labels.width - x
            parts.boxes.append(_label(lane.name, x, top, width, bottom, Tone.NONE, lane.uid, lane.inferred))
        index = end


def _label(
    text: str, x: float, top: float, width: float, bottom: float, tone: Tone, uid: str, inferred: bool
) -> Box:
    fit = fit_text(text, width - 2 * _PADDING, bottom - top - 1.0, _NAME_SIZE, _NAME_FLOOR, bold=True)
    return Box(
        x,
        top,
        width,
        bottom - top,
        text,
        fit.lines,
        TextStyle(fit.size, bold=True, align=Align.LEFT),
        tone,
        edge=Edge.DASHED if inferred else Edge.THIN,
        padding=_PADDING,
        name=uid,
    )


__all__ = ["AxisSpan", "Labels", "LaneSpec", "label_widths", "lay_out_schedule"]
