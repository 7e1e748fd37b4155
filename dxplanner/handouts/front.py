"""表紙 and 目次 of a handout, made of ordinary blocks, so that every painter knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_date
from dxplanner.handouts import cells
from dxplanner.handouts.area import Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, PageBreak, Picture, Table
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, TextStyle
from dxplanner.handouts.limited import set_within, shortened
from dxplanner.handouts.meeting_words import meeting_day
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.pages import Bookmark, DocumentLayout
from dxplanner.handouts.wording import CONTINUED
from dxplanner.model import Department, Entity, Handout
from dxplanner.model.snapshot import PlanSnapshot

_TITLE: Final = (28.0, 16.0, 10.5)
_SUBTITLE: Final = (18.0, 10.5, 9.0)
_ISSUER: Final = (16.0, 10.5, 9.0)
_SMALL: Final = (14.0, 10.5, 9.0)
"""Largest size, floor, and how small words become rather than to lose their end (points)."""
_TOP: Final = 6.0
_BOTTOM: Final = 10.0
"""Free space (mm) over and under everything."""
_LINE: Final = 10.0
"""Usual height (mm) of a line of date, city and office, of a meeting and of 資料番号."""
_AIR: Final = 2.0
"""Free space (mm) over and under lines that fill a frame."""
_BETWEEN: Final = 2.0
_BEGIN: Final = 0.34
"""Where the title begins, as a share of the page's height, when there is room."""
_TITLE_HEIGHT: Final = 30.0
_UNDER_TITLE: Final = 12.0
_MOST_AT_TOP: Final = 0.18
_MOST_OF_ISSUER: Final = 0.08
"""Shares of the page's height that words may take."""
_APART: Final = 0.06
"""Free space between the meeting and 資料番号, as a share of the page's width."""
_CONTENTS_SIZE: Final = 12.0
_DEEPEST: Final = 2
"""Headings down to this level stand in 目次."""
_CONTENTS: Final = "目次"


def cover(snapshot: PlanSnapshot, handout: Handout, title: str, area: Area) -> tuple[Block, ...]:
    """表紙: meeting, 資料番号, title with 副題, 段階, date in wareki, city and the office in charge."""
    boxes = [line.box for line in _lines(snapshot, handout, title, area)]
    names = "、".join(box.text for box in boxes)
    number = area.width - _width_of_number(handout, area)
    drawing = Drawing(
        area.width,
        area.height,
        tuple(boxes),
        columns=(0.0, number - area.width * _APART, number, area.width),
        rows=tuple(sorted({0.0, area.height, *(box.y for box in boxes), *(box.bottom for box in boxes)})),
        description=f"表紙：{names}",
    )
    return (Picture(drawing, bare=True), PageBreak())


def cover_warnings(snapshot: PlanSnapshot, handout: Handout, title: str, area: Area) -> tuple[str, ...]:
    """What a user should know of the words on 表紙: which of them are left out in part."""
    lines = _lines(snapshot, handout, title, area)
    return tuple(shortened(line.what, line.text, "表紙") for line in lines if not line.whole)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is said in one place of 表紙: the field, its text, and its box with what is printed of it."""

    what: str
    text: str
    box: Box
    whole: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """A text before it is set: what it is, the name of its box, sizes (points), usual height (mm)."""

    what: str
    text: str
    name: str
    sizes: tuple[float, float, float] = _ISSUER
    height: float = _LINE
    align: Align = Align.CENTRE
    bold: bool = False
    edge: Edge = Edge.NONE

    def at(self, x: float, y: float, width: float, most: float) -> _Line:
        """The words in a box that is MOST mm high at most."""
        inner, air = (width - 2.0, 0.0) if self.edge is Edge.NONE else (width - 3.0, _AIR)
        words = set_within(self.text, inner, (self.height, most), self.sizes, bold=self.bold, air=air)
        style = TextStyle(words.size, self.bold, self.align)
        box = Box(x, y, width, words.height, words.text, words.lines, style, edge=self.edge, name=self.name)
        return _Line(self.what, self.text, box, words.whole)


def _lines(snapshot: PlanSnapshot, handout: Handout, title: str, area: Area) -> list[_Line]:
    """Everything on 表紙 from its head to its foot; nothing covers anything else, however long it is."""
    top = _at_top(handout, area)
    issuers = _at_foot(_issuers(snapshot, handout), area)
    begin = max((line.box.bottom for line in top), default=_TOP) + _BETWEEN
    end = issuers[0].box.y - _BETWEEN if issuers else area.height - _BOTTOM
    return [*top, *_in_the_middle(handout, title, area, begin, end), *issuers]


def _at_top(handout: Handout, area: Area) -> list[_Line]:
    """The meeting at the left, 資料番号 at the right."""
    lines: list[_Line] = []
    most = area.height * _MOST_AT_TOP
    width = _width_of_number(handout, area)
    if handout.meeting is not None:
        name = _name(handout.meeting, "name")
        words = _Words("会議名", handout.meeting.name, name, _SMALL, align=Align.LEFT)
        lines.append(words.at(0.0, _TOP, area.width * (1 - _APART) - width, most))
    if handout.number:
        words = _Words("資料番号", handout.number, _name(handout, "number"), _SMALL, edge=Edge.THIN)
        lines.append(words.at(area.width - width, _TOP, width, most))
    return lines


def _width_of_number(handout: Handout, area: Area) -> float:
    wanted = bundled_metrics().width(handout.number or "", _SMALL[0]) + 6.0
    return max(area.width * 0.24, min(wanted, area.width / 3))


def _in_the_middle(handout: Handout, title: str, area: Area, begin: float, end: float) -> list[_Line]:
    """Title, 副題 and 段階 between two heights."""
    stage = f"（{handout.stage.value}）" if handout.stage else ""
    texts = (("副題", handout.subtitle, "subtitle"), ("段階の表示", stage, "stage"))
    under = [(what, text, _name(handout, field)) for what, text, field in texts if text]
    usual = min(_UNDER_TITLE, (end - begin) / 4)
    left = end - begin - _BETWEEN - (usual + 1.0) * len(under)
    words = _Words("資料名", title, _name(handout, "title"), _TITLE, _TITLE_HEIGHT, bold=True)
    lines = [words.at(0.0, 0.0, area.width, left)]
    left -= lines[0].box.height
    # What is under a title is smaller than the title.
    largest = min(_SUBTITLE[0], lines[0].box.style.size - 2.0)
    y = lines[0].box.bottom + _BETWEEN
    for what, text, name in under:
        words = _Words(what, text, name, (largest, *_SUBTITLE[1:]), usual)
        lines.append(words.at(0.0, y, area.width, usual + left))
        left -= lines[-1].box.height - usual
        y = lines[-1].box.bottom + 1.0
    by = max(min(area.height * _BEGIN, end - lines[-1].box.bottom), begin)
    return [replace(line, box=replace(line.box, y=line.box.y + by)) for line in lines]


def _at_foot(issuers: Sequence[tuple[str, str, str]], area: Area) -> list[_Line]:
    """Date, city and office, from above to below."""
    lines: list[_Line] = []
    bottom = area.height - _BOTTOM
    for what, text, name in reversed(issuers):
        line = _Words(what, text, name).at(0.0, 0.0, area.width, area.height * _MOST_OF_ISSUER)
        lines.append(replace(line, box=replace(line.box, y=bottom - line.box.height)))
        bottom = lines[-1].box.y - _BETWEEN
    return lines[::-1]


def _issuers(snapshot: PlanSnapshot, handout: Handout) -> list[tuple[str, str, str]]:
    """When and by whom the handout is issued: what each line is, its text, the name of its box.

    The date is the handout's own, else its meeting's, no more exact than that is known.
    """
    meeting, issued = handout.meeting, handout.issued_on
    if issued is not None:
        day, of = format_date(issued, FiscalStyle.LONG), _name(handout, "issued_on")
    else:
        day, of = (meeting_day(meeting), _name(meeting, "starts_on")) if meeting else ("", "")
    office = office_in_charge(snapshot, issued or (meeting.starts_on if meeting else None))
    lines = [("資料の日付", day, of), ("市名", snapshot.plan.city, _name(snapshot.plan, "city"))]
    lines += [("組織名", office.name, _name(office, "name"))] if office is not None else []
    return [line for line in lines if line[1]]


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
