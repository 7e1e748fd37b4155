"""変更履歴 as a side window: filter, entries, what one of them changed, and what can be done with it."""

from datetime import date
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.errors import UserError
from dxplanner.services.history import History
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.history.delegate import EntryDelegate
from dxplanner.ui.history.detail import DetailView
from dxplanner.ui.history.filters import FilterRow
from dxplanner.ui.history.model import HistoryModel
from dxplanner.ui.pane import Pane
from dxplanner.ui.styles import mark

_SETTLE_MS: Final = 60
"""How long the selection has to rest before the detail is fetched: holding ↓ stays smooth."""
_BESIDE: Final = 760
"""Width in pixels from which the detail stands beside the list, if the panel is wider than high."""

_NOTHING_YET: Final = (
    "変更の記録はまだありません。\n\n施策や指標を編集すると、\n「だれが、いつ、何を、どう変えたか」が\nここに残ります。"
    "\n\n直前の変更は Ctrl+Z で元に戻せます。"
)
_NONE_FOUND: Final = "条件に合う変更はありません。"
_NO_NODE: Final = "左の体系で施策を選ぶと、その施策の変更だけが並びます。"


class HistoryPanel(Pane):
    """The 変更履歴 of the open plan."""

    key: ClassVar[str] = "history"
    title: ClassVar[str] = "変更履歴"
    manual: ClassVar[str] = "history"

    go_to = Signal(str, str)
    """Table and uid of a row to show: the frame opens its place."""

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._history = History(context.workbench.plan)
        self.model = HistoryModel(self._history, self)
        self.filters = FilterRow(theme, self)
        self.list = QListView(self)
        self.list.setAccessibleName("変更の一覧")
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.empty = Prose(parent=self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_all = QPushButton("条件を解除", self)
        self.show_all.setToolTip("人、期間、施策の条件をやめて、すべての変更を並べます。")
        self.detail = DetailView(theme, self)
        self.reason = Prose(parent=self)
        mark(self.reason, "role", "caution")
        self.go = QPushButton("この場所へ移動", self)
        self.go.setToolTip("変更された項目を開きます。")
        self.revert = QPushButton("この変更だけ取り消す", self)
        self.revert.setToolTip("あとの変更を残したまま、この変更だけを元に戻します。")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._connect()
        self._show_detail()

    def _lay_out(self) -> None:
        gap = self.context.theme.pixels(8)
        nothing = QWidget(self)
        around = QVBoxLayout(nothing)
        around.addStretch(1)
        around.addWidget(self.empty)
        around.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(2)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.list)
        self._pages.addWidget(nothing)
        self._below = QWidget(self)
        lower = QVBoxLayout(self._below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.addWidget(self.detail, 1)
        lower.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(self.revert)
        buttons.addStretch(1)
        lower.addLayout(buttons)
        self.reason.setContentsMargins(gap, 0, gap, 0)
        buttons.setContentsMargins(gap, 0, gap, gap)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self._pages)
        self._split.addWidget(self._below)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, gap, 0, 0)
        layout.setSpacing(gap)
        self.filters.setContentsMargins(gap, 0, gap, 0)
        layout.addWidget(self.filters)
        layout.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._refilter)
        self.show_all.clicked.connect(self.filters.reset)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._settle.start())
        self.list.activated.connect(self._go)
        self._settle.timeout.connect(self._show_detail)
        self.detail.go_to.connect(self.go_to)
        self.go.clicked.connect(self._go)
        self.revert.clicked.connect(self._revert)
        self.model.rowsInserted.connect(self._show_page)
        self.model.rowsRemoved.connect(self._show_page)

    def reload(self) -> None:
        """Show the present log under the present filter; the chosen entry stays chosen."""
        self.filters.show_people(self._history.authors())
        self._fill()

    def apply(self, committed: Committed) -> None:
        """Refresh the entry that a commit made or changed, and nothing else."""
        self.model.refresh(committed.change_set_id)
        author = self.context.workbench.plan.author.name
        if self.filters.person.findData(author) < 0:
            self.filters.show_people(self._history.authors())
        self._show_page()
        self._settle.start()

    def _mark_or_reload(self, key: object) -> None:
        # Another node or version matters only to a list of one node's changes.
        if self.filters.node_only.isChecked():
            super()._mark_or_reload(key)

    def _refilter(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        current = self.model.entry(self.list.currentIndex())
        node_id = self.context.node_id if self.filters.node_only.isChecked() else None
        uid = None if node_id is None else self._history.node_uid(node_id)
        place = self.list.verticalScrollBar().value()
        if self.filters.node_only.isChecked() and uid is None:
            self.model.clear()
        else:
            self.model.show_entries(self.filters.wanted(uid, date.today()))
        row = None if current is None else self.model.row_of(current.key)
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.verticalScrollBar().setValue(place)
        self._show_page()
        self._settle.start()

    def _show_page(self) -> None:
        """The list, or a sentence that says why there is none."""
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._below.setVisible(self.model.rowCount() > 0)
        narrow = self.filters.narrow
        lost = self.filters.node_only.isChecked() and self.context.node_id is None
        self.empty.setText(_NO_NODE if lost else _NONE_FOUND if narrow else _NOTHING_YET)
        self.show_all.setVisible(narrow)

    def _show_detail(self) -> None:
        entry = self.model.entry(self.list.currentIndex())
        detail = None if entry is None else self._history.detail(entry.key)
        self.detail.show_detail(detail)
        self._place = None if detail is None else detail.place
        self.go.setEnabled(self._place is not None)
        obstacle = None
        if detail is not None:
            obstacle = self.context.workbench.plan.revert_obstacle(detail.entry.key)
        self.revert.setEnabled(detail is not None and obstacle is None)
        self.reason.setText(obstacle or "")
        self.reason.setVisible(bool(obstacle))

    def _go(self, _index: QModelIndex | bool = False) -> None:
        if self._settle.isActive():
            self._settle.stop()
            self._show_detail()
        if self._place is not None:
            self.go_to.emit(*self._place)

    def _revert(self) -> None:
        entry = self.model.entry(self.list.currentIndex())
        if entry is None:
            return
        try:
            self.context.workbench.revert(entry.key)
        except UserError as error:
            self.context.said.emit(error.message)
            self._settle.start()
            return
        self.context.said.emit(f"「{entry.label}」だけを取り消しました。あとの変更はそのままです。")

    def hideEvent(self, event: QHideEvent) -> None:
        # The plan may be closed next: nothing is fetched afterwards.
        super().hideEvent(event)
        self._settle.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.context.theme.pixels(_BESIDE) and self.width() > self.height()
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() is not wanted:
            with QSignalBlocker(self._split):
                self._split.setOrientation(wanted)
