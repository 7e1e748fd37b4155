"""Boxes to type text in: they grow with it, leave IME composition alone, and tell when typing is finished."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QScrollArea, QSizePolicy, QTextEdit, QWidget

from dxplanner.domain.pasted import cells_of_text
from dxplanner.ui.forms.prose import LINE_PERCENT

_MOST_LINES: Final = 24
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BREAKS: Final = str.maketrans("\u2028\u2029", "\n\n")


def is_history_key(event: QEvent) -> bool:
    """Whether a key is Ctrl+Z or Ctrl+Y: the plan's undo and redo, unless there is unsaved typing."""
    return isinstance(event, QKeyEvent) and (
        event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
    )


class GrowingText(QTextEdit):
    """A text box as high as its text. ``one_line``: Enter finishes and line feeds cannot get in.

    A text of several lines is finished by leaving the box or by Ctrl+Enter.
    """

    typed = Signal()
    """The user changed the text."""
    finished = Signal()
    """Enter, or the box lost the focus."""
    cancelled = Signal()
    """Esc."""
    entered = Signal()
    """The box got the focus."""

    def __init__(self, one_line: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one_line = one_line
        self.most_lines = _MOST_LINES
        """A longer text scrolls inside its box."""
        self.unsaved = False
        """Set by the owner: typing that is not in the plan yet; then Ctrl+Z takes back typing."""
        self.composing = False
        self._setting = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.textChanged.connect(self._on_changed)
        self.set_text("")

    def text(self) -> str:
        """The text exactly as typed, lines separated by line feeds."""
        return self.document().toRawText().translate(_BREAKS)

    def set_text(self, text: str) -> None:
        """Show a text; the cursor stays where it was as far as possible."""
        place = self.textCursor().position()
        self._setting = True
        self.setPlainText(text)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()
        self._setting = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def _on_changed(self) -> None:
        if not self._setting:
            self.typed.emit()
            QTimer.singleShot(0, self, self._follow_cursor)

    def _follow_cursor(self) -> None:
        """The form scrolls along with the cursor of a box that has grown out of sight."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inside = None if around is None else around.widget()
        if around is not None and inside is not None and self.hasFocus():
            cursor = self.cursorRect()
            place = self.viewport().mapTo(inside, cursor.bottomLeft())
            around.ensureVisible(place.x(), place.y(), 0, 2 * cursor.height())

    def _fit(self) -> None:
        most = self.most_lines * self.fontMetrics().height() * LINE_PERCENT // 100
        inside = ceil(self.document().size().height())
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if inside > most else policy.ScrollBarAlwaysOff
        )
        # A box that has just been made may be lower than its own viewport.
        wanted = min(inside, most) + max(self.height() - self.viewport().height(), 0)
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and is_history_key(event) and not self.unsaved:
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.composing and event.key() in _ENTER:
            event.accept()  # it finishes the composition, nothing else
        elif is_history_key(event) and not self.unsaved:
            event.ignore()
        elif event.key() in _ENTER and (self.one_line or held == Qt.KeyboardModifier.ControlModifier):
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def insertFromMimeData(self, source: QMimeData) -> None:
        cells = cells_of_text(source.text())
        # A cell of a worksheet comes with a line end, and in quotation marks where it has lines itself.
        alone = sum(map(len, cells)) == 1
        lines = (cells[0][0] if alone else source.text()).splitlines()
        if self.one_line and len(lines) > 1:
            self.insert_lines(lines)
        elif lines:
            self.insertPlainText("\n".join(lines))
            self.ensureCursorVisible()

    def insert_lines(self, lines: list[str]) -> None:
        """Take pasted lines into a box of one line: they are joined."""
        self.insertPlainText("".join(lines))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
        QTimer.singleShot(0, self, self._follow_cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finished.emit()


class ShortText(QLineEdit):
    """A box for figures, dates and other short values; speaks like ``GrowingText``."""

    typed = Signal()
    finished = Signal()
    cancelled = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unsaved = False
        self.composing = False
        self.textEdited.connect(lambda _text: self.typed.emit())

    def set_text(self, text: str) -> None:
        """Show a text; the cursor stays where it was as far as possible."""
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(min(place, len(text)))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and is_history_key(event) and not self.unsaved:
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _ENTER:
            event.accept()  # it finishes the composition, nothing else
        elif is_history_key(event) and not self.unsaved:
            event.ignore()
        elif event.key() in _ENTER:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finished.emit()
