"""A column of a sheet filtered by its values: the list, its keys, the sign in the heading, the way back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dxplanner.model import Opinion
from dxplanner.services import sheet_edit
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.sheet.filter_list import FilterList, FilterValues
from dxplanner.ui.sheet.ordering import Ordering
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import OPINIONS, fill
from tests.ui.sheet_fixtures import (
    ANSWER,
    CLASS,
    CTRL,
    NUMBER,
    PERSON,
    SHIFT,
    SUMMARY,
    Make,
    at,
    choose,
    column,
    context_of,
    heard,
    key,
    paste,
    show,
    stored_rows,
    type_text,
)  # fmt: skip

Key = Qt.Key


@pytest.fixture
def sheet(make_sheet: Make) -> Sheet:
    """Twelve opinions: 参考 three times, 修正する twice, the others without a 区分."""
    made = make_sheet(12)
    for rows, name in (((0, 2), "参考"), ((3, 4), "修正する")):
        choose(made, rows[0], CLASS, rows[1], CLASS)
        paste(made, name)
    made.view.setFocus()
    return made


def opened(sheet: Sheet, place: int) -> FilterList:
    at(sheet, 0, place)
    key(sheet, Key.Key_L, CTRL | SHIFT)
    found = sheet.headings.list
    assert found is not None
    assert found.isVisible()
    return found


def listed(found: FilterList) -> list[tuple[str, str, bool]]:
    """Text, count and tick of every line."""
    values = found.values
    ticked = Qt.CheckState.Checked
    return [
        (
            values.index(row, 0).data(),
            values.index(row, 1).data(),
            values.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) == ticked,
        )
        for row in range(values.rowCount())
    ]


def take(found: FilterList, *rows: int) -> None:
    """Toggle lines with the space key, then press Enter."""
    for row in rows:
        found.list.setCurrentIndex(found.values.index(row, 0))
        QTest.keyClick(found.list, Key.Key_Space)
    QTest.keyClick(found.list, Key.Key_Return)


# The list ---------------------------------------------------------------------------------------------------


def test_the_list_has_each_value_once_with_its_count(sheet: Sheet, qtbot: QtBot) -> None:
    found = opened(sheet, CLASS)
    QAbstractItemModelTester(found.values, QAbstractItemModelTester.FailureReportingMode.Fatal, found)
    assert listed(found) == [
        ("すべて選択", "12", True),
        ("修正する", "2", True),
        ("参考", "3", True),
        ("（空白）", "7", True),
    ]
    assert found.box.isHidden()
    assert found.list.hasFocus()
    take(found, 0, 2)
    assert column(sheet, NUMBER) == ["1", "2", "3"]
    assert sheet.filter.count.text() == "12件中3件を表示"
    assert sheet.view.hasFocus()
    qtbot.waitUntil(lambda: sheet.headings.list is None)
    assert listed(opened(sheet, CLASS))[1:] == [
        ("修正する", "2", False),
        ("参考", "3", True),
        ("（空白）", "7", False),
    ]


def test_blank_cells_pass_by_a_line_of_their_own(sheet: Sheet) -> None:
    take(opened(sheet, CLASS), 1, 2)
    assert column(sheet, NUMBER) == [str(number) for number in range(6, 13)]
    sheet.filter.all.click()
    assert len(sheet.model.keys) == 12
    assert not sheet.filter.all.isVisible()
    assert sheet.filter.count.text() == "12件"


def test_filters_of_columns_and_words_work_together(sheet: Sheet) -> None:
    take(opened(sheet, CLASS), 0, 1, 2)
    sheet.set_filter("検討")
    assert column(sheet, NUMBER) == ["2", "4"]
    assert [text for text, *_ in listed(opened(sheet, ANSWER))] == ["すべて選択", "検討します。"]
    assert [line[:2] for line in listed(opened(sheet, CLASS))] == [
        ("すべて選択", "6"),
        ("修正する", "1"),
        ("参考", "1"),
        ("（空白）", "4"),
    ]
    sheet.set_filter("")
    take(opened(sheet, ANSWER), 1)
    assert column(sheet, NUMBER) == ["1", "3", "5"]
    take(opened(sheet, CLASS), 0)
    assert column(sheet, NUMBER) == ["1", "3", "5", "7", "9", "11"]
    assert sheet.model.ordering.chosen.keys() == {"answer"}


def test_many_values_are_searched(sheet: Sheet) -> None:
    found = opened(sheet, SUMMARY)
    assert found.box.hasFocus()
    assert [text for text, *_ in listed(found)][1:4] == ["意見1", "意見2", "意見3"]
    QTest.keyClicks(found.box, "1")
    assert [text for text, *_ in listed(found)] == [
        "見つかったものをすべて選択",
        "意見1",
        "意見10",
        "意見11",
        "意見12",
    ]
    QTest.keyClick(found.box, Key.Key_Down)
    assert found.list.hasFocus()
    QTest.keyClick(found.list, Key.Key_Space)
    QTest.keyClick(found.list, Key.Key_Return)
    assert column(sheet, NUMBER) == ["10", "11", "12"]
    found = opened(sheet, SUMMARY)
    found.box.setText("どこにもない")
    assert not found.ok.isEnabled()
    QTest.keyClick(found.box, Key.Key_Return)
    assert column(sheet, NUMBER) == ["10", "11", "12"]
    found.box.setText("")
    assert sum(ticked for *_, ticked in listed(found)) == 3
    QTest.keyClick(found.list, Key.Key_Up)
    assert found.box.hasFocus()
    QTest.keyClick(found, Key.Key_Escape)
    assert column(sheet, NUMBER) == ["10", "11", "12"]


def test_a_click_ticks_and_nothing_ticked_cannot_be_taken(sheet: Sheet) -> None:
    found = opened(sheet, CLASS)
    view = found.list
    for row in (0, 1):
        place = view.visualRect(found.values.index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert found.ok.isEnabled() is bool(row)
    QTest.mouseClick(found.ok, Qt.MouseButton.LeftButton)
    assert column(sheet, NUMBER) == ["4", "5"]


def test_values_of_many_rows_are_read_once_the_list_is_there(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    fill(empty_plan, 2_500)
    sheet = show(qtbot, make_context(empty_plan))
    found = opened(sheet, ANSWER)
    assert found.waiting.isVisible()
    assert not found.list.isVisible()
    QTest.keyClick(found, Key.Key_Return)
    qtbot.waitUntil(found.list.isVisible)
    assert [line[:2] for line in listed(found)] == [
        ("すべて選択", "2,500"),
        ("検討します。", "1,250"),
        ("（空白）", "1,250"),
    ]
    assert not found.waiting.isVisible()
    assert found.list.hasFocus()


def test_ticks_become_the_texts_that_pass() -> None:
    values = FilterValues([("", 3), ("甲", 1)], {"", "乙"})
    assert values.chosen() == frozenset({""})
    values.toggle(2)
    assert values.chosen() is None
    values.toggle(0)
    assert values.chosen() == frozenset()


# Headings ---------------------------------------------------------------------------------------------------


def test_the_heading_of_a_filtered_column_has_a_funnel_that_opens_the_list(sheet: Sheet) -> None:
    head = sheet.view.headings
    high, accent = head.height(), sheet.view.look.accent

    def signs() -> int:
        image = head.grab().toImage()
        left = head.left_of(CLASS)
        shown = range(left, min(left + head.sectionSize(CLASS), image.width()))
        return sum(image.pixelColor(x, y) == QColor(accent) for x in shown for y in range(image.height()))

    assert signs() == 0
    sheet.show_only("opinion_class_id", "参考")
    assert signs() > 10
    assert head.height() >= high
    told = sheet.model.headerData(CLASS, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert told.endswith("絞り込み中：参考")
    place = QPoint(head.left_of(CLASS) + head.sectionSize(CLASS) - 13, head.height() // 2)
    asked = heard(head.filter_asked)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [(CLASS,)]
    assert sheet.headings.list is not None
    assert sheet.headings.list.isVisible()


def test_the_menu_of_a_heading_filters_and_takes_the_filter_away(sheet: Sheet) -> None:
    sheet.show_only("opinion_class_id", "参考")
    sheet.headings.pop_menu(CLASS, QPoint(0, 0))
    menu = sheet.view.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    entries = {action.text().partition("\t")[0]: action for action in menu.actions()}
    label = sheet.model.columns[CLASS].label
    assert entries[f"「{label}」の値で絞り込み…"].isEnabled()
    entries[f"「{label}」の絞り込みを解除"].trigger()
    assert not sheet.model.ordering.filtered
    menu.close()


# What stays -------------------------------------------------------------------------------------------------


def test_a_filter_stays_after_edits_sorting_and_other_columns(sheet: Sheet) -> None:
    told = heard(sheet.filtered)
    sheet.show_only("opinion_class_id", "参考")
    assert sheet.shows_only("opinion_class_id", "参考")
    assert len(told) == 1
    at(sheet, 1, CLASS)
    type_text(sheet, "修正する")
    assert column(sheet, NUMBER) == ["1", "2", "3"]
    sheet.set_order(Ordering(NUMBER, True, (), sheet.model.ordering.chosen))
    assert column(sheet, NUMBER) == ["3", "1"]
    sheet.filter.order.click()
    assert column(sheet, NUMBER) == ["1", "3"]
    sheet.reload()
    assert sheet.filter.count.text() == "12件中2件を表示"
    sheet.set_source(replace(OPINIONS, columns=OPINIONS.columns[:CLASS]))
    assert not sheet.model.ordering.filtered
    assert len(sheet.model.keys) == 12


def test_a_row_that_the_filter_hides_is_shown_when_it_is_asked_for(sheet: Sheet) -> None:
    hidden = sheet.model.key_at(5)
    sheet.show_only("opinion_class_id", "参考")
    assert sheet.model.row_of(hidden) is None
    assert sheet.select(hidden)
    assert sheet.current_key() == hidden
    assert not sheet.model.ordering.filtered


def test_a_filter_that_nothing_passes_says_how_to_take_it_away(sheet: Sheet) -> None:
    sheet.show_only("opinion_class_id", "その他")
    assert sheet.model.keys == []
    assert "絞り込みを解除" in sheet.empty.text()
    assert sheet.empty.isVisible()
    key(sheet, Key.Key_L, CTRL | SHIFT)
    assert sheet.headings.list is None
    sheet.headings.open_filter(CLASS)
    found = sheet.headings.list
    assert found is not None
    take(found, 2)
    assert column(sheet, NUMBER) == ["1", "2", "3"]


def test_rows_are_not_moved_while_a_filter_hides_their_neighbours(sheet: Sheet) -> None:
    before = stored_rows(sheet)
    sheet.show_only("opinion_class_id", "参考")
    at(sheet, 1, NUMBER)
    key(sheet, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "行を動かせません" in sheet.notice.text.text()
    assert stored_rows(sheet) == before


def test_a_row_added_elsewhere_shows_last_in_a_filtered_sheet(sheet: Sheet) -> None:
    sheet.show_only("opinion_class_id", "参考")
    context_of(sheet).run("追加", sheet_edit.add_typed(OPINIONS, None, {"summary": "新"}))
    assert column(sheet, SUMMARY) == ["意見1", "意見2", "意見3", "新"]


def test_a_hidden_column_has_no_list(sheet: Sheet) -> None:
    assert sheet.view.isColumnHidden(PERSON)
    sheet.headings.open_filter(PERSON)
    assert sheet.headings.list is None


def test_a_name_of_several_lines_stands_in_one(sheet: Sheet) -> None:
    key_of_first = sheet.model.key_at(0)

    def edit(session: Session) -> None:
        session.get_one(Opinion, key_of_first).answer = "一行目\n二行目"

    context_of(sheet).run("変更", edit)
    found = opened(sheet, ANSWER)
    assert "一行目 二行目" in [text for text, *_ in listed(found)]
    row = [text for text, *_ in listed(found)].index("一行目 二行目")
    take(found, 0, row)
    assert column(sheet, NUMBER) == ["1"]
