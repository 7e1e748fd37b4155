"""Blocks flow over pages: nothing outside the printed area, headings with what follows, numbers in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.handouts.blocks import (
    Block,
    Cell,
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
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.linebreak import tears
from dxplanner.handouts.pages import GAP, DocumentLayout, lay_out_document
from dxplanner.handouts.review import overflows

TEXT = "都市のデジタル化と行政のデジタル化を推進する。"


def laid_out(*blocks: Block, number: str = "資料１", title: str = "題名", first: int = 1) -> DocumentLayout:
    setup = PageSetup(first_page=first)
    return lay_out_document(HandoutDocument("test", title, number, setup, blocks, "計画", "市"))


BLOCKS = st.one_of(
    st.builds(Heading, st.just("見出し"), st.integers(1, 3)),
    st.builds(Paragraph, st.integers(0, 60).map(lambda n: TEXT * n)),
    st.builds(lambda n: Notes((("※１", TEXT * n), ("※10", TEXT))), st.integers(1, 30)),
    st.builds(
        lambda n: Table(
            (Column(1), Column(5)), ((Cell("番号"), Cell("名称")),), ((Cell("1"), Cell(TEXT)),) * n
        ),
        st.integers(0, 60),
    ),
    st.builds(lambda h: Picture(Drawing(200, h, (Box(0, 0, 200, h),))), st.floats(5, 250)),
    st.just(PageBreak()),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_everything_stays_inside_the_printed_area(blocks: list[Block]) -> None:
    layout = laid_out(*blocks)
    setup = PageSetup()
    width, height = setup.printable
    for page in layout.pages:
        for item in page.items[1:]:
            drawing = item.drawing
            assert item.x >= setup.left - 1e-6
            assert item.y >= setup.top - 1e-6
            assert item.x + drawing.width * item.scale <= setup.left + width + 1e-6
            assert item.y + drawing.height * item.scale <= setup.top + height + 1e-6


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    layout = laid_out(Paragraph(TEXT * 200))
    assert len(layout.pages) > 1
    texts = [
        box.text.replace("\n", "")
        for page in layout.pages
        for item in page.items[1:]
        for box in item.drawing.boxes
    ]
    assert "".join(texts) == TEXT * 200


def test_a_heading_is_not_left_alone_at_the_foot() -> None:
    rows = ((Cell("1"), Cell(TEXT)),) * 3
    filler = Picture(Drawing(100, 155))
    layout = laid_out(filler, Heading("表"), Table((Column(1), Column(5)), (), rows))
    assert [mark.text for mark in layout.pages[1].bookmarks] == ["表"]


def test_pages_are_numbered_from_the_first_page_and_titled_with_their_place() -> None:
    layout = laid_out(Paragraph("一"), PageBreak(), Paragraph("二"), first=16)
    assert [page.number for page in layout.pages] == [16, 17]
    frames = [[box.text for box in page.items[0].drawing.boxes] for page in layout.pages]
    assert frames == [["題名（1／2）", "資料１", "16"], ["題名（2／2）", "資料１", "17"]]


def test_an_empty_handout_has_one_page() -> None:
    assert len(laid_out().pages) == 1


def test_a_picture_too_large_is_scaled_and_told() -> None:
    layout = laid_out(Picture(Drawing(538, 100)))
    assert layout.pages[0].items[1].scale == 0.5
    assert any("50%に縮小" in warning for warning in layout.warnings)


def test_missing_characters_are_told_with_their_page() -> None:
    layout = laid_out(Paragraph("𠮷野"), first=3)
    assert any("「𠮷」(U+20BB7)" in warning and "3ページ" in warning for warning in layout.warnings)


def test_a_long_title_and_number_stay_in_their_places() -> None:
    layout = laid_out(Paragraph(""), number="資料１－２" * 12, title="題名" * 100)
    assert any("枠に収まりません" in warning for warning in layout.warnings) or layout.warnings == ()
    title, number = layout.pages[0].items[0].drawing.boxes[:2]
    assert title.right < number.x


def test_a_very_long_title_becomes_as_small_as_it_takes_to_stay_on_a_portrait_sheet() -> None:
    setup = PageSetup(Paper.A4, Orientation.PORTRAIT, left=45, right=45)
    document = HandoutDocument(
        "test", "題名" * 200, "資料１－２", setup, (Paragraph("本文"),), "計画", "市", (), "素案"
    )
    layout = lay_out_document(document)
    title = layout.pages[0].items[0].drawing.boxes[0]
    assert "".join(title.lines) == document.title
    assert not overflows(title)
    assert title.y > 0
    assert title.bottom <= setup.top
    assert any("ポイントまで小さくなりました" in warning for warning in layout.warnings)


def tables(layout: DocumentLayout) -> list[tuple[int, float, Drawing]]:
    """Page, upper edge and drawing of each piece of a table."""
    return [
        (at, item.y, item.drawing)
        for at, page in enumerate(layout.pages)
        for item in page.items[1:]
        if item.drawing.columns
    ]


def test_a_small_line_over_a_table_is_repeated_where_the_table_goes_on() -> None:
    rows = tuple((Cell(str(number)),) for number in range(60))
    long = Table((Column(1),), ((Cell("番号"),),), rows)
    layout = laid_out(Paragraph("（単位：千円）", 9.0), long)
    assert len(layout.pages) > 1
    for page in layout.pages:
        texts = [box.text for item in page.items[1:] for box in item.drawing.boxes]
        assert texts[:2] == ["（単位：千円）", "番号"]
    # Running text over a table is said once.
    told = laid_out(Paragraph("次のとおりです。", 10.5), long)
    words = [box.text for page in told.pages for item in page.items for box in item.drawing.boxes]
    assert words.count("次のとおりです。") == 1


def test_a_table_keeps_off_the_notes_over_it_where_there_is_room() -> None:
    one = Table((Column(1),), (), ((Cell("値"),),))
    notes = Notes((("※", "確認中です。"),))
    layout = laid_out(one, notes, one)
    (_, first, upper), (_, second, _) = tables(layout)
    foot = next(item for item in layout.pages[0].items if any(box.text == "※" for box in item.drawing.boxes))
    assert foot.y == pytest.approx(first + upper.height + GAP)
    assert second == pytest.approx(foot.y + foot.drawing.height + GAP)


def test_rows_grow_to_spare_words_where_the_table_takes_no_more_pages_for_it() -> None:
    text = "便利で使いやすい行政サービスの最適化"
    width = PageSetup().printable[0]
    narrow = Column(2 * 1.7 + 9.3 * 10.5 * 25.4 / 72)
    table = Table((narrow, Column(width - narrow.width)), (), ((Cell(text), Cell("")),) * 16)
    layout = laid_out(table)
    assert len(layout.pages) == 2
    boxes = [box for _, _, drawing in tables(layout) for box in drawing.boxes if box.text]
    assert {tears(box.text, box.lines) for box in boxes} == {0}
