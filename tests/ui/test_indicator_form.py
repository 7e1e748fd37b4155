"""The form of the chosen indicator in the 指標 pane."""

from collections.abc import Iterable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicators import IndicatorsPane
from tests.services.outlines import rows
from tests.ui.indicator_fixtures import ACCESS, DOMESTIC, FIRMS, choose, make_pane, shown, undo_all


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> IndicatorsPane:
    """The pane on the sample plan, shown."""
    return make_pane(qtbot, context)


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


@pytest.mark.parametrize("width", [1074, 1600])
def test_the_boxes_of_a_column_end_at_the_same_place(pane: IndicatorsPane, width: int) -> None:
    pane.resize(width, 620)
    form = pane.panel.form

    def ends(boxes: Iterable[QWidget]) -> set[tuple[int, int]]:
        places = [(box.mapTo(form, QPoint(0, 0)).x(), box.width()) for box in boxes]
        return {(left, left + wide) for left, wide in places}

    names = ("kind", "unit", "direction", "achievement_method")
    right = [*(form.editors[name].box for name in names), form.scale, form.department, form.series]
    left = [form.editors[name].box for name in ("definition", "method", "source", "note")]
    for row in (FIRMS, ACCESS, DOMESTIC):
        choose(pane, row)
        QApplication.processEvents()
        assert len(ends(right)) == len(ends(left)) == 1
        assert max(ends(left))[1] < min(ends(right))[0]


def test_a_long_name_of_a_scale_is_elided_and_whole_in_the_tooltip(pane: IndicatorsPane) -> None:
    box = pane.panel.form.scale
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText.startswith("計画の最初の区分")
    assert option.currentText.endswith("…")
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), box.mapToGlobal(QPoint(4, 4))))
    whole, explained = box.toolTip().split("\n", 1)
    assert whole == f"評価区分：{box.currentText()}"
    assert explained.startswith("達成率から評価を付けるときの区分です。")


def test_every_field_says_what_it_is(pane: IndicatorsPane) -> None:
    form = pane.panel.form
    boxes = [editor.box for editor in (*form.editors.values(), form.goal)]
    assert all(box.toolTip().endswith("。") for box in (*boxes, form.scale, form.department))
    assert all(pane.panel.tabs.tabToolTip(page) for page in range(pane.panel.tabs.count()))
    sheets = (pane.sheet, pane.panel.values.sheet, pane.panel.grades.sheet)
    assert [column.label for sheet in sheets for column in sheet.model.columns if not column.help] == []
