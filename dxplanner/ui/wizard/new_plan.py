"""新しい計画: the steps one after the other, and the file at the end."""

from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.services.new_plan import create_plan
from dxplanner.store.lock import Author
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.jobs import Jobs
from dxplanner.ui.settings import Settings
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.level_page import LevelPage
from dxplanner.ui.wizard.name_page import NamePage
from dxplanner.ui.wizard.page import WizardPage
from dxplanner.ui.wizard.source_page import SourcePage
from dxplanner.ui.wizard.steps import StepList
from dxplanner.ui.wizard.target_page import TargetPage
from dxplanner.ui.wizard.term_page import TermPage

_SIZE: Final = QSize(960, 600)
_CITY: Final = "wizard/city"
_FOLDER: Final = "wizard/folder"


class NewPlanDialog(QDialog):
    """The wizard. ``made`` is the file that was written when it was accepted."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        author: Author,
        asking: WizardAsking,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新しい計画")
        self.made: Path | None = None
        self._theme = theme
        self._settings = settings
        self._author = author
        self.jobs = Jobs(self)
        self.draft = PlanDraft.begin(settings.text(_CITY), today)
        folder = settings.text(_FOLDER)
        self.pages: tuple[WizardPage, ...] = (
            NamePage(self.draft, theme),
            TermPage(self.draft, theme),
            LevelPage(self.draft, theme),
            SourcePage(self.draft, theme, author, self.jobs, asking),
            TargetPage(self.draft, theme, Path(folder) if folder else documents_folder(), asking),
        )
        self.steps = StepList([page.step for page in self.pages], theme, self)
        self.title, self.lead = QLabel(self), Prose(parent=self)
        mark(self.title, "role", "title")
        self.back, self.forward, self.stop = (QPushButton(self) for _ in range(3))
        self.back.setText("戻る")
        self.stop.setText("中止")
        self.stop.setToolTip("計画を作らずに閉じます（Esc）。")
        self.back.setToolTip("1つ前の段階に戻ります。入力した内容は残ります。")
        self.back.setAutoDefault(False)
        self.stop.setAutoDefault(False)
        self.forward.setDefault(True)
        mark(self.forward, "primary")
        self._lay_out()
        self.back.clicked.connect(lambda: self._turn_to(self._stack.currentIndex() - 1))
        self.forward.clicked.connect(self._forward)
        self.stop.clicked.connect(self.reject)
        self._fit_screen()
        self._turn_to(0)

    @property
    def page(self) -> WizardPage:
        """The step that is shown."""
        return self.pages[self._stack.currentIndex()]

    def _lay_out(self) -> None:
        pixels = self._theme.pixels
        self._stack = QStackedWidget(self)
        for page in self.pages:
            self._stack.addWidget(page)
        area = QScrollArea(self)
        area.setWidget(self._stack)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rule = QFrame(self)
        rule.setFixedHeight(1)
        mark(rule, "role", "rule")
        buttons = QHBoxLayout()
        buttons.setSpacing(pixels(8))
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.forward)
        for button in (self.stop, self.back, self.forward):
            button.setMinimumWidth(pixels(88))
        right = QVBoxLayout()
        right.setContentsMargins(pixels(24), pixels(20), pixels(24), pixels(16))
        right.setSpacing(pixels(8))
        right.addWidget(self.title)
        right.addWidget(self.lead)
        right.addSpacing(pixels(8))
        right.addWidget(area, 1)
        right.addWidget(rule)
        right.addSpacing(pixels(4))
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addLayout(right, 1)

    def _fit_screen(self) -> None:
        """As large as the pages like it, but never larger than the screen."""
        wanted = QSize(self._theme.pixels(_SIZE.width()), self._theme.pixels(_SIZE.height()))
        room = self.screen().availableGeometry().size() * 0.95
        self.resize(wanted.boundedTo(room))

    def _turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        page = self.page
        self.title.setText(page.title)
        self.lead.setText(page.lead)
        self.steps.show_step(number)
        self.back.setEnabled(number > 0)
        last = number == len(self.pages) - 1
        self.forward.setText("作成" if last else "次へ")
        self.forward.setToolTip(
            "計画ファイルを作って開きます（Enter）。" if last else "次の段階に進みます（Enter）。"
        )
        page.enter()

    def _forward(self) -> None:
        if not self.page.leave():
            return
        number = self._stack.currentIndex() + 1
        if number < len(self.pages):
            self._turn_to(number)
        else:
            self._create()

    def _create(self) -> None:
        """Write the file on another thread; what goes wrong is said beside the place."""
        target, spec, author = self.draft.target, self.draft.spec, self._author
        assert target is not None
        self._busy(True)
        self.jobs.start(
            "計画の作成", lambda _job: create_plan(target, spec, author), self._created, self._not_created
        )

    def _created(self, target: object) -> None:
        assert isinstance(target, Path)
        self.made = target
        self._settings.set(_CITY, self.draft.city)
        self._settings.set(_FOLDER, str(target.parent))
        self.accept()

    def _not_created(self, sentence: str) -> None:
        self._busy(False)
        if isinstance(self.page, TargetPage):
            self.page.file.say(sentence)

    def _busy(self, busy: bool) -> None:
        for button in (self.back, self.forward, self.stop):
            button.setEnabled(not busy)
        if isinstance(self.page, TargetPage):
            self.page.working.say("計画を作成しています…" if busy else None)

    def reject(self) -> None:
        """Give up, unless the file is being written just now."""
        if self.stop.isEnabled():
            super().reject()

    def done(self, result: int) -> None:
        """Close after all reading has ended."""
        self.jobs.cancel_all()
        super().done(result)


def run_new_plan_wizard(
    parent: QWidget, theme: Theme, settings: Settings, author: Author, asking: WizardAsking | None = None
) -> Path | None:
    """Ask for a new plan and write it; returns where, or None when it was given up."""
    dialog = NewPlanDialog(theme, settings, author, asking or WizardAsking(), date.today(), parent)
    try:
        dialog.exec()
        return dialog.made
    finally:
        dialog.deleteLater()
