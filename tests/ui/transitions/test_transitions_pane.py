"""The 新旧 pane as a whole: how it opens, the tree beside it, undo, plans with nothing to compare or edit."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import Side
from dxplanner.model import PlanVersion
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.transitions import TransitionsPane
from tests.ui.transitions.desk import Key, Left, compared, drag, links_of, node, point, press, undo_all


def test_it_opens_on_the_versions_and_the_level_that_are_joined(pane: TransitionsPane) -> None:
    assert pane.controls.old.currentText() == "現行計画（R4～R6）"
    assert pane.controls.new.currentText() == "見直し案（R7～R9）"
    assert pane.controls.level.currentText() == "基本施策"
    assert pane.controls.summary.whole_text() == "対応 23件（推定 23件）"
    assert [gaps.model.rowCount() for gaps in pane.gaps.values()] == [0, 0]
    assert pane.layers.currentIndex() == 1


def test_everything_is_undone_to_the_start(pane: TransitionsPane) -> None:
    before = compared(pane)
    drag(pane, node(pane, Side.OLD, "1-1"), node(pane, Side.NEW, "2-1"))
    press(pane, Key.Key_Delete)
    pane.board.select(links_of(pane, Side.OLD, "6-3")[0])
    press(pane, Key.Key_Delete)
    pane.acts.settle([node(pane, Side.OLD, "6-3")], Side.OLD)
    undo_all(pane)
    assert compared(pane) == before


def test_a_long_name_of_a_version_stays_in_its_heading(pane: TransitionsPane) -> None:
    name = "長い名称の計画版" * 25
    pane.context.run(
        "名称", lambda session: set_field(session, PlanVersion, compared(pane).old_id, "name", name)
    )
    places = pane.board.places
    assert places is not None
    heading = next(box for box in places.layout.drawing.boxes if box.text.startswith("長い名称"))
    assert heading.text.endswith("…")
    assert len(heading.lines) == 1


def test_the_tree_moves_the_cursor_and_a_double_click_the_tree(pane: TransitionsPane) -> None:
    key = node(pane, Side.OLD, "5-1")
    pane.context.select_node(key)
    assert pane.board.marked.cursor == key
    wanted = node(pane, Side.NEW, "2-2")
    QTest.mouseDClick(pane.board, Left, Qt.KeyboardModifier.NoModifier, point(pane, wanted))
    assert (pane.context.node_id, pane.context.version_id) == (wanted, compared(pane).new_id)


def test_a_read_only_plan_is_looked_at(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = TransitionsPane(make_context(plan))
        qtbot.addWidget(pane)
        pane.resize(1074, 700)
        pane.show()
        pane.board.go_to(node(pane, Side.OLD, "1-1"))
        press(pane, Key.Key_Return)
        assert pane.board.marked.start is None
        pane.board.select(compared(pane).links[0].key)
        press(pane, Key.Key_Delete)
        assert len(compared(pane).links) == 23
        assert not [one for one in pane.details.findChildren(QPushButton) if one.isVisible()]


def test_a_plan_without_two_versions_says_what_to_do(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    pane = TransitionsPane(make_context(empty_plan))
    qtbot.addWidget(pane)
    pane.show()
    assert pane.layers.currentWidget() is pane.empty
    assert "計画版が2つ" in pane.empty.text()
