"""How a workbook looks: its font, named styles, fills by meaning, and borders.

Cells take a named style (見出し, 表見出し, 本文, 数値, …) and differ from it only in what a cell must say for
itself: borders, alignment, fill. Equal looks share one format of the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.drawing import Align, Edge, Tone

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.workbook import Workbook

FONT: Final = "BIZ UDゴシック"
BODY_SIZE: Final = 10.5
TEXT_FORMAT: Final = "@"
PADDED_FORMAT: Final = '@"　"'
"""A text with a full-width space after it, which is no part of the text."""

INDENT: Final = 5.6
"""Width in mm of one step of indentation: three spaces of the workbook's font."""
INDENTED_WIDTH: Final = 28.0
"""Columns narrower than this (mm) are not indented."""

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

_BORDERS: Final[Mapping[Edge, tuple[Any, str]]] = {
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
    """Everything about a cell's format except its borders. ``fill`` is RGB, ``size`` in points."""

    style: Style = Style.BODY
    size: float | None = None
    bold: bool | None = None
    align: Align = Align.LEFT
    vertical: Vertical = Vertical.CENTRE
    wrap: bool = False
    shrink: bool = False
    stacked: bool = False
    indent: int = 0
    ink: str = ""
    """Colour (RGB) of the text; empty for the automatic one, which is black."""
    number_format: str = ""
    quote: bool = False
    fill: str = ""


Borders = tuple[Edge, Edge, Edge, Edge]
"""Left, right, top, bottom."""
NO_BORDERS: Final[Borders] = (Edge.NONE, Edge.NONE, Edge.NONE, Edge.NONE)


def fill_of(tone: Tone, role: ColourRole = ColourRole.NEUTRAL) -> str:
    """Fill (RGB) of a surface; empty for none."""
    return ROLE_FILLS[role] if tone is Tone.ROLE else TONE_FILLS.get(tone, "")


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


def set_default_font(workbook: Workbook) -> None:
    """Make the font the workbook's own: empty cells and the unit of column width follow it."""
    from openpyxl.utils.indexed_list import IndexedList

    book: Any = workbook
    # The first font is that of format 0, which openpyxl offers no other way to change.
    book._fonts = IndexedList([_font(BODY_SIZE, False)])
    book._named_styles["Normal"].font = _font(BODY_SIZE, False)


class StyleBook:
    """The formats of one workbook, made on first use and shared by all cells that look the same."""

    def __init__(self, workbook: Workbook) -> None:
        self._book: Any = workbook
        self._known: dict[tuple[Look, Borders], Any] = {}
        self._places: dict[tuple[str, object], int] = {}
        set_default_font(workbook)
        self._named = {style: _named_style(style) for style in Style}
        for named in self._named.values():
            workbook.add_named_style(named)

    def apply(self, cell: Any, look: Look, borders: Borders = NO_BORDERS) -> None:
        """Give a cell (of openpyxl) its format."""
        key = (look, borders)
        if key not in self._known:
            self._known[key] = self._make(cell, look, borders)
        cell._style = self._known[key]

    def _make(self, cell: Any, look: Look, borders: Borders) -> Any:
        size, bold = _SIZES.get(look.style, (BODY_SIZE, False))
        made: Any = copy(self._named[look.style].as_tuple())
        if look.size not in (None, size) or look.bold not in (None, bold) or look.ink:
            font = (look.size or size, bold if look.bold is None else look.bold, look.ink)
            made.fontId = self._place("_fonts", font, _font)
        alignment = (look.align, look.vertical, look.wrap, look.shrink, look.stacked, look.indent)
        made.alignmentId = self._place("_alignments", alignment, _alignment)
        if look.fill:
            made.fillId = self._place("_fills", (look.fill,), _fill)
        if borders != NO_BORDERS:
            made.borderId = self._place("_borders", borders, _border)
        made.quotePrefix = int(look.quote)
        cell._style = made
        if look.number_format:
            cell.number_format = look.number_format
        return made

    def _place(self, collection: str, key: tuple[Any, ...], make: Callable[..., Any]) -> int:
        """Where the workbook keeps a part of a format; by key it is found much faster than by itself."""
        found = self._places.get((collection, key))
        if found is None:
            found = self._places[collection, key] = getattr(self._book, collection).add(make(*key))
        return found


@cache
def _font(size: float, bold: bool, ink: str = "") -> Font:
    from openpyxl.styles import Font

    # Character set 128 (Shift_JIS) and family 3 (fixed pitch) steer the choice where the font is missing.
    return Font(name=FONT, sz=size, b=bold, charset=128, family=3, color=ink or None)


@cache
def _border(left: Edge, right: Edge, top: Edge, bottom: Edge) -> Any:
    from openpyxl.styles import Border

    return Border(left=_side(left), right=_side(right), top=_side(top), bottom=_side(bottom))


@cache
def _side(edge: Edge) -> Any:
    from openpyxl.styles import Side

    return Side(style=_BORDERS[edge][0], color=_BORDERS[edge][1]) if edge in _BORDERS else Side()


@cache
def _alignment(align: Align, vertical: Vertical, wrap: bool, shrink: bool, stacked: bool, indent: int) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(
        horizontal=_HORIZONTAL[align],
        vertical=vertical.value,
        wrap_text=wrap or None,
        shrink_to_fit=shrink or None,
        text_rotation=255 if stacked else 0,
        indent=indent,
    )


@cache
def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _named_style(style: Style) -> Any:
    from openpyxl.styles import Alignment, NamedStyle, PatternFill

    size, bold = _SIZES.get(style, (BODY_SIZE, False))
    named = NamedStyle(name=style.value, font=_font(size, bold))
    named.alignment = Alignment(vertical="center")
    if style is Style.TABLE_HEADING:
        named.fill = PatternFill("solid", fgColor=TONE_FILLS[Tone.HEADING])
        named.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    elif style in (Style.FIGURE, Style.TOTAL):
        named.number_format = "#,##0"
        named.alignment = Alignment(horizontal="right", vertical="center")
    elif style in (Style.BODY, Style.DIAGRAM, Style.NOTE):
        named.alignment = Alignment(vertical="center", wrap_text=True)
    return named
