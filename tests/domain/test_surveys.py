from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain import surveys
from dxplanner.domain.survey_findings import Answer, Asked, answer_findings, rate_finding


def shares_of(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


CONVENIENT = shares_of("12.7 37.3 30.4 9.3 7.7 2.6")  # 生活が便利に、豊かになった
INTERNET = shares_of("68.0 11.2 1.6 16.7 2.6")  # インターネットの利用状況
CARD = shares_of("88.3 0.1 11.5")  # マイナンバーカードの保有状況
MANAGEMENT = shares_of("1.6 1.8 11.0 4.4 3.4 3.6 7.2 4.6 39.6 5.0 0.4 6.4 1.0 10.2")  # 経営上の課題
ISSUE_COUNTS = [221, 207, 114, 117, 51, 68, 71, 42, 25, 20, 51]  # DX・デジタル化の課題
ISSUE_SHARES = shares_of("46.2 43.3 23.8 24.5 10.7 14.2 14.9 8.8 5.2 4.2 10.7")


def test_response_rates_of_both_surveys() -> None:
    assert str(surveys.response_rate(1008, 3000)) == "33.6"
    assert str(surveys.response_rate(502, 1500)) == "33.5"


def test_shares_round_half_up_to_one_decimal() -> None:
    assert str(surveys.share(504, 1008)) == "50.0"
    assert str(surveys.share(1, 2000)) == "0.1"
    assert str(surveys.share(0, 478)) == "0.0"
    assert [surveys.share(count, 478) for count in ISSUE_COUNTS] == ISSUE_SHARES


@pytest.mark.parametrize(
    ("shares", "total", "difference"),
    [
        (CONVENIENT, "100.0", "0.0"),
        (INTERNET, "100.1", "0.1"),
        (CARD, "99.9", "-0.1"),
        (MANAGEMENT, "100.2", "0.2"),
    ],
)
def test_rounding_explains_the_totals(shares: list[Decimal], total: str, difference: str) -> None:
    result = surveys.total_and_difference(shares)
    assert (str(result.total), str(result.difference)) == (total, difference)
    assert result.is_rounding


def test_rounding_does_not_explain_everything() -> None:
    result = surveys.total_and_difference(shares_of("60.0 40.2"))
    assert result.allowed == Decimal("0.10")
    assert not result.is_rounding


@pytest.mark.parametrize(
    ("shares", "n", "total"),
    [(CONVENIENT, 1008, 1008), (INTERNET, 1008, 1008), (MANAGEMENT, 502, 502)],
)
def test_single_answers_count_back_to_n(shares: list[Decimal], n: int, total: int) -> None:
    check = surveys.check_single_answer(shares, n)
    assert (check.total, check.difference, check.is_consistent) == (total, 0, True)


def test_a_missing_answer_is_a_question_to_ask() -> None:
    check = surveys.check_single_answer(CARD, 1008)
    assert (check.total, check.difference) == (1007, -1)
    assert not check.is_consistent
    assert surveys.counts_from_shares(CARD, 1008) == [890, 1, 116]


def test_the_base_of_the_business_question_is_not_its_printed_n() -> None:
    assert surveys.possible_bases(ISSUE_COUNTS, ISSUE_SHARES, 502) == [478]


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_is_among_those_its_share_allows(count_and_n: tuple[int, int]) -> None:
    count, n = count_and_n
    share = surveys.share(count, n)
    assert count in surveys.possible_counts(share, n)
    assert all(surveys.share(other, n) == share for other in surveys.possible_counts(share, n))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=14).filter(any))
def test_honest_shares_are_never_questioned(counts: list[int]) -> None:
    n = sum(counts)
    shares = [surveys.share(count, n) for count in counts]
    assert surveys.total_and_difference(shares).is_rounding
    assert surveys.check_single_answer(shares, n).is_consistent


def test_an_impossible_share_still_gives_a_count() -> None:
    assert list(surveys.possible_counts(Decimal("33.3"), 10)) == []
    assert surveys.check_single_answer(shares_of("33.3 66.7"), 10).total == 10


@pytest.mark.parametrize(("count", "base"), [(1, 0), (-1, 10), (1, -5)])
def test_impossible_counts_are_refused_in_japanese(count: int, base: int) -> None:
    with pytest.raises(ValueError, match=r"(必要です|ください)。$"):
        surveys.share(count, base)
    with pytest.raises(ValueError, match=r"(必要です|ください)。$"):
        surveys.response_rate(count, base)


def said(answers: list[Answer], asked: Asked) -> list[str]:
    return [finding.text for finding in answer_findings(answers, asked)]


def of_shares(shares: list[Decimal]) -> list[Answer]:
    return [Answer(f"選択肢{at}", share=value) for at, value in enumerate(shares, start=1)]


def test_rounding_is_said_and_is_no_question() -> None:
    found = answer_findings(of_shares(INTERNET), Asked(1008))
    assert [finding.ask for finding in found] == [False, False]
    assert found[1].text == "割合の合計は100.1%です（四捨五入による差0.1ポイント）。"


def test_one_person_too_few_is_asked_about() -> None:
    first = answer_findings(of_shares(CARD), Asked(1008))[0]
    assert first.ask
    assert "合計1,007人で、n=1,008人と1人違います。" in first.text
    counted = [Answer("保有している", 890), Answer("交付申請中", 1), Answer("保有していない", 116)]
    assert said(counted, Asked(1008)) == ["合計1,007人で、n=1,008人と1人違います。"]
    assert said(counted, Asked(1007)) == ["件数の合計は1,007人で、n=1,007人と一致しています。"]


def test_several_answers_do_not_sum_to_100() -> None:
    shares = [Answer("甲", share=Decimal("86.4")), Answer("乙", share=Decimal("51.8"))]
    assert said(shares, Asked(1008, adds_up=False)) == [
        "複数回答のため、割合の合計は100%になりません（合計138.2%）。"
    ]
    over = [Answer("甲", 480), Answer("乙", 12)]
    assert "480が、分母478社を超えています" in said(over, Asked(502, 478, "社", adds_up=False))[0]


def test_another_denominator_is_found() -> None:
    both = [
        Answer(f"課題{count}", count, value) for count, value in zip(ISSUE_COUNTS, ISSUE_SHARES, strict=True)
    ]
    wrong = answer_findings(both, Asked(502, None, "社", adds_up=False))[0]
    assert (wrong.ask, wrong.base) == (True, 478)
    right = answer_findings(both, Asked(502, 478, "社", adds_up=False))
    assert not any(finding.ask for finding in right)


def test_blank_shares_leave_a_rest() -> None:
    lost = [Answer("甲"), Answer("乙", share=Decimal("93.2"))]
    assert said(lost, Asked())[0] == "割合が空欄の選択肢が1つあります。残りは6.8%です。"
    assert said([Answer("甲"), Answer("乙")], Asked(10)) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=14).filter(any))
def test_honest_figures_raise_no_question(counts: list[int]) -> None:
    n = sum(counts)
    full = [Answer(str(at), count, surveys.share(count, n)) for at, count in enumerate(counts)]
    assert not any(finding.ask for finding in answer_findings(full, Asked(n)))
    only_shares = [Answer(one.label, share=one.share) for one in full]
    assert not any(finding.ask for finding in answer_findings(only_shares, Asked(n)))


def test_the_rate_beside_the_printed_one() -> None:
    agreed, parted = (rate_finding(1008, 3000, Decimal(text)) for text in ("33.6", "33.5"))
    assert agreed is not None
    assert parted is not None
    assert not agreed.ask
    assert parted.ask
    assert parted.text == "計算した回収率は33.6%で、印字の33.5%と0.1ポイント違います。"
    assert rate_finding(None, 3000, None) is None
