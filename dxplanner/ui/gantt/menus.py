"""The context menus of the chart and the table, and the menu 表示 of the title row."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from dxplanner.domain.schedule_data import LinkData
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, DependencyType, Glyph
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.board_acts import BoardActs
from dxplanner.ui.gantt.rows import Row, RowKind

Act = Callable[[], object]
_SHOWN = Qt.ShortcutContext.WidgetShortcut


def entry(menu: QMenu, text: str, act: Act, keys: str = "", *, enabled: bool = True) -> QAction:
    """An entry; ``keys`` are only shown: the widget itself hears them."""
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: act())
    _show_keys(action, keys)
    action.setEnabled(enabled)
    return action


def check(menu: QMenu, text: str, on: bool, act: Callable[[bool], object], keys: str = "") -> QAction:
    """An entry that is on or off."""
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(on)
    action.toggled.connect(act)
    _show_keys(action, keys)
    return action


def _show_keys(action: QAction, keys: str) -> None:
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        # Shown, not heard: the chart, the table and the pane hear their keys themselves.
        action.setShortcutContext(_SHOWN)


def fill_bar_menu(menu: QMenu, board: Board, acts: BoardActs) -> None:
    """What can be done with the selected bars."""
    ids, edits = board.selection.ids, not board.acts.read_only
    bars = board.acts.bars(ids)
    one = len(bars) == 1
    entry(menu, "名称を書き換える", lambda: board.chart.edit_text(ids[0]), "F2", enabled=edits and one)
    entry(menu, "詳細", board.properties.focus, "Enter")
    menu.addSeparator()
    entry(menu, "切り取り", acts.cut, "Ctrl+X", enabled=edits)
    entry(menu, "コピー", acts.copy, "Ctrl+C")
    entry(menu, "貼り付け", acts.paste, "Ctrl+V", enabled=edits)
    entry(menu, "すぐ後に複製", acts.duplicate, "Ctrl+D", enabled=edits)
    entry(menu, "削除", acts.delete, "Del", enabled=edits)
    menu.addSeparator()
    for title, name, terms in (
        ("種類", "kind", BarKind), ("形", "shape", BarShape), ("記号", "glyph", Glyph),
        ("色の役割", "colour", ColourRole),
    ):  # fmt: skip
        _choices(menu.addMenu(title), board, name, list(terms), title, edits)
    fixed = all(bar.fixed for bar in bars)
    check(
        menu, "日付を固定", fixed, lambda on: board.acts.change(ids, {"fixed": on}, "固定の変更")
    ).setEnabled(edits)
    menu.addSeparator()
    entry(menu, "順につなぐ", acts.chain, "Ctrl+L", enabled=edits and len(bars) > 1)
    tied = bool(board.acts.links_of(ids))
    entry(menu, "前後関係を外す", acts.unchain, "Ctrl+Shift+L", enabled=edits and tied)
    entry(menu, "繰り返す…", acts.repeat, enabled=edits and one)


def fill_link_menu(menu: QMenu, board: Board, acts: BoardActs, link: LinkData) -> None:
    """What can be done with an arrow."""
    edits = not board.acts.read_only
    for type_ in DependencyType:
        action = menu.addAction(type_.value)
        action.setCheckable(True)
        action.setChecked(link.type is type_)
        action.setEnabled(edits)
        action.triggered.connect(_plain(partial(board.acts.change_link, link, {"type": type_})))
    menu.addSeparator()
    entry(menu, "間隔を決める…", lambda: acts.ask_lag(link), enabled=edits)
    entry(menu, "前後関係を削除", lambda: board.acts.unlink([link]), "Del", enabled=edits)


def fill_lane_menu(menu: QMenu, board: Board, acts: BoardActs, row: Row | None) -> None:
    """What can be done with a lane or group."""
    edits = not board.acts.read_only
    lane = row.lane if row is not None and row.kind is not RowKind.GROUP else None
    entry(menu, "区分を追加", acts.add_lane, "Ins", enabled=edits)
    entry(menu, "工程を追加", acts.add_bar, enabled=edits and lane is not None)
    entry(menu, "貼り付け", acts.paste, "Ctrl+V", enabled=edits)
    menu.addSeparator()
    entry(menu, "上へ移動", lambda: acts.move_lanes(-1), "Alt+Up", enabled=edits and lane is not None)
    entry(menu, "下へ移動", lambda: acts.move_lanes(1), "Alt+Down", enabled=edits and lane is not None)
    entry(menu, "まとまりに入れる…", acts.group_lanes, enabled=edits and lane is not None)
    entry(
        menu, "まとまりから出す", acts.ungroup_lanes, enabled=edits and lane is not None and bool(lane.group)
    )
    menu.addSeparator()
    entry(menu, "区分を削除", acts.delete_lanes, "Del", enabled=edits and lane is not None)
    if row is not None and row.bars:
        menu.addSeparator()
        entry(menu, "閉じる" if row.opened else "工程を一行ずつ開く", lambda: board.toggle(row))


def _choices(menu: QMenu, board: Board, name: str, terms: list[Any], title: str, edits: bool) -> None:
    ids = board.selection.ids
    present = {getattr(bar, name) for bar in board.acts.bars(ids)}
    for term in terms:
        action = menu.addAction(term.value)
        action.setCheckable(True)
        action.setChecked(present == {term})
        action.setEnabled(edits)
        action.triggered.connect(
            lambda _on, term=term: board.acts.change(ids, {name: term}, f"{title}の変更")
        )


def _plain(act: Act) -> Callable[[bool], None]:
    """Without the checked state that Qt hands over."""

    def run(_checked: bool) -> None:
        act()

    return run
