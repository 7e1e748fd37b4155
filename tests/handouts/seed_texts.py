"""The texts of a handout's pages, page by page, as the tests of the seeds' pages look for them."""

import re
from collections.abc import Iterable

from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import DocumentLayout, lay_out_document
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot

_MARKS = re.compile(r"※[０-９0-9]*|\s")


def plain(text: str) -> str:
    """A text without line feeds, spaces and footnote marks."""
    return _MARKS.sub("", text)


def laid_out(sample: PlanSnapshot, code: str) -> DocumentLayout:
    """A handout of the sample on its pages."""
    handout = next(handout for handout in sample.all(Handout) if handout.code == code)
    return lay_out_document(build_document(sample, handout))


def page_texts(sample: PlanSnapshot, code: str) -> list[str]:
    """All words of each page, between bars."""
    return [
        "|".join(plain(box.text) for item in page.items[1:] for box in item.drawing.boxes)
        for page in laid_out(sample, code).pages
    ]


def page_with(pages: Iterable[str], heading: str) -> str:
    """The one page on which a heading stands."""
    found = [page for page in pages if plain(heading) in page]
    assert len(found) == 1, (heading, len(found))
    return found[0]


def missing(page: str, words: Iterable[str | None]) -> list[str]:
    """The words that do not stand on a page."""
    return [word for word in words if word and plain(word) not in page]
