"""Ranges and rows of a sheet: the clipboard, filling, writing, deleting and moving rows; exact rows."""

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy.orm import Session

from dxplanner.model import Department, Opinion, Plan
from dxplanner.services.fields import delete_rows
from dxplanner.ui.sheet.cells import DRAFT
from tests.ui.sheet_fixtures import (
    ALT,
    ANSWER,
    CTRL,
    DEPARTMENT,
    EXCEL,
    NUMBER,
    SUMMARY,
    Make,
    at,
    box_of,
    choose,
    column,
    context_of,
    heard,
    key,
    paste,
    stored,
    stored_rows,
    type_text,
)  # fmt: skip

# The clipboard --------------------------------------------------------------------------------------------


def test_a_range_of_excel_is_one_step_and_bad_cells_stay_marked(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    at(sheet, 0, NUMBER)
    paste(sheet, EXCEL)
    assert [row[:7] for row in stored_rows(sheet)] == [
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
    sheet.notices.go_to_next()
    assert sheet.view.currentIndex().row() == 1
    sheet.notices.go_to_next()
    type_text(sheet, "修正する")
    assert set(sheet.model.bad) == {(second, "number")}
    sheet.notice.drop.click()
    assert column(sheet, NUMBER)[1] == "2"
    context = context_of(sheet)
    context.undo()
    context.undo()
    assert stored(sheet, NUMBER) == ["1", "2"]
    assert column(sheet, NUMBER) == ["1", "2", ""]


def test_a_range_goes_into_an_empty_sheet(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    assert sheet.empty.isVisible()
    assert "Insert" in sheet.empty.text()
    assert sheet.current_key() is None
    paste(sheet, '7\t市議会\t甲\r\n8\t\t\r\n9\t庁内\t"乙\n丙"\r\n')
    assert [row[:3] for row in stored_rows(sheet)] == [("7", "市議会", "甲"), ("9", "庁内", "乙\n丙")]
    assert not sheet.empty.isVisible()
    assert "2行目の「意見の概要」" in sheet.notice.text.text()
    assert len(sheet.selected_keys()) == 2


def test_what_is_copied_comes_back(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    at(sheet, 0, ANSWER)
    type_text(sheet, '一\n"二"')
    choose(sheet, 0, NUMBER, 1, ANSWER)
    key(sheet, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith('1\t\t意見1\t"一\n""二"""')
    at(sheet, 2, NUMBER)
    key(sheet, Qt.Key.Key_V, CTRL)
    rows = stored_rows(sheet)
    assert [row[:4] for row in rows[2:]] == [row[:4] for row in rows[:2]]
    choose(sheet, 0, ANSWER, 1, ANSWER)
    key(sheet, Qt.Key.Key_X, CTRL)
    assert stored(sheet, ANSWER)[:2] == ["", ""]
    context_of(sheet).undo()
    assert stored_rows(sheet) == rows


def test_one_cell_fills_the_whole_selection(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    choose(sheet, 0, ANSWER, 2, ANSWER)
    paste(sheet, "検討中\r\n")
    assert stored(sheet, ANSWER) == ["検討中"] * 3


def test_fill_down_and_delete(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, DEPARTMENT)
    type_text(sheet, "総務課")
    choose(sheet, 0, DEPARTMENT, 1, DEPARTMENT)
    key(sheet, Qt.Key.Key_D, CTRL)
    at(sheet, 2, DEPARTMENT)
    key(sheet, Qt.Key.Key_D, CTRL)
    assert stored(sheet, DEPARTMENT) == ["総務課"] * 3
    choose(sheet, 0, SUMMARY, 1, DEPARTMENT)
    key(sheet, Qt.Key.Key_Delete)
    assert [row[SUMMARY : DEPARTMENT + 1] for row in stored_rows(sheet)][:2] == [
        ("意見1", "", "", ""),
        ("意見2", "", "", ""),
    ]
    assert "空欄にはできません" in sheet.notice.text.text()


# Rows -----------------------------------------------------------------------------------------------------


def test_a_row_is_written_below_the_last_one_and_stored_when_it_can_be(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    at(sheet, 1, NUMBER)
    type_text(sheet, "5", Qt.Key.Key_Tab)
    assert len(stored_rows(sheet)) == 1
    assert "「意見の概要」を入力すると" in sheet.notice.text.text()
    at(sheet, 1, SUMMARY)
    type_text(sheet, "新しい意見", Qt.Key.Key_Tab)
    assert [row[:3] for row in stored_rows(sheet)] == [("1", "", "意見1"), ("5", "", "新しい意見")]
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, ANSWER)
    assert sheet.current_key() == sheet.model.key_at(1) != DRAFT
    assert sheet.model.key_at(2) == DRAFT
    assert not sheet.notice.isVisible()
    context_of(sheet).undo()
    assert sheet.model.rowCount() == 2


def test_a_row_that_is_written_refuses_what_cannot_be_read_at_once(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    at(sheet, 0, NUMBER)
    type_text(sheet, "五")
    assert "整数" in sheet.notice.text.text()
    assert box_of(sheet).text() == "五"
    sheet.filter.box.setFocus()
    assert sheet.model.cell(0, NUMBER).problem != ""
    at(sheet, 0, SUMMARY)
    type_text(sheet, "甲")
    assert [row[:3] for row in stored_rows(sheet)] == [("", "", "甲")]
    assert sheet.model.bad == {}


def test_insert_writes_a_row_behind_the_current_one(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, NUMBER)
    key(sheet, Qt.Key.Key_Insert)
    assert sheet.model.key_at(1) == DRAFT
    assert sheet.view.currentIndex().column() == SUMMARY
    box_of(sheet).insertPlainText("間の意見")
    key(sheet, Qt.Key.Key_Return)
    assert stored(sheet, SUMMARY) == ["意見1", "間の意見", "意見2", "意見3"]
    assert column(sheet, SUMMARY) == ["意見1", "間の意見", "意見2", "意見3", ""]


def test_rows_are_deleted_and_moved_by_keys(make_sheet: Make) -> None:
    sheet = make_sheet(5)
    choose(sheet, 1, NUMBER, 2, NUMBER)
    key(sheet, Qt.Key.Key_Up, ALT)
    assert column(sheet, NUMBER) == ["2", "3", "1", "4", "5", ""]
    assert [index.row() for index in sheet.view.selectedIndexes()] == [0, 1]
    key(sheet, Qt.Key.Key_Up, ALT)
    key(sheet, Qt.Key.Key_Down, ALT)
    key(sheet, Qt.Key.Key_Down, ALT)
    assert column(sheet, NUMBER) == ["1", "4", "2", "3", "5", ""]
    assert stored(sheet, NUMBER) == ["1", "4", "2", "3", "5"]
    key(sheet, Qt.Key.Key_Delete, CTRL)
    assert column(sheet, NUMBER) == ["1", "4", "5", ""]
    assert sheet.current_key() == sheet.model.key_at(2)
    for _ in range(4):
        context_of(sheet).undo()
    assert column(sheet, NUMBER) == ["1", "2", "3", "4", "5", ""]


def test_an_edit_elsewhere_changes_exact_rows_and_never_resets(make_sheet: Make) -> None:
    sheet = make_sheet(40)
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


def test_a_commit_about_something_else_costs_nothing(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    changed = heard(sheet.model.dataChanged)

    def edit(session: Session) -> None:
        session.scalars(sa.select(Plan)).one().name = "別の名前"

    context_of(sheet).run("変更", edit)
    assert changed == []


def test_a_renamed_section_shows_at_once(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    at(sheet, 1, DEPARTMENT)
    type_text(sheet, "総務課")

    def rename(session: Session) -> None:
        session.scalars(sa.select(Department).where(Department.name == "総務課")).one().name = "行政課"

    context_of(sheet).run("変更", rename)
    assert column(sheet, DEPARTMENT)[1] == "行政課"
