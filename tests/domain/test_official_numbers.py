"""Numbers of headings in official documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.official_numbers import LEVELS, official_number, official_numbers


def test_the_official_order() -> None:
    assert official_numbers([1, 2, 3, 4, 5, 5, 4, 3, 2, 1]) == [
        "第１",
        "１",
        "(１)",
        "ア",
        "(ア)",
        "(イ)",
        "イ",
        "(２)",
        "２",
        "第２",
    ]


def test_a_handout_may_begin_further_down() -> None:
    assert official_numbers([1, 2, 2, 1], top=2) == ["１", "(１)", "(２)", "２"]


def test_two_digits_are_full_width_too() -> None:
    assert official_number(1, 12) == "第１２"


@given(st.lists(st.integers(1, LEVELS), max_size=30))
def test_every_heading_counts_from_its_nearest_higher_one(levels: list[int]) -> None:
    numbers = official_numbers(levels)
    assert len(numbers) == len(levels)
    for at, level in enumerate(levels):
        count = 1
        for before in reversed(levels[:at]):
            if before < level:
                break
            count += before == level
        assert numbers[at] == official_number(level, count)


@pytest.mark.parametrize(("level", "count"), [(0, 1), (6, 1), (1, 0), (4, 45)])
def test_what_has_no_number(level: int, count: int) -> None:
    with pytest.raises(ValueError, match="no"):
        official_number(level, count)
