"""The filter row of the 変更履歴: 人, 期間, 選んだ施策だけ."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from dxplanner.domain.fiscal import fiscal_year_of, fiscal_year_start, parse_date
from dxplanner.services.history import HistoryFilter
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.forms.looks import words
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_EVERYBODY: Final = "すべての人"
_BESIDE: Final = 700
"""Width in pixels from which all choices stand on one line."""


class Period(StrEnum):
    """期間."""

    ALL = "すべての期間"
    TODAY = "今日"
    WEEK = "この7日間"
    MONTH = "この30日間"
    YEAR = "今年度"
    CHOSEN = "期間を指定"


class FilterRow(QWidget):
    """What is wanted of the 変更履歴. ``changed`` when a new, valid choice has been made."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.person = ArrowBox(self)
        self.person.setAccessibleName("変更した人")
        self.person.setToolTip("変更した人で絞り込みます。")
        self.period = ArrowBox(self)
        self.period.setAccessibleName("変更した期間")
        self.period.setToolTip("変更した期間で絞り込みます。")
        for one in Period:
            self.period.addItem(one.value, one)
        self.node_only = QCheckBox("選んだ施策だけ", self)
        self.node_only.setToolTip("左の体系で選んだ項目と、その取組・指標などの変更だけにします。")
        self.since, self.until = (self._day(name) for name in ("期間の初日", "期間の末日"))
        self.problem = words("", "error", wrap=True, parent=self)
        self._lay_out()
        self.show_people([])
        self.person.currentIndexChanged.connect(self.changed)
        self.period.currentIndexChanged.connect(self._on_period)
        self.node_only.toggled.connect(self.changed)
        self._on_period()

    def _day(self, name: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(name)
        edit.setPlaceholderText("R6.11.1")
        edit.setToolTip("R6.11.1、2024/11/1のように入力します。")
        edit.editingFinished.connect(self._on_day)
        return edit

    def _lay_out(self) -> None:
        gap = self._theme.pixels(6)
        choices = QHBoxLayout()
        choices.setSpacing(gap)
        for combo in (self.person, self.period):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            combo.setMaximumWidth(self._theme.pixels(240))
            choices.addWidget(combo, 1)
        self._days = QWidget(self)
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(gap)
        days.addWidget(self.since, 1)
        days.addWidget(QLabel("～", self._days))
        days.addWidget(self.until, 1)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(gap)
        self._line.addLayout(choices)
        self._line.addWidget(self._days)
        self._line.addWidget(self.problem)
        self._line.addWidget(self.node_only)
        self._line.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._theme.pixels(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not way:
            self._line.setDirection(way)

    def show_people(self, names: list[str]) -> None:
        """Offer these people; the chosen one stays chosen."""
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(_EVERYBODY, None)
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def reset(self) -> None:
        """Want everything."""
        self.blockSignals(True)
        self.person.setCurrentIndex(0)
        self.period.setCurrentIndex(0)
        self.node_only.setChecked(False)
        self.blockSignals(False)
        self.changed.emit()

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return (
            self.node_only.isChecked()
            or self.person.currentData() is not None
            or self._period is not Period.ALL
        )

    @property
    def _period(self) -> Period:
        return Period(self.period.currentData())

    def wanted(self, node_uid: str | None, today: date) -> HistoryFilter:
        """The filter, for the node that is selected and the present day."""
        since, until = self._days_wanted(today)
        return HistoryFilter(node_uid, self.person.currentData(), since, until)

    def _days_wanted(self, today: date) -> tuple[date | None, date | None]:
        match self._period:
            case Period.TODAY:
                return today, today
            case Period.WEEK:
                return today - timedelta(days=6), today
            case Period.MONTH:
                return today - timedelta(days=29), today
            case Period.YEAR:
                return fiscal_year_start(fiscal_year_of(today)), today
            case Period.CHOSEN:
                return _parsed(self.since.text())[0], _parsed(self.until.text())[0]
        return None, None

    def _on_period(self) -> None:
        self._days.setVisible(self._period is Period.CHOSEN)
        self._on_day()

    def _on_day(self) -> None:
        """Keep what cannot be read visible, say so, and leave that limit out."""
        chosen = self._period is Period.CHOSEN
        problems = []
        for edit in (self.since, self.until):
            sentence = _parsed(edit.text())[1] if chosen else ""
            mark(edit, "invalid", bool(sentence))
            problems += [sentence] if sentence else []
        self.problem.setText("\n".join(problems))
        self.problem.setVisible(bool(problems))
        self.changed.emit()


def _parsed(text: str) -> tuple[date | None, str]:
    """A typed day, or what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        return parse_date(text), ""
    except ValueError as error:
        return None, str(error)
