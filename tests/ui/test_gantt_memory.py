"""How a schedule was looked at comes back: zoom, columns, rows, switches; 版 and what lies under it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from dxplanner.domain.schedule_cascade import CascadeMode
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.memory import ScheduleView, ViewMemory
from dxplanner.ui.gantt.table_model import Column
from dxplanner.ui.settings import Settings
from tests.ui.gantt_fixtures import Desk, PaneOnADay, make_desk, type_text


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def again(qtbot: QtBot, desk: Desk) -> PaneOnADay:
    """Another pane of the same user, as when the plan is opened the next day."""
    desk.pane.hide()
    pane = PaneOnADay(desk.context)
    qtbot.addWidget(pane)
    pane.resize(1074, 640)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def test_zoom_columns_rows_and_switches_come_back(desk: Desk, qtbot: QtBot) -> None:
    board = desk.pane.board
    lane = desk.lane("改訂作業")
    board.set_mode(AxisMode.TEN_DAYS)
    board.chart.zoom(4.0)
    board.chart.show_from(date(2024, 9, 1))
    board.toggle(next(row for row in board.model.rows if row.lane == lane))
    board.table.setColumnWidth(Column.DEPARTMENT, 133)
    board.chart.show_links = board.chart.grid.shade = False
    board.chart.lines.show_meetings = True
    board.set_critical(True)
    board.progress.set_status(date(2024, 10, 1))
    board.footer.follow.setChecked(True)
    board.acts.mode = CascadeMode.SAME
    board.properties.hide()
    assert board.chart.scale is not None
    width = board.chart.scale.pixels_per_day
    other = again(qtbot, desk).board
    assert other.chart.scale is not None
    assert other.mode is AxisMode.TEN_DAYS
    assert other.chart.scale.pixels_per_day == pytest.approx(width)
    left = other.chart.scale.day_at(other.chart.horizontalScrollBar().value() + 1)
    assert abs((left - date(2024, 9, 1)).days) <= 1
    assert [row.depth for row in other.model.rows].count(1) == len(desk.edition.bars_of(lane.id))
    assert other.table.columnWidth(Column.DEPARTMENT) == 133
    assert (other.chart.show_links, other.chart.grid.shade, other.chart.lines.show_meetings) == (
        False,
        False,
        True,
    )
    assert other.critical
    assert other.progress.status == date(2024, 10, 1)
    assert other.acts.follow
    assert other.acts.mode is CascadeMode.SAME
    assert other.properties.isHidden()


def test_the_schedule_and_the_editions_seen_last_come_back(desk: Desk, qtbot: QtBot) -> None:
    revision = next(one for one in desk.pane._schedules if one.title == "改訂スケジュール")
    first, newest = revision.editions
    desk.pane.show_edition(first.id)
    desk.pane.overlay(newest.id)
    other = next(one for one in desk.pane._schedules if one.title == "職員の育成")
    desk.pane.show_schedule(other.id)
    desk.pane.board.closed_groups = {"データ利活用"}
    pane = again(qtbot, desk)
    assert pane.board.edition is not None
    assert pane.board.edition.title == "職員の育成"
    assert pane.board.closed_groups == {"データ利活用"}
    names = {row.lane.name for row in pane.board.model.rows if row.lane is not None}
    assert "データ利活用実践研修" not in names
    pane.show_schedule(revision.id)
    assert pane.board.edition is not None
    assert pane.board.edition.id == first.id
    assert pane.board.ghost is not None
    assert pane.board.ghost.id == newest.id
    assert pane.board.closed_groups == set()


def test_another_edition_of_a_schedule_keeps_zoom_columns_and_opened_lanes(desk: Desk) -> None:
    board = desk.pane.board
    editions = next(one for one in desk.pane._schedules if one.title == "改訂スケジュール").editions
    board.set_mode(AxisMode.MONTH)
    board.chart.zoom(3.0)
    board.toggle(next(row for row in board.model.rows if row.lane == desk.lane("改訂作業")))
    assert board.chart.scale is not None
    width = board.chart.scale.pixels_per_day
    desk.pane.show_edition(editions[0].id)
    assert board.chart.scale is not None
    assert board.chart.scale.pixels_per_day == pytest.approx(width)
    assert board.mode is AxisMode.MONTH


def test_damaged_settings_are_passed_over(settings: Settings) -> None:
    memory = ViewMemory(settings)
    for text in (
        "",
        "{",
        "[]",
        '{"zoom": "x", "opened": 3, "widths": ["a", 5], "links": 1, "status": "いつか"}',
    ):
        settings.set("gantt/view/u", text)
        view = memory.view("u")
        assert view is None or view == ScheduleView(widths=(5,), status="いつか")
        if view is not None:
            assert view.status_day(date(2024, 4, 1)) is None
    memory.keep("u", ScheduleView(zoom=2.5, opened=("a", "b")))
    assert memory.view("u") == ScheduleView(zoom=2.5, opened=("a", "b"))
    assert memory.last(["v", "u"]) == "u"
    for number in range(70):
        memory.keep(f"s{number}", ScheduleView(zoom=1.0))
    assert memory.last(["u"]) is None
    assert memory.view("u") is None


# 当初・素案・成案 ---------------------------------------------------------------------------------


def choose(menu: QMenu, text: str) -> None:
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()


def test_a_baseline_is_taken_compared_and_listed_by_menu(desk: Desk) -> None:
    choose(desk.pane.controls.acts_menu.menu(), "この版を写して新しい版を作る")
    assert desk.pane.ask.line.text() == "成案"
    QTest.keyClick(desk.pane.ask.line, Qt.Key.Key_Return)
    assert desk.edition.name == "成案"
    desk.click(desk.on("骨子整理"))
    desk.key(Qt.Key.Key_Right)
    choose(desk.pane.controls.overlay.menu(), "「素案報告時」を重ねる")
    board = desk.pane.board
    texts = [board.findings.list.item(at).text() for at in range(board.findings.list.count())]
    assert len(texts) == 1
    assert "骨子整理" in texts[0]
    assert "1か月後へ" in texts[0]
    assert board.footer.findings.text() == "違い 1件"


def test_a_baseline_is_taken_compared_and_listed_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    board = desk.pane.board
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.pane.activateWindow()
    board.chart.setFocus()
    desk.key(Qt.Key.Key_N, both)
    qtbot.waitUntil(desk.pane.ask.isVisible)
    desk.pane.ask.line.clear()
    type_text(desk.pane.ask.line, "最終案")
    QTest.keyClick(desk.pane.ask.line, Qt.Key.Key_Return)
    assert desk.edition.name == "最終案"
    board.selection.set([desk.bar("骨子整理").id])
    board.chart.setFocus()
    desk.key(Qt.Key.Key_Right)
    names = []
    for _ in range(3):
        desk.key(Qt.Key.Key_B, both)
        names.append(board.ghost.name if board.ghost is not None else "")
    assert names == ["予算説明時", "素案報告時", ""]
    desk.key(Qt.Key.Key_B, both)
    desk.key(Qt.Key.Key_B, both)
    desk.key(Qt.Key.Key_F8)
    qtbot.waitUntil(board.findings.list.hasFocus)
    QTest.keyClick(board.findings.list, Qt.Key.Key_Down)
    assert board.findings.list.currentItem().text().count("骨子整理")
    assert board.selection.ids == (desk.bar("骨子整理").id,)
    QTest.keyClick(board.findings.list, Qt.Key.Key_Escape)
    assert board.findings.isHidden()
    qtbot.waitUntil(board.chart.hasFocus)
