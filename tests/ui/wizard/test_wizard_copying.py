"""A new plan that copies another one: its 体系, its 資料 and its ひな形."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import Department, Handout, PlanVersion
from dxplanner.services.handout_edit import copy_handout
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.wizard.source_page import SourcePage
from dxplanner.ui.wizard.target_page import TargetPage
from tests.ui.input_method import retype
from tests.ui.wizard.steps import LEFT, Make, finish, forward, shown, source_page, term_page


def test_another_plan_is_copied_with_its_levels(qtbot: QtBot, make_wizard: Make, sample_path: Path) -> None:
    wizard = make_wizard(sample_path)
    QTest.keyClick(term_page(wizard).revision, Qt.Key.Key_Space)
    forward(wizard)
    forward(wizard)
    page = wizard.page
    assert isinstance(page, SourcePage)
    QTest.mouseClick(page.choices[1], LEFT)
    forward(wizard)
    assert page.message.text() == "写す計画を選んでください。"
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert [page.copy.version.itemText(row) for row in range(2)] == ["現行計画", "見直し案"]
    assert shown(page)[:5] == [
        "暮らし", "　生活", "　　人と人とがつながり、便利で暮らしやすいまち",
        "　　　1 利用者に寄り添ったサービスを提供します。", "　　　　1-1 安全・安心で快適な環境の整備",
    ]  # fmt: skip
    QTest.keyClick(page.copy.with_departments, Qt.Key.Key_Space)
    QTest.keyClick(page.both, Qt.Key.Key_Space)
    forward(wizard)
    snapshot = finish(qtbot, wizard)
    current, revised = snapshot.all(PlanVersion)
    assert len(current.nodes) == len(revised.nodes) == 30
    assert any(node.initiatives for node in revised.nodes)
    assert snapshot.all(Department)


def test_handouts_and_templates_come_along(
    qtbot: QtBot, make_wizard: Make, sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author) as plan:
        Workbench(plan).run("ひな形", copy_handout(1, "課のひな形", template=True))
    wizard = make_wizard(sample_path)
    page = source_page(wizard)
    QTest.mouseClick(page.choices[1], LEFT)
    assert not page.copy.with_handouts.isEnabled()
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert page.copy.with_templates.text() == "課のひな形も写す（1件）"
    assert page.copy.with_handouts.text() == "資料も写す（30件）"
    assert (page.copy.with_templates.isChecked(), page.copy.with_handouts.isChecked()) == (True, False)
    QTest.keyClick(page.copy.with_handouts, Qt.Key.Key_Space)
    forward(wizard)
    target = wizard.page
    assert isinstance(target, TargetPage)
    assert "写すもの　資料30件、ひな形1件" in target.summary.text()
    snapshot = finish(qtbot, wizard)
    assert [one.title for one in snapshot.all(Handout) if one.template] == ["課のひな形"]
    assert len(snapshot.all(Handout)) == 31


def test_a_plan_without_templates_offers_none(qtbot: QtBot, make_wizard: Make, sample_path: Path) -> None:
    wizard = make_wizard(sample_path)
    page = source_page(wizard)
    QTest.mouseClick(page.choices[1], LEFT)
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    assert page.copy.with_templates.text() == "課のひな形も写す（0件）"
    assert not page.copy.with_templates.isEnabled()
    forward(wizard)
    assert wizard.draft.wanted is None
    assert not finish(qtbot, wizard).all(Handout)


def test_a_deeper_plan_does_not_fit_other_levels(qtbot: QtBot, make_wizard: Make, sample_path: Path) -> None:
    page = source_page(make_wizard(sample_path), "3階層")
    QTest.mouseClick(page.choices[1], LEFT)
    retype(page.copy.file.edit, str(sample_path))
    QTest.keyClick(page.copy.file.edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)
    QTest.keyClick(page.copy.with_levels, Qt.Key.Key_Space)
    assert page.preview.model.rowCount() == 0
    assert page.copy.problem is not None
    assert page.copy.problem.startswith("写す体系は5段、この計画の階層は3段です。")


def test_what_is_no_plan_is_said_in_place(qtbot: QtBot, make_wizard: Make, tmp_path: Path) -> None:
    stranger = tmp_path / "別.dxplan"
    stranger.write_text("計画ではない", encoding="utf-8")
    page = source_page(make_wizard(stranger))
    QTest.mouseClick(page.choices[1], LEFT)
    QTest.mouseClick(page.copy.file.button, LEFT)
    qtbot.waitUntil(lambda: "計画ファイルではありません" in page.copy.file.message.text())
