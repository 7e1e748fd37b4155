"""関係図: elements added, typed in, copied and deleted; from nothing to 200 of them."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.model import Diagram
from dxplanner.services.diagram_edit import delete_diagram
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from tests.store.test_changelog import all_rows
from tests.ui.diagram.desk import (
    ALT,
    CTRL,
    Key,
    at,
    click,
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
