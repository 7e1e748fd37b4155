"""The 成果と課題 pane: rows of the table, the form below, 未入力, following the tree, undo to the start."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dxplanner.model import Review
from dxplanner.services import review_sheet as reviews
from dxplanner.services.node_numbers import NumberBook
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.reviews import ReviewsPane

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def pane(qtbot: QtBot, context: PlanContext) -> ReviewsPane:
    """The pane on the sample plan, shown."""
    made = ReviewsPane(context, today=lambda: date(2024, 11, 8))
    qtbot.addWidget(made)
    made.resize(1074, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def keys(pane: ReviewsPane) -> list[int]:
    return list(pane.sheet.model.keys)


def texts(pane: ReviewsPane) -> list[tuple[str, ...]]:
    model = pane.sheet.model
    return [
        tuple(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def undo_all(pane: ReviewsPane) -> None:
    plan = pane.context.workbench.plan
    while plan.undo_label() is not None:
        pane.context.undo()


def remove_first(pane: ReviewsPane) -> int:
    key = keys(pane)[0]
    pane.sheet.select(key)
    QTest.mouseClick(pane.form.remove, Left)
    return key


def test_a_row_for_every_measure_with_headings_of_the_plan(pane: ReviewsPane) -> None:
    QAbstractItemModelTester(pane.sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(keys(pane)) == 13
    labels = [column.label for column in pane.source.columns[:5]]
    assert labels == ["基本方針", "基本施策", "主な成果", "課題", "見直し案での行き先"]
    assert pane.version.currentText() == "現行計画（R4～R6）"
    assert pane.blanks["issue"].text() == "課題：すべて入力済み"
    assert pane.form.title.whole_text() == "1-1 デジタル活用を支援する"
    assert pane.form.lengths["achievement"].text() == "50字"


def test_typing_into_an_empty_row_makes_it_and_the_row_stays(pane: ReviewsPane) -> None:
    QAbstractItemModelTester(pane.sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    key = remove_first(pane)
    assert pane.context.workbench.plan.undo_label() == "1-1 の成果と課題の削除"
    assert pane.sheet.current_key() == key
    assert pane.blanks["achievement"].text() == "主な成果：未入力 1件"
    assert pane.form.begin.isVisible()
    model = pane.sheet.model
    column = next(at for at, one in enumerate(pane.source.columns) if one.key == "achievement")
    row = model.row_of(key)
    assert row is not None
    assert model.setData(model.index(row, column), "新しい成果")
    assert pane.sheet.current_key() == key
    assert model.index(row, column).data() == "新しい成果"
    assert pane.form.editors["achievement"].box.text() == "新しい成果"
    assert pane.form.lengths["achievement"].text() == "5字"
    assert pane.blanks["achievement"].text() == "主な成果：すべて入力済み"
    before = texts(pane)
    undo_all(pane)
    assert texts(pane) != before
    assert texts(pane)[0][2].startswith("身近な施設で")


def test_the_form_edits_what_the_table_shows(pane: ReviewsPane) -> None:
    box = pane.form.editors["issue"].box
    box.set_text("書き直した課題")
    pane.form.flush()
    assert texts(pane)[0][3] == "書き直した課題"
    assert pane.context.workbench.plan.undo_label() == "1-1 の課題変更"
    column = next(place for place, one in enumerate(pane.sheet.model.columns) if one.label == "課題")
    pane.sheet.model.setData(pane.sheet.model.index(0, column), "表で直した課題")
    assert pane.context.workbench.plan.undo_label() == "1-1 の課題変更"
    box.set_text("途中")
    pane.sheet.select(keys(pane)[1])
    assert texts(pane)[0][3] == "途中"
    assert pane.form.title.whole_text() == "1-2 人と人とをつなぐ仕組みをつくる"


def test_a_measure_can_have_several(pane: ReviewsPane) -> None:
    before = texts(pane)
    QTest.mouseClick(pane.form.more, Left)
    assert len(keys(pane)) == 14
    assert pane.sheet.current_key() == keys(pane)[1]
    assert keys(pane)[1] < 0
    assert pane.form.title.whole_text() == "1-1 デジタル活用を支援する"
    undo_all(pane)
    assert texts(pane) == before


def test_the_button_goes_to_what_is_not_written_yet(pane: ReviewsPane) -> None:
    key = keys(pane)[4]
    with pane.context.workbench.plan.reading() as session:
        review = session.query(Review).filter_by(node_id=key).one().id
    pane.context.run("削除", lambda session: reviews.delete_review(session, review))
    QTest.mouseClick(pane.blanks["issue"], Left)
    assert pane.sheet.current_key() == key
    assert pane.source.columns[pane.sheet.view.currentIndex().column()].key == "issue"
    QTest.mouseClick(pane.form.begin, Left)
    assert pane.form.row is not None
    assert pane.form.row.review_id is not None
    assert pane.sheet.current_key() == key


def test_it_follows_the_tree_also_from_the_revised_side(pane: ReviewsPane) -> None:
    wanted = keys(pane)[6]
    pane.context.select_node(wanted)
    assert pane.sheet.current_key() == wanted
    with pane.context.workbench.plan.reading() as session:
        row = reviews.review_row(session, pane.place, keys(pane)[0], NumberBook()) if pane.place else None
    assert row is not None
    pane.context.select_node(46)
    with pane.context.workbench.plan.reading() as session:
        assert pane.sheet.current_key() == reviews.predecessors(session, 46)[0]


def test_ranges_from_a_worksheet_are_one_step(pane: ReviewsPane) -> None:
    before = texts(pane)
    QApplication.clipboard().setText('"成果の\n二行"\t課題\r\n成果２\t課題２\r\n')
    pane.sheet.select(keys(pane)[0], "achievement")
    pane.sheet.acts.paste()
    assert [row[2:4] for row in texts(pane)[:2]] == [("成果の\n二行", "課題"), ("成果２", "課題２")]
    pane.context.undo()
    assert texts(pane) == before


def test_another_level_and_version_can_be_chosen(pane: ReviewsPane) -> None:
    pane.level.setCurrentIndex(pane.level.findText("基本方針"))
    pane.level.activated.emit(pane.level.currentIndex())
    assert len(keys(pane)) == 6
    assert pane.source.columns[1].label == "基本方針"
    assert pane.blanks["issue"].text() == "課題：未入力 6件"
    pane.version.setCurrentIndex(1)
    pane.version.activated.emit(1)
    assert [row[1].split(" ")[0] for row in texts(pane)[:2]] == ["1-1", "1-2"]


@pytest.mark.parametrize(("width", "rows"), [(1074, 2), (1620, 1)])
def test_the_fields_share_the_width_that_there_is(pane: ReviewsPane, width: int, rows: int) -> None:
    pane.resize(width, 800)
    QApplication.processEvents()
    boxes = [pane.form.editors[name].box for name in ("achievement", "issue", "policy_as_written")]
    places = [box.mapTo(pane.form, box.rect().topLeft()) for box in boxes]
    assert len({place.y() for place in places}) == rows
    assert places[0].y() == places[1].y()
    if rows == 1:
        widths = [box.width() for box in boxes]
        assert max(widths) - min(widths) <= 2
        assert sum(widths) > 0.9 * pane.form.viewport().width()
    assert places[-1].x() == (places[0].x() if rows == 2 else max(place.x() for place in places))


def test_an_empty_plan_says_what_belongs_here(
    qtbot: QtBot, make_context: object, empty_plan: PlanFile
) -> None:
    pane = ReviewsPane(make_context(empty_plan))  # type: ignore[operator]
    qtbot.addWidget(pane)
    pane.show()
    assert pane.layers.currentWidget() is pane.empty
