"""Around the cells: 絞り込み, 件数 and 並べ替え above, what is wrong below, what belongs there inside."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLineEdit, QWidget

from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_FILTER_MS: Final = 200
_FILTER_WIDTH: Final = 240
_LEAST_WIDTH: Final = 96


class FilterLine(QWidget):
    """Words to filter by, how many rows that leaves, and the buttons about columns and order."""

    filtered = Signal(str)
    """The words that rows have to contain."""
    left = Signal()
    """Enter or Esc: back to the cells."""
    order_dropped = Signal()
    """Back to the stored order."""
    dropped = Signal()
    """All rows again, whatever filters them."""
    headings_asked = Signal(QPoint)
    """The menu of columns and order is wanted, at this place on the screen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = QLineEdit(placeholderText="絞り込み（Ctrl+F）", clearButtonEnabled=True)
        self.box.setAccessibleName("絞り込み")
        self.box.setToolTip(
            "入力した言葉のある行だけを表示します。空白で区切ると、すべての言葉がある行です。"
        )
        self.box.setMinimumWidth(theme.pixels(_LEAST_WIDTH))
        self.box.setMaximumWidth(theme.pixels(_FILTER_WIDTH))
        self.count = words("", "quiet")
        self.all = button("絞り込みを解除", "small")
        self.all.setToolTip("言葉や列の値での絞り込みをやめて、すべての行を表示します。")
        self.order = button("元の並び順に戻す", "small")
        self.order.setToolTip("並べ替えをやめて、元の並び順で表示します。")
        self.headings = button("列と並べ替え", "small")
        self.headings.setToolTip("並べ替え、列の値での絞り込み、表示する列、列の幅を選びます。")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.pixels(6))
        row.setSpacing(theme.pixels(8))
        row.addWidget(self.box, 100)
        for widget in (self.count, self.all, self.order):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.headings)
        self._typing = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self._typing.timeout.connect(self.take)
        self.box.textChanged.connect(lambda _text: self._typing.start())
        self.box.returnPressed.connect(self._leave)
        self.order.clicked.connect(self.order_dropped)
        self.all.clicked.connect(self.dropped)
        self.headings.clicked.connect(
            lambda: self.headings_asked.emit(self.headings.mapToGlobal(QPoint(0, self.headings.height())))
        )
        self.show_state(0, 0, filtered=False, sorted_=False)

    def show_text(self, text: str) -> None:
        """Show the words that are in force."""
        if self.box.text() != text:
            self.box.setText(text)
        self._typing.stop()

    def show_state(self, shown: int, stored: int, *, filtered: bool, sorted_: bool) -> None:
        """Show how many rows there are, how many of them are shown, and what brings them all back."""
        every = f"{stored:,}件" if stored else ""
        self.count.setText(f"{stored:,}件中{shown:,}件を表示" if filtered else every)
        self.all.setVisible(filtered)
        self.order.setVisible(sorted_)

    def begin(self) -> None:
        """Begin to type words."""
        self.box.setFocus()
        self.box.selectAll()

    def take(self) -> None:
        """Filter by what has been typed."""
        self._typing.stop()
        self.filtered.emit(self.box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.box.clear()
            self._leave()
        elif event.key() == Qt.Key.Key_Down:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.take()
        self.left.emit()


class NoticeLine(QWidget):
    """One sentence, and the buttons about the cells whose texts cannot be stored."""

    next_asked = Signal()
    drop_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = words("", "error", wrap=True)
        self.next = button("次の印へ", "small")
        self.next.setToolTip("読めない文字の入ったセルへ進みます。")
        self.drop = button("印を消す", "small")
        self.drop.setToolTip("読めない文字を取りやめて、セルを元の内容に戻します。")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.pixels(8), theme.pixels(4), 0, theme.pixels(4))
        row.setSpacing(theme.pixels(8))
        row.addWidget(self.text, 1)
        row.addWidget(self.next)
        row.addWidget(self.drop)
        self.next.clicked.connect(self.next_asked)
        self.drop.clicked.connect(self.drop_asked)
        self.say("", wrong=False, marked=False)

    def say(self, sentence: str, *, wrong: bool, marked: bool) -> None:
        """Show a sentence; the line goes when there is none, and no marked cell either."""
        mark(self.text, "role", "error" if wrong else "")
        self.text.setText(sentence)
        self.next.setVisible(marked)
        self.drop.setVisible(marked)
        self.setVisible(bool(sentence) or marked)


class EmptyWords(Prose):
    """What belongs into a table without rows, written where the rows would be; clicks go through it."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea, above: int) -> None:
        """``above``: pixels at the top that the row to write in takes."""
        super().__init__("", area.viewport())
        self._area, self._above = area, above
        mark(self, "role", "empty")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setStyleSheet(f"color: {theme.colours['quiet']}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        area.viewport().installEventFilter(self)

    def say(self, sentence: str) -> None:
        """Show a sentence; blank takes it away."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(self._area.viewport().rect().adjusted(0, self._above, 0, 0))
