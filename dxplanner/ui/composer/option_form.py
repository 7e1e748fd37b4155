"""The options of a block as a form, made from their declarations; every change is an edit at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from dxplanner.handouts.option_specs import AUTOMATIC, OptionKind, OptionSpec
from dxplanner.handouts.row_offers import Offer
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.forms.looks import words
from dxplanner.ui.forms.sections import order_new_tabs
from dxplanner.ui.theme import Theme

_REST_MS: Final = 600
"""Typing that rests this long is stored, so that the preview follows."""
_LINES: Final = 5
_ROW: Final = 24
"""Height of a box to tick, and of a row of a list, in pixels at 100 %."""
_POPUP: Final = 440
"""Most width of a list that drops down, in pixels at 100 %."""
_NEVER: Final = object()
"""In place of a value: nothing has been shown yet."""
_NONE: Final = "選べるものがありません。"
_TALL: Final = frozenset({OptionKind.TEXT, OptionKind.NOTES, OptionKind.SEVERAL})
"""What stands under its label, over the whole width."""


class LongText(QPlainTextEdit):
    """Text of several lines that tells when typing rests or ends."""

    rested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.pixels(20 * _LINES))
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.rested)
        self.textChanged.connect(self._rest.start)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def flush(self) -> None:
        """Tell at once what has been typed."""
        if self._rest.isActive():
            self._rest.stop()
            self.rested.emit()


class NumberBox(QDoubleSpinBox):
    """A number over which the wheel scrolls the form: it counts only by typing, by its arrows or by ↑↓."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class OptionBox(QObject):
    """One option: its widget, how a value gets in and out of it."""

    changed = Signal(str, object)
    """Key and new value; None drops the option."""

    def __init__(self, spec: OptionSpec, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self._theme = theme
        self._value: object = _NEVER
        """The option as it is stored, as far as this box knows."""
        self._offers: list[Offer] | None = None
        """What the widget is filled with: filled anew only for others, so that it keeps its place."""
        self._told: object = _NEVER
        """What the widget said last: only what somebody changes there is told."""
        self.widget = self._make(theme)
        self.widget.setAccessibleName(spec.label)

    def show_value(self, value: object, offered: Sequence[Offer], idle: str = "") -> None:
        """Show a stored value, unless it is being typed; ``idle`` says why the option is not used."""
        self.widget.setEnabled(not idle)
        if value != self._value or isinstance(self.widget, ArrowBox | QListWidget):
            self._value = value
            with QSignalBlocker(self.widget):
                self._show(value, offered)
            self._told = self._typed()
        # A long name is cut in a box to choose in.
        whole = self.widget.currentText() if value and isinstance(self.widget, ArrowBox) else ""
        self.widget.setToolTip(idle or "\n".join(part for part in (whole, self.spec.help) if part))

    def flush(self) -> None:
        """Store what is being typed."""
        if isinstance(self.widget, LongText):
            self.widget.flush()
        elif isinstance(self.widget, QDoubleSpinBox):
            self.widget.interpretText()
        elif isinstance(self.widget, QLineEdit) and self.widget.isModified():
            self._tell()

    def _make(self, theme: Theme) -> QWidget:
        match self.spec.kind:
            case OptionKind.TEXT | OptionKind.NOTES:
                text = LongText(theme)
                text.rested.connect(self._tell)
                return text
            case OptionKind.FLAG:
                flag = QCheckBox(self.spec.label)
                flag.setMinimumHeight(theme.pixels(_ROW))
                flag.toggled.connect(self._tell)
                return flag
            case OptionKind.NUMBER:
                number = NumberBox()
                number.setMinimumHeight(theme.pixels(_ROW))
                whole = isinstance(self.spec.default, int)
                number.setDecimals(0 if whole else 1)
                number.setSingleStep(1 if whole else 0.5)
                number.setRange(self.spec.lowest, self.spec.highest)
                if self.spec.default == 0:
                    number.setSpecialValueText(AUTOMATIC)  # 0 is no number of anything
                number.setKeyboardTracking(False)
                number.valueChanged.connect(self._tell)
                return number
            case OptionKind.CHOICE:
                choice = ArrowBox()
                choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                choice.setSizeAdjustPolicy(ArrowBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                choice.setMinimumContentsLength(12)
                choice.activated.connect(self._tell)
                return choice
            case OptionKind.SEVERAL:
                several = QListWidget()
                several.setTextElideMode(Qt.TextElideMode.ElideRight)
                several.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
                several.itemChanged.connect(self._tell)
                return several
            case OptionKind.LINE:
                line = QLineEdit()
                line.editingFinished.connect(self._tell)
                return line

    def _show(self, value: object, offered: Sequence[Offer]) -> None:
        widget, default = self.widget, self.spec.default
        if isinstance(widget, QLineEdit):
            widget.setText(str((default if value is None else value) or ""))
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(_as_lines(value))
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(default if value is None else value))
        elif isinstance(widget, QDoubleSpinBox):
            widget.setValue(float(value if isinstance(value, int | float) else default or 0))
        elif isinstance(widget, ArrowBox):
            self._show_choice(widget, str(value or ""), offered)
        elif isinstance(widget, QListWidget):
            self._show_several(widget, value, offered)

    def _show_choice(self, widget: ArrowBox, named: str, offered: Sequence[Offer]) -> None:
        shown = list(offered)
        if shown != self._offers:
            self._fill_choice(widget, shown)
        widget.setCurrentIndex(max(widget.findData(named), 0) if named else 0)

    def _fill_choice(self, widget: ArrowBox, shown: list[Offer]) -> None:
        self._offers = shown
        widget.clear()
        widget.addItem(self.spec.unchosen, None)
        for offer in shown:
            widget.addItem(offer.words, offer.value)
            widget.setItemData(widget.count() - 1, offer.words, Qt.ItemDataRole.ToolTipRole)
        metrics = widget.fontMetrics()
        widest = max(metrics.horizontalAdvance(widget.itemText(at)) for at in range(widget.count()))
        pixels = self._theme.pixels
        widget.view().setMinimumWidth(min(widest + pixels(_ROW), pixels(_POPUP)))

    def _show_several(self, widget: QListWidget, value: object, offered: Sequence[Offer]) -> None:
        chosen = [str(name) for name in value] if isinstance(value, list) else []
        shown = list(offered)
        if shown != self._offers:
            self._fill_several(widget, shown)
        for row, offer in enumerate(shown):
            ticked = Qt.CheckState.Checked if offer.value in chosen else Qt.CheckState.Unchecked
            widget.item(row).setCheckState(ticked)

    def _fill_several(self, widget: QListWidget, shown: list[Offer]) -> None:
        self._offers = shown
        row = self._theme.pixels(_ROW)
        widget.clear()
        for offer in shown:
            item = QListWidgetItem(offer.words, widget)
            item.setData(Qt.ItemDataRole.UserRole, offer.value)
            item.setToolTip(offer.words)
            item.setSizeHint(QSize(0, row))
        if not shown:
            nothing = QListWidgetItem(_NONE, widget)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setSizeHint(QSize(0, row))
        widget.setFixedHeight(row * min(max(len(shown), 1), _LINES) + 2 * widget.frameWidth())

    def _tell(self, *_signal: object) -> None:
        typed = self._typed()
        if typed != self._told:
            self._told = self._value = typed
            self.changed.emit(self.spec.key, typed)

    def _typed(self) -> object:
        """What the widget says; None for what the builder does without the option."""
        said = self._said()
        default = self.spec.default
        if isinstance(self.widget, ArrowBox) or default is None:
            return said
        return None if said == default else said

    def _said(self) -> object:
        widget = self.widget
        if isinstance(widget, QLineEdit):
            return widget.text() if widget.text() or self.spec.default else None
        if isinstance(widget, QPlainTextEdit):
            text = widget.toPlainText()
            return (_as_notes(text) or None) if self.spec.kind is OptionKind.NOTES else (text or None)
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QDoubleSpinBox):
            return int(widget.value()) if widget.decimals() == 0 else widget.value()
        if isinstance(widget, ArrowBox):
            return widget.currentData()
        assert isinstance(widget, QListWidget)
        items = (widget.item(row) for row in range(widget.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return [item.data(Qt.ItemDataRole.UserRole) for item in ticked] or None


class OptionForm(QWidget):
    """The options of the block that is selected."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[OptionSpec, ...], str] | None = None
        self.boxes: dict[str, OptionBox] = {}
        self._form = QFormLayout()
        edge = theme.pixels(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addLayout(self._form)
        column.addStretch(1)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_options(
        self,
        specs: tuple[OptionSpec, ...],
        options: Mapping[str, Any],
        offered: Callable[[OptionSpec], Sequence[Offer]],
        nothing: str,
    ) -> None:
        """Show these options with their values; ``nothing`` is said when there are none."""
        if (specs, nothing) != self._shown:
            self._rebuild(specs, nothing)
        for spec in specs:
            self.boxes[spec.key].show_value(options.get(spec.key), offered(spec), spec.idle(options))

    def flush(self) -> None:
        """Store what is being typed."""
        for box in self.boxes.values():
            box.flush()

    def _rebuild(self, specs: tuple[OptionSpec, ...], nothing: str) -> None:
        self.flush()
        while self._form.rowCount():
            self._form.removeRow(0)
        self._shown = (specs, nothing)
        self.boxes = {}
        for spec in specs:
            box = OptionBox(spec, self._theme, self)
            box.changed.connect(self.changed)
            self.boxes[spec.key] = box
            if spec.kind in _TALL:
                label = words(_heading(spec), "plain")
                label.setBuddy(box.widget)
                self._form.addRow(label)
                self._form.addRow(box.widget)
            elif spec.kind is OptionKind.FLAG:
                self._form.addRow(box.widget)
            else:
                self._form.addRow(spec.label, box.widget)
        if not specs:
            self._form.addRow(words(nothing, "empty", wrap=True))
        order_new_tabs(self)


def _heading(spec: OptionSpec) -> str:
    """The label of what stands under it; a list to tick says what no tick means."""
    if spec.kind is not OptionKind.SEVERAL:
        return spec.label
    return f"{spec.label}（印がなければ{spec.unchosen.strip('（）')}）"


def _as_lines(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(
            " ".join(str(part) for part in pair) for pair in value if isinstance(pair, list | tuple)
        )
    return str(value or "")


def _as_notes(text: str) -> list[list[str]]:
    """［記号、文］ a line; the mark ends at the first space."""
    lines = (line.strip() for line in text.splitlines())
    parts = (line.replace("　", " ").partition(" ") for line in lines if line)
    return [[mark, words_.strip()] if words_ else ["", mark] for mark, _, words_ in parts]
