"""What the tests of the 新旧 pane share: its nodes and arrows by number, its mouse and its keys."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dxplanner.domain.vocabulary import Side
from dxplanner.services.transition_query import Compared
from dxplanner.ui.panes.transitions import TransitionsPane

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


def compared(pane: TransitionsPane) -> Compared:
    assert pane.compared is not None
    return pane.compared


def node(pane: TransitionsPane, side: Side, number: str) -> int:
    return next(one.key for one in compared(pane).version(side).nodes if one.number == number)


def point(pane: TransitionsPane, key: int) -> QPoint:
    places = pane.board.places
    assert places is not None
    pane.board.go_to(key)
    return places.boxes[key][0].center().toPoint()


def links_of(pane: TransitionsPane, side: Side, number: str) -> list[int]:
    key = node(pane, side, number)
    return [link.key for link in compared(pane).links if key in link.ends(side)]


def drag(pane: TransitionsPane, start: int, end: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    with_ = modifier or Qt.KeyboardModifier.NoModifier
    first, last = point(pane, start), point(pane, end)
    QTest.mousePress(pane.board, Left, with_, first)
    QTest.mouseMove(pane.board, (first + last) / 2)
    QTest.mouseMove(pane.board, last)
    assert pane.board.marked.target == end
    QTest.mouseRelease(pane.board, Left, with_, last)


def press(pane: TransitionsPane, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(pane.board, key, modifier or Qt.KeyboardModifier.NoModifier)


def undo_all(pane: TransitionsPane) -> None:
    plan = pane.context.workbench.plan
    while plan.undo_label() is not None:
        pane.context.undo()
