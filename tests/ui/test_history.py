"""変更履歴 as a user drives it: filter, look, go there, take one change back."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.fiscal import format_date
from dxplanner.model import ChangeSet, Plan, PolicyNode
from dxplanner.services.change_text import EMPTY
from dxplanner.services.fields import set_field
from dxplanner.services.history import FieldChange, History, HistoryFilter, HistoryState
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.history.marks import ADDED, NOTHING, REMOVED, runs
from dxplanner.ui.history.model import ENTRY_ROLE, PAGE, HistoryModel
from dxplanner.ui.history.panel import HistoryPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, context: PlanContext) -> Iterator[HistoryPanel]:
    made = HistoryPanel(context)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model, made.model)
    made.resize(360, 640)
    made.show()
    yield made
    made.close()


@pytest.fixture
def node(sample_plan: PlanFile) -> PolicyNode:
    return sample_plan.snapshot().all(PolicyNode)[-1]


def rename(context: PlanContext, node: PolicyNode, name: str, merge: str | None = None) -> None:
    context.run(
        f"「{name}」に変更", lambda session: set_field(session, PolicyNode, node.id, "name", name), merge
    )


def labels(panel: HistoryPanel) -> list[str]:
    model = panel.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def click(qtbot: QtBot, panel: HistoryPanel, row: int) -> None:
    """Click an entry and wait until its detail is there."""
    place = panel.list.visualRect(panel.model.index(row)).center()
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=QPoint(20, place.y()))
    label = labels(panel)[row]
    qtbot.waitUntil(lambda: label in panel.detail.toPlainText())


def test_an_empty_history_says_what_belongs_there(panel: HistoryPanel) -> None:
    assert panel.empty.isVisible()
    assert "まだありません" in panel.empty.text()
    assert not panel.show_all.isVisible()
    assert not panel.list.isVisible()


def test_edits_appear_at_once_and_the_chosen_entry_stays(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    rename(context, node, "二")
    assert labels(panel) == ["「二」に変更", "「一」に変更"]
    assert "一覧で変更を選ぶと" in panel.detail.toPlainText()
    click(qtbot, panel, 1)
    rename(context, node, "三")
    assert panel.list.currentIndex().row() == 2
    assert panel.list.currentIndex().data() == "「一」に変更"
    assert "「一」に変更" in panel.detail.toPlainText()


def test_typing_on_changes_one_entry_and_typing_back_removes_it(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一", merge="name")
    rename(context, node, "一二", merge="name")
    assert labels(panel) == ["「一二」に変更"]
    rename(context, node, node.name, merge="name")
    assert labels(panel) == []
    assert panel.empty.isVisible()


def test_undo_redo_and_overtaking_change_the_state_shown(
    panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    def states() -> list[HistoryState]:
        model = panel.model
        return [model.index(row).data(ENTRY_ROLE).state for row in range(model.rowCount())]

    rename(context, node, "一")
    rename(context, node, "二")
    context.undo()
    context.undo()
    assert states() == [HistoryState.UNDONE, HistoryState.UNDONE]
    context.redo()
    assert states() == [HistoryState.UNDONE, HistoryState.DONE]
    rename(context, node, "三")
    assert states() == [HistoryState.DONE, HistoryState.DROPPED, HistoryState.DONE]


def test_one_change_is_taken_back_and_the_later_one_stays(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    context.run("計画名の変更", lambda session: session.execute(sa.update(Plan).values(name="新しい計画")))
    click(qtbot, panel, 1)
    assert panel.revert.isEnabled()
    with qtbot.waitSignal(context.said) as said:
        QTest.mouseClick(panel.revert, LEFT)
    assert said.args == ["「「一」に変更」だけを取り消しました。あとの変更はそのままです。"]
    snapshot = context.workbench.plan.snapshot()
    assert snapshot.all(PolicyNode)[-1].name == node.name
    assert snapshot.plan.name == "新しい計画"
    assert labels(panel)[0] == "「一」に変更を取り消し"
    qtbot.waitUntil(lambda: not panel.revert.isEnabled())
    assert "すでに元の状態" in panel.reason.text()


def test_the_reason_stands_beside_a_change_that_cannot_be_taken_back(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    rename(context, node, "二")
    click(qtbot, panel, 1)
    assert not panel.revert.isEnabled()
    assert panel.reason.isVisible()
    assert panel.reason.text().startswith("あとの変更「「二」に変更」（企画係 R")
    click(qtbot, panel, 0)
    assert panel.revert.isEnabled()
    assert not panel.reason.isVisible()


def test_the_place_is_gone_to_by_button_key_and_title(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    click(qtbot, panel, 0)
    where = ["policy_node", node.uid]
    with qtbot.waitSignal(panel.go_to) as gone:
        QTest.mouseClick(panel.go, LEFT)
    assert gone.args == where
    with qtbot.waitSignal(panel.go_to) as gone:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert gone.args == where
    panel.detail.setFocus()
    QTest.keyClick(panel.detail, Qt.Key.Key_Tab)
    with qtbot.waitSignal(panel.go_to) as gone:
        QTest.keyClick(panel.detail, Qt.Key.Key_Return)
    assert gone.args == where


def test_choosing_a_person_or_a_node_narrows_the_list(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    context.workbench.plan.author = Author("課長", "PC-09")
    context.run("計画名の変更", lambda session: session.execute(sa.update(Plan).values(name="新しい計画")))
    panel.filters.person.setFocus()
    QTest.keyClick(panel.filters.person, Qt.Key.Key_Down)
    assert labels(panel) == ["「一」に変更"]
    QTest.keyClick(panel.filters.person, Qt.Key.Key_Down)
    assert labels(panel) == ["計画名の変更"]
    QTest.keyClick(panel.filters.node_only, Qt.Key.Key_Space)
    assert "施策を選ぶと" in panel.empty.text()
    context.select_node(node.id)
    assert panel.empty.text() == "条件に合う変更はありません。"
    QTest.mouseClick(panel.show_all, LEFT)
    assert len(labels(panel)) == 2
    QTest.keyClick(panel.filters.node_only, Qt.Key.Key_Space)
    assert labels(panel) == ["「一」に変更"]
    context.select_node(None)
    assert labels(panel) == []


def test_a_period_is_chosen_or_typed(
    qtbot: QtBot, panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    period = panel.filters.period
    period.setFocus()
    for _ in range(4):
        QTest.keyClick(period, Qt.Key.Key_Down)
        assert labels(panel) == ["「一」に変更"]
    QTest.keyClick(period, Qt.Key.Key_Down)
    since = panel.filters.since
    assert since.isVisible()
    QTest.keyClicks(since, "R6.13.1")
    QTest.keyClick(since, Qt.Key.Key_Return)
    assert panel.filters.problem.text() == "「R6.13.1」という日付はありません。月と日を確かめてください。"
    assert labels(panel) == ["「一」に変更"]
    since.clear()
    QTest.keyClicks(since, format_date(date.today() + timedelta(days=1)))
    QTest.keyClick(since, Qt.Key.Key_Return)
    assert (panel.filters.problem.isVisible(), labels(panel)) == (False, [])


def test_a_hidden_panel_catches_up_when_shown(
    panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    panel.hide()
    rename(context, node, "一")
    assert labels(panel) == []
    panel.show()
    assert labels(panel) == ["「一」に変更"]


def test_older_pages_are_fetched_when_needed(sample_plan: PlanFile) -> None:
    with sample_plan.filling() as session:
        moment = session.scalar(sa.select(sa.func.now()))
        session.add_all(
            ChangeSet(label=f"変更{number}", author="企画係", computer="PC-01", made_at=moment)
            for number in range(PAGE + 5)
        )
    model = HistoryModel(History(sample_plan))
    model.show_entries(HistoryFilter())
    root = QModelIndex()
    assert (model.rowCount(), model.canFetchMore(root)) == (PAGE, True)
    model.fetchMore(root)
    assert (model.rowCount(), model.canFetchMore(root)) == (PAGE + 5, False)
    assert model.index(PAGE + 4).data() == "変更0"
    QAbstractItemModelTester(model, model)


def test_a_wide_panel_puts_the_detail_beside_the_list(
    panel: HistoryPanel, context: PlanContext, node: PolicyNode
) -> None:
    rename(context, node, "一")
    assert panel.detail.mapTo(panel, QPoint()).y() > panel.list.mapTo(panel, QPoint()).y()
    panel.resize(1366, 320)
    assert panel.detail.mapTo(panel, QPoint()).x() > panel.list.mapTo(panel, QPoint()).x()


def test_changed_characters_are_marked_on_one_line() -> None:
    made = runs(FieldChange("名称", "安全な環境の整備", "安全な環境\nづくり"), 20)
    assert [(run.text, run.look) for run in made] == [
        ("安全な環境", ""), ("の整備", REMOVED), (" → ", ""), ("安全な環境", ""), (" づくり", ADDED),
    ]  # fmt: skip
    assert runs(FieldChange("担当課", EMPTY, "企画課"), 20)[0] == NOTHING
    assert runs(FieldChange("取組名", "", "新しい取組"), 20) == [("新しい取組", ADDED)]
