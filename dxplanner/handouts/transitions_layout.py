"""Two hierarchies side by side in mm, with arrows from old to new measures across a channel between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.domain.transition_data import Link
from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.drawing import Drawing, Edge, Glyph, Line
from dxplanner.handouts.transitions_arrows import Channel, Extents, Joint, Route, route_arrows
from dxplanner.handouts.transitions_boxes import (
    HEADER_ROW,
    NUMBERS,
    TITLE_ROW,
    UPRIGHT,
    Placed,
    bridge_boxes,
    headings,
    label_boxes,
    node_boxes,
    place_side,
    ports,
    strip_width,
)
from dxplanner.handouts.transitions_sides import Comparison, SideSpec

SIZE: Final = 10.5
"""Text in points on the screen, where the height is free."""
_SIZES: Final = (11.0, 8.5)
"""Largest and smallest text in points on paper."""
_SPLIT_SIZE: Final = 9.0
_CHANNEL: Final = 0.075
"""Width between the sides, where the arrows run, as a share of the whole width."""
_LEAST_CHANNEL: Final = 13.0
"""What labels leave of it at least, in mm."""
_REMARKS: Final = 0.1265
"""Width of the column where the arrows end (new number, kind of change), as a share of the whole."""
_LEAST_REMARKS: Final = 30.0
_SCREEN_REMARKS: Final = 37.0
"""Its least width in mm on paper and on the screen, where fewer levels leave room for it."""
TOP: Final = TITLE_ROW + HEADER_ROW
"""Height in mm of the headings."""
_TALLEST: Final = 20.0
_CLEAR: Final = 0.6
_JOINT: Final = 2.2


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid out comparison: what is painted, and where its arrows run and its leaves stand.

    ``routes`` are in the order of ``drawing.lines``; ``olds`` and ``news`` say from where to where (mm) each
    leaf takes arrows, by its key.
    """

    drawing: Drawing
    routes: tuple[Route, ...]
    joints: tuple[Joint, ...]
    channel: Channel
    olds: Extents
    news: Extents


def lay_out_on_screen(
    comparison: Comparison, width: float, height: float, description: str, *, swapped: bool = False
) -> Layout:
    """One drawing of ``width`` mm, as high as its texts need, ``height`` mm where they need less.

    What is higher is not stretched any further: an edit then changes few boxes.
    """
    sides = _set_sides(comparison, width, SIZE, swapped, _SCREEN_REMARKS)
    body = height - TOP if all(side.rows.height <= height - TOP for side in sides) else 0.0
    return _layout(sides, comparison.links, width, body, SIZE, description)


def lay_out_transitions(
    comparison: Comparison, width: float, height: float, description: str, *, swapped: bool = False
) -> tuple[Drawing, ...]:
    """One drawing of ``width`` × ``height`` mm, or several with some of the new leaves each."""
    body = height - TOP
    for size in text_sizes(*_SIZES, width):
        sides = _set_sides(comparison, width, size, swapped)
        if all(side.rows.height <= body for side in sides):
            return (_layout(sides, comparison.links, width, body, size, description).drawing,)
    drawings = []
    for part in _split(comparison, width, body, swapped):
        sides = _set_sides(part, width, _SPLIT_SIZE, swapped)
        drawings.append(_layout(sides, comparison.links, width, body, _SPLIT_SIZE, description).drawing)
    return tuple(drawings)


def _split(comparison: Comparison, width: float, body: float, swapped: bool) -> Iterator[Comparison]:
    """For each page some of the new leaves, with the old leaves whose arrows end there."""
    sources = _sources(comparison)
    keys = [entry.key for entry in comparison.new.leaves]
    seen: set[int] = set()
    first = 0
    while first < len(keys):
        count = 1
        for trial in range(2, len(keys) - first + 1):
            part = _part(comparison, keys[first : first + trial], sources, seen)
            if any(side.rows.height > body for side in _set_sides(part, width, _SPLIT_SIZE, swapped)):
                break
            count = trial
        count = _to_border(comparison.new, keys, first, count)
        here = keys[first : first + count]
        yield _part(comparison, here, sources, seen)
        seen |= {old for key in here for old in sources[key]}
        first += count


def _sources(comparison: Comparison) -> dict[int, set[int]]:
    """Old leaves by new leaf. One without an arrow stands on the page of the old leaf before it."""
    sources: dict[int, set[int]] = {entry.key: set() for entry in comparison.new.leaves}
    ends = {old: new for link in comparison.links for old in link.olds for new in link.news if new in sources}
    last = next(iter(sources), None)
    for link in comparison.links:
        for new in link.news:
            if new in sources:
                sources[new].update(link.olds)
    for entry in comparison.old.leaves:
        last = ends.get(entry.key, last)
        if entry.key not in ends and last is not None:
            sources[last].add(entry.key)
    return sources


def _part(
    comparison: Comparison, keys: list[int], sources: dict[int, set[int]], seen: set[int]
) -> Comparison:
    """Both sides with these new leaves; an old leaf that stood on a page before is marked 再掲."""
    starts = {old for key in keys for old in sources[key]}
    old = comparison.old.only(starts) if starts else replace(comparison.old, entries=())
    entries = tuple(
        replace(entry, name=f"{entry.name}（再掲）", underline=()) if entry.key in starts & seen else entry
        for entry in old.entries
    )
    return replace(comparison, old=replace(old, entries=entries), new=comparison.new.only(set(keys)))


def _to_border(side: SideSpec, keys: list[int], first: int, count: int) -> int:
    """Fewer leaves where another parent begins soon before the page is full."""
    if first + count == len(keys):
        return count
    parents = {entry.key: entry.parent for entry in side.entries}
    for fewer in range(count, count // 2, -1):
        if parents[keys[first + fewer]] != parents[keys[first + fewer - 1]]:
            return fewer
    return count


def _set_sides(
    comparison: Comparison, width: float, size: float, swapped: bool, least: float = _LEAST_REMARKS
) -> tuple[Placed, Placed]:
    """The old and the new side; the old one at the left unless ``swapped``."""
    old, new = comparison.old, comparison.new
    bridge = NUMBERS if swapped else 0.0
    remarks = max(width * _REMARKS, least)
    upright_old, upright_new = (UPRIGHT * (len(side.levels) > 3) for side in (old, new))
    channel = max(width * _CHANNEL, strip_width(old) + _LEAST_CHANNEL)
    free = width - channel - bridge - remarks - upright_old - upright_new
    old_width, new_width = free / 2 + upright_old + bridge, free / 2 + upright_new + remarks
    old_left, new_left = (width - old_width, 0.0) if swapped else (0.0, width - new_width)
    return (
        place_side(old, old_left, old_left + old_width, size, bridge, not swapped, _busy(comparison.links)),
        place_side(new, new_left, new_left + new_width, size, remarks, swapped),
    )


def _layout(
    sides: tuple[Placed, Placed],
    links: Sequence[Link],
    width: float,
    body: float,
    size: float,
    description: str,
) -> Layout:
    fewest = min(len(side.rows.heights) or 1 for side in sides)
    tallest = max(_TALLEST, max(side.rows.height for side in sides) / fewest)
    old, new = (replace(side, rows=side.rows.stretched(body, tallest)) for side in sides)
    busy = _busy(links)
    boxes = [*headings(old), *headings(new)]
    for side in (old, new):
        boxes += node_boxes(side, TOP, size)
        boxes += bridge_boxes(side, TOP, size)
    boxes += label_boxes(old, TOP, size, busy)
    sign = 1 if old.on_left else -1
    strip = strip_width(old.side)
    channel = Channel(old.edge + sign * _CLEAR, new.edge - sign * _CLEAR, strip)
    olds, news = ports(old, TOP, busy), ports(new, TOP, frozenset())
    routes, joints = route_arrows(links, olds, news, channel)
    uids = {link.key: link.uid for link in links}
    drawing = Drawing(
        width,
        TOP + max(side.rows.height for side in (old, new)),
        tuple(boxes),
        tuple(
            Line(route.points, Edge.DASHED if route.inferred else Edge.THIN, arrow=route.end is not None)
            for route in routes
        ),
        tuple(Glyph(joint.x, joint.y, "●", _JOINT, uids[joint.key]) for joint in joints),
        description=description,
    )
    return Layout(drawing, routes, joints, channel, olds, news)


def _busy(links: Sequence[Link]) -> frozenset[int]:
    """The old leaves from which arrows are drawn."""
    return frozenset(key for link in links for key in link.olds)
