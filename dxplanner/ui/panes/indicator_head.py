"""The title row of the 指標 pane: how much there is, which part is shown, and what can be done."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.title_row import switch
from dxplanner.ui.styles import mark

_ACTIONS: Final = {
    "add": ("指標を追加", "Ctrl+Ins"),
    "add_series": ("系列を追加", ""),
    "up": ("上へ", "Alt+Up"),
    "down": ("下へ", "Alt+Down"),
    "delete": ("指標を削除", "Ctrl+Del"),
    "propose": ("年度目標を直線で見込む", ""),
    "accept": ("年度目標の案を決定する", ""),
    "paste_new": ("コピーした行を新しい指標として貼り付け", ""),
    "supply": ("系列を補って表に出す", ""),
}
_TARGETS_TIP: Final = "選んだ指標の年度目標を、直線で見込んだ案にする、または案を決定します。"
_ADD_TIP: Final = "選んだ指標の次に、新しい成果指標を加えます（Insert）。"
_MORE_TIP: Final = "系列の追加、貼り付け、並べ替え、削除"
_SCOPES: Final = (
    ("全て", "この計画版の成果指標をすべて表示します。"),
    ("選択した施策", "左で選んだ項目と、その下の施策の成果指標だけを表示します。"),
)


class IndicatorHead(QFrame):
    """Title, counts, 「全て／選択した施策」, the menus and the one main button."""

    scope_changed = Signal()

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self.actions_of = {name: self._action(name) for name in _ACTIONS}
        self.title = words("成果指標", "title")
        self.count = ElidedLabel("label")
        self.warning = words("", "warn")
        self.supply = button("系列を補って表に出す", "small")
        self.supply.setToolTip("系列のない指標に系列を1つずつ補い、この表に出します。")
        self.supply.clicked.connect(self.actions_of["supply"].trigger)
        self._scopes = QButtonGroup(self)
        self.add = QPushButton("指標を追加")
        self.add.setToolTip(_ADD_TIP)
        mark(self.add, "primary", True)
        self.add.clicked.connect(self.actions_of["add"].trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.pixels(12), theme.pixels(8), theme.pixels(12), theme.pixels(8))
        row.setSpacing(theme.pixels(8))
        row.addWidget(self.title)
        row.addLayout(self._scope_buttons())
        row.addWidget(self.count, 1)
        row.addWidget(self.warning)
        row.addWidget(self.supply)
        self.targets = self._menu("年度目標", _TARGETS_TIP, "propose", "accept")
        self.more = self._menu("操作", _MORE_TIP, "add_series", "paste_new", "up", "down", "delete")
        for widget in (self.targets, self.more, self.add):
            row.addWidget(widget)
            widget.setVisible(not context.read_only)
        for action in self.actions_of.values():
            action.setEnabled(not context.read_only)

    def _action(self, name: str) -> QAction:
        text, keys = _ACTIONS[name]
        action = QAction(text, self)
        if keys:
            # Only named here: the table itself listens to its keys.
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(f"{text}\t{native}")
            action.setIconText(text)
        return action

    def _scope_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._context.theme.pixels(6))
        row.setContentsMargins(self._context.theme.pixels(8), 0, 0, 0)
        for at, (text, tip) in enumerate(_SCOPES):
            one = switch(text, tip)
            one.setChecked(at == 0)
            one.setAccessibleName(f"表示する範囲：{text}")
            self._scopes.addButton(one, at)
            row.addWidget(one)
        self._scopes.idClicked.connect(lambda _at: self.scope_changed.emit())
        return row

    def _menu(self, text: str, tip: str, *names: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setToolTip(tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(made)
        for name in names:
            menu.addAction(self.actions_of[name])
        made.setMenu(menu)
        return made

    @property
    def only_selected(self) -> bool:
        """Whether only the indicators of the node chosen in the tree are shown."""
        return self._scopes.checkedId() == 1

    def show_all(self) -> None:
        """Go back to all indicators."""
        self._show_scope(0)

    def show_only_selected(self) -> None:
        """Show only the indicators of the node chosen in the tree."""
        self._show_scope(1)

    def _show_scope(self, at: int) -> None:
        if self._scopes.checkedId() != at:
            self._scopes.button(at).setChecked(True)
            self.scope_changed.emit()

    def show_obstacle(self, sentence: str) -> None:
        """Say why no indicator can be added at the moment; blank: one can."""
        possible = not sentence and not self._context.read_only
        self.add.setEnabled(possible)
        self.add.setToolTip(sentence or _ADD_TIP)
        for name in ("add", "paste_new"):
            self.actions_of[name].setEnabled(possible)

    def show_facts(self, version: str, counts: tuple[int, int], parted: int, bare: int) -> None:
        """Say how much is shown (indicators, series), what differs from its survey, what has no row."""
        parts = [f"{counts[0]:,}指標 {counts[1]:,}系列"] if counts[1] else []
        parts += [version] if version else []
        self.count.show_text("　".join(parts))
        warnings = [f"⚠ 調査の値と違う指標 {parted}件"] if parted else []
        warnings += [f"⚠ 系列のない指標 {bare}件"] if bare else []
        self.warning.setText("　".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.supply.setVisible(bool(bare) and not self._context.read_only)
