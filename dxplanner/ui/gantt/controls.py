"""The title row of the pane: which 工程表 and 版, what lies over it, the filter, the columns, the zoom."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from dxplanner.services.schedule_query import EditionRow, ScheduleRow
from dxplanner.ui.chooser_width import chooser_width
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.title_row import chooser, narrow_button
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.theme import Theme

_NONE = 0
_ONE_ROW = 900
_NARROWEST = 560
"""Widths in pixels at 100 %: below the first there are two rows, below the second nothing fits."""
_CHOOSER, _WIDEST = 188, 420
"""Widths between which the chooser of the 工程表 follows the names that it lists."""


class Controls(QWidget):
    """Choosers and buttons; it knows nothing of the chart."""

    schedule_chosen = Signal(int)
    edition_chosen = Signal(int)
    overlay_chosen = Signal(int)
    """Key of the edition to lie under the present one, 0 for none."""
    mode_chosen = Signal(object)
    """AxisMode."""
    zoom_in = Signal()
    zoom_out = Signal()
    fit = Signal()
    filtered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        p = theme.pixels
        self.schedule = chooser(ElidedBox(), "工程表", p(_CHOOSER))
        self.edition = chooser(ElidedBox(), "版", p(104))
        self.acts_menu = _menu_button("編集")
        self.acts_menu.setToolTip("工程表や版を作る、名称を変える、列を作る、削除する")
        self.overlay = _menu_button("重ねる")
        self.overlay.setToolTip("別の版（当初など）を薄く重ねて、違いを一覧にします（Ctrl+Shift+B）。")
        self.overlay.setCheckable(True)
        self.search = QLineEdit(placeholderText="絞り込み", clearButtonEnabled=True)
        self.search.setAccessibleName("絞り込み")
        self.search.setToolTip(
            "名称や担当の一部、または R6.7 のような時期を入力すると、合うものだけを表示します"
            "（Ctrl+Shift+F）。"
        )
        self.search.setMaximumWidth(p(220))
        self.mode = chooser(ArrowBox(), "列", p(92))
        for mode in AxisMode:
            self.mode.addItem(mode.value, mode)
        self.mode.setToolTip("時間軸の列の細かさです。幅が足りない間は、読める粗さの列で表示します。")
        self.out = narrow_button("－", "縮小（－）", p(30))
        self.whole = narrow_button("全体", "全体を表示（0）", p(52))
        self.closer = narrow_button("＋", "拡大（＋）", p(30))
        self.view_menu = _menu_button("表示")
        self.view_menu.setToolTip(
            "矢印、閉庁日、会議の日、イナズマ線などを見せるか、すべての工程を行にするかを選びます"
        )
        self.exchange = _menu_button("取込・出力")
        self.exchange.setToolTip("エクセルなどの工程を取り込む、工程表を図や一覧で保存する")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        """Two parts side by side; one under the other where the pane is narrow for its letters."""
        p = self._theme.pixels
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(p(8), p(5), p(8), p(5))
        self._parts.setSpacing(p(4))
        label = QLabel("列")
        label.setBuddy(self.mode)
        choosers: tuple[QWidget, ...] = (self.schedule, self.edition, self.acts_menu, self.overlay)
        zooms: tuple[QWidget, ...] = (label, self.mode, self.out, self.whole, self.closer)
        self._of_a_schedule = (self.schedule, self.edition, self.search, *zooms, self.view_menu)
        for widgets in ((*choosers, None, self.search), (None, *zooms, self.view_menu, self.exchange)):
            row = QHBoxLayout()
            row.setSpacing(p(6))
            for widget in widgets:
                if widget is None:
                    row.addStretch(1)
                else:
                    row.addWidget(widget, 2 if widget in (self.schedule, self.search) else 0)
            self._parts.addLayout(row)
        self._parts.setStretch(0, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self._theme.pixels(_ONE_ROW)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.pixels(_NARROWEST), super().minimumSizeHint().height())

    def _connect(self) -> None:
        self.schedule.activated.connect(lambda at: self.schedule_chosen.emit(self.schedule.itemData(at)))
        self.edition.activated.connect(lambda at: self.edition_chosen.emit(self.edition.itemData(at)))
        self.mode.activated.connect(lambda at: self.mode_chosen.emit(list(AxisMode)[at]))
        self.out.clicked.connect(self.zoom_out)
        self.whole.clicked.connect(self.fit)
        self.closer.clicked.connect(self.zoom_in)
        self.search.textChanged.connect(self.filtered)

    def show_schedules(self, schedules: Sequence[ScheduleRow], schedule_id: int | None) -> None:
        """List the schedules; those of a 予算事業 say which."""
        _fill(self.schedule, [(_title(one), one.id) for one in schedules], schedule_id)
        p = self._theme.pixels
        self.schedule.setMinimumWidth(p(_CHOOSER))
        titles = map(_title, schedules)
        for widget in self._of_a_schedule:
            widget.setEnabled(bool(schedules))
        self.schedule.setMaximumWidth(chooser_width(self.schedule, titles, p(_CHOOSER), p(_WIDEST)))

    def show_editions(self, editions: Sequence[EditionRow], edition_id: int | None, overlay_id: int) -> None:
        """List the editions of the schedule, to show and to lie under."""
        _fill(self.edition, [(one.name, one.id) for one in editions], edition_id)
        menu = self.overlay.menu()
        menu.clear()
        others = [one for one in editions if one.id != edition_id]
        for key, name in [(_NONE, "重ねない"), *((one.id, f"「{one.name}」を重ねる") for one in others)]:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == overlay_id)
            action.triggered.connect(lambda _checked, key=key: self.overlay_chosen.emit(key))
        self.overlay.setEnabled(bool(others))
        self.overlay.setChecked(overlay_id != _NONE)

    def show_mode(self, mode: AxisMode, has_columns: bool) -> None:
        """Show which columns the axis has."""
        item = self.mode.model()
        own = self.mode.findData(AxisMode.OWN)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setData(item.index(own, 0), int(flags.value) if has_columns else 0, Qt.ItemDataRole.UserRole - 1)
        self.mode.setCurrentIndex(self.mode.findData(mode))


def _title(schedule: ScheduleRow) -> str:
    return (
        f"{schedule.title}（{schedule.project}）"
        if schedule.project and schedule.project != schedule.title
        else schedule.title
    )


def _fill(box: QComboBox, entries: Sequence[tuple[str, int]], chosen: int | None) -> None:
    show_entries(box, entries, chosen)
    for at in range(box.count()):
        box.setItemData(at, box.itemText(at), Qt.ItemDataRole.ToolTipRole)
    box.setToolTip(f"{box.accessibleName()}：{box.currentText()}" if entries else "")


def _menu_button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(QMenu(button))
    return button
