"""Percentages that a workbook computes itself (達成率): formula, result, and when it stays a number."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dxplanner.domain.indicators import achievement_rate, simple_rate
from dxplanner.exporters.xlsx_formulas import TablePlace, formula_of
from dxplanner.handouts.blocks import Cell, Column, Newest, Quotient, Sum, Table
from tests.exporters.test_xlsx_documents import document, heading, number, part, sheet, written

PROGRESS = Quotient(((0, 2), (0, 0)), ((0, 1), (0, 0)))
"""（実績－基準）÷（目標－基準） of a row 基準, 目標, 実績, 達成率."""
SIMPLE = Quotient(((0, 2),), ((0, 1),))


def rates(*figures: str, printed: str, quotient: Quotient = PROGRESS) -> Table:
    """基準, 目標 and 実績 (a number or －), and the 達成率 that is printed."""
    cells = [number(f, f, "0.0") if f != "－" else Cell(f) for f in figures]
    rate = (
        Cell("－", quotient=quotient)
        if printed == "－"
        else number(f"{printed}%", printed, '0.0"%"', quotient=quotient)
    )
    header = tuple(heading(name) for name in ("基準", "目標", "実績", "達成率"))
    return Table((Column(1),) * 4, (header,), ((*cells, rate),))


def rate_cell(table: Table, *, results: bool = False) -> Any:
    """The cell under 達成率."""
    on = sheet(document(table), results=results)
    return on.cell(on.max_row, 4)


@pytest.mark.parametrize(
    ("quotient", "printed", "formula"),
    [
        (PROGRESS, "33.3", '=IFERROR((C{0}-A{0})/(B{0}-A{0})*100,"－")'),
        (SIMPLE, "80.0", '=IFERROR(C{0}/B{0}*100,"－")'),
    ],
)
def test_a_rate_is_a_formula_with_its_result(quotient: Quotient, printed: str, formula: str) -> None:
    table = rates("35.0", "50.0", "40.0", printed=printed, quotient=quotient)
    cell = rate_cell(table)
    assert cell.value == formula.format(cell.row)
    assert cell.number_format == '0.0"%"_ '
    assert cell.style == "数値"
    assert rate_cell(table, results=True).value == pytest.approx(float(printed), abs=0.05)
    assert written([document(table)])[1].warnings == ()
    assert "IFERROR" in part(document(table), "xl/worksheets/sheet1.xml")


def test_a_rate_that_disagrees_stays_as_it_is_printed_and_is_reported() -> None:
    table = rates("35.0", "50.0", "40.0", printed="33.4")
    assert rate_cell(table).value == 33.4
    (warning,) = written([document(table)])[1].warnings
    assert warning == (
        "割合「33.4%」がもとの値から計算した割合（33.3）と一致しないため、計算式にせず数値のまま出力しました。"
    )


def test_a_rate_without_its_figures_is_a_formula_that_says_so() -> None:
    table = rates("35.0", "50.0", "－", printed="－")
    cell = rate_cell(table)
    assert cell.value == f'=IFERROR((C{cell.row}-A{cell.row})/(B{cell.row}-A{cell.row})*100,"－")'
    assert rate_cell(table, results=True).value == "－"
    assert f'<c r="{cell.coordinate}"' in (xml := part(document(table), "xl/worksheets/sheet1.xml"))
    assert 't="str"><f>IFERROR(' in xml
    assert "<v>－</v>" in xml
    assert written([document(table)])[1].warnings == ()


def test_words_in_the_place_of_a_rate_stay_where_the_formula_gives_a_number() -> None:
    table = rates("35.0", "50.0", "40.0", printed="－")
    assert rate_cell(table).value == "－"
    assert written([document(table)])[1].warnings == ()


@pytest.mark.parametrize(
    ("figures", "printed", "result"),
    [
        (("－", "－", "－"), "－", "－"),
        (("30.0", "－", "－"), "60.0", 60.0),
        (("30.0", "35.0", "－"), "70.0", 70.0),
        (("－", "35.0", "－"), "70.0", 70.0),
        (("30.0", "－", "45.0"), "90.0", 90.0),
    ],
)
def test_a_rate_is_that_of_the_newest_figure(
    figures: tuple[str, str, str], printed: str, result: str | float
) -> None:
    quotient = Quotient((Newest(((0, 0), (0, 1), (0, 2))),), ((0, 3),))
    cells = [number(f, f, "0.0") if f != "－" else Cell(f) for f in (*figures, "50.0")]
    rate = (
        Cell("－", quotient=quotient)
        if printed == "－"
        else number(f"{printed}%", printed, '0.0"%"', quotient=quotient)
    )
    table = Table((Column(1),) * 5, (), ((*cells, rate),))
    formula, warning = formula_of(table, rate, TablePlace(0, 6, 7, tuple(range(6))))
    assert formula is not None
    newest = 'IF(ISNUMBER(C{0}),C{0},IF(ISNUMBER(B{0}),B{0},IF(ISNUMBER(A{0}),A{0},"－")))'
    assert (formula.text, warning) == (f'=IFERROR({newest.format(7)}/D7*100,"－")', "")
    assert formula.cached == (result if isinstance(result, str) else pytest.approx(result))
    assert formula.moved({6: 9}) == replace(formula, text=f'=IFERROR({newest.format(10)}/D10*100,"－")')


def test_a_rate_of_totals_uses_their_sums() -> None:
    total = Cell("", None, "#,##0", total=Sum(((0, 0), (1, 0))))
    share = number("25%", 25, '0"%"', quotient=Quotient(((0, 0),), ((2, 0),)))
    table = Table((Column(1),), (), ((number("1", 1, "0"),), (number("3", 3, "0"),), (total,), (share,)))
    place = TablePlace(3, 3, 7, (0, 1))
    formula, warning = formula_of(table, share, place)
    assert formula is not None
    assert (formula.text, formula.cached, warning) == ('=IFERROR(A4/A6*100,"－")', 25.0, "")
    assert formula_of(table, share, TablePlace(3, 3, 8, (0, 1), whole=False)) == (None, "")


values = st.decimals("-1000", "1000", places=1, allow_nan=False, allow_infinity=False)


@given(values, values, values, st.booleans())
def test_the_formula_gives_what_the_rules_of_the_plan_give(
    base: Decimal, target: Decimal, actual: Decimal, progress: bool
) -> None:
    rate = achievement_rate(base, target, actual) if progress else simple_rate(target, actual)
    assume(rate is not None and base != target and target)
    assert rate is not None
    printed = rate.quantize(Decimal("0.1"), ROUND_HALF_UP)
    cells = [Cell(str(figure), figure, "0.0") for figure in (base, target, actual)]
    share = Cell(f"{printed}%", printed, '0.0"%"', quotient=PROGRESS if progress else SIMPLE)
    table = Table((Column(1),) * 4, (), ((*cells, share),))
    formula, warning = formula_of(table, share, TablePlace(0, 0, 1, (0, 1, 2, 3, 4)))
    assert warning == ""
    assert formula is not None
    assert formula.cached == pytest.approx(float(rate))
