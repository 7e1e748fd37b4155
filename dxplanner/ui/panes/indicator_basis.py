"""基準値の根拠: from which answers of a survey a value comes; the link is made, changed and removed here."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from dxplanner.services.indicator_basis import (
    CellChoice,
    QuestionChoice,
    answers,
    follow_survey,
    link_basis,
    origin_lines,
    questions,
)
from dxplanner.services.indicator_picture import SeriesRow, ValueLine, value_text, year_text
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.panes.answer_list import AnswerList
from dxplanner.ui.panes.indicator_scroll import Scrolled
from dxplanner.ui.styles import mark

_NO_SURVEY: Final = "調査の設問がまだありません。「調査」で設問と回答を入れると、ここで結び付けられます。"
_HOW: Final = "値が合計になっている回答に印を付けます。付けた印はすぐに保存されます。"


class IndicatorBasisView(QWidget):
    """Chooses a value of the series, a question, and the answers whose shares add up to the value."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._row: SeriesRow | None = None
        self._value_id = 0
        self._question_id = 0
        self._offered: tuple[QuestionChoice, ...] = ()
        self.value = _box("根拠を示す値", "どの値の根拠かを選びます。")
        self.question = _box("設問", "値のもとになった調査の設問を選びます。")
        self.list = AnswerList("合計する回答", binding.context.theme.pixels(3))
        self.list.itemChanged.connect(self._checked)
        self.value.activated.connect(self._choose_value)
        self.question.activated.connect(self._choose_question)
        self.source = words("", "", wrap=True)
        self.total = words("", "heading", wrap=True)
        self.state = words("", "label", wrap=True)
        self.how = words(_HOW, "note", wrap=True)
        self.follow = button("調査の値に合わせる", "small")
        self.follow.setToolTip("調査の回答を合計した値に書き替えます。")
        self.follow.clicked.connect(self._follow)
        self.remove = button("結び付けを外す", "small")
        self.remove.setToolTip("この値と調査の回答との結び付きを外します。値はそのまま残ります。")
        self.remove.clicked.connect(lambda: self._link([], "根拠の取消し"))
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._binding.context.theme
        left = QVBoxLayout()
        left.setSpacing(theme.pixels(6))
        for text, box in (("値", self.value), ("設問", self.question)):
            line = QHBoxLayout()
            label = QLabel(text)
            label.setFixedWidth(theme.pixels(36))
            mark(label, "role", "label")
            line.addWidget(label)
            line.addWidget(box, 1)
            left.addLayout(line)
        left.addWidget(self.list, 1)
        said = QWidget()
        right = QVBoxLayout(said)
        right.setContentsMargins(0, 0, theme.pixels(8), 0)
        right.setSpacing(theme.pixels(8))
        for widget in (self.source, self.total, self.state):
            right.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.follow)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        right.addLayout(buttons)
        right.addStretch(1)
        right.addWidget(self.how)
        row = QHBoxLayout(self)
        edge = theme.pixels(12)
        row.setContentsMargins(edge, theme.pixels(8), edge, theme.pixels(8))
        row.setSpacing(theme.pixels(16))
        row.addLayout(left, 3)
        scrolled = Scrolled()
        scrolled.setWidget(said)
        row.addWidget(scrolled, 2)

    def show_row(self, row: SeriesRow) -> None:
        """Show another series, or another state of the same one."""
        if self._row is None or self._row.id != row.id:
            self._value_id = self._question_id = 0
        self._row = row
        if self.isVisible():
            self._show()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        row = self._row
        if row is None:
            return
        self._show_values(row)
        chosen = self._chosen()
        with self._binding.context.workbench.plan.reading() as session:
            offered = questions(session)
            if chosen is not None and chosen.basis:
                self._question_id = chosen.basis[0].question_id
            if self._question_id not in {question.id for question in offered}:
                self._question_id = 0
            found = answers(session, self._question_id) if self._question_id else ()
        self._show_questions(offered)
        self._show_answers(found, set() if chosen is None else {cell.cell_id for cell in chosen.basis})
        self._tell(row, chosen)

    def _chosen(self) -> ValueLine | None:
        values = () if self._row is None else self._row.values
        return next((value for value in values if value.id == self._value_id), None)

    def _show_values(self, row: SeriesRow) -> None:
        known = [value.id for value in row.values]
        if self._value_id not in known:
            linked = next((value.id for value in row.values if value.basis), None)
            self._value_id = linked or (known[0] if known else 0)
        with QSignalBlocker(self.value):
            self.value.clear()
            for value in row.values:
                text = f"{value.role.value}　{year_text(row, value)}　{value_text(row, value)}"
                self.value.addItem(f"{text}{'　（調査）' if value.basis else ''}", value.id)
            self.value.setCurrentIndex(self.value.findData(self._value_id))

    def _show_questions(self, offered: tuple[QuestionChoice, ...]) -> None:
        with QSignalBlocker(self.question):
            if offered != self._offered or not self.question.count():
                self._offered = offered
                self.question.clear()
                self.question.addItem("設問を選んでください", 0)
                for question in offered:
                    self.question.addItem(question.text, question.id)
            self.question.setCurrentIndex(max(self.question.findData(self._question_id), 0))

    def _show_answers(self, found: tuple[CellChoice, ...], linked: set[int]) -> None:
        editable = not self._binding.read_only and bool(self._value_id)
        self.list.show_answers(found, linked, edits=editable)

    def _tell(self, row: SeriesRow, value: ValueLine | None) -> None:
        lines = () if value is None else origin_lines(value, value_text(row, value))
        self.source.setText(lines[0] if lines else "")
        self.total.setText(lines[1] if lines else "")
        nothing = _NO_SURVEY if not self._offered else "この値は、調査に結び付いていません。"
        if value is None:
            nothing = "この系列には値がまだありません。先に表で基準値を入れてください。"
        role = "warn" if lines and lines[-1].startswith("⚠") else "good" if lines else "label"
        if self.state.property("role") != role:
            mark(self.state, "role", role)  # before the text: its height is measured in its letters
        self.state.setText(lines[-1] if lines else nothing)
        editable = not self._binding.read_only
        parted = value is not None and value.parted and value.basis_sum is not None
        self.follow.setVisible(editable and parted)
        self.remove.setVisible(editable and bool(lines))
        for label in (self.source, self.total):
            label.setVisible(bool(lines))
        self.how.setVisible(editable and value is not None and bool(self._offered))
        for box in (self.value, self.question):
            box.setEnabled(value is not None)

    def _choose_value(self, at: int) -> None:
        self._value_id = int(self.value.itemData(at))
        self._question_id = 0
        self._show()

    def _choose_question(self, at: int) -> None:
        """Look at another question; a link is changed only by marking one of its answers."""
        self._question_id = int(self.question.itemData(at))
        chosen, row = self._chosen(), self._row
        with self._binding.context.workbench.plan.reading() as session:
            found = answers(session, self._question_id) if self._question_id else ()
        self._show_answers(found, set() if chosen is None else {cell.cell_id for cell in chosen.basis})
        if row is not None:
            self._tell(row, chosen)

    def _checked(self, _item: QListWidgetItem) -> None:
        cells = self.list.marked()
        self._link(cells, "根拠の変更")

    def _link(self, cells: list[int], act: str) -> None:
        key = self._value_id
        context = self._binding.context
        context.run(f"{self._binding.place()} の{act}", lambda session: link_basis(session, key, cells))

    def _follow(self) -> None:
        value = self._chosen()
        if value is not None:
            label = f"{self._binding.place()} の{value.role.value}を調査に合わせる"
            self._binding.context.run(label, lambda session: follow_survey(session, value))


def _box(name: str, tip: str) -> ElidedBox:
    box = ElidedBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
