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
_NO_RATE: Final = "配布数と回収数を入れると、回収率を計算します。"


class SurveyForm(TwoColumns):
    """Edits a survey in place."""

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__(context.theme)
        self._head: SurveyHead | None = None
        self.binding = Binding(context, self.place, today, self)
        fields = fields_of(Survey)
        self.editors = {name: FieldEditor(self.binding, fields[name]) for name in (*_ABOUT, *_ANSWERED)}
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
