"""A handout of the plan becomes a document; what is wrong with it is told in Japanese."""

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.handouts.blocks import Heading, Notes, PageBreak, Paragraph, Picture
from dxplanner.handouts.catalogue import KINDS, build_blocks
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from tests.handouts.builders import block, branch, handout, snapshot, version


def test_a_document_has_the_handouts_title_number_and_blocks_in_order() -> None:
    made = handout(
        block("heading", text="第１"), block("text", text="本文"), block("notes", entries=[["※", "注"]])
    )
    document = build_document(snapshot(), made)
    assert (document.title, document.number, document.code) == ("資料の題名", "資料１", "test")
    assert (document.plan_name, document.city) == ("試験計画", "試験市")
    assert document.blocks == (Heading("第１"), Paragraph("本文"), Notes((("※", "注"),)))


def test_blocks_that_are_switched_off_are_left_out() -> None:
    made = handout(block("text", text="一"), block("text", enabled=False, text="二"))
    assert build_document(snapshot(), made).blocks == (Paragraph("一"),)


def test_a_page_break_at_the_end_makes_no_empty_page() -> None:
    made = handout(block("text", text="一"), block("page_break"))
    assert PageBreak() not in build_document(snapshot(), made).blocks


def test_paper_and_first_page_are_taken_over() -> None:
    made = handout(block("text", text="一"))
    made.paper, made.orientation, made.first_page = Paper.A3, Orientation.PORTRAIT, 5
    layout = lay_out_document(build_document(snapshot(), made))
    assert (layout.width, layout.height, layout.pages[0].number) == (297, 420, 5)


def test_an_empty_handout_is_one_page() -> None:
    assert len(lay_out_document(build_document(snapshot(), handout())).pages) == 1


@pytest.mark.parametrize("kind", ["hierarchy", "transitions", "indicators", "schedule", "budget"])
def test_every_kind_says_when_there_is_nothing(kind: str) -> None:
    assert build_blocks(kind, snapshot(), {}) == (Paragraph("該当する内容はありません。"),)


def test_every_kind_has_a_japanese_label() -> None:
    assert all(kind.label and not kind.label.isascii() for kind in KINDS.values())


def test_a_diagram_after_a_heading_stays_on_its_page() -> None:
    made = version("案", "基本方針", "基本施策")
    branch(made, "方針", leaves=[f"施策{n}" for n in range(12)])
    document = build_document(
        snapshot([made, *made.nodes]), handout(block("heading", text="見出し"), block("hierarchy"))
    )
    assert any(isinstance(part, Picture) for part in document.blocks)
    assert len(lay_out_document(document).pages) == 1


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("unknown", {}, "種類「unknown」は使えません"),
        (
            "hierarchy",
            {"version": "ない版"},
            "計画版「ない版」が見つかりません。計画版がまだ登録されていません。",
        ),
        ("hierarchy", {"version": 3}, "設定「計画版」は文字で"),
        ("heading", {"text": "あ", "level": 9}, "1から5まで"),
        ("text", {"text": "あ", "size": "大"}, "設定「文字の大きさ（pt）」は5から40までのポイント数"),
        ("notes", {"entries": "あ"}, "組の一覧"),
        ("heading", {"text": "あ", "numbered": "はい"}, "設定「[^a-z]+」は「する」か「しない」かで"),
        ("schedule", {"edition": "ない版"}, "工程表の版「ない版」が見つかりません"),
    ],
)
def test_wrong_options_are_told_in_japanese(kind: str, options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        build_blocks(kind, snapshot(), options)


def test_what_is_wrong_is_said_with_the_part_that_it_is_in() -> None:
    off, text = block("text", enabled=False, text="一"), block("text", text="二")
    wrong = block("survey", survey="0" * 32)
    said = "資料に指定されたアンケートは、削除されたか、ここでは選べません。"
    with pytest.raises(InputError) as told:
        build_document(snapshot(), handout(off, text, wrong))
    assert told.value.message.startswith(f"3番目の部品「アンケート調査結果」：{said}")
    with pytest.raises(InputError) as told:
        build_document(snapshot(), handout(off, wrong))
    assert told.value.message.startswith(said)
    with pytest.raises(InputError, match=r"1番目の部品「文章」：.*文字の大きさ"):
        build_document(snapshot(), handout(block("text", text="あ", size="大"), text))
