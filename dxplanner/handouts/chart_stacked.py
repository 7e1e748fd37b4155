"""Bars that share 100 %: a row a category, a part a series, each part with its figure."""

from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.blocks import Chart, ChartForm, ChartValue
from dxplanner.handouts.chart_bars import LABEL_GAP, draw_marks, set_rows, write_category
from dxplanner.handouts.chart_parts import (
    FLOOR,
    SIZES,
    Axis,
    Look,
    Rect,
    Sketch,
    look_of,
    shown,
    spread,
    text_height,
    text_width,
)
from dxplanner.handouts.drawing import Align, Edge
from dxplanner.handouts.linebreak import line_height

_BAR: Final = 4.1
_THICKEST: Final = 6.5
_BETWEEN: Final = 1.2
_AIR: Final = 0.9
_APART: Final = 1.8
"""Between figures above a bar, in mm: about a digit, so that two of them are not read as one."""
MISSING: Final = "値なし"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a row: from and to as shares of the bar, and its surface; none where it is not known."""

    start: float
    end: float
    text: str
    value: ChartValue
    look: Look | None = None


def draw_stacked(sketch: Sketch, chart: Chart, top: float, width: float, height: float | None) -> Rect:
    """Draw rows under ``top``; ``height`` mm are free, or as many as they need. Returns their place."""
    rows_of = [_parts(chart, index) for index in range(len(chart.categories))]
    foot = text_height(1, FLOOR) + 0.8
    small = text_height(1, FLOOR)
    # The categories' width is not known yet: their largest share tells which parts are surely too narrow.
    guess = width * 0.55
    crowded = [any(not _fits(part, guess) for part in parts) for parts in rows_of]
    least = tuple(_BAR + _BETWEEN + (small if tight else 0.0) for tight in crowded)
    rows = set_rows(chart.categories, width, least, height - foot if height else None)
    left = rows.width + LABEL_GAP
    right = text_width(["100"], FLOOR) / 2
    plot = Rect(left, top, max(width - left - right, 10.0), rows.height)
    draw_marks(sketch, Axis(0.0, 100.0, 20.0), plot)
    bar = min(
        _THICKEST,
        *(high - _BETWEEN - small * tight for high, tight in zip(rows.heights, crowded, strict=True)),
    )
    y = top
    for index in range(len(chart.categories)):
        over = small if crowded[index] else 0.0
        write_category(sketch, rows, index, chart, y + over / 2)
        first = y + (rows.heights[index] - bar - over) / 2 + over
        _row(sketch, rows_of[index], Rect(plot.x, first, plot.width, bar))
        y += rows.heights[index]
    sketch.line(((plot.x, top), (plot.x, plot.bottom)), Edge.THIN)
    return Rect(0.0, top, width, plot.bottom + foot - top)


def leaves_gaps(chart: Chart) -> bool:
    """Whether parts of its bars are not known, which the legend then tells."""
    rows = range(len(chart.categories)) if chart.form is ChartForm.STACKED else ()
    return any(part.look is None for index in rows for part in _parts(chart, index))


def _parts(chart: Chart, index: int) -> list[_Part]:
    """The parts of a row. What values that are lost leave over to 100 % is one part that is not known."""
    values = [series.values[index] for series in chart.series]
    known = sum(float(value.value) for value in values if value.value is not None)
    lost = [value for value in values if value.value is None]
    whole = max(known, 100.0) if chart.unit == "%" else known
    if not lost and abs(known - 100.0) < 2.5:
        whole = known
    parts: list[_Part] = []
    place = 0.0
    rest = max(whole - known, 0.0) if lost else 0.0
    for number, (series, value) in enumerate(zip(chart.series, values, strict=True)):
        if value.value is None:
            if rest > 0:
                text = value.text if len(lost) == 1 and value.text else MISSING
                parts.append(_Part(place, place + rest / whole, text, value))
                place += rest / whole
                rest = 0.0
            continue
        end = place + (float(value.value) / whole if whole else 0.0)
        parts.append(_Part(place, end, shown(chart, value), value, look_of(number, series.role)))
        place = end
    return parts


def _fits(part: _Part, width: float, size: float = FLOOR) -> bool:
    return text_width([part.text], size) + 2 * _AIR <= (part.end - part.start) * width


def _row(sketch: Sketch, parts: list[_Part], bar: Rect) -> None:
    """One bar; figures that do not fit into their parts stand above them."""
    for part in parts:
        place = Rect(bar.x + bar.width * part.start, bar.y, bar.width * (part.end - part.start), bar.height)
        if part.look is not None:
            sketch.bar(place, part.look, part.value)
        else:
            sketch.unknown(place, part.value.name)
    size = next((size for size in SIZES if text_height(1, size) <= bar.height + 0.2), FLOOR)
    for part in parts:
        if _fits(part, bar.width):
            fitting = next((one for one in SIZES if one <= size and _fits(part, bar.width, one)), FLOOR)
            wide, high = text_width([part.text], fitting), line_height(fitting, 1.0)
            x = bar.x + bar.width * (part.start + part.end) / 2 - wide / 2
            y, name = bar.y + (bar.height - high) / 2, part.value.name
            sketch.text(x, y, (part.text,), fitting, align=Align.CENTRE, leading=1.0, name=name)
    _above(sketch, [part for part in parts if not _fits(part, bar.width)], bar)


def _above(sketch: Sketch, parts: list[_Part], bar: Rect) -> None:
    middles = [bar.x + bar.width * (part.start + part.end) / 2 for part in parts]
    widths = [text_width([part.text], FLOOR) for part in parts]
    high = text_height(1, FLOOR)
    for part, middle, wide, x in zip(
        parts, middles, widths, spread(middles, widths, bar.x, bar.right + 1.5, _APART), strict=True
    ):
        sketch.text(x, bar.y - high, (part.text,), FLOOR, align=Align.CENTRE, name=part.value.name)
        if abs(x + wide / 2 - middle) > 0.6:
            sketch.line(((x + wide / 2, bar.y - 0.45), (middle, bar.y + 0.5)), Edge.HAIR)
