"""The tree as a user meets it: a panel on the screen, its nodes by name, keys pressed on it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree.panel import TreePanel
from dxplanner.ui.tree.view import TreeView

MakeContext = Callable[[PlanFile], PlanContext]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key
MEASURE = "産業のスマート化の推進"
NEXT = "データと新技術を活用した新たなサービスの創出"
SCHOOL = "学校教育のDX推進"
FIELD_POLICY = "未来を見据え、次代を担う人を育てます。"


def shown(qtbot: QtBot, context: PlanContext) -> TreePanel:
    """A panel on the screen, the keyboard in its tree."""
    panel = TreePanel(context)
    qtbot.addWidget(panel)
    panel.resize(292, 700)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    view = panel.current_view()
    if view is not None:
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
    return panel


def tree(panel: TreePanel) -> TreeView:
    """The tree that the panel works on."""
    view = panel.current_view()
    assert view is not None
    return view


def node(panel: TreePanel, name: str) -> int:
    """Key of the node with a name in the tree that is shown."""
    return next(one for one in tree(panel).rows.walk() if tree(panel).rows.node(one).name == name)


def press(panel: TreePanel, pressed: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key on the tree."""
    whole = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        whole |= modifier
    QTest.keyClick(tree(panel), pressed, whole)


def editor(panel: TreePanel) -> QLineEdit:
    """The field in which a name is being typed."""
    [found] = [one for one in tree(panel).viewport().findChildren(QLineEdit) if one.isVisible()]
    return found


def title(panel: TreePanel, key: int) -> str:
    """What the tree shows of a node."""
    return tree(panel).rows.title(key)
