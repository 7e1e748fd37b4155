"""The sheet on the screen: typed, pasted, sorted, filtered, undone; exact rows; remembered columns."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dxplanner.domain.errors import MachineError
from dxplanner.model import Department, Opinion, Plan
from dxplanner.services import provenance, sheet_edit
from dxplanner.services.fields import delete_rows
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.editors import CellBox
from dxplanner.ui.sheet.model import DRAFT
from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import KEYS, OPINIONS, fill, texts_of

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NUMBER, SOURCE, SUMMARY, ANSWER, CLASS, DEPARTMENT, RECEIVED, LENGTH, STATUS, PERSON = range(10)
EXCEL = (
    '１２\t市議会\t窓口の"改善"\t"1行目\n2行目"\t参考\t情報室\tＲ６．４．１\r\n'
    '十三\tパブリックコメント\t"名称の\n途中"\t－\tない区分\t総務課\t令和６年５月２日\r\n'
    "1,004\t\t三件目\t\t\t\t2024/6/3\r\n"
)
Make = Callable[[int], Sheet]


@pytest.fixture
def make(qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile) -> Make:
    """Shows a sheet of some opinions; Qt's tester watches its model."""

    def made(count: int) -> Sheet:
        fill(empty_plan, count)
        return show(qtbot, make_context(empty_plan))

    return made


def show(qtbot: QtBot, context: PlanContext) -> Sheet:
    sheet = Sheet(context, OPINIONS, key="test", empty="意見はまだありません。Insert で追加します。")
    qtbot.addWidget(sheet)
    sheet.setProperty("context", context)
    context.committed.connect(sheet.apply)
    QAbstractItemModelTester(sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal, sheet)
    sheet.resize(1074, 620)
    with qtbot.waitActive(sheet):
        sheet.show()
    sheet.reload()
    sheet.view.setFocus()
    return sheet


def context_of(sheet: Sheet) -> PlanContext:
    context: PlanContext = sheet.property("context")
    return context


def plan_of(sheet: Sheet) -> PlanFile:
    return context_of(sheet).workbench.plan


def at(sheet: Sheet, row: int, column: int) -> QModelIndex:
    index = sheet.model.index(row, column)
    sheet.view.put_cursor(index)
    return index


def choose(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
    area = QItemSelection(sheet.model.index(top, left), sheet.model.index(bottom, right))
    at(sheet, top, left)
    sheet.view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def key(sheet: Sheet, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(sheet.view.cells.box or sheet.view, key, held)


def box_of(sheet: Sheet) -> CellBox:
    box = sheet.view.cells.box
    assert box is not None
    return box


def type_text(sheet: Sheet, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the current cell and press a key."""
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).selectAll()
    box_of(sheet).insertPlainText(text)
    QTest.keyClick(box_of(sheet), end)


def column(sheet: Sheet, number: int) -> list[str]:
    return [sheet.model.text(row, number) for row in range(sheet.model.rowCount())]


def heard(signal: Any) -> list[Any]:
    """What a signal carries from now on."""
    calls: list[Any] = []
    signal.connect(lambda *given: calls.append(given))
    return calls


def paste(sheet: Sheet, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key(sheet, Qt.Key.Key_V, CTRL)


# Typing --------------------------------------------------------------------------------------------------


def test_a_letter_overwrites_and_enter_goes_down(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    assert box_of(sheet).text() == "a"
    QTest.keyClicks(box_of(sheet), "bc")
    key(sheet, Qt.Key.Key_Return)
    assert texts_of(plan_of(sheet))[0][SUMMARY] == "abc"
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, SUMMARY)
    assert sheet.view.hasFocus()


def test_arrows_keep_what_is_typed_over_but_move_in_an_opened_text(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    key(sheet, Qt.Key.Key_Down)
    assert sheet.view.currentIndex().row() == 1
    key(sheet, Qt.Key.Key_F2)
    key(sheet, Qt.Key.Key_Left)
    assert sheet.view.cells.box is not None
    key(sheet, Qt.Key.Key_Escape)
    assert column(sheet, SUMMARY)[:3] == ["a", "意見2", "意見3"]


def test_enter_after_tabs_returns_to_where_they_began(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, SUMMARY)
    type_text(sheet, "甲", Qt.Key.Key_Tab)
    assert sheet.view.currentIndex().column() == ANSWER
    type_text(sheet, "乙", Qt.Key.Key_Return)
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, SUMMARY)
    key(sheet, Qt.Key.Key_Tab)
    key(sheet, Qt.Key.Key_Backtab, SHIFT)
    key(sheet, Qt.Key.Key_Return, SHIFT)
    assert sheet.view.currentIndex().row() == 0
    assert texts_of(plan_of(sheet))[0][SUMMARY : ANSWER + 1] == ("甲", "乙")


def test_alt_enter_breaks_the_line_and_the_row_grows(make: Make) -> None:
    sheet = make(2)
    before = sheet.view.rowHeight(0)
    at(sheet, 0, ANSWER)
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).insertPlainText("一")
    key(sheet, Qt.Key.Key_Return, ALT)
    box_of(sheet).insertPlainText("二")
    key(sheet, Qt.Key.Key_Return)
    assert texts_of(plan_of(sheet))[0][ANSWER] == "一\n二"
    assert sheet.view.rowHeight(0) > before


def test_a_text_that_cannot_be_stored_stays_in_its_box_then_in_its_cell(make: Make) -> None:
    sheet = make(2)
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
    assert texts_of(plan_of(sheet))[0][NUMBER] == "1"
    at(sheet, 0, NUMBER)
    type_text(sheet, "３")
    assert sheet.model.bad == {}
    assert not sheet.notice.isVisible()
    assert texts_of(plan_of(sheet))[0][NUMBER] == "3"


def test_esc_gives_up_what_is_typed(make: Make) -> None:
    sheet = make(1)
    at(sheet, 0, NUMBER)
    type_text(sheet, "三")
    key(sheet, Qt.Key.Key_Escape)
    assert sheet.view.cells.box is None
    assert column(sheet, NUMBER)[0] == "1"
    assert not sheet.notice.isVisible()
    assert context_of(sheet).workbench.undo() is None


def test_flush_stores_an_open_box(make: Make) -> None:
    sheet = make(1)
    at(sheet, 0, SUMMARY)
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).insertPlainText("の続き")
    sheet.flush()
    sheet.flush()
    assert texts_of(plan_of(sheet))[0][SUMMARY] == "意見1の続き"


def test_what_is_typed_is_stored_when_the_cursor_is_put_elsewhere(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    assert sheet.select(sheet.model.key_at(2))
    assert sheet.view.cells.box is None
    assert texts_of(plan_of(sheet))[0][SUMMARY] == "a"
    assert sheet.view.currentIndex().row() == 2


def test_a_box_goes_with_its_row(make: Make, qtbot: QtBot) -> None:
    sheet = make(2)
    at(sheet, 0, SUMMARY)
    QTest.keyClick(sheet.view, Qt.Key.Key_A)
    gone = sheet.model.key_at(0)
    context_of(sheet).run("意見の削除", lambda session: delete_rows(session, Opinion, [gone]))
    qtbot.waitUntil(lambda: sheet.view.cells.box is None)
    sheet.flush()
    assert column(sheet, SUMMARY)[0] == "意見2"


def test_what_cannot_be_stored_outlives_an_act_that_fails(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = make(2)
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
    assert texts_of(plan_of(sheet))[0][NUMBER] == "7"


def test_a_list_is_opened_by_alt_down_and_narrowed_by_typing(make: Make) -> None:
    sheet = make(2)
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
    assert [(row[CLASS], row[DEPARTMENT]) for row in texts_of(plan_of(sheet))] == [
        ("", "総務課"),
        ("参考", ""),
    ]


def test_numbers_stand_right_and_computed_cells_are_not_typed(make: Make) -> None:
    sheet = make(1)
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


# The clipboard --------------------------------------------------------------------------------------------


def test_a_range_of_excel_is_one_step_and_bad_cells_stay_marked(make: Make) -> None:
    sheet = make(2)
    at(sheet, 0, NUMBER)
    paste(sheet, EXCEL)
    assert [row[:7] for row in texts_of(plan_of(sheet))] == [
        ("12", "市議会", '窓口の"改善"', "1行目\n2行目", "参考", "情報政策推進室", "R6.4.1"),
        ("2", "パブリックコメント", "名称の\n途中", "－", "", "総務課", "R6.5.2"),
        ("1,004", "", "三件目", "", "", "", "R6.6.3"),
    ]
    second = sheet.model.key_at(1)
    assert set(sheet.model.bad) == {(second, "number"), (second, "opinion_class_id")}
    assert column(sheet, NUMBER) == ["12", "十三", "1,004", ""]
    assert "2か所" in sheet.notice.text.text()
    context_of(sheet).undo()
    assert sheet.model.bad == {}
    assert column(sheet, NUMBER) == ["1", "2", ""]
    at(sheet, 0, NUMBER)
    paste(sheet, EXCEL)
    sheet.go_to_next_bad()
    assert sheet.view.currentIndex().row() == 1
    sheet.go_to_next_bad()
    type_text(sheet, "修正する")
    assert set(sheet.model.bad) == {(second, "number")}
    sheet.notice.drop.click()
    assert column(sheet, NUMBER)[1] == "2"
    context = context_of(sheet)
    context.undo()
    context.undo()
    assert [row[NUMBER] for row in texts_of(plan_of(sheet))] == ["1", "2"]
    assert column(sheet, NUMBER) == ["1", "2", ""]


def test_a_range_goes_into_an_empty_sheet(make: Make) -> None:
    sheet = make(0)
    assert sheet.empty.isVisible()
    assert "Insert" in sheet.empty.text()
    assert sheet.current_key() is None
    paste(sheet, '7\t市議会\t甲\r\n8\t\t\r\n9\t庁内\t"乙\n丙"\r\n')
    assert [row[:3] for row in texts_of(plan_of(sheet))] == [("7", "市議会", "甲"), ("9", "庁内", "乙\n丙")]
    assert not sheet.empty.isVisible()
    assert "2行目の「意見の概要」" in sheet.notice.text.text()
    assert len(sheet.selected_keys()) == 2


def test_what_is_copied_comes_back(make: Make) -> None:
    sheet = make(4)
    at(sheet, 0, ANSWER)
    type_text(sheet, '一\n"二"')
    choose(sheet, 0, NUMBER, 1, ANSWER)
    key(sheet, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith('1\t\t意見1\t"一\n""二"""')
    at(sheet, 2, NUMBER)
    key(sheet, Qt.Key.Key_V, CTRL)
    rows = texts_of(plan_of(sheet))
    assert [row[:4] for row in rows[2:]] == [row[:4] for row in rows[:2]]
    choose(sheet, 0, ANSWER, 1, ANSWER)
    key(sheet, Qt.Key.Key_X, CTRL)
    assert [row[ANSWER] for row in texts_of(plan_of(sheet))][:2] == ["", ""]
    context_of(sheet).undo()
    assert texts_of(plan_of(sheet)) == rows


def test_one_cell_fills_the_whole_selection(make: Make) -> None:
    sheet = make(3)
    choose(sheet, 0, ANSWER, 2, ANSWER)
    paste(sheet, "検討中\r\n")
    assert [row[ANSWER] for row in texts_of(plan_of(sheet))] == ["検討中"] * 3


def test_fill_down_and_delete(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, DEPARTMENT)
    type_text(sheet, "総務課")
    choose(sheet, 0, DEPARTMENT, 1, DEPARTMENT)
    key(sheet, Qt.Key.Key_D, CTRL)
    at(sheet, 2, DEPARTMENT)
    key(sheet, Qt.Key.Key_D, CTRL)
    assert [row[DEPARTMENT] for row in texts_of(plan_of(sheet))] == ["総務課"] * 3
    choose(sheet, 0, SUMMARY, 1, DEPARTMENT)
    key(sheet, Qt.Key.Key_Delete)
    assert [row[SUMMARY : DEPARTMENT + 1] for row in texts_of(plan_of(sheet))][:2] == [
        ("意見1", "", "", ""),
        ("意見2", "", "", ""),
    ]
    assert "空欄にはできません" in sheet.notice.text.text()


# Rows -----------------------------------------------------------------------------------------------------


def test_a_row_is_written_below_the_last_one_and_stored_when_it_can_be(make: Make) -> None:
    sheet = make(1)
    at(sheet, 1, NUMBER)
    type_text(sheet, "5", Qt.Key.Key_Tab)
    assert len(texts_of(plan_of(sheet))) == 1
    assert "「意見の概要」を入力すると" in sheet.notice.text.text()
    at(sheet, 1, SUMMARY)
    type_text(sheet, "新しい意見", Qt.Key.Key_Tab)
    assert [row[:3] for row in texts_of(plan_of(sheet))] == [("1", "", "意見1"), ("5", "", "新しい意見")]
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, ANSWER)
    assert sheet.current_key() == sheet.model.key_at(1) != DRAFT
    assert sheet.model.key_at(2) == DRAFT
    assert not sheet.notice.isVisible()
    context_of(sheet).undo()
    assert sheet.model.rowCount() == 2


def test_a_row_that_is_written_refuses_what_cannot_be_read_at_once(make: Make) -> None:
    sheet = make(0)
    at(sheet, 0, NUMBER)
    type_text(sheet, "五")
    assert "整数" in sheet.notice.text.text()
    assert box_of(sheet).text() == "五"
    sheet.filter.box.setFocus()
    assert sheet.model.cell(0, NUMBER).problem != ""
    at(sheet, 0, SUMMARY)
    type_text(sheet, "甲")
    assert [row[:3] for row in texts_of(plan_of(sheet))] == [("", "", "甲")]
    assert sheet.model.bad == {}


def test_insert_writes_a_row_behind_the_current_one(make: Make) -> None:
    sheet = make(3)
    at(sheet, 0, NUMBER)
    key(sheet, Qt.Key.Key_Insert)
    assert sheet.model.key_at(1) == DRAFT
    assert sheet.view.currentIndex().column() == SUMMARY
    box_of(sheet).insertPlainText("間の意見")
    key(sheet, Qt.Key.Key_Return)
    assert [row[SUMMARY] for row in texts_of(plan_of(sheet))] == ["意見1", "間の意見", "意見2", "意見3"]
    assert column(sheet, SUMMARY) == ["意見1", "間の意見", "意見2", "意見3", ""]


def test_rows_are_deleted_and_moved_by_keys(make: Make) -> None:
    sheet = make(5)
    choose(sheet, 1, NUMBER, 2, NUMBER)
    key(sheet, Qt.Key.Key_Up, ALT)
    assert column(sheet, NUMBER) == ["2", "3", "1", "4", "5", ""]
    assert [index.row() for index in sheet.view.selectedIndexes()] == [0, 1]
    key(sheet, Qt.Key.Key_Up, ALT)
    key(sheet, Qt.Key.Key_Down, ALT)
    key(sheet, Qt.Key.Key_Down, ALT)
    assert column(sheet, NUMBER) == ["1", "4", "2", "3", "5", ""]
    assert [row[NUMBER] for row in texts_of(plan_of(sheet))] == ["1", "4", "2", "3", "5"]
    key(sheet, Qt.Key.Key_Delete, CTRL)
    assert column(sheet, NUMBER) == ["1", "4", "5", ""]
    assert sheet.current_key() == sheet.model.key_at(2)
    for _ in range(4):
        context_of(sheet).undo()
    assert column(sheet, NUMBER) == ["1", "2", "3", "4", "5", ""]


def test_an_edit_elsewhere_changes_exact_rows_and_never_resets(make: Make) -> None:
    sheet = make(40)
    resets, changed = heard(sheet.model.modelReset), heard(sheet.model.dataChanged)
    removed = heard(sheet.model.rowsRemoved)
    context, third = context_of(sheet), sheet.model.key_at(2)
    at(sheet, 5, SUMMARY)

    def edit(session: Session) -> None:
        session.get_one(Opinion, third).summary = "直した"

    context.run("変更", edit)
    assert [(first.row(), last.row()) for first, last, *_ in changed] == [(2, 2)]
    context.run("削除", lambda session: delete_rows(session, Opinion, [third, sheet.model.key_at(9)]))
    assert len(removed) == 2
    assert sheet.model.text(sheet.view.currentIndex().row(), NUMBER) == "6"
    context.undo()
    context.undo()
    assert column(sheet, SUMMARY)[2] == "意見3"
    assert resets == []


def test_a_commit_about_something_else_costs_nothing(make: Make) -> None:
    sheet = make(2)
    changed = heard(sheet.model.dataChanged)

    def edit(session: Session) -> None:
        session.scalars(sa.select(Plan)).one().name = "別の名前"

    context_of(sheet).run("変更", edit)
    assert changed == []


def test_a_renamed_section_shows_at_once(make: Make) -> None:
    sheet = make(2)
    at(sheet, 1, DEPARTMENT)
    type_text(sheet, "総務課")

    def rename(session: Session) -> None:
        session.scalars(sa.select(Department).where(Department.name == "総務課")).one().name = "行政課"

    context_of(sheet).run("変更", rename)
    assert column(sheet, DEPARTMENT)[1] == "行政課"


# Order, filter, columns -------------------------------------------------------------------------------------


def test_sorting_and_filtering_leave_the_stored_order(make: Make) -> None:
    sheet = make(12)
    stored = texts_of(plan_of(sheet))
    fifth = sheet.model.key_at(4)
    assert sheet.select(fifth, "summary")
    sheet.set_order(Ordering(NUMBER, True))
    assert column(sheet, NUMBER)[:3] == ["12", "11", "10"]
    assert sheet.current_key() == fifth
    sheet.set_order(Ordering(SUMMARY, False))
    assert column(sheet, SUMMARY)[-4:] == ["意見10", "意見11", "意見12", ""]
    type_text(sheet, "最後尾")
    assert sheet.model.row_of(fifth) == 4
    sheet.set_filter("検討")
    assert sheet.filter.count.text() == "12件中 6件"
    sheet.set_filter("検討　意見1")
    assert column(sheet, NUMBER) == ["10", "12"]
    assert sheet.select(fifth)
    assert sheet.current_key() == fifth
    assert sheet.filter.box.text() == ""
    sheet.filter.order.click()
    assert column(sheet, NUMBER)[:3] == ["1", "2", "3"]
    context_of(sheet).undo()
    assert texts_of(plan_of(sheet)) == stored


def test_a_new_row_shows_behind_its_neighbour_in_a_sorted_sheet(make: Make) -> None:
    sheet = make(4)
    sheet.set_order(Ordering(NUMBER, True))
    context_of(sheet).run("追加", sheet_edit.add_typed(OPINIONS, 1, {"summary": "新"}))
    assert column(sheet, SUMMARY) == ["意見4", "意見3", "意見2", "意見1", "新", ""]
    sheet.set_filter("検討")
    at(sheet, 0, NUMBER)
    sheet.acts.add()
    assert sheet.model.row_of(DRAFT) == 1
    assert sheet.view.cells.box is not None
    key(sheet, Qt.Key.Key_Escape)


def test_a_filter_that_leaves_nothing_says_so_and_esc_takes_it_away(make: Make) -> None:
    sheet = make(2)
    key(sheet, Qt.Key.Key_F, CTRL)
    assert sheet.filter.box.hasFocus()
    QTest.keyClicks(sheet.filter.box, "xyz")
    QTest.keyClick(sheet.filter.box, Qt.Key.Key_Return)
    assert sheet.model.keys == []
    assert "ありません" in sheet.empty.text()
    assert sheet.empty.isVisible()
    QTest.keyClick(sheet.filter.box, Qt.Key.Key_Escape)
    assert len(sheet.model.keys) == 2
    assert sheet.view.hasFocus()


def test_sums_of_what_is_selected(make: Make, qtbot: QtBot) -> None:
    sheet = make(3)
    choose(sheet, 0, NUMBER, 2, NUMBER)
    with qtbot.waitSignal(sheet.summed) as told:
        sheet.view.selectionModel().select(
            sheet.model.index(0, NUMBER), QItemSelectionModel.SelectionFlag.Deselect
        )
    assert told.args == ["件数 2　平均 2.5"]
    with qtbot.waitSignal(sheet.summed) as told:
        at(sheet, 0, NUMBER)
    assert told.args == [""]


def test_widths_and_columns_are_remembered(make: Make, qtbot: QtBot) -> None:
    sheet = make(1)
    assert sheet.view.isColumnHidden(PERSON)
    sheet.columns.show(PERSON, True)
    sheet.columns.show(ANSWER, False)
    sheet.view.setColumnWidth(SUMMARY, 123)
    sheet.columns.remember()
    again = Sheet(context_of(sheet), OPINIONS, key="test", empty="")
    qtbot.addWidget(again)
    assert again.view.columnWidth(SUMMARY) == 123
    assert again.view.isColumnHidden(ANSWER)
    assert not again.view.isColumnHidden(PERSON)
    again.columns.reset()
    assert again.view.isColumnHidden(PERSON)
    assert again.view.columnWidth(SUMMARY) != 123


def test_the_last_column_cannot_be_hidden(make: Make) -> None:
    sheet = make(1)
    for place in range(len(KEYS)):
        sheet.columns.show(place, False)
    assert len(sheet.view.columns_shown()) == 1


def test_the_first_column_stays_while_the_others_scroll(make: Make) -> None:
    sheet = make(3)
    bar = sheet.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 100
    assert sheet.view.visualRect(sheet.model.index(1, NUMBER)).left() == 0
    place = QPoint(10, sheet.view.visualRect(sheet.model.index(1, NUMBER)).center().y())
    assert sheet.view.indexAt(place) == sheet.model.index(1, NUMBER)
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (sheet.view.currentIndex().column(), bar.value()) == (NUMBER, bar.maximum())
    at(sheet, 1, SOURCE)
    frozen = sheet.view.columnWidth(NUMBER)
    assert sheet.view.visualRect(sheet.model.index(1, SOURCE)).left() >= frozen
    assert not sheet.view.grab().isNull()


# 推定, reading only -----------------------------------------------------------------------------------------


def test_inferred_cells_are_marked_until_they_are_confirmed(make: Make) -> None:
    sheet = make(2)
    context, first = context_of(sheet), sheet.model.key_at(0)
    with plan_of(sheet).reading() as session:
        uid = session.get_one(Opinion, first).uid
    changed = heard(sheet.model.dataChanged)
    context.run(
        "出典",
        lambda session: provenance.attach(
            session, uid, "summary", basis="議事録", by="係", on=date(2024, 4, 1)
        ),
    )
    assert {first.row() for first, *_ in changed} == {0}
    marks = sheet.model.cell(0, SUMMARY).inferred
    assert [mark.basis for mark in marks] == ["議事録"]
    assert sheet.model.cell(0, ANSWER).inferred == sheet.model.cell(1, SUMMARY).inferred == ()
    assert "根拠：議事録" in sheet.view.cells.tooltip(sheet.model.index(0, SUMMARY))
    at(sheet, 0, SUMMARY)
    sheet.acts.confirm(marks)
    assert sheet.model.cell(0, SUMMARY).inferred == ()
    context.undo()
    assert sheet.model.cell(0, SUMMARY).inferred != ()


def test_a_plan_to_read_only_is_only_read(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile, author: Author
) -> None:
    fill(empty_plan, 2)
    path = empty_plan.path
    empty_plan.close()
    with PlanFile.open(path, author, editable=False) as plan:
        sheet = show(qtbot, make_context(plan))
        assert sheet.model.rowCount() == 2
        assert not sheet.model.index(0, SUMMARY).flags() & Qt.ItemFlag.ItemIsEditable
        assert not any(action.isEnabled() for action in sheet.row_actions())
        at(sheet, 0, SUMMARY)
        key(sheet, Qt.Key.Key_F2)
        assert sheet.view.cells.box is None
        for name, held in ((Qt.Key.Key_V, CTRL), (Qt.Key.Key_Delete, CTRL), (Qt.Key.Key_Insert, SHIFT)):
            key(sheet, name, held)
        assert len(texts_of(plan)) == 2
        choose(sheet, 0, NUMBER, 0, SUMMARY)
        key(sheet, Qt.Key.Key_C, CTRL)
        assert QGuiApplication.clipboard().text() == "1\t\t意見1\r\n"


def test_other_rows_come_with_another_source(make: Make) -> None:
    sheet = make(6)
    told = heard(sheet.current_changed)
    few = replace(
        OPINIONS,
        columns=OPINIONS.columns[:4],
        rows=lambda session: session.scalars(sa.select(Opinion.id).where(Opinion.number > 4)).all(),
    )
    sheet.set_source(few)
    assert column(sheet, NUMBER) == ["5", "6", ""]
    assert sheet.model.columnCount() == 4
    assert told[-1] == (sheet.model.key_at(0),)


def test_ten_thousand_rows_are_read_in_batches(make: Make) -> None:
    read: list[int] = []
    sheet = make(3_000)

    def load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
        read.append(len(keys))
        return OPINIONS.load(session, keys)

    counted = replace(OPINIONS, load=load)
    sheet.set_source(counted)
    sheet.view.grab()
    assert sum(read) <= 200
    assert sheet.model.rowCount() == 3_001
    sheet.view.scrollToBottom()
    sheet.view.grab()
    assert sum(read) <= 400


# Any acts ---------------------------------------------------------------------------------------------------


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, int, int, int, int]:
    """An act and the cells that it is done to."""
    names = ["type", "paste", "cut", "clear", "fill", "add", "delete", "up", "down", "undo", "sort", "filter"]
    name = draw(st.sampled_from(names))
    top, left = draw(st.integers(0, 7)), draw(st.integers(0, 8))
    return name, top, left, draw(st.integers(0, 2)), draw(st.integers(0, 3))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(acts(), min_size=1, max_size=8))
def test_any_acts_show_what_is_stored_and_are_undone(
    qtbot: QtBot,
    make_context: Callable[[PlanFile], PlanContext],
    tmp_path_factory: pytest.TempPathFactory,
    empty_template: Path,
    author: Author,
    steps: list[tuple[str, int, int, int, int]],
) -> None:
    path = Path(shutil.copy(empty_template, tmp_path_factory.mktemp("acts") / "計画.dxplan"))
    with PlanFile.open(path, author) as plan:
        fill(plan, 6)
        before = texts_of(plan)
        sheet = show(qtbot, make_context(plan))
        for name, top, left, high, wide in steps:
            _act(sheet, name, top, left, high, wide)
            stored = dict(zip(sheet.model.stored_keys, texts_of(plan), strict=True))
            sheet.model.release(list(sheet.model.bad))
            for row in range(sheet.model.rowCount()):
                if sheet.model.key_at(row) != DRAFT:
                    shown = tuple(sheet.model.text(row, place) for place in range(len(KEYS)))
                    assert shown == stored[sheet.model.key_at(row)]
        sheet.set_filter("")
        sheet.set_order(Ordering())
        assert sheet.model.keys == list(sheet.model.stored_keys)
        while context_of(sheet).workbench.undo() is not None:
            pass
        assert texts_of(plan) == before
        rows = map(sheet.model.row_of, sheet.model.keys)
        assert [row[NUMBER] for row in before] == [
            sheet.model.text(row, NUMBER) for row in rows if row is not None
        ]
        sheet.close()


def _act(sheet: Sheet, name: str, top: int, left: int, high: int, wide: int) -> None:
    rows, columns = sheet.model.rowCount(), len(KEYS) - 2
    top, left = min(top, rows - 1), min(left, columns)
    if name == "sort":
        sheet.set_order(Ordering(None if left == 0 else left, bool(wide % 2), sheet.model.ordering.words))
    elif name == "filter":
        sheet.set_filter(["", "意見", "検討", "1"][wide])
    elif name == "undo":
        context_of(sheet).workbench.undo()
    if name in {"sort", "filter", "undo"} or not rows:
        return
    choose(sheet, top, left, min(top + high, rows - 1), min(left + wide, columns))
    match name:
        case "type":
            sheet.model.setData(sheet.view.currentIndex(), ["", "甲", "１２", "総務課"][wide])
        case "paste":
            paste(sheet, ["甲\r\n", EXCEL, "1\t2\r\n3\t4\r\n", '"甲\n乙"\t参考\t\r\n'][wide])
        case "add":
            sheet.acts.add()
            sheet.view.cells.give_up(box_of(sheet))
        case "cut" | "clear" | "delete":
            getattr(sheet.acts, name)()
        case "fill":
            sheet.acts.fill_down()
        case _:
            sheet.acts.move(-1 if name == "up" else 1)
