"""Heights of rows, measured when they come into sight: ten thousand rows cost as much as thirty."""

from collections.abc import Sequence

from dxplanner.services.sheet_read import SheetRow
from dxplanner.ui.sheet.look import SheetLook
from dxplanner.ui.sheet.model import SheetModel


class Heights:
    """Heights in pixels by key, kept until the texts or the widths change.

    Rows out of sight change unsaid, and are read again later: a height belongs to the row as it was read.
    """

    def __init__(self, model: SheetModel, look: SheetLook) -> None:
        self._model, self._look = model, look
        self._known: dict[int, tuple[SheetRow | None, int]] = {}
        model.dataChanged.connect(lambda first, last: self._forget_rows(first.row(), last.row()))
        model.modelReset.connect(self.forget)

    def of(self, row: int, widths: Sequence[tuple[int, int]]) -> int:
        """The height of a row; ``widths`` are shown columns and their widths in pixels."""
        key, record = self._model.key_at(row), self._model.record(row)
        known = self._known.get(key)
        if known is not None and known[0] is record:
            return known[1]
        lines = max((self._lines(row, column, width) for column, width in widths), default=1)
        height = self._look.height(lines)
        self._known[key] = record, height
        return height

    def _lines(self, row: int, column: int, width: int) -> int:
        cell = self._model.cell(row, column)
        marks = self._look.badge_width(cell.badge) + self._look.sign_width * bool(cell.problem)
        return self._look.lines(cell.text, width - marks, self._model.columns[column])

    def forget(self) -> None:
        """Measure anew: widths have changed."""
        self._known.clear()

    def _forget_rows(self, first: int, last: int) -> None:
        for row in range(first, min(last + 1, self._model.rowCount())):
            self._known.pop(self._model.key_at(row), None)
