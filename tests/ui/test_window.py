"""The frame around an open plan: what it shows, its menus, keys and messages."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from dxplanner.model import PlanVersion
from dxplanner.services.fields import set_field
from dxplanner.ui.parts import Parts
from dxplanner.ui.translation import PROGRAM
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import TREE_KEYS, Answers, PlainTree, plain_parts
from tests.ui.window_fixtures import CTRL, Make, context_of, entries, field_of, menu_of, rename, workspace_of


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
    shown = [entry for action in bar for entry in entries(menu_of(action))]
    keys = {entry.shortcut().toString() for entry in shown}
    assert {"Ctrl+Z", "Ctrl+Y", "Ctrl+E", "Ctrl+O", "Ctrl+N", "F1", "F6", "Ctrl+1", "Ctrl+H"} <= keys
    plain = [key for key in keys if re.fullmatch(r"[A-Z0-9]", key)]
    assert plain == []


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


def test_a_long_version_name_does_not_widen_the_window(window: MainWindow) -> None:
    context = context_of(window)
    key = context.version_id
    assert key is not None
    narrow = window.minimumSizeHint().width()
    context.run("版の名称変更", lambda session: set_field(session, PlanVersion, key, "name", "長い名称" * 50))
    assert window.minimumSizeHint().width() <= narrow
    assert re.fullmatch(r"長い名称.{,20}… R7～R9 ｜ 令和.+年度", window.status.term.text())


def test_f6_goes_round_the_areas(window: MainWindow) -> None:
    workspace = workspace_of(window)
    workspace.tree.setFocus()
    visited = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        visited.append(window.focusWidget())
    assert visited == [workspace.tabs, field_of(window).field, workspace.tree]


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
