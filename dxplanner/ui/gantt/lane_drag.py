"""Lanes and まとまり dragged by their names in the table: the line where they land, and what that means."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from dxplanner.domain.schedule_data import EditionData
from dxplanner.ui.gantt.lane_drop import Drop, dragged_lanes, drop_of, drop_text, group_drop_of
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.table_delegate import INDENT
from dxplanner.ui.gantt.table_model import TableModel


class LaneDrag:
    """One drag, from the first move until the button is let go."""

    def __init__(self, table: QTableView, edition: EditionData, row: Row, look: Look) -> None:
        self._table, self._edition, self._row, self._look = table, edition, row, look
        self.lanes = dragged_lanes(edition, row)
        self.drop: Drop | None = None
        self._at = QPoint()

    @property
    def readout(self) -> str:
        """What is shown beside the pointer."""
        return "" if self.drop is None else drop_text(self.drop, self.lanes, self._edition)

    def move(self, at: QPoint) -> None:
        """The pointer is at a place of the viewport."""
        self._at = at
        index = self._table.rowAt(at.y())
        if index < 0 and at.y() < 0:
            index = 0
        below = index < 0
        top = 0 if below else self._table.rowViewportPosition(index)
        lower = not below and at.y() >= top + self._table.rowHeight(index) / 2
        where = None if below else index
        if self._row.kind is RowKind.GROUP:
            self.drop = group_drop_of(self._edition, self._rows(), where, lower, self._row.group)
        else:
            self.drop = drop_of(self._edition, self._rows(), where, lower)

    def paint(self, painter: QPainter) -> None:
        """The line, and the read-out beside the pointer."""
        if self.drop is None:
            return
        look, p, table = self._look, self._look.measures, self._table
        count = table.model().rowCount()
        line = self.drop.line
        if line < count:
            y = table.rowViewportPosition(line)
        else:
            y = table.rowViewportPosition(count - 1) + table.rowHeight(count - 1) if count else 0
        left = self.drop.depth * look.theme.pixels(INDENT)
        painter.setPen(look.accent_thick)
        painter.drawLine(left, y, table.viewport().width(), y)
        painter.setBrush(look.accent_fill)
        painter.drawEllipse(QRectF(left, y - 3, 6, 6))
        text = self.readout
        painter.setFont(look.fonts[12])
        width = min(painter.fontMetrics().horizontalAdvance(text) + 2 * p.rim, table.viewport().width() - 4)
        low = self._at.y() + p.bar
        if low + p.bar > table.viewport().height():
            low = self._at.y() - 2 * p.bar
        box = QRectF(min(self._at.x() + p.glyph, table.viewport().width() - width - 2), low, width, p.bar)
        painter.setPen(look.accent)
        painter.setBrush(look.surface)
        painter.drawRect(box)
        painter.setPen(look.ink)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(width - p.rim))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _rows(self) -> list[Row]:
        model = self._table.model()
        assert isinstance(model, TableModel)
        return model.rows
