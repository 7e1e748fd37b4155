"""What the window remembers: place and geometry, the history, letters and theme, the first hint."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from dxplanner.ui.settings import Settings
from dxplanner.ui.window import MainWindow
from tests.ui.stand_ins import PlainHistory, PlainTree
from tests.ui.window_fixtures import (
    CTRL,
    Make,
    context_of,
    entries,
    field_of,
    menu_of,
    node_named,
    rename,
    workspace_of,
)


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
        for entry in entries(menu_of(bar))
        if entry.text() == "ハイコントラスト"
    ]
    choice.trigger()
    assert window.theme.key == "high_contrast"
    assert field_of(window).field.text() == "新しい計画名"
    assert window.palette().window().color() == window.theme.colour("surface")
    assert context_of(window).theme is window.theme
    window.close()
    assert make_window().theme.key == "high_contrast"


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
