"""How a sheet fits its room: shared widths, broken headings, a faded cursor, rows that return."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dxplanner.ui.sheet.header import broken
from dxplanner.ui.sheet.sheet import Sheet
from tests.services.sheet_sources import OPINIONS
from tests.ui.sheet_fixtures import ANSWER, CTRL, NUMBER, SUMMARY, Make, at, context_of, key


def widths(sheet: Sheet) -> dict[int, int]:
    return {place: sheet.view.columnWidth(place) for place in sheet.view.columns_shown()}


# Widths -----------------------------------------------------------------------------------------------------


def test_running_text_shares_the_room_that_is_left(make_sheet: Make) -> None:
    sheet = make_sheet(3)
    look, columns = sheet.view.look, sheet.model.columns
    sheet.resize(3000, 620)
    wide = widths(sheet)
    assert wide[SUMMARY] > look.column_width(columns[SUMMARY])
    assert wide[SUMMARY] <= look.widest(columns[SUMMARY])
    assert wide[NUMBER] == look.column_width(columns[NUMBER])
    sheet.resize(1700, 620)
    assert sum(widths(sheet).values()) <= sheet.view.viewport().width()
    sheet.resize(400, 620)
    assert widths(sheet)[SUMMARY] == look.column_width(columns[SUMMARY])


def test_a_column_gives_a_little_where_that_spares_scrolling(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(3)
    own = {place: sheet.view.look.column_width(sheet.model.columns[place]) for place in widths(sheet)}
    margin = sheet.width() - sheet.view.viewport().width()
    sheet.resize(sum(own.values()) + margin - 13, 620)
    room = sheet.view.viewport().width()
    assert room - len(own) < sum(widths(sheet).values()) <= room
    qtbot.waitUntil(lambda: not sheet.view.horizontalScrollBar().isVisible())
    assert widths(sheet)[NUMBER] == own[NUMBER]


def test_a_width_that_somebody_has_set_stays(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(3)
    sheet.view.setColumnWidth(SUMMARY, 123)
    answer = widths(sheet)[ANSWER]
    sheet.resize(2600, 620)
    assert widths(sheet)[SUMMARY] == 123
    assert widths(sheet)[ANSWER] > answer
    sheet.columns.remember()
    again = Sheet(context_of(sheet), OPINIONS, key="test", empty="")
    qtbot.addWidget(again)
    again.resize(2600, 620)
    with qtbot.waitExposed(again):
        again.show()
    assert widths(again)[SUMMARY] == 123
    again.resize(1074, 620)
    assert widths(again)[ANSWER] == again.view.look.column_width(again.model.columns[ANSWER])


def test_a_long_heading_alone_does_not_make_a_column_wide(make_sheet: Make) -> None:
    look = make_sheet(0).view.look
    column, sign = OPINIONS.columns[NUMBER], look.metrics.horizontalAdvance("国")
    wide = look.column_width(replace(column, label="とても長い見出し" * 25))
    assert wide == 12 * sign + 3 * look.gap
    assert look.column_width(replace(column, label="見出し" * 4)) < wide
    assert (
        look.column_width(replace(column, label="とても長い見出し" * 25, width=20))
        == 20 * sign + 3 * look.gap
    )


# Headings ---------------------------------------------------------------------------------------------------


def _pixels(text: str) -> int:
    return sum(13 if ord(sign) > 255 else 7 for sign in text)


@pytest.mark.parametrize(
    ("text", "signs", "lines"),
    [
        ("日付の精度", 4, ("日付の", "精度")),
        ("件数に戻すと", 5, ("件数に", "戻すと")),
        ("そう思う（推定）", 6, ("そう思う", "（推定）")),
        ("まったく思わない", 5, ("まったく", "思わない")),
        ("課題", 5, ("課題",)),
        ("最新のテクノロジーに触れる場の創出です", 4, None),
    ],
)
def test_a_heading_is_broken_where_a_reader_pauses(
    text: str, signs: int, lines: tuple[str, ...] | None
) -> None:
    made = broken(text, signs * 13 + 2, _pixels, 3)
    assert "".join(made) == text
    assert len(made) <= 3
    assert not any(line[0] in "）、。ー" for line in made)
    assert lines is None or made == lines


# Focus and cursor -------------------------------------------------------------------------------------------


def test_the_cursor_fades_while_the_keys_go_elsewhere(make_sheet: Make, qtbot: QtBot) -> None:
    sheet = make_sheet(2)
    elsewhere = QLineEdit(sheet)
    elsewhere.show()
    index = at(sheet, 0, SUMMARY)
    rect = sheet.view.visualRect(index)
    place = rect.bottomRight() / 2 + rect.topLeft() / 2

    def fill() -> QColor:
        return sheet.view.viewport().grab().toImage().pixelColor(place.x(), rect.bottom() - 6)

    assert fill() == sheet.view.look.selection
    elsewhere.setFocus(Qt.FocusReason.OtherFocusReason)
    assert fill() == sheet.view.look.faded
    sheet.view.setFocus()
    assert fill() == sheet.view.look.selection


def test_a_row_that_comes_back_gets_the_cursor(make_sheet: Make) -> None:
    sheet = make_sheet(4)
    index = at(sheet, 1, ANSWER)
    gone = sheet.model.key_at(index.row())
    key(sheet, Qt.Key.Key_Delete, CTRL)
    assert sheet.current_key() != gone
    context_of(sheet).undo()
    assert sheet.current_key() == gone
    assert sheet.view.currentIndex().column() == ANSWER
    at(sheet, 3, NUMBER)
    context_of(sheet).redo()
    stays = sheet.current_key()
    context_of(sheet).undo()
    assert sheet.current_key() == stays


def test_what_belongs_here_can_change(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    sheet.set_empty("先に会議を選んでください。")
    assert sheet.empty.text() == "先に会議を選んでください。"
    assert sheet.empty.isVisible()


def test_what_belongs_here_stands_in_the_middle(make_sheet: Make) -> None:
    sheet = make_sheet(0)
    image = sheet.empty.grab().toImage()
    ground = image.pixelColor(0, 0)
    inked = [
        (x, y)
        for y in range(image.height())
        for x in range(0, image.width(), 2)
        if image.pixelColor(x, y) != ground
    ]
    across = (min(x for x, _ in inked) + max(x for x, _ in inked)) / 2
    down = (min(y for _, y in inked) + max(y for _, y in inked)) / 2
    assert abs(across - image.width() / 2) < 12
    assert abs(down - image.height() / 2) < 6
    draft = sheet.view.visualRect(sheet.model.index(0, NUMBER))
    assert sheet.empty.geometry().top() >= draft.bottom()
