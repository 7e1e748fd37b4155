"""Values of the chosen series, their origin in a survey, grades and chart in the 指標 pane."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dxplanner.domain.grades import PRESETS
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.model import Cell, Choice
from dxplanner.services import indicator_edit as edit
from dxplanner.services import sheet_edit
from dxplanner.services.fields import set_field
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicator_detail import BASIS, FORM, GRADES, VALUES
from dxplanner.ui.panes.indicators import IndicatorsPane
from tests.services.outlines import rows
from tests.ui.indicator_fixtures import (
    DOMESTIC,
    FIRMS,
    OVERTIME,
    TODAY,
    Key,
    Make,
    choose,
    make_pane,
    shown,
    type_in,
    undo_all,
)


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    """The pane on the sample plan, shown."""
    return make_pane(qtbot, context)


def test_values_of_the_series_are_typed_each_with_its_year(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(VALUES)
    values = pane.panel.values
    assert len(values.sheet.model.keys) == 2
    values.propose.click()
    assert len(values.sheet.model.keys) == 4
    assert values.state.whole_text().startswith("年度目標2件は案です")
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


def test_a_rate_follows_the_other_values_of_its_series(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(VALUES)
    type_in(pane, FIRMS, "actual_2025", "40")
    model = pane.panel.values.sheet.model
    places = [[column.key for column in model.columns].index(key) for key in ("value", "rate", "yearly_rate")]

    def actual() -> tuple[str, ...]:
        return tuple(model.text(1 + len(model.keys) // 4, place) for place in places)

    assert actual() == ("40.0", "33.8", "")
    pane.head.actions_of["propose"].trigger()
    assert actual() == ("40.0", "33.8", "102.0")
    type_in(pane, FIRMS, "target", "45.1")
    assert actual()[1] == "50.0"


def test_figures_of_a_series_stand_right_with_their_headings(pane: IndicatorsPane) -> None:
    model = pane.panel.values.sheet.model
    choose(pane, FIRMS)
    right = [
        column.key
        for place, column in enumerate(model.columns)
        if model.data(model.index(0, place), Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    ]
    assert right == ["value", "sample_size", "error", "rate", "yearly_rate"]


def test_a_copied_range_holds_numbers_that_excel_reads(pane: IndicatorsPane) -> None:
    type_in(pane, FIRMS, "target", "60")
    type_in(pane, FIRMS, "baseline", "△5")
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(VALUES)
    sheet = pane.panel.values.sheet
    sheet.select(sheet.model.keys[0], "value")
    sheet.view.selectColumn(2)
    sheet.acts.copy()
    assert QGuiApplication.clipboard().text().split() == ["-5.0", "60.0"]


def test_what_is_said_below_the_chart_is_never_cut(qtbot: QtBot, pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    chart = pane.panel.chart
    detail = pane.panel.detail
    assert detail is not None
    linked = detail.row.last(ValueRole.BASELINE)
    assert linked is not None
    with pane.context.workbench.plan.reading() as session:
        choice = session.get_one(Cell, linked.basis[0].cell_id).choice_id
    pane.context.run("試験", lambda s: set_field(s, Choice, choice, "label", "どちらかといえばそう思う" * 16))
    qtbot.waitUntil(lambda: chart.verticalScrollBar().maximum() > 0)
    labels = [one for one in (chart.standing, chart.change, chart.origin, chart.agreement) if one.isVisible()]
    assert chart.origin in labels
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)


def test_two_values_of_one_year_are_pointed_out(pane: IndicatorsPane) -> None:
    choose(pane, FIRMS)
    pane.panel.tabs.setCurrentIndex(VALUES)
    sheet = pane.panel.values.sheet
    origin = [column.key for column in sheet.model.columns].index("origin")
    grid = [["実績値", "R7", "40"], ["実績値", "R7", "41"], ["実績値", "R8", "42"]]
    keys = ["role", "fiscal_year", "value"]
    pane.context.run("貼り付け", sheet_edit.paste(sheet.model.source, [], keys, grid, add_rows=True))
    told = [sheet.model.text(row, origin) for row in range(len(sheet.model.keys))]
    assert told.count("⚠ 同じ年度の値が2つ") == 2
    pane.context.undo()
    assert not any(sheet.model.text(row, origin).startswith("⚠") for row in range(len(sheet.model.keys)))
