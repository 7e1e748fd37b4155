"""What the tests of the 調査 pane share: the pane as it is shown, its plan, the way to a question."""

import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from dxplanner.model import Question
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.surveys import SurveysPane


def shown(context: PlanContext, qtbot: QtBot) -> SurveysPane:
    made = SurveysPane(context)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    return made


def plan_of(pane: SurveysPane) -> PlanFile:
    return pane.context.workbench.plan


def choose(pane: SurveysPane, code: str) -> int:
    with plan_of(pane).reading() as session:
        key = session.scalars(sa.select(Question.id).where(Question.code == code)).one()
    pane.show_row(key)
    return key
