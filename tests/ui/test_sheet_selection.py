"""What is selected in a sheet: keys that extend it, parts that stand apart, the range that is pasted."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.sheet import Sheet
from tests.ui.sheet_fixtures import (
    ANSWER,
    CLASS,
    CTRL,
    DEPARTMENT,
    NUMBER,
    SHIFT,
    SOURCE,
    STATUS,
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

Key = Qt.Key


def click(sheet: Sheet, row: int, place: int, held: Qt.KeyboardModifier) -> None:
    index = sheet.model.index(row, place)
    sheet.view.scrollTo(index)
    middle = sheet.view.visualRect(index).center()
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, held, middle)


def also(sheet: Sheet, *cells: tuple[int, int]) -> None:
    """Select more cells."""
    for row, place in cells:
        index = sheet.model.index(row, place)
        sheet.view.selectionModel().select(
            QItemSelection(index, index), QItemSelectionModel.SelectionFlag.Select
        )


def selected(sheet: Sheet) -> list[tuple[int, int]]:
    return sorted((index.row(), index.column()) for index in sheet.view.selectedIndexes())


def cursor(sheet: Sheet) -> tuple[int, int]:
    index = sheet.view.currentIndex()
    return index.row(), index.column()


@pytest.fixture
def full(make_sheet: Make) -> Sheet:
    """Four opinions, all with an answer, two with a section."""
    sheet = make_sheet(4)
    choose(sheet, 0, ANSWER, 3, ANSWER)
    paste(sheet, "回答")
    choose(sheet, 1, DEPARTMENT, 2, DEPARTMENT)
    paste(sheet, "総務課")
    return sheet


# Parts ------------------------------------------------------------------------------------------------------


def test_delete_empties_the_selected_cells_only(full: Sheet) -> None:
    before = stored_rows(full)
    click(full, 0, DEPARTMENT, Qt.KeyboardModifier.NoModifier)
    click(full, 1, ANSWER, CTRL)
    key(full, Key.Key_Delete)
    assert stored(full, ANSWER) == ["回答", "", "回答", "回答"]
    assert stored(full, DEPARTMENT) == ["", "総務課", "総務課", ""]
    context_of(full).undo()
    assert stored_rows(full) == before


@pytest.mark.parametrize("name", [Key.Key_C, Key.Key_X, Key.Key_V, Key.Key_D])
def test_parts_that_make_no_rectangle_are_refused(full: Sheet, name: Key) -> None:
    before = stored_rows(full)
    QGuiApplication.clipboard().setText("もとのまま")
    at(full, 0, ANSWER)
    also(full, (1, DEPARTMENT))
    key(full, name, CTRL)
    assert "離れたセルを選んでいるので" in full.notice.text.text()
    assert full.notice.isVisible()
    assert QGuiApplication.clipboard().text() == "もとのまま"
    assert stored_rows(full) == before


def test_parts_of_the_same_rows_are_copied_together(full: Sheet) -> None:
    choose(full, 1, NUMBER, 2, NUMBER)
    also(full, (1, ANSWER), (2, ANSWER))
    key(full, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "2\t回答\r\n3\t回答\r\n"
    at(full, 0, NUMBER)
    also(full, (3, NUMBER))
    key(full, Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "1\r\n4\r\n"
    assert stored(full, NUMBER) == ["", "2", "3", ""]


def test_a_range_as_large_as_the_parts_goes_into_them(full: Sheet) -> None:
    at(full, 0, ANSWER)
    also(full, (3, ANSWER))
    paste(full, "新しい回答")
    assert stored(full, ANSWER) == ["新しい回答", "回答", "回答", "新しい回答"]
    at(full, 0, ANSWER)
    also(full, (2, ANSWER))
    paste(full, "一\n二")
    assert stored(full, ANSWER) == ["一", "回答", "二", "新しい回答"]
    at(full, 0, ANSWER)
    also(full, (2, ANSWER))
    paste(full, "一\n二\n三")
    assert "貼り付けはできません" in full.notice.text.text()
    assert stored(full, ANSWER) == ["一", "回答", "二", "新しい回答"]


def test_filling_down_leaves_rows_between_alone(full: Sheet) -> None:
    at(full, 0, ANSWER)
    type_text(full, "上の回答")
    at(full, 0, ANSWER)
    also(full, (2, ANSWER))
    key(full, Key.Key_D, CTRL)
    assert stored(full, ANSWER) == ["上の回答", "回答", "上の回答", "回答"]


# Keys -------------------------------------------------------------------------------------------------------


def test_ctrl_and_arrows_go_to_the_edge_of_a_block(make_sheet: Make) -> None:
    sheet = make_sheet(6)  # answers stand in the second, the fourth and the sixth row
    at(sheet, 0, SUMMARY)
    for name, place in (
        (Key.Key_Down, (5, SUMMARY)),
        (Key.Key_Down, (6, SUMMARY)),
        (Key.Key_Up, (5, SUMMARY)),
        (Key.Key_Up, (0, SUMMARY)),
        (Key.Key_Left, (0, NUMBER)),
        (Key.Key_Right, (0, SUMMARY)),
    ):
        key(sheet, name, CTRL)
        assert cursor(sheet) == place
        assert selected(sheet) == [place]
    at(sheet, 0, ANSWER)
    key(sheet, Key.Key_Down, CTRL)
    assert cursor(sheet) == (1, ANSWER)
    key(sheet, Key.Key_Down, CTRL)
    assert cursor(sheet) == (3, ANSWER)
    key(sheet, Key.Key_Right, CTRL)
    assert cursor(sheet) == (3, 7)
    key(sheet, Key.Key_Right, CTRL)
    assert cursor(sheet) == (3, STATUS)


def test_shift_extends_and_hidden_columns_are_passed_over(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 1, NUMBER)
    key(sheet, Key.Key_Return)
    key(sheet, Key.Key_Up, CTRL | SHIFT)
    assert selected(sheet) == [(0, NUMBER), (1, NUMBER), (2, NUMBER)]
    key(sheet, Key.Key_Down, SHIFT)
    assert selected(sheet) == [(1, NUMBER), (2, NUMBER)]
    sheet.columns.show(SOURCE, False)
    at(sheet, 0, NUMBER)
    key(sheet, Key.Key_Right, CTRL | SHIFT)
    assert cursor(sheet) == (0, SUMMARY)
    key(sheet, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "1\t意見1\r\n"


def test_home_and_end_extend_to_the_corners_of_what_is_stored(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 1, SOURCE)
    key(sheet, Key.Key_Home, CTRL | SHIFT)
    assert selected(sheet) == [(0, NUMBER), (0, SOURCE), (1, NUMBER), (1, SOURCE)]
    at(sheet, 1, STATUS)
    key(sheet, Key.Key_End, CTRL | SHIFT)
    assert selected(sheet) == [(1, STATUS), (2, STATUS)]
    key(sheet, Key.Key_Home, CTRL)
    assert selected(sheet) == [(0, NUMBER)]


def test_a_selection_begins_where_it_did_although_columns_stay_in_place(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    sheet.resize(420, 400)
    at(sheet, 0, SOURCE)
    also(sheet, (0, SOURCE))
    for _ in range(4):
        key(sheet, Key.Key_Right, SHIFT)
        wide = [place for _, place in selected(sheet)]
        assert wide == list(range(SOURCE, cursor(sheet)[1] + 1))
    assert sheet.view.horizontalScrollBar().value() > 0


def test_space_selects_columns_and_rows_and_ctrl_a_all(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    choose(sheet, 0, NUMBER, 0, SOURCE)
    key(sheet, Key.Key_Space, CTRL)
    assert selected(sheet) == [(row, place) for row in range(3) for place in (NUMBER, SOURCE)]
    assert cursor(sheet) == (0, NUMBER)
    at(sheet, 1, SUMMARY)
    key(sheet, Key.Key_Space, SHIFT)
    assert {row for row, _ in selected(sheet)} == {1}
    assert {place for _, place in selected(sheet)} >= set(sheet.view.columns_shown())
    assert cursor(sheet) == (1, SUMMARY)
    key(sheet, Key.Key_A, CTRL)
    assert {row for row, _ in selected(sheet)} == {0, 1, 2}
    at(sheet, 0, SUMMARY)
    key(sheet, Key.Key_F2)
    key(sheet, Key.Key_Space, CTRL)
    key(sheet, Key.Key_A, CTRL)
    assert box_of(sheet).textCursor().selectedText().startswith("意見1")
    assert selected(sheet) == [(0, SUMMARY)]


# Pasted ranges ----------------------------------------------------------------------------------------------


def test_lines_beyond_the_end_of_a_sorted_sheet_come_last_of_all(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    sheet.set_order(Ordering(NUMBER, True))
    at(sheet, 2, SUMMARY)
    paste(sheet, "二\n一\n新しい意見\nもう一つ\n")
    assert stored(sheet, SUMMARY) == ["一", "二", "意見3", "意見4", "新しい意見", "もう一つ"]
    assert column(sheet, SUMMARY) == ["意見4", "意見3", "二", "一", "新しい意見", "もう一つ", ""]
    context_of(sheet).undo()
    sheet.set_order(Ordering())
    sheet.show_only("answer", "検討します。")
    at(sheet, 1, SUMMARY)
    paste(sheet, "四\n新しい意見\n")
    assert stored(sheet, SUMMARY) == ["意見1", "意見2", "意見3", "四", "新しい意見"]
    context_of(sheet).undo()
    sheet.show_all()
    at(sheet, 1, SUMMARY)
    paste(sheet, "二\n三\n四\n新しい意見\n")
    assert stored(sheet, SUMMARY) == ["意見1", "二", "三", "四", "新しい意見"]


def test_a_first_line_of_headings_is_left_out(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    at(sheet, 0, SUMMARY)
    paste(sheet, "意見の概要\t市 の考え方\t\n改めた意見\t回答します。\t参考\nもう一つ\t\t\n")
    assert stored(sheet, SUMMARY) == ["改めた意見", "もう一つ"]
    assert stored(sheet, CLASS) == ["参考", ""]
    assert "1行目は見出しなので、入れていません。" in sheet.notice.text.text()
    at(sheet, 0, SUMMARY)
    paste(sheet, "意見の概要\t市の考え方\n")
    assert "見出しの行だけ" in sheet.notice.text.text()
    paste(sheet, "意見の概要\n")
    assert stored(sheet, SUMMARY) == ["意見の概要", "もう一つ"]
    at(sheet, 2, SUMMARY)
    paste(sheet, "意見の概要\t状況\n三つ目\t\n")
    assert stored(sheet, SUMMARY)[2:] == ["意見の概要", "三つ目"]


def test_a_line_that_is_left_out_is_counted_as_in_the_worksheet(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    label = sheet.model.columns[NUMBER].label
    paste(sheet, f"{label}\t{sheet.model.columns[SOURCE].label}\t意見の概要\n1\t\t甲\n2\t\t\n")
    assert stored(sheet, SUMMARY) == ["甲"]
    assert "3行目の「意見の概要」" in sheet.notice.text.text()


# What was said ----------------------------------------------------------------------------------------------


def test_what_was_said_goes_with_the_next_change(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    paste(sheet, "7\t\t甲\r\n8\t\t\r\n")
    assert "1行は入れられませんでした" in sheet.notice.text.text()
    context_of(sheet).undo()
    assert not sheet.notice.isVisible()
    paste(sheet, "7\t\t甲\r\n8\t\t\r\n")
    assert sheet.notice.isVisible()
    sheet.hide()
    sheet.show()
    assert not sheet.notice.isVisible()


def test_marked_cells_are_still_told_after_another_change(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    at(sheet, 0, NUMBER)
    paste(sheet, "十一\n")
    at(sheet, 2, ANSWER)
    type_text(sheet, "回答")
    assert "整数" in sheet.notice.text.text()
    assert sheet.notice.next.isVisible()


def test_the_sum_goes_with_the_sheet(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(3)
    choose(sheet, 0, NUMBER, 2, NUMBER)
    told = heard(sheet.summed)
    sheet.hide()
    assert told[-1] == ("",)
    with qtbot.waitSignal(sheet.summed) as again:
        sheet.show()
    assert again.args == ["件数 3　平均 2"]
