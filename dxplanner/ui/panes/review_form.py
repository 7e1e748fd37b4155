"""The 成果と課題 of one node below the table: both texts side by side, with their 字数 and 出典."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dxplanner.model import Review
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Mark
from dxplanner.services.review_sheet import ReviewRow, characters
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.marks import MarkStrip

_COLUMNS = (("achievement",), ("issue", "policy_as_written"))


class ReviewForm(QScrollArea):
    """Edits one review in place; a node without one gets it with a click (or by typing into the table)."""

    begin_asked = Signal()
    """Write a (further) review of the node."""
    removal_asked = Signal()

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._row: ReviewRow | None = None
        self.binding = Binding(context, self.place, today, self)
        pixels = context.theme.pixels
        self.title = ElidedLabel("heading")
        self.target = words("", "label", wrap=True)
        self.more = button("＋ もう1件", "small")
        self.more.setToolTip("同じ施策に、成果と課題をもう1件書きます。")
        self.remove = button("この成果と課題を削除", "small")
        self.begin = button("＋ 成果と課題を書く", "small")
        self.remove.setToolTip("この成果と課題を削除します。元に戻せます（Ctrl+Z）。")
        self.begin.setToolTip("この施策の成果と課題を書きはじめます。")
        self.more.clicked.connect(self.begin_asked)
        self.begin.clicked.connect(self.begin_asked)
        self.remove.clicked.connect(self.removal_asked)
        self.editors = {
            name: FieldEditor(self.binding, fields_of(Review)[name], labelled=False)
            for column in _COLUMNS
            for name in column
        }
        self.lengths = {name: words("", "note") for name in self.editors}
        self.marks = MarkStrip(self.binding, "成果と課題")
        for name, editor in self.editors.items():
            editor.box.typed.connect(lambda name=name: self._count(name))
        head = QHBoxLayout()
        head.setSpacing(pixels(8))
        head.addWidget(self.title, 1)
        for widget in (self.begin, self.more, self.remove):
            head.addWidget(widget)
        self.form = QWidget()
        columns = QHBoxLayout(self.form)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(pixels(16))
        for names in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(pixels(4))
            for name in names:
                line = QHBoxLayout()
                label = words(fields_of(Review)[name].label, "label")
                label.setBuddy(self.editors[name].box)
                line.addWidget(label)
                line.addStretch(1)
                line.addWidget(self.lengths[name])
                column.addLayout(line)
                column.addWidget(self.editors[name])
            column.addStretch(1)
            columns.addLayout(column, 1)
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
