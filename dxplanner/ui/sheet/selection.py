"""What is selected in a sheet: cells as runs of rows and columns, and their sums for the status bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dxplanner.domain.indicators import format_value
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.view import SheetView

_MOST_CELLS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Area:
    """Selected rows and shown columns, each from first to last without gaps between the selected ones."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def area_of(view: SheetView) -> Area:
    """The rows and columns of the selection; the current cell alone when nothing is selected."""
    shown = view.columns_shown()
    rows: set[int] = set()
    columns: set[int] = set()
    for part in view.selectionModel().selection().toList():
        rows.update(range(part.top(), part.bottom() + 1))
        columns.update(range(part.left(), part.right() + 1))
    current = view.currentIndex()
    if not rows and current.isValid():
        rows, columns = {current.row()}, {current.column()}
    return Area(tuple(sorted(rows)), tuple(column for column in shown if column in columns))


def keys_of(model: SheetModel, rows: Sequence[int]) -> list[int]:
    """The keys of some rows, without the one that is being written."""
    return [key for key in map(model.key_at, rows) if key != DRAFT]


def summary(view: SheetView) -> str:
    """「件数 3　合計 1,234　平均 411.3」 of the selected cells; blank for a single cell.

    A sum of what cannot be added up (shares, years, figures of different units) is left out.
    """
    model, area = view.rows_model, area_of(view)
    cells = len(area.rows) * len(area.columns)
    if cells < 2 or cells > _MOST_CELLS:
        return ""
    columns = model.columns
    numbers: list[Decimal] = []
    filled = 0
    model.read_rows(area.rows)
    selection = view.selectionModel().selection().toList()
    for part in selection:
        for column in area.columns:
            if not part.left() <= column <= part.right():
                continue
            for row in range(part.top(), part.bottom() + 1):
                record = model.record(row)
                if record is None or not record.texts[column].strip():
                    continue
                filled += 1
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
