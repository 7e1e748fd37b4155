"""ほかの計画から取り込む: which plan file, which of its 資料 and ひな形, and what this plan does not have."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.handout_import import Incoming, incoming, missing_sentence
from dxplanner.services.plan_copy import other_plan
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.asking import Asking
from dxplanner.ui.composer.keyed_model import KeyedListModel
from dxplanner.ui.composer.lists import KeyedList
from dxplanner.ui.dialog_buttons import decision
from dxplanner.ui.forms.looks import words
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.page import Entry

_CHOOSE: Final = "「参照…」で計画ファイルを選ぶと、その資料とひな形がここに並びます。"
_READING: Final = "計画を読み込んでいます…"
_NONE: Final = "この計画に、資料とひな形はありません。"
_SAME: Final = "いま開いている計画です。ほかの計画を選んでください。"
_FILE: Final = "取り込む資料のある計画ファイルです。元の計画は変わりません。"
_LEAD: Final = (
    "印を付けたものを、この計画の資料の終わりに加えます。"
    "計画版や予算事業などの選択は、この計画の同じ名前のものになります。"
)
_AUTOMATIC: Final = "取り込んだあとに「部品の設定」で選べます。"


class TakeOverDialog(QDialog):
    """Chooses handouts of another plan. ``chosen`` are those that are ticked."""

    def __init__(
        self,
        plan: PlanFile,
        now: Callable[[], PlanSnapshot],
        theme: Theme,
        asking: Asking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("ほかの計画から資料・ひな形を取り込む")
        self.resize(theme.pixels(680), theme.pixels(560))
        self._plan, self._now, self._asking = plan, now, asking
        self._read: Path | None = None
        self._ticked: set[int] = set()
        self.jobs = Jobs(self)
        self.file = Entry("計画ファイル", _FILE, theme, "参照…", self)
        self.model: KeyedListModel[Incoming] = KeyedListModel(
            _text, tip=_tip, checked=lambda row: row.id in self._ticked, check=self._tick, parent=self
        )
        self.view = KeyedList(theme, self.model, _CHOOSE, self)
        self.view.editable = False
        self.view.setDragEnabled(False)
        self.view.setAccessibleName("取り込む資料とひな形")
        self.all, self.none = QPushButton("すべてに印"), QPushButton("印を外す")
        self.all.setToolTip("一覧のすべての資料とひな形に印を付けます。")
        self.none.setToolTip("すべての印を外します。")
        self.note = words("", "note", wrap=True)
        buttons, self.take = decision(self, "取り込む", self.accept)
        self.take.setToolTip("印を付けたものを加えます。取り込んだ後は、Ctrl+Z で一度に戻せます。")
        self._lay_out(theme, buttons)
        self.file.edit.editingFinished.connect(self.read)
        self.file.button.clicked.connect(self._browse)
        self.all.clicked.connect(lambda: self._tick_all(True))
        self.none.clicked.connect(lambda: self._tick_all(False))
        self._show()

    def _lay_out(self, theme: Theme, buttons: QWidget) -> None:
        for button in (self.all, self.none):
            button.setAutoDefault(False)
        marks = QHBoxLayout()
        marks.addWidget(self.all)
        marks.addWidget(self.none)
        marks.addStretch(1)
        column = QVBoxLayout(self)
        edge = theme.pixels(16)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.pixels(8))
        column.addWidget(words(_LEAD, "plain", wrap=True))
        column.addWidget(self.file)
        column.addWidget(self.view, 1)
        column.addLayout(marks)
        column.addWidget(self.note)
        column.addWidget(buttons)

    @property
    def chosen(self) -> list[Incoming]:
        """What is to be taken over, in its order."""
        return [row for row in self.model.entries if row.id in self._ticked]

    def read(self) -> None:
        """Read the plan that is named, on another thread, unless it has been read."""
        path = Path(self.file.text)
        if not self.file.text or path == self._read:
            return
        self._read = path
        self._offer([], _READING)
        if _same_file(path, self._plan.path):
            self._failed(path, _SAME)
            return
        self.file.say(None)
        author, present = self._plan.author, self._now()
        self.jobs.start(
            "計画の読み込み",
            lambda _job: incoming(other_plan(path, author), present),
            lambda found: self._loaded(path, cast("list[Incoming]", found)),
            lambda sentence: self._failed(path, sentence),
        )

    def _loaded(self, path: Path, rows: list[Incoming]) -> None:
        if path == self._read:
            self._offer(rows, _NONE)
            self.view.setFocus()

    def _failed(self, path: Path, sentence: str) -> None:
        if path == self._read:
            self.file.say(sentence)
            self._offer([], _CHOOSE)

    def _offer(self, rows: list[Incoming], empty: str) -> None:
        self._ticked = {row.id for row in rows if row.template}
        self.view.show_entries(rows, empty)
        self._show()

    def _tick(self, row: Incoming, on: bool) -> None:
        """The box of a selected row ticks all that are selected."""
        keys = self.view.keys()
        (self._ticked.update if on else self._ticked.difference_update)(keys if row.id in keys else [row.id])
        self._show()

    def _tick_all(self, on: bool) -> None:
        self._ticked = {row.id for row in self.model.entries} if on else set()
        self._show()

    def _show(self) -> None:
        self.view.viewport().update()
        count, there = len(self.chosen), self.model.rowCount()
        self.take.setEnabled(count > 0)
        self.take.setText(f"{count}件を取り込む" if count else "取り込む")
        self.all.setEnabled(count < there)
        self.none.setEnabled(count > 0)
        missing = missing_sentence([one for row in self.chosen for one in row.missing])
        self.note.setText(f"{missing}\n{_AUTOMATIC}" if missing else "")

    def _browse(self) -> None:
        start = Path(self.file.text or self._plan.path).parent
        path = self._asking.plan_to_open(self, start)
        if path is not None:
            self.file.edit.setText(str(path))
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.file.button.setFocus()

    def done(self, result: int) -> None:
        """Close after all reading has ended."""
        self._read = None
        self.jobs.cancel_all()
        super().done(result)


def _text(row: Incoming) -> str:
    mark = "【ひな形】" if row.template else ""
    return mark + "　".join(part for part in (row.number, row.title) if part)


def _tip(row: Incoming) -> str:
    return "\n".join(part for part in (_text(row), missing_sentence(row.missing)) if part)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
