"""Horizontal bars: a row a category, series beside each other, the figure at each bar's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartSeries
from dxplanner.handouts.chart_parts import (
    FLOOR,
    SIZES,
    Axis,
    Rect,
    Sketch,
    broken,
    look_of,
    numbers,
    shown,
    text_height,
    text_width,
    value_axis,
)
from dxplanner.handouts.drawing import Align, Box, Edge

LABEL_SHARE: Final = 0.4
"""What the categories may take of a chart's width."""
LABEL_GAP: Final = 1.6
_BAR: Final = (2.7, 6.0)
"""A bar's height: what it has, and what it may grow to."""
_BETWEEN: Final = 1.4
_TICK: Final = 0.8
_TICK_PITCH: Final = 9.0


@dataclass(frozen=True, slots=True)
class Rows:
    """The categories at the left: their lines in one size, the width they take, and each row's height."""

    lines: tuple[tuple[str, ...], ...]
    size: float
    width: float
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


def set_rows(
    categories: tuple[str, ...], width: float, least: tuple[float, ...], height: float | None
) -> Rows:
    """Set categories into at most LABEL_SHARE of ``width``, rows being at least as high as ``least`` says.

    With ``height`` the text shrinks until the rows stay in it, and rows share what is left over.
    """
    rows = None
    for size in SIZES:
        widest = text_width(categories, size)
        room = min(widest, width * LABEL_SHARE)
        lines = tuple(broken(category, room, size) for category in categories)
        taken = max((text_width(one, size) for one in lines), default=0.0)
        heights = tuple(
            max(text_height(len(one), size) + _BETWEEN / 2, bar)
            for one, bar in zip(lines, least, strict=True)
        )
        rows = Rows(lines, size, taken, heights)
        if rows.height <= (height or float("inf")) + 1e-6:
            break
    assert rows is not None
    spare = ((height or 0.0) - rows.height) / max(len(categories), 1)
    if spare <= 0:
        return rows
    return Rows(rows.lines, rows.size, rows.width, tuple(high + min(spare, high) for high in rows.heights))


def write_category(sketch: Sketch, rows: Rows, index: int, chart: Chart, top: float) -> None:
    """A category at the right of its column, in the middle of its row."""
    lines = rows.lines[index]
    y = top + (rows.heights[index] - text_height(len(lines), rows.size)) / 2
    sketch.text(
        0.0, y, lines, rows.size, width=rows.width, align=Align.RIGHT,
        text=chart.categories[index], name=chart.label(index),
    )  # fmt: skip


def draw_bars(sketch: Sketch, chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """Draw bars under ``top``; ``height`` mm are free, or as many as they need. Returns their place."""
    count = max(len(chart.series), 1)
    foot = text_height(1, FLOOR) + _TICK
    least = count * _BAR[0] + _BETWEEN
    rows = set_rows(
        chart.categories, width, (least,) * len(chart.categories), height - foot if height else None
    )
    size = SIZES[1] if count == 1 else FLOOR
    figures = [shown(chart, value) for series in chart.series for value in series.values]
    left = rows.width + LABEL_GAP
    values = [number for series in chart.series for number in numbers(series.values)]
    below = min(values, default=0.0) < 0
    side = text_width(figures, size) + LABEL_GAP
    plot = Rect(left + side * below, top, max(width - left - side * (1 + below), 10.0), rows.height)
    axis = value_axis(
        values, chart.axis_min, chart.axis_max, zero=True, most=max(2, min(6, int(plot.width / _TICK_PITCH)))
    )
    bar = min((min(rows.heights) - _BETWEEN) / count, _BAR[1])
    y = top
    said: list[Rect] = []
    for index in range(len(chart.categories)):
        write_category(sketch, rows, index, chart, y)
        first = y + (rows.heights[index] - bar * count) / 2
        for number, series in enumerate(chart.series):
            row = Rect(0, first + bar * number, 0, bar)
            box = _bar(sketch, chart, series, number, index, axis, plot, row, size)
            said.append(Rect(box.x, y, box.width, rows.heights[index]))
        y += rows.heights[index]
    grid = Sketch()
    draw_marks(grid, axis, plot, said)
    sketch.boxes += grid.boxes
    sketch.polygons[:0] = grid.polygons
    base = plot.x + plot.width * axis.share(0.0)
    sketch.line(((base, top), (base, plot.bottom)), Edge.THIN)
    return Rect(0.0, top, width, plot.bottom + foot - top)


def draw_marks(sketch: Sketch, axis: Axis, plot: Rect, said: Sequence[Rect] = ()) -> None:
    """Hair lines at the marks of a horizontal scale, with its figures under the plot.

    Where a line would cross a figure, it stops for the height of that place in ``said``.
    """
    for mark in axis.marks:
        x = plot.x + plot.width * axis.share(mark)
        y = plot.y
        for place in said:
            if place.x - _TICK < x < place.right + _TICK:
                if place.y > y:
                    sketch.rule((x, y), (x, place.y))
                y = place.bottom
        sketch.rule((x, y), (x, plot.bottom + _TICK))
        text = axis.label(mark)
        sketch.text(x - text_width([text], FLOOR) / 2, plot.bottom + _TICK, (text,), FLOOR)


def _bar(
    sketch: Sketch,
    chart: Chart,
    series: ChartSeries,
    number: int,
    index: int,
    axis: Axis,
    plot: Rect,
    row: Rect,
    size: float,
) -> Box:
    """One bar with its figure; a value that is not known has its sign at the axis. Gives the figure's box."""
    value = series.values[index]
    base = plot.x + plot.width * axis.share(0.0)
    end = base if value.value is None else plot.x + plot.width * axis.share(float(value.value))
    if end != base:
        place = Rect(min(base, end), row.y, abs(end - base), row.height)
        sketch.bar(place, look_of(number, series.role), value)
    text = shown(chart, value)
    wide, high = text_width([text], size), text_height(1, size)
    x = end + 0.7 if end >= base else end - 0.7 - wide
    return sketch.text(x, row.y + (row.height - high) / 2, (text,), size, name=value.name)
