"""The plans used last as a list model; whether a file is still there is found out on another thread."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dxplanner.domain.fiscal import format_date
from dxplanner.ui.theme import Theme

FOLDER = Qt.ItemDataRole.UserRole + 1
DATE = Qt.ItemDataRole.UserRole + 2
MISSING = Qt.ItemDataRole.UserRole + 3

_Index = QModelIndex | QPersistentModelIndex


def look_up(paths: list[Path]) -> dict[Path, datetime | None]:
    """When each plan was changed last, None for those that are gone. A dead network drive takes its time."""
    found: dict[Path, datetime | None] = {}
    for path in paths:
        try:
            found[path] = datetime.fromtimestamp(path.stat().st_mtime)
        except OSError:
            found[path] = None
    return found


class RecentPlans(QAbstractListModel):
    """Paths, newest first; dates arrive later."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: list[Path] = []
        self._found: dict[Path, datetime | None] = {}

    def show(self, paths: list[Path]) -> None:
        """Hold these plans."""
        self.beginResetModel()
        self._paths = list(paths)
        self.endResetModel()

    def mark(self, found: dict[Path, datetime | None]) -> None:
        """Note what was found out about the files."""
        self._found = found
        if self._paths:
            self.dataChanged.emit(self.index(0), self.index(len(self._paths) - 1))

    def path(self, row: int) -> Path:
        """The plan in a row."""
        return self._paths[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._paths)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        path = self._paths[index.row()]
        gone = path in self._found and self._found[path] is None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return path.stem
            case Qt.ItemDataRole.ToolTipRole:
                return str(path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{path.stem}、{path.parent}" + ("、見つかりません" if gone else "")
        if role == FOLDER:
            return str(path.parent)
        if role == MISSING:
            return gone
        if role == DATE:
            return "見つかりません" if gone else _when(self._found.get(path))
        return None


def _when(changed: datetime | None) -> str:
    return "" if changed is None else f"{format_date(changed.date())} {changed:%H:%M} 更新"


class RecentView(QListView):
    """The list of plans: Enter opens, Delete takes off the list."""

    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName("最近使った計画")
        self.setItemDelegate(RecentDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class RecentDelegate(QStyledItemDelegate):
    """Two lines a plan: its name and when it was changed; its folder below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(self._theme.pixels(52))
        return size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        pixels, colour = self._theme.pixels, self._theme.colour
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colour("selection"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                edge = QRect(option.rect.topLeft(), QSize(pixels(3), option.rect.height()))
                painter.fillRect(edge, colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, colour("hover"))
        box = option.rect.adjusted(pixels(12), pixels(6), -pixels(12), -pixels(6))
        missing = bool(index.data(MISSING))
        font = QFont(option.font)
        font.setPixelSize(pixels(12))  # smaller, the tails of q and p are a mere dot
        painter.setFont(font)
        when = str(index.data(DATE) or "")
        width = painter.fontMetrics().horizontalAdvance(when)
        painter.setPen(colour("caution" if missing else "quiet"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, when)
        folder = painter.fontMetrics().elidedText(
            str(index.data(FOLDER)), Qt.TextElideMode.ElideMiddle, box.width()
        )
        painter.setPen(colour("quiet"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, folder)
        font.setPixelSize(pixels(14))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour("quiet" if missing else "ink"))
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, box.width() - width - pixels(12)
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.restore()
