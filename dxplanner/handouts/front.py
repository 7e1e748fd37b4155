"""表紙 and 目次 of a handout, made of ordinary blocks, so that every painter knows them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_date
from dxplanner.handouts import cells
from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, PageBreak, Picture, Table
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, TextStyle
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.meeting_words import meeting_day
from dxplanner.handouts.pages import Bookmark, DocumentLayout
from dxplanner.handouts.wording import CONTINUED
from dxplanner.model import Department, Entity, Handout
from dxplanner.model.snapshot import PlanSnapshot

_TITLE: Final = (28.0, 16.0)
_SMALL: Final = (14.0, 10.5)
_ISSUER: Final = 12.0
"""Height in mm of a line of date, city and office."""
_CONTENTS_SIZE: Final = 12.0
_DEEPEST: Final = 2
"""Headings down to this level stand in 目次."""
_CONTENTS: Final = "目次"


def cover(snapshot: PlanSnapshot, handout: Handout, title: str, area: Area) -> tuple[Block, ...]:
    """表紙: meeting, 資料番号, title with 副題, 段階, date in wareki, city and the office in charge."""
    boxes: list[Box] = []
    meeting = handout.meeting
    if meeting is not None:
        name = _name(meeting, "name")
        boxes.append(_line(meeting.name, 6.0, 10.0, area.width * 0.7, _SMALL, Align.LEFT, name))
    if handout.number:
        boxes.append(_number(handout.number, area, _name(handout, "number")))
    middle = area.height * 0.34
    wide = area.width
    boxes.append(_line(title, middle, 30.0, wide, _TITLE, Align.CENTRE, _name(handout, "title"), bold=True))
    below = middle + 32.0
    stage = f"（{handout.stage.value}）" if handout.stage else None
    for text, name in ((handout.subtitle, _name(handout, "subtitle")), (stage, _name(handout, "stage"))):
        if text:
            boxes.append(_line(text, below, 12.0, wide, (18.0, 10.5), Align.CENTRE, name))
            below += 13.0
    issuers = _issuers(snapshot, handout)
    for place, (text, name) in enumerate(issuers):
        y = area.height - 8.0 - _ISSUER * (len(issuers) - place)
        boxes.append(_line(text, y, 10.0, wide, (16.0, 10.5), Align.CENTRE, name))
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


def _issuers(snapshot: PlanSnapshot, handout: Handout) -> list[tuple[str, str]]:
    """When and by whom the handout is issued: (text, name of the box) of each line that there is.

    The date is the handout's own, else its meeting's, no more exact than that is known.
    """
    meeting, issued = handout.meeting, handout.issued_on
    if issued is not None:
        day, of = format_date(issued, FiscalStyle.LONG), _name(handout, "issued_on")
    else:
        day, of = (meeting_day(meeting), _name(meeting, "starts_on")) if meeting else ("", "")
    office = office_in_charge(snapshot, issued or (meeting.starts_on if meeting else None))
    lines = [(day, of), (snapshot.plan.city, _name(snapshot.plan, "city"))]
    lines += [(office.name, _name(office, "name"))] if office is not None else []
    return [(text, name) for text, name in lines if text]


def office_in_charge(snapshot: PlanSnapshot, day: date | None) -> Department | None:
    """The section that makes the plan: the first of 組織 that there is on a day; None without any."""
    for office in sorted(snapshot.all(Department), key=lambda one: (one.position or 0, one.id or 0)):
        begins, ends = office.valid_from or date.min, office.valid_to or date.max
        if day is None or begins <= day <= ends:
            return office
    return None


def contents(layout: DocumentLayout, shift: int) -> tuple[Block, ...]:
    """目次 of a laid-out handout whose pages come ``shift`` pages later; nothing without headings."""
    rows = tuple(
        (Cell("　" * (bookmark.level - 1) + bookmark.text), Cell(str(page + shift), align=Align.RIGHT))
        for page, bookmark in _entries(layout)
    )
    if not rows:
        return ()
    header = (cells.heading("項目"), cells.heading("ページ"))
    table = Table((Column(90), Column(10)), (header,), rows, _CONTENTS_SIZE, description=_CONTENTS)
    return (Heading(_CONTENTS), table, PageBreak())


def _entries(layout: DocumentLayout) -> Iterator[tuple[int, Bookmark]]:
    """The headings that 目次 lists; one that only goes on on another page is not listed again."""
    for page in layout.pages:
        for bookmark in page.bookmarks:
            if bookmark.level <= _DEEPEST and not bookmark.text.endswith(CONTINUED):
                yield page.number, bookmark


def _name(row: Entity, field: str) -> str:
    return f"{row.uid}/{field}" if row.uid else ""


def _number(number: str, area: Area, name: str) -> Box:
    width = area.width * 0.24
    fit = fit_text(number, width - 3.0, 9.0, *_SMALL)
    style = TextStyle(fit.size, align=Align.CENTRE)
    return Box(area.width - width, 6.0, width, 10.0, number, fit.lines, style, name=name)


def _line(
    text: str,
    y: float,
    height: float,
    width: float,
    sizes: tuple[float, float],
    align: Align,
    name: str,
    *,
    bold: bool = False,
) -> Box:
    fit = fit_text(text, width - 2.0, height, *sizes, bold=bold)
    style = TextStyle(fit.size, bold, align)
    return Box(0.0, y, width, height, text, fit.lines, style, edge=Edge.NONE, name=name)
