"""The lists of the 資料 pane: what is selected is what is shown, and the tools do only what they can."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton, QWidget, QWidgetAction
from pytestqt.qtbot import QtBot

from dxplanner.model import Handout
from dxplanner.services import handout_edit as edit
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.composer.lists import ListPanel
from dxplanner.ui.composer.pane import HandoutsPane
from dxplanner.ui.composer.words import handout_text
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.choices import ArrowBox


@pytest.fixture
def make_pane(
    make_context: Callable[[PlanFile], PlanContext], qtbot: QtBot
) -> Iterator[Callable[[PlanFile], HandoutsPane]]:
    """Makes a pane on a plan; it is not shown, so that it renders nothing by itself."""
    panes: list[HandoutsPane] = []

    def make(plan: PlanFile) -> HandoutsPane:
        context = make_context(plan)
        pane = HandoutsPane(context)
        qtbot.addWidget(pane)
        context.committed.connect(pane.apply)
        pane.reload()
        panes.append(pane)
        return pane

    yield make
    for pane in panes:
        pane.renderer.stop()


@pytest.fixture
def pane(make_pane: Callable[[PlanFile], HandoutsPane], sample_plan: PlanFile) -> HandoutsPane:
    """The pane on the sample plan."""
    return make_pane(sample_plan)


def selected(panel: ListPanel) -> list[str]:
    """The texts of the selected rows."""
    rows = sorted(panel.view.selectedIndexes(), key=lambda index: index.row())
    return [str(index.data()) for index in rows]


def usable(panel: ListPanel) -> set[str]:
    """The tools that can be used on what is selected (番号順 is about the whole list)."""
    return {tool.text() for tool in panel.tools if tool.isEnabled() and tool.text() != "番号順"}


def choose(panel: ListPanel, row: int) -> None:
    panel.view.setCurrentIndex(panel.view.model().index(row, 0))


def shown(pane: HandoutsPane) -> str:
    """The title of the handout that the form of 用紙と表紙 and the list of 部品 belong to."""
    assert pane._handout is not None
    assert pane.setup.editors["title"].box.text() == pane._handout.title
    return pane._handout.title


def test_a_deleted_handout_hands_on_to_its_neighbour_and_comes_back_selected(pane: HandoutsPane) -> None:
    texts = [pane.handout_model.index(row).data() for row in range(pane.handout_model.rowCount())]
    choose(pane.handouts, 3)
    pane.handouts.delete.click()
    assert selected(pane.handouts) == [texts[4]]
    assert texts[4].endswith(shown(pane))
    pane.context.undo()
    assert selected(pane.handouts) == [texts[3]]
    assert texts[3].endswith(shown(pane))
    pane.context.redo()
    assert selected(pane.handouts) == [texts[4]]


def test_the_last_handout_hands_on_upwards(pane: HandoutsPane) -> None:
    texts = [pane.handout_model.index(row).data() for row in range(pane.handout_model.rowCount())]
    choose(pane.handouts, len(texts) - 1)
    pane.handouts.delete.click()
    assert selected(pane.handouts) == [texts[-2]]
    assert usable(pane.handouts) == {"追加", "複製", "削除", "↑"}


def test_several_deleted_handouts_come_back_selected(pane: HandoutsPane) -> None:
    keys = [entry.id for entry in pane.handout_model.entries[1:4]]
    pane.handouts.view.select(keys)
    before = selected(pane.handouts)
    pane.handouts.delete.click()
    assert len(selected(pane.handouts)) == 1
    pane.context.undo()
    assert selected(pane.handouts) == before


def test_a_copy_that_is_undone_leaves_something_selected_and_shown(pane: HandoutsPane) -> None:
    choose(pane.handouts, 2)
    original = selected(pane.handouts)
    pane.handouts.copy.click()
    copied = selected(pane.handouts)
    assert copied[0].endswith("（写し）")
    pane.context.undo()
    assert selected(pane.handouts) == original
    assert original[0].endswith(shown(pane))
    pane.context.redo()
    assert selected(pane.handouts) == copied


def test_a_deleted_block_hands_on_to_its_neighbour_and_comes_back_selected(pane: HandoutsPane) -> None:
    pane.show_row(next(one.id for one in pane.handout_model.entries if one.code == "draft-report"))
    texts = [pane.block_model.index(row).data() for row in range(pane.block_model.rowCount())]
    choose(pane.blocks, 2)
    QTest.keyClick(pane.blocks.view, Qt.Key.Key_Delete)
    assert selected(pane.blocks) == [texts[3]]
    pane.context.undo()
    assert selected(pane.blocks) == [texts[2]]
    pane.blocks.copy.click()
    pane.context.undo()
    assert len(selected(pane.blocks)) == 1
    assert pane._set is not None
    assert selected(pane.blocks)[0].startswith(pane._set.block.label)


def test_another_handout_begins_with_its_first_block(pane: HandoutsPane) -> None:
    pane.show_row(next(one.id for one in pane.handout_model.entries if one.code == "draft-report"))
    choose(pane.blocks, 2)
    pane.show_row(next(one.id for one in pane.handout_model.entries if one.code == "briefing-2"))
    assert [index.row() for index in pane.blocks.view.selectedIndexes()] == [0]


def test_tools_are_there_for_what_is_selected(pane: HandoutsPane) -> None:
    view = pane.handouts.view
    choose(pane.handouts, 0)
    assert usable(pane.handouts) == {"追加", "複製", "削除", "↓"}
    choose(pane.handouts, 1)
    assert usable(pane.handouts) == {"追加", "複製", "削除", "↑", "↓"}
    view.selectionModel().clearSelection()
    assert usable(pane.handouts) == {"追加"}
    every = QItemSelectionModel.SelectionFlag.Select
    for row in range(pane.handout_model.rowCount()):
        view.selectionModel().select(pane.handout_model.index(row), every)
    assert usable(pane.handouts) == {"追加", "複製", "削除"}


def test_tools_follow_a_row_that_moves(pane: HandoutsPane) -> None:
    choose(pane.handouts, 1)
    pane.handouts.up.click()
    assert usable(pane.handouts) == {"追加", "複製", "削除", "↓"}
    pane.context.undo()
    assert usable(pane.handouts) == {"追加", "複製", "削除", "↑", "↓"}


def test_handouts_are_sorted_by_number_on_request(pane: HandoutsPane, qtbot: QtBot) -> None:
    texts = [handout_text(entry) for entry in pane.handout_model.entries]
    assert texts[4].startswith("資料１－５")
    choose(pane.handouts, 4)
    pane.by_number.click()
    numbers = [entry.number for entry in pane.handout_model.entries]
    assert numbers[:3] == ["資料１", "資料１－１", "資料１－２"]
    assert numbers.index("資料１－９") + 1 == numbers.index("資料１－10")
    assert selected(pane.handouts) == [texts[4]]
    with qtbot.waitSignal(pane.context.said) as said:
        pane.by_number.click()
    assert "もう番号順" in said.args[0]
    pane.context.undo()
    assert [handout_text(entry) for entry in pane.handout_model.entries] == texts


def test_without_handouts_every_part_says_what_belongs_there(
    make_pane: Callable[[PlanFile], HandoutsPane], empty_plan: PlanFile
) -> None:
    pane = make_pane(empty_plan)
    pane.resize(1074, 620)
    pane.preview.say("資料はまだありません。")
    assert usable(pane.handouts) == {"追加"}
    assert not pane.by_number.isEnabled()
    assert "追加" not in pane.blocks.view._empty
    assert not pane.setup.empty.isHidden()
    assert pane.setup.form.isHidden()
    assert pane.preview.size_words.text() == "－"
    tools: list[QToolButton] = [
        pane.preview.smaller,
        pane.preview.larger,
        pane.preview.fit,
        pane.preview.grey,
    ]
    assert not any(tool.isEnabled() for tool in tools)
    made = pane.context.run("資料の追加", edit.add_handout("新しい資料"))
    assert made is not None
    assert pane.setup.empty.isHidden()
    assert "追加" in pane.blocks.view._empty


def test_a_handout_without_blocks_leaves_only_adding(pane: HandoutsPane) -> None:
    made = pane.context.run("資料の追加", edit.add_handout("白紙"))
    assert made is not None
    pane.show_row(made)
    assert usable(pane.blocks) == {"追加"}


def recorded(pane: HandoutsPane, qtbot: QtBot) -> None:
    """Record the present pages, and wait until that is done."""
    count = pane.runs.model.rowCount()
    pane.runs.record.click()
    qtbot.waitUntil(lambda: pane.runs.model.rowCount() == count + 1, timeout=10_000)


def test_buttons_that_need_a_record_say_so(pane: HandoutsPane, qtbot: QtBot) -> None:
    buttons = (pane.runs.look, pane.runs.compare, pane.runs.replacements, pane.runs.corrections)
    for button in buttons:
        assert not button.isEnabled()
        assert "今の内容を記録" in button.toolTip()
    recorded(pane, qtbot)
    for button in buttons:
        assert button.isEnabled()
        assert button.toolTip()
        assert "今の内容を記録" not in button.toolTip()


def test_an_answer_about_a_record_goes_with_the_next_edit(pane: HandoutsPane, qtbot: QtBot) -> None:
    recorded(pane, qtbot)
    pane.runs.compare.click()
    qtbot.waitUntil(lambda: bool(pane.runs.answer.text()), timeout=10_000)
    pane.context.run("資料の追加", edit.add_handout("新しい資料"))
    assert pane.runs.answer.text() == ""


def test_a_list_of_changes_shows_its_record(pane: HandoutsPane, qtbot: QtBot) -> None:
    pane.show()
    recorded(pane, qtbot)
    record = pane.runs.model.entries[0]
    pane.runs.replacements.click()
    run = pane.options.boxes["run"].widget
    assert isinstance(run, ArrowBox)
    qtbot.waitUntil(lambda: record.printed in run.currentText(), timeout=10_000)
    assert record.title in run.currentText()
    assert not pane.options.boxes["meeting"].widget.isEnabled()


def test_the_menu_tells_own_templates_from_those_of_the_program(pane: HandoutsPane) -> None:
    handout = pane.handout_model.entries[0]
    pane.context.run("ひな形", edit.copy_handout(handout.id, handout.title, template=True))
    pane.handouts.menu.aboutToShow.emit()
    actions = pane.handouts.menu.actions()
    headings = [action.text() for action in actions if isinstance(action, QWidgetAction)]
    assert headings == ["この計画のひな形", "このソフトのひな形"]
    assert all(not action.isEnabled() for action in actions if isinstance(action, QWidgetAction))
    assert sum(action.text() == handout.title for action in actions) == 2


def test_deleted_handouts_are_gone_from_the_plan(pane: HandoutsPane) -> None:
    choose(pane.handouts, 0)
    code = pane.handout_model.entries[0].code
    pane.handouts.delete.click()
    codes = {one.code for one in pane.context.workbench.plan.snapshot().all(Handout)}
    assert code not in codes


def test_the_right_button_offers_what_the_tools_do(
    make_pane: Callable[[PlanFile], HandoutsPane], sample_plan: PlanFile
) -> None:
    pane = make_pane(sample_plan)
    choose(pane.handouts, 0)
    before = pane.handout_model.rowCount()
    menu = pane.handouts.context_menu()
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == ["追加", "複製\tCtrl+D", "上へ移動\tAlt+↑", "下へ移動\tAlt+↓", "削除\tDelete"]
    assert not offered["上へ移動\tAlt+↑"].isEnabled()
    title = shown(pane)
    offered["複製\tCtrl+D"].trigger()
    assert pane.handout_model.rowCount() == before + 1
    assert shown(pane) == f"{title}（写し）"
    added = offered["追加"].menu()
    assert isinstance(added, QMenu)
    added.aboutToShow.emit()
    assert added.actions()[0].text() == "白紙の資料"


def test_tab_goes_through_the_pane_as_the_eye_does(pane: HandoutsPane) -> None:
    choose(pane.handouts, 0)
    chain: list[QWidget] = []
    widget = pane.nextInFocusChain()
    while widget is not pane and widget is not None:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    boxes = [box.widget for box in pane.options.boxes.values()]
    assert boxes
    stations = [
        *(pane.handouts.delete, pane.by_number, pane.handouts.view, pane.blocks.view),
        *(pane.tabs.tabBar(), *boxes, pane.preview.grey, pane.export),
    ]
    places = [chain.index(station) for station in stations]
    assert places == sorted(places)
