"""調査の概要: the survey's own fields, with 回収率 computed beside the printed one."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from dxplanner.model import Survey
from dxplanner.services.fields import fields_of
from dxplanner.services.survey_query import SurveyHead
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import LABEL_WIDTH, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import Section, TwoColumns, order_tabs
from dxplanner.ui.styles import mark

_ABOUT: Final = ("target", "period_as_written", "starts_on", "ends_on", "method", "note")
_ANSWERED: Final = ("distributed", "returned", "counting_unit", "printed_rate")
_TIPS: Final = {
    "target": "だれに聞いた調査かです（市民、事業者など）。",
    "period_as_written": "資料に印刷する調査時期の書き方です（2024年6月～7月など）。",
    "starts_on": "調査を始めた月です。R6.6のように入力します。",
    "ends_on": "調査を終えた月です。R6.7のように入力します。",
    "method": "調査票の配り方や回答の受け方です（調査票、WEBアンケートなど）。",
    "note": "資料には印刷しない覚え書きです。",
    "distributed": "調査票を配った数です。",
    "returned": "回答のあった数です。",
    "counting_unit": "回答の数え方です（人、社など）。",
    "printed_rate": "原資料に印刷されている回収率です。計算した回収率と比べます。",
}
_NO_RATE: Final = "配布数と回収数を入れると、回収率を計算します。"


class SurveyForm(TwoColumns):
    """Edits a survey in place."""

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__(context.theme)
        self._head: SurveyHead | None = None
        self.binding = Binding(context, self.place, today, self)
        fields = fields_of(Survey)
        self.editors = {name: FieldEditor(self.binding, fields[name]) for name in (*_ABOUT, *_ANSWERED)}
        for name, tip in _TIPS.items():
            self.editors[name].box.setToolTip(tip)
        self.rate = words("", "good", wrap=True)
        self.marks = MarkStrip(self.binding, Survey.__label__, named=True)
        for column, title, names in zip(self.columns, ("調査", "回収"), (_ABOUT, _ANSWERED), strict=True):
            section = Section(context.theme, title)
            for name in names:
                section.body.addWidget(self.editors[name])
            column.addWidget(section)
            if names is _ANSWERED:
                beside = QVBoxLayout()
                beside.setContentsMargins(context.theme.pixels(LABEL_WIDTH + 8), 0, 0, 0)
                beside.addWidget(self.rate)
                section.body.addLayout(beside)
            else:
                section.body.addWidget(self.marks)
        self.close_columns()
        order_tabs(self)

    def place(self) -> str:
        """Where an edit happens: 「市民アンケート」."""
        return "調査" if self._head is None else f"{self._head.target}アンケート"

    def show_head(self, head: SurveyHead | None) -> None:
        """Show another survey, or another state of the same one."""
        if head is None or self._head is None or head.id != self._head.id:
            self.flush()
        self._head = head
        if head is None:
            return
        for name, editor in self.editors.items():
            editor.show_row(head.id, head.values[name], head.marks.get(name, ()))
        self.marks.show_marks(head.marks.get(None, ()))
        role = "label" if head.rate is None else "warn" if head.rate.ask else "good"
        if self.rate.property("role") != role:
            mark(self.rate, "role", role)
        sign = {"label": "", "warn": "⚠ ", "good": "✓ "}[role]
        self.rate.setText(sign + (_NO_RATE if head.rate is None else head.rate.text))

    def flush(self) -> None:
        """Store what was typed."""
        if self._head is not None:
            for editor in self.editors.values():
                editor.flush()
