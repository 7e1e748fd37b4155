"""Step 2: the 期 of the new plan, and that of the plan in force."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year, parse_fiscal_year
from dxplanner.domain.text import half_width_digits
from dxplanner.services.new_plan import NewTerm, term_problem, terms_problem
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.draft import PlanDraft, term_before
from dxplanner.ui.wizard.page import LABEL_WIDTH, Message, WizardPage


class TermRow(QWidget):
    """One 期: 第n期, 開始年度 ～ 終了年度, and what is wrong with it."""

    def __init__(self, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = QLabel(label, self)
        self._caption.setFixedWidth(theme.pixels(LABEL_WIDTH))
        self.number = self._box(f"{label}の期の番号", "何期目の計画かを数で入力します。", 48, theme)
        tip = "R7、令和7年度、2025のように入力します。"
        self.first, self.last = (
            self._box(f"{label}の{which}年度", tip, 84, theme) for which in ("開始", "終了")
        )
        self.message = Message(parent=self)
        line = QHBoxLayout()
        line.setSpacing(theme.pixels(8))
        first, until, year = QLabel("期　", self), QLabel("年度　～　", self), QLabel("年度", self)
        for widget in (
            self._caption, QLabel("第", self), self.number, first, self.first, until, self.last, year,
        ):  # fmt: skip
            line.addWidget(widget)
        line.addStretch(1)
        below = QHBoxLayout()
        below.addSpacing(theme.pixels(LABEL_WIDTH + 8))
        below.addWidget(self.message, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(2))
        layout.addLayout(line)
        layout.addLayout(below)

    def _box(self, name: str, tip: str, width: int, theme: Theme) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(name)
        edit.setToolTip(tip)
        edit.setFixedWidth(theme.pixels(width))
        edit.textEdited.connect(lambda _text: self.say(None))
        return edit

    def show_term(self, term: NewTerm) -> None:
        """Show a 期."""
        self.number.setText(str(term.number))
        self.first.setText(format_fiscal_year(term.first_year, FiscalStyle.SHORT))
        self.last.setText(format_fiscal_year(term.last_year, FiscalStyle.SHORT))
        self.say(None)

    def term(self) -> NewTerm | None:
        """The 期 that is entered; None after saying why it is none."""
        number = half_width_digits(self.number.text().strip())
        if not (number.isascii() and number.isdigit() and 0 < int(number) < 100):
            self.say("期の番号は1から99までの数で入力してください。", self.number)
            return None
        years = []
        for edit in (self.first, self.last):
            try:
                years.append(parse_fiscal_year(edit.text()))
            except ValueError as error:
                blank = not edit.text().strip()
                self.say("年度を入力してください。" if blank else str(error), edit)
                return None
        term = NewTerm(int(number), *years)
        problem = term_problem(term)
        if problem is not None:
            self.say(problem, self.last)
            return None
        return term

    def say(self, sentence: str | None, edit: QLineEdit | None = None) -> None:
        """Show what is wrong, and with which year."""
        self.message.say(sentence)
        for one in (self.number, self.first, self.last):
            mark(one, "invalid", one is edit)
        if edit is not None:
            edit.setFocus()
            edit.selectAll()


class TermPage(WizardPage):
    """Which 年度 the plan covers."""

    step = "期"
    title = "計画の期"
    lead = "計画の期間を年度で決めます。改訂の場合は、今の計画の期も入れると新旧を比べられます。"

    def __init__(self, draft: PlanDraft, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(draft, theme, parent)
        self.term = TermRow("新しい計画", theme, self)
        self.revision = QCheckBox("今の計画を改訂する（現行計画も入れる）", self)
        self.revision.setToolTip("現行計画と見直し案の2つの版ができ、新旧を並べて比べられます。")
        self.current = TermRow("現行計画", theme, self)
        self.note = Prose(parent=self)
        mark(self.note, "role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(12))
        for widget in (self.term, self.revision, self.current, self.note):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.revision.toggled.connect(self._show_current)

    def enter(self) -> None:
        self.term.show_term(self.draft.term)
        self.revision.setChecked(self.draft.current is not None)
        if self.draft.current is not None:
            self.current.show_term(self.draft.current)
        self._tell(self.revision.isChecked())
        self.term.first.setFocus()
        self.term.first.selectAll()

    def leave(self) -> bool:
        term = self.term.term()
        current = self.current.term() if self.revision.isChecked() else None
        if term is None or (self.revision.isChecked() and current is None):
            return False
        problem = terms_problem((term,) if current is None else (current, term))
        if problem is not None:
            self.term.say(problem, self.term.first)
            return False
        self.draft.term, self.draft.current = term, current
        return True

    def _show_current(self, shown: bool) -> None:
        if shown and not self.current.first.text():
            term = self.term.term() or self.draft.term
            if term.number == 1:
                term = NewTerm(2, term.first_year, term.last_year)
                self.term.show_term(term)
            self.current.show_term(term_before(term))
        self._tell(shown)

    def _tell(self, revision: bool) -> None:
        self.current.setVisible(revision)
        both = "「現行計画」と「見直し案」の2つの版を作ります。"
        self.note.setText(both if revision else "「計画案」という版を1つ作ります。")
