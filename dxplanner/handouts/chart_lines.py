"""Values over years: a line a series named at its end, targets dashed, error bands, the baseline marked."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartSeries, ChartValue
from dxplanner.handouts.chart_parts import (
    FLOOR,
    INFERRED,
    SIZES,
    Axis,
    Look,
    Point,
    Rect,
    Sketch,
    broken,
    look_of,
    numbers,
    shown,
    spread,
    text_height,
    text_width,
    value_axis,
)
from dxplanner.handouts.drawing import Align, Edge, Polygon, Tone

BASELINE: Final = "基準"
"""A category with this word is the one that later values are compared with (基準年度, 基準値)."""
_HEIGHT: Final = 34.0
_NAMES: Final = 0.26
_MARK: Final = 0.95
_STROKE: Final = 0.3
"""Half the width of a line."""
_CAP: Final = 1.0
"""Half the width of the ends of an error bar."""
_AIR: Final = 0.6
_HEAD: Final = 2.0
"""Free space over the scale; more where a figure stands over a value at its upper end."""
_OUTSIDE: Final = 10.0
"""Price of a figure's mm beyond the chart, where each mm² that it covers costs one."""
_STRAY: Final = 1000.0
"""Price of a figure that is nearer to another value than to its own."""


@dataclass(frozen=True, slots=True)
class _Dot:
    """A value on its place."""

    x: float
    y: float
    value: ChartValue
    index: int


@dataclass(frozen=True, slots=True)
class _Curve:
    """A series on its places, from left to right."""

    series: ChartSeries
    number: int
    look: Look
    dots: tuple[_Dot, ...]

    @property
    def level(self) -> bool:
        """Whether it is a single target, which counts for all years."""
        return self.series.target and len(self.dots) == 1


def draw_lines(sketch: Sketch, chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """Draw curves under ``top``; ``height`` mm are free, or as many as they need. Returns their place."""
    axis = line_axis(chart)
    values = _numbers(chart)
    scale = max(text_width([axis.label(mark)], FLOOR) for mark in axis.marks) + 1.2
    named = [series for series in chart.series if series.name and (len(chart.series) > 1 or series.target)]
    names = min(text_width([series.name for series in named], FLOOR), width * _NAMES) if named else 0.0
    plot_width = max(width - scale - names - 3.0 * bool(named), 10.0)
    step = plot_width / max(len(chart.categories), 1)
    years = _years(chart.categories, step)
    foot = text_height(max(map(len, years), default=1), FLOOR) + 1.2
    size = SIZES[1] if len(chart.series) == 1 else FLOOR
    room = max((height or _HEIGHT) - foot - _HEAD, 14.0)
    free = room * (1.0 - max((axis.share(value) for value in values), default=0.0))
    head = max(_HEAD, text_height(1, size) + _MARK + _AIR - free)
    plot = Rect(scale, top + head, plot_width, room - (head - _HEAD))
    _frame(sketch, axis, plot, years, chart.categories)
    curves = [_curve(chart, number, axis, plot) for number in range(len(chart.series))]
    bars = [bar for curve in curves for bar in _band(sketch, curve, axis, plot)]
    _baseline(sketch, chart, curves, plot)
    for curve in curves:
        _stroke(sketch, curve, plot)
    taken: set[tuple[float, float]] = set()
    for curve in curves:
        _marks(sketch, curve, taken)
        taken.update((dot.x, dot.y) for dot in curve.dots)
    _name(sketch, [curve for curve in curves if curve.series in named and curve.dots], plot, names)
    # Off the axis: a figure at it would be read as one of the scale.
    field = Rect(plot.x + 1.5, top, plot.width + 0.5, plot.bottom - top)
    _figures(sketch, chart, curves, bars, size, field)
    return Rect(0.0, top, width, plot.bottom + foot - top)


def line_axis(chart: Chart) -> Axis:
    """The scale of a chart of curves; it need not begin at nought."""
    return value_axis(_numbers(chart), chart.axis_min, chart.axis_max, zero=False, most=5)


def _numbers(chart: Chart) -> list[float]:
    """All values, and the ends of their error bands."""
    values = [number for series in chart.series for number in numbers(series.values)]
    ends = [end for series in chart.series for value in series.values for end in (value.low, value.high)]
    return [*values, *(float(end) for end in ends if end is not None)]


def _years(categories: Sequence[str], step: float) -> list[tuple[str, ...]]:
    """Categories in lines, ``step`` mm apart: at their brackets where there is room, else anywhere."""
    lines = [broken(category, step - _AIR, FLOOR) for category in categories]
    parted = [broken(category, text_width([category], FLOOR) - 0.1, FLOOR) for category in categories]
    wished = [
        part if len(line) > 1 and len(part) == 2 else line for line, part in zip(lines, parted, strict=True)
    ]
    halves = [text_width(one, FLOOR) / 2 for one in wished]
    # The outer ones stay over the plot, the others beside each other.
    apart = all(a + b + _AIR <= step for a, b in pairwise(halves))
    return wished if apart and max(halves[:1] + halves[-1:], default=0.0) <= step / 2 else lines


def _frame(
    sketch: Sketch, axis: Axis, plot: Rect, years: Sequence[tuple[str, ...]], categories: Sequence[str]
) -> None:
    for mark in axis.marks:
        y = plot.bottom - plot.height * axis.share(mark)
        sketch.rule((plot.x, y), (plot.right, y))
        text = axis.label(mark)
        high = text_height(1, FLOOR)
        sketch.text(0, y - high / 2, (text,), FLOOR, width=plot.x - 1.0, align=Align.RIGHT)
    sketch.line(((plot.x, plot.y), (plot.x, plot.bottom), (plot.right, plot.bottom)))
    step = plot.width / max(len(years), 1)
    for index, (lines, whole) in enumerate(zip(years, categories, strict=True)):
        wide = text_width(lines, FLOOR)
        x = plot.x + step * (index + 0.5) - wide / 2
        sketch.text(x, plot.bottom + 0.6, lines, FLOOR, align=Align.CENTRE, text=whole)


def _curve(chart: Chart, number: int, axis: Axis, plot: Rect) -> _Curve:
    series = chart.series[number]
    step = plot.width / max(len(chart.categories), 1)
    dots = tuple(
        _Dot(plot.x + step * (index + 0.5), _y(axis, plot, float(value.value)), value, index)
        for index, value in enumerate(series.values)
        if value.value is not None
    )
    return _Curve(series, number, look_of(number, series.role), dots)


def _y(axis: Axis, plot: Rect, value: float) -> float:
    return plot.bottom - plot.height * axis.share(value)


def _band(sketch: Sketch, curve: _Curve, axis: Axis, plot: Rect) -> Iterator[Rect]:
    """誤差の範囲: a surface along neighbouring values, an upright bar at one that stands alone.

    Gives the places of the bars.
    """
    run: list[_Dot] = []
    for dot in curve.dots:
        if dot.value.low is None or dot.value.high is None:
            continue
        if run and dot.index != run[-1].index + 1:
            yield from _range(sketch, curve, run, axis, plot)
            run = []
        run.append(dot)
    yield from _range(sketch, curve, run, axis, plot)


def _range(sketch: Sketch, curve: _Curve, run: Sequence[_Dot], axis: Axis, plot: Rect) -> Iterator[Rect]:
    lower = [(dot.x, _y(axis, plot, float(dot.value.low or 0))) for dot in run]
    upper = [(dot.x, _y(axis, plot, float(dot.value.high or 0))) for dot in run]
    if len(run) > 1:
        outline = (*upper, *reversed(lower))
        sketch.polygons.append(Polygon(outline, Tone.ROLE, curve.look.role, 0, Edge.DOTTED))
    elif run:
        [low], [high] = lower, upper
        sketch.rule(low, high, Edge.THIN)
        for x, y in (low, high):
            sketch.rule((x - _CAP, y), (x + _CAP, y), Edge.THIN)
            yield Rect(x - _CAP, y - _STROKE, 2 * _CAP, 2 * _STROKE)
        yield Rect(low[0] - _STROKE, high[1], 2 * _STROKE, low[1] - high[1])


def _baseline(sketch: Sketch, chart: Chart, curves: Sequence[_Curve], plot: Rect) -> None:
    """A dotted level from the baseline's value to the right."""
    for curve in curves:
        for dot in curve.dots:
            if BASELINE in chart.categories[dot.index] and not curve.series.target:
                sketch.line(((dot.x, dot.y), (plot.right, dot.y)), Edge.DOTTED)


def _stroke(sketch: Sketch, curve: _Curve, plot: Rect) -> None:
    """The line itself, a ribbon in the series' colour; dashed for a target, dotted over missing years."""
    if curve.level:
        sketch.line(((plot.x, curve.dots[0].y), (plot.right, curve.dots[0].y)), Edge.DASHED)
        return
    for first, second in pairwise(curve.dots):
        if curve.series.target:
            sketch.line(((first.x, first.y), (second.x, second.y)), Edge.DASHED)
        elif second.index > first.index + 1:
            sketch.line(((first.x, first.y), (second.x, second.y)), Edge.DOTTED)
        else:
            outline = _ribbon((first.x, first.y), (second.x, second.y))
            sketch.polygons.append(Polygon(outline, Tone.ROLE, curve.look.role, 1, Edge.NONE))


def _ribbon(first: Point, second: Point) -> tuple[Point, ...]:
    length = math.hypot(second[0] - first[0], second[1] - first[1])
    across = -(second[1] - first[1]) / length * _STROKE, (second[0] - first[0]) / length * _STROKE
    return (
        (first[0] + across[0], first[1] + across[1]),
        (second[0] + across[0], second[1] + across[1]),
        (second[0] - across[0], second[1] - across[1]),
        (first[0] - across[0], first[1] - across[1]),
    )


def _marks(sketch: Sketch, curve: _Curve, taken: set[tuple[float, float]]) -> None:
    """A sign at each value: its form tells series apart, hollow and dashed is 推定, hollow is a target.

    A target that begins at a value which is marked already needs no sign there.
    """
    for dot in curve.dots:
        if curve.series.target and (dot.x, dot.y) in taken:
            continue
        hollow = dot.value.inferred or curve.series.target
        edge = Edge.DASHED if dot.value.inferred else Edge.THIN
        tone, pattern = (Tone.NONE, 0) if hollow else (Tone.ROLE, 1)
        points = tuple((dot.x + x, dot.y + y) for x, y in _sign(curve.number))
        sketch.polygons.append(Polygon(points, tone, curve.look.role, pattern, edge, dot.value.name))


def _sign(number: int) -> Iterator[Point]:
    """●, ■, ▲, ◆ in turn, around nought."""
    corners, turn, size = ((16, 0.0, 1.0), (4, 0.5, 1.2), (3, 0.0, 1.3), (4, 0.0, 1.25))[number % 4]
    for corner in range(corners):
        angle = 2 * math.pi * (corner + turn) / corners
        yield _MARK * size * math.sin(angle), -_MARK * size * math.cos(angle)


def _name(sketch: Sketch, curves: Sequence[_Curve], plot: Rect, width: float) -> None:
    """Names at the right, each as high as its line ends."""
    lines = [broken(curve.series.name, width, FLOOR) for curve in curves]
    heights = [text_height(len(one), FLOOR) for one in lines]
    ends = [curve.dots[-1] for curve in curves]
    x = plot.right + 3.0
    tops = spread([dot.y for dot in ends], heights, plot.y - 2.0, plot.bottom, 0.6)
    for curve, one, high, dot, top in zip(curves, lines, heights, ends, tops, strict=True):
        middle = top + high / 2
        start = plot.right if curve.level else dot.x + _MARK + 0.6
        sketch.line(((start, dot.y), (plot.right, dot.y), (x - 0.5, middle)), Edge.HAIR)
        sketch.text(x, top, one, FLOOR, text=curve.series.name, name=curve.series.label)


def _figures(
    sketch: Sketch,
    chart: Chart,
    curves: Sequence[_Curve],
    bars: Sequence[Rect],
    size: float,
    field: Rect,
) -> None:
    """A figure at each value, over or under it: never nearer to another value, where it covers least."""
    dots = [dot for curve in curves for dot in curve.dots]
    taken = [Rect(dot.x - _MARK, dot.y - _MARK, 2 * _MARK, 2 * _MARK) for dot in dots]
    taken += bars
    taken += [
        Rect(x - _STROKE, y - _STROKE, 2 * _STROKE, 2 * _STROKE)
        for curve in curves
        for first, second in pairwise(curve.dots)
        for x, y in _along((first.x, first.y), (second.x, second.y))
    ]
    said: set[tuple[int, str]] = set()
    for curve in curves:
        for dot in curve.dots:
            text = shown(chart, dot.value) + (INFERRED if dot.value.inferred else "")
            if not text.strip() or (curve.series.target and (dot.index, text) in said):
                continue
            said.add((dot.index, text))
            wide, high = text_width([text], size), text_height(1, size)
            places = [
                Rect(min(max(x, field.x), field.right - wide), y, wide, high)
                for x, y in _candidates(dot, wide, high)
            ]
            best = _best(places, dot, dots, _near(places, taken), field)
            taken.append(best)
            sketch.text(best.x, best.y, (text,), size, name=dot.value.name)


def _candidates(dot: _Dot, wide: float, high: float) -> Iterator[Point]:
    over, under = dot.y - _MARK - high - _AIR / 3, dot.y + _MARK + _AIR / 3
    for y in (over, under):
        for x in (dot.x - wide / 2, dot.x + _MARK, dot.x - _MARK - wide):
            yield x, y
    yield dot.x + _MARK + _AIR, dot.y - high / 2
    yield dot.x - _MARK - _AIR - wide, dot.y - high / 2
    yield dot.x - wide / 2, over - high
    yield dot.x - wide / 2, under + high


def _near(places: Sequence[Rect], taken: Sequence[Rect]) -> list[Rect]:
    """What may overlap one of the places."""
    left, right = min(place.x for place in places), max(place.right for place in places)
    top, bottom = min(place.y for place in places), max(place.bottom for place in places)
    return [
        other
        for other in taken
        if other.x < right and other.y < bottom and left < other.right and top < other.bottom
    ]


def _best(
    places: Sequence[Rect], dot: _Dot, dots: Sequence[_Dot], taken: Sequence[Rect], field: Rect
) -> Rect:
    """The first place that costs nothing, else the first of the cheapest."""
    best, least = places[0], math.inf
    for place in places:
        cost = _cost(place, taken, field)
        if cost < least:
            cost += _STRAY * _strays(place, dot, dots)
        if cost < least:
            best, least = place, cost
        if not cost:
            break
    return best


def _cost(place: Rect, taken: Sequence[Rect], field: Rect) -> float:
    outside = max(0.0, place.bottom - field.bottom) + max(0.0, field.y - place.y)
    return sum(place.overlap(other) for other in taken) + _OUTSIDE * outside


def _strays(place: Rect, dot: _Dot, dots: Sequence[_Dot]) -> bool:
    """Whether a figure there is nearer to another value; of equally near ones its middle decides."""
    own = _reach(place, dot)
    return any(_reach(place, other) < own for other in dots if (other.x, other.y) != (dot.x, dot.y))


def _reach(place: Rect, dot: _Dot) -> tuple[float, float]:
    middle = place.x + place.width / 2, place.y + place.height / 2
    return round(place.distance((dot.x, dot.y)), 2), math.dist(middle, (dot.x, dot.y))


def _along(first: Point, second: Point) -> Iterator[Point]:
    steps = max(2, int(math.hypot(second[0] - first[0], second[1] - first[1])))
    for step in range(1, steps):
        share = step / steps
        yield first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
