"""Where Ctrl and an arrow lead in a sheet: to the edge of a block of filled cells, as in Excel."""

from collections.abc import Iterator, Sequence
from typing import Final

from dxplanner.ui.sheet.editors import Step
from dxplanner.ui.sheet.model import SheetModel

_AHEAD: Final = 500
"""Rows read at a time on the way."""
Place = tuple[int, int]
"""Row and column."""


def edge(model: SheetModel, columns: Sequence[int], start: Place, by: Step) -> Place:
    """The last filled cell of the block ahead, else the next filled cell, else the end of the sheet.

    ``columns`` are those shown; ``by`` is one step in the direction of the arrow.
    """
    line = _line(model, columns, start, by)
    last, filled = next(line)
    inside: bool | None = None
    for place, now in line:
        if inside is None:
            inside = filled and now
        if inside != now:
            return last if inside else place
        last = place
    return last


def _line(model: SheetModel, columns: Sequence[int], start: Place, by: Step) -> Iterator[tuple[Place, bool]]:
    """The cells from one on in a direction, itself first, and whether they are filled."""
    row, column = start
    if by[0]:
        for passed, at in enumerate(range(row, model.rowCount() if by[0] > 0 else -1, by[0])):
            if passed % _AHEAD == 1:
                ahead = range(at, at + by[0] * _AHEAD, by[0])
                model.read_rows([other for other in ahead if 0 <= other < model.rowCount()])
            yield (at, column), bool(model.text(at, column).strip())
    else:
        for other in columns[columns.index(column) :: by[1]] if column in columns else [column]:
            yield (row, other), bool(model.text(row, other).strip())
