"""The steps of 新しい計画 as a user takes them: what leads to a page, and what was made in the end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.level_page import LevelPage
from dxplanner.ui.wizard.name_page import NamePage
from dxplanner.ui.wizard.new_plan import NewPlanDialog
from dxplanner.ui.wizard.source_page import SourcePage
from dxplanner.ui.wizard.target_page import TargetPage
from dxplanner.ui.wizard.term_page import TermPage
from tests.ui.input_method import retype

LEFT = Qt.MouseButton.LeftButton
AUTHOR = Author("企画係", "PC-01")
Make = Callable[[Path | None], NewPlanDialog]


class Answers(WizardAsking):
    """Answers file dialogs at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def list_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.path

    def plan_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.path

    def plan_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        return self.path


def forward(wizard: NewPlanDialog) -> None:
    QTest.mouseClick(wizard.forward, LEFT)


def fill_names(wizard: NewPlanDialog) -> None:
    page = wizard.page
    assert isinstance(page, NamePage)
    retype(page.name.edit, "第3次計画")
    retype(page.city.edit, "長崎市")
    forward(wizard)


def term_page(wizard: NewPlanDialog) -> TermPage:
    fill_names(wizard)
    assert isinstance(wizard.page, TermPage)
    return wizard.page


def level_page(wizard: NewPlanDialog) -> LevelPage:
    term_page(wizard)
    forward(wizard)
    assert isinstance(wizard.page, LevelPage)
    return wizard.page


def source_page(wizard: NewPlanDialog, preset: str = "R6計画と同じ") -> SourcePage:
    page = level_page(wizard)
    QTest.mouseClick(page.presets[preset], LEFT)
    forward(wizard)
    assert isinstance(wizard.page, SourcePage)
    return wizard.page


def finish(qtbot: QtBot, wizard: NewPlanDialog) -> PlanSnapshot:
    """Press 作成 on the last page; the plan that was made."""
    assert isinstance(wizard.page, TargetPage)
    assert wizard.forward.text() == "作成"
    with qtbot.waitSignal(wizard.accepted):
        forward(wizard)
    assert wizard.made is not None
    with PlanFile.open(wizard.made, AUTHOR, editable=False) as plan:
        return plan.snapshot()


def shown(page: SourcePage) -> list[str]:
    model = page.preview.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]
