"""One opinion below the table: 原文, 概要, 市の考え方, and what changes in the plan because of it."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dxplanner.model import Opinion
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Marks
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, words

_COLUMNS: Final = (("original", "summary", "answer"), ("place", "before", "after", "person"))
_NOTHING: Final = "意見の行を選ぶと、原文、概要、市の考え方、修正する箇所をここで入力できます。"
_PRIVATE: Final = "氏名と原文は庁内用です。資料には印刷されません。"


class OpinionForm(QScrollArea):
    """The long texts of the opinion of the cursor's row."""

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self._row: Opinion | None = None
        self.binding = Binding(context, self.place, today, self)
        pixels = context.theme.pixels
        self.title = ElidedLabel("heading")
        fields = fields_of(Opinion)
        self.editors = {
            name: FieldEditor(self.binding, fields[name]) for column in _COLUMNS for name in column
        }
        columns = QHBoxLayout()
        columns.setSpacing(pixels(16))
        for names in _COLUMNS:
            side = QVBoxLayout()
            side.setSpacing(pixels(6))
            for name in names:
                side.addWidget(self.editors[name])
            side.addStretch(1)
            columns.addLayout(side, 1)
        self.form = QWidget()
        whole = QVBoxLayout(self.form)
        whole.setContentsMargins(pixels(8), pixels(6), pixels(8), pixels(8))
        whole.setSpacing(pixels(6))
        whole.addWidget(self.title)
        whole.addLayout(columns)
        whole.addWidget(words(_PRIVATE, "note", wrap=True))
        whole.addStretch(1)
        self.nothing = words(_NOTHING, "empty", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        layers = QVBoxLayout(inside)
        layers.setContentsMargins(0, 0, 0, 0)
        layers.addWidget(self.form)
        layers.addWidget(self.nothing)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def place(self) -> str:
        """Where an edit happens: 「意見12」."""
        number = None if self._row is None else self._row.number
        return "意見" if number is None else f"意見{number}"

    def show_opinion(self, row: Opinion | None, marks: Marks) -> None:
        """Show an opinion; None shows what belongs here."""
        if row is None or self._row is None or row.id != self._row.id:
            self.flush()
        self._row = row
        self.form.setVisible(row is not None)
        self.nothing.setVisible(row is None)
        if row is None:
            return
        where = row.meeting.name if row.meeting is not None else (row.source.value if row.source else "")
        self.title.show_text("　".join(part for part in (self.place(), where) if part))
        for name, editor in self.editors.items():
            editor.show_row(row.id, getattr(row, name), marks.get((row.uid, name), ()))

    def flush(self) -> None:
        """Store what is being typed."""
        if self._row is not None:
            for editor in self.editors.values():
                editor.flush()
