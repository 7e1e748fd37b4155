"""The list at the left of the 予算 pane: 予算書の事業 and their projects, added, moved and deleted here."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from dxplanner.model import BudgetProgram, BudgetProject, Entity
from dxplanner.services.budget_copy import duplicate_program, duplicate_project
from dxplanner.services.budget_edit import (
    add_program,
    add_project,
    delete_entry,
    first_year,
    move_entry,
    what_goes,
)
from dxplanner.services.budget_query import ProgramLine, budget_list
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.budget_model import BudgetModel, Entry
from dxplanner.ui.styles import mark
from dxplanner.ui.tree.confirm import ConfirmBar

LIST_WIDTH = 248
_INSET = 5
"""Pixels at 100 % beside a cell's text, besides those of the style: together the heading's."""
_EMPTY = "まだ事業がありません。Insertか「予算事業を追加」で、予算説明書の事業から入れます。"


class BudgetTree(QTreeView):
    """The rows; keys that no shortcut may take away while a name is being typed."""

    asked = Signal(str)
    """Name of an act: see ``BudgetList.acts``."""

    _KEYS = (
        (QKeySequence("Insert"), "add_project"),
        (QKeySequence("Ctrl+Return"), "add_program"),
        (QKeySequence("Ctrl+D"), "duplicate"),
        (QKeySequence("Delete"), "delete"),
        (QKeySequence("Alt+Up"), "up"),
        (QKeySequence("Alt+Down"), "down"),
    )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination())
        for keys, act in self._KEYS:
            if keys == pressed:
                self.asked.emit(act)
                return
        super().keyPressEvent(event)


class BudgetList(QWidget):
    """Chooses what the pane shows. ``acts`` by name are also in the menu and behind the keys."""

    chosen = Signal(object)
    """Entry | None."""

    def __init__(self, context: PlanContext, today: Callable[[], date], confirm: ConfirmBar) -> None:
        super().__init__()
        self._context = context
        self._today = today
        self._confirm = confirm
        self._loading = False
        self.model = BudgetModel(context, self)
        self.view = BudgetTree()
        self.nothing = words(_EMPTY, "empty", wrap=True)
        self.acts = self._make_acts()
        self._build()
        self._connect()

    def _make_acts(self) -> dict[str, QAction]:
        entries: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("add_project", "予算事業を追加", "Insert", self.add_project),
            ("add_program", "予算書の事業を追加", "Ctrl+Enter", self.add_program),
            ("rename", "名称変更", "F2", self.rename),
            ("duplicate", "複製", "Ctrl+D", self.duplicate),
            ("up", "上へ", "Alt+↑", lambda: self._move(-1)),
            ("down", "下へ", "Alt+↓", lambda: self._move(1)),
            ("delete", "削除", "Delete", self.delete),
        )
        acts = {}
        for name, text, keys, do in entries:
            action = QAction(f"{text}\t{keys}", self)
            action.setToolTip(f"{text}（{keys}）")
            action.setEnabled(not self._context.read_only)
            action.triggered.connect(lambda _checked=False, do=do: do())
            acts[name] = action
        return acts

    def _build(self) -> None:
        pixels = self._context.theme.pixels
        self.head = QHBoxLayout()
        self.head.setContentsMargins(pixels(8), pixels(6), pixels(4), pixels(4))
        self.head.setSpacing(0)
        self.head.addWidget(words("予算", "title"))
        self.head.addSpacing(pixels(8))
        self.head.addStretch(1)
        self.add = QPushButton("予算事業を追加", self)
        self.add.setToolTip(self.acts["add_project"].toolTip())
        self.add.clicked.connect(self.add_project)
        self.add.setVisible(not self._context.read_only)
        mark(self.add, "primary")
        self.head.addWidget(self.add)
        self.head.addSpacing(pixels(4))
        self.more = QToolButton(self)
        self.more.setText("⋯")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setVisible(not self._context.read_only)
        self.more.setToolTip("複製・並べ替え・削除")
        self.more.setAccessibleName("事業の操作")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self.more)
        menu.addActions(list(self.acts.values()))
        self.more.setMenu(menu)
        self.head.addWidget(self.more)
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName("予算の事業")
        view.setToolTip("選んだ事業の内容を右に表示します。名称変更はF2、上下への移動はAlt+↑・↓です。")
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setRootIsDecorated(False)
        view.setItemsExpandable(False)
        view.setIndentation(pixels(14))
        view.setUniformRowHeights(True)
        self.model.row_height = pixels(26)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setStyleSheet(f"QTreeView::item {{ padding: 0 {pixels(_INSET)}px; }}")
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.nothing)
        column.addWidget(view, 1)
        self.nothing.setContentsMargins(pixels(8), pixels(4), pixels(8), pixels(4))

    def _connect(self) -> None:
        self.view.asked.connect(lambda name: self.acts[name].trigger())
        self.view.customContextMenuRequested.connect(
            lambda point: self.more.menu().popup(self.view.viewport().mapToGlobal(point))
        )
        self.view.selectionModel().currentChanged.connect(lambda now, _former: self._on_current(now))
        self.model.rowsInserted.connect(lambda _parent, _first, _last: self.view.expandAll())
        self.model.rowsMoved.connect(lambda *_: self.view.expandAll())

    # What is shown ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the list; what is selected stays, else its neighbour or the first project is."""
        present = self.current
        with self._context.workbench.plan.reading() as session:
            lines = budget_list(session)
        self._loading = True
        try:
            self.model.show_list(lines)
            self.view.expandAll()
        finally:
            self._loading = False
        self.nothing.setVisible(not lines)
        self.view.setVisible(bool(lines))
        if self._context.read_only:
            self.nothing.setText("予算の事業は登録されていません。")
        entry = self.current
        if entry is None or (present is None and entry.entity is BudgetProgram):
            self._choose_first(lines)
        elif entry != present:
            self.chosen.emit(entry)

    def _choose_first(self, lines: tuple[ProgramLine, ...]) -> None:
        project = next((project for line in lines for project in line.projects), None)
        if project is not None:
            self.select(BudgetProject, project.id)
        elif lines:
            self.select(BudgetProgram, lines[0].id)
        else:
            self.chosen.emit(None)

    @property
    def current(self) -> Entry | None:
        """What is selected."""
        return self.model.entry(self.view.currentIndex())

    def select(self, entity: type[Entity], row_id: int) -> bool:
        """Select a 事業 or a project; False when it is gone."""
        index = self.model.find(entity, row_id)
        if not index.isValid():
            return False
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.view.scrollTo(index)
        return True

    def _on_current(self, index: QModelIndex) -> None:
        if not self._loading:
            self.chosen.emit(self.model.entry(index))

    # Acts -------------------------------------------------------------------------------------

    def add_program(self) -> None:
        """Add a 予算書の事業 and type its name."""
        with self._context.workbench.plan.reading() as session:
            year = first_year(session, self._today())
        self._type_into(BudgetProgram, self._context.run("予算書の事業の追加", add_program(year)))

    def add_project(self) -> None:
        """Add a project below the present 事業 (behind the present project) and type its name.

        Without any 事業, that comes first.
        """
        entry = self.current
        index = self.view.currentIndex()
        if entry is None:
            self.add_program()
            return
        within = self.model.entry(index.parent()) if entry.entity is BudgetProject else entry
        if within is not None:
            after = entry.id if entry.entity is BudgetProject else None
            self._type_into(BudgetProject, self._context.run("予算事業の追加", add_project(within.id, after)))

    def _type_into(self, entity: type[Entity], key: int | None) -> None:
        if key is None:
            return
        self.reload()
        if self.select(entity, key):
            QTimer.singleShot(0, self.view, self.rename)

    def rename(self) -> None:
        """Type another name in place."""
        index = self.view.currentIndex()
        if index.isValid() and not self._context.read_only:
            self.view.setFocus()
            self.view.edit(index.siblingAtColumn(0))

    def duplicate(self) -> None:
        """Copy what is selected with all that belongs to it, and select the copy."""
        entry = self.current
        if entry is None:
            return
        command = duplicate_program if entry.entity is BudgetProgram else duplicate_project
        made = self._context.run(f"{entry.place}の複製", command(entry.id))
        if made is not None:
            self.reload()
            self.select(entry.entity, made)
            self._context.said.emit(f"{entry.place}を複製しました。工程表と関係図は写していません。")

    def delete(self) -> None:
        """Delete what is selected; say first what goes with it."""
        entry = self.current
        if entry is None:
            return
        with self._context.workbench.plan.reading() as session:
            lost = what_goes(session, entry.entity, entry.id)
        if lost:
            question = f"{entry.place}を削除すると、{lost}も削除されます。"
            self._confirm.ask(question, "削除する", lambda: self._delete(entry), self.view)
        else:
            self._delete(entry)

    def _delete(self, entry: Entry) -> None:
        self._context.run(f"{entry.place}の削除", delete_entry(entry.entity, entry.id))
        self._context.said.emit(f"{entry.place}を削除しました。元に戻すには Ctrl+Z を押します。")
        self.view.setFocus()

    def _move(self, step: int) -> None:
        entry = self.current
        if entry is None:
            return
        way = "上" if step < 0 else "下"
        self._context.run(f"{entry.place}の{way}への移動", move_entry(entry.entity, entry.id, step))
        self.reload()
        self.select(entry.entity, entry.id)
