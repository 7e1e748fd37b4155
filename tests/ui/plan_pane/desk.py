"""What the tests of the 計画 pane share: its settings as they are stored, its lines and buttons."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from dxplanner.services.plan_settings import PlanSettings, plan_settings
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.plan import PlanPane
from dxplanner.ui.panes.plan_rows import SettingList, SettingRow

Key = Qt.Key
REVISED, CURRENT = 2, 1
TODAY = date(2024, 11, 8)
Shown = Callable[[PlanContext], PlanPane]


def state(pane: PlanPane) -> PlanSettings:
    with pane.context.workbench.plan.reading() as session:
        return plan_settings(session, pane.context.version_id)


def box(row: SettingRow, name: str) -> QWidget:
    return row.editors[name].box


def texts(one: SettingList, name: str) -> list[str]:
    return [row.editors[name].box.text() for row in one.rows()]


def click(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def undo_label(pane: PlanPane) -> str | None:
    return pane.context.workbench.plan.undo_label()
