"""Amounts in the 予算 pane: 積算, 財源内訳 and 補助金 are typed, pasted and compared."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import FundingSource
from dxplanner.model import BudgetProject, Provenance
from dxplanner.services.provenance import attach
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from tests.ui.budget_fixtures import (
    CTRL,
    REVISION,
    STAFF,
    TECHNOLOGY,
    Key,
    cells,
    put_cursor,
    retype,
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


def test_items_show_the_sums_of_their_groups(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    rows = cells(pane.amounts.items.sheet)
    assert [row[3:] for row in rows] == [
        ["3,917", "3,917"], ["3,300", "3,300"], ["4,108", ""], ["9,038", "13,146"],
    ]  # fmt: skip
    assert not pane.amounts.groups.isVisible()
    pane.amounts.more.click()
    assert [row[2] for row in cells(pane.amounts.groups.sheet)] == ["3,917", "3,300", "13,146"]


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


def test_inferred_values_are_shown_and_confirmed(pane: BudgetPane) -> None:
    turn_to(pane, STAFF, "積算・財源")
    model = pane.amounts.items.sheet.model
    assert [bool(model.cell(row, 2).inferred) for row in range(4)] == [False, True, True, True]
    with pane.context.workbench.plan.reading() as session:
        uid = session.get_one(BudgetProject, STAFF).uid
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
