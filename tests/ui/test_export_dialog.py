"""The dialog before an export: what is chosen, what is missing, what cannot be printed."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.services import export as export_service
from dxplanner.services.export import Remark
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.export_dialog import ExportChoice, ExportDialog, HandoutName
from dxplanner.ui.theme import Theme
from dxplanner.ui.window import MainWindow
from tests.services.spoilt_plans import spoil
from tests.ui.stand_ins import Answers

Make = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: Make, sample_path: Path) -> MainWindow:
    """A window on the sample."""
    return make_window(sample_path)


@pytest.fixture
def dialog(theme: Theme, answers: Answers, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    """The dialog with two handouts."""
    names = [HandoutName("a", "資料１", "施策体系"), HandoutName("b", "", "成果指標")]
    made = ExportDialog(names, ExportChoice((), (), tmp_path), theme, answers)
    qtbot.addWidget(made)
    made.show()
    return made


def test_dialog_begins_with_everything(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.choice == ExportChoice(("a", "b"), ("pdf", "xlsx"), tmp_path)
    assert dialog.list.item(0).text() == "資料１　施策体系"
    assert dialog.write.isEnabled()


def test_dialog_says_what_is_missing(dialog: ExportDialog) -> None:
    for row in range(2):
        dialog.list.setCurrentRow(row)
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.problem.text() == "書き出す資料を1つ以上選んでください。"
    assert not dialog.write.isEnabled()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    for box in dialog.formats.values():
        box.click()
    assert dialog.problem.text() == "形式を1つ以上選んでください。"
    dialog.formats["pdf"].click()
    dialog.folder.clear()
    assert dialog.problem.text() == "書き出し先のフォルダーを指定してください。"
    QTest.keyClicks(dialog.folder, "x")
    assert dialog.write.isEnabled()
    assert dialog.choice.codes == ("b",)


def test_dialog_offers_one_workbook_where_excel_is_written(dialog: ExportDialog) -> None:
    assert dialog.together.text() == "1つのブックにまとめる"
    assert not dialog.choice.one_workbook
    dialog.together.click()
    assert dialog.choice.one_workbook
    dialog.formats["xlsx"].click()
    assert not dialog.together.isEnabled()


def test_dialog_tells_what_cannot_be_printed_of_what_is_ticked(dialog: ExportDialog) -> None:
    dialog.show_remarks(())
    assert not dialog.remark.isVisible()
    dialog.show_remarks((Remark("a", "資料１：「𠮷」は…"), Remark("b", "成果指標：「𠮷」は…")))
    assert dialog.remark.isVisible()
    assert dialog.remark.text() == "資料１：「𠮷」は…（ほか1件）"
    assert dialog.remark.toolTip().splitlines() == ["資料１：「𠮷」は…", "成果指標：「𠮷」は…"]
    assert dialog.write.isEnabled()
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.remark.text() == dialog.remark.toolTip() == "成果指標：「𠮷」は…"
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.remark.isVisible()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.remark.text() == "資料１：「𠮷」は…"


def remark_shown(window: MainWindow) -> str:
    """Open the export by its key, wait for a remark in the dialog, and close it."""
    seen: list[str] = []

    def look(tries: int = 200) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        if dialog.remark.isVisible() or not tries:
            seen.append(dialog.remark.text())
            dialog.reject()
        else:
            QTimer.singleShot(20, lambda: look(tries - 1))

    QTimer.singleShot(50, look)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    return seen[0]


def test_unprintable_characters_are_looked_for_while_the_dialog_is_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_over(snapshot: Any, cancel: threading.Event) -> tuple[Remark, ...]:
        return (Remark("hierarchy", f"{snapshot.plan.name}の「𠮷」"),)

    monkeypatch.setattr(export_service, "look_over", look_over)
    assert remark_shown(window) == "長崎市DX推進計画の「𠮷」"


def test_looking_over_that_breaks_down_is_said(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_over(snapshot: Any, cancel: threading.Event) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(export_service, "look_over", look_over)
    assert "資料の文字の確認" in remark_shown(window)


def test_a_handout_that_cannot_be_made_is_seen_in_the_dialog(make_window: Make, sample_path: Path) -> None:
    with PlanFile.open(sample_path, Author("企画係", "PC-01")) as plan:
        spoil(plan, "schedule")
    shown = remark_shown(make_window(sample_path))
    assert shown.startswith("資料１－４　改訂スケジュール：")
    assert "きのう" in shown


def test_a_plan_without_handouts_says_so(
    theme: Theme, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    made = ExportDialog([], ExportChoice((), (), tmp_path), theme, answers)
    qtbot.addWidget(made)
    assert made.problem.text() == "この計画には、書き出せる資料がまだありません。"
    assert not made.write.isEnabled()


def test_the_buttons_stand_as_in_all_dialogs(dialog: ExportDialog) -> None:
    buttons = sorted(dialog.decision.buttons(), key=lambda button: button.x())
    assert [button.text() for button in buttons] == ["書き出す", "やめる"]
    assert dialog.write.isDefault()
