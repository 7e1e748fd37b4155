"""The 計画 pane as a whole: its own fields, refusals, empty and read-only plans, its looks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from dxplanner.model import PlanVersion
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.plan import PlanPane
from tests.ui.input_method import retype
from tests.ui.plan_pane.desk import REVISED, Key, Shown, box, click, state, texts, undo_label


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
