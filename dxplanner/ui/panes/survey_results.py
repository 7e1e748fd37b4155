"""設問と結果: the questions of a survey above; the figures of the chosen one and its chart below."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dxplanner.services.survey_basis import TABLES as BASIS_TABLES
from dxplanner.services.survey_matrix import Measure
from dxplanner.services.survey_query import QuestionDetail, cell_place, question_detail
from dxplanner.services.survey_rows import TABLES
from dxplanner.services.survey_sheets import question_sheet
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.panes.survey_answers import SurveyAnswers
from dxplanner.ui.panes.survey_chart import SurveyChart
from dxplanner.ui.sheet.sheet import Sheet

_EMPTY: Final = "設問はまだありません。Insertで1行ずつ、またはCtrl+Vでエクセルの設問の一覧を入れます。"
_TABLES: Final = TABLES | BASIS_TABLES | {"provenance", "policy_node", "level"}
_QUESTIONS: Final = 40
_CHART: Final = (36, 34)
"""Percent of the height that the questions have, and of the width that the chart has (less where there is
much room), until somebody divides them differently."""
_ROOM_FOR_NOTES: Final = 1400
"""Width of the page, in pixels at 100 %, from which the notes of questions stand beside them."""


class SurveyResults(QSplitter):
    """Shows the questions of the survey given by ``show_survey``."""

    summed = Signal(str)

    def __init__(self, binding: Binding) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._context = binding.context
        self._survey_id: int | None = None
        self._divided: set[QSplitter] = set()
        self._wide = False
        self.questions = Sheet(
            self._context, question_sheet(None), key="survey_questions", frozen=2, empty=_EMPTY
        )
        self.answers = SurveyAnswers(binding)
        self.chart = SurveyChart(self._context.theme)
        self.below = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.questions.current_changed.connect(lambda _key: self.refresh())
        for sheet in (self.questions, self.answers.choices, self.answers.items):
            sheet.summed.connect(self.summed)
        self.chart.value_clicked.connect(self._show_value)

    def _lay_out(self) -> None:
        pixels = self._context.theme.pixels
        framed = QWidget()
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(pixels(8), 0, pixels(8), 0)
        inside.addWidget(self.questions)
        self.below.addWidget(self.answers)
        self.below.addWidget(self.chart)
        self.addWidget(framed)
        self.addWidget(self.below)
        for split in (self, self.below):
            split.setHandleWidth(1)
            split.setChildrenCollapsible(False)
            split.splitterMoved.connect(lambda *_, split=split: self._divided.add(split))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._context.theme.pixels(_ROOM_FOR_NOTES)
        if self not in self._divided:
            self.setSizes([self.height() * _QUESTIONS, self.height() * (100 - _QUESTIONS)])
        if self.below not in self._divided:
            chart = _CHART[wide]
            self.below.setSizes([self.width() * (100 - chart), self.width() * chart])
        if wide is not self._wide:
            self._wide = wide
            self._widen()

    def _widen(self) -> None:
        """Show the notes, or leave them out; the chosen question stays."""
        key = self.questions.current_key()
        self._show_questions()
        self.questions.columns.apply()
        if key is not None:
            self.questions.select(key)

    def _show_questions(self) -> None:
        self.questions.set_source(question_sheet(self._survey_id, notes=self._wide))

    @property
    def detail(self) -> QuestionDetail | None:
        """The question that is shown below."""
        return self.answers.detail

    def show_survey(self, survey_id: int | None) -> None:
        """Show the questions of a survey."""
        if survey_id != self._survey_id:
            self._survey_id = survey_id
            self._show_questions()
        self.questions.reload()
        self.refresh()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing here costs nothing."""
        self.questions.apply(committed)
        if any(row.table in _TABLES for row in committed.rows):
            self.refresh(committed)

    def refresh(self, committed: Committed | None = None) -> None:
        """Show the chosen question anew."""
        with self._context.workbench.plan.reading() as session:
            detail = question_detail(session, self.questions.current_key())
        self.answers.show_detail(detail, committed)
        self.chart.show_detail(detail)

    def flush(self) -> None:
        """Store what is being typed."""
        self.questions.flush()
        self.answers.flush()

    def show_cell(self, question_id: int, owner: int | None = None, column: str | None = None) -> bool:
        """Put the cursor on a question, and on an option or item of it; False when it is gone."""
        if not self.questions.select(question_id):
            return False
        if owner is not None:
            self.answers.select_cell(owner, column)
        return True

    def show_choice(self, question_id: int, choice_id: int) -> bool:
        """Put the cursor on an option; those of a matrix are named on a page of their own."""
        shown = self.questions.select(question_id)
        if shown and self.answers.measure is not None and self.answers.tabs.isVisible():
            self.answers.tabs.setCurrentIndex(len(Measure))
        return shown and self.answers.sheet.select(choice_id)

    def show_answer(self, question_id: int, choice_id: int, item_id: int | None, field: str) -> bool:
        """Put the cursor on a figure: ``field`` is count or share."""
        if item_id is None:
            return self.show_cell(question_id, choice_id, field)
        shown = self.questions.select(question_id)
        measure = Measure.COUNT if field == "count" else Measure.SHARE
        if shown and self.answers.measure is not measure:
            self.answers.tabs.setCurrentIndex(list(Measure).index(measure))
        return self.show_cell(question_id, item_id, f"{measure.name.lower()}-{choice_id}")

    def _show_value(self, name: str) -> None:
        """A part of the chart was clicked: go to its cell."""
        uid, _, field = name.partition("/")
        with self._context.workbench.plan.reading() as session:
            place = cell_place(session, uid)
        if place is not None:
            self.show_answer(place.question_id, place.choice_id, place.item_id, field or "share")
