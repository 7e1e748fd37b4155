"""The 予算 pane as a whole: what it shows, the way to a row, undo, an empty plan, read-only."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import BudgetProgram, BudgetProject
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.sheet.view import SheetView
from tests.ui.budget_fixtures import (
    REVISION,
    STAFF,
    TECHNOLOGY,
    Key,
    cells,
    listed,
    put_cursor,
    retype,
    show,
    show_revised,
    stored,
    turn_to,
    type_into,
    undo_all,
)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> BudgetPane:
    """The pane on the sample, 見直し案."""
    return show_revised(qtbot, context)


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
    assert pane.amounts.sums.text() == "合計 6,248千円"
    assert pane.amounts.agreed.isVisible()
    assert pane.amounts.agreed.property("role") == "good"
    assert pane.amounts.funding.editors[FundingSource.GENERAL].box.text() == "6,248"
    assert pane.amounts.funding.editors[FundingSource.NATIONAL].box.text() == ""
    assert pane.amounts.funding.gap.text() == "0"


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


def test_an_empty_plan_says_what_to_do(qtbot: QtBot, make_context: Any, empty_plan: PlanFile) -> None:
    pane = show(qtbot, make_context(empty_plan))
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
    qtbot: QtBot, make_context: Any, sample_path: Path, author: Author
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = show(qtbot, make_context(plan))
        assert pane.heading.program["total"].box.property("readOnly") is True
        assert not pane.list.acts["delete"].isEnabled()
        assert not pane.amounts.funding.general.isVisible()
        assert not any(tool.isVisible() for tool in pane.amounts.items.tools)
        turn_to(pane, STAFF, "作業の流れ")
        assert pane.flows.nothing.text() == "作業の流れは登録されていません。"
        turn_to(pane, REVISION, "施策・行動計画")
        assert not pane.ties.box.isVisible()


def test_no_sheet_is_wider_or_much_narrower_than_its_place(pane: BudgetPane) -> None:
    for width in (1074, 1628):
        pane.resize(width, 780)
        for project in (REVISION, STAFF, TECHNOLOGY):
            for title in pane.pages:
                sheets = turn_to(pane, project, title).findChildren(SheetView)
                for view in filter(SheetView.isVisible, sheets):
                    wide = sum(map(view.columnWidth, view.columns_shown()))
                    assert wide <= view.viewport().width(), (width, title)
                    assert wide >= view.viewport().width() - len(view.columns_shown()), (width, title)


def test_financing_stands_in_columns(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    table = pane.amounts.funding
    shown = [table.amount, *table.editors.values(), table.total, table.gap]
    rects = [QRect(cell.mapTo(table, QPoint()), cell.size()) for cell in shown]
    gaps = [right.left() - left.right() - 1 for left, right in pairwise(rects)]
    assert gaps == [8] * 7
    assert len({rect.top() for rect in rects}) == 1
