"""推移と目標 at the right of the detail: the chart of the chosen series and what is to be said about it."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.handouts.blocks import Chart
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.services.indicator_basis import origin_lines
from dxplanner.services.indicator_chart import series_chart
from dxplanner.services.indicator_picture import SeriesRow, rate_text, value_text, year_text
from dxplanner.ui.drawing_view import DrawingView
from dxplanner.ui.forms.looks import ElidedLabel, words
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

WIDTH: Final = 348
"""Pixels at 100 %."""
_PIXELS_PER_MM: Final = 4.6
"""At 100 %: the smallest text of a chart is 11 pixels high then."""
_LOWEST: Final = 20.0
"""Millimetres: a chart that is lower cannot be read."""
_MARGIN: Final = 8
_SETTLE_MS: Final = 60
"""How long typing and holding ↓ have to rest before the chart is laid out anew."""
_NOTHING: Final = "基準値と目標値を入れると、ここに推移の図が出ます。"


class IndicatorChart(QWidget):
    """Chart, 達成率 and 評価, 標本誤差, and whether a linked value agrees with its survey."""

    value_clicked = Signal(str)
    """uid of the value that was clicked in the chart."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self.title = words("", "heading")
        self.view = DrawingView(theme)
        self.view.setAccessibleName("推移と目標の図")
        self.view.set_empty(_NOTHING)
        self.view.setMinimumHeight(theme.pixels(round(_LOWEST * _PIXELS_PER_MM) + 2 * _MARGIN))
        self.view.clicked.connect(self._clicked)
        self.standing = words("", "heading", wrap=True)
        self.change = words("", "note", wrap=True)
        self.origin = ElidedLabel("note")
        self.agreement = words("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(8), theme.pixels(8), theme.pixels(8), theme.pixels(8))
        column.setSpacing(theme.pixels(4))
        column.addWidget(self.title)
        column.addWidget(self.view, 1)
        for label in (self.standing, self.change, self.origin, self.agreement):
            column.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)

    def show_row(self, row: SeriesRow) -> None:
        """Show a series."""
        chart = series_chart(row)
        if chart != self._chart:
            shown, self._chart = self._chart, chart
            if shown is None:
                self._draw()
            else:
                self._settle.start()
        unit = f"（{row.indicator.unit}）" if row.indicator.unit else ""
        self.title.setText(f"推移と目標{unit}")
        self._tell(row)

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
        room = self.view.width() - 2 * self._theme.pixels(_MARGIN)
        high = self.view.height() - 2 * self._theme.pixels(_MARGIN)
        self.view.set_drawing(lay_out_chart(self._chart, max(room / scale, 45.0), max(high / scale, _LOWEST)))

    def _tell(self, row: SeriesRow) -> None:
        standing = row.standing
        rate, grade = row.rate(standing), row.grade(standing)
        if standing is None:
            self.standing.setText("実績値はまだありません。")
        else:
            parts = [f"{year_text(row, standing)} 実績 {value_text(row, standing)}"]
            parts += [f"達成率 {rate_text(rate)}%"] if rate.value is not None else []
            parts += [f"評価 {grade.label}{'（手入力）' if grade.by_hand else ''}"] if grade.label else []
            self.standing.setText("　".join(parts))
        self.standing.setToolTip(f"達成率は {rate.rule.value} で計算します。{rate.reason}")
        base = row.last(ValueRole.BASELINE)
        said = [row.change_text(standing)]
        if standing is not None and not grade.label:
            said.append(grade.reason)
        if row.sampled and base is not None and base.value is not None and base.n is None:
            said.append(
                "基準値の標本数が分からないため、標本誤差は計算できません。「値」で標本数を入れてください。"
            )
        self._show(self.change, "\n".join(filter(None, said)))
        parted = next(iter(row.parted), None)
        linked = parted or next((value for value in row.values if value.basis), None)
        lines = () if linked is None else origin_lines(linked, value_text(row, linked))
        self.origin.show_text(lines[1] if lines else "")
        self.origin.setToolTip("\n".join(lines))
        self.origin.setVisible(bool(lines))
        self._show(self.agreement, lines[-1] if lines else "")
        role = "warn" if lines and lines[-1].startswith("⚠") else "good"
        if self.agreement.property("role") != role:
            mark(self.agreement, "role", role)

    @staticmethod
    def _show(label: QWidget, text: str) -> None:
        label.setText(text)  # type: ignore[attr-defined]
        label.setVisible(bool(text))
