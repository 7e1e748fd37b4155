"""The sample's handouts as PDF, text by text with its place, against files kept beside the tests.

After a wanted change: ``DXPLANNER_UPDATE_GOLDEN=1 pytest tests/exporters/test_pdf_golden.py``, then read
the difference before keeping it.
"""

import os
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from dxplanner.domain.indicators import format_value
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.exporters.pdf import write_pdf
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows
from dxplanner.model import Handout, Indicator, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot
from tests.exporters.pdf_reading import as_painted

GOLDEN = Path(__file__).parents[1] / "golden"
CODES = ("hierarchy", "transitions", "indicators", "schedule", "budget-1", "budget-2", "budget-3")


def pdf(sample: PlanSnapshot, code: str) -> bytes:
    handout = next(handout for handout in sample.all(Handout) if handout.code == code)
    target = BytesIO()
    result = write_pdf(build_document(sample, handout), target)
    # 施策体系の変更 is one page by choice, in smaller text, and says so; nothing else warns.
    assert len(result.warnings) == (code == "transitions")
    return target.getvalue()


def described(data: bytes) -> str:
    """Page sizes, and each text with its left upper corner in mm, in the order of painting."""
    lines = []
    for number, page in enumerate(pypdfium2.PdfDocument(as_painted(data)), 1):
        width, height = (side * MM_PER_POINT for side in page.get_size())
        lines.append(f"page {number}: {width:.0f} x {height:.0f} mm")
        texts = page.get_textpage()
        for index in range(texts.count_rects()):
            left, bottom, right, top = texts.get_rect(index)
            text = texts.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").strip()
            lines.append(f"{left * MM_PER_POINT:6.0f} {height - top * MM_PER_POINT:6.0f}  {text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("code", CODES)
def test_pages_are_as_they_were_looked_at(sample: PlanSnapshot, code: str) -> None:
    path = GOLDEN / f"{code}.txt"
    found = described(pdf(sample, code))
    if os.environ.get("DXPLANNER_UPDATE_GOLDEN") == "1":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_each_handout_is_legible_text_inside_its_boxes(sample: PlanSnapshot, code: str) -> None:
    handout = next(handout for handout in sample.all(Handout) if handout.code == code)
    layout = lay_out_document(build_document(sample, handout))
    assert len(layout.pages) == 1
    boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes if box.text]
    assert not [box.text for box in boxes if overflows(box)]
    assert min(box.style.size for box in boxes) >= 7.5
    assert {box.text for box in boxes if "〓" in box.text} == set()


def test_a_text_of_several_lines_is_found_whole(sample: PlanSnapshot) -> None:
    """Searching and copying find a name that is broken over lines, beside other columns (ActualText)."""
    page = pypdfium2.PdfDocument(pdf(sample, "transitions"))[0].get_textpage()
    for node in sample.all(PolicyNode):
        searcher = page.search(node.name)
        assert searcher.get_next() is not None, node.name


def plain_text(sample: PlanSnapshot, code: str) -> str:
    reader = pypdf.PdfReader(BytesIO(pdf(sample, code)))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_every_indicator_value_is_printed(sample: PlanSnapshot) -> None:
    text = plain_text(sample, "indicators")
    for indicator in sample.all(Indicator):
        for series in indicator.series:
            for value in series.values:
                if value.role in (ValueRole.BASELINE, ValueRole.TARGET):
                    assert format_value(value.value, None, indicator.unit) in text


def test_every_measure_of_both_versions_is_printed(sample: PlanSnapshot) -> None:
    text = plain_text(sample, "transitions")
    for node in sample.all(PolicyNode):
        assert "".join(node.name.split()) in text


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("budget-1", ["60,979", "（6,248）", "6,248", "126～127"]),
        ("budget-2", ["60,979", "（20,363）", "3,917", "13,146", "3,080", "17,283", "6,160", "1/2", "0.7"]),
        ("budget-3", ["60,979", "（3,539）", "1,608", "1,686", "245", "1,714", "1,825", "3,429", "110"]),
    ],
)
def test_the_figures_of_the_budgets_are_printed(sample: PlanSnapshot, code: str, figures: list[str]) -> None:
    text = plain_text(sample, code)
    assert [figure for figure in figures if figure not in text] == []
