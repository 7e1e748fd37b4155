"""関係図: arrows drawn with mouse and keyboard, pulled elsewhere, given words and fields."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import EdgeStyle
from dxplanner.model import DiagramEdge
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from tests.store.test_changelog import all_rows
from tests.ui.diagram.desk import (
    NONE,
    Key,
    arrow,
    at,
    click,
    drag,
    hover,
    joined,
    middle,
    mouse,
    named,
    press,
    scene_of,
    undo_label,
    undone,
    view_of,
)

BLOCKED, FREE = "訪問客・ファン", "スマートシティ"


def test_an_arrow_is_drawn_from_a_ring(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    assert joined(page, "生活の場", "スマートシティ") is None
    hover(board, middle(page, "生活の場"))
    assert board.scene is not None
    ring = board.scene.rings(named(page, "生活の場").uid)[1]
    hover(board, ring)
    assert board.cursor().shape() == Qt.CursorShape.CrossCursor
    drag(board, ring, middle(page, "スマートシティ"), drop=False)
    assert board.drag is not None
    assert board.drag.ghost.target == named(page, "スマートシティ").uid
    assert not page.grab().isNull()
    mouse(board, QEvent.Type.MouseButtonRelease, middle(page, "スマートシティ"))
    edge = joined(page, "生活の場", "スマートシティ")
    assert edge is not None
    assert board.marked.edge == edge.uid
    press(board, Key.Key_F2)
    assert board.typing.box is not None
    QTest.keyClicks(board.typing.box, "link")
    QTest.keyClick(board.typing.box, Key.Key_Return)
    edge = joined(page, "生活の場", "スマートシティ")
    assert edge is not None
    assert edge.label == "link"
    undone(page, before)


def test_an_arrow_is_drawn_by_keyboard(page: DiagramPage, board: DiagramBoard) -> None:
    click(board, middle(page, "生活の場"))
    press(board, Key.Key_Return)
    assert board.marked.start == named(page, "生活の場").uid
    assert board.marked.target == named(page, "まち（暮らしの基盤）").uid
    press(board, Key.Key_Right)
    assert board.marked.target == named(page, "産業や都市基盤").uid
    assert not page.grab().isNull()
    press(board, Key.Key_Return)
    assert joined(page, "生活の場", "産業や都市基盤") is not None
    press(board, Key.Key_Delete)
    assert joined(page, "生活の場", "産業や都市基盤") is None
    click(board, middle(page, "生活の場"))
    press(board, Key.Key_Return)
    press(board, Key.Key_Escape)
    assert board.marked.start == ""


def test_words_without_ends_become_the_arrow_that_is_drawn(page: DiagramPage, board: DiagramBoard) -> None:
    edge = next(edge for edge in view_of(page).spec.edges if edge.label == "訪れる、応援する")
    board.select([], edge.uid)
    page.panel.ends["start_id"].setCurrentIndex(0)
    page.panel.ends["start_id"].activated.emit(0)
    assert page.panel.loose.isVisible()
    loose = view_of(page).edge(edge.uid)
    assert loose is not None
    assert loose.start == ""
    count = len(view_of(page).spec.edges)
    board.joined.emit(named(page, "生活の場").uid, named(page, "市役所").uid)
    made = joined(page, "生活の場", "市役所")
    assert made is not None
    assert made.uid == edge.uid
    assert len(view_of(page).spec.edges) == count


def test_an_arrows_fields(page: DiagramPage, board: DiagramBoard) -> None:
    edge = next(edge for edge in view_of(page).spec.edges if edge.start and edge.end)
    line = None if board.scene is None else board.scene.line(edge)
    assert line is not None
    click(board, line.pointAt(0.08))
    assert board.marked.edge == edge.uid
    fields = page.panel.editors[DiagramEdge]
    fields["style"].box.set_text("両矢印")
    fields["style"].commit()
    page.panel.turn.click()
    after = view_of(page).edge(edge.uid)
    assert after is not None
    assert (after.start, after.end, after.style) == (edge.end, edge.start, EdgeStyle.BOTH)
    page.panel.remove.click()
    assert view_of(page).edge(edge.uid) is None


def test_an_arrows_end_is_pulled_to_another_element(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    edge = arrow(page, "訪れる、応援する")
    steps = page.context.workbench.plan.history_size()
    board.select([], edge.uid)
    end = scene_of(board).ends(edge.uid)["end_id"]
    assert not page.grab().isNull()
    hover(board, end)
    assert board.cursor().shape() == Qt.CursorShape.CrossCursor
    drag(board, end, middle(page, "産業や都市基盤"), drop=False)
    assert board.drag is not None
    ghost = board.drag.ghost
    assert ghost.wire is not None
    assert ghost.wire.p2() == middle(page, "産業や都市基盤")
    assert (ghost.target, ghost.readout) == (named(page, "産業や都市基盤").uid, "「産業や都市基盤」へ")
    assert page.hint.whole_text().startswith("相手の要素の上で離す")
    assert not page.grab().isNull()
    mouse(board, QEvent.Type.MouseButtonRelease, middle(page, "産業や都市基盤"))
    after = arrow(page, "訪れる、応援する")
    assert (after.uid, after.start, after.end) == (edge.uid, edge.start, named(page, "産業や都市基盤").uid)
    assert board.marked.edge == edge.uid
    assert undo_label(page) == "矢印「訪れる、応援する」 の終点の変更"
    assert page.context.workbench.plan.history_size() == steps + 1
    begin = scene_of(board).ends(edge.uid)["start_id"]
    drag(board, begin, middle(page, "スマートシティ"), drop=False)
    assert board.drag is not None
    wire = board.drag.ghost.wire
    assert wire is not None
    assert wire.p1() == middle(page, "スマートシティ")
    assert board.drag.ghost.readout == "「スマートシティ」から"
    mouse(board, QEvent.Type.MouseButtonRelease, middle(page, "スマートシティ"))
    assert joined(page, "スマートシティ", "産業や都市基盤") == arrow(page, "訪れる、応援する")
    undone(page, before)


def test_an_end_dropped_elsewhere_or_given_up_stays(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    edge = arrow(page, "訪れる、応援する")
    board.select([], edge.uid)
    ends = scene_of(board).ends(edge.uid)
    for place in (at(page, 3, 3), middle(page, BLOCKED), middle(page, "まち（暮らしの基盤）")):
        drag(board, ends["end_id"], place)
        assert board.drag is None
        assert board.marked.edge == edge.uid
    drag(board, ends["end_id"], middle(page, "産業や都市基盤"), drop=False)
    QApplication.sendEvent(board, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Escape, NONE))
    assert board.drag is None
    mouse(board, QEvent.Type.MouseButtonRelease, middle(page, "産業や都市基盤"))
    assert arrow(page, "訪れる、応援する") == edge
    assert all_rows(page.context.workbench.plan) == before


def test_two_arrows_do_not_become_one(page: DiagramPage, board: DiagramBoard, qtbot: QtBot) -> None:
    first = arrow(page, "訪れる、応援する")
    start, end = named(page, BLOCKED).uid, named(page, "産業や都市基盤").uid
    board.joined.emit(start, end)
    before = all_rows(page.context.workbench.plan)
    board.select([], first.uid)
    with qtbot.waitSignal(page.context.said) as said:
        drag(board, scene_of(board).ends(first.uid)["end_id"], middle(page, "産業や都市基盤"))
    assert "同じ向きの矢印がもうあります" in said.args[0]
    assert all_rows(page.context.workbench.plan) == before


def test_words_without_ends_have_nothing_to_pull(page: DiagramPage, board: DiagramBoard) -> None:
    edge = arrow(page, "訪れる、応援する")
    page.acts.set_end(edge.uid, "end_id", None)
    board.select([], edge.uid)
    assert scene_of(board).ends(edge.uid) == {}
    assert page.hint.whole_text().startswith("要素の ○ から")
    assert not page.grab().isNull()
