"""What is to be counted of a file of raw answers: columns and how they are read, 無回答, where it goes."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from dxplanner.domain.raw_answers import Layout, NoAnswer, Plan, is_age, signs_between_answers
from dxplanner.domain.tabulation import kind_of
from dxplanner.importers.answers import AnswerFile
from dxplanner.services.survey_query import Target
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.answer_list import OneLine
from dxplanner.ui.theme import Theme

_SEPARATORS: Final = (
    ("セミコロン（;）", ";；"),
    ("カンマ（,）", ",，"),
    ("読点（、）", "、"),
    ("斜線（/）", "/／"),
    ("縦線（|）", "|｜"),
    ("空白", " 　"),
)
_ONE_COLUMN: Final = frozenset({Layout.SINGLE, Layout.SEPARATED})
_DIVIDED: Final = (
    "1つのセルに複数の答えがあるため、{name}で区切って集計します。"
    "違うときは「回答の並び」を選び直してください。"
)
_NO_ATTRIBUTE: Final = "分けない（単純集計）"
_NEW: Final = "新しい設問にする"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says: what to count, the question that it goes to (None: a new one), its name."""

    plan: Plan
    target: Target | None
    code: str
    title: str


class ImportOptions(QWidget):
    """The left column of the import page."""

    changed = Signal()
    """Something else is to be counted."""
    reread = Signal()
    """Another sheet, or another line of headings."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._file: AnswerFile | None = None
        self._targets: list[Target] = []
        self._titled = ""
        """The name of a new question that was proposed, as long as nobody changed it."""
        self._divides = False
        """Whether the marked column is counted as one of several answers because its cells look like it."""
        self.sheet = _box("シート")
        self.line = QSpinBox()
        self.line.setRange(1, 999)
        self.line.setSuffix(" 行目")
        self.line.setFixedHeight(theme.pixels(24))
        self.line.lineEdit().setTextMargins(theme.pixels(4), 0, 0, 0)
        self.layout_box = _box("回答の並び", [layout.value for layout in Layout])
        self.columns = QListWidget()
        self.columns.setAccessibleName("集計する列")
        self.columns.setItemDelegate(OneLine(self.columns))
        self.divided = words("", "note", wrap=True)
        self.separator = _box("区切り", [text for text, _ in _SEPARATORS])
        self.attribute = _box("属性別に分ける")
        self.decades = QCheckBox("10歳ごとにまとめる")
        self.silence = _box("無回答", [rule.value for rule in NoAnswer])
        self.target = _box("取込み先")
        self.code, self.title = QLineEdit(), QLineEdit()
        self._labels: dict[QWidget, QWidget] = {}
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.pixels(12), theme.pixels(4), theme.pixels(8), theme.pixels(8))
        grid.setHorizontalSpacing(theme.pixels(8))
        grid.setVerticalSpacing(theme.pixels(6))
        grid.setColumnStretch(1, 1)
        for row, (text, widget, tip) in enumerate(
            (
                ("シート", self.sheet, "回答が入っているシートです。"),
                ("見出し", self.line, "設問名が入っている行です。回答はその下から読みます。"),
                ("回答の並び", self.layout_box, "1人の回答がどの列にどう入っているかです。"),
                ("集計する列", self.columns, "集計する列に印を付けます。"),
                ("区切り", self.separator, "1つのセルの中で答えを区切る記号です。"),
                ("", self.divided, ""),
                ("属性", self.attribute, "年代や地区などの列を選ぶと、その値ごとのクロス集計になります。"),
                ("", self.decades, "年齢を20代、30代のようにまとめます。"),
                ("無回答", self.silence, "空欄、「無回答」「不明」などの扱いです。"),
                ("取込み先", self.target, "同じ形式の設問を選ぶと、その件数を入れ替えます。"),
                ("番号", self.code, "新しい設問の番号です。"),
                ("設問", self.title, "新しい設問の文です。"),
            )
        ):
            label = words(text, "label")
            label.setBuddy(widget)
            for one in (label, widget):
                one.setToolTip(tip)
            if text:
                widget.setAccessibleName(text)
            self._labels[widget] = label
            top = widget is self.columns
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, row, 1)
            grid.setRowStretch(row, 1 if top else 0)
        self.columns.setMinimumHeight(theme.pixels(96))
        self.columns.setSpacing(theme.pixels(3))

    def _connect(self) -> None:
        self.sheet.activated.connect(lambda _at: self.reread.emit())
        self.line.editingFinished.connect(self._line_left)
        self.layout_box.activated.connect(lambda _at: self._choose_layout())
        self.columns.itemChanged.connect(self._checked)
        self.columns.itemClicked.connect(self._clicked)
        for box in (self.separator, self.silence):
            box.activated.connect(lambda _at: self.changed.emit())
        self.attribute.activated.connect(lambda _at: self._choose_attribute())
        self.decades.clicked.connect(lambda _on: self.changed.emit())
        self.target.activated.connect(lambda _at: self._choose_target())

    # Showing --------------------------------------------------------------------------------------------

    def show_file(self, file: AnswerFile, targets: list[Target], wanted: int | None) -> None:
        """Begin with a file; ``wanted`` is the question that was chosen in the pane."""
        self._file, self._targets = file, targets
        names = [column.name for column in file.answers.columns]
        for box, texts in ((self.sheet, list(file.sheets)), (self.attribute, [_NO_ATTRIBUTE, *names])):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(texts)
        with QSignalBlocker(self.sheet), QSignalBlocker(self.line):
            self.sheet.setCurrentText(file.sheet or "")
            self.line.setValue(file.heading_line)
        with QSignalBlocker(self.columns):
            self.columns.clear()
            for at, name in enumerate(names):
                item = QListWidgetItem(name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setToolTip(f"{name}\n{_examples(file, at)}")
                self.columns.addItem(item)
        self._show_rows()
        self._fill_targets(wanted)

    def clear(self) -> None:
        """There is no file: nothing of a former one is left to be chosen."""
        self._file, self._targets, self._titled = None, [], ""
        if self._divides:
            self._set_layout(Layout.SINGLE)
        self._divides = False
        for box in (self.sheet, self.columns, self.attribute, self.target, self.code, self.title):
            with QSignalBlocker(box):
                box.clear()

    def _show_rows(self) -> None:
        """Only what matters for the chosen layout is there."""
        layout = self.layout_of()
        attribute = self._attribute()
        for widget, shown in (
            (self.sheet, self.sheet.count() > 1),
            (self.separator, layout is Layout.SEPARATED),
            (self.divided, self._divides),
            (self.attribute, layout is not Layout.MATRIX),
            (self.decades, attribute is not None and self._age(attribute)),
            (self.code, self._target() is None),
            (self.title, self._target() is None),
        ):
            widget.setVisible(shown)
            self._labels[widget].setVisible(shown)

    def _fill_targets(self, wanted: int | None = None) -> None:
        """Offer the questions of the 形式 that the table will have."""
        kind = kind_of(self.plan())
        present = wanted if wanted is not None else getattr(self._target(), "id", None)
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItem(_NEW, None)
            for target in self._targets:
                if target.kind is kind:
                    self.target.addItem(f"「{target.text}」の件数を入れ替える", target)
            places = [at for at in range(1, self.target.count()) if self.target.itemData(at).id == present]
            # A new question is the harmless choice: nothing that is there is replaced.
            self.target.setCurrentIndex(places[0] if places and wanted is None else 0)
        self._show_rows()

    # What is chosen -------------------------------------------------------------------------------------

    def layout_of(self) -> Layout:
        """How the answers stand in the columns."""
        return list(Layout)[max(self.layout_box.currentIndex(), 0)]

    def chosen(self) -> tuple[int, ...]:
        """The marked columns, from 0."""
        items = [self.columns.item(at) for at in range(self.columns.count())]
        return tuple(at for at, item in enumerate(items) if item.checkState() is Qt.CheckState.Checked)

    def plan(self) -> Plan:
        """What is to be counted, without names."""
        target = self._target()
        attribute = self._attribute() if self.layout_of() is not Layout.MATRIX else None
        return Plan(
            self.layout_of(),
            self.chosen(),
            list(NoAnswer)[max(self.silence.currentIndex(), 0)],
            _SEPARATORS[max(self.separator.currentIndex(), 0)][1],
            attribute,
            attribute is not None and self._age(attribute) and self.decades.isChecked(),
            known=() if target is None else target.options,
        )

    def wanted(self) -> Wanted:
        """All that the form says."""
        return Wanted(self.plan(), self._target(), self.code.text().strip(), self.title.text().strip())

    def _target(self) -> Target | None:
        found = self.target.currentData()
        return found if isinstance(found, Target) else None

    def _attribute(self) -> int | None:
        at = self.attribute.currentIndex() - 1
        return at if at >= 0 else None

    def _age(self, at: int) -> bool:
        return self._file is not None and is_age(self._file.answers.columns[at])

    # Changes --------------------------------------------------------------------------------------------

    def _choose_layout(self) -> None:
        self._divides = False
        if self.layout_of() in _ONE_COLUMN:
            self._keep_only(next(iter(self.chosen()), None))
        if self.layout_of() is Layout.SEPARATED:
            self._find_separator()
        self._fill_targets()
        self._propose()
        self.changed.emit()

    def _choose_attribute(self) -> None:
        attribute = self._attribute()
        self.decades.setChecked(attribute is not None and self._age(attribute))
        self._fill_targets()
        self._propose()
        self.changed.emit()

    def _choose_target(self) -> None:
        self._show_rows()
        self.changed.emit()

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click on the name is a click on its box."""
        if self.layout_of() in _ONE_COLUMN and item.checkState() is not Qt.CheckState.Checked:
            item.setCheckState(Qt.CheckState.Checked)

    def _checked(self, item: QListWidgetItem) -> None:
        if self.layout_of() in _ONE_COLUMN and item.checkState() is Qt.CheckState.Checked:
            self._keep_only(self.columns.row(item))
            self._propose_layout()
        self._propose()
        self.changed.emit()

    def _propose_layout(self) -> None:
        """A column whose cells hold several answers is one of MA, until somebody chooses otherwise."""
        found = self._find_separator()
        if found and self.layout_of() is Layout.SINGLE:
            self._divides = True
            self._set_layout(Layout.SEPARATED)
        elif not found and self._divides:
            self._divides = False
            self._set_layout(Layout.SINGLE)
        self.divided.setText(_DIVIDED.format(name=self.separator.currentText()))
        self._fill_targets()

    def _find_separator(self) -> bool:
        """Choose the signs that divide the answers of the marked column; False where there are none."""
        at = next(iter(self.chosen()), None)
        signs = (
            None if at is None or self._file is None
            else signs_between_answers(self._file.answers.columns[at])
        )  # fmt: skip
        if signs is not None:
            self.separator.setCurrentIndex([own for _, own in _SEPARATORS].index(signs))
        return signs is not None

    def _set_layout(self, layout: Layout) -> None:
        self.layout_box.setCurrentIndex(list(Layout).index(layout))

    def _keep_only(self, wanted: int | None) -> None:
        with QSignalBlocker(self.columns):
            for at in range(self.columns.count()):
                on = at == wanted
                state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                self.columns.item(at).setCheckState(state)

    def _propose(self) -> None:
        """Name a new question after its column, as long as nobody has named it."""
        if self.title.text().strip() not in ("", self._titled):
            return
        first = next(iter(self.chosen()), None)
        name = "" if first is None else self.columns.item(first).text()
        attribute = self._attribute()
        if name and attribute is not None and self.layout_of() is not Layout.MATRIX:
            name = f"{name}（{self.attribute.currentText()}別）"
        self._titled = name
        self.title.setText(name)
        self.title.setCursorPosition(0)

    def _line_left(self) -> None:
        if self._file is not None and self.line.value() != self._file.heading_line:
            self.reread.emit()


def _examples(file: AnswerFile, at: int) -> str:
    """「例：そう思う、わからない」."""
    found = dict.fromkeys(text.strip() for text in file.answers.columns[at].values[:200] if text.strip())
    texts = [text if len(text) <= 20 else f"{text[:19]}…" for text in list(found)[:5]]
    return f"例：{'、'.join(texts)}" if texts else "最初の200人は、すべて空欄です。"


def _box(name: str, texts: list[str] | None = None) -> ElidedBox:
    box = ElidedBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.addItems(texts or [])
    return box
