"""Long titles and 資料番号 on paper: letters on the sheet, the head over the body, no page without one."""

from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.pdf import write_pdf
from dxplanner.handouts.blocks import HandoutDocument, Picture
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.pages import lay_out_document
from dxplanner.services.export import look_over
from tests.exporters.test_extreme_texts import check_pages, check_pdf, texts
from tests.handouts.test_frame import long
from tests.handouts.test_front import with_cover


def printed(document: HandoutDocument) -> bytes:
    """The handout as PDF, all of it on its pages."""
    layout = lay_out_document(document)
    check_pages(layout)
    target = BytesIO()
    assert write_pdf(document, target, layout).pages == len(layout.pages)
    check_pdf(target.getvalue())
    return target.getvalue()


def check_heads(data: bytes, document: HandoutDocument) -> None:
    """On each page after 表紙 there are letters over the rule and under it, none on it."""
    rule = document.setup.top - 7.0
    pages = list(pypdfium2.PdfDocument(data))
    assert len(pages) > 1
    for page in pages[1:]:
        height = page.get_size()[1] * MM_PER_POINT
        words = page.get_textpage()
        rectangles = [words.get_rect(index) for index in range(words.count_rects())]
        sides = {
            (height - top * MM_PER_POINT >= rule, height - bottom * MM_PER_POINT <= rule)
            for _, bottom, _, top in rectangles
        }
        assert sides == {(False, True), (True, False)}


@pytest.mark.parametrize("orientation", Orientation)
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("letters", [20, 60, 200])
def test_long_words_keep_to_their_places(letters: int, paper: Paper, orientation: Orientation) -> None:
    plan, made = with_cover(long(letters), long(letters), long(letters), long(letters))
    made.paper, made.orientation = paper, orientation
    document = build_document(plan, made)
    data = printed(document)
    check_heads(data, document)
    reader = pypdf.PdfReader(BytesIO(data))
    assert len(reader.pages) == 2
    assert reader.metadata is not None
    assert reader.metadata.title == f"{long(letters)}　{long(letters)}"
    assert f"{long(letters)}（2／2）" in "".join(reader.pages[1].extract_text().split())


@settings(max_examples=25)
@given(texts, texts, texts, st.sampled_from(Paper), st.sampled_from(Orientation))
@example(long(400), long(400), long(400), Paper.A4, Orientation.PORTRAIT)
def test_whatever_is_typed_keeps_to_the_page(
    title: str, number: str, words: str, paper: Paper, orientation: Orientation
) -> None:
    plan, made = with_cover(title.strip() or "題", words or "語", number)
    made.paper, made.orientation = paper, orientation
    document = build_document(plan, made)
    assert isinstance(document.blocks[0], Picture)
    printed(document)
    assert len(lay_out_document(document).pages) == 2


def test_somebody_hears_of_it_before_anything_is_written() -> None:
    plan, _ = with_cover("計画の概要", "第１回検討会", long(200))
    assert [remark.sentence[200:207] for remark in look_over(plan)] == ["：資料番号「長"] * 2
    plan, _ = with_cover(long(200), long(200), "資料１－１")
    assert not look_over(plan)
