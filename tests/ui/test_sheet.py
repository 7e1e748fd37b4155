"""The sheet as a whole: sorted, filtered, remembered columns, 推定, reading only, any acts undone."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dxplanner.model import Opinion
from dxplanner.services import provenance, sheet_edit
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.cells import DRAFT
from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import KEYS, OPINIONS, fill, texts_of
from tests.ui.sheet_fixtures import (
    ANSWER,
    CTRL,
    EXCEL,
    NUMBER,
    PERSON,
    SHIFT,
    SOURCE,
    SUMMARY,
    Make,
    at,
    box_of,
    choose,
    column,
    context_of,
    heard,
    key,
    paste,
    plan_of,
    show,
    stored_rows,
    type_text,
)  # fmt: skip

# Order, filter, columns -------------------------------------------------------------------------------------


def test_sorting_and_filtering_leave_the_stored_order(make_sheet: Make) -> None:
    sheet = make_sheet(12)
    before = stored_rows(sheet)
    fifth = sheet.model.key_at(4)
    assert sheet.select(fifth, "summary")
    sheet.set_order(Ordering(NUMBER, True))
    assert column(sheet, NUMBER)[:3] == ["12", "11", "10"]
    assert sheet.current_key() == fifth
    sheet.set_order(Ordering(SUMMARY, False))
    assert column(sheet, SUMMARY)[-4:] == ["意見10", "意見11", "意見12", ""]
    type_text(sheet, "最後尾")
    assert sheet.model.row_of(fifth) == 4
    sheet.set_filter("検討")
    assert sheet.filter.count.text() == "12件中6件を表示"
    sheet.set_filter("検討　意見1")
    assert column(sheet, NUMBER) == ["10", "12"]
    assert sheet.select(fifth)
    assert sheet.current_key() == fifth
    assert sheet.filter.box.text() == ""
    sheet.filter.order.click()
    assert column(sheet, NUMBER)[:3] == ["1", "2", "3"]
    context_of(sheet).undo()
    assert stored_rows(sheet) == before


def test_a_new_row_shows_behind_its_neighbour_in_a_sorted_sheet(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    sheet.set_order(Ordering(NUMBER, True))
    context_of(sheet).run("追加", sheet_edit.add_typed(OPINIONS, 1, {"summary": "新"}))
    assert column(sheet, SUMMARY) == ["意見4", "意見3", "意見2", "意見1", "新", ""]
    sheet.set_filter("検討")
    at(sheet, 0, NUMBER)
    sheet.acts.add()
    assert sheet.model.row_of(DRAFT) == 1
    assert sheet.view.cells.box is not None
    key(sheet, Qt.Key.Key_Escape)


def test_a_filter_that_leaves_nothing_says_so_and_esc_takes_it_away(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    key(sheet, Qt.Key.Key_F, CTRL)
    assert sheet.filter.box.hasFocus()
    QTest.keyClicks(sheet.filter.box, "xyz")
    QTest.keyClick(sheet.filter.box, Qt.Key.Key_Return)
    assert sheet.model.keys == []
    assert "ありません" in sheet.empty.text()
    assert sheet.empty.isVisible()
    QTest.keyClick(sheet.filter.box, Qt.Key.Key_Escape)
    assert len(sheet.model.keys) == 2
    assert sheet.view.hasFocus()


def test_sums_of_what_is_selected(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(3)
    choose(sheet, 0, NUMBER, 2, NUMBER)
    with qtbot.waitSignal(sheet.summed) as told:
        sheet.view.selectionModel().select(
            sheet.model.index(0, NUMBER), QItemSelectionModel.SelectionFlag.Deselect
        )
    assert told.args == ["件数 2　平均 2.5"]
    with qtbot.waitSignal(sheet.summed) as told:
        at(sheet, 0, NUMBER)
    assert told.args == [""]


def test_widths_and_columns_are_remembered(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(1)
    assert sheet.view.isColumnHidden(PERSON)
    sheet.columns.show(PERSON, True)
    sheet.columns.show(ANSWER, False)
    sheet.view.setColumnWidth(SUMMARY, 123)
    sheet.columns.remember()
    again = Sheet(context_of(sheet), OPINIONS, key="test", empty="")
    qtbot.addWidget(again)
    assert again.view.columnWidth(SUMMARY) == 123
    assert again.view.isColumnHidden(ANSWER)
    assert not again.view.isColumnHidden(PERSON)
    again.columns.reset()
    assert again.view.isColumnHidden(PERSON)
    assert again.view.columnWidth(SUMMARY) != 123


def test_the_last_column_cannot_be_hidden(make_sheet: Make) -> None:
    sheet = make_sheet(1)
    for place in range(len(KEYS)):
        sheet.columns.show(place, False)
    assert len(sheet.view.columns_shown()) == 1


def test_the_first_column_stays_while_the_others_scroll(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    bar = sheet.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 100
    assert sheet.view.visualRect(sheet.model.index(1, NUMBER)).left() == 0
    place = QPoint(10, sheet.view.visualRect(sheet.model.index(1, NUMBER)).center().y())
    assert sheet.view.indexAt(place) == sheet.model.index(1, NUMBER)
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (sheet.view.currentIndex().column(), bar.value()) == (NUMBER, bar.maximum())
    at(sheet, 1, SOURCE)
    frozen = sheet.view.columnWidth(NUMBER)
    assert sheet.view.visualRect(sheet.model.index(1, SOURCE)).left() >= frozen
    assert not sheet.view.grab().isNull()


# 推定, reading only -----------------------------------------------------------------------------------------


def test_inferred_cells_are_marked_until_they_are_confirmed(make_sheet: Make) -> None:
    sheet = make_sheet(2)
    context, first = context_of(sheet), sheet.model.key_at(0)
    with plan_of(sheet).reading() as session:
        uid = session.get_one(Opinion, first).uid
    changed = heard(sheet.model.dataChanged)
    context.run(
        "出典",
        lambda session: provenance.attach(
            session, uid, "summary", basis="議事録", by="係", on=date(2024, 4, 1)
        ),
    )
    assert {first.row() for first, *_ in changed} == {0}
    marks = sheet.model.cell(0, SUMMARY).inferred
    assert [mark.basis for mark in marks] == ["議事録"]
    assert sheet.model.cell(0, ANSWER).inferred == sheet.model.cell(1, SUMMARY).inferred == ()
    assert "根拠：議事録" in sheet.view.cells.tooltip(sheet.model.index(0, SUMMARY))
    at(sheet, 0, SUMMARY)
    sheet.acts.confirm(marks)
    assert sheet.model.cell(0, SUMMARY).inferred == ()
    context.undo()
    assert sheet.model.cell(0, SUMMARY).inferred != ()


def test_a_plan_to_read_only_is_only_read(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile, author: Author
) -> None:
    fill(empty_plan, 2)
    path = empty_plan.path
    empty_plan.close()
    with PlanFile.open(path, author, editable=False) as plan:
        sheet = show(qtbot, make_context(plan))
        assert sheet.model.rowCount() == 2
        assert not sheet.model.index(0, SUMMARY).flags() & Qt.ItemFlag.ItemIsEditable
        assert not any(action.isEnabled() for action in sheet.row_actions())
        at(sheet, 0, SUMMARY)
        key(sheet, Qt.Key.Key_F2)
        assert sheet.view.cells.box is None
        for name, held in ((Qt.Key.Key_V, CTRL), (Qt.Key.Key_Delete, CTRL), (Qt.Key.Key_Insert, SHIFT)):
            key(sheet, name, held)
        assert len(texts_of(plan)) == 2
        choose(sheet, 0, NUMBER, 0, SUMMARY)
        key(sheet, Qt.Key.Key_C, CTRL)
        assert QGuiApplication.clipboard().text() == "1\t\t意見1\r\n"


def test_other_rows_come_with_another_source(make_sheet: Make) -> None:
    sheet = make_sheet(6)
    told = heard(sheet.current_changed)
    few = replace(
        OPINIONS,
        columns=OPINIONS.columns[:4],
        rows=lambda session: session.scalars(sa.select(Opinion.id).where(Opinion.number > 4)).all(),
    )
    sheet.set_source(few)
    assert column(sheet, NUMBER) == ["5", "6", ""]
    assert sheet.model.columnCount() == 4
    assert told[-1] == (sheet.model.key_at(0),)


def test_undoing_a_paste_takes_its_marks_away(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    assert not sheet.model.setData(sheet.model.index(2, NUMBER), "二つ")
    choose(sheet, 0, NUMBER, 0, NUMBER)
    QGuiApplication.clipboard().setText("１０\n十一")
    sheet.acts.paste()
    assert column(sheet, NUMBER)[:3] == ["10", "十一", "二つ"]
    context_of(sheet).undo()
    assert column(sheet, NUMBER)[:3] == ["1", "2", "二つ"]


def test_marks_and_a_row_being_written_outlive_other_columns(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    first, last = sheet.model.key_at(0), sheet.model.key_at(2)
    assert not sheet.model.setData(sheet.model.index(0, NUMBER), "十三")
    assert not sheet.model.setData(sheet.model.index(2, NUMBER), "二つ")
    sheet.model.type_draft({"answer": "書きかけです。", "person": "市民"})
    same = replace(OPINIONS, columns=OPINIONS.columns[:4])
    sheet.set_source(same)
    assert set(sheet.model.bad) == {(first, "number"), (last, "number")}
    assert column(sheet, NUMBER) == ["十三", "2", "二つ", ""]
    assert sheet.model.draft == {"answer": "書きかけです。"}
    assert column(sheet, ANSWER)[-1] == "書きかけです。"
    assert sheet.notice.isVisible()
    few = replace(same, rows=lambda session: [first])
    sheet.set_source(few)
    assert set(sheet.model.bad) == {(first, "number")}
    elsewhere = replace(same, owner="meeting_id", new=lambda _session: {"meeting_id": 1})
    sheet.set_source(elsewhere)
    assert sheet.model.draft == {}
    assert column(sheet, ANSWER)[-1] == ""


def test_ten_thousand_rows_are_read_in_batches(make_sheet: Make) -> None:
    read: list[int] = []
    sheet = make_sheet(3_000)

    def load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
        read.append(len(keys))
        return OPINIONS.load(session, keys)

    counted = replace(OPINIONS, load=load)
    sheet.set_source(counted)
    sheet.view.grab()
    assert sum(read) <= 200
    assert sheet.model.rowCount() == 3_001
    sheet.view.scrollToBottom()
    sheet.view.grab()
    assert sum(read) <= 400


# Any acts ---------------------------------------------------------------------------------------------------


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, int, int, int, int]:
    """An act and the cells that it is done to."""
    names = ["type", "paste", "cut", "clear", "fill", "add", "delete", "up", "down", "undo", "sort", "filter"]
    name = draw(st.sampled_from(names))
    top, left = draw(st.integers(0, 7)), draw(st.integers(0, 8))
    return name, top, left, draw(st.integers(0, 2)), draw(st.integers(0, 3))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(acts(), min_size=1, max_size=8))
def test_any_acts_show_what_is_stored_and_are_undone(
    qtbot: QtBot,
    make_context: Callable[[PlanFile], PlanContext],
    tmp_path_factory: pytest.TempPathFactory,
    empty_template: Path,
    author: Author,
    steps: list[tuple[str, int, int, int, int]],
) -> None:
    path = Path(shutil.copy(empty_template, tmp_path_factory.mktemp("acts") / "計画.dxplan"))
    with PlanFile.open(path, author) as plan:
        fill(plan, 6)
        before = texts_of(plan)
        sheet = show(qtbot, make_context(plan))
        for name, top, left, high, wide in steps:
            _act(sheet, name, top, left, high, wide)
            stored = dict(zip(sheet.model.stored_keys, texts_of(plan), strict=True))
            sheet.model.release(list(sheet.model.bad))
            for row in range(sheet.model.rowCount()):
                if sheet.model.key_at(row) != DRAFT:
                    shown = tuple(sheet.model.text(row, place) for place in range(len(KEYS)))
                    assert shown == stored[sheet.model.key_at(row)]
        sheet.set_filter("")
        sheet.set_order(Ordering())
        assert sheet.model.keys == list(sheet.model.stored_keys)
        while context_of(sheet).workbench.undo() is not None:
            pass
        assert texts_of(plan) == before
        rows = map(sheet.model.row_of, sheet.model.keys)
        assert [row[NUMBER] for row in before] == [
            sheet.model.text(row, NUMBER) for row in rows if row is not None
        ]
        sheet.close()


def _act(sheet: Sheet, name: str, top: int, left: int, high: int, wide: int) -> None:
    rows, columns = sheet.model.rowCount(), len(KEYS) - 2
    top, left = min(top, rows - 1), min(left, columns)
    if name == "sort":
        sheet.set_order(Ordering(None if left == 0 else left, bool(wide % 2), sheet.model.ordering.words))
    elif name == "filter":
        sheet.set_filter(["", "意見", "検討", "1"][wide])
    elif name == "undo":
        context_of(sheet).workbench.undo()
    if name in {"sort", "filter", "undo"} or not rows:
        return
    choose(sheet, top, left, min(top + high, rows - 1), min(left + wide, columns))
    match name:
        case "type":
            sheet.model.setData(sheet.view.currentIndex(), ["", "甲", "１２", "総務課"][wide])
        case "paste":
            paste(sheet, ["甲\r\n", EXCEL, "1\t2\r\n3\t4\r\n", '"甲\n乙"\t参考\t\r\n'][wide])
        case "add":
            sheet.acts.add()
            sheet.view.cells.give_up(box_of(sheet))
        case "cut" | "clear" | "delete":
            getattr(sheet.acts, name)()
        case "fill":
            sheet.acts.fill_down()
        case _:
            sheet.acts.move(-1 if name == "up" else 1)
