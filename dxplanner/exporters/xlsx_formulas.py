"""Formulas of a table's cells, such as SUM and 達成率: written only where they give what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.exporters.xlsx_content import Formula
from dxplanner.handouts.blocks import Cell, Newest, Quotient, Sum, Table

_ARGUMENTS: Final = 255
"""Excel's limit for the arguments of a function."""
_HUNDRED: Final = 100
_UNKNOWN: Final = "－"
"""What a quotient shows as long as one of its figures is missing."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table came to lie on its sheet: rows and the sheet's column line of each of its edges."""

    header: int
    body: int
    end: int
    lines: tuple[int, ...]
    whole: bool = True
    """False when a row was too high for Excel and became several: rows can no longer be told by number."""
    turns: tuple[int, ...] = ()
    """Body rows that the heading is repeated above: those that begin a page."""
    figures: tuple[int | None, ...] = ()
    """The sheet's column that figures of each of the table's columns stand in; None where none holds them."""

    def row(self, number: int) -> int:
        """The sheet's row of a body row."""
        repeated = sum(turn <= number for turn in self.turns) * (self.body - self.header)
        return self.body + number + repeated

    def address(self, cell: Place) -> str:
        """A body cell's address, such as C7."""
        from openpyxl.utils import get_column_letter

        row, column = cell
        found = self.figures[column] if self.figures else None
        letter = get_column_letter((self.lines[column] if found is None else found) + 1)
        return f"{letter}{self.row(row) + 1}"


def is_computed(cell: Cell) -> bool:
    """Whether a cell asks for a formula."""
    return cell.quotient is not None or (cell.total is not None and bool(cell.total.cells))


def formula_of(table: Table, cell: Cell, place: TablePlace) -> tuple[Formula | None, str]:
    """A cell's formula, and a warning where it has none because it would not give what is printed."""
    if not place.whole or not is_computed(cell):
        return None, ""
    if cell.quotient is not None:
        share = _share(table, cell.quotient)
        formula = quotient_formula(cell.quotient, place)
        if cell.value is None:
            # Words in the place of a percentage stay, unless the formula says the same.
            agrees = share is None and cell.text == _UNKNOWN
            return Formula(formula, _UNKNOWN) if agrees else None, ""
        if share is not None and _agrees(share, cell.value):
            return Formula(formula, float(share)), ""
        computed = "計算できない値" if share is None else f"{share:,.1f}"
        return None, _disagreement("割合", cell, f"もとの値から計算した割合（{computed}）")
    assert cell.total is not None
    added = _added(table, cell.total)
    if cell.value is None or added == cell.value:
        return Formula(sum_formula(cell.total, place), excel_number(added)), ""
    return None, _disagreement("合計", cell, f"内訳の合計（{added:,}）")


def excel_number(value: int | Decimal) -> int | float:
    """Return a number as Excel holds it: whole numbers exactly, others as the nearest float."""
    if isinstance(value, int):
        return value
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def sum_formula(total: Sum, place: TablePlace) -> str:
    """The SUM formula of a total, neighbouring cells joined to ranges."""
    parts = [
        place.address(first) if first == last else f"{place.address(first)}:{place.address(last)}"
        for first, last in _runs(total.cells)
    ]
    while len(parts) > _ARGUMENTS:
        chunks = [parts[at : at + _ARGUMENTS] for at in range(0, len(parts), _ARGUMENTS)]
        parts = [f"SUM({','.join(chunk)})" for chunk in chunks]
    return f"=SUM({','.join(parts)})"


def quotient_formula(quotient: Quotient, place: TablePlace) -> str:
    """The formula of a percentage; － while a figure is missing or would be divided by 0."""
    over, under = (
        "-".join(_written(one, place) for one in terms) for terms in (quotient.over, quotient.under)
    )
    over = f"({over})" if len(quotient.over) > 1 else over
    under = f"({under})" if len(quotient.under) > 1 else under
    return f'=IFERROR({over}/{under}*{_HUNDRED},"{_UNKNOWN}")'


def _written(term: Place | Newest, place: TablePlace) -> str:
    """A cell, or the last of several that is a number: words, by which nothing is computed, without one."""
    if not isinstance(term, Newest):
        return place.address(term)
    written = f'"{_UNKNOWN}"'
    for address in map(place.address, term.cells):
        written = f"IF(ISNUMBER({address}),{address},{written})"
    return written


def _disagreement(what: str, cell: Cell, computed: str) -> str:
    return f"{what}「{cell.text}」が{computed}と一致しないため、計算式にせず数値のまま出力しました。"


def _added(table: Table, total: Sum) -> int | Decimal:
    """Sum of the cells as Excel adds them up: texts such as － count nothing."""
    return sum((_figure(table, cell) or 0 for cell in total.cells), start=0)


def _share(table: Table, quotient: Quotient) -> Decimal | None:
    """The percentage, unrounded; None where a figure is missing or it would be divided by 0."""
    ends: list[Decimal] = []
    for terms in (quotient.over, quotient.under):
        figures = [_term(table, one) for one in terms]
        known = [Decimal(figure) for figure in figures if figure is not None]
        if len(known) < len(figures):
            return None
        ends.append(known[0] - sum(known[1:]))
    return ends[0] / ends[1] * _HUNDRED if ends[1] else None


def _term(table: Table, term: Place | Newest) -> int | Decimal | None:
    if not isinstance(term, Newest):
        return _figure(table, term)
    known = [figure for cell in term.cells if (figure := _figure(table, cell)) is not None]
    return known[-1] if known else None


def _figure(table: Table, cell: Place) -> int | Decimal | None:
    """The number that a cell will hold."""
    found = table.rows[cell[0]][cell[1]]
    if found is None:
        return None
    if found.value is None and found.total is not None:
        return _added(table, found.total)
    return found.value


def _agrees(share: Decimal, printed: int | Decimal) -> bool:
    """Whether a percentage is printed as such, to the decimals that are printed."""
    exponent = Decimal(printed).as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(share - printed) <= step / 2 + Decimal("1E-20")


def _runs(cells: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Join cells that follow each other down a column, else along a row, to (first, last)."""
    runs: list[tuple[Place, Place]] = []
    for cell in cells:
        if runs:
            (row0, column0), (row, column) = runs[-1]
            down = cell == (row + 1, column) and column == column0
            along = cell == (row, column + 1) and row == row0
            if down or along:
                runs[-1] = (runs[-1][0], cell)
                continue
        runs.append((cell, cell))
    return runs
