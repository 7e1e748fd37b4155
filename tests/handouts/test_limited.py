"""Words in a place that can grow: smaller first, then more lines, then an end that is left out."""

from hypothesis import example, given
from hypothesis import strategies as st

from dxplanner.handouts.limited import ELLIPSIS, about_shortened, set_within, shortened
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import bundled_metrics

SIZES = (14.0, 10.0)
PLACE = (60.0, (6.5, 16.0))
"""Width, and the heights: one line as a rule, three of them at most at the floor."""
WORDS = "行政サービスのデジタル化の推進に関する基本方針"


def test_short_words_stand_in_the_usual_place() -> None:
    words = set_within("基本方針", *PLACE, SIZES, tail="（1／2）")
    assert (words.text, words.size, len(words.lines)) == ("基本方針（1／2）", 14.0, 1)
    assert (words.height, words.whole) == (6.5, True)


def test_longer_words_become_smaller_before_they_take_more_lines() -> None:
    smaller = set_within(WORDS[:16], *PLACE, SIZES)
    assert (10.0 <= smaller.size < 14.0, len(smaller.lines), smaller.height) == (True, 1, 6.5)
    lower = set_within(WORDS, *PLACE, SIZES, air=1.0)
    assert (lower.size, len(lower.lines), lower.whole) == (10.0, 2, True)
    assert lower.height == 2 * line_height(10.0) + 1.0


def test_what_is_too_long_ends_in_a_sign_before_its_tail() -> None:
    words = set_within(WORDS * 5, *PLACE, SIZES, tail="（1／2）")
    assert (words.size, len(words.lines), words.whole) == (10.0, 3, False)
    kept = words.text.removesuffix(f"{ELLIPSIS}（1／2）")
    assert 40 < len(kept) < 51
    assert (WORDS * 5).startswith(kept)


def test_words_may_leave_the_floor_rather_than_to_lose_their_end() -> None:
    words = set_within(WORDS * 5, *PLACE, (*SIZES, 4.0))
    assert (words.text, words.whole, words.height) == (WORDS * 5, True, 16.0)
    assert 4.0 <= words.size < 10.0


def test_no_character_of_several_parts_is_cut() -> None:
    words = set_within("か\u3099" * 200, *PLACE, SIZES)
    assert not words.whole
    assert words.text.removesuffix(ELLIPSIS) == "か\u3099" * (len(words.text) // 2)


def test_the_sentence_names_what_is_left_out_and_where() -> None:
    sentence = shortened("資料名", "一二三四五" * 10, "表紙")
    assert sentence == (
        "資料名「一二三四五一二三四五一二三四五一二三四五…」が長いため、表紙には途中までを印刷します。短くしてください。"
    )
    assert list(about_shortened(["図が小さくなりました。", sentence])) == [sentence]


@given(
    st.text("あ漢字カナ。、」（ー1aA 　ﾊﾟ𠮷\n", max_size=250),
    st.floats(20, 150),
    st.floats(5, 60),
    st.sampled_from(["", "（1／2）", "（188／200）"]),
    st.booleans(),
)
@example("", 20, 5, "", False)
@example("a" * 250, 20, 5, "（188／200）", True)
def test_words_stay_inside(text: str, width: float, most: float, tail: str, bold: bool) -> None:
    words = set_within(text, width, (5.0, most), SIZES, bold=bold, tail=tail)
    assert words.whole == (words.text == text + tail)
    assert words.text.endswith(tail)
    widths = [bundled_metrics().width(line, words.size, bold) for line in words.lines]
    assert max(widths) <= width + 1e-6
    if not tail:
        assert len(words.lines) * line_height(words.size) <= words.height + 1e-6 <= max(most, 5.0) + 2e-6
