"""The row above the tree: search, filter by 所管課, expand to a level."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from dxplanner.ui.theme import Theme
from dxplanner.ui.tree.filter import WITHOUT_DEPARTMENT


class SearchEdit(QLineEdit):
    """Where the search is typed; at its end it says how many matches there are."""

    wanted = Signal(bool)
    """Go to the next match (True: to the one before)."""
    left = Signal()
    """The user is done searching (Esc)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("施策を検索")
        self.setAccessibleName("施策体系を検索")
        self.setToolTip(
            "番号や名称の一部を入力します。全角・半角、ひらがな・カタカナ、大文字・小文字は区別しません。"
            "Enter または F3 で次へ、Shift を押しながらで前へ、Esc で検索を終わります。"
        )
        self._count = QLabel(self)
        self._count.setProperty("role", "quiet")
        self._gap = theme.pixels(8)

    def show_count(self, text: str) -> None:
        """Say how many matches there are; empty when nothing is searched."""
        self._count.setText(text)
        self._count.adjustSize()
        self.setTextMargins(0, 0, self._count.width() + self._gap if text else 0, 0)
        self._place()

    @property
    def count_text(self) -> str:
        """What it says at its end."""
        return self._count.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size: QSize = self._count.size()
        self._count.move(self.width() - size.width() - self._gap, (self.height() - size.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.wanted.emit(back)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TreeTools(QWidget):
    """Search and the two menus. It asks for their contents when they open."""

    department_chosen = Signal(object)
    """int | None: key of a 所管課, WITHOUT_DEPARTMENT, or None for all nodes."""
    level_chosen = Signal(int)
    """Depth of the level to expand to."""

    def __init__(
        self,
        theme: Theme,
        departments: Callable[[], Sequence[tuple[int, str]]],
        levels: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._departments = departments
        self._levels = levels
        self._chosen: int | None = None
        self.search = SearchEdit(theme, self)
        self.filter_menu = QMenu(self)
        self.filter_menu.aboutToShow.connect(self._fill_filter)
        self.level_menu = QMenu(self)
        self.level_menu.aboutToShow.connect(self._fill_levels)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(2))
        row.addWidget(self.search, 1)
        row.addWidget(
            self._button("所管課", "所管課を選んで、その課の項目だけを表示します。", self.filter_menu)
        )
        row.addWidget(self._button("展開", "選んだ階層まで開きます。", self.level_menu))

    def _button(self, text: str, tip: str, menu: QMenu) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def mark_department(self, department: int | None) -> None:
        """Remember which filter is on."""
        self._chosen = department

    def _fill_filter(self) -> None:
        menu = self.filter_menu
        menu.clear()
        group = QActionGroup(menu)
        choices: list[tuple[int | None, str]] = [(None, "すべての所管課")]
        choices += self._departments()
        choices.append((WITHOUT_DEPARTMENT, "所管課が決まっていない項目"))
        for key, name in choices:
            action = self._action(menu, name)
            action.setCheckable(True)
            action.setChecked(key == self._chosen)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, key=key: self.department_chosen.emit(key))

    def _fill_levels(self) -> None:
        menu = self.level_menu
        menu.clear()
        for depth, name in enumerate(self._levels()):
            action = self._action(menu, f"{name}まで")
            action.triggered.connect(lambda _checked=False, depth=depth: self.level_chosen.emit(depth))
        if menu.isEmpty():
            self._action(menu, "階層がありません").setEnabled(False)

    @staticmethod
    def _action(menu: QMenu, text: str) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        menu.addAction(action)
        return action
