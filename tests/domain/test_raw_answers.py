"""Raw answers as files write them: which signs divide several answers in one cell, and which do not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.raw_answers import CLEAR_SIGNS, DOUBTFUL_SIGNS, Column, signs_between_answers

OPTIONS = ("窓口", "電話", "メール", "広報紙")


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (("A;B;C", "A;B;C"), ";；"),
        (("窓口；電話", "", "電話；メール", "窓口"), ";；"),
        (("窓口;", "電話;", "窓口;電話;"), ";；"),
        (("A|B", "B|C", "A"), "|｜"),
        (("1,3", "1,2", "2,3,5", "5"), ",，"),
        (("１，３", "１，２", "２，３"), ",，"),
        (("窓口、電話", "電話、メール", "メール", "窓口、メール"), "、"),
        (("窓口/電話", "電話／メール", "窓口/メール"), "/／"),
        (("窓口、その他（家族、友人）", "窓口、電話", "電話、窓口", "電話、メール", "メール、窓口"), "、"),
    ],
)
def test_signs_that_divide_answers(cells: tuple[str, ...], signs: str) -> None:
    assert signs_between_answers(Column("問1", cells)) == signs


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("", "無回答"),
        ("そう思う", "そう思わない", "そう思う"),
        ("A;B", "A"),
        ("どちらかといえば、そう思う", "どちらかといえば、そう思わない", "そう思う", "そう思わない"),
        ("パソコン/タブレット", "スマートフォン", "パソコン/タブレット", "パソコン/タブレット"),
        ("窓口に、もっと人を", "手続を、早く", "案内が、分かりにくい", "手続が、多い"),
        ("1,200", "1,500", "2,000", "1,200"),
        ("2024/6/1", "2024/6/2", "2024/7/1", "R6/6/1"),
        ("2024/06/01 10:22:33", "2024/06/02 10:22:33", "2024/06/01 9:00:00"),
        ("2024/6", "2024/7", "2023/6"),
    ],
)
def test_cells_that_hold_one_answer(cells: tuple[str, ...]) -> None:
    assert signs_between_answers(Column("問1", cells)) is None


@given(
    st.sampled_from([sign for signs in (*CLEAR_SIGNS, *DOUBTFUL_SIGNS) for sign in signs]),
    st.permutations([one for many in range(1, 4) for one in combinations(OPTIONS, many)]),
)
def test_all_ways_to_choose_are_found_with_every_sign(sign: str, chosen: list[tuple[str, ...]]) -> None:
    found = signs_between_answers(Column("問1", [sign.join(one) for one in chosen]))
    assert found is not None
    assert sign in found
