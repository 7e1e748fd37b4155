"""Editing the 工程表 by mouse and keyboard, as a planner does; every act is one step of undo."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import BarKind, DependencyType, LagUnit, Precision
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.menus import fill_link_menu
from tests.ui.gantt_fixtures import Desk, make_desk, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def days(desk: Desk, label: str) -> tuple[date, date | None]:
    bar = desk.bar(label)
    return bar.starts_on, bar.ends_on


def test_dragging_on_an_empty_lane_draws_a_bar_and_asks_for_its_text(desk: Desk) -> None:
    before = len(desk.edition.bars)
    desk.drag(desk.point(date(2024, 5, 10), "市議会"), desk.point(date(2024, 6, 20), "市議会"))
    assert len(desk.edition.bars) == before + 1
    editor = desk.pane.board.chart.editor
    assert editor.isVisible()
    type_text(editor, "事前説明")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert days(desk, "事前説明") == (date(2024, 5, 1), date(2024, 6, 30))
    assert desk.bar("事前説明").lane_id == desk.lane("市議会").id
    desk.undo()
    desk.undo()
    assert len(desk.edition.bars) == before


def test_dragging_a_bar_moves_it_by_whole_months_in_one_step(desk: Desk) -> None:
    desk.drag(desk.on("素案整理"), desk.point(date(2024, 12, 1), "改訂作業"))
    assert days(desk, "素案整理") == (date(2024, 11, 1), date(2024, 12, 31))
    assert len(desk.commits) == 1
    desk.undo()
    assert days(desk, "素案整理") == (date(2024, 9, 1), date(2024, 10, 31))


def test_while_dragging_the_ghost_tells_the_dates_and_escape_gives_it_up(desk: Desk) -> None:
    start = desk.on("骨子整理")
    desk.press(start)
    desk.move(start + QPoint(12, 0))
    desk.move(desk.point(date(2024, 10, 1), "改訂作業"))
    drag = desk.pane.board.chart.mouse.drag
    assert drag is not None
    assert drag.readout.startswith("R6.9.1 ～ R6.10.31")
    desk.key(Qt.Key.Key_Escape)
    desk.release(desk.point(date(2024, 10, 1), "改訂作業"))
    assert desk.commits == []
    assert days(desk, "骨子整理") == (date(2024, 7, 1), date(2024, 8, 31))


def test_alt_snaps_finer_and_makes_the_dates_more_precise(desk: Desk) -> None:
    start = desk.on("骨子整理")
    desk.drag(start, start + QPoint(24, 0), ALT)
    assert days(desk, "骨子整理")[0] == date(2024, 7, 11)
    assert desk.bar("骨子整理").precision is Precision.TEN_DAYS


def test_dragging_an_edge_resizes(desk: Desk) -> None:
    rect = desk.pane.board.chart.item_rect(desk.bar("骨子整理").id)
    assert rect is not None
    desk.drag(
        QPoint(round(rect.right()) - 3, round(rect.center().y())), desk.point(date(2024, 9, 29), "改訂作業")
    )
    assert days(desk, "骨子整理") == (date(2024, 7, 1), date(2024, 9, 30))
    rect = desk.pane.board.chart.item_rect(desk.bar("骨子整理").id)
    assert rect is not None
    desk.drag(
        QPoint(round(rect.left()) + 3, round(rect.center().y())),
        QPoint(desk.point(date(2024, 8, 1), "改訂作業").x(), round(rect.center().y())),
    )
    assert days(desk, "骨子整理") == (date(2024, 8, 1), date(2024, 9, 30))


def test_a_drag_can_change_the_lane_unless_shift_keeps_it(desk: Desk) -> None:
    target = desk.point(date(2024, 6, 15), "市議会")
    desk.drag(desk.on("アンケート調査"), target)
    assert desk.bar("アンケート調査").lane_id == desk.lane("市議会").id
    desk.undo()
    desk.drag(desk.on("アンケート調査"), target, SHIFT)
    assert desk.bar("アンケート調査").lane_id == desk.lane("基礎調査").id


def test_ctrl_drag_copies(desk: Desk) -> None:
    before = len(desk.edition.bars)
    desk.drag(desk.on("アンケート調査"), desk.point(date(2024, 11, 15), "市議会"), CTRL)
    assert len(desk.edition.bars) == before + 1
    copies = [bar for bar in desk.edition.bars if bar.label == "アンケート調査"]
    assert {bar.lane_id for bar in copies} == {desk.lane("基礎調査").id, desk.lane("市議会").id}
    assert desk.pane.board.selection.ids == (max(bar.id for bar in copies),)


def test_double_click_edits_the_text_and_escape_keeps_it(desk: Desk) -> None:
    chart = desk.pane.board.chart
    QTest.mouseDClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=desk.on("素案整理"))
    assert chart.editor.isVisible()
    type_text(chart.editor, "別の名")
    QTest.keyClick(chart.editor, Qt.Key.Key_Escape)
    assert desk.commits == []
    desk.key(Qt.Key.Key_F2)
    type_text(chart.editor, "素案の作成")
    QTest.keyClick(chart.editor, Qt.Key.Key_Return)
    assert desk.bar("素案の作成").starts_on == date(2024, 9, 1)


def test_flush_stores_the_text_that_is_being_typed(desk: Desk) -> None:
    desk.pane.board.chart.edit_text(desk.bar("骨子整理").id)
    desk.pane.board.chart.editor.setText("骨子の整理")
    desk.pane.flush()
    assert desk.bar("骨子の整理")
    assert desk.pane.board.chart.editor.isHidden()


def test_rubber_band_and_ctrl_click_select_several_that_move_together(desk: Desk) -> None:
    desk.drag(
        desk.point(date(2024, 6, 15), "市議会") + QPoint(0, 60), desk.point(date(2025, 3, 20), "長崎市")
    )
    selection = desk.pane.board.selection
    labels = {bar.label for bar in desk.pane.board.acts.bars(selection.ids)}
    assert {"進捗報告", "素案報告", "成案報告"} == labels
    desk.click(desk.on("骨子整理"))
    sums: list[str] = []
    desk.pane.summed.connect(sums.append)
    desk.click(desk.on("素案整理"), CTRL)
    assert len(selection) == 2
    assert sums[-1].startswith("工程2件　R6.7.1 ～ R6.10.31")
    desk.key(Qt.Key.Key_Right)
    assert days(desk, "骨子整理")[0] == date(2024, 8, 1)
    assert days(desk, "素案整理")[0] == date(2024, 10, 1)
    assert len(desk.commits) == 1


def test_arrow_keys_move_and_stretch(desk: Desk) -> None:
    desk.click(desk.on("骨子整理"))
    desk.key(Qt.Key.Key_Left)
    assert days(desk, "骨子整理") == (date(2024, 6, 1), date(2024, 7, 31))
    desk.key(Qt.Key.Key_Right, SHIFT)
    assert days(desk, "骨子整理") == (date(2024, 6, 1), date(2024, 8, 31))
    desk.key(Qt.Key.Key_Right, SHIFT | CTRL)
    assert days(desk, "骨子整理") == (date(2024, 7, 1), date(2024, 8, 31))
    desk.key(Qt.Key.Key_Down, ALT)
    assert desk.bar("骨子整理").lane_id == desk.lane("長崎市").id
    for _ in range(4):
        desk.undo()
    assert days(desk, "骨子整理") == (date(2024, 7, 1), date(2024, 8, 31))
    assert desk.pane.board.selection.ids == (desk.bar("骨子整理").id,)


def test_tab_walks_in_the_order_of_reading_and_leaves_after_the_last(desk: Desk, qtbot: QtBot) -> None:
    chart = desk.pane.board.chart
    seen = []
    for _ in desk.edition.bars:
        desk.key(Qt.Key.Key_Tab)
        seen += desk.pane.board.acts.bars([chart.selection.current or 0])
    assert len({bar.id for bar in seen}) == len(desk.edition.bars)
    assert [bar.label for bar in seen[:2]] == ["技術や国等の動向調査", "アンケート調査"]
    desk.key(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not chart.hasFocus())


def test_enter_brings_the_keyboard_to_the_properties(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.on("骨子整理"))
    desk.key(Qt.Key.Key_Return)
    focused = desk.pane.focusWidget()
    assert focused is not None
    assert desk.pane.board.properties.isAncestorOf(focused)


def test_delete_says_how_to_bring_it_back(desk: Desk) -> None:
    desk.click(desk.on("アンケート調査"))
    desk.key(Qt.Key.Key_Delete)
    assert all(bar.label != "アンケート調査" for bar in desk.edition.bars)
    assert "Ctrl+Z" in desk.said[-1]
    desk.undo()
    assert desk.bar("アンケート調査").starts_on == date(2024, 6, 1)


def test_a_link_is_drawn_from_the_handle_beside_a_bar(desk: Desk) -> None:
    desk.click(desk.on("骨子整理"))
    rect = desk.pane.board.chart.item_rect(desk.bar("アンケート調査").id)
    assert rect is not None
    desk.click(desk.on("アンケート調査"))
    handle = QPoint(round(rect.right()) + 8, round(rect.center().y()))
    desk.drag(handle, desk.on("素案整理", 0.2))
    [link] = desk.edition.links
    assert (link.before_id, link.after_id) == (desk.bar("アンケート調査").id, desk.bar("素案整理").id)
    assert link.type is DependencyType.FINISH_START
    assert desk.pane.board.chart.violated_links == frozenset()


def test_the_handle_can_be_held_where_the_next_bar_begins_at_once(desk: Desk) -> None:
    rect = desk.pane.board.chart.item_rect(desk.bar("骨子整理").id)
    assert rect is not None
    desk.move_over(desk.on("骨子整理"))
    handle = QPoint(round(rect.right()) + 8, round(rect.center().y()))
    desk.drag(handle, desk.on("成案整理", 0.2))
    [link] = desk.edition.links
    assert (link.before_id, link.after_id) == (desk.bar("骨子整理").id, desk.bar("成案整理").id)
    desk.undo()
    start = QPoint(round(rect.right()) + 2, round(rect.center().y()))
    desk.drag(start, desk.point(date(2024, 10, 1), "改訂作業") + QPoint(0, 0))
    assert days(desk, "素案整理")[0] == date(2024, 10, 1)


def test_an_arrow_is_clicked_changed_and_deleted(desk: Desk, qtbot: QtBot) -> None:
    before = len(desk.edition.bars)
    tie(desk, "アンケート調査", "素案整理")
    chart = desk.pane.board.chart
    path = chart.links.path(desk.edition.links[0])
    assert path is not None
    corner = path[1]
    desk.click(QPoint(round(corner[0]), round((corner[1] + path[2][1]) / 2)))
    assert chart.marked_link == desk.edition.links[0].id
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_link_menu(menu, desk.pane.board, desk.pane.acts, desk.edition.links[0])
    next(action for action in menu.actions() if action.text() == "開始→開始").trigger()
    assert desk.edition.links[0].type is DependencyType.START_START
    desk.pane.acts.ask_lag(desk.edition.links[0])
    desk.pane.ask.line.clear()
    type_text(desk.pane.ask.line, "５開庁日")
    QTest.keyClick(desk.pane.ask.line, Qt.Key.Key_Return)
    assert (desk.edition.links[0].lag, desk.edition.links[0].lag_unit) == (5, LagUnit.WORKING_DAYS)
    desk.key(Qt.Key.Key_Delete)
    assert desk.edition.links == ()
    assert len(desk.edition.bars) == before


def test_a_drag_beyond_the_edge_takes_the_view_along(desk: Desk, qtbot: QtBot) -> None:
    chart = desk.pane.board.chart
    chart.zoom(4.0)
    chart.horizontalScrollBar().setValue(0)
    start = desk.on("現状分析と検証", 0.3)
    desk.press(start)
    desk.move(start + QPoint(20, 0))
    outside = QPoint(chart.viewport().width() + 60, start.y())
    desk.move(outside)
    qtbot.waitUntil(lambda: chart.horizontalScrollBar().value() > 200)
    desk.release(outside)
    assert days(desk, "現状分析と検証")[0] > date(2024, 6, 1)


def tie(desk: Desk, *labels: str) -> None:
    desk.pane.board.acts.chain([desk.bar(label).id for label in labels])


def test_a_violated_link_is_red_and_listed(desk: Desk) -> None:
    tie(desk, "骨子整理", "素案整理")
    desk.click(desk.on("素案整理"))
    desk.key(Qt.Key.Key_Left)
    board = desk.pane.board
    assert board.chart.violated_links == {desk.edition.links[0].id}
    assert board.footer.findings.text() == "前後関係の違反 1件"
    board.footer.findings.click()
    assert board.findings.isVisible()
    desk.click(desk.on("アンケート調査"))
    item = board.findings.list.item(0)
    assert "素案整理" in item.text()
    board.findings.list.setCurrentItem(item)
    assert board.selection.ids == (desk.bar("素案整理").id,)


def test_following_bars_move_along_only_when_wanted_in_the_same_step(desk: Desk) -> None:
    tie(desk, "骨子整理", "素案整理", "成案整理")
    desk.click(desk.on("骨子整理"))
    desk.key(Qt.Key.Key_Right)
    assert days(desk, "素案整理")[0] == date(2024, 9, 1)
    desk.undo()
    desk.pane.board.footer.follow.setChecked(True)
    start = desk.on("骨子整理")
    desk.press(start)
    desk.move(start + QPoint(12, 0))
    desk.move(desk.point(date(2024, 9, 1), "改訂作業"))
    drag = desk.pane.board.chart.mouse.drag
    assert drag is not None
    assert "後続2件もずれます" in drag.readout
    desk.release(desk.point(date(2024, 9, 1), "改訂作業"))
    assert [days(desk, name)[0] for name in ("骨子整理", "素案整理", "成案整理")] == [
        date(2024, 8, 1), date(2024, 10, 1), date(2024, 12, 1),
    ]  # fmt: skip
    desk.undo()
    assert [days(desk, name)[0] for name in ("骨子整理", "素案整理", "成案整理")] == [
        date(2024, 7, 1), date(2024, 9, 1), date(2024, 11, 1),
    ]  # fmt: skip


def test_copy_and_paste_between_schedules(desk: Desk) -> None:
    desk.click(desk.on("骨子整理"))
    desk.click(desk.on("進捗報告"), CTRL)
    desk.key(Qt.Key.Key_C, CTRL)
    assert "骨子整理\tR6.7\tR6.8\t" in QGuiApplication.clipboard().text()
    other = next(one for one in desk.pane._schedules if one.title == "職員の育成")
    desk.pane.show_schedule(other.id)
    board = desk.pane.board
    board.table.setCurrentIndex(board.model.index(1, 0))
    desk.key(Qt.Key.Key_V, CTRL)
    lanes = [lane.id for lane in desk.edition.lanes]
    assert desk.bar("骨子整理").lane_id == lanes[0]
    assert desk.bar("進捗報告").lane_id == lanes[1]
    assert desk.bar("進捗報告").kind is BarKind.MILESTONE


def test_rows_of_excel_become_bars_and_what_cannot_be_read_is_said(desk: Desk) -> None:
    QGuiApplication.clipboard().setText(
        "名称\t開始\t終了\n照会\tR6.5.1\tR6.5.20\n集計\t令和６年６月\t令和６年７月\n督促\t来月\t\n"
    )
    board = desk.pane.board
    board.table.setCurrentIndex(board.model.index(0, 0))
    desk.key(Qt.Key.Key_V, CTRL)
    assert days(desk, "照会") == (date(2024, 5, 1), date(2024, 5, 20))
    assert days(desk, "集計") == (date(2024, 6, 1), date(2024, 7, 31))
    assert desk.bar("照会").lane_id == desk.lane("基礎調査").id
    assert "来月" in desk.said[-1]


def test_insert_adds_a_bar_after_the_last_one_of_the_lane(desk: Desk) -> None:
    desk.click(desk.on("アンケート調査"))
    desk.key(Qt.Key.Key_Insert)
    type_text(desk.pane.board.chart.editor, "報告書")
    QTest.keyClick(desk.pane.board.chart.editor, Qt.Key.Key_Return)
    assert days(desk, "報告書") == (date(2024, 8, 1), date(2024, 8, 31))
    assert desk.bar("報告書").lane_id == desk.lane("基礎調査").id


def test_a_plan_opened_to_read_cannot_be_edited(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], sample_path: object, author: object
) -> None:
    from pathlib import Path

    from dxplanner.store.lock import Author

    assert isinstance(sample_path, Path)
    assert isinstance(author, Author)
    with PlanFile.open(sample_path, author, editable=False) as plan:
        desk = make_desk(qtbot, make_context(plan))
        before = desk.edition.bars
        desk.drag(desk.on("素案整理"), desk.point(date(2024, 12, 1), "改訂作業"))
        desk.key(Qt.Key.Key_Right)
        desk.key(Qt.Key.Key_Delete)
        desk.key(Qt.Key.Key_F2)
        assert desk.edition.bars == before
        assert not desk.pane.board.chart.editor.isVisible()
        assert desk.pane.board.properties.form.isEnabled() is False
