"""関係図 with mouse and keyboard: placed, sized, selected, joined, typed in, copied; undone to the start."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ColourRole, DiagramShape, EdgeStyle
from dxplanner.model import Diagram, DiagramEdge, DiagramNode
from dxplanner.services.diagram_places import Arrange
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_menu import fill_menu
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.trends import DIAGRAM, TrendsPane
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


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> TrendsPane:
    return shown(qtbot, context)


@pytest.fixture
def page(pane: TrendsPane) -> DiagramPage:
    return pane.diagram


@pytest.fixture
def board(page: DiagramPage) -> DiagramBoard:
    return page.board


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


def test_typing_in_place(page: DiagramPage, board: DiagramBoard, qtbot: QtBot) -> None:
    before = all_rows(page.context.workbench.plan)
    click(board, middle(page, "市役所"))
    press(board, Key.Key_F2)
    box = board.typing.box
    assert box is not None
    QTest.keyClicks(box, "City")
    QTest.keyClick(box, Key.Key_Return, ALT)
    QTest.keyClicks(box, "Hall")
    QTest.keyClick(box, Key.Key_Return)
    assert board.typing.box is None
    assert named(page, "City\nHall")
    assert undo_label(page) == "要素「市役所」 の文字の変更"
    mouse(board, QEvent.Type.MouseButtonDblClick, middle(page, "City\nHall"))
    box = board.typing.box
    assert box is not None
    QTest.keyClicks(box, "x")
    QTest.keyClick(box, Key.Key_Escape)
    assert named(page, "City\nHall")
    board.type_in(named(page, "City\nHall").uid)
    box = board.typing.box
    assert box is not None
    box.set_text("  ")
    with qtbot.waitSignal(page.context.said) as said:
        QTest.keyClick(box, Key.Key_Return)
    assert "空欄" in said.args[0]
    assert named(page, "City\nHall")
    undone(page, before)


def test_a_double_click_beside_everything_adds_an_element(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    count = len(view_of(page).spec.nodes)
    mouse(board, QEvent.Type.MouseButtonDblClick, at(page, 125, 165))
    box = board.typing.box
    assert box is not None
    QTest.keyClicks(box, "new")
    QTest.keyClick(box, Key.Key_Return)
    assert len(view_of(page).spec.nodes) == count + 1
    assert (rect(page, "new").x % 5, rect(page, "new").y % 5) == (0, 0)
    assert abs(rect(page, "new").x + 25 - 125) <= 5
    # Adding and its first words are one step.
    page.context.undo()
    assert len(view_of(page).spec.nodes) == count
    assert all_rows(page.context.workbench.plan) == before


def test_insert_adds_and_delete_takes_away(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    count = len(view_of(page).spec.nodes)
    board.setFocus()
    press(board, Key.Key_Insert)
    assert board.typing.box is not None
    QTest.keyClick(board.typing.box, Key.Key_Escape)
    assert len(view_of(page).spec.nodes) == count + 1
    press(board, Key.Key_Delete)
    assert len(view_of(page).spec.nodes) == count
    undone(page, before)


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


def test_copying_cutting_and_doubling(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    count = len(view_of(page).spec.nodes)
    click(board, middle(page, "生活の場"))
    press(board, Key.Key_D, CTRL)
    assert len(view_of(page).spec.nodes) == count + 1
    twin = view_of(page).node(board.marked.nodes[0])
    assert twin is not None
    assert (twin.label, twin.x) == ("生活の場", rect(page, "生活の場").x + 5)
    press(board, Key.Key_X, CTRL)
    assert len(view_of(page).spec.nodes) == count
    assert QGuiApplication.clipboard().text() == "生活の場"
    press(board, Key.Key_V, CTRL)
    press(board, Key.Key_V, CTRL)
    assert len(view_of(page).spec.nodes) == count + 2
    QGuiApplication.clipboard().setText("一\n二\t三")
    press(board, Key.Key_V, CTRL)
    assert {node.label for node in view_of(page).spec.nodes} >= {"一", "二", "三"}
    assert len(board.marked.nodes) == 3
    press(board, Key.Key_A, CTRL)
    assert len(board.marked.nodes) == count + 5
    undone(page, before)


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


def test_the_fields_beside_it(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    click(board, middle(page, "スマートシティ"))
    fields = page.panel.editors[DiagramNode]
    fields["x"].box.set_text("101")
    fields["x"].commit()
    assert rect(page, "スマートシティ").x == 101
    fields["shape"].box.set_text("だ円")
    fields["shape"].commit()
    assert named(page, "スマートシティ").shape is DiagramShape.ELLIPSE
    assert not page.grab().isNull()
    page.context.select_node(1)
    page.panel.link.click()
    view = view_of(page)
    uid = named(page, "スマートシティ").uid
    assert uid in view.links
    page.panel.take_name.click()
    assert view_of(page).node(uid) is not None
    spec = view_of(page).node(uid)
    assert spec is not None
    assert spec.label == view.links[uid].name
    page.panel.unlink.click()
    assert uid not in view_of(page).links
    undone(page, before)


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


def test_diagrams_are_added_named_and_deleted(page: DiagramPage, board: DiagramBoard) -> None:
    before = all_rows(page.context.workbench.plan)
    page.controls.new.click()
    assert view_of(page).title == "新しい関係図"
    assert page.nothing.isVisible()
    title = page.panel.editors[Diagram]["title"]
    title.box.set_text("効果のつながり")
    title.commit()
    assert page.controls.chooser.currentText() == "効果のつながり"
    page.controls.drop.click()
    assert page.controls.chooser.currentText() == "2030年のめざす姿の全体像"
    page.controls.drop.click()
    assert "要素 9個" in page.confirm.question
    page.confirm._go_on()
    assert page.controls.chooser.count() == 1
    page.controls.drop.click()
    page.confirm._go_on()
    assert page.layers.currentIndex() == 0
    undone(page, before)
    assert page.controls.chooser.count() == 2


def test_the_wheel_zooms_around_the_mouse(page: DiagramPage, board: DiagramBoard) -> None:
    port = page.frame.viewport()
    point = QPointF(200, 150)
    scale = page.frame.scale
    assert board.scene is not None
    before = board.scene.to_mm(QPointF(board.mapFrom(port, point.toPoint())))
    for _ in range(5):
        QApplication.sendEvent(
            page.frame.viewport(),
            QWheelEvent(
                point, port.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
    assert page.frame.scale == pytest.approx(scale * 1.2**5, rel=1e-3)
    assert board.scene is not None
    after = board.scene.to_mm(QPointF(board.mapFrom(port, point.toPoint())))
    assert after[0] == pytest.approx(before[0], abs=1.0)
    assert after[1] == pytest.approx(before[1], abs=1.0)
    page.controls.whole.click()
    assert page.frame.scale == pytest.approx(scale)


def test_tables_beside_and_the_printed_look(page: DiagramPage, board: DiagramBoard) -> None:
    page.controls.list.setChecked(True)
    QApplication.processEvents()
    QAbstractItemModelTester(page.nodes.model)
    QAbstractItemModelTester(page.edges.model)
    view = view_of(page)
    assert [view.keys[node.uid] for node in view.spec.nodes] == list(page.nodes.model.stored_keys)
    click(board, middle(page, "市役所"))
    assert page.nodes.current_key() == view.keys[named(page, "市役所").uid]
    page.nodes.select(view.keys[named(page, "生活の場").uid], "x")
    assert board.marked.nodes == [named(page, "生活の場").uid]
    model = page.nodes.model
    column = [one.key for one in model.columns].index("x")
    index = model.index(page.nodes.view.currentIndex().row(), column)
    assert model.setData(index, "３０")
    assert rect(page, "生活の場").x == 30
    page.controls.sample.setChecked(True)
    drawing = page.print.drawing
    assert drawing is not None
    assert {box.name for box in drawing.boxes} >= {node.uid for node in view.spec.nodes}
    press(board, Key.Key_Insert)
    assert not page.controls.sample.isChecked()


def test_the_menu_offers_what_fits_the_selection(page: DiagramPage, board: DiagramBoard) -> None:
    def entries() -> list[str]:
        menu = QMenu(page)
        fill_menu(menu, board, page.acts, page)
        return [action.text() for action in menu.actions() if action.text()]

    board.select([])
    assert entries()[0] == "ここに要素を加える（Insert）"
    board.select([named(page, "市役所").uid])
    assert "ここから矢印を引く（Enter）" in entries()
    board.select([named(page, "市役所").uid, named(page, "生活の場").uid])
    assert "並べる" in entries()
    board.select([], view_of(page).spec.edges[0].uid)
    assert "逆向きにする" in entries()


def test_history_leads_to_an_element(pane: TrendsPane) -> None:
    node = named(pane.diagram, "市役所")
    pane.show_page(0)
    assert pane.show_place("diagram_node", node.uid)
    assert pane.page == DIAGRAM
    assert pane.diagram.board.marked.nodes == [node.uid]
    edge = view_of(pane.diagram).spec.edges[0]
    assert pane.show_place("diagram_edge", edge.uid)
    assert pane.diagram.board.marked.edge == edge.uid
    assert pane.show_place("diagram", view_of(pane.diagram).uid)
    assert not pane.show_place("bar", "nothing")


def test_a_read_only_plan_can_only_be_read(
    make_context: Callable[[PlanFile], PlanContext], sample_path: Path, author: Author, qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = TrendsPane(make_context(plan))
        qtbot.addWidget(pane)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.show_page(DIAGRAM)
        page, board = pane.diagram, pane.diagram.board
        assert not pane.add.isEnabled()
        click(board, middle(page, "市役所"))
        start = rect(page, "市役所")
        drag(board, middle(page, "市役所"), middle(page, "市役所") + QPointF(60, 60))
        press(board, Key.Key_Right)
        press(board, Key.Key_Delete)
        press(board, Key.Key_F2)
        mouse(board, QEvent.Type.MouseButtonDblClick, middle(page, "市役所"))
        assert rect(page, "市役所") == start
        assert board.typing.box is None
        assert not page.panel.link.isVisible()
