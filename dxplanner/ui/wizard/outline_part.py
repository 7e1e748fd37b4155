"""出発点「エクセルなどの一覧から」: which list, how it shows the levels, and what has to be mended in it."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.errors import UserError
from dxplanner.importers.grid import Grid, grid_of_text, read_grid, sheet_names
from dxplanner.importers.outline import Outline, OutlineForm, OutlineRow, read_outline
from dxplanner.services.plan_seeds import NewLevel, Seed, seeds_of_outline
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.page import LABEL_WIDTH, Entry

_READING = "一覧を読み込んでいます…"
_PASTED = "（貼り付けた一覧）"
_MOST_ERRORS = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reading brought: which reading it was, names of the sheets, cells."""

    turn: int
    sheets: list[str]
    grid: Grid


class OutlinePart(QWidget):
    """Reads a hierarchy from a list. ``changed`` whenever the result may have."""

    changed = Signal()

    def __init__(
        self, draft: PlanDraft, theme: Theme, jobs: Jobs, asking: WizardAsking, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._theme = theme
        self._jobs = jobs
        self._asking = asking
        self._turn = 0
        self._reading = False
        self._grid: Grid | None = None
        self._outline: Outline | None = None
        self._named = ""
        self.file = Entry("一覧", "エクセルのブック、CSVのファイルを指定します。", theme, "参照…", self)
        self.paste = QPushButton("貼り付け", self)
        self.paste.setToolTip("エクセルでコピーした範囲をそのまま読み取ります。")
        self.again = QPushButton("読み直す", self)
        self.again.setToolTip("直して保存したファイルを、もう一度読み取ります。")
        self.sheet = ArrowBox(self)
        self.sheet.setAccessibleName("シート")
        self.form = ArrowBox(self)
        self.form.setAccessibleName("一覧の形")
        self.form.setToolTip("階層を列で分けた一覧か、番号で示した一覧かを選びます。")
        for form in OutlineForm:
            self.form.addItem(form.value, form)
        self.heading = QCheckBox("見出しの行がある", self)
        self.heading.setToolTip("見出しの行と、その上の行は読み取りません。")
        self.errors = QListWidget(self)
        self.errors.setAccessibleName("直すところ")
        self.errors.setWordWrap(True)
        self.errors.setSpacing(theme.pixels(3))
        self.count = QLabel(self)
        mark(self.count, "role", "error")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        width = self._theme.pixels(LABEL_WIDTH)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (label, box) in enumerate((("シート", self.sheet), ("一覧の形", self.form))):
            caption = QLabel(label, self)
            caption.setBuddy(box)
            caption.setFixedWidth(width)
            grid.addWidget(caption, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.heading, 2, 1)
        grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.addSpacing(width + self._theme.pixels(6))
        for button in (self.paste, self.again):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.file)
        layout.addLayout(buttons)
        layout.addLayout(grid)
        layout.addWidget(self.count)
        layout.addWidget(self.errors, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        self.file.edit.editingFinished.connect(self._named_file)
        self.file.button.clicked.connect(self._browse)
        self.paste.clicked.connect(self._paste)
        self.again.clicked.connect(lambda: self._read(self.sheet.currentText() or None))
        self.sheet.activated.connect(lambda _row: self._read(self.sheet.currentText()))
        self.form.activated.connect(lambda _row: self._interpret(self.form.currentData(), None))
        self.heading.toggled.connect(lambda on: self._interpret(self.form.currentData(), on))

    def refresh(self) -> None:
        """The levels may have changed: read the same cells again."""
        if self._outline is not None:
            self._interpret(self._outline.form, self._outline.heading)

    @property
    def levels(self) -> tuple[NewLevel, ...]:
        """The levels of the new plan."""
        return self._draft.levels

    @property
    def seeds(self) -> tuple[Seed, ...]:
        """What was read; nothing while there are errors."""
        return seeds_of_outline(self.rows)

    @property
    def rows(self) -> tuple[OutlineRow, ...]:
        """The rows of the list behind the seeds."""
        return () if self._outline is None or self._outline.errors else self._outline.rows

    @property
    def problem(self) -> str | None:
        """Why nothing can be taken yet, in lines that end where a reader pauses."""
        if self._reading:
            return _READING
        if self.file.message.text():
            return self.file.message.text()
        if self._outline is None:
            return "一覧のファイルを選ぶか、\nエクセルでコピーした範囲を\n貼り付けてください。"
        if self._outline.errors:
            pasted = self.file.text == _PASTED
            then = "もう一度貼り付けてください。" if pasted else "「読み直す」を押してください。"
            return f"左に示したセルを直してから、\n{then}"
        return None

    def _browse(self) -> None:
        start = Path(self.file.text).parent if self.file.text not in {"", _PASTED} else Path.home()
        path = self._asking.list_to_open(self, start)
        if path is not None:
            self.file.edit.setText(str(path))
            self._named_file()

    def _named_file(self) -> None:
        if self.file.text and self.file.text not in {self._named, _PASTED}:
            self._read(None)

    def _read(self, sheet: str | None) -> None:
        """Read the file that is named, on another thread."""
        if self.file.text in {"", _PASTED}:
            return
        path, self._named = Path(self.file.text), self.file.text

        self._begin()
        turn = self._turn
        self._jobs.start(
            "一覧の読み込み",
            lambda _job: _Read(turn, sheet_names(path), read_grid(path, sheet)),
            lambda result: self._take(result, sheet),
            self._refuse,
        )

    def _paste(self) -> None:
        self._begin()
        with QSignalBlocker(self.file.edit):
            self.file.edit.setText(_PASTED)
        self._named = _PASTED
        try:
            grid = grid_of_text(QGuiApplication.clipboard().text())
        except UserError as error:
            self._refuse(error.message)
            return
        self._take(_Read(self._turn, [], grid), None)

    def _begin(self) -> None:
        self._turn += 1
        self._reading = True
        self._grid = self._outline = None
        self.file.say(None)
        self._show()
        self.changed.emit()

    def _take(self, result: object, sheet: str | None) -> None:
        if not isinstance(result, _Read) or result.turn != self._turn:
            return
        self._reading, self._grid = False, result.grid
        self.sheet.clear()
        self.sheet.addItems(result.sheets)
        if sheet is not None:
            self.sheet.setCurrentText(sheet)
        self._interpret(None, None)

    def _refuse(self, sentence: str) -> None:
        self._reading = False
        self.file.say(sentence)
        self._show()
        self.changed.emit()

    def _interpret(self, form: str | None, heading: bool | None) -> None:
        if self._grid is None:
            return
        rules = [level.rule for level in self.levels]
        chosen = None if form is None else OutlineForm(form)
        self._outline = read_outline(self._grid, rules, chosen, heading)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        read = self._outline
        self.sheet.setEnabled(self.sheet.count() > 1)
        self.form.setEnabled(read is not None)
        self.heading.setEnabled(read is not None and read.form is OutlineForm.COLUMNS)
        self.again.setEnabled(self.file.text not in {"", _PASTED} and not self._reading)
        if read is not None:
            self.form.setCurrentIndex(self.form.findData(read.form))
            with QSignalBlocker(self.heading):
                self.heading.setChecked(read.heading)
        errors = () if read is None else read.errors
        self.errors.clear()
        self.errors.addItems([str(error) for error in errors[:_MOST_ERRORS]])
        self.errors.setVisible(bool(errors))
        self.count.setText(f"直すところが{len(errors):,}か所あります。")
        self.count.setVisible(bool(errors))
