"""A workbook's pages are those of paper: as many, with the same on each, none higher than its paper."""

import re
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.xlsx import body_room, printed_sheets
from dxplanner.exporters.xlsx_canvas import Canvas
from dxplanner.exporters.xlsx_grid import ColumnGrid
from dxplanner.exporters.xlsx_pages import SheetPlan
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    ChartForm,
    ChartRow,
    Column,
    HandoutDocument,
    Heading,
    Notes,
    PageBreak,
    PageSetup,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Entity, Handout, HandoutBlock, Plan
from dxplanner.model.base import FieldKind
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.fields import field_problem, fields_of
from dxplanner.store.planfile import PlanFile
from tests.exporters.test_xlsx_documents import LONG, document, heading, number, sheet
from tests.handouts.chart_data import chart, values

NAME = re.compile("〔.+?〕")
WORDS = "デジタル技術を活用し、窓口の手続きを簡素化します（令和７年度以降）。"


def assert_stands_on_paper(one: HandoutDocument) -> list[SheetPlan]:
    """A handout's sheets print its pages, none of which is higher than the paper."""
    plans = printed_sheets(one)
    room = body_room(one.setup)
    numbers = [plan.first_page + page for plan in plans for page in range(len(plan.bodies()))]
    assert numbers == [page.number for page in lay_out_document(one).pages], one.code
    for plan in plans:
        for rows in plan.bodies():
            height = sum(plan.canvas.heights[row] for row in rows)
            assert height * plan.scale(room) / 100 <= room, (one.code, plan.first_page)
    return plans


# The handouts of a plan


def made_longer(plan: PlanFile, factor: float) -> PlanSnapshot:
    """The plan with texts so many times as long, where a field takes that."""
    kept = (Handout, HandoutBlock, Plan)
    snapshot = plan.snapshot()
    for kind in (each for each in Entity.__subclasses__() if each not in kept):
        for name, own in fields_of(kind).items():
            if own.spec.kind not in (FieldKind.LINE, FieldKind.TEXT):
                continue
            for row in snapshot.all(kind):
                text = getattr(row, name)
                if isinstance(text, str) and len(text) >= 4:
                    longer = text + (text * 2)[: int(len(text) * (factor - 1))]
                    if not field_problem(own, longer):
                        setattr(row, name, longer)
    return snapshot


def stand_on_paper(
    snapshot: PlanSnapshot, paper: Paper, orientation: Orientation, *, front: bool
) -> list[int]:
    """In how many per cent the sheets of all handouts of a plan are printed on this paper."""
    scales: list[int] = []
    for one in snapshot.all(Handout):
        one.paper, one.orientation, one.cover, one.contents = paper, orientation, front, front
        made = build_document(snapshot, one)
        scales += [plan.scale(body_room(made.setup)) for plan in assert_stands_on_paper(made)]
    return scales


@pytest.mark.parametrize(
    ("paper", "orientation", "front"),
    [
        (paper, orientation, (paper is Paper.A4) == (orientation is Orientation.PORTRAIT))
        for paper, orientation in product(Paper, Orientation)
    ],
)
def test_handouts_on_any_paper(
    sample_plan: PlanFile, paper: Paper, orientation: Orientation, front: bool
) -> None:
    scales = stand_on_paper(sample_plan.snapshot(), paper, orientation, front=front)
    assert len(scales) > 30
    assert set(scales) == {100}


@pytest.mark.parametrize(
    ("paper", "orientation", "front", "factor"),
    [
        (Paper.A4, Orientation.LANDSCAPE, False, 2.0),
        (Paper.A4, Orientation.PORTRAIT, True, 1.5),
        (Paper.A3, Orientation.LANDSCAPE, True, 2.0),
    ],
)
def test_handouts_of_longer_texts(
    sample_plan: PlanFile, factor: float, paper: Paper, orientation: Orientation, front: bool
) -> None:
    assert len(stand_on_paper(made_longer(sample_plan, factor), paper, orientation, front=front)) > 30


# Any handout


def words(count: int) -> str:
    """A text of so many characters."""
    return (WORDS * (count // len(WORDS) + 1))[:count]


def table_of(rows: list[int], name: str, unit: bool) -> tuple[Block, ...]:
    """A table whose rows hold so many characters, perhaps with a unit line over it; each row has its name."""
    body = tuple(
        (Cell(f"〔{name}{row}〕"), Cell(words(count)), number(str(row), row, "#,##0"))
        for row, count in enumerate(rows)
    )
    table = Table(
        (Column(1), Column(4), Column(1)), ((heading("項目"), heading("内容"), heading("数")),), body
    )
    return (Paragraph(f"（〔{name}単位〕）", 9.0), table) if unit else (table,)


def picture_of(height: float, name: str) -> tuple[Block, ...]:
    """A picture so high (mm), of rows that are no whole pixels."""
    rows = tuple(place * 4.1 for place in range(int(height / 4.1) + 1))
    box = Box(0, 0, 60, 8.2, f"〔{name}〕")
    return (Picture(Drawing(100, height, (box,), rows=rows, columns=(0, 60))),)


lengths = st.integers(0, 900)
pieces: st.SearchStrategy[Any] = st.one_of(
    st.tuples(st.just("heading"), st.integers(1, 3)),
    st.tuples(st.just("text"), lengths),
    st.tuples(st.just("notes"), st.lists(lengths, min_size=1, max_size=4)),
    st.tuples(st.just("table"), st.lists(lengths, min_size=1, max_size=40), st.booleans()),
    st.tuples(st.just("picture"), st.floats(20, 300)),
    st.tuples(st.just("charts"), st.integers(1, 3)),
    st.tuples(st.just("turn")),
)


def block_of(piece: Any, name: str) -> tuple[Block, ...]:
    """The blocks of a piece, called NAME."""
    match piece:
        case "heading", level:
            return (Heading(f"〔{name}〕{WORDS}", level),)
        case "text", length:
            return (Paragraph(f"〔{name}〕" + words(length)),)
        case "notes", counts:
            return (Notes(tuple(("※", f"〔{name}{n}〕" + words(c)) for n, c in enumerate(counts))),)
        case "table", rows, unit:
            return table_of(rows, name, unit)
        case "picture", height:
            return picture_of(height, name)
        case "charts", count:
            return (ChartRow((chart(ChartForm.BAR, values(40, 60), title="満足度"),) * count),)
    return (PageBreak(),)


setups = st.builds(
    PageSetup,
    st.sampled_from(Paper),
    st.sampled_from(Orientation),
    top=st.floats(21, 40),
    bottom=st.floats(8, 30),
)
documents = st.builds(
    lambda made, setup, title: document(
        *(block for number, piece in enumerate(made) for block in block_of(piece, f"第{number}－")),
        setup=setup,
        title=title,
    ),
    st.lists(pieces, min_size=1, max_size=8),
    setups,
    st.sampled_from(["成果指標", LONG[:60]]),
)


@given(documents)
@settings(max_examples=80)
def test_any_handout_stands_on_its_pages(one: HandoutDocument) -> None:
    plans = assert_stands_on_paper(one)
    sheets = [names_on(plan, rows) for plan in plans for rows in body_of(plan)]
    paper = [
        set(NAME.findall("".join(box.text for item in page.items[1:] for box in item.drawing.boxes)))
        for page in lay_out_document(one).pages
    ]
    for on_paper, on_sheet in zip(paper, sheets, strict=True):
        # A unit line comes again on paper; on a sheet it does with the rows that repeat, or not at all.
        assert {name for name in on_paper ^ on_sheet if "単位" not in name} == set()


def body_of(plan: SheetPlan) -> list[range]:
    """The rows of each page without those that repeat."""
    bounds = pairwise([0, *plan.breaks, plan.printed_rows])
    return [range(first, last) for first, last in bounds]


def names_on(plan: SheetPlan, rows: range) -> set[str]:
    """What has a name on a page of a sheet, in a cell or in a text box over cells."""
    contents = [content for (row, _), content in plan.canvas.contents.items() if row in rows]
    contents += [
        shape.words for shape in plan.canvas.shapes if shape.words and int(shape.points[0][1]) in rows
    ]
    return set(NAME.findall("".join(str(content.value) for content in contents).replace("\n", "")))


@pytest.mark.parametrize("characters", range(1440, 1600, 20))
def test_no_unit_line_comes_again_alone(characters: int) -> None:
    one = document(*table_of([characters] * 4, "行", unit=True))
    assert_stands_on_paper(one)
    # Over the first row it may have to.
    for page in lay_out_document(one).pages[1:]:
        assert any(box.text.startswith("〔行") for item in page.items for box in item.drawing.boxes)


# What gives way


def plan_of(heights: list[float], **fields: Any) -> SheetPlan:
    """表紙, or with rows that repeat another sheet, of rows so high (points)."""
    return SheetPlan(Canvas(ColumnGrid((0, 100), ()), heights), [""], 1, len(heights), 1, **fields)


def test_free_rows_give_way_first() -> None:
    plan = plan_of([50.0, 30.0, 9.0, 30.0, 6.0], free=[2, 4])
    plan.fit(70.0)
    assert plan.canvas.heights == [50.0, 30.0, 4.5, 30.0, 5.25]


def test_then_each_row_gives_a_pixel_and_at_last_the_sheet_is_printed_smaller() -> None:
    plan = plan_of([50.0, 30.0, 1.5, 30.0, 6.0], free=[4])
    plan.fit(62.5)
    assert plan.canvas.heights == [50.0, 29.25, 1.5, 29.25, 3.0]
    assert plan.scale(62.5) == 99
    assert plan.scale(63.0) == 100


def test_rows_that_repeat_under_the_head_count_on_each_page() -> None:
    plan = plan_of([9.0, 9.0, 9.0, 6.0, 30.0, 33.0], free=[3], breaks=[5], titles=range(4))
    assert plan.bodies() == [[3, 4], [3, 5]]
    plan.fit(36.0)
    assert plan.canvas.heights == [9.0, 9.0, 9.0, 3.0, 30.0, 33.0]


def test_a_page_that_fits_keeps_its_rows() -> None:
    plan = plan_of([50.0, 30.0, 9.0], free=[2])
    plan.fit(39.0)
    assert plan.canvas.heights == [50.0, 30.0, 9.0]


def test_what_cannot_give_way_is_printed_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    one = document(*picture_of(160.0, "甲"), PageBreak(), *picture_of(160.0, "乙"))
    assert sheet(one).page_setup.fitToHeight == 0
    monkeypatch.setattr(SheetPlan, "fit", lambda plan, room: plan.canvas.heights.__setitem__(5, 60.0))
    on = sheet(one)
    assert not on.sheet_properties.pageSetUpPr.fitToPage
    assert 90 < on.page_setup.scale < 100
    assert len(on.row_breaks.brk) == 1


def test_headings_that_have_no_room_on_each_page_are_the_tables_own() -> None:
    """Rows that repeat are those over the table, too: where a page is full they would not stand on it."""
    rows = tuple((Cell(f"{row}番"), number(str(row), row, "#,##0")) for row in range(60))
    table = Table((Column(3), Column(1)), ((heading("項目"), heading("数")),), rows)
    alone, headed = sheet(document(table)), sheet(document(Heading("見出し"), table))
    assert alone.print_title_rows == "$1:$4"
    assert headed.print_title_rows == "$1:$3"
    for brk in headed.row_breaks.brk:
        assert headed.cell(brk.id + 1, 1).value == "項目"


def test_a_row_higher_than_excel_has_is_several_that_a_cell_spans() -> None:
    one = document(*table_of([20, 2600, 20], "行", unit=False))
    one = replace(one, setup=PageSetup(orientation=Orientation.PORTRAIT, first_page=3))
    (plan,) = assert_stands_on_paper(one)
    (row,) = (row for row, height in enumerate(plan.canvas.heights) if height > 200 and row < 6)
    assert max(plan.canvas.heights) < 409.5
    assert plan.canvas.heights[row] == plan.canvas.heights[row + 1]
