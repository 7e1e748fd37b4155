from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dxplanner.domain import indicators
from dxplanner.domain.indicators import RateRule, format_value, linear_targets, parse_value
from dxplanner.domain.vocabulary import AchievementMethod, Direction

D = Decimal
values = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
shares = st.decimals(0, 100, places=1)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "rate"),
    [
        ("36.3", "50.0", "36.3", "0"),
        ("36.3", "50.0", "50.0", "100"),
        ("45161", "67000", "56080.5", "50"),
        ("6.7", "5.0", "5.0", "100"),
        ("6.7", "5.0", "5.85", "50"),
        ("6.7", "5.0", "8.4", "-100"),
        ("5", "9", "11", "150"),
    ],
)
def test_achievement_serves_both_directions(baseline: str, target: str, actual: str, rate: str) -> None:
    assert indicators.achievement_rate(D(baseline), D(target), D(actual)) == D(rate)


def test_achievement_of_a_level_to_keep_is_undefined() -> None:
    assert indicators.achievement_rate(D("50.0"), D("50"), D("51")) is None


def test_simple_rate() -> None:
    assert indicators.simple_rate(D("50.0"), D("36.3")) == D("72.6")
    assert indicators.simple_rate(D("0.0"), D("36.3")) is None


@given(values, values)
def test_reaching_the_target_is_a_hundred_percent(baseline: Decimal, target: Decimal) -> None:
    assume(baseline != target)
    assert indicators.achievement_rate(baseline, target, target) == 100
    assert indicators.achievement_rate(baseline, target, baseline) == 0


def test_linear_targets_end_at_the_target() -> None:
    assert linear_targets(D("36.3"), 2024, D("50.0"), 2027, 1) == {
        2025: D("40.9"),
        2026: D("45.4"),
        2027: D("50.0"),
    }
    assert linear_targets(D(45161), 2023, D(67000), 2027, 0) == {
        2024: D(50621),
        2025: D(56081),
        2026: D(61540),
        2027: D(67000),
    }
    falling = linear_targets(D("6.7"), 2023, D("5.0"), 2027, 1)
    assert [str(value) for value in falling.values()] == ["6.3", "5.9", "5.4", "5.0"]
    with pytest.raises(ValueError, match="目標年度"):
        linear_targets(D(1), 2027, D(2), 2027, 0)


@given(values, values, st.integers(1, 12), st.integers(0, 2))
def test_linear_targets_never_turn_back(base: Decimal, target: Decimal, years: int, decimals: int) -> None:
    line = linear_targets(base, 2024, target, 2024 + years, decimals)
    assert list(line) == list(range(2025, 2025 + years))
    assert line[2024 + years] == target
    steps = list(line.values())[:-1]
    assert steps == sorted(steps, reverse=target < base)


def test_sampling_error_of_the_citizen_survey() -> None:
    assert indicators.rounded(indicators.sampling_error(D("36.3"), 1008), 2) == D("2.97")
    assert indicators.rounded(indicators.sampling_error(D("50.0"), 1008), 2) == D("3.09")
    assert indicators.rounded(indicators.sampling_error(D("34.9"), 502), 2) == D("4.17")
    assert indicators.sampling_error(D(0), 1) == 0


def test_a_small_change_lies_within_the_error() -> None:
    assert indicators.within_error(D("36.3"), 1008, D("39.0"), 1008)
    assert not indicators.within_error(D("36.3"), 1008, D("50.0"), 1008)


@given(shares, st.integers(1, 5000), shares, st.integers(1, 5000))
def test_within_error_is_symmetric(a: Decimal, a_n: int, b: Decimal, b_n: int) -> None:
    assert indicators.within_error(a, a_n, b, b_n) is indicators.within_error(b, b_n, a, a_n)
    assert indicators.within_error(a, a_n, a, b_n)


@pytest.mark.parametrize(("share", "n"), [("100.1", 10), ("-0.1", 10), ("50", 0)])
def test_impossible_samples_are_refused(share: str, n: int) -> None:
    with pytest.raises(ValueError, match=r"(ありません|必要です)。$"):
        indicators.sampling_error(D(share), n)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "printed"),
    [
        (D("36.3"), 1, "%", "36.3%"),
        (D("50.0"), None, "%", "50.0%"),
        (D("50"), 1, "%", "50.0%"),
        (D(45161), 0, "件", "45,161件"),
        (D("12345.65"), 1, "", "12,345.7"),
        (D("-0.25"), 1, "", "△0.3"),
        (D("-0.04"), 1, "", "0.0"),
        (None, 1, "%", "－"),
    ],
)
def test_values_print_with_their_unit(
    value: Decimal | None, decimals: int | None, unit: str, printed: str
) -> None:
    assert format_value(value, decimals, unit) == printed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("４５，１６１件", "45161"),
        ("45,161", "45161"),
        ("50.0", "50.0"),
        ("５０．０％", "50.0"),
        ("36.3%", "36.3"),
        ("△1.50", "-1.50"),
        ("0", "0"),
        ("12.5 ㎡", "12.5"),
    ],
)
def test_values_keep_their_digits(text: str, kept: str) -> None:
    assert str(parse_value(text)) == kept


@pytest.mark.parametrize("text", ["－", "-", "", "　"])
def test_no_value_is_not_zero(text: str) -> None:
    assert parse_value(text) is None


@pytest.mark.parametrize(
    "text",
    ["件", "3万件", "1,23", "10-20", "1/2", "1.2.3", "約5", "6248千円", "9" * 16, "9割", "50以上", "3割5分"],
)
def test_what_is_no_value_is_refused_in_japanese(text: str) -> None:
    with pytest.raises(ValueError, match=r"読めません。.*ください。$"):
        parse_value(text)


def test_the_indicators_own_unit_may_scale() -> None:
    assert parse_value("６，２４８千円", unit="千円") == 6248
    assert parse_value("36.3％", unit="%") == D("36.3")


@pytest.mark.parametrize(
    ("text", "unit"), [("3年", "件"), ("45,161,000円", "千円"), ("50%", "件"), ("3人", "%"), ("5件/年", "件")]
)
def test_a_value_in_another_unit_is_refused(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match=rf"は「{unit}」と違います。.*ください。$"):
        parse_value(text, unit)


def test_a_share_may_be_in_points() -> None:
    assert parse_value("3.1ポイント", "%") == parse_value("3.1％", "ポイント") == D("3.1")


@given(values, st.sampled_from(["", "%", "件", "人", "ポイント"]))
def test_values_survive_printing_and_reading(value: Decimal, unit: str) -> None:
    assert parse_value(format_value(value, unit=unit), unit) == value


UP, DOWN, KEEP = Direction.INCREASE, Direction.DECREASE, Direction.KEEP
PROGRESS, SIMPLE = AchievementMethod.PROGRESS, AchievementMethod.SIMPLE


@pytest.mark.parametrize(
    ("method", "direction", "values_", "rate", "rule"),
    [
        (PROGRESS, UP, ("36.3", "50.0", "36.3"), "0", RateRule.PROGRESS),
        (PROGRESS, DOWN, ("6.7", "5.0", "5.85"), "50", RateRule.PROGRESS),
        (PROGRESS, DOWN, ("6.7", "5.0", "8.4"), "-100", RateRule.PROGRESS),
        (SIMPLE, UP, ("36.3", "50.0", "40.0"), "80", RateRule.SIMPLE),
        (SIMPLE, DOWN, ("6.7", "5.0", "10.0"), "50", RateRule.INVERSE),
        (SIMPLE, DOWN, ("6.7", "5.0", "4.0"), "125", RateRule.INVERSE),
        (PROGRESS, KEEP, ("80", "80", "85"), "100", RateRule.KEPT),
        (PROGRESS, KEEP, ("80", "80", "80.0"), "100", RateRule.KEPT),
        (SIMPLE, KEEP, ("80", "80", "60"), "75", RateRule.KEPT),
    ],
)
def test_the_rate_follows_method_and_direction(
    method: AchievementMethod, direction: Direction, values_: tuple[str, str, str], rate: str, rule: RateRule
) -> None:
    found = indicators.rate_of(method, direction, *map(D, values_))
    assert (found.value, found.rule, found.reason) == (D(rate), rule, "")


@pytest.mark.parametrize(
    ("method", "direction", "numbers", "reason"),
    [
        (PROGRESS, UP, (D(1), D(2), None), "実績値"),
        (PROGRESS, UP, (D(1), None, D(2)), "目標値"),
        (PROGRESS, UP, (None, D(1), D(2)), "基準値"),
        (PROGRESS, UP, (D(5), D("5.0"), D(6)), "維持"),
        (SIMPLE, UP, (D(5), D(0), D(6)), "0で割る"),
        (SIMPLE, DOWN, (D(5), D(3), D(0)), "0で割る"),
        (SIMPLE, KEEP, (D(0), D(0), D(-1)), "0で割る"),
    ],
)
def test_without_a_rate_there_is_a_reason(
    method: AchievementMethod,
    direction: Direction,
    numbers: tuple[Decimal | None, Decimal | None, Decimal | None],
    reason: str,
) -> None:
    found = indicators.rate_of(method, direction, *numbers)
    assert found.value is None
    assert reason in found.reason


def test_a_simple_rate_needs_no_baseline() -> None:
    assert indicators.rate_of(SIMPLE, UP, None, D(50), D(40)).value == 80


@given(values, values, values, st.sampled_from(AchievementMethod), st.sampled_from(Direction))
def test_a_rate_or_a_reason_never_both(
    base: Decimal, target: Decimal, actual: Decimal, method: AchievementMethod, direction: Direction
) -> None:
    found = indicators.rate_of(method, direction, base, target, actual)
    assert (found.value is None) == bool(found.reason)


@pytest.mark.parametrize(
    ("method", "direction", "target", "actual"),
    [
        (PROGRESS, KEEP, "-3", "-6"),
        (SIMPLE, UP, "-3000", "-2000"),
        (SIMPLE, DOWN, "-20", "-30"),
        (SIMPLE, DOWN, "20", "-30"),
    ],
)
def test_negative_figures_have_no_quotient(
    method: AchievementMethod, direction: Direction, target: str, actual: str
) -> None:
    found = indicators.rate_of(method, direction, D("-10"), D(target), D(actual))
    assert found.value is None
    assert found.reason.startswith("負の値があるため")


def test_a_negative_level_that_was_kept_is_kept() -> None:
    assert indicators.rate_of(PROGRESS, KEEP, D(-3), D(-3), D(-2)).value == 100
