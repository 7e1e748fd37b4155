"""The order of the options of counted answers: as a question that is there has them, as somebody wants."""

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.answer_order import moved, reordered, usual_order
from dxplanner.domain.raw_answers import UNKNOWN, Layout, Plan
from dxplanner.domain.tabulation import AnswerTable, tabulate
from tests.domain.test_tabulation import answers, counts

SCALE = ("そう思う", "どちらかといえばそう思う", "あまり思わない", "まったく思わない", "わからない")
FIRST_ANSWERS = ["わからない", "まったく思わない", "そう思う", "", "あまり思わない", "そう思う"]


def table(values: list[str] = FIRST_ANSWERS, **changes: object) -> AnswerTable:
    return tabulate(answers(問=values), Plan(Layout.SINGLE, (0,), **changes))  # type: ignore[arg-type]


def test_a_question_with_the_same_options_gives_the_order() -> None:
    found = table()
    assert found.options[:2] == ("わからない", "まったく思わない")
    more, other = (*SCALE, "そのほか", "不明"), ("はい", "いいえ")
    wanted = usual_order(found, [other, more, (*SCALE, "無回答")])
    assert wanted == SCALE
    ordered = reordered(found, wanted)
    assert ordered.options == ("そう思う", "あまり思わない", "まったく思わない", "わからない", UNKNOWN)
    assert counts(ordered) == counts(found)
    assert [name for _, name in ordered.named][:2] == ["そう思う", "あまり思わない"]


def test_without_one_the_numbers_of_the_file_count() -> None:
    names = {"1": "はい", "2": "いいえ", "10": "わからない"}
    found = table(["10", "2", "1", "2"], names=names)
    assert usual_order(found, [("甲", "乙")]) == ("はい", "いいえ", "わからない")
    assert usual_order(table(), [("甲", "乙")]) == ()
    assert reordered(table(), ()) == table()


def test_an_option_moves_as_far_as_there_is_a_place() -> None:
    found = table()
    up = moved(found, "そう思う", -1)
    assert up.options[:3] == ("わからない", "そう思う", "まったく思わない")
    assert counts(up) == counts(found)
    assert moved(found, "わからない", -1) == found
    assert moved(found, UNKNOWN, 1) == found
    assert moved(found, "どこにもない", 1) == found


@given(st.lists(st.sampled_from(SCALE), min_size=1), st.permutations(SCALE))
def test_counts_go_with_their_options(values: list[str], wanted: list[str]) -> None:
    found = table(values)
    ordered = reordered(found, wanted)
    assert ordered.options == tuple(option for option in wanted if option in values)
    assert counts(ordered) == {option: values.count(option) for option in ordered.options}
    assert ordered.rows[0].n == found.rows[0].n
