"""Amounts pasted in 円 into columns of 千円: one decision for them all, and what rounding does to sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from dxplanner.domain.amounts import format_amount, parse_amount, thousands
from dxplanner.domain.vocabulary import Rounding
from dxplanner.services.command import Command
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_cells import fill
from dxplanner.services.sheet_read import loaded
from dxplanner.services.sheet_report import PastedAmount, PasteReport, Tally

Labels = Mapping[str, str]
"""What columns are called, by key."""
_LEAST: Final = 1000
"""円 of the smallest amount without a unit that is worth asking about."""


@dataclass(frozen=True, slots=True)
class YenSum:
    """What amounts of one column come to when they are meant in 円."""

    label: str
    yen: int
    whole: int
    """That sum as 千円, rounded once."""
    parts: int
    """The sum of the amounts, each rounded to 千円."""


def may_be_yen(amounts: Sequence[PastedAmount]) -> bool:
    """Whether amounts can be meant in 円 and say something else then.

    So do parts of 千円, which no cell takes, and amounts without a unit that are 千円 at the least.
    """
    typed = [(_as_typed(one.text), one.yen) for one in amounts]
    return any(taken is None or taken == yen >= _LEAST for taken, yen in typed)


def broken(amounts: Sequence[PastedAmount]) -> int:
    """How many of them have a part of 千円, which no cell takes."""
    return sum(_as_typed(one.text) is None for one in amounts)


def sums(labels: Labels, amounts: Sequence[PastedAmount], rounding: Rounding) -> list[YenSum]:
    """What they come to in 円 and in 千円, by what their columns are called."""
    found = []
    for label in dict.fromkeys(labels.values()):
        yen = [one.yen for one in amounts if labels.get(one.key) == label]
        if yen:
            parts = sum(thousands(one, rounding) for one in yen)
            found.append(YenSum(label, sum(yen), thousands(sum(yen), rounding), parts))
    return found


def take_as_yen(
    source: SheetSource, amounts: Sequence[PastedAmount], rounding: Rounding
) -> Command[PasteReport]:
    """Store pasted amounts as 円, each rounded to 千円; cells that cannot take one are reported."""

    def command(session: Session) -> PasteReport:
        tally = Tally()
        rows = loaded(session, source, list(dict.fromkeys(one.row_id for one in amounts)))
        for row_id, cells in groupby(amounts, lambda one: one.row_id):
            texts = {one.key: format_amount(thousands(one.yen, rounding)) for one in cells}
            fill(session, source, rows.get(row_id), list(texts), list(texts.values()), tally)
        return tally.report()

    return command


def _as_typed(text: str) -> int | None:
    try:
        return parse_amount(text)
    except ValueError:
        return None
