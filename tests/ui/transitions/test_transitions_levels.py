"""Versions and levels that the 新旧 pane compares: chosen, changed sides, missing in one version."""

import pytest
from PySide6.QtWidgets import QStyleOptionComboBox

from dxplanner.domain.vocabulary import Side
from dxplanner.ui.panes.transition_levels import merged
from dxplanner.ui.panes.transitions import TransitionsPane
from tests.ui.transitions.desk import Key, compared, links_of, node, press


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


def test_a_level_of_one_version_alone_says_so_beside_its_nodes(pane: TransitionsPane) -> None:
    level = compared(pane).new.levels[0]
    assert level not in compared(pane).old.levels
    pane.show_level(level)
    drawn = pane.view._comparison
    assert drawn is not None
    assert set((drawn[1].new.remarks or {}).values()) == {"もとなし"}
    assert not drawn[1].old.labels
    assert pane.gaps[Side.NEW].title.text() == "もとのない見直し案の項目　3件"
