"""The options of a block as a form, made from their declarations; every change is an edit at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from dxplanner.handouts.option_specs import OptionKind, OptionSpec
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.forms.looks import words
from dxplanner.ui.theme import Theme

_REST_MS: Final = 600
"""Typing that rests this long is stored, so that the preview follows."""
_AUTOMATIC: Final = "（自動）"
_LINES: Final = 5


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


class OptionBox(QObject):
    """One option: its widget, how a value gets in and out of it."""

    changed = Signal(str, object)
    """Key and new value; None drops the option."""

    def __init__(self, spec: OptionSpec, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self._value: object = None
        self.widget = self._make(theme)
        self.widget.setAccessibleName(spec.label)
        self.widget.setToolTip(spec.help)

    def show_value(self, value: object, offered: Sequence[str]) -> None:
        """Show a stored value, unless it is being typed."""
        if value == self._value and not isinstance(self.widget, ArrowBox | QListWidget):
            return
        self._value = value
        with QSignalBlocker(self.widget):
            self._show(value, offered)

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
                flag.toggled.connect(self._tell)
                return flag
            case OptionKind.NUMBER:
                number = QDoubleSpinBox()
                number.setMinimumHeight(theme.pixels(24))
                whole = isinstance(self.spec.default, int)
                number.setDecimals(0 if whole else 1)
                number.setSingleStep(1 if whole else 0.5)
                number.setRange(self.spec.lowest, self.spec.highest)
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
                several.setFixedHeight(theme.pixels(22 * _LINES))
                several.itemChanged.connect(self._tell)
                return several
            case OptionKind.LINE:
                line = QLineEdit()
                line.editingFinished.connect(self._tell)
                return line

    def _show(self, value: object, offered: Sequence[str]) -> None:
        widget, default = self.widget, self.spec.default
        if isinstance(widget, QLineEdit):
            widget.setText(str(value or ""))
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(_as_lines(value))
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(default if value is None else value))
        elif isinstance(widget, QDoubleSpinBox):
            widget.setValue(float(value if isinstance(value, int | float) else default or 0))
        elif isinstance(widget, ArrowBox):
            named = str(value or "")
            widget.clear()
            widget.addItem(_AUTOMATIC, None)
            for name in (*offered, *([named] if named and named not in offered else [])):
                widget.addItem(name, name)
            widget.setCurrentIndex(max(widget.findData(named), 0) if named else 0)
        elif isinstance(widget, QListWidget):
            self._show_several(widget, value, offered)

    def _show_several(self, widget: QListWidget, value: object, offered: Sequence[str]) -> None:
        chosen = [str(name) for name in value] if isinstance(value, list) else []
        widget.clear()
        for name in (*offered, *(name for name in chosen if name not in offered)):
            item = QListWidgetItem(name, widget)
            item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)

    def _tell(self, *_signal: object) -> None:
        value = self._typed()
        if value != self._value:
            self._value = value
            self.changed.emit(self.spec.key, value)

    def _typed(self) -> object:
        widget = self.widget
        if isinstance(widget, QLineEdit):
            return widget.text() or None
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
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked] or None


class OptionForm(QWidget):
    """The options of the block that is selected."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs: tuple[OptionSpec, ...] | None = None
        self.boxes: dict[str, OptionBox] = {}
        self._form = QFormLayout(self)
        edge = theme.pixels(8)
        self._form.setContentsMargins(edge, edge, edge, edge)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_options(
        self,
        specs: tuple[OptionSpec, ...],
        options: Mapping[str, Any],
        offered: Callable[[OptionSpec], Sequence[str]],
        nothing: str,
    ) -> None:
        """Show these options with their values; ``nothing`` is said when there are none."""
        if specs != self._specs:
            self._rebuild(specs, nothing)
        for spec in specs:
            self.boxes[spec.key].show_value(options.get(spec.key), offered(spec))

    def flush(self) -> None:
        """Store what is being typed."""
        for box in self.boxes.values():
            box.flush()

    def _rebuild(self, specs: tuple[OptionSpec, ...], nothing: str) -> None:
        self.flush()
        while self._form.rowCount():
            self._form.removeRow(0)
        self._specs = specs
        self.boxes = {}
        for spec in specs:
            box = OptionBox(spec, self._theme, self)
            box.changed.connect(self.changed)
            self.boxes[spec.key] = box
            label = "" if spec.kind is OptionKind.FLAG else spec.label
            self._form.addRow(label, box.widget)
        if not specs:
            self._form.addRow(words(nothing, "empty", wrap=True))


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
