"""The 計画 pane as a user works with it: fields, lists, refusals, undo, read-only plans."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.app import program_parts
from dxplanner.model import Level, PlanVersion
from dxplanner.services.fields import set_field
from dxplanner.services.plan_settings import PlanSettings, plan_settings
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.plan import PlanPane
from dxplanner.ui.panes.plan_rows import SettingList, SettingRow
from dxplanner.ui.tree.panel import TreePanel
from dxplanner.ui.window import MainWindow
from tests.ui.test_window import compose

Key = Qt.Key
REVISED, CURRENT = 2, 1
TODAY = date(2024, 11, 8)
Shown = Callable[[PlanContext], PlanPane]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Makes the pane, shown on the 見直し案 where there is one."""

    def make(context: PlanContext) -> PlanPane:
        made = PlanPane(context, today=lambda: TODAY)
        qtbot.addWidget(made)
        made.resize(1074, 1600)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def pane(shown: Shown, context: PlanContext) -> PlanPane:
    """The pane on the sample, 見直し案."""
    context.select_version(REVISED)
    return shown(context)


def state(pane: PlanPane) -> PlanSettings:
    with pane.context.workbench.plan.reading() as session:
        return plan_settings(session, pane.context.version_id)


def box(row: SettingRow, name: str) -> QWidget:
    return row.editors[name].box


def texts(one: SettingList, name: str) -> list[str]:
    return [row.editors[name].box.text() for row in one.rows()]


def retype(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_Delete)
    compose(field, text)


def click(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def undo_label(pane: PlanPane) -> str | None:
    return pane.context.workbench.plan.undo_label()


def test_the_plans_own_fields_are_edited_by_name(pane: PlanPane) -> None:
    before = state(pane)
    field = pane.editors["name"].box
    retype(field, "第二次計画")
    QTest.keyClick(field, Key.Key_Return)
    assert undo_label(pane) == "計画名の変更"
    plan = state(pane).plan
    assert plan is not None
    assert plan.values["name"] == "第二次計画"
    pane.context.undo()
    assert state(pane) == before
    assert field.text() == "長崎市DX推進計画"
    assert pane.editors["slogan"].marks.isVisible()


def test_an_invalid_value_says_why_below_its_line(pane: PlanPane) -> None:
    row = pane.terms.rows()[0]
    before = state(pane)
    retype(box(row, "number"), "0")
    QTest.keyClick(box(row, "number"), Key.Key_Return)
    message = row.editors["number"].message
    assert message.isVisible()
    assert message.text() == "1以上の数を入力してください。"
    assert message.width() > 400
    assert state(pane) == before
    QTest.keyClick(box(row, "number"), Key.Key_Escape)
    assert not message.isVisible()
    retype(pane.editors["last_year"].box, "R3")
    QTest.keyClick(pane.editors["last_year"].box, Key.Key_Tab)
    assert pane.caution.isVisible()


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


def test_a_department_in_use_names_first_what_goes(pane: PlanPane) -> None:
    click(pane.departments.add)
    old, new = pane.departments.rows()
    retype(box(new, "name"), "デジタル推進課")
    QTest.keyClick(box(new, "name"), Key.Key_Tab)
    assert new.link is not None
    new.link.setFocus()
    QTest.keyClick(new.link, Key.Key_Down)
    before = state(pane)
    assert before.departments[1].link == 1
    click(old.remove)
    assert pane.confirm.isVisible()
    assert pane.confirm.question.startswith("組織「情報政策推進室」を削除すると、")
    assert "後継の組織 1件が空欄になります。" in pane.confirm.question
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_Escape)
    assert state(pane) == before
    assert old.remove.hasFocus()
    click(old.remove)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_Return)
    assert [line.place for line in state(pane).departments] == ["組織「デジタル推進課」"]
    pane.context.undo()
    assert state(pane) == before
    assert texts(pane.departments, "name") == ["情報政策推進室", "デジタル推進課"]


def test_a_department_does_not_follow_itself(pane: PlanPane) -> None:
    click(pane.departments.add)
    first, second = pane.departments.rows()
    assert first.link is not None
    assert second.link is not None
    assert [first.link.itemText(at) for at in range(first.link.count())] == ["なし", "新しい組織"]
    first.link.setFocus()
    QTest.keyClick(first.link, Key.Key_Down)
    second.link.setFocus()
    with_round: list[str] = []
    pane.context.said.connect(with_round.append)
    QTest.keyClick(second.link, Key.Key_Down)
    assert with_round == ["後継の組織をたどると元の組織に戻るため、設定できません。"]
    assert second.link.currentText() == "なし"


def test_typing_keeps_its_cursor_while_others_commit(pane: PlanPane) -> None:
    field = pane.editors["concept"].box
    retype(field, "打っている途中")
    pane.context.run("別の変更", lambda s: set_field(s, PlanVersion, REVISED, "note", "別の人"))
    assert (field.text(), field.hasFocus()) == ("打っている途中", True)
    assert texts(pane.versions, "note")[1] == "別の人"
    pane.flush()
    plan = state(pane).plan
    assert plan is not None
    assert plan.values["concept"] == "打っている途中"


def test_an_empty_plan_says_which_button_adds_what(
    shown: Shown, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    pane = shown(make_context(empty_plan))
    assert pane.editors["name"].box.text() == "試験計画"
    assert pane.terms.nothing.text() == "期はまだありません。「＋ 期を追加」を押すと1行増えます。"
    assert "先に「＋ 計画版を追加」を" in pane.levels.nothing.text()
    assert not pane.levels.add.isVisible()
    assert not pane.levels.headings.isVisible()
    click(pane.versions.add)
    assert pane.levels.add.isVisible()


def test_a_plan_that_is_only_read_offers_no_edit(
    shown: Shown, sample_path: Path, make_context: Callable[[PlanFile], PlanContext]
) -> None:
    with PlanFile.open(sample_path, Author("課長", "PC-02"), editable=False) as plan:
        context = make_context(plan)
        context.select_version(REVISED)
        pane = shown(context)
        assert [one for one in pane.findChildren(QPushButton) if one.isVisible()] == []
        QTest.keyClicks(pane.editors["name"].box, "x")
        assert pane.editors["name"].box.text() == "長崎市DX推進計画"
        link = pane.versions.rows()[0].link
        assert link is not None
        assert not link.isEnabled()
        assert not box(pane.levels.rows()[0], "joined").isEnabled()


def test_it_fits_narrow_and_wide_and_tab_follows_the_eye(pane: PlanPane) -> None:
    inside = pane.form.widget()
    assert inside is not None
    assert inside is not None
    assert inside.minimumSizeHint().width() <= 700
    row = pane.levels.rows()[0]
    expected: list[QWidget] = [
        *(box(row, name) for name in ("name", "scope", "joined", "note")),
        *row.buttons,
        box(pane.levels.rows()[1], "name"),
    ]
    expected[0].setFocus()
    for widget in expected[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Key.Key_Tab)
        assert widget.hasFocus(), widget.accessibleName()
    assert box(row, "note").accessibleName() == "階層「領域」 備考"
    pane.resize(1628, 900)
    assert pane.form.two_columns
    assert inside.minimumSizeHint().width() <= pane.form.viewport().width()


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


def test_axes_and_related_plans_are_lists_too(pane: PlanPane) -> None:
    before = state(pane)
    assert texts(pane.axes, "name") == ["都市のデジタル化", "行政のデジタル化"]
    click(pane.axes.add)
    row = pane.axes.rows()[-1]
    retype(box(row, "name"), "地域のデジタル化")
    QTest.keyClick(box(row, "name"), Key.Key_Return)
    click(row.up)
    assert texts(pane.axes, "name") == ["都市のデジタル化", "地域のデジタル化", "行政のデジタル化"]
    assert undo_label(pane) == "計画の柱「地域のデジタル化」の上への移動"
    click(pane.axes.rows()[0].up)
    assert pane.axes.rows()[0].message.isHidden()
    assert texts(pane.axes, "name")[0] == "都市のデジタル化"
    click(pane.related.add)
    added = pane.related.rows()[-1]
    assert texts(pane.related, "name")[-1] == "新しい関連する計画"
    click(added.remove)
    while pane.context.workbench.undo() is not None:
        pass
    assert state(pane) == before


def test_a_related_plan_goes_with_its_links_only_when_confirmed(pane: PlanPane) -> None:
    before = state(pane)
    row = next(row for row in pane.related.rows() if "新市役所" in row.editors["name"].box.text())
    click(row.remove)
    assert "行動計画との対応" in pane.confirm.question
    assert state(pane) == before
    pane.confirm._go_on()
    assert len(state(pane).actions) < len(before.actions)
    pane.context.undo()
    assert state(pane) == before


def test_an_action_item_is_tied_to_another_plan(pane: PlanPane) -> None:
    before = state(pane)
    click(pane.action_links.add)
    row = pane.action_links.rows()[-1]
    retype(box(row, "code"), "Ｃ９")
    QTest.keyClick(box(row, "code"), Key.Key_Return)
    link = row.link
    assert link is not None
    offered = [link.itemText(at) for at in range(link.count())]
    assert "なし" not in offered
    place = offered.index("新市役所創造アクションプラン")
    link.setCurrentIndex(place)
    link.activated.emit(place)
    assert next(line for line in state(pane).actions if line.values["code"] == "Ｃ９").link == link.itemData(
        place
    )
    while pane.context.workbench.undo() is not None:
        pass
    assert state(pane) == before


def test_a_long_name_of_the_version_leaves_all_buttons_in_sight(pane: PlanPane) -> None:
    name = "情報通信技術を活用した市民サービスの高度化" * 9
    pane.context.run("版の名称", lambda session: set_field(session, PlanVersion, REVISED, "name", name))
    QApplication.processEvents()
    count = pane.levels.count
    assert count.text().startswith("6件　「情報通信")
    assert count.text().endswith("…")
    inside = pane.form.widget()
    assert inside is not None
    assert inside.width() == pane.form.viewport().width()
    for button in (pane.levels.add, *(row.remove for row in pane.levels.rows())):
        right = button.mapTo(inside, button.rect().bottomRight())
        assert inside.rect().contains(right)


def test_two_columns_are_about_equally_high(pane: PlanPane) -> None:
    pane.resize(1632, 900)
    QApplication.processEvents()
    assert pane.form.two_columns
    left = pane.versions.geometry().bottom()
    right = pane.action_links.geometry().bottom()
    assert pane.versions.x() < pane.levels.x()
    assert min(left, right) > 0.7 * max(left, right)
