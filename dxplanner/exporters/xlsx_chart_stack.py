"""Where the figures of a native chart's stacked bars stand: in their parts, or above those too narrow.

Lengths are mm, sizes of letters points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dxplanner.exporters.xlsx_charts import DataTable
from dxplanner.handouts.blocks import Chart
from dxplanner.handouts.chart_parts import FLOOR, Rect, shown, spread, text_width
from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.linebreak import line_height

HEAD: Final = 1.4
"""Free space over the bars: half of a figure above the first of them."""
_AIR: Final = 1.0
_APART: Final = 2.4
"""Free space in mm between two figures above a bar: more than a digit, lest two be read as one."""
_FIGURE: Final = line_height(FLOOR, 1.1)
"""Height of a figure above a bar."""
_OVER: Final = 0.7
"""Free space over such a figure, so that it is not taken for the next bar's."""
_SLIMMEST: Final = 2.6
"""A bar is no slimmer than this: figures stand in it too."""
_BETWEEN: Final = 0.31
"""Share of a row that lies between two bars where all figures stand inside."""
_BEYOND: Final = 1.5
"""How far figures may stand out at the right."""

Place = tuple[int, int]
"""A part: its column in the chart's table, its category."""
Way = tuple[float, float]
"""How far to the right and up."""


@dataclass(frozen=True, slots=True)
class StackLabels:
    """The space between bars as a percentage of their thickness, and the labels that stand above them."""

    gap_width: int
    above: Mapping[Place, Way]
    """From the middles of their parts; other labels stand there."""


@dataclass(frozen=True, slots=True)
class _Part:
    place: Place
    middle: float
    length: float
    wide: float
    """Width of the text."""

    @property
    def narrow(self) -> bool:
        """Whether the text has no room in the part."""
        return self.wide + _AIR > self.length


def keeps_lengths(chart: Chart) -> bool:
    """Whether values are lost, so that the others must not share the whole among them."""
    return chart.unit == "%" and any(value.value is None for one in chart.series for value in one.values)


def stack_labels(table: DataTable, plot: Rect) -> StackLabels:
    """Where the figures of a chart's parts stand when its bars lie in ``plot``."""
    rows = [_parts(table, index, plot.width) for index in range(len(table.chart.categories))]
    pitch = plot.height / max(len(rows), 1)
    free = pitch * _BETWEEN
    if any(part.narrow for parts in rows for part in parts):
        free = max(free, min(_FIGURE + _OVER, pitch - _SLIMMEST))
    up = (pitch - free + _FIGURE) / 2
    above: dict[Place, Way] = {}
    for parts in rows:
        narrow = [part for part in parts if part.narrow]
        middles, widths = [part.middle for part in narrow], [part.wide for part in narrow]
        starts = spread(middles, widths, 0.0, plot.width + _BEYOND, _APART)
        for part, start in zip(narrow, starts, strict=True):
            above[part.place] = (start + part.wide / 2 - part.middle, up)
    return StackLabels(round(100 * free / (pitch - free)), above)


def _parts(table: DataTable, index: int, width: float) -> list[_Part]:
    """The parts of a bar from the left."""
    chart, gaps = table.chart, table.gap_columns
    figures = {column: table.columns[column].cells[index].value for column in table.stack if column > 0}
    known = {column: float(value) for column, value in figures.items() if not isinstance(value, str)}
    whole = 100.0 if keeps_lengths(chart) else sum(known.values()) or 1.0
    parts: list[_Part] = []
    begin = 0.0
    for column, value in known.items():
        length = value / whole * width
        text = MISSING if column in gaps else shown(chart, chart.series[column - 1].values[index])
        parts.append(_Part((column, index), begin + length / 2, length, text_width([text], FLOOR)))
        begin += length
    return parts
