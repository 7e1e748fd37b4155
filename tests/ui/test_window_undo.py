"""Undo and redo in the window: by keys and menu, from a field, after opening the plan again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dxplanner.ui.window import MainWindow
from tests.ui.input_method import compose
from tests.ui.window_fixtures import CTRL, Make, field_of, rename, workspace_of


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
