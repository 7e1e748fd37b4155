"""Arrows of the 新旧 pane: drawn and selected by mouse and keyboard, in diagram and list."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.ui.panes.transitions import TransitionsPane
from tests.ui.transitions.desk import Key, Left, compared, drag, links_of, node, point, press


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


def test_without_a_selected_arrow_the_list_has_no_row_either(pane: TransitionsPane) -> None:
    pane.controls.list.setChecked(True)
    assert pane.sheet.current_key() is None
    pane.board.select(compared(pane).links[0].key)
    assert pane.sheet.current_key() == compared(pane).links[0].key
    pane.show_level(compared(pane).new.levels[0])
    assert pane.board.marked.selected is None
    assert pane.sheet.current_key() is None
