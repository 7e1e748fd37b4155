"""What the tests of the 資料 pane share: the pane that renders nothing by itself, the options stored."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from dxplanner.model import HandoutBlock
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.context import PlanContext


def hidden_pane(context: PlanContext, qtbot: QtBot) -> Iterator[HandoutsPane]:
    """The pane, not shown: it renders nothing by itself. Its renderer is stopped after the test."""
    made = HandoutsPane(context)
    qtbot.addWidget(made)
    context.committed.connect(made.apply)
    made.reload()
    yield made
    made.renderer.stop()


def stored_options(pane: HandoutsPane, block: int) -> dict[str, Any]:
    """The options of a block."""
    with pane.context.workbench.plan.reading() as session:
        return dict(session.scalars(sa.select(HandoutBlock.options).where(HandoutBlock.id == block)).one())
