"""Every printed text that says something of the plan knows its row, to which a click on it leads."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from dxplanner.handouts.chart_stacked import MISSING
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.pages import DocumentLayout, lay_out_document
from dxplanner.handouts.places import split_name
from dxplanner.model import Handout, HandoutBlock, Level
from dxplanner.model.base import entities, field_specs
from dxplanner.model.snapshot import PlanSnapshot

DIGIT: Final = re.compile(r"[0-9０-９]")
YEARS: Final = re.compile(r"(令和|R)\d{1,2}(年度)?(以降)?|令和[０-９]年度(以降)?|[0-9０-９～]+月")
"""Headings of an axis of time: 令和６年度, R6, 4～7月, 12月."""
NUMBERS: Final = re.compile(r"[\d,.]+")
"""Marks of the axis of a chart."""
FIXED: Final = frozenset({"「2030年の目指す姿と基本方針」", "3年後のめざす姿", "成果指標", "領域", "別冊"})
"""Headings of tables that are the same in every plan."""
AXIS_NOTE: Final = "縦軸は0から始まりません"


@pytest.fixture(scope="module")
def layouts(sample: PlanSnapshot) -> dict[str, DocumentLayout]:
    handouts = sample.all(Handout)
    return {one.code: lay_out_document(build_document(sample, one)) for one in handouts}


def boxes(layouts: dict[str, DocumentLayout]) -> Iterator[tuple[str, Drawing, Box]]:
    """Each text of each handout, with its drawing; page numbers are left out."""
    for code, layout in layouts.items():
        for page in layout.pages:
            for item in page.items:
                for box in item.drawing.boxes:
                    if box.text.strip() and not (item is page.items[0] and box.text == str(page.number)):
                        yield code, item.drawing, box


def words_of(plan: PlanSnapshot) -> set[str]:
    """All that somebody has typed as words."""
    return {
        value
        for entity in entities()
        for row in plan.all(entity)
        for field in field_specs(entity)
        if type(value := getattr(row, field)) is str and value
    }


def is_axis(drawing: Drawing, text: str) -> bool:
    """Whether a text belongs to an axis: of time, or of a chart, which has surfaces and no table."""
    chart = bool(drawing.polygons) and drawing.header_rows is None
    return bool(YEARS.fullmatch(text)) or (chart and bool(NUMBERS.fullmatch(text)))


def test_texts_from_the_plan_lead_to_their_rows(
    sample: PlanSnapshot, layouts: dict[str, DocumentLayout]
) -> None:
    assert len(layouts) >= 30
    typed = words_of(sample)
    # Diagrams head their columns by the names of the 階層, whose nodes stand under them and lead there.
    levels = {level.name for level in sample.all(Level)}
    wrong = [
        f"{code}: {box.text}"
        for code, drawing, box in boxes(layouts)
        if not box.name
        and (DIGIT.search(box.text) or box.text in typed)
        and box.text not in FIXED
        and not box.text.endswith(AXIS_NOTE)
        and not is_axis(drawing, box.text)
        and not (drawing.header_rows is None and box.text in levels)
    ]
    assert wrong == []


def test_names_are_rows_of_the_plan(sample: PlanSnapshot, layouts: dict[str, DocumentLayout]) -> None:
    known = {row.uid for entity in entities() for row in sample.all(entity)}
    named = {box.name for _, _, box in boxes(layouts) if box.name}
    assert len(named) > 900
    assert {name for name in named if split_name(name)[0] not in known} == set()


def test_every_value_of_a_chart_is_named(sample: PlanSnapshot, layouts: dict[str, DocumentLayout]) -> None:
    shares = [
        box.text
        for code, drawing, box in boxes(layouts)
        if code.startswith("survey") and drawing.polygons and "%" in box.text and box.text != "（%）"
    ]
    assert len(shares) > 30
    unnamed = [
        box.text
        for code, drawing, box in boxes(layouts)
        if code.startswith("survey") and drawing.polygons and not box.name and not is_axis(drawing, box.text)
    ]
    assert set(unnamed) <= {"（%）", "（件）", MISSING}
    # Once in the legend of each chart with gaps; at the gaps themselves it is a value's.
    assert unnamed.count(MISSING) == 2
    lost = [box for code, _, box in boxes(layouts) if code.startswith("survey") and box.text == MISSING]
    assert sum(bool(box.name) for box in lost) == 6


def test_headings_and_notes_lead_to_their_part(
    sample: PlanSnapshot, layouts: dict[str, DocumentLayout]
) -> None:
    parts = {part.uid: part for part in sample.all(HandoutBlock)}
    headings = [part for part in parts.values() if part.kind == "heading" and part.enabled is not False]
    shown = {split_name(box.name)[0] for _, _, box in boxes(layouts)}
    assert headings
    assert {part.uid for part in headings} <= shown
