"""The 関係図 page on the sample plan, for all tests of it."""

import pytest
from pytestqt.qtbot import QtBot

from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.trends import TrendsPane
from tests.ui.diagram.desk import shown


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> TrendsPane:
    """The pane on the screen."""
    return shown(qtbot, context)


@pytest.fixture
def page(pane: TrendsPane) -> DiagramPage:
    """Its page of diagrams."""
    return pane.diagram


@pytest.fixture
def board(page: DiagramPage) -> DiagramBoard:
    """The board on the page."""
    return page.board
