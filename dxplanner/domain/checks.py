"""Checks of one value, named in the columns' ``info`` and used by editors, importers and commands.

A check takes a value and returns None when it is good, else one short Japanese sentence saying what is
accepted. None (blank) always passes: whether a field may be blank is the column's ``nullable``.
"""

import re
from collections.abc import Callable
from decimal import Decimal

Check = Callable[[object], str | None]

FIRST_FISCAL_YEAR = 1989
LAST_FISCAL_YEAR = 2100


def not_blank(value: object) -> str | None:
    """A text that has to say something (必須)."""
    if isinstance(value, str) and not value.strip():
        return "空欄にはできません。"
    return None


def at_least(lowest: int) -> Check:
    """A number not below ``lowest``, in the field's own unit."""

    def check(value: object) -> str | None:
        if isinstance(value, int | Decimal) and value < lowest:
            return f"{lowest:,}以上の数を入力してください。"
        return None

    return check


def between(lowest: int | Decimal, highest: int | Decimal) -> Check:
    """A number from ``lowest`` to ``highest``, both included, in the field's own unit."""

    def check(value: object) -> str | None:
        if isinstance(value, int | Decimal) and not lowest <= value <= highest:
            return f"{lowest:,}から{highest:,}までの数を入力してください。"
        return None

    return check


def fiscal_year(value: object) -> str | None:
    """A 年度, given as the western year in which it begins."""
    if isinstance(value, int) and not FIRST_FISCAL_YEAR <= value <= LAST_FISCAL_YEAR:
        return "年度は平成元年度から西暦2100年度までで入力してください。"
    return None


def rate(value: object) -> str | None:
    """A 補助率: a fraction above 0 and not above 1."""
    from fractions import Fraction

    if isinstance(value, Fraction) and not 0 < value <= 1:
        return "補助率は0より大きく1以下の分数で入力してください。"
    return None


def matches(pattern: str, sentence: str) -> Check:
    """A text of a fixed shape; ``sentence`` tells the user which."""
    compiled = re.compile(pattern)

    def check(value: object) -> str | None:
        if isinstance(value, str) and not compiled.fullmatch(value):
            return sentence
        return None

    return check
