"""新旧: how the current hierarchy becomes the revised one, drawn as arrows between two columns."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from dxplanner.domain.transition_data import joined_depths
from dxplanner.domain.vocabulary import Side
from dxplanner.services import transition_query as query
from dxplanner.services.node_numbers import NUMBERING_TABLES, NumberBook
from dxplanner.services.provenance import marks_of
from dxplanner.services.standing import owners_of
from dxplanner.services.transition_query import Compared
from dxplanner.services.transition_sheet import transition_source
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import form_sheet, words
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.transition_acts import TransitionActs
from dxplanner.ui.panes.transition_controls import TransitionControls
from dxplanner.ui.panes.transition_levels import depth_of, merged
from dxplanner.ui.panes.transition_menu import fill_link_menu, fill_node_menu
from dxplanner.ui.panes.transition_side import WIDTH, TransitionSide
from dxplanner.ui.panes.transition_view import TransitionView
from dxplanner.ui.sheet.sheet import Sheet

_EMPTY: Final = (
    "新旧を比べるには、計画版が2つ要ります。「計画」の画面で見直し案の版を作り、"
    "左の体系に項目を入れてください。"
)
_HINTS: Final = {
    "read": "↑↓←→で項目、Ctrl+↑↓で矢印を選びます。",
    "edit": "反対側の項目までドラッグ（または Enter で始めて Enter）：対応を引く　Ctrl+↑↓：矢印を選ぶ",
    "draw": "{name} から：{side}の項目を選んで Enter（Shift を押すと選んでいる対応に加えます）　Esc：やめる",
}
_LIST_SETTING: Final = "transitions/list"
_SWAP_SETTING: Final = "transitions/swapped"


class TransitionsPane(Pane):
    """The diagram, the list under it, the selected transition and what is still open beside it."""

    key = "transitions"
    title = "新旧"
    manual = "transitions"

    open_pane = Signal(str, int)
    summed = Signal(str)

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self._book = NumberBook()
        self._versions: tuple[int, int] | None = None
        self._level = ""
        self._list_behind = False
        self._seen = context.node_id, context.version_id
        self.compared: Compared | None = None
        self.depths = (0, 0)
        self.acts = TransitionActs(context, lambda: self.compared, today)
        self.controls = TransitionControls(context.theme)
        self.view = TransitionView(context.theme)
        self.board = self.view.board
        self.board.read_only = context.read_only
        self.hint = words("", "quiet", wrap=True)
        self.side = TransitionSide(context, self.acts, today)
        self.details, self.gaps = self.side.details, self.side.gaps
        self.source = transition_source(self._sides)
        self.sheet = Sheet(
            context,
            self.source,
            key="transitions",
            frozen=1,
            empty="まだ対応がありません。図で項目から項目へドラッグするか、Insertで行を追加します。",
        )
        self._lay_out()
        self._connect()
        self.setStyleSheet(form_sheet(context.theme))  # last: what is built is polished once
        context.committed.connect(self._note_numbers)

    # Building -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(pixels(8), 0, pixels(4), 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        self.hint.setContentsMargins(pixels(4), pixels(4), pixels(4), pixels(4))
        self.hint.setMinimumWidth(1)
        column.addWidget(self.hint)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.addWidget(picture)
        self.listed = QWidget()
        below = QVBoxLayout(self.listed)
        below.setContentsMargins(pixels(8), pixels(6), pixels(8), 0)
        below.addWidget(self.sheet)
        self.rows.addWidget(self.listed)
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([3 * pixels(200), pixels(200)])
        body = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (body, self.side, self.rows):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        body.addWidget(self.rows)
        body.addWidget(self.side)
        body.setStretchFactor(0, 1)
        body.setSizes([10 * pixels(WIDTH), pixels(WIDTH)])
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.controls)
        whole.addWidget(body, 1)
        self.empty = words(_EMPTY, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layers = QStackedLayout(self)
        self.layers.addWidget(self.empty)
        self.layers.addWidget(page)
        self.setFocusProxy(self.board)

    def _connect(self) -> None:
        controls, board, settings = self.controls, self.board, self.context.settings
        controls.versions_chosen.connect(self.show_versions)
        controls.level_chosen.connect(self.show_level)
        controls.swapped.connect(self._swap)
        controls.listed.connect(self._list)
        controls.zoomed.connect(self.view.zoom)
        controls.swap.setChecked(settings.number(_SWAP_SETTING, 0) == 1)
        controls.list.setChecked(settings.number(_LIST_SETTING, 0) == 1)
        self.listed.setVisible(controls.list.isChecked())
        board.link_selected.connect(self._selected)
        board.join_asked.connect(self._join)
        board.removal_asked.connect(self._remove)
        board.node_opened.connect(self.open_node)
        board.menu_asked.connect(self._menu)
        board.details_asked.connect(self.details.focus)
        board.changed.connect(self._tell)
        self.sheet.current_changed.connect(self._select_from_list)
        self.sheet.summed.connect(self.summed)
        for side, gaps in self.gaps.items():
            gaps.settled.connect(lambda keys, side=side: self.settle(keys, side))
            gaps.chosen.connect(board.go_to)

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; versions and 階層 chosen before stay if they still exist."""
        self._book.forget()
        self._refresh()
        self._list_follows(self.sheet.reload)
        self._leave_list()
        self._follow_tree()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing of a comparison costs nothing."""
        tables = {row.table for row in committed.rows}
        if not tables & query.TABLES:
            return
        self._note_numbers(committed)
        if self.compared is None or tables & query.VERSION_TABLES:
            self._refresh()
        else:
            with self.context.workbench.plan.reading() as session:
                self.compared = query.with_links_anew(session, self.compared)
            self._show(self.compared)
        self._list_follows(lambda: self.sheet.apply(committed))

    def flush(self) -> None:
        """Store what is being typed."""
        self.details.flush()
        self.sheet.flush()

    def show_versions(self, old_id: int, new_id: int) -> None:
        """Compare two other versions; choosing one on both sides swaps them."""
        if old_id == new_id and self._versions is not None:
            old_id, new_id = self._versions[1], self._versions[0]
        self.flush()
        self._versions, self._level = (old_id, new_id), ""
        self._refresh()
        self._list_follows(self.sheet.reload)

    def show_level(self, name: str) -> None:
        """Show the arrows among the nodes of another 階層; a selected one that is not there is dropped."""
        self._level = name
        self._refresh()
        selected = self.board.marked.selected
        if selected is not None and not self.board.draws(selected):
            self.board.select(None)
            self._leave_list()

    def show_row(self, key: int) -> None:
        """Select a transition at the 階層 of its nodes: other panes link here, and the list does."""
        link = None if self.compared is None else self.compared.link(key)
        if self.compared is None or link is None:
            return
        if not self.board.draws(key):
            ends = [node for node in map(self.compared.node, (*link.news, *link.olds)) if node is not None]
            if ends:
                deepest = max(ends, key=lambda node: node.depth)
                side = self.compared.side_of(deepest.key)
                self.show_level(self.compared.version(side).levels[deepest.depth])
        self.board.select(key)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Select the transition that a row is or belongs to."""
        with self.context.workbench.plan.reading() as session:
            key = owners_of(session, table, uid).get("transition")
        if key is not None:
            self.show_row(key)
        return key is not None

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """The diagram, in which the arrow is selected."""
        return self.board

    def _sides(self) -> dict[Side, int]:
        old, new = self._versions or (0, 0)
        return {Side.OLD: old, Side.NEW: new}

    def _note_numbers(self, committed: Committed) -> None:
        if any(row.table in NUMBERING_TABLES for row in committed.rows):
            self._book.forget()

    def _refresh(self) -> None:
        with self.context.workbench.plan.reading() as session:
            choices = query.version_choices(session)
            known = {choice.id for choice in choices}
            if self._versions is None or not set(self._versions) <= known:
                self._versions, self._level = query.usual_versions(session), ""
            self.compared = self._versions and query.compare_versions(session, self._book, *self._versions)
        compared = self.compared
        if compared is None or not (compared.old.nodes and compared.new.nodes):
            self.compared = None
            self.layers.setCurrentIndex(0)
            return
        self.layers.setCurrentIndex(1)
        self.controls.show_versions(choices, compared.old_id, compared.new_id)
        self._show(compared)

    def _show(self, compared: Compared) -> None:
        self._choose_level(compared)
        having = {side for side in Side if self._level in compared.version(side).levels}
        self.view.show_compared(compared, self.depths, open_ends=having)
        self.side.show_gaps(compared, self._level, self.depths)
        inferred = sum(link.inferred for link in compared.links)
        self.controls.summary.show_text(f"対応 {len(compared.links)}件（推定 {inferred}件）")
        self._show_details()
        self._tell()

    def _choose_level(self, compared: Compared) -> None:
        old, new = compared.old.levels, compared.new.levels
        if self._level not in (*old, *new):
            usual = joined_depths(compared.old, compared.new, compared.links)
            self._level, self.depths = old[usual[0]], usual
        else:
            self.depths = (depth_of(old, new, self._level), depth_of(new, old, self._level))
        self.controls.show_levels(merged(old, new), self._level)

    def _show_details(self) -> None:
        link = self.board.selected
        found = {}
        if link is not None:
            with self.context.workbench.plan.reading() as session:
                found = dict(marks_of(session, [link.uid]))
        marks = () if link is None else found.get((link.uid, None), ())
        self.details.show_link(self.compared, link, self.depths, marks)

    def _tell(self) -> None:
        marked = self.board.marked
        node = None if self.compared is None or marked.start is None else self.compared.node(marked.start)
        if node is None or self.compared is None:
            self.hint.setText(_HINTS["read" if self.context.read_only else "edit"])
            return
        across = Side.NEW if self.compared.side_of(node.key) is Side.OLD else Side.OLD
        side = self.compared.version(across).name
        self.hint.setText(_HINTS["draw"].format(name=f"「{node.text}」", side=side))

    # Acting ---------------------------------------------------------------------------------------

    def _selected(self, key: int | None) -> None:
        self._show_details()
        if key is not None:
            with QSignalBlocker(self.sheet):
                self.sheet.select(key)

    def _list_follows(self, act: Callable[[], None]) -> None:
        """Renew the list: where its cursor lands then is nobody's choice of an arrow. Unseen it waits."""
        self._list_behind = self.listed.isHidden()
        if not self._list_behind:
            with QSignalBlocker(self.sheet):
                act()

    def _leave_list(self) -> None:
        """Without a selected transition the list has no cursor either."""
        if self.board.marked.selected is None:
            with QSignalBlocker(self.sheet):
                self.sheet.view.setCurrentIndex(QModelIndex())

    def _select_from_list(self, key: int | None) -> None:
        if key is not None:
            self.show_row(key)

    def _join(self, old: int, new: int, add: bool) -> None:
        key = self.acts.join(old, new, self.board.selected if add else None)
        if key is not None:
            self.board.select(key)

    def _remove(self, key: int) -> None:
        link = None if self.compared is None else self.compared.link(key)
        if link is not None:
            self.acts.remove(link)

    def settle(self, keys: list[int], side: Side) -> None:
        """廃止 of old nodes, 新設 of new ones."""
        made = self.acts.settle(keys, side)
        if made:
            self.board.select(made[0])

    def open_node(self, key: int) -> None:
        """Open a node in the 施策 pane."""
        if self.compared is None:
            return
        old = self.compared.side_of(key) is Side.OLD
        self.context.select_version(self.compared.old_id if old else self.compared.new_id)
        self.context.select_node(key)
        self.open_pane.emit("measure", key)

    def _menu(self, point: QPoint, node: int | None, link_key: int | None) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.compared is not None:
            if node is not None:
                begin = partial(self.board.begin, node)
                fill_node_menu(menu, self.compared, node, begin, self, edits=not self.context.read_only)
            fill_link_menu(menu, self.compared, link_key, self.details.focus, self.acts)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(point)

    def _swap(self, on: bool) -> None:
        self.context.settings.set(_SWAP_SETTING, int(on))
        self.view.set_swapped(on)

    def _list(self, on: bool) -> None:
        self.context.settings.set(_LIST_SETTING, int(on))
        self.listed.setVisible(on)
        if on and self._list_behind:
            self._list_follows(self.sheet.reload)
            self._leave_list()
            self._selected(self.board.marked.selected)

    # Following ------------------------------------------------------------------------------------

    def _follow_tree(self) -> None:
        if self.context.node_id is not None:
            self.board.go_to(self.context.node_id)

    def _mark_or_reload(self, key: object) -> None:
        """Another node in the tree only moves the cursor; the same one again means: all anew."""
        seen = self.context.node_id, self.context.version_id
        if seen == self._seen or not self.isVisible():
            super()._mark_or_reload(key)
        else:
            self._follow_tree()
        self._seen = seen
