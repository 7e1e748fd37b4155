"""Arithmetic of 成果指標 on exact decimals, kept as typed (50.0 stays 50.0)."""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from dxplanner.domain.text import plain_number
from dxplanner.domain.vocabulary import AchievementMethod, Direction

_VALUE: Final = re.compile(r"(-?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,10})?)([^\d,.\-]*)")
_NO_UNITS: Final = (*"百千万億兆割", "以上", "以下", "未満", "超", "程度", "前後")
"""Words behind a number that make another number of it."""
_SHARES: Final = ("%", "ポイント", "パーセント")
_CONFIDENCE_95: Final = Decimal("1.96")
_HUNDRED: Final = Decimal(100)
_BY_ZERO: Final = "0で割ることになるため、計算できません。"
_NEGATIVE: Final = "負の値があるため、達成率を割り算で計算できません。評価は手で選べます。"


V = TypeVar("V", Decimal, Decimal | None)


class RateRule(StrEnum):
    """The rule that a 達成率 was computed by, as it is explained to the user."""

    PROGRESS = "（実績－基準）÷（目標－基準）"
    SIMPLE = "実績÷目標"
    INVERSE = "目標÷実績（減少をめざす指標）"
    KEPT = "維持：目標に届いていれば100％、下回れば実績÷目標"


class Rate(NamedTuple):
    """達成率 in percent, unrounded, and the rule behind it; None with the reason why there is none."""

    value: Decimal | None
    rule: RateRule
    reason: str = ""


def achievement_rate(baseline: Decimal, target: Decimal, actual: Decimal) -> Decimal | None:
    """Return 達成率 in percent, unrounded = (実績−基準)÷(目標−基準)×100.

    Signed, so it serves decreasing indicators too: 6.7 → 5.0 with an actual of 5.85 is 50. A value that
    moved the wrong way is negative. None when target and baseline are equal (維持).
    """
    if target == baseline:
        return None
    return (actual - baseline) / (target - baseline) * _HUNDRED


def rate_of(
    method: AchievementMethod,
    direction: Direction,
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
) -> Rate:
    """Return 達成率 of one series by the indicator's own method.

    Progress is signed as it is, so it serves decreasing indicators too. By 実績÷目標 a decreasing one is
    turned round (目標÷実績), since less is better. 維持 has no way to go: what has not fallen below the
    target is 100 %, below it 実績÷目標. A quotient of negative figures would rise as they get worse: there
    is none.
    """
    rule = _rule(method, direction)
    if actual is None:
        return Rate(None, rule, "実績値がまだありません。")
    if target is None:
        return Rate(None, rule, "目標値がまだありません。")
    if rule is RateRule.KEPT:
        return Rate(_HUNDRED, rule) if actual >= target else _quotient(actual, target, rule)
    if rule is RateRule.PROGRESS:
        if baseline is None:
            return Rate(None, rule, "基準値がまだありません。")
        progress = achievement_rate(baseline, target, actual)
        reason = (
            "" if progress is not None else "目標値が基準値と同じです。方向を「維持」にすると計算できます。"
        )
        return Rate(progress, rule, reason)
    return _quotient(*((target, actual) if rule is RateRule.INVERSE else (actual, target)), rule)


def _quotient(over: Decimal, under: Decimal, rule: RateRule) -> Rate:
    if under < 0 or (over < 0 and rule is RateRule.INVERSE):
        return Rate(None, rule, _NEGATIVE)
    value = simple_rate(under, over)
    return Rate(value, rule, "" if value is not None else _BY_ZERO)


def _rule(method: AchievementMethod, direction: Direction) -> RateRule:
    if direction is Direction.KEEP:
        return RateRule.KEPT
    if method is AchievementMethod.PROGRESS:
        return RateRule.PROGRESS
    return RateRule.INVERSE if direction is Direction.DECREASE else RateRule.SIMPLE


def simple_rate(target: Decimal, actual: Decimal) -> Decimal | None:
    """Return 対目標比 in percent, unrounded = 実績÷目標×100. None when the target is 0."""
    return actual / target * _HUNDRED if target else None


def linear_targets(
    baseline: Decimal, base_year: int, target: Decimal, target_year: int, decimals: int
) -> dict[int, Decimal]:
    """Return 年度目標 on the straight line from 基準値 to 目標値, rounded half up (四捨五入).

    Keys are the 年度 after ``base_year`` up to ``target_year``; the last one is the target itself.
    """
    years = target_year - base_year
    if years <= 0:
        raise ValueError("目標年度が基準年度より後になっていません。年度を確かめてください。")
    step = target - baseline
    line = {
        base_year + n: rounded(baseline + step * n / years, decimals)  # multiply first: stays exact longer
        for n in range(1, years)
    }
    return line | {target_year: target}


def sampling_error(share: Decimal, n: int) -> Decimal:
    """Return 標本誤差 in points, unrounded, at 95 % confidence = 1.96×√(p(100−p)÷n).

    ``share`` is a percentage (0–100), ``n`` the number of answers. Simple random sampling without
    correction for a finite population. ValueError outside these ranges.
    """
    return _CONFIDENCE_95 * _variance(share, n).sqrt()


def within_error(baseline: Decimal, baseline_n: int, actual: Decimal, actual_n: int) -> bool:
    """Tell whether two survey shares (%) differ by no more than 標本誤差, both samples counted.

    |差| ≤ 1.96×√(p₁(100−p₁)÷n₁ + p₂(100−p₂)÷n₂). Then the change should not be called one.
    """
    spread = (_variance(baseline, baseline_n) + _variance(actual, actual_n)).sqrt()
    return abs(actual - baseline) <= _CONFIDENCE_95 * spread


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return value with so many 小数桁, rounded half up (四捨五入)."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def padded(value: V, decimals: int) -> V:
    """Return value with no fewer than so many 小数桁, as large as before: 60 → 60.0, 42.25 → 42.25."""
    exponent = None if value is None else value.as_tuple().exponent
    if value is None or not isinstance(exponent, int) or -exponent >= decimals:
        return value
    return rounded(value, decimals)


def format_value(value: Decimal | None, decimals: int | None = None, unit: str = "") -> str:
    """Return a value with its unit: 36.3%, 45,161件. None is －, negatives begin with △.

    ``decimals`` None prints the digits as typed.
    """
    if value is None:
        return "－"
    shown = value if decimals is None else rounded(value, decimals)
    return f"{'△' if shown < 0 else ''}{abs(shown):,f}{unit}"


def parse_value(text: str, unit: str = "") -> Decimal | None:
    """Read a measured value (実測値), digits kept as typed: ４５，１６１件 is 45161, 50.0% is 50.0.

    The indicator's own ``unit`` after it is dropped; where it has none, any word that does not change the
    number (3件, but neither 3万件 nor 3割). Blank text and 「－」 are None.

    Raises:
        ValueError: it is no number, is in another unit, or is longer than 15 digits and 10 小数桁 (all
            arithmetic stays exact within 28).
    """
    plain = plain_number(text)
    if plain is None:
        return None
    own = (plain_number(unit) or "") if unit else ""
    match = _VALUE.fullmatch(plain.removesuffix(own))
    if match is None or match[2].startswith(_NO_UNITS):
        raise ValueError(f"「{text}」は数値として読めません。36.3、45,161、－のように入力してください。")
    if own and match[2] and not (own in _SHARES and match[2] in _SHARES):
        raise ValueError(
            f"「{text}」の単位「{match[2]}」は「{unit}」と違います。「{unit}」での数値を入力してください。"
        )
    return Decimal(match[1].replace(",", ""))


def _variance(share: Decimal, n: int) -> Decimal:
    if not 0 <= share <= _HUNDRED:
        raise ValueError(f"割合{share}%は0%から100%までの範囲にありません。")
    if n <= 0:
        raise ValueError("回答数が0以下です。標本誤差には1以上の回答数が必要です。")
    return share * (_HUNDRED - share) / n
