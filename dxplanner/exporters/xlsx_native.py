"""Charts of a workbook: native ones that staff can go on editing, bound to the cells of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dxplanner.exporters.pdf_theme import PLAIN, ROLES, SOLID, hatching, turn
from dxplanner.exporters.xlsx_charts import PlacedChart
from dxplanner.exporters.xlsx_shapes import HATCHES, Locator
from dxplanner.exporters.xlsx_styles import FONT
from dxplanner.exporters.xlsx_text import clean_text
from dxplanner.handouts.blocks import ChartForm
from dxplanner.handouts.chart_layout import form_of, title_of
from dxplanner.handouts.chart_parts import Look, look_of, numbers, value_axis

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE: Final = 10.0
_TEXT: Final = 9.0
_EMU: Final = 12700
_INK: Final = "1C2430"
_GRID: Final = "C3CAD2"
_SIGNS: Final = ("circle", "square", "triangle", "diamond")
_PLACES: Final = {ChartForm.PIE: "bestFit", ChartForm.BAR: "outEnd", ChartForm.STACKED: "ctr"}
_LINE_PLACES: Final = ("t", "b", "r", "l")
"""Where the figures of the first, second, … line stand."""
_SMALL: Final = 4
"""Parts below this many percent are narrower than their figures."""


def add_charts(sheet: Worksheet, charts: Sequence[PlacedChart], locator: Locator) -> None:
    """Put native charts on a sheet over the room that was kept for them."""
    for placed in charts:
        if placed.table.chart.categories and placed.table.chart.series:
            native = _Native(sheet, placed).chart()
            native.anchor = _anchor(placed, locator)
            sheet.add_chart(native)


class _Native:
    """One chart as openpyxl builds it."""

    def __init__(self, sheet: Worksheet, placed: PlacedChart) -> None:
        self._sheet = sheet
        self._placed = placed
        self._chart = placed.table.chart
        self._form = form_of(self._chart)

    def chart(self) -> Any:
        """The chart with title, series, labels and axes."""
        from openpyxl.chart.layout import Layout, ManualLayout

        chart = self._empty()
        title = "　".join(part for part in (title_of(self._chart), self._chart.note) if part)
        chart.title = _title(clean_text(title)[0]) if title else None
        if chart.title is not None:
            chart.title.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.01))
        chart.series = [self._series(number) for number in range(len(self._chart.series))]
        chart.display_blanks = "span" if self._form is ChartForm.LINE else "gap"
        chart.roundedCorners = False
        chart.graphical_properties = _shape(line=None)
        if self._form is ChartForm.PIE or len(self._chart.series) == 1:
            chart.legend = None
        else:
            chart.legend.position = "r" if self._form is ChartForm.LINE else "t"
            chart.legend.txPr = _text(_TEXT)
        return chart

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
            axis.txPr = _text(_TEXT)
            axis.title = None
        chart.y_axis.majorGridlines.spPr = _shape(line=_GRID)
        if self._form is ChartForm.LINE:
            self._scale(chart, zero=False)
            return chart
        chart.type = "bar"
        chart.gapWidth = 45
        # Categories from the top; the values' axis then has to cross at the far end to stand below.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        if self._form is ChartForm.STACKED:
            self._stack(chart)
        else:
            self._scale(chart, zero=True)
        return chart

    def _stack(self, chart: Any) -> None:
        """Parts of 100 %. Where values are lost the others keep their length, rather than share the whole."""
        lost = any(value.value is None for series in self._chart.series for value in series.values)
        chart.overlap = 100
        chart.grouping = "stacked" if lost and self._chart.unit == "%" else "percentStacked"
        if chart.grouping == "stacked":
            chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
            chart.y_axis.majorUnit, chart.y_axis.number_format = 20, '0"%"'
        else:
            chart.y_axis.majorUnit, chart.y_axis.number_format = 0.2, "0%"

    def _scale(self, chart: Any, *, zero: bool) -> None:
        """The same ends as on paper."""
        values = [number for series in self._chart.series for number in numbers(series.values)]
        values += [
            float(end)
            for series in self._chart.series
            for value in series.values
            for end in (value.low, value.high)
            if end is not None
        ]
        axis = value_axis(values, self._chart.axis_min, self._chart.axis_max, zero=zero)
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = axis.low, axis.high
        chart.y_axis.majorUnit = axis.step
        chart.y_axis.number_format = "#,##0" if axis.step >= 1 and axis.step != 2.5 else "#,##0.0"

    def _series(self, number: int) -> Any:
        from openpyxl.chart.data_source import AxDataSource, NumDataSource, StrRef
        from openpyxl.chart.series import Series, SeriesLabel

        series, column = self._chart.series[number], self._placed.table.columns[number + 1]
        look = look_of(number, series.role)
        made = Series(idx=number, order=number)
        made.tx = SeriesLabel(
            strRef=StrRef(f=self._cells(number + 1, heading=True), strCache=_words([column.heading]))
        )
        made.cat = AxDataSource(strRef=StrRef(f=self._cells(0), strCache=_words(self._chart.categories)))
        made.val = NumDataSource(numRef=self._figures(number + 1))
        made.dLbls = self._labels(number)
        if self._form is ChartForm.PIE:
            made.dPt = [_slice(index, look_of(index)) for index in range(len(self._chart.categories))]
        elif self._form is ChartForm.LINE:
            self._line(made, number, look)
        else:
            made.spPr = _surface(look)
            made.invertIfNegative = False
        return made

    def _line(self, made: Any, number: int, look: Look) -> None:
        from openpyxl.chart.data_source import NumDataSource
        from openpyxl.chart.error_bar import ErrorBars
        from openpyxl.chart.marker import Marker

        target = self._chart.series[number].target
        colour = _rgb(ROLES[look.role].colour)
        made.smooth = False
        made.spPr = _shape(line=colour, width=1.25 if target else 2.25, dash="dash" if target else "solid")
        made.marker = Marker(symbol=_SIGNS[number % len(_SIGNS)], size=7)
        made.marker.spPr = _shape(fill="FFFFFF" if target else colour, line=colour)
        down = self._placed.table.errors[number]
        if down:
            made.errBars = ErrorBars(
                errDir="y",
                errBarType="both",
                errValType="cust",
                minus=NumDataSource(numRef=self._figures(down)),
                plus=NumDataSource(numRef=self._figures(down + 1)),
            )

    def _labels(self, number: int) -> Any:
        """Figures at the values; those of the smallest parts would cover each other: the table has them."""
        from openpyxl.chart.label import DataLabel, DataLabelList

        pie = self._form is ChartForm.PIE
        labels: Any = DataLabelList(
            showVal=True,
            showCatName=pie,
            showSerName=False,
            showPercent=False,
            showLegendKey=False,
            showLeaderLines=True if pie else None,
            separator="\n" if pie else None,
            txPr=_text(_TEXT),
        )
        labels.position = _PLACES.get(self._form) or _LINE_PLACES[number % len(_LINE_PLACES)]
        if self._form in (ChartForm.PIE, ChartForm.STACKED):
            # On a dark or hatched surface figures are read on paper white.
            labels.spPr = _shape(fill="FFFFFF")
        if self._form is ChartForm.STACKED:
            values = self._chart.series[number].values
            small = [
                at for at, value in enumerate(values) if value.value is not None and value.value < _SMALL
            ]
            off = dict.fromkeys(
                ("showVal", "showCatName", "showSerName", "showPercent", "showLegendKey"), False
            )
            labels.dLbl = [DataLabel(idx=at, **off) for at in small]
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
            NumVal(idx=index, v=repr(cell.value), formatCode=cell.number_format)
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


def _words(words: Sequence[str]) -> Any:
    from openpyxl.chart.data_source import StrData, StrVal

    points = [StrVal(idx=index, v=clean_text(word)[0]) for index, word in enumerate(words)]
    return StrData(ptCount=len(points), pt=points)


def _title(text: str) -> Any:
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun

    style = _letters(_TITLE, bold=True)
    run = RegularTextRun(rPr=style, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=style, algn="l"), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _text(size: float) -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    style = _letters(size)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=style), endParaRPr=style)])


def _letters(size: float, *, bold: bool = False) -> Any:
    from openpyxl.drawing.text import CharacterProperties, Font

    font = Font(typeface=FONT)
    return CharacterProperties(
        lang="ja-JP", sz=round(size * 100), b=bold, latin=font, ea=font, solidFill=_INK
    )


def _slice(index: int, look: Look) -> Any:
    from openpyxl.chart.marker import DataPoint

    return DataPoint(idx=index, spPr=_surface(look))


def _surface(look: Look) -> Any:
    """A series' surface: colour and hatching as on paper."""
    role, pattern = ROLES[look.role], hatching(look.pattern)
    if turn(look.pattern) == SOLID:
        return _shape(fill=_rgb(role.colour), line=_INK)
    if turn(look.pattern) == PLAIN:
        return _shape(fill="FFFFFF", line=_INK)
    shape = _shape(line=_INK)
    shape.pattFill = _hatched(HATCHES[pattern], _rgb(role.colour), _rgb(role.tint))
    return shape


def _hatched(preset: Any, ink: Any, paper: Any) -> Any:
    from openpyxl.drawing.colors import ColorChoice
    from openpyxl.drawing.fill import PatternFillProperties

    return PatternFillProperties(
        prst=preset, fgClr=ColorChoice(srgbClr=ink), bgClr=ColorChoice(srgbClr=paper)
    )


def _shape(
    *, fill: str | None = None, line: str | None = None, width: float = 0.75, dash: str = "solid"
) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    outline: Any = LineProperties(w=round(width * _EMU))
    if line is None:
        outline.noFill = True
    else:
        outline.solidFill = line
        outline.prstDash = dash
    shape: Any = GraphicalProperties(ln=outline)
    if fill is not None:
        shape.solidFill = fill
    return shape


def _rgb(code: str) -> str:
    return code.lstrip("#").upper()
