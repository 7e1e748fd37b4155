"""The left side of the window: version switch, search, and the trees of the plan's versions."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from dxplanner.services.tree_query import (
    VERSION_TABLES,
    VersionRow,
    counterpart_of,
    load_departments,
    load_versions,
    version_of,
)
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.tree.actions import enable, make_actions
from dxplanner.ui.tree.acts import TreeActs
from dxplanner.ui.tree.column import TreeColumn
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.confirm import ConfirmBar
from dxplanner.ui.tree.filter import WITHOUT_DEPARTMENT
from dxplanner.ui.tree.finding import TreeFinding
from dxplanner.ui.tree.tools import TreeTools
from dxplanner.ui.tree.versions import VersionSwitch
from dxplanner.ui.tree.view import TreeView

_MENU = (
    ("add_child", "add_sibling", "rename", "delete"),
    ("move_up", "move_down", "move_left", "move_right"),
    ("cut", "copy", "paste"),
    ("expand_to",),
)
_SIDE_BY_SIDE = "tree/side_by_side"
_NO_VERSION = "この計画には計画版がありません。\n「計画」の画面の「＋ 計画版を追加」を押すと、追加できます。"


class TreePanel(QWidget):
    """The policy tree. It selects nodes and versions in the context, and follows both."""

    side_by_side_changed = Signal(bool)
    """Two trees are shown now (the window may give them more room), or one again."""

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.commands = TreeCommands(context, self)
        self._versions: list[VersionRow] = []
        self._columns: dict[int, TreeColumn] = {}
        self._pair: tuple[int, ...] = ()
        self._department: int | None = None
        self._editing = False
        self._last_shown: int | None = None
        self._crossed: tuple[int, int | None] = (0, None)
        """The node that was chosen when the version was switched last, and the one shown for it."""
        self._build()
        self._finding = TreeFinding(self.tools.search, self._trees, self._shown_views, self.current_view)
        acts = TreeActs(self.current_view, self.commands, self._confirm)
        self._clipboard = acts.clipboard
        self._can_paste = acts.clipboard.can_paste()
        self._actions = make_actions(
            self,
            self._trees,
            {**acts.by_key(), "find": self._finding.begin, "side_by_side": self._toggle_side_by_side},
        )
        self._actions["expand_to"].setMenu(self.tools.level_menu)
        self._connect()
        self._read_versions()
        if context.settings.number(_SIDE_BY_SIDE, 0):
            self.set_side_by_side(True)

    def _build(self) -> None:
        theme = self.context.theme
        self.setAccessibleName("施策体系")
        self.switch = VersionSwitch(self)
        self.tools = TreeTools(theme, self._departments, self._levels, self)
        self._notice = QFrame(self)
        self._notice.setProperty("role", "banner")
        self._notice_text = QLabel(self._notice)
        everything = QPushButton("すべて表示", self._notice)
        everything.setProperty("flat", True)
        everything.setToolTip("所管課での絞り込みをやめて、すべての項目を表示します。")
        everything.clicked.connect(lambda: self._filter(None))
        strip = QHBoxLayout(self._notice)
        strip.setContentsMargins(theme.pixels(8), 0, 0, 0)
        strip.addWidget(self._notice_text, 1)
        strip.addWidget(everything)
        self._notice.hide()
        self._trees = QSplitter(Qt.Orientation.Horizontal, self)
        self._trees.setChildrenCollapsible(False)
        self._empty = Prose(_NO_VERSION, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(*(theme.pixels(24),) * 4)
        self._confirm = ConfirmBar(theme, self)
        margin = theme.pixels(8)
        head = QVBoxLayout()
        head.setContentsMargins(margin, margin, margin, margin)
        head.setSpacing(margin)
        head.addWidget(self.switch)
        head.addWidget(self.tools)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._notice)
        whole.addWidget(self._trees, 1)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._confirm)

    def _connect(self) -> None:
        self.switch.chosen.connect(self.context.select_version)
        self.tools.department_chosen.connect(self._filter)
        self.tools.level_chosen.connect(self._expand_to)
        self.commands.placed.connect(self._show_placed)
        self.context.committed.connect(self._follow_commit)
        self.context.version_changed.connect(self._show_version)
        self.context.node_changed.connect(self._show_node)
        QGuiApplication.clipboard().dataChanged.connect(self._follow_clipboard)

    # What the window uses ------------------------------------------------------------------------

    def tree_actions(self) -> dict[str, QAction]:
        """The tree's actions by key, for menus and toolbar (see ``actions.SPECS``)."""
        return self._actions

    def current_view(self) -> TreeView | None:
        """The tree of the version that is shown; of two, the one used last."""
        column = self._columns.get(self.context.version_id or 0)
        return None if column is None else column.view

    @property
    def side_by_side(self) -> bool:
        """Whether two versions are shown beside each other."""
        return bool(self._pair)

    def set_side_by_side(self, wanted: bool) -> None:
        """Show the current version beside the one before it (or after the first), or alone again."""
        keys = [version.id for version in self._versions]
        wanted = wanted and len(keys) > 1
        if wanted:
            place = max(keys.index(self.context.version_id), 1) if self.context.version_id in keys else 1
            self._pair = (keys[place - 1], keys[place])
        else:
            self._pair = ()
        self._actions["side_by_side"].setChecked(wanted)
        self.setMinimumWidth(self.context.theme.pixels(520) if wanted else 0)
        self._arrange()
        self.side_by_side_changed.emit(wanted)

    def context_menu(self) -> QMenu:
        """A fresh context menu of the tree."""
        menu = QMenu(self)
        for group in _MENU:
            for key in group:
                menu.addAction(self._actions[key])
            menu.addSeparator()
        return menu

    # Versions ------------------------------------------------------------------------------------

    def _read_versions(self) -> None:
        with self.context.workbench.plan.reading() as session:
            self._versions = load_versions(session)
        keys = [version.id for version in self._versions]
        for key in [key for key in self._columns if key not in keys]:
            self._columns.pop(key).deleteLater()
        self.switch.fill(self._versions, self.context.theme)
        self.switch.setVisible(len(keys) > 0)
        self.tools.setVisible(bool(keys))
        self._empty.setVisible(not keys)
        self._trees.setVisible(bool(keys))
        self._actions["side_by_side"].setEnabled(len(keys) > 1)
        if not set(self._pair) <= set(keys):
            self.set_side_by_side(False)
        if keys and self.context.version_id not in keys:
            self.context.select_version(keys[-1])
        self._arrange()
        if self.context.node_id is not None:
            self._show_node(self.context.node_id)

    def _column(self, version_id: int) -> TreeColumn:
        if version_id not in self._columns:
            version = next(row for row in self._versions if row.id == version_id)
            column = TreeColumn(self.context, version, self.commands, self._trees)
            self._columns[version_id] = column
            keys = [row.id for row in self._versions]
            before = sum(1 for key in keys[: keys.index(version_id)] if key in self._columns)
            self._trees.insertWidget(before, column)
            self._wire(column.view)
        return self._columns[version_id]

    def _wire(self, view: TreeView) -> None:
        version_id = view.rows.version_id
        view.current_node.connect(lambda key: self._follow_cursor(version_id, key))
        view.selectionModel().selectionChanged.connect(lambda *_: self._refresh_actions())
        view.focused.connect(lambda: self._follow_focus(version_id))
        view.delegate.editing.connect(self._follow_editing)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda point: self._pop_up(view, point))
        self._columns[version_id].filter.choose(self._department)
        self._finding.join(view)

    def _shown(self) -> Sequence[int]:
        if self._pair:
            return self._pair
        return [self.context.version_id] if self.context.version_id is not None else []

    def _shown_views(self) -> Sequence[TreeView]:
        return [self._columns[key].view for key in self._shown() if key in self._columns]

    def _arrange(self) -> None:
        """Show the columns that are to be seen."""
        shown = [key for key in self._shown() if any(row.id == key for row in self._versions)]
        for row in self._versions:
            if row.id in shown or row.id in self._columns:
                column = self._column(row.id)
                column.name(row)
                column.show_heading(len(shown) > 1)
                column.setVisible(row.id in shown)
        if len(shown) > 1:
            self._trees.setSizes([10_000 if row.id in shown else 0 for row in self._versions])
        view = self.current_view()
        if view is not None:
            self.setFocusProxy(view)
            self._last_shown = view.rows.version_id
            self.switch.show_version(view.rows.version_id)
        self._finding.count()
        self._refresh_actions()

    def _show_version(self, version_id: int) -> None:
        self._confirm.leave()
        if version_id == self._last_shown:
            # Said again although it is shown: something failed, so compare with the plan.
            self._column(version_id).model.refresh()
        self._last_shown = version_id
        if self._pair and version_id not in self._pair:
            self.set_side_by_side(True)
        # Before it is shown: a tree that is given the focus puts its cursor on its first node.
        view, node_id = self._column(version_id).view, self.context.node_id
        if node_id is not None and node_id not in view.rows and not self._pair:
            there = self._counterpart(node_id, view)
            self._crossed = (node_id, there)
            view.go_to(there)
        self._arrange()
        if view.current_key() is not None:
            self.context.select_node(view.current_key())

    def _counterpart(self, node_id: int, view: TreeView) -> int | None:
        """What a node of another version is in the one shown: never edit what is not seen.

        The way back leads to where one came from; a node without 新旧の対応 is where the one above it is.
        """
        came_from, here = self._crossed
        if node_id == here and came_from in view.rows:
            return came_from
        with self.context.workbench.plan.reading() as session:
            found = counterpart_of(session, node_id, view.rows.version_id)
        return found or next(iter(view.rows.walk()), None)

    def _show_node(self, node_id: int | None) -> None:
        if node_id is None:
            view = self.current_view()
            if view is not None:
                view.go_to(None)
            return
        for version_id in self._shown():
            column = self._columns.get(version_id)
            if column is not None and node_id in column.model:
                self.context.select_version(version_id)
                if column.view.current_key() != node_id:
                    column.view.go_to(node_id)
                return
        with self.context.workbench.plan.reading() as session:
            owner = version_of(session, node_id)
        if owner is not None:
            self._column(owner).view.go_to(node_id)
            self.context.select_version(owner)

    # Following -----------------------------------------------------------------------------------

    def _follow_cursor(self, version_id: int, key: int | None) -> None:
        if version_id in self._shown():
            self._confirm.leave()
            self.context.select_node(key)
            if key is not None:
                self.context.select_version(version_id)

    def _follow_focus(self, version_id: int) -> None:
        if version_id in self._shown() and version_id != self.context.version_id:
            self.context.select_version(version_id)

    def _follow_editing(self, editing: bool) -> None:
        self._editing = editing
        self._refresh_actions()

    def _follow_clipboard(self) -> None:
        self._can_paste = self._clipboard.can_paste()
        self._refresh_actions()

    def _follow_commit(self, committed: Committed) -> None:
        self._confirm.leave()
        if any(row.table in VERSION_TABLES for row in committed.rows):
            self._read_versions()

    def _show_placed(self, keys: list[int]) -> None:
        for version_id in self._shown():
            here = [key for key in keys if key in self._column(version_id).model]
            if here:
                self._column(version_id).view.select_keys(here)

    def _refresh_actions(self) -> None:
        view = self.current_view()
        enable(
            self._actions,
            read_only=self.context.read_only or view is None,
            editing=self._editing,
            chosen=view is not None and bool(view.selected_keys()),
            can_paste=self._can_paste,
        )
        self._actions["side_by_side"].setEnabled(len(self._versions) > 1)

    def _pop_up(self, view: TreeView, point: QPoint) -> None:
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(view.viewport().mapToGlobal(point))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            for column in self._columns.values():
                column.view.restyle()

    # Filter, levels ------------------------------------------------------------------------------

    def _departments(self) -> Sequence[tuple[int, str]]:
        view = self.current_view()
        if view is None:
            return []
        with self.context.workbench.plan.reading() as session:
            return load_departments(session, view.rows.version_id)

    def _filter(self, department: int | None) -> None:
        self._department = department
        self.tools.mark_department(department)
        names = {WITHOUT_DEPARTMENT: "所管課が決まっていない項目", **dict(self._departments())}
        for column in self._columns.values():
            column.filter.choose(department)
        self._notice_text.setText("" if department is None else f"{names.get(department, '')}のみ表示")
        self._notice.setVisible(department is not None)

    def _levels(self) -> Sequence[str]:
        view = self.current_view()
        return [] if view is None else [rule.name for rule in view.rows.rules]

    def _expand_to(self, depth: int) -> None:
        for key in self._shown():
            self._column(key).view.expand_to(depth)

    def _toggle_side_by_side(self) -> None:
        self.set_side_by_side(not self.side_by_side)
        self.context.settings.set(_SIDE_BY_SIDE, int(self.side_by_side))
