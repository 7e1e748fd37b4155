"""The 新旧 pane on the sample plan, for all tests of it."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.transitions import TransitionsPane


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> TransitionsPane:
    """The pane on the sample plan, shown, its keyboard in the diagram."""
    made = TransitionsPane(context, today=lambda: date(2024, 11, 8))
    qtbot.addWidget(made)
    made.resize(1074, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.view.lay_out()
    made.board.setFocus()
    return made
