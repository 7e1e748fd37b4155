"""推移と目標 at the right of the detail: the chart of the chosen series and what is to be said about it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.services.indicator_basis import origin_lines
from dxplanner.services.indicator_chart import series_chart
from dxplanner.services.indicator_picture import SeriesRow, rate_text, value_text, year_text
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.chart_view import ChartView
from dxplanner.ui.panes.indicator_scroll import Scrolled
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

WIDTH: Final = 348
"""Pixels at 100 %."""
_LOWEST: Final = 34.0
"""Millimetres: a chart that is lower cannot be read."""
_NO_GRADE: Final = "評価は付いていません。"
_NO_SAMPLE: Final = "基準値の標本数が分からないため、標本誤差は計算できません。"
_NOTHING: Final = "基準値と目標値を入れると、ここに推移の図が出ます。"


class IndicatorChart(Scrolled):
    """Chart, 達成率 and 評価, 標本誤差, and whether a linked value agrees with its survey."""

    value_clicked = Signal(str)
    """uid of the value that was clicked in the chart."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = words("", "heading")
        self.view = ChartView(theme, "推移と目標の図", _NOTHING, _LOWEST)
        self.view.never_lower()
        self.view.picked.connect(self.value_clicked)
        self.standing = words("", "heading", wrap=True)
        self.change = words("", "note", wrap=True)
        self.origin = words("", "note", wrap=True)
        self.agreement = words("", "note", wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.pixels(8), theme.pixels(8), theme.pixels(8), theme.pixels(8))
        column.setSpacing(theme.pixels(4))
        column.addWidget(self.title)
        column.addWidget(self.view, 1)
        for label in (self.standing, self.change, self.origin, self.agreement):
            column.addWidget(label)
        self.setWidget(inside)

    def show_row(self, row: SeriesRow) -> None:
        """Show a series."""
        self.view.show_chart(series_chart(row))
        unit = f"（{row.indicator.unit}）" if row.indicator.unit else ""
        self.title.setText(f"推移と目標{unit}")
        self._tell(row)

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
        # The chart needs the height: why, and what to do, is in the tooltip.
        said, why = [row.change_text(standing)], []
        if standing is not None and not grade.label:
            said.append(_NO_GRADE)
            why.append(grade.reason)
        if row.sampled and base is not None and base.value is not None and base.n is None:
            said.append(_NO_SAMPLE)
            why.append("「値」で標本数を入れると、標本誤差を計算します。")
        self._show(self.change, "".join(filter(None, said)))
        self.change.setToolTip("\n".join(why))
        parted = next(iter(row.parted), None)
        linked = parted or next((value for value in row.values if value.basis), None)
        lines = () if linked is None else origin_lines(linked, value_text(row, linked))
        self._show(self.origin, lines[1] if lines else "")
        self.origin.setToolTip("\n".join(lines))
        role = "warn" if lines and lines[-1].startswith("⚠") else "good"
        if self.agreement.property("role") != role:
            mark(self.agreement, "role", role)  # before the text: its height is measured in its letters
        self._show(self.agreement, lines[-1] if lines else "")

    @staticmethod
    def _show(label: QWidget, text: str) -> None:
        label.setText(text)  # type: ignore[attr-defined]
        label.setVisible(bool(text))
