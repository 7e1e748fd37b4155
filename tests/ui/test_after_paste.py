"""What can be decided after a paste: amounts in 円 taken as such, lines that were left out taken along."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import FundingSource, Rounding
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget import BudgetPane
from dxplanner.ui.sheet.paste_rows import YenRow
from dxplanner.ui.sheet.sheet import Sheet
from tests.ui.budget_fixtures import STAFF, Key, cells, put_cursor, show_revised, stored, turn_to
from tests.ui.sheet_fixtures import (
    ANSWER,
    CTRL,
    NUMBER,
    SUMMARY,
    Make,
    at,
    choose,
    column,
    context_of,
    key,
    make_sheets,
    paste,
    type_text,
)

YEN = "委託料\t改修\t12,345円\r\n\t講師\t1,500円\r\n旅費\t\t30,500\r\n"
LEFT = "41\t市議会\t甲\r\n42\t市議会\t\t答弁\r\n四十三\t\t乙\r\n\t\t\t答弁のみ\r\n"


@pytest.fixture
def items(qtbot: QtBot, context: PlanContext) -> Sheet:
    """積算 of a project of the sample, the cursor on the row to write in."""
    pane = show_revised(qtbot, context)
    turn_to(pane, STAFF, "積算・財源")
    sheet = pane.amounts.items.sheet
    sheet.view.put_cursor(sheet.model.index(sheet.model.rowCount() - 1, 1))
    return sheet


@pytest.fixture
def make_sheet(qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile) -> Make:
    return make_sheets(qtbot, make_context, empty_plan)


def asked(sheet: Sheet) -> YenRow:
    row = sheet.after_paste.yen
    assert row is not None
    assert row.isVisible()
    return row


def amounts(sheet: Sheet) -> list[str]:
    return [row[3] for row in cells(sheet)][-3:]


def test_amounts_in_yen_are_one_decision(items: Sheet, context: PlanContext) -> None:
    before = stored(context)
    paste(items, YEN)
    assert amounts(items) == ["12,345円", "1,500円", "30,500"]
    assert "千円未満の端数がある2か所は入れていません。" in items.notice.text.text()
    row = asked(items)
    assert row.question.text() == "円の金額とみて、千円に直す（計44,345円）："
    assert [one.text() for one in row.buttons.values()] == [
        "四捨五入　計45千円",
        "切捨て　計43千円",
        "切上げ　計46千円",
    ]
    assert (
        "金額の計は46千円で、円の計44,345円の切上げ45千円と1千円違います。"
        in row.buttons[Rounding.UP].toolTip()
    )
    row.buttons[Rounding.HALF_UP].click()
    assert (amounts(items), items.model.bad) == (["12", "2", "31"], {})
    assert items.notice.text.text() == (
        "3か所を円とみて千円に直しました（四捨五入）。"
        "金額の計は45千円で、円の計44,345円の四捨五入44千円と1千円違います。"
    )
    assert row.question.text() == "端数の処理を変える："
    assert row.buttons[Rounding.HALF_UP].isHidden()
    row.buttons[Rounding.DOWN].click()
    assert amounts(items) == ["12", "1", "30"]
    context.undo()
    assert stored(context) == before
    assert not items.after_paste.isVisible()


def test_the_rounding_of_the_last_time_comes_first(items: Sheet, context: PlanContext) -> None:
    paste(items, YEN)
    asked(items).buttons[Rounding.UP].click()
    assert list(YenRow(context).buttons) == [Rounding.UP, Rounding.HALF_UP, Rounding.DOWN]


def test_a_heading_in_yen_decides_by_itself(items: Sheet) -> None:
    paste(items, f"節\t積算\t金額（円）\r\n{YEN}")
    assert amounts(items) == ["12", "2", "31"]
    assert "円とみて千円に直しました（四捨五入）" in items.notice.text.text()
    asked(items).buttons[Rounding.UP].click()
    assert amounts(items) == ["13", "2", "31"]


def test_the_question_goes_with_the_next_change_and_cells_of_the_sheet_raise_none(items: Sheet) -> None:
    paste(items, YEN)
    assert asked(items).isVisible()
    put_cursor(items, 0, "name")
    type_text(items, "研修")
    assert not items.after_paste.isVisible()
    choose(items, 0, 3, 2, 3)
    key(items, Key.Key_C, CTRL)
    at(items, items.model.rowCount() - 1, 3)
    key(items, Key.Key_V, CTRL)
    assert "貼り付けました" in items.notice.text.text()
    assert not items.after_paste.isVisible()
    paste(items, "12\n")
    assert not items.after_paste.isVisible()


def test_lines_left_out_are_listed_and_can_be_pasted_again(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    paste(sheet, LEFT)
    assert "2行は入れられませんでした（2行目の「意見の概要」など）。" in sheet.notice.text.text()
    row = sheet.after_paste.left
    assert row is not None
    assert row.isVisible()
    assert row.said.text() == "入れなかった行：2行"
    assert not row.reasons.isVisible()
    row.why.click()
    assert row.reasons.isVisible()
    assert [row.reasons.item(place).text() for place in range(row.reasons.count())] == [
        "2行目〔42、市議会、答弁〕　「意見の概要」：空欄にはできません。",
        "4行目〔答弁のみ〕　「意見の概要」：空欄にはできません。",
    ]
    # A correction elsewhere does not lose them.
    at(sheet, 0, ANSWER)
    type_text(sheet, "答え")
    assert row.isVisible()
    row.copy.click()
    assert QGuiApplication.clipboard().text() == "42\t市議会\t\t答弁\r\n\t\t\t答弁のみ\r\n"
    assert "2行をコピーしました" in sheet.notice.text.text()
    at(sheet, sheet.model.rowCount() - 1, NUMBER)
    paste(sheet, "42\t市議会\t直した概要\t答弁\r\n")
    assert column(sheet, SUMMARY)[:3] == ["甲", "乙", "直した概要"]
    assert not row.isVisible()


@pytest.mark.parametrize("end", ["undo", "escape", "close", "hide"])
def test_lines_left_out_come_to_an_end(make_sheet: Make, end: str) -> None:
    sheet = make_sheet(0)
    paste(sheet, LEFT)
    row = sheet.after_paste.left
    assert row is not None
    assert row.isVisible()
    if end == "undo":
        context_of(sheet).undo()
    elif end == "escape":
        sheet.view.setFocus()
        key(sheet, Key.Key_Escape)
    elif end == "close":
        row.close_.click()
    else:
        sheet.hide()
        sheet.show()
    assert not sheet.after_paste.isVisible()


def test_another_undo_leaves_the_lines_left_out(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    paste(sheet, LEFT)
    at(sheet, 0, ANSWER)
    type_text(sheet, "答え")
    context_of(sheet).undo()
    assert sheet.after_paste.isVisible()
    context_of(sheet).undo()
    assert not sheet.after_paste.isVisible()


def test_the_budget_of_another_project_has_nothing_to_decide(
    items: Sheet,
) -> None:
    paste(items, YEN)
    assert items.after_paste.isVisible()
    pane: QWidget | None = items
    while not isinstance(pane, BudgetPane):
        assert pane is not None
        pane = pane.parentWidget()
    pane.show_row(STAFF - 1)
    assert not items.after_paste.isVisible()


def test_sources_of_money_in_yen_are_one_decision(qtbot: QtBot, context: PlanContext) -> None:
    pane = show_revised(qtbot, context)
    turn_to(pane, STAFF, "積算・財源")
    table, before = pane.amounts.funding, stored(context)

    def shown() -> list[str]:
        return [editor.box.text() for editor in table.editors.values()]

    assert table.paste(FundingSource.NATIONAL, "1,500円\t－\t700円\t0\t18,163,400円")
    assert table.editors[FundingSource.NATIONAL].message.isVisible()
    assert table.yen is not None
    assert table.yen.question.text() == "円の金額とみて、千円に直す（計18,165,600円）："
    table.yen.buttons[Rounding.HALF_UP].click()
    assert shown() == ["2", "", "1", "0", "18,163"]
    assert not table.editors[FundingSource.NATIONAL].message.isVisible()
    table.yen.buttons[Rounding.DOWN].click()
    assert (shown(), table.total.text()) == (["1", "", "0", "0", "18,163"], "18,164")
    context.undo()
    assert stored(context) == before
    assert not table.yen.isVisible()
    assert table.paste(FundingSource.NATIONAL, "100\t200")
    assert not table.yen.isVisible()
