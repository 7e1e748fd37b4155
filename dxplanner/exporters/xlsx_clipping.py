"""Lines end where a text stands on them: shapes lie over the cells, where nothing could hide them.

Lengths are mm in the picture.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from dxplanner.handouts.drawing import Box, Edge, Tone

Point = tuple[float, float]
_SHORTEST: Final = 0.5
"""What is left of a line between two texts is drawn from this length (mm) on."""


def labels(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The boxes of cells that stand on lines: words without an outline or a surface."""
    return tuple(
        box
        for box in boxes
        if box.cell and box.text.strip() and box.edge is Edge.NONE and box.tone is Tone.NONE
    )


def visible_parts(points: Sequence[Point], covers: Iterable[Box]) -> list[tuple[Point, ...]]:
    """The parts of a polyline that no cover hides, in order; the line itself when nothing does."""
    hiding = [box for box in covers if any(_inside(box, *step) for step in pairwise(points))]
    if not hiding:
        return [tuple(points)]
    parts: list[list[Point]] = [[points[0]]]
    for start, end in pairwise(points):
        reached = 0.0
        for first, last in _spans(hiding, start, end):
            if first > reached:
                parts[-1].append(_between(start, end, first))
            parts.append([_between(start, end, max(last, reached))])
            reached = max(last, reached)
        if reached < 1.0:
            parts[-1].append(end)
    return [tuple(part) for part in parts if _length(part) >= _SHORTEST]


def _spans(boxes: Iterable[Box], start: Point, end: Point) -> list[tuple[float, float]]:
    """From where to where (0 to 1) each box covers a straight line."""
    return sorted(span for span in (_inside(box, start, end) for box in boxes) if span)


def _inside(box: Box, start: Point, end: Point) -> tuple[float, float] | None:
    first, last = 0.0, 1.0
    for begin, stop, low, high in (
        (start[0], end[0], box.x, box.right),
        (start[1], end[1], box.y, box.bottom),
    ):
        length = stop - begin
        if not length:
            if not low < begin < high:
                return None
            continue
        near, far = sorted(((low - begin) / length, (high - begin) / length))
        first, last = max(first, near), min(last, far)
    return (first, last) if first < last else None


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _length(points: Sequence[Point]) -> float:
    return sum(abs(x2 - x1) + abs(y2 - y1) for (x1, y1), (x2, y2) in pairwise(points))
