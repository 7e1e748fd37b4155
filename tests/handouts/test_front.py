"""表紙: all its words on the page, however long, and nothing over anything else."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import Orientation, Paper, Stage
from dxplanner.handouts.area import Area, page_area
from dxplanner.handouts.blocks import PageSetup, Picture
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.front import cover, cover_warnings
from dxplanner.handouts.limited import ELLIPSIS
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows
from dxplanner.model import Department, Handout, Meeting, Plan
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import block, handout, snapshot
from tests.handouts.test_frame import SETUPS, long, overlap

_HAIR = 0.06


def with_cover(
    title: str, words: str, number: str, office: str = "情報政策推進室"
) -> tuple[PlanSnapshot, Handout]:
    """A handout with 表紙 on which everything that can be said is said."""
    made = handout(block("text", text="本文"), title=title, number=number)
    made.cover = True
    made.stage = Stage.DRAFT
    made.subtitle = words
    made.meeting = Meeting(uid="meeting", name=words)
    made.issued_on = date(2026, 11, 22)
    plan = Plan(uid="plan", name="試験計画", city=words)
    return snapshot([plan, made, Department(uid="office", name=office)]), made


def drawing_of(plan: PlanSnapshot, made: Handout, area: Area) -> Drawing:
    picture, _ = cover(plan, made, made.title, area)
    assert isinstance(picture, Picture)
    assert picture.bare
    return picture.drawing


def check_cover(drawing: Drawing) -> None:
    """Texts in their boxes, boxes on the page, none over another one."""
    for box in drawing.boxes:
        assert not overflows(box)
        assert box.x >= 0
        assert box.right <= drawing.width + _HAIR
        assert box.y >= 0
        assert box.bottom <= drawing.height + _HAIR
    assert not any(overlap(*pair) for pair in combinations(drawing.boxes, 2))


def box_of(drawing: Drawing, field: str) -> Box:
    return next(box for box in drawing.boxes if box.name.endswith(f"/{field}"))


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("letters", [1, 20, 60, 200, 400])
def test_long_words_stay_on_the_cover(letters: int, setup: PageSetup) -> None:
    plan, made = with_cover(long(letters), long(letters), long(letters), long(letters))
    area = page_area(setup)
    drawing = drawing_of(plan, made, area)
    check_cover(drawing)
    told = " ".join(cover_warnings(plan, made, made.title, area))
    names = {"会議名": "name", "資料番号": "number", "資料名": "title", "副題": "subtitle", "市名": "city"}
    for what, field in names.items():
        box = box_of(drawing, field)
        assert (f"{what}「" in told) == (box.text != long(letters)) == box.text.endswith(ELLIPSIS)
    if letters <= 200 and setup in SETUPS[:3]:
        assert "資料名" not in told
        assert "会議名" not in told
    assert box_of(drawing, "title").style.size > box_of(drawing, "subtitle").style.size


@settings(max_examples=40)
@given(
    st.text("あ漢字カナ。、」（ー1aA 　ﾊﾟ𠮷", min_size=1, max_size=300),
    st.text("あ漢字カナ。、」（ー1aA 　ﾊﾟ𠮷", max_size=250),
    st.sampled_from(SETUPS),
)
@example("https://example.jp/" + "a" * 280, "-" * 250, SETUPS[3])
@example(long(200), "", SETUPS[1])
def test_whatever_is_typed_stays_on_the_cover(title: str, words: str, setup: PageSetup) -> None:
    plan, made = with_cover(title, words, words[:200])
    check_cover(drawing_of(plan, made, page_area(setup)))


def test_short_words_stand_at_their_usual_places() -> None:
    plan, made = with_cover("計画の概要", "第１回検討会", "資料１－１")
    area = page_area(PageSetup())
    drawing = drawing_of(plan, made, area)
    title, number = box_of(drawing, "title"), box_of(drawing, "number")
    assert (title.y, title.height, title.style.size) == (area.height * 0.34, 30.0, 28.0)
    assert (number.y, number.width, number.style.size) == (6.0, area.width * 0.24, 14.0)
    assert [box.text for box in drawing.boxes] == [
        "第１回検討会",
        "資料１－１",
        "計画の概要",
        "第１回検討会",
        "（素案）",
        "令和８年11月22日",
        "第１回検討会",
        "情報政策推進室",
    ]


@pytest.mark.parametrize("orientation", Orientation)
@pytest.mark.parametrize("paper", Paper)
def test_a_handout_with_long_words_has_room_for_them_and_tells_what_is_left_out(
    paper: Paper, orientation: Orientation
) -> None:
    plan, made = with_cover(long(200), long(200), long(200))
    made.paper, made.orientation = paper, orientation
    document = build_document(plan, made)
    layout = lay_out_document(document)
    assert len(layout.pages) == 2
    assert layout.pages[1].items[1].y == document.setup.top
    assert box_of(layout.pages[1].items[0].drawing, "title").text == f"{long(200)}（2／2）"
    assert box_of(layout.pages[1].items[0].drawing, "title").style.size >= 10
    assert "資料番号" in layout.warnings[0]
    assert "各ページの上には途中までを印刷します" in layout.warnings[0]
    shown = box_of(layout.pages[0].items[1].drawing, "number").text
    assert (shown == long(200)) == (not any("表紙には途中まで" in one for one in layout.warnings))
