"""What the tests of the sheet share: a shown sheet of opinions, its keys, its boxes, the clipboard."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.editors import CellBox
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import OPINIONS, fill, texts_of

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NUMBER, SOURCE, SUMMARY, ANSWER, CLASS, DEPARTMENT, RECEIVED, LENGTH, STATUS, PERSON = range(10)
EXCEL = (
    '１２\t市議会\t窓口の"改善"\t"1行目\n2行目"\t参考\t情報室\tＲ６．４．１\r\n'
    '十三\tパブリックコメント\t"名称の\n途中"\t－\tない区分\t総務課\t令和６年５月２日\r\n'
    "1,004\t\t三件目\t\t\t\t2024/6/3\r\n"
)
Make = Callable[[int], Sheet]


def make_sheets(qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile) -> Make:
    """What shows a sheet of some opinions; Qt's tester watches its model."""

    def made(count: int) -> Sheet:
        fill(empty_plan, count)
        return show(qtbot, make_context(empty_plan))

    return made


def show(qtbot: QtBot, context: PlanContext) -> Sheet:
    sheet = Sheet(context, OPINIONS, key="test", empty="意見はまだありません。Insert で追加します。")
    qtbot.addWidget(sheet)
    sheet.setProperty("context", context)
    context.committed.connect(sheet.apply)
    QAbstractItemModelTester(sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal, sheet)
    sheet.resize(1074, 620)
    with qtbot.waitActive(sheet):
        sheet.show()
    sheet.reload()
    sheet.view.setFocus()
    return sheet


def context_of(sheet: Sheet) -> PlanContext:
    context: PlanContext = sheet.property("context")
    return context


def plan_of(sheet: Sheet) -> PlanFile:
    return context_of(sheet).workbench.plan


def at(sheet: Sheet, row: int, column: int) -> QModelIndex:
    index = sheet.model.index(row, column)
    sheet.view.put_cursor(index)
    return index


def choose(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
    area = QItemSelection(sheet.model.index(top, left), sheet.model.index(bottom, right))
    at(sheet, top, left)
    sheet.view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def key(sheet: Sheet, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(sheet.view.cells.box or sheet.view, key, held)


def box_of(sheet: Sheet) -> CellBox:
    box = sheet.view.cells.box
    assert box is not None
    return box


def type_text(sheet: Sheet, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the current cell and press a key."""
    key(sheet, Qt.Key.Key_F2)
    box_of(sheet).selectAll()
    box_of(sheet).insertPlainText(text)
    QTest.keyClick(box_of(sheet), end)


def column(sheet: Sheet, number: int) -> list[str]:
    return [sheet.model.text(row, number) for row in range(sheet.model.rowCount())]


def stored_rows(sheet: Sheet) -> list[tuple[str, ...]]:
    """All rows as the plan has them."""
    return texts_of(plan_of(sheet))


def stored(sheet: Sheet, place: int) -> list[str]:
    """A column as the plan has it."""
    return [row[place] for row in stored_rows(sheet)]


def heard(signal: Any) -> list[Any]:
    """What a signal carries from now on."""
    calls: list[Any] = []
    signal.connect(lambda *given: calls.append(given))
    return calls


def paste(sheet: Sheet, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key(sheet, Qt.Key.Key_V, CTRL)
