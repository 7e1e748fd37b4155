"""How texts name rows of another version."""

import pytest

from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.version_words import numbered_in, short_name, source_name
from tests.handouts.builders import version

LONG = "長崎市デジタル推進計画"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("現行計画", "現行", "現行"),
        ("現行の計画", "現行", "現行"),
        ("見直し案", "見直し案", "見直し案"),
        ("計画", "計画", "計画"),
        (LONG, "現行", "見直し案"),
    ],
)
def test_a_version_has_a_short_name_before_numbers(name: str, old: str, new: str) -> None:
    made = version(name, "基本方針")
    assert (short_name(made), short_name(made, Side.NEW)) == (old, new)


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [("現行", "1-2", "現行1-2"), ("令和4", "1-2", "令和4 1-2"), ("令和4", "第1章", "令和4第1章")],
)
def test_a_number_bears_the_name_of_its_version(name: str, number: str, words: str) -> None:
    assert numbered_in(name, number) == words


def test_the_version_that_others_come_from_is_called_by_its_name_unless_that_is_long() -> None:
    assert source_name(version("第1期計画", "基本方針")) == "第1期計画"
    assert source_name(version(LONG, "基本方針")) == source_name(None) == "現行計画"
