"""The 予算 pane as a user works with it: list, heading, items, 財源, grants, 作業の流れ, undo, read-only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import BudgetProgram, BudgetProject, FlowStep, PolicyNode, Provenance
from dxplanner.store.changelog import ENTITY_TABLES
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.panes.budget_pages import Page
from dxplanner.ui.sheet.sheet import Sheet
from tests.ui.test_window import compose

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
REVISED, CURRENT = 2, 1
REVISION, STAFF, TECHNOLOGY = 1, 2, 3
Shown = Callable[[PlanContext], BudgetPane]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Makes the pane, shown and active."""

    def make(context: PlanContext) -> BudgetPane:
        made = BudgetPane(context)
        qtbot.addWidget(made)
        made.resize(1074, 620)
        QAbstractItemModelTester(made.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def pane(shown: Shown, context: PlanContext) -> BudgetPane:
    """The pane on the sample, 見直し案."""
    context.select_version(REVISED)
    return shown(context)


def stored(context: PlanContext) -> dict[str, list[tuple[Any, ...]]]:
    with context.workbench.plan.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')] for name in ENTITY_TABLES
        }


def listed(pane: BudgetPane) -> list[str]:
    model = pane.list.model
    found = []
    for row in range(model.rowCount()):
        parent = model.index(row, 0)
        found.append(str(parent.data()))
        found += [f"　{model.index(at, 0, parent).data()}" for at in range(model.rowCount(parent))]
    return found


def turn_to(pane: BudgetPane, project: int, page: str) -> Page:
    pane.show_row(project)
    pane.tabs.setCurrentIndex(list(pane.pages).index(page))
    return pane.pages[page]()


def cells(sheet: Sheet) -> list[list[str]]:
    model = sheet.model
    return [
        [model.text(model.row_of(key) or 0, column) for column in range(model.columnCount())]
        for key in model.keys
    ]


def put_cursor(sheet: Sheet, row: int, column: str) -> None:
    QTest.keyClick(sheet.view, Key.Key_Home)  # no key of the step before is held any more
    key = sheet.model.keys[row]
    assert sheet.select(key, column)
    sheet.view.setFocus()


def type_into(sheet: Sheet, row: int, column: str, text: str) -> None:
    put_cursor(sheet, row, column)
    sheet.view.type_in(sheet.view.currentIndex(), over=True)
    box = sheet.view.cells.box
    assert box is not None
    compose(box, text)
    QTest.keyClick(box, Key.Key_Return)


def retype(box: Any, text: str) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_A, CTRL)
    QTest.keyClick(box, Key.Key_Delete)
    compose(box, text)
    QTest.keyClick(box, Key.Key_Return)


def undo_all(context: PlanContext) -> int:
    steps = 0
    while context.workbench.undo() is not None:
        steps += 1
    return steps


# What is shown --------------------------------------------------------------------------------------


def test_it_opens_on_the_first_project(pane: BudgetPane) -> None:
    assert listed(pane) == [
        "R6　デジタル化推進費",
        "　長崎市ＤＸ推進計画改訂",
        "　職員の育成",
        "　最新のテクノロジーに触れる場の創出",
    ]
    heading = pane.heading
    assert heading.program["total"].box.text() == "60,979"
    assert heading.project["amount"].box.text() == "6,248"
    assert [heading.program[name].box.text() for name in ("pages", "kan_number", "moku_name")] == [
        "126～127", "２", "情報システム推進費",
    ]  # fmt: skip
    assert pane.amounts.sums.text() == "合計 6,248千円　✓ 事業費と一致"
    assert pane.amounts.funding.editors[FundingSource.GENERAL].box.text() == "6,248"
    assert pane.amounts.funding.editors[FundingSource.NATIONAL].box.text() == ""
    assert pane.amounts.funding.gap.text() == "0"


def test_items_show_the_sums_of_their_groups(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    rows = cells(pane.amounts.items.sheet)
    assert [row[3:] for row in rows] == [
        ["3,917", "3,917"], ["3,300", "3,300"], ["4,108", ""], ["9,038", "13,146"],
    ]  # fmt: skip
    assert not pane.amounts.groups.isVisible()
    pane.amounts.more.click()
    assert [row[2] for row in cells(pane.amounts.groups.sheet)] == ["3,917", "3,300", "13,146"]


def test_a_program_shows_its_projects_with_sums(pane: BudgetPane) -> None:
    pane.list.select(BudgetProgram, 1)
    page = pane.program_page
    assert page.isVisible()
    assert page.sums.text() == "3事業の計 30,150千円"
    assert page.remark.text().splitlines() == [
        "財源の計：国庫支出金 4,794千円　一般財源 25,356千円",
        "この計画にある3事業の計は30,150千円です。予算額60,979千円との差30,829千円は、ほかの事業の分です。",
    ]
    assert cells(page.part.sheet)[1][:7] == ["職員の育成", "20,363", "3,080", "－", "－", "－", "17,283"]
    type_into(page.part.sheet, 2, "国庫支出金", "1700")
    assert cells(page.part.sheet)[2][2] == "1,700"
    assert "4,780千円" in page.remark.text()
    assert not pane.tabs.isVisible()


def test_every_page_has_what_the_sample_has(pane: BudgetPane) -> None:
    for project in (REVISION, STAFF, TECHNOLOGY):
        for page in pane.pages:
            assert turn_to(pane, project, page).isVisible()
    turn_to(pane, STAFF, "事業説明")
    assert len(cells(pane.points.points.sheet)) == 19
    turn_to(pane, STAFF, "脚注")
    assert len(cells(pane.footnotes.parts[0].sheet)) == 6
    turn_to(pane, TECHNOLOGY, "作業の流れ")
    assert [row[4] for row in cells(pane.flows.steps.sheet)] == ["R6", "R6", "R7", "R7", "R7"]
    turn_to(pane, STAFF, "施策・行動計画")
    assert cells(pane.ties.actions_part.sheet) == [["新市役所創造アクションプラン", "Ａ２", "人材育成"]]


# Amounts --------------------------------------------------------------------------------------------


def test_differences_are_said_at_once(pane: BudgetPane) -> None:
    retype(pane.heading.project["amount"].box, "６，２００，０００円")
    assert pane.heading.project["amount"].box.text() == "6,200"
    assert pane.amounts.remarks.text() == "⚠ 内訳の合計は6,248千円で、事業費6,200千円と48千円違います。"
    assert "財源内訳の計は6,248千円" in pane.amounts.funding.remarks.text()
    assert pane.amounts.funding.gap.text() == "△48"
    assert pane.list.model.index(0, 1, pane.list.model.index(0, 0)).data() == "（6,200）"
    pane.amounts.take.click()
    assert pane.heading.project["amount"].box.text() == "6,248"
    assert not pane.amounts.remarks.isVisible()
    assert not pane.amounts.take.isVisible()


def test_parts_of_a_thousand_yen_are_asked_about(pane: BudgetPane) -> None:
    editor = pane.heading.project["amount"]
    before = stored(pane.context)
    retype(editor.box, "6,248,500円")
    assert "6,248か6,249のように千円単位で" in editor.message.text()
    assert editor.message.isVisible()
    assert stored(pane.context) == before


def test_funding_is_typed_pasted_and_proposed(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    table = pane.amounts.funding
    retype(table.editors[FundingSource.BOND].box, "１百万円")
    assert table.editors[FundingSource.BOND].box.text() == "1,000"
    assert table.gap.text() == "△1,000"
    table.general.click()
    assert table.editors[FundingSource.GENERAL].box.text() == "16,283"
    assert table.gap.text() == "0"
    retype(table.editors[FundingSource.BOND].box, "－")
    assert table.editors[FundingSource.BOND].box.text() == ""
    QGuiApplication.clipboard().setText("３，０８０＿\t－\t－\t△１＿\t１７，２８４＿\r\n")
    box = table.editors[FundingSource.NATIONAL].box
    box.setFocus()
    QTest.keyClick(box, Key.Key_V, CTRL)
    assert [editor.box.text() for editor in table.editors.values()] == ["3,080", "", "", "△1", "17,284"]
    assert table.total.text() == "20,363"
    assert undo_all(pane.context) == 4
    assert [editor.box.text() for editor in table.editors.values()] == ["3,080", "", "", "", "17,283"]


def test_a_bad_cell_of_a_pasted_row_is_marked_and_the_rest_goes_in(pane: BudgetPane) -> None:
    table = pane.amounts.funding
    assert table.paste(FundingSource.NATIONAL, "1,000\t未定\t10.5千円\t0\t5,248")
    assert [editor.box.text() for editor in table.editors.values()] == [
        "1,000",
        "未定",
        "10.5千円",
        "0",
        "5,248",
    ]
    assert "読めません" in table.editors[FundingSource.PREFECTURAL].message.text()
    assert "千円未満" in table.editors[FundingSource.BOND].message.text()
    assert table.total.text() == "6,248"


def test_a_grant_is_computed_while_it_is_typed(pane: BudgetPane) -> None:
    turn_to(pane, TECHNOLOGY, "補助金")
    sheet = pane.grants.subsidies.sheet
    names = [column.key for column in sheet.model.columns]

    def row() -> dict[str, str]:
        return dict(zip(names, cells(sheet)[0], strict=True))

    assert (row()["eligible"], row()["rate"], row()["computed"], row()["rest"]) == (
        "3,429", "1/2", "1,714", "110",
    )  # fmt: skip
    type_into(sheet, 0, "rounding", "切上げ")
    assert (row()["computed"], row()["gap"]) == ("1,715", "△1")
    assert pane.grants.remarks.text() == (
        "⚠ 財源内訳の国庫支出金は1,714千円で、補助金の算出額1,715千円と1千円違います。"
    )
    turn_to(pane, TECHNOLOGY, "積算・財源")
    pane.amounts.funding.grants.click()
    assert pane.amounts.funding.editors[FundingSource.NATIONAL].box.text() == "1,715"
    assert pane.amounts.funding.editors[FundingSource.GENERAL].box.text() == "1,824"
    turn_to(pane, TECHNOLOGY, "補助金")
    assert row()["gap"] == "0"


def test_a_range_of_a_workbook_goes_into_the_items(pane: BudgetPane, qtbot: QtBot) -> None:
    """Full-width digits, 「＿」, quoted line feeds, 円, 「－」: as copied from Excel."""
    turn_to(pane, REVISION, "積算・財源")
    sheet = pane.amounts.items.sheet
    before = stored(pane.context)
    QGuiApplication.clipboard().setText(
        '（１）基礎調査\t委託料\t"長崎市ＤＸ推進計画の改訂に係る\n調査業務委託料"\t３，１４８＿\r\n'
        "（１）基礎調査\t委託料\t集計・分析\t１，０００，０００円\r\n"
        '（２）見直し支援\t使用料及び賃借料\t"会場借上料\n（３回）"\t△１００\r\n'
        "\t需用費\t消耗品費\t－\r\n"
    )
    put_cursor(sheet, 0, "group")
    QTest.keyClick(sheet.view, Key.Key_V, CTRL)
    assert cells(sheet) == [
        ["（１）基礎調査", "委託料", "長崎市ＤＸ推進計画の改訂に係る調査業務委託料", "3,148", ""],
        ["（１）基礎調査", "委託料", "集計・分析", "1,000", "4,148"],
        ["（２）見直し支援", "使用料及び賃借料", "会場借上料（３回）", "△100", "△100"],
        ["", "需用費", "消耗品費", "", ""],
    ]
    with pane.context.workbench.plan.reading() as session:
        project = session.get_one(BudgetProject, REVISION)
        assert [
            (item.group.number if item.group else None, item.setsu, item.name, item.amount)
            for item in project.items
        ] == [
            ("（１）", "委託料", "長崎市ＤＸ推進計画の改訂に係る調査業務委託料", 3148),
            ("（１）", "委託料", "集計・分析", 1000),
            ("（２）", "使用料及び賃借料", "会場借上料（３回）", -100),
            (None, "需用費", "消耗品費", None),
        ]
        assert [group.name for group in project.groups] == ["基礎調査", "見直し支援"]
    assert pane.amounts.remarks.text() == "⚠ 内訳の合計は4,048千円で、事業費6,248千円と2,200千円違います。"
    assert undo_all(pane.context) == 1
    assert stored(pane.context) == before
    assert len(cells(sheet)) == 1


def test_bad_cells_of_a_range_are_marked(pane: BudgetPane) -> None:
    turn_to(pane, TECHNOLOGY, "積算・財源")
    sheet = pane.amounts.items.sheet
    QGuiApplication.clipboard().setText("１，７００＿\r\n約千七百\r\n2,450円\r\n")
    put_cursor(sheet, 0, "amount")
    QTest.keyClick(sheet.view, Key.Key_V, CTRL)

    assert [bad.text for bad in sheet.model.bad.values()] == ["約千七百", "2,450円"]
    with pane.context.workbench.plan.reading() as session:
        project = session.get_one(BudgetProject, TECHNOLOGY)
        assert [item.amount for item in project.items] == [1700, 1686, 245]


# The list -------------------------------------------------------------------------------------------


def test_projects_are_added_named_copied_moved_and_deleted_by_keys(pane: BudgetPane, qtbot: QtBot) -> None:
    before = stored(pane.context)
    view = pane.list.view
    pane.list.select(BudgetProject, REVISION)
    view.setFocus()
    QTest.keyClick(view, Key.Key_Insert)
    qtbot.waitUntil(lambda: view.state() == view.State.EditingState)
    box = view.viewport().findChild(QLineEdit)
    assert box is not None
    box.selectAll()
    compose(box, "窓口の改革")
    QTest.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: listed(pane)[2] == "　窓口の改革")
    assert pane.heading.project["name"].box.text() == "窓口の改革"
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert listed(pane)[1:4] == ["　長崎市ＤＸ推進計画改訂", "　職員の育成", "　窓口の改革"]
    QTest.keyClick(view, Key.Key_D, CTRL)
    assert listed(pane)[4] == "　窓口の改革の写し"
    QTest.keyClick(view, Key.Key_Delete)
    assert "　窓口の改革の写し" not in listed(pane)
    pane.list.select(BudgetProject, STAFF)
    QTest.keyClick(view, Key.Key_Delete)
    assert "積算 4件" in pane.confirm.question
    assert "　職員の育成" in listed(pane)
    QTest.keyClick(pane.confirm, Key.Key_Return)
    assert "　職員の育成" not in listed(pane)
    QTest.keyClick(view, Key.Key_Return, CTRL)
    assert listed(pane)[-1] == "R6　新しい事業"
    assert undo_all(pane.context) == 7
    assert stored(pane.context) == before
    assert listed(pane)[2] == "　職員の育成"


def test_a_project_goes_into_another_program(pane: BudgetPane) -> None:
    pane.list.acts["duplicate"].trigger()
    pane.list.select(BudgetProgram, 1)
    pane.list.acts["duplicate"].trigger()
    assert listed(pane)[5] == "R6　デジタル化推進費の写し"
    pane.list.select(BudgetProject, TECHNOLOGY)
    pane.list.acts["down"].trigger()
    assert listed(pane)[5] == "　最新のテクノロジーに触れる場の創出"
    assert pane.list.current is not None
    assert pane.list.current.id == TECHNOLOGY
    undo_all(pane.context)
    assert len(listed(pane)) == 4


def test_another_name_elsewhere_is_followed_without_a_reset(pane: BudgetPane) -> None:
    model = pane.list.model
    resets: list[bool] = []
    changed: list[QModelIndex] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, _last: changed.append(first))
    retype(pane.heading.project["name"].box, "計画改訂")
    assert listed(pane)[1] == "　計画改訂"
    assert (resets, len(changed)) == ([], 1)


# The rest of a project ------------------------------------------------------------------------------


def test_steps_and_their_tasks(pane: BudgetPane) -> None:
    turn_to(pane, REVISION, "作業の流れ")
    sheet = pane.flows.steps.sheet
    with pane.context.workbench.plan.reading() as session:
        uids = [task.uid for task in session.get_one(FlowStep, 3).tasks]
    QGuiApplication.clipboard().setText(
        '"個別施策の記載内容の見直し\n成果指標の検討\n重点取組みの設定\n庁内照会"'
    )
    put_cursor(sheet, 2, "tasks")
    QTest.keyClick(sheet.view, Key.Key_V, CTRL)
    with pane.context.workbench.plan.reading() as session:
        tasks = session.get_one(FlowStep, 3).tasks
        assert [task.text for task in tasks] == [
            "個別施策の記載内容の見直し", "成果指標の検討", "重点取組みの設定", "庁内照会",
        ]  # fmt: skip
        assert [task.uid for task in tasks][:3] == uids
    type_into(sheet, 0, "period", "R6.5～6月")
    assert pane.flows.preview.accessibleDescription().endswith("→ 改訂完了")
    retype(pane.flows.fields.end_label.box, "公表")
    assert pane.flows.preview.accessibleDescription().endswith("→ 公表")
    undo_all(pane.context)
    assert cells(sheet)[0][1] == "R6.4～6月"


def test_a_flow_is_added_and_deleted(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "作業の流れ")
    assert pane.flows.nothing.isVisible()
    assert not pane.flows.steps.isVisible()
    pane.flows.add.click()
    assert pane.flows.fields.title.box.text() == "新しい作業の流れ"
    assert pane.flows.steps.isVisible()
    pane.flows.remove.click()
    assert pane.confirm.question.startswith("作業の流れ「新しい作業の流れ」を")
    QTest.keyClick(pane.confirm, Key.Key_Return)
    assert pane.flows.nothing.isVisible()
    assert undo_all(pane.context) == 2


def test_measures_are_tied_by_number_or_name_or_from_the_tree(pane: BudgetPane) -> None:
    turn_to(pane, REVISION, "施策・行動計画")
    ties = pane.ties
    assert ties.nothing.isVisible()
    for typed in ("5-1", "スマート市役所への変革と都市"):
        ties.box.setEditText(typed)
        line = ties.box.lineEdit()
        assert line is not None
        QTest.keyClick(line, Key.Key_Return)
    assert [line.node.number for line in ties.view.nodes] == ["5-1"] if ties.view else False
    assert "左で選んでいる計画版にありません" in ties.message.text()
    with pane.context.workbench.plan.reading() as session:
        node = session.query(PolicyNode).filter_by(version_id=REVISED).order_by(PolicyNode.id).all()[5].id
    assert not ties.from_tree.isEnabled()
    pane.context.select_node(node)
    assert ties.from_tree.isEnabled()
    ties.from_tree.click()
    ties.from_tree.click()
    assert "もう入っています" in ties.message.text()
    assert len(ties.rows.widgets()) == 2
    ties.rows.widgets()[0].remove.click()  # type: ignore[attr-defined]
    assert len(ties.rows.widgets()) == 1
    assert undo_all(pane.context) == 3
    assert ties.nothing.isVisible()


def test_inferred_values_are_shown_and_confirmed(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    model = pane.amounts.items.sheet.model
    assert [bool(model.cell(row, 2).inferred) for row in range(4)] == [False, True, True, True]
    with pane.context.workbench.plan.reading() as session:
        uid = session.get_one(BudgetProject, STAFF).uid
    from datetime import date

    from dxplanner.services.provenance import attach

    pane.context.run(
        "推定", lambda session: attach(session, uid, "amount", by="係", on=date(2024, 4, 1), basis="試算")
    )
    strips = pane.heading.strips.widgets()
    assert len(strips) == 1
    assert pane.heading.project["amount"].box.property("inferred") is True
    strips[0].confirm.click()  # type: ignore[attr-defined]
    assert pane.heading.project["amount"].box.property("inferred") is False
    with pane.context.workbench.plan.reading() as session:
        mark = session.query(Provenance).filter_by(entity_uid=uid, basis="試算").one()
        assert mark.status.value == "確認済"


# Frame ----------------------------------------------------------------------------------------------


def test_rows_are_found_from_the_history(pane: BudgetPane) -> None:
    with pane.context.workbench.plan.reading() as session:
        project = session.get_one(BudgetProject, TECHNOLOGY)
        item, subsidy = project.items[1], project.subsidies[0]
        step = project.flows[0].steps[2]
        program = project.program.uid
        wanted = [(row.__tablename__, row.uid, row.id) for row in (item, subsidy, step)]
    sheets = (pane.amounts.items.sheet, pane.grants.subsidies.sheet, pane.flows.steps.sheet)
    for (table, uid, key), sheet in zip(wanted, sheets, strict=True):
        assert pane.show_place(table, uid)
        assert sheet.isVisible()
        assert sheet.current_key() == key
    assert pane.show_place("budget_program", program)
    assert pane.program_page.isVisible()
    assert not pane.show_place("budget_item", "gone")


def test_sums_of_a_selection_are_told(pane: BudgetPane, qtbot: QtBot) -> None:
    turn_to(pane, STAFF, "積算・財源")
    told: list[str] = []
    pane.summed.connect(told.append)
    sheet = pane.amounts.items.sheet
    put_cursor(sheet, 0, "amount")
    for _ in range(3):
        QTest.keyClick(sheet.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(told) and "20,363" in told[-1])


def test_all_of_it_is_undone_to_the_start(pane: BudgetPane) -> None:
    before = stored(pane.context)
    retype(pane.heading.program["total"].box, "６１，０００＿")
    retype(pane.heading.program["kan_name"].box, "総務費等")
    turn_to(pane, STAFF, "積算・財源")
    type_into(pane.amounts.items.sheet, 0, "amount", "4000")
    type_into(pane.amounts.items.sheet, 2, "group", "（４）新しいまとまり")
    turn_to(pane, STAFF, "補助金")
    type_into(pane.grants.subsidies.sheet, 0, "eligible", "7000")
    type_into(pane.grants.measures.sheet, 0, "base", "1000")
    turn_to(pane, STAFF, "脚注")
    type_into(pane.footnotes.parts[0].sheet, 0, "mark", "※9")
    turn_to(pane, STAFF, "事業説明")
    pane.points.points.sheet.acts.delete()
    turn_to(pane, STAFF, "施策・行動計画")
    type_into(pane.ties.actions_part.sheet, 0, "plan", "少子化対策アクションプラン")
    assert stored(pane.context) != before
    assert undo_all(pane.context) == 9
    assert stored(pane.context) == before
    turn_to(pane, STAFF, "積算・財源")
    assert cells(pane.amounts.items.sheet)[0][3] == "3,917"
    assert pane.heading.program["total"].box.text() == "60,979"


def test_an_empty_plan_says_what_to_do(shown: Shown, make_context: Any, empty_plan: PlanFile) -> None:
    pane = shown(make_context(empty_plan))
    assert pane.list.nothing.isVisible()
    assert "Insert" in pane.list.nothing.text()
    assert pane.empty.isVisible()
    pane.list.acts["add_program"].trigger()
    assert pane.program_page.isVisible()
    pane.list.acts["add_project"].trigger()
    assert pane.amounts.isVisible()
    assert cells(pane.amounts.items.sheet) == []
    undo_all(pane.context)
    assert pane.list.nothing.isVisible()


def test_a_read_only_plan_cannot_be_changed(
    shown: Shown, make_context: Any, sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = shown(make_context(plan))
        assert pane.heading.program["total"].box.property("readOnly") is True
        assert not pane.list.acts["delete"].isEnabled()
        assert not pane.amounts.funding.general.isVisible()
        assert not any(tool.isVisible() for tool in pane.amounts.items.tools)
        turn_to(pane, STAFF, "作業の流れ")
        assert pane.flows.nothing.text() == "作業の流れは登録されていません。"
        turn_to(pane, REVISION, "施策・行動計画")
        assert not pane.ties.box.isVisible()
