"""Typing into the cells of a sheet: keys, boxes, lists, what cannot be stored."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.errors import MachineError
from dxplanner.model import Opinion
from dxplanner.services.fields import delete_rows
from dxplanner.store.planfile import PlanFile
from tests.ui.sheet_fixtures import (
    ALT,
    ANSWER,
    CLASS,
    DEPARTMENT,
    LENGTH,
    NUMBER,
    SHIFT,
    SUMMARY,
    Make,
    at,
    box_of,
    column,
    context_of,
    heard,
    key,
    paste,
    stored_rows,
    type_text,
)  # fmt: skip


def test_a_letter_overwrites_and_enter_goes_down(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    assert box_of(sheet).text() == "a"
    QTest.keyClicks(box_of(sheet), "bc")
    key(sheet, Qt.Key.Key_Return)
    assert stored_rows(sheet)[0][SUMMARY] == "abc"
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, SUMMARY)
    assert sheet.view.hasFocus()


def test_arrows_keep_what_is_typed_over_but_move_in_an_opened_text(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    key(sheet, Qt.Key.Key_Down)
    assert sheet.view.currentIndex().row() == 1
    key(sheet, Qt.Key.Key_F2)
    key(sheet, Qt.Key.Key_Left)
    assert sheet.view.cells.box is not None
    key(sheet, Qt.Key.Key_Escape)
    assert column(sheet, SUMMARY)[:3] == ["a", "意見2", "意見3"]


def test_enter_after_tabs_returns_to_where_they_began(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, SUMMARY)
    type_text(sheet, "甲", Qt.Key.Key_Tab)
    assert sheet.view.currentIndex().column() == ANSWER
    type_text(sheet, "乙", Qt.Key.Key_Return)
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, SUMMARY)
    key(sheet, Qt.Key.Key_Tab)
    key(sheet, Qt.Key.Key_Backtab, SHIFT)
    key(sheet, Qt.Key.Key_Return, SHIFT)
    assert sheet.view.currentIndex().row() == 0
    assert stored_rows(sheet)[0][SUMMARY : ANSWER + 1] == ("甲", "乙")


def test_alt_enter_breaks_the_line_and_the_row_grows(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    before = sheet.view.rowHeight(0)
    at(sheet, 0, ANSWER)
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).insertPlainText("一")
    key(sheet, Qt.Key.Key_Return, ALT)
    box_of(sheet).insertPlainText("二")
    key(sheet, Qt.Key.Key_Return)
    assert stored_rows(sheet)[0][ANSWER] == "一\n二"
    assert sheet.view.rowHeight(0) > before


def test_a_text_that_cannot_be_stored_stays_in_its_box_then_in_its_cell(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    at(sheet, 0, NUMBER)
    type_text(sheet, "三")
    assert box_of(sheet).text() == "三"
    assert "整数" in sheet.notice.text.text()
    assert sheet.notice.isVisible()
    sheet.filter.box.setFocus()
    assert sheet.view.cells.box is None
    assert sheet.model.cell(0, NUMBER).text == "三"
    assert "整数" in sheet.model.cell(0, NUMBER).problem
    assert "整数" in sheet.view.cells.tooltip(sheet.model.index(0, NUMBER))
    assert stored_rows(sheet)[0][NUMBER] == "1"
    at(sheet, 0, NUMBER)
    type_text(sheet, "３")
    assert sheet.model.bad == {}
    assert not sheet.notice.isVisible()
    assert stored_rows(sheet)[0][NUMBER] == "3"


def test_esc_gives_up_what_is_typed(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    at(sheet, 0, NUMBER)
    type_text(sheet, "三")
    key(sheet, Qt.Key.Key_Escape)
    assert sheet.view.cells.box is None
    assert column(sheet, NUMBER)[0] == "1"
    assert not sheet.notice.isVisible()
    assert context_of(sheet).workbench.undo() is None


def test_flush_stores_an_open_box(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    at(sheet, 0, SUMMARY)
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).insertPlainText("の続き")
    sheet.flush()
    sheet.flush()
    assert stored_rows(sheet)[0][SUMMARY] == "意見1の続き"


def test_what_is_typed_is_stored_when_the_cursor_is_put_elsewhere(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    assert sheet.select(sheet.model.key_at(2))
    assert sheet.view.cells.box is None
    assert stored_rows(sheet)[0][SUMMARY] == "a"
    assert sheet.view.currentIndex().row() == 2


def test_a_box_goes_with_its_row(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(2)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    gone = sheet.model.key_at(0)
    context_of(sheet).run("意見の削除", lambda session: delete_rows(session, Opinion, [gone]))
    qtbot.waitUntil(lambda: sheet.view.cells.box is None)
    sheet.flush()
    assert column(sheet, SUMMARY)[0] == "意見2"


def test_what_cannot_be_stored_outlives_an_act_that_fails(
    make_sheet: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = make_sheet(2)
    at(sheet, 0, NUMBER)
    type_text(sheet, "三")
    sheet.filter.box.setFocus()
    at(sheet, 0, NUMBER)

    def full(_plan: PlanFile, _label: str, merge: str | None = None) -> None:
        raise MachineError("保存先の空きがありません。")

    with monkeypatch.context() as failing:
        failing.setattr(PlanFile, "edit", full)
        paste(sheet, "7")
        key(sheet, Qt.Key.Key_Delete)
        assert sheet.model.cell(0, NUMBER).text == "三"
    paste(sheet, "7")
    assert sheet.model.bad == {}
    assert stored_rows(sheet)[0][NUMBER] == "7"


def test_a_list_is_opened_by_alt_down_and_narrowed_by_typing(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    at(sheet, 0, DEPARTMENT)
    key(sheet, Qt.Key.Key_Down, ALT)
    offers = box_of(sheet).offers
    assert offers is not None
    assert offers.isVisible()
    assert [offers.item(row).text() for row in range(offers.count())] == ["情報政策推進室", "総務課"]
    key(sheet, Qt.Key.Key_Down)
    key(sheet, Qt.Key.Key_Down)
    key(sheet, Qt.Key.Key_Return)
    assert not offers.isVisible()
    at(sheet, 1, CLASS)
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).insertPlainText("参")
    key(sheet, Qt.Key.Key_Return)
    assert [(row[CLASS], row[DEPARTMENT]) for row in stored_rows(sheet)] == [
        ("", "総務課"),
        ("参考", ""),
    ]


def test_numbers_stand_right_and_computed_cells_are_not_typed(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    right = Qt.AlignmentFlag.AlignRight
    assert sheet.model.index(0, NUMBER).data(Qt.ItemDataRole.TextAlignmentRole) & right
    assert not sheet.model.index(0, SUMMARY).data(Qt.ItemDataRole.TextAlignmentRole) & right
    at(sheet, 0, LENGTH)
    key(sheet, Qt.Key.Key_F2)
    assert sheet.view.cells.box is None
    rows = heard(sheet.activated)
    place = sheet.view.visualRect(at(sheet, 0, LENGTH)).center()
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rows == [(sheet.model.key_at(0),)]
