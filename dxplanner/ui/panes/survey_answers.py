"""The figures of the chosen question as a sheet, and below it what they say about each other."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from dxplanner.domain.survey_findings import Finding
from dxplanner.domain.vocabulary import QuestionKind
from dxplanner.services.indicator_basis import follow_survey
from dxplanner.services.sheet import SheetSource
from dxplanner.services.survey_basis import Use
from dxplanner.services.survey_edit import set_base
from dxplanner.services.survey_matrix import Measure, matrix_sheet
from dxplanner.services.survey_query import QuestionDetail
from dxplanner.services.survey_sheets import choice_sheet, matrix_choice_sheet
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack
from dxplanner.ui.sheet.sheet import Sheet

_CHOICES: Final = (
    "選択肢はまだありません。Insertで1行ずつ、またはCtrl+Vでエクセルの選択肢・件数・割合を入れます。"
)
_ITEMS: Final = "項目はまだありません。先に「選択肢」で列を作り、Insertか Ctrl+V で項目を入れます。"
_NOTHING: Final = "上の表で設問を選ぶと、その選択肢と件数・割合がここに出ます。"
_NAMES: Final = "選択肢"
_TIPS: Final = (
    "資料に印刷されている割合です。",
    "回答の件数です。",
    "件数から計算した割合です。ここでは直せません。",
    "表の列になる選択肢の名前と並びです。",
)
"""What the tabs show, in their order."""
_MOST_LINES: Final = 3


class UseLine(QWidget):
    """A value of an indicator that no longer says what its survey says, and what can be done."""

    opened = Signal(int)
    """Key of the indicator."""

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._binding = binding
        self._use: Use | None = None
        self.text = words("", "warn", wrap=True)
        self.open = button("指標を開く", "small")
        self.open.setToolTip("この値を根拠にしている指標を、指標の画面で開きます。")
        self.follow = button("指標を調査に合わせる", "small")
        self.follow.setToolTip("指標の値を、根拠にした調査の値の合計に直します。")
        self.open.clicked.connect(lambda: self._use and self.opened.emit(self._use.indicator_id))
        self.follow.clicked.connect(self._follow)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(binding.context.theme.pixels(6))
        row.addWidget(self.text, 1)
        row.addWidget(self.open)
        row.addWidget(self.follow)

    def show_line(self, use: Use) -> None:
        """Show a value."""
        self._use = use
        self.text.setText(f"⚠ {use.warning}")
        can = not self._binding.read_only and use.value.basis_sum is not None
        self.follow.setVisible(can)

    def _follow(self) -> None:
        use = self._use
        if use is not None:
            self._binding.context.run(
                f"{use.text}を調査に合わせる", lambda session: follow_survey(session, use.value)
            )


class SurveyAnswers(QWidget):
    """Options or a matrix; a matrix as 割合, 件数 or 計算した割合, and its 選択肢 by name."""

    open_indicator = Signal(int)

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._binding, self._context = binding, binding.context
        self.detail: QuestionDetail | None = None
        self._signature: object = None
        self._page: Measure | None = Measure.SHARE
        """What a matrix shows; None: the names of its options."""
        self.title = ElidedLabel("heading")
        self.tabs = QTabBar(expanding=False, drawBase=False)
        self.tabs.setAccessibleName("表の内容の切替")
        self.tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for text, tip in zip((*(measure.value for measure in Measure), _NAMES), _TIPS, strict=True):
            self.tabs.setTabToolTip(self.tabs.addTab(text), tip)
        self.marks = MarkStrip(binding, "設問")
        context = self._context
        self.choices = Sheet(context, choice_sheet(None), key="survey_choices", frozen=1, empty=_CHOICES)
        empty = matrix_sheet(0, (), Measure.SHARE)
        self.items = Sheet(context, empty, key="survey_items", frozen=2, empty=_ITEMS)
        self.sheet = self.choices
        """The one that is shown."""
        self.nothing = words(_NOTHING, "empty", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.asks = words("", "warn", wrap=True)
        self.says = words("", "note", wrap=True)
        self.mend = button("", "small")
        self.mend.setToolTip("この設問の割合の分母を、割合と件数が合う数に直します。")
        self.parted: RowStack[Use] = RowStack(self._use_line, lambda use: use.value.id, 2)
        self.tabs.currentChanged.connect(self._turn)
        self.items.current_changed.connect(lambda _key: self._tell())
        self.mend.clicked.connect(self._mend)
        self._lay_out()

    def _lay_out(self) -> None:
        pixels = self._context.theme.pixels
        head = QHBoxLayout()
        head.setSpacing(pixels(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.tabs)
        asked = QHBoxLayout()
        asked.setSpacing(pixels(8))
        asked.addWidget(self.asks, 1)
        asked.addWidget(self.mend)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(8), pixels(6), pixels(4), pixels(4))
        column.setSpacing(pixels(3))
        column.addLayout(head)
        column.addWidget(self.marks)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.choices, 1)
        column.addWidget(self.items, 1)
        column.addWidget(self.parted)
        column.addLayout(asked)
        column.addWidget(self.says)
        self.nothing.hide()

    def _use_line(self) -> UseLine:
        line = UseLine(self._binding)
        line.opened.connect(self.open_indicator)
        return line

    # Showing --------------------------------------------------------------------------------------------

    def show_detail(self, detail: QuestionDetail | None, committed: Committed | None = None) -> None:
        """Show another question, or what a commit changed in the same one."""
        other = detail is None or self.detail is None or detail.id != self.detail.id
        if other:
            self.flush()
            self._page = Measure.SHARE if detail is None else detail.measure
        elif detail is not None and self.detail is not None and detail.kind is not self.detail.kind:
            self._page = detail.measure
        self.detail = detail
        self.title.show_text("" if detail is None else detail.name)
        self.marks.show_marks(() if detail is None else detail.marks)
        self.nothing.setVisible(detail is None)
        matrix = detail is not None and detail.kind is QuestionKind.MATRIX
        self.tabs.setVisible(matrix)
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(list(Measure).index(self._page) if self._page else len(Measure))
        self.tabs.updateGeometry()
        self._show_sheet(committed)
        self._tell()

    def _show_sheet(self, committed: Committed | None) -> None:
        detail = self.detail
        if detail is None:
            self._bring(None)
            return
        signature, source, sheet = self._source(detail)
        self._bring(sheet)
        if signature == self._signature:
            if committed is None:
                self.sheet.reload()
            else:
                self.sheet.apply(committed)
            return
        same = isinstance(self._signature, tuple) and self._signature[0] == detail.id
        key = sheet.current_key() if same else None
        self._signature = signature
        sheet.set_source(source)
        sheet.reload()
        if key is not None:
            sheet.select(key)

    def _bring(self, sheet: Sheet | None) -> None:
        """Show one of the two sheets."""
        for one in (self.choices, self.items):
            one.setVisible(one is sheet)
        self.sheet = sheet or self.sheet

    def _source(self, detail: QuestionDetail) -> tuple[object, SheetSource, Sheet]:
        if detail.kind is not QuestionKind.MATRIX:
            source = choice_sheet(detail.id, shares=detail.shares, known=self._uses)
            return (detail.id, "choices", detail.shares), source, self.choices
        if self._page is None:
            return (detail.id, "names"), matrix_choice_sheet(detail.id), self.choices
        signature = (detail.id, self._page, detail.choices, detail.adds_up)
        source = matrix_sheet(detail.id, detail.choices, self._page, total=detail.adds_up, known=self._uses)
        return signature, source, self.items

    def _uses(self) -> tuple[Use, ...]:
        return () if self.detail is None else self.detail.uses

    def _tell(self) -> None:
        """Questions first; of a matrix those of the item of the cursor."""
        found = self._findings()
        asks, says = [one for one in found if one.ask], [one for one in found if not one.ask]
        self.asks.setText("\n".join(f"⚠ {text}" for text in _few(asks)))
        self.says.setText("\n".join(_few(says)))
        self.asks.setVisible(bool(asks))
        self.says.setVisible(bool(says))
        base = next((one.base for one in asks if one.base), None)
        self.mend.setText(f"分母を{base:,}にする" if base else "")
        self.mend.setVisible(base is not None and not self._context.read_only)
        self.parted.show_lines([use for use in self._uses() if use.warning])

    def _findings(self) -> tuple[Finding, ...]:
        detail = self.detail
        if detail is None or detail.kind is not QuestionKind.MATRIX:
            return () if detail is None else detail.findings
        own = () if self._page is None else detail.by_item.get(self.items.current_key() or 0, ())
        return own or detail.findings

    # Acting ---------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Store what is being typed."""
        self.sheet.flush()

    def select_cell(self, owner: int, column: str | None) -> None:
        """Put the cursor on an option (an item of a matrix), and on a column of it."""
        if self.detail is not None and self.detail.kind is QuestionKind.MATRIX and self._page is None:
            self.tabs.setCurrentIndex(list(Measure).index(self.detail.measure))
        self.sheet.select(owner, column)

    @property
    def measure(self) -> Measure | None:
        """What a matrix shows now; None: the names of its options."""
        return self._page

    def _turn(self, at: int) -> None:
        self.sheet.flush()
        # The bold word of the chosen tab is wider than it was.
        self.tabs.updateGeometry()
        self._page = list(Measure)[at] if at < len(Measure) else None
        self._show_sheet(None)
        self._tell()

    def _mend(self) -> None:
        detail = self.detail
        base = next((one.base for one in self._findings() if one.base), None)
        if detail is not None and base is not None:
            self._context.run(f"{self._binding.place()} の割合の分母変更", set_base(detail.id, base))


def _few(found: list[Finding]) -> list[str]:
    texts = [finding.text for finding in found[:_MOST_LINES]]
    more = len(found) - len(texts)
    return [*texts[:-1], f"{texts[-1]}（ほか{more}件）"] if more else texts
