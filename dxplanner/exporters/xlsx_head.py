"""The rows that repeat above the body of a sheet on each page: 資料番号, title over a rule, free space.

They end where the head of the page does. Long words take more lines of them, and the free space less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dxplanner.exporters.xlsx_grid import MM_TO_POINT
from dxplanner.exporters.xlsx_number import NUMBER_AIR
from dxplanner.exporters.xlsx_styles import CELL_LEADING, NEARLY, Style, style_size
from dxplanner.handouts.frame import HEAD_OF_PAGE, shown_number
from dxplanner.handouts.limited import Limited, set_within, shortened
from dxplanner.handouts.linebreak import line_height

if TYPE_CHECKING:
    from dxplanner.exporters.xlsx_pages import SheetPlan
    from dxplanner.handouts.blocks import HandoutDocument

USUAL_HEAD: Final = (6.5, 7.5, 6.0)
"""Heights (mm) of the rows when the words are short: 資料番号, title over a rule, free space."""
LEAST_MARGIN: Final = 5.0
"""Least margin (mm) above them: printers do not reach the outer 4 or 5 mm."""
_NUMBER_ROW, _TITLE_ROW, _UNDER_TITLE = USUAL_HEAD
_LEAST_UNDER_TITLE: Final = 2.0
_PADDING: Final = 1.0
"""Free space (mm) beside the title."""
_AIR: Final = 2.4
"""Free space (mm) that a row needs beside lines that fill it."""
_NUMBER_LINES: Final = 3
_MOST_FOR_NUMBER: Final = 0.4
"""Lines and share of the height that 資料番号 takes before its end is left out."""
_NUMBER_SIZES: Final = (style_size(Style.NUMBER), 9.0)
_TITLE_SIZES: Final = (style_size(Style.TITLE), 10.5, 9.0)


@dataclass(frozen=True, slots=True)
class Head:
    """The words of the rows and the rows' heights in mm; what a user should know of them."""

    number: Limited
    title: Limited
    heights: tuple[float, float, float]
    warnings: tuple[str, ...]


def head_of(document: HandoutDocument) -> Head:
    """The rows above the body of each sheet of a handout, no higher than the margin has room for."""
    setup = document.setup
    width = setup.printable[0] - _PADDING - NEARLY
    room = max(setup.top - LEAST_MARGIN, _NUMBER_ROW + _TITLE_ROW)
    words = "　".join(text for text in (document.stamp, shown_number(document).strip()) if text)
    lines = _NUMBER_LINES * line_height(_NUMBER_SIZES[1], CELL_LEADING) + _AIR
    most = max(min(lines, room * _MOST_FOR_NUMBER), _NUMBER_ROW)
    number = _set(words, width - NUMBER_AIR, (_NUMBER_ROW, most), _NUMBER_SIZES)
    most = max(room - number.height - _LEAST_UNDER_TITLE, _TITLE_ROW)
    title = _set(document.title, width, (_TITLE_ROW, most), _TITLE_SIZES, bold=True)
    under = max(min(_UNDER_TITLE, room - number.height - title.height), 0.0)
    texts = (("資料番号", words, number), ("資料名", document.title, title))
    told = tuple(shortened(what, text, HEAD_OF_PAGE) for what, text, shown in texts if not shown.whole)
    return Head(number, title, (number.height, title.height, under), told)


def _set(
    text: str,
    width: float,
    heights: tuple[float, float],
    sizes: tuple[float, ...],
    *,
    bold: bool = False,
) -> Limited:
    return set_within(text, width, heights, sizes, bold=bold, leading=CELL_LEADING, air=_AIR)


def head_height(plan: SheetPlan) -> float:
    """Height (mm) of the rows above the body of a sheet; of 表紙, that of the row over it.

    In half millimetres: that rows are whole pixels high is no reason for an odd margin.
    """
    rows = plan.canvas.heights[: len(USUAL_HEAD) if plan.titles else 1]
    return round(sum(rows) / MM_TO_POINT * 2) / 2
