"""補助金 and 特別交付税措置 of a project as sheets, each with its computation."""

from dataclasses import replace

from sqlalchemy.orm import selectinload

from dxplanner.model import BudgetProject, Subsidy, TaxMeasure
from dxplanner.services.budget_checks import computed_measure, computed_subsidy, funded, granted
from dxplanner.services.budget_columns import YEN_HELP, amount_column
from dxplanner.services.sheet import SheetSource, field_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key


def subsidies_source(project_id: int) -> SheetSource:
    """補助金 of a project: 補助対象経費 × 補助率 with its rule, beside what the 財源内訳 says."""
    return SheetSource(
        label="補助金",
        entity=Subsidy,
        columns=(
            field_column(Subsidy, "name", width=11),
            field_column(Subsidy, "source", width=5),
            field_column(
                Subsidy,
                "eligible",
                label="対象経費",
                unit="",
                width=5,
                help=f"補助金の対象になる経費です。積算の合計とは別の額です。{YEN_HELP}",
            ),
            field_column(Subsidy, "rate", width=3, help="1/2、50%のように入力します。"),
            replace(
                field_column(Subsidy, "rounding", width=6, help="千円未満の端数の扱いです。"), label="端数"
            ),
            amount_column("computed", "算出額", computed_subsidy, unit="", width=5, summed=True),
            amount_column(
                "funded",
                "財源内訳",
                _funded_beside,
                unit="",
                width=6,
                help="財源内訳に入っている、この財源の額です。",
                hidden=True,
            ),
            amount_column(
                "gap",
                "財源内訳との差",
                _gap_beside,
                unit="",
                width=5,
                help="財源内訳に入っているこの財源の額から、算出額を引いた差です。",
            ),
            amount_column(
                "rest",
                "対象外",
                _not_eligible,
                unit="",
                width=6,
                help="事業費から補助対象経費を引いた額です。",
                hidden=True,
            ),
            field_column(Subsidy, "note", width=12),
        ),
        rows=keys_in_order(Subsidy, Subsidy.project_id == project_id),
        load=rows_by_key(
            Subsidy,
            selectinload(Subsidy.project).selectinload(BudgetProject.subsidies),
            selectinload(Subsidy.project).selectinload(BudgetProject.funding),
            fresh=True,
        ),
        tables=frozenset({"subsidy", "funding", "budget_project"}),
        owner="project_id",
        new=lambda _session: {"project_id": project_id},
    )


def measures_source(project_id: int) -> SheetSource:
    """特別交付税措置 of a project: 対象額 × 措置率 where the base is known."""
    return SheetSource(
        label="特別交付税措置",
        entity=TaxMeasure,
        columns=(
            field_column(TaxMeasure, "target", width=16),
            field_column(
                TaxMeasure, "base", unit="", width=6, help=f"分からないときは空欄のままにします。{YEN_HELP}"
            ),
            field_column(TaxMeasure, "rate", width=4, help="0.7のように入力します。"),
            amount_column("computed", "算出額", computed_measure, unit="", width=6, summed=True),
            field_column(TaxMeasure, "note", width=17),
        ),
        rows=keys_in_order(TaxMeasure, TaxMeasure.project_id == project_id),
        load=rows_by_key(TaxMeasure, fresh=True),
        tables=frozenset({"tax_measure"}),
        owner="project_id",
        new=lambda _session: {"project_id": project_id},
    )


def _leads(subsidy: Subsidy) -> bool:
    """Whether a grant is the first of its 財源: what belongs to the 財源 as a whole stands there."""
    first = next(one for one in subsidy.project.subsidies if one.source is subsidy.source)
    return first.id == subsidy.id


def _funded_beside(subsidy: Subsidy) -> int | None:
    return funded(subsidy.project, subsidy.source) if _leads(subsidy) else None


def _gap_beside(subsidy: Subsidy) -> int | None:
    computed = granted(subsidy.project, subsidy.source)
    if computed is None or not _leads(subsidy):
        return None
    return (funded(subsidy.project, subsidy.source) or 0) - computed


def _not_eligible(subsidy: Subsidy) -> int | None:
    amount = subsidy.project.amount
    return None if amount is None or subsidy.eligible is None else amount - subsidy.eligible
