"""How grants are computed: 補助対象経費 × 補助率 with its rounding, and 特別交付税's 措置率."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dxplanner.domain.amounts import format_amount, format_rate, subsidy_amount
from dxplanner.handouts import cells
from dxplanner.handouts.blocks import Cell, Column, Table
from dxplanner.handouts.drawing import Align
from dxplanner.model import BudgetProject, Subsidy, TaxMeasure
from dxplanner.model.snapshot import PlanSnapshot

Row = tuple[Cell | None, ...]


def grants_table(snapshot: PlanSnapshot, project: BudgetProject, size: float) -> Table | None:
    """Each grant and 交付税措置 of a project with its computation; None when there is none."""
    rows: list[Row] = [_subsidy_row(snapshot, project, subsidy) for subsidy in project.subsidies]
    rows += [_tax_row(snapshot, measure) for measure in project.tax_measures]
    if not rows:
        return None
    words = ("財源", "補助金等の名称・対象", "対象経費（千円）", "補助率等", "算出額（千円）", "算出の方法")
    header = (tuple(cells.heading(word) for word in words),)
    widths = (30.0, 72.5, 34.5, 19.0, 39.0, 74.0)
    return Table(tuple(map(Column, widths)), header, tuple(rows), size, description="補助金等の算出")


def _subsidy_row(snapshot: PlanSnapshot, project: BudgetProject, subsidy: Subsidy) -> Row:
    computed = _computed(subsidy)
    return _row(
        subsidy,
        (Cell(subsidy.source.value), "source"),
        (cells.text(subsidy.name, inferred=snapshot.is_inferred(subsidy, "name")), "name"),
        (cells.amount(subsidy.eligible, inferred=snapshot.is_inferred(subsidy, "eligible")), "eligible"),
        (_rate(subsidy.rate, snapshot.is_inferred(subsidy, "rate")), "rate"),
        (cells.amount(computed, bold=True), "eligible"),
        (_method(project, subsidy, computed, snapshot.is_inferred(subsidy, "rounding")), "rounding"),
    )


def _row(row: Subsidy | TaxMeasure, *found: tuple[Cell, str]) -> Row:
    """Cells that know the field which they come from; what is computed, where its figure is typed."""
    return tuple(replace(cell, name=f"{row.uid}/{field}") for cell, field in found)


def _computed(subsidy: Subsidy) -> int | None:
    if subsidy.eligible is None or subsidy.rate is None:
        return None
    return subsidy_amount(subsidy.eligible, subsidy.rate, subsidy.rounding)


def _method(project: BudgetProject, subsidy: Subsidy, computed: int | None, guessed: bool) -> Cell:
    """The computation in words; what the grant does not cover is the difference from 事業費.

    The rule of rounding is 推定 when ``guessed``, which matters only where something was rounded.
    """
    if computed is None or subsidy.eligible is None or subsidy.rate is None:
        return Cell("補助対象経費又は補助率が不明のため、算定していません。")
    eligible, rate = format_amount(subsidy.eligible), format_rate(subsidy.rate)
    words = f"{eligible}千円 × {rate} ＝ {format_amount(computed)}千円"
    rounded = subsidy.eligible * subsidy.rate != computed
    if rounded:
        words += f"\n（千円未満{subsidy.rounding.value}）" + (cells.INFERRED_MARK if guessed else "")
    rest = (project.amount or 0) - subsidy.eligible
    if rest > 0:
        words += f"\n事業費との差引 {format_amount(rest)}千円"
    return Cell(words, inferred=rounded and guessed)


def _tax_row(snapshot: PlanSnapshot, measure: TaxMeasure) -> Row:
    computed = None
    method = "対象額が不明のため、算定していません。"
    if measure.base is not None and measure.rate is not None:
        computed = int(measure.base * measure.rate)
        method = f"{format_amount(measure.base)}千円 × {measure.rate:f} ＝ {format_amount(computed)}千円"
    rate = Cell("－", align=Align.CENTRE)
    if measure.rate is not None:
        form = cells.value_format(measure.rate, "")
        rate = Cell(f"{measure.rate:f}", measure.rate, form, align=Align.CENTRE)
    return _row(
        measure,
        (Cell("特別交付税措置"), "target"),
        (cells.text(measure.target, inferred=snapshot.is_inferred(measure, "target")), "target"),
        (cells.amount(measure.base), "base"),
        (rate, "rate"),
        (cells.amount(computed, bold=True), "base"),
        (Cell(method), "base"),
    )


def _rate(rate: Fraction | None, guessed: bool) -> Cell:
    if rate is None:
        return Cell("－", align=Align.CENTRE)
    mark = cells.INFERRED_MARK if guessed else ""
    value = Decimal(rate.numerator) / Decimal(rate.denominator)
    form = "# ??/??" if rate.denominator >= 10 else "# ?/?"
    shown = (form if rate != 1 else '"10/10"') + (f'"{mark}"' if mark else "")
    return Cell(format_rate(rate) + mark, value, shown, align=Align.CENTRE, inferred=guessed)
