"""The pane of 工程表: choosing, overlaying, filtering, taking over and giving out."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.exporters.mspdi import write_mspdi
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.import_preview import ImportPreview
from dxplanner.ui.gantt.repeat_dialog import RepeatDialog
from dxplanner.ui.gantt.schedule_acts import read_columns
from dxplanner.ui.gantt.sheet_dialog import SheetDialog
from dxplanner.ui.panes.schedule import SchedulePane
from tests.ui.gantt_fixtures import Desk, PaneOnADay, make_desk, type_text


@pytest.fixture
def desk(qtbot: QtBot, context: PlanContext) -> Desk:
    return make_desk(qtbot, context)


def answer(path: Path, *_question: object) -> Path:
    return path


def entry(menu: QMenu, text: str) -> None:
    """Choose an entry of a menu as if it had been opened."""
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()


def test_the_plan_s_own_schedule_comes_first_with_its_newest_edition(desk: Desk) -> None:
    assert (desk.edition.title, desk.edition.name) == ("改訂スケジュール", "素案報告時")
    assert desk.pane.controls.edition.currentText() == "素案報告時"
    titles = [desk.pane.controls.schedule.itemText(at) for at in range(desk.pane.controls.schedule.count())]
    assert len(titles) == 3


def test_every_bar_of_the_four_sample_editions_has_its_whole_text_on_screen(desk: Desk) -> None:
    chart = desk.pane.board.chart
    editions = [edition for one in desk.pane._schedules for edition in one.editions]
    assert len(editions) == 4
    for schedule in desk.pane._schedules:
        desk.pane.show_schedule(schedule.id)
        for edition in schedule.editions:
            desk.pane.show_edition(edition.id)
            placed = [item for at in range(len(chart.rows)) for item in chart.rows.items(at).placed]
            shown = {item.bar.id: "".join(item.lines) for item in placed}
            rows = {bar.id: bar.label for bar in desk.edition.bars}
            assert {key: shown[key] for key in rows} == rows
            assert max(item.rightmost for item in placed) <= chart.viewport().width() + 1


def test_the_columns_of_the_document_head_the_chart(desk: Desk) -> None:
    chart = desk.pane.board.chart
    assert chart.axis is not None
    assert chart.scale is not None
    rows = chart.axis.headings(chart.scale, chart.look.em, 0.0, chart.axis_right)
    assert [cell.texts[0] for cell in rows[1].cells] == ["４～６月", "7～9月", "10～12月", "1～3月"]
    assert [cell.texts[0] for cell in rows[2].cells][:3] == ["4月", "5月", "6月"]
    box = desk.pane.controls.mode
    box.setCurrentIndex(box.findData(AxisMode.FOUR_MONTHS))
    box.activated.emit(box.currentIndex())
    rows = chart.axis.headings(chart.scale, chart.look.em, 0.0, chart.axis_right - 1)
    assert [cell.texts[0] for cell in rows[1].cells] == ["4～7月", "8～11月", "12～3月"]


def test_the_first_edition_laid_under_shows_ghosts_and_lists_the_differences(desk: Desk) -> None:
    menu = desk.pane.controls.overlay.menu()
    next(action for action in menu.actions() if "予算説明時" in action.text()).trigger()
    board = desk.pane.board
    ghost = board.chart.marks.ghosts[desk.bar("アンケート調査").id]
    assert board.chart.scale is not None
    assert ghost[0] == pytest.approx(board.chart.scale.x(date(2024, 5, 1)))
    assert desk.bar("現状分析と検証").id not in board.chart.marks.ghosts
    texts = [board.findings.list.item(at).text() for at in range(board.findings.list.count())]
    assert any("アンケート調査" in text and "1か月後へ" in text for text in texts)
    assert any("事業者選定" in text and "削除" in text for text in texts)
    assert board.footer.findings.text() == f"違い {len(texts)}件"
    menu = desk.pane.controls.overlay.menu()
    entry(menu, "重ねない")
    assert board.chart.marks.ghosts == {}


def test_the_filter_keeps_lanes_with_a_hit_by_word_and_by_time(desk: Desk, qtbot: QtBot) -> None:
    board = desk.pane.board
    QTest.keyClicks(desk.pane.controls.search, "dx")
    qtbot.waitUntil(lambda: board.model.rowCount() == 1)
    assert board.model.index(0, 0).data().startswith("長崎市DX")
    desk.pane.controls.search.setText("素案 R6.11")
    qtbot.waitUntil(lambda: board.model.rowCount() == 2)
    assert board.shown == frozenset(bar.id for bar in desk.edition.bars if bar.label == "素案報告")
    desk.pane.controls.search.clear()
    qtbot.waitUntil(lambda: board.model.rowCount() == 4)


def test_a_schedule_is_made_named_and_deleted_with_its_contents_named_first(desk: Desk) -> None:
    menu = desk.pane.controls.acts_menu.menu()
    entry(menu, "新しい工程表")
    desk.pane.ask.line.clear()
    type_text(desk.pane.ask.line, "庁内調整")
    QTest.keyClick(desk.pane.ask.line, Qt.Key.Key_Return)
    assert (desk.edition.title, desk.edition.name) == ("庁内調整", "当初")
    assert desk.edition.lanes == ()
    desk.pane.acts.add_lane()
    assert len(desk.edition.lanes) == 1
    entry(menu, "この版を写して")
    QTest.keyClick(desk.pane.ask.line, Qt.Key.Key_Return)
    assert desk.edition.name == "素案"
    entry(menu, "工程表を削除")
    assert "版" in desk.pane.confirm.question
    QTest.keyClick(desk.pane.confirm._yes, Qt.Key.Key_Return)
    assert desk.edition.title == "改訂スケジュール"


def test_a_schedule_is_attached_to_a_budget_project(desk: Desk) -> None:
    menu = desk.pane.controls.acts_menu.menu()
    menu.aboutToShow.emit()
    owners = next(action.menu() for action in menu.actions() if action.text() == "結びつける予算事業")
    assert isinstance(owners, QMenu)
    texts = [action.text() for action in owners.actions() if action.isChecked()]
    assert texts == ["計画全体"]
    next(action for action in owners.actions() if action.text() == "職員の育成").trigger()
    titles = [desk.pane.controls.schedule.itemText(at) for at in range(desk.pane.controls.schedule.count())]
    assert "改訂スケジュール（職員の育成）" in titles
    assert desk.edition.title == "改訂スケジュール"
    desk.undo()
    titles = [desk.pane.controls.schedule.itemText(at) for at in range(desk.pane.controls.schedule.count())]
    assert "改訂スケジュール" in titles


def test_the_slack_of_a_linked_bar_is_told(desk: Desk) -> None:
    board = desk.pane.board
    board.acts.chain([desk.bar("骨子整理").id, desk.bar("成案整理").id])
    assert "余裕 61日" in board.chart.describe(desk.bar("骨子整理"))
    assert "余裕がありません" in board.chart.describe(desk.bar("成案整理"))
    assert "余裕" not in board.chart.describe(desk.bar("アンケート調査"))


def test_properties_change_all_selected_bars_and_confirm_what_was_inferred(desk: Desk) -> None:
    board = desk.pane.board
    board.selection.set([desk.bar("骨子整理").id, desk.bar("素案整理").id])
    box = board.properties._boxes["colour"]
    box.setCurrentIndex(box.findData(ColourRole.TALENT))
    box.activated.emit(box.currentIndex())
    assert {desk.bar(name).colour for name in ("骨子整理", "素案整理")} == {ColourRole.TALENT}
    assert len(desk.commits) == 1
    assert desk.bar("骨子整理").inferred
    board.properties.confirm.click()
    assert not desk.bar("骨子整理").inferred
    assert not desk.bar("素案整理").inferred
    board.selection.set([desk.bar("骨子整理").id])
    start = board.properties._texts["start"]
    start.setFocus()
    start.selectAll()
    QTest.keyClicks(start, "R6.7.16")
    QTest.keyClick(start, Qt.Key.Key_Return)
    assert desk.bar("骨子整理").starts_on == date(2024, 7, 16)
    start.selectAll()
    QTest.keyClicks(start, "x")
    QTest.keyClick(start, Qt.Key.Key_Return)
    assert "読めません" in board.properties.message.text()
    assert desk.bar("骨子整理").starts_on == date(2024, 7, 16)


def test_the_progress_line_bends_where_work_is_behind(desk: Desk) -> None:
    board = desk.pane.board
    board.acts.change([desk.bar("素案整理").id], {"progress": 50}, "進捗変更")
    board.progress.set_status(date(2024, 11, 8))
    point = board.progress.points[desk.bar("素案整理").id]
    assert point.days < 0
    corners = board.progress.path(board.chart.visible_rows())
    assert board.chart.scale is not None
    straight = board.chart.scale.x_after(date(2024, 11, 8))
    assert min(corner.x() for corner in corners) == pytest.approx(board.chart.scale.x(point.day))
    assert max(corner.x() for corner in corners) == pytest.approx(straight)


def test_the_critical_path_is_marked(desk: Desk) -> None:
    board = desk.pane.board
    names = ("骨子整理", "素案整理", "成案整理")
    board.acts.chain([desk.bar(name).id for name in names])
    board.set_critical(True)
    assert board.chart.marks.critical == {desk.bar(name).id for name in names}


def test_what_follows_can_be_shifted_by_as_much_instead_of_as_far_as_needed(desk: Desk) -> None:
    board = desk.pane.board
    board.acts.chain([desk.bar("アンケート調査").id, desk.bar("パブリックコメント").id])
    board.footer.follow.setChecked(True)
    board.selection.set([desk.bar("アンケート調査").id])
    desk.key(Qt.Key.Key_Right)
    assert desk.bar("パブリックコメント").starts_on == date(2024, 12, 1)
    menu = desk.pane.controls.view_menu.menu()
    menu.aboutToShow.emit()
    ways = next(action.menu() for action in menu.actions() if action.text() == "後続のずらし方")
    assert isinstance(ways, QMenu)
    next(action for action in ways.actions() if action.text().startswith("同じ日数")).trigger()
    desk.key(Qt.Key.Key_Right)
    assert desk.bar("パブリックコメント").starts_on == date(2025, 1, 1)


def test_a_bar_repeats_on_the_dates_that_were_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.pane.board.selection.set([desk.bar("進捗報告").id])
    seen: list[str] = []

    def agree(dialog: RepeatDialog) -> int:
        seen.append(dialog.preview.text())
        return 1

    monkeypatch.setattr(RepeatDialog, "exec", agree)
    desk.pane.acts.repeat()
    assert seen[0].startswith("8件を追加します：R6.8.1")
    assert sum(bar.label == "進捗報告" for bar in desk.edition.bars) == 9
    desk.undo()
    assert sum(bar.label == "進捗報告" for bar in desk.edition.bars) == 1


def test_the_picture_goes_to_the_clipboard_and_to_files(desk: Desk, tmp_path: Path) -> None:
    entry(desk.pane.controls.exchange.menu(), "図をコピー")
    assert QGuiApplication.clipboard().image().width() > 1000
    exchange = desk.pane.exchange
    for suffix in (".png", ".svg"):
        path = tmp_path / f"工程{suffix}"
        exchange.ask_path = partial(answer, path)
        exchange.save(suffix, "")
    assert not QImage(str(tmp_path / "工程.png")).isNull()
    assert QSvgRenderer(str(tmp_path / "工程.svg")).isValid()
    drawing = (tmp_path / "工程.svg").read_text(encoding="utf-8")
    words = "".join(re.findall(r">([^<\s][^<]*)</text>", drawing))
    assert all(bar.label in words for bar in desk.edition.bars)


@pytest.mark.parametrize("suffix", [".png", ".csv"])
def test_no_picture_and_no_list_is_saved_over_a_plan(desk: Desk, suffix: str) -> None:
    exchange, plan = desk.pane.exchange, desk.pane.board.context.workbench.plan.path
    said: list[str] = []
    desk.pane.board.context.said.connect(said.append)
    before = plan.read_bytes()
    for path in (plan, plan.with_name("別の計画.dxplan")):
        exchange.ask_path = partial(answer, path)
        exchange.save(suffix, "")
    assert plan.read_bytes() == before
    assert len(said) == 2
    assert "計画ファイル" in said[0]
    assert not plan.with_name("別の計画.dxplan").exists()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".xml"])
def test_a_list_that_was_saved_can_be_taken_over_again(
    desk: Desk, tmp_path: Path, suffix: str, qtbot: QtBot
) -> None:
    exchange, before = desk.pane.exchange, desk.edition
    path = tmp_path / f"一覧{suffix}"
    exchange.ask_path = lambda _title, _suggestion, _kinds: path
    exchange.save(suffix, "")
    qtbot.waitUntil(lambda: not exchange.jobs.running)
    exchange.ask_file = lambda: path
    previews: list[ImportPreview] = []

    def agree(preview: ImportPreview) -> bool:
        previews.append(preview)
        return True

    exchange.ask_target = agree
    exchange.read_file()
    qtbot.waitUntil(lambda: not exchange.jobs.running)
    assert previews[0].rows.rowCount() == len(before.bars)
    assert desk.edition.schedule_id != before.schedule_id
    old = [(bar.label, bar.starts_on, bar.ends_on) for bar in before.bars]
    assert sorted((bar.label, bar.starts_on, bar.ends_on) for bar in desk.edition.bars) == sorted(old)


def test_the_reading_of_a_file_can_be_stopped_and_says_so(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    exchange, path = desk.pane.exchange, tmp_path / "一覧.xml"
    path.write_bytes(write_mspdi(desk.edition))
    exchange.ask_file = lambda: path
    told: list[tuple[int, int]] = []
    exchange.jobs.started.connect(lambda job: job.progress.connect(lambda *how: told.append(how[:2])))
    exchange.ask_target = lambda _preview: False
    exchange.read_file()
    qtbot.waitUntil(lambda: not exchange.jobs.running)
    assert told == [(80, 100), (100, 100)]
    assert exchange.line.bar.maximum() == 100
    exchange.jobs.started.connect(lambda job: job.cancel())
    exchange.read_file()
    qtbot.waitUntil(lambda: not exchange.jobs.running)
    assert desk.said[-1] == "「一覧.xml」の読み取りを中止しました。"


def test_an_unreadable_file_is_said(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "壊れた.xml"
    path.write_text("<Project", encoding="utf-8")
    desk.pane.exchange.ask_file = lambda: path
    desk.pane.exchange.read_file()
    qtbot.waitUntil(lambda: not desk.pane.exchange.jobs.running)
    assert desk.commits == []
    assert desk.said[-1].endswith("。")


def test_a_hidden_pane_follows_when_it_is_shown_again(desk: Desk, context: PlanContext, qtbot: QtBot) -> None:
    from dxplanner.services.schedule_edit import change_bars

    desk.pane.hide()
    context.run("名称変更", change_bars([desk.bar("骨子整理").id], {"label": "骨子の整理"}))
    assert desk.bar("骨子整理").label == "骨子整理"
    with qtbot.waitExposed(desk.pane):
        desk.pane.show()
    assert desk.bar("骨子の整理").starts_on == date(2024, 7, 1)


def test_the_tree_s_selection_leaves_the_chart_alone_but_a_call_for_all_anew_does_not(desk: Desk) -> None:
    before = desk.edition
    desk.context.select_node(3)
    assert desk.pane.board.edition is before
    desk.context.node_changed.emit(3)
    assert desk.pane.board.edition is not before
    assert desk.edition == before


def test_an_edit_keeps_zoom_scroll_and_selection(desk: Desk) -> None:
    chart = desk.pane.board.chart
    chart.zoom(4.0)
    chart.horizontalScrollBar().setValue(500)
    desk.pane.board.selection.set([desk.bar("骨子整理").id])
    width = chart.scale.pixels_per_day if chart.scale is not None else 0.0
    desk.pane.board.acts.rename(desk.bar("骨子整理").id, "骨子")
    assert chart.scale is not None
    assert chart.scale.pixels_per_day == width
    assert chart.horizontalScrollBar().value() == 500
    assert desk.pane.board.selection.ids == (desk.bar("骨子").id,)


def test_a_plan_without_schedules_says_what_to_do(
    qtbot: QtBot, make_context: Callable[[PlanFile], PlanContext], empty_plan: PlanFile
) -> None:
    pane: SchedulePane = PaneOnADay(make_context(empty_plan))
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    assert pane.empty.isVisible()
    assert "取込・出力" in pane.empty.text()
    assert not pane.controls.mode.isEnabled()
    assert not pane.controls.search.isEnabled()
    QTest.mouseClick(pane.begin, Qt.MouseButton.LeftButton)
    pane.ask.line.setText("改訂の工程")
    pane.ask._take()
    assert pane.board.isVisible()
    assert pane.board.edition is not None
    assert pane.board.edition.title == "改訂の工程"
    assert pane.controls.mode.isEnabled()


def test_columns_of_any_split_and_closed_days_are_filled_in_on_a_sheet(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[list[list[str]]] = [
        [["令和６年度", "前期", "R6.4", "R6.9"], ["", "以降", "R6.10", ""]],
        [["R6.8.14", "夏季閉庁"]],
    ]

    def fill(dialog: SheetDialog) -> int:
        dialog.table.setRowCount(0)
        for row in typed.pop(0):
            dialog._append(row)
        dialog._accept()
        return dialog.result()

    monkeypatch.setattr(SheetDialog, "exec", fill)
    desk.pane.schedule_acts.edit_columns()
    assert [(one.heading, one.starts_on, one.ends_on) for one in desk.edition.columns] == [
        ("前期", date(2024, 4, 1), date(2024, 9, 30)),
        ("以降", date(2024, 10, 1), None),
    ]
    desk.undo()
    assert len(desk.edition.columns) == 4
    desk.pane.schedule_acts.edit_closed_days()
    assert desk.edition.closed_days == {date(2024, 8, 14)}


def test_a_sheet_says_what_is_wrong_and_stays_open(desk: Desk, qtbot: QtBot) -> None:
    rows = [["", "前期", "いつか", ""]]
    dialog = SheetDialog(
        "列", ("上段", "見出し", "開始", "終了"), rows, "列を入れます。", read_columns, desk.context.theme
    )
    qtbot.addWidget(dialog)
    dialog._accept()
    assert "いつか" in dialog.message.text()
    assert dialog.result() == 0


def test_the_remark_of_an_edition_is_asked_for_and_undone(desk: Desk) -> None:
    acts, ask = desk.pane.schedule_acts, desk.pane.ask
    acts.note_edition()
    before = ask.line.text()
    ask.line.setText("委員会の回数を改めた版です。")
    QTest.keyClick(ask.line, Qt.Key.Key_Return)
    assert desk.commits[-1].label.endswith("備考の変更")
    acts.note_edition()
    assert ask.line.text() == "委員会の回数を改めた版です。"
    ask.leave()
    desk.context.undo()
    acts.note_edition()
    assert ask.line.text() == before
    ask.leave()
