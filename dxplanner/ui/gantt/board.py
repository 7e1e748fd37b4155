"""Chart, table, properties and footer of one edition, kept in step: rows, scrolling, selection, findings."""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.schedule_variance import Difference, compare, matched_bars
from dxplanner.services.schedule_query import EditionDelta
from dxplanner.ui.context import PlanContext
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.axis import Axis, AxisMode
from dxplanner.ui.gantt.bar_painter import Marks
from dxplanner.ui.gantt.cells import CellActs
from dxplanner.ui.gantt.findings import FindingsList
from dxplanner.ui.gantt.footer import Footer
from dxplanner.ui.gantt.holidays_ahead import HolidaysAhead
from dxplanner.ui.gantt.items import Body
from dxplanner.ui.gantt.lane_acts import LaneActs
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.gantt.progress import ProgressLine
from dxplanner.ui.gantt.properties import PropertiesPanel
from dxplanner.ui.gantt.rows import Row, RowKind, build_rows
from dxplanner.ui.gantt.selection import BarSelection
from dxplanner.ui.gantt.table_model import TableModel
from dxplanner.ui.gantt.table_view import TableView
from dxplanner.ui.gantt.view import GanttView

_TABLE_WIDTH = 236
_FINDINGS_WIDTH = 280
_NO_LANES = "まだ区分がありません。Insert キーで区分を追加し、ここでドラッグすると帯を描けます。"
_NO_MATCH = "絞り込みに合う工程がありません。"


class Board(QWidget):
    """One edition on screen. ``show_edition`` for another one, ``refresh`` after an edit."""

    findings_changed = Signal()
    """Violations or differences are others."""

    def __init__(
        self,
        context: PlanContext,
        departments: Callable[[], dict[str, int]],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context, self.today = context, today
        self.edition: EditionData | None = None
        self.ghost: EditionData | None = None
        self.mode = AxisMode.OWN
        self.opened: set[str] = set()
        self.closed_groups: set[str] = set()
        self.shown: frozenset[int] | None = None
        self.critical = False
        self.differences: tuple[Difference, ...] = ()
        look = Look(context.theme, self.devicePixelRatioF())
        self.acts = GanttActs(context, self)
        self.lanes = LaneActs(self.acts)
        self.selection = BarSelection(self)
        self.chart = GanttView(look, self.acts, self.selection, today)
        self.progress = ProgressLine(self.chart)
        self.cells = CellActs(self.acts, departments)
        self.model = TableModel(self.chart.rows, self.cells, self)
        self.table = TableView(self.model, look)
        self.properties = PropertiesPanel(self.acts, departments, today)
        self.footer = Footer(look)
        self.ahead = HolidaysAhead(self)
        self.model.counts = self.chart.grid.days_known = self.ahead.known
        self._syncing = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        p = self.context.theme.pixels
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setHandleWidth(p(4))
        self.across.addWidget(self.table)
        self.across.addWidget(self.chart)
        self.findings = FindingsList(self.chart.look)
        self.across.addWidget(self.findings)
        self.across.setStretchFactor(0, 0)
        self.across.setStretchFactor(1, 1)
        self.across.setStretchFactor(2, 0)
        self.across.setCollapsible(1, False)
        self.across.setSizes([p(_TABLE_WIDTH), 10 * p(_TABLE_WIDTH), 0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.across, 1)
        column.addWidget(self.footer)
        column.addWidget(self.properties)

    def _connect(self) -> None:
        chart, table = self.chart, self.table
        chart.rows_resized.connect(self._follow_rows)
        chart.painted.connect(self._fetch_holidays)
        self.ahead.ready.connect(self._count_days)
        chart.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.verticalScrollBar().valueChanged.connect(chart.verticalScrollBar().setValue)
        chart.zoomed.connect(self._follow_zoom)
        self.selection.changed.connect(self._selected)
        table.selectionModel().currentChanged.connect(lambda *_: self._table_moved())
        table.toggled.connect(self.toggle)
        self.acts.made.connect(self._select_made)
        chart.properties_asked.connect(self.properties.focus)
        table.lanes_dropped.connect(self.drop_lanes)
        table.selectionModel().selectionChanged.connect(lambda *_: self._table_chose())
        self.model.refused.connect(self.context.said)
        self.footer.findings_asked.connect(lambda: self.show_findings(self.findings.isHidden()))
        self.findings.closed.connect(self._close_findings)
        self.findings.chosen.connect(self.go_to)
        self.footer.follow_switched.connect(lambda on: setattr(self.acts, "follow", on))

    def show_findings(self, on: bool) -> None:
        """Show or hide the list of violations and differences; it takes its width from the chart."""
        self.findings.setVisible(on)
        table, chart, listed = self.across.sizes()
        wanted = self.context.theme.pixels(_FINDINGS_WIDTH)
        if on and listed < wanted:
            self.across.setSizes([table, max(chart + listed - wanted, wanted), wanted])

    def _close_findings(self) -> None:
        self.findings.hide()
        self.chart.setFocus()

    def go_to(self, bar_id: int) -> None:
        """Select a bar and scroll to it, opening its group when that is closed."""
        bars = self.acts.bars([bar_id])
        if not bars or self.edition is None:
            return
        group = self.edition.lane_by_id[bars[0].lane_id].group
        if group in self.closed_groups:
            self.closed_groups.discard(group)
            self._rows()
        self.selection.set([bar_id])
        self.chart.reveal(bar_id)

    # Showing --------------------------------------------------------------------------------------

    def show_edition(self, edition: EditionData, ghost: EditionData | None = None) -> None:
        """Show an edition. One of another schedule begins at its top and fitted to the width."""
        other = self.edition is None or self.edition.schedule_id != edition.schedule_id
        if self.edition is None or self.edition.id != edition.id:
            self.selection.clear()
        self.edition, self.ghost = edition, ghost
        self.chart.rows.rescale()
        self.acts.show(edition)
        if other:
            self.chart.fitted = True
            self.mode = AxisMode.OWN if edition.columns else AxisMode.SUITED
        self._axis(keep_zoom=not other)
        self._rows()
        self._findings()
        if other:
            self.chart.verticalScrollBar().setValue(0)
        self.selection.keep(edition.bar_by_id)
        self.properties.show_bars(self.acts.bars(self.selection.ids))

    def refresh(self, edition: EditionData, ghost: EditionData | None, delta: EditionDelta) -> None:
        """Show the same edition after an edit: selection, scroll and zoom stay."""
        self.edition, self.ghost = edition, ghost
        self._update_graph(edition, delta)
        if delta.frame or self.chart.axis != Axis.of(edition, self.mode, self.today()):
            self._axis(keep_zoom=True)
        self._rows()
        self._findings()
        self.selection.keep(edition.bar_by_id)
        self.properties.show_bars(self.acts.bars(self.selection.ids))

    def _update_graph(self, new: EditionData, delta: EditionDelta) -> None:
        """Bring the index of 前後関係 up to date by what differs."""
        if delta.frame:
            self.acts.show(new)
            return
        self.acts.edition = new
        graph = self.acts.graph
        for key in delta.bars - new.bar_by_id.keys():
            graph.remove_bar(key)
        for key in delta.bars & new.bar_by_id.keys():
            graph.set_bar(new.bar_by_id[key])
        links = {link.id: link for link in new.links if link.id in delta.links}
        for link in links.values():
            graph.set_link(link)
        for key in delta.links - links.keys():
            graph.remove_link(key)

    def set_mode(self, mode: AxisMode) -> None:
        """列: other columns of the time axis."""
        self.mode = mode
        self._axis(keep_zoom=True)

    def set_filter(self, shown: frozenset[int] | None) -> None:
        """Show only lanes with these bars, the others of their bars faintly; None for all."""
        if shown != self.shown:
            self.shown = shown
            self._rows()
            self._marks()

    def toggle(self, row: Row) -> None:
        """Open or close a group or a lane."""
        if row.kind is RowKind.GROUP:
            self.closed_groups ^= {row.group}
        elif row.lane is not None:
            self.opened ^= {row.lane.identity}
        self._rows()

    def open_all(self, on: bool) -> None:
        """Give every bar a row of its own, or none."""
        lanes = self.edition.lanes if self.edition is not None else ()
        self.opened = {lane.identity for lane in lanes} if on else set()
        self._rows()

    def drop_lanes(self, lane_ids: list[int], to: int, group: str) -> None:
        """Lanes were dropped in front of the lane at an index, into a まとまり."""
        if self.edition is not None:
            known = self.edition.lane_by_id
            self.lanes.move_to([known[key] for key in lane_ids if key in known], to, group)

    def set_critical(self, on: bool) -> None:
        """クリティカルパス: mark bars without slack."""
        self.critical = on
        self._marks()

    def _axis(self, *, keep_zoom: bool) -> None:
        if self.edition is not None:
            self.chart.set_axis(
                Axis.of(self.edition, self.mode, self.today()), self.edition, keep_zoom=keep_zoom
            )

    def _rows(self) -> None:
        if self.edition is None:
            return
        rows = build_rows(self.edition, self.opened, self.closed_groups, self.shown)
        scroll = self.table.verticalScrollBar().value()
        before = [row.key for row in self.model.rows]
        self._syncing = True
        self.model.show(self.edition, rows)
        self._syncing = False
        if before != [row.key for row in rows]:
            self.table.forget_heights()
        self.chart.empty = "" if rows else _NO_MATCH if self.edition.lanes else _NO_LANES
        self.chart.show_rows(self.edition, rows)
        self.chart.verticalScrollBar().setValue(scroll)

    def _follow_rows(self) -> None:
        heights = [row.height for row in self.chart.rows.rows]
        if len(heights) == self.model.rowCount():
            self.table.set_head_height(self.chart.header.wanted_height)
            self.table.follow(heights, self.chart.verticalScrollBar().maximum())
            self.table.verticalScrollBar().setValue(self.chart.verticalScrollBar().value())

    def _follow_zoom(self) -> None:
        self.footer.show_zoom(self.chart.crowded, self.chart.coarser, self.mode)
        if self.ghost is not None:
            self._marks()

    def _fetch_holidays(self) -> None:
        span = self.edition.span if self.edition is not None else None
        first, last = span or (self.today(), self.today())
        self.ahead.begin(range(first.year, last.year + 2))

    def _count_days(self) -> None:
        """The list of 祝日 is there: what waited for it is shown."""
        self.chart.grid.days_known = True
        self.chart.grid.forget()
        self.chart.viewport().update()
        self.model.recount()

    # Selection ------------------------------------------------------------------------------------

    def _selected(self) -> None:
        self._marks()
        self.properties.show_bars(self.acts.bars(self.selection.ids))
        current = self.selection.current
        if self._syncing or current is None:
            return
        row = self.chart.rows.row_of_bar(current)
        if row is not None and row != self.table.currentIndex().row():
            self._syncing = True
            column = max(self.table.currentIndex().column(), 0)
            bar = self.table.verticalScrollBar().value()
            # Not by setCurrentIndex: with Ctrl held that would add the cell to those selected before.
            only = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.table.selectionModel().setCurrentIndex(self.model.index(row, column), only)
            self.chart.verticalScrollBar().setValue(bar)
            self._syncing = False

    def _table_moved(self) -> None:
        row = self.table.current_row()
        if self._syncing or row is None or self.table.verticalScrollBar() is None:
            return
        self._syncing = True
        bar = row.bar
        if bar is not None:
            self.selection.set([bar.id])
            self.chart.reveal(bar.id)
        elif not any(one.id in self.selection for one in row.bars):
            self.selection.clear()
        self._syncing = False

    def _table_chose(self) -> None:
        """Several rows are selected in the table: so are their bars."""
        rows = self.table.chosen_rows() if not self._syncing and self.table.hasFocus() else []
        ids = [bar.id for row in rows if (bar := row.bar) is not None]
        if len(rows) > 1 and ids:
            self._syncing = True
            self.selection.set(ids)
            self._syncing = False

    def _select_made(self, keys: list[int]) -> None:
        known = self.edition.bar_by_id if self.edition is not None else {}
        self.selection.set([key for key in keys if key in known])
        if self.selection.current is not None:
            self.chart.reveal(self.selection.current)

    # Findings -------------------------------------------------------------------------------------

    def _findings(self) -> None:
        edition = self.edition
        if edition is None:
            return
        self.chart.violated_links = frozenset(found.link.id for found in self.acts.graph.violations)
        self.differences = compare(self.ghost, edition) if self.ghost is not None else ()
        self.footer.legend.show_edition(
            edition,
            overlay=self.ghost.name if self.ghost is not None else "",
            gone=bool(self._gone()),
            critical=self.critical,
        )
        different = len(self.differences) if self.ghost is not None else None
        self.footer.show_findings(len(self.chart.violated_links), different)
        self.findings.show_findings(
            self.acts.graph.violations, self.differences, self.ghost.name if self.ghost is not None else ""
        )
        self.chart.extra = self._removed
        self.progress.show(edition)
        self._marks()
        self.findings_changed.emit()

    def _marks(self) -> None:
        edition = self.edition
        if edition is None:
            return
        hidden: Set[int] = frozenset()
        if self.shown is not None:
            hidden = edition.bar_by_id.keys() - self.shown
        self.chart.show_marks(
            Marks(
                selected=frozenset(self.selection.ids),
                current=self.selection.current,
                critical=self.acts.graph.critical() if self.critical else frozenset(),
                hidden=frozenset(hidden),
                ghosts=self._ghosts(),
                removed=frozenset(-bar.id for bar in self._gone()),
            )
        )

    def _ghosts(self) -> Mapping[int, tuple[float, float]]:
        if self.ghost is None or self.edition is None or self.chart.scale is None:
            return {}
        old = matched_bars(self.ghost, self.edition)
        now = self.edition.bar_by_id
        moved = {
            key: bar
            for key, bar in old.items()
            if (bar.starts_on, bar.ends_on) != (now[key].starts_on, now[key].ends_on)
        }
        return {key: (body.left, body.right) for key, bar in moved.items() for body in [self.chart.body(bar)]}

    def _gone(self) -> list[BarData]:
        """Bars that only the edition underneath has, on lanes that are still there."""
        if self.ghost is None or self.edition is None:
            return []
        present = {bar.identity for bar in self.edition.bars}
        return [bar for bar in self.ghost.bars if bar.identity not in present]

    def _removed(self, row: Row) -> list[Body]:
        if self.ghost is None or row.lane is None or row.kind is not RowKind.LANE:
            return []
        identity = row.lane.identity
        lanes = self.ghost.lane_by_id
        # A negative key keeps them apart from the edition's own bars: they can be seen, not taken hold of.
        return [
            self.chart.body(replace(bar, id=-bar.id))
            for bar in self._gone()
            if lanes[bar.lane_id].identity == identity
        ]
