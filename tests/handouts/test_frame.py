"""The head of every page: title, 段階 and 資料番号 beside each other however long they are."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.handouts.blocks import HandoutDocument, PageBreak, PageSetup, Paragraph
from dxplanner.handouts.drawing import Box
from dxplanner.handouts.frame import page_frame, shown_number, with_room_for_head
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows

WORDS = "長崎市における行政サービスのデジタル化の推進に関する基本的な方針及び具体的な取組について"
SETUPS = (
    PageSetup(),
    PageSetup(Paper.A4, Orientation.PORTRAIT),
    PageSetup(Paper.A3),
    PageSetup(Paper.A4, Orientation.PORTRAIT, left=60, right=60, top=21, bottom=60),
    PageSetup(top=73, bottom=60),
)
_HAIR = 0.06


def headed(title: str, number: str = "", stamp: str = "", setup: PageSetup = SETUPS[0]) -> HandoutDocument:
    """A handout with room for its head."""
    return with_room_for_head(HandoutDocument("t", title, number, setup, (), stamp=stamp))


def long(letters: int) -> str:
    return (WORDS * 15)[:letters]


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right - _HAIR and other.x < one.right - _HAIR
    return across and one.y < other.bottom - _HAIR and other.y < one.bottom - _HAIR


def check_head(document: HandoutDocument, margins: PageSetup) -> None:
    """Nothing runs out of its box, over another one, over the rule or beyond the margins; all is told."""
    setup = document.setup
    width, height = setup.paper_size
    assert margins == replace(setup, top=margins.top)
    assert margins.top <= setup.top <= max(margins.top, height / 4)
    for index, pages in ((0, 1), (0, 12), (11, 12)):
        boxes = page_frame(document, index, pages).boxes[:-1]
        for box in boxes:
            assert not overflows(box)
            assert box.x >= setup.left - _HAIR
            assert box.right <= width - setup.right + _HAIR
            assert box.y > 1.0
            assert box.bottom < setup.top - 7.0
        assert not any(overlap(*pair) for pair in combinations(boxes, 2))
        if pages > 1:
            assert boxes[0].text.endswith(f"（{index + 1}／{pages}）")


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("number", [0, 4, 60, 200])
@pytest.mark.parametrize("title", [20, 60, 200, 600])
def test_nothing_runs_out_of_the_head(title: int, number: int, setup: PageSetup) -> None:
    document = headed(long(title), long(number), "素案" if number else "", setup)
    check_head(document, setup)
    whole = [shown_number(document) == long(number), long(title) in page_frame(document, 0, 1).boxes[0].text]
    told = " ".join(document.warnings)
    assert ["資料番号「" not in told, "資料名「" not in told] == whole
    if title <= 200 and setup in SETUPS[:3]:
        assert whole[1]
        assert page_frame(document, 0, 12).boxes[0].style.size >= 10


@settings(max_examples=40)
@given(
    st.text("あ漢字カナ。、」（ー1aA 　ﾊﾟ𠮷\n", min_size=1, max_size=300),
    st.text("資料１－２の（追補）A 　", max_size=250),
    st.sampled_from(["", "骨子"]),
    st.sampled_from(SETUPS),
)
@example("https://example.jp/" + "a" * 280, "-" * 250, "骨子", SETUPS[3])
def test_whatever_is_typed_stays_in_the_head(title: str, number: str, stamp: str, setup: PageSetup) -> None:
    check_head(headed(title, number, stamp, setup), setup)


@pytest.mark.parametrize("setup", SETUPS)
def test_short_words_leave_the_page_as_it_is(setup: PageSetup) -> None:
    document = HandoutDocument("t", "計画の概要（案）", "資料１－１", setup, (), stamp="素案")
    assert with_room_for_head(document) == document


def test_the_title_is_as_large_on_all_pages() -> None:
    for letters in range(20, 60):
        document = headed(long(letters), "資料１－１")
        sizes = {page_frame(document, index, 11).boxes[0].style.size for index in range(11)}
        assert len(sizes) == 1


def test_the_body_begins_under_the_head() -> None:
    blocks = (Paragraph("本文"), PageBreak(), Paragraph("次の頁"))
    document = replace(headed(long(200), long(200), "素案", SETUPS[1]), blocks=blocks)
    layout = lay_out_document(document)
    assert len(layout.pages) == 2
    for page in layout.pages:
        frame, *body = page.items
        assert body
        assert min(item.y for item in body) == document.setup.top > SETUPS[1].top + 15
        assert max(box.bottom for box in frame.drawing.boxes[:-1]) < document.setup.top - 7
    assert [warning[:5] for warning in layout.warnings] == ["資料番号「"]
