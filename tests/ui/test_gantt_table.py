"""The table beside the chart: synchronised with its rows, typed like a sheet, and a sound model."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import Precision
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.rows import RowKind
from dxplanner.ui.gantt.table_model import Column
from tests.ui.gantt_fixtures import Desk, make_desk, type_text

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    desk = make_desk(qtbot, context)
    QAbstractItemModelTester(
        desk.pane.board.model, QAbstractItemModelTester.FailureReportingMode.Fatal, desk.pane
    )
    return desk


def cell(desk: Desk, name: str, column: Column) -> str:
    model = desk.pane.board.model
    return str(model.index(row_of(desk, name), column).data())


def row_of(desk: Desk, name: str) -> int:
    model = desk.pane.board.model
    return next(at for at in range(model.rowCount()) if model.index(at, 0).data() == name)


def open_editor(desk: Desk) -> QLineEdit:
    editors = desk.pane.board.table.viewport().findChildren(QLineEdit)
    return next(editor for editor in editors if editor.isVisible())


def type_into(desk: Desk, name: str, column: Column, text: str) -> None:
    """Overwrite a cell and press Enter."""
    table = desk.pane.board.table
    table.setFocus()
    table.setCurrentIndex(desk.pane.board.model.index(row_of(desk, name), column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = open_editor(desk)
    editor.selectAll()
    type_text(editor, text) if not text.isascii() else QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def open_lane(desk: Desk, name: str) -> None:
    board = desk.pane.board
    board.table.setFocus()
    board.table.setCurrentIndex(board.model.index(row_of(desk, name), 0))
    QTest.keyClick(board.table, Qt.Key.Key_Right, ALT)


def test_rows_have_the_chart_s_heights_and_scroll_with_it(desk: Desk) -> None:
    board = desk.pane.board
    board.open_all(True)
    heights = [board.table.rowHeight(row) for row in range(board.model.rowCount())]
    assert heights == [int(row.height) for row in board.chart.rows.rows]
    assert board.table.verticalScrollBar().maximum() == board.chart.verticalScrollBar().maximum() > 0
    board.chart.verticalScrollBar().setValue(37)
    assert board.table.verticalScrollBar().value() == 37
    board.table.verticalScrollBar().setValue(11)
    assert board.chart.verticalScrollBar().value() == 11
    assert board.table.horizontalHeader().height() == board.chart.header.wanted_height


def test_a_lane_opens_to_a_row_for_each_bar_and_shows_what_it_sums_up(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    board = desk.pane.board
    at = row_of(desk, "改訂作業")
    kinds = [board.model.row(row).kind for row in range(at, at + 6)]
    assert kinds == [RowKind.LANE, *[RowKind.BAR] * 5]
    assert [cell(desk, "改訂作業", column) for column in (Column.START, Column.END)] == ["R6.4", "R7.3"]
    assert cell(desk, "骨子整理", Column.DAYS) == "43日"
    QTest.keyClick(board.table, Qt.Key.Key_Left, ALT)
    assert board.model.rowCount() == len(desk.edition.lanes)


def test_dates_in_wareki_are_understood_in_the_precision_typed(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    type_into(desk, "骨子整理", Column.START, "令和６年７月16日")
    bar = desk.bar("骨子整理")
    assert (bar.starts_on, bar.ends_on, bar.precision) == (
        date(2024, 7, 16), date(2024, 8, 31), Precision.DAY,
    )  # fmt: skip
    type_into(desk, "骨子整理", Column.END, "R6.9")
    assert desk.bar("骨子整理").ends_on == date(2024, 9, 30)
    assert cell(desk, "素案整理", Column.START) == "R6.9"


def test_an_unreadable_date_is_said_and_not_stored(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    type_into(desk, "骨子整理", Column.START, "soon")
    assert desk.commits == []
    assert "soon" in desk.said[-1]
    type_into(desk, "骨子整理", Column.END, "R6.1.1")
    assert desk.commits == []
    assert "前です" in desk.said[-1]


def test_names_progress_and_what_comes_before_are_typed_like_a_sheet(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    type_into(desk, "骨子整理", Column.PROGRESS, "80")
    assert cell(desk, "骨子整理", Column.PROGRESS) == "80％"
    type_into(desk, "素案整理", Column.BEFORE, "骨子整理、アンケート調査")
    assert cell(desk, "素案整理", Column.BEFORE) == "骨子整理、アンケート調査"
    assert len(desk.edition.links) == 2
    type_into(desk, "素案整理", Column.BEFORE, "骨子整理")
    assert len(desk.edition.links) == 1
    type_into(desk, "市議会", Column.NAME, "市議会（定例会）")
    assert desk.lane("市議会（定例会）").name == "市議会（定例会）"
    desk.undo()
    assert cell(desk, "市議会", Column.NAME) == "市議会"


def test_enter_goes_down_and_tab_goes_right(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    at = row_of(desk, "骨子整理")
    type_into(desk, "骨子整理", Column.PROGRESS, "10")
    table = desk.pane.board.table
    assert (table.currentIndex().row(), table.currentIndex().column()) == (at + 1, Column.PROGRESS)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = open_editor(desk)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert table.currentIndex().column() == Column.DEPARTMENT


def test_lanes_are_added_moved_and_deleted_with_what_is_on_them(desk: Desk, qtbot: QtBot) -> None:
    board = desk.pane.board
    board.table.setFocus()
    board.table.setCurrentIndex(board.model.index(row_of(desk, "改訂作業"), 0))
    QTest.keyClick(board.table, Qt.Key.Key_Insert)
    assert [lane.name for lane in desk.edition.lanes][2] == "新しい区分"
    editor = open_editor(desk)
    editor.selectAll()
    type_text(editor, "庁内会議")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [lane.name for lane in desk.edition.lanes][2] == "庁内会議"
    board.table.setCurrentIndex(board.model.index(row_of(desk, "庁内会議"), 0))
    QTest.keyClick(board.table, Qt.Key.Key_Up, ALT)
    assert [lane.name for lane in desk.edition.lanes][1] == "庁内会議"
    board.table.setCurrentIndex(board.model.index(row_of(desk, "市議会"), 0))
    QTest.keyClick(board.table, Qt.Key.Key_Delete)
    assert "工程 2" in desk.pane.confirm.question
    QTest.keyClick(desk.pane.confirm._yes, Qt.Key.Key_Return)
    assert "市議会" not in [lane.name for lane in desk.edition.lanes]
    desk.undo()
    assert [bar.label for bar in desk.edition.bars_of(desk.lane("市議会").id)] == ["素案報告", "成案報告"]


def test_choosing_a_row_selects_its_bar_and_the_other_way_round(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    board = desk.pane.board
    board.table.setCurrentIndex(board.model.index(row_of(desk, "素案整理"), 0))
    assert board.selection.ids == (desk.bar("素案整理").id,)
    desk.click(desk.on("成案整理"))
    assert board.table.currentIndex().row() == row_of(desk, "成案整理")


def test_an_edit_touches_only_its_own_row(desk: Desk) -> None:
    open_lane(desk, "改訂作業")
    board = desk.pane.board
    changed: list[int] = []
    resets: list[None] = []
    board.model.dataChanged.connect(lambda top, bottom: changed.extend(range(top.row(), bottom.row() + 1)))
    board.model.modelReset.connect(lambda: resets.append(None))
    board.acts.rename(desk.bar("素案報告").id, "素案の報告")
    name = "長崎市DX推進委員会（附属機関）"
    assert changed == [row_of(desk, name)]
    assert resets == []


def row_places(desk: Desk) -> tuple[list[int], list[int]]:
    """Where the rows begin on screen, downwards: in the table and in the chart."""
    board = desk.pane.board
    table, chart = board.table, board.chart
    left = table.viewport().mapToGlobal(table.viewport().rect().topLeft()).y()
    right = chart.viewport().mapToGlobal(chart.viewport().rect().topLeft()).y()
    scrolled = chart.verticalScrollBar().value()
    return (
        [left + table.rowViewportPosition(row) for row in range(board.model.rowCount())],
        [right + round(chart.rows.top(row)) - scrolled for row in range(len(chart.rows))],
    )


@pytest.mark.parametrize("size", [(1074, 620), (1600, 900)])
def test_a_name_stands_beside_its_bar_whatever_the_columns(desk: Desk, size: tuple[int, int]) -> None:
    pane = desk.pane
    pane.resize(*size)
    heights = set()
    for mode in (*AxisMode, *reversed(AxisMode)):
        pane.controls.mode_chosen.emit(mode)
        QApplication.processEvents()
        names, bars = row_places(desk)
        assert names == bars, mode.value
        assert names
        heights.add(pane.board.chart.header.height())
    assert len(heights) > 1
