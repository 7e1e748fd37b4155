"""違いと違反の一覧: broken 前後関係 and differences to another edition, each a way to its bar."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.schedule_graph import Violation
from dxplanner.domain.schedule_variance import Difference
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.prose_list import ProseList, brief


class FindingsList(QWidget):
    """A list at the right of the chart; choosing a line selects the bar that it speaks of."""

    chosen = Signal(int)
    """Key of a bar."""
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        p = look.theme.pixels
        self.title = ElidedLabel("heading")
        close = QPushButton("閉じる")
        close.setToolTip("一覧を閉じて、図に戻ります（Esc、F8）。")
        close.setProperty("flat", True)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        self.list = ProseList(look.theme, "違反と違いの一覧")
        self.list.setFrameShape(ProseList.Shape.NoFrame)
        self.list.currentItemChanged.connect(lambda item, _old: self._choose(item))
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, p(4), p(4), p(4))
        head.setContentsMargins(p(8), 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.setMinimumWidth(p(220))
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def show_findings(
        self, violations: Sequence[Violation], differences: Sequence[Difference], compared: str
    ) -> None:
        """List broken links, then differences; ``compared`` names the other edition."""
        self.list.blockSignals(True)
        self.list.clear()
        for found in violations:
            self.list.add(f"違反　{found.text}", found.link.after_id, "error")
        for one in differences:
            key = one.new_id if not one.of_lane else None
            self.list.add(f"{one.kind.value}　{one.text}", key or 0, "ink")
        if not violations and not differences:
            self.list.add("違反も違いもありません。", 0, "quiet")
        self.list.blockSignals(False)
        self.title.show_text(f"「{brief(compared)}」との違い" if compared else "前後関係の違反")

    def _choose(self, item: QListWidgetItem | None) -> None:
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else 0
        if key:
            self.chosen.emit(key)
