"""The 成果と課題 of one node below the table: both texts side by side, with their 字数 and 出典."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dxplanner.model import Review
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Mark
from dxplanner.services.review_sheet import ReviewRow, characters
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.marks import MarkStrip

_FIELDS: Final = ("achievement", "issue", "policy_as_written")
_WIDE: Final = 1280
"""Width in pixels at 100 % from which all fields stand side by side."""


class ReviewForm(QScrollArea):
    """Edits one review in place; a node without one gets it with a click (or by typing into the table)."""

    begin_asked = Signal()
    """Write a (further) review of the node."""
    removal_asked = Signal()

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._row: ReviewRow | None = None
        self._theme = context.theme
        self.binding = Binding(context, self.place, today, self)
        self.title = ElidedLabel("heading")
        self.target = words("", "label", wrap=True)
        self.begin = self._button("＋ 成果と課題を書く", "この施策の成果と課題を書きはじめます。")
        self.more = self._button("＋ もう1件", "同じ施策に、成果と課題をもう1件書きます。")
        self.remove = self._button(
            "この成果と課題を削除", "この成果と課題を削除します。元に戻せます（Ctrl+Z）。"
        )
        self.more.clicked.connect(self.begin_asked)
        self.begin.clicked.connect(self.begin_asked)
        self.remove.clicked.connect(self.removal_asked)
        fields = fields_of(Review)
        self.editors = {name: FieldEditor(self.binding, fields[name], labelled=False) for name in _FIELDS}
        self.lengths = {name: words("", "note") for name in _FIELDS}
        for name, editor in self.editors.items():
            editor.box.typed.connect(lambda name=name: self._count(name))
        self.marks = MarkStrip(self.binding, "成果と課題")
        self._lay_out()

    @staticmethod
    def _button(text: str, tip: str) -> QPushButton:
        made = button(text, "small")
        made.setToolTip(tip)
        return made

    def _lay_out(self) -> None:
        pixels = self._theme.pixels
        head = QHBoxLayout()
        head.setSpacing(pixels(8))
        head.addWidget(self.title, 1)
        for widget in (self.begin, self.more, self.remove):
            head.addWidget(widget)
        self.form = QWidget()
        self._grid = QGridLayout(self.form)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(pixels(16))
        self._grid.setVerticalSpacing(pixels(4))
        self._parts = {name: self._part(name) for name in _FIELDS}
        self._arrange(wide=False)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        whole.setSpacing(pixels(6))
        whole.addLayout(head)
        for part in (self.target, self.form, self.marks):
            whole.addWidget(part)
        whole.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("選んだ成果と課題")

    def _part(self, name: str) -> QWidget:
        """A field under its name and its 字数."""
        part, editor = QWidget(), self.editors[name]
        label = words(editor.field.label, "label")
        label.setBuddy(editor.box)
        line = QHBoxLayout()
        line.setSpacing(self._theme.pixels(8))
        line.addWidget(label)
        line.addWidget(self.lengths[name])
        line.addStretch(1)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.pixels(4))
        column.addLayout(line)
        column.addWidget(editor)
        column.addStretch(1)
        return part

    def _arrange(self, *, wide: bool) -> None:
        """Both texts side by side; 原資料の方針名 beside them where there is room, else below."""
        *texts, written = self._parts.values()
        for place, part in enumerate(texts):
            self._grid.addWidget(part, 0, place)
            self._grid.setColumnStretch(place, 1)
        self._grid.addWidget(written, 0 if wide else 1, 2 if wide else 0, 1, 1 if wide else 2)
        self._grid.setColumnStretch(2, int(wide))
        self._wide = wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= self._theme.pixels(_WIDE)
        if wide != self._wide:
            self._arrange(wide=wide)
        super().resizeEvent(event)

    @property
    def row(self) -> ReviewRow | None:
        """What is shown."""
        return self._row

    def place(self) -> str:
        """The node for a label of undo: 「1-1」."""
        return "" if self._row is None else self._row.node.split(" ")[0]

    def show_review(self, row: ReviewRow | None, marks: Mapping[str | None, tuple[Mark, ...]]) -> None:
        """Show a row of the table; typing for the former one is stored first."""
        if self._row is not None and (row is None or row.review_id != self._row.review_id):
            self.flush()
        self._row = row
        read_only = self.binding.read_only
        written = row is not None and row.review_id is not None
        self.title.show_text("" if row is None else row.node)
        self.target.setText("" if row is None else "見直し案での行き先：" + row.target.replace("\n", "　"))
        self.form.setVisible(written)
        self.begin.setVisible(row is not None and not written and not read_only)
        self.more.setVisible(written and not read_only)
        self.remove.setVisible(written and not read_only)
        if row is None or row.review_id is None or row.values is None:
            self.marks.show_marks(())
            return
        for name, editor in self.editors.items():
            editor.show_row(row.review_id, row.values[name], marks.get(name, ()))
            self._count(name)
        self.marks.show_marks(marks.get(None, ()))

    def _count(self, name: str) -> None:
        count = characters(self.editors[name].box.text())
        self.lengths[name].setText(f"{count:,}字" if count else "未入力")

    def focus(self) -> None:
        """Bring the keyboard here."""
        self.editors["achievement"].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Store what was typed."""
        if self._row is not None and self._row.review_id is not None:
            for editor in self.editors.values():
                editor.flush()
