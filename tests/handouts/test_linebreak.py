"""Lines keep every character, never exceed the width, and obey 禁則."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.handouts.breaking import NOT_AT_END, NOT_AT_HEAD, SPACES, break_points
from dxplanner.handouts.linebreak import (
    Setting,
    block_height,
    fit_text,
    line_height,
    line_starts,
    wrap,
)
from dxplanner.handouts.metrics import bundled_metrics

TEXTS = st.text(
    alphabet=st.sampled_from(
        "都市のデジタル化を推進します。、（）「」ー・～％ABC def 123，.-1６０千円\u3000ゃっ①※"
    ),
    max_size=120,
)
WORDS = st.lists(
    st.sampled_from(
        ["都市の", "デジタル化", "（推定）", "「人」が", "推進する。", "1-2", "R6.4～6月", "60,979"]
    ),
    max_size=40,
).map("".join)


def squeezed(text: str) -> str:
    return "".join(char for char in text if char not in SPACES)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.floats(8, 90), st.sampled_from([7.0, 9.0, 10.5, 13.0]), st.sampled_from(Setting))
def test_lines_keep_all_text_within_the_width(text: str, width: float, size: float, how: Setting) -> None:
    lines = wrap(text, width, size, setting=how)
    assert squeezed("".join(lines)) == squeezed(text)
    metrics = bundled_metrics()
    assert all(metrics.width(line.rstrip(SPACES), size) <= width + 1e-6 for line in lines)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.floats(30, 120), st.sampled_from(Setting))
def test_kinsoku_is_kept(text: str, width: float, how: Setting) -> None:
    lines = wrap(text, width, 10.5, setting=how)
    assert all(line[0] not in NOT_AT_HEAD for line in lines[1:])
    assert all(line[-1] not in NOT_AT_END for line in lines[:-1])


@settings(max_examples=100, deadline=None)
@given(WORDS, st.floats(20, 80), st.floats(5, 40))
def test_fitted_text_is_inside_or_says_that_it_is_not(text: str, width: float, height: float) -> None:
    fit = fit_text(text, width, height, 12, 7)
    assert 7 <= fit.size <= 12
    assert squeezed("".join(fit.lines)) == squeezed(text)
    if fit.fits:
        assert block_height(len(fit.lines), fit.size) <= height + 1e-6
    else:
        assert fit.size == 7


def test_line_feeds_are_kept() -> None:
    assert wrap("２\n総務費", 50, 10) == ("２", "総務費")


def test_a_word_longer_than_the_line_is_broken() -> None:
    lines = wrap("A" * 30, line_height(10, 1) * 5, 10)
    assert [len(line) for line in lines] == [10, 10, 10]


def test_a_surrogate_selector_stays_with_its_character() -> None:
    lines = wrap("葛\U000e0100" * 6, line_height(10, 1) * 2, 10)
    assert all(line.startswith("葛") for line in lines)


def test_full_width_numbers_are_not_torn() -> None:
    assert all(
        not ("６０，９７９"[:-1].startswith(line[-1]) and line[-1] == "６")
        for line in wrap("合計金額６０，９７９千円", 20, 10.5)[:-1]
    )
    assert break_points("６０，９７９") == ()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "データと新技術を活用した新たなサービスの創出",
            ("データと新技術を活用した", "新たなサービスの創出"),
        ),
        ("スマートフォンの中に市役所をつくる", ("スマートフォンの", "中に市役所をつくる")),
    ],
)
def test_names_break_between_phrases(name: str, lines: tuple[str, ...]) -> None:
    assert wrap(name, 54, 10.5, setting=Setting.BALANCED) == lines


def test_a_roomy_box_spares_a_break_inside_a_word() -> None:
    name = "デジタル技術が生活に溶け込み、便利で暮らしやすいまち"
    tight = wrap(name, 50, 12.5, setting=Setting.BALANCED)
    roomy = fit_text(name, 50, 40, 12.5, 9).lines
    assert len(roomy) <= len(tight) + 1
    assert "".join(roomy) == name


def test_line_starts_find_each_line() -> None:
    text = "都市の デジタル化"
    assert line_starts(text, ("都市の", "デジタル化")) == (0, 4)
