"""What stands on every page around the blocks: title line, 資料番号, page number.

Short words stand between the edge of the sheet and the usual upper edge of the body. Long ones take more
lines, and the body begins lower (:func:`with_room_for_head`), as far as :data:`_LARGEST_HEAD`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, TextStyle
from dxplanner.handouts.limited import Limited, set_within, shortened
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import bundled_metrics

HEAD_OF_PAGE: Final = "各ページの上"
"""Where title and 資料番号 stand, for a sentence."""
_TITLE_SIZES: Final = (17.0, 10.0, 4.0)
"""The largest size, the floor, and how small a title becomes rather than to lose its end."""
_MARK_SIZES: Final = (12.0, 8.0)
"""Largest size and floor of what stands in a box at the right of the title."""
_MARK_LINES: Final = 4
"""Lines that it takes at the floor before its end is left out."""
_TOP: Final = 8.0
_EDGE: Final = 2.0
"""Least free space (mm) above what stands over the rule."""
_RULE_ABOVE_BODY: Final = 7.0
_TITLE_HEIGHT: Final = 11.0
_UNDER_TITLE: Final = 0.6
_MARK_AIR: Final = 1.5
_MARK_HEIGHT: Final = 7.5
_UNDER_MARK: Final = 2.4
_BESIDE_MARK: Final = 4.0
_LARGEST_HEAD: Final = 0.25
"""The share of the sheet's height that words of the head may take from its body."""
_MANY: Final = "（000／000）"
"""What a title is set with as long as nobody knows how many pages there are."""
_PAGE_NUMBER_SIZE: Final = 10.5


def page_frame(document: HandoutDocument, index: int, pages: int, *, bare: bool = False) -> Drawing:
    """The frame of page ``index`` (from 0) of ``pages``, as a drawing of the whole sheet.

    A ``bare`` page (表紙) has none; it is counted, its number is not printed.
    """
    setup = document.setup
    width, height = setup.paper_size
    if bare:
        return Drawing(width, height)
    rule = setup.top - _RULE_ABOVE_BODY
    boxes = _head(document, index, pages)
    boxes.append(
        Box(
            setup.left,
            height - setup.bottom + 2.0,
            width - setup.left - setup.right,
            6.0,
            str(setup.first_page + index),
            (str(setup.first_page + index),),
            TextStyle(_PAGE_NUMBER_SIZE, align=Align.CENTRE),
            edge=Edge.NONE,
            cell=False,
        )
    )
    line = Line(((setup.left, rule), (width - setup.right, rule)), Edge.THICK, cell=False)
    return Drawing(width, height, tuple(boxes), (line,))


def with_room_for_head(document: HandoutDocument) -> HandoutDocument:
    """The document with its body below its title and 資料番号, and told where one is left out in part.

    To be called once, with the margins that were asked for, before blocks are made for the page.
    """
    setup = document.setup
    lowest = max(setup.top, setup.paper_size[1] * _LARGEST_HEAD)
    roomy = replace(document, setup=replace(setup, top=lowest))
    marks = _marks(roomy)
    title = _title(roomy, marks, _MANY)
    needed = max(title.height + _UNDER_TITLE, *(mark.words.height + _UNDER_MARK for mark in marks), 0.0)
    top = min(setup.top + max(needed - _TITLE_HEIGHT - _UNDER_TITLE, 0.0), lowest)
    words = [("資料名", document.title, title)]
    words += [("資料番号", document.number, mark.words) for mark in marks if mark.field == "number"]
    told = (shortened(what, text, HEAD_OF_PAGE) for what, text, shown in words if not shown.whole)
    return replace(document, setup=replace(setup, top=top), warnings=(*document.warnings, *told))


def shown_number(document: HandoutDocument) -> str:
    """資料番号 as far as it stands on every page."""
    return next((mark.words.text for mark in _marks(document) if mark.field == "number"), "")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A box at the right of the title: the field that it shows, its words and its width."""

    field: str
    words: Limited
    width: float


def _marks(document: HandoutDocument) -> list[_Mark]:
    """資料番号 and 段階, from the right to the left."""
    setup = document.setup
    rule = setup.top - _RULE_ABOVE_BODY
    most = min(line_height(_MARK_SIZES[1]) * _MARK_LINES + _MARK_AIR, rule - _UNDER_MARK - _EDGE)
    widest = setup.printable[0] / 3
    marks = []
    for field, text, least in (("number", document.number, 24.0), ("stage", document.stamp, 16.0)):
        if text:
            needed = bundled_metrics().width(text, _MARK_SIZES[0]) + 6.0
            width = max(least, min(needed, widest))
            usual = min(_MARK_HEIGHT, rule - _TOP + 3.0)
            words = set_within(text, width - 3.0, (usual, max(usual, most)), _MARK_SIZES, air=_MARK_AIR)
            marks.append(_Mark(field, words, width))
    return marks


def _title(document: HandoutDocument, marks: Sequence[_Mark], tail: str, largest: float = 0.0) -> Limited:
    """The title with its TAIL in what the MARKS leave of the page's width."""
    setup = document.setup
    width = setup.printable[0] - sum(mark.width + _BESIDE_MARK for mark in marks)
    highest = setup.top - _RULE_ABOVE_BODY - _EDGE
    sizes = (largest or _TITLE_SIZES[0], *_TITLE_SIZES[1:])
    return set_within(
        document.title, width, (min(_TITLE_HEIGHT, highest), highest), sizes, bold=True, tail=tail
    )


def _head(document: HandoutDocument, index: int, pages: int) -> list[Box]:
    """Title, 段階 and 資料番号, from the left to the right."""
    setup = document.setup
    rule, right = setup.top - _RULE_ABOVE_BODY, setup.paper_size[0] - setup.right
    marks = _marks(document)
    boxes: list[Box] = []
    for mark in marks:
        style = TextStyle(mark.words.size, align=Align.CENTRE)
        boxes.append(_box(document, mark.field, mark.words, (right, mark.width), rule - _UNDER_MARK, style))
        right -= mark.width + _BESIDE_MARK
    title = _title(document, marks, _counter(pages - 1, pages))
    if index < pages - 1:
        # The number of the last page is the longest: the title is as large on all of them.
        title = _title(document, marks, _counter(index, pages), title.size)
    # A short title keeps the lower edge of its line near the rule, whatever its size.
    place = right, right - setup.left
    box = _box(document, "title", title, place, rule - _UNDER_TITLE, TextStyle(title.size, bold=True))
    return [replace(box, edge=Edge.NONE, padding=0.0), *boxes]


def _counter(index: int, pages: int) -> str:
    """Which of its pages this is, where a handout has several."""
    return f"（{index + 1}／{pages}）" if pages > 1 else ""


def _box(
    document: HandoutDocument,
    field: str,
    words: Limited,
    place: tuple[float, float],
    bottom: float,
    style: TextStyle,
) -> Box:
    """A box by its right edge and width, and its lower edge."""
    right, width = place
    # Where what stands on every page is typed; "" for a document that is no handout of a plan.
    name = f"{document.uid}/{field}" if document.uid else ""
    y = bottom - words.height
    return Box(right - width, y, width, words.height, words.text, words.lines, style, cell=False, name=name)
