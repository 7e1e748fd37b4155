"""A layout is looked over before it is printed."""

import pytest

from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Column,
    HandoutDocument,
    PageBreak,
    PageSetup,
    Paragraph,
    Table,
)
from dxplanner.handouts.drawing import Box, Drawing, TextStyle
from dxplanner.handouts.pages import DocumentLayout, lay_out_document
from dxplanner.handouts.review import drawing_warnings, missing_characters, name_places, overflows


def box(text: str, width: float, height: float, size: float = 10, vertical: bool = False) -> Box:
    return Box(0, 0, width, height, text, (text,), TextStyle(size, vertical=vertical))


@pytest.mark.parametrize(
    ("width", "height", "vertical", "sticks_out"),
    [
        (20, 5, False, False),
        (10, 5, False, True),
        (20, 3, False, True),
        (5, 20, True, False),
        (5, 10, True, True),
        (3, 20, True, True),
    ],
)
def test_text_outside_its_box_is_found(width: float, height: float, vertical: bool, sticks_out: bool) -> None:
    assert overflows(box("都市の計画", width, height, vertical=vertical)) is sticks_out


def test_an_empty_box_is_never_too_small() -> None:
    assert not overflows(Box(0, 0, 0.1, 0.1))


def test_warnings_name_the_text() -> None:
    drawing = Drawing(100, 100, (box("都市の計画" * 6, 10, 5), box("小さい", 50, 10, size=6)))
    assert list(drawing_warnings(drawing)) == [
        "「都市の計画都市の計画都市の計画都市の計画…」が枠に収まりません。文字を減らすか、用紙を大きくしてください。",
        "「小さい」の文字が6ポイントまで小さくなりました。",
    ]


def laid_out(*blocks: Block, title: str = "題名") -> DocumentLayout:
    return lay_out_document(HandoutDocument("t", title, "資料１", PageSetup(), blocks))


def test_a_title_too_long_for_its_line_is_told_once() -> None:
    layout = laid_out(Paragraph("一"), PageBreak(), Paragraph("二"), title="とても長い題名" * 120)
    assert [warning[:20] for warning in layout.warnings] == ["「とても長い題名とても長い題名とても長い"]


def test_missing_characters_are_listed_with_all_their_places() -> None:
    rows = ((Cell("𠮷野", name="a/name"), Cell("𠮷田👍", name="b")), (Cell("𠮷川", name="c"), Cell("普通")))
    layout = laid_out(
        Table((Column(1), Column(1)), (), rows),
        PageBreak(),
        Paragraph("𠮷本の長い説明が二十文字を超えて続きます"),
    )
    found = list(missing_characters(layout.pages))
    assert [(one.character, one.page, one.name) for one in found] == [
        ("𠮷", 1, "a/name"),
        ("𠮷", 1, "b"),
        ("👍", 1, "b"),
        ("𠮷", 1, "c"),
        ("𠮷", 2, ""),
    ]
    assert layout.warnings == (
        "「𠮷」(U+20BB7)は印刷用の書体にないため、「〓」と印刷します："
        "1ページの「𠮷野」、1ページの「𠮷田👍」、1ページの「𠮷川」ほか1か所",
        "「👍」(U+1F44D)は印刷用の書体にないため、「〓」と印刷します：1ページの「𠮷田👍」",
    )


def test_places_of_missing_characters_are_named_in_the_office_words() -> None:
    layout = laid_out(Table((Column(1),), (), ((Cell("𠮷野", name="a/name"),), (Cell("普通"),))))
    named = name_places(layout, lambda one: {"a/name": "担当の氏名「𠮷野」"}[one.name])
    assert named.warnings == (
        "「𠮷」(U+20BB7)は印刷用の書体にないため、「〓」と印刷します：1ページの担当の氏名「𠮷野」",
    )
    plain = laid_out(Paragraph("普通"))
    assert name_places(plain, lambda one: one.text) is plain


def test_other_shapes_of_characters_are_told_once_and_nothing_that_is_not_drawn() -> None:
    rows = (
        (Cell("葛\U000e0100飾区", name="a"), Cell("辻\U000e0101さん\ufe00\u200b", name="b")),
        (Cell("一\t二"), None),
    )
    layout = laid_out(Table((Column(1), Column(1)), (), rows))
    assert layout.warnings == (
        "異体字は標準の字形で印刷します：1ページの「葛\U000e0100飾区」、1ページの「辻\U000e0101さん\ufe00\u200b」",
    )
