"""Rows of charts on a sheet: room for native charts, and the tables of their data (``xlsx_chart_data``).

Lengths are mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_content import Content
from dxplanner.exporters.xlsx_formulas import excel_number
from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_shapes import Point
from dxplanner.exporters.xlsx_styles import CELL_PADDING, NEARLY, Look, Style, Vertical
from dxplanner.handouts.blocks import Chart, ChartForm, ChartRow
from dxplanner.handouts.chart_layout import (
    chart_row_height,
    form_of,
    lay_out_chart_row,
    note_of,
    row_places,
    title_of,
)
from dxplanner.handouts.chart_parts import text_width
from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.drawing import Box

EMPTY: Final = 0
NAMED: Final = -1
"""Places of a stack without figures: an empty one, and the one that names all gaps in the legend."""
_CLOSE: Final = 0.01
NOTE_ROWS: Final = 1
"""Rows above the tables of data, which say what they are."""
_BAND_ROW: Final = 6.0
"""Height of the empty rows that charts stand over."""
_LEAST_ROW: Final = 4.3
"""Height of those that figures stand beside."""


@dataclass(frozen=True, slots=True)
class DataCell:
    """A cell of a chart's table; text when it is no number."""

    value: str | int | float = ""
    number_format: str = ""
    inferred: bool = False
    rest: bool = False
    """Whether it is what the figures of its row leave over to 100."""


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of a chart's table under its heading."""

    heading: str
    cells: tuple[DataCell, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A chart's table: the categories, a column a series, and the ranges of error of those that have them."""

    chart: Chart
    columns: tuple[DataColumn, ...]
    errors: tuple[int, ...]
    """For each series the column of its distance down, which that of the distance up follows; 0 for none."""
    gaps: tuple[tuple[int, int], ...] = ()
    """Columns of what lost values leave free of 100 %, each with the series that it stands before."""

    @property
    def stack(self) -> tuple[int, ...]:
        """The columns of figures in the order in which they stand in a bar; EMPTY for an empty place.

        Where there are gaps, NAMED stands last for all of them in the legend. Programs count the entries of
        a legend from either end. Empty places mirror the gaps, so that both ways leave out the same entries.
        """
        gaps, named = dict(self.gaps), [number + 1 for number in range(len(self.chart.series))]
        named += [NAMED] if gaps else []
        order: list[int] = []
        for number, column in enumerate((*named, None)):
            if number in gaps or len(named) - number in gaps:
                order.append(gaps.get(number, EMPTY))
            if column is not None:
                order.append(column)
        return tuple(order)

    @property
    def gap_columns(self) -> frozenset[int]:
        """The columns of what lost values leave free."""
        return frozenset(column for _, column in self.gaps)


@dataclass(frozen=True, slots=True)
class Band:
    """A row of charts laid out."""

    tables: tuple[DataTable, ...]
    places: tuple[tuple[float, float], ...]
    """Left edge and width of each chart."""
    edges: tuple[float, float]
    """The column lines, which are the page's sides: charts and texts float."""
    beside: float
    """Where the texts at the right begin."""
    texts: tuple[Box, ...]
    """The texts at the right as they are set on the page."""
    height: float


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart between two corners (grid units), and the cells of its table (row and columns from 0)."""

    table: DataTable
    corners: tuple[Point, Point]
    heading: int
    """The row of the headings; the categories begin under it."""
    columns: tuple[int, ...]


def band_of(row: ChartRow, width: float) -> Band:
    """Lay out a row of charts over ``width`` mm."""
    places, beside = row_places(row, width)
    tables = tuple(_table(_with_counts(chart)) for chart in row.charts)
    boxes = lay_out_chart_row(row, width).boxes if row.texts else ()
    texts = tuple(box for box in boxes if box.x >= beside - _CLOSE)
    return Band(tables, places, (0.0, width), beside, texts, chart_row_height(row, width))


def put_charts(canvas: Canvas, band: Band) -> tuple[int, int]:
    """Append the empty rows that the charts stand over, with the texts at their right; return their lines.

    There are enough of them for the tables of data beside them, where these rows are not too low for that.
    """
    top = canvas.row_count
    needed = NOTE_ROWS + sum(rows_of(table) + 1 for table in band.tables) - 1
    count = max(round(band.height / _BAND_ROW), min(needed, int(band.height / _LEAST_ROW)), 1)
    for _ in range(count):
        canvas.add_row(band.height / count * MM_TO_POINT)
    if band.texts:
        room = band.edges[1] - band.beside - CELL_PADDING - NEARLY
        corners = ((canvas.grid.place(band.beside), top), (canvas.grid.count, canvas.row_count))
        content = _texts(band.texts, room)
        canvas.put_above(corners, content, str(content.value).count("\n") + 1)
    return top, canvas.row_count


def rows_of(table: DataTable) -> int:
    """The rows of a table of data: the chart's title, headings, categories."""
    return 2 + len(table.chart.categories)


def caption_of(chart: Chart) -> str:
    """A chart's title with its unit, n and what is 推定, for a sheet."""
    unit = f"（{chart.unit}）" if chart.unit else ""
    return "　".join(part for part in (title_of(chart) + unit, note_of(chart)) if part)


def _texts(boxes: Sequence[Box], room: float) -> Content:
    """Headings and texts in ROOM mm, with the page's lines and a free one over each heading."""
    size = boxes[0].style.size
    widest = max(text_width(box.lines, size, box.style.bold) for box in boxes)
    size = int(min(size, size * room / widest) * 2) / 2
    text = ""
    bold: list[tuple[int, int]] = []
    for before, box in zip((None, *boxes), boxes, strict=False):
        if before is not None:
            text += "\n" if before.style.bold and not box.style.bold else "\n\n"
        start = len(text)
        text += "\n".join(box.lines)
        bold += [(start, len(text))] if box.style.bold else []
    return Content(text, Look(Style.BODY, size, vertical=Vertical.TOP, wrap=True), bold=tuple(bold))


def _with_counts(chart: Chart) -> Chart:
    """What paper prints in brackets after a figure stands after its category: a native chart shows that."""
    if len(chart.series) != 1:
        return chart
    series = chart.series[0]
    parts = [
        value.text.partition("（") if value.text.endswith("）") else (value.text, "", "")
        for value in series.values
    ]
    told = [bracket + more if figure else "" for figure, bracket, more in parts]
    names = (f"{name}{more}" for name, more in zip(chart.categories, told, strict=True))
    values = (
        replace(value, text=figure) if more else value
        for value, (figure, *_), more in zip(series.values, parts, told, strict=True)
    )
    return replace(chart, categories=tuple(names), series=(replace(series, values=tuple(values)),))


def _table(chart: Chart) -> DataTable:
    columns = [DataColumn("", tuple(map(DataCell, chart.categories)))]
    for series in chart.series:
        cells = tuple(_cell(chart, value.value, value.inferred) for value in series.values)
        columns.append(DataColumn(series.name or "値", cells))
    errors: list[int] = []
    for series in chart.series:
        ranged = any(value.low is not None and value.high is not None for value in series.values)
        errors.append(len(columns) if ranged else 0)
        if ranged:
            down = [_between(value.value, value.low) for value in series.values]
            up = [_between(value.value, value.high) for value in series.values]
            for name, ends in (("誤差（－）", down), ("誤差（＋）", up)):
                columns.append(DataColumn(name, tuple(_cell(chart, end) for end in ends)))
    table = DataTable(chart, tuple(columns), tuple(errors))
    return _with_gaps(table) if form_of(chart) is ChartForm.STACKED and chart.unit == "%" else table


def _with_gaps(table: DataTable) -> DataTable:
    """A table with what lost values leave free of 100 %: a column for each series that is the first lost."""
    chart = table.chart
    rests: dict[int, dict[int, Decimal]] = {}
    for index in range(len(chart.categories)):
        values = [series.values[index].value for series in chart.series]
        rest = Decimal(100) - sum((value for value in values if value is not None), Decimal(0))
        if None in values and rest > 0:
            rests.setdefault(values.index(None), {})[index] = rest
    columns, gaps = list(table.columns), []
    for number, free in sorted(rests.items()):
        gaps.append((number, len(columns)))
        count = len(chart.categories)
        cells = (replace(_cell(chart, free.get(at)), rest=at in free) for at in range(count))
        columns.append(DataColumn(MISSING, tuple(cells)))
    return replace(table, columns=tuple(columns), gaps=tuple(gaps))


def _cell(chart: Chart, value: Decimal | None, inferred: bool = False) -> DataCell:
    """A figure. One that is not known leaves its cell empty, so that the chart has a gap there."""
    if value is None:
        return DataCell(inferred=inferred)
    exponent = value.as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    unit = '"%"' if chart.unit == "%" and form_of(chart) is ChartForm.PIE else ""
    form = "#,##0" + ("." + "0" * decimals if decimals else "") + unit
    return DataCell(excel_number(value), form, inferred)


def _between(value: Decimal | None, end: Decimal | None) -> Decimal | None:
    return None if value is None or end is None else abs(end - value)
