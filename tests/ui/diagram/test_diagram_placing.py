"""関係図: elements placed, sized, selected and brought into line; undone to the start."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.services.diagram_places import FARTHEST, Arrange
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from tests.store.test_changelog import all_rows
from tests.ui.diagram.desk import (
    ALT,
    CTRL,
    NONE,
    SHIFT,
    Key,
    at,
    click,
    drag,
    hover,
    middle,
    mouse,
    named,
    press,
    rect,
    scene_of,
    undo_label,
    undone,
    view_of,
)

BLOCKED, FREE = "訪問客・ファン", "スマートシティ"


def test_an_element_is_dragged_to_the_grid(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    start = rect(page, "スマートシティ")
    scale = page.frame.scale
    drag(
        board, middle(page, "スマートシティ"), middle(page, "スマートシティ") + QPointF(2 * scale, 21 * scale)
    )
    place = rect(page, "スマートシティ")
    assert place.y == 145
    assert (place.width, place.height) == (start.width, start.height)
    assert board.marked.nodes == [named(page, "スマートシティ").uid]
    assert undo_label(page) == "要素「スマートシティ」の移動"
    page.context.undo()
    assert rect(page, "スマートシティ") == start
    assert board.marked.nodes == [named(page, "スマートシティ").uid]
    undone(page, before)


def test_a_drag_shows_ghost_guides_and_figures_and_can_be_given_up(
    page: DiagramPage, board: DiagramBoard
) -> None:
    before = all_rows(page.context.workbench.plan)
    label, scale = "生活の場", page.frame.scale
    start = rect(page, label)
    drag(board, middle(page, label), middle(page, label) + QPointF(5, -2) * scale, drop=False)
    assert board.drag is not None
    ghost = board.drag.ghost
    moved = ghost.places[named(page, label).uid]
    assert moved.y < start.y
    assert ghost.guides
    assert ghost.readout == f"左 {moved.x}mm　上 {moved.y}mm"
    assert not page.grab().isNull()
    QApplication.sendEvent(board, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Escape, NONE))
    assert board.drag is None
    mouse(board, QEvent.Type.MouseButtonRelease, middle(page, label))
    assert all_rows(page.context.workbench.plan) == before


def test_alt_places_to_the_millimetre_and_shift_keeps_straight(
    page: DiagramPage, board: DiagramBoard
) -> None:
    label, scale = "スマートシティ", page.frame.scale
    start = rect(page, label)
    drag(board, middle(page, label), middle(page, label) + QPointF(3 * scale, 2 * scale), ALT)
    assert rect(page, label) == start.moved(3, 2)
    drag(board, middle(page, label), middle(page, label) + QPointF(2 * scale, 23 * scale), SHIFT)
    assert rect(page, label).x == start.x + 3
    assert rect(page, label).y > start.y + 10


def test_a_handle_sizes(page: DiagramPage, board: DiagramBoard) -> None:
    label = "スマートシティ"
    uid, start = named(page, label).uid, rect(page, label)
    board.select([uid])
    assert board.scene is not None
    corner = board.scene.handles(uid)[1, 1]
    hover(board, corner)
    assert board.cursor().shape() == Qt.CursorShape.SizeFDiagCursor
    drag(board, corner, corner + QPointF(9, 21) * page.frame.scale, drop=False)
    assert board.drag is not None
    assert board.drag.ghost.readout.startswith("幅 ")
    mouse(board, QEvent.Type.MouseButtonRelease, corner)
    place = rect(page, label)
    assert (place.x, place.y) == (start.x, start.y)
    assert place.width > start.width
    assert place.height > start.height
    assert undo_label(page) == "要素「スマートシティ」の大きさの変更"


def test_selecting_many_and_bringing_them_into_line(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    click(board, middle(page, "生活の場"))
    click(board, middle(page, "産業や都市基盤"), CTRL)
    assert len(board.marked.nodes) == 2
    click(board, middle(page, "生活の場"), CTRL)
    assert board.marked.nodes == [named(page, "産業や都市基盤").uid]
    press(board, Key.Key_Escape)
    assert board.marked.nodes == []
    low = max(node.y + node.height for node in view_of(page).spec.nodes)
    drag(board, at(page, 0, 60), at(page, 260, low + 10))
    labels = {node.label for node in view_of(page).spec.nodes if node.uid in board.marked.nodes}
    assert {"生活の場", "まち（暮らしの基盤）", "スマートシティ"} <= labels
    assert "市役所" not in labels
    start = {uid: view_of(page).places()[uid] for uid in board.marked.nodes}
    scale = page.frame.scale
    drag(board, middle(page, "生活の場"), middle(page, "生活の場") + QPointF(10 * scale, 0))
    moves = {
        (view_of(page).places()[uid].x - one.x, view_of(page).places()[uid].y - one.y)
        for uid, one in start.items()
    }
    assert len(moves) == 1
    assert undo_label(page) == f"要素{len(start)}個の移動"
    page.panel.arrangements[Arrange.LEFT].click()
    assert len({view_of(page).places()[uid].x for uid in start}) == 1
    assert undo_label(page) == f"要素{len(start)}個の左端をそろえる"
    page.panel.colours.setCurrentIndex(2)
    page.panel.colours.activated.emit(2)
    roles = {node.role for node in view_of(page).spec.nodes if node.uid in start}
    assert roles == {list(ColourRole)[1]}
    undone(page, before)


def test_arrow_keys_move_and_are_one_step(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    start = rect(page, "市役所")
    click(board, middle(page, "市役所"))
    for _ in range(3):
        press(board, Key.Key_Right)
    press(board, Key.Key_Down, SHIFT)
    assert rect(page, "市役所") == start.moved(3, 5)
    page.context.undo()
    assert rect(page, "市役所") == start
    assert all_rows(page.context.workbench.plan) == before


def test_a_frame_carries_what_lies_in_it(page: DiagramPage, board: DiagramBoard) -> None:
    click(board, middle(page, "生活の場"))
    press(board, Key.Key_G, CTRL)
    assert board.typing.box is not None
    QTest.keyClicks(board.typing.box, "group")
    QTest.keyClick(board.typing.box, Key.Key_Return)
    frame = named(page, "group")
    assert frame.shape is DiagramShape.FRAME
    inner, place = rect(page, "生活の場"), rect(page, "group")
    title = at(page, place.x + 2, place.y + 3)
    assert board.scene is not None
    assert board.scene.node_at(title) == frame.uid
    assert board.scene.node_at(middle(page, "生活の場")) == named(page, "生活の場").uid
    drag(board, title, title + QPointF(0, 21 * page.frame.scale))
    assert rect(page, "group").y > place.y
    assert rect(page, "生活の場").y - inner.y == rect(page, "group").y - place.y


def test_tab_goes_from_part_to_part(page: DiagramPage, board: DiagramBoard) -> None:
    board.select([])
    assert board.scene is not None
    stations = board.scene.in_order()
    for station in stations[:3]:
        assert board.focusNextPrevChild(True)
        assert board.marked.nodes == [station]
    assert board.focusNextPrevChild(False)
    assert board.marked.nodes == [stations[1]]
    board.select([], stations[-1])
    assert board.marked.edge == stations[-1]
    press(board, Key.Key_Escape)
    press(board, Key.Key_Right)
    assert board.marked.nodes == [stations[0]]
    press(board, Key.Key_Right, CTRL)
    assert board.marked.nodes != [stations[0]]


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
