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


@pytest.mark.parametrize(
    ("text", "signs", "lines"),
    [
        ("自分らしくいられる", 7, ("自分らしく", "いられる")),
        ("情報格差のない暮らしの実現", 7, ("情報格差のない", "暮らしの実現")),
        ("市民向けアンケート", 8, ("市民向け", "アンケート")),
        ("11月定例会（素案報告）", 10, ("11月定例会", "（素案報告）")),
        (
            "１人１台端末、AI型教材、Webフィルタリングなど",
            19,
            ("１人１台端末、AI型教材、", "Webフィルタリングなど"),
        ),
    ],
)
def test_a_cell_gives_up_part_of_a_line_for_a_word(text: str, signs: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, line_height(10, 1) * signs + 0.01, 10, setting=Setting.PHRASES) == lines


def test_further_lines_spare_words_but_never_less_than_needed() -> None:
    width = line_height(10, 1) * 7 + 0.01
    text = "スマート市役所への変革"
    assert wrap(text, width, 10, setting=Setting.PHRASES) == ("スマート", "市役所への変革")
    narrow = line_height(10, 1) * 6.5
    assert len(wrap(text, narrow, 10, setting=Setting.BALANCED)) == 2
    assert wrap(text, narrow, 10, setting=Setting.BALANCED, further=True) == (
        "スマート",
        "市役所への",
        "変革",
    )


@pytest.mark.parametrize("signs", range(5, 9))
def test_a_number_keeps_its_unit(signs: int) -> None:
    width = line_height(10, 1) * signs + 0.01
    lines = wrap("実証事業（R６年度実施）", width, 10, setting=Setting.PHRASES, further=True)
    assert any("R６年度" in line for line in lines)


@settings(max_examples=100, deadline=None)
@given(WORDS, st.floats(20, 90))
def test_no_setting_takes_more_lines_than_needed(text: str, width: float) -> None:
    assert len({len(wrap(text, width, 10.5, setting=how)) for how in Setting}) == 1
