"""Where bars and texts go: no overlap on a line, every text placed; only what shows is painted."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.domain.vocabulary import BarKind
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.items import Body, Placed, place_items
from dxplanner.ui.gantt.labels import LabelBook
from dxplanner.ui.gantt.measures import Measures
from dxplanner.ui.gantt.rows import Rows, build_rows
from tests.bench.big_schedule import fill_big_schedule
from tests.ui.gantt_fixtures import Desk, PaneOnADay, make_desk

MEASURES = Measures.scaled(lambda base: base)
DAY = date(2024, 4, 1)
WORDS = st.sampled_from(
    ["", "準備", "動画研修", "現状分析と検証", "技術や国等の動向調査", "集合研修（管理職や推進人材）"]
)


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    """Bars and signs anywhere on an axis 800 pixels wide."""
    found = []
    for key in range(draw(st.integers(1, 8))):
        left = draw(st.integers(0, 780))
        point = draw(st.booleans())
        width = MEASURES.glyph if point else draw(st.integers(4, 400))
        kind = BarKind.MILESTONE if point else BarKind.BAR
        bar = BarData(key + 1, f"u{key}", 1, key, draw(WORDS), DAY, DAY + timedelta(days=3), kind=kind)
        found.append(Body(bar, float(left), float(min(left + width, 800))))
    return found


def extent(item: Placed) -> tuple[float, float]:
    return item.leftmost, item.rightmost


@settings(max_examples=60, deadline=None)
@given(bodies())
def test_nothing_overlaps_on_a_line_and_every_text_is_whole(placed_bodies: list[Body]) -> None:
    book = LabelBook(lambda text: 13.0 * len(text))
    row = place_items(placed_bodies, book, MEASURES, 800.0)
    assert len(row.placed) == len(placed_bodies)
    for item in row.placed:
        assert "".join(item.lines) == item.bar.label
        if item.lines and item.inside:
            widest = max(13.0 * len(line) for line in item.lines) * item.size / 13
            assert widest <= item.right - item.left + 0.01
    for number in range(len(row.heights)):
        line = sorted((extent(item) for item in row.placed if item.line == number), key=lambda one: one[0])
        for (_, right), (left, _) in pairwise(line):
            assert right <= left + 1.0


def test_a_text_shrinks_then_wraps_then_moves_beside_its_bar() -> None:
    book = LabelBook(lambda text: 13.0 * len(text))
    ways = []
    for width in (200, 124, 90, 40):
        bar = BarData(1, "u", 1, 0, "現状分析と検証作業", DAY, DAY)
        [item] = place_items([Body(bar, 100.0, 100.0 + width)], book, MEASURES, 800.0).placed
        ways.append((item.inside, item.size, len(item.lines)))
    assert ways[0] == (True, 13, 1)
    assert ways[1][:1] == (True,)
    assert ways[1][1] < 13
    assert ways[2] == (True, 11, 2)
    assert ways[3][0] is False


def edition(lanes: int) -> EditionData:
    """Lanes in groups of ten with two bars each."""
    return EditionData(
        1, "e", 1, "工程表", "当初",
        tuple(LaneData(at, f"l{at}", at, f"まとまり{at // 10}", f"区分{at}") for at in range(lanes)),
        tuple(
            BarData(at * 2 + one, f"b{at}-{one}", at, one, "準備", DAY, DAY + timedelta(days=30 * (one + 1)))
            for at in range(lanes)
            for one in range(2)
        ),
    )  # fmt: skip


@given(st.integers(0, 4000), st.integers(1, 900))
@settings(max_examples=40, deadline=None)
def test_rows_are_found_by_place(top: int, height: int) -> None:
    from dxplanner.ui.gantt.items import RowItems

    rows = Rows(MEASURES, lambda _row: RowItems([], [28.0]))
    rows.take(build_rows(edition(40), frozenset({"l3", "l17"}), frozenset({"まとまり2"})))
    rows.settle(1.0)
    shown = rows.visible(top, top + height)
    wanted = [
        index for index in range(len(rows)) if rows.top(index) < top + height and rows.top(index + 1) > top
    ]
    assert list(shown) == wanted
    if top < rows.height:
        index = rows.row_at(top)
        assert index is not None
        assert rows.top(index) <= top < rows.top(index + 1)


@pytest.fixture
def big(qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile) -> PaneOnADay:
    """The pane on 300 lanes with 1,500 bars and 900 links."""
    fill_big_schedule(empty_plan, lanes=300, links=900)
    pane = PaneOnADay(make_context(empty_plan))
    qtbot.addWidget(pane)
    pane.resize(1920, 1080)
    with qtbot.waitExposed(pane):
        pane.show()
    qtbot.waitUntil(lambda: pane.board.chart.idle, timeout=10_000)
    return pane


def test_no_more_rows_are_painted_than_show(big: PaneOnADay) -> None:
    chart = big.board.chart
    chart.zoom(3.0)
    assert len(chart.rows) > 300
    for place in (0, 1234, chart.verticalScrollBar().maximum()):
        chart.verticalScrollBar().setValue(place)
        chart.viewport().repaint()
        view = chart.viewport().height()
        fitting = view / min(row.height for row in chart.rows.rows)
        assert 0 < chart.painted_rows <= len(chart.visible_rows()) + 2 <= fitting + 4


def test_scrolling_paints_only_what_comes_into_view(big: PaneOnADay, qtbot: QtBot) -> None:
    chart = big.board.chart
    chart.zoom(3.0)
    qtbot.waitUntil(lambda: chart.idle, timeout=10_000)
    chart.verticalScrollBar().setValue(2000)
    QApplication.processEvents()
    chart.verticalScrollBar().setValue(2030)
    QApplication.processEvents()
    assert chart.painted_rows <= 4


def test_heights_that_change_far_above_do_not_move_what_is_seen(big: PaneOnADay, qtbot: QtBot) -> None:
    chart = big.board.chart
    chart.verticalScrollBar().setValue(3000)
    first = chart.visible_rows()[0]
    key = chart.rows.rows[first].key
    within = chart.verticalScrollBar().value() - chart.rows.top(first)
    chart.zoom(0.5)
    index = chart.visible_rows()[0]
    key = chart.rows.rows[index].key
    within = chart.verticalScrollBar().value() - chart.rows.top(index)
    qtbot.waitUntil(lambda: chart.idle, timeout=10_000)
    index = chart.visible_rows()[0]
    assert chart.rows.rows[index].key == key
    assert abs(chart.verticalScrollBar().value() - chart.rows.top(index) - within) <= 1


def test_ctrl_wheel_zooms_around_the_pointer(qtbot: QtBot, context: PlanContext) -> None:
    desk: Desk = make_desk(qtbot, context)
    chart = desk.pane.board.chart
    assert chart.scale is not None
    pointer = QPointF(500, 80)
    before = chart.scale.day_at(500 + chart.horizontalScrollBar().value())
    width = chart.scale.pixels_per_day
    for _ in range(6):
        wheel = QWheelEvent(
            pointer, pointer, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(chart.viewport(), wheel)
    assert chart.scale.pixels_per_day > 2.5 * width
    after = chart.scale.day_at(500 + chart.horizontalScrollBar().value())
    assert abs((after - before).days) <= 1
    desk.pane.controls.whole.click()
    assert chart.scale.pixels_per_day == pytest.approx(width)
    assert chart.horizontalScrollBar().maximum() <= 1


def test_the_middle_button_and_the_space_bar_scroll_by_dragging(qtbot: QtBot, context: PlanContext) -> None:
    from PySide6.QtTest import QTest

    desk = make_desk(qtbot, context)
    chart = desk.pane.board.chart
    chart.zoom(4.0)
    chart.horizontalScrollBar().setValue(600)
    QTest.mousePress(chart.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(400, 60))
    desk.move(QPoint(300, 60))
    QTest.mouseRelease(chart.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(300, 60))
    assert chart.horizontalScrollBar().value() == 700
    QTest.keyPress(chart, Qt.Key.Key_Space)
    desk.press(QPoint(300, 60))
    desk.move(QPoint(350, 60))
    desk.release(QPoint(350, 60))
    QTest.keyRelease(chart, Qt.Key.Key_Space)
    assert chart.horizontalScrollBar().value() == 650
    assert desk.commits == []
