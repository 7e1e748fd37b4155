"""作業の流れ and 施策・行動計画 of a 予算事業."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import FlowStep, PolicyNode
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from tests.ui.budget_fixtures import (
    CTRL,
    REVISED,
    REVISION,
    STAFF,
    Key,
    cells,
    put_cursor,
    retype,
    show_revised,
    turn_to,
    type_into,
    undo_all,
)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> BudgetPane:
    """The pane on the sample, 見直し案."""
    return show_revised(qtbot, context)


def test_steps_and_their_tasks(pane: BudgetPane) -> None:
    turn_to(pane, REVISION, "作業の流れ")
    sheet = pane.flows.steps.sheet
    with pane.context.workbench.plan.reading() as session:
        uids = [task.uid for task in session.get_one(FlowStep, 3).tasks]
    QGuiApplication.clipboard().setText(
        '"個別施策の記載内容の見直し\n成果指標の検討\n重点取組みの設定\n庁内照会"'
    )
    put_cursor(sheet, 2, "tasks")
    QTest.keyClick(sheet.view, Key.Key_V, CTRL)
    with pane.context.workbench.plan.reading() as session:
        tasks = session.get_one(FlowStep, 3).tasks
        assert [task.text for task in tasks] == [
            "個別施策の記載内容の見直し", "成果指標の検討", "重点取組みの設定", "庁内照会",
        ]  # fmt: skip
        assert [task.uid for task in tasks][:3] == uids
    type_into(sheet, 0, "period", "R6.5～6月")
    assert pane.flows.preview.accessibleDescription().endswith("→ 改訂完了")
    retype(pane.flows.fields.end_label.box, "公表")
    assert pane.flows.preview.accessibleDescription().endswith("→ 公表")
    undo_all(pane.context)
    assert cells(sheet)[0][1] == "R6.4～6月"


def test_a_flow_is_added_and_deleted(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "作業の流れ")
    assert pane.flows.nothing.isVisible()
    assert not pane.flows.steps.isVisible()
    pane.flows.add.click()
    assert pane.flows.fields.title.box.text() == "新しい作業の流れ"
    assert pane.flows.steps.isVisible()
    pane.flows.remove.click()
    assert pane.confirm.question.startswith("作業の流れ「新しい作業の流れ」を")
    QTest.keyClick(pane.confirm, Key.Key_Return)
    assert pane.flows.nothing.isVisible()
    assert undo_all(pane.context) == 2


def test_measures_are_tied_by_number_or_name_or_from_the_tree(pane: BudgetPane) -> None:
    turn_to(pane, REVISION, "施策・行動計画")
    ties = pane.ties
    assert ties.nothing.isVisible()
    for typed in ("5-1", "スマート市役所への変革と都市"):
        ties.box.setEditText(typed)
        line = ties.box.lineEdit()
        assert line is not None
        QTest.keyClick(line, Key.Key_Return)
    assert [line.node.number for line in ties.view.nodes] == ["5-1"] if ties.view else False
    assert "左で選んでいる計画版にありません" in ties.message.text()
    with pane.context.workbench.plan.reading() as session:
        node = session.query(PolicyNode).filter_by(version_id=REVISED).order_by(PolicyNode.id).all()[5].id
    assert not ties.from_tree.isEnabled()
    pane.context.select_node(node)
    assert ties.from_tree.isEnabled()
    ties.from_tree.click()
    ties.from_tree.click()
    assert "もう入っています" in ties.message.text()
    assert len(ties.rows.widgets()) == 2
    ties.rows.widgets()[0].remove.click()  # type: ignore[attr-defined]
    assert len(ties.rows.widgets()) == 1
    assert undo_all(pane.context) == 3
    assert ties.nothing.isVisible()
