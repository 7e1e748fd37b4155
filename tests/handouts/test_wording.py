"""Marks of lists in the order that offices count in."""

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.handouts.wording import STYLES, list_mark


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_named_by_its_first_mark(style: str) -> None:
    assert list_mark(style, 0) == style


@pytest.mark.parametrize(
    ("style", "index", "mark"),
    [
        ("１", 11, "１２"),
        ("（１）", 2, "（３）"),
        ("⑴", 2, "⑶"),
        ("⑴", 20, "（２１）"),
        ("①", 19, "⑳"),
        ("ア", 4, "オ"),
        ("（ア）", 1, "（イ）"),
        ("・", 5, "・"),
    ],
)
def test_marks_count_on(style: str, index: int, mark: str) -> None:
    assert list_mark(style, index) == mark


def test_an_unknown_style_is_told() -> None:
    with pytest.raises(InputError, match="番号の付け方「a」"):
        list_mark("a", 0)
