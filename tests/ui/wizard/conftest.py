"""The wizard of 新しい計画 as it opens, for all tests of it."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.new_plan import NewPlanDialog
from tests.ui.wizard.steps import AUTHOR, Answers, Make


@pytest.fixture
def make_wizard(qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path) -> Make:
    """Makes the wizard, shown; its file dialogs answer with a path."""

    def make(answer: Path | None = None) -> NewPlanDialog:
        settings.set("wizard/folder", str(tmp_path))
        answers = Answers(answer or tmp_path / "ない")
        made = NewPlanDialog(theme, settings, AUTHOR, answers, date(2024, 11, 20))
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return make


@pytest.fixture
def wizard(make_wizard: Make) -> NewPlanDialog:
    """The wizard, on its first page."""
    return make_wizard(None)
