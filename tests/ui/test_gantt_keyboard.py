"""The chart by keyboard alone; Esc gives up any drag; files are written and read on another thread."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.interaction import Zone
from dxplanner.ui.jobs import Job
from tests.ui.gantt_fixtures import Desk, make_desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def days(desk: Desk, label: str) -> tuple[date, date | None]:
    bar = desk.bar(label)
    return bar.starts_on, bar.ends_on


@pytest.mark.parametrize(
    ("mode", "zoom", "moved", "longer"),
    [
        (AxisMode.MONTH, 1.0, date(2024, 8, 1), date(2024, 9, 30)),
        (AxisMode.TEN_DAYS, 3.0, date(2024, 7, 11), date(2024, 9, 10)),
        (AxisMode.DAY, 12.0, date(2024, 7, 2), date(2024, 9, 1)),
    ],
)
def test_arrows_move_and_stretch_by_what_the_headings_show(
    desk: Desk, mode: AxisMode, zoom: float, moved: date, longer: date
) -> None:
    board = desk.pane.board
    board.set_mode(mode)
    board.chart.zoom(zoom)
    board.selection.set([desk.bar("骨子整理").id])
    desk.key(Qt.Key.Key_Right)
    assert days(desk, "骨子整理")[0] == moved
    desk.undo()
    desk.key(Qt.Key.Key_Right, SHIFT)
    assert days(desk, "骨子整理") == (date(2024, 7, 1), longer)
    desk.key(Qt.Key.Key_Left, SHIFT)
    assert days(desk, "骨子整理") == (date(2024, 7, 1), date(2024, 8, 31))


def test_alt_and_arrows_move_by_the_next_finer_unit(desk: Desk) -> None:
    desk.pane.board.selection.set([desk.bar("骨子整理").id])
    desk.key(Qt.Key.Key_Right, ALT)
    assert days(desk, "骨子整理")[0] == date(2024, 7, 11)


def test_several_are_chosen_and_linked_without_the_mouse(desk: Desk) -> None:
    board = desk.pane.board
    board.selection.set([desk.bar("アンケート調査").id])
    desk.key(Qt.Key.Key_L, CTRL)
    assert "二つ以上" in desk.said[-1]
    desk.key(Qt.Key.Key_Down, SHIFT)
    desk.key(Qt.Key.Key_Down, SHIFT)
    assert len(board.selection) == 3
    chosen = sorted(board.acts.bars(board.selection.ids), key=lambda bar: (bar.starts_on, bar.position))
    desk.key(Qt.Key.Key_L, CTRL)
    pairs = [(link.before_id, link.after_id) for link in desk.edition.links]
    assert pairs == [(chosen[0].id, chosen[1].id), (chosen[1].id, chosen[2].id)]
    assert len(desk.commits) == 1
    desk.key(Qt.Key.Key_L, CTRL | SHIFT)
    assert desk.edition.links == ()


def test_rows_chosen_in_the_table_are_linked_too(desk: Desk) -> None:
    board = desk.pane.board
    board.open_all(True)
    board.table.setFocus()
    row = board.chart.rows.row_of_bar(desk.bar("骨子整理").id)
    assert row is not None
    board.table.setCurrentIndex(board.model.index(row, 0))
    QTest.keyClick(board.table, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(board.table, Qt.Key.Key_L, CTRL)
    [link] = desk.edition.links
    assert (link.before_id, link.after_id) == (desk.bar("骨子整理").id, desk.bar("素案整理").id)


def test_copy_cut_paste_and_duplicate(desk: Desk) -> None:
    board = desk.pane.board
    board.selection.set([desk.bar("骨子整理").id])
    desk.key(Qt.Key.Key_D, CTRL)
    copy = board.acts.bars(board.selection.ids)[0]
    assert (copy.label, copy.starts_on, copy.ends_on) == ("骨子整理", date(2024, 9, 1), date(2024, 10, 31))
    assert len(desk.commits) == 1
    desk.key(Qt.Key.Key_X, CTRL)
    assert "切り取りました" in desk.said[-1]
    council = desk.bar("素案報告")
    board.selection.set([next(b.id for b in desk.edition.bars_of(desk.lane("市議会").id))])
    assert council
    desk.key(Qt.Key.Key_V, CTRL)
    assert desk.edition.bar_by_id[copy.id].lane_id == desk.lane("市議会").id
    desk.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "名称\t開始\t終了\t区分"
    before = len(desk.edition.bars)
    desk.key(Qt.Key.Key_V, CTRL)
    assert len(desk.edition.bars) == before + 1
    desk.key(Qt.Key.Key_Delete)
    assert len(desk.edition.bars) == before


def test_zoom_and_ends_of_the_axis(desk: Desk) -> None:
    chart = desk.pane.board.chart
    assert chart.scale is not None
    whole = chart.scale.pixels_per_day
    for _ in range(5):
        desk.key(Qt.Key.Key_Plus)
    assert chart.scale.pixels_per_day > 2 * whole
    desk.key(Qt.Key.Key_End)
    assert chart.horizontalScrollBar().value() == chart.horizontalScrollBar().maximum() > 0
    desk.key(Qt.Key.Key_Home)
    assert chart.horizontalScrollBar().value() == 0
    desk.key(Qt.Key.Key_Minus)
    assert chart.scale.pixels_per_day < whole * 1.2**5
    desk.key(Qt.Key.Key_0)
    assert chart.scale.pixels_per_day == pytest.approx(whole)


# Esc gives up whatever the mouse is doing ---------------------------------------------------------


def starts(desk: Desk) -> dict[str, tuple[QPoint, QPoint]]:
    rect = desk.pane.board.chart.item_rect(desk.bar("アンケート調査").id)
    assert rect is not None
    middle = round(rect.center().y())
    return {
        "move": (desk.on("素案整理"), desk.point(date(2024, 12, 1), "市議会")),
        "resize": (QPoint(round(rect.right()) - 3, middle), desk.point(date(2024, 10, 20), "基礎調査")),
        "draw": (desk.point(date(2024, 5, 10), "市議会"), desk.point(date(2024, 8, 20), "市議会")),
        "rubber": (
            desk.point(date(2024, 5, 10), "市議会") + QPoint(0, 60),
            desk.point(TODAY_END, "基礎調査"),
        ),
        "link": (QPoint(round(rect.right()) + 8, middle), desk.on("成案整理")),
    }


TODAY_END = date(2025, 3, 20)


@pytest.mark.parametrize("kind", ["move", "resize", "draw", "rubber", "link"])
def test_escape_gives_up_any_drag(desk: Desk, kind: str) -> None:
    chart, before = desk.pane.board.chart, desk.edition.bars
    desk.click(desk.on("アンケート調査"))
    selected = desk.pane.board.selection.ids
    start, end = starts(desk)[kind]
    if kind == "link":
        found = chart.mouse.hit(*chart.content(start))
        assert found is not None
        assert found.zone is Zone.LINK_END
    desk.press(start)
    desk.move(start + QPoint(12, 2))
    desk.move(end)
    assert chart.mouse.drag is not None
    desk.key(Qt.Key.Key_Escape)
    assert chart.mouse.drag is None
    desk.release(end)
    assert desk.edition.bars == before
    assert desk.edition.links == ()
    assert desk.commits == []
    assert not chart.editor.isVisible()
    if kind != "move":
        assert desk.pane.board.selection.ids == selected


def test_escape_ends_scrolling_by_dragging(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.zoom(4.0)
    chart.horizontalScrollBar().setValue(600)
    QTest.mousePress(chart.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(400, 60))
    desk.move(QPoint(300, 60))
    desk.key(Qt.Key.Key_Escape)
    desk.move(QPoint(100, 60))
    assert chart.horizontalScrollBar().value() == 700
    QTest.mouseRelease(chart.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(100, 60))


# Files are read and written on another thread -----------------------------------------------------


def test_writing_a_list_shows_its_progress_and_can_be_stopped(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from dxplanner.ui.gantt import exchange as module

    go = Event()

    def slow(*_arguments: object) -> bytes:
        go.wait(10)
        return b"x"

    monkeypatch.setattr(module, "_written", slow)
    exchange, path = desk.pane.exchange, tmp_path / "一覧.xml"
    exchange.ask_path = lambda _title, _suggestion, _kinds: path
    exchange.save(".xml", "")
    [job] = exchange.jobs.running
    assert isinstance(job, Job)
    qtbot.waitUntil(exchange.line.isVisible)
    assert "一覧.xml" in exchange.line.label.text()
    exchange.save(".xml", "")
    assert "途中です" in desk.said[-1]
    QTest.keyClick(exchange.line.stop, Qt.Key.Key_Space)
    go.set()
    qtbot.waitUntil(lambda: not exchange.jobs.running)
    assert exchange.line.isHidden()
    assert "中止しました" in desk.said[-1]
    assert list(tmp_path.glob("一覧*")) == []


def test_a_preview_lists_what_could_not_be_taken_over(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "一覧.csv"
    path.write_text("区分,名称,開始,終了\n調査,照会,R6.5,R6.6\n調査,督促,来月,\n", encoding="cp932")
    seen: list[tuple[str, int, list[str]]] = []

    def look(preview: object) -> bool:
        from dxplanner.ui.gantt.import_preview import ImportPreview

        assert isinstance(preview, ImportPreview)
        texts = [preview.problems.item(at).text() for at in range(preview.problems.count())]
        seen.append((preview.name, preview.rows.rowCount(), texts))
        return False

    exchange = desk.pane.exchange
    exchange.ask_file = lambda: path
    exchange.ask_target = look
    exchange.read_file()
    qtbot.waitUntil(lambda: bool(seen))
    [(_, rows, problems)] = seen
    assert rows == 1
    assert len(problems) == 1
    assert "来月" in problems[0]
    assert desk.commits == []
