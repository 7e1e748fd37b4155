"""The 調査 pane: typing and pasting figures, matrices, warnings, 所見, surveys; all undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dxplanner.model import Cell, Choice, Question, Survey
from dxplanner.services.provenance import attach
from dxplanner.services.survey_matrix import Measure
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.survey_head import FACTS, REMARKS, RESULTS
from dxplanner.ui.panes.surveys import SurveysPane
from dxplanner.ui.sheet.sheet import Sheet
from tests.store.test_changelog import all_rows
from tests.ui.survey_fixtures import choose, plan_of, shown


@pytest.fixture
def pane(context: PlanContext, qtbot: QtBot) -> SurveysPane:
    return shown(context, qtbot)


def texts(sheet: Sheet) -> list[list[str]]:
    model = sheet.model
    return [
        [model.text(row, column) for column in range(model.columnCount())] for row in range(len(model.keys))
    ]


def type_in(sheet: Sheet, row: int, column: str, text: str) -> None:
    place = [spec.key for spec in sheet.model.columns].index(column)
    assert sheet.model.setData(sheet.model.index(row, place), text)


def undo_all(pane: SurveysPane) -> None:
    while plan_of(pane).undo_label() is not None:
        pane.context.undo()


def test_notes_stand_beside_the_questions_where_there_is_room(pane: SurveysPane, qtbot: QtBot) -> None:
    questions = pane.results.questions
    note = [column.key for column in questions.model.columns].index("note")
    key = choose(pane, "C4")
    assert questions.view.isColumnHidden(note)
    pane.resize(1640, 900)
    qtbot.waitUntil(lambda: not questions.view.isColumnHidden(note))
    assert questions.current_key() == key
    qtbot.waitUntil(
        lambda: (
            sum(map(questions.view.columnWidth, questions.view.columns_shown()))
            >= questions.view.viewport().width() - 8
        )
    )
    pane.resize(1074, 620)
    qtbot.waitUntil(lambda: questions.view.isColumnHidden(note))
    assert questions.current_key() == key


def test_questions_figures_and_chart_of_the_first_survey(pane: SurveysPane) -> None:
    for sheet in (pane.results.questions, pane.results.answers.choices, pane.results.answers.items):
        QAbstractItemModelTester(sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert pane.bar.box.currentText() == "市民（2024年6月～7月）"
    assert [row[0] for row in texts(pane.results.questions)] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert texts(pane.results.answers.choices)[0][:3] == ["そう思う", "", "12.7"]
    assert "1,008人と一致" in pane.results.answers.says.text()
    choose(pane, "C5")
    assert "合計1,007人で、n=1,008人と1人違います。" in pane.results.answers.asks.text()
    choose(pane, "B1")
    assert pane.bar.box.currentText() == "事業者（2024年6月～7月）"
    assert "横棒" in pane.results.chart.note.text()


def test_a_matrix_shows_shares_counts_and_its_options(pane: SurveysPane) -> None:
    choose(pane, "C2")
    answers = pane.results.answers
    assert answers.sheet is answers.items
    assert texts(answers.items)[3][2:4] == ["6.4", "29.9"]
    answers.tabs.setCurrentIndex(list(Measure).index(Measure.COUNT))
    assert texts(answers.items)[3][2:4] == ["", ""]
    type_in(answers.items, 3, answers.items.model.columns[2].key, "６５")
    assert texts(answers.items)[3][2] == "65"
    answers.tabs.setCurrentIndex(len(Measure))
    assert answers.sheet is answers.choices
    type_in(answers.choices, 0, "label", "強くそう思う")
    answers.tabs.setCurrentIndex(0)
    assert answers.items.model.columns[2].label.startswith("強くそう思う")
    key = answers.items.model.keys[3]
    answers.items.select(key)
    undo_all(pane)
    assert answers.items.current_key() == key
    assert answers.items.model.columns[2].label.startswith("そう思う")


def test_inferred_figures_are_marked_in_their_cells(pane: SurveysPane) -> None:
    choose(pane, "C2")
    items = pane.results.answers.items
    with plan_of(pane).reading() as session:
        choice = session.scalars(sa.select(Choice.id).join(Question).where(Question.code == "C2")).first()
        cell = session.scalars(
            sa.select(Cell).where(Cell.choice_id == choice, Cell.item_id == items.model.keys[3])
        ).one()
    assert items.model.cell(3, 2).inferred == ()

    def infer(session: Session) -> None:
        attach(session, cell.uid, "share", basis="グラフの読み取り", by="係", on=date(2024, 4, 1))

    pane.context.run("出典", infer)
    assert [mark.basis for mark in items.model.cell(3, 2).inferred] == ["グラフの読み取り"]
    assert items.model.cell(3, 3).inferred == items.model.cell(2, 2).inferred == ()
    assert items.select(items.model.keys[3], items.model.columns[2].key)
    items.acts.confirm(items.model.cell(3, 2).inferred)
    assert items.model.cell(3, 2).inferred == ()
    undo_all(pane)
    assert items.model.cell(3, 2).inferred == ()


def test_pasting_options_counts_and_shares_from_a_worksheet(pane: SurveysPane) -> None:
    start = all_rows(plan_of(pane))
    questions = pane.results.questions
    draft = questions.model.rowCount() - 1
    type_in(questions, draft, "title", "新しい設問")
    assert questions.model.text(6, 1) == "新しい設問"
    questions.select(questions.model.keys[6])
    choices = pane.results.answers.choices
    assert texts(choices) == []
    assert "選択肢はまだありません" in choices.empty.text()
    choices.view.setCurrentIndex(choices.model.index(0, 0))
    QGuiApplication.clipboard().setText('"はい\n（強く）"\t１２\t６０％\r\nいいえ\t8\t－\r\n')
    choices.acts.paste()
    assert [row[:3] for row in texts(choices)] == [["はい（強く）", "12", "60"], ["いいえ", "8", ""]]
    type_in(questions, 6, "n", "２０人")
    assert [row[3] for row in texts(choices)] == ["60.0", "40.0"]
    assert "件数の合計は20人" in pane.results.answers.says.text()
    undo_all(pane)
    assert all_rows(plan_of(pane)) == start


def test_an_indicator_that_parts_from_its_survey_is_said_and_mended(pane: SurveysPane, qtbot: QtBot) -> None:
    start = all_rows(plan_of(pane))
    choose(pane, "C1")
    answers = pane.results.answers
    assert answers.parted.isHidden()
    type_in(answers.choices, 0, "share", "13.7")
    [line] = answers.parted.widgets()
    assert "1-2の基準値50.0%" in line.text.text()  # type: ignore[attr-defined]
    with qtbot.waitSignal(pane.open_pane) as opened:
        line.open.click()  # type: ignore[attr-defined]
    assert opened.args is not None
    assert opened.args[0] == "indicators"
    line.follow.click()  # type: ignore[attr-defined]
    assert answers.parted.isHidden()
    undo_all(pane)
    assert all_rows(plan_of(pane)) == start


def test_deleting_figures_says_which_links_go_with_them(pane: SurveysPane, qtbot: QtBot) -> None:
    choose(pane, "C1")
    choices = pane.results.answers.choices
    choices.select(choices.model.keys[0])
    said: list[str] = []
    pane.context.said.connect(said.append)
    choices.acts.delete()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1].startswith("指標の値との結び付き1件も外れました。")
    undo_all(pane)
    assert texts(choices)[0][5] == "1-2の基準値に使用"


def test_another_denominator_is_one_click_away(pane: SurveysPane) -> None:
    choose(pane, "B3")
    type_in(pane.results.questions, 2, "base", "")
    answers = pane.results.answers
    assert answers.mend.text() == "分母を478にする"
    answers.mend.click()
    assert pane.results.questions.model.text(2, 4) == "478"
    assert answers.mend.isHidden()


def test_the_rate_is_computed_while_the_form_is_filled(pane: SurveysPane) -> None:
    pane.show_page(FACTS)
    assert pane.form.rate.text() == "✓ 回収率は33.6%で、印字と一致しています。"
    editor = pane.form.editors["returned"]
    editor.box.set_text("１，０１２")
    editor.commit()
    assert pane.form.rate.text() == "⚠ 計算した回収率は33.7%で、印字の33.6%と0.1ポイント違います。"
    assert "（印字 33.6%）" in pane.bar.rate.whole_text()
    pane.context.undo()
    assert pane.form.rate.text().startswith("✓")


def test_remarks_take_figures_by_a_mark(pane: SurveysPane) -> None:
    pane.show_page(REMARKS)
    remarks = pane.remarks
    assert remarks.total.text() == "印を付けた2つの合計　50.0%"
    remarks.list.item(2).setCheckState(Qt.CheckState.Checked)
    assert remarks.total.text() == "印を付けた3つの合計　80.4%"
    assert "あまり思わない 30.4%" in texts(remarks.sheet)[0][2]
    pane.context.undo()
    assert remarks.list.item(2).checkState() is Qt.CheckState.Unchecked


def test_surveys_are_added_duplicated_and_deleted_with_a_question(pane: SurveysPane) -> None:
    start = all_rows(plan_of(pane))
    pane.bar.actions_of["add"].trigger()
    assert pane.page == FACTS
    assert pane.bar.box.count() == 3
    pane.show_survey(pane.bar.box.itemData(0))
    pane.bar.actions_of["copy_questions"].trigger()
    pane.show_page(RESULTS)
    assert pane.bar.box.currentText() == "市民の写し"
    assert {row[7] for row in texts(pane.results.questions)} == {"未入力"}
    pane.show_survey(pane.bar.box.itemData(0))
    pane.bar.actions_of["delete"].trigger()
    assert "設問6件" in pane.confirm.question
    QTest.keyClick(pane.confirm._yes, Qt.Key.Key_Return)
    assert pane.bar.box.count() == 3
    undo_all(pane)
    assert all_rows(plan_of(pane)) == start


def test_an_empty_plan_says_what_belongs_here(
    empty_path: Path, author: Author, make_context: Callable[[PlanFile], PlanContext], qtbot: QtBot
) -> None:
    with PlanFile.open(empty_path, author) as plan:
        made = shown(make_context(plan), qtbot)
        assert made.pages.currentWidget() is made.nothing
        assert not made.bar.load.isEnabled()
        made.bar.actions_of["add"].trigger()
        made.show_page(RESULTS)
        assert "設問はまだありません" in made.results.questions.empty.text()
        assert made.results.answers.nothing.isVisible()
        made.context.undo()
        assert made.pages.currentWidget() is made.nothing


def test_a_plan_that_cannot_be_edited_is_shown(
    sample_path: Path, author: Author, make_context: Callable[[PlanFile], PlanContext], qtbot: QtBot
) -> None:
    with PlanFile.open(sample_path, author, editable=False) as plan:
        made = shown(make_context(plan), qtbot)
        assert not made.bar.more.isEnabled()
        assert not made.bar.load.isEnabled()
        choose(made, "C1")
        model = made.results.answers.choices.model
        assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
        made.show_page(REMARKS)
        assert not made.remarks.list.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_places_of_other_panes_lead_here(pane: SurveysPane) -> None:
    with plan_of(pane).reading() as session:
        cell = session.scalars(sa.select(Cell).where(Cell.count == 207)).one()
        uid = cell.uid
        survey = session.get_one(Survey, 1).uid
    assert pane.show_place("cell", uid)
    assert pane.results.detail is not None
    assert pane.results.detail.name.startswith("B3")
    choices = pane.results.answers.choices
    assert choices.model.text(choices.view.currentIndex().row(), 0) == "予算の確保が難しい"
    assert pane.show_place("survey", survey)
    assert pane.page == FACTS
    assert not pane.show_place("bar", uid)


def test_all_of_a_chart_with_many_bars_is_in_sight(pane: SurveysPane, qtbot: QtBot) -> None:
    pane.resize(1074, 592)
    choose(pane, "B1")
    view = pane.results.chart.view
    qtbot.waitUntil(lambda: view.drawing is not None and "経営上の課題" in view.drawing.description)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() == 0)
    assert view.drawing is not None
    last = max(view.drawing.boxes, key=lambda box: box.bottom)
    assert last.text == "n=502"
    assert last.bottom * view.scale() <= view.viewport().height()


def test_the_title_row_has_a_second_line_where_it_is_narrow(pane: SurveysPane) -> None:
    bar = pane.bar
    assert bar.load.mapTo(bar, bar.load.rect().center()).y() == bar.box.geometry().center().y()
    pane.resize(bar.minimumSizeHint().width(), 620)
    QApplication.processEvents()
    for button in (bar.load, *bar.pages.buttons()):
        assert bar.rect().contains(button.mapTo(bar, button.rect().bottomRight()))
    assert bar.load.mapTo(bar, bar.load.rect().center()).y() > bar.box.geometry().bottom()
    assert pane.heightForWidth(pane.width()) <= pane.height()
