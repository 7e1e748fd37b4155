"""Amounts of money (金額) in whole 千円, subsidies (補助金) and their rates (補助率).

An amount is ``int | None``: None is 「－」 (none) and is not 0.
"""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dxplanner.domain.text import full_width_digits, plain_number
from dxplanner.domain.vocabulary import Rounding

_DIGITS: Final = r"(\d{1,3}(?:,\d{3}){1,5}|\d{1,18})"
_AMOUNT: Final = re.compile(rf"(-?){_DIGITS}(円|千円|万円|百万円|億円)?")
_PARTS_OF_UNIT: Final = re.compile(rf"(-?){_DIGITS}(\.\d{{1,8}})(千円|万円|百万円|億円)")
_YEN_IN_FRONT: Final = re.compile(rf"(-?)[¥￥\\\\](-?){_DIGITS}-?")
_BRACKETS: Final = re.compile(r"\((.*)\)")
_UNITS: Final = {
    "円": Fraction(1, 1000),
    "千円": Fraction(1),
    "万円": Fraction(10),
    "百万円": Fraction(1000),
    "億円": Fraction(100_000),
}
_LARGEST: Final = 10**15 - 1  # Excel keeps 15 digits

_RATIO: Final = re.compile(r"(\d{1,6})/(\d{1,6})")
_RATIO_IN_WORDS: Final = re.compile(r"(\d{1,6})分の(\d{1,6})")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%")
_DECIMAL: Final = re.compile(r"[01]\.\d{1,6}|1")


def parse_amount(text: str) -> int | None:
    """Read an amount (金額) in 千円: ６，２４８＿, （６，２４８）, △1,234, 6,248,000円, 13.1百万円.

    Brackets are the lower tier of 予算額, not a minus sign. Blank text and 「－」 are None.
    ValueError when it is no number, no whole 千円, or has more than 15 digits.
    """
    plain = plain_number(text)
    if plain is None:
        return None
    if bracketed := _BRACKETS.fullmatch(plain):
        plain = bracketed[1]
    amount = _exact_amount(plain)
    if amount is None:
        raise ValueError(
            f"「{text}」は金額として読めません。6,248（千円）、△1,234、－のように入力してください。"
        )
    if amount.denominator != 1:
        lower = math.floor(amount)
        near = "か".join(format_amount(whole) for whole in (lower, lower + 1))
        raise ValueError(
            f"「{text}」には千円未満の端数があります。端数を整理し、{near}のように千円単位で入力してください。"
        )
    if abs(amount) > _LARGEST:
        raise ValueError(f"「{text}」は大きすぎます。千円単位で15桁までの金額を入力してください。")
    return int(amount)


def yen_of(text: str) -> int | None:
    """The 円 that a text says when it is meant in 円: one without a unit, or with 円.

    None for any other text: blank, in another unit, no amount.
    """
    plain = plain_number(text) or ""
    if bracketed := _BRACKETS.fullmatch(plain):
        plain = bracketed[1]
    number, unit = _number_and_unit(plain) or (Fraction(0), "千円")
    return int(number) if unit in ("", "円") else None


def thousands(yen: int, rounding: Rounding) -> int:
    """Return an amount in 円 as whole 千円. The sign stays outside: △1,500円 is △2千円 by 四捨五入."""
    whole = _rounded(Fraction(abs(yen), 1000), rounding)
    return -whole if yen < 0 else whole


def _exact_amount(plain: str) -> Fraction | None:
    """The amount in 千円 with its fraction; None for what is no amount."""
    found = _number_and_unit(plain)
    return None if found is None else found[0] * _UNITS[found[1] or "千円"]


def _number_and_unit(plain: str) -> tuple[Fraction, str] | None:
    """A signed number and its unit (blank without one). 円 and bare numbers have no parts."""
    if match := _AMOUNT.fullmatch(plain):
        sign, digits, part, unit = match[1], match[2], "", match[3] or ""
    elif match := _PARTS_OF_UNIT.fullmatch(plain):
        sign, digits, part, unit = match.groups()
    elif match := _YEN_IN_FRONT.fullmatch(plain):
        sign, digits, part, unit = match[1] or match[2], match[3], "", "円"
    else:
        return None
    number = Fraction(digits.replace(",", "") + part)
    return (-number if sign else number), unit


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.DOWN:
            return math.floor(exact)
        case Rounding.UP:
            return math.ceil(exact)
        case Rounding.HALF_UP:
            return math.floor(exact + Fraction(1, 2))


def format_amount(value: int | None, wide: bool = False) -> str:
    """Return an amount (千円) as 6,248 or, when wide, ６，２４８; None as －, negatives with △."""
    if value is None:
        return "－"
    printed = f"{'△' if value < 0 else ''}{abs(value):,}"
    return full_width_digits(printed).replace(",", "，") if wide else printed


def two_tier(total: int | None, part: int | None, wide: bool = True) -> tuple[str, str]:
    """Return the two tiers of 予算額 (千円): ('６０，９７９', '（６，２４８）').

    The upper tier is the 事業's total, the lower one in brackets the project's part of it.
    """
    return format_amount(total, wide), f"（{format_amount(part, wide)}）"


def subsidy_amount(eligible: int, rate: Fraction, rounding: Rounding = Rounding.DOWN) -> int:
    """Return 補助金額 (千円) = 補助対象経費 (千円) × 補助率, rounded to whole 千円.

    3,429 × 1/2 rounded down is 1,714. ``eligible`` is a figure of its own, not the sum of items.
    ValueError when it is negative or the rate lies outside 0 to 1.
    """
    if eligible < 0:
        raise ValueError("補助対象経費が負の数です。0以上の金額（千円）を入力してください。")
    return _rounded(eligible * _checked_rate(rate), rounding)


def measure_amount(base: int, rate: Decimal) -> int:
    """Return 特別交付税の措置額 (千円) = 対象額 (千円) × 措置率, parts of 千円 cut off."""
    return int(base * rate)


def total_amount(amounts: Iterable[int | None]) -> int | None:
    """Return the sum of amounts (千円); None (－) when there is none among them, which is not 0."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def remainder(amount: int, others: Iterable[int | None]) -> int:
    """Return what is left of 事業費 (千円) for 一般財源 when the other sources have paid.

    ValueError when they pay more than 事業費.
    """
    left = amount - (total_amount(others) or 0)
    if left < 0:
        raise ValueError(
            f"一般財源のほかの財源が事業費を{format_amount(-left)}千円超えています。先に金額を確かめてください。"
        )
    return left


def difference_text(what: str, found: int, base: str, wanted: int) -> str:
    """Say that two amounts (千円) differ, and by how much; blank when they are equal.

    「内訳の合計は6,200千円で、事業費6,248千円と48千円違います。」
    """
    if found == wanted:
        return ""
    gap = format_amount(abs(found - wanted))
    return f"{what}は{format_amount(found)}千円で、{base}{format_amount(wanted)}千円と{gap}千円違います。"


def parse_rate(text: str) -> Fraction:
    """Read a rate (補助率・措置率) from 0 to 1: 1/2, １／２, ２分の１, 50%, ０．７."""
    plain = plain_number(text) or ""
    if (match := _RATIO.fullmatch(plain)) and int(match[2]):
        return _checked_rate(Fraction(int(match[1]), int(match[2])))
    if (match := _RATIO_IN_WORDS.fullmatch(plain)) and int(match[1]):
        return _checked_rate(Fraction(int(match[2]), int(match[1])))
    if match := _PERCENT.fullmatch(plain):
        return _checked_rate(Fraction(match[1]) / 100)
    if _DECIMAL.fullmatch(plain):
        return _checked_rate(Fraction(plain))
    raise ValueError(f"「{text}」は率として読めません。1/2、50%、0.7のように入力してください。")


def format_rate(rate: Fraction, wide: bool = False) -> str:
    """Return a rate (補助率) as 1/2 or, when wide, １／２. The whole is written 10/10."""
    printed = "10/10" if rate == 1 else f"{rate.numerator}/{rate.denominator}"
    return full_width_digits(printed).replace("/", "／") if wide else printed


def _checked_rate(rate: Fraction) -> Fraction:
    if not 0 <= rate <= 1:
        raise ValueError("率が0から1までの範囲にありません。1/2や50%のように入力してください。")
    return rate
