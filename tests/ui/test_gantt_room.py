"""What stands in the room that there is: lists of sentences, choosers, empty charts, scroll bars."""

from math import ceil

import pytest
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from dxplanner.services.schedules import add_schedule
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.prose import prose_layout
from dxplanner.ui.gantt.prose_list import ProseList
from tests.ui.gantt_fixtures import Desk, make_desk


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def test_findings_are_as_high_as_their_lines_at_any_width(desk: Desk, qtbot: QtBot) -> None:
    desk.pane.overlay_next()
    board = desk.pane.board
    board.show_findings(True)
    listed = board.findings.list
    heights = []
    for width in (220, 420):
        table, chart, findings = board.across.sizes()
        board.across.setSizes([table, chart + findings - width, width])
        qtbot.waitUntil(lambda: fits(listed))
        heights.append(sum(listed.visualItemRect(listed.item(at)).height() for at in range(listed.count())))
    assert heights[0] > heights[1]


def fits(listed: ProseList) -> bool:
    """Whether each line of the list is as high as its text at the list's width."""
    wide, font = listed.viewport().width() - 16, listed.font()
    items = [listed.item(at) for at in range(listed.count())]
    wanted = [ceil(prose_layout(item.text(), font, wide)[1]) + 8 for item in items]
    return [listed.visualItemRect(item).height() for item in items] == wanted


def test_a_schedule_without_lanes_says_what_to_do(desk: Desk) -> None:
    chart = desk.pane.board.chart
    assert chart.empty == ""
    made = desk.context.run("工程表の追加", add_schedule("空の工程表", None))
    assert made is not None
    desk.pane.show_schedule(made[0])
    assert "Insert" in chart.empty


def test_the_chooser_of_schedules_follows_the_names_that_it_lists(desk: Desk) -> None:
    box = desk.pane.controls.schedule
    desk.pane.resize(1600, 900)
    names = [box.itemText(at) for at in range(box.count())]
    widest = max(names, key=box.fontMetrics().horizontalAdvance)
    box.setCurrentIndex(names.index(widest))
    QApplication.processEvents()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == widest


def test_bars_without_anything_to_scroll_show_no_handle(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.fit()
    QApplication.processEvents()
    bar = chart.horizontalScrollBar()
    assert bar.maximum() == 0
    picture = bar.grab().toImage()
    ground = picture.pixelColor(1, 1)
    middle = picture.height() // 2
    assert all(picture.pixelColor(x, middle) == ground for x in range(0, picture.width(), 7))
    chart.zoom(3.0)
    QApplication.processEvents()
    picture = bar.grab().toImage()
    assert any(picture.pixelColor(x, middle) != ground for x in range(0, picture.width(), 7))
