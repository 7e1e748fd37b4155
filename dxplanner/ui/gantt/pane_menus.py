"""Fills the menus of the title row: 表示 with what can be switched, 工程表 with what can be done to it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QMenu

from dxplanner.domain.fiscal import format_date, parse_date
from dxplanner.domain.schedule_cascade import CascadeMode
from dxplanner.domain.time_units import Unit
from dxplanner.ui.gantt.ask_line import AskLine
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.menus import check, entry
from dxplanner.ui.gantt.schedule_acts import COLUMN_UNITS, ScheduleActs


def fill_view_menu(menu: QMenu, board: Board, ask: AskLine) -> None:
    """What is shown, and how. The menu is filled anew each time it opens."""
    menu.clear()
    lanes = board.edition.lanes if board.edition is not None else ()
    all_open = bool(lanes) and all(lane.identity in board.opened for lane in lanes)
    check(menu, "工程を一行ずつ開く", all_open, board.open_all)
    check(menu, "前後関係の線", board.chart.show_links, lambda on: _links(board, on))
    check(
        menu, "会議の縦線（委員会・議会）", board.chart.lines.show_meetings, lambda on: _meetings(board, on)
    )
    check(menu, "閉庁日の網かけ", board.chart.grid.shade, lambda on: _shade(board, on))
    check(menu, "余裕のない工程（クリティカルパス）", board.critical, board.set_critical)
    menu.addSeparator()
    status = board.progress.status
    check(
        menu,
        f"イナズマ線（基準日 {format_date(status or board.today())}）",
        status is not None,
        lambda on: board.progress.set_status(board.today() if on else None),
    )
    entry(menu, "イナズマ線の基準日…", lambda: _ask_status(board, ask))
    ways = menu.addMenu("後続のずらし方")
    for mode in CascadeMode:
        check(ways, mode.value, board.acts.mode is mode, partial(_follow_by, board, mode))
    menu.addSeparator()
    check(menu, "詳細の欄", not board.properties.isHidden(), board.properties.setVisible)
    check(menu, "違反と違いの一覧", not board.findings.isHidden(), board.show_findings, "F8")


def fill_schedule_menu(
    menu: QMenu, acts: ScheduleActs, *, edits: bool, chosen: bool, only_edition: bool
) -> None:
    """What can be done to the schedule, its 版 and its columns."""
    menu.clear()
    entry(menu, "新しい工程表…", acts.add, enabled=edits)
    entry(menu, "工程表の名称を変更…", acts.rename, enabled=edits and chosen)
    owners = menu.addMenu("結びつける予算事業")
    owners.setEnabled(edits and chosen)
    for name, key, present in acts.owners():
        check(owners, name.replace("&", "&&"), present, _attached(acts, key))
    entry(menu, "工程表を削除", acts.delete, enabled=edits and chosen)
    menu.addSeparator()
    entry(menu, "この版を写して新しい版を作る…", acts.keep_edition, "Ctrl+Shift+N", enabled=edits and chosen)
    entry(menu, "版の名称を変更…", acts.rename_edition, enabled=edits and chosen)
    entry(menu, "版の備考を変更…", acts.note_edition, enabled=edits and chosen)
    entry(menu, "版を削除", acts.delete_edition, enabled=edits and chosen and not only_edition)
    menu.addSeparator()
    columns = menu.addMenu("資料の列を作る")
    columns.setEnabled(edits and chosen)
    for unit in COLUMN_UNITS:
        entry(columns, f"{unit.value}ごと", _made(acts, unit, False))
    columns.addSeparator()
    for unit in COLUMN_UNITS:
        entry(columns, f"{unit.value}ごとと「以降」", _made(acts, unit, True))
    entry(menu, "資料の列を編集…", acts.edit_columns, enabled=edits and chosen)
    entry(menu, "資料の列をなくす", acts.drop_columns, enabled=edits and chosen)
    menu.addSeparator()
    entry(menu, "閉庁日を編集…", acts.edit_closed_days, enabled=edits)


def _made(acts: ScheduleActs, unit: Unit, open_end: bool) -> Callable[[], None]:
    return lambda: acts.make_columns(unit, open_end=open_end)


def _attached(acts: ScheduleActs, project_id: int | None) -> Callable[[bool], None]:
    return lambda _on: acts.attach(project_id)


def _follow_by(board: Board, mode: CascadeMode, _on: bool) -> None:
    board.acts.mode = mode


def _links(board: Board, on: bool) -> None:
    board.chart.show_links = on
    board.chart.viewport().update()


def _meetings(board: Board, on: bool) -> None:
    board.chart.lines.show_meetings = on
    board.chart.viewport().update()


def _shade(board: Board, on: bool) -> None:
    board.chart.grid.shade = on
    board.chart.grid.forget()
    board.chart.viewport().update()


def _ask_status(board: Board, ask: AskLine) -> None:
    def take(text: str) -> None:
        try:
            day: date = parse_date(text)
        except ValueError as error:
            board.context.said.emit(str(error))
            return
        board.progress.set_status(day)

    present = board.progress.status or board.today()
    ask.ask("イナズマ線の基準日", format_date(present), take, board.chart)
