"""What stands on every page around the blocks: title line, 資料番号, page number."""

from typing import Final

from dxplanner.handouts.blocks import HandoutDocument, PageSetup
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, TextStyle
from dxplanner.handouts.linebreak import fit_text
from dxplanner.handouts.metrics import bundled_metrics

_TITLE_SIZE: Final = 17.0
_TITLE_FLOOR: Final = 10.0
_TITLE_SMALLEST: Final = 4.0
_NUMBER_SIZE: Final = 12.0
_NUMBER_FLOOR: Final = 8.0
_TOP: Final = 8.0
_RULE_ABOVE_BODY: Final = 7.0
_TITLE_HEIGHT: Final = 11.0
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
    boxes = _head(document, index, pages, rule)
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


def _head(document: HandoutDocument, index: int, pages: int, rule: float) -> list[Box]:
    """Title, 段階 and 資料番号, from the left to the right."""
    setup = document.setup
    right = setup.paper_size[0] - setup.right
    boxes: list[Box] = []
    for text, field, least in ((document.number, "number", 24.0), (document.stamp, "stage", 16.0)):
        box = _number_box(text, _name(document, field), setup, rule, right, least)
        if box is not None:
            boxes.append(box)
            right = box.x - 4.0
    return [_title_box(document, index, pages, rule, right), *boxes]


def _name(document: HandoutDocument, field: str) -> str:
    """Where what stands on every page is typed; "" for a document that is no handout of a plan."""
    return f"{document.uid}/{field}" if document.uid else ""


def _title_box(document: HandoutDocument, index: int, pages: int, rule: float, right: float) -> Box:
    title, setup = document.title, document.setup
    text = f"{title}（{index + 1}／{pages}）" if pages > 1 else title
    width = right - setup.left
    highest = rule - 2.0
    height = min(_TITLE_HEIGHT, highest)
    fit = fit_text(text, width, height, _TITLE_SIZE, _TITLE_FLOOR, bold=True)
    if not fit.fits:
        # Up to the edge of the sheet, and as small as it takes to stay on it.
        height = highest
        fit = fit_text(text, width, height, _TITLE_FLOOR, _TITLE_SMALLEST, bold=True)
    # A short title keeps the lower edge of its line near the rule, whatever its size.
    return Box(
        setup.left,
        rule - height - 0.6,
        width,
        height,
        text,
        fit.lines,
        TextStyle(fit.size, bold=True),
        edge=Edge.NONE,
        padding=0.0,
        cell=False,
        name=_name(document, "title"),
    )


def _number_box(
    number: str, name: str, setup: PageSetup, rule: float, right: float, least: float
) -> Box | None:
    if not number:
        return None
    widest = (setup.paper_size[0] - setup.left - setup.right) / 3
    needed = bundled_metrics().width(number, _NUMBER_SIZE) + 6.0
    width = max(least, min(needed, widest))
    height = min(7.5, rule - _TOP + 3.0)
    fit = fit_text(number, width - 3.0, height, _NUMBER_SIZE, _NUMBER_FLOOR)
    return Box(
        right - width,
        rule - height - 2.4,
        width,
        height,
        number,
        fit.lines,
        TextStyle(fit.size, align=Align.CENTRE),
        edge=Edge.THIN,
        cell=False,
        name=name,
    )
