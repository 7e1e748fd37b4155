"""A new plan whose 体系 comes from a list: of a workbook or pasted, mended where it is faulty."""

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import PlanVersion
from dxplanner.model.numbers import node_numbers, top_nodes, walk
from dxplanner.ui.wizard.level_page import LevelPage
from dxplanner.ui.wizard.new_plan import NewPlanDialog
from tests.ui.wizard.steps import LEFT, Make, finish, forward, shown, source_page


def listed(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "体系"
    for row in rows:
        sheet.append(row)
    book.create_sheet("空のシート")
    book.save(path)
    return path


def test_a_list_is_mended_cell_by_cell_and_read_again(
    qtbot: QtBot, make_wizard: Make, tmp_path: Path
) -> None:
    path = listed(tmp_path / "一覧.xlsx", [["番号", "名称"], [1, "甲"], ["1-1", "乙"], ["2-1", "丙"]])
    wizard = make_wizard(path)
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QTest.mouseClick(page.outline.file.button, LEFT)
    qtbot.waitUntil(lambda: page.outline.errors.count() == 1, timeout=15_000)
    assert page.outline.errors.item(0).text() == "A4：上位の番号 2 がありません。"
    forward(wizard)
    assert "「読み直す」" in page.message.text()
    listed(path, [["番号", "名称"], [1, "甲"], ["1-1", "乙"], ["1-3", "丙"]])
    QTest.mouseClick(page.outline.again, LEFT)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert shown(page) == ["1 甲", "　1-1 乙", "　1-2 丙"]
    assert page.preview.note.text() == "番号は自動で付け直します。一覧と変わるもの：1-3 → 1-2 など1件"
    page.outline.sheet.setFocus()
    QTest.keyClick(page.outline.sheet, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.outline.errors.count() == 1)
    assert page.outline.errors.item(0).text() == "A1：読み取れる項目がありません。"
    QTest.keyClick(page.outline.sheet, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    forward(wizard)
    [version] = finish(qtbot, wizard).all(PlanVersion)
    numbers = node_numbers(version)
    nodes = [(numbers[node.uid], node.name) for node in walk(top_nodes(version))]
    assert nodes == [("1", "甲"), ("1-1", "乙"), ("1-2", "丙")]


def test_a_copied_range_is_pasted_and_its_form_can_be_corrected(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("基本方針\t基本施策\n甲\t乙\n\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert shown(page) == ["1 甲", "　1-1 乙", "　1-2 丙"]
    assert page.outline.heading.isChecked()
    QTest.keyClick(page.outline.heading, Qt.Key.Key_Space)
    assert shown(page)[0] == "1 基本方針"
    page.outline.form.setFocus()
    QTest.keyClick(page.outline.form, Qt.Key.Key_Down)
    assert page.outline.errors.count() == 1
    assert not page.outline.again.isEnabled()


def test_a_pasted_list_with_faults_is_pasted_again(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("番号\t名称\n1\t甲\n1-1\t乙\n2-1\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert page.outline.errors.count() == 1
    assert not page.outline.again.isEnabled()
    forward(wizard)
    assert wizard.page is page
    assert "もう一度貼り付けて" in page.message.text()
    assert "\n" not in page.message.text()


def test_changed_levels_are_used_for_a_list_read_before(wizard: NewPlanDialog) -> None:
    page = source_page(wizard, "3階層")
    QTest.mouseClick(page.choices[2], LEFT)
    QGuiApplication.clipboard().setText("甲\n\t乙\n\t\t丙\n")
    QTest.mouseClick(page.outline.paste, LEFT)
    assert len(shown(page)) == 3
    QTest.mouseClick(wizard.back, LEFT)
    levels = wizard.page
    assert isinstance(levels, LevelPage)
    levels.table.setCurrentIndex(levels.model.index(2, 0))
    QTest.keyClick(levels.table, Qt.Key.Key_Delete)
    forward(wizard)
    assert page.outline.errors.item(0).text() == "C3：3段目の項目ですが、この計画の階層は2段です。"
