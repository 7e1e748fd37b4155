"""The list that filters a column: what its cells say, with ticks and counts, as Excel has it."""

from collections.abc import Collection, Sequence
from heapq import nlargest
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.text import comparison_key
from dxplanner.services.fields import short_name
from dxplanner.ui.forms.looks import words
from dxplanner.ui.sheet.model import SheetModel
from dxplanner.ui.sheet.ordering import BLANK, words_of
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
_PORTION: Final = 400
"""Rows read at a time: where there are more, they are read while the window goes on."""
_MANY: Final = 8
"""From so many texts on there is a box to search them."""
_MOST_ROWS: Final = 12
_MEASURED: Final = 20
"""So many of the longest texts are measured to find the width."""
_WIDEST: Final = 360
_NARROWEST: Final = 220
_LABELS: Final = ("すべて選択", "見つかったものをすべて選択")


class FilterValues(QAbstractTableModel):
    """Texts of a column with ticks, and their counts; the first row ticks all of them."""

    ticked_changed = Signal()

    def __init__(self, values: Sequence[tuple[str, int]], chosen: Collection[str] | None) -> None:
        """``chosen``: the texts that pass at present; None: all."""
        super().__init__()
        self._values = values
        self._before = {text for text, _ in values if chosen is None or text in chosen}
        self._keys: Sequence[str] = ()
        """The texts levelled for searching, once somebody does."""
        self._searched = False
        self.ticked = set(self._before)
        self.shown = list(values)

    def search(self, text: str) -> None:
        """Show only the texts that contain all words, all of them ticked; without words all as they were."""
        wanted = words_of(text)
        if wanted and not self._keys:
            self._keys = [comparison_key(one or BLANK) for one, _ in self._values]
        self.beginResetModel()
        self._searched = bool(wanted)
        found = zip(self._values, self._keys, strict=True) if wanted else ()
        self.shown = [value for value, key in found if all(word in key for word in wanted)]
        if not wanted:
            self.shown = list(self._values)
        self.ticked = {text for text, _ in self.shown} if wanted else set(self._before)
        self.endResetModel()
        self.ticked_changed.emit()

    def toggle(self, row: int) -> None:
        """Set or take away a tick; that of the first row is that of all."""
        shown = {text for text, _ in self.shown}
        one = shown if row == 0 else {self.shown[row - 1][0]}
        self.ticked = self.ticked - one if one <= self.ticked else self.ticked | one
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.ticked_changed.emit()

    def chosen(self) -> frozenset[str] | None:
        """The texts that are to pass; None: all that there are."""
        passing = self.ticked & {text for text, _ in self.shown}
        return None if len(passing) == len(self._values) else frozenset(passing)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown) + 1

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        texts = self.shown if index.row() == 0 else self.shown[index.row() - 1 : index.row()]
        label = texts[0][0] or BLANK if index.row() else _LABELS[self._searched]
        if index.column() == 1:
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return f"{sum(count for _, count in texts):,}" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.CheckStateRole:
            every = bool(texts) and all(text in self.ticked for text, _ in texts)
            return Qt.CheckState.Checked if every else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(label.split())
        return label if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None


class FilterList(QFrame):
    """Opens below a heading; Enter filters, Esc and a click elsewhere leave everything as it is."""

    taken = Signal(object)
    """frozenset[str] | None: the texts that pass from now on; None: all."""

    def __init__(self, theme: Theme, model: SheetModel, column: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, self._model, self._column = theme, model, column
        spec = model.columns[column]
        self.values = FilterValues((), None)
        self.box = QLineEdit(placeholderText="値を検索", clearButtonEnabled=True)
        self.box.setAccessibleName("値を検索")
        self.box.setToolTip("入力した言葉のある値だけを選びます。")
        self.list = QTableView()
        self.list.setAccessibleName(f"「{spec.label}」の値")
        self.waiting = words("読み取っています…", "quiet")
        self.ok = QPushButton("絞り込む")
        self.ok.setToolTip("印を付けた値の行だけを表示します（Enter）。")
        mark(self.ok, "primary")
        self.give_up = QPushButton("やめる")
        self.give_up.setToolTip("絞り込みを変えずに閉じます（Esc）。")
        self._lay_out(f"「{short_name(spec.label)}」の値で絞り込み")
        self.box.textChanged.connect(lambda text: self.values.search(text))
        self.list.clicked.connect(lambda index: self.values.toggle(index.row()))
        self.ok.clicked.connect(self._take)
        self.give_up.clicked.connect(self.close)
        for widget in (self.box, self.list):
            widget.installEventFilter(self)
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read)

    def _lay_out(self, title: str) -> None:
        pixels = self._theme.pixels
        view = self.list
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().hide()
        side = view.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(pixels(16))
        side.setDefaultSectionSize(pixels(24))
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        buttons = QHBoxLayout()
        buttons.setSpacing(pixels(8))
        buttons.addStretch(1)
        buttons.addWidget(self.ok)
        buttons.addWidget(self.give_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        column.setSpacing(pixels(6))
        column.addWidget(words(title, "heading"))
        for widget in (self.box, self.list, self.waiting):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFrameShape(QFrame.Shape.Box)
        self.setStyleSheet(
            f"FilterList {{ background: {self._theme.colours['surface']};"
            f" border: 1px solid {self._theme.colours['quiet']}; }} QTableView {{ outline: 0; }}"
        )

    def open(self, place: QPoint) -> None:
        """Show the list at a place on the screen; that of many rows is filled once it is there."""
        for widget in (self.box, self.list, self.ok):
            widget.hide()
        if len(self._model.stored_keys) > _PORTION:
            self._reading.start()
        else:
            self._read()
        self.adjustSize()
        self.move(self._inside(place))
        self.show()
        self._focus()

    def _read(self) -> None:
        if not self._model.read_part(_PORTION):
            self._reading.start()
            return
        self._reading.stop()
        chosen = self._model.ordering.chosen.get(self._model.columns[self._column].key)
        self.values = FilterValues(self._model.values_of(self._column), chosen)
        self.values.setParent(self)
        self.values.ticked_changed.connect(self._enable)
        self._fit()
        self.waiting.hide()
        self.list.show()
        self.ok.show()
        self.box.setVisible(len(self.values.shown) > _MANY)
        self._enable()
        if self.isVisible():
            self.adjustSize()
            self.move(self._inside(self.pos()))
            self._focus()

    def _fit(self) -> None:
        """Room for the texts and the counts as far as there is any."""
        pixels, metrics, view = self._theme.pixels, self.list.fontMetrics(), self.list
        view.setModel(self.values)
        rows = self.values.rowCount()
        counts = metrics.horizontalAdvance(self.values.index(0, 1).data()) + pixels(20)
        longest = nlargest(_MEASURED, (text for text, _ in self.values.shown), key=len)
        texts = max(map(metrics.horizontalAdvance, (*longest, _LABELS[0])))
        wide = min(max(texts + pixels(32) + counts, pixels(_NARROWEST)), pixels(_WIDEST))
        bar = view.verticalScrollBar().sizeHint().width() if rows > _MOST_ROWS else 0
        head = view.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(1, counts)
        edges = 2 * view.frameWidth()
        view.setFixedSize(wide + bar + edges, min(rows, _MOST_ROWS) * pixels(24) + edges)
        view.setCurrentIndex(self.values.index(0, 0))

    def _focus(self) -> None:
        (self.list if self.box.isHidden() else self.box).setFocus()

    def _enable(self) -> None:
        self.ok.setEnabled(bool(self.values.ticked))

    def _take(self) -> None:
        if self.ok.isEnabled() and not self.ok.isHidden():
            self.taken.emit(self.values.chosen())
            self.close()

    def _inside(self, place: QPoint) -> QPoint:
        room = self.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        return QPoint(left, max(room.top(), min(place.y(), room.bottom() - self.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        row = self.list.currentIndex().row()
        if watched is self.box and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            self.list.setCurrentIndex(self.values.index(min(1, self.values.rowCount() - 1), 0))
            return True
        if watched is self.list and event.key() == Qt.Key.Key_Space and row >= 0:
            self.values.toggle(row)
            return True
        if watched is self.list and event.key() == Qt.Key.Key_Up and row <= 0 and not self.box.isHidden():
            self.box.setFocus()
            return True
        return False
