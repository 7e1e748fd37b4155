"""Rows of a sheet moved with the mouse: a selected row is taken by its number."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QWidget

from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.row_drag import RowDrag
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import texts_of
from tests.ui.sheet_fixtures import NUMBER, Make, column, context_of, heard, key, plan_of

Left = Qt.MouseButton.LeftButton


def numbers(sheet: Sheet) -> QWidget:
    return sheet.view.verticalHeader().viewport()


def place(sheet: Sheet, row: int, share: float = 0.5) -> QPoint:
    """A place on the number of a row, ``share`` of its height from its top."""
    view = sheet.view
    return QPoint(8, view.rowViewportPosition(row) + round(view.rowHeight(row) * share))


def take(sheet: Sheet, row: int) -> None:
    """Select a row by its number, then press on that number."""
    QTest.mouseClick(numbers(sheet), Left, pos=place(sheet, row))
    QTest.mousePress(numbers(sheet), Left, pos=place(sheet, row))


def line(sheet: Sheet) -> QFrame:
    drag = sheet.findChild(RowDrag)
    assert drag is not None
    return drag._line


def test_a_row_is_dropped_between_two_others_in_one_step(make_sheet: Make) -> None:
    sheet = make_sheet(5)
    take(sheet, 1)
    QTest.mouseMove(numbers(sheet), place(sheet, 3, 0.8))
    assert line(sheet).isVisible()
    bottom = sheet.view.rowViewportPosition(3) + sheet.view.rowHeight(3)
    assert abs(line(sheet).geometry().center().y() - bottom) <= 2
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 3, 0.8))
    assert not line(sheet).isVisible()
    assert column(sheet, NUMBER) == ["1", "3", "4", "2", "5", ""]
    assert [row[NUMBER] for row in texts_of(plan_of(sheet))] == ["1", "3", "4", "2", "5"]
    assert {index.row() for index in sheet.view.selectedIndexes()} == {3}
    context_of(sheet).undo()
    assert column(sheet, NUMBER) == ["1", "2", "3", "4", "5", ""]


def test_several_rows_go_to_the_end_before_the_blank_one(make_sheet: Make) -> None:
    sheet = make_sheet(5)
    QTest.mouseClick(numbers(sheet), Left, pos=place(sheet, 0))
    QTest.mouseClick(numbers(sheet), Left, Qt.KeyboardModifier.ShiftModifier, place(sheet, 1))
    QTest.mousePress(numbers(sheet), Left, pos=place(sheet, 0))
    beyond = QPoint(8, numbers(sheet).height() - 2)
    QTest.mouseMove(numbers(sheet), beyond)
    QTest.mouseRelease(numbers(sheet), Left, pos=beyond)
    assert column(sheet, NUMBER) == ["3", "4", "5", "1", "2", ""]


def test_esc_a_click_and_the_same_place_change_nothing(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    committed = heard(context_of(sheet).committed)
    take(sheet, 2)
    QTest.mouseMove(numbers(sheet), place(sheet, 0, 0.1))
    key(sheet, Qt.Key.Key_Escape)
    assert not line(sheet).isVisible()
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 0, 0.1))
    take(sheet, 2)
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 2))
    assert {index.row() for index in sheet.view.selectedIndexes()} == {2}
    take(sheet, 2)
    QTest.mouseMove(numbers(sheet), place(sheet, 1, 0.1))
    QTest.mouseMove(numbers(sheet), place(sheet, 2, 0.2))
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 2, 0.2))
    assert committed == []
    assert column(sheet, NUMBER) == ["1", "2", "3", "4", ""]


def test_rows_without_an_order_of_their_own_stay(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    told = heard(sheet.acts.told)
    sheet.set_order(Ordering(column=NUMBER, descending=True))
    take(sheet, 0)
    QTest.mouseMove(numbers(sheet), place(sheet, 2, 0.8))
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 2, 0.8))
    assert "並べ替え" in told[-1][0]
    assert [row[NUMBER] for row in texts_of(plan_of(sheet))] == ["1", "2", "3", "4"]


def test_a_press_on_a_row_that_is_not_selected_selects_rows(make_sheet: Make) -> None:
    sheet = make_sheet(5)
    QTest.mousePress(numbers(sheet), Left, pos=place(sheet, 1))
    QTest.mouseMove(numbers(sheet), place(sheet, 2))
    QTest.mouseRelease(numbers(sheet), Left, pos=place(sheet, 2))
    assert not line(sheet).isVisible()
    assert column(sheet, NUMBER) == ["1", "2", "3", "4", "5", ""]
    assert {index.row() for index in sheet.view.selectedIndexes()} >= {1}
