"""Raw answers counted: SA, MA, matrix, by an attribute, with every rule for those who did not answer."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain import surveys
from dxplanner.domain.errors import InputError
from dxplanner.domain.raw_answers import (
    UNKNOWN,
    Answers,
    Column,
    Layout,
    NoAnswer,
    Plan,
    is_age,
    names_by_place,
    names_from_codes,
    short_names,
)
from dxplanner.domain.tabulation import WHOLE, AnswerTable, tabulate
from dxplanner.domain.vocabulary import QuestionKind

AGES = ["20代", "３０代", "20代", "", "30代", "40代"]
LIFE = ["そう思う", "そう思わない", "", "そう思う", "無回答", "わからない"]
TOOLS = ["スマホ,パソコン", "スマホ", "", "パソコン；タブレット", "スマホ,スマホ", "-"]


def answers(**columns: list[str]) -> Answers:
    made = tuple(Column(name, values) for name, values in columns.items())
    return Answers(made, range(2, 2 + len(made[0].values)))


SAMPLE = answers(年代=AGES, 問1=LIFE, 問2=TOOLS)


def counts(table: AnswerTable, row: int = 0) -> dict[str, int]:
    return dict(zip(table.options, table.rows[row].counts, strict=True))


def test_single_answers_with_those_who_did_not_answer() -> None:
    table = tabulate(SAMPLE, Plan(Layout.SINGLE, (1,)))
    assert table.kind is QuestionKind.SINGLE
    assert counts(table) == {"そう思う": 2, "そう思わない": 1, "わからない": 1, UNKNOWN: 2}
    assert (table.n, table.base, table.silent, table.adds_up) == (6, None, 2, True)


def test_left_out_of_the_denominator() -> None:
    table = tabulate(SAMPLE, Plan(Layout.SINGLE, (1,), NoAnswer.LEAVE_OUT))
    assert UNKNOWN not in table.options
    assert (table.n, table.base) == (6, 4)


def test_refused_while_somebody_did_not_answer() -> None:
    table = tabulate(SAMPLE, Plan(Layout.SINGLE, (1,), NoAnswer.REFUSE))
    assert table.refused.startswith("無回答が2件あるため、取り込めません。")
    full = answers(問1=["はい", "いいえ"])
    assert tabulate(full, Plan(Layout.SINGLE, (0,), NoAnswer.REFUSE)).refused == ""


def test_several_answers_in_one_cell() -> None:
    table = tabulate(SAMPLE, Plan(Layout.SEPARATED, (2,), NoAnswer.LEAVE_OUT))
    assert table.kind is QuestionKind.MULTIPLE
    assert counts(table) == {"スマホ": 3, "パソコン": 2, "タブレット": 1}
    assert (table.n, table.base, table.adds_up) == (6, 4, False)


def test_a_column_for_each_option_and_what_cannot_be_read() -> None:
    file = answers(
        問3_電話=["1", "0", "○", "", "x"],
        問3_ファクス=["０", "", "", "", "１"],
        問3_メール=["", "", "", "", "x"],
    )
    table = tabulate(file, Plan(Layout.FLAGS, (0, 1, 2), names=short_names([c.name for c in file.columns])))
    assert counts(table) == {"電話": 2, "ファクス": 1, "メール": 0, UNKNOWN: 2}
    assert table.unread_count == 2
    assert table.unread[0].sentence.startswith("6行目「問3_電話」の「x」：")


def test_a_matrix_has_an_item_a_column() -> None:
    file = answers(便利=["1", "2", "", "1"], 安心=["2", "2", "1", "9"])
    names = {"1": "思う", "2": "思わない", "9": "不明"}
    table = tabulate(file, Plan(Layout.MATRIX, (0, 1), NoAnswer.LEAVE_OUT, names=names))
    assert table.kind is QuestionKind.MATRIX
    assert table.options == ("思う", "思わない")
    assert [(row.label, row.counts, row.n, row.base) for row in table.rows] == [
        ("便利", (2, 1), 4, 3),
        ("安心", (1, 2), 4, 3),
    ]


def test_crossed_by_an_attribute() -> None:
    table = tabulate(SAMPLE, Plan(Layout.SINGLE, (1,), attribute=0))
    assert [(row.label, row.n) for row in table.rows] == [
        (WHOLE, 6),
        ("20代", 2),
        ("３０代", 2),
        ("40代", 1),
        (UNKNOWN, 1),
    ]
    assert counts(table, 1) == {"そう思う": 1, "そう思わない": 0, "わからない": 0, UNKNOWN: 1}


def test_ages_become_decades() -> None:
    ages = [str(age) for age in range(18, 38)]
    file = answers(年齢=ages, 問=["はい"] * 20)
    assert is_age(file.columns[0])
    assert not is_age(SAMPLE.columns[0])
    table = tabulate(file, Plan(Layout.SINGLE, (1,), attribute=0, decades=True))
    assert [(row.label, row.n) for row in table.rows] == [(WHOLE, 20), ("10代", 2), ("20代", 10), ("30代", 8)]


def test_known_options_keep_their_order_and_codes_get_their_names() -> None:
    known = ("はい", "いいえ", "わからない")
    assert names_from_codes(["2", "１"], known) == {"2": "いいえ", "１": "はい"}
    assert names_from_codes(["2", "9"], known) == {"2": "いいえ", "9": ""}
    assert names_from_codes(["2", "5"], known) == {}
    assert names_from_codes(["9", "0"], known) == {}
    table = tabulate(answers(問=["ﾊｲ", "そのほか", "はい"]), Plan(Layout.SINGLE, (0,), known=known))
    assert counts(table) == {"はい": 2, "いいえ": 0, "わからない": 0, "そのほか": 1}


def test_names_without_what_they_begin_with() -> None:
    assert short_names(["問3 電話", "問3 メール"]) == {"問3 電話": "電話", "問3 メール": "メール"}
    assert short_names(["Q5_1", "Q5_10"]) == {}
    assert short_names(["電話"]) == {}


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(Layout.SINGLE, ()), "集計する列"),
        (Plan(Layout.MATRIX, (1,), attribute=0), "属性別"),
    ],
)
def test_what_cannot_be_counted_is_said(plan: Plan, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        tabulate(SAMPLE, plan)


def test_free_text_is_no_list_of_options() -> None:
    with pytest.raises(InputError, match="自由記述"):
        tabulate(answers(感想=[f"感想{n}" for n in range(99)]), Plan(Layout.SINGLE, (0,)))


OPTIONS = st.sampled_from(["はい", "いいえ", "どちらでもない", "", "無回答", " "])
RULES = st.sampled_from([NoAnswer.COUNT, NoAnswer.LEAVE_OUT])


@given(st.lists(st.tuples(OPTIONS, st.sampled_from(["男", "女", ""])), min_size=1, max_size=60), RULES)
def test_counts_add_up_and_shares_are_within_rounding(people: list[tuple[str, str]], rule: NoAnswer) -> None:
    file = answers(問=[answer for answer, _ in people], 性別=[sex for _, sex in people])
    table = tabulate(file, Plan(Layout.SINGLE, (0,), rule))
    [row] = table.rows
    assert row.n == len(people)
    assert sum(row.counts) == row.base == len(people) - (0 if rule is NoAnswer.COUNT else row.silent)
    if row.base:
        shares = [surveys.share(count, row.base) for count in row.counts]
        assert surveys.total_and_difference(shares).is_rounding
        assert all(
            abs(one - Decimal(c) * 100 / row.base) <= Decimal("0.05")
            for one, c in zip(shares, row.counts, strict=True)
        )
    crossed = tabulate(file, Plan(Layout.SINGLE, (0,), rule, attribute=1))
    groups = [one for one in crossed.rows if one.label != WHOLE]
    assert all(sum(one.counts) == one.base for one in crossed.rows)
    if rule is NoAnswer.COUNT:
        assert [sum(column) for column in zip(*(one.counts for one in groups), strict=True)] == list(
            crossed.rows[0].counts
        )


@given(st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=6), min_size=1, max_size=40))
def test_several_answers_count_each_person_once(people: list[list[str]]) -> None:
    file = answers(問=[",".join(chosen) for chosen in people])
    table = tabulate(file, Plan(Layout.SEPARATED, (0,), NoAnswer.LEAVE_OUT))
    expected = Counter(option for chosen in people for option in set(chosen))
    assert counts(table) == dict(expected)
    assert table.rows[0].base == sum(1 for chosen in people if chosen)
    flags = {option: ["1" if option in chosen else "0" for chosen in people] for option in "甲乙丙丁"}
    both = tabulate(answers(**flags), Plan(Layout.FLAGS, (0, 1, 2, 3), NoAnswer.LEAVE_OUT))
    assert counts(both) == {option: expected[option] for option in "甲乙丙丁"}


def test_who_did_not_answer_gets_the_questions_own_option() -> None:
    given = answers(問1=["はい", "", "不明", "いいえ"])
    plan = Plan(Layout.SINGLE, (0,), known=("はい", "いいえ", "無回答"))
    assert counts(tabulate(given, plan)) == {"はい": 1, "いいえ": 1, "無回答": 2}


def test_a_column_may_hold_the_number_of_its_option() -> None:
    given = answers(問2_1=["1", "", "1", ""], 問2_2=["2", "2", "", ""])
    table = tabulate(
        given, Plan(Layout.FLAGS, (0, 1), names=names_by_place(["問2_1", "問2_2"], ["甲", "乙"]))
    )
    assert counts(table) == {"甲": 2, "乙": 2, UNKNOWN: 1}
    assert not table.unread_count


def test_columns_are_options_by_place_only_when_they_are_as_many() -> None:
    known = ["甲", "乙", "無回答"]
    assert names_by_place(["問2_1", "問2_2"], known) == {"問2_1": "甲", "問2_2": "乙"}
    assert names_by_place(["問2_1", "問2_3"], known) == {}
    assert names_by_place(["問2_1"], known) == {}
    assert names_by_place(["甲", "乙"], known) == {}
