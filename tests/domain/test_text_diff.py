"""Changed words between two texts, and excerpts around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.text_diff import Span, changed_spans, excerpt


def marked(text: str, spans: tuple[Span, ...]) -> str:
    """The text with its spans in square brackets."""
    for start, end in reversed(spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("環境の整備", "環境づくり", "環境[の整備]", "環境[づくり]"),
        ("安全・安心な環境", "安全で安心な環境", "安全[・]安心な環境", "安全[で]安心な環境"),
        ("1,008件", "1,007件", "[1,008]件", "[1,007]件"),
        ("DX推進", "長崎市DX推進", "DX推進", "[長崎市]DX推進"),
        ("", "新設", "", "[新設]"),
        ("廃止", "", "[廃止]", ""),
        ("同じ文", "同じ文", "同じ文", "同じ文"),
        ("甲を乙", "丙を丁", "[甲を乙]", "[丙を丁]"),
        ("葛\U000e0100城", "葛城", "[葛\U000e0100城]", "[葛城]"),
        ("生まれるまち", "生まれる活力あるまち", "生まれるまち", "生まれる[活力ある]まち"),
        ("便利に暮らす", "便利で暮らしやすい", "便利[に暮らす]", "便利[で暮らしやすい]"),
        ("環境整備を推進", "環境の整備を推進します", "環境整備を推進", "環境[の]整備を推進[します]"),
        ("目標は五件です。", "目標は六件です。", "目標は[五件]です。", "目標は[六件]です。"),
        ("か\u3099く", "がく", "[か\u3099]く", "[が]く"),
    ],
)
def test_changed_words_are_found(before: str, after: str, old: str, new: str) -> None:
    diff = changed_spans(before, after)
    assert (marked(before, diff.removed), marked(after, diff.added)) == (old, new)


@settings(max_examples=80)
@given(st.text("あいう・\u3099𠮷", max_size=12), st.text("あいう・\u3099𠮷", max_size=12))
def test_what_is_not_marked_is_the_same_in_both(before: str, after: str) -> None:
    diff = changed_spans(before, after)
    assert without(before, diff.removed) == without(after, diff.added)
    assert (diff == ((), ())) == (before == after)
    assert all(start < end for start, end in (*diff.removed, *diff.added))


def without(text: str, spans: tuple[Span, ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def test_a_very_long_text_is_marked_as_a_whole_between_what_is_equal() -> None:
    before, after = "頭" + "、甲・乙" * 750 + "。尾", "頭" + "、丙・乙" * 750 + "。尾"
    assert changed_spans(before, after) == ((Span(2, 2999),), (Span(2, 2999),))


def test_an_excerpt_stands_around_the_first_change() -> None:
    before = "あ" * 50 + "変更前" + "い" * 50
    text, spans = excerpt(before, (Span(50, 53),), 20)
    assert marked(text, spans) == "…" + "あ" * 5 + "[変更前]" + "い" * 12 + "…"
    assert excerpt("短い文", (Span(0, 1),), 20) == ("短い文", (Span(0, 1),))
    assert excerpt("あ" * 30, (), 10) == ("あ" * 10 + "…", ())
    assert excerpt("あ" * 30, (Span(0, 30),), 10) == ("あ" * 10 + "…", (Span(0, 10),))
