"""A composed sheet's columns, rows and merged ranges as they stand in the file.

Most cells of a sheet are borders and surfaces without a text. As objects of openpyxl they would take most of
the time that a workbook needs; a formula is written with its result, which openpyxl leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_content import Content, Formula
from dxplanner.exporters.xlsx_grid import excel_width
from dxplanner.exporters.xlsx_styles import FONT, TEXT_FORMAT, Look, StyleBook
from dxplanner.exporters.xlsx_text import escaped, retyped_as_value, starts_like_formula


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a sheet: the range that they lie in, and the elements from ``cols`` to ``mergeCells``."""

    dimension: str
    xml: bytes


def write_cells(canvas: Canvas, styles: StyleBook) -> SheetCells:
    """Write all cells of a canvas; what its texts lose is told in the canvas's warnings."""
    letters = _letters(canvas.grid.count)
    for place in (*canvas.merges, *canvas.runs):
        canvas.clear_inside(place)
    used = canvas.used()
    rows: list[list[str]] = [
        [f'<row r="{number}" ht="{points:g}" customHeight="1">']
        for number, points in enumerate(canvas.heights, start=1)
    ]
    for row, column in used:
        content = canvas.contents.get((row, column))
        look, inside = _inside(content, canvas.warnings) if content else (None, "/>")
        number = styles.format_of(look, canvas.fills.get((row, column), ""), canvas.borders(row, column))
        rows[row].append(f'<c r="{letters[column]}{row + 1}" s="{number}"{inside}')
    sheet = "</row>".join(map("".join, rows)) + "</row>" * bool(rows)
    xml = f"{_columns(canvas.grid.pixels)}<sheetData>{sheet}</sheetData>{_merges(canvas, letters)}"
    return SheetCells(_dimension(used, letters), xml.encode())


def _letters(count: int) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(number) for number in range(1, count + 1)]


def _columns(pixels: Sequence[int]) -> str:
    columns = [
        f'<col width="{excel_width(wide)}" customWidth="1" min="{number}" max="{number}"/>'
        for number, wide in enumerate(pixels, start=1)
    ]
    return f"<cols>{''.join(columns)}</cols>"


def _merges(canvas: Canvas, letters: Sequence[str]) -> str:
    ranges = [
        f'<mergeCell ref="{letters[left]}{top + 1}:{letters[right - 1]}{bottom}"/>'
        for top, left, bottom, right in canvas.merges
    ]
    return f'<mergeCells count="{len(ranges)}">{"".join(ranges)}</mergeCells>' if ranges else ""


def _dimension(used: Sequence[tuple[int, int]], letters: Sequence[str]) -> str:
    if not used:
        return "A1"
    columns = [column for _, column in used]
    first, last = letters[min(columns)], letters[max(columns)]
    return f"{first}{used[0][0] + 1}:{last}{used[-1][0] + 1}"


def _inside(content: Content, warnings: list[str]) -> tuple[Look, str]:
    """A cell's look, which may need to protect its text, and its XML from after the format on."""
    value, look = content.value, content.look
    if isinstance(value, Formula):
        formula = f"<f>{escape(value.text.removeprefix('='))}</f>"
        if isinstance(value.cached, str):
            return look, f' t="str">{formula}<v>{escape(value.cached)}</v></c>'
        return look, f">{formula}<v>{value.cached!r}</v></c>"
    if not isinstance(value, str):
        return look, f' t="n"><v>{value!r}</v></c>'
    shown = content.cleaned(warnings)
    text = str(shown.value)
    look = _protected(text, look)
    if not text:
        return look, "/>"
    inside = _runs(text, shown) if shown.underline or shown.bold else _text(text)
    return look, f' t="inlineStr"><is>{inside}</is></c>'


def _protected(text: str, look: Look) -> Look:
    """Keep a text a text when somebody edits the cell: =SUM, 1-1, （2）."""
    if starts_like_formula(text):
        return replace(look, quote=True)
    if not look.number_format and retyped_as_value(text):
        return replace(look, number_format=TEXT_FORMAT)
    return look


def _text(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<t{space}>{escape(escaped(text))}</t>"


def _runs(text: str, content: Content) -> str:
    """A text of which ranges are underlined or bold; all parts name their font, else Excel sets its own."""
    font = f'<rFont val="{FONT}"/><family val="3"/><charset val="128"/>'
    size = f'<sz val="{content.size:g}"/>'
    parts = []
    for passage in content.passages(0, len(text)):
        weight = '<b val="1"/>' if passage.bold else ""
        line = '<u val="single"/>' if passage.underlined else ""
        parts.append(f"<r><rPr>{weight}{line}{size}{font}</rPr>{_text(passage.text)}</r>")
    return "".join(parts)
