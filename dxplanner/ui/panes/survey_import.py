"""回答データの集計: a file of raw answers is read, counted and looked at before it becomes a question."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dxplanner.domain.answer_order import moved, reordered, usual_order
from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.raw_answers import (
    Answers,
    Layout,
    Plan,
    names_by_place,
    names_from_codes,
    short_names,
)
from dxplanner.domain.tabulation import AnswerTable, tabulate
from dxplanner.importers.answers import AnswerFile, read_answers
from dxplanner.services.survey_import import NewQuestion, take_over
from dxplanner.services.survey_query import targets
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.gantt.job_line import JobLine
from dxplanner.ui.jobs import Job, Jobs
from dxplanner.ui.panes.survey_import_options import ImportOptions
from dxplanner.ui.panes.survey_import_preview import ImportPreview

_FILES: Final = "回答データ (*.xlsx *.csv *.txt *.tsv)"
_SETTLE_MS: Final = 120
_REPLACES: Final = (
    "取り込むと、この設問の今の件数が入れ替わり、印字の割合は消えて件数から計算した割合になります。"
)


class SurveyImport(QWidget):
    """The page that counts one file. Reading and counting run on another thread."""

    left = Signal()
    """Nothing more is to be taken over."""
    taken = Signal(int)
    """Key of the question that the answers became."""

    def __init__(self, context: PlanContext) -> None:
        super().__init__()
        self._context = context
        self._survey_id = 0
        self._wanted: int | None = None
        self._names: dict[str, str] = {}
        """What somebody called the answers."""
        self._order: tuple[str, ...] = ()
        """The options in the order that somebody gave them; blank: nobody did."""
        self._asked: tuple[tuple[str, ...], ...] = ()
        """The options of the questions that are there."""
        self._serial = 0
        self.file: AnswerFile | None = None
        self.counted: AnswerTable | None = None
        self.ask_file: Callable[[], Path | None] = self._open_dialog
        """Asks what to read; tests put one of their own here."""
        self.jobs = Jobs(self)
        theme = context.theme
        self.title = ElidedLabel("heading")
        self.options = ImportOptions(theme)
        self.preview = ImportPreview(theme)
        self.line = JobLine(theme)
        self.other = QPushButton("別のファイル…")
        self.other.setToolTip("ほかの回答データのファイルを選びます。")
        self.take = QPushButton("取り込む")
        self.take.setProperty("primary", True)
        self.take.setToolTip("集計の表を設問にします。")
        self.leave = QPushButton("やめる")
        self.leave.setToolTip("取り込まずに、設問と結果に戻ります。")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._count)
        self._lay_out()
        self.options.changed.connect(self._changed)
        self.options.reread.connect(self._reread)
        self.preview.named.connect(self._name)
        self.preview.moved.connect(self._move)
        self.other.clicked.connect(self._choose_other)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._leave)

    def _lay_out(self) -> None:
        pixels = self._context.theme.pixels
        head = QHBoxLayout()
        head.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(4))
        head.setSpacing(pixels(8))
        head.addWidget(self.title, 1)
        for button in (self.other, self.take, self.leave):
            head.addWidget(button)
        self.options.setFixedWidth(pixels(348))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.options)
        body.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.line)

    # Reading --------------------------------------------------------------------------------------------

    def begin(self, survey_id: int, question_id: int | None) -> bool:
        """Ask for a file and read it; False when none is chosen."""
        path = self.ask_file()
        if path is None:
            return False
        self._survey_id, self._wanted = survey_id, question_id
        self._read(path)
        return True

    def _read(self, path: Path, sheet: str | None = None, line: int | None = None) -> None:
        self._forget()
        self.title.show_text(path.name)
        self.preview.say(f"「{path.name}」を読み取っています。")
        self._start(
            f"「{path.name}」の読み取り",
            lambda job: _stopped(job, read_answers(path, sheet, line)),
            self._show_file,
            self.preview.say,
        )

    def _start(
        self,
        title: str,
        work: Callable[[Job], object],
        done: Callable[[object], None],
        failed: Callable[[str], None],
    ) -> None:
        """Begin slow work; of several only the newest counts."""
        self._serial += 1
        serial = self._serial

        def when_newest(act: Callable[..., None], result: object) -> None:
            if serial == self._serial:
                act(result)

        for job in self.jobs.running:
            job.cancel()
        self.line.watch(
            self.jobs.start(title, work, partial(when_newest, done), partial(when_newest, failed))
        )

    def _show_file(self, found: object) -> None:
        file = self.file = cast("AnswerFile", found)
        sheet = f"　シート「{file.sheet}」" if len(file.sheets) > 1 else ""
        self.title.show_text(
            f"{file.path.name}{sheet}　回答者{len(file.answers.lines):,}人　{len(file.answers.columns)}列"
        )
        with self._context.workbench.plan.reading() as session:
            offered = targets(session, self._survey_id)
        self._asked = tuple(target.options for target in offered)
        self.options.show_file(file, offered, self._wanted)
        self.options.setEnabled(True)
        self.preview.show_table(None, file.problems)
        self.options.columns.setFocus()

    def _reread(self) -> None:
        if self.file is not None:
            self._read(self.file.path, self.options.sheet.currentText() or None, self.options.line.value())

    def _choose_other(self) -> None:
        path = self.ask_file()
        if path is not None:
            self._read(path)

    # Counting -------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.counted = None
        self.take.setEnabled(False)
        self._settle.start()

    def _name(self, text: str, name: str) -> None:
        former = "" if self.counted is None else dict(self.counted.named).get(text, "")
        self._order = tuple(name if option == former else option for option in self._order)
        self._names[text] = name
        self._changed()

    def _move(self, option: str, step: int) -> None:
        """Put an option in another place: there it stays, whatever is counted anew."""
        if self.counted is not None:
            table = moved(self.counted, option, step)
            self._order = table.options
            self._show_counted(table)

    def _count(self) -> None:
        file = self.file
        if file is None:
            return
        plan = self.options.plan()
        if not plan.columns:
            self._serial += 1
            self.preview.show_table(None, file.problems)
            return
        named, order, asked = dict(self._names), self._order, self._asked
        self._start(
            "回答の集計",
            lambda job: _stopped(job, _in_order(_counted(file.answers, plan, named), plan, order, asked)),
            self._show_counted,
            self.preview.say,
        )

    def _show_counted(self, found: object) -> None:
        self.counted = cast("AnswerTable", found)
        target = self.options.wanted().target
        problems = () if self.file is None else self.file.problems
        # Options of a question that is there stand in its order.
        self.preview.show_table(self.counted, problems, movable=target is None)
        self.take.setEnabled(not self.counted.refused and not self._context.read_only)
        self.take.setToolTip("集計の表を設問にします。" if target is None else _REPLACES)
        if target is not None and not self.counted.refused:
            caution = self.preview.caution
            caution.setText("\n".join(filter(None, (caution.text(), _REPLACES))))
            caution.show()

    # Taking over ----------------------------------------------------------------------------------------

    def _take(self) -> None:
        table, wanted = self.counted, self.options.wanted()
        if table is None:
            return
        target: NewQuestion | int
        if wanted.target is not None:
            target, name = wanted.target.id, wanted.target.text
        else:
            name = wanted.title or "新しい設問"
            target = NewQuestion(self._survey_id, name, wanted.code or None)
        key = self._context.run(f"回答データの取込み「{_short(name)}」", take_over(table, target))
        if key is not None:
            self._forget()
            self.taken.emit(key)
            self._context.said.emit(
                f"「{_short(name)}」に{table.n:,}人の回答を取り込みました。元に戻すには Ctrl+Z を押します。"
            )

    def _leave(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        """Drop the file: it may be large."""
        self._serial += 1
        for job in self.jobs.running:
            job.cancel()
        self.file = self.counted = None
        self._names.clear()
        self._order = ()
        self.options.clear()
        self.options.setEnabled(False)
        self.take.setEnabled(False)

    def _open_dialog(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, "回答データを開く", str(documents_folder()), _FILES)
        return Path(name) if name else None


def _counted(answers: Answers, plan: Plan, named: dict[str, str]) -> AnswerTable:
    """Count; answers that are only numbers get the names of the options in whose place they stand."""
    names: dict[str, str] = {}
    if plan.layout in (Layout.FLAGS, Layout.MATRIX):
        columns = [answers.columns[at].name for at in plan.columns]
        by_place = names_by_place(columns, plan.known) if plan.layout is Layout.FLAGS else {}
        names |= by_place or short_names(columns)
    table = tabulate(answers, replace(plan, names=names | named, known=()))
    written = [text for text, _ in table.named if text not in names and text not in named]
    codes = names_from_codes(written, plan.known)
    return tabulate(answers, replace(plan, names=codes | names | named))


def _in_order(
    table: AnswerTable, plan: Plan, order: Sequence[str], asked: Sequence[Sequence[str]]
) -> AnswerTable:
    """A table with its options as somebody put them, else as a question that is there has them."""
    return table if plan.known else reordered(table, order or usual_order(table, asked))


def _stopped(job: Job, result: object) -> object:
    if job.cancelled.is_set():
        raise RefusedEdit(f"{job.title}を中止しました。")
    return result


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
