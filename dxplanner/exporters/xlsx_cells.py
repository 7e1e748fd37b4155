"""A composed sheet's columns, rows and merged ranges as they stand in the file.

Most cells of a sheet are borders and surfaces without a text. As objects of openpyxl they would take most of
the time that a workbook needs; a formula is written with its result, which openpyxl leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.sax.saxutils import escape

from dxplanner.domain.text import TAB
from dxplanner.exporters.xlsx_canvas import Canvas, Content, Formula
from dxplanner.exporters.xlsx_grid import excel_width
from dxplanner.exporters.xlsx_styles import FONT, TEXT_FORMAT, Look, StyleBook, style_size
from dxplanner.exporters.xlsx_text import clean_text, escaped, retyped_as_value, starts_like_formula


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
    text, dropped = clean_text(value.replace("\t", TAB))
    if dropped:
        shown = text[:20] + ("…" if len(text) > 20 else "")
        warnings.append(f"「{shown}」のうち、Excelで使えない文字（{dropped}文字）を除きました。")
    look = _protected(text, look)
    if not text:
        return look, "/>"
    marked = (content.underline or content.bold) and not dropped
    inside = _runs(text, look, content) if marked else _text(text)
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


def _runs(text: str, look: Look, content: Content) -> str:
    """A text of which ranges are underlined or bold; all parts name their font, else Excel sets its own."""
    font = f'<rFont val="{FONT}"/><family val="3"/><charset val="128"/>'
    size = f'<sz val="{look.size or style_size(look.style):g}"/>'
    ranges = (*content.underline, *content.bold)
    marks = sorted({0, len(text), *(min(max(at, 0), len(text)) for pair in ranges for at in pair)})
    parts = []
    for start, end in pairwise(marks):
        weight = '<b val="1"/>' if look.bold or _covers(content.bold, start) else ""
        line = '<u val="single"/>' if _covers(content.underline, start) else ""
        parts.append(f"<r><rPr>{weight}{line}{size}{font}</rPr>{_text(text[start:end])}</r>")
    return "".join(parts)


def _covers(ranges: Sequence[tuple[int, int]], at: int) -> bool:
    return any(first <= at < last for first, last in ranges)
