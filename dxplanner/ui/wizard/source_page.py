"""Step 4: where the 体系 comes from, with a preview of what it becomes."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.store.lock import Author
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.copy_part import CopyPart
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.outline_part import OutlinePart
from dxplanner.ui.wizard.page import Message, WizardPage
from dxplanner.ui.wizard.preview import Preview

_CHOICES = ("空の計画から始める", "ほかの計画の体系を写す", "エクセルなどの一覧から作る")
_NOTHING = "階層だけを決めた空の計画ができます。項目は、計画を開いてから左の体系に加えます。"
_EMPTY, _COPY, _OUTLINE = range(3)


class SourcePage(WizardPage):
    """Empty, copied from another plan, or read from a list."""

    step = "出発点"
    title = "体系の出発点"
    lead = "施策体系を空から作るか、今ある体系を使うかを選びます。あとから編集できます。"

    def __init__(
        self,
        draft: PlanDraft,
        theme: Theme,
        author: Author,
        jobs: Jobs,
        asking: WizardAsking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(draft, theme, parent)
        self.choices = [QRadioButton(words, self) for words in _CHOICES]
        self._group = QButtonGroup(self)
        for number, button in enumerate(self.choices):
            self._group.addButton(button, number)
        self.copy = CopyPart(draft, theme, author, jobs, asking)
        self.outline = OutlinePart(draft, theme, jobs, asking)
        self.both = QCheckBox("現行計画にも同じ体系を入れる", self)
        self.both.setToolTip("現行計画と見直し案が同じ体系で始まり、変えたところを新旧で比べられます。")
        self.preview = Preview(theme, self)
        self.message = Message(parent=self)
        self._parts = QStackedWidget(self)
        for part in (QWidget(self), self.copy, self.outline):
            self._parts.addWidget(part)
        self._lay_out()
        self._group.idToggled.connect(lambda _number, on: self._choose() if on else None)
        self.copy.changed.connect(self._show)
        self.outline.changed.connect(self._show)
        self.choices[_EMPTY].setChecked(True)

    def _lay_out(self) -> None:
        gap = self.theme.pixels(8)
        choices = QHBoxLayout()
        choices.setSpacing(self.theme.pixels(20))
        for button in self.choices:
            choices.addWidget(button)
        choices.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._parts, 1)
        left.addWidget(self.both)
        self._empty = Prose(_NOTHING, self)
        mark(self._empty, "role", "quiet")
        self._middle = QWidget(self)
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, self.theme.pixels(4), 0, 0)
        middle.setSpacing(self.theme.pixels(16))
        middle.addLayout(left, 11)
        middle.addWidget(self.preview, 9)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addLayout(choices)
        layout.addWidget(self._empty)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self.message)
        layout.addStretch(0)

    @property
    def _chosen(self) -> CopyPart | OutlinePart | None:
        parts: dict[int, CopyPart | OutlinePart] = {_COPY: self.copy, _OUTLINE: self.outline}
        return parts.get(self._group.checkedId())

    def enter(self) -> None:
        self.both.setVisible(self.draft.current is not None)
        self.outline.refresh()
        self._show()
        self.choices[self._group.checkedId()].setFocus()

    def leave(self) -> bool:
        part = self._chosen
        if part is None:
            self.draft.seeds, self.draft.departments, self.draft.wanted = (), (), None
            return True
        if part.problem is not None:
            self.message.say(part.problem.replace("\n", ""))
            return False
        if isinstance(part, CopyPart):
            self.draft.levels = part.levels
        self.draft.seeds = part.seeds
        self.draft.departments = part.departments if isinstance(part, CopyPart) else ()
        self.draft.wanted = part.wanted if isinstance(part, CopyPart) else None
        self.draft.fill_current = self.both.isChecked()
        return True

    def _choose(self) -> None:
        self._parts.setCurrentIndex(self._group.checkedId())
        self._show()

    def _show(self) -> None:
        self.message.say(None)
        part = self._chosen
        self._middle.setVisible(part is not None)
        self._empty.setVisible(part is None)
        if part is None:
            return
        if part.problem is not None:
            self.preview.show_nothing(part.problem)
        else:
            rows = part.rows if isinstance(part, OutlinePart) else ()
            self.preview.show_seeds(part.levels, part.seeds, rows)
