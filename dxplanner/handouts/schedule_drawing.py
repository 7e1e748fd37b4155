"""A page of a 工程表 drawn: headings, names, grid, bars; the height that is left over is shared out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from dxplanner.domain.vocabulary import BarKind
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, TextStyle, Tone
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.schedule_axis import Axis
from dxplanner.handouts.schedule_density import SMALLEST, Density
from dxplanner.handouts.schedule_header import Header, header_parts
from dxplanner.handouts.schedule_items import Parts, add_ghost, add_item
from dxplanner.handouts.schedule_links import add_links, add_status
from dxplanner.handouts.schedule_pages import Page, SetLane
from dxplanner.handouts.schedule_parts import Part
from dxplanner.handouts.schedule_places import place_gone
from dxplanner.handouts.schedule_source import ChartLink, ChartStatus

NAME_PADDING: Final = 1.5
_HIGHEST_LINE: Final = 15.0
"""Largest height in mm of a line of bars on a page of usual height."""
_USUAL_HEIGHT: Final = 165.0
_MANY_COLUMNS: Final = 16
_LARGEST_PADDING: Final = 8.5
"""What lanes grow to over and under their lines when a page has room."""
_LEADING: Final = 0.25 * SMALLEST * MM_PER_POINT + 0.05


Links = Mapping[str, Sequence[ChartLink]]
"""Arrows by the uid of the bar that they begin at."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the axis with its headings; ``group`` and ``name`` are the widths in mm of the labels."""

    part: Part
    axis: Axis
    header: Header
    density: Density
    group: float
    name: float
    corner: str
    description: str
    index: int = 0
    """Which part of the axis it is."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A lane with its place on the page and the heights of its lines."""

    lane: SetLane
    top: float
    bottom: float
    lines: tuple[float, ...]


def draw_page(
    sheet: Sheet, page: Page, height: float, links: Links, status: ChartStatus | None
) -> tuple[Drawing, int]:
    """A page of lanes in a part of the axis, and how many arrows run from here to another page."""
    axis, top = sheet.axis, sheet.header.height
    placed = list(_placed(sheet, page, height))
    tops = [top, *(lane.bottom for lane in placed)]
    parts = Parts(boxes=header_parts(axis, sheet.header, sheet.density, axis.left, sheet.corner))
    rows = {0.0, *tops, *(round(edge, 4) for box in parts.boxes for edge in (box.y, box.bottom))}
    _grid(parts, sheet, page, tops)
    _labels(parts, sheet, page, tops)
    for lane in placed:
        rows.update(_add_lane(parts, sheet, lane, tops[-1]))
    left_out = add_links(parts, links)
    if status is not None and sheet.part.begin <= status.moment < sheet.part.end:
        reached = {uid: axis.x(place) for uid, place in status.reached.items()}
        lanes = [(one.top, one.bottom, _of_lane(reached, one.lane, sheet.index)) for one in placed]
        add_status(parts, status, axis.x(status.moment), lanes)
    columns = {0.0, round(sheet.group, 4), round(axis.left, 4), *axis.month_lines}
    drawing = Drawing(
        axis.right,
        tops[-1],
        tuple(parts.boxes),
        tuple(parts.lines),
        tuple(parts.signs),
        tuple(sorted(columns)),
        tuple(sorted(rows)),
        sheet.description,
        dense=True,
    )
    return drawing, left_out


def _placed(sheet: Sheet, page: Page, height: float) -> Iterator[_Drawn]:
    """The lanes from top to bottom. The height left over goes to the lines, up to a limit, then to lanes."""
    density, top = sheet.density, sheet.header.height
    scale = max(1.0, height / _USUAL_HEIGHT)
    # Where a group's name needs more than its lanes, these become higher.
    least = [
        lane.least + max(run.least - run.lanes_least, 0.0) / len(run.lanes)
        for run in page
        for lane in run.lanes
    ]
    lanes = [lane for run in page for lane in run.lanes]
    count = sum(len(lane.rows) for lane in lanes)
    each = max(height - top - sum(least), 0.0) / count
    lines = [_grown(lane, each, _HIGHEST_LINE * scale) for lane in lanes]
    needed = [max(sum(heights) + 2 * density.padding, low) for heights, low in zip(lines, least, strict=True)]
    spare = (height - top - sum(needed)) / len(lanes)
    spare = max(0.0, min(spare, 2 * (_LARGEST_PADDING - density.padding) * scale))
    for lane, heights, lane_height in zip(lanes, lines, needed, strict=True):
        bottom = top + lane_height + spare
        yield _Drawn(lane, top, bottom, heights)
        top = bottom


def _grown(lane: SetLane, each: float, highest: float) -> tuple[float, ...]:
    return tuple(min(row.least + each, max(row.least, highest)) for row in lane.rows)


def _add_lane(parts: Parts, sheet: Sheet, drawn: _Drawn, page_bottom: float) -> Iterator[float]:
    """Add what stands on a lane; gives the upper edges of its lines for the natural rows."""
    y = (drawn.top + drawn.bottom - sum(drawn.lines)) / 2
    for row, line_height in zip(drawn.lane.rows, drawn.lines, strict=True):
        if y > drawn.top + sheet.density.padding + 0.1:
            yield y
        room = line_height - row.strip
        for entry in row.entries[sheet.index]:
            add_item(parts, entry, y, room, sheet.density)
            if entry.item.kind is BarKind.MARKER:
                points = ((entry.item.left, y), (entry.item.left, page_bottom))
                parts.lines.append(Line(points, Edge.DASHED))
        y += line_height
    for ghost in place_gone(drawn.lane.lane, sheet.part, sheet.axis):
        add_ghost(parts, ghost, y - drawn.lane.rows[-1].strip)


def _of_lane(reached: dict[str, float], lane: SetLane, part: int) -> dict[str, float]:
    uids = (entry.item.uid for row in lane.rows for entry in row.entries[part])
    return {uid: reached[uid] for uid in uids if uid in reached}


def _grid(parts: Parts, sheet: Sheet, page: Page, tops: list[float]) -> None:
    """Lines between months, columns and lanes; where many stand close, light ones inside groups."""
    axis, first, last = sheet.axis, tops[0], tops[-1]
    many = len(axis.columns) > _MANY_COLUMNS
    borders = {round(axis.right, 4): Edge.THIN}
    for before, column in pairwise((None, *axis.columns)):
        assert column is not None
        begins = before is None or before.span.group != column.span.group
        borders[round(column.left, 4)] = Edge.THIN if begins or not many else Edge.HAIR
    for x in axis.month_lines:
        parts.lines.append(Line(((x, first), (x, last)), borders.get(x, Edge.DOTTED)))
    ends = set(accumulate((len(run.lanes) for run in page), initial=0))
    for index, y in enumerate(tops):
        light = sheet.density.dense and any(run.group for run in page) and index not in ends
        parts.lines.append(Line(((axis.left, y), (axis.right, y)), Edge.HAIR if light else Edge.THIN))


def _labels(parts: Parts, sheet: Sheet, page: Page, tops: list[float]) -> None:
    edges = pairwise(tops)
    for run in page:
        bounds = [next(edges) for _ in run.lanes]
        if run.group:
            place = (0.0, bounds[0][0], sheet.group, bounds[-1][1])
            name = f"{run.lanes[0].lane.uid}/group"
            parts.boxes.append(replace(_label(run.group, place, sheet.density, Tone.SOFT), name=name))
        left = sheet.group if run.group else 0.0
        for lane, (top, bottom) in zip(run.lanes, bounds, strict=True):
            place = (left, top, sheet.axis.left, bottom)
            parts.boxes.append(_label(lane.name, place, sheet.density, Tone.NONE, lane))


def _label(
    text: str,
    place: tuple[float, float, float, float],
    density: Density,
    tone: Tone,
    lane: SetLane | None = None,
) -> Box:
    """A name at left, top, right, bottom."""
    left, top, right, bottom = place
    room = bottom - top + (_LEADING if density.dense else -1.0)
    fit = fit_text(text, right - left - 2 * NAME_PADDING, room, density.name, density.name_floor, bold=True)
    return Box(
        left,
        top,
        right - left,
        bottom - top,
        text,
        fit.lines,
        TextStyle(fit.size, bold=True, align=Align.LEFT),
        tone,
        edge=Edge.DASHED if lane is not None and lane.lane.inferred else Edge.THIN,
        padding=NAME_PADDING,
        name="" if lane is None else lane.lane.uid,
        heading=True,
    )
