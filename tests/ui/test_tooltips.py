"""Every button of a pane says in its tooltip what it does."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.ui.context import PlanContext

PANES = (
    "indicators", "surveys", "budget", "reviews", "transitions", "outline", "trends", "meetings", "origin",
    "plan",
)  # fmt: skip


@pytest.mark.parametrize("key", PANES)
def test_buttons_explain_themselves(qtbot: QtBot, context: PlanContext, key: str) -> None:
    source = next(one for one in program_parts().panes if one.key == key)
    pane = source.make(context)
    qtbot.addWidget(pane)
    pane.resize(1074, 620)
    with qtbot.waitExposed(pane):
        pane.show()
    show_page = getattr(pane, "show_page", None)
    for page in range(3 if show_page is not None else 1):
        if show_page is not None:
            show_page(page)
        seen = [
            button
            for button in pane.findChildren(QAbstractButton)
            if button.isVisibleTo(pane) and not isinstance(button, QCheckBox)
        ]
        assert seen
        silent = [button.text() or button.accessibleName() for button in seen if not button.toolTip()]
        assert silent == []
