"""印刷の記録 of a handout: record what was given out, and see what has changed on its pages since."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dxplanner.services.plan_settings import LinkChoice
from dxplanner.services.print_runs import RunEntry
from dxplanner.ui.composer.keyed_model import KeyedListModel
from dxplanner.ui.composer.lists import KeyedList
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.plan_rows import LinkBox
from dxplanner.ui.theme import Theme

_NO_RUN: Final = "印刷の記録がまだありません。「今の内容を記録」で残すと使えます。"
_NO_HANDOUT: Final = "もとの資料が削除されているため、今のページと比べられません。"
_EMPTY: Final = "配付した資料を記録すると、あとで差替えのページがわかります。"


class RunsPanel(QWidget):
    """The printings of one handout, or of all, the newest first."""

    record_wanted = Signal(object)
    """int | None: key of the meeting at which the present pages are given out."""
    compare_wanted = Signal(str)
    """uid of the printing that the present pages are to be compared with."""
    list_wanted = Signal(str, str)
    """Kind of block (replacements, corrections) and uid of the printing: make such a handout."""
    view_wanted = Signal(str)
    """uid of the printing whose pages are to be shown as they were given out."""
    forget_wanted = Signal(list)
    scope_changed = Signal()
    """The printings of all handouts are wanted, or only those of the present one again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: KeyedListModel[RunEntry] = KeyedListModel(self._text)
        self.view = KeyedList(theme, self.model, _EMPTY)
        self._handout_id: int | None = None
        self._own_meeting: int | None = None
        self.view.setDragEnabled(False)
        self.view.setAccessibleName("印刷の記録")
        self.view.delete_wanted.connect(self.forget_wanted)
        self.meeting = LinkBox("配付する会議")
        self.record = QPushButton("今の内容を記録")
        self.record.setToolTip("今のページの内容を、配付したものとして計画に残します。")
        self.everything = QCheckBox("すべての資料の記録")
        self.everything.setToolTip("ほかの資料や、削除した資料の記録も一覧に出します。")
        self.look = QPushButton("配付時の内容を見る")
        self.compare = QPushButton("変更を調べる")
        self.replacements = QPushButton("差替え一覧")
        self.corrections = QPushButton("正誤表")
        self._purposes = (
            (self.look, "選んだ記録のページを、配付したときのまま表示します。PDFで保存もできます。"),
            (self.compare, "選んだ記録のあとに変わったページを調べます。"),
            (self.replacements, "選んだ記録のあとに変わったページの一覧を、新しい資料にします。"),
            (self.corrections, "選んだ記録のあとに変わった文字や数値の正誤表を、新しい資料にします。"),
        )
        self.answer = words("", "note", wrap=True)
        self.record.clicked.connect(lambda: self.record_wanted.emit(self.meeting.currentData()))
        self.look.clicked.connect(lambda: self._ask(self.view_wanted.emit))
        self.everything.toggled.connect(self._on_scope)
        self.compare.clicked.connect(lambda: self._ask(self.compare_wanted.emit))
        self.replacements.clicked.connect(
            lambda: self._ask(lambda uid: self.list_wanted.emit("replacements", uid))
        )
        self.corrections.clicked.connect(
            lambda: self._ask(lambda uid: self.list_wanted.emit("corrections", uid))
        )
        self.view.chosen.connect(self._on_chosen)
        pixels = theme.pixels
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        column.setSpacing(pixels(6))
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.chooser = words("配付する会議", "label")
        self.chooser.setBuddy(self.meeting)
        # A long name of a meeting must not make the pane wider than its place.
        self.meeting.setMinimumWidth(pixels(96))
        first.addWidget(self.chooser)
        first.addWidget(self.meeting, 1)
        first.addWidget(self.record)
        second.addWidget(self.look)
        second.addStretch(1)
        second.addWidget(self.everything)
        for button in (self.compare, self.replacements, self.corrections):
            third.addWidget(button)
        third.addStretch(1)
        column.addLayout(first)
        column.addWidget(self.view, 1)
        column.addLayout(second)
        column.addLayout(third)
        column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        self._enable()

    @property
    def wants_all(self) -> bool:
        """Whether the printings of all handouts are to be shown."""
        return self.everything.isChecked()

    def show_runs(
        self,
        handout_id: int | None,
        runs: Sequence[RunEntry],
        meetings: tuple[LinkChoice, ...],
        meeting_id: int | None,
        *,
        editable: bool,
    ) -> None:
        """Show printings, and the meetings to choose from (``meeting_id`` is the handout's own).

        A meeting that somebody has chosen stays chosen as long as the handout is the same.
        """
        self.view.show_entries(runs)
        same = (handout_id, meeting_id) == (self._handout_id, self._own_meeting)
        self._handout_id, self._own_meeting = handout_id, meeting_id
        self.meeting.show_choice(meetings, self.meeting.currentData() if same else meeting_id)
        self.view.editable = editable
        for widget in (self.chooser, self.meeting, self.record, self.replacements, self.corrections):
            widget.setVisible(editable)
        for widget in (self.chooser, self.meeting, self.record):
            widget.setEnabled(handout_id is not None)
        self._enable()

    def say(self, text: str) -> None:
        """Show an answer under the list."""
        self.answer.setText(text)

    def _ask(self, act: Callable[[str], None]) -> None:
        entry = self.model.entry(self.view.currentIndex())
        if entry is not None:
            act(entry.uid)

    def _on_chosen(self) -> None:
        self.say("")
        self._enable()

    def _on_scope(self) -> None:
        self.scope_changed.emit()
        # Records that stay in the list now tell their handout, or no longer do.
        self.view.viewport().update()

    def _enable(self) -> None:
        entry = self.model.entry(self.view.currentIndex())
        for button, purpose in self._purposes:
            lost = entry is not None and entry.handout_id is None and button is not self.look
            button.setEnabled(entry is not None and not lost)
            button.setToolTip(_NO_RUN if entry is None else _NO_HANDOUT if lost else purpose)

    def _text(self, run: RunEntry) -> str:
        handout = (run.number, run.title) if self.wants_all else ()
        parts = (run.printed, f"{run.pages}ページ", *handout, run.meeting, run.author)
        return "　".join(part for part in parts if part)
