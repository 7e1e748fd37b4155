"""Charts of a workbook: native ones that staff can go on editing, bound to the cells of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from dxplanner.domain.text import TAB
from dxplanner.exporters import xlsx_chart_style as style
from dxplanner.exporters.pdf_theme import ROLES
from dxplanner.exporters.xlsx_chart_places import (
    NAMELESS,
    SMALL,
    TEXT,
    legend_names,
    line_sides,
    places_of,
)
from dxplanner.exporters.xlsx_chart_stack import StackLabels, keeps_lengths, stack_labels
from dxplanner.exporters.xlsx_charts import EMPTY, NAMED, PlacedChart
from dxplanner.exporters.xlsx_shapes import Locator
from dxplanner.exporters.xlsx_text import clean_text
from dxplanner.handouts.blocks import ChartForm
from dxplanner.handouts.chart_layout import form_of
from dxplanner.handouts.chart_parts import FLOOR, Look, Rect, look_of
from dxplanner.handouts.chart_stacked import MISSING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_EMU_PER_MM: Final = 36000
_GRID: Final = "C3CAD2"
_SIGNS: Final = ("circle", "square", "triangle", "diamond")
_PLACES: Final = {ChartForm.PIE: "bestFit", ChartForm.BAR: "outEnd"}
_SHORT: Final = 45.0
"""A scale of shares shorter than this (mm) has fewer marks."""
_STRIP: Final = 0.05
"""The least share of a chart that its plot and its parts keep."""


def add_charts(sheet: Worksheet, charts: Sequence[PlacedChart], locator: Locator) -> None:
    """Put native charts on a sheet over the room that was kept for them."""
    for placed in charts:
        if placed.table.chart.categories and placed.table.chart.series:
            left, top = locator.emu(placed.corners[0])
            right, bottom = locator.emu(placed.corners[1])
            size = (right - left) / _EMU_PER_MM, (bottom - top) / _EMU_PER_MM
            native = _Native(sheet, placed, *size).chart()
            native.anchor = _anchor(placed, locator)
            sheet.add_chart(native)


class _Native:
    """One chart as openpyxl builds it."""

    def __init__(self, sheet: Worksheet, placed: PlacedChart, width: float, height: float) -> None:
        self._sheet = sheet
        self._placed = placed
        self._chart = placed.table.chart
        self._form = form_of(self._chart)
        self._width = width
        self._height = height
        self._places = places_of(placed.table, width, height)
        self._sides = line_sides(self._chart, self._places) if self._form is ChartForm.LINE else []
        self._stacked: StackLabels | None = None
        if self._form is ChartForm.STACKED:
            self._stacked = stack_labels(placed.table, self._places.plot)

    def chart(self) -> Any:
        """The chart with title, series, labels and axes."""
        from openpyxl.chart.layout import Layout, ManualLayout

        chart = self._empty()
        chart.title = style.title(self._places)
        if chart.title is not None:
            chart.title.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.01))
        chart.series = []
        table = self._placed.table
        for order, column in enumerate(table.stack):
            figures = 0 < column <= len(self._chart.series)
            chart.series.append(self._series(column - 1, order) if figures else self._gap(column, order))
        chart.display_blanks = "span" if self._form is ChartForm.LINE else "gap"
        chart.roundedCorners = False
        chart.graphical_properties = style.shape(line=None)
        chart.layout = self._layout(self._places.plot, target="inner")
        self._legend(chart)
        return chart

    def _legend(self, chart: Any) -> None:
        from openpyxl.chart.legend import LegendEntry

        if self._places.legend is None:
            chart.legend = None
            return
        chart.legend.position = "b" if self._form is ChartForm.PIE else "t"
        chart.legend.txPr = style.letters(SMALL)
        chart.legend.layout = self._layout(self._places.legend)
        table = self._placed.table
        chart.legend.legendEntry = [
            LegendEntry(idx=order, delete=True)
            for order, column in enumerate(table.stack)
            if column == EMPTY or column in table.gap_columns
        ]

    def _layout(self, place: Rect, target: Literal["inner"] | None = None, *, sized: bool = True) -> Any:
        """A place in shares of the chart; a title is as large as its text, not SIZED."""
        from openpyxl.chart.layout import Layout, ManualLayout

        # Where titles and legends leave nothing of the chart, a strip stays.
        x, y = (_share(*one, 0.0, 1 - _STRIP) for one in ((place.x, self._width), (place.y, self._height)))
        made = ManualLayout(layoutTarget=target, xMode="edge", yMode="edge", x=x, y=y)
        if sized:
            made.w = _share(place.width, self._width, _STRIP, 1 - x)
            made.h = _share(place.height, self._height, _STRIP, 1 - y)
        return Layout(manualLayout=made)

    def _empty(self) -> Any:
        from openpyxl.chart import BarChart, LineChart, PieChart

        if self._form is ChartForm.PIE:
            pie = PieChart()
            pie.firstSliceAng = 0
            pie.varyColors = True
            return pie
        chart: Any = LineChart() if self._form is ChartForm.LINE else BarChart()
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False
            axis.txPr = style.letters(TEXT)
            axis.title = None
        below = chart.x_axis if self._form is ChartForm.LINE else chart.y_axis
        below.title = style.note(self._places)
        if self._places.foot is not None:
            below.title.layout = self._layout(self._places.foot, sized=False)
        chart.x_axis.txPr = style.letters(self._places.size, level=True)
        # Each category is named, if need be in several lines.
        chart.x_axis.tickLblSkip = 1
        chart.y_axis.majorGridlines.spPr = style.shape(line=_GRID)
        if self._form is ChartForm.LINE:
            self._scale(chart)
            return chart
        chart.type = "bar"
        chart.y_axis.txPr = style.letters(self._places.size, level=True)
        chart.gapWidth = 45
        # Categories from the top; the values' axis then has to cross at the far end to stand below.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        if self._form is ChartForm.STACKED:
            self._stack(chart)
        else:
            self._scale(chart)
        return chart

    def _stack(self, chart: Any) -> None:
        """Parts of 100 %. Where values are lost the others keep their length, rather than share the whole."""
        assert self._stacked is not None
        step = 20 if self._places.plot.width >= _SHORT else 50
        chart.overlap = 100
        chart.gapWidth = self._stacked.gap_width
        chart.grouping = "stacked" if keeps_lengths(self._chart) else "percentStacked"
        if chart.grouping == "stacked":
            chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
            chart.y_axis.majorUnit, chart.y_axis.number_format = step, '0"%"'
        else:
            chart.y_axis.majorUnit, chart.y_axis.number_format = step / 100, "0%"

    def _scale(self, chart: Any) -> None:
        axis = self._places.axis
        assert axis is not None
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = axis.low, axis.high
        chart.y_axis.majorUnit = axis.step
        chart.y_axis.number_format = "#,##0" if axis.step >= 1 and axis.step != 2.5 else "#,##0.0"

    def _bound(self, column: int, order: int) -> Any:
        """A series bound to a column of the table."""
        from openpyxl.chart.data_source import AxDataSource, NumDataSource, StrRef
        from openpyxl.chart.series import Series, SeriesLabel

        made = Series(idx=order, order=order)
        heading = self._placed.table.columns[column].heading
        made.tx = SeriesLabel(strRef=StrRef(f=self._cells(column, heading=True), strCache=_words([heading])))
        made.cat = AxDataSource(strRef=StrRef(f=self._cells(0), strCache=_words(self._chart.categories)))
        made.val = NumDataSource(numRef=self._figures(column))
        return made

    def _gap(self, column: int, order: int) -> Any:
        """What lost values leave free, named there; or a place without figures (see ``DataTable.stack``)."""
        if column in (EMPTY, NAMED):
            return self._empty_place(order, named=column == NAMED)
        made = self._bound(column, order)
        made.spPr = style.unknown()
        made.dLbls = self._part_labels(column, "showSerName")
        return made

    def _empty_place(self, order: int, *, named: bool) -> Any:
        """A series of no figures: its only cell holds the heading of a gap, perhaps for the legend."""
        from openpyxl.chart.data_source import NumData, NumDataSource, NumRef, StrRef
        from openpyxl.chart.series import Series, SeriesLabel

        heading = self._cells(self._placed.table.gaps[0][1], heading=True)
        made = Series(idx=order, order=order)
        made.tx = SeriesLabel(strRef=StrRef(f=heading, strCache=_words([MISSING])))
        made.val = NumDataSource(numRef=NumRef(f=heading, numCache=NumData(ptCount=1)))
        made.spPr = style.unknown() if named else style.nothing()
        return made

    def _part_labels(self, column: int, shown: str) -> Any:
        """The labels of one series of stacked bars, each where it has room."""
        assert self._stacked is not None
        letters = style.letters(FLOOR)
        others: dict[int, style.Spot | None] = {}
        for at in range(len(self._chart.categories)):
            if (column, at) in self._stacked.above:
                right, up = self._stacked.above[column, at]
                others[at] = style.Spot("ctr", letters, (right / self._width, -up / self._height))
            elif shown == "showSerName" and not self._placed.table.columns[column].cells[at].rest:
                # Other programs than Excel name an empty part too.
                others[at] = None
        labels = style.labels(letters, shown, "ctr", others)
        # Some programs draw a line from each label that has been moved, unless told not to.
        labels.showLeaderLines = False
        # On a dark or hatched surface figures are read on paper white.
        labels.spPr = style.shape(fill=style.PAPER)
        return labels

    def _series(self, number: int, order: int) -> Any:
        series = self._chart.series[number]
        made = self._bound(number + 1, order)
        look = look_of(number, series.role)
        made.dLbls = self._labels(number)
        if self._form is ChartForm.PIE:
            made.dPt = [
                style.point(index, look_of(index), dashed=value.inferred)
                for index, value in enumerate(series.values)
            ]
        elif self._form is ChartForm.LINE:
            self._line(made, number, look)
        else:
            known = [index for index, value in enumerate(series.values) if value.value is not None]
            dashed = [index for index in known if series.values[index].inferred]
            made.spPr = style.surface(look, dashed=bool(dashed) and dashed == known)
            made.invertIfNegative = False
            if dashed != known:
                made.dPt = [style.point(index, look, dashed=True) for index in dashed]
        return made

    def _line(self, made: Any, number: int, look: Look) -> None:
        from openpyxl.chart.marker import DataPoint, Marker

        series = self._chart.series[number]
        colour = style.rgb(ROLES[look.role].colour)

        width, dash = (1.25, "dash") if series.target else (2.25, "solid")
        known = [index for index, value in enumerate(series.values) if value.value is not None]
        gaps = frozenset[int]() if series.target else _gaps(known)

        def stroke(index: int | None = None) -> Any:
            """The line, or the part of it that leads to a value: dotted over missing years."""
            return style.shape(line=colour, width=width, dash="sysDot" if index in gaps else dash)

        def marker(*, hollow: bool) -> Any:
            sign = Marker(symbol=_SIGNS[number % len(_SIGNS)], size=5 if series.target else 7)
            sign.spPr = style.shape(fill=style.PAPER if hollow else colour, line=colour)
            return sign

        made.smooth = False
        made.spPr = stroke()
        made.marker = marker(hollow=series.target)
        for index, (value, side) in enumerate(zip(series.values, self._sides[number], strict=True)):
            # What a target repeats of another line would cover its sign there.
            if series.target and value.value is not None and not side:
                made.dPt.append(DataPoint(idx=index, marker=Marker(symbol="none"), spPr=stroke()))
            elif not series.target and (value.inferred or index in gaps):
                sign = marker(hollow=value.inferred)
                made.dPt.append(DataPoint(idx=index, marker=sign, spPr=stroke(index)))
        down = self._placed.table.errors[number]
        if down:
            made.errBars = style.error_bars(self._figures(down), self._figures(down + 1))

    def _labels(self, number: int) -> Any:
        """Figures at the values."""
        values = self._chart.series[number].values
        if self._form is ChartForm.LINE:
            text = style.letters(self._places.size)
            others = {
                at: style.Spot(side, text) if side else None
                for at, (value, side) in enumerate(zip(values, self._sides[number], strict=True))
                if value.value is not None and side != "t"
            }
            labels = style.labels(text, "showVal", "t", others)
            # Lines of the grid or an error bar may run through them.
            labels.spPr = style.shape(fill=style.PAPER)
            return labels
        if self._form is ChartForm.STACKED:
            return self._part_labels(number + 1, "showVal")
        size = SMALL if self._form is ChartForm.PIE and self._width < NAMELESS else TEXT
        labels = style.labels(style.letters(size), "showVal", _PLACES[self._form], {})
        if self._form is ChartForm.PIE and not legend_names(self._chart, self._width):
            labels.showCatName = True
            labels.showLeaderLines = True
            labels.separator = "\n"
        if self._form is ChartForm.PIE:
            # As in the parts of a bar.
            labels.spPr = style.shape(fill=style.PAPER)
        return labels

    def _cells(self, column: int, *, heading: bool = False) -> str:
        """Address of a column of the chart's table."""
        from openpyxl.utils import get_column_letter, quote_sheetname

        letter = get_column_letter(self._placed.columns[column] + 1)
        first = self._placed.heading + 1
        sheet = quote_sheetname(self._sheet.title)
        if heading:
            return f"{sheet}!${letter}${first}"
        return f"{sheet}!${letter}${first + 1}:${letter}${first + len(self._chart.categories)}"

    def _figures(self, column: int) -> Any:
        from openpyxl.chart.data_source import NumData, NumRef, NumVal

        data = self._placed.table.columns[column]
        points = [
            NumVal(idx=index, v=repr(cell.value))
            for index, cell in enumerate(data.cells)
            if not isinstance(cell.value, str)
        ]
        form = next((cell.number_format for cell in data.cells if cell.number_format), "General")
        cache = NumData(formatCode=form, ptCount=len(data.cells), pt=points)
        return NumRef(f=self._cells(column), numCache=cache)


def _anchor(placed: PlacedChart, locator: Locator) -> Any:
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

    marks = []
    for corner in placed.corners:
        column, across, row, down = locator.mark(*locator.emu(corner))
        marks.append(AnchorMarker(col=column, colOff=across, row=row, rowOff=down))
    return TwoCellAnchor(editAs="oneCell", _from=marks[0], to=marks[1])


def _gaps(known: Sequence[int]) -> frozenset[int]:
    """The places that are missing between KNOWN ones, and those that the lines over them lead to.

    Programs differ in which of the two such a line belongs to.
    """
    pairs = ((first, last) for first, last in pairwise(known) if last - first > 1)
    return frozenset(index for first, last in pairs for index in range(first + 1, last + 1))


def _share(part: float, whole: float, least: float, most: float) -> float:
    """A part as a share of the whole chart."""
    return min(max(round(part / whole, 4), least), most)


def _words(words: Sequence[str]) -> Any:
    from openpyxl.chart.data_source import StrData, StrVal

    shown = (clean_text(word.replace("\t", TAB))[0] for word in words)
    points = [StrVal(idx=index, v=word) for index, word in enumerate(shown)]
    return StrData(ptCount=len(points), pt=points)
