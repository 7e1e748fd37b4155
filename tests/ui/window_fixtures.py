"""What the tests of the window share: its parts, its menus, another name typed for the plan."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from dxplanner.model import PolicyNode
from dxplanner.ui.context import PlanContext
from dxplanner.ui.window import MainWindow
from dxplanner.ui.workspace import Workspace
from tests.ui.input_method import compose
from tests.ui.stand_ins import NamePane

Make = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


def context_of(window: MainWindow) -> PlanContext:
    """The context of the open plan."""
    assert window.context is not None
    return window.context


def workspace_of(window: MainWindow) -> Workspace:
    """The workspace of the open plan."""
    assert window.workspace is not None
    return window.workspace


def field_of(window: MainWindow) -> NamePane:
    """The pane that edits the plan's name."""
    pane = workspace_of(window).pane
    assert isinstance(pane, NamePane)
    return pane


def rename(window: MainWindow, name: str) -> None:
    """Type another name of the plan and leave the field."""
    field = field_of(window).field
    field.setFocus()
    field.selectAll()
    compose(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def node_named(window: MainWindow, name: str) -> tuple[int, str]:
    """Key and uid of a node of the version shown."""
    context = context_of(window)
    with context.workbench.plan.reading() as session:
        found = session.query(PolicyNode).filter_by(version_id=context.version_id, name=name).one()
        return found.id, found.uid


def entries(menu: QMenu) -> list[QAction]:
    """All entries of a menu and of the menus in it."""
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        found += [action, *(entries(inner) if isinstance(inner, QMenu) else [])]
    return found


def menu_of(action: QAction) -> QMenu:
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return menu
