from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.grades import PRESETS, GradeRule, grade_of, grade_table_problem, range_text

D = Decimal
SABC, A_TO_D, SIGNS = PRESETS
rates = st.decimals(-1000, 1000, places=3)


def graded(rules: tuple[GradeRule, ...], rate: str) -> str:
    at = grade_of(D(rate), rules)
    assert at is not None
    return rules[at].label


@pytest.mark.parametrize(
    ("rate", "grade"),
    [("150", "S"), ("120", "S"), ("119.94", "A"), ("99.95", "A"), ("99.94", "B"), ("80", "B"), ("0", "C")],
)
def test_a_grade_holds_from_its_bound_upwards(rate: str, grade: str) -> None:
    assert graded(SABC.rules, rate) == grade


def test_the_lowest_grade_takes_what_lies_below_it() -> None:
    assert graded(SABC.rules, "-50") == "C"
    assert graded((GradeRule("上", D(100)), GradeRule("下", D(50))), "10") == "下"


def test_grades_by_hand_are_never_given() -> None:
    for preset in PRESETS:
        assert [rule.label for rule in preset.rules if rule.lower_bound is None] == ["評価困難", "未着手"]
        assert grade_of(None, preset.rules) is None
    assert grade_of(D(100), (GradeRule("評価困難"),)) is None


@given(rates, rates)
def test_more_is_never_graded_worse(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    for preset in PRESETS:
        at_low, at_high = grade_of(low, preset.rules), grade_of(high, preset.rules)
        assert at_low is not None
        assert at_high is not None
        assert at_high <= at_low


@given(st.permutations(SABC.rules), rates)
def test_the_order_of_the_table_does_not_matter(rules: list[GradeRule], rate: Decimal) -> None:
    at = grade_of(rate, rules)
    assert at is not None
    assert rules[at].label == graded(SABC.rules, str(rate))


def test_presets_can_grade() -> None:
    assert [preset.name for preset in PRESETS] == ["S・A・B・C", "A～D", "◎○△×"]
    assert all(grade_table_problem(preset.rules) is None for preset in PRESETS)


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ((), "下限がどの評価にも"),
        ((GradeRule("評価困難"),), "下限がどの評価にも"),
        ((GradeRule("A", D(80)), GradeRule("B", D("80.0"))), "同じ下限"),
        ((GradeRule("A", D(80)), GradeRule("A", D(60))), "同じ名前"),
    ],
)
def test_a_table_that_cannot_grade_says_why(rules: tuple[GradeRule, ...], word: str) -> None:
    assert word in (grade_table_problem(rules) or "")


def test_ranges_are_said_in_words() -> None:
    said = [range_text(SABC.rules, at) for at in range(len(SABC.rules))]
    assert said == [
        "120％以上", "100％以上120％未満", "80％以上100％未満", "80％未満", "手で選びます", "手で選びます",
    ]  # fmt: skip
    assert range_text((GradeRule("可", D("62.50")),), 0) == "62.5％以上"
