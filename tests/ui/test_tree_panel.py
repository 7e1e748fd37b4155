"""The tree as a user meets it: keys and mouse, inline confirm, search, filter, versions side by side."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

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

MakeContext = Callable[[PlanFile], PlanContext]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key
MEASURE = "産業のスマート化の推進"
NEXT = "データと新技術を活用した新たなサービスの創出"
SCHOOL = "学校教育のDX推進"
FIELD_POLICY = "未来を見据え、次代を担う人を育てます。"


@pytest.fixture
def said(context: PlanContext) -> list[str]:
    """What the status bar was told."""
    heard: list[str] = []
    context.said.connect(heard.append)
    return heard


def shown(qtbot: QtBot, context: PlanContext) -> TreePanel:
    """A panel on the screen, the keyboard in its tree."""
    panel = TreePanel(context)
    qtbot.addWidget(panel)
    panel.resize(292, 700)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    view = panel.current_view()
    if view is not None:
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
    return panel


@pytest.fixture
def panel(qtbot: QtBot, context: PlanContext, said: list[str]) -> TreePanel:
    """The tree of the sample plan."""
    return shown(qtbot, context)


def tree(panel: TreePanel) -> TreeView:
    """The tree that the panel works on."""
    view = panel.current_view()
    assert view is not None
    return view


def node(panel: TreePanel, name: str) -> int:
    """Key of the node with a name in the tree that is shown."""
    return next(one for one in tree(panel).rows.walk() if tree(panel).rows.node(one).name == name)


def press(panel: TreePanel, pressed: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key on the tree."""
    whole = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        whole |= modifier
    QTest.keyClick(tree(panel), pressed, whole)


def editor(panel: TreePanel) -> QLineEdit:
    """The field in which a name is being typed."""
    [found] = [one for one in tree(panel).viewport().findChildren(QLineEdit) if one.isVisible()]
    return found


def title(panel: TreePanel, key: int) -> str:
    """What the tree shows of a node."""
    return tree(panel).rows.title(key)


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
    assert "Insert キーで最初の「柱」を追加" in tree(panel).empty_text()
    press(panel, KEY.Key_Insert)
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


def test_nodes_keep_their_place_after_undo(panel: TreePanel) -> None:
    view = tree(panel)
    view.go_to(node(panel, SCHOOL))
    view.collapse(view.rows.index_of(node(panel, "交流")))
    first = node(panel, "暮らし")
    panel.context.run("試す", hierarchy.move([first], Place(2, None)))
    panel.context.undo()
    assert view.current_key() == node(panel, SCHOOL)
    assert not view.isExpanded(view.rows.index_of(node(panel, "交流")))
