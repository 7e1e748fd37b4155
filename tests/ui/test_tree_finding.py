"""Finding one's way in the tree: search, filter, levels, versions, what stands in an empty one."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from dxplanner.domain.hierarchy_rules import Step
from dxplanner.model import Department, NodeDepartment, PlanVersion
from dxplanner.services import hierarchy
from dxplanner.services.hierarchy_rows import Place
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree.actions import SPECS
from dxplanner.ui.tree.panel import TreePanel
from dxplanner.ui.tree.search import matching_part
from dxplanner.ui.tree.view import TreeView
from tests.services.outlines import key, make_version
from tests.ui.trees import (
    CTRL,
    FIELD_POLICY,
    KEY,
    MEASURE,
    NEXT,
    SCHOOL,
    SHIFT,
    MakeContext,
    editor,
    node,
    press,
    shown,
    title,
    tree,
)


@pytest.fixture
def panel(qtbot: QtBot, context: PlanContext) -> TreePanel:
    """The tree of the sample plan."""
    return shown(qtbot, context)


# Search ---------------------------------------------------------------------------------------------


def test_search_ignores_width_kana_and_case(panel: TreePanel) -> None:
    box = panel.tools.search
    press(panel, KEY.Key_F, CTRL)
    assert box.hasFocus()
    box.setText("ｄＸ")
    assert box.count_text == "3件"
    box.setText("でじたる")
    assert box.count_text == "1件"
    box.setText("２‐１")
    assert [title(panel, one) for one in tree(panel).search.matches] == [f"2-1 {MEASURE}"]
    box.setText("ない言葉")
    assert box.count_text == "該当なし"


def test_enter_and_f3_go_from_match_to_match(panel: TreePanel) -> None:
    box = panel.tools.search
    assert panel.context.node_id == node(panel, "暮らし")
    box.setFocus()
    QTest.keyClicks(box, "dx")
    assert panel.context.node_id == node(panel, "暮らし")
    found = []
    for pressed, modifier in (
        (KEY.Key_Return, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F3, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F3, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F3, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F3, SHIFT),
    ):
        QTest.keyClick(box, pressed, modifier)
        found.append(title(panel, panel.context.node_id or 0))
    assert found == [
        f"3-2 {SCHOOL}",
        "4-1 観光DXによる交流の質の向上",
        "行政DXにより、質の高い市民サービスが提供されるまち",
        f"3-2 {SCHOOL}",
        "行政DXにより、質の高い市民サービスが提供されるまち",
    ]
    QTest.keyClick(box, KEY.Key_Escape)
    assert box.text() == ""
    assert tree(panel).hasFocus()


def test_what_does_not_match_stands_back(panel: TreePanel) -> None:
    panel.tools.search.setText("スマート化")
    search = tree(panel).search
    measure = node(panel, MEASURE)
    assert search.is_match(measure)
    assert not search.is_dim(measure)
    assert not any(search.is_dim(above) for above in tree(panel).rows.ancestors(measure))
    assert search.is_dim(node(panel, NEXT))
    panel.tools.search.clear()
    assert not search.is_dim(node(panel, NEXT))


def test_search_opens_the_branch_and_follows_edits(panel: TreePanel) -> None:
    view = tree(panel)
    view.collapseAll()
    panel.tools.search.setText("スマート化")
    assert view.isExpanded(view.rows.index_of(view.rows.parent_of(node(panel, MEASURE))))
    panel.commands.rename(node(panel, NEXT), "2-2", "窓口のスマート化")
    assert panel.tools.search.count_text == "2件"


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("デジタル技術で", "でじたる", "デジタル"),
        ("ﾃﾞｼﾞﾀﾙ化", "でじたる", "ﾃﾞｼﾞﾀﾙ"),
        ("東京㈱支店", "(株)", "㈱"),
        ("スマート 化", "まーと化".replace("ー", "-"), "マート 化"),
        ("施策", "指標", None),
    ],
)
def test_the_marked_part_is_what_was_typed(text: str, key: str, part: str | None) -> None:
    found = matching_part(text, key)
    assert (None if found is None else text[slice(*found)]) == part


# Filter, levels, versions ---------------------------------------------------------------------------


def visible(view: TreeView) -> list[str]:
    """Names of the nodes that are not hidden."""
    rows = view.rows
    hidden = {
        one
        for one in rows.walk()
        if view.isRowHidden(rows.index_of(one).row(), rows.index_of(rows.parent_of(one)))
    }
    return [rows.node(one).name for one in rows.walk() if hidden.isdisjoint([one, *rows.ancestors(one)])]


def test_only_what_a_section_is_in_charge_of(context: PlanContext, qtbot: QtBot) -> None:
    school = key(context.workbench.plan, SCHOOL)
    with context.workbench.plan.filling() as session:
        department = Department(name="学校教育課", position=5)
        session.add(department)
        session.flush()
        session.add(NodeDepartment(node_id=school, department_id=department.id, position=0))
    panel = shown(qtbot, context)
    panel.tools.filter_menu.aboutToShow.emit()
    choices = {action.text(): action for action in panel.tools.filter_menu.actions()}
    assert list(choices) == ["すべての所管課", "学校教育課", "所管課が決まっていない項目"]
    choices["学校教育課"].trigger()
    assert visible(tree(panel)) == [
        "暮らし",
        "人材",
        "次代を担う人が成長し、活躍できるまち",
        FIELD_POLICY,
        SCHOOL,
    ]
    assert panel._notice_text.text() == "学校教育課のみ表示"
    tree(panel).go_to(school)
    press(panel, KEY.Key_Return, CTRL)
    QTest.keyClick(editor(panel), KEY.Key_Return)
    qtbot.wait(1)
    assert "新しい基本施策" in visible(tree(panel))
    QTest.mouseClick(panel._notice.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert len(visible(tree(panel))) == 31
    assert not panel._notice.isVisible()


def test_open_to_a_level(panel: TreePanel) -> None:
    panel.tools.level_menu.aboutToShow.emit()
    choices = {action.text(): action for action in panel.tools.level_menu.actions()}
    assert list(choices)[:2] == ["領域まで", "分野まで"]
    view = tree(panel)
    choices["分野まで"].trigger()
    assert view.isExpanded(view.rows.index_of(node(panel, "暮らし")))
    assert not view.isExpanded(view.rows.index_of(node(panel, "産業")))
    choices["基本施策まで"].trigger()
    assert view.isExpanded(view.rows.index_of(node(panel, FIELD_POLICY)))


def test_two_versions_side_by_side(panel: TreePanel) -> None:
    changed: list[bool] = []
    panel.side_by_side_changed.connect(changed.append)
    panel.tree_actions()["side_by_side"].trigger()
    assert changed == [True]
    assert panel.side_by_side
    views = [view for view in panel.findChildren(TreeView) if view.isVisible()]
    assert [
        view.rows.version_id for view in sorted(views, key=lambda one: one.mapTo(panel, QPoint()).x())
    ] == [1, 2]
    old = next(view for view in views if view.rows.version_id == 1)
    assert TreePanel(panel.context, panel).side_by_side
    old.setFocus()
    assert panel.context.version_id == 1
    assert panel.current_view() is old
    panel.tree_actions()["side_by_side"].trigger()
    assert [view for view in panel.findChildren(TreeView) if view.isVisible()] == [old]


def test_switching_versions_keeps_the_place_in_each(panel: TreePanel) -> None:
    measure = node(panel, MEASURE)
    tree(panel).go_to(measure)
    tree(panel).collapse(tree(panel).rows.index_of(node(panel, "暮らし")))
    [old, new] = panel.switch.findChildren(QPushButton)
    QTest.mouseClick(old, Qt.MouseButton.LeftButton)
    assert panel.context.version_id == 1
    tree(panel).go_to(node(panel, "XRコンテンツの創造"))
    QTest.mouseClick(new, Qt.MouseButton.LeftButton)
    assert panel.context.version_id == 2
    assert not tree(panel).isExpanded(tree(panel).rows.index_of(node(panel, "暮らし")))


def test_a_node_of_the_other_version_brings_its_version(panel: TreePanel) -> None:
    other = key(panel.context.workbench.plan, "XRコンテンツの創造")
    panel.context.select_node(other)
    assert panel.context.version_id == 1
    assert tree(panel).current_key() == other
    assert panel.context.node_id == other


def test_a_new_version_appears_in_the_switch(qtbot: QtBot, panel: TreePanel) -> None:
    def buttons() -> list[str]:
        return [one.text() for one in panel.switch.findChildren(QPushButton) if one.isVisible()]

    def add(name: str) -> None:
        panel.context.run("版の追加", lambda session: session.add(PlanVersion(name=name, position=9)))

    add("庁内案")
    qtbot.waitUntil(lambda: buttons() == ["現行計画", "見直し案", "庁内案"])
    add("別案")
    qtbot.waitUntil(lambda: buttons() == [])
    assert panel.context.version_id == 2
    [choice] = panel.switch.findChildren(QComboBox)
    assert choice.currentText() == "見直し案 R7–R9"
    choice.setFocus()
    QTest.keyClick(choice, KEY.Key_Up)
    assert panel.context.version_id == 1
    panel.context.undo()
    panel.context.undo()
    qtbot.waitUntil(lambda: buttons() == ["現行計画 R4–R6", "見直し案 R7–R9"])


# Empty, read-only, words ----------------------------------------------------------------------------


def test_an_empty_plan_says_what_belongs_here(
    qtbot: QtBot, empty_plan: PlanFile, make_context: MakeContext
) -> None:
    context = make_context(empty_plan)
    bare = shown(qtbot, context)
    assert bare.current_view() is None
    assert bare._empty.isVisible()
    assert not any(action.isEnabled() for key, action in bare.tree_actions().items() if SPECS[key].edits)


def test_an_empty_version_grows_by_the_key_it_names(
    qtbot: QtBot, empty_plan: PlanFile, make_context: MakeContext
) -> None:
    make_version(empty_plan, "案", ["柱", "施策"], [])
    panel = shown(qtbot, make_context(empty_plan))
    assert "「追加」か Ctrl+Enter で、\n最初の「柱」を追加" in tree(panel).empty_text()
    assert panel.tree_actions()["add_sibling"].isEnabled()
    press(panel, KEY.Key_Return, CTRL)
    editor(panel).setText("はじめの柱")
    QTest.keyClick(editor(panel), KEY.Key_Return)
    assert tree(panel).empty_text() == ""
    assert title(panel, node(panel, "はじめの柱")) == "1 はじめの柱"


def test_a_read_only_plan_can_be_read_and_copied(
    qtbot: QtBot, sample_path: Any, make_context: MakeContext, author: Any
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        panel = shown(qtbot, make_context(plan))
        tree(panel).go_to(node(panel, MEASURE))
        enabled = {key for key, action in panel.tree_actions().items() if action.isEnabled()}
        assert enabled == {"copy", "find", "expand_to", "side_by_side"}
        press(panel, KEY.Key_F2)
        assert tree(panel).viewport().findChildren(QLineEdit) == []
        press(panel, KEY.Key_C, CTRL)
        data = QGuiApplication.clipboard().mimeData()
        assert isinstance(data, QMimeData)
        assert data.text() == f"2-1 {MEASURE}"


def test_every_action_has_words_and_the_menu_holds_them(panel: TreePanel) -> None:
    actions = panel.tree_actions()
    assert set(actions) == set(SPECS)
    for action in actions.values():
        assert action.text()
        assert not any(letter.isascii() and letter.isalpha() for letter in action.text())
        assert action.toolTip().endswith(("。", "す"))
    listed = [action.text() for action in panel.context_menu().actions() if not action.isSeparator()]
    assert listed[:4] == ["下位の項目を追加", "同じ階層に項目を追加", "名称変更", "削除"]


def test_it_paints_every_kind_of_row(panel: TreePanel) -> None:
    panel.commands.rename(node(panel, NEXT), "2-2", MEASURE)
    panel.tools.search.setText("産業")
    tree(panel).collapse(tree(panel).rows.index_of(node(panel, "産業")))
    plain = panel.grab().toImage()
    panel.tools.search.clear()
    assert panel.grab().toImage() != plain


def test_a_branch_is_as_open_as_before(panel: TreePanel) -> None:
    view = tree(panel)
    before = {key for key in view.rows.walk() if view.isExpanded(view.rows.index_of(key))}
    view.collapse(view.rows.index_of(node(panel, FIELD_POLICY)))
    before.remove(node(panel, FIELD_POLICY))
    scrolled = view.verticalScrollBar().value()
    panel.commands.step([node(panel, "暮らし")], "暮らし", Step.DOWN)
    assert {key for key in view.rows.walk() if view.isExpanded(view.rows.index_of(key))} == before
    panel.context.undo()
    panel.commands.delete([node(panel, "暮らし")], "暮らし")
    panel.context.undo()
    assert {key for key in view.rows.walk() if view.isExpanded(view.rows.index_of(key))} == before
    assert view.verticalScrollBar().value() == scrolled


def test_nodes_keep_their_place_after_undo(panel: TreePanel) -> None:
    view = tree(panel)
    view.go_to(node(panel, SCHOOL))
    view.collapse(view.rows.index_of(node(panel, "交流")))
    first = node(panel, "暮らし")
    panel.context.run("試す", hierarchy.move([first], Place(2, None)))
    panel.context.undo()
    assert view.current_key() == node(panel, SCHOOL)
    assert not view.isExpanded(view.rows.index_of(node(panel, "交流")))
