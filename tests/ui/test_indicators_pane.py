"""The 指標 pane as a user works with it: the table, adding, moving, deleting, looks; undone to the start."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.pasted import text_of_cells
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import Indicator, IndicatorSeries, PlanVersion
from dxplanner.services import indicator_edit as edit
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicator_detail import BASIS, GRADES
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.sheet.cells import NUMERIC
from dxplanner.ui.sheet.header import Headings
from tests.services.outlines import rows
from tests.ui.indicator_fixtures import (
    CURRENT,
    DOMESTIC,
    FIRMS,
    OVERTIME,
    REVISED,
    Key,
    Make,
    choose,
    make_pane,
    press,
    shown,
    type_in,
    undo_all,
    value,
)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    """The pane on the sample plan, shown."""
    return make_pane(qtbot, context)


def test_it_opens_with_all_indicators_and_the_first_one_chosen(pane: IndicatorsPane) -> None:
    assert len(pane.sheet.model.keys) == 13
    assert pane.head.count.whole_text() == "12指標 13系列　見直し案"
    assert pane.panel.title.whole_text().startswith("1-1　デジタル化によって")
    assert pane.panel.form.editors["unit"].box.text() == "%"
    assert pane.head.warning.isHidden()
    QAbstractItemModelTester(pane.sheet.model)


def test_a_typed_value_is_one_step_and_the_row_stays_chosen(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS, "actual_2025")
    type_in(pane, FIRMS, "actual_2025", "４０．０％")
    assert shown(pane, "actual_2025", "rate")[FIRMS] == ("40.0", "33.8")
    assert value(pane, ValueRole.ACTUAL) == Decimal("40.0")
    assert "達成率 33.8%" in pane.panel.chart.standing.text()
    assert pane.sheet.current_key() == pane.sheet.model.keys[FIRMS]
    pane.context.undo()
    assert shown(pane, "actual_2025", "rate")[FIRMS] == ("", "")
    assert pane.panel.chart.standing.text() == "実績値はまだありません。"
    assert pane.sheet.current_key() == pane.sheet.model.keys[FIRMS]


def test_what_cannot_be_read_is_marked_and_not_stored(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    type_in(pane, FIRMS, "baseline", "およそ40")
    assert pane.sheet.model.bad
    assert value(pane, ValueRole.BASELINE) == Decimal("34.9")
    assert pane.context.workbench.plan.undo_label() is None


def test_the_switch_shows_the_chosen_node_with_what_lies_below(qtbot: QtBot, pane: IndicatorsPane) -> None:
    detail = pane.panel.detail
    assert detail is not None
    node = detail.row.indicator.node_id
    pane.head.show_only_selected()
    assert len(pane.sheet.model.keys) == 13
    pane.context.select_node(node)
    assert [line[0] for line in shown(pane, "number")] == ["1-1"]
    assert pane.head.count.whole_text() == "1指標 1系列　見直し案"
    pane.head.show_all()
    assert len(pane.sheet.model.keys) == 13


def test_a_node_chosen_in_the_tree_leads_to_its_first_indicator(pane: IndicatorsPane) -> None:
    choose(pane, OVERTIME)
    detail = pane.panel.detail
    assert detail is not None
    node = detail.row.indicator.node_id
    choose(pane, 0)
    pane.context.select_node(node)
    assert pane.sheet.current_key() == pane.sheet.model.keys[OVERTIME]
    assert len(pane.sheet.model.keys) == 13


def test_a_node_chosen_while_hidden_is_followed_when_shown(pane: IndicatorsPane) -> None:
    choose(pane, OVERTIME)
    detail = pane.panel.detail
    assert detail is not None
    choose(pane, 0)
    pane.hide()
    pane.context.select_node(detail.row.indicator.node_id)
    pane.show()
    assert pane.sheet.current_key() == pane.sheet.model.keys[OVERTIME]


def test_another_version_shows_its_own(pane: IndicatorsPane) -> None:
    pane.context.select_version(CURRENT)
    assert pane.sheet.model.keys == []
    assert pane.panel.nothing.isVisible()
    assert not pane.panel.chart.isVisible()
    pane.context.select_version(REVISED)
    assert len(pane.sheet.model.keys) == 13
    assert pane.panel.detail is not None


def test_show_row_finds_an_indicator_wherever_it_is(pane: IndicatorsPane) -> None:
    with pane.context.workbench.plan.reading() as session:
        series = session.get_one(IndicatorSeries, pane.sheet.model.keys[DOMESTIC])
        indicator = series.indicator_id
        node = session.get_one(IndicatorSeries, pane.sheet.model.keys[0]).indicator.node_id
    pane.context.select_node(node)
    pane.head.show_only_selected()
    assert len(pane.sheet.model.keys) == 1
    pane.show_row(indicator)
    assert pane.panel.title.whole_text() == "4-1　旅ナカでの情報取得満足度［国内］"
    pane.context.select_version(CURRENT)
    pane.show_row(indicator)
    assert pane.context.version_id == REVISED
    assert pane.panel.title.whole_text() == "4-1　旅ナカでの情報取得満足度［国内］"
    pane.show_row(99999)


def test_keys_add_move_and_delete_indicators(pane: IndicatorsPane) -> None:
    before = rows(pane.context.workbench.plan)
    choose(pane, 0)
    press(pane, Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    assert shown(pane, "number", "name")[1] == ("1-1", edit.NEW_NAME)
    assert pane.sheet.current_key() == pane.sheet.model.keys[1]
    assert pane.context.workbench.plan.undo_label() == "成果指標の追加"
    press(pane, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(pane, "name")[0] == (edit.NEW_NAME,)
    assert pane.sheet.current_key() == pane.sheet.model.keys[0]
    press(pane, Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert pane.confirm.question == ""
    assert len(pane.sheet.model.keys) == 13
    undo_all(pane.context)
    assert rows(pane.context.workbench.plan) == before


def test_deleting_an_indicator_says_what_goes_with_it(pane: IndicatorsPane) -> None:
    choose(pane, DOMESTIC)
    pane.acts.delete()
    assert "旅ナカでの情報取得満足度" in pane.confirm.question
    assert "2系列" in pane.confirm.question
    QTest.keyClick(pane.confirm, Key.Key_Escape)
    assert len(pane.sheet.model.keys) == 13
    pane.acts.delete()
    QTest.keyClick(pane.confirm, Key.Key_Return)
    assert len(pane.sheet.model.keys) == 11
    pane.context.undo()
    assert len(pane.sheet.model.keys) == 13


def test_copied_rows_become_new_indicators(pane: IndicatorsPane) -> None:
    columns = [pane.sheet.model.columns[place].key for place in pane.sheet.view.columns_shown()]
    line = {
        "number": "5-2",
        "name": "貼り付けた指標",
        "unit": "件",
        "baseline": "６，２４８＿",
        "target": "読めない",
    }
    QGuiApplication.clipboard().setText(text_of_cells([[line.get(key, "") for key in columns]]))
    pane.head.actions_of["paste_new"].trigger()
    at = shown(pane, "name").index(("貼り付けた指標",))
    assert shown(pane, "number", "unit", "baseline", "baseline_year")[at] == ("5-2", "件", "6,248", "R6")
    assert len(pane.sheet.model.bad) == 1
    pane.context.undo()
    assert len(pane.sheet.model.keys) == 13


def test_the_straight_line_is_proposed_for_the_selected_rows_and_accepted(pane: IndicatorsPane) -> None:
    pane.sheet.view.selectAll()
    pane.head.actions_of["propose"].trigger()
    assert shown(pane, "plan_2025", "plan_2026")[FIRMS] == ("39.9", "45.0")
    assert all("案" in line[0] for line in shown(pane, "marks"))
    choose(pane, FIRMS)
    pane.head.actions_of["accept"].trigger()
    assert "案" not in shown(pane, "marks")[FIRMS][0]
    pane.context.undo()
    pane.context.undo()
    assert shown(pane, "plan_2025", "plan_2026")[FIRMS] == ("", "")


def test_an_indicator_without_series_is_told_and_supplied(pane: IndicatorsPane) -> None:
    def bare(session: Any) -> None:
        [series] = session.get_one(Indicator, 1).series
        session.delete(series)

    pane.context.run("試験", bare)
    assert pane.head.warning.text() == "⚠ 系列のない指標 1件"
    pane.head.supply.click()
    assert pane.head.warning.isHidden()
    assert len(pane.sheet.model.keys) == 13


# Long names, read-only, hidden, undo ------------------------------------------------------------------


def test_long_names_neither_widen_the_pane_nor_are_cut(pane: IndicatorsPane) -> None:
    wide = pane.minimumSizeHint().width()
    type_in(pane, FIRMS, "name", "とても長い成果指標の名称" * 20)
    choose(pane, FIRMS)
    assert pane.minimumSizeHint().width() == wide
    assert wide <= 1074
    assert "とても長い成果指標の名称" * 20 in pane.panel.title.whole_text()


def test_a_plan_opened_to_read_offers_no_edit(
    qtbot: QtBot, sample_path: Path, author: Author, make_context: Make
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        pane = make_pane(qtbot, make_context(plan))
        assert len(pane.sheet.model.keys) == 13
        for widget in (pane.head.add, pane.head.more, pane.head.targets, pane.panel.form.add_series):
            assert not widget.isVisible()
        assert not any(action.isEnabled() for action in pane.head.actions_of.values())
        choose(pane, FIRMS)
        pane.panel.tabs.setCurrentIndex(BASIS)
        basis = pane.panel.basis
        assert not basis.remove.isVisible()
        assert not basis.list.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable
        pane.panel.tabs.setCurrentIndex(GRADES)
        assert not pane.panel.grades.add.isVisible()
        press(pane, Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        press(pane, Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
        assert len(pane.sheet.model.keys) == 13
        pane.hide()


def test_a_hidden_pane_catches_up_when_shown(pane: IndicatorsPane) -> None:
    pane.hide()
    pane.context.run("試験", lambda s: edit.set_value(s, 1, ValueRole.BASELINE, Decimal("12.3")))
    pane.show()
    assert ("12.3",) in shown(pane, "baseline")


def test_what_is_asked_for_first_stands_first(pane: IndicatorsPane, qtbot: QtBot) -> None:
    columns = [pane.sheet.model.columns[place].key for place in pane.sheet.view.columns_shown()]
    assert columns[:12] == [
        "number", "name", "series", "unit", "direction", "baseline", "baseline_year", "target", "target_year",
        "latest", "rate", "grade",
    ]  # fmt: skip
    pane.resize(1074, 620)
    view = pane.sheet.view
    places = {column.key: place for place, column in enumerate(pane.sheet.model.columns)}
    for key in columns[:11]:
        place = places[key]
        assert view.columnViewportPosition(place) + view.columnWidth(place) <= view.viewport().width()
    head = view.horizontalHeader()
    assert isinstance(head, Headings)
    assert head.lines_of(places["rate"], 400) == [("達成率", False), ("（%）", True)]
    type_in(pane, FIRMS, "actual_2025", "40.0")
    assert shown(pane, "latest")[FIRMS] == ("40.0（R7）",)
    assert pane.context.workbench.plan.undo_label() == "2-1 の実績 R7変更"


def test_a_proposed_target_says_so_in_the_table(pane: IndicatorsPane) -> None:
    model = pane.sheet.model
    place = [one.key for one in model.columns].index("plan_2025")
    choose(pane, FIRMS, "plan_2025")
    pane.head.actions_of["propose"].trigger()
    assert (model.cell(FIRMS, place).text, model.cell(FIRMS, place).badge) == ("39.9", "案")
    assert model.data(model.index(FIRMS, place), Qt.ItemDataRole.AccessibleTextRole) == "39.9　案"
    assert model.text(FIRMS, place) == "39.9"
    pane.head.actions_of["accept"].trigger()
    assert (model.cell(FIRMS, place).text, model.cell(FIRMS, place).badge) == ("39.9", "")


def test_an_empty_table_asks_for_what_can_be_done(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    made = IndicatorsPane(make_context(empty_plan))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    assert "基本施策を作ると" in made.sheet.empty.text()
    assert not made.head.add.isEnabled()
    assert "基本施策を作ると" in made.head.add.toolTip()


def test_another_term_brings_other_columns(pane: IndicatorsPane) -> None:
    from dxplanner.model import PlanVersion

    pane.context.run("期", lambda s: set_field(s, PlanVersion, REVISED, "term_id", 1))
    assert "actual_2022" in [column.key for column in pane.sheet.model.columns]
    pane.context.undo()
    assert "actual_2022" not in [column.key for column in pane.sheet.model.columns]


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_undone_give_the_same_rows(pane: IndicatorsPane, seed: int) -> None:
    before, table = rows(pane.context.workbench.plan), shown(pane, "number", "name", "baseline", "target")
    chance = random.Random(seed)
    columns = [
        "actual_2025",
        "plan_2026",
        "baseline",
        "target_year",
        "series",
        "unit",
        "number",
        "grade",
        "note",
    ]
    texts = ["４５．５", "R8", "国内", "", "5-1", "A", "－", "備考\n二行"]
    acts: list[Callable[[], object]] = [
        pane.add,
        lambda: pane.head.actions_of["propose"].trigger(),
        lambda: pane.head.actions_of["add_series"].trigger(),
        lambda: pane.head.actions_of["down"].trigger(),
        lambda: pane.panel.grades.menu.actions()[chance.randrange(3)].trigger(),
        lambda: pane.acts._delete("試験", [pane.panel.detail.row.indicator.id] if pane.panel.detail else []),
        lambda: type_in(pane, 0, chance.choice(columns), chance.choice(texts)),
        lambda: type_in(pane, pane.sheet.model.rowCount() - 1, chance.choice(columns), chance.choice(texts)),
    ]
    for _ in range(14):
        choose(pane, chance.randrange(len(pane.sheet.model.keys)))
        pane.panel.tabs.setCurrentIndex(chance.randrange(4))
        chance.choice(acts)()
    undo_all(pane.context)
    assert rows(pane.context.workbench.plan) == before
    pane.sheet.model.release(list(pane.sheet.model.bad))
    assert shown(pane, "number", "name", "baseline", "target") == table


def test_a_row_renamed_out_of_sight_has_the_height_of_its_new_name(pane: IndicatorsPane) -> None:
    view, key = pane.sheet.view, pane.sheet.model.keys[0]
    choose(pane, 0)
    low = view.rowHeight(0)
    choose(pane, 12)
    name = "とても長い成果指標の名称" * 20
    pane.context.run("試験", lambda s: set_field(s, Indicator, edit.indicator_of(s, key).id, "name", name))
    choose(pane, 0)
    assert view.rowHeight(0) > 2 * low
    choose(pane, 12)
    pane.context.undo()
    choose(pane, 0)
    assert view.rowHeight(0) == low


def test_every_control_has_a_name_for_the_reader(pane: IndicatorsPane) -> None:
    boxes: list[QWidget] = [pane.panel.form.department, pane.panel.form.scale, pane.panel.basis.list]
    boxes += [pane.panel.basis.value, pane.panel.basis.question, pane.panel.grades.box, pane.panel.tabs]
    assert all(box.accessibleName() for box in boxes)


def test_a_long_name_of_the_version_leaves_the_buttons_in_sight(pane: IndicatorsPane) -> None:
    name = "情報通信技術を活用した市民サービスの高度化" * 9
    pane.context.run("版の名称", lambda session: set_field(session, PlanVersion, REVISED, "name", name))
    pane.resize(1074, 620)
    QApplication.processEvents()
    head = pane.head
    assert head.count.text().startswith("12指標 13系列　情報通信")
    assert head.count.text().endswith("…")
    assert head.width() == pane.width() == 1074
    for button in (head.add, head.more, head.targets):
        assert head.rect().contains(button.mapTo(head, button.rect().bottomRight()))


def test_the_newest_figures_stand_at_the_right_and_sort_by_their_size(pane: IndicatorsPane) -> None:
    column = next(one for one in pane.sheet.model.columns if one.key == "latest")
    assert column.kind in NUMERIC
    assert not column.averaged


def test_all_columns_asked_for_first_begin_in_sight(pane: IndicatorsPane) -> None:
    pane.resize(1074, 592)
    QApplication.processEvents()
    view, header = pane.sheet.view, pane.sheet.view.horizontalHeader()
    place = next(at for at, one in enumerate(pane.sheet.model.columns) if one.key == "grade")
    heading = view.fontMetrics().horizontalAdvance("評価") + pane.context.theme.pixels(8)
    assert header.sectionViewportPosition(place) + heading <= view.viewport().width()
