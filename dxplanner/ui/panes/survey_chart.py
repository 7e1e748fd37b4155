"""The chart of the chosen question, as it will be printed: patterns in place of colours."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ChartKind
from dxplanner.services.survey_query import QuestionDetail
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.chart_view import ChartView
from dxplanner.ui.theme import Theme

_LOWEST: Final = 30.0
"""Millimetres: a chart that is lower cannot be read."""
_NOTHING: Final = "上の表で設問を選ぶと、その図がここに出ます。"
_NO_CHART: Final = (
    "図の種類が「なし」です。上の表の「図の種類」で円・横棒・100%積上げ横棒を選ぶと、図が出ます。"
)


class SurveyChart(QWidget):
    """Draws a question a moment after it rests."""

    value_clicked = Signal(str)
    """uid of the cell whose part of the chart was clicked, with the field behind a stroke."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = ChartView(theme, "設問の図", _NOTHING, _LOWEST)
        self.view.picked.connect(self.value_clicked)
        self.note = words("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(4), theme.pixels(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)

    def show_detail(self, detail: QuestionDetail | None) -> None:
        """Show the chart of a question; one without 図の種類 has none."""
        drawn = detail is not None and detail.chart_kind is not ChartKind.NONE
        self.view.set_empty(_NOTHING if detail is None else _NO_CHART)
        self.view.show_chart(detail.chart if detail is not None and drawn else None)
        self.note.setText("" if detail is None else detail.chart_note)
        self.note.setVisible(bool(self.note.text()))
