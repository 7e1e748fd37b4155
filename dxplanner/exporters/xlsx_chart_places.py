"""Where title, legend and plot of a native chart stand, and at which side of a curve its figures.

Lengths are mm. Spreadsheets break titles, legends and categories as they like; places that are given keep
them apart, and tell how wide the parts of a bar come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxplanner.exporters.xlsx_chart_stack import HEAD
from dxplanner.exporters.xlsx_charts import DataTable
from dxplanner.exporters.xlsx_flowing import flows_well
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries
from dxplanner.handouts.chart_layout import form_of, note_of, title_of
from dxplanner.handouts.chart_parts import Axis, Rect, broken, numbers, shown, text_width, value_axis
from dxplanner.handouts.chart_stacked import MISSING, leaves_gaps
from dxplanner.handouts.linebreak import Setting, line_height, wrap

TEXT: Final = 9.0
SMALL: Final = 8.0
_OVER_FOOT: Final = 1.2
"""Free space between the names of the axis and the note under them."""
_TITLES: Final = (10.0, TEXT)
"""Sizes of the title: usual, and in a narrow chart."""
_TITLE_WIDTH: Final = 0.76
"""Share of a chart's width at which spreadsheets break its title."""
_NARROW: Final = 75.0
NAMELESS: Final = 60.0
"""A pie in a narrower place has a legend under it instead of names around it."""
_EDGE: Final = 1.5
_LEGEND_EDGE: Final = 0.2
_SYMBOL: Final = {ChartForm.LINE: 12.0}
"""Width of a legend's sign with the space around it."""
_SIGN: Final = 5.0
_LEGEND_ROW: Final = 4.0
_SCALE: Final = 6.0
"""Height of the scale's figures under a plot."""
_HEAD: Final = 5.0
"""Free space over a curve for its figures."""
_LABELS: Final = (0.32, 0.35, 0.38, 0.41, 0.44, 0.5, 0.54, 0.58)
"""Shares of the width that the categories may take, as their rows need."""
_SLIM: Final = 0.44
"""A larger share is taken only where the rows need it."""
_LABEL_GAP: Final = 2.5
_MORE: Final = (1.0, 3.5)
"""What spreadsheets give the categories more, each another."""
_LEADING: Final = 1.17
"""Distance of two lines of a category, in sizes."""
_TICK_AIR: Final = 4.0
"""Free space between two figures under a scale."""
_TICK_HEIGHT: Final = 4.5
_FIGURES: Final = (0.74, 0.8)
_NAMES: Final = (0.6, 0.62)
"""Shares of width and height that a pie takes with figures, and with names, around it."""
_STEEP: Final = 0.1
"""Share of the scale that a curve may rise to its next value without crossing a figure over the first."""


@dataclass(frozen=True, slots=True)
class ChartPlaces:
    """The lines of title and note, the places of legend (none without) and plot, sizes of the texts.

    The note of a pie stands under its title, that of others at the right of the foot, as on paper.
    """

    title: tuple[str, ...]
    note: tuple[str, ...]
    title_size: float
    legend: Rect | None
    plot: Rect
    size: float
    """That of the categories, and of the figures of lines."""
    axis: Axis | None
    """The scale, with the same ends as on paper; None for shares of a whole."""
    foot: Rect | None = None
    """Where the note stands, unless it is under the title."""


def places_of(table: DataTable, width: float, height: float) -> ChartPlaces:
    """The places in a chart of ``width`` × ``height`` mm."""
    chart, form = table.chart, form_of(table.chart)
    head = _TITLES[width < _NARROW]
    title, note = title_lines(chart, width * _TITLE_WIDTH, head)
    high = len(note) * line_height(SMALL)
    foot = None
    if note and form is not ChartForm.PIE:
        wide = text_width(note, SMALL)
        foot = Rect(max(width - wide - _LABEL_GAP, 0.0), height - high, wide, high)
        height, high = height - high - _OVER_FOOT, 0.0
    top = _EDGE + len(title) * line_height(head) + high + 1.0
    names = legend_names(chart, width)
    across = width - 2 * _LEGEND_EDGE
    high = _legend_rows(names, across, _SYMBOL.get(form, _SIGN)) * _LEGEND_ROW + 1.0 if names else 0.0
    below = form is ChartForm.PIE
    legend = Rect(_LEGEND_EDGE, height - high - 0.5 if below else top, across, high) if names else None
    top += 0.0 if below else high
    room = max(height - top - (high if below else 0.0), 8.0)
    if form is ChartForm.PIE:
        # Figures stand around a pie, and names beside them.
        around = _FIGURES if names else _NAMES
        side = max(min(width * around[0], room * around[1]), 8.0)
        middle = top + room / 2
        plot = Rect((width - side) / 2, middle - side / 2, side, side)
        return ChartPlaces(title, note, head, legend, plot, TEXT, None)
    if form is ChartForm.LINE:
        axis = _axis(chart, most=max(2, min(5, int((room - _HEAD - _SCALE) / _TICK_HEIGHT))))
        left = _EDGE + text_width([axis.label(mark) for mark in axis.marks], TEXT) + _LABEL_GAP
        plot = Rect(left, top + _HEAD, max(width - left - 6.0, 10.0), max(room - _HEAD - _SCALE, 8.0))
        size = SMALL if width < _NARROW else TEXT
        return ChartPlaces(title, note, head, legend, plot, size, axis, foot)
    label, size = _categories(chart.categories, width, room - _SCALE)
    left = _EDGE + label + _LABEL_GAP
    stacked = form is ChartForm.STACKED
    over = HEAD if stacked else 0.0
    values = [value for series in chart.series for value in series.values]
    right = 4.0 if stacked else text_width([shown(chart, value) for value in values], TEXT) + 2.0
    plot = Rect(left, top + over, max(width - left - right, 10.0), max(room - _SCALE - over, 8.0))
    mark = text_width([f"{max(numbers(values), default=0):,.0f}"], size) + _TICK_AIR
    most = max(2, min(6, int(plot.width / mark)))
    scale = None if stacked else _axis(chart, most=most, zero=True)
    return ChartPlaces(title, note, head, legend, plot, size, scale, foot)


def title_lines(chart: Chart, width: float, size: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Title with unit, and note, in lines: all on one where a pie, whose figures tell it, has room."""
    pie = form_of(chart) is ChartForm.PIE
    unit = f"（{chart.unit}）" if chart.unit and not (pie and chart.unit == "%") else ""
    title, note = title_of(chart) + unit, note_of(chart)
    whole = "　".join(part for part in (title, note) if part)
    if pie and text_width([whole], size, True) <= width:
        return ((whole,) if whole else ()), ()
    lines = broken(title, width, size, bold=True) if title else ()
    return lines, wrap(note, width, SMALL, setting=Setting.BALANCED) if note else ()


def legend_names(chart: Chart, width: float) -> tuple[str, ...]:
    """What the legend names: series beside each other, what is not known, slices of a pie without names."""
    if form_of(chart) is ChartForm.PIE:
        return chart.categories if width < NAMELESS else ()
    names = (*(series.name for series in chart.series), *((MISSING,) if leaves_gaps(chart) else ()))
    return names if len(names) > 1 else ()


def line_sides(chart: Chart, places: ChartPlaces) -> list[list[str]]:
    """For each value of each line the side where its figure stands: t, b, l, r; "" for none.

    The upper one of two lines has its figures above, the lower one below; a figure stands beside its error
    bar where there is room. What a target repeats of another line has none.
    """
    said: set[tuple[int, str]] = set()
    sides: list[list[str]] = []
    for series in chart.series:
        others = [one for one in chart.series if one is not series]
        row = []
        for index, value in enumerate(series.values):
            text = shown(chart, value)
            repeated = not text.strip() or (series.target and (index, text) in said)
            if value.value is None or repeated:
                row.append("")
                continue
            said.add((index, text))
            row.append(_side(chart, places, series, others, index))
        sides.append(row)
    return sides


def _side(
    chart: Chart, places: ChartPlaces, series: ChartSeries, others: Sequence[ChartSeries], index: int
) -> str:
    value = series.values[index]
    half = places.plot.width / max(len(chart.categories), 1) / 2
    roomy = text_width([shown(chart, value)], places.size) + 2.5 <= half
    if value.low is not None and roomy:
        return "r" if index else "l"
    own = float(value.value or 0)
    levels = [level for one in others if (level := _level(one, index)) is not None and level != own]
    assert places.axis is not None
    if levels:
        if min(levels, key=lambda level: abs(level - own)) < own:
            return "t"
        # Under a value at the foot of the scale stand the categories.
        low = places.axis.share(own) * places.plot.height < _HEAD
        last = index == len(chart.categories) - 1
        return "b" if not low else "r" if last else "l" if roomy else "t"
    coming = numbers(series.values[index + 1 :])[:1]
    coming += [level for one in others if (level := _level(one, index + 1)) is not None]
    steep = any(places.axis.share(number) - places.axis.share(own) > _STEEP for number in coming)
    if not (steep and roomy):
        return "t"
    before = [places.axis.share(number) for number in numbers(series.values[:index])[-1:]]
    share = places.axis.share(own)
    # A line that comes in level would run through a figure at the left.
    level_in = any(abs(share - one) < _STEEP for one in before)
    return "b" if level_in and share * places.plot.height >= _HEAD else "l"


def _level(series: ChartSeries, index: int) -> float | None:
    """Where a line runs at a category, between its values too; None beyond its ends."""
    known = [(at, float(value.value)) for at, value in enumerate(series.values) if value.value is not None]
    for (first, low), (last, high) in pairwise([*known, *known[-1:]]):
        if first <= index <= last:
            return low + (high - low) * (index - first) / max(last - first, 1)
    return None


def _axis(chart: Chart, *, most: int, zero: bool = False) -> Axis:
    """The same ends as on paper."""
    values = [value for series in chart.series for value in series.values]
    ends = [float(end) for value in values for end in (value.low, value.high) if end is not None]
    return value_axis([*numbers(values), *ends], chart.axis_min, chart.axis_max, zero=zero, most=most)


def _categories(categories: Sequence[str], width: float, height: float) -> tuple[float, float]:
    """Width and size of the categories at the left of bars, so that all of them have room.

    Among the slim columns it is the one in which spreadsheets break the fewest names badly.
    """
    row = height / max(len(categories), 1)
    best: tuple[int, float, float] | None = None
    for share in _LABELS:
        if best is not None and (not best[0] or share > _SLIM):
            break
        for size in (TEXT, SMALL):
            room = min(text_width(categories, size) + 0.5, width * share)
            most = int(row / line_height(size, _LEADING) + 1e-6)
            if all(len(wrap(one, room, size)) <= most for one in categories):
                bad = sum(
                    not flows_well(one, room + more, size, most=most) for one in categories for more in _MORE
                )
                if best is None or bad < best[0]:
                    best = bad, room, size
    return best[1:] if best is not None else (width * _LABELS[-1], SMALL)


def _legend_rows(names: Sequence[str], width: float, sign: float) -> int:
    """How many lines a legend takes, its names in as many columns as there is room for."""
    wide = [text_width([name], SMALL) + sign for name in names]
    columns = next(
        (
            count
            for count in range(len(names), 1, -1)
            if sum(max(wide[at::count]) for at in range(count)) <= width
        ),
        1,
    )
    return -(-len(names) // columns)
