"""One field on a form, made from its declaration: label, box, unit, message and 出典 below the box."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from dxplanner.domain.errors import InputError
from dxplanner.domain.text import missing_characters
from dxplanner.model import FieldKind
from dxplanner.model.base import new_uid
from dxplanner.services.fields import TEXTS, Field, format_field, parse_field
from dxplanner.services.provenance import Mark
from dxplanner.ui.forms.binding import Binding, DraftKey
from dxplanner.ui.forms.choices import ChoiceBox, FlagBox
from dxplanner.ui.forms.looks import LABEL_WIDTH, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.texts import GrowingText, ShortText
from dxplanner.ui.styles import mark

Box = GrowingText | ShortText | ChoiceBox | FlagBox

_FIGURES: Final = frozenset({FieldKind.INTEGER, FieldKind.AMOUNT, FieldKind.DECIMAL, FieldKind.FRACTION})
_READABLE: Final = 48
"""Full-width characters of a line that the eye finds the next one from."""
_WORD: Final = 6
"""A field of so many characters or fewer holds a word or two: its box is no line of text."""


def box_for(field: Field) -> Box:
    """The box that a field is edited in."""
    match field.spec.kind:
        case FieldKind.CHOICE:
            return ChoiceBox(field.choices, optional=not field.spec.required)
        case FieldKind.FLAG:
            return FlagBox(field.label)
        case kind if kind in TEXTS:
            return GrowingText(one_line=kind is FieldKind.LINE)
        case kind:
            box = ShortText()
            if kind in _FIGURES:
                box.setAlignment(Qt.AlignmentFlag.AlignRight)
            return box


class FieldEditor(QWidget):
    """Edits one field of the row given by ``show_row``.

    The value is stored when the focus leaves, on Enter, or when typing rests; Esc brings back what stood
    there when the focus came. A text that is no valid value stays visible with its reason and is not stored.
    """

    def __init__(
        self, binding: Binding, field: Field, *, labelled: bool = True, parent: QWidget | None = None
    ) -> None:
        """``labelled``: with the column of labels at the left (a flag has its words beside it anyway)."""
        super().__init__(parent)
        self.field = field
        self._binding = binding
        self._row_id = 0
        self._value: object = None
        self._clean = ""
        self._before: object = None
        self._merge = ""
        self._storing = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._on_rest)
        self.box = box_for(field)
        self.box.setReadOnly(binding.read_only)
        self.message = words("", "stop", wrap=True)
        self.marks = MarkStrip(binding, field.label)
        self._lay_out(labelled)
        self.box.typed.connect(self._on_typed)
        self.box.finished.connect(self.commit)
        self.box.cancelled.connect(self.cancel)
        self.box.entered.connect(self._on_entered)

    def _lay_out(self, labelled: bool) -> None:
        theme, spec = self._binding.context.theme, self.field.spec
        label = words("" if spec.kind is FieldKind.FLAG else spec.label, "label", wrap=True)
        label.setFixedWidth(theme.pixels(LABEL_WIDTH))
        if not labelled:
            label.hide()
        label.setBuddy(self.box)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, theme.pixels(4), 0, 0)
        unit = f"（{spec.unit}）" if spec.unit else ""
        self.box.setAccessibleName(f"{spec.label}{unit}")
        for widget in (label, self.box):
            widget.setToolTip(spec.help)
        row = QHBoxLayout()
        row.setSpacing(theme.pixels(6))
        row.addWidget(self.box)
        if isinstance(self.box, ShortText | ChoiceBox | FlagBox):
            self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            if isinstance(self.box, ShortText):
                self.box.setFixedWidth(theme.pixels(13 * max(spec.width, 4) + 16))
            row.addWidget(words(spec.unit, "label"))
            row.addStretch(1)
        elif labelled or spec.kind in TEXTS - {FieldKind.LINE}:
            short = spec.kind is FieldKind.LINE and spec.width <= _WORD
            self.box.setMaximumWidth(theme.pixels(13 * (3 * spec.width if short else _READABLE) + 16))
            row.setStretch(0, 1)
            row.addStretch(0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.pixels(8))
        grid.setVerticalSpacing(theme.pixels(3))
        grid.addWidget(label, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(row, 0, 1)
        grid.addWidget(self.message, 1, 1)
        grid.addWidget(self.marks, 2, 1)
        grid.setColumnStretch(1, 1)
        self.message.hide()

    @property
    def row_id(self) -> int:
        """Key of the row that is edited; 0 before there is one."""
        return self._row_id

    @property
    def drafts(self) -> dict[DraftKey, str]:
        """The texts of its form that could not be stored."""
        return self._binding.drafts

    @property
    def unsaved(self) -> bool:
        """Whether the box holds a text that is not in the plan."""
        return self.box.text() != self._clean

    def show_row(self, row_id: int, value: object, marks: Sequence[Mark] = ()) -> None:
        """Show a row's value. Unsaved typing in the same row stays as it is."""
        if row_id != self._row_id:
            self._rest.stop()
            self._row_id = row_id
            self._take(value)
            self._begin()
            draft = self._binding.drafts.get(self._key())
            if draft is not None:
                self.box.set_text(draft)
            self._judge()
        elif format_field(self.field, value) != format_field(self.field, self._value):
            if not self._storing:
                self._before = value
            if self.unsaved:
                self._value, self._clean = value, format_field(self.field, value)
            else:
                self._take(value)
                self._judge()
        self.marks.show_marks(marks)
        if bool(self.box.property("inferred")) != self.marks.inferred:
            mark(self.box, "inferred", self.marks.inferred)

    def _take(self, value: object) -> None:
        """Let the box show a stored value."""
        self._value = value
        wanted = format_field(self.field, value)
        if self.box.text() != wanted:
            self.box.set_text(wanted)
        self._clean = self.box.text()
        self.box.unsaved = False

    def commit(self) -> bool:
        """Store what was typed; False when it is invalid or refused, and stays visible."""
        self._rest.stop()
        return self._store(settle=True)

    def flush(self) -> None:
        """Store what was typed before another row is shown; what is invalid comes back with its row."""
        if not self._row_id:
            return
        drafts, key = self._binding.drafts, self._key()
        known = drafts.pop(key, None)
        if self.unsaved and not self.commit():
            drafts[key] = self.box.text()
        if known != drafts.get(key):
            self._binding.drafts_changed.emit()

    def cancel(self) -> None:
        """Bring back what stood here when the focus came."""
        self._rest.stop()
        self._binding.drafts.pop(self._key(), None)
        self._take(self._value)
        if self._before != self._value and self._row_id:
            self._binding.store(self.field, self._row_id, self._before, self._merge)
        self._judge()

    def _key(self) -> DraftKey:
        return self.field.entity.__tablename__, self._row_id, self.field.name

    def _begin(self) -> None:
        """A new stretch of typing: what Esc brings back, and what is undone in one step."""
        self._before = self._value
        self._merge = f"{self.field.entity.__tablename__}:{self._row_id}:{self.field.name}:{new_uid()}"

    def _on_entered(self) -> None:
        if not self.unsaved:
            self._begin()

    def _on_typed(self) -> None:
        self.box.unsaved = self.unsaved
        if not self.message.isHidden():
            self._judge()
        self._rest.start(self._binding.autosave_ms)

    def _on_rest(self) -> None:
        if self.box.composing:
            self._rest.start(self._binding.autosave_ms)
        else:
            self._store(settle=False)

    def _store(self, *, settle: bool) -> bool:
        """``settle`` also writes the value the way the office does (1008 → 1,008)."""
        if self._binding.read_only or not self._row_id:
            return True
        if not self.unsaved:
            self._judge()
            return True
        try:
            value = parse_field(self.field, self.box.text())
        except InputError as error:
            self._tell(error.message, "stop")
            return False
        typed = self.box.text()
        if value == self._value and format_field(self.field, value) == self._clean:
            stored = True
        else:
            self._storing = True
            try:
                stored = self._binding.store(self.field, self._row_id, value, self._merge)
            finally:
                self._storing = False
        if not stored:
            self._tell("保存できませんでした。画面の下の案内を確かめてください。", "stop")
            return False
        self._value, self._clean = value, typed
        if settle:
            self._take(value)
        self.box.unsaved = self.unsaved
        self._judge()
        return True

    def _judge(self) -> None:
        """Say what is wrong with the text, or what to look out for, below the box."""
        try:
            parse_field(self.field, self.box.text())
        except InputError as error:
            if self.unsaved:
                self._tell(error.message, "stop")
                return
        self._tell(self._caution(), "warn")

    def _caution(self) -> str:
        if self.field.spec.kind not in TEXTS:
            return ""
        text = self.box.text()
        if text.isascii():
            return ""
        font = QRawFont.fromFont(self.box.font())
        lacking = [char for char in missing_characters(text, ()) if not font.supportsCharacter(ord(char))]
        if not lacking:
            return ""
        return f"「{'」「'.join(lacking)}」は印刷用の書体にない文字です。資料では別の文字に置き換わります。"

    def _tell(self, sentence: str, role: str) -> None:
        if self.message.property("role") != role:
            mark(self.message, "role", role)
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        invalid = bool(sentence) and role == "stop"
        if bool(self.box.property("invalid")) != invalid:
            mark(self.box, "invalid", invalid)
        self.box.setAccessibleDescription(sentence)
