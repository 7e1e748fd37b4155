"""What stands in the room that there is: lists of sentences, choosers, empty charts, scroll bars."""

from math import ceil

import pytest
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from dxplanner.domain.imported import ImportedSchedule
from dxplanner.services.schedules import add_schedule
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.prose import prose_layout
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.import_preview import ImportPreview
from dxplanner.ui.gantt.prose_list import ProseList, held
from dxplanner.ui.gantt.repeat_dialog import RepeatDialog
from dxplanner.ui.gantt.sheet_dialog import SheetDialog
from tests.ui.gantt_fixtures import Desk, make_desk


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def test_findings_are_as_high_as_their_lines_at_any_width(desk: Desk, qtbot: QtBot) -> None:
    desk.pane.overlay_next()
    board = desk.pane.board
    board.show_findings(True)
    listed = board.findings.list
    heights = []
    for width in (220, 420):
        table, chart, findings = board.across.sizes()
        board.across.setSizes([table, chart + findings - width, width])
        qtbot.waitUntil(lambda: fits(listed))
        heights.append(sum(listed.visualItemRect(listed.item(at)).height() for at in range(listed.count())))
    assert heights[0] > heights[1]


def fits(listed: ProseList) -> bool:
    """Whether each line of the list is as high as its text at the list's width."""
    wide, font = listed.viewport().width() - 16, listed.font()
    items = [listed.item(at) for at in range(listed.count())]
    wanted = [ceil(prose_layout(held(item.text()), font, wide)[1]) + 8 for item in items]
    return [listed.visualItemRect(item).height() for item in items] == wanted


def test_a_schedule_without_lanes_says_what_to_do(desk: Desk) -> None:
    chart = desk.pane.board.chart
    assert chart.empty == ""
    made = desk.context.run("工程表の追加", add_schedule("空の工程表", None))
    assert made is not None
    desk.pane.show_schedule(made[0])
    assert "Insert" in chart.empty


def test_the_chooser_of_schedules_follows_the_names_that_it_lists(desk: Desk) -> None:
    box = desk.pane.controls.schedule
    desk.pane.resize(1600, 900)
    names = [box.itemText(at) for at in range(box.count())]
    widest = max(names, key=box.fontMetrics().horizontalAdvance)
    box.setCurrentIndex(names.index(widest))
    QApplication.processEvents()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == widest


def test_bars_without_anything_to_scroll_show_no_handle(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.fit()
    QApplication.processEvents()
    bar = chart.horizontalScrollBar()
    assert bar.maximum() == 0
    picture = bar.grab().toImage()
    ground = picture.pixelColor(1, 1)
    middle = picture.height() // 2
    assert all(picture.pixelColor(x, middle) == ground for x in range(0, picture.width(), 7))
    chart.zoom(3.0)
    QApplication.processEvents()
    picture = bar.grab().toImage()
    assert any(picture.pixelColor(x, middle) != ground for x in range(0, picture.width(), 7))


@pytest.mark.parametrize("width", [700, 1074, 1600, 8000, 20_000])
@pytest.mark.parametrize("mode", [mode for mode in AxisMode if mode is not AxisMode.OWN])
def test_headings_of_any_columns_can_be_read_at_any_zoom(desk: Desk, mode: AxisMode, width: int) -> None:
    board, chart = desk.pane.board, desk.pane.board.chart
    board.set_mode(mode)
    chart.fit()
    assert chart.scale is not None
    chart.zoom(width / chart.axis_right)
    assert chart.axis is not None
    for row in chart.axis.headings(chart.scale, chart.look.em, 0.0, chart.axis_right):
        for cell in row.cells:
            assert chart.look.text(cell.texts[-1], 12)[1] <= cell.right - cell.left - 2


def test_columns_too_narrow_to_be_read_give_way_and_say_so(desk: Desk) -> None:
    board = desk.pane.board
    desk.pane._set_mode(AxisMode.DAY)
    board.chart.fit()
    assert board.chart.coarser is not None
    assert board.footer.hint.text() == "幅が足りないため旬の列です。拡大すると日の列になります。"
    board.chart.zoom(20.0)
    assert board.chart.coarser is None
    assert board.footer.hint.isHidden()


def test_no_line_of_the_findings_begins_with_the_end_of_a_period(desk: Desk) -> None:
    desk.pane.overlay_next()
    listed = desk.pane.board.findings.list
    texts = [held(listed.item(at).text()) for at in range(listed.count())]
    assert any("～" in text for text in texts)
    for width in range(160, 420, 20):
        for text in texts:
            starts = [text[start] for start in line_starts(prose_layout(text, listed.font(), width)[0])]
            assert not set(starts) & set("～\u2060 "), (width, text)


def line_starts(layout: QTextLayout) -> list[int]:
    """Where the lines of a text begin."""
    return [layout.lineAt(at).textStart() for at in range(layout.lineCount())]


def test_long_names_are_cut_in_the_list_and_whole_in_its_tooltips(desk: Desk) -> None:
    name = "長崎市における総合的かつ計画的な取組の推進に関する基本的な方向性" * 4
    desk.pane.board.acts.rename(desk.bar("アンケート調査").id, name)
    desk.pane.overlay_next()
    listed = desk.pane.board.findings.list
    [item] = [item for at in range(listed.count()) if name in (item := listed.item(at)).toolTip()][:1]
    assert name[:24] + "…」" in item.text()
    assert name not in item.text()


def test_a_text_longer_than_the_chart_is_cut_in_its_place(desk: Desk) -> None:
    name = "長崎市における総合的かつ計画的な取組の推進に関する基本的な方向性" * 6
    desk.pane.board.acts.rename(desk.bar("アンケート調査").id, name)
    chart = desk.pane.board.chart
    index = chart.rows.row_of_bar(desk.bar(name).id)
    assert index is not None
    row = chart.rows.items(index)
    item = row.find(desk.bar(name).id)
    assert item is not None
    [text] = item.lines
    assert name.startswith(text.removesuffix("…"))
    assert len(text) > 20
    assert item.leftmost >= 0
    assert item.rightmost <= chart.content_width + 1
    assert item.inside or item.text_left > item.right or item.text_left + item.text_width < item.left
    assert chart.describe(desk.bar(name)).startswith(name)


def test_a_preview_shows_the_groups_of_lanes_where_there_are_some(desk: Desk) -> None:
    edition, theme = desk.edition, desk.context.theme
    preview = ImportPreview(ImportedSchedule(edition, ()), "一覧", edition, theme, desk.pane)
    assert preview.rows.isColumnHidden(0)
    desk.pane.show_schedule(next(one.id for one in desk.pane._schedules if one.title == "職員の育成"))
    grouped = desk.edition
    preview = ImportPreview(ImportedSchedule(grouped, ()), "一覧", grouped, theme, desk.pane)
    assert not preview.rows.isColumnHidden(0)
    shown = [preview.rows.model().index(0, column).data() for column in range(4)]
    assert shown == ["デジタルリテラシー向上", "研修の検討・調整", "事業者選定", "R6.4～R6.7"]


def test_the_buttons_of_all_dialogs_stand_in_one_order(desk: Desk) -> None:
    edition, theme = desk.edition, desk.context.theme
    dialogs: list[QDialog] = [
        SheetDialog(
            "閉庁日", ("日付", "名称"), [], "閉庁日を入れます。", lambda _cells: None, theme, desk.pane
        ),
        RepeatDialog(edition.bars[0], edition, theme, desk.pane),
        ImportPreview(ImportedSchedule(edition, ()), "一覧", edition, theme, desk.pane),
    ]
    for dialog in dialogs:
        dialog.show()
        [box] = dialog.findChildren(QDialogButtonBox)
        buttons = sorted(box.buttons(), key=lambda button: button.x())
        assert [bool(button.property("primary")) for button in buttons] == [True, False]
        assert buttons[1].text() == "やめる"
        assert all(button.toolTip() for button in buttons)
        dialog.close()
