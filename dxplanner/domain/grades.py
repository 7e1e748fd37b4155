"""評価区分: from a 達成率 to a grade by the plan's own table, and tables to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.domain.indicators import rounded

RATE_DECIMALS: Final = 1
"""達成率 is printed and compared with so many 小数桁: what reads 100.0 % is graded as 100 %."""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """One grade: it holds from ``lower_bound`` (%) upwards; None is chosen by hand (評価困難, 未着手)."""

    label: str
    lower_bound: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GradePreset:
    """A table of grades to begin with; the office changes it afterwards."""

    name: str
    rules: tuple[GradeRule, ...]


_BY_HAND: Final = (GradeRule("評価困難"), GradeRule("未着手"))


def _preset(name: str, *bounds: tuple[str, int]) -> GradePreset:
    return GradePreset(name, (*(GradeRule(label, Decimal(bound)) for label, bound in bounds), *_BY_HAND))


PRESETS: Final = (
    _preset("S・A・B・C", ("S", 120), ("A", 100), ("B", 80), ("C", 0)),
    _preset("A～D", ("A", 100), ("B", 80), ("C", 60), ("D", 0)),
    _preset("◎○△×", ("◎", 100), ("○", 80), ("△", 50), ("×", 0)),
)


def grade_of(rate: Decimal | None, rules: Sequence[GradeRule]) -> int | None:
    """Return the index of the grade that a 達成率 (%) gets: the highest bound that it reaches.

    The grade with the lowest bound takes whatever lies below it too (a rate can be negative). None without
    a rate, or when no grade has a bound.
    """
    bounded = [(rule.lower_bound, at) for at, rule in enumerate(rules) if rule.lower_bound is not None]
    if rate is None or not bounded:
        return None
    compared = rounded(rate, RATE_DECIMALS)
    reached = [(bound, -at) for bound, at in bounded if bound <= compared]
    if reached:
        return -max(reached)[1]
    return min(bounded)[1]


def grade_table_problem(rules: Sequence[GradeRule]) -> str | None:
    """What keeps a table from grading, as one Japanese sentence; None when it can."""
    bounds = [rule.lower_bound for rule in rules if rule.lower_bound is not None]
    if not bounds:
        return "達成率の下限がどの評価にも入っていないため、評価は自動では付きません。"
    if len(set(bounds)) < len(bounds):
        return "同じ下限の評価があります。下限を変えてください。"
    labels = [rule.label for rule in rules]
    if len(set(labels)) < len(labels):
        return "同じ名前の評価があります。名前を変えてください。"
    return None


def range_text(rules: Sequence[GradeRule], at: int) -> str:
    """Which 達成率 a grade holds for: 「80％以上100％未満」, 「80％未満」, 「手で選びます」."""
    bound = rules[at].lower_bound
    if bound is None:
        return "手で選びます"
    bounds = sorted({rule.lower_bound for rule in rules if rule.lower_bound is not None})
    above = next((other for other in bounds if other > bound), None)
    lower = "" if bound == bounds[0] and above is not None else f"{_percent(bound)}以上"
    return f"{lower}{'' if above is None else f'{_percent(above)}未満'}"


def _percent(bound: Decimal) -> str:
    plain = f"{bound:f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain}％"
