"""How a workbook looks: its font, named styles, fills by meaning, and borders.

Cells take a named style (見出し, 表見出し, 本文, 数値, …) and differ from it only in what a cell must say for
itself: borders, alignment, fill. Equal looks share one format of the workbook. What openpyxl would make of
each format by way of four objects is written here as it stands in the file, which is many times faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import quoteattr

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.xlsx_text import clean_text, utf16_units
from dxplanner.handouts.drawing import Align, Edge, Tone

FONT: Final = "BIZ UDゴシック"
BODY_SIZE: Final = 10.5
TEXT_FORMAT: Final = "@"

INDENT: Final = 5.6
"""Width in mm of one step of indentation: three spaces of the workbook's font."""
CELL_PADDING: Final = 1.2
"""What Excel keeps free at the left and right of a cell together (mm)."""
CELL_LEADING: Final = 1.06
"""Distance of two lines in a cell, in sizes, with what rounding to pixels may add."""
NEARLY: Final = 1.0
"""What Excel's own measuring of a line may add to ours (mm)."""

BLACK: Final = "000000"
_QUIET: Final = "7F7F7F"

TONE_FILLS: Final[Mapping[Tone, str]] = {
    Tone.HEADING: "E4E8ED",
    Tone.SOFT: "F1F3F6",
    Tone.STRONG: "C9D1DA",
}
"""Fill of a surface (RGB), light enough for black text on a black and white print."""

ROLE_FILLS: Final[Mapping[ColourRole, str]] = {
    ColourRole.NEUTRAL: "E4E8ED",
    ColourRole.LIFE: "DCEBF5",
    ColourRole.INDUSTRY: "F8E6DA",
    ColourRole.TALENT: "DBEEE8",
    ColourRole.EXCHANGE: "F3E4EE",
    ColourRole.ADMINISTRATION: "E6E8EC",
}
"""Light fill of a 分野 where the tone is ROLE (RGB); black text on each has a contrast above 14."""

_BORDERS: Final[Mapping[Edge, tuple[str, str]]] = {
    Edge.HAIR: ("hair", _QUIET),
    Edge.THIN: ("thin", BLACK),
    Edge.THICK: ("medium", BLACK),
    Edge.DASHED: ("dashed", BLACK),
    Edge.DOTTED: ("dotted", _QUIET),
}

EDGE_RANK: Final[Mapping[Edge, int]] = {
    Edge.NONE: 0,
    Edge.DOTTED: 1,
    Edge.HAIR: 2,
    Edge.THIN: 3,
    Edge.DASHED: 4,
    Edge.THICK: 5,
}
"""Which of two edges that meet on one grid line is seen. Dashed wins over thin: it marks 推定."""


class Style(StrEnum):
    """The workbook's named styles."""

    TITLE = "資料名"
    NUMBER = "資料番号"
    HEADING = "見出し"
    SUBHEADING = "小見出し"
    TABLE_HEADING = "表見出し"
    BODY = "本文"
    FIGURE = "数値"
    TOTAL = "合計"
    NOTE = "注記"
    DIAGRAM = "図の文字"


class Vertical(StrEnum):
    """Vertical alignment of text in a cell."""

    TOP = "top"
    CENTRE = "center"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about a cell's format except its fill and borders. ``size`` is in points."""

    style: Style = Style.BODY
    size: float | None = None
    bold: bool | None = None
    align: Align = Align.LEFT
    across: bool = False
    """Centred over the cells of a row that look alike (選択範囲内で中央)."""
    vertical: Vertical = Vertical.CENTRE
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    number_format: str = ""
    quote: bool = False


Borders = tuple[Edge, Edge, Edge, Edge]
"""Left, right, top, bottom."""
NO_BORDERS: Final[Borders] = (Edge.NONE, Edge.NONE, Edge.NONE, Edge.NONE)


def fill_of(tone: Tone, role: ColourRole = ColourRole.NEUTRAL) -> str:
    """Fill (RGB) of a surface; empty for none."""
    return ROLE_FILLS[role] if tone is Tone.ROLE else TONE_FILLS.get(tone, "")


def rgb(code: str) -> str:
    """A colour such as ``#e4e8ed`` as a workbook says it."""
    return code.lstrip("#").upper()


def half(size: float) -> float:
    """A text size (points) that Excel's list offers: whole and half points, never larger."""
    return max(int(size * 2) / 2, 1.0)


def spaced_format(form: str) -> str:
    """A number format that keeps a figure away from the line at its right by the width of a space."""
    return ";".join(f"{section}_ " for section in _BETWEEN_SECTIONS.split(form))


def padded_format(spaces: int) -> str:
    """The format of a text with spaces after it that are no part of the text."""
    return f'@"{" " * spaces}"'


def style_size(style: Style) -> float:
    """Text size of a named style in points."""
    return _SIZES.get(style, (BODY_SIZE, False))[0]


_SIZES: Final[Mapping[Style, tuple[float, bool]]] = {
    Style.TITLE: (14.0, True),
    Style.NUMBER: (12.0, False),
    Style.HEADING: (13.0, True),
    Style.SUBHEADING: (11.5, True),
    Style.TABLE_HEADING: (10.5, True),
    Style.TOTAL: (10.5, True),
    Style.NOTE: (9.0, False),
}
_HORIZONTAL: Final[Mapping[Align, str]] = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_ACROSS: Final = "centerContinuous"
_NAMED: Final[Mapping[Style, tuple[str, str, int]]] = {
    Style.TABLE_HEADING: (TONE_FILLS[Tone.HEADING], 'horizontal="center" vertical="center" wrapText="1"', 0),
    **dict.fromkeys((Style.FIGURE, Style.TOTAL), ("", 'horizontal="right" vertical="center"', 3)),
    **dict.fromkeys((Style.BODY, Style.DIAGRAM, Style.NOTE), ("", 'vertical="center" wrapText="1"', 0)),
}
"""Fill, alignment and number format (3 is #,##0) of a named style where they are not the usual ones."""
_USUAL: Final = ("", 'vertical="center"', 0)
_FIRST_NUMBER_FORMAT: Final = 164
"""Number formats of a workbook's own begin here; below are Excel's."""
_LONGEST_FORMAT: Final = 255
_MOST_FORMATS: Final = 200
"""Characters of a number format, and such formats in a workbook: Excel repairs a file with more."""
_BETWEEN_SECTIONS: Final = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_BREAKS: Final = re.compile(r"[\n\t]+")
_LITERAL: Final = re.compile(r'("△")|"[^"]*"')
_WORDS_LEFT_OUT: Final = (
    "単位などの言葉が長すぎるか種類が多すぎるため、一部の数値を言葉なしで出力しました。"
    "印刷にはPDFを使ってください。"
)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TABLE_STYLES: Final = (
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
)

_Parts = dict[str, int]
"""Parts of formats (as XML; of numbers their codes) with their places, in order."""


class StyleBook:
    """The formats of one workbook, made on first use and shared by all cells that look the same."""

    def __init__(self) -> None:
        # Empty cells and the unit of column width follow format 0, which is that of the style Normal.
        self._fonts: _Parts = {_font(BODY_SIZE, False): 0}
        self._fills: _Parts = {_fill(""): 0, '<fill><patternFill patternType="gray125"/></fill>': 1}
        self._borders: _Parts = {_border(NO_BORDERS): 0}
        self._numbers: _Parts = {}
        self._formats: _Parts = {_format(0, 0, 0, 0, ' xfId="0"', ""): 0}
        self._known: dict[tuple[Look | None, str, Borders], int] = {}
        self.warnings: list[str] = []
        self._named = {style: number for number, style in enumerate(Style, start=1)}
        self._styles = [_format(0, 0, 0, 0, "", ""), *map(self._named_style, Style)]

    def format_of(self, look: Look | None, fill: str = "", borders: Borders = NO_BORDERS) -> int:
        """The number of a cell's format; ``fill`` is RGB, and an empty cell has no look."""
        key = (look, fill, borders)
        number = self._known.get(key)
        if number is None:
            made = self._make(look or Look(), fill, borders)
            number = self._known[key] = _number(self._formats, made)
        return number

    def xml(self) -> bytes:
        """The part of the workbook that holds its formats."""
        numbers = [
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            for number, code in enumerate(self._numbers, start=_FIRST_NUMBER_FORMAT)
        ]
        names = ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']
        names += [f'<cellStyle name="{style}" xfId="{number}"/>' for style, number in self._named.items()]
        parts = (
            _listed("numFmts", numbers) if numbers else "",
            _listed("fonts", self._fonts),
            _listed("fills", self._fills),
            _listed("borders", self._borders),
            _listed("cellStyleXfs", self._styles),
            _listed("cellXfs", self._formats),
            _listed("cellStyles", names),
            _TABLE_STYLES,
        )
        return f'<styleSheet xmlns="{_MAIN}">{"".join(parts)}</styleSheet>'.encode()

    def _make(self, look: Look, fill: str, borders: Borders) -> str:
        size, bold = _SIZES.get(look.style, (BODY_SIZE, False))
        usual_fill, _, usual_number = _NAMED.get(look.style, _USUAL)
        font = _font(look.size or size, bold if look.bold is None else look.bold)
        quote = ' quotePrefix="1"' if look.quote else ""
        return _format(
            self._number_format(look.number_format) if look.number_format else usual_number,
            _number(self._fonts, font),
            _number(self._fills, _fill(fill or usual_fill)),
            _number(self._borders, _border(borders)),
            f'{quote} xfId="{self._named[look.style]}"',
            _alignment(look),
        )

    def _named_style(self, style: Style) -> str:
        size, bold = _SIZES.get(style, (BODY_SIZE, False))
        fill, alignment, number_format = _NAMED.get(style, _USUAL)
        font = _number(self._fonts, _font(size, bold))
        return _format(number_format, font, _number(self._fills, _fill(fill)), 0, "", alignment)

    def _number_format(self, code: str) -> int:
        from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

        code = self._writable(code)
        known: int | None = BUILTIN_FORMATS_REVERSE.get(code)
        if known is not None:
            return known
        return _FIRST_NUMBER_FORMAT + _number(self._numbers, code)

    def _writable(self, code: str) -> str:
        """A number format that Excel takes: of one too long, or one too many, only figures and △ stay."""
        code = _BREAKS.sub(" ", clean_text(code)[0])
        crowded = len(self._numbers) >= _MOST_FORMATS and code not in self._numbers
        if crowded or utf16_units(code) > _LONGEST_FORMAT:
            code = _LITERAL.sub(r"\1", code)
            self.warnings.append(_WORDS_LEFT_OUT)
        return code


def _number(parts: _Parts, xml: str) -> int:
    """The number of a part, which is added if it is new."""
    return parts.setdefault(xml, len(parts))


def _listed(tag: str, parts: Iterable[str]) -> str:
    found = list(parts)
    return f'<{tag} count="{len(found)}">{"".join(found)}</{tag}>'


def _format(number_format: int, font: int, fill: int, border: int, more: str, alignment: str) -> str:
    ids = f'numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}"'
    if not alignment:
        return f"<xf {ids}{more}/>"
    return f'<xf {ids} applyAlignment="1"{more}><alignment {alignment}/></xf>'


def _font(size: float, bold: bool) -> str:
    weight = '<b val="1"/>' if bold else ""
    # Character set 128 (Shift_JIS) and family 3 (fixed pitch) steer the choice where the font is missing.
    name = f'<name val="{FONT}"/><family val="3"/><charset val="128"/>'
    return f'<font>{weight}<sz val="{size:g}"/>{name}</font>'


def _fill(colour: str) -> str:
    if not colour:
        return "<fill><patternFill/></fill>"
    return f'<fill><patternFill patternType="solid"><fgColor rgb="00{colour}"/></patternFill></fill>'


def _border(borders: Borders) -> str:
    sides = "".join(map(_side, ("left", "right", "top", "bottom"), borders))
    return f"<border>{sides}<diagonal/></border>"


def _side(name: str, edge: Edge) -> str:
    if edge is Edge.NONE:
        return f"<{name}/>"
    style, colour = _BORDERS[edge]
    return f'<{name} style="{style}"><color rgb="00{colour}"/></{name}>'


def _alignment(look: Look) -> str:
    parts = (
        f'horizontal="{_ACROSS if look.across else _HORIZONTAL[look.align]}" vertical="{look.vertical}"',
        ' wrapText="1"' if look.wrap else "",
        ' shrinkToFit="1"' if look.shrink else "",
        f' indent="{look.indent}"' if look.indent else "",
    )
    return "".join(parts)
