"""The 指標 pane: all indicators as a table, one row a series; below it everything about the chosen one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dxplanner.domain.pasted import cells_of_text
from dxplanner.domain.vocabulary import ValueRole
from dxplanner.services.indicator_edit import (
    accept_proposals,
    add_indicator,
    add_series,
    delete_indicators,
    move_indicator,
    node_for_new,
    propose_targets,
    supply_series,
)
from dxplanner.services.indicator_query import (
    TABLES,
    IndicatorBook,
    first_series,
    indicators_without_series,
    parted_series,
    series_of,
    term_years,
)
from dxplanner.services.indicator_sheet import indicator_source, paste_new
from dxplanner.services.sheet import SheetSource
from dxplanner.services.standing import owners_of, versions
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import form_sheet
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.indicator_columns import arranged
from dxplanner.ui.panes.indicator_detail import IndicatorPanel
from dxplanner.ui.panes.indicator_head import IndicatorHead
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar

_EMPTY: Final = (
    "成果指標はまだありません。「指標を追加」（Insert）で1行増やし、名称・基準値・目標値を入れます。"
)
_NOTHING_COPIED: Final = "先にエクセルで、この表と同じ列の並びの範囲をコピーしてください。"
_NO_NODE: Final = "先に左の施策体系に基本施策を作ると、成果指標を入れられます。"
_ROW_ACTS: Final = frozenset({"add", "up", "down", "delete"})
_TABLE_SHARE: Final = 45
"""Percent of the height that the table has until somebody divides it differently."""
_YEAR_TABLES: Final = frozenset({"term", "plan_version", "plan"})
_Key = tuple[int | None, int | None, tuple[int, ...]]


class IndicatorsPane(Pane):
    """The indicators of the version in the tree, or of the chosen node and all below it."""

    key = "indicators"
    title = "指標"
    manual = "indicators"

    summed = Signal(str)
    """Sums of the selection, for the status bar."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self._today = today
        self._book = IndicatorBook()
        self._divided = False
        self._followed: int | None = None
        self._bare: list[int] = []
        self.panel: IndicatorPanel
        self.binding = Binding(context, lambda: self.panel.place, today, self)
        self.head = IndicatorHead(context)
        self._shown, source = self._wanted()
        self.sheet = Sheet(context, source, key="indicators", frozen=3, empty=_EMPTY)
        self.sheet.model.badge_of, self.sheet.model.name_of = self._badge, _place
        self.panel = IndicatorPanel(self.binding, self._book, today)
        self.confirm = ConfirmBar(context.theme, self)
        self._connect()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        table = QWidget()
        framed = QVBoxLayout(table)
        edge = context.theme.pixels(12)
        framed.setContentsMargins(edge, 0, edge, context.theme.pixels(4))
        framed.addWidget(self.sheet)
        self.split.addWidget(table)
        self.split.addWidget(self.panel)
        self.split.splitterMoved.connect(lambda *_: setattr(self, "_divided", True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        column.addWidget(self.confirm)
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    def _connect(self) -> None:
        head = self.head
        self.sheet.current_changed.connect(self._choose)
        self.sheet.summed.connect(self.summed)
        head.scope_changed.connect(self._scope)
        acts: dict[str, Callable[[], None]] = {
            "add": self.add,
            "add_series": self._add_series,
            "up": partial(self._move, -1),
            "down": partial(self._move, 1),
            "delete": self.delete,
            "propose": partial(self._targets, propose_targets, "年度目標の見込み"),
            "accept": partial(self._targets, accept_proposals, "年度目標の案の決定"),
            "supply": self._supply,
            "paste_new": self._paste_new,
        }
        for name, act in acts.items():
            head.actions_of[name].triggered.connect(partial(self._do, act))
        # Rows of this table are more than one entity: the keys that act on rows mean these acts.
        self.sheet.view.act.connect(lambda name: name in _ROW_ACTS and acts[name]())

    # Showing -----------------------------------------------------------------------------------------

    @property
    def _node_id(self) -> int | None:
        return self.context.node_id if self.head.only_selected else None

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._book.forget()
        self._show_table()
        self._show_facts()
        self._follow_node()
        self.panel.reload()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing shown here costs nothing."""
        tables = {row.table for row in committed.rows}
        if tables & _YEAR_TABLES:
            self.reload()
            return
        if not tables & TABLES:
            return
        with self.context.workbench.plan.reading() as session:
            self._book.note(session, committed)
        self.sheet.apply(committed)
        if "provenance" in tables:
            # The column of marks counts 推定, which the sheet itself shows cell by cell only.
            self.sheet.reload()
        self.panel.apply(committed)
        self._show_facts()

    def flush(self) -> None:
        """Store what was typed."""
        self.sheet.flush()
        self.panel.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.confirm.leave()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._divided:
            high = self.split.height()
            self.split.setSizes([high * _TABLE_SHARE // 100, high - high * _TABLE_SHARE // 100])

    def show_place(self, table: str, uid: str) -> bool:
        """Show the indicator that a row is or belongs to."""
        with self.context.workbench.plan.reading() as session:
            key = owners_of(session, table, uid).get("indicator")
        if key is not None:
            self.show_row(key)
        return key is not None

    def show_row(self, indicator_id: int) -> None:
        """Show an indicator, whatever version or node is chosen in the tree."""
        with self.context.workbench.plan.reading() as session:
            found = first_series(session, indicator_id)
        if found is None:
            return
        series_id, _node, version_id = found
        self.context.select_version(version_id)
        if not self.sheet.select(series_id):
            self.head.show_all()
            self.sheet.select(series_id)

    def _wanted(self) -> tuple[_Key, SheetSource]:
        """What the table is to show: the version (or the node) in the years of its 期."""
        version_id, node_id = self.context.version_id, self._node_id
        with self.context.workbench.plan.reading() as session:
            source = arranged(indicator_source(self._book, session, version_id, node_id, self._today))
            return (version_id, node_id, tuple(term_years(session, version_id))), source

    def _show_table(self) -> None:
        """Let the sheet show what is wanted, and keep to the chosen row."""
        shown, source = self._wanted()
        if shown == self._shown:
            self.sheet.reload()
            return
        self._shown = shown
        former = self.sheet.current_key()
        self.sheet.set_source(source)
        keys = self.sheet.model.stored_keys
        wanted = former if former in keys else next(iter(keys), None)
        if wanted is not None:
            self.sheet.select(wanted)
        self._choose(wanted)

    def _show_facts(self) -> None:
        version_id = self.context.version_id
        with self.context.workbench.plan.reading() as session:
            keys = self._book.keys(session, version_id, self._node_id)
            indicators = self._book.count(session, version_id, self._node_id)
            shown = set(keys)
            parted = [row for row in parted_series(session, self._book, version_id) if row.id in shown]
            name = next((one.name for one in versions(session) if one.id == version_id), "")
            self._bare = indicators_without_series(session, version_id)
            placed = bool(keys) or node_for_new(session, version_id, self._node_id) is not None
        self.sheet.set_empty(_EMPTY if placed else _NO_NODE)
        self.head.show_facts(name, (indicators, len(keys)), len(parted), len(self._bare))

    def _badge(self, series_id: int, column: str) -> str:
        """「案」 beside a 年度目標 that is only proposed."""
        _, planned, year = column.partition("plan_")
        if not planned:
            return ""
        with self.context.workbench.plan.reading() as session:
            row = self._book.one(session, series_id)
        value = None if row is None else row.of_year(ValueRole.YEARLY_TARGET, int(year))
        return "案" if value is not None and value.proposed else ""

    def _choose(self, series_id: object) -> None:
        self.panel.show_series(series_id if isinstance(series_id, int) else None)

    def _scope(self) -> None:
        self._show_table()
        self._show_facts()

    def _mark_or_reload(self, key: object) -> None:
        """Another node in the tree leaves a table of all indicators as it is, and leads to its first one."""
        version_id = self.context.version_id
        same = self._shown[:2] == (version_id, self._node_id)
        if not self.isVisible() or not same or key == version_id:
            super()._mark_or_reload(key)
            return
        self._follow_node()

    def _follow_node(self) -> None:
        """Go to the first indicator of a node newly chosen in the tree, or of what lies below it."""
        node_id = self.context.node_id
        if node_id == self._followed:
            return
        self._followed = node_id
        with self.context.workbench.plan.reading() as session:
            mine = self._book.keys(session, self.context.version_id, node_id)
        if mine and self.sheet.current_key() not in mine:
            self.sheet.select(mine[0])

    # Acts ----------------------------------------------------------------------------------------------

    def _do(self, act: Callable[[], None], _checked: bool = False) -> None:
        """Do an act of a button or menu: what is being typed is stored first."""
        self.flush()
        act()

    def add(self) -> None:
        """Add an indicator behind the chosen one, and begin with its name."""
        detail = self.panel.detail
        version_id, node_id = self.context.version_id, self._node_id
        chosen = None if detail is None else detail.row.indicator
        with self.context.workbench.plan.reading() as session:
            node = chosen.node_id if chosen is not None else node_for_new(session, version_id, node_id)
        if node is None:
            self.context.said.emit(_NO_NODE)
            return
        behind = None if chosen is None else chosen.id
        made = self.context.run("成果指標の追加", lambda session: add_indicator(session, node, behind=behind))
        if made is None:
            return
        with self.context.workbench.plan.reading() as session:
            found = first_series(session, made)
        if found is not None:
            self.sheet.select(found[0], "name")
            self.sheet.setFocus()

    def _add_series(self) -> None:
        detail = self.panel.detail
        if detail is not None:
            key = detail.row.indicator.id
            made = self.context.run(f"{detail.place} の系列の追加", lambda session: add_series(session, key))
            if made is not None:
                self.sheet.select(made, "series")

    def _move(self, step: int) -> None:
        detail = self.panel.detail
        if detail is None:
            return
        key = detail.row.indicator.id
        way = "上" if step < 0 else "下"
        moved = self.context.run(
            f"{detail.place} の{way}への移動", lambda session: move_indicator(session, key, step)
        )
        current = self.sheet.current_key()
        if moved and current is not None:
            self.sheet.select(current)
        if moved is False:
            self.context.said.emit("同じ施策の指標の中では、これより動かせません。施策の欄で移せます。")

    def delete(self) -> None:
        """Delete the indicators of the selected rows, after saying what goes with them."""
        keys = self._selected()
        with self.context.workbench.plan.reading() as session:
            rows = self._book.load(session, keys)
            indicators = list(dict.fromkeys(row.indicator.id for row in rows))
            whole = self._book.load(session, series_of(session, indicators))
        if not indicators:
            return
        what = rows[0].indicator.name if len(indicators) == 1 else f"{len(indicators)}件の成果指標"
        values = sum(len(row.values) for row in whole)
        label = f"{self.panel.place or what} の成果指標の削除" if len(indicators) == 1 else f"{what}の削除"
        act = partial(self._delete, label, indicators)
        if values:
            question = f"「{what}」を削除すると、{len(whole)}系列、{values}件の値も一緒に削除されます。"
            self.confirm.ask(question, "削除する", act, self.sheet)
        else:
            act()

    def _delete(self, label: str, indicators: Sequence[int]) -> None:
        self.context.run(label, lambda session: delete_indicators(session, indicators))

    def _targets(self, command: Callable[..., int], act: str) -> None:
        """A proposal for the selected rows, or its acceptance, as one step of undo."""
        keys = self._selected()
        if not keys:
            return
        place = self.panel.place if len(keys) == 1 else f"{len(keys)}系列"
        done = self.context.run(f"{place} の{act}", lambda session: command(session, keys))
        if done == 0:
            self.context.said.emit(
                "対象の年度目標がありません。基準値・目標値と、その年度を確かめてください。"
            )
        elif done:
            self.context.said.emit(f"{act}：年度目標{done}件。元に戻すには Ctrl+Z を押します。")

    def _paste_new(self) -> None:
        """Rows copied in Excel, with the columns in the order shown, become new indicators."""
        grid = cells_of_text(QGuiApplication.clipboard().text())
        with self.context.workbench.plan.reading() as session:
            node_id = node_for_new(session, self.context.version_id, self._node_id)
        if not grid or node_id is None:
            self.context.said.emit(_NO_NODE if grid else _NOTHING_COPIED)
            return
        source, columns = self.sheet.model.source, self.sheet.model.columns
        keys = [columns[place].key for place in self.sheet.view.columns_shown()]
        report = self.context.run("成果指標の貼り付け", paste_new(source, node_id, keys, grid))
        if report is not None and report.added:
            self.sheet.model.hold_all(report.bad)
            self.sheet.select(report.added[0])
            bad = f"読めない所が{len(report.bad)}か所あります。" if report.bad else ""
            self.context.said.emit(
                f"成果指標を{len(report.added)}行加えました。{bad}元に戻すには Ctrl+Z を押します。"
            )

    def _supply(self) -> None:
        bare = list(self._bare)
        self.context.run("系列のない指標への系列の追加", lambda session: supply_series(session, bare))

    def _selected(self) -> list[int]:
        current = self.sheet.current_key()
        return self.sheet.selected_keys() or ([] if current is None else [current])


def _place(texts: Mapping[str, str]) -> str:
    """The number of the 施策, as the form below names its edits; blank where it has none."""
    return "" if texts["number"] == texts["node"] else texts["number"]
