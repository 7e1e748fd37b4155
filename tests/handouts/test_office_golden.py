"""The handouts that the office needs next, as PDF, text by text with its place, as they were looked at.

After a wanted change: ``DXPLANNER_UPDATE_GOLDEN=1 pytest tests/handouts/test_office_golden.py``, then read
the difference before keeping it.
"""

import os

import pytest

from dxplanner.handouts.review import READABLE, overflows
from dxplanner.model.snapshot import PlanSnapshot
from tests.exporters.test_pdf_golden import GOLDEN, described, pdf
from tests.handouts.seed_texts import laid_out

PAGES = {
    "survey-citizen": 1,
    "survey-business": 1,
    "progress": 1,
    "comparison": 2,
    "comparison-outline": 1,
    "schedule-a3": 1,
    "measure-cards": 12,
}


@pytest.mark.parametrize("code", PAGES)
def test_pages_are_as_they_were_looked_at(sample: PlanSnapshot, code: str) -> None:
    path = GOLDEN / f"{code}.txt"
    found = described(pdf(sample, code))
    if os.environ.get("DXPLANNER_UPDATE_GOLDEN") == "1":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", PAGES)
def test_text_is_legible_and_inside_its_boxes(sample: PlanSnapshot, code: str) -> None:
    layout = laid_out(sample, code)
    assert len(layout.pages) == PAGES[code]
    assert layout.warnings == ()
    boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes if box.text]
    assert [box.text for box in boxes if overflows(box)] == []
    assert min(box.style.size for box in boxes) >= READABLE


@pytest.mark.parametrize("code", PAGES)
def test_figures_lead_to_their_rows(sample: PlanSnapshot, code: str) -> None:
    items = [item for page in laid_out(sample, code).pages for item in page.items[1:]]
    boxes = [box for item in items for box in item.drawing.boxes]
    named = {box.name for box in boxes if box.name}
    assert len(named) > 4
    assert all("None" not in name for name in named)


def test_the_draft_report_has_its_fourteen_pages(sample: PlanSnapshot) -> None:
    pages = laid_out(sample, "draft-report").pages
    assert len(pages) == 14
    headings = [page.bookmarks[0].text for page in pages]
    assert [heading for heading in headings if heading.startswith("（７）")] == headings[5:7]
