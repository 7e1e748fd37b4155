"""Letters, labels and surfaces of a native chart, as on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from dxplanner.exporters.pdf_theme import PLAIN, ROLES, SOLID, hatching, turn
from dxplanner.exporters.xlsx_chart_places import SMALL, ChartPlaces
from dxplanner.exporters.xlsx_shapes import HATCHES
from dxplanner.exporters.xlsx_styles import FONT
from dxplanner.exporters.xlsx_text import clean_text
from dxplanner.handouts.chart_parts import Look

INK: Final = "1C2430"
PAPER: Final = "FFFFFF"
_EMU: Final = 12700
_OFF: Final = dict.fromkeys(("showVal", "showCatName", "showSerName", "showPercent", "showLegendKey"), False)


def labels(text: Any, shown: str, place: str, others: Mapping[int, str | None]) -> Any:
    """Labels of a series; ``others`` are the points whose label stands elsewhere, or which have none."""
    from openpyxl.chart.label import DataLabel, DataLabelList

    on = _OFF | {shown: True}
    made: Any = DataLabelList(**on, txPr=text)
    made.position = place
    for at, side in others.items():
        label: Any = DataLabel(idx=at, **_OFF) if side is None else DataLabel(idx=at, **on, txPr=text)
        label.position = side
        made.dLbl.append(label)
    return made


def title(places: ChartPlaces) -> Any:
    """The title, broken where it would be broken anyway, and the note in smaller letters."""
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun

    bold, small = _run(places.title_size, bold=True), _run(SMALL)
    paragraphs = [
        Paragraph(
            pPr=ParagraphProperties(defRPr=style, algn="l"),
            r=[RegularTextRun(rPr=style, t=clean_text(line)[0])],
        )
        for lines, style in ((places.title, bold), (places.note, small))
        for line in lines
    ]
    return Title(tx=Text(rich=RichText(p=paragraphs)), overlay=False) if paragraphs else None


@cache
def letters(size: float, *, level: bool = False) -> Any:
    """Letters of a part; ``level`` keeps them from being turned where there is little room."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RichTextProperties

    run = _run(size)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=run), endParaRPr=run)
    return RichText(bodyPr=RichTextProperties(rot=0, vert="horz") if level else None, p=[paragraph])


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
    made = shape(line=INK, dash=dash)
    made.pattFill = _hatched(HATCHES[pattern], rgb(role.colour), rgb(role.tint))
    return made


def _hatched(preset: Any, ink: Any, paper: Any) -> Any:
    from openpyxl.drawing.colors import ColorChoice
    from openpyxl.drawing.fill import PatternFillProperties

    return PatternFillProperties(
        prst=preset, fgClr=ColorChoice(srgbClr=ink), bgClr=ColorChoice(srgbClr=paper)
    )


def shape(
    *, fill: str | None = None, line: str | None = None, width: float = 0.75, dash: str = "solid"
) -> Any:
    """A surface and its outline (points), or a line; colours as RGB, none where nothing is painted."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    outline: Any = LineProperties(w=round(width * _EMU))
    if line is None:
        outline.noFill = True
    else:
        outline.solidFill = line
        outline.prstDash = dash
    made: Any = GraphicalProperties(ln=outline)
    if fill is not None:
        made.solidFill = fill
    return made


def rgb(code: str) -> str:
    """A theme's colour as spreadsheets write it."""
    return code.lstrip("#").upper()
