"""工程: the pane of the interactive schedule."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dxplanner.domain.garbage import spare
from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.snapping import common_span, readout
from dxplanner.services import schedule_query as query
from dxplanner.services.departments import department_choices
from dxplanner.services.schedule_query import ScheduleRow
from dxplanner.services.standing import owners_of
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.gantt.ask_line import AskLine
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.board_acts import BoardActs
from dxplanner.ui.gantt.board_view import apply_view, apply_zoom, view_of
from dxplanner.ui.gantt.chart import ZOOM_STEP
from dxplanner.ui.gantt.controls import Controls
from dxplanner.ui.gantt.exchange import Exchange
from dxplanner.ui.gantt.filter import matching_bars
from dxplanner.ui.gantt.memory import ViewMemory
from dxplanner.ui.gantt.menus import fill_bar_menu, fill_lane_menu, fill_link_menu
from dxplanner.ui.gantt.pane_menus import fill_schedule_menu, fill_view_menu
from dxplanner.ui.gantt.rows import Row, RowKind
from dxplanner.ui.gantt.schedule_acts import ScheduleActs
from dxplanner.ui.pane import Pane
from dxplanner.ui.tree.confirm import ConfirmBar

_TABLES = frozenset(
    {
        query.LANE_TABLE, query.BAR_TABLE, query.LINK_TABLE, query.COLUMN_TABLE, query.EDITION_TABLE,
        "closed_day", "meeting", "provenance", "department",
    }
)  # fmt: skip
"""A commit that touches none of these cannot change an edition's picture."""
_MANY_BARS = 1000
"""So many bars stay in memory that looking through them for garbage would be felt."""
_EMPTY = (
    "まだ工程表がありません。改訂の作業や予算事業の進め方を、帯と節目で書きます。"
    "エクセルなどの工程は、上の「取込・出力」から取り込めます。"
)


class SchedulePane(Pane):
    """Chooses what the board shows, and passes on what was committed."""

    key = "schedule"
    title = "工程"
    manual = "schedule"
    summed = Signal(str)
    """How many bars are selected and which time they take, for the status bar."""

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._seen = context.node_id, context.version_id
        self._schedules: tuple[ScheduleRow, ...] = ()
        self._schedule_id: int | None = None
        self._edition_id: int | None = None
        self._overlay_id = 0
        self._ghost: EditionData | None = None
        self._memory = ViewMemory(context.settings)
        self._departments: dict[str, int] | None = None
        self.controls = Controls(context.theme)
        self.board = Board(context, self.departments, self.today)
        self.ask = AskLine(context.theme)
        self.confirm = ConfirmBar(context.theme)
        self.begin = QPushButton("新しい工程表を作る")
        self.begin.setToolTip("名称を入力すると、空の工程表ができます。")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.board)
        self.stack.addWidget(self._blank())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.stack, 1)
        column.addWidget(self.ask)
        column.addWidget(self.confirm)
        self.exchange = Exchange(self.board, self, self._show_imported)
        column.addWidget(self.exchange.line)
        board = self.board
        self.acts = BoardActs(board, self.ask, self.confirm)
        self.schedule_acts = ScheduleActs(
            context, self.ask, self.confirm, self, lambda: board.edition, board.chart
        )
        self._rest = QTimer(self, singleShot=True, interval=150)
        self._rest.timeout.connect(self._filter)
        self._connect()

    def _blank(self) -> QWidget:
        """What stands in place of the board while there is no 工程表."""
        blank = QWidget()
        self.empty = words(_EMPTY, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(blank)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.begin.setVisible(not self.context.read_only)
        blank.setStyleSheet(form_sheet(self.context.theme))
        return blank

    def _connect(self) -> None:
        controls, chart = self.controls, self.board.chart
        self.begin.clicked.connect(self.schedule_acts.add)
        controls.schedule_chosen.connect(self.show_schedule)
        controls.edition_chosen.connect(self.show_edition)
        controls.overlay_chosen.connect(self.overlay)
        controls.mode_chosen.connect(self._set_mode)
        controls.zoom_in.connect(lambda: chart.zoom(ZOOM_STEP))
        controls.zoom_out.connect(lambda: chart.zoom(1 / ZOOM_STEP))
        controls.fit.connect(chart.fit)
        controls.filtered.connect(lambda _text: self._rest.start())
        view_menu, acts_menu = controls.view_menu.menu(), controls.acts_menu.menu()
        view_menu.aboutToShow.connect(lambda: fill_view_menu(view_menu, self.board, self.ask))
        acts_menu.aboutToShow.connect(self._fill_acts)
        exchange = controls.exchange.menu()
        exchange.aboutToShow.connect(lambda: self.exchange.fill(exchange))
        chart.edit_asked.connect(lambda name: getattr(self.acts, name)())
        chart.bar_asked.connect(self.acts.add_bar)
        chart.menu_asked.connect(self._chart_menu)
        self.board.selection.changed.connect(self._sum)
        table = self.board.table
        table.chain_asked.connect(self.acts.chain)
        for keys, act in (
            ("Ctrl+Shift+N", self.schedule_acts.keep_edition), ("Ctrl+Shift+B", self.overlay_next),
            ("Ctrl+Shift+F", self.controls.search.setFocus), ("F8", self._list),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        table.menu_asked.connect(self._table_menu)
        table.edit_asked.connect(lambda name: getattr(self.acts.sheet, name)())
        table.insert_asked.connect(self.acts.add_lane)
        table.lanes_moved.connect(self.acts.move_lanes)

    def _sum(self) -> None:
        bars = self.board.acts.bars(self.board.selection.ids)
        span = common_span([(bar.starts_on, bar.last_day) for bar in bars])
        if len(bars) < 2 or span is None:
            self.summed.emit("")
            return
        closed = self.board.edition.closed_days if self.board.edition is not None else frozenset()
        self.summed.emit(f"工程{len(bars)}件　{readout(*span, closed)}")

    def _fill_acts(self) -> None:
        editions = next((one.editions for one in self._schedules if one.id == self._schedule_id), ())
        fill_schedule_menu(
            self.controls.acts_menu.menu(),
            self.schedule_acts,
            edits=not self.context.read_only,
            chosen=self._edition_id is not None,
            only_edition=len(editions) < 2,
        )

    def _chart_menu(self, point: QPoint, row: Row | None) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        link = self.acts.marked_link()
        if link is not None:
            fill_link_menu(menu, self.board, self.acts, link)
        elif self.board.selection.ids:
            fill_bar_menu(menu, self.board, self.acts)
        else:
            fill_lane_menu(menu, self.board, self.acts, row)
        menu.popup(point)

    def _table_menu(self, point: QPoint, row: Row | None) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row is not None and row.kind is RowKind.BAR:
            fill_bar_menu(menu, self.board, self.acts)
        else:
            fill_lane_menu(menu, self.board, self.acts, row)
        menu.popup(point)

    def today(self) -> date:
        """The day on which this is looked at."""
        return date.today()

    def departments(self) -> dict[str, int]:
        """担当 on offer: name to key."""
        if self._departments is None:
            with self.context.workbench.plan.reading() as session:
                found = department_choices(session, self.today())
            self._departments = {choice.short_name or choice.name: choice.id for choice in found}
        return self._departments

    # Choosing -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; the schedule and edition chosen before stay if they still exist."""
        self._departments = None
        self._load_list()
        self._choose()
        self._show()

    def show_schedule(self, schedule_id: int) -> None:
        """Show another schedule as it was looked at last, else its newest edition."""
        self._remember()
        self._schedule_id, self._edition_id, self._overlay_id = schedule_id, None, 0
        self._choose()
        self._show()

    def show_edition(self, edition_id: int) -> None:
        """Show another edition of the schedule."""
        self._edition_id = edition_id
        if self._overlay_id == edition_id:
            self._overlay_id = 0
        self._choose()
        self._show()

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show the edition that a bar or a lane stands in; the bar, or the lane's row, is selected."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        if "schedule" not in owners:
            return False
        self.show_schedule(owners["schedule"])
        if "schedule_edition" in owners:
            self.show_edition(owners["schedule_edition"])
        if "bar" in owners:
            self.board.go_to(owners["bar"])
        elif "lane" in owners:
            lanes = [None if row.lane is None else row.lane.id for row in self.board.model.rows]
            if owners["lane"] in lanes:
                index = self.board.model.index(lanes.index(owners["lane"]), 0)
                self.board.table.setCurrentIndex(index)
        return True

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """A bar is edited in the chart, a lane in the table beside it."""
        return {"bar": self.board.chart, "lane": self.board.table}.get(table)

    def overlay(self, edition_id: int) -> None:
        """Lay another edition under the present one; 0 for none."""
        self._overlay_id = edition_id
        self._choose()
        self._show()

    def overlay_next(self) -> None:
        """Ctrl+Shift+B: lay the next edition under the present one; after the last none."""
        schedule = next((one for one in self._schedules if one.id == self._schedule_id), None)
        others = [one.id for one in schedule.editions if one.id != self._edition_id] if schedule else []
        if not others:
            self.context.said.emit("重ねる版がありません。「編集」から、この版を写して新しい版を作れます。")
            return
        order = [0, *others]
        self.overlay(order[(order.index(self._overlay_id) + 1) % len(order)])

    def _list(self) -> None:
        """F8: the list of violations and differences, with the keyboard in it."""
        board = self.board
        board.show_findings(board.findings.isHidden())
        (board.chart if board.findings.isHidden() else board.findings.list).setFocus()

    def _show_imported(self, schedule_id: int, edition_id: int | None) -> None:
        self._remember()
        self._schedule_id, self._edition_id, self._overlay_id = schedule_id, edition_id, 0
        self.reload()

    def _load_list(self) -> None:
        with self.context.workbench.plan.reading() as session:
            self._schedules = query.load_schedules(session)

    def _choose(self) -> None:
        """Keep to what exists: the one seen last, else the plan's own schedules before those of 予算事業."""
        known = {one.id: one for one in self._schedules}
        if self._schedule_id not in known:
            seen = self._memory.last([one.uid for one in self._schedules])
            own = [one for one in self._schedules if one.project_id is None] or list(self._schedules)
            wanted = [one for one in self._schedules if one.uid == seen] or own
            self._schedule_id = wanted[0].id if wanted else None
        editions = known[self._schedule_id].editions if self._schedule_id is not None else ()
        keys = [one.id for one in editions]
        if self._edition_id is None and self._schedule_id is not None:
            view = self._memory.view(known[self._schedule_id].uid)
            by_uid = {one.uid: one.id for one in editions}
            self._edition_id = by_uid.get(view.edition) if view is not None else None
            self._overlay_id = by_uid.get(view.overlay, 0) if view is not None else 0
        if self._edition_id not in keys:
            self._edition_id = keys[-1] if keys else None
        if self._overlay_id not in keys or self._overlay_id == self._edition_id:
            self._overlay_id = 0
        self.controls.show_schedules(self._schedules, self._schedule_id)
        self.controls.show_editions(editions, self._edition_id, self._overlay_id)

    def _show(self) -> None:
        self.stack.setCurrentIndex(0 if self._edition_id is not None else 1)
        self.setFocusProxy(self.begin if self._edition_id is None else self.board.chart)
        if self._edition_id is None:
            return
        with self.context.workbench.plan.reading() as session:
            edition = query.load_edition(session, self._edition_id)
            self._ghost = query.load_edition(session, self._overlay_id) if self._overlay_id else None
        self.board.chart.lines.days = [(self.today(), "今日")]
        shown = self.board.edition
        other = shown is None or shown.schedule_id != edition.schedule_id
        uid = next(one.uid for one in self._schedules if one.id == edition.schedule_id)
        view = self._memory.view(uid) if other else None
        if view is not None:
            apply_view(self.board, view)
        self.board.show_edition(edition, self._ghost)
        if other and len(edition.bars) > _MANY_BARS:
            spare()
        if view is not None:
            apply_zoom(self.board, view)
        self.controls.show_mode(self.board.mode, bool(edition.columns))
        self._filter()

    def _remember(self) -> None:
        """Keep how the shown schedule is looked at."""
        edition = self.board.edition
        schedule = next((one for one in self._schedules if one.id == self._schedule_id), None)
        if edition is None or schedule is None or edition.schedule_id != schedule.id:
            return
        under = next((one.uid for one in schedule.editions if one.id == self._overlay_id), "")
        self._memory.keep(schedule.uid, view_of(self.board, under))

    def flush(self) -> None:
        """The plan is about to be closed, or the window made anew: what is being typed is stored."""
        self.board.chart.editor.finish(keep=True)
        self._remember()
        self.exchange.jobs.cancel_all()

    def hideEvent(self, event: QHideEvent) -> None:
        self._remember()
        super().hideEvent(event)

    def _set_mode(self, mode: AxisMode) -> None:
        self.board.set_mode(mode)
        edition = self.board.edition
        self.controls.show_mode(self.board.mode, bool(edition and edition.columns))

    def _filter(self) -> None:
        edition = self.board.edition
        if edition is not None:
            self.board.set_filter(matching_bars(edition, self.controls.search.text()))

    def _mark_or_reload(self, key: object) -> None:
        """Another node or version in the tree changes nothing here; the same one again means: all anew."""
        seen = self.context.node_id, self.context.version_id
        if seen == self._seen:
            super()._mark_or_reload(key)
        self._seen = seen

    # Following ------------------------------------------------------------------------------------

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed: only the rows that it touched are read."""
        tables = {row.table for row in committed.rows}
        edition = self.board.edition
        if tables & query.LIST_TABLES or edition is None or self._edition_id != edition.id:
            self.reload()
            return
        if not tables & _TABLES:
            return
        if "department" in tables:
            self._departments = None
        with self.context.workbench.plan.reading() as session:
            new, delta = query.refreshed(session, edition, committed.rows)
            if self._ghost is not None:
                self._ghost, ghost_delta = query.refreshed(session, self._ghost, committed.rows)
                if delta.nothing and ghost_delta.nothing:
                    return
            elif delta.nothing:
                return
        self.board.refresh(new, self._ghost, delta)
