"""Step 3: 階層 and how they are numbered."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.vocabulary import NumberScope
from dxplanner.services.new_plan import level_problems
from dxplanner.services.plan_seeds import R6_LEVELS, THREE_LEVELS
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.level_model import Column, LevelModel
from dxplanner.ui.wizard.page import Message, WizardPage

_PRESETS = {"R6計画と同じ": R6_LEVELS, "3階層": THREE_LEVELS}
_TIPS = {
    "R6計画と同じ": "領域から個別施策まで、R6計画の6つの階層に入れ替えます。",
    "3階層": "基本方針、基本施策、個別施策の3つの階層に入れ替えます。",
}


class ScopeDelegate(QStyledItemDelegate):
    """Chooses 番号の付け方 in a drop-down list."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        box = ArrowBox(parent)
        box.addItems([scope.value for scope in NumberScope])
        box.activated.connect(lambda _row: self._chosen(box))
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, ArrowBox):
            editor.setCurrentText(str(index.data()))

    def _chosen(self, box: ArrowBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class LevelPage(WizardPage):
    """The editable list of 階層, with presets."""

    step = "階層と番号"
    title = "階層と番号の付け方"
    lead = "施策体系の階層を上位から並べ、番号の付け方を決めます。番号は自動で付きます。"

    def __init__(self, draft: PlanDraft, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(draft, theme, parent)
        self.model = LevelModel(theme, self)
        self.table = QTableView(self)
        self.table.setAccessibleName("階層の一覧")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setItemDelegateForColumn(Column.SCOPE, ScopeDelegate(self.table))
        self.table.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self.table.verticalHeader().setDefaultSectionSize(theme.pixels(26))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((Column.SCOPE, 112), (Column.JOINED, 136), (Column.EXAMPLE, 96)):
            self.table.setColumnWidth(column, theme.pixels(width))
        self.message = Message(parent=self)
        self.presets = {name: QPushButton(name, self) for name in _PRESETS}
        for name, button in self.presets.items():
            button.setToolTip(_TIPS[name])
            button.clicked.connect(lambda _on=False, levels=_PRESETS[name]: self._preset(levels))
        self.add, self.remove, self.up, self.down = (
            self._button(*words)
            for words in (
                ("追加", "Ins", "選んだ階層の下に加えます（Insert）。", self._add),
                ("削除", "Del", "選んだ階層を除きます（Delete）。", self._remove),
                ("上へ", "Alt+Up", "選んだ階層を1つ上へ（Alt+↑）。", lambda: self._move(-1)),
                ("下へ", "Alt+Down", "選んだ階層を1つ下へ（Alt+↓）。", lambda: self._move(1)),
            )
        )
        self._lay_out()
        self.model.dataChanged.connect(lambda *_: self.message.say(None))

    def _button(self, word: str, key: str, tip: str, act: object) -> QPushButton:
        button = QPushButton(word, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        action = QAction(word, self.table)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act)
        self.table.addAction(action)
        return button

    def _lay_out(self) -> None:
        gap = self.theme.pixels(8)
        presets = QHBoxLayout()
        presets.setSpacing(gap)
        for button in self.presets.values():
            button.setAutoDefault(False)
            presets.addWidget(button)
        presets.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(gap)
        for button in (self.add, self.remove, self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(gap)
        middle.addWidget(self.table, 1)
        middle.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addLayout(presets)
        layout.addLayout(middle, 1)
        layout.addWidget(self.message)

    def enter(self) -> None:
        if self.model.levels != self.draft.levels:
            self.model.show_levels(self.draft.levels)
        if not self.table.currentIndex().isValid():
            self._select(0)
        self.table.setFocus()

    def leave(self) -> bool:
        # An editor that is still open gives up its text when the focus leaves.
        self.setFocus()
        problems = level_problems(self.model.levels)
        if problems:
            row, sentence = next(iter(problems.items()))
            self.message.say(sentence)
            self._select(row)
            self.table.setFocus()
            return False
        self.draft.levels = self.model.levels
        return True

    def _preset(self, levels: tuple[object, ...]) -> None:
        self.model.show_levels(next(one for one in _PRESETS.values() if one is levels))
        self.message.say(None)
        self._select(0)
        self.table.setFocus()

    def _select(self, row: int) -> None:
        self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), Column.NAME))

    def _add(self) -> None:
        row = self.table.currentIndex().row() + 1
        self.model.add(row)
        self._select(row)
        self.table.setFocus()
        self.table.edit(self.model.index(row, Column.NAME))

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.model.remove(row)
            self._select(row)
            self.table.setFocus()

    def _move(self, step: int) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.model.move(row, step)
            self.table.setFocus()
