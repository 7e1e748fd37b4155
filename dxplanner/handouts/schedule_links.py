"""前後関係 as thin arrows and the イナズマ線, drawn under the bars of a 工程表."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dxplanner.handouts.drawing import Box, Edge, Line, Tone
from dxplanner.handouts.schedule_items import Body, Parts
from dxplanner.handouts.schedule_source import ChartLink, ChartStatus

_STUB: Final = 2.8
"""How far in mm an arrow leaves a bar; a little more than the length of its head."""
_INTO: Final = 1.2
"""How far in mm from its ends an arrow enters a bar from above or below."""
_BESIDE: Final = 0.6
_SAME: Final = 0.5
_TICK: Final = 0.5
"""Width in mm of the イナズマ線 where it crosses a bar."""

Corner = tuple[float, float]


def add_links(parts: Parts, links: Mapping[str, Sequence[ChartLink]]) -> int:
    """Add the arrows between bars that both stand here; how many run from here to another page.

    ``links`` are those that begin at a bar, by its uid.
    """
    left_out = 0
    for uid, before in parts.bodies.items():
        for link in links.get(uid, ()):
            after = parts.bodies.get(link.after)
            if after is None or not _ends_here(link, before, after):
                left_out += 1
            else:
                parts.lines.append(Line(_way(link, before, after), Edge.HAIR, arrow=True))
    return left_out


def _ends_here(link: ChartLink, before: Body, after: Body) -> bool:
    return (before.ends if link.from_end else before.begins) and (
        after.begins if link.to_start else after.ends
    )


def _way(link: ChartLink, before: Body, after: Body) -> tuple[Corner, ...]:
    same = abs(before.middle - after.middle) < _SAME
    if link.from_end and link.to_start:
        if same and after.left - before.out >= _STUB:
            return (before.out, before.middle), (after.left, after.middle)
        if same and after.left - before.right > -_SAME:
            return _loop(before, after)
        down = _straight_down(before, after)
        if not same and down is not None:
            x, edge = down
            return (before.out, before.middle), (x, before.middle), (x, edge)
    return _around(link, before, after, same)


def _loop(before: Body, after: Body) -> tuple[Corner, ...]:
    """Under two bars that follow each other without a gap."""
    low = max(before.bottom, after.bottom) + _STUB
    out, into = before.right - _INTO, min(after.left + _INTO, (after.left + after.right) / 2)
    return (out, before.bottom), (out, low), (into, low), (into, after.bottom)


def _straight_down(before: Body, after: Body) -> Corner | None:
    """Where an arrow from a bar's end enters the other bar's long side; None when that ends too early."""
    width = after.right - after.left
    x = max(before.out + _BESIDE, after.left + min(_INTO, width / 2))
    if x > after.right - min(_BESIDE, width / 3) or after.left < before.right - _SAME:
        return None
    return x, after.top if after.middle > before.middle else after.bottom


def _around(link: ChartLink, before: Body, after: Body, same: bool) -> tuple[Corner, ...]:
    """Out of one bar's end, between the lines, into the other bar's end."""
    x1 = before.out if link.from_end else before.left
    x2 = after.left if link.to_start else after.right
    out = x1 + (_STUB if link.from_end else -_STUB)
    into = x2 - (_STUB if link.to_start else -_STUB)
    if link.from_end is not link.to_start and not same:
        x = max(out, into) if link.from_end else min(out, into)
        return (x1, before.middle), (x, before.middle), (x, after.middle), (x2, after.middle)
    below = same or after.middle > before.middle
    y = before.bottom + _BESIDE if below else before.top - _BESIDE
    start, end = (x1, before.middle), (x2, after.middle)
    return start, (out, before.middle), (out, y), (into, y), (into, after.middle), end


def add_status(
    parts: Parts, status: ChartStatus, x: float, lanes: Iterable[tuple[float, float, dict[str, float]]]
) -> None:
    """Add the イナズマ線 at ``x`` mm.

    Each lane has its top, its bottom, and where the work of its bars has got to (mm, by uid).
    """
    corners: list[Corner] = []
    for top, bottom, reached in lanes:
        corners.append((x, top))
        found = [(parts.bodies[uid], place) for uid, place in reached.items() if uid in parts.bodies]
        for body, place in sorted(found, key=lambda one: (one[0].top, one[1])):
            corners += [(place, body.top), (place, body.bottom)]
            _cross(parts, body, place)
        corners.append((x, bottom))
    parts.lines.append(Line(tuple(dict.fromkeys(corners)), Edge.THICK))
    for uid, body in parts.bodies.items():
        if uid not in status.reached and body.left < x < body.right:
            _cross(parts, body, x)


def _cross(parts: Parts, body: Body, x: float) -> None:
    """The line where a bar would hide it."""
    if body.left - _TICK < x < body.right + _TICK:
        box = Box(
            x - _TICK / 2,
            body.top,
            _TICK,
            body.bottom - body.top,
            tone=Tone.STRONG,
            edge=Edge.NONE,
            cell=False,
        )
        parts.boxes.append(box)
