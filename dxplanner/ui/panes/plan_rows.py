"""Short lists of the 「計画」 pane (期, 計画版, 階層, …): one line each, headed by the fields' labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dxplanner.model import Entity, FieldKind, FieldSpec, field_specs
from dxplanner.services.fields import fields_of
from dxplanner.services.plan_settings import LinkChoice, SettingLine
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.choices import ChoiceBox, FlagBox
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack, Section
from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.theme import Theme

GAP = 8
"""Room between the columns of a list, in pixels at 100 %."""
LINE_HEIGHT = 25
"""Height of a flag beside boxes of text, in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a list shows: ``columns`` are fields and their widths in pixels at 100 %, 0 for what stretches."""

    entity: type[Entity]
    columns: tuple[tuple[str, int], ...]
    movable: bool = False
    removable: bool = True
    of_itself: bool = False
    """Its rows refer to others of the same list."""
    hint: str = ""
    """A sentence below the heading."""

    def spec(self, name: str) -> FieldSpec:
        """The declaration of a column."""
        return field_specs(self.entity)[name]


class LinkBox(ElidedBox):
    """Chooses the row that a row refers to, or none; a long name ends in 「…」."""

    chosen = Signal(object)
    """int | None: key of the row chosen."""

    def __init__(self, label: str, *, optional: bool = True) -> None:
        super().__init__()
        self._optional = optional
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._offered: tuple[LinkChoice, ...] | None = None
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))

    def show_choice(self, choices: tuple[LinkChoice, ...], chosen: int | None) -> None:
        """Offer these rows, and show the present one."""
        with QSignalBlocker(self):
            if choices != self._offered:
                self.clear()
                if self._optional:
                    self.addItem("なし", None)
                for choice in choices:
                    self.addItem(choice.text, choice.id)
                self._offered = choices
            self.setCurrentIndex(max(self.findData(chosen), 0))


class SettingRow(QWidget):
    """One line: its fields side by side, below them what is wrong with it and where it comes from."""

    linked = Signal(object)
    """int | None: key of the row that this one is to refer to."""
    moved = Signal(int)
    """-1: up, 1: down."""
    removed = Signal()

    def __init__(
        self, shared: Binding, kind: ListKind, choices: Callable[[], tuple[LinkChoice, ...]]
    ) -> None:
        super().__init__()
        self.kind = kind
        self.line: SettingLine | None = None
        self._choices = choices
        self._binding = Binding(
            shared.context, lambda: self.line.place if self.line else "", shared.today, self
        )
        self._binding.drafts = shared.drafts
        self._theme = shared.context.theme
        self.editors: dict[str, FieldEditor] = {}
        self.link: LinkBox | None = None
        self.message = words("", "stop", wrap=True)
        self.caution = words("", "warn", wrap=True)
        self.marks = MarkStrip(self._binding, kind.entity.__label__)
        self._row = QHBoxLayout()
        self._row.setSpacing(self._theme.pixels(GAP))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.pixels(3))
        column.addLayout(self._row)
        for name, width in kind.columns:
            self._add_column(name, width, column)
        for widget in (self.message, self.caution, self.marks):
            column.addWidget(widget)
            widget.hide()
        self._add_buttons()

    def _add_column(self, name: str, width: int, below: QVBoxLayout) -> None:
        field = fields_of(self.kind.entity).get(name)
        widget: QWidget
        if field is None:
            widget = self.link = LinkBox(
                self.kind.spec(name).label, optional=not self.kind.spec(name).required
            )
            self.link.setEnabled(not self._binding.read_only)
            self.link.chosen.connect(self.linked)
        else:
            widget = editor = self.editors[name] = FieldEditor(self._binding, field, labelled=False)
            if isinstance(editor.box, ShortText):
                unit = self._theme.pixels(34) if field.spec.unit else 0
                editor.box.setFixedWidth(self._theme.pixels(width) - unit)
            if isinstance(editor.box, ChoiceBox):
                editor.box.setFixedWidth(self._theme.pixels(width))
            if isinstance(editor.box, FlagBox):
                editor.box.setMinimumHeight(self._theme.pixels(LINE_HEIGHT))
            own = editor.layout()
            if own is not None:
                own.removeWidget(editor.message)
            below.addWidget(editor.message)
        _fit(widget, width, self._theme)
        self._row.addWidget(widget, 0 if width else 1, Qt.AlignmentFlag.AlignTop)

    def _add_buttons(self) -> None:
        self.up, self.down, self.remove = (button(text, "small") for text in ("↑", "↓", "削除"))
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)
        place = QHBoxLayout()
        place.setContentsMargins(0, self._theme.pixels(4), 0, 0)
        place.setSpacing(self._theme.pixels(GAP))
        self._row.addLayout(place)
        for one, used in zip(self.buttons, (self.kind.movable,) * 2 + (self.kind.removable,), strict=True):
            place.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
            one.setVisible(used and not self._binding.read_only)

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton, QPushButton]:
        """Up, down, delete."""
        return self.up, self.down, self.remove

    def show_line(self, line: SettingLine) -> None:
        """Show a row. Unsaved typing in the same row stays as it is."""
        self.line = line
        for name, editor in self.editors.items():
            editor.show_row(line.id, line.values[name])
            editor.box.setAccessibleName(f"{line.place} {self.kind.spec(name).label}")
        if self.link is not None:
            itself = line.id if self.kind.of_itself else None
            offered = tuple(choice for choice in self._choices() if choice.id != itself)
            self.link.show_choice(offered, line.link)
        self.tell("")
        self.caution.setText(line.caution)
        self.caution.setVisible(bool(line.caution))
        self.marks.show_marks(line.marks, line.place)
        for one, act in zip(self.buttons, ("上へ動かす", "下へ動かす", "削除する"), strict=True):
            one.setAccessibleName(f"{line.place}を{act}")
            one.setToolTip(f"{line.place}を{act}")

    def tell(self, sentence: str) -> None:
        """Say below the line why something is not done."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def flush(self) -> None:
        """Store what is being typed."""
        for editor in self.editors.values():
            editor.flush()

    def begin_typing(self) -> None:
        """Put the cursor into the first field, its text selected to be typed over."""
        box = next(iter(self.editors.values())).box
        box.setFocus()
        select = getattr(box, "selectAll", None)
        if select is not None:
            select()


class SettingList(Section):
    """A headed list of rows with the button that adds one."""

    def __init__(
        self, binding: Binding, kind: ListKind, choices: Callable[[], tuple[LinkChoice, ...]]
    ) -> None:
        theme, label = binding.context.theme, kind.entity.__label__
        super().__init__(theme, label)
        self.kind = kind
        self.made: Callable[[SettingRow], None] | None = None
        self._choices = choices
        self._binding = binding
        self.add = button(f"＋ {label}を追加", "small")
        self.add.setToolTip(f"{label}を1行加えます。")
        if binding.read_only:
            self.add.hide()
        self.head.addWidget(self.add)
        self.headings = self._headings()
        self.stack: RowStack[SettingLine] = RowStack(self._make, lambda line: line.id, theme.pixels(8))
        self.nothing = words("", "empty", wrap=True)
        if kind.hint:
            self.body.addWidget(words(kind.hint, "note", wrap=True))
        for widget in (self.headings, self.stack, self.nothing):
            self.body.addWidget(widget)

    def _make(self) -> SettingRow:
        row = SettingRow(self._binding, self.kind, self._choices)
        if self.made is not None:
            self.made(row)
        return row

    def _headings(self) -> QFrame:
        theme = self._binding.context.theme
        frame = QFrame()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(GAP))
        for name, width in self.kind.columns:
            spec = self.kind.spec(name)
            label = words("" if spec.kind is FieldKind.FLAG else spec.label, "label")
            label.setToolTip(spec.help)
            _fit(label, width, theme)
            row.addWidget(label, 0 if width else 1)
        self._room = QLabel()
        row.addWidget(self._room)
        return frame

    def rows(self) -> list[SettingRow]:
        """The rows in their order."""
        return [row for row in self.stack.widgets() if isinstance(row, SettingRow)]

    def row_of(self, row_id: int) -> SettingRow | None:
        """The row of a key."""
        return next((row for row in self.rows() if row.line is not None and row.line.id == row_id), None)

    def show_lines(self, lines: Sequence[SettingLine], nothing: str) -> None:
        """Show these rows, or the sentence that says how to add the first."""
        self.stack.show_lines(lines)
        self.count.show_text(f"{len(lines)}件" if lines else "")
        self.headings.setVisible(bool(lines))
        self.nothing.setText(nothing)
        self.nothing.setVisible(not lines)
        if lines:
            wide = self._width_of_buttons()
            self._room.setFixedWidth(wide)
            self._room.setVisible(wide > 0)  # what has no width still takes a gap

    def _width_of_buttons(self) -> int:
        """So wide are the buttons behind the fields: the headings leave as much."""
        gap = self._binding.context.theme.pixels(GAP)
        shown = [one for one in self.rows()[0].buttons if not one.isHidden()]
        return max(sum(one.sizeHint().width() + gap for one in shown) - gap, 0)


def _fit(widget: QWidget, width: int, theme: Theme) -> None:
    """Give a column its width in pixels at 100 %, or (0) let it take its share of what is left."""
    if width:
        widget.setFixedWidth(theme.pixels(width))
    else:
        widget.setMinimumWidth(theme.pixels(72))
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
