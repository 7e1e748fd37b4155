"""主な取組 and 所管課 of the 施策 pane, by keys, mouse, drag and paste."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.model import Department, Initiative, NodeDepartment
from dxplanner.services.departments import assign_department
from dxplanner.services.node_query import InitiativeLine
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.panes.department_rows import DepartmentRow
from dxplanner.ui.panes.initiatives_entry import EntryBox
from dxplanner.ui.panes.initiatives_list import InitiativesList
from dxplanner.ui.panes.initiatives_model import InitiativesModel
from dxplanner.ui.panes.measure import MeasurePane

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NODE = 46
FIRST = ["子育てをサポートするサービスの強化", "健康づくりのサポート強化", "自治会のデジタル化支援"]


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> MeasurePane:
    """The pane showing 見直し案 1-2, with the model watched."""
    made = MeasurePane(context, today=lambda: date(2024, 11, 8))
    qtbot.addWidget(made)
    made.resize(1074, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QAbstractItemModelTester(
        made.initiatives, QAbstractItemModelTester.FailureReportingMode.Fatal, made.initiatives
    )
    context.select_node(NODE)
    return made


def stored(pane: MeasurePane, node_id: int = NODE) -> list[str]:
    order = sa.select(Initiative.name).where(Initiative.node_id == node_id).order_by(Initiative.position)
    with pane.context.workbench.plan.reading() as session:
        return list(session.scalars(order))


def shown(pane: MeasurePane) -> list[str]:
    return [pane.initiatives.name(row) for row in range(pane.initiatives.rowCount())]


def at(pane: MeasurePane, row: int) -> InitiativesList:
    view = pane.initiatives_list
    view.setFocus()
    view.setCurrentIndex(pane.initiatives.index(row))
    return view


def box(pane: MeasurePane) -> EntryBox:
    """The box that is open for typing."""
    [found] = [one for one in pane.initiatives_list.findChildren(EntryBox) if one.isVisible()]
    return found


def closed(pane: MeasurePane) -> bool:
    return not any(one.isVisible() for one in pane.initiatives_list.findChildren(EntryBox))


def put(box: QWidget, text: str) -> None:
    """Type Japanese: what an input method sends when a composition is finished."""
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(box, done)


def undo_label(pane: MeasurePane) -> str | None:
    return pane.context.workbench.plan.undo_label()


def test_enter_types_one_after_the_other(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 2), Key.Key_Return)
    QTest.keyClicks(box(pane), "aaa")
    QTest.keyClick(box(pane), Key.Key_Return)
    assert stored(pane) == [*FIRST, "aaa"]
    assert undo_label(pane) == "1-2 の取組「aaa」の追加"
    QTest.keyClicks(box(pane), "bbb")
    QTest.keyClick(box(pane), Key.Key_Return)
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert shown(pane) == stored(pane) == [*FIRST, "aaa", "bbb"]
    assert closed(pane)
    pane.context.undo()
    pane.context.undo()
    assert shown(pane) == FIRST


def test_enter_on_a_blank_new_row_ends_typing(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 0), Key.Key_Return)
    assert shown(pane) == [FIRST[0], "", *FIRST[1:]]
    QTest.keyClick(box(pane), Key.Key_Return)
    assert shown(pane) == FIRST
    assert closed(pane)
    assert undo_label(pane) is None


def test_a_new_row_in_the_middle_is_stored_when_the_focus_leaves(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 0), Key.Key_Return)
    QTest.keyClicks(box(pane), "new")
    pane.editors["note"].box.setFocus()
    assert shown(pane) == stored(pane) == [FIRST[0], "new", *FIRST[1:]]


def test_selecting_another_node_stores_the_entry_being_typed(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 2), Key.Key_Return)
    QTest.keyClicks(box(pane), "abc")
    pane.context.select_node(21)
    assert stored(pane) == [*FIRST, "abc"]
    assert (shown(pane), closed(pane)) == ([], True)


def test_editing_in_place_and_escape(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 1), Key.Key_F2)
    assert box(pane).text() == FIRST[1]
    QTest.keyClicks(box(pane), "x")
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert stored(pane) == FIRST
    QTest.keyClick(at(pane, 1), Key.Key_F2)
    QTest.keyClicks(box(pane), "y")
    QTest.keyClick(box(pane), Key.Key_Return)
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert stored(pane) == [FIRST[0], f"{FIRST[1]}y", FIRST[2]]
    assert undo_label(pane) == "1-2 の取組「健康づくりのサポート強化」の変更"


def test_an_entry_cannot_be_emptied(qtbot: QtBot, pane: MeasurePane) -> None:
    QTest.keyClick(at(pane, 1), Key.Key_F2)
    QTest.keyClick(box(pane), Key.Key_A, CTRL)
    QTest.keyClick(box(pane), Key.Key_Delete)
    QTest.keyClick(box(pane), Key.Key_Return)
    assert pane.initiatives_message.text().startswith("空欄にはできません。")
    assert pane.initiatives_message.isVisible()
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert not pane.initiatives_message.isVisible()
    assert shown(pane) == FIRST


def test_delete_says_what_and_is_one_step(qtbot: QtBot, pane: MeasurePane) -> None:
    said: list[str] = []
    pane.context.said.connect(said.append)
    view = at(pane, 0)
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Key.Key_Delete)
    assert shown(pane) == stored(pane) == [FIRST[2]]
    assert said == ["取組2件を削除しました。元に戻すには Ctrl+Z を押します。"]
    assert view.currentIndex().row() == 0
    pane.context.undo()
    assert shown(pane) == FIRST


def test_alt_arrows_move_and_keep_the_selection(qtbot: QtBot, pane: MeasurePane) -> None:
    view = at(pane, 0)
    QTest.keyClick(view, Key.Key_Down, ALT)
    assert shown(pane) == stored(pane) == [FIRST[1], FIRST[0], FIRST[2]]
    assert view.rows_selected() == [1]
    QTest.keyClick(view, Key.Key_Down, ALT)
    QTest.keyClick(view, Key.Key_Down, ALT)
    assert shown(pane) == [FIRST[1], FIRST[2], FIRST[0]]
    QTest.keyClick(view, Key.Key_Up, ALT)
    assert view.rows_selected() == [1]
    assert undo_label(pane) == "1-2 の取組の並べ替え"
    for _ in range(3):
        pane.context.undo()
    assert shown(pane) == FIRST


@pytest.mark.parametrize(
    ("row", "onto", "below", "order"), [(0, 2, True, (1, 2, 0)), (2, 0, False, (2, 0, 1))]
)
def test_dragging_moves(pane: MeasurePane, row: int, onto: int, below: bool, order: tuple[int, ...]) -> None:
    view = at(pane, row)
    rect = view.visualRect(pane.initiatives.index(onto))
    place = QPointF(rect.center().x(), rect.bottom() - 1 if below else rect.top() + 1)

    class Dropped(QDropEvent):
        def source(self) -> InitiativesList:
            return view

    event = Dropped(
        place,
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    assert shown(pane) == stored(pane) == [FIRST[one] for one in order]
    pane.context.undo()
    assert shown(pane) == FIRST


def test_pasted_lines_become_entries_in_one_step(qtbot: QtBot, pane: MeasurePane) -> None:
    QGuiApplication.clipboard().setText("・甲\n・乙\n\n・丙\n")
    view = at(pane, 0)
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert shown(pane) == stored(pane) == [FIRST[0], "甲", "乙", "丙", *FIRST[1:]]
    assert view.currentIndex().row() == 3
    assert undo_label(pane) == "1-2 の取組3件の追加"
    pane.context.undo()
    assert shown(pane) == FIRST


def test_lines_pasted_while_typing_become_entries_too(qtbot: QtBot, pane: MeasurePane) -> None:
    QGuiApplication.clipboard().setText("甲\n乙")
    QTest.keyClick(at(pane, 2), Key.Key_Return)
    QTest.keyClicks(box(pane), "a")
    QTest.keyClick(box(pane), Key.Key_V, CTRL)
    assert shown(pane) == stored(pane) == [*FIRST, "a甲", "乙"]
    QTest.keyClick(at(pane, 0), Key.Key_F2)
    QTest.keyClick(box(pane), Key.Key_V, CTRL)
    assert shown(pane) == [f"{FIRST[0]}甲", "乙", *FIRST[1:], "a甲", "乙"]
    pane.context.undo()
    pane.context.undo()
    assert shown(pane) == FIRST


def test_copy_gives_lines_and_cut_takes_them_away(qtbot: QtBot, pane: MeasurePane) -> None:
    view = at(pane, 0)
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "\n".join(FIRST[:2])
    assert shown(pane) == [FIRST[2]]
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert shown(pane) == [FIRST[2], *FIRST[:2]]


def test_the_first_entry_is_added_by_enter_or_by_the_button(qtbot: QtBot, pane: MeasurePane) -> None:
    pane.context.select_node(21)
    assert pane.initiatives.rowCount() == 0
    pane.initiatives_list.setFocus()
    QTest.keyClick(pane.initiatives_list, Key.Key_Return)
    QTest.keyClick(box(pane), Key.Key_Escape)
    QTest.mouseClick(pane.add_initiative, Qt.MouseButton.LeftButton)
    QTest.keyClicks(box(pane), "one")
    QTest.keyClick(box(pane), Key.Key_Return)
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert stored(pane, 21) == ["one"]


def test_a_commit_elsewhere_leaves_typing_selection_and_rows_alone(qtbot: QtBot, pane: MeasurePane) -> None:
    view = at(pane, 2)
    reset: list[str] = []
    pane.initiatives.modelReset.connect(lambda: reset.append("reset"))
    QTest.keyClick(view, Key.Key_Return)
    QTest.keyClicks(box(pane), "abc")
    pane.context.run("別の人の追加", lambda s: s.add(Initiative(node_id=NODE, position=9, name="別の取組")))
    assert box(pane).text() == "abc"
    assert shown(pane) == [*FIRST, "", "別の取組"]
    QTest.keyClick(box(pane), Key.Key_Return)
    QTest.keyClick(box(pane), Key.Key_Escape)
    assert shown(pane) == stored(pane) == [*FIRST, "abc", "別の取組"]
    assert reset == []


def test_the_list_is_as_high_as_its_rows(pane: MeasurePane) -> None:
    view = pane.initiatives_list
    low = view.height()
    pane.context.run(
        "長い取組", lambda s: s.add(Initiative(node_id=NODE, position=9, name="長い名称の取組" * 40))
    )
    last = view.visualRect(pane.initiatives.index(3))
    assert view.height() > low + last.height() - 4
    assert last.height() > 2 * view.visualRect(pane.initiatives.index(0)).height() - 10
    assert view.verticalScrollBar().maximum() == 0


def department_rows(pane: MeasurePane) -> list[DepartmentRow]:
    return [row for row in pane.departments.rows.widgets() if isinstance(row, DepartmentRow)]


@pytest.fixture
def organised(pane: MeasurePane) -> MeasurePane:
    """With an abolished and a second section on the organisation list."""
    pane.context.run(
        "組織",
        lambda s: s.add_all(
            [
                Department(name="旧情報システム課", position=1, valid_to=date(2023, 3, 31), successor_id=1),
                Department(name="こども政策課", position=2),
            ]
        ),
    )
    return pane


def test_a_section_is_chosen_by_typing_and_the_valid_ones_come_first(
    qtbot: QtBot, organised: MeasurePane
) -> None:
    chooser = organised.departments.box
    assert [chooser.itemText(row) for row in range(chooser.count())] == [
        "情報政策推進室",
        "こども政策課",
        "旧情報システム課（R5.3.31まで）",
    ]
    line = chooser.lineEdit()
    assert line is not None
    put(line, "コドモ政策課")
    QTest.keyClick(line, Key.Key_Return)
    assert [row.name.text() for row in department_rows(organised)] == ["こども政策課"]
    assert chooser.currentText() == ""
    assert chooser.count() == 2
    assert undo_label(organised) == "1-2 の所管課「こども政策課」の追加"


def test_an_unknown_section_goes_on_the_list_in_the_same_step(qtbot: QtBot, pane: MeasurePane) -> None:
    said: list[str] = []
    pane.context.said.connect(said.append)
    line = pane.departments.box.lineEdit()
    assert line is not None
    put(line, "新しい課")
    QTest.keyClick(line, Key.Key_Return)
    assert said == ["「新しい課」を組織の一覧に加え、所管課にしました。"]
    put(line, "新しい課")
    QTest.keyClick(line, Key.Key_Return)
    assert pane.departments.message.text() == "「新しい課」は、もう所管課に入っています。"
    pane.context.undo()
    with pane.context.workbench.plan.reading() as session:
        assert session.query(Department).filter_by(name="新しい課").count() == 0
    assert department_rows(pane) == []


def test_role_successor_and_removal(qtbot: QtBot, organised: MeasurePane) -> None:
    organised.context.run("所管課", lambda s: assign_department(s, NODE, 2))
    [row] = department_rows(organised)
    assert "R5.3.31まで" in row.validity.text()
    assert "後継：情報政策推進室" in row.validity.text()
    row.role.setFocus()
    QTest.keyClick(row.role, Key.Key_Down)
    with organised.context.workbench.plan.reading() as session:
        assert session.query(NodeDepartment).one().role == "関係課"
    QTest.mouseClick(row.follow, Qt.MouseButton.LeftButton)
    assert row.name.text() == "情報政策推進室"
    assert not row.validity.isVisible()
    QTest.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert department_rows(organised) == []
    assert organised.departments.empty.isVisible()
    for _ in range(4):
        organised.context.undo()
    assert department_rows(organised) == []


def test_every_operation_can_be_undone_to_the_same_rows(
    qtbot: QtBot, pane: MeasurePane, sample_rows: Callable[[], list[tuple[int, int, str]]]
) -> None:
    before = sample_rows()
    QGuiApplication.clipboard().setText("甲\n乙")
    view = at(pane, 1)
    QTest.keyClick(view, Key.Key_V, CTRL)
    QTest.keyClick(view, Key.Key_Up, ALT)
    QTest.keyClick(view, Key.Key_Delete)
    assert sample_rows() != before
    for _ in range(3):
        pane.context.undo()
    assert sample_rows() == before
    for _ in range(3):
        pane.context.redo()
    assert shown(pane) == stored(pane)


@pytest.fixture
def sample_rows(context: PlanContext) -> Callable[[], list[tuple[int, int, str]]]:
    """Reads all 取組 with key and position."""

    def read() -> list[tuple[int, int, str]]:
        columns = sa.select(Initiative.id, Initiative.position, Initiative.name).order_by(Initiative.id)
        with context.workbench.plan.reading() as session:
            return [(row.id, row.position, row.name) for row in session.execute(columns)]

    return read


SOME_ORDER = st.lists(st.sampled_from([1, 2, 3, 4, 5]), unique=True)


@given(st.lists(SOME_ORDER, min_size=1, max_size=5), st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_the_list_is_shown_without_a_reset(
    context: PlanContext, states: list[list[int]], data: st.DataObject
) -> None:
    binding = Binding(context, lambda: "1-2", lambda: date(2024, 11, 8))
    model = InitiativesModel(binding)
    watched = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert watched.model() is model
    model.show_node(NODE, [])
    resets: list[str] = []
    model.modelReset.connect(lambda: resets.append("reset"))
    for keys in states:
        lines = [InitiativeLine(key, str(key), data.draw(st.sampled_from("甲乙"))) for key in keys]
        typed = data.draw(st.none() | st.integers(0, model.rowCount()))
        if typed is not None:
            model.type_row(typed)
        model.show_node(NODE, lines)
        assert (model.typed_row() is None) == (typed is None)
        model.drop_typed_row()
        assert [model.name(row) for row in range(model.rowCount())] == [line.name for line in lines]
    assert resets == []
