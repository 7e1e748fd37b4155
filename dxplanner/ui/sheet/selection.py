"""What is selected in a sheet: cells as runs of rows and columns, and their sums for the status bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dxplanner.domain.indicators import format_value
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.view import SheetView

_MOST_CELLS: Final = 200_000
Part = tuple[Sequence[int], Sequence[int]]
"""Rows and shown columns of one rectangle of cells."""


@dataclass(frozen=True, slots=True)
class Area:
    """The rows and the shown columns that have selected cells, and which these are, part by part."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How many cells are selected."""
        return sum(len(rows) * len(columns) for rows, columns in self.parts)

    @property
    def aligned(self) -> bool:
        """Whether every row has the same columns selected: put together, they are one rectangle."""
        return self.count == len(self.rows) * len(self.columns)

    def cells(self) -> Iterator[tuple[int, int]]:
        """The selected cells as rows and columns."""
        return ((row, column) for rows, columns in self.parts for row in rows for column in columns)


def area_of(view: SheetView) -> Area:
    """What is selected; the current cell alone when nothing is."""
    shown = view.columns_shown()
    parts: list[Part] = []
    for one in view.selectionModel().selection().toList():
        columns = [column for column in shown if one.left() <= column <= one.right()]
        parts.append((range(one.top(), one.bottom() + 1), columns))
    current = view.currentIndex()
    if not parts and current.isValid():
        parts = [([current.row()], [column for column in shown if column == current.column()])]
    rows = {row for part in parts for row in part[0]}
    columns_with = {column for part in parts for column in part[1]}
    return Area(
        tuple(sorted(rows)), tuple(column for column in shown if column in columns_with), tuple(parts)
    )


def keys_of(model: SheetModel, rows: Sequence[int]) -> list[int]:
    """The keys of some rows, without the one that is being written."""
    return [key for key in map(model.key_at, rows) if key != DRAFT]


def summary(view: SheetView) -> str:
    """「件数 3　合計 1,234　平均 411.3」 of the selected cells; blank for a single cell.

    A sum of what cannot be added up (shares, years, figures of different units) is left out.
    """
    model, area = view.rows_model, area_of(view)
    if not 2 <= area.count <= _MOST_CELLS:
        return ""
    columns = model.columns
    numbers: list[Decimal] = []
    filled = 0
    model.read_rows(area.rows)
    for row, places in ((row, places) for rows, places in area.parts for row in rows):
        record = model.record(row)
        if record is None:
            continue
        for column in places:
            filled += bool(record.texts[column].strip())
            number = record.numbers[column]
            if number is not None:
                numbers.append(Decimal(number))
    numeric = [columns[place] for place in area.columns if columns[place].number is not None]
    parts = [f"件数 {filled:,}"]
    if numbers and len({column.unit for column in numeric}) == 1:
        unit = numeric[0].unit
        if all(column.summed for column in numeric):
            parts.append(f"合計 {format_value(sum(numbers, Decimal(0)))}{unit}")
        if all(column.averaged for column in numeric):
            parts.append(f"平均 {_average(numbers)}{unit}")
    return "　".join(parts)


def _average(numbers: Sequence[Decimal]) -> str:
    exact = sum(numbers, Decimal(0)) / len(numbers)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return format_value(shown.to_integral_value() if shown == shown.to_integral_value() else shown)
