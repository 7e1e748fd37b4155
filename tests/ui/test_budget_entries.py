"""予算事業 are added, moved, copied and deleted in the list of the 予算 pane, by keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.model import BudgetProgram, BudgetProject
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from tests.ui.budget_fixtures import (
    CTRL,
    REVISION,
    STAFF,
    TECHNOLOGY,
    Key,
    listed,
    retype,
    show_revised,
    stored,
    undo_all,
)
from tests.ui.input_method import compose


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> BudgetPane:
    """The pane on the sample, 見直し案."""
    return show_revised(qtbot, context)


def test_projects_are_added_named_copied_moved_and_deleted_by_keys(pane: BudgetPane, qtbot: QtBot) -> None:
    before = stored(pane.context)
    view = pane.list.view
    pane.list.select(BudgetProject, REVISION)
    view.setFocus()
    QTest.keyClick(view, Key.Key_Insert)
    qtbot.waitUntil(lambda: view.state() == view.State.EditingState)
    box = view.viewport().findChild(QLineEdit)
    assert box is not None
    box.selectAll()
    compose(box, "窓口の改革")
    QTest.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: listed(pane)[2] == "　窓口の改革")
    assert pane.heading.project["name"].box.text() == "窓口の改革"
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert listed(pane)[1:4] == ["　長崎市ＤＸ推進計画改訂", "　職員の育成", "　窓口の改革"]
    QTest.keyClick(view, Key.Key_D, CTRL)
    assert listed(pane)[4] == "　窓口の改革の写し"
    QTest.keyClick(view, Key.Key_Delete)
    assert "　窓口の改革の写し" not in listed(pane)
    pane.list.select(BudgetProject, STAFF)
    QTest.keyClick(view, Key.Key_Delete)
    assert "積算 4件" in pane.confirm.question
    assert "　職員の育成" in listed(pane)
    QTest.keyClick(pane.confirm, Key.Key_Return)
    assert "　職員の育成" not in listed(pane)
    QTest.keyClick(view, Key.Key_Return, CTRL)
    assert listed(pane)[-1] == "R6　新しい事業"
    assert undo_all(pane.context) == 7
    assert stored(pane.context) == before
    assert listed(pane)[2] == "　職員の育成"


def test_a_project_goes_into_another_program(pane: BudgetPane) -> None:
    pane.list.acts["duplicate"].trigger()
    pane.list.select(BudgetProgram, 1)
    pane.list.acts["duplicate"].trigger()
    assert listed(pane)[5] == "R6　デジタル化推進費の写し"
    pane.list.select(BudgetProject, TECHNOLOGY)
    pane.list.acts["down"].trigger()
    assert listed(pane)[5] == "　最新のテクノロジーに触れる場の創出"
    assert pane.list.current is not None
    assert pane.list.current.id == TECHNOLOGY
    undo_all(pane.context)
    assert len(listed(pane)) == 4


def test_another_name_elsewhere_is_followed_without_a_reset(pane: BudgetPane) -> None:
    model = pane.list.model
    resets: list[bool] = []
    changed: list[QModelIndex] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, _last: changed.append(first))
    retype(pane.heading.project["name"].box, "計画改訂")
    assert listed(pane)[1] == "　計画改訂"
    assert (resets, len(changed)) == ([], 1)
