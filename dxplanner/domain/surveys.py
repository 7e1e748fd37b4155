"""Arithmetic of アンケート: shares are percentages rounded to one decimal, half up (四捨五入)."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from dxplanner.domain.indicators import rounded

_DECIMALS: Final = 1
_HALF_STEP: Final = Decimal("0.05")
_HUNDRED: Final = Decimal(100)


class ShareTotal(NamedTuple):
    """The sum of the shares of one question (構成比の合計), in percent and points."""

    total: Decimal
    difference: Decimal
    """total − 100"""
    allowed: Decimal
    """what rounding alone can cause: 0.05 for each share"""

    @property
    def is_rounding(self) -> bool:
        """Tell whether rounding explains the difference (四捨五入による)."""
        return abs(self.difference) <= self.allowed


class AnswerTotal(NamedTuple):
    """The answers of an SA question, counted back from its shares (件数換算), against its n."""

    n: int
    total: int
    """sum of the nearest counts"""
    lowest: int
    highest: int
    """the sums that the rounded shares allow"""

    @property
    def difference(self) -> int:
        """Return total − n: 1,007 of 1,008 is −1."""
        return self.total - self.n

    @property
    def is_consistent(self) -> bool:
        """Tell whether counts exist that give these shares and sum to n; if not, ask (要確認)."""
        return self.lowest <= self.n <= self.highest


def share_of(printed: Decimal | None, counted: int | None, base: int | None) -> Decimal | None:
    """Return the share (%) of an answer: as printed, else from its count and the denominator."""
    return share(counted, base) if printed is None and counted is not None and base else printed


def response_rate(returned: int, distributed: int) -> Decimal:
    """Return 回収率 in percent, one decimal = 回収数÷配布数×100: 1,008 of 3,000 is 33.6.

    ValueError when nothing was distributed, or a number is negative.
    """
    if distributed <= 0:
        raise ValueError("配布数が0以下です。回収率には1以上の配布数が必要です。")
    return _percentage(returned, distributed)


def share(count: int, base: int) -> Decimal:
    """Return 構成比 in percent, one decimal = 件数÷母数×100. The base belongs to the question.

    ValueError when the base is not positive, or the count is negative.
    """
    if base <= 0:
        raise ValueError("割合の母数が0以下です。1以上の母数が必要です。")
    return _percentage(count, base)


def total_and_difference(shares: Iterable[Decimal]) -> ShareTotal:
    """Return the total of an SA question's shares (%), its distance from 100 and what rounding allows.

    100.1 of five shares is rounding, not an error. Shares of MA questions do not sum to 100.
    """
    values = list(shares)
    total = sum(values, Decimal("0.0"))
    return ShareTotal(total, total - _HUNDRED, _HALF_STEP * len(values))


def counts_from_shares(shares: Iterable[Decimal], n: int) -> list[int]:
    """Return the counts (件数) nearest to shares (%) of n answers, rounded half up."""
    return [int(rounded(value * n / _HUNDRED, 0)) for value in shares]


def possible_counts(value: Decimal, n: int) -> range:
    """Return the counts (件数) whose share of n answers is printed as ``value`` (%, one decimal).

    Empty when no count gives it, which means that n is not the question's base.
    """
    low = Fraction(value - _HALF_STEP) * n / 100
    high = Fraction(value + _HALF_STEP) * n / 100
    return range(max(0, math.ceil(low)), max(0, math.ceil(high)))


def check_single_answer(shares: Sequence[Decimal], n: int) -> AnswerTotal:
    """Count an SA question (単数回答) back from its shares (%) and compare with n.

    A share that no count of n gives counts as its nearest count.
    """
    nearest = counts_from_shares(shares, n)
    ranges = [
        possible_counts(value, n) or range(count, count + 1)
        for value, count in zip(shares, nearest, strict=True)
    ]
    return AnswerTotal(n, sum(nearest), sum(r[0] for r in ranges), sum(r[-1] for r in ranges))


def possible_bases(counts: Sequence[int], shares: Sequence[Decimal], n: int) -> list[int]:
    """Return every base (母数) from 1 to n that turns all counts into the printed shares (%).

    Finds a base that differs from the printed n: 221, 207, ... printed as 46.2, 43.3, ... give 478.
    """
    pairs = list(zip(counts, shares, strict=True))
    return [base for base in range(1, n + 1) if all(share(count, base) == value for count, value in pairs)]


def _percentage(count: int, base: int) -> Decimal:
    if count < 0:
        raise ValueError("件数が負の数です。0以上の件数を入力してください。")
    return rounded(Decimal(count) * _HUNDRED / base, _DECIMALS)
