"""表紙 and 目次 of a handout, made of ordinary blocks, so that every painter knows them."""

from collections.abc import Iterator
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_date
from dxplanner.handouts import cells
from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, PageBreak, Picture, Table
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, TextStyle
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.pages import Bookmark, DocumentLayout
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot

_TITLE: Final = (28.0, 16.0)
_SMALL: Final = (14.0, 10.5)
_CONTENTS_SIZE: Final = 12.0
_DEEPEST: Final = 2
"""Headings down to this level stand in 目次."""
_CONTENTS: Final = "目次"


def cover(snapshot: PlanSnapshot, handout: Handout, title: str, area: Area) -> tuple[Block, ...]:
    """表紙: meeting, 資料番号, title with 副題, 段階, date in wareki, city."""
    boxes: list[Box] = []
    meeting = handout.meeting
    if meeting is not None:
        boxes.append(_line(meeting.name, 6.0, 10.0, area.width * 0.7, _SMALL, Align.LEFT))
    if handout.number:
        boxes.append(_number(handout.number, area))
    middle = area.height * 0.34
    boxes.append(_line(title, middle, 30.0, area.width, _TITLE, Align.CENTRE, bold=True))
    below = middle + 32.0
    for text in (handout.subtitle, f"（{handout.stage.value}）" if handout.stage else None):
        if text:
            boxes.append(_line(text, below, 12.0, area.width, (18.0, 10.5), Align.CENTRE))
            below += 13.0
    foot = area.height - 30.0
    issued = handout.issued_on or (meeting.starts_on if meeting else None)
    if issued is not None:
        day = format_date(issued, FiscalStyle.LONG)
        boxes.append(_line(day, foot, 10.0, area.width, (16.0, 10.5), Align.CENTRE))
    boxes.append(_line(snapshot.plan.city, foot + 12.0, 10.0, area.width, (16.0, 10.5), Align.CENTRE))
    names = "、".join(box.text for box in boxes)
    drawing = Drawing(
        area.width,
        area.height,
        tuple(boxes),
        columns=(0.0, area.width * 0.7, area.width),
        rows=tuple(sorted({0.0, area.height, *(box.y for box in boxes), *(box.bottom for box in boxes)})),
        description=f"表紙：{names}",
    )
    return (Picture(drawing, bare=True), PageBreak())


def contents(layout: DocumentLayout, shift: int) -> tuple[Block, ...]:
    """目次 of a laid-out handout whose pages come ``shift`` pages later; nothing without headings."""
    rows = tuple(
        (Cell("　" * (bookmark.level - 1) + bookmark.text), Cell(str(page + shift), align=Align.RIGHT))
        for page, bookmark in _entries(layout)
    )
    if not rows:
        return ()
    table = Table(
        (Column(90), Column(10)), ((cells.heading(_CONTENTS), cells.heading("ページ")),), rows, _CONTENTS_SIZE
    )
    return (Heading(_CONTENTS), table, PageBreak())


def _entries(layout: DocumentLayout) -> Iterator[tuple[int, Bookmark]]:
    for page in layout.pages:
        for bookmark in page.bookmarks:
            if bookmark.level <= _DEEPEST and bookmark.text != _CONTENTS:
                yield page.number, bookmark


def _number(number: str, area: Area) -> Box:
    width = area.width * 0.24
    fit = fit_text(number, width - 3.0, 9.0, *_SMALL)
    style = TextStyle(fit.size, align=Align.CENTRE)
    return Box(area.width - width, 6.0, width, 10.0, number, fit.lines, style)


def _line(
    text: str,
    y: float,
    height: float,
    width: float,
    sizes: tuple[float, float],
    align: Align,
    *,
    bold: bool = False,
) -> Box:
    fit = fit_text(text, width - 2.0, height, *sizes, bold=bold)
    style = TextStyle(fit.size, bold, align)
    return Box(0.0, y, width, height, text, fit.lines, style, edge=Edge.NONE)
