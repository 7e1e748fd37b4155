"""イナズマ線 on the chart: a line through the rows that bends to where each bar's work has got to."""

from datetime import date

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from dxplanner.domain.progress_line import ProgressPoint, progress_points
from dxplanner.domain.schedule_data import EditionData
from dxplanner.ui.gantt.chart import GanttChart


class ProgressLine:
    """Painted over the bars while it is on."""

    def __init__(self, chart: GanttChart) -> None:
        self._chart = chart
        self._edition: EditionData | None = None
        self._points: dict[int, ProgressPoint] = {}
        self.status: date | None = None
        """基準日; None while the line is off."""
        chart.overlays.insert(0, self._paint)

    def show(self, edition: EditionData) -> None:
        """Follow an edition."""
        self._edition = edition
        self._points = (
            {point.bar_id: point for point in progress_points(edition.bars, self.status)}
            if self.status is not None
            else {}
        )

    def set_status(self, status: date | None) -> None:
        """Draw the line for another 基準日, or none."""
        self.status = status
        if self._edition is not None:
            self.show(self._edition)
        self._chart.viewport().update()

    @property
    def points(self) -> dict[int, ProgressPoint]:
        """Where the line meets each bar, by key."""
        return self._points

    def path(self, indices: range) -> list[QPointF]:
        """The corners of the line through some rows, in content pixels."""
        chart = self._chart
        if self.status is None or chart.scale is None:
            return []
        straight = chart.scale.x_after(self.status)
        corners: list[QPointF] = []
        for index in indices:
            row = chart.rows.rows[index]
            corners.append(QPointF(straight, chart.rows.top(index)))
            if not row.summary:
                found = [
                    (chart.rows.line_middle(index, item.line), item)
                    for item in chart.rows.items(index).placed
                    if self._points.get(item.bar.id) is not None and self._points[item.bar.id].days
                ]
                for middle, item in sorted(found, key=lambda one: one[0]):
                    corners.append(QPointF(chart.scale.x(self._points[item.bar.id].day), middle))
            corners.append(QPointF(straight, chart.rows.top(index + 1)))
        return corners

    def _paint(self, painter: QPainter) -> None:
        corners = self.path(self._chart.visible_rows())
        if not corners:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._chart.look.error_thick)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(corners))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
