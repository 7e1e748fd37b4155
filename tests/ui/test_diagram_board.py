"""The 関係図 on a bad day: long words, arrows pulled elsewhere, borders, small sizes, 200 elements."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.handouts.diagram_spec import EdgeSpec
from dxplanner.handouts.linebreak import block_height
from dxplanner.model import Diagram, DiagramEdge, DiagramNode
from dxplanner.services.diagram_edit import delete_diagram
from dxplanner.services.diagram_places import FARTHEST
from dxplanner.services.fields import set_field
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.diagram_scene import Scene
from dxplanner.ui.panes.trends import TrendsPane
from tests.store.test_changelog import all_rows
from tests.ui.diagrams import (
    ALT,
    CTRL,
    NONE,
    SHIFT,
    Key,
    at,
    click,
    drag,
    hover,
    joined,
    middle,
    mouse,
    named,
    press,
    rect,
    shown,
    undo_label,
    undone,
    view_of,
)

LONG = "誰もがデジタルの力を身近に感じ、いつでも必要な手続や相談ができる、" * 8
BLOCKED, FREE = "訪問客・ファン", "スマートシティ"


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> TrendsPane:
    return shown(qtbot, context)


@pytest.fixture
def page(pane: TrendsPane) -> DiagramPage:
    return pane.diagram


@pytest.fixture
def board(page: DiagramPage) -> DiagramBoard:
    return page.board


def scene_of(board: DiagramBoard) -> Scene:
    assert board.scene is not None
    return board.scene


def written(page: DiagramPage, label: str, text: str) -> str:
    """The uid of an element that says another text from now on."""
    view, uid = view_of(page), named(page, label).uid
    page.context.run("文字", lambda session: set_field(session, DiagramNode, view.keys[uid], "label", text))
    return uid


def arrow(page: DiagramPage, label: str) -> EdgeSpec:
    return next(edge for edge in view_of(page).spec.edges if edge.label == label)


def test_words_stay_in_their_boxes(page: DiagramPage, board: DiagramBoard) -> None:
    view = view_of(page)
    uids = [written(page, label, LONG[:200]) for label in (BLOCKED, FREE, "生活の場", "市役所")]
    edges = [arrow(page, label).uid for label in ("訪れる、応援する", "まちの魅力を伝える")]
    for uid in edges:
        key = view.keys[uid]
        page.context.run("文字", partial(set_field, entity=DiagramEdge, row_id=key, name="label", value=LONG))
    scene = scene_of(board)
    assert {box.name for box in scene.drawing.boxes} >= {*uids, *edges}
    for box in scene.drawing.boxes:
        assert block_height(len(box.lines), box.style.size) <= box.height + 1e-6
    lines = {box.name: box.lines for box in scene.drawing.boxes}
    assert all(len(lines[uid]) == 6 and lines[uid][-1].endswith("…") for uid in edges)
    # What has room above and below has grown, is all there, and is as high as it can be taken hold of.
    grown, blocked = scene.places[uids[1]], scene.places[uids[0]]
    assert grown.height > view_of(page).places()[uids[1]].height
    assert "".join(lines[uids[1]]) == LONG[:200]
    assert scene.node_at(at(page, grown.x + 1, grown.bottom - 1)) == uids[1]
    # What has not is cut, and says so.
    assert (blocked.x, blocked.y, blocked.height) == (178, 10, 20)
    assert lines[uids[0]][-1].endswith("…")
    assert scene.shown.is_cut(uids[0])
    assert not scene.shown.is_cut(uids[1])


def test_the_tooltip_has_all_words_and_says_what_is_missing(page: DiagramPage, board: DiagramBoard) -> None:
    blocked, free = written(page, BLOCKED, LONG[:200]), written(page, FREE, LONG[:199])
    scene = scene_of(board)
    said = scene.words_at(scene.area(scene.places[blocked]).center())
    assert LONG[:200] in said
    assert "入りきらない文字" in said
    assert scene.words_at(scene.area(scene.places[free]).center()) == LONG[:199]
    assert scene.words_at(QPointF(2, 2)) == ""
    point = scene.area(scene.places[free]).center().toPoint()
    assert QApplication.sendEvent(board, QHelpEvent(QEvent.Type.ToolTip, point, board.mapToGlobal(point)))
    board.select([blocked])
    assert page.panel.tight.text().startswith("枠が低く")
    board.select([free])
    assert page.panel.tight.text().startswith("文字が入る高さで")
    page.panel.fit.click()
    assert not page.panel.tight.isVisible()
    stored = view_of(page).places()
    assert stored[free] == scene_of(board).places[free]


def test_moving_and_widening_leave_the_stored_height(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    uid = written(page, FREE, LONG[:200])
    start = view_of(page).places()[uid]
    assert scene_of(board).places[uid].height > start.height
    point = scene_of(board).area(scene_of(board).places[uid]).center()
    drag(board, point, point + QPointF(0, 21 * page.frame.scale))
    moved = view_of(page).places()[uid]
    assert (moved.x, moved.width, moved.height) == (start.x, start.width, start.height)
    assert (moved.y - 20) % 5 == 0
    assert moved.y > start.y
    board.select([uid])
    right = scene_of(board).handles(uid)[1, 0]
    drag(board, right, right + QPointF(31 * page.frame.scale, 0))
    wider = view_of(page).places()[uid]
    assert (wider.x, wider.y, wider.height) == (moved.x, moved.y, moved.height)
    assert wider.width > moved.width
    undone(page, before)


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


def test_arrow_keys_stop_everything_at_the_border(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    board.setFocus()
    press(board, Key.Key_A, CTRL)
    start = view_of(page).places()
    left = min(place.x for place in start.values())
    for _ in range(left // 5 + 3):
        press(board, Key.Key_Left, SHIFT)
    places = view_of(page).places()
    assert {start[uid].x - place.x for uid, place in places.items()} == {left}
    page.context.undo()
    assert all_rows(page.context.workbench.plan) == before


def test_arrow_keys_move_a_frame_with_what_lies_in_it(page: DiagramPage, board: DiagramBoard) -> None:
    click(board, middle(page, "生活の場"))
    press(board, Key.Key_G, CTRL)
    assert board.typing.box is not None
    QTest.keyClick(board.typing.box, Key.Key_Escape)
    inner, frame = rect(page, "生活の場"), rect(page, "まとまり")
    press(board, Key.Key_Down, SHIFT)
    assert rect(page, "まとまり") == frame.moved(0, 5)
    assert rect(page, "生活の場") == inner.moved(0, 5)
    assert undo_label(page) == "要素2個の移動"


def test_what_is_dragged_beyond_the_picture_stays_in_it(page: DiagramPage, board: DiagramBoard) -> None:
    label = "スマートシティ"
    drag(board, middle(page, label), QPointF(-4000, -4000), ALT)
    assert (rect(page, label).x, rect(page, label).y) == (0, 0)
    drag(board, middle(page, label), QPointF(90_000, 90_000), ALT)
    assert (rect(page, label).right, rect(page, label).bottom) == (FARTHEST, FARTHEST)
    # The whole picture is in sight again, and the element can be taken back.
    assert scene_of(board).node_at(middle(page, label)) == named(page, label).uid
    drag(board, middle(page, label), at(page, 100, 100))
    assert rect(page, label).right < 200


def test_a_small_element_can_be_moved(page: DiagramPage, board: DiagramBoard) -> None:
    for _ in range(12):
        page.frame.zoom(-1)
    uid, start = named(page, FREE).uid, rect(page, FREE)
    board.select([uid])
    assert set(scene_of(board).handles(uid)) == {(-1, -1), (1, -1), (-1, 1), (1, 1)} | {
        (0, y) for y in (-1, 1) if scene_of(board).area(scene_of(board).places[uid]).width() >= 28
    }
    drag(board, middle(page, FREE), middle(page, FREE) + QPointF(0, 30))
    place = rect(page, FREE)
    assert (place.width, place.height) == (start.width, start.height)
    assert place.y > start.y


def test_deleting_an_element_takes_its_arrows_along_and_undo_brings_all_back(
    page: DiagramPage, board: DiagramBoard
) -> None:
    before = all_rows(page.context.workbench.plan)
    label = "まち（暮らしの基盤）"
    uid, edges = named(page, label).uid, view_of(page).spec.edges
    at_it = [edge for edge in edges if uid in (edge.start, edge.end)]
    assert at_it
    click(board, middle(page, label))
    press(board, Key.Key_Delete)
    assert view_of(page).node(uid) is None
    left = [edge for edge in view_of(page).spec.edges if edge.uid in {one.uid for one in at_it}]
    # Words are not lost: they stand under the picture.
    assert {edge.label for edge in left} == {edge.label for edge in at_it} - {""}
    assert all(scene_of(board).label_area(edge.uid) is not None for edge in left)
    page.context.undo()
    assert view_of(page).spec.edges == edges
    assert all_rows(page.context.workbench.plan) == before


def test_long_typing_stays_in_sight(page: DiagramPage, board: DiagramBoard) -> None:
    for label in ("市役所", "スマートシティ"):
        board.type_in(named(page, label).uid)
        box = board.typing.box
        assert box is not None
        QTest.keyClicks(box, "a wish of many words " * 15)
        seen = board.visibleRegion().boundingRect()
        assert seen.contains(box.geometry())
        assert box.height() > 5 * box.fontMetrics().height()
        assert box.geometry().center().x() == pytest.approx(middle(page, label).x(), abs=2)
        QTest.keyClick(box, Key.Key_Escape)


def test_insert_finds_a_free_place(page: DiagramPage, board: DiagramBoard) -> None:
    board.setFocus()
    for _ in range(5):
        others = view_of(page).places()
        press(board, Key.Key_Insert)
        assert board.typing.box is not None
        QTest.keyClick(board.typing.box, Key.Key_Escape)
        (made,) = view_of(page).places().keys() - others.keys()
        place = view_of(page).places()[made]
        assert not any(place.meets(other) for other in others.values())
        assert (place.x % 5, place.y % 5) == (0, 0)
        assert (
            page.frame.viewport()
            .rect()
            .contains(board.mapTo(page.frame.viewport(), scene_of(board).area(place).center().toPoint()))
        )


def test_without_any_diagram_enter_begins_one(page: DiagramPage, board: DiagramBoard) -> None:
    for choice in range(page.controls.chooser.count()):
        key = page.controls.chooser.itemData(0)
        page.context.run(f"削除{choice}", partial(delete_diagram, diagram_id=key))
    assert page.layers.currentIndex() == 0
    page.setFocus()
    assert page.begin.hasFocus()
    QTest.keyClick(page.begin, Key.Key_Space)
    box = page.panel.editors[Diagram]["title"].box
    assert view_of(page).title == "新しい関係図"
    assert box.hasFocus()
    assert page.nothing.isVisible()
    assert "Insert" in page.nothing.text()
    page.setFocus()
    assert board.hasFocus()


def test_two_hundred_elements_from_a_worksheet(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    page.controls.new.click()
    board.setFocus()
    QGuiApplication.clipboard().setText("\n".join(f"事業{number}" for number in range(200)))
    press(board, Key.Key_V, CTRL)
    assert len(board.marked.nodes) == 200
    places = view_of(page).places()
    assert len(set(places.values())) == 200
    wide, high = scene_of(board).size
    assert wide <= page.frame.width()
    assert high <= page.frame.height()
    board.select([])
    stations = []
    for _ in places:
        assert board.focusNextPrevChild(True)
        stations += board.marked.nodes
    assert sorted(stations) == sorted(places)
    assert board.hasFocus()
    board.focusNextPrevChild(True)
    assert not board.hasFocus()
    undone(page, before)


def test_what_is_not_in_the_diagram_cannot_be_selected(page: DiagramPage, board: DiagramBoard) -> None:
    uid = next(iter(scene_of(board).places))
    board.select(["gone", uid], "")
    assert board.marked.nodes == [uid]
    board.select([], "gone")
    assert (board.marked.nodes, board.marked.edge) == ([], "")
    board.grab()
