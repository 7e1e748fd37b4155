"""The single handouts of the seeds' pages as PDF, text by text with its place, as they were looked at.

After a wanted change: ``DXPLANNER_UPDATE_GOLDEN=1 pytest tests/handouts/test_seed_golden.py``, then read the
difference before keeping it.
"""

import os

import pytest

from dxplanner.handouts.review import overflows
from dxplanner.model.snapshot import PlanSnapshot
from tests.exporters.test_pdf_golden import GOLDEN, described, pdf
from tests.handouts.seed_texts import laid_out

PAGES = {
    "overview": 1,
    "outline": 1,
    "reviews": 2,
    "trends": 1,
    "concept": 1,
    "diagram": 1,
    "initiatives": 1,
    "flow-1": 1,
    "flow-2": 1,
    "diagram-2": 1,
}
FLOOR = 10.5
NOTES = 9.0


@pytest.mark.parametrize("code", PAGES)
def test_pages_are_as_they_were_looked_at(sample: PlanSnapshot, code: str) -> None:
    path = GOLDEN / f"{code}.txt"
    found = described(pdf(sample, code))
    if os.environ.get("DXPLANNER_UPDATE_GOLDEN") == "1":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", PAGES)
def test_body_text_keeps_its_floor_and_its_boxes(sample: PlanSnapshot, code: str) -> None:
    layout = laid_out(sample, code)
    assert len(layout.pages) == PAGES[code]
    assert layout.warnings == ()
    boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes if box.text]
    assert [box.text for box in boxes if overflows(box)] == []
    small = {box.style.size for box in boxes if box.style.size < FLOOR}
    assert small <= {NOTES}


@pytest.mark.parametrize("code", PAGES)
def test_every_figure_leads_to_its_row(sample: PlanSnapshot, code: str) -> None:
    """What is framed and comes from the plan bears the row's name; headings of columns need none."""
    boxes = [
        box for page in laid_out(sample, code).pages for item in page.items[1:] for box in item.drawing.boxes
    ]
    named = [box for box in boxes if box.name]
    assert len({box.name for box in named}) > 4
    assert sum(len(box.text) for box in named) > 0.6 * sum(len(box.text) for box in boxes)
