"""Places of a 関係図 in whole millimetres: snapping to grid and neighbours, alignment, distribution."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

GRID: Final = 5
"""Distance of the grid's lines in mm."""
LEAST: Final = 4
"""Least width and height of an element in mm."""
FARTHEST: Final = 990
"""Largest coordinate in mm."""
_COLUMN: Final = 10
"""Elements one below the other before a further column begins, as long as columns have room."""
_SEARCHED: Final = 30
"""So many steps of the grid away a free place is looked for."""
_MARGIN: Final = 5
_TITLE: Final = 8
"""Room in mm that a frame leaves around its elements, and above them for its title."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A place in mm from the upper left corner of the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def moved(self, across: int, down: int) -> "Rect":
        """The place shifted."""
        return replace(self, x=self.x + across, y=self.y + down)

    def holds(self, other: "Rect") -> bool:
        """Whether the other place lies within this one."""
        inside = self.x <= other.x and other.right <= self.right
        return inside and self.y <= other.y and other.bottom <= self.bottom

    def meets(self, other: "Rect") -> bool:
        """Whether the other place covers a part of this one."""
        beside = self.right <= other.x or other.right <= self.x
        return not (beside or self.bottom <= other.y or other.bottom <= self.y)


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that shows with what something is level: at ``at`` mm, from ``first`` to ``last``."""

    upright: bool
    at: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Snapped:
    """A place after snapping, and the lines to show with it."""

    rect: Rect
    guides: tuple[Guide, ...] = ()


class Arrange(Enum):
    """How several elements are brought into line (value: what it is called)."""

    LEFT = "左端をそろえる"
    CENTRE = "左右の中央をそろえる"
    RIGHT = "右端をそろえる"
    TOP = "上端をそろえる"
    MIDDLE = "上下の中央をそろえる"
    BOTTOM = "下端をそろえる"
    ACROSS = "左右に等間隔に並べる"
    DOWN = "上下に等間隔に並べる"
    WIDTH = "幅をそろえる"
    SIZE = "大きさをそろえる"


def bounds(rects: Sequence[Rect]) -> Rect:
    """The smallest place that holds all of some places (at least one)."""
    x, y = min(rect.x for rect in rects), min(rect.y for rect in rects)
    return Rect(x, y, max(rect.right for rect in rects) - x, max(rect.bottom for rect in rects) - y)


def kept_inside(rect: Rect) -> Rect:
    """The place shifted so that it begins at 0 at least and ends where coordinates end."""
    x = max(0, min(rect.x, FARTHEST - rect.width))
    y = max(0, min(rect.y, FARTHEST - rect.height))
    return replace(rect, x=x, y=y)


def shifted_together(places: Mapping[str, Rect], across: int, down: int) -> dict[str, Rect]:
    """Several places (at least one) moved by so many mm, less where one of them would leave the picture."""
    whole = bounds(list(places.values()))
    moved = kept_inside(whole.moved(across, down))
    return {key: rect.moved(moved.x - whole.x, moved.y - whole.y) for key, rect in places.items()}


def in_columns(count: int, first: Rect, gap: int) -> list[Rect]:
    """So many places, one below the other from ``first`` on, in columns that the picture has room for."""
    across, down = first.width + gap, first.height + gap
    rows = max(_COLUMN, math.ceil(count / (FARTHEST // across)))
    whole = kept_inside(
        replace(first, width=math.ceil(count / rows) * across, height=min(rows, count) * down)
    )
    return [
        kept_inside(replace(first, x=whole.x + at // rows * across, y=whole.y + at % rows * down))
        for at in range(count)
    ]


def free_place(rect: Rect, others: Sequence[Rect]) -> Rect:
    """The place nearest to ``rect`` that leaves a gap to all others; itself where there is none near it."""
    steps = range(-_SEARCHED, _SEARCHED + 1)
    ways = sorted(((x, y) for x in steps for y in steps), key=lambda way: (math.hypot(*way), way))
    near = [other for other in others if _grown(rect, (_SEARCHED + 1) * GRID).meets(other)]
    for across, down in ways:
        tried = rect.moved(across * GRID, down * GRID)
        around = _grown(tried, GRID - 1)
        if tried == kept_inside(tried) and not any(around.meets(other) for other in near):
            return tried
    return rect


def _grown(rect: Rect, by: int) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by)


def snapped_move(rect: Rect, others: Sequence[Rect], reach: float, *, free: bool = False) -> Snapped:
    """Where something that was dragged to ``rect`` comes to lie.

    Edges and middles within ``reach`` mm of those of others win, else the upper left corner goes to the
    grid. ``free`` snaps to nothing.
    """
    rect = kept_inside(rect)
    if free:
        return Snapped(rect)
    x = _pulled((rect.x, rect.x + rect.width / 2, rect.right), _levels(others, upright=True), reach)
    y = _pulled((rect.y, rect.y + rect.height / 2, rect.bottom), _levels(others, upright=False), reach)
    rect = replace(
        rect,
        x=_to_grid(rect.x) if x is None else rect.x + x,
        y=_to_grid(rect.y) if y is None else rect.y + y,
    )
    rect = kept_inside(rect)
    return Snapped(rect, _guides(rect, others, across=x is not None, down=y is not None))


def snapped_size(
    start: Rect,
    handle: tuple[int, int],
    across: int,
    down: int,
    others: Sequence[Rect],
    reach: float,
    *,
    free: bool = False,
) -> Snapped:
    """The place when a handle is dragged by so many mm.

    ``handle`` says which edges it moves: -1 the left (upper), 1 the right (lower), 0 neither.
    """
    left, right, level_x = _resized(
        start.x, start.right, handle[0], across, _levels(others, upright=True), reach, free=free
    )
    top, bottom, level_y = _resized(
        start.y, start.bottom, handle[1], down, _levels(others, upright=False), reach, free=free
    )
    rect = Rect(left, top, right - left, bottom - top)
    return Snapped(rect, () if free else _guides(rect, others, across=level_x, down=level_y))


def arranged(places: Mapping[str, Rect], how: Arrange, leader: str) -> dict[str, Rect]:
    """Several places brought into line; sizes follow that of ``leader``."""
    whole = bounds(list(places.values()))
    if how in (Arrange.ACROSS, Arrange.DOWN):
        return _distributed(places, upright=how is Arrange.DOWN)
    size = places[leader]
    moves: dict[Arrange, Callable[[Rect], Rect]] = {
        Arrange.LEFT: lambda one: replace(one, x=whole.x),
        Arrange.CENTRE: lambda one: replace(one, x=whole.x + (whole.width - one.width) // 2),
        Arrange.RIGHT: lambda one: replace(one, x=whole.right - one.width),
        Arrange.TOP: lambda one: replace(one, y=whole.y),
        Arrange.MIDDLE: lambda one: replace(one, y=whole.y + (whole.height - one.height) // 2),
        Arrange.BOTTOM: lambda one: replace(one, y=whole.bottom - one.height),
        Arrange.WIDTH: lambda one: replace(one, width=size.width),
        Arrange.SIZE: lambda one: replace(one, width=size.width, height=size.height),
    }
    return {key: moves[how](rect) for key, rect in places.items()}


def framing(rects: Sequence[Rect]) -> Rect:
    """The place of a frame around some places, with room for its title; the picture's edge limits it."""
    inner = bounds(rects)
    x, y = max(0, inner.x - _MARGIN), max(0, inner.y - _TITLE)
    return Rect(x, y, inner.right + _MARGIN - x, inner.bottom + _MARGIN - y)


def _to_grid(at: int) -> int:
    return round(at / GRID) * GRID


def _levels(others: Sequence[Rect], *, upright: bool) -> list[float]:
    """Edges and middles of places: across for upright lines, down for level ones."""
    if upright:
        return [at for one in others for at in (one.x, one.x + one.width / 2, one.right)]
    return [at for one in others for at in (one.y, one.y + one.height / 2, one.bottom)]


def _pulled(own: Sequence[float], levels: Sequence[float], reach: float) -> int | None:
    """By how many whole mm the nearest level pulls; None where none is near."""
    ways = [level - at for at in own for level in levels if abs(level - at) <= reach]
    ways.sort(key=lambda way: (way != int(way), abs(way)))
    return round(ways[0]) if ways else None


def _resized(
    low: int, high: int, side: int, by: int, levels: Sequence[float], reach: float, *, free: bool
) -> tuple[int, int, bool]:
    """Both edges of one direction after one was dragged, and whether it met a level."""
    if not side:
        return low, high, False
    at = (low if side < 0 else high) + by
    pull = None if free else _pulled([at], levels, reach)
    if pull is not None:
        at += pull
    elif not free:
        at = _to_grid(at)
    if side < 0:
        return max(0, min(at, high - LEAST)), high, pull is not None
    return low, min(max(at, low + LEAST), FARTHEST), pull is not None


def _guides(rect: Rect, others: Sequence[Rect], *, across: bool, down: bool) -> tuple[Guide, ...]:
    """The lines on which an edge or middle of ``rect`` lies level with those of others."""
    found: dict[tuple[bool, float], Guide] = {}
    for other in others:
        if across:
            for at in {rect.x, rect.x + rect.width / 2, rect.right} & set(_levels([other], upright=True)):
                first, last = min(rect.y, other.y), max(rect.bottom, other.bottom)
                _lengthen(found, Guide(True, at, first, last))
        if down:
            for at in {rect.y, rect.y + rect.height / 2, rect.bottom} & set(_levels([other], upright=False)):
                first, last = min(rect.x, other.x), max(rect.right, other.right)
                _lengthen(found, Guide(False, at, first, last))
    return tuple(found.values())


def _lengthen(found: dict[tuple[bool, float], Guide], guide: Guide) -> None:
    key = guide.upright, guide.at
    known = found.get(key, guide)
    found[key] = replace(guide, first=min(known.first, guide.first), last=max(known.last, guide.last))


def _distributed(places: Mapping[str, Rect], *, upright: bool) -> dict[str, Rect]:
    """The outer two stay, the others get equal gaps in between."""
    if upright:
        order = sorted(places, key=lambda key: (places[key].y, places[key].x))
        low, high = places[order[0]].y, max(rect.bottom for rect in places.values())
        sizes = [places[key].height for key in order]
    else:
        order = sorted(places, key=lambda key: (places[key].x, places[key].y))
        low, high = places[order[0]].x, max(rect.right for rect in places.values())
        sizes = [places[key].width for key in order]
    gap = (high - low - sum(sizes)) / max(len(order) - 1, 1)
    made, at = {}, float(low)
    for key, size in zip(order, sizes, strict=True):
        place = max(0, round(at))
        made[key] = replace(places[key], y=place) if upright else replace(places[key], x=place)
        at += size + gap
    return made
