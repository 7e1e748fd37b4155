"""From a handout of the plan to a document: page set-up, front, numbers of headings, warnings."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import MeetingBody, Orientation, Paper, Precision, Stage
from dxplanner.handouts.blocks import Heading, Paragraph, Picture, Table
from dxplanner.handouts.documents import build_document, page_ranges, page_setup
from dxplanner.handouts.front import office_in_charge
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Department, Handout, HandoutBlock, Meeting
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import snapshot


def handout(*blocks: HandoutBlock, **fields: object) -> Handout:
    """A handout that is in no plan."""
    values: dict[str, object] = {
        "code": "test",
        "title": "試験の資料",
        "number": "資料９",
        "paper": Paper.A4,
        "orientation": Orientation.PORTRAIT,
        "first_page": 1,
        "draft": False,
        "cover": False,
        "contents": False,
    }
    return Handout(**{**values, **fields}, blocks=list(blocks))


def heading(text: str, level: int = 1, *, numbered: bool = True) -> HandoutBlock:
    return HandoutBlock(kind="heading", options={"text": text, "level": level, "numbered": numbered})


def text(words: str) -> HandoutBlock:
    return HandoutBlock(kind="text", options={"text": words})


BREAK = {"kind": "page_break", "options": {}}


def test_headings_get_their_official_numbers(sample: PlanSnapshot) -> None:
    document = build_document(
        sample,
        handout(heading("概要"), heading("目的", 2), heading("参考", 2, numbered=False), heading("内容", 2)),
    )
    texts = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert texts == ["第１　概要", "１　目的", "参考", "２　内容"]


def test_a_cover_names_meeting_date_number_and_city(sample: PlanSnapshot) -> None:
    meeting = Meeting(body=MeetingBody.COMMITTEE, name="第２回DX推進委員会", starts_on=date(2024, 8, 28))
    document = build_document(
        sample, handout(text("本文"), cover=True, meeting=meeting, stage=Stage.DRAFT, draft=True)
    )
    picture = document.blocks[0]
    assert isinstance(picture, Picture)
    words = [box.text for box in picture.drawing.boxes]
    assert words == [
        "第２回DX推進委員会",
        "資料９",
        "試験の資料（案）",
        "（素案）",
        "令和６年８月28日",
        sample.plan.city,
        "情報政策推進室",
    ]
    assert [box.name.partition("/")[2] for box in picture.drawing.boxes[-2:]] == ["city", "name"]
    pages = lay_out_document(document).pages
    assert [page.number for page in pages] == [1, 2]
    frame = [box.text for box in pages[0].items[0].drawing.boxes]
    assert frame == []
    assert [box.text for box in pages[1].items[0].drawing.boxes] == [
        "試験の資料（案）（2／2）",
        "資料９",
        "素案",
        "2",
    ]


def test_contents_give_the_pages_on_which_headings_stand(sample: PlanSnapshot) -> None:
    blocks = [
        heading("一"),
        HandoutBlock(**BREAK),
        heading("二"),
        heading("二の一", 2),
        HandoutBlock(**BREAK),
    ]
    document = build_document(sample, handout(*blocks, heading("三"), cover=True, contents=True))
    layout = lay_out_document(document)
    assert [mark.text for mark in layout.pages[0].bookmarks] == ["表紙"]
    table = next(block for block in document.blocks if isinstance(block, Table))
    listed = {cell[0].text.strip("　"): int(cell[1].text) for cell in table.rows if cell[0] and cell[1]}
    stand = {mark.text: page.number for page in layout.pages[2:] for mark in page.bookmarks}
    assert listed == stand
    assert listed["第３　三"] == 5


def test_contents_are_called_so_once_and_list_no_continuation(sample: PlanSnapshot) -> None:
    reviews = HandoutBlock(kind="reviews", options={"heading": "（６）取り組み", "pages": 2})
    overview = HandoutBlock(kind="overview", options={})
    made = handout(heading("概要"), overview, reviews, contents=True, orientation=Orientation.LANDSCAPE)
    blocks = build_document(sample, made).blocks
    title, table = blocks[:2]
    assert isinstance(title, Heading)
    assert isinstance(table, Table)
    assert title.text == "目次"
    assert [cell.text for cell in table.header[0] if cell] == ["項目", "ページ"]
    continued = [block.text for block in blocks if isinstance(block, Heading) and "（続き）" in block.text]
    assert continued == ["（６）取り組み（続き）"]
    assert [row[0].text for row in table.rows if row[0]] == [
        "第１　概要",
        "　（１）計画の目的",
        "　（２）計画の位置づけ",
        "　（３）改訂の背景",
        "　（６）取り組み",
    ]


def test_the_office_of_a_cover_is_the_first_that_there_was_on_its_day(sample: PlanSnapshot) -> None:
    former = Department(uid="d0", position=0, name="情報推進課", valid_to=date(2024, 3, 31))
    present = Department(uid="d1", position=1, name="情報政策推進室", valid_from=date(2024, 4, 1))
    plan = snapshot([former, present, Department(uid="d2", position=2, name="総務課")])
    days = (date(2024, 3, 31), date(2024, 4, 1), None)
    offices = [office_in_charge(plan, day) for day in days]
    assert [office.name for office in offices if office] == ["情報推進課", "情報政策推進室", "情報推進課"]
    assert office_in_charge(snapshot(), None) is None


def test_a_cover_dates_no_meeting_more_exactly_than_it_is_known(sample: PlanSnapshot) -> None:
    meeting = Meeting(body=MeetingBody.COUNCIL, name="総務委員会", starts_on=date(2024, 2, 1))
    meeting.ends_on, meeting.precision = date(2024, 2, 29), Precision.MONTH
    for issued, day in ((None, "令和６年２月"), (date(2024, 2, 20), "令和６年２月20日")):
        made = handout(text("本文"), cover=True, meeting=meeting, issued_on=issued)
        picture = build_document(sample, made).blocks[0]
        assert isinstance(picture, Picture)
        assert picture.drawing.boxes[-3].text == day


def test_a_page_range_prints_these_pages_with_their_numbers(sample: PlanSnapshot) -> None:
    blocks = [block for _ in range(4) for block in (text("本文"), HandoutBlock(**BREAK))]
    layout = lay_out_document(build_document(sample, handout(*blocks, page_range="１－2、4", first_page=1)))
    assert [page.number for page in layout.pages] == [1, 2, 4]


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ("", ()),
        ("3", ((3, 3),)),
        ("1-3,5", ((1, 3), (5, 5))),
        ("２～４", ((2, 4),)),
        ("1\u301c3", ((1, 3),)),
        ("1ー3、5‐6", ((1, 3), (5, 6))),
        ("1 － 3　5", ((1, 3), (5, 5))),
        ("4-", ((4, sys.maxsize),)),
    ],
)
def test_page_ranges(written: str, ranges: tuple[tuple[int, int], ...]) -> None:
    assert page_ranges(written) == ranges


def test_a_page_range_that_cannot_be_read_is_said(sample: PlanSnapshot) -> None:
    for wrong in ("全部", "1-2-3", "-", "ー3"):
        with pytest.raises(InputError, match=f"印刷するページ「{wrong}」"):
            build_document(sample, handout(page_range=wrong))


def test_a_page_range_without_an_end_prints_the_rest(sample: PlanSnapshot) -> None:
    blocks = [block for _ in range(4) for block in (text("本文"), HandoutBlock(**BREAK))]
    layout = lay_out_document(build_document(sample, handout(*blocks, page_range="3〜", first_page=1)))
    assert [page.number for page in layout.pages] == [3, 4]


def test_margins_and_body_size(sample: PlanSnapshot) -> None:
    made = handout(text("本文"), margin_left=30, margin_top=20, font_size=Decimal(12))
    setup = page_setup(made)
    assert (setup.left, setup.right, setup.top) == (30.0, 14.0, 33.0)
    (paragraph,) = build_document(sample, made).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.size == 12.0


def test_a_table_below_the_floor_is_told(sample: PlanSnapshot) -> None:
    table = HandoutBlock(kind="indicators", options={})
    small = build_document(
        sample, handout(heading("指標", numbered=False), table, orientation=Orientation.LANDSCAPE)
    )
    sizes = [block.size for block in small.blocks if isinstance(block, Table)]
    expected = [size for size in sizes if size < 10.5]
    assert len(small.warnings) == len(expected)
    assert all("「指標」の表の文字が" in warning for warning in small.warnings)
