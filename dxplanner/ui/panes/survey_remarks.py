"""所見 of a survey, and at the right the figures that the one of the cursor speaks of."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from dxplanner.domain.indicators import format_value
from dxplanner.services.indicator_basis import CellChoice, answers
from dxplanner.services.survey_edit import link_remark
from dxplanner.services.survey_query import RemarkDetail, questions_of, remark_detail, total_share
from dxplanner.services.survey_sheets import remark_sheet
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.answer_list import AnswerList
from dxplanner.ui.sheet.sheet import Sheet

_EMPTY: Final = "所見はまだありません。Insertで、見出しと文を1つずつ追加します。"
_HOW: Final = "所見が根拠にしている値に印を付けます。付けた印はすぐに保存されます。"
_NOTHING: Final = "左の表で所見を選ぶと、根拠にした値をここで選べます。"
_NO_CELLS: Final = "この設問には、まだ値がありません。「設問と結果」で入れてください。"
_SIDE: Final = 36
"""Percent of the width that the figures have until somebody divides it differently."""


class SurveyRemarks(QSplitter):
    """A sheet of remarks and the list of figures to mark."""

    summed = Signal(str)

    def __init__(self, binding: Binding) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._binding, self._context = binding, binding.context
        self._survey_id: int | None = None
        self._question_id = 0
        self._remark: RemarkDetail | None = None
        self.sheet = Sheet(self._context, remark_sheet(None), key="survey_remarks", frozen=1, empty=_EMPTY)
        self.heading = words("根拠にした値", "heading")
        self.question = ElidedBox()
        self.question.setAccessibleName("設問")
        self.question.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.question.setToolTip("どの設問の値を根拠にするかを選びます。")
        self._divided = False
        self.splitterMoved.connect(lambda *_: setattr(self, "_divided", True))
        self.list = AnswerList("根拠にした値", self._context.theme.pixels(3))
        self.list.setToolTip("所見が根拠にしている値に印を付けます。")
        self.total = words("", "heading", wrap=True)
        self.how = words("", "note", wrap=True)
        self.sheet.current_changed.connect(self._choose)
        self.sheet.summed.connect(self.summed)
        self.question.activated.connect(self._choose_question)
        self.list.itemChanged.connect(self._checked)
        self._lay_out()

    def _lay_out(self) -> None:
        pixels = self._context.theme.pixels
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        column.setSpacing(pixels(6))
        for widget in (self.heading, self.question, self.list, self.total, self.how):
            column.addWidget(widget, 1 if widget is self.list else 0)
        framed = QWidget()
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(pixels(8), 0, pixels(8), pixels(4))
        inside.addWidget(self.sheet)
        self.addWidget(framed)
        self.addWidget(side)
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._divided:
            self.setSizes([self.width() * (100 - _SIDE), self.width() * _SIDE])

    def show_survey(self, survey_id: int | None) -> None:
        """Show the remarks of a survey."""
        if survey_id != self._survey_id:
            self._survey_id, self._question_id = survey_id, 0
            self.sheet.set_source(remark_sheet(survey_id))
        self.sheet.reload()
        self._refresh()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed."""
        self.sheet.apply(committed)
        self._refresh()

    def flush(self) -> None:
        """Store what is being typed."""
        self.sheet.flush()

    def _choose(self, _key: object) -> None:
        self._question_id = 0
        self._refresh()

    def _refresh(self) -> None:
        with self._context.workbench.plan.reading() as session:
            remark = remark_detail(session, self.sheet.current_key())
            offered = questions_of(session, self._survey_id)
            known = {key for key, _ in offered}
            if self._question_id not in known and remark is not None:
                self._question_id = remark.first_question or (offered[0][0] if offered else 0)
            found = answers(session, self._question_id) if remark is not None and self._question_id else ()
        self._remark = remark
        self._show_questions(offered)
        self._show_answers(found)
        self._tell()

    def _show_questions(self, offered: list[tuple[int, str]]) -> None:
        with QSignalBlocker(self.question):
            shown = [
                (self.question.itemData(at), self.question.itemText(at))
                for at in range(self.question.count())
            ]
            if shown != offered:
                self.question.clear()
                for key, text in offered:
                    self.question.addItem(text, key)
            self.question.setCurrentIndex(self.question.findData(self._question_id))
        self.question.setEnabled(self._remark is not None and bool(offered))

    def _show_answers(self, found: tuple[CellChoice, ...]) -> None:
        linked = set() if self._remark is None else set(self._remark.cells)
        self.list.show_answers(found, linked, edits=not self._context.read_only)

    def _tell(self) -> None:
        remark = self._remark
        marked = [cell for cell in self.list.answers if remark is not None and cell.id in remark.cells]
        total = total_share([cell.share for cell in marked]) if len(marked) > 1 else None
        self.total.setText(
            "" if total is None else f"印を付けた{len(marked)}つの合計　{format_value(total)}%"
        )
        self.how.setText(_NOTHING if remark is None else _HOW if self.list.answers else _NO_CELLS)

    def _choose_question(self, at: int) -> None:
        self._question_id = int(self.question.itemData(at))
        with self._context.workbench.plan.reading() as session:
            found = answers(session, self._question_id)
        self._show_answers(found)
        self._tell()

    def _checked(self, _item: QListWidgetItem) -> None:
        remark = self._remark
        if remark is None:
            return
        cells = self.list.marked()
        self._context.run("所見の根拠の変更", link_remark(remark.id, self._question_id, cells))
