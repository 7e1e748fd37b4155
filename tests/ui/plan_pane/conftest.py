"""The 計画 pane on the screen, for all tests of it."""

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.plan import PlanPane
from tests.ui.plan_pane.desk import REVISED, TODAY, Shown


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Makes the pane, shown on the 見直し案 where there is one."""

    def make(context: PlanContext) -> PlanPane:
        made = PlanPane(context, today=lambda: TODAY)
        qtbot.addWidget(made)
        made.resize(1074, 1600)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def pane(shown: Shown, context: PlanContext) -> PlanPane:
    """The pane on the sample, 見直し案."""
    context.select_version(REVISED)
    return shown(context)
