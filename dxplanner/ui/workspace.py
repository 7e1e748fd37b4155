"""An open plan on screen: the tree at the left, the panes behind their tabs at the right."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.vocabulary import DataKind
from dxplanner.services import standing
from dxplanner.services.entry_cells import entry_cells
from dxplanner.ui.asking import Asking
from dxplanner.ui.commands import settle
from dxplanner.ui.context import PlanContext
from dxplanner.ui.entry_focus import focus_entry, take_focus
from dxplanner.ui.pane import Pane
from dxplanner.ui.pane_tabs import PaneTabs
from dxplanner.ui.parts import Parts

TREE_PIXELS = 292
"""Width of the tree at 100 %."""

PANE_OF_KIND = {
    DataKind.PLAN: "plan",
    DataKind.ORGANISATION: "plan",
    DataKind.HIERARCHY: "measure",
    DataKind.INITIATIVE: "measure",
    DataKind.TRANSITION: "transitions",
    DataKind.OUTLINE: "outline",
    DataKind.REVIEW: "reviews",
    DataKind.INDICATOR: "indicators",
    DataKind.SURVEY: "surveys",
    DataKind.TREND: "trends",
    DataKind.SCHEDULE: "schedule",
    DataKind.BUDGET: "budget",
    DataKind.FLOW: "budget",
    DataKind.MEETING: "meetings",
    DataKind.PRINTING: "handouts",
    DataKind.ORIGIN: "origin",
}
"""The pane that shows rows of a kind. A pane that is not there is passed over."""


PANE_OF_TABLE = {"level": "plan"}
"""Tables whose rows are entered in another pane than the rest of their kind."""


class _Place(QWidget):
    """Stands where a pane will be; says when it has been painted."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted.emit)


class Workspace(QSplitter):
    """Tree and panes of one open plan. A pane is made when its tab is first shown.

    Without ``at_once`` the first one is made after the first paint: a start shows the tree, ready to use, and
    then imports and fills the pane.
    """

    pane_changed = Signal(str)
    """Key of the pane that is shown now."""
    summed = Signal(str)
    """Sums of the selection in the present pane, for the status bar (a pane may have a signal ``summed``)."""

    def __init__(
        self, context: PlanContext, parts: Parts, parent: QWidget | None = None, *, at_once: bool = True
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._waits = not at_once
        self.context = context
        self._sources = {pane.key: pane for pane in parts.panes}
        self._made: dict[str, Pane] = {}
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._choose_version()
        self.tree = parts.tree(context)
        self.tabs = PaneTabs(context.theme)
        self.stack = QStackedWidget()
        for pane in parts.panes:
            self.tabs.addTab(pane.title)
            place = _Place()
            place.painted.connect(self._begin)
            self.stack.addWidget(place)
        self.tabs.currentChanged.connect(self._show)
        self.addWidget(self.tree)
        self.addWidget(self._right())
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        wide = context.theme.pixels(TREE_PIXELS)
        self.setSizes([wide, 10 * wide])
        if self._sources:
            self._show(0)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the panes, in the order of their tabs."""
        return tuple(self._sources)

    @property
    def pane(self) -> Pane | None:
        """The pane shown now."""
        key = self.pane_key
        return None if key is None else self._made.get(key)

    @property
    def pane_key(self) -> str | None:
        """Key of the pane shown now; None for a window without panes."""
        at = self.tabs.currentIndex()
        return self.keys[at] if 0 <= at < len(self.keys) else None

    def show_pane(self, key: str) -> bool:
        """Bring a pane to the front; False when there is none of that key."""
        if key not in self._sources:
            return False
        self.tabs.setCurrentIndex(self.keys.index(key))
        return True

    def place(self) -> dict[str, str]:
        """Where somebody is: see Settings.place."""
        context = self.context
        with context.workbench.plan.reading() as session:
            known = {version.id: version.uid for version in standing.versions(session)}
            node = None if context.node_id is None else standing.node_uid(session, context.node_id)
        version = known.get(context.version_id or 0)
        return {"pane": self.pane_key or "", "version": version or "", "node": node or ""}

    def restore(self, place: dict[str, str]) -> None:
        """Go back to a remembered place, as far as it still exists."""
        self.show_pane(place["pane"])
        with self.context.workbench.plan.reading() as session:
            known = {version.uid: version.id for version in standing.versions(session)}
            node = standing.node_key(session, place["node"])
        if place["version"] in known:
            self.context.select_version(known[place["version"]])
        if node is not None and node[1] == self.context.version_id:
            self.context.select_node(node[0])

    def go_to(self, table: str, uid: str, field: str = "") -> bool:
        """Show where a row is, and give the focus to the field; False when the row no longer exists."""
        with self.context.workbench.plan.reading() as session:
            place = standing.place_of(session, table, uid)
            cells = entry_cells(session, table, uid, field)
        if place is None:
            self.context.said.emit("その項目は今の計画にありません。削除された変更を元に戻すと表示できます。")
            return False
        if place.version_id is not None:
            self.context.select_version(place.version_id)
        if place.node_id is not None:
            self.context.select_node(place.node_id)
        pane = PANE_OF_TABLE.get(table) or PANE_OF_KIND.get(place.kind, "")
        if self.show_pane(pane) and self.pane is not None:
            self.pane.show_place(table, uid, field)
            widget = self.pane.entry_widget(table, uid)
            if widget is not None:
                take_focus(widget, self.pane)
            else:
                focus_entry(self.pane, cells)
        return True

    def go_to_uid(self, name: str) -> bool:
        """Show where a row (uid), or a field of it (``uid/field``), is edited; False when it is gone."""
        uid, _, field = name.partition("/")
        with self.context.workbench.plan.reading() as session:
            table = standing.table_of(session, uid)
        return self.go_to(table or "", uid, field)

    def flush(self) -> None:
        """Have every pane store what is still being typed in it."""
        for pane in self._made.values():
            pane.flush()

    def may_go(self, asking: Asking, act: str) -> bool:
        """Store what is being typed; what cannot be stored is named, and lost by ``act`` (閉じる) or kept."""
        settle()
        self.flush()
        if not self._made:
            return True
        from dxplanner.ui.unsaved import question, unsaved_texts

        names = unsaved_texts(self, self.context.workbench.plan)
        return not names or asking.confirm(self, question(names, act), act, "戻る")

    def reload(self) -> None:
        """Show everything anew, as after a failure in the middle of a change."""
        version, node = self.context.version_id, self.context.node_id
        if version is not None:
            self.context.version_changed.emit(version)
        self.context.node_changed.emit(node)

    def focus_next(self) -> None:
        """Move the focus on: tree, tabs, pane, and around again."""
        focused = self.focusWidget() if self.isAncestorOf(self.focusWidget() or self) else None
        stations = [widget for widget in (self.tree, self.tabs, self.pane) if widget is not None]
        at = next(
            (
                number
                for number, station in enumerate(stations)
                if focused is station or (focused is not None and station.isAncestorOf(focused))
            ),
            -1,
        )
        _enter(stations[(at + 1) % len(stations)])

    def _choose_version(self) -> None:
        """Begin with the newest version: it is the one being worked on."""
        with self.context.workbench.plan.reading() as session:
            found = standing.versions(session)
        if found and self.context.version_id is None:
            self.context.select_version(found[-1].id)

    def _right(self) -> QWidget:
        pixels = self.context.theme.pixels
        band = QFrame()
        band.setProperty("role", "band")
        row = QHBoxLayout(band)
        row.setContentsMargins(pixels(8), 0, pixels(8), 0)
        row.addWidget(self.tabs, 1)
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(band)
        layout.addWidget(self.stack, 1)
        return right

    def _begin(self) -> None:
        """The first paint is over: make the pane that belongs there."""
        if self._waits:
            self._waits = False
            self._show(self.tabs.currentIndex())

    def _show(self, at: int) -> None:
        if self._waits or not 0 <= at < len(self.keys):
            return
        key = self.keys[at]
        if key not in self._made:
            pane = self._sources[key].make(self.context)
            self._made[key] = pane
            empty = self.stack.widget(at)
            self.stack.insertWidget(at, _scrolled(pane))
            if empty is not None:
                self.stack.removeWidget(empty)
                empty.deleteLater()
            self._hook(pane)
        self.stack.setCurrentIndex(at)
        self.summed.emit("")
        self.pane_changed.emit(key)

    def _hook(self, pane: Pane) -> None:
        """Connect what a pane may have besides Pane's own: ``summed``, ``open_pane``, ``link_panes``."""
        summed, open_pane = getattr(pane, "summed", None), getattr(pane, "open_pane", None)
        if summed is not None:
            summed.connect(self.summed)
        if open_pane is not None:
            open_pane.connect(self._open_row)
        open_name = getattr(pane, "open_name", None)
        if open_name is not None:
            open_name.connect(self.go_to_uid)
        link_panes = getattr(pane, "link_panes", None)
        if link_panes is not None:
            link_panes(self.keys)

    def _open_row(self, key: str, row_id: int) -> None:
        """Show a row in another pane, if that pane can (``show_row``)."""
        if self.show_pane(key):
            show_row = getattr(self.pane, "show_row", None)
            if show_row is not None:
                show_row(row_id)


def _scrolled(pane: Pane) -> QScrollArea:
    """A pane that scrolls where it has no room, instead of making the window larger than the screen."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(pane)
    return area


def _enter(station: QWidget) -> None:
    """Give the focus to a widget, or to the first one inside it that takes it."""
    if station.focusPolicy() != Qt.FocusPolicy.NoFocus:
        station.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    inside = [
        child
        for child in station.findChildren(QWidget)
        if child.isVisibleTo(station) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    if inside:
        inside[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
