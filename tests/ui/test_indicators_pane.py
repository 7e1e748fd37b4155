"""The 指標 pane as a user works with it: table, form, values, origin, grades, chart; undone to the start."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.domain.grades import PRESETS
from dxplanner.domain.pasted import text_of_cells
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import Cell, Indicator, IndicatorSeries
from dxplanner.services import indicator_edit as edit
from dxplanner.services.fields import set_field
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicator_detail import BASIS, FORM, GRADES, VALUES
from dxplanner.ui.panes.indicators import IndicatorsPane
from dxplanner.ui.sheet.header import Headings
from tests.services.outlines import rows

Key = Qt.Key
Make = Callable[[PlanFile], PlanContext]
CURRENT, REVISED = 1, 2
TODAY = date(2024, 11, 8)
FIRMS, ACCESS, DOMESTIC, OVERTIME = 3, 4, 7, 11


def make_pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    context.select_version(REVISED)
    made = IndicatorsPane(context, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    """The pane on the sample plan, shown."""
    return make_pane(qtbot, context)


def shown(pane: IndicatorsPane, *columns: str) -> list[tuple[str, ...]]:
    model = pane.sheet.model
    places = [[one.key for one in model.columns].index(column) for column in columns]
    return [tuple(model.text(row, place) for place in places) for row in range(len(model.keys))]


def choose(pane: IndicatorsPane, row: int, column: str = "name") -> None:
    assert pane.sheet.select(pane.sheet.model.keys[row], column)


def type_in(pane: IndicatorsPane, row: int, column: str, text: str) -> None:
    model = pane.sheet.model
    place = [one.key for one in model.columns].index(column)
    model.setData(model.index(row, place), text)


def press(pane: IndicatorsPane, key: Key, modifier: Qt.KeyboardModifier) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
    QApplication.sendEvent(pane.sheet.view, event)


def undo_all(context: PlanContext) -> None:
    while context.workbench.plan.undo_label() is not None:
        context.undo()


def value(pane: IndicatorsPane, role: ValueRole, year: int | None = None) -> Any:
    detail = pane.panel.detail
    assert detail is not None
    found = detail.row.last(role) if year is None else detail.row.of_year(role, year)
    return None if found is None else found.value


# The table ---------------------------------------------------------------------------------------------


def test_it_opens_with_all_indicators_and_the_first_one_chosen(pane: IndicatorsPane) -> None:
    assert len(pane.sheet.model.keys) == 13
    assert pane.head.count.text() == "見直し案　12指標 13系列"
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
    assert pane.head.count.text() == "見直し案　1指標 1系列"
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
    pane.delete()
    assert "旅ナカでの情報取得満足度" in pane.confirm.question
    assert "2系列" in pane.confirm.question
    QTest.keyClick(pane.confirm, Key.Key_Escape)
    assert len(pane.sheet.model.keys) == 13
    pane.delete()
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


# The form ----------------------------------------------------------------------------------------------


def test_the_form_edits_the_chosen_indicator(pane: IndicatorsPane) -> None:
    choose(pane, ACCESS)
    form = pane.panel.form
    box = form.editors["definition"].box
    box.setFocus()
    QTest.keyClicks(box, "abc")
    choose(pane, FIRMS)
    choose(pane, ACCESS)
    assert form.editors["definition"].box.text() == "abc"
    assert pane.context.workbench.plan.undo_label() == "2-2 の定義変更"
    pane.context.undo()
    assert form.editors["definition"].box.text() == ""


def test_an_inferred_field_is_confirmed_in_the_form(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    strip = pane.panel.form.editors["method"].marks
    assert strip.badge.isVisible()
    assert "推定2" in shown(pane, "marks")[FIRMS][0]
    strip.confirm.click()
    assert not strip.badge.isVisible()
    assert "推定1" in shown(pane, "marks")[FIRMS][0]


def test_series_are_added_named_and_removed_in_the_form(pane: IndicatorsPane) -> None:
    before = rows(pane.context.workbench.plan)
    choose(pane, FIRMS)
    form = pane.panel.form
    form.add_series.click()
    assert len(form.series.widgets()) == 2
    second: Any = form.series.widgets()[1]
    second.editor.box.set_text("製造業")
    second.editor.commit()
    assert shown(pane, "series")[FIRMS : FIRMS + 2] == [("",), ("製造業",)]
    second.up.click()
    assert shown(pane, "series")[FIRMS : FIRMS + 2] == [("製造業",), ("",)]
    first: Any = form.series.widgets()[0]
    first.remove.click()
    assert shown(pane, "series")[FIRMS] == ("",)
    undo_all(pane.context)
    assert rows(pane.context.workbench.plan) == before


def test_the_section_is_missed_until_it_is_chosen(pane: IndicatorsPane) -> None:
    form = pane.panel.form
    assert form.undecided.isVisible()
    assert form.department.count() > 1
    form.department.setCurrentIndex(1)
    form.department.activated.emit(1)
    assert not form.undecided.isVisible()
    assert shown(pane, "department_id")[0] == (form.department.currentText(),)


# Values, origin, grades, chart ------------------------------------------------------------------------


def test_values_of_the_series_are_typed_each_with_its_year(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(VALUES)
    values = pane.panel.values
    assert len(values.sheet.model.keys) == 2
    values.propose.click()
    assert len(values.sheet.model.keys) == 4
    assert values.state.text().startswith("年度目標2件は案です")
    values.drop.click()
    assert len(values.sheet.model.keys) == 2
    assert not values.accept.isVisible()
    choose(pane, DOMESTIC)
    assert [values.sheet.model.text(row, 2) for row in range(2)] == ["53.1", "74.3"]


def test_a_click_in_the_chart_leads_to_the_value(qtbot: QtBot, pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    detail = pane.panel.detail
    assert detail is not None
    target = detail.row.last(ValueRole.TARGET)
    assert target is not None
    assert pane.panel.chart.view.drawing is not None
    pane.panel.chart.value_clicked.emit(target.uid)
    assert pane.panel.tabs.currentIndex() == VALUES
    assert pane.panel.values.sheet.current_key() == target.id


def test_a_change_inside_the_error_is_said_to_be_one(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    type_in(pane, FIRMS, "actual_2025", "36.0")
    key = pane.sheet.model.keys[FIRMS]

    def sample(session: Any) -> None:
        found = edit.last_value(session, key, ValueRole.ACTUAL)
        assert found is not None
        found.sample_size = 500

    pane.context.run("標本数", sample)
    assert "誤差の範囲内の変化です" in pane.panel.chart.change.text()
    choose(pane, 0)
    assert "標本数が分からない" in pane.panel.chart.change.text()


def test_a_baseline_that_parts_from_the_survey_warns_and_is_mended(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    chart, basis = pane.panel.chart, pane.panel.basis
    assert chart.agreement.text() == "✓ 調査と一致しています。"
    detail = pane.panel.detail
    assert detail is not None
    linked = detail.row.last(ValueRole.BASELINE)
    assert linked is not None
    cell = linked.basis[0].cell_id
    pane.context.run("調査", lambda s: set_field(s, Cell, cell, "share", Decimal("7.6")))
    assert chart.agreement.text() == "⚠ 値（34.9%）と調査の値が違います。"
    assert chart.agreement.property("role") == "warn"
    assert pane.head.warning.text() == "⚠ 調査の値と違う指標 1件"
    pane.panel.tabs.setCurrentIndex(BASIS)
    assert basis.total.text() == "そう思う 7.6 ＋ どちらかといえばそう思う 28.3 ＝ 35.9　n=502"
    basis.follow.click()
    assert shown(pane, "baseline")[FIRMS] == ("35.9",)
    assert basis.state.text() == "✓ 調査と一致しています。"
    assert not basis.follow.isVisible()


def test_answers_are_linked_by_marking_them(pane: IndicatorsPane) -> None:
    before = rows(pane.context.workbench.plan)
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(BASIS)
    basis = pane.panel.basis
    states = [basis.list.item(at).checkState() for at in range(basis.list.count())]
    assert states.count(Qt.CheckState.Checked) == 2
    basis.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert basis.total.text().endswith("＝ 28.3　n=502")
    assert basis.state.text().startswith("⚠")
    basis.remove.click()
    assert basis.state.text() == "この値は、調査に結び付いていません。"
    basis.question.setCurrentIndex(1)
    basis.question.activated.emit(1)
    basis.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert basis.source.text() == "市民アンケート「デジタル化が進展し、生活が便利に、豊かになった」"
    undo_all(pane.context)
    assert rows(pane.context.workbench.plan) == before
    assert basis.state.text() == "✓ 調査と一致しています。"


def test_a_table_of_grades_is_made_from_a_preset_and_used(pane: IndicatorsPane) -> None:
    choose(pane, OVERTIME)
    type_in(pane, OVERTIME, "actual_2025", "5.85")
    pane.panel.tabs.setCurrentIndex(GRADES)
    grades = pane.panel.grades
    assert "下限がどの評価にも" in grades.problem.text()
    grades.menu.actions()[1].trigger()
    assert grades.name.box.text() == PRESETS[1].name
    assert len(grades.sheet.model.keys) == 6
    assert shown(pane, "grade")[OVERTIME] == ("",)
    grades.first.click()
    assert shown(pane, "grade")[OVERTIME] == ("D",)
    assert not grades.first.isVisible()
    type_in(pane, OVERTIME, "grade", "評価困難")
    assert "評価 評価困難（手入力）" in pane.panel.chart.standing.text()
    grades.remove.click()
    assert "手で選んだ評価1件が空欄に戻ります" in grades.confirm.question
    QTest.keyClick(grades.confirm, Key.Key_Return)
    assert shown(pane, "grade")[OVERTIME] == ("",)


def test_a_plan_without_grades_says_how_to_make_them(
    qtbot: QtBot, empty_plan: PlanFile, make_context: Make
) -> None:
    context = make_context(empty_plan)
    made = IndicatorsPane(context, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1074, 620)
    made.show()
    made.panel.tabs.setCurrentIndex(GRADES)
    assert made.panel.grades.nothing.isVisible()
    made.panel.tabs.setCurrentIndex(FORM)
    assert made.panel.nothing.isVisible()
    said: list[str] = []
    context.said.connect(said.append)
    made.add()
    assert said == ["先に左の施策体系に基本施策を作ると、成果指標を入れられます。"]


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
        lambda: pane._delete("試験", [pane.panel.detail.row.indicator.id] if pane.panel.detail else []),
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


def test_every_control_has_a_name_for_the_reader(pane: IndicatorsPane) -> None:
    boxes: list[QWidget] = [pane.panel.form.department, pane.panel.form.scale, pane.panel.basis.list]
    boxes += [pane.panel.basis.value, pane.panel.basis.question, pane.panel.grades.box, pane.panel.tabs]
    assert all(box.accessibleName() for box in boxes)
