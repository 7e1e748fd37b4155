"""The 章構成 pane: two sheets side by side, 変更内容 by button, chapters joined; undone to the start."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.model import PlanVersion
from dxplanner.services.sheet_edit import add_typed
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.outline import OutlinePane
from dxplanner.ui.sheet.sheet import Sheet
from tests.store.test_changelog import all_rows


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[PlanContext], OutlinePane]:
    """Makes the pane, shown."""

    def make(context: PlanContext) -> OutlinePane:
        made = OutlinePane(context)
        qtbot.addWidget(made)
        made.resize(1074, 620)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return make


@pytest.fixture
def pane(shown: Callable[[PlanContext], OutlinePane], context: PlanContext) -> OutlinePane:
    return shown(context)


def texts(sheet: Sheet, column: str) -> list[str]:
    at = [one.key for one in sheet.model.columns].index(column)
    keys = sheet.model.stored_keys
    rows = [sheet.model.row_of(key) for key in keys]
    return [sheet.model.text(row, at) for row in rows if row is not None]


def fills(sheet: Sheet) -> bool:
    """Whether the columns take the whole width, and no more."""
    view = sheet.view
    left = view.viewport().width() - sum(map(view.columnWidth, view.columns_shown()))
    return 0 <= left <= len(view.columns_shown())


def links(pane: OutlinePane, side: int) -> list[str]:
    return [made.text() for made in pane.gaps[side].findChildren(QPushButton)]


def test_both_outlines_stand_side_by_side(pane: OutlinePane) -> None:
    assert fills(pane.old)
    assert fills(pane.new)
    QAbstractItemModelTester(pane.old.model)
    QAbstractItemModelTester(pane.new.model)
    assert texts(pane.old, "title")[2] == "本市を取り巻く情報化の動向とこれまでの取組状況"
    assert texts(pane.new, "draft_pages")[5:7] == ["P13～18", "P19～31"]
    assert texts(pane.new, "status")[-1] == "今年度中に整理"
    assert links(pane, 0)[0] == "１ 施策体系"
    assert "はありません" in pane.gaps[1].title.text()
    assert any(source.key == "outline" for source in program_parts().panes)


def test_words_for_changes_go_to_the_selected_rows(pane: OutlinePane) -> None:
    before = all_rows(pane.context.workbench.plan)
    pane.new.select(pane.new.model.stored_keys[4])
    button = next(made for made in pane.findChildren(QPushButton) if made.text() == "統合")
    button.click()
    assert texts(pane.new, "changes")[4] == "修正なし\n統合"
    assert pane.context.workbench.plan.undo_label() == "変更内容「統合」"
    button.click()
    assert texts(pane.new, "changes")[4] == "修正なし"
    pane.context.undo()
    pane.context.undo()
    assert all_rows(pane.context.workbench.plan) == before


def test_a_chapter_is_joined_and_leaves_the_list(pane: OutlinePane, qtbot: QtBot) -> None:
    pane.old.select(pane.old.model.stored_keys[-1])
    pane.new.select(pane.new.model.stored_keys[-1])
    pane.join.click()
    assert texts(pane.new, "origins")[-1] == "別冊（個別施策）\n３ 個別施策"
    QApplication.processEvents()
    assert "2件" in pane.gaps[0].title.text()
    with qtbot.waitSignal(pane.context.said) as said:
        pane.join.click()
    assert "もう対応しています" in said.args[0]


def test_a_link_leads_to_the_chapter(pane: OutlinePane) -> None:
    made = next(one for one in pane.gaps[0].findChildren(QPushButton) if one.text() == "３ 個別施策")
    made.click()
    assert pane.old.current_key() == pane.old.model.stored_keys[-1]


def test_a_range_is_pasted_and_typed_cells_are_kept(pane: OutlinePane) -> None:
    before = all_rows(pane.context.workbench.plan)
    model = pane.new.model
    pane.new.view.put_cursor(model.index(model.rowCount() - 1, 1))
    QGuiApplication.clipboard().setText(
        '第８章\t進行管理\t第８章\t"新規追加\n体制を記載"\tＰ32\t\n第９章\t用語集\t\t\t\t検討中'
    )
    pane.new.acts.paste()
    assert texts(pane.new, "title")[-2:] == ["進行管理", "用語集"]
    assert texts(pane.new, "origins")[-2] == "第8章 基本施策"
    assert texts(pane.new, "changes")[-2] == "新規追加\n体制を記載"
    QApplication.processEvents()
    assert links(pane, 1) == ["第９章 用語集"]
    while pane.context.workbench.undo() is not None:
        pass
    assert all_rows(pane.context.workbench.plan) == before
    assert len(texts(pane.new, "title")) == 8


def test_insert_begins_a_row(pane: OutlinePane) -> None:
    pane.add.click()
    box = pane.new.view.cells.box
    assert box is not None
    QTest.keyClicks(box, "Appendix")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert "Appendix" in texts(pane.new, "title")


def test_choosing_the_same_version_twice_swaps(pane: OutlinePane) -> None:
    pane.choosers[0].setCurrentIndex(1)
    pane.choosers[0].activated.emit(1)
    assert [chooser.currentData() for chooser in pane.choosers] == [2, 1]
    assert texts(pane.old, "title")[2] == "本市のこれまでの取組と市民意識"
    assert len(texts(pane.new, "title")) == 12


def test_an_outline_begins_as_a_copy(pane: OutlinePane) -> None:
    assert not pane.copy.isVisible()
    pane.new.view.selectAll()
    pane.new.acts.delete()
    assert pane.copy.isVisible()
    assert "現行の章を写す" in pane.new.empty.text()
    pane.copy.click()
    assert texts(pane.new, "title") == texts(pane.old, "title")
    assert not pane.copy.isVisible()


def test_history_leads_to_a_chapter(pane: OutlinePane) -> None:
    with pane.context.workbench.plan.reading() as session:
        from dxplanner.model import Chapter

        key = pane.new.model.stored_keys[3]
        uid = session.get_one(Chapter, key).uid
        change = session.get_one(Chapter, key).changes[0].uid
    assert pane.show_place("chapter", uid)
    assert pane.new.current_key() == key
    pane.new.select(pane.new.model.stored_keys[0])
    assert pane.show_place("chapter_change", change)
    assert pane.new.current_key() == key
    assert not pane.show_place("bar", uid)


def test_an_only_version_has_chapters_too(
    shown: Callable[[PlanContext], OutlinePane],
    make_context: Callable[[PlanFile], PlanContext],
    empty_plan: PlanFile,
) -> None:
    pane = shown(make_context(empty_plan))
    start = all_rows(pane.context.workbench.plan)

    def add(position: int, name: str) -> None:
        version = PlanVersion(position=position, name=name)
        pane.context.run("版", lambda session: session.add(version))

    add(0, "素案")
    assert pane.new.isVisible()
    assert not pane.old.isVisible()
    assert not any(widget.isVisible() for widget in (*pane.choosers[:1], pane.join, pane.copy, pane.gaps[1]))
    assert [column.key for column in pane.new.model.columns] == [
        "part", "number", "title", "draft_pages", "status",
    ]  # fmt: skip
    for width in (1074, 1628):
        pane.resize(width, 780)
        assert fills(pane.new)
    pane.add.click()
    made = pane.context.run("章", add_typed(pane.new.model.source, None, {"title": "はじめに"}))
    assert made is not None
    assert texts(pane.new, "title") == ["はじめに"]
    add(1, "見直し案")
    assert pane.old.isVisible()
    assert texts(pane.old, "title") == ["はじめに"]
    assert "origins" in [column.key for column in pane.new.model.columns]
    while pane.context.workbench.plan.undo_label():
        pane.context.undo()
    assert not pane.new.isVisible()
    assert all_rows(pane.context.workbench.plan) == start


def test_a_plan_without_versions_says_what_is_missing(
    shown: Callable[[PlanContext], OutlinePane],
    make_context: Callable[[PlanFile], PlanContext],
    empty_plan: PlanFile,
) -> None:
    pane = shown(make_context(empty_plan))
    assert pane.layers.currentIndex() == 0

    def add(session: object) -> None:
        for place, name in enumerate(("現行", "見直し案")):
            session.add(PlanVersion(position=place, name=name))  # type: ignore[attr-defined]

    pane.context.run("版", add)
    assert pane.layers.currentIndex() == 1
    assert "Insert" in pane.old.empty.text()


def test_a_read_only_plan_can_only_be_read(
    shown: Callable[[PlanContext], OutlinePane],
    make_context: Callable[[PlanFile], PlanContext],
    sample_path: Path,
    author: Author,
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = shown(make_context(plan))
        assert not pane.add.isEnabled()
        assert not pane.join.isEnabled()
        assert not any(made.text() == "統合" for made in pane.findChildren(QPushButton))
        model = pane.new.model
        assert not model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
