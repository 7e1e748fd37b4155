"""The box in which a cell is typed, and the list that it offers. Keys of an input method stay with it."""

from collections.abc import Sequence
from string import Template
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QTextEdit, QWidget

from dxplanner.domain.text import comparison_key
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

Step = tuple[int, int]
"""Rows and columns to go on by when an edit is kept."""

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS: Final[dict[int, Step]] = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
_MOST_OFFERED: Final = 10
_BOX: Final = Template("""
QTextEdit { border: 2px solid $accent; border-radius: 0; padding: ${p3}px ${p4}px 0 ${p4}px; }
QTextEdit[invalid="true"] { border-color: $error; }
""")
_KEYS = Qt.KeyboardModifier


class CellBox(GrowingText):
    """Types one cell. ``overwriting``: it began by typing, so that arrows keep the text and go on."""

    accepted = Signal(object)
    """Step: keep the text and go on."""
    left = Signal()
    """The focus went elsewhere in the window."""

    def __init__(self, theme: Theme, parent: QWidget, *, lines: bool, offers: Sequence[str] | None) -> None:
        super().__init__(one_line=not lines, parent=parent)
        self.unsaved = True
        self.filled = False
        self.overwriting = False
        self.least = 0
        """The height of the cell below the box."""
        self.done = False
        """The edit has ended: what still happens to the box means nothing."""
        self.offers = None if offers is None else OfferList(theme, self, offers)
        self.typed.connect(self._on_typed)
        self.setStyleSheet(_BOX.substitute(theme.colours, p3=theme.pixels(3), p4=theme.pixels(4)))

    def setFixedHeight(self, height: int) -> None:
        super().setFixedHeight(max(height, self.least))

    def begin(self, text: str, *, overwriting: bool) -> None:
        """Show the text that the cell has; what is typed over it replaces it."""
        self.overwriting, self.filled = overwriting, True
        self.set_text(text)
        if overwriting:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)

    def show_problem(self, wrong: bool) -> None:
        """Whether what is in the box cannot be stored."""
        mark(self, "invalid", wrong)

    def close_offers(self) -> None:
        """The list goes with the box."""
        if self.offers is not None:
            self.offers.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~_KEYS.KeypadModifier
        if self.composing:
            super().keyPressEvent(event)
        elif self.offers is not None and self._offer_key(key, held):
            event.accept()
        elif key in _ENTER and held == _KEYS.AltModifier:
            if not self.one_line:
                self.insertPlainText("\n")
            event.accept()
        elif key in _ENTER and held in (_KEYS.NoModifier, _KEYS.ShiftModifier, _KEYS.ControlModifier):
            self._accept((-1 if held == _KEYS.ShiftModifier else 0 if held else 1, 0))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._accept((0, -1 if key == Qt.Key.Key_Backtab or held == _KEYS.ShiftModifier else 1))
        elif key in _ARROWS and self.overwriting and not held:
            self._accept(_ARROWS[key])
        elif key == Qt.Key.Key_F2:
            self.overwriting = False
        else:
            super().keyPressEvent(event)
            if key != Qt.Key.Key_Escape:
                event.accept()

    def _accept(self, step: Step) -> None:
        if self.offers is not None and self.offers.isVisible():
            chosen = self.offers.chosen()
            if chosen is not None and self.text().strip():
                self.set_text(chosen)
        self.accepted.emit(step)

    def _offer_key(self, key: int, held: Qt.KeyboardModifier) -> bool:
        assert self.offers is not None
        if key == Qt.Key.Key_Down and held == _KEYS.AltModifier:
            self.offers.offer("")
            self.offers.step(0)
            return True
        if not self.offers.isVisible():
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not held:
            self.offers.step(1 if key == Qt.Key.Key_Down else -1)
            self.take(self.offers.chosen(), close=False)
            return True
        if key == Qt.Key.Key_Escape:
            self.offers.hide()
            return True
        return False

    def take(self, text: str | None, *, close: bool = True) -> None:
        """Put a text from the list into the box."""
        if text is not None:
            self.set_text(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
        if close and self.offers is not None:
            self.offers.hide()

    def _on_typed(self) -> None:
        self.show_problem(False)
        if self.offers is not None and not self.done:
            self.offers.offer(self.text())

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in (*_ENTER, *_ARROWS, Qt.Key.Key_F2, Qt.Key.Key_Delete)
        ):
            # While a cell is typed, these keys belong to the text.
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QTextEdit.focusOutEvent(self, event)
        # Another program is only looked at; the edit goes on afterwards.
        kept = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in kept and not self.done:
            self.left.emit()


class OfferList(QListWidget):
    """What a cell offers, below its box: narrowed by what is typed, taken by Enter or a click."""

    def __init__(self, theme: Theme, box: CellBox, offers: Sequence[str]) -> None:
        super().__init__(box.window())
        self._theme, self._box = theme, box
        self._offers = [(comparison_key(text), text) for text in offers if text]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("選択肢")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: box.take(item.text()))
        box.destroyed.connect(self.deleteLater)
        self.hide()

    def offer(self, typed: str) -> None:
        """Offer what contains the typed text; the best one is chosen, unless nothing is typed."""
        wanted = comparison_key(typed)
        found = [(key, text) for key, text in self._offers if wanted in key]
        found.sort(key=lambda one: (one[0] != wanted, not one[0].startswith(wanted)))
        self.clear()
        for _, text in found if wanted else self._offers:
            item = QListWidgetItem(text, self)
            item.setSizeHint(QSize(0, self._theme.pixels(24)))
        if not self.count():
            self.hide()
            return
        self.setCurrentRow(0 if wanted else self._row_of_box())
        self._place()
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Choose the next or the previous one."""
        self.setCurrentRow(max(0, min(self.currentRow() + by, self.count() - 1)))

    def chosen(self) -> str | None:
        """The chosen text."""
        item = self.currentItem()
        return None if item is None else item.text()

    def _row_of_box(self) -> int:
        texts = [text for _, text in self._offers]
        return texts.index(self._box.text()) if self._box.text() in texts else -1

    def _place(self) -> None:
        height = self._theme.pixels(24) * min(self.count(), _MOST_OFFERED) + 2 * self.frameWidth()
        texts = max(self.fontMetrics().horizontalAdvance(text) for _, text in self._offers)
        wide = max(min(texts + self._theme.pixels(32), self._theme.pixels(420)), self._box.width())
        window = self._box.window()
        corner = self._box.mapTo(window, QPoint(0, self._box.height()))
        if corner.y() + height > window.height():
            corner.setY(max(0, self._box.mapTo(window, QPoint(0, 0)).y() - height))
        corner.setX(max(0, min(corner.x(), window.width() - wide)))
        self.setGeometry(QRect(corner.x(), corner.y(), wide, height))
