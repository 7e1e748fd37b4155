"""Values over years: a line a series named at its end, targets dashed, error bands, the baseline marked."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartSeries
from dxplanner.handouts.chart_labels import AIR, LEADER, MARK, STROKE, Curve, Dot, Labels
from dxplanner.handouts.chart_parts import (
    FLOOR,
    SIZES,
    Axis,
    Point,
    Rect,
    Sketch,
    broken,
    look_of,
    numbers,
    text_height,
    text_width,
    value_axis,
)
from dxplanner.handouts.drawing import Align, Edge, Polygon, Tone

BASELINE: Final = "基準"
"""A category with this word is the one that later values are compared with (基準年度, 基準値)."""
_HEIGHT: Final = 34.0
_LEAST: Final = 14.0
"""Least height of a plot with the space over it."""
_NAMES: Final = 0.26
_CAP: Final = 1.0
"""Half the width of the ends of an error bar."""
_MOST: Final = 5
"""Steps that a scale has at most."""
_HEAD: Final = 2.0
"""Free space over the scale; more where a figure stands over a value at its upper end."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What is known of a chart of curves before anything is drawn."""

    axis: Axis
    years: list[tuple[str, ...]]
    plot: Rect
    foot: float
    """Height in mm of the years under the plot."""
    size: float
    """Of the figures, in points."""
    named: list[ChartSeries]
    names: float
    """Width in mm for the names of lines."""

    def place(self, top: float, width: float) -> Rect:
        """The chart's place under ``top``."""
        return Rect(0.0, top, width, self.plot.bottom + self.foot - top)


def lines_place(chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """The place that ``draw_lines`` would return: nothing is drawn for it, which takes long."""
    return _field(chart, top, width, height).place(top, width)


def _field(chart: Chart, top: float, width: float, height: float | None) -> _Field:
    axis = line_axis(chart)
    values = _numbers(chart)
    scale = max(text_width([axis.label(mark)], FLOOR) for mark in axis.marks) + 1.2
    named = [series for series in chart.series if series.name and (len(chart.series) > 1 or series.target)]
    names = min(text_width([series.name for series in named], FLOOR), width * _NAMES) if named else 0.0
    plot_width = max(width - scale - _end(chart, named, names, width - scale), 10.0)
    years = _years(chart.categories, plot_width / max(len(chart.categories), 1))
    foot = text_height(max(map(len, years), default=1), FLOOR) + 1.2
    size = SIZES[1] if len(chart.series) == 1 else FLOOR
    room = max((height or _HEIGHT) - foot - _HEAD, _LEAST, _names_height(named, names) - _HEAD)
    free = room * (1.0 - max((axis.share(value) for value in values), default=0.0))
    head = max(_HEAD, text_height(1, size) + MARK + AIR - free)
    plot = Rect(scale, top + head, plot_width, room - (head - _HEAD))
    return _Field(axis, years, plot, foot, size, named, names)


def draw_lines(sketch: Sketch, chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """Draw curves under ``top``; ``height`` mm are free, or as many as they need. Returns their place."""
    found = _field(chart, top, width, height)
    axis, plot = found.axis, found.plot
    _frame(sketch, axis, plot, found.years, chart.categories)
    curves = [_curve(chart, number, axis, plot) for number in range(len(chart.series))]
    bars = [bar for curve in curves for bar in _band(sketch, curve, axis, plot)]
    _baseline(sketch, chart, curves, plot)
    for curve in curves:
        _stroke(sketch, curve, plot)
    taken: set[tuple[float, float]] = set()
    for curve in curves:
        _marks(sketch, curve, taken)
        taken.update((dot.x, dot.y) for dot in curve.dots)
    # Off the axis: a figure at it would be read as one of the scale.
    field = Rect(plot.x + 1.5, top, plot.width + 0.5, plot.bottom - top)
    labels = Labels(sketch, curves, bars, [_y(axis, plot, mark) for mark in axis.marks], field)
    told = [curve for curve in curves if curve.series in found.named and curve.dots]
    ending = [curve for curve in told if _ends(curve.series)]
    labels.names_at_the_end(ending, plot.right, found.names)
    labels.figures(chart, curves, found.size)
    labels.names_on_the_way([curve for curve in told if curve not in ending], found.names)
    return found.place(top, width)


def _ends(series: ChartSeries) -> bool:
    """Whether a line runs to the right end: to the last year, or as a single target for all years."""
    return series.values[-1].value is not None or _level(series)


def _level(series: ChartSeries) -> bool:
    return series.target and len(numbers(series.values)) == 1


def _end(chart: Chart, named: Sequence[ChartSeries], names: float, room: float) -> float:
    """Width in mm beside the plot for the names of lines that run to its right end."""
    ending = [series for series in named if _ends(series)]
    if not ending:
        return 0.0
    needed = names + AIR + LEADER * (len(ending) > 1)
    if any(map(_level, ending)):
        return needed
    # They begin at the last year's values, half a year before the plot ends.
    half = 1 / (2 * max(len(chart.categories), 1))
    return max((needed + MARK - room * half) / (1 - half), 0.0)


def _names_height(named: Sequence[ChartSeries], width: float) -> float:
    """Height in mm of the names of lines that run to the right end, one under the other."""
    lines = [broken(series.name, width, FLOOR) for series in named if _ends(series)]
    return sum(text_height(len(one), FLOOR) + AIR for one in lines)


def line_axis(chart: Chart) -> Axis:
    """The scale of a chart of curves; it need not begin at nought."""
    return value_axis(_numbers(chart), chart.axis_min, chart.axis_max, zero=False, most=_MOST)


def on_one_axis(charts: Sequence[Chart]) -> list[Chart]:
    """Charts of curves on one scale, so that nobody who compares them is deceived about their slopes."""
    if len(charts) < 2:
        return list(charts)
    low, high = _common_ends([value for chart in charts for value in _numbers(chart)])
    return [replace(chart, axis_min=low, axis_max=high) for chart in charts]


def _common_ends(values: Sequence[float]) -> tuple[Decimal, Decimal]:
    """Round ends of a scale that are marks of it, also when it is made from them again."""
    axis = value_axis(values, None, None, zero=False, most=_MOST)
    ends = _decimal(axis.low), _decimal(axis.high)
    while True:
        step = value_axis(values, *ends, zero=False, most=_MOST).step
        low, high = math.floor(float(ends[0]) / step + 1e-9), math.ceil(float(ends[1]) / step - 1e-9)
        wider = _decimal(low * step), _decimal(high * step)
        if wider == ends:
            return ends
        ends = wider


def _decimal(number: float) -> Decimal:
    return Decimal(repr(round(number, 9)))


def _numbers(chart: Chart) -> list[float]:
    """All values, and the ends of their error bands."""
    values = [number for series in chart.series for number in numbers(series.values)]
    ends = [end for series in chart.series for value in series.values for end in (value.low, value.high)]
    return [*values, *(float(end) for end in ends if end is not None)]


def _years(categories: Sequence[str], step: float) -> list[tuple[str, ...]]:
    """Categories in lines, ``step`` mm apart: at their brackets where there is room, else anywhere."""
    lines = [broken(category, step - AIR, FLOOR) for category in categories]
    parted = [broken(category, text_width([category], FLOOR) - 0.1, FLOOR) for category in categories]
    wished = [
        part if len(line) > 1 and len(part) == 2 else line for line, part in zip(lines, parted, strict=True)
    ]
    halves = [text_width(one, FLOOR) / 2 for one in wished]
    # The outer ones stay over the plot, the others beside each other.
    apart = all(a + b + AIR <= step for a, b in pairwise(halves))
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


def _curve(chart: Chart, number: int, axis: Axis, plot: Rect) -> Curve:
    series = chart.series[number]
    step = plot.width / max(len(chart.categories), 1)
    dots = tuple(
        Dot(plot.x + step * (index + 0.5), _y(axis, plot, float(value.value)), value, index)
        for index, value in enumerate(series.values)
        if value.value is not None
    )
    return Curve(series, number, look_of(number, series.role), dots)


def _y(axis: Axis, plot: Rect, value: float) -> float:
    return plot.bottom - plot.height * axis.share(value)


def _band(sketch: Sketch, curve: Curve, axis: Axis, plot: Rect) -> Iterator[Rect]:
    """誤差の範囲: a surface along neighbouring values, an upright bar at one that stands alone.

    Gives the places of the bars.
    """
    run: list[Dot] = []
    for dot in curve.dots:
        if dot.value.low is None or dot.value.high is None:
            continue
        if run and dot.index != run[-1].index + 1:
            yield from _range(sketch, curve, run, axis, plot)
            run = []
        run.append(dot)
    yield from _range(sketch, curve, run, axis, plot)


def _range(sketch: Sketch, curve: Curve, run: Sequence[Dot], axis: Axis, plot: Rect) -> Iterator[Rect]:
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
            yield Rect(x - _CAP, y - STROKE, 2 * _CAP, 2 * STROKE)
        yield Rect(low[0] - STROKE, high[1], 2 * STROKE, low[1] - high[1])


def _baseline(sketch: Sketch, chart: Chart, curves: Sequence[Curve], plot: Rect) -> None:
    """A dotted level from the baseline's value to the right."""
    for curve in curves:
        for dot in curve.dots:
            if BASELINE in chart.categories[dot.index] and not curve.series.target:
                sketch.line(((dot.x, dot.y), (plot.right, dot.y)), Edge.DOTTED)


def _stroke(sketch: Sketch, curve: Curve, plot: Rect) -> None:
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
    across = -(second[1] - first[1]) / length * STROKE, (second[0] - first[0]) / length * STROKE
    return (
        (first[0] + across[0], first[1] + across[1]),
        (second[0] + across[0], second[1] + across[1]),
        (second[0] - across[0], second[1] - across[1]),
        (first[0] - across[0], first[1] - across[1]),
    )


def _marks(sketch: Sketch, curve: Curve, taken: set[tuple[float, float]]) -> None:
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
        yield MARK * size * math.sin(angle), -MARK * size * math.cos(angle)
