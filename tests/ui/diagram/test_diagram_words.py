"""関係図: words longer than their places, on elements and arrows."""

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from dxplanner.handouts.linebreak import block_height
from dxplanner.model import DiagramEdge
from dxplanner.services.fields import set_field
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.diagram_scene import Scene
from tests.store.test_changelog import all_rows
from tests.ui.diagram.desk import (
    arrow,
    at,
    drag,
    scene_of,
    undone,
    view_of,
    written,
)

LONG = "誰もがデジタルの力を身近に感じ、いつでも必要な手続や相談ができる、" * 8
BLOCKED, FREE = "訪問客・ファン", "スマートシティ"


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
    assert all(1 <= len(lines[uid]) <= 6 and lines[uid][-1].endswith("…") for uid in edges)
    assert all(LONG in scene.words_at(words_of(scene, uid).center()) for uid in edges)
    # What has room above and below has grown, is all there, and is as high as it can be taken hold of.
    grown, blocked = scene.places[uids[1]], scene.places[uids[0]]
    assert grown.height > view_of(page).places()[uids[1]].height
    assert "".join(lines[uids[1]]) == LONG[:200]
    assert scene.node_at(at(page, grown.x + 1, grown.bottom - 1)) == uids[1]
    # What has not is cut, and says so.
    assert (blocked.x, blocked.y, blocked.height) == (182, 7, 31)
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


def test_words_on_an_arrow_leave_what_stands_beside_it_in_sight(
    page: DiagramPage, board: DiagramBoard
) -> None:
    view = view_of(page)
    short = {box.name: box.lines for box in scene_of(board).drawing.boxes}
    assert not scene_of(board).shown.cut, "words that have room are all there"
    for edge in view.spec.edges:
        key = view.keys[edge.uid]
        page.context.run("文字", partial(set_field, entity=DiagramEdge, row_id=key, name="label", value=LONG))
        scene = scene_of(board)
        areas = {uid: scene.area(place) for uid, place in scene.places.items()}
        areas |= {other.uid: words_of(scene, other.uid) for other in view.spec.edges if other is not edge}
        [box] = [box for box in scene.drawing.boxes if box.name == edge.uid]
        assert box.lines != short[edge.uid]
        mine = words_of(scene, edge.uid)
        if box.lines != ("…",):
            assert not any(mine.intersects(area.adjusted(1, 1, -1, -1)) for area in areas.values())
        page.context.undo()


def words_of(scene: Scene, uid: str) -> QRectF:
    """Where the words of an arrow are."""
    area = scene.label_area(uid)
    assert area is not None
    return area
