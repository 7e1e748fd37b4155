"""The frame around an open plan: what it shows, undo, what it remembers, read-only plans."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from dxplanner.app import program_parts
from dxplanner.model import PlanVersion, PolicyNode
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.initiatives_entry import EntryBox
from dxplanner.ui.panes.measure import MeasurePane
from dxplanner.ui.parts import Parts
from dxplanner.ui.settings import Settings
from dxplanner.ui.translation import PROGRAM
from dxplanner.ui.window import MainWindow
from dxplanner.ui.workspace import Workspace
from tests.ui.stand_ins import TREE_KEYS, Answers, NamePane, PlainHistory, PlainTree, plain_parts

Make = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: Make, sample_path: Path) -> MainWindow:
    """A window on the sample."""
    return make_window(sample_path)


def context_of(window: MainWindow) -> PlanContext:
    """The context of the open plan."""
    assert window.context is not None
    return window.context


def workspace_of(window: MainWindow) -> Workspace:
    """The workspace of the open plan."""
    assert window.workspace is not None
    return window.workspace


def field_of(window: MainWindow) -> NamePane:
    """The pane that edits the plan's name."""
    pane = workspace_of(window).pane
    assert isinstance(pane, NamePane)
    return pane


def rename(window: MainWindow, name: str) -> None:
    """Type another name of the plan and leave the field."""
    field = field_of(window).field
    field.setFocus()
    field.selectAll()
    compose(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def compose(field: QWidget, text: str) -> None:
    """Type Japanese text as an input method does: first as a composition, then for good."""
    QApplication.sendEvent(field, QInputMethodEvent(text, []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(field, done)


def node_named(window: MainWindow, name: str) -> tuple[int, str]:
    """Key and uid of a node of the version shown."""
    context = context_of(window)
    with context.workbench.plan.reading() as session:
        found = session.query(PolicyNode).filter_by(version_id=context.version_id, name=name).one()
        return found.id, found.uid


def entries(menu: QMenu) -> list[QAction]:
    """All entries of a menu and of the menus in it."""
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        found += [action, *(entries(inner) if isinstance(inner, QMenu) else [])]
    return found


def test_the_frame_says_what_is_open_and_how_it_stands(window: MainWindow) -> None:
    status = window.status
    assert window.windowTitle().startswith("長崎市DX推進計画［見本.dxplan］")
    assert window.windowTitle().endswith(PROGRAM)
    assert status.saved.text() == "✓ すべて保存済み"
    assert status.who.text() == "企画係（PC-01）"
    assert re.fullmatch(r"推定 [1-9]\d*件", status.inferred.text())
    assert re.fullmatch(r"見直し案 R7～R9 ｜ 令和.+年度", status.term.text())
    assert status.zoom.text() == "100%"
    assert [workspace_of(window).tabs.tabText(at) for at in range(2)] == ["施策", "指標"]
    assert not window.banners.reason.isVisible()


def test_menus_show_only_what_works_and_its_keys(window: MainWindow) -> None:
    bar = [action for action in window.menuBar().actions() if action.menu()]
    titles = [re.sub(r"\(&.\)", "", action.text()) for action in bar]
    assert titles == ["ファイル", "編集", "表示", "計画", "資料", "ツール", "ヘルプ"]
    shown = [entry for action in bar for entry in entries(_menu(action))]
    keys = {entry.shortcut().toString() for entry in shown}
    assert {"Ctrl+Z", "Ctrl+Y", "Ctrl+E", "Ctrl+O", "Ctrl+N", "F1", "F6", "Ctrl+1", "Ctrl+H"} <= keys
    plain = [key for key in keys if re.fullmatch(r"[A-Z0-9]", key)]
    assert plain == []


def _menu(action: QAction) -> QMenu:
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return menu


def test_no_shortcut_is_taken_twice(window: MainWindow) -> None:
    keys = [
        shortcut.toString()
        for action in window.findChildren(QAction)
        if action.isEnabled() or action.text()
        for shortcut in action.shortcuts()
    ]
    assert sorted(keys) == sorted(set(keys))


def test_every_word_of_the_frame_is_japanese(window: MainWindow) -> None:
    texts = [label.text() for label in window.findChildren(QLabel)]
    texts += [button.text() for button in window.findChildren(QAbstractButton)]
    texts += [button.toolTip() for button in window.findChildren(QAbstractButton)]
    actions = [action for action in window.findChildren(QAction) if action.text() not in TREE_KEYS]
    texts += [text for action in actions for text in (action.text(), action.toolTip())]
    texts = [text for text in texts if text not in TREE_KEYS]
    words = {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words <= {"DX", "PDF", "PC", "Ctrl", "Shift", "Delete"}


def test_toolbar_has_icon_and_short_word(window: MainWindow) -> None:
    shown = [action for action in window.toolbar.actions() if not action.isSeparator()]
    words = [action.iconText() for action in shown]
    assert words == ["元に戻す", "やり直す", "追加", "名称変更", "上へ", "下へ", "資料を書き出す"]
    assert all(not action.icon().isNull() for action in shown)


def test_what_was_said_goes_with_the_next_edit(window: MainWindow) -> None:
    rename(window, "新しい計画名")
    window.status.say("1件削除しました。元に戻すには Ctrl+Z を押します。")
    rename(window, "さらに新しい計画名")
    assert window.status.message.text() == ""
    QTest.keyClick(workspace_of(window).tree, Qt.Key.Key_Z, CTRL)
    assert window.status.message.text() == "「計画名の変更」を元に戻しました。"
    window.status.say("書き出しました。", [("開く", lambda: None)])
    rename(window, "三つ目の計画名")
    assert window.status.message.text() == "書き出しました。"


def test_what_was_said_goes_with_the_next_pane(window: MainWindow) -> None:
    workspace = workspace_of(window)
    assert workspace.tabs.count() > 1
    window.status.say("施策を動かしました。")
    assert window.status.message.text() == "施策を動かしました。"
    workspace.tabs.setCurrentIndex(1 - workspace.tabs.currentIndex())
    assert window.status.message.text() == ""


def test_undo_and_redo_are_named_and_work_by_keys(window: MainWindow) -> None:
    undo, redo = window.frame_actions["undo"], window.frame_actions["redo"]
    assert (undo.text(), undo.isEnabled(), redo.isEnabled()) == ("元に戻す", False, False)
    rename(window, "新しい計画名")
    assert (undo.text(), undo.iconText()) == ("「計画名の変更」を元に戻す", "元に戻す")
    assert window.windowTitle().startswith("新しい計画名")
    QTest.keyClick(workspace_of(window).tree, Qt.Key.Key_Z, CTRL)
    assert field_of(window).field.text() == "長崎市DX推進計画"
    assert window.status.message.text() == "「計画名の変更」を元に戻しました。"
    assert (redo.text(), undo.isEnabled()) == ("「計画名の変更」をやり直す", False)
    QTest.keyClick(workspace_of(window).tree, Qt.Key.Key_Y, CTRL)
    assert field_of(window).field.text() == "新しい計画名"


def test_undo_reaches_the_plan_from_a_field_without_changes_of_its_own(window: MainWindow) -> None:
    rename(window, "新しい計画名")
    field = field_of(window).field
    field.setText(field.text())
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == "長崎市DX推進計画"
    compose(field, "あ")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == "長崎市DX推進計画"
    assert window.frame_actions["redo"].isEnabled()


def test_what_is_being_typed_is_kept_before_undo_from_the_menu(window: MainWindow) -> None:
    rename(window, "一つ目")
    field = field_of(window).field
    field.selectAll()
    compose(field, "二つ目")
    window.frame_actions["undo"].trigger()
    assert field.text() == "一つ目"
    window.frame_actions["redo"].trigger()
    assert field.text() == "二つ目"


def test_undo_works_after_closing_and_opening_again(
    window: MainWindow, make_window: Make, sample_path: Path
) -> None:
    rename(window, "新しい計画名")
    window.close()
    again = make_window(sample_path)
    assert again.frame_actions["undo"].text() == "「計画名の変更」を元に戻す"
    QTest.keyClick(workspace_of(again).tree, Qt.Key.Key_Z, CTRL)
    assert field_of(again).field.text() == "長崎市DX推進計画"


def test_place_and_geometry_come_back(window: MainWindow, make_window: Make, sample_path: Path) -> None:
    node_id, _ = node_named(window, "産業のスマート化の推進")
    context_of(window).select_node(node_id)
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert workspace_of(window).pane_key == "indicators"
    window.resize(1200, 700)
    window.close()
    again = make_window()
    again.open_plan(sample_path)
    assert context_of(again).node_id == node_id
    assert workspace_of(again).pane_key == "indicators"


def test_a_node_that_has_gone_is_not_missed(
    window: MainWindow, settings: Settings, sample_path: Path
) -> None:
    place = {"pane": "no-such-pane", "version": "gone", "node": "gone"}
    window.show_start()
    settings.keep_place(sample_path.resolve(), place)
    assert window.open_plan(sample_path)
    assert context_of(window).node_id is None
    assert workspace_of(window).pane_key == "measure"


def test_history_opens_late_and_leads_to_a_place(window: MainWindow) -> None:
    assert window.history.content is None
    _, uid = node_named(window, "産業のスマート化の推進")
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    QTest.keyClick(window, Qt.Key.Key_H, CTRL)
    panel = window.history.content
    assert isinstance(panel, PlainHistory)
    panel.go_to.emit("policy_node", uid)
    assert context_of(window).node_id == node_named(window, "産業のスマート化の推進")[0]
    assert workspace_of(window).pane_key == "measure"
    panel.go_to.emit("policy_node", "gone")
    assert "今の計画にありません" in window.status.message.text()


def test_a_long_version_name_does_not_widen_the_window(window: MainWindow) -> None:
    context = context_of(window)
    key = context.version_id
    assert key is not None
    narrow = window.minimumSizeHint().width()
    context.run("版の名称変更", lambda session: set_field(session, PlanVersion, key, "name", "長い名称" * 50))
    assert window.minimumSizeHint().width() <= narrow
    assert re.fullmatch(r"長い名称.{,20}… R7～R9 ｜ 令和.+年度", window.status.term.text())


def test_history_stays_open_over_a_restart(window: MainWindow, make_window: Make, sample_path: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_H, CTRL)
    window.show_start()
    assert not window.history.isVisible()
    window.open_plan(sample_path)
    assert window.history.isVisible()
    window.close()
    again = make_window(sample_path)
    assert isinstance(again.history.content, PlainHistory)


def test_larger_letters_keep_place_and_expansion(window: MainWindow, settings: Settings) -> None:
    tree = workspace_of(window).tree
    assert isinstance(tree, PlainTree)
    tree.open_branch(3)
    node_id, _ = node_named(window, "産業のスマート化の推進")
    context_of(window).select_node(node_id)
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
    again = workspace_of(window).tree
    assert isinstance(again, PlainTree)
    assert again is not tree
    assert again.open_branches() == [3]
    assert context_of(window).node_id == node_id
    assert workspace_of(window).pane_key == "indicators"
    assert (window.status.zoom.text(), settings.number("scale", 0)) == ("120%", 120)
    assert window.font().pixelSize() == 16
    QTest.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert window.theme.scale == 110
    QTest.keyClick(window, Qt.Key.Key_0, CTRL)
    assert window.theme.scale == 100


def test_the_theme_can_be_chosen_and_stays(window: MainWindow, make_window: Make, settings: Settings) -> None:
    rename(window, "新しい計画名")
    (choice,) = [
        entry
        for bar in window.menuBar().actions()
        for entry in entries(_menu(bar))
        if entry.text() == "ハイコントラスト"
    ]
    choice.trigger()
    assert window.theme.key == "high_contrast"
    assert field_of(window).field.text() == "新しい計画名"
    assert window.palette().window().color() == window.theme.colour("surface")
    assert context_of(window).theme is window.theme
    window.close()
    assert make_window().theme.key == "high_contrast"


def test_f6_goes_round_the_areas(window: MainWindow) -> None:
    workspace = workspace_of(window)
    workspace.tree.setFocus()
    visited = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        visited.append(window.focusWidget())
    assert visited == [workspace.tabs, field_of(window).field, workspace.tree]


def test_the_first_hint_is_dismissed_for_good(
    window: MainWindow, make_window: Make, sample_path: Path
) -> None:
    hint = window.banners.hint
    assert hint.isVisible()
    QTest.mouseClick(hint.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert not hint.isVisible()
    window.close()
    again = make_window(sample_path)
    assert not again.banners.hint.isVisible()
    again.frame_actions["hint"].trigger()
    assert again.banners.hint.isVisible()


def test_a_plan_open_elsewhere_is_read_only_and_says_who_has_it(make_window: Make, sample_path: Path) -> None:
    with PlanFile.open(sample_path, Author("総務係", "PC-09")) as other:
        with other.edit("市名の変更") as edit:
            edit.session.get(PolicyNode, 1).note = "変更"  # type: ignore[union-attr]
        window = make_window(sample_path)
        assert window.banners.reason.isVisible()
        assert "総務係さん（PC-09）" in window.banners.reason.label.text()
        assert window.banners.hint.isVisible()
        assert "直せます" not in window.banners.hint.label.text()
        assert "（閲覧のみ）" in window.windowTitle()
        assert window.status.saved.text() == "閲覧のみ"
        undo = window.frame_actions["undo"]
        assert (undo.text(), undo.isEnabled()) == ("「市名の変更」を元に戻す", False)
        rename(window, "書けない名前")
        assert "総務係さん" in window.status.message.text()


def test_opening_another_plan_closes_the_first(
    window: MainWindow, sample_path: Path, empty_path: Path, author: Author
) -> None:
    assert window.open_plan(empty_path)
    assert window.windowTitle().startswith("試験計画")
    with PlanFile.open(sample_path, author) as first:
        assert first.read_only is None


def test_a_plan_that_cannot_be_opened_leaves_the_present_one(window: MainWindow, tmp_path: Path) -> None:
    foreign = tmp_path / "別物.dxplan"
    foreign.write_text("計画ではありません", encoding="utf-8")
    assert not window.open_plan(foreign)
    assert "計画ファイルではありません" in window.status.message.text()
    assert window.windowTitle().startswith("長崎市DX推進計画")
    assert window.open_plan(context_of(window).workbench.plan.path)
    assert window.status.message.text() == "その計画は今開いています。"


def test_a_path_that_fails_at_the_start_shows_why(make_window: Make, tmp_path: Path) -> None:
    window = make_window(tmp_path / "ない.dxplan")
    assert window.start is not None
    assert window.start.banner.isVisible()
    assert "見つかりません" in window.start.banner.label.text()


def test_parts_that_fail_lead_back_to_the_start_page(
    make_window: Make, sample_path: Path, author: Author
) -> None:
    def broken() -> Parts:
        raise RuntimeError

    window = make_window(sample_path, parts=broken)
    assert window.start is not None
    assert "予期しない障害" in window.start.banner.label.text()
    with PlanFile.open(sample_path, author) as plan:
        assert plan.read_only is None


def test_ctrl_w_closes_the_plan_and_frees_it(window: MainWindow, sample_path: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert window.start is not None
    assert window.windowTitle() == PROGRAM
    assert not sample_path.with_name(f"{sample_path.name}.lock").exists()
    assert [action.text() for action in window.menuBar().actions()] == [
        "ファイル(&F)", "表示(&V)", "ヘルプ(&H)",
    ]  # fmt: skip


def test_a_hidden_pane_is_made_late_and_sums_go_to_the_status_bar(window: MainWindow) -> None:
    workspace = workspace_of(window)
    pane = field_of(window)
    assert workspace.findChildren(type(pane)) == [pane]
    pane.summed.emit("選択 3セル　合計 120.9")
    assert window.status.selection.isVisible()
    assert window.status.selection.text() == "選択 3セル　合計 120.9"
    workspace.show_pane("indicators")
    assert not window.status.selection.isVisible()


def test_a_failure_is_put_right_by_showing_everything_anew(window: MainWindow) -> None:
    tree, pane = workspace_of(window).tree, field_of(window)
    assert isinstance(tree, PlainTree)
    before = pane.reloads
    window.recover()
    assert tree.versions == [context_of(window).version_id]
    assert pane.reloads > before


def test_verify_says_that_the_file_is_whole(window: MainWindow) -> None:
    window.frame_actions["verify"].trigger()
    assert window.status.message.text() == "計画ファイルを検査しました。問題はありません。"


def test_about_and_log(window: MainWindow, answers: Answers) -> None:
    window.frame_actions["about"].trigger()
    assert "SIL Open Font License" in answers.asked[-1]
    window.frame_actions["log"].trigger()
    assert window.status.message.text().startswith("障害の記録はありません。")


def test_everything_fits_a_small_screen(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
    window.resize(1366, 768)
    button = window.toolbar.widgetForAction(window.frame_actions["export"])
    assert button.isVisible()
    assert button.geometry().right() < window.width()


def test_a_workspace_without_panes_is_only_a_tree(make_window: Make, sample_path: Path) -> None:
    parts = plain_parts()
    window = make_window(sample_path, parts=lambda: Parts(parts.tree, (), parts.history))
    assert workspace_of(window).pane is None
    assert window.manual_page() == "index"


def test_an_entry_typed_in_place_is_kept_when_the_window_closes(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    pane = workspace_of(window).pane
    assert isinstance(pane, MeasurePane)
    with PlanFile.open(sample_path, Author("読む人", "PC-02"), editable=False) as plan:
        [node] = [one for one in plan.snapshot().all(PolicyNode) if one.name == "学校教育のDX推進"]
    context_of(window).select_node(node.id)
    pane.initiatives_list.type_at_end()
    [box] = pane.initiatives_list.findChildren(EntryBox)
    compose(box, "閉じる直前に入力した取組")
    window.close()
    with PlanFile.open(sample_path, Author("次の人", "PC-02")) as plan:
        [node] = [one for one in plan.snapshot().all(PolicyNode) if one.name == "学校教育のDX推進"]
    assert [one.name for one in node.initiatives][-1] == "閉じる直前に入力した取組"
