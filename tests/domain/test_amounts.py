from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.amounts import (
    difference_text,
    format_amount,
    format_rate,
    measure_amount,
    parse_amount,
    parse_rate,
    remainder,
    subsidy_amount,
    total_amount,
    two_tier,
)
from dxplanner.domain.vocabulary import Rounding

amounts = st.none() | st.integers(-(10**12), 10**12)
rates = st.fractions(0, 1, max_denominator=1000)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("６，２４８＿", 6248),
        ("６，２４８_", 6248),
        ("６０，９７９＿", 60979),
        ("（６，２４８）", 6248),
        ("１３，１４６千円", 13146),
        ("6,248千円", 6248),
        ("6,248,000円", 6248),
        ("30百万円", 30_000),
        ("79万円", 790),
        ("６，２４８，０００円", 6248),
        ("￥6,248,000-", 6248),
        ("¥6,248,000", 6248),
        ("△￥1,000", -1),
        ("１３．１４６百万円", 13_146),
        ("0.5億円", 50_000),
        ("1.0千円", 1),
        ("20363", 20363),
        ("△1,234", -1234),
        ("▲１，２３４", -1234),
        ("-110", -110),
        ("0", 0),
        ("－_", None),
        ("－", None),
        ("-", None),
        ("ー", None),
        ("", None),
        ("　", None),
    ],
)
def test_amounts_are_read_as_the_office_writes_them(text: str, amount: int | None) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "6,24",
        "1,2345",
        "六千",
        "6.2",
        "△",
        "6248千",
        "6.5円",
        "¥6.5",
        "6,248ドル",
        "(6,248",
        "－－",
        "9" * 19,
    ],
)
def test_what_is_no_amount_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"読めません。.*ください。$"):
        parse_amount(text)


@pytest.mark.parametrize("text", ["9" * 16, "99,999,999,999億円"])
def test_amounts_that_excel_would_round_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="15桁まで"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("6,248,500円", "6,248か6,249"),
        ("￥500", "0か1"),
        ("△500円", "△1か0"),
        ("1.2345百万円", "1,234か1,235"),
        ("6.5千円", "6か7"),
    ],
)
def test_less_than_a_thousand_yen_is_asked_about(text: str, near: str) -> None:
    with pytest.raises(ValueError, match="千円未満の端数") as refused:
        parse_amount(text)
    assert f"{near}のように千円単位で" in str(refused.value)


@given(st.integers(-(10**12), 10**12))
def test_yen_are_thousands_when_they_are_whole_thousands(yen: int) -> None:
    text = f"{'△' if yen < 0 else ''}{abs(yen):,}円"
    if yen % 1000:
        with pytest.raises(ValueError, match="千円未満"):
            parse_amount(text)
    else:
        assert parse_amount(text) == yen // 1000


def test_a_sum_of_nothing_is_none() -> None:
    assert total_amount([]) is None
    assert total_amount([None, None]) is None
    assert total_amount([None, 0]) == 0
    assert total_amount([3917, None, 3300, 13146]) == 20363


@given(st.lists(amounts), st.integers(0, 10**14))
def test_what_is_left_closes_the_sum(others: list[int | None], cost: int) -> None:
    paid = sum(amount or 0 for amount in others)
    if paid > cost:
        with pytest.raises(ValueError, match="超えています"):
            remainder(cost, others)
    else:
        assert remainder(cost, others) + paid == cost


def test_differences_are_said_with_both_amounts() -> None:
    assert difference_text("内訳の合計", 6200, "事業費", 6248) == (
        "内訳の合計は6,200千円で、事業費6,248千円と48千円違います。"
    )
    assert difference_text("内訳の合計", 6248, "事業費", 6248) == ""


def test_parts_of_a_measure_are_cut_off() -> None:
    assert measure_amount(1001, Decimal("0.7")) == 700


@pytest.mark.parametrize(
    ("amount", "narrow", "wide"),
    [
        (6248, "6,248", "６，２４８"),
        (None, "－", "－"),
        (0, "0", "０"),
        (-1234, "△1,234", "△１，２３４"),
    ],
)
def test_none_and_zero_print_differently(amount: int | None, narrow: str, wide: str) -> None:
    assert format_amount(amount) == narrow
    assert format_amount(amount, wide=True) == wide


@given(amounts, st.booleans())
def test_amounts_survive_printing_and_reading(amount: int | None, wide: bool) -> None:
    assert parse_amount(format_amount(amount, wide)) == amount


def test_the_budget_amount_has_two_tiers() -> None:
    assert two_tier(60979, 6248) == ("６０，９７９", "（６，２４８）")
    assert two_tier(60979, 20363, wide=False) == ("60,979", "（20,363）")


@pytest.mark.parametrize(
    ("eligible", "rounding", "subsidy"),
    [
        (3429, Rounding.DOWN, 1714),
        (3429, Rounding.UP, 1715),
        (3429, Rounding.HALF_UP, 1715),
        (6160, Rounding.DOWN, 3080),
        (6160, Rounding.UP, 3080),
        (0, Rounding.UP, 0),
    ],
)
def test_subsidies_of_the_two_projects(eligible: int, rounding: Rounding, subsidy: int) -> None:
    assert subsidy_amount(eligible, Fraction(1, 2), rounding) == subsidy


@given(st.integers(0, 10**9), rates)
def test_roundings_enclose_the_exact_subsidy(eligible: int, rate: Fraction) -> None:
    down, half_up, up = (
        subsidy_amount(eligible, rate, rounding)
        for rounding in (Rounding.DOWN, Rounding.HALF_UP, Rounding.UP)
    )
    assert down <= eligible * rate <= up <= down + 1
    assert half_up in (down, up)


def test_impossible_subsidies_are_refused() -> None:
    with pytest.raises(ValueError, match="補助対象経費"):
        subsidy_amount(-1, Fraction(1, 2))
    with pytest.raises(ValueError, match="0から1まで"):
        subsidy_amount(1, Fraction(3, 2))


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1/2", Fraction(1, 2)),
        ("１／２", Fraction(1, 2)),
        ("1／2", Fraction(1, 2)),
        ("２分の１", Fraction(1, 2)),
        ("50%", Fraction(1, 2)),
        ("５０％", Fraction(1, 2)),
        ("０．７", Fraction(7, 10)),
        ("10/10", Fraction(1)),
        ("1", Fraction(1)),
    ],
)
def test_rates_are_read_as_the_office_writes_them(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "－", "1/0", "3/2", "150%", "-1/2", "半分", "2", "1.5", "0分の1"])
def test_what_is_no_rate_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"ください。$"):
        parse_rate(text)


@given(rates, st.booleans())
def test_rates_survive_printing_and_reading(rate: Fraction, wide: bool) -> None:
    assert parse_rate(format_rate(rate, wide)) == rate


def test_rates_print_as_fractions() -> None:
    assert format_rate(Fraction(1, 2), wide=True) == "１／２"
    assert format_rate(Fraction(1)) == "10/10"
