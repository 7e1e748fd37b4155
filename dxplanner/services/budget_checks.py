"""What does not add up in a project's budget, each as one sentence for the place where it shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dxplanner.domain.amounts import (
    difference_text,
    format_amount,
    measure_amount,
    subsidy_amount,
    total_amount,
)
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import BudgetProject, Subsidy, TaxMeasure

_YEN = 500
"""A sum that is so many times 事業費 was probably typed in 円."""


class RemarkPlace(StrEnum):
    """Below which table a remark stands."""

    ITEMS = "items"
    FUNDING = "funding"
    SUBSIDIES = "subsidies"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about figures that differ."""

    place: RemarkPlace
    text: str


def computed_subsidy(subsidy: Subsidy) -> int | None:
    """補助対象経費 × 補助率 (千円); None while one of them is unknown."""
    if subsidy.eligible is None or subsidy.rate is None:
        return None
    return subsidy_amount(subsidy.eligible, subsidy.rate, subsidy.rounding)


def computed_measure(measure: TaxMeasure) -> int | None:
    """対象額 × 措置率 (千円); None while one of them is unknown."""
    if measure.base is None or measure.rate is None:
        return None
    return measure_amount(measure.base, measure.rate)


def granted(project: BudgetProject, source: FundingSource) -> int | None:
    """What the grants of one 財源 come to (千円); None when there is none, or one cannot be computed yet."""
    amounts = [computed_subsidy(subsidy) for subsidy in project.subsidies if subsidy.source is source]
    return None if None in amounts else total_amount(amounts)


def funded(project: BudgetProject, source: FundingSource) -> int | None:
    """The amount of one 財源 in the 財源内訳 (千円); None is 「－」."""
    return total_amount(row.amount for row in project.funding if row.source is source)


def project_remarks(project: BudgetProject) -> tuple[Remark, ...]:
    """All that differs in a project, in the order of its tables."""
    return (*_of_items(project), *_of_funding(project), *_of_subsidies(project))


def program_remark(total: int | None, projects: Iterable[int | None]) -> str:
    """How the sum of a 事業's projects stands to its 予算額 (千円); blank when there is nothing to say."""
    amounts = list(projects)
    found = total_amount(amounts)
    if found is None:
        return ""
    said = f"この計画にある{len(amounts)}事業の計は{format_amount(found)}千円です。"
    if total is None:
        return f"{said}予算額は空欄です。"
    if found > total:
        return f"{said}予算額{format_amount(total)}千円を{format_amount(found - total)}千円超えています。"
    if found < total:
        rest = format_amount(total - found)
        return f"{said}予算額{format_amount(total)}千円との差{rest}千円は、ほかの事業の分です。"
    return ""


def _of_items(project: BudgetProject) -> Iterator[Remark]:
    found, amount = total_amount(item.amount for item in project.items), project.amount
    if found is None:
        return
    if amount is None:
        text = f"事業費が空欄です。内訳の合計は{format_amount(found)}千円です。"
    elif found != amount and found >= _YEN * amount > 0:
        text = f"内訳の合計が{format_amount(found)}千円です。円の金額が入っていないか確かめてください。"
    else:
        text = difference_text("内訳の合計", found, "事業費", amount)
    if text:
        yield Remark(RemarkPlace.ITEMS, text)


def _of_funding(project: BudgetProject) -> Iterator[Remark]:
    found, amount = total_amount(row.amount for row in project.funding), project.amount
    if amount is None:
        return
    if found is None:
        text = "財源内訳がまだ入っていません。"
    else:
        text = difference_text("財源内訳の計", found, "事業費", amount)
    if text:
        yield Remark(RemarkPlace.FUNDING, text)


def _of_subsidies(project: BudgetProject) -> Iterator[Remark]:
    for source in FundingSource:
        computed, amount = granted(project, source), funded(project, source)
        if computed is None:
            continue
        if amount is None:
            text = (
                f"補助金の算出額{format_amount(computed)}千円が、財源内訳の{source.value}に入っていません。"
            )
        else:
            text = difference_text(f"財源内訳の{source.value}", amount, "補助金の算出額", computed)
        if text:
            yield Remark(RemarkPlace.SUBSIDIES, text)
    for subsidy in project.subsidies:
        if subsidy.eligible is None or project.amount is None or subsidy.eligible <= project.amount:
            continue
        over = format_amount(subsidy.eligible - project.amount)
        yield Remark(
            RemarkPlace.SUBSIDIES, f"「{subsidy.name}」の補助対象経費が、事業費を{over}千円超えています。"
        )
