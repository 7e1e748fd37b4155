"""Figures and names at curves: each stays at its value, where it covers least and is read as no other's.

Lengths are millimetres, text sizes points.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartSeries, ChartValue
from dxplanner.handouts.chart_parts import (
    FLOOR,
    INFERRED,
    Look,
    Point,
    Rect,
    Sketch,
    broken,
    shown,
    spread,
    text_height,
    text_width,
)
from dxplanner.handouts.drawing import Edge

MARK: Final = 0.95
"""Half the size of a value's sign."""
STROKE: Final = 0.3
"""Half the width of a line."""
AIR: Final = 0.6
LEADER: Final = 3.2
"""Length of the line to a name that had to move away from its value."""
_MOVED: Final = 0.8
"""A name that is no farther from its value's height than this needs no line to it."""
_OUTSIDE: Final = 10.0
"""Price of a label's mm beyond the chart, where each mm² that it covers costs one."""
_STRAY: Final = 1000.0
"""Price of a label that is nearer to another value than to its own."""
_COVERED: Final = 5.0
"""How many times dearer it is to cover another label."""
_RULED: Final = 0.2
"""Price of a label that interrupts a line of the grid."""
_LIFTED: Final = 0.1
"""Price of a label that stands a little off its value."""
_FAR: Final = 4.0
"""Price of a label that stands a line off its value."""

_Spot = tuple[float, float, float]
"""Left and upper edge of a label, and the price of it."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on its place."""

    x: float
    y: float
    value: ChartValue
    index: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A series on its places, from left to right."""

    series: ChartSeries
    number: int
    look: Look
    dots: tuple[Dot, ...]

    @property
    def level(self) -> bool:
        """Whether it is a single target, which counts for all years."""
        return self.series.target and len(self.dots) == 1


class Labels:
    """The labels of a chart's curves, written one after the other, each out of the way of those before."""

    def __init__(
        self,
        sketch: Sketch,
        curves: Sequence[Curve],
        bars: Sequence[Rect],
        rules: Sequence[float],
        field: Rect,
    ) -> None:
        """Labels keep within ``field``, off error ``bars`` and, if they can, off ``rules`` (heights)."""
        self._sketch = sketch
        self._rules = rules
        self._field = field
        self._dots = [dot for curve in curves for dot in curve.dots]
        self._taken = [Rect(dot.x - MARK, dot.y - MARK, 2 * MARK, 2 * MARK) for dot in self._dots]
        self._taken += bars
        self._taken += [
            Rect(x - STROKE, y - STROKE, 2 * STROKE, 2 * STROKE)
            for curve in curves
            for first, second in pairwise(curve.dots)
            for x, y in _along((first.x, first.y), (second.x, second.y))
        ]
        self._written: list[Rect] = []
        self._figures: dict[tuple[float, float], Rect] = {}

    def names_at_the_end(self, curves: Sequence[Curve], right: float, width: float) -> None:
        """Names of lines that end in the last year, or run on to the ``right``, beside their ends."""
        lines = [broken(curve.series.name, width, FLOOR) for curve in curves]
        heights = [text_height(len(one), FLOOR) for one in lines]
        ends = [curve.dots[-1] for curve in curves]
        field = self._field
        tops = spread([dot.y for dot in ends], heights, field.y, field.bottom, AIR)
        for curve, one, high, dot, top in zip(curves, lines, heights, ends, tops, strict=True):
            x, middle = (right if curve.level else dot.x + MARK) + AIR, top + high / 2
            if abs(middle - dot.y) > _MOVED:
                self._sketch.line(((x, dot.y), (x + LEADER - AIR, middle)), Edge.HAIR)
                x += LEADER
            self._write(curve, one, Rect(x, top, text_width(one, FLOOR), high))

    def figures(self, chart: Chart, curves: Sequence[Curve], size: float) -> None:
        """A figure at each value; what a target repeats of another line has none."""
        said: set[tuple[int, str]] = set()
        for curve in curves:
            for dot in curve.dots:
                text = shown(chart, dot.value) + (INFERRED if dot.value.inferred else "")
                if not text.strip() or (curve.series.target and (dot.index, text) in said):
                    continue
                said.add((dot.index, text))
                wide, high = text_width([text], size), text_height(1, size)
                place = self._best(dot, _around(dot, wide, high), wide, high)
                self._written.append(place)
                self._figures[dot.x, dot.y] = place
                self._sketch.text(place.x, place.y, (text,), size, name=dot.value.name)

    def names_on_the_way(self, curves: Sequence[Curve], width: float) -> None:
        """Names of lines that end earlier, at their last values."""
        for curve in curves:
            dot, lines = curve.dots[-1], broken(curve.series.name, width, FLOOR)
            wide, high = text_width(lines, FLOOR), text_height(len(lines), FLOOR)
            spots = list(_around(dot, wide, high))
            figure = self._figures.get((dot.x, dot.y))
            if figure is not None:
                spots = [*_beside(figure, wide, high), *spots]
            self._write(curve, lines, self._best(dot, spots, wide, high))

    def _write(self, curve: Curve, lines: tuple[str, ...], place: Rect) -> None:
        name = curve.series
        self._sketch.text(place.x, place.y, lines, FLOOR, text=name.name, name=name.label)
        self._written.append(place)

    def _best(self, dot: Dot, spots: Iterator[_Spot] | Sequence[_Spot], wide: float, high: float) -> Rect:
        """The first place that costs nothing, else the first of the cheapest."""
        field = self._field
        places = [
            (Rect(min(max(x, field.x), field.right - wide), y, wide, high), price) for x, y, price in spots
        ]
        spans = [place for place, _ in places]
        near = [_near(spans, self._taken), _near(spans, self._written)]
        best, least = places[0][0], math.inf
        for place, price in places:
            cost = price + self._cost(place, *near)
            if cost < least:
                cost += _STRAY * _strays(place, dot, self._dots)
            if cost < least:
                best, least = place, cost
            if not cost:
                break
        return best

    def _cost(self, place: Rect, taken: Sequence[Rect], written: Sequence[Rect]) -> float:
        field = self._field
        outside = max(0.0, place.bottom - field.bottom) + max(0.0, field.y - place.y)
        ruled = _RULED * sum(place.y < rule < place.bottom for rule in self._rules)
        covered = _COVERED * sum(place.overlap(other) for other in written)
        return sum(place.overlap(other) for other in taken) + covered + _OUTSIDE * outside + ruled


def _around(dot: Dot, wide: float, high: float) -> Iterator[_Spot]:
    """Over, under and beside a value; then a line farther off."""
    over, under = dot.y - MARK - high - AIR / 3, dot.y + MARK + AIR / 3
    for lift, price in ((0.0, 0.0), (AIR, _LIFTED)):
        for y in (over - lift, under + lift):
            for x in (dot.x - wide / 2, dot.x + MARK, dot.x - MARK - wide):
                yield x, y, price
    yield dot.x + MARK + AIR, dot.y - high / 2, 0.0
    yield dot.x - MARK - AIR - wide, dot.y - high / 2, 0.0
    yield dot.x - wide / 2, over - high, _FAR
    yield dot.x - wide / 2, under + high, _FAR


def _beside(figure: Rect, wide: float, high: float) -> Iterator[_Spot]:
    """Over, under and beside a figure."""
    middle = figure.x + figure.width / 2 - wide / 2
    yield figure.right + AIR, figure.y, 0.0
    yield middle, figure.y - high, 0.0
    yield middle, figure.bottom, 0.0
    yield figure.x - AIR - wide, figure.y, 0.0


def _near(places: Sequence[Rect], taken: Sequence[Rect]) -> list[Rect]:
    """What may overlap one of the places."""
    left, right = min(place.x for place in places), max(place.right for place in places)
    top, bottom = min(place.y for place in places), max(place.bottom for place in places)
    return [
        other
        for other in taken
        if other.x < right and other.y < bottom and left < other.right and top < other.bottom
    ]


def _strays(place: Rect, dot: Dot, dots: Sequence[Dot]) -> bool:
    """Whether a label there is nearer to another value; of equally near ones its middle decides."""
    own = _reach(place, dot)
    return any(_reach(place, other) < own for other in dots if (other.x, other.y) != (dot.x, dot.y))


def _reach(place: Rect, dot: Dot) -> tuple[float, float]:
    middle = place.x + place.width / 2, place.y + place.height / 2
    return round(place.distance((dot.x, dot.y)), 2), math.dist(middle, (dot.x, dot.y))


def _along(first: Point, second: Point) -> Iterator[Point]:
    steps = max(2, int(math.hypot(second[0] - first[0], second[1] - first[1])))
    for step in range(1, steps):
        share = step / steps
        yield first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
