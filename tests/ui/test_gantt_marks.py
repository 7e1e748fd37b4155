"""Texts in the part of a bar that shows, … where there is no room, vertical lines, 閉庁日 when known."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.vocabulary import BarKind, BarShape, MeetingBody
from dxplanner.services.schedule_edit import NewBar
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.bar_painter import Marks, _Batch
from dxplanner.ui.gantt.footer import Footer
from dxplanner.ui.gantt.header import _SHORT_BODY
from dxplanner.ui.gantt.holidays_ahead import HolidaysAhead
from dxplanner.ui.gantt.items import MORE, Body, place_items
from dxplanner.ui.gantt.labels import LabelBook
from dxplanner.ui.gantt.measures import Measures
from tests.ui.gantt_fixtures import TODAY, Desk, make_desk

MEASURES = Measures.scaled(lambda base: base)
DAY = date(2024, 4, 1)


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def batch(desk: Desk, left: float, right: float) -> _Batch:
    """What would be painted of all rows if the view stood there."""
    chart = desk.pane.board.chart
    found = _Batch(chart.look, Marks(), left, right)
    for index in range(len(chart.rows)):
        items = chart.rows.items(index)
        for item in items.placed:
            found.add(item, chart.rows.line_middle(index, item.line), items.heights[item.line])
    return found


def test_a_text_stands_in_the_part_of_its_bar_that_shows(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.zoom(6.0)
    item = next(
        one
        for index in range(len(chart.rows))
        for one in chart.rows.items(index).placed
        if one.bar.label == "成案整理"
    )
    width = chart.look.text("成案整理", item.size)[1]
    for left, right in (
        (item.left + 300, item.left + 900),
        (item.left - 500, item.left + 200),
        (item.right - 150, item.right + 99),
    ):  # fmt: skip
        x = next(x for _, _, x, _, text in batch(desk, left, right).texts if text == "成案整理")
        assert max(item.left, left) <= x
        assert x + width <= min(item.right, right)
    # The end of the bar is all that shows: its text ends there and never leaves the bar.
    x = next(
        x for _, _, x, _, text in batch(desk, item.right - 10, item.right + 500).texts if text == "成案整理"
    )
    assert item.right - width - 30 <= x <= item.right - width


def test_scrolling_sideways_paints_texts_anew(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.zoom(6.0)
    QApplication.processEvents()
    chart.painted_rows = 0
    chart.horizontalScrollBar().setValue(chart.horizontalScrollBar().value() + 40)
    QApplication.processEvents()
    assert chart.painted_rows == len(chart.visible_rows())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 390), st.integers(3, 120), st.booleans(), st.integers(0, 14)),
        min_size=1,
        max_size=8,
    )
)
def test_where_months_are_narrow_a_text_is_whole_or_marked_as_left_out(
    drawn: list[tuple[int, int, bool, int]],
) -> None:
    book = LabelBook(lambda text: 13.0 * len(text))
    bodies = []
    for key, (left, width, point, length) in enumerate(drawn, start=1):
        kind = BarKind.MILESTONE if point else BarKind.BAR
        bar = BarData(key, f"u{key}", 1, key, "工" * length, DAY, DAY + timedelta(days=3), kind=kind)
        bodies.append(Body(bar, float(left), float(min(left + width, 400))))
    row = place_items(bodies, book, MEASURES, 400.0, crowded=True)
    for item in row.placed:
        shown = "".join(item.lines)
        assert shown in (item.bar.label, MORE) or not shown
        if not shown and item.bar.label:
            # Not even the mark has room inside.
            assert item.right - item.left < 11.0


def test_narrow_months_say_what_the_mark_means(desk: Desk) -> None:
    board = desk.pane.board
    assert board.footer.hint.isHidden()
    for _ in range(14):
        board.chart.zoom(0.8)
    assert board.chart.crowded
    assert board.footer.hint.text().startswith("… は名称の省略")
    assert not board.footer.hint.isHidden()
    bar = desk.bar("技術や国等の動向調査")
    assert board.chart.describe(bar).startswith(bar.label)


def test_vertical_lines_run_through_the_whole_chart_wherever_their_row_is(desk: Desk) -> None:
    board = desk.pane.board
    board.acts.add(
        [NewBar(desk.lane("基礎調査").id, "議案締切", date(2024, 10, 31), None, kind=BarKind.MARKER)]
    )
    chart = board.chart
    assert chart.scale is not None
    [(x, bar)] = chart.lines.markers
    assert bar.label == "議案締切"
    assert chart.scale.x(date(2024, 10, 1)) < x < chart.scale.x(date(2024, 11, 30))
    image = chart.viewport().grab().toImage()
    column = {image.pixelColor(round(x), y).name() for y in range(round(chart.rows.height))}
    assert QColor(chart.look.theme.colour("error")).name() in column
    last = round(chart.rows.top(len(chart.rows) - 1))
    lower = {image.pixelColor(round(x), y).name() for y in range(last, round(chart.rows.height))}
    assert QColor(chart.look.theme.colour("error")).name() in lower
    board.set_filter(frozenset(one.id for one in desk.edition.bars if one.label == "素案報告"))
    assert chart.lines.markers == []


def test_the_line_of_today_is_named_at_its_foot_and_in_the_headings(desk: Desk) -> None:
    chart = desk.pane.board.chart
    assert chart.lines.days == [(TODAY, "今日")]
    assert chart.scale is not None
    x = chart.scale.x_middle(TODAY)
    assert chart.header.flags == [(x, "今日 R6.11.8")]
    image = chart.viewport().grab().toImage()
    red = QColor(chart.look.theme.colour("error")).name()
    assert image.pixelColor(round(x), chart.viewport().height() - 20).name() == red
    at = QPoint(round(x), chart.header.height() - 2)
    QApplication.sendEvent(
        chart.header, QHelpEvent(QHelpEvent.Type.ToolTip, at, chart.header.mapToGlobal(at))
    )
    assert QToolTip.text() == "今日 R6.11.8"
    QToolTip.hideText()


def test_days_of_committee_and_council_become_lines_when_wanted(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.lines.show_meetings = True
    places = chart.lines.meeting_places()
    wanted = [
        one for one in desk.edition.meetings if one.body in (MeetingBody.COMMITTEE, MeetingBody.COUNCIL)
    ]
    assert len(places) == len(wanted) > 0
    before = chart.viewport().grab().toImage()
    chart.lines.show_meetings = False
    assert chart.viewport().grab().toImage() != before


def test_the_picture_has_the_vertical_lines_too(desk: Desk, tmp_path: Path) -> None:
    desk.pane.board.acts.add(
        [NewBar(desk.lane("基礎調査").id, "議案締切", date(2024, 10, 31), None, kind=BarKind.MARKER)]
    )
    path = tmp_path / "工程.svg"
    desk.pane.exchange.ask_path = lambda _title, _suggestion, _kinds: path
    desk.pane.exchange.save(".svg", "")
    assert "stroke-dasharray" in path.read_text(encoding="utf-8")


def test_opening_the_pane_does_not_wait_for_the_list_of_holidays(desk: Desk, qtbot: QtBot) -> None:
    board = desk.pane.board
    board.model.counts = board.chart.grid.days_known = False
    assert board.model._days(date(2024, 4, 1), date(2024, 4, 5)) == ""
    board.chart.zoom(8.0)
    board.chart.viewport().grab()
    assert board.chart.grid._tile is not None
    assert board.chart.grid._tile.closed == []
    ahead = HolidaysAhead(board)
    ahead.known = False
    ahead.ready.connect(board._count_days)
    with qtbot.waitSignal(ahead.ready):
        ahead.begin([2024, 2025])
    assert board.model.counts
    assert board.model._days(date(2024, 4, 1), date(2024, 4, 5)) == "5日"
    board.chart.viewport().grab()
    assert board.chart.grid._tile is not None
    assert board.chart.grid._tile.closed


def test_the_legend_shows_what_the_board_shows(desk: Desk) -> None:
    footer, edition = Footer(desk.pane.board.chart.look), desk.edition
    legend = footer.legend
    legend.show_edition(edition)
    assert legend.accessibleDescription() == "推定、節目"
    assert not legend._solid  # all milestones of this edition are 推定: outlines, like those on the board
    sure = [replace(bar, inferred=False, shape=BarShape.DASHED) for bar in edition.bars]
    legend.show_edition(replace(edition, bars=tuple(sure)))
    assert legend.accessibleDescription() == "予定・継続、節目"
    assert legend._solid == {"▲"}


def test_the_band_says_what_the_bars_say(desk: Desk) -> None:
    assert _SHORT_BODY[MeetingBody.PUBLIC_COMMENT] == MeetingBody.PUBLIC_COMMENT.value
