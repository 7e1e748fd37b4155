"""Words of a text: together they are the text, and no name, ending or number is cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.words import phrase_starts, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("便利で暮らしやすいまち", "便利|で|暮らしやすい|まち"),
        ("生まれる活力あるまち", "生まれる|活力ある|まち"),
        ("関係人口の創出・拡大", "関係|人口|の|創出|・|拡大"),
        ("R6に1,008件です。", "R|6|に|1,008|件|です|。"),
        ("一\nか\u3099二", "一|\n|か\u3099|二"),
        ("", ""),
    ],
)
def test_words_are_found(text: str, expected: str) -> None:
    assert "|".join(words(text)) == expected


@settings(max_examples=60)
@given(st.text("市民のまちアイ12,・\u3099\n𠮷", max_size=20))
def test_words_are_the_text(text: str) -> None:
    found = words(text)
    assert "".join(found) == text
    assert all(found)
    assert not any(word.startswith("\u3099") for word in found[1:] if "\n" not in text)


def test_phrases_begin_behind_the_first() -> None:
    assert phrase_starts("今日は晴れです") == {3, 7}
