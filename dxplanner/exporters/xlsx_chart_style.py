"""Letters, labels and surfaces of a native chart, as on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from dxplanner.exporters.pdf_theme import HAIR_INK, PLAIN, ROLES, SOLID, SURFACES, hatching, turn
from dxplanner.exporters.xlsx_chart_places import SMALL, ChartPlaces
from dxplanner.exporters.xlsx_shapes import HATCHES
from dxplanner.exporters.xlsx_styles import FONT
from dxplanner.exporters.xlsx_text import clean_text
from dxplanner.handouts.chart_parts import UNKNOWN, Look

INK: Final = "1C2430"
PAPER: Final = "FFFFFF"
_EMU: Final = 12700
_OFF: Final = dict.fromkeys(("showVal", "showCatName", "showSerName", "showPercent", "showLegendKey"), False)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the label of one point stands: at a side, or moved away from there by shares of the chart."""

    side: str
    text: Any
    moved: tuple[float, float] | None = None


def labels(text: Any, shown: str, place: str, others: Mapping[int, Spot | None]) -> Any:
    """Labels of a series; ``others`` are the points whose label stands elsewhere, or which have none."""
    label_of, labels_of = _label_types()
    on = _OFF | {shown: True}
    made: Any = labels_of(**on, txPr=text)
    made.position = place
    for at, spot in others.items():
        label: Any = label_of(idx=at, **_OFF) if spot is None else label_of(idx=at, **on, txPr=spot.text)
        if spot is not None:
            label.position = spot.side
            if spot.moved is not None:
                label.layout = _moved(*spot.moved)
                label.spPr = shape()
        made.dLbl.append(label)
    return made


@cache
def _label_types() -> tuple[Any, Any]:
    """A point's and a series' labels: openpyxl's know no place of their own and miswrite the separator."""
    from openpyxl.chart.label import DataLabel, DataLabelList
    from openpyxl.chart.layout import Layout
    from openpyxl.descriptors import Typed
    from openpyxl.descriptors.nested import NestedText

    flags = tuple(name for name in DataLabel.__elements__ if name.startswith("show") and "Leader" not in name)
    parts = ("numFmt", "spPr", "txPr", "dLblPos", *flags, "separator")

    class PlacedLabel(DataLabel):
        tagname = "dLbl"
        layout = Typed(expected_type=Layout, allow_none=True)
        separator = NestedText(expected_type=str, allow_none=True)
        __elements__ = ("idx", "layout", *parts)
        __nested__ = DataLabel.__nested__

        def __init__(self, **fields: Any) -> None:
            super().__init__(**fields)
            self.layout = None

    class Labels(DataLabelList):
        tagname = "dLbls"
        separator = NestedText(expected_type=str, allow_none=True)
        __elements__ = ("delete", "dLbl", *parts, "showLeaderLines")
        __nested__ = DataLabelList.__nested__

    return PlacedLabel, Labels


def error_bars(down: Any, up: Any) -> Any:
    """Lines from each value by the figures of two ranges; openpyxl's own stand in an order Excel refuses."""
    from openpyxl.chart.data_source import NumDataSource

    sides = {"minus": NumDataSource(numRef=down), "plus": NumDataSource(numRef=up)}
    return _error_bar_type()(errDir="y", errBarType="both", errValType="cust", **sides)


@cache
def _error_bar_type() -> Any:
    from openpyxl.chart.error_bar import ErrorBars

    class Ordered(ErrorBars):
        tagname = "errBars"
        __elements__ = ("errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr")
        __nested__ = ErrorBars.__nested__

    return Ordered


def _moved(across: float, down: float) -> Any:
    """A place moved away by shares of the chart; the format knows none that is farther than the chart itself.

    The middle of a part lies so far out where a bar's parts are much more than a whole together.
    """
    from openpyxl.chart.layout import Layout, ManualLayout

    x, y = (min(max(round(share, 4), -1.0), 1.0) for share in (across, down))
    return Layout(manualLayout=ManualLayout(x=x, y=y))


def title(places: ChartPlaces) -> Any:
    """The title, broken where it would be broken anyway, and a pie's note in smaller letters."""
    note = places.note if places.foot is None else ()
    bold, small = _run(places.title_size, bold=True), _run(SMALL)
    return _title([*((line, bold) for line in places.title), *((line, small) for line in note)], "l")


def note(places: ChartPlaces) -> Any:
    """The note at the foot of a chart: the title of the axis that stands there."""
    if places.foot is None:
        return None
    small = _run(SMALL)
    return _title([(line, small) for line in places.note], "r")


def _title(lines: Sequence[tuple[str, Any]], align: Literal["l", "r"]) -> Any:
    """A title of lines, each with its letters; none without."""
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun, RichTextProperties

    paragraphs = [
        Paragraph(
            pPr=ParagraphProperties(defRPr=run, algn=align),
            r=[RegularTextRun(rPr=run, t=clean_text(line)[0])],
        )
        for line, run in lines
    ]
    level = RichTextProperties(rot=0, vert="horz")
    return Title(tx=Text(rich=RichText(bodyPr=level, p=paragraphs)), overlay=False) if paragraphs else None


@cache
def letters(size: float, *, level: bool = False) -> Any:
    """Letters of a part; ``level`` keeps them from being turned where there is little room."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RichTextProperties

    run = _run(size)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=run), endParaRPr=run)
    turned = RichTextProperties(rot=0, vert="horz") if level else None
    return _shared(RichText(bodyPr=turned, p=[paragraph]))


def _shared(part: Any) -> Any:
    """A part that many others have: its XML, which most of a chart's is, is made once for all of them."""
    part.to_tree = cache(part.to_tree)
    return part


@cache
def _run(size: float, *, bold: bool = False) -> Any:
    from openpyxl.drawing.text import CharacterProperties, Font

    font = Font(typeface=FONT)
    return CharacterProperties(lang="ja-JP", sz=round(size * 100), b=bold, latin=font, ea=font, solidFill=INK)


def point(index: int, look: Look, *, dashed: bool) -> Any:
    """The surface of one slice or bar."""
    from openpyxl.chart.marker import DataPoint

    return DataPoint(idx=index, invertIfNegative=False, spPr=surface(look, dashed=dashed))


def surface(look: Look, *, dashed: bool = False) -> Any:
    """A series' surface: colour and hatching as on paper, dashed around what is 推定."""
    role, pattern = ROLES[look.role], hatching(look.pattern)
    dash = "dash" if dashed else "solid"
    if turn(look.pattern) == SOLID:
        return shape(fill=rgb(role.colour), line=INK, dash=dash)
    if turn(look.pattern) == PLAIN:
        return shape(fill=PAPER, line=INK, dash=dash)
    return _painted(
        _line(INK, dash=dash), pattFill=_hatched(HATCHES[pattern], rgb(role.colour), rgb(role.tint))
    )


def nothing() -> Any:
    """No surface at all."""
    return _painted(_line(None), noFill=True)


def unknown() -> Any:
    """The surface of what is not known: light grey without hatching, not dashed."""
    return shape(fill=rgb(SURFACES[UNKNOWN].fill or PAPER), line=rgb(HAIR_INK))


def _hatched(preset: Any, ink: Any, paper: Any) -> Any:
    from openpyxl.drawing.colors import ColorChoice
    from openpyxl.drawing.fill import PatternFillProperties

    return PatternFillProperties(
        prst=preset, fgClr=ColorChoice(srgbClr=ink), bgClr=ColorChoice(srgbClr=paper)
    )


@cache
def shape(
    *, fill: str | None = None, line: str | None = None, width: float = 0.75, dash: str = "solid"
) -> Any:
    """A surface and its outline (points), or a line; colours as RGB, none where nothing is painted."""
    return _painted(_line(line, width, dash), solidFill=fill)


def _line(colour: str | None, width: float = 0.75, dash: str = "solid") -> Any:
    from openpyxl.drawing.line import LineProperties

    outline: Any = LineProperties(w=round(width * _EMU))
    if colour is None:
        outline.noFill = True
    else:
        outline.solidFill = colour
        outline.prstDash = dash
    return outline


def _painted(outline: Any, **fills: Any) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties

    return _shared(GraphicalProperties(ln=outline, **fills))


def rgb(code: str) -> str:
    """A theme's colour as spreadsheets write it."""
    return code.lstrip("#").upper()
