"""The 調査 pane: surveys, their questions with figures and charts, 所見, and raw answers counted."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import Operation
from dxplanner.services.standing import owners_of
from dxplanner.services.survey_edit import add_survey, belongings_text, delete_survey, duplicate_survey
from dxplanner.services.survey_query import SurveyHead, cell_place, survey_head, survey_of, surveys
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.survey_form import SurveyForm
from dxplanner.ui.panes.survey_head import FACTS, REMARKS, RESULTS, SurveyBar
from dxplanner.ui.panes.survey_import import SurveyImport
from dxplanner.ui.panes.survey_remarks import SurveyRemarks
from dxplanner.ui.panes.survey_results import SurveyResults
from dxplanner.ui.tree.confirm import ConfirmBar

_EMPTY: Final = (
    "アンケート調査はまだありません。"
    "「調査の追加・複製」の「調査を追加」で、市民・事業者などの調査を加えます。"
)
_IMPORT, _NOTHING = 3, 4


class SurveysPane(Pane):
    """One survey at a time, in three pages; the import of raw answers takes their place while it lasts."""

    key = "surveys"
    title = "調査"
    manual = "surveys"

    summed = Signal(str)
    open_pane = Signal(str, int)
    """Key of another pane and of the row that it is to show."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self.head: SurveyHead | None = None
        self._survey_id: int | None = None
        self._page = RESULTS
        self.binding = Binding(context, self._place, today, self)
        self.bar = SurveyBar(context)
        self.results = SurveyResults(self.binding)
        self.form = SurveyForm(context, today)
        self.remarks = SurveyRemarks(self.binding)
        self.importer = SurveyImport(context)
        self.nothing = words(_EMPTY, "empty", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.confirm = ConfirmBar(context.theme, self)
        self.pages = QStackedWidget()
        # The height of the bar depends on its width: the pages take what is left, not what they would like.
        self.pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for page in (self.results, self.form, self.remarks, self.importer, self.nothing):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        column.addWidget(self.confirm)
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    def _connect(self) -> None:
        bar = self.bar
        bar.chosen.connect(self.show_survey)
        bar.page_chosen.connect(self.show_page)
        bar.import_asked.connect(self._import)
        bar.actions_of["add"].triggered.connect(lambda: self._add())
        bar.actions_of["copy_questions"].triggered.connect(lambda: self._duplicate(results=False))
        bar.actions_of["copy_all"].triggered.connect(lambda: self._duplicate(results=True))
        bar.actions_of["delete"].triggered.connect(lambda: self._delete())
        for part in (self.results, self.remarks):
            part.summed.connect(self.summed)
        self.results.answers.open_indicator.connect(lambda key: self.open_pane.emit("indicators", key))
        self.importer.left.connect(lambda: self.show_page(self._page))
        self.importer.taken.connect(self._show_taken)

    def _place(self) -> str:
        """Where an edit happens, for its undo label: 「市民アンケート C1」."""
        survey = "" if self.head is None else f"{self.head.target}アンケート"
        detail = self.results.detail
        return survey if detail is None else f"{survey} {detail.name.split(' ')[0]}"

    # Showing --------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Which page is shown: 設問と結果, 調査の概要 or 所見."""
        return self._page

    def show_page(self, page: int) -> None:
        """Show one of the three pages."""
        self.flush()
        self._page = page
        self.bar.show_page(page)
        self._fill()

    def show_survey(self, survey_id: int) -> None:
        """Show another survey."""
        self.flush()
        self._survey_id = survey_id
        self._refresh_head()
        self._fill()

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._refresh_head()
        if self.pages.currentWidget() is not self.importer:
            self._fill()

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed."""
        self._say_lost_links(committed)
        before = None if self.head is None else self.head.id
        tables = {row.table for row in committed.rows}
        if tables & {"survey", "provenance"}:
            self._refresh_head()
        if (None if self.head is None else self.head.id) != before:
            self._fill()
            return
        shown = self.pages.currentWidget()
        if shown is self.results:
            self.results.apply(committed)
        elif shown is self.remarks:
            self.remarks.apply(committed)
        elif shown is self.form:
            self.form.show_head(self.head)

    def _say_lost_links(self, committed: Committed) -> None:
        """Figures that were deleted take the links of 指標 with them: that has to be said."""
        gone = {(row.table, row.row_id) for row in committed.rows if row.operation is Operation.DELETE}
        links = sum(table == "indicator_basis" for table, _ in gone)
        if links and any(table == "cell" for table, _ in gone):
            sentence = f"指標の値との結び付き{links}件も外れました。元に戻すには Ctrl+Z を押します。"
            # After what the table itself says about its rows.
            QTimer.singleShot(0, self, lambda: self.context.said.emit(sentence))

    def flush(self) -> None:
        """Store what is being typed."""
        for part in (self.results, self.form, self.remarks):
            part.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.confirm.leave()
        super().hideEvent(event)

    def _bring(self, page: int) -> None:
        """Bring a page to the front; the import has its own main button."""
        self.pages.setCurrentIndex(page)
        self.bar.load.setVisible(page != _IMPORT)

    def _refresh_head(self) -> None:
        with self.context.workbench.plan.reading() as session:
            offered = surveys(session)
            keys = [survey.id for survey in offered]
            if self._survey_id not in keys:
                self._survey_id = keys[0] if keys else None
            self.head = survey_head(session, self._survey_id)
        self.bar.show_surveys(offered, self.head)

    def _fill(self) -> None:
        """Fill the present page and bring it to the front."""
        if self.head is None:
            self._bring(_NOTHING)
            return
        self.bar.show_page(self._page)
        if self._page == RESULTS:
            self.results.show_survey(self._survey_id)
        elif self._page == FACTS:
            self.form.show_head(self.head)
        else:
            self.remarks.show_survey(self._survey_id)
        self._bring(self._page)

    # Coming from elsewhere ------------------------------------------------------------------------------

    def show_row(self, question_id: int) -> None:
        """Show a question."""
        with self.context.workbench.plan.reading() as session:
            survey = survey_of(session, question_id)
        if survey is not None:
            self._page = RESULTS
            self.show_survey(survey)
            self.results.show_cell(question_id)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show where a row of a survey is entered."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
            cell = cell_place(session, uid) if table == "cell" else None
        if "survey" not in owners:
            return False
        self._page = REMARKS if "remark" in owners else FACTS if table == "survey" else RESULTS
        self.show_survey(owners["survey"])
        if cell is not None:
            return self.results.show_answer(cell.question_id, cell.choice_id, cell.item_id, field or "share")
        if "remark" in owners:
            return self.remarks.sheet.select(owners["remark"])
        if "choice" in owners:
            return self.results.show_choice(owners["question"], owners["choice"])
        if "question" in owners:
            return self.results.show_cell(owners["question"], owners.get("item"))
        return True

    # Acting ---------------------------------------------------------------------------------------------

    def _add(self) -> None:
        key = self.context.run("調査の追加", add_survey("新しい調査"))
        if key is not None:
            self._page = FACTS
            self.show_survey(key)
            self.form.editors["target"].box.setFocus()

    def _duplicate(self, *, results: bool) -> None:
        if self.head is None:
            return
        label = f"{self.head.target}アンケートの複製"
        key = self.context.run(label, duplicate_survey(self.head.id, results=results))
        if key is not None:
            self.show_survey(key)

    def _delete(self) -> None:
        head = self.head
        if head is None:
            return
        with self.context.workbench.plan.reading() as session:
            belongings = belongings_text(session, head.id)
        with_it = f"{belongings}も一緒に削除します。" if belongings else ""
        self.confirm.ask(
            f"{head.target}アンケートを削除します。{with_it}元に戻す（Ctrl+Z）で取り消せます。",
            "削除",
            lambda: self._delete_now(head),
            self.bar.box,
        )

    def _delete_now(self, head: SurveyHead) -> None:
        self.context.run(f"{head.target}アンケートの削除", delete_survey(head.id))

    def _import(self) -> None:
        if self.head is None:
            return
        self.flush()
        detail = self.results.detail
        if self.importer.begin(self.head.id, None if detail is None else detail.id):
            self._bring(_IMPORT)

    def _show_taken(self, question_id: int) -> None:
        self._page = RESULTS
        self._fill()
        self.results.show_cell(question_id)
