"""Where a new plan is written: what is made, what is never overwritten, failures, giving up."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.model import PlanVersion
from dxplanner.services.plan_seeds import R6_LEVELS, levels_of
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.new_plan import NewPlanDialog, run_new_plan_wizard
from dxplanner.ui.wizard.target_page import TargetPage
from tests.ui.input_method import retype
from tests.ui.wizard.steps import AUTHOR, LEFT, Answers, Make, finish, forward, source_page


def test_an_empty_plan_is_made_in_five_steps(
    qtbot: QtBot, wizard: NewPlanDialog, settings: Settings, tmp_path: Path
) -> None:
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)
    assert page.file.text == str(tmp_path / "第3次計画.dxplan")
    assert "体系　空" in page.summary.text()
    snapshot = finish(qtbot, wizard)
    assert (snapshot.plan.name, snapshot.plan.city) == ("第3次計画", "長崎市")
    [version] = snapshot.all(PlanVersion)
    assert (levels_of(version), version.nodes) == (R6_LEVELS, [])
    assert (settings.text("wizard/city"), wizard.made) == ("長崎市", tmp_path / "第3次計画.dxplan")


def test_nothing_is_overwritten_and_the_place_is_checked(
    qtbot: QtBot, make_wizard: Make, tmp_path: Path
) -> None:
    taken = tmp_path / "既にある.dxplan"
    taken.write_text("大事な内容", encoding="utf-8")
    wizard = make_wizard(taken)
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)
    QTest.mouseClick(page.file.button, LEFT)
    assert page.file.message.text() == "「既にある.dxplan」は既にあります。別の名前にしてください。"
    for text, sentence in (
        ("", "保存先を指定してください。"),
        (str(taken.with_suffix("")), "「既にある.dxplan」は既にあります。"),
        (str(tmp_path / "ない" / "計画.dxplan"), "フォルダー「"),
    ):
        retype(page.file.edit, text)
        forward(wizard)
        assert page.file.message.text().startswith(sentence)
    retype(page.file.edit, "別の名前")
    finish(qtbot, wizard)
    assert wizard.made == tmp_path / "別の名前.dxplan"
    assert taken.read_text(encoding="utf-8") == "大事な内容"


def test_a_failure_while_writing_is_said_and_can_be_tried_again(
    qtbot: QtBot, wizard: NewPlanDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_page(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, TargetPage)

    def full(*_: object) -> Path:
        raise OSError(28, "no space")

    monkeypatch.setattr("dxplanner.services.new_plan._fill", full)
    forward(wizard)
    qtbot.waitUntil(lambda: "ディスクの空きが足りない" in page.file.message.text())
    assert wizard.forward.isEnabled()
    assert not list(tmp_path.glob("*.dxplan*"))
    monkeypatch.undo()
    finish(qtbot, wizard)


def test_giving_up_makes_nothing(
    qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path, qapp: QApplication
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press(key: Qt.Key) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewPlanDialog)
        QTest.keyClick(dialog, key)

    QTimer.singleShot(0, lambda: press(Qt.Key.Key_Escape))
    assert run_new_plan_wizard(parent, theme, settings, AUTHOR, Answers(tmp_path)) is None
    assert not list(tmp_path.glob("*.dxplan"))
