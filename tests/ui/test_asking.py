"""What the program shows to be read, and how it asks where to write."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.ui.asking import Asking, Reading


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """What the dialogs belong to."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_long_text_stays_on_the_screen_and_scrolls(qtbot: QtBot, parent: QWidget) -> None:
    heights = []
    for lines in (3, 400):
        reading = Reading(parent, "結果", "\n".join(f"・資料{line}" for line in range(lines)))
        qtbot.addWidget(reading)
        reading.show()
        heights.append(reading.height())
        assert reading.text.height() >= reading.text.heightForWidth(reading.text.width())
    assert heights[0] < heights[1] < QApplication.primaryScreen().availableGeometry().height()
    assert reading.text.height() > reading.height()


def test_what_is_shown_is_no_markup(qtbot: QtBot, parent: QWidget) -> None:
    reading = Reading(parent, "結果", "「<b>名前</b>&amp;」")
    qtbot.addWidget(reading)
    reading.show()
    reading.text.setSelection(0, len("「<b>名前</b>&amp;」"))
    assert reading.text.selectedText() == "「<b>名前</b>&amp;」"


def test_enter_closes_it(parent: QWidget) -> None:
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Reading)
        (close,) = dialog.findChildren(QPushButton)
        seen.extend([dialog.windowTitle(), close.text()])
        QTest.keyClick(close, Qt.Key.Key_Return)

    QTimer.singleShot(50, answer)
    Asking().tell(parent, "書き出しの注意", "確かめてください。")
    assert seen == ["書き出しの注意", "閉じる"]


def test_a_bare_name_gets_its_extension(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(dialog: QFileDialog) -> int:
        dialog.selectFile(str(tmp_path / "表"))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", typed)
    asking = Asking()
    assert asking.workbook_to_write(parent, "保存先", tmp_path / "x.xlsx") == tmp_path / "表.xlsx"
    assert asking.plan_to_write(parent, "保存先", tmp_path / "x.dxplan") == tmp_path / "表.dxplan"
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 0)
    assert asking.workbook_to_write(parent, "保存先", tmp_path / "x.xlsx") is None
