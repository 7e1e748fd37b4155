"""The start page: plans used last, a new plan, the bundled sample, another plan."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dxplanner.ui.banner import Banner
from dxplanner.ui.icons import Icons
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.recent import RecentPlans, RecentView, look_up
from dxplanner.ui.theme import Theme
from dxplanner.ui.translation import PROGRAM

_EMPTY = (
    "最近使った計画はまだありません。\n\n"
    "開いた計画がここに並びます。はじめての方は「見本のR6計画を開く」でお試しください。"
)

_TIPS = {
    "new": "名前、期、階層を順に決めて、新しい計画ファイルを作ります（Ctrl+N）。",
    "open": "ほかの場所にある計画ファイルを選んで開きます（Ctrl+O）。",
    "sample": "見本の計画を、選んだ場所に写してから開きます。自由に書き換えられます。",
}


class StartPage(QWidget):
    """What the window shows while no plan is open."""

    open_recent = Signal(object)
    """Path: a plan of the list was chosen."""
    forget = Signal(object)
    """Path: take this plan off the list."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        new: Callable[[], object],
        open_other: Callable[[], object],
        sample: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.banner = Banner("banner", "circle-alert", theme, icons)
        self.banner.setAccessibleName("開けなかった理由")
        self.model = RecentPlans(self)
        self.list = RecentView(theme)
        self.list.setModel(self.model)
        self.list.activated.connect(self._open)
        self.list.removed.connect(lambda: self._forget())
        self.buttons = {
            "new": _big_button("新しい計画…", "file-plus", icons, theme, new),
            "open": _big_button("計画を開く…", "folder-open", icons, theme, open_other),
            "sample": _big_button("見本のR6計画を開く…", "library", icons, theme, sample),
        }
        for key, tip in _TIPS.items():
            self.buttons[key].setToolTip(tip)
        self.buttons["new"].setProperty("primary", True)
        self.buttons["new"].setIcon(icons.icon("file-plus", "on_accent", 18))
        self.remove = QPushButton("一覧から外す")
        self.remove.setToolTip("一覧から外すだけです。計画のファイルは消えません。（Delete）")
        self.remove.clicked.connect(self._forget)
        self.empty = QLabel(_EMPTY, wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.recent = QStackedWidget()
        self.recent.addWidget(self.empty)
        self.recent.addWidget(self.list)
        self.list.selectionModel().selectionChanged.connect(lambda: self._enable())
        self._lay_out()

    def show_recent(self, paths: list[Path], jobs: Jobs) -> None:
        """List the plans used last; which of them are still there is found out meanwhile."""
        self.model.show(paths)
        self.recent.setCurrentWidget(self.list if paths else self.empty)
        self.remove.setVisible(bool(paths))
        if paths:
            self.list.setCurrentIndex(self.model.index(0))
            jobs.start("計画の確認", lambda _job: look_up(paths), self._mark)
        self._enable()

    def show_error(self, sentence: str | None) -> None:
        """Say in place why a plan could not be opened."""
        self.banner.show_text(sentence)

    def take_focus(self) -> None:
        """Put the focus where one begins: on the list, or on the first button."""
        (self.list if self.model.rowCount() else self.buttons["new"]).setFocus()

    def _mark(self, found: object) -> None:
        self.model.mark(cast("dict[Path, datetime | None]", found))

    def _open(self, index: QModelIndex) -> None:
        self.open_recent.emit(self.model.path(index.row()))

    def _forget(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.forget.emit(self.model.path(index.row()))

    def _enable(self) -> None:
        self.remove.setEnabled(self.list.currentIndex().isValid())

    def _lay_out(self) -> None:
        pixels = self._theme.pixels
        title = QLabel(PROGRAM)
        font = QFont(self.font())
        font.setPixelSize(pixels(26))
        font.setBold(True)
        title.setFont(font)
        about = QLabel("施策体系・指標・工程・予算を1つの計画ファイルで直し、会議資料を書き出します。")
        about.setStyleSheet(f"color: {self._theme.colour('quiet').name()};")
        left = QVBoxLayout()
        left.setSpacing(pixels(8))
        for button in self.buttons.values():
            left.addWidget(button)
        left.addStretch()
        heading = QLabel("最近使った計画")
        heading.setProperty("role", "title")
        heading.setBuddy(self.list)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.remove)
        right = QVBoxLayout()
        right.setSpacing(pixels(8))
        right.addLayout(head)
        right.addWidget(self.recent, 1)
        columns = QHBoxLayout()
        columns.setSpacing(pixels(48))
        columns.addLayout(left)
        columns.addLayout(right, 1)
        inner = QWidget()
        inner.setMaximumWidth(pixels(1040))
        body = QVBoxLayout(inner)
        body.setContentsMargins(pixels(48), pixels(48), pixels(48), pixels(32))
        body.setSpacing(pixels(8))
        body.addWidget(title)
        body.addWidget(about)
        body.addSpacing(pixels(24))
        body.addLayout(columns, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner, 20)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)


def _big_button(text: str, icon: str, icons: Icons, theme: Theme, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(icons.icon(icon, "accent", 18), text)
    button.setProperty("big", True)
    button.setMinimumWidth(theme.pixels(240))
    button.clicked.connect(lambda: act())
    return button
