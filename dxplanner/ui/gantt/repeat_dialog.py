"""繰り返す: which dates a bar or milestone is repeated on, with the dates shown before anything is done."""

from datetime import date

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import fiscal_year_end, fiscal_year_of, format_date, parse_date
from dxplanner.domain.recurrence import (
    LAST,
    EverySession,
    MonthlyDay,
    MonthlyWeekday,
    Rule,
    WhenClosed,
    occurrences,
)
from dxplanner.domain.schedule_data import BarData, EditionData, bar_name
from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.ui.dialog_buttons import decision
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_SHOWN = 8


class RepeatDialog(QDialog):
    """Asks for a rule; ``days`` are its dates."""

    def __init__(
        self, bar: BarData, edition: EditionData, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bar, self._edition = bar, edition
        lane = edition.lane_by_id.get(bar.lane_id)
        self.setWindowTitle(f"「{bar_name(bar, lane)}」を繰り返す")
        self.rule = QComboBox()
        day, nth = bar.starts_on.day, (bar.starts_on.day - 1) // 7 + 1
        weekday = bar.starts_on.weekday()
        for rule in (
            MonthlyDay(day), MonthlyDay(LAST), MonthlyWeekday(nth, weekday), MonthlyWeekday(LAST, weekday),
        ):  # fmt: skip
            self.rule.addItem(rule.text, rule)
        for body in MeetingBody:
            self.rule.addItem(EverySession(body).text, EverySession(body))
        self.months = QSpinBox(minimum=1, maximum=12, value=1, suffix="か月ごと")
        self.last = QLineEdit(format_date(fiscal_year_end(fiscal_year_of(bar.starts_on))))
        self.closed = QComboBox()
        for choice in WhenClosed:
            self.closed.addItem(choice.value, choice)
        self.preview = Prose()
        self.preview.setMinimumHeight(theme.pixels(54))
        self.rule.setToolTip(
            "繰り返す日の決め方です。委員会や議会ごとのときは、会議・意見の日程に合わせます。"
        )
        self.months.setToolTip("何か月ごとに繰り返すかです。")
        self.last.setToolTip("この日まで繰り返します。例：R7.3.31")
        self.closed.setToolTip("土日・祝日・年末年始と、計画の閉庁日に当たった日をどうするかです。")
        self.buttons, self._yes = decision(self, "繰り返す", self.accept)
        self._yes.setToolTip("上に示した日に、同じ工程を加えます。")
        form = QFormLayout()
        form.addRow("いつ", self.rule)
        form.addRow("間隔", self.months)
        form.addRow("いつまで", self.last)
        form.addRow("閉庁日に当たるとき", self.closed)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.preview)
        column.addWidget(self.buttons)
        self.setMinimumWidth(theme.pixels(420))
        self.rule.currentIndexChanged.connect(lambda _at: self._show())
        self.months.valueChanged.connect(lambda _value: self._show())
        self.last.textChanged.connect(lambda _text: self._show())
        self.closed.currentIndexChanged.connect(lambda _at: self._show())
        self._show()

    def days(self) -> tuple[date, ...]:
        """The dates of the rule after the bar's own.

        Raises:
            InputError: the rule gives none, or the last day cannot be read.
        """
        try:
            last = parse_date(self.last.text())
        except ValueError as error:
            raise InputError(str(error)) from None
        rule: Rule = self.rule.currentData()
        months = self.months.value()
        if isinstance(rule, MonthlyDay):
            rule = MonthlyDay(rule.day, months)
        elif isinstance(rule, MonthlyWeekday):
            rule = MonthlyWeekday(rule.nth, rule.weekday, months)
        found = occurrences(
            rule,
            self._bar.starts_on,
            last,
            meetings=self._edition.meetings,
            when_closed=WhenClosed(self.closed.currentData()),
            closed_days=self._edition.closed_days,
        )
        return tuple(day for day in found if day != self._bar.starts_on)

    def _show(self) -> None:
        self.months.setEnabled(not isinstance(self.rule.currentData(), EverySession))
        try:
            days = self.days()
        except InputError as error:
            mark(self.preview, "role", "error")
            self.preview.setText(error.message)
            self._yes.setEnabled(False)
            return
        mark(self.preview, "role", "quiet")
        shown = "、".join(format_date(day) for day in days[:_SHOWN])
        more = f" ほか{len(days) - _SHOWN}件" if len(days) > _SHOWN else ""
        self.preview.setText(
            f"{len(days)}件を追加します：{shown}{more}" if days else "追加する日がありません。"
        )
        self._yes.setEnabled(bool(days))
