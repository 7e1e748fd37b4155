"""The 指標 pane: all indicators as a table, one row a series; below it everything about the chosen one."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ValueRole
from dxplanner.services.indicator_edit import node_for_new
from dxplanner.services.indicator_query import (
    TABLES,
    IndicatorBook,
    first_series,
    indicators_without_series,
    parted_series,
    term_years,
)
from dxplanner.services.indicator_sheet import indicator_source
from dxplanner.services.sheet import SheetSource
from dxplanner.services.standing import owners_of, versions
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import form_sheet
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.indicator_acts import NO_NODE, IndicatorActs
from dxplanner.ui.panes.indicator_columns import arranged
from dxplanner.ui.panes.indicator_detail import IndicatorPanel
from dxplanner.ui.panes.indicator_head import IndicatorHead
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar

_EMPTY: Final = (
    "成果指標はまだありません。「指標を追加」（Insert）で1行増やし、名称・基準値・目標値を入れます。"
)
_ROW_ACTS: Final = frozenset({"add", "delete"})
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
        self.panel: IndicatorPanel
        self.binding = Binding(context, lambda: self.panel.place, today, self)
        self.head = IndicatorHead(context)
        self._shown, source = self._wanted()
        self.sheet = Sheet(context, source, key="indicators", frozen=3, empty=_EMPTY)
        self.sheet.model.badge_of, self.sheet.model.name_of = self._badge, _place
        self.panel = IndicatorPanel(self.binding, self._book, today)
        self.confirm = ConfirmBar(context.theme, self)
        self.acts = IndicatorActs(
            context, self._book, self.sheet, self.panel, self.confirm, lambda: self._node_id
        )
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
        acts = self.acts.by_name
        for name, act in acts.items():
            head.actions_of[name].triggered.connect(partial(self._do, act))
        self.sheet.set_mover(self.acts)
        # Rows of this table are more than one entity: the keys that add and delete rows mean these acts.
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

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
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
            bare = len(indicators_without_series(session, version_id))
            placed = bool(keys) or node_for_new(session, version_id, self._node_id) is not None
        self.sheet.set_empty(_EMPTY if placed else NO_NODE)
        self.head.show_obstacle("" if placed else NO_NODE)
        self.head.show_facts(name, (indicators, len(keys)), len(parted), bare)

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

    def add(self) -> None:
        """Add an indicator behind the chosen one, and begin with its name."""
        self.acts.add()

    def _do(self, act: Callable[[], None], _checked: bool = False) -> None:
        """Do an act of a button or menu: what is being typed is stored first."""
        self.flush()
        act()


def _place(texts: Mapping[str, str]) -> str:
    """The number of the 施策, as the form below names its edits; blank where it has none."""
    return "" if texts["number"] == texts["node"] else texts["number"]
