"""What the tests of the 指標 pane share: the pane on the sample plan, its rows, its keys."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicators import IndicatorsPane

Key = Qt.Key
Make = Callable[[PlanFile], PlanContext]
CURRENT, REVISED = 1, 2
TODAY = date(2024, 11, 8)
FIRMS, ACCESS, DOMESTIC, OVERTIME = 3, 4, 7, 11


def make_pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    context.select_version(REVISED)
    made = IndicatorsPane(context, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def shown(pane: IndicatorsPane, *columns: str) -> list[tuple[str, ...]]:
    model = pane.sheet.model
    places = [[one.key for one in model.columns].index(column) for column in columns]
    return [tuple(model.text(row, place) for place in places) for row in range(len(model.keys))]


def choose(pane: IndicatorsPane, row: int, column: str = "name") -> None:
    assert pane.sheet.select(pane.sheet.model.keys[row], column)


def type_in(pane: IndicatorsPane, row: int, column: str, text: str) -> None:
    model = pane.sheet.model
    place = [one.key for one in model.columns].index(column)
    model.setData(model.index(row, place), text)


def press(pane: IndicatorsPane, key: Key, modifier: Qt.KeyboardModifier) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
    QApplication.sendEvent(pane.sheet.view, event)


def undo_all(context: PlanContext) -> None:
    while context.workbench.plan.undo_label() is not None:
        context.undo()


def value(pane: IndicatorsPane, role: ValueRole, year: int | None = None) -> Any:
    detail = pane.panel.detail
    assert detail is not None
    found = detail.row.last(role) if year is None else detail.row.of_year(role, year)
    return None if found is None else found.value
