"""Looking at charts in tests: whether they are sound, what they say, what stands for a value and where."""

from collections.abc import Iterable
from itertools import combinations, pairwise

from dxplanner.handouts.chart_parts import FLOOR
from dxplanner.handouts.drawing import Box, Drawing, Polygon
from dxplanner.handouts.review import drawing_warnings

TOLERANCE = 0.02


def overlaps(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > TOLERANCE and down > TOLERANCE


def assert_sound(drawing: Drawing) -> None:
    """Every text inside the drawing, legible, whole, and apart from the others."""
    assert list(drawing_warnings(drawing)) == []
    for box in drawing.boxes:
        assert box.style.size >= FLOOR
        assert box.x >= -TOLERANCE
        assert box.y >= -TOLERANCE
        assert box.right <= drawing.width + TOLERANCE
        assert box.bottom <= drawing.height + TOLERANCE
    crossing = [(a.text, b.text) for a, b in combinations(drawing.boxes, 2) if overlaps(a, b)]
    assert crossing == []


def texts(drawing: Drawing) -> list[str]:
    return [box.text for box in drawing.boxes]


def area(points: Iterable[tuple[float, float]]) -> float:
    ring = list(points)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))) / 2


def surfaces(drawing: Drawing) -> list[Polygon]:
    """Slices, bars and signs: what stands for a value."""
    return [polygon for polygon in drawing.polygons if polygon.name]


def middle(polygon: Polygon) -> tuple[float, float]:
    xs, ys = zip(*polygon.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)
