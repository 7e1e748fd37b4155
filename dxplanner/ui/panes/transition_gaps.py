"""行き先のない現行 and もとのない見直し案: nodes without a transition, each with the act that settles it."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.transition_data import ComparedNode
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.row_steps import RowSteps
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_ROW, _HEAD, _FEW, _CLOSED = 25, 48, 140, 28
"""Heights in pixels: a node, what is around them, a list of a few nodes, a list without any."""
_HIGHEST: Final = 16_777_215
"""Qt's own word for no limit."""


class GapModel(QAbstractListModel):
    """The nodes in reading order; a change touches exactly the rows that come, go, move or differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nodes: list[ComparedNode] = []

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.nodes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self.nodes[index.row()].text
        return None

    def show_nodes(self, nodes: Sequence[ComparedNode]) -> None:
        """Show these nodes."""
        RowSteps(self, self.nodes, attrgetter("key")).settle(nodes)


class _GapDelegate(QStyledItemDelegate):
    """The node's number and name, and the act as a link at the right."""

    pressed = Signal(int)

    def __init__(self, theme: Theme, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._act = theme, act
        self.acting = True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self._theme.pixels(_ROW))

    def act_rect(self, row: QRect, metrics: QFontMetrics) -> QRect:
        """Where the act stands in a row."""
        wide = metrics.horizontalAdvance(self._act) + self._theme.pixels(16) if self.acting else 0
        return QRect(row.right() - wide + 1, row.top(), wide, row.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        state: Any = option.state
        row: QRect = option.rect
        metrics: QFontMetrics = option.fontMetrics
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.colour("hover"))
        act = self.act_rect(row, metrics)
        text = row.adjusted(theme.pixels(8), 0, -act.width(), 0)
        painter.setPen(theme.colour("ink"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            text, left, metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, text.width())
        )
        if self.acting:
            painter.setPen(theme.colour("accent"))
            painter.drawText(act, Qt.AlignmentFlag.AlignCenter, self._act)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(row.adjusted(0, 0, -1, -1))
        painter.restore()

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and self.acting:
            act = self.act_rect(option.rect, option.fontMetrics)
            if event.button() is Qt.MouseButton.LeftButton and act.contains(event.position().toPoint()):
                self.pressed.emit(index.row())
                return True
        return False


class _GapView(QListView):
    """Enter acts on the selected nodes."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Gaps(QWidget):
    """A headed list; ``settled`` carries the keys of the nodes to act on, ``chosen`` the one to be shown."""

    settled = Signal(list)
    chosen = Signal(int)

    def __init__(self, theme: Theme, title: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("heading")
        self.title.show_text(title)
        self.model = GapModel(self)
        self.view = _GapView()
        self.view.setModel(self.model)
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(title)
        self.view.setToolTip(f"「{act}」を押すか、選んで Enter を押すと、{act[:2]}として登録します。")
        self._delegate = _GapDelegate(theme, act, self)
        self._delegate.pressed.connect(self._press)
        self.view.setItemDelegate(self._delegate)
        self.view.entered.connect(self._enter)
        self.view.selectionModel().currentChanged.connect(self._show)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(theme.pixels, (12, 6, 12, 6)))
        column.setSpacing(theme.pixels(4))
        column.addWidget(self.title)
        column.addWidget(self.view, 1)

    def show_nodes(self, nodes: Sequence[ComparedNode], name: str, *, read_only: bool) -> None:
        """Show the nodes under a heading (``name``) with their number."""
        self._delegate.acting = not read_only
        self._show_nodes(nodes, f"{name}　{len(nodes)}件" if nodes else f"{name}はありません。")

    def show_none(self, sentence: str) -> None:
        """There can be no such nodes: say why."""
        self._show_nodes((), sentence)

    def _show_nodes(self, nodes: Sequence[ComparedNode], title: str) -> None:
        self.model.show_nodes(nodes)
        mark(self.title, "role", "heading" if nodes else "quiet")
        self.title.show_text(title)
        self.view.setVisible(bool(nodes))
        self.setMinimumHeight(self._theme.pixels(96 if nodes else _CLOSED))
        self.setMaximumHeight(_HIGHEST if nodes else self._theme.pixels(_CLOSED))

    def wanted(self, most: int) -> int:
        """Height in pixels for all nodes: ``most``, but never less than a few of them need."""
        if not self.model.nodes:
            return self._theme.pixels(_CLOSED)
        return max(
            self._theme.pixels(_FEW), min(self._theme.pixels(_HEAD + _ROW * len(self.model.nodes)), most)
        )

    def _press(self, row: int) -> None:
        self.settled.emit([self.model.nodes[row].key])

    def _enter(self) -> None:
        rows = sorted(index.row() for index in self.view.selectedIndexes())
        if rows and self._delegate.acting:
            self.settled.emit([self.model.nodes[row].key for row in rows])

    def _show(self, index: QModelIndex) -> None:
        if index.isValid() and self.view.hasFocus():
            self.chosen.emit(self.model.nodes[index.row()].key)
