"""Editing in the tree by keys and mouse: in place, inline confirm, moves, clipboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dxplanner.services.tree_query import counterpart_of, version_of
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree.panel import TreePanel
from tests.ui.trees import (
    ALT,
    CTRL,
    FIELD_POLICY,
    KEY,
    MEASURE,
    NEXT,
    SCHOOL,
    SHIFT,
    editor,
    node,
    press,
    shown,
    title,
    tree,
)


@pytest.fixture
def said(context: PlanContext) -> list[str]:
    """What the status bar was told."""
    heard: list[str] = []
    context.said.connect(heard.append)
    return heard


@pytest.fixture
def panel(qtbot: QtBot, context: PlanContext, said: list[str]) -> TreePanel:
    """The tree of the sample plan."""
    return shown(qtbot, context)


def test_it_opens_on_the_version_being_worked_on(panel: TreePanel) -> None:
    assert panel.context.version_id == 2
    assert tree(panel).isExpanded(tree(panel).rows.index_of(node(panel, "暮らし")))
    assert [button.text() for button in panel.switch.findChildren(QPushButton)] == [
        "現行計画 R4–R6",
        "見直し案 R7–R9",
    ]


def test_the_cursor_selects_the_node_everywhere(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_Down)
    assert panel.context.node_id == node(panel, NEXT)
    panel.context.select_node(node(panel, SCHOOL))
    assert tree(panel).current_key() == node(panel, SCHOOL)
    assert tree(panel).selected_keys() == [node(panel, SCHOOL)]


def test_f2_renames_in_place(panel: TreePanel) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_F2)
    assert editor(panel).text() == MEASURE
    assert not panel.tree_actions()["delete"].isEnabled()
    editor(panel).setText("")
    QTest.keyClicks(editor(panel), "new name")
    QTest.keyClick(editor(panel), KEY.Key_Return)
    assert title(panel, measure) == "2-1 new name"
    assert tree(panel).current_key() == measure
    assert panel.context.workbench.plan.undo_label() == "2-1 の名称変更"
    assert panel.tree_actions()["delete"].isEnabled()


def test_escape_leaves_the_name_as_it_was(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_F2)
    QTest.keyClicks(editor(panel), "x")
    QTest.keyClick(editor(panel), KEY.Key_Escape)
    assert panel.context.workbench.plan.undo_label() is None


def test_a_blank_name_stays_open_and_marked(panel: TreePanel, said: list[str]) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_F2)
    QTest.keyClick(editor(panel), KEY.Key_Backspace)
    QTest.keyClick(editor(panel), KEY.Key_Return)
    assert editor(panel).property("invalid") is True
    assert said == ["名称は空欄にはできません。"]
    tree(panel).setFocus()
    assert title(panel, measure) == f"2-1 {MEASURE}"
    assert said[-1].endswith("元の名称のままにしました。")


def test_insert_adds_a_child_and_lets_its_name_be_typed(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, FIELD_POLICY))
    press(panel, KEY.Key_Insert)
    assert editor(panel).text() == "新しい基本施策"
    editor(panel).setText("人材の確保")
    QTest.keyClick(editor(panel), KEY.Key_Return)
    assert title(panel, node(panel, "人材の確保")) == "3-3 人材の確保"
    assert panel.context.node_id == node(panel, "人材の確保")


def test_ctrl_enter_adds_after_the_node(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_Return, CTRL)
    QTest.keyClick(editor(panel), KEY.Key_Return)
    assert title(panel, node(panel, "新しい基本施策")) == "2-2 新しい基本施策"
    assert title(panel, node(panel, NEXT)).startswith("2-3 ")
    panel.context.undo()
    assert title(panel, node(panel, NEXT)).startswith("2-2 ")


def test_delete_names_what_goes_and_asks_in_place(panel: TreePanel, said: list[str]) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_Delete)
    assert panel._confirm.question == (
        f"「2-1 {MEASURE}」を削除すると、次のものもいっしょになくなります："
        "成果指標 1、主な取組 3、新旧の対応 1。削除しますか。"
    )
    assert measure in tree(panel).rows
    focused = panel._confirm.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "削除する"
    QTest.keyClick(focused, KEY.Key_Return)
    assert measure not in tree(panel).rows
    assert not panel._confirm.isVisible()
    assert said == ["2-1 を削除しました。元に戻すには Ctrl+Z を押してください。"]
    assert panel.context.node_id == node(panel, NEXT)
    panel.context.undo()
    assert title(panel, measure) == f"2-1 {MEASURE}"


def test_escape_leaves_what_was_to_be_deleted(panel: TreePanel) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_Delete)
    QTest.keyClick(panel._confirm.focusWidget(), KEY.Key_Escape)
    assert not panel._confirm.isVisible()
    assert tree(panel).hasFocus()
    assert measure in tree(panel).rows


def test_a_node_with_nothing_on_it_goes_at_once(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_Return, CTRL)
    QTest.keyClick(editor(panel), KEY.Key_Return)
    added = node(panel, "新しい基本施策")
    press(panel, KEY.Key_Delete)
    assert added not in tree(panel).rows


def test_several_nodes_are_deleted_together(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_Down, SHIFT)
    assert tree(panel).selected_keys() == [node(panel, MEASURE), node(panel, NEXT)]
    press(panel, KEY.Key_Delete)
    assert "「2-1 ほか1件」" in panel._confirm.question
    assert "成果指標 2、主な取組 5、新旧の対応 2" in panel._confirm.question
    panel.context.select_node(node(panel, SCHOOL))
    assert not panel._confirm.isVisible()


def test_alt_arrows_move_and_keep_the_selection(panel: TreePanel, said: list[str]) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_Down, ALT)
    assert title(panel, measure) == f"2-2 {MEASURE}"
    press(panel, KEY.Key_Up, ALT)
    assert title(panel, measure) == f"2-1 {MEASURE}"
    press(panel, KEY.Key_Up, ALT)
    assert said[-1] == "いちばん上にあるため、これより上へは動かせません。"
    press(panel, KEY.Key_Left, ALT)
    assert title(panel, measure) == f"3 {MEASURE}"
    assert said[-1] == "2-1 は「基本方針」の項目になりました。"
    press(panel, KEY.Key_Right, ALT)
    assert title(panel, measure) == f"2-2 {MEASURE}"
    assert tree(panel).selected_keys() == [measure]
    assert panel.context.workbench.plan.undo_label() == "3 の下位の階層へ移動"


def test_copy_and_paste_by_keys(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_C, CTRL)
    tree(panel).go_to(node(panel, FIELD_POLICY))
    press(panel, KEY.Key_V, CTRL)
    [pasted] = tree(panel).selected_keys()
    assert title(panel, pasted) == f"3-3 {MEASURE}"
    assert tree(panel).rows.node(pasted).counts.initiatives == 3


def test_cut_and_paste_moves_with_all_ties(panel: TreePanel) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    press(panel, KEY.Key_X, CTRL)
    assert title(panel, measure) == f"2-1 {MEASURE}"
    tree(panel).go_to(node(panel, SCHOOL))
    press(panel, KEY.Key_V, CTRL)
    assert title(panel, measure) == f"3-3 {MEASURE}"
    assert not panel.tree_actions()["paste"].isEnabled()


def test_cut_into_the_other_version_asks_about_what_is_lost(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_X, CTRL)
    panel.context.select_version(1)
    tree(panel).setFocus()
    tree(panel).go_to(node(panel, "XRコンテンツの創造"))
    press(panel, KEY.Key_V, CTRL)
    assert panel._confirm.question.startswith(
        "別の計画版へ移すと、次のものは引き継がれません：新旧の対応 1。"
    )
    QTest.keyClick(panel._confirm.focusWidget(), KEY.Key_Return)
    assert title(panel, node(panel, MEASURE)) == f"5-2 {MEASURE}"
    panel.context.select_version(2)
    assert MEASURE not in [tree(panel).rows.node(one).name for one in tree(panel).rows.walk()]


def test_another_version_shows_what_the_chosen_node_was_there(panel: TreePanel) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    panel.context.select_version(1)
    chosen = panel.context.node_id
    assert chosen is not None
    assert chosen == tree(panel).current_key()
    with panel.context.workbench.plan.reading() as session:
        assert version_of(session, chosen) == 1
        assert counterpart_of(session, measure, 1) == chosen


def test_each_node_leads_to_its_own_counterpart_and_back(panel: TreePanel) -> None:
    chosen = set()
    for name in (MEASURE, NEXT, SCHOOL):
        panel.context.select_version(2)
        start = node(panel, name)
        tree(panel).go_to(start)
        panel.context.select_version(1)
        with panel.context.workbench.plan.reading() as session:
            assert panel.context.node_id == counterpart_of(session, start, 1)
        chosen.add(panel.context.node_id)
        panel.context.select_version(2)
        assert panel.context.node_id == start
    assert len(chosen) > 1


def test_a_node_without_counterpart_leads_to_that_of_the_node_above(panel: TreePanel) -> None:
    view = tree(panel)
    start = node(panel, "安全・安心で快適な環境の整備")
    view.go_to(start)
    above = view.rows.node(start).parent_id
    panel.context.select_version(1)
    with panel.context.workbench.plan.reading() as session:
        assert panel.context.node_id == counterpart_of(session, above, 1)


def test_without_any_counterpart_the_first_node_is_chosen(panel: TreePanel) -> None:
    view = tree(panel)
    with panel.context.workbench.plan.reading() as session:
        alone = next(one for one in view.rows.walk() if counterpart_of(session, one, 1) is None)
    view.go_to(alone)
    panel.context.select_version(1)
    assert panel.context.node_id == next(iter(tree(panel).rows.walk()))


def test_a_click_in_the_tree_beside_stays_where_it_is(panel: TreePanel) -> None:
    tree(panel).go_to(node(panel, MEASURE))
    panel.set_side_by_side(True)
    other = panel._columns[1].view
    last = list(other.rows.walk())[-1]
    other.go_to(last)
    assert (panel.context.version_id, panel.context.node_id) == (1, last)
    assert other.current_key() == last


def test_lines_from_a_spreadsheet_become_siblings(panel: TreePanel) -> None:
    QGuiApplication.clipboard().setText("2-2\t窓口の改革\r\n2-3\t内部事務の改革\r\n")
    tree(panel).go_to(node(panel, MEASURE))
    press(panel, KEY.Key_V, CTRL)
    assert [title(panel, one) for one in tree(panel).selected_keys()] == [
        "2-2 窓口の改革",
        "2-3 内部事務の改革",
    ]
    panel.context.undo()
    assert title(panel, node(panel, NEXT)).startswith("2-2 ")


def test_a_drop_by_mouse(panel: TreePanel) -> None:
    view = tree(panel)
    measure, target = node(panel, MEASURE), node(panel, FIELD_POLICY)
    view.select_keys([measure])
    data = view.rows.mimeData(view.selectionModel().selectedIndexes())
    point = view.visualRect(view.rows.index_of(target)).center()
    button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragMoveEvent(point, Qt.DropAction.MoveAction, data, button, plain)
    view.dragMoveEvent(over)
    assert over.isAccepted()
    view.dropEvent(QDropEvent(point.toPointF(), Qt.DropAction.MoveAction, data, button, plain))
    assert title(panel, measure) == f"3-3 {MEASURE}"
    assert view.current_key() == measure
