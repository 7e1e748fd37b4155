"""The 組織, 計画の柱 and 関連する計画 of a plan: what follows from deleting them, what is tied to them."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dxplanner.ui.panes.plan import PlanPane
from tests.ui.input_method import retype
from tests.ui.plan_pane.desk import Key, box, click, state, texts, undo_label


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
