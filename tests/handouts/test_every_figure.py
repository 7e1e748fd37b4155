"""Every figure and title of the sources' inventory stands on the right page, in PDF and in the workbook."""

import json
from functools import cache

import pytest

from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.printed_texts import PageText, pdf_pages, workbook_pages
from tests.handouts.seed_leaves import Leaf, leaves
from tests.handouts.seed_pages import (
    NOT_PRINTED,
    PAGES,
    RULES,
    absent,
    expected,
    reason_of,
    rule_of,
)
from tests.sample.reading import DATA

READERS = {"PDF": pdf_pages, "Excel": workbook_pages}


@cache
def inventory() -> tuple[Leaf, ...]:
    """All names and figures of the sources."""
    return tuple(leaves(json.loads((DATA / "seed_figures.json").read_text(encoding="utf-8"))))


def find(sample: PlanSnapshot, code: str) -> Handout:
    """A handout of the sample by its code."""
    return next(handout for handout in sample.all(Handout) if handout.code == code)


class Printed:
    """The handouts of the sample as they were printed, each once."""

    def __init__(self, sample: PlanSnapshot) -> None:
        self._sample = sample
        self._documents: dict[str, HandoutDocument] = {}
        self._pages: dict[tuple[str, str], list[PageText]] = {}
        self._headings: dict[str, list[list[str]]] = {}

    def document(self, code: str) -> HandoutDocument:
        """A handout as a document."""
        if code not in self._documents:
            self._documents[code] = build_document(self._sample, find(self._sample, code))
        return self._documents[code]

    def headings(self, code: str) -> list[list[str]]:
        """The headings of each page."""
        if code not in self._headings:
            pages = lay_out_document(self.document(code)).pages
            self._headings[code] = [[mark.text for mark in page.bookmarks] for page in pages]
        return self._headings[code]

    def pages(self, code: str, way: str) -> list[PageText]:
        """The texts of each page of the PDF or the workbook."""
        if (code, way) not in self._pages:
            self._pages[code, way] = READERS[way](self.document(code))
        return self._pages[code, way]

    def page(self, name: str, way: str) -> PageText:
        """The one page that begins with the heading of a source's page."""
        code, heading = PAGES[name]
        places = [at for at, found in enumerate(self.headings(code)) if found[:1] == [heading]]
        assert len(places) == 1, (heading, self.headings(code))
        return self.pages(code, way)[places[0]]


@pytest.fixture(scope="module")
def printed(sample: PlanSnapshot) -> Printed:
    return Printed(sample)


def test_every_value_has_its_page_or_a_reason() -> None:
    """Nothing of the inventory is forgotten, and nothing that is looked for is said not to be printed."""
    assert len(inventory()) > 1500
    forgotten = [path for path, _ in inventory() if rule_of(path) is None and reason_of(path) is None]
    assert forgotten == []


def test_every_rule_is_needed() -> None:
    used = {rule[0] for path, _ in inventory() if (rule := rule_of(path))}
    ruled = {path for path, _ in inventory() if rule_of(path)}
    reasons = {reason_of(path) for path, _ in inventory() if path not in ruled}
    places = {page for _, pages, _ in RULES for page in pages.split()}
    assert places == set(PAGES)
    assert {reason for _, reason in NOT_PRINTED} == reasons
    assert len(used) > 100


@pytest.mark.parametrize("way", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_every_figure_and_title_stands_on_its_page(printed: Printed, name: str, way: str) -> None:
    wanted = expected(iter(inventory()), name)
    assert wanted
    assert absent(printed.page(name, way), wanted) == []


@pytest.mark.parametrize("way", READERS)
@pytest.mark.parametrize("code", sorted({code for code, _ in PAGES.values()}))
def test_each_page_of_a_source_is_one_page(printed: Printed, code: str, way: str) -> None:
    """No page too many: the sheet breaks where the PDF does, and both have the pages of the source."""
    wanted = [heading for one, heading in PAGES.values() if one == code]
    assert [found[:1] for found in printed.headings(code)] == [[heading] for heading in wanted]
    assert len(printed.pages(code, way)) == len(wanted)
