"""What is done to the indicators of the selected rows: each act is one command, one step of undo."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.pasted import cells_of_text
from dxplanner.services.indicator_edit import (
    accept_proposals,
    add_indicator,
    add_series,
    delete_indicators,
    node_for_new,
    propose_targets,
    supply_series,
)
from dxplanner.services.indicator_order import ELSEWHERE, move_indicator, move_series
from dxplanner.services.indicator_query import (
    IndicatorBook,
    first_series,
    indicators_without_series,
    series_of,
)
from dxplanner.services.indicator_sheet import paste_new
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.indicator_detail import IndicatorPanel
from dxplanner.ui.sheet.pasting import without_heading
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar

NO_NODE: Final = "先に左の施策体系に基本施策を作ると、成果指標を入れられます。"
_WAY_IN: Final = "「操作」の「コピーした行を新しい指標として貼り付け」で、新しい指標として入れられます。"
_NOTHING_COPIED: Final = "先にエクセルで、この表と同じ列の並びの範囲をコピーしてください。"


class IndicatorActs(QObject):
    """Acts on the table of indicators and on the chosen one; ``by_name`` are those of the menus."""

    def __init__(
        self,
        context: PlanContext,
        book: IndicatorBook,
        sheet: Sheet,
        panel: IndicatorPanel,
        confirm: ConfirmBar,
        node_id: Callable[[], int | None],
    ) -> None:
        """``node_id`` gives the node to which the table is narrowed down."""
        super().__init__(sheet)
        self._context, self._book = context, book
        self._sheet, self._panel, self._confirm = sheet, panel, confirm
        self._node_id = node_id
        sheet.acts.way_in = _WAY_IN
        self.by_name: dict[str, Callable[[], None]] = {
            "add": self.add,
            "add_series": self._add_series,
            "up": partial(sheet.acts.move, -1),
            "down": partial(sheet.acts.move, 1),
            "delete": self.delete,
            "propose": partial(self._targets, propose_targets, "年度目標の見込み"),
            "accept": partial(self._targets, accept_proposals, "年度目標の案の決定"),
            "supply": self._supply,
            "paste_new": self._paste_new,
        }

    def add(self) -> None:
        """Add an indicator behind the chosen one, and begin with its name."""
        detail = self._panel.detail
        version_id, node_id = self._context.version_id, self._node_id()
        chosen = None if detail is None else detail.row.indicator
        with self._context.workbench.plan.reading() as session:
            node = chosen.node_id if chosen is not None else node_for_new(session, version_id, node_id)
        if node is None:
            self._context.said.emit(NO_NODE)
            return
        behind = None if chosen is None else chosen.id
        made = self._context.run("成果指標の追加", partial(add_indicator, node_id=node, behind=behind))
        if made is None:
            return
        with self._context.workbench.plan.reading() as session:
            found = first_series(session, made)
        if found is not None:
            self._sheet.select(found[0], "name")
            self._sheet.setFocus()

    def _add_series(self) -> None:
        detail = self._panel.detail
        if detail is not None:
            key = detail.row.indicator.id
            made = self._context.run(f"{detail.place} の系列の追加", lambda session: add_series(session, key))
            if made is not None:
                self._sheet.select(made, "series")

    def step(self, step: int) -> None:
        """The chosen indicator, with all its series, one place up (-1) or down (1)."""
        detail = self._panel.detail
        if detail is None:
            return
        key = detail.row.indicator.id
        way = "上" if step < 0 else "下"
        moved = self._context.run(
            f"{detail.place} の{way}への移動", lambda session: move_indicator(session, key, step)
        )
        current = self._sheet.current_key()
        if moved and current is not None:
            self._sheet.select(current)
        if moved is False:
            self._context.said.emit(ELSEWHERE)

    def drop(self, keys: Sequence[int], place: int) -> None:
        """Move the indicators of rows that were dropped before the row at a place in stored order."""
        listed = list(self._sheet.model.stored_keys)
        name = self._panel.place if len(keys) == 1 else f"{len(keys)}行の成果指標"
        self._context.run(f"{name} の移動", lambda session: move_series(session, keys, listed, place))

    def delete(self) -> None:
        """Delete the indicators of the selected rows, after saying what goes with them."""
        keys = self._selected()
        with self._context.workbench.plan.reading() as session:
            rows = self._book.load(session, keys)
            indicators = list(dict.fromkeys(row.indicator.id for row in rows))
            whole = self._book.load(session, series_of(session, indicators))
        if not indicators:
            return
        what = rows[0].indicator.name if len(indicators) == 1 else f"{len(indicators)}件の成果指標"
        values = sum(len(row.values) for row in whole)
        label = f"{self._panel.place or what} の成果指標の削除" if len(indicators) == 1 else f"{what}の削除"
        act = partial(self._delete, label, indicators)
        if values:
            question = f"「{what}」を削除すると、{len(whole)}系列、{values}件の値も一緒に削除されます。"
            self._confirm.ask(question, "削除する", act, self._sheet)
        else:
            act()

    def _delete(self, label: str, indicators: Sequence[int]) -> None:
        self._context.run(label, lambda session: delete_indicators(session, indicators))

    def _targets(self, command: Callable[..., int], act: str) -> None:
        """A proposal for the selected rows, or its acceptance, as one step of undo."""
        keys = self._selected()
        if not keys:
            return
        place = self._panel.place if len(keys) == 1 else f"{len(keys)}系列"
        done = self._context.run(f"{place} の{act}", lambda session: command(session, keys))
        if done == 0:
            self._context.said.emit(
                "対象の年度目標がありません。基準値・目標値と、その年度を確かめてください。"
            )
        elif done:
            self._context.said.emit(f"{act}：年度目標{done}件。元に戻すには Ctrl+Z を押します。")

    def _paste_new(self) -> None:
        """Rows copied in Excel, with the columns in the order shown, become new indicators."""
        grid = cells_of_text(QGuiApplication.clipboard().text())
        if grid:
            grid = without_heading(grid, self._sheet.model.columns)
        with self._context.workbench.plan.reading() as session:
            node_id = node_for_new(session, self._context.version_id, self._node_id())
        if not grid or node_id is None:
            self._context.said.emit(NO_NODE if grid else _NOTHING_COPIED)
            return
        source, columns = self._sheet.model.source, self._sheet.model.columns
        keys = [columns[place].key for place in self._sheet.view.columns_shown()]
        report = self._context.run("成果指標の貼り付け", paste_new(source, node_id, keys, grid))
        if report is not None and report.added:
            self._sheet.model.hold_all(report.bad)
            self._sheet.select(report.added[0])
            bad = f"入れられない所が{len(report.bad)}か所あります。" if report.bad else ""
            self._context.said.emit(
                f"成果指標を{len(report.added)}行加えました。{bad}元に戻すには Ctrl+Z を押します。"
            )

    def _supply(self) -> None:
        with self._context.workbench.plan.reading() as session:
            bare = indicators_without_series(session, self._context.version_id)
        self._context.run("系列のない指標への系列の追加", lambda session: supply_series(session, bare))

    def _selected(self) -> list[int]:
        current = self._sheet.current_key()
        return self._sheet.selected_keys() or ([] if current is None else [current])
