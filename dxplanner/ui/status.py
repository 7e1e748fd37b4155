"""The status bar: what is saved, what was said, who works, 年度, lock, sums of the selection, size."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar, QToolButton, QWidget

from dxplanner.ui.icons import Icons
from dxplanner.ui.jobs import Job
from dxplanner.ui.theme import Theme

SAID_MS = 12_000
"""How long a sentence stays; it can be read again in its tooltip until the next one."""

_AFTER_MESSAGE = 4
"""Place in the bar behind saved, inferred, selection and message."""

Follow = tuple[str, Callable[[], object]]
"""A button beside a sentence: its label and what it does."""


class ElidedLabel(QLabel):
    """A label that ends in 「…」 where it has no room, with the whole sentence in its tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(
            self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
        )


class StatusStrip(QStatusBar):
    """The frame's status bar. Everything in it is words first; icons only repeat them."""

    inferred_clicked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.saved = self._label("保存の状態")
        self.inferred = self._label("推定のままの件数")
        self.inferred.setToolTip("出典をまだ確かめていない値の件数です。確かめたら「確認済」にします。")
        self.selection = self._label("選択した範囲の合計")
        self.message = ElidedLabel()
        self.message.setAccessibleName("お知らせ")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._follow: list[QToolButton] = []
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedSize(theme.pixels(120), theme.pixels(10))
        self.progress.setAccessibleName("進み具合")
        self.stop = self._button("中止")
        self.stop.setToolTip("書き出しを途中でやめます。")
        self.stop.clicked.connect(self._stop_job)
        self._job: Job | None = None
        self.who = self._label("利用者と端末")
        self.term = self._label("年度", ElidedLabel())
        self.lock = self._label("編集できるかどうか")
        self.zoom = self._label("文字の大きさ")
        for label in (self.saved, self.inferred, self.selection):
            self.addWidget(label)
        self.addWidget(self.message, 1)
        for widget in (self.progress, self.stop, self.who, self.term, self.lock, self.zoom):
            self.addPermanentWidget(widget)
        for part in (self.selection, self.progress, self.stop):
            part.hide()
        self._fading = QTimer(self, singleShot=True, interval=SAID_MS)
        self._fading.timeout.connect(lambda: self.say(""))

    def say(self, sentence: str, follow: Sequence[Follow] = ()) -> None:
        """Show a sentence for a while; ``follow`` are buttons that stay with it."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)
        for button in self._follow:
            self.removeWidget(button)
            button.deleteLater()
        self._follow = []
        for place, (label, act) in enumerate(follow):
            button = self._button(label)
            button.clicked.connect(act)
            self.insertWidget(_AFTER_MESSAGE + place, button)
            button.show()
            self._follow.append(button)
        self._fading.stop()
        if sentence and not follow:
            self._fading.start()

    def outdate(self) -> None:
        """Something else has been done: a sentence about what came before is taken back."""
        if not self._follow:
            self.say("")

    def show_saved(self, read_only: bool) -> None:
        """Every edit is in the file at once, so there is nothing to save; a read-only plan says so here."""
        self.saved.setText("閲覧のみ" if read_only else "✓ すべて保存済み")
        self._tone(self.saved, "caution" if read_only else "good")
        self.lock.setText("編集中")
        self.lock.setVisible(not read_only)

    def show_inferred(self, count: int) -> None:
        """How many values are still 推定."""
        self.inferred.setText(f"推定 {count}件")
        self.inferred.setVisible(count > 0)

    def show_selection(self, text: str) -> None:
        """Sums of the selected cells, such as 「選択 3セル 合計 120.9」; empty hides it."""
        self.selection.setText(text)
        self.selection.setVisible(bool(text))

    def watch(self, job: Job) -> None:
        """Show a job's progress once it is slow, with a button that stops it."""
        self._job = job
        job.slow.connect(self._show_progress)
        job.progress.connect(self._move_progress)
        job.finished.connect(self._hide_progress)

    def _show_progress(self) -> None:
        self.progress.show()
        self.stop.show()
        self.stop.setEnabled(True)

    def _move_progress(self, done: int, total: int, what: str) -> None:
        self.progress.setMaximum(total)
        self.progress.setValue(done)
        if what and self.progress.isVisible():
            self.say(f"書き出しています（{done + 1}／{total}）：{what}")

    def _hide_progress(self) -> None:
        self._job = None
        self.progress.hide()
        self.stop.hide()

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)

    def _label(self, name: str, label: QLabel | None = None) -> QLabel:
        label = QLabel() if label is None else label
        label.setAccessibleName(name)
        label.setContentsMargins(self._theme.pixels(6), 0, self._theme.pixels(6), 0)
        return label

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("primary", True)
        return button

    @staticmethod
    def _tone(label: QLabel, role: str) -> None:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
