"""用紙と表紙 of a handout: its fields as a form, and the meeting at which it is given out."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dxplanner.model import Handout
from dxplanner.services.fields import Field, fields_of, set_field
from dxplanner.services.handout_edit import set_code
from dxplanner.services.plan_settings import LinkChoice
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import LABEL_WIDTH, words
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.panes.plan_rows import LinkBox

FIELDS: Final = (
    "title",
    "subtitle",
    "number",
    "issued_on",
    "stage",
    "draft",
    "cover",
    "contents",
    "paper",
    "orientation",
    "margin_left",
    "margin_right",
    "margin_top",
    "margin_bottom",
    "font_size",
    "first_page",
    "page_range",
    "code",
)


_MOST_LINES: Final = 4
"""A long title scrolls in its box: the other fields stay in sight."""
_EMPTY: Final = "資料を作ると、その用紙と表紙をここで決められます。"


class HandoutBinding(Binding):
    """Stores fields of a handout; its code must stay the only one."""

    def store(self, field: Field, row_id: int, value: object, merge: str) -> bool:
        if field.name == "code":
            done = self.context.run(f"{self.place()} の記号の変更", set_code(row_id, str(value)), merge=merge)
            return done is not None or not self._refused(row_id, str(value))
        return super().store(field, row_id, value, merge)

    def _refused(self, row_id: int, code: str) -> bool:
        with self.context.workbench.plan.reading() as session:
            row = session.get(Handout, row_id)
            return row is None or row.code != code


class SetupForm(QScrollArea):
    """The fields of the handout that is selected."""

    def __init__(
        self, context: PlanContext, today: Callable[[], date], parent: QWidget | QObject | None = None
    ) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._context = context
        self._title = ""
        self._row_id: int | None = None
        self.binding = HandoutBinding(context, lambda: f"資料「{self._title}」", today, self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pixels = context.theme.pixels
        self.form = QWidget()
        self.empty = words(_EMPTY, "empty", wrap=True)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        whole.addWidget(self.empty)
        whole.addWidget(self.form)
        whole.addStretch(1)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(8))
        known = fields_of(Handout)
        self.editors = {name: FieldEditor(self.binding, known[name]) for name in FIELDS}
        for editor in self.editors.values():
            if isinstance(editor.box, GrowingText):
                editor.box.most_lines = _MOST_LINES
        self.meeting = LinkBox("配付する会議")
        # A long name of a meeting must not make the form wider than its place.
        self.meeting.setMinimumWidth(pixels(96))
        self.meeting.chosen.connect(self._set_meeting)
        row = QHBoxLayout()
        label = words("配付する会議", "label", wrap=True)
        label.setFixedWidth(pixels(LABEL_WIDTH))
        row.addWidget(label)
        row.addWidget(self.meeting, 1)
        for name, editor in self.editors.items():
            column.addWidget(editor)
            if name == "number":
                column.addLayout(row)
        self.setWidget(inside)
        self.meeting.setEnabled(not context.read_only)

    def show_handout(self, row: Handout | None, meetings: tuple[LinkChoice, ...]) -> None:
        """Show the fields of a handout; None hides the form."""
        self.form.setVisible(row is not None)
        self.empty.setVisible(row is None)
        if row is None:
            self._row_id = None
            return
        if row.id != self._row_id:
            self.flush()
        self._row_id, self._title = row.id, row.title
        for name, editor in self.editors.items():
            editor.show_row(row.id, getattr(row, name), ())
        self.meeting.show_choice(meetings, row.meeting_id)

    def flush(self) -> None:
        """Store what is being typed."""
        if self._row_id is not None:
            for editor in self.editors.values():
                editor.flush()

    def _set_meeting(self, meeting_id: int | None) -> None:
        row_id = self._row_id
        if row_id is not None:
            self._context.run(
                f"資料「{self._title}」の配付する会議の変更",
                lambda session: set_field(session, Handout, row_id, "meeting_id", meeting_id),
            )
