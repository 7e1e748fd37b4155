"""The 関係図 as a user meets it: a pane on the screen, elements by their words, a mouse that speaks of mm."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.handouts.diagram_spec import EdgeSpec, NodeSpec
from dxplanner.model import DiagramNode
from dxplanner.services.diagram_places import Rect
from dxplanner.services.diagram_query import DiagramView
from dxplanner.services.fields import set_field
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_page import DiagramPage
from dxplanner.ui.panes.diagram_scene import Scene
from dxplanner.ui.panes.trends import DIAGRAM, TrendsPane
from tests.store.test_changelog import all_rows

Key = Qt.Key
CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def shown(qtbot: QtBot, context: PlanContext) -> TrendsPane:
    """A pane on the screen that shows the diagrams."""
    made = TrendsPane(context)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    with qtbot.waitExposed(made):
        made.show()
    made.show_page(DIAGRAM)
    QApplication.processEvents()
    return made


def view_of(page: DiagramPage) -> DiagramView:
    assert page.view is not None
    return page.view


def named(page: DiagramPage, label: str) -> NodeSpec:
    return next(node for node in view_of(page).spec.nodes if node.label == label)


def rect(page: DiagramPage, label: str) -> Rect:
    return view_of(page).places()[named(page, label).uid]


def at(page: DiagramPage, x: float, y: float) -> QPointF:
    assert page.board.scene is not None
    return page.board.scene.to_pixels(x, y)


def middle(page: DiagramPage, label: str) -> QPointF:
    place = rect(page, label)
    return at(page, place.x + place.width / 2, place.y + place.height / 2)


def mouse(board: DiagramBoard, kind: QEvent.Type, point: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
    moving = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    QApplication.sendEvent(board, QMouseEvent(kind, point, board.mapToGlobal(point), button, pressed, held))


def click(board: DiagramBoard, point: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
    mouse(board, QEvent.Type.MouseButtonPress, point, held)
    mouse(board, QEvent.Type.MouseButtonRelease, point, held)


def drag(
    board: DiagramBoard, start: QPointF, end: QPointF, held: Qt.KeyboardModifier = NONE, *, drop: bool = True
) -> None:
    mouse(board, QEvent.Type.MouseButtonPress, start, held)
    mouse(board, QEvent.Type.MouseMove, start + (end - start) / 2, held)
    mouse(board, QEvent.Type.MouseMove, end, held)
    if drop:
        mouse(board, QEvent.Type.MouseButtonRelease, end, held)


def hover(board: DiagramBoard, point: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        board.mapToGlobal(point),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(board, event)


def press(board: DiagramBoard, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(board, key, held)


def undo_label(page: DiagramPage) -> str | None:
    return page.context.workbench.plan.undo_label()


def undone(page: DiagramPage, before: object) -> None:
    """Everything can be taken back to the last row, and the board follows."""
    while page.context.workbench.undo() is not None:
        pass
    assert all_rows(page.context.workbench.plan) == before


def joined(page: DiagramPage, start: str, end: str) -> EdgeSpec | None:
    ends = named(page, start).uid, named(page, end).uid
    return next((edge for edge in view_of(page).spec.edges if (edge.start, edge.end) == ends), None)


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
