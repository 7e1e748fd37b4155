"""予算: 予算説明書の見出し, 積算, 財源内訳, 補助金, 事業説明 and 作業の流れ of each 予算事業."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from dxplanner.model import BudgetProgram, BudgetProject
from dxplanner.services.budget_flows import FLOW_TABLES
from dxplanner.services.budget_query import (
    LIST_TABLES,
    SHEET_TABLES,
    TABLES,
    ProgramView,
    ProjectView,
    place_of_row,
    program_view,
    project_view,
    source_of_funding,
)
from dxplanner.services.node_numbers import NUMBERING_TABLES, NumberBook
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.budget_flow import FlowsPage
from dxplanner.ui.panes.budget_heading import BudgetHeading
from dxplanner.ui.panes.budget_list import LIST_WIDTH, BudgetList
from dxplanner.ui.panes.budget_model import Entry
from dxplanner.ui.panes.budget_pages import AmountsPage, FootnotesPage, GrantsPage, Page, PointsPage
from dxplanner.ui.panes.budget_program import ProgramPage
from dxplanner.ui.panes.budget_ties import TiesPage
from dxplanner.ui.tree.confirm import ConfirmBar

_ALL_TABLES: Final = LIST_TABLES | TABLES | SHEET_TABLES | FLOW_TABLES
_PAGE_OF_TABLE: Final = {
    "budget_item": "積算・財源", "budget_group": "積算・財源", "funding": "積算・財源",
    "budget_project": "積算・財源", "subsidy": "補助金", "tax_measure": "補助金",
    "project_point": "事業説明", "footnote": "脚注",
    "flow": "作業の流れ", "flow_step": "作業の流れ", "flow_task": "作業の流れ",
    "project_node": "施策・行動計画", "action_plan_link": "施策・行動計画",
}  # fmt: skip
_TIPS: Final = {
    "積算・財源": "節ごとの積算の内訳と、財源内訳です。",
    "補助金": "補助金の算出と、特別交付税措置です。",
    "事業説明": "目指す姿、現状と課題、対応方針などの文です。",
    "脚注": "※の記号を付ける語句と、注の文です。",
    "作業の流れ": "作業の流れの図と、そのステップです。",
    "施策・行動計画": "この事業が対応する方針・施策と、行動計画の項目です。",
}
_LIST_SHARE: Final = 23
_LIST_MOST: Final = 27
"""Percent of a wide window, and of one with large letters, that the list has until somebody divides it
differently."""
P = TypeVar("P", bound=Page)
_CHOOSE: Final = "左の一覧で事業を選んでください。"
_EMPTY: Final = "予算の事業を追加すると、見出し、積算、財源内訳などをここで入れられます。"


class BudgetPane(Pane):
    """The list at the left; at the right the heading and, by pages, the parts of what is selected."""

    key = "budget"
    title = "予算"
    manual = "budget"
    summed = Signal(str)
    """Sums of the selection in the present sheet, for the status bar."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self._seen = context.node_id, context.version_id
        self._following = False
        self._divided = False
        """Whether somebody has chosen the width of the list."""
        self._book = NumberBook()
        self._program: ProgramView | None = None
        self._project: ProjectView | None = None
        self.binding = Binding(context, lambda: self._project.place if self._project else "", today, self)
        of_program = Binding(context, lambda: self._program.place if self._program else "", today, self)
        of_program.drafts = self.binding.drafts
        self.confirm = ConfirmBar(context.theme)
        self.list = BudgetList(context, today, self.confirm)
        self.heading = BudgetHeading(of_program, self.binding)
        self.pages: dict[str, Callable[[], Page]] = {
            "積算・財源": lambda: self.amounts,
            "補助金": lambda: self.grants,
            "事業説明": lambda: self.points,
            "脚注": lambda: self.footnotes,
            "作業の流れ": lambda: self.flows,
            "施策・行動計画": lambda: self.ties,
        }
        """Pages of a project by the titles of their tabs; each is made when it is first looked at."""
        self._made: list[Page] = []
        self._fresh: set[Page] = set()
        """Pages that show the present state; the others are filled when they are looked at."""
        self._build()
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once

    # Pages, each made when it is first looked at --------------------------------------------------

    @cached_property
    def program_page(self) -> ProgramPage:
        """The page of a 予算書の事業."""
        page = ProgramPage(self.context)
        page.opened.connect(lambda key: self.list.select(BudgetProject, key))
        page.summed.connect(self.summed)
        self.stack.addWidget(page)
        return page

    @cached_property
    def amounts(self) -> AmountsPage:
        """積算・財源."""
        return self._hold(AmountsPage(self.binding))

    @cached_property
    def grants(self) -> GrantsPage:
        """補助金."""
        return self._hold(GrantsPage(self.binding))

    @cached_property
    def points(self) -> PointsPage:
        """事業説明."""
        return self._hold(PointsPage(self.binding))

    @cached_property
    def footnotes(self) -> FootnotesPage:
        """脚注."""
        return self._hold(FootnotesPage(self.binding))

    @cached_property
    def flows(self) -> FlowsPage:
        """作業の流れ."""
        return self._hold(FlowsPage(self.binding, self.confirm))

    @cached_property
    def ties(self) -> TiesPage:
        """施策・行動計画."""
        return self._hold(TiesPage(self.binding, self._book))

    def _hold(self, page: P) -> P:
        self.stack.addWidget(page)
        page.summed.connect(self.summed)
        self._made.append(page)
        return page

    def _build(self) -> None:
        pixels = self.context.theme.pixels
        self.tabs = QTabBar(expanding=False, drawBase=False, usesScrollButtons=False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setStyleSheet(
            f"QTabBar::tab {{ padding-left: {pixels(10)}px; padding-right: {pixels(10)}px; }}"
        )
        self.tabs.setAccessibleName("予算事業の内容")
        self.stack = QStackedWidget()
        for title in self.pages:
            self.tabs.setTabToolTip(self.tabs.addTab(title), _TIPS[title])
        band = QHBoxLayout()
        band.setContentsMargins(pixels(8), 0, pixels(8), 0)
        band.setSpacing(pixels(16))
        band.addWidget(self.tabs)
        band.addWidget(self.heading.source, 1)
        self.heading.source.setMinimumWidth(1)  # the tabs need their room first
        self.detail = QWidget()
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(band)
        column.addWidget(self.stack, 1)
        self.empty = words(_EMPTY, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.right = QStackedWidget()
        self.right.addWidget(self.empty)
        self.right.addWidget(self.detail)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        # Large letters make the heading wider than a small screen: it is then scrolled, the window stays.
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.right)
        self.splitter.addWidget(self.area)
        self.splitter.setStretchFactor(1, 1)
        wide = pixels(LIST_WIDTH)
        self.splitter.setSizes([wide, 10 * wide])
        self.splitter.splitterMoved.connect(lambda *_: setattr(self, "_divided", True))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.confirm)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.tabs.currentChanged.connect(lambda _at: self._show_page())
        self.context.committed.connect(self._note_numbers)

    # What is shown ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; what was typed is stored first."""
        self.flush()
        self._fresh.clear()
        self.list.reload()
        self._refresh()
        for page in self._fresh:
            page.reload()
        if self._program is not None and self._project is None:
            self.program_page.reload()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed: exact rows of the list and of the sheets in sight."""
        tables = {row.table for row in committed.rows}
        if not tables & (_ALL_TABLES | {"provenance"}):
            return
        present = self._page()
        self._fresh &= set() if present is None else {present}
        self._following = True
        try:
            if tables & LIST_TABLES:
                self.list.reload()
            self._refresh()
        finally:
            self._following = False
        page = self._page()
        if page is not None and page is present:
            page.apply(committed)
        if page is None and self._program is not None:
            self.program_page.apply(committed)

    def flush(self) -> None:
        """Store what is being typed."""
        if self._program is None:
            return
        self.heading.flush()
        if self._project is None:
            self.program_page.flush()
        for page in self._made:
            page.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide window has room for names of projects that a small one cuts."""
        super().resizeEvent(event)
        if not self._divided:
            usual = min(self.context.theme.pixels(LIST_WIDTH), self.width() * _LIST_MOST // 100)
            wide = max(usual, self.width() * _LIST_SHARE // 100)
            self.splitter.setSizes([wide, self.width() - wide])

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.confirm.leave()
        super().hideEvent(event)

    def show_row(self, row_id: int) -> None:
        """Show a 予算事業 by its key, as other panes ask for it."""
        self.list.select(BudgetProject, row_id)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show where a row of the budget or of a 作業の流れ is, as the history asks; False: it is gone."""
        with self.context.workbench.plan.reading() as session:
            place = place_of_row(session, table, uid)
        if place is None:
            return False
        if place.project_id is None:
            return self.list.select(BudgetProgram, place.program_id)
        self.list.select(BudgetProject, place.project_id)
        if table in _PAGE_OF_TABLE:
            title = _PAGE_OF_TABLE[table]
            self.tabs.setCurrentIndex(list(self.pages).index(title))
            self.pages[title]().select_row(table, place.row_id)
        return True

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """The amount of a 財源: a box of its project, whether there is an amount yet or not."""
        if table != "funding":
            return None
        with self.context.workbench.plan.reading() as session:
            source = source_of_funding(session, uid)
        return None if source is None else self.amounts.funding.editors[source].box

    def _on_chosen(self, entry: Entry | None) -> None:
        """Another entry, or another name of it. Nothing is stored while a commit is announced."""
        if not self._following:
            self.flush()
        self.confirm.leave()
        shown = self._project or self._program
        if entry is None or shown is None or entry.id != shown.row.id:
            self._fresh.clear()
        self._refresh(entry)

    def _refresh(self, entry: Entry | None = None) -> None:
        """Read and show what is selected."""
        entry = entry or self.list.current
        self._program = self._project = None
        if entry is not None:
            with self.context.workbench.plan.reading() as session:
                if entry.entity is BudgetProject:
                    self._project = project_view(session, entry.id, self._book)
                program_id = entry.id if self._project is None else self._project.program_id
                self._program = program_view(session, program_id)
        self.empty.setText(_CHOOSE if self.list.model.rowCount() else _EMPTY)
        self.right.setCurrentWidget(self.empty if self._program is None else self.detail)
        if self._program is None:
            return
        self.heading.show_rows(self._program, self._project)
        self.tabs.setVisible(self._project is not None)
        self._show_page()

    def _page(self) -> Page | None:
        """The page in sight; None for that of a 事業."""
        if self._project is None:
            return None
        return list(self.pages.values())[self.tabs.currentIndex()]()

    def _show_page(self) -> None:
        page = self._page()
        if page is None or self._project is None:
            self.stack.setCurrentWidget(self.program_page)
            if self._program is not None:
                self.program_page.show_program(self._program)
            return
        self.stack.setCurrentWidget(page)
        stale = page not in self._fresh and page.view is not None and page.view.row.id == self._project.row.id
        page.show_project(self._project)
        if stale:
            page.reload()
        self._fresh.add(page)

    # Following --------------------------------------------------------------------------------

    def _note_numbers(self, committed: Committed) -> None:
        if any(row.table in NUMBERING_TABLES for row in committed.rows):
            self._book.forget()

    def _mark_or_reload(self, key: object) -> None:
        """Another node or version in the tree changes only what can be chosen; the same again: all anew."""
        seen = self.context.node_id, self.context.version_id
        if seen == self._seen:
            super()._mark_or_reload(key)
        elif self.isVisible() and self.tabs.currentIndex() == list(self.pages).index("施策・行動計画"):
            self.ties.show_version()
        self._seen = seen
