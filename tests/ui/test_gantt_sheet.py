"""The table worked like a sheet: rectangles, Excel, filling down, clearing; lanes dragged by their names."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import Precision
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.table_model import Column
from tests.ui.gantt_fixtures import Desk, make_desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    """The revision schedule with a row for each bar."""
    desk = make_desk(qtbot, context)
    desk.pane.board.open_all(True)
    desk.pane.board.across.setSizes([760, 300, 0])
    desk.pane.board.table.setFocus()
    return desk


@pytest.fixture
def training(desk: Desk) -> Desk:
    """The schedule of 職員の育成, whose lanes stand in groups, with its lanes closed."""
    other = next(one for one in desk.pane._schedules if one.title == "職員の育成")
    desk.pane.show_schedule(other.id)
    desk.pane.board.open_all(False)
    return desk


def row_of(desk: Desk, name: str) -> int:
    model = desk.pane.board.model
    return next(at for at in range(model.rowCount()) if model.index(at, 0).data() == name)


def choose(desk: Desk, name: str, left: Column, right: Column | None = None, rows: int = 1) -> None:
    """Select cells as Shift and the arrow keys do."""
    table, top = desk.pane.board.table, row_of(desk, name)
    # A key of the test before may still count as held: say outright that only this cell is selected.
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect
    table.selectionModel().setCurrentIndex(desk.pane.board.model.index(top, left), only)
    for _ in range(rows - 1):
        QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    for _ in range((right or left) - left):
        QTest.keyClick(table, Qt.Key.Key_Right, SHIFT)


def key(desk: Desk, name: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.pane.board.table, name, keys)


def days(bar: BarData) -> tuple[date, date | None]:
    return bar.starts_on, bar.ends_on


def test_a_rectangle_goes_to_excel_as_rows_and_cells(desk: Desk) -> None:
    choose(desk, "骨子整理", Column.NAME, Column.DAYS, rows=2)
    key(desk, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "骨子整理\tR6.7\tR6.8\t43日", "素案整理\tR6.9\tR6.10\t41日",
    ]  # fmt: skip
    assert desk.said[-1] == "8か所の文字をコピーしました。"


def test_cells_from_excel_go_into_cells_in_one_step_but_for_those_that_cannot_be_read(desk: Desk) -> None:
    QGuiApplication.clipboard().setText(
        "骨子の整理\t令和６年７月１６日\t2024/9/15\t\t５０％\t情報政策課\t技術や国等の動向調査\r\n"
        "素案の整理\tR6.10\t来月\t99日\t１２０\t\t骨子整理\r\n"
    )
    departments = desk.pane.departments()
    section = next(iter(departments))
    text = QGuiApplication.clipboard().text().replace("情報政策課", section)
    QGuiApplication.clipboard().setText(text)
    choose(desk, "骨子整理", Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    first, second = desk.bar("骨子の整理"), desk.bar("素案の整理")
    assert days(first) == (date(2024, 7, 16), date(2024, 9, 15))
    assert (first.precision, first.progress, first.department) == (Precision.DAY, 50, section)
    assert days(second) == (date(2024, 10, 1), date(2024, 10, 31))
    pairs = {(link.before_id, link.after_id) for link in desk.edition.links}
    assert pairs == {(desk.bar("技術や国等の動向調査").id, first.id), (first.id, second.id)}
    assert len(desk.commits) == 1
    model = desk.pane.board.model
    row = model.row(row_of(desk, "素案の整理"))
    marked = [column for column in Column if model.problem(row, column)]
    assert marked == [Column.END, Column.PROGRESS]
    tip = model.index(row_of(desk, "素案の整理"), Column.END).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("入力できませんでした")
    assert "赤い枠" in desk.said[-1]
    assert "来月" in desk.said[-1]
    desk.undo()
    assert days(desk.bar("骨子整理")) == (date(2024, 7, 1), date(2024, 8, 31))
    assert desk.edition.links == ()


def test_rows_beyond_those_of_the_lane_become_new_bars_of_it_in_the_same_step(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("成案の整理\tR6.12\tR7.2\n印刷\tR7.3\tR7.3\n配布\tR7.3.25\t\n")
    lane = desk.lane("改訂作業")
    last = desk.edition.bars_of(lane.id)[-1]
    choose(desk, last.label, Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    assert [bar.label for bar in desk.edition.bars_of(lane.id)][-3:] == ["成案の整理", "印刷", "配布"]
    assert desk.bar("配布").starts_on == date(2025, 3, 25)
    assert len(desk.commits) == 1
    assert "2行を加えました" in desk.said[-1]


def test_a_list_from_excel_on_a_lane_s_name_becomes_bars_and_names_alone_rename(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("名称\t開始\t終了\n照会\tR6.5\tR6.6\n")
    choose(desk, "市議会", Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    assert desk.bar("照会").lane_id == desk.lane("市議会").id
    QGuiApplication.clipboard().setText("市議会（定例会）")
    choose(desk, "市議会", Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    assert desk.lane("市議会（定例会）").id == desk.bar("照会").lane_id


def test_one_value_fills_the_whole_selection(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("１００")
    choose(desk, "骨子整理", Column.PROGRESS, rows=3)
    key(desk, Qt.Key.Key_V, CTRL)
    done = [bar.label for bar in desk.edition.bars if bar.progress == 100]
    assert len(done) == 3
    assert len(desk.commits) == 1


def test_ctrl_d_fills_down_the_selection_or_from_the_row_above(desk: Desk) -> None:
    desk.pane.board.acts.change([desk.bar("骨子整理").id], {"progress": 40}, "進捗変更")
    choose(desk, "骨子整理", Column.START, Column.PROGRESS, rows=2)
    key(desk, Qt.Key.Key_D, CTRL)
    second = desk.bar("素案整理")
    assert (days(second), second.progress) == ((date(2024, 7, 1), date(2024, 8, 31)), 40)
    third = desk.edition.bars_of(desk.lane("改訂作業").id)[3]
    choose(desk, third.label, Column.PROGRESS)
    key(desk, Qt.Key.Key_D, CTRL)
    assert desk.edition.bar_by_id[third.id].progress == 40
    assert len(desk.commits) == 3


def test_delete_empties_cells_and_says_which_cannot_be_empty(desk: Desk) -> None:
    desk.pane.board.acts.change([desk.bar("骨子整理").id], {"progress": 40}, "進捗変更")
    choose(desk, "骨子整理", Column.START, Column.DEPARTMENT)
    key(desk, Qt.Key.Key_Delete)
    bar = desk.bar("骨子整理")
    assert (bar.starts_on, bar.ends_on, bar.progress) == (date(2024, 7, 1), None, None)
    assert "開始は空欄にはできません" in desk.said[-1]
    assert len(desk.commits) == 2
    desk.undo()
    assert (desk.bar("骨子整理").ends_on, desk.bar("骨子整理").progress) == (date(2024, 8, 31), 40)


def test_cutting_cells_empties_them_and_cutting_names_moves_the_rows(desk: Desk) -> None:
    desk.pane.board.acts.change([desk.bar("骨子整理").id], {"progress": 40}, "進捗変更")
    choose(desk, "骨子整理", Column.PROGRESS)
    key(desk, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "40％"
    assert desk.bar("骨子整理").progress is None
    moved = desk.bar("骨子整理").id
    choose(desk, "骨子整理", Column.NAME)
    key(desk, Qt.Key.Key_X, CTRL)
    assert desk.bar("骨子整理").id == moved
    choose(desk, "市議会", Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    assert desk.edition.bar_by_id[moved].lane_id == desk.lane("市議会").id


def test_a_lane_that_was_cut_moves_with_its_bars(training: Desk) -> None:
    desk = training
    lane = desk.lane("ＢＩツール")
    bars = desk.edition.bars_of(lane.id)
    choose(desk, lane.name, Column.NAME)
    key(desk, Qt.Key.Key_X, CTRL)
    choose(desk, desk.lane("研修の検討").name, Column.NAME)
    key(desk, Qt.Key.Key_V, CTRL)
    names = [one.name for one in desk.edition.lanes]
    assert names.index(lane.name) == 1
    assert desk.lane("ＢＩツール").group == desk.lane("研修の検討").group
    assert desk.edition.bars_of(lane.id) == bars
    desk.undo()
    assert desk.lane("ＢＩツール").group == lane.group


def test_a_typed_number_of_open_days_sets_the_end(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("１０日")
    choose(desk, "骨子整理", Column.DAYS)
    key(desk, Qt.Key.Key_V, CTRL)
    # 1 July 2024 is a Monday; 15 July (海の日) comes after the tenth open day.
    assert days(desk.bar("骨子整理")) == (date(2024, 7, 1), date(2024, 7, 12))
    assert desk.pane.board.model.index(row_of(desk, "骨子整理"), Column.DAYS).data() == "10日"


def test_the_bars_of_selected_rows_are_selected_in_the_chart(desk: Desk) -> None:
    choose(desk, "骨子整理", Column.NAME, rows=2)
    assert set(desk.pane.board.selection.ids) == {desk.bar("骨子整理").id, desk.bar("素案整理").id}


# Lanes by mouse -----------------------------------------------------------------------------------


def place(desk: Desk, name: str, share: float) -> QPoint:
    """A place on a row's name, ``share`` of its height from its top."""
    table, row = desk.pane.board.table, row_of(desk, name)
    top = table.rowViewportPosition(row)
    return QPoint(120, round(top + table.rowHeight(row) * share))


def drag(desk: Desk, start: QPoint, end: QPoint, *, let_go: bool = True) -> None:
    view = desk.pane.board.table.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, start)
    for at in (start + QPoint(0, 12), end):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(at), QPointF(view.mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, NONE,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
    if let_go:
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, end)


def names(desk: Desk) -> list[str]:
    return [lane.name for lane in desk.edition.lanes]


def test_a_lane_is_dragged_to_another_place(desk: Desk) -> None:
    desk.pane.board.open_all(False)
    before = names(desk)
    drag(desk, place(desk, "市議会", 0.5), place(desk, "基礎調査", 0.2))
    assert names(desk) == ["市議会", *before[:-1]]
    drag(desk, place(desk, "市議会", 0.5), QPoint(120, desk.pane.board.table.viewport().height() - 4))
    assert names(desk) == before
    drag(desk, place(desk, "基礎調査", 0.5), place(desk, "改訂作業", 0.8))
    assert names(desk)[:2] == ["改訂作業", "基礎調査"]
    assert len(desk.commits) == 3
    desk.undo()
    assert names(desk) == before


def test_a_lane_is_dragged_into_another_group_and_out_of_all(training: Desk) -> None:
    desk = training
    lane, target = desk.lane("ＢＩツール"), desk.lane("動画研修・グループワーク")
    drag(desk, place(desk, lane.name, 0.5), place(desk, target.name, 0.8))
    assert desk.lane("ＢＩツール").group == "デジタル人材育成"
    assert names(desk).index(lane.name) == names(desk).index(target.name) + 1
    drag(desk, place(desk, lane.name, 0.5), place(desk, "デジタルリテラシー向上", 0.2))
    assert (desk.lane("ＢＩツール").group, names(desk)[0]) == ("", lane.name)
    desk.undo()
    desk.undo()
    assert desk.lane("ＢＩツール").group == lane.group
    drag(desk, place(desk, lane.name, 0.5), place(desk, "デジタルリテラシー向上", 0.8))
    assert (desk.lane("ＢＩツール").group, names(desk)[0]) == ("デジタルリテラシー向上", lane.name)


def test_a_whole_group_is_dragged_and_never_into_another(training: Desk) -> None:
    desk = training
    groups = list(dict.fromkeys(lane.group for lane in desk.edition.lanes))
    drag(desk, place(desk, groups[2], 0.5), place(desk, desk.lane("研修の検討").name, 0.3))
    moved = list(dict.fromkeys(lane.group for lane in desk.edition.lanes))
    assert moved == [groups[2], groups[0], groups[1]]
    assert len(desk.commits) == 1


def test_the_drag_tells_where_it_goes_and_escape_gives_it_up(training: Desk) -> None:
    desk = training
    table, before = desk.pane.board.table, names(desk)
    end = place(desk, "デジタル人材育成", 0.8)
    drag(desk, place(desk, desk.lane("ＢＩツール").name, 0.5), end, let_go=False)
    assert table.drag is not None
    assert table.drag.readout == "「ＢＩツールの活用」を「デジタル人材育成」へ"
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert table.drag is None
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, NONE, end)
    assert names(desk) == before
    assert desk.commits == []


def test_dragging_over_other_cells_selects_a_rectangle(desk: Desk) -> None:
    table, model = desk.pane.board.table, desk.pane.board.model
    first = table.visualRect(model.index(row_of(desk, "骨子整理"), Column.START)).center()
    last = table.visualRect(model.index(row_of(desk, "素案整理"), Column.DAYS)).center()
    drag(desk, first, last)
    chosen = table.chosen_cells()
    assert len(chosen) == 6
    assert {column for _, column in chosen} == {Column.START, Column.END, Column.DAYS}
