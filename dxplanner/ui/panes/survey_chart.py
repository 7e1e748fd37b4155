"""The chart of the chosen question, as it will be printed: patterns in place of colours."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ChartKind
from dxplanner.handouts.blocks import Chart
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.services.survey_query import QuestionDetail
from dxplanner.ui.drawing_view import DrawingView
from dxplanner.ui.forms.looks import words
from dxplanner.ui.theme import Theme

_PIXELS_PER_MM: Final = 4.6
"""At 100 %: the smallest text of a chart is 11 pixels high then."""
_MARGIN: Final = 8
_SETTLE_MS: Final = 60
_NOTHING: Final = (
    "図の種類が「なし」です。上の表の「図の種類」で円・横棒・100%積上げ横棒を選ぶと、図が出ます。"
)


class SurveyChart(QWidget):
    """Draws a question a moment after it rests."""

    value_clicked = Signal(str)
    """uid of the cell whose part of the chart was clicked, with the field behind a stroke."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chart: Chart | None = None
        self.view = DrawingView(theme)
        self.view.setAccessibleName("設問の図")
        self.view.set_empty(_NOTHING)
        self.view.clicked.connect(self._clicked)
        self.note = words("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(4), theme.pixels(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)

    def show_detail(self, detail: QuestionDetail | None) -> None:
        """Show the chart of a question; one without 図の種類 has none."""
        drawn = detail is not None and detail.chart_kind is not ChartKind.NONE
        chart = detail.chart if detail is not None and drawn else None
        if chart != self._chart:
            self._chart = chart
            self._settle.start()
        self.note.setText("" if detail is None else detail.chart_note)
        self.note.setVisible(bool(self.note.text()))

    def _clicked(self, name: str) -> None:
        if name:
            self.value_clicked.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _draw(self) -> None:
        if self._chart is None:
            self.view.set_drawing(None)
            return
        scale = _PIXELS_PER_MM * self._theme.scale / 100
        margins = 2 * self._theme.pixels(_MARGIN)
        wide, high = (self.view.width() - margins) / scale, (self.view.height() - margins) / scale
        self.view.set_drawing(lay_out_chart(self._chart, max(wide, 45.0), max(high, 30.0)))
