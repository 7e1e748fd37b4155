"""Details of an arrow and what has none yet: edited, confirmed, settled with one click."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.services import transitions
from dxplanner.ui.panes.transition_gaps import GapModel
from dxplanner.ui.panes.transitions import TransitionsPane
from tests.ui.transitions.desk import Key, Left, compared, links_of, node, press, undo_all


def test_details_are_edited_and_undone_by_name(pane: TransitionsPane) -> None:
    key = links_of(pane, Side.OLD, "1-1")[0]
    pane.board.select(key)
    press(pane, Key.Key_F2)
    kind = pane.details.editors["kind"].box
    kind.set_text("一部移管")
    pane.details.editors["kind"].commit()
    assert _kind(pane, key) is TransitionKind.PARTLY_MOVED
    assert pane.context.workbench.plan.undo_label() == "新旧 1-1→1-3 の変更の種類変更"
    reason = pane.details.editors["reason"]
    reason.box.set_text("新しい理由")
    pane.details.flush()
    link = compared(pane).link(key)
    assert link is not None
    assert link.reason == "新しい理由"
    pane.context.undo()
    pane.context.undo()
    assert pane.board.marked.selected == key
    assert _kind(pane, key) is TransitionKind.RENAMED


def test_ends_are_added_and_taken_out_in_the_details(pane: TransitionsPane) -> None:
    key = links_of(pane, Side.OLD, "1-1")[0]
    pane.board.select(key)
    ends = pane.details.ends[Side.NEW]
    at = next(at for at in range(ends.add.count()) if ends.add.itemText(at).startswith("2-1"))
    ends.add.activated.emit(at)
    link = compared(pane).link(key)
    assert link is not None
    assert len(link.news) == 2
    ends.removed.emit(node(pane, Side.NEW, "1-3"))
    link = compared(pane).link(key)
    assert link is not None
    assert link.news == (node(pane, Side.NEW, "2-1"),)


def test_inferred_is_confirmed_and_set_back(pane: TransitionsPane) -> None:
    key = links_of(pane, Side.OLD, "1-1")[0]
    pane.board.select(key)
    QTest.mouseClick(pane.details.marks.confirm, Left)
    assert pane.controls.summary.whole_text() == "対応 23件（推定 22件）"
    link = compared(pane).link(key)
    assert link is not None
    pane.acts.set_inferred(link, True)
    assert compared(pane).links[0].inferred
    assert pane.context.workbench.plan.undo_label() == "新旧 1-1→1-3 を推定にする"


def test_what_goes_nowhere_is_listed_and_settled_with_one_click(pane: TransitionsPane) -> None:
    gaps = pane.gaps[Side.OLD]
    QAbstractItemModelTester(gaps.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for number in ("1-1", "1-2"):
        for key in links_of(pane, Side.OLD, number):
            pane.context.run("削除", partial(transitions.remove, transition_id=key))
    assert [one.number for one in gaps.model.nodes] == ["1-1", "1-2"]
    assert gaps.title.text() == "行き先のない現行の項目　2件"
    row = gaps.view.visualRect(gaps.model.index(0))
    QTest.mouseClick(
        gaps.view.viewport(),
        Left,
        Qt.KeyboardModifier.NoModifier,
        row.center() + QPoint(row.width() // 2 - 20, 0),
    )
    assert [one.number for one in gaps.model.nodes] == ["1-2"]
    assert pane.context.workbench.plan.undo_label() == "1-1 を廃止にする"
    made = pane.board.selected
    assert made is not None
    assert (made.kind, made.news) == (TransitionKind.ABOLISHED, ())
    gaps.view.setCurrentIndex(gaps.model.index(0))
    QTest.keyClick(gaps.view, Key.Key_Return)
    assert gaps.model.nodes == []
    undo_all(pane)
    assert gaps.model.nodes == []
    assert pane.controls.summary.whole_text() == "対応 23件（推定 23件）"


def test_the_gap_model_changes_only_the_rows_that_come_and_go(pane: TransitionsPane) -> None:
    model = GapModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    nodes = list(compared(pane).old.at(pane.depths[0]))
    for shown in (nodes[:3], nodes[1:5], nodes, [], nodes[2:4]):
        model.show_nodes(shown)
        assert model.nodes == shown
    assert resets == []


def test_long_lists_of_what_is_open_take_the_room_that_the_details_leave(pane: TransitionsPane) -> None:
    pane.resize(1600, 1000)
    pane.show_level("2030年のめざす姿")
    old = pane.gaps[Side.OLD].view
    assert old.verticalScrollBar().maximum() == 0
    assert pane.details.height() >= 400


def _kind(pane: TransitionsPane, key: int) -> TransitionKind:
    link = compared(pane).link(key)
    assert link is not None
    return link.kind
