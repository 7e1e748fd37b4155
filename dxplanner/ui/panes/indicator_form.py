"""What an indicator is: its fields, 担当課, 評価区分 and series, edited in place."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dxplanner.model import Indicator, IndicatorSeries, PolicyNode, field_specs
from dxplanner.services.fields import fields_of, move_rows, set_field
from dxplanner.services.indicator_detail import IndicatorDetail, SeriesLine
from dxplanner.services.indicator_edit import add_series, delete_series
from dxplanner.services.indicator_sheet import FIELD_HELP
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import LABEL_WIDTH, button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack, order_tabs
from dxplanner.ui.panes.indicator_scroll import Scrolled
from dxplanner.ui.panes.plan_rows import LinkBox

_LEFT: Final = ("definition", "method", "source", "note")
_RIGHT: Final = ("kind", "unit", "decimals", "direction", "achievement_method")
_LEAST_FOR_TWO: Final = 600
"""Pixels at 100 % below which the fields stand in one column."""
_ORDINARY: Final = "計画の最初の区分"
_BOX: Final = (200, 300)
"""Widths of the boxes of the right column in pixels at 100 %, in little room and in much."""
_MUCH: Final = 1000
"""Pixels at 100 % of width that are much room."""
_WIDEST: Final = 776
"""Width of a field of the left column in pixels at 100 %: its label, and lines that can be read."""
_GOAL_HELP: Final = "この施策の3年後のめざす姿です。ここで直すと、「施策」の内容も変わります。"
_SCALE_HELP: Final = "達成率から評価を付けるときの区分です。区分は「評価区分」で作ります。"
_DEPARTMENT_HELP: Final = "この指標の値を持っている課です。課は「計画」の組織で加えます。"
_SERIES_HELP: Final = (
    "国内・国外のように分けて測るときだけ、系列を分けて名前を付けます。系列どうしの平均はしません。"
)


class SeriesLineRow(QWidget):
    """One series: its name, its place, and how to delete it."""

    moved = Signal(int, int)
    """Key of the series; -1: up, 1: down."""
    removed = Signal(int)

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._binding = binding
        self._key = 0
        theme = binding.context.theme
        self.editor = FieldEditor(binding, fields_of(IndicatorSeries)["name"], labelled=False)
        _explain(self.editor, _SERIES_HELP)
        self.up, self.down, self.remove = (button(text, "small") for text in ("↑", "↓", "削除"))
        self.up.clicked.connect(lambda: self.moved.emit(self._key, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self._key, 1))
        self.remove.clicked.connect(lambda: self.removed.emit(self._key))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(6))
        row.addWidget(self.editor, 1)
        for one in (self.up, self.down, self.remove):
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
            one.setVisible(not binding.read_only)

    def show_line(self, line: SeriesLine) -> None:
        """Show a series."""
        self._key = line.id
        self.editor.show_row(line.id, line.name or None)
        name = line.name or "名前のない系列"
        for one, act in ((self.up, "上へ動かす"), (self.down, "下へ動かす"), (self.remove, "削除する")):
            one.setAccessibleName(f"系列「{name}」を{act}")
            one.setToolTip(f"系列「{name}」を{act}")


class IndicatorForm(Scrolled):
    """The fields of the indicator given by ``show_detail``, in two columns."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._detail: IndicatorDetail | None = None
        theme = binding.context.theme
        fields = fields_of(Indicator)
        self.editors = {name: FieldEditor(binding, fields[name]) for name in ("name", *_LEFT, *_RIGHT)}
        for name, editor in self.editors.items():
            _explain(editor, FIELD_HELP[name])
        self.goal = FieldEditor(binding, fields_of(PolicyNode)["goal"])
        _explain(self.goal, _GOAL_HELP)
        self.department = self._link("department_id", _DEPARTMENT_HELP)
        self.scale = self._link("grade_scale_id", _SCALE_HELP)
        self.undecided = words("担当課が決まっていません。", "warn", wrap=True)
        self.marks = MarkStrip(binding, Indicator.__label__, named=True)
        self.series: RowStack[SeriesLine] = RowStack(self._series_row, lambda line: line.id, theme.pixels(4))
        self.add_series = button("＋ 系列を追加", "small")
        self.add_series.setToolTip(_SERIES_HELP)
        self.add_series.clicked.connect(self._add_series)
        self._lay_out()
        self.add_series.setVisible(not binding.read_only)

    def _lay_out(self) -> None:
        theme = self._binding.context.theme
        inside = QWidget()
        column = QVBoxLayout(inside)
        edge = theme.pixels(12)
        column.setContentsMargins(edge, theme.pixels(8), edge, edge)
        column.setSpacing(theme.pixels(8))
        self._boxes: list[QWidget] = []
        """Those of the right column that all end at the same place."""
        self._sides = sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        sides.setSpacing(theme.pixels(20))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, share in ((left, 1), (right, 0)):
            side.setSpacing(theme.pixels(8))
            sides.addLayout(side, share)
        for editor in (*(self.editors[name] for name in _LEFT), self.goal):
            editor.setMaximumWidth(theme.pixels(_WIDEST))
            left.addWidget(editor)
        for name in _RIGHT:
            right.addWidget(self.editors[name])
            if name != "decimals":
                self._boxes.append(self.editors[name].box)
        right.addWidget(self._labelled(field_specs(Indicator)["grade_scale_id"].label, self.scale))
        department = self._stacked(self.department, self.undecided)
        right.addWidget(self._labelled(field_specs(Indicator)["department_id"].label, department))
        stack = self._stacked(self.series, self.add_series)
        label = field_specs(IndicatorSeries)["name"].label
        right.addWidget(self._labelled(label, stack))
        for side in (left, right):
            side.addStretch(1)
        column.addWidget(self.editors["name"])
        below = QHBoxLayout()
        below.setContentsMargins(theme.pixels(LABEL_WIDTH) + theme.pixels(8), 0, 0, 0)
        below.addWidget(self.marks)
        column.addLayout(below)
        column.addLayout(sides)
        column.addStretch(1)
        self.setWidget(inside)
        order_tabs(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them, else one below the other."""
        super().resizeEvent(event)
        ways, pixels = QBoxLayout.Direction, self._binding.context.theme.pixels
        room = self.viewport().width()
        narrow = room < pixels(_LEAST_FOR_TWO)
        self._sides.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        for box in self._boxes:
            box.setFixedWidth(pixels(_BOX[room >= pixels(_MUCH)]))

    def _stacked(self, *widgets: QWidget) -> QWidget:
        frame = QWidget()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._binding.context.theme.pixels(4))
        for widget in widgets:
            rows.addWidget(widget)
        return frame

    def _labelled(self, text: str, widget: QWidget) -> QWidget:
        theme = self._binding.context.theme
        label = words(text, "label", wrap=True)
        label.setFixedWidth(theme.pixels(LABEL_WIDTH))
        label.setContentsMargins(0, theme.pixels(4), 0, 0)
        self._boxes.append(widget)
        frame = QWidget()
        frame.setToolTip(widget.toolTip())
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.pixels(8))
        grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(widget, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        return frame

    def _link(self, name: str, tip: str) -> LinkBox:
        box = LinkBox(field_specs(Indicator)[name].label)
        box.setToolTip(tip)
        box.setEnabled(not self._binding.read_only)
        box.chosen.connect(lambda key: self._set_link(name, key))
        return box

    def _series_row(self) -> SeriesLineRow:
        row = SeriesLineRow(self._binding)
        row.moved.connect(self._move_series)
        row.removed.connect(self._remove_series)
        return row

    def show_detail(self, detail: IndicatorDetail) -> None:
        """Show another indicator, or another state of the same one."""
        moved = self._detail is None or detail.row.indicator.id != self._detail.row.indicator.id
        self._detail = detail
        facts = detail.row.indicator
        for name, editor in self.editors.items():
            editor.show_row(facts.id, facts.values[name], detail.marks_on(facts.uid, name))
        self.goal.show_row(facts.node_id, detail.goal, detail.marks_on(detail.node_uid, "goal"))
        self.department.show_choice(detail.departments, facts.department_id)
        self.undecided.setVisible(facts.department_id is None)
        self.scale.show_choice(detail.scales, facts.grade_scale_id)
        ordinary = f"（{detail.scales[0].text}）" if detail.scales else ""
        self.scale.setItemText(0, f"{_ORDINARY}{ordinary}")
        self.marks.show_marks(detail.marks_on(facts.uid))
        self.series.show_lines(detail.series)
        for row in self.series.widgets():
            if isinstance(row, SeriesLineRow):
                alone = len(detail.series) < 2
                for one in (row.up, row.down, row.remove):
                    one.setVisible(not alone and not self._binding.read_only)
        if moved:
            self.verticalScrollBar().setValue(0)

    def flush(self) -> None:
        """Store what was typed."""
        for editor in (*self.editors.values(), self.goal):
            editor.flush()
        for row in self.series.widgets():
            if isinstance(row, SeriesLineRow):
                row.editor.flush()

    def _run(self, act: str, command: Callable[[Any], Any]) -> None:
        self._binding.context.run(f"{self._binding.place()} の{act}", command)

    def _set_link(self, name: str, key: int | None) -> None:
        if self._detail is not None:
            indicator = self._detail.row.indicator.id
            label = field_specs(Indicator)[name].label
            self._run(f"{label}変更", lambda session: set_field(session, Indicator, indicator, name, key))

    def _add_series(self) -> None:
        if self._detail is None:
            return
        indicator = self._detail.row.indicator.id
        self._run("系列の追加", lambda session: add_series(session, indicator))
        rows = self.series.widgets()
        if rows and isinstance(rows[-1], SeriesLineRow):
            rows[-1].editor.box.setFocus()

    def _remove_series(self, key: int) -> None:
        self._run("系列の削除", lambda session: delete_series(session, key))

    def _move_series(self, key: int, step: int) -> None:
        if self._detail is None:
            return
        keys = [line.id for line in self._detail.series]
        to = keys.index(key) + step + (step > 0)
        if 0 <= to <= len(keys):
            self._run(
                "系列の移動",
                lambda session: move_rows(session, IndicatorSeries, [key], to, owner="indicator_id"),
            )


def _explain(editor: FieldEditor, tip: str) -> None:
    """Say what a field is, over its box and over its label."""
    for widget in (editor, editor.box):
        widget.setToolTip(tip)
