"""The 新旧 pane as a user works with it: arrows by mouse and keyboard, details, lists, undo to the start."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.model import PlanVersion
from dxplanner.services import transitions
from dxplanner.services.fields import set_field
from dxplanner.services.transition_query import Compared
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.transition_gaps import GapModel
from dxplanner.ui.panes.transition_levels import merged
from dxplanner.ui.panes.transitions import TransitionsPane

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> TransitionsPane:
    """The pane on the sample plan, shown, its keyboard in the diagram."""
    made = TransitionsPane(context, today=lambda: date(2024, 11, 8))
    qtbot.addWidget(made)
    made.resize(1074, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.view.lay_out()
    made.board.setFocus()
    return made


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


def test_it_opens_on_the_versions_and_the_level_that_are_joined(pane: TransitionsPane) -> None:
    assert pane.controls.old.currentText() == "現行計画（R4～R6）"
    assert pane.controls.new.currentText() == "見直し案（R7～R9）"
    assert pane.controls.level.currentText() == "基本施策"
    assert pane.controls.summary.whole_text() == "対応 23件（推定 23件）"
    assert [gaps.model.rowCount() for gaps in pane.gaps.values()] == [0, 0]
    assert pane.layers.currentIndex() == 1


def test_an_arrow_is_drawn_with_the_mouse(pane: TransitionsPane) -> None:
    before = compared(pane)
    drag(pane, node(pane, Side.OLD, "1-1"), node(pane, Side.NEW, "1-2"))
    made = pane.board.selected
    assert made is not None
    assert made.key not in {link.key for link in before.links}
    assert (made.kind, made.inferred) == (TransitionKind.PARTLY_MOVED, False)
    assert pane.context.workbench.plan.undo_label() == "新旧 1-1→1-2 の追加"
    assert pane.board.marked.start is None
    pane.context.undo()
    assert compared(pane) == before
    assert pane.board.selected is None


def test_it_can_be_drawn_from_the_new_side_too(pane: TransitionsPane) -> None:
    drag(pane, node(pane, Side.NEW, "1-2"), node(pane, Side.OLD, "1-1"))
    made = pane.board.selected
    assert made is not None
    assert made.olds == (node(pane, Side.OLD, "1-1"),)


def test_escape_and_an_empty_place_draw_nothing(pane: TransitionsPane) -> None:
    before = compared(pane)
    start, end = (node(pane, side, "1-1") for side in (Side.OLD, Side.NEW))
    first, last = point(pane, start), point(pane, end)
    QTest.mousePress(pane.board, Left, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(pane.board, last)
    assert pane.board.marked.start == start
    press(pane, Key.Key_Escape)
    QTest.mouseRelease(pane.board, Left, Qt.KeyboardModifier.NoModifier, last)
    assert pane.board.marked.start is None
    QTest.mousePress(pane.board, Left, Qt.KeyboardModifier.NoModifier, first)
    places = pane.board.places
    assert places is not None
    middle = QPointF(places.layout.channel.middle * places.scale, 4).toPoint()
    QTest.mouseMove(pane.board, middle)
    QTest.mouseRelease(pane.board, Left, Qt.KeyboardModifier.NoModifier, middle)
    assert compared(pane) == before


def test_an_arrow_is_drawn_with_the_keyboard(pane: TransitionsPane) -> None:
    pane.board.go_to(node(pane, Side.OLD, "1-1"))
    press(pane, Key.Key_Down)
    assert pane.board.marked.cursor == node(pane, Side.OLD, "1-2")
    press(pane, Key.Key_Return)
    assert pane.board.marked.start == node(pane, Side.OLD, "1-2")
    assert pane.hint.text().startswith("「1-2 人と人とをつなぐ仕組みをつくる」 から：見直し案の項目を")
    press(pane, Key.Key_Home)
    assert pane.board.marked.target == node(pane, Side.NEW, "1-1")
    press(pane, Key.Key_Space)
    made = pane.board.selected
    assert made is not None
    assert (made.olds, made.news) == ((node(pane, Side.OLD, "1-2"),), (node(pane, Side.NEW, "1-1"),))
    press(pane, Key.Key_Delete)
    assert compared(pane).link(made.key) is None
    press(pane, Key.Key_Return)
    press(pane, Key.Key_Escape)
    assert pane.board.marked.start is None


def test_arrows_are_selected_one_after_another(pane: TransitionsPane) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    pane.board.go_to(node(pane, Side.OLD, "3-1"))
    press(pane, Key.Key_Down, control)
    first = pane.board.selected
    assert first is not None
    assert first.olds == (node(pane, Side.OLD, "3-1"),)
    press(pane, Key.Key_Down, control)
    assert pane.board.selected not in (None, first)
    press(pane, Key.Key_Up, control)
    assert pane.board.selected == first
    press(pane, Key.Key_Escape)
    assert pane.board.selected is None


def test_left_and_right_go_along_an_arrow(pane: TransitionsPane) -> None:
    pane.board.go_to(node(pane, Side.OLD, "1-1"))
    press(pane, Key.Key_Right)
    assert pane.board.marked.cursor == node(pane, Side.NEW, "1-3")
    press(pane, Key.Key_Left)
    assert pane.board.marked.cursor == node(pane, Side.OLD, "1-1")


def test_shift_adds_to_the_selected_transition(pane: TransitionsPane) -> None:
    key = links_of(pane, Side.OLD, "1-1")[0]
    pane.board.select(key)
    shift = Qt.KeyboardModifier.ShiftModifier
    drag(pane, node(pane, Side.OLD, "1-2"), node(pane, Side.NEW, "1-3"), shift)
    link = compared(pane).link(key)
    assert link is not None
    assert link.olds == (node(pane, Side.OLD, "1-1"), node(pane, Side.OLD, "1-2"))
    assert link.kind is TransitionKind.MERGED
    drag(pane, node(pane, Side.OLD, "1-1"), node(pane, Side.NEW, "1-1"), shift)
    assert pane.board.places is not None
    assert [joint.key for joint in pane.board.places.layout.joints] == [key]
    assert pane.board.selected == compared(pane).link(key)


def test_a_click_on_an_arrow_selects_it_in_diagram_and_list(pane: TransitionsPane) -> None:
    pane.controls.list.setChecked(True)
    places = pane.board.places
    assert places is not None
    key = links_of(pane, Side.OLD, "1-1")[0]
    keys, line = next(one for one in places.lines if key in one[0])
    QTest.mouseClick(pane.board, Left, Qt.KeyboardModifier.NoModifier, line[1].toPoint())
    assert pane.board.marked.selected in keys
    assert pane.sheet.current_key() == pane.board.marked.selected
    other = links_of(pane, Side.OLD, "6-3")[0]
    pane.sheet.select(other)
    assert pane.board.marked.selected == other


def test_details_are_edited_and_undone_by_name(qtbot: QtBot, pane: TransitionsPane) -> None:
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


def test_everything_is_undone_to_the_start(pane: TransitionsPane) -> None:
    before = compared(pane)
    drag(pane, node(pane, Side.OLD, "1-1"), node(pane, Side.NEW, "2-1"))
    press(pane, Key.Key_Delete)
    pane.board.select(links_of(pane, Side.OLD, "6-3")[0])
    press(pane, Key.Key_Delete)
    pane.acts.settle([node(pane, Side.OLD, "6-3")], Side.OLD)
    undo_all(pane)
    assert compared(pane) == before


def test_versions_levels_and_sides_can_be_changed(pane: TransitionsPane) -> None:
    pane.controls.level.setCurrentText("2030年のめざす姿")
    pane.controls.level_chosen.emit("2030年のめざす姿")
    assert pane.board.places is not None
    assert len(pane.board.places.keys[Side.OLD]) == 6
    old, new = compared(pane).old_id, compared(pane).new_id
    pane.show_versions(new, new)
    assert (compared(pane).old_id, compared(pane).new_id) == (new, old)
    pane.show_versions(old, new)
    pane.controls.swap.setChecked(True)
    assert pane.board.places.layout.channel.sign == -1
    pane.board.go_to(node(pane, Side.OLD, "1-1"))
    press(pane, Key.Key_Left)
    assert pane.board.marked.cursor == node(pane, Side.NEW, "1-3")


def test_a_transition_of_another_level_is_shown_at_its_own(pane: TransitionsPane) -> None:
    links = compared(pane).links
    higher = next(link for link in links if not pane.board.draws(link.key))
    lower = next(link for link in links if pane.board.draws(link.key))
    level = pane.controls.level.currentText()
    pane.show_row(higher.key)
    assert pane.board.draws(higher.key)
    assert pane.board.marked.selected == higher.key
    assert pane.controls.level.currentText() != level
    pane.controls.list.setChecked(True)
    pane.sheet.select(lower.key)
    assert pane.controls.level.currentText() == level
    assert pane.board.marked.selected == lower.key
    pane.show_level(next(name for name in compared(pane).new.levels if name != level))
    pane.show_row(lower.key)
    assert pane.controls.level.currentText() == level


def test_a_selected_arrow_is_dropped_with_its_level(pane: TransitionsPane) -> None:
    [key] = links_of(pane, Side.OLD, "1-1")
    pane.show_row(key)
    assert pane.details.form.isVisible()
    pane.show_level("基本方針")
    assert pane.board.marked.selected is None
    assert pane.details.form.isHidden()
    assert pane.details.hint.isVisible()
    [kept, *_] = links_of(pane, Side.OLD, "3")
    pane.board.select(kept)
    pane.show_level("基本方針")
    assert pane.board.marked.selected == kept


def test_the_chooser_of_levels_has_room_for_their_names(pane: TransitionsPane) -> None:
    box = pane.controls.level
    pane.show_level("2030年のめざす姿")
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == "2030年のめざす姿"


def test_long_lists_of_what_is_open_take_the_room_that_the_details_leave(pane: TransitionsPane) -> None:
    pane.resize(1600, 1000)
    pane.show_level("2030年のめざす姿")
    old = pane.gaps[Side.OLD].view
    assert old.verticalScrollBar().maximum() == 0
    assert pane.details.height() >= 400


def test_a_level_that_one_version_lacks_asks_for_nothing_there(pane: TransitionsPane) -> None:
    new, old = compared(pane).new, compared(pane).old
    lacking = next(name for name in new.levels if name not in old.levels)
    pane.show_level(lacking)
    assert not pane.gaps[Side.OLD].model.nodes
    assert pane.gaps[Side.OLD].title.whole_text() == f"{old.name}に「{lacking}」の階層はありません。"
    assert not any(box.text == "行き先なし" for box in pane.board.places.layout.drawing.boxes)  # type: ignore[union-attr]
    box = pane.controls.level
    names = [box.itemText(at) for at in range(box.count())]
    assert [name for name in names if name in new.levels] == list(new.levels)
    assert [name for name in names if name in old.levels] == list(old.levels)


@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ("bcd", "abcd", "abcd"),
        ("xbcd", "abcd", "xabcd"),
        ("abxd", "abcd", "abxcd"),
        ("ab", "cd", "abcd"),
    ],
)
def test_levels_of_both_versions_from_the_top_down(old: str, new: str, whole: str) -> None:
    assert "".join(merged(old, new)) == whole


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
    qtbot: QtBot, make_context: object, sample_path: object, author: object
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:  # type: ignore[arg-type]
        pane = TransitionsPane(make_context(plan))  # type: ignore[operator]
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
    qtbot: QtBot, make_context: object, empty_plan: PlanFile
) -> None:
    pane = TransitionsPane(make_context(empty_plan))  # type: ignore[operator]
    qtbot.addWidget(pane)
    pane.show()
    assert pane.layers.currentWidget() is pane.empty
    assert "計画版が2つ" in pane.empty.text()


def _kind(pane: TransitionsPane, key: int) -> TransitionKind:
    link = compared(pane).link(key)
    assert link is not None
    return link.kind


def test_without_a_selected_arrow_the_list_has_no_row_either(pane: TransitionsPane) -> None:
    pane.controls.list.setChecked(True)
    assert pane.sheet.current_key() is None
    pane.board.select(compared(pane).links[0].key)
    assert pane.sheet.current_key() == compared(pane).links[0].key
    pane.show_level(compared(pane).new.levels[0])
    assert pane.board.marked.selected is None
    assert pane.sheet.current_key() is None


def test_a_level_of_one_version_alone_says_so_beside_its_nodes(pane: TransitionsPane) -> None:
    level = compared(pane).new.levels[0]
    assert level not in compared(pane).old.levels
    pane.show_level(level)
    drawn = pane.view._comparison
    assert drawn is not None
    assert set((drawn[1].new.remarks or {}).values()) == {"もとなし"}
    assert not drawn[1].old.labels
    assert pane.gaps[Side.NEW].title.text() == "もとのない見直し案の項目　3件"
