"""A layout is looked over before it is printed."""

import pytest

from dxplanner.handouts.drawing import Box, Drawing, TextStyle
from dxplanner.handouts.review import drawing_warnings, overflows


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
