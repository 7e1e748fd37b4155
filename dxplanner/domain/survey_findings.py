"""What the figures of a survey say about each other: what adds up, what rounding explains, what to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.domain.surveys import (
    check_single_answer,
    possible_bases,
    response_rate,
    share,
    total_and_difference,
)

_MOST_BASES: Final = 20_000
"""Above this n no other denominator is looked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One option: what is printed of it; ``share`` in percent."""

    label: str
    count: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was counted: ``n`` as printed, ``base`` where the shares have another denominator."""

    n: int | None = None
    base: int | None = None
    unit: str = "人"
    """What is counted: 人, 社."""
    adds_up: bool = True
    """Whether everybody gave one answer: counts sum to the denominator, shares to 100."""

    @property
    def denominator(self) -> int | None:
        """What the shares are of."""
        return self.base or self.n

    @property
    def named(self) -> str:
        """「n=1,008人」, or 「分母478人」."""
        if self.base:
            return f"分母{self.base:,}{self.unit}"
        return "" if self.n is None else f"n={self.n:,}{self.unit}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. ``ask``: somebody has to look into it; ``base``: the denominator that would mend it."""

    text: str
    ask: bool = False
    base: int | None = None


def answer_findings(answers: Sequence[Answer], asked: Asked) -> tuple[Finding, ...]:
    """What the figures of one question (or of one item of a matrix) say, questions first."""
    if not any(answer.count is not None or answer.share is not None for answer in answers):
        return ()
    found = [*_agreement(answers, asked)]
    found += _single(answers, asked) if asked.adds_up else _multiple(answers, asked)
    return tuple(sorted(found, key=lambda finding: not finding.ask))


def rate_finding(returned: int | None, distributed: int | None, printed: Decimal | None) -> Finding | None:
    """What 回収率 is, and whether the printed one says the same; None while it cannot be computed."""
    if not distributed or returned is None:
        return None
    rate = response_rate(returned, distributed)
    if returned > distributed:
        return Finding(f"回収数{returned:,}が配布数{distributed:,}より多くなっています。", ask=True)
    if printed is None:
        return Finding(f"回収率は{rate}%です（印字の値は未入力）。")
    if printed == rate:
        return Finding(f"回収率は{rate}%で、印字と一致しています。")
    return Finding(
        f"計算した回収率は{rate}%で、印字の{printed}%と{abs(rate - printed)}ポイント違います。", ask=True
    )


def _agreement(answers: Sequence[Answer], asked: Asked) -> Iterator[Finding]:
    """Printed shares against those that follow from the counts."""
    both = [answer for answer in answers if answer.count is not None and answer.share is not None]
    base = asked.denominator
    if not both or not base:
        return
    wrong = [answer for answer in both if share(answer.count or 0, base) != answer.share]
    if not wrong:
        yield Finding(f"件数から計算した割合は、印字の割合とすべて一致しています（{asked.named}）。")
        return
    fitting = _fitting_base(both, asked.n or base)
    if fitting is not None and fitting != base:
        yield Finding(
            f"印字の割合は{asked.named}では合いません。"
            f"分母が{fitting:,}{asked.unit}なら、すべての割合が合います。",
            ask=True,
            base=fitting,
        )
        return
    first = wrong[0]
    more = f"（ほか{len(wrong) - 1}件）" if len(wrong) > 1 else ""
    yield Finding(
        f"「{first.label}」の割合{first.share}%は、件数から計算した"
        f"{share(first.count or 0, base)}%と違います{more}。",
        ask=True,
    )


def _fitting_base(both: Sequence[Answer], n: int) -> int | None:
    """The only denominator up to n that gives all printed shares."""
    if n > _MOST_BASES or len(both) < 2:
        return None
    bases = possible_bases(
        [answer.count or 0 for answer in both], [answer.share or Decimal(0) for answer in both], n
    )
    return bases[0] if len(bases) == 1 else None


def _single(answers: Sequence[Answer], asked: Asked) -> Iterator[Finding]:
    counts = [answer.count for answer in answers if answer.count is not None]
    shares = [answer.share for answer in answers if answer.share is not None]
    base = asked.denominator
    if len(counts) == len(answers):
        yield _counted(sum(counts), asked)
    elif counts:
        yield Finding(f"件数が空欄の選択肢が{len(answers) - len(counts)}つあります。", ask=True)
    elif len(shares) == len(answers) and base:
        yield _counted_back(shares, base, asked)
    if not shares:
        return
    total = total_and_difference(shares)
    if len(shares) < len(answers):
        if not counts:
            left = -total.difference
            rest = f"残りは{left}%です。" if left > 0 else ""
            yield Finding(f"割合が空欄の選択肢が{len(answers) - len(shares)}つあります。{rest}", ask=True)
    elif not total.difference:
        yield Finding(f"割合の合計は{total.total}%です。")
    elif total.is_rounding:
        yield Finding(f"割合の合計は{total.total}%です（四捨五入による差{abs(total.difference)}ポイント）。")
    else:
        yield Finding(
            f"割合の合計は{total.total}%で、100%と{abs(total.difference)}ポイント違います。"
            "四捨五入だけではこの差になりません。",
            ask=True,
        )


def _counted(total: int, asked: Asked) -> Finding:
    base, unit = asked.denominator, asked.unit
    if base is None:
        return Finding(f"件数の合計は{total:,}{unit}です。nが空欄のため、確かめられません。")
    if total == base:
        return Finding(f"件数の合計は{total:,}{unit}で、{asked.named}と一致しています。")
    return Finding(f"合計{total:,}{unit}で、{asked.named}と{abs(total - base):,}{unit}違います。", ask=True)


def _counted_back(shares: Sequence[Decimal], base: int, asked: Asked) -> Finding:
    check = check_single_answer(shares, base)
    back = f"割合を件数に戻すと合計{check.total:,}{asked.unit}で、{asked.named}と"
    if not check.difference:
        return Finding(f"{back}一致しています。")
    apart = f"{abs(check.difference):,}{asked.unit}違います"
    if check.is_consistent:
        return Finding(f"{back}{apart}が、四捨五入の範囲です。")
    return Finding(f"{back}{apart}。原表で確かめてください。", ask=True)


def _multiple(answers: Sequence[Answer], asked: Asked) -> Iterator[Finding]:
    base = asked.denominator
    over = [answer for answer in answers if base and answer.count is not None and answer.count > base]
    if over:
        yield Finding(
            f"「{over[0].label}」の件数{over[0].count:,}が、{asked.named}を超えています。", ask=True
        )
    shares = [answer.share for answer in answers if answer.share is not None]
    if shares:
        yield Finding(f"複数回答のため、割合の合計は100%になりません（合計{sum(shares, Decimal('0.0'))}%）。")
    elif base is None:
        yield Finding("nが空欄のため、割合を計算できません。")
