"""The 期, 計画版 and 階層 of a plan: added, changed, moved, kept while they are in use."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from dxplanner.app import program_parts
from dxplanner.model import Level
from dxplanner.ui.panes.plan import PlanPane
from dxplanner.ui.tree.panel import TreePanel
from dxplanner.ui.window import MainWindow
from tests.ui.input_method import retype
from tests.ui.plan_pane.desk import CURRENT, Key, box, click, state, texts, undo_label


def test_a_term_is_added_typed_over_and_undone(pane: PlanPane) -> None:
    before = state(pane)
    click(pane.terms.add)
    row = pane.terms.rows()[-1]
    assert texts(pane.terms, "number") == ["1", "2", "3", "4"]
    assert row.editors["first_year"].box.text() == "R13"
    assert box(row, "number").hasFocus()
    QTest.keyClicks(box(row, "number"), "5")
    QTest.keyClick(box(row, "number"), Key.Key_Tab)
    assert state(pane).terms[-1].values["number"] == 5
    assert undo_label(pane) == "第4期 の期変更"
    pane.context.undo()
    assert undo_label(pane) == "期の追加"
    pane.context.undo()
    assert state(pane) == before
    assert len(pane.terms.rows()) == 3


def test_a_term_in_use_says_why_it_stays(pane: PlanPane) -> None:
    before = state(pane)
    used, free = pane.terms.rows()[1:]
    click(used.remove)
    assert used.message.isVisible()
    assert used.message.text().startswith("削除できません。計画版「見直し案」がこの期を使っています。")
    assert state(pane) == before
    click(free.remove)
    assert undo_label(pane) == "第3期の削除"
    assert texts(pane.terms, "number") == ["1", "2"]
    assert pane.terms.add.hasFocus()
    pane.context.undo()
    assert state(pane) == before
    assert texts(pane.terms, "number") == ["1", "2", "3"]


def test_a_version_changes_name_stage_and_term(pane: PlanPane) -> None:
    before = state(pane)
    row = pane.versions.rows()[1]
    assert not row.remove.isVisible()
    retype(box(row, "name"), "改訂案")
    QTest.keyClick(box(row, "name"), Key.Key_Return)
    assert undo_label(pane) == "計画版「見直し案」 の版の名称変更"
    assert pane.levels.count.whole_text() == "6件　「改訂案」"
    stage = box(row, "stage")
    stage.setFocus()
    QTest.keyClick(stage, Key.Key_Down)
    assert state(pane).versions[1].values["stage"] != before.versions[1].values["stage"]
    assert row.link is not None
    row.link.setFocus()
    QTest.keyClick(row.link, Key.Key_Down)
    assert state(pane).versions[1].link == 3
    assert row.link.currentText() == "第3期 R10–R12"
    assert undo_label(pane) == "計画版「改訂案」の期の変更"
    for _ in range(3):
        pane.context.undo()
    assert state(pane) == before
    assert row.link.currentText() == "第2期 R7–R9"


def test_a_new_version_is_chosen_and_waits_for_levels(pane: PlanPane) -> None:
    click(pane.versions.add)
    made = pane.versions.rows()[-1]
    assert made.line is not None
    assert pane.context.version_id == made.line.id
    field = box(made, "name")
    assert field.hasFocus()
    assert isinstance(field, QTextEdit)
    assert field.textCursor().selectedText() == "新しい計画版"
    assert pane.levels.nothing.text() == "階層はまだありません。「＋ 階層を追加」を押すと1行増えます。"
    click(pane.levels.add)
    assert texts(pane.levels, "name") == ["新しい階層"]
    assert box(pane.levels.rows()[0], "name").hasFocus()
    pane.context.undo()
    assert pane.levels.nothing.isVisible()


def test_levels_follow_the_version_of_the_tree(pane: PlanPane) -> None:
    assert texts(pane.levels, "name")[:2] == ["領域", "分野"]
    note = box(pane.levels.rows()[0], "note")
    retype(note, "覚え")
    pane.context.select_version(CURRENT)
    assert texts(pane.levels, "name") == ["2030年のめざす姿", "基本方針", "基本施策", "個別施策"]
    assert pane.levels.count.whole_text() == "4件　「現行計画」"
    with pane.context.workbench.plan.reading() as session:
        assert session.get_one(Level, 2).note == "覚え"


def test_levels_move_and_go_only_while_they_are_empty(pane: PlanPane) -> None:
    before = state(pane)
    *_, used, free = pane.levels.rows()
    click(used.up)
    assert used.message.text().startswith("動かせません。この階層には施策体系の項目が")
    click(used.remove)
    assert used.message.text().startswith("削除できません。")
    assert state(pane) == before
    QTest.keyClick(free.up, Key.Key_Space)
    assert texts(pane.levels, "name")[-2:] == ["個別施策", "基本施策"]
    assert pane.levels.rows()[-2] is free
    assert undo_label(pane) == "階層「個別施策」の上への移動"
    click(free.remove)
    assert len(pane.levels.rows()) == 5
    pane.context.undo()
    pane.context.undo()
    assert state(pane) == before
    assert texts(pane.levels, "name")[-1] == "個別施策"


def test_the_flag_of_a_level_counts_at_once(pane: PlanPane) -> None:
    row = pane.levels.rows()[3]
    QTest.keyClick(box(row, "joined"), Key.Key_Space)
    assert state(pane).levels[3].values["joined"] is True
    pane.context.undo()
    assert row.editors["joined"].box.text() == ""


def test_the_tree_shows_a_renamed_level_at_once(
    make_window: Callable[..., MainWindow], sample_path: Path
) -> None:
    window = make_window(sample_path, parts=program_parts)
    assert window.workspace is not None
    assert window.workspace.keys[0] == "measure"
    assert window.workspace.keys[-1] == "plan"
    assert window.workspace.show_pane("plan")
    pane = window.workspace.pane
    assert isinstance(pane, PlanPane)
    tree = window.workspace.tree
    assert isinstance(tree, TreePanel)
    view = tree.current_view()
    assert view is not None
    field = box(pane.levels.rows()[4], "name")
    retype(field, "取組方針")
    QTest.keyClick(field, Key.Key_Return)
    assert [rule.name for rule in view.rows.rules][4] == "取組方針"
    retype(field, "途中")
    window.workspace.flush()
    assert state(pane).levels[4].values["name"] == "途中"
