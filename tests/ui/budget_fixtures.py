"""What the tests of the 予算 pane share: the pane as it is shown, its pages, its cells, what is stored."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from dxplanner.store.changelog import ENTITY_TABLES
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.panes.budget_pages import Page
from dxplanner.ui.sheet.sheet import Sheet
from tests.ui.input_method import compose

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
REVISED = 2
REVISION, STAFF, TECHNOLOGY = 1, 2, 3


def show(qtbot: QtBot, context: PlanContext) -> BudgetPane:
    """The pane, shown and active; Qt's tester watches its list."""
    made = BudgetPane(context)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    QAbstractItemModelTester(made.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def show_revised(qtbot: QtBot, context: PlanContext) -> BudgetPane:
    """The pane while 見直し案 is chosen in the tree."""
    context.select_version(REVISED)
    return show(qtbot, context)


def stored(context: PlanContext) -> dict[str, list[tuple[Any, ...]]]:
    with context.workbench.plan.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')] for name in ENTITY_TABLES
        }


def listed(pane: BudgetPane) -> list[str]:
    model = pane.list.model
    found = []
    for row in range(model.rowCount()):
        parent = model.index(row, 0)
        found.append(str(parent.data()))
        found += [f"　{model.index(at, 0, parent).data()}" for at in range(model.rowCount(parent))]
    return found


def turn_to(pane: BudgetPane, project: int, page: str) -> Page:
    pane.show_row(project)
    pane.tabs.setCurrentIndex(list(pane.pages).index(page))
    return pane.pages[page]()


def cells(sheet: Sheet) -> list[list[str]]:
    model = sheet.model
    return [
        [model.text(model.row_of(key) or 0, column) for column in range(model.columnCount())]
        for key in model.keys
    ]


def put_cursor(sheet: Sheet, row: int, column: str) -> None:
    QTest.keyClick(sheet.view, Key.Key_Home)  # no key of the step before is held any more
    key = sheet.model.keys[row]
    assert sheet.select(key, column)
    sheet.view.setFocus()


def type_into(sheet: Sheet, row: int, column: str, text: str) -> None:
    put_cursor(sheet, row, column)
    sheet.view.type_in(sheet.view.currentIndex(), over=True)
    box = sheet.view.cells.box
    assert box is not None
    compose(box, text)
    QTest.keyClick(box, Key.Key_Return)


def retype(box: Any, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_A, CTRL)
    QTest.keyClick(box, Key.Key_Delete)
    compose(box, text)
    QTest.keyClick(box, Key.Key_Return)


def undo_all(context: PlanContext) -> int:
    steps = 0
    while context.workbench.undo() is not None:
        steps += 1
    return steps
