"""関係図 in the 動向・関係図 pane: which diagram, the board, its fields beside it, its tables below."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.diagram_layout import lay_out_diagram
from dxplanner.model import Diagram
from dxplanner.services import diagram_edit as edit
from dxplanner.services import diagram_query as query
from dxplanner.services.diagram_query import DiagramView
from dxplanner.services.diagram_sheets import edges_source, nodes_source
from dxplanner.services.fields import short_name
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import ElidedLabel, words
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.panes.diagram_acts import DiagramActs
from dxplanner.ui.panes.diagram_controls import DiagramControls
from dxplanner.ui.panes.diagram_frame import DiagramFrame
from dxplanner.ui.panes.diagram_hints import hint
from dxplanner.ui.panes.diagram_menu import fill_menu
from dxplanner.ui.panes.diagram_panel import DiagramPanel
from dxplanner.ui.panes.diagram_sample import PrintSample
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar

_EMPTY: Final = (
    "関係図はまだありません。「関係図を追加」を押す（Enter）と、要素を手で並べて矢印で結べます。"
    "めざす姿の全体像や、事業の効果のつながりを描くのに使います。"
)
_NO_NODES: Final = "要素はまだありません。ここをダブルクリックするか、Insertで要素を追加します。"
_PRINTED: Final = "A4横の用紙に印刷したときの並びです。「印刷の見本」をもう一度押すと、直せる図に戻ります。"
_LIST_SETTING: Final = "trends/diagram_list"
_PANEL: Final = 248


class DiagramPage(QWidget):
    """One diagram at a time; the acts are those of ``DiagramActs``."""

    summed = Signal(str)

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self.context = context
        self.view: DiagramView | None = None
        self._diagram: int | None = None
        self._shown: object = ()
        self.acts = DiagramActs(context, lambda: self.view)
        self.frame = DiagramFrame(context.theme)
        self.board = self.frame.board
        self.board.read_only = context.read_only
        self.panel = DiagramPanel(context, self.acts, today)
        self.print = PrintSample(context.theme)
        self.print.view.set_empty(_NO_NODES)
        self.nodes = Sheet(
            context, nodes_source(None, self._version), key="diagram_nodes", frozen=1, empty=_NO_NODES
        )
        self.edges = Sheet(
            context,
            edges_source(None),
            key="diagram_edges",
            frozen=1,
            empty="矢印はまだありません。図の ○ から別の要素までドラッグします。",
        )
        self.controls = DiagramControls(context.theme, edits=not context.read_only)
        self.hint = ElidedLabel("quiet")
        self.nothing = words(_NO_NODES, "empty", parent=self.frame.viewport())
        self.nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.confirm = ConfirmBar(context.theme, self)
        self._lay_out()
        self._connect()

    # Building -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        picture = QWidget()
        self.pictures = QStackedLayout(picture)
        self.pictures.addWidget(self.frame)
        self.pictures.addWidget(self.print)
        drawn = QWidget()
        left = QVBoxLayout(drawn)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(picture, 1)
        under = QVBoxLayout()
        under.setContentsMargins(pixels(8), pixels(4), pixels(8), pixels(4))
        under.addWidget(self.hint)
        left.addLayout(under)
        self.listed = QWidget()
        beside = QVBoxLayout(self.listed)
        beside.setContentsMargins(pixels(8), 0, pixels(8), 0)
        self.tables = QTabWidget()
        beside.addWidget(self.tables)
        self.tables.addTab(self.nodes, "要素")
        self.tables.addTab(self.edges, "矢印")
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.addWidget(drawn)
        self.rows.addWidget(self.listed)
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([pixels(600), pixels(180)])
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.rows)
        body.addWidget(self.panel)
        body.setStretchFactor(0, 1)
        body.setSizes([10 * pixels(_PANEL), pixels(_PANEL)])
        self.panel.setMinimumWidth(pixels(_PANEL - 24))
        for splitter in (self.rows, body):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        self.begin = QPushButton("関係図を追加")
        self.begin.setProperty("primary", True)
        self.begin.setToolTip("はじめの関係図を作ります。")
        page, blank = QWidget(), QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(body, 1)
        column.addWidget(self.confirm)
        middle = QVBoxLayout(blank)
        middle.addStretch(1)
        empty = words(_EMPTY, "empty", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(empty)
        middle.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        self.layers = QStackedLayout(self)
        self.layers.addWidget(blank)
        self.layers.addWidget(page)

    def _connect(self) -> None:
        board, acts, settings = self.board, self.acts, self.context.settings
        self.controls.chosen.connect(self.show_diagram)
        for one in (self.controls.new, self.begin):
            one.clicked.connect(self.add_diagram)
        self.begin.setVisible(not self.context.read_only)
        self.controls.drop.clicked.connect(self._ask_to_delete)
        self.controls.sample.toggled.connect(self._show_sample)
        self.controls.list.setChecked(settings.number(_LIST_SETTING, 0) == 1)
        self.listed.setVisible(self.controls.list.isChecked())
        self.controls.list.toggled.connect(self._list)
        self.controls.out.clicked.connect(lambda: self.frame.zoom(-1))
        self.controls.closer.clicked.connect(lambda: self.frame.zoom(1))
        self.controls.whole.clicked.connect(self.frame.fit)
        board.selection_changed.connect(self._selected)
        board.changed.connect(self._tell)
        board.sized.connect(acts.size)
        board.moved.connect(acts.move)
        board.nudged.connect(acts.nudge)
        board.joined.connect(self._join)
        board.end_moved.connect(acts.move_end)
        board.typed.connect(acts.write)
        board.add_asked.connect(self.add_node)
        board.act_asked.connect(self.act)
        board.menu_asked.connect(self._menu)
        self.panel.arranged.connect(lambda how: acts.arrange(board.selected_places(), how))
        self.panel.framed.connect(lambda: self.act("frame"))
        self.panel.removed.connect(lambda: self.act("delete"))
        for sheet in (self.nodes, self.edges):
            sheet.summed.connect(self.summed)
            sheet.current_changed.connect(lambda key, sheet=sheet: self._select_from(sheet, key))

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the present state; the diagram chosen before stays if it still exists."""
        self._refresh()
        self._sheets(lambda sheet: sheet.reload())

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing of a diagram costs nothing."""
        if not any(row.table in query.TABLES for row in committed.rows):
            return
        self._refresh()
        self._sheets(lambda sheet: sheet.apply(committed))

    def flush(self) -> None:
        """Store what is being typed."""
        self.board.flush()
        self.panel.flush()
        for sheet in (self.nodes, self.edges):
            sheet.flush()

    def show_diagram(self, diagram_id: int | None) -> None:
        """Show another diagram."""
        if diagram_id != self._diagram:
            self.flush()
            self._diagram = diagram_id
            self.board.select([])
            self._refresh()
            self._sheets(lambda sheet: sheet.reload())

    def show_part(self, diagram_id: int, key: int | None, *, edge: bool = False) -> bool:
        """Select an element or arrow by its key; False when it is not there."""
        self.show_diagram(diagram_id)
        view = self.view
        if view is None:
            return False
        parts = view.spec.edges if edge else view.spec.nodes
        uid = next((one.uid for one in parts if view.keys[one.uid] == key), "")
        if uid:
            self.board.select([] if edge else [uid], uid if edge else "")
            self.board.show_part(uid)
        return bool(uid) or key is None

    def _version(self) -> int | None:
        return self.context.version_id

    def _refresh(self) -> None:
        with self.context.workbench.plan.reading() as session:
            choices = query.diagram_choices(session)
            if self._diagram not in {choice.id for choice in choices}:
                self._diagram = choices[0].id if choices else None
            self.view = query.diagram_view(session, self._diagram)
        self.layers.setCurrentIndex(1 if self.view is not None else 0)
        self.setFocusProxy(self.board if self.view is not None else self.begin)
        self.controls.show_diagrams(choices, self._diagram)
        if self._shown != (self._diagram, self.context.version_id):
            self._shown = self._diagram, self.context.version_id
            self.nodes.set_source(nodes_source(self._diagram, self._version))
            self.edges.set_source(edges_source(self._diagram))
        self.frame.show_view(self.view)
        self.nothing.setVisible(self.view is not None and not self.view.spec.nodes)
        margin = self.context.theme.pixels(24)
        self.nothing.move(margin, margin)
        self.nothing.adjustSize()
        if self.controls.sample.isChecked():
            self._draw_sample()
        self._show_panel()
        self._tell()

    def _sheets(self, act: Callable[[Sheet], None]) -> None:
        """Renew the tables: where their cursors land then is nobody's choice."""
        for sheet in (self.nodes, self.edges):
            with QSignalBlocker(sheet):
                act(sheet)

    def _show_panel(self) -> None:
        marked = self.board.marked
        self.panel.show_parts(self.view, marked.nodes, marked.edge)

    def _selected(self) -> None:
        if self.board.marked.nodes != [self.acts.fresh]:
            self.context.workbench.end_merge()
        self._show_panel()
        marked, view = self.board.marked, self.view
        for sheet, uid in ((self.nodes, marked.nodes[-1] if marked.nodes else ""), (self.edges, marked.edge)):
            if view is not None and uid in view.keys:
                self.tables.setCurrentWidget(sheet)
                with QSignalBlocker(sheet):
                    sheet.select(view.keys[uid])

    def _select_from(self, sheet: Sheet, key: int | None) -> None:
        view = self.view
        if view is None or key is None or not sheet.isVisible():
            return
        parts = view.spec.nodes if sheet is self.nodes else view.spec.edges
        uid = next((one.uid for one in parts if view.keys[one.uid] == key), "")
        if uid:
            self.board.select([uid] if sheet is self.nodes else [], "" if sheet is self.nodes else uid)
            self.board.show_part(uid)

    def _tell(self) -> None:
        self.hint.show_text(_PRINTED if self.controls.sample.isChecked() else hint(self.board))

    def _show_sample(self, on: bool) -> None:
        self.flush()
        if on:
            self._draw_sample()
        self.pictures.setCurrentIndex(1 if on else 0)
        for one in (self.controls.out, self.controls.whole, self.controls.closer):
            one.setEnabled(not on)
        self._tell()

    def _draw_sample(self) -> None:
        view = self.view
        empty = view is None or not view.spec.nodes
        size = (A4_LANDSCAPE.width, A4_LANDSCAPE.height)
        self.print.set_drawing(None if view is None or empty else lay_out_diagram(view.spec, *size))

    def _list(self, on: bool) -> None:
        self.context.settings.set(_LIST_SETTING, int(on))
        self.listed.setVisible(on)

    # Acting ---------------------------------------------------------------------------------------

    def add_node(self, x: float | None = None, y: float | None = None) -> None:
        """Add an element, at a point (mm) or in the middle of what can be seen, and type its words."""
        self.controls.sample.setChecked(False)
        self.flush()
        if self.view is None:
            return
        if x is None or y is None:
            uid = self.acts.add(*self.frame.centre(), near=True)
        else:
            uid = self.acts.add(x, y)
        if uid:
            self.board.type_in(uid)

    def add_diagram(self) -> None:
        """Add a diagram and type its name."""
        self.flush()
        made = self.context.run("関係図の追加", edit.add_diagram)
        if made is not None:
            self.show_diagram(made)
            box = self.panel.editors[Diagram]["title"].box
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(box, GrowingText):
                box.selectAll()

    def _ask_to_delete(self) -> None:
        view = self.view
        if view is None:
            return
        nodes, edges = len(view.spec.nodes), len(view.spec.edges)
        title = short_name(view.title)
        if not (nodes or edges):
            self._delete(view.id, title)
            return
        sentence = f"関係図「{title}」を削除すると、要素 {nodes}個と矢印 {edges}本も削除されます。"
        self.confirm.ask(sentence, "削除する", lambda: self._delete(view.id, title), self.controls.drop)

    def _delete(self, diagram_id: int, title: str) -> None:
        if self.context.run(
            f"関係図「{title}」の削除", lambda session: edit.delete_diagram(session, diagram_id)
        ):
            self.context.said.emit(f"関係図「{title}」を削除しました。元に戻すには Ctrl+Z を押します。")

    def _join(self, start: str, end: str) -> None:
        """An arrow; selected words without ends become its own."""
        view, edge = self.view, self.board.marked.edge
        spec = None if view is None else view.edge(edge)
        loose = spec is not None and view is not None and not {spec.start, spec.end} <= set(view.places())
        made = self.acts.join(start, end, edge if loose else "")
        if made:
            self.board.select([], made)

    def act(self, name: str) -> None:
        """Do what a key or a menu entry means; see ``diagram_keys``."""
        marked, acts = self.board.marked, self.acts
        if self.context.read_only and name != "copy":
            return
        match name:
            case "add":
                self.add_node()
            case "delete":
                acts.delete(marked.nodes, marked.edge)
            case "copy":
                acts.copy(marked.nodes)
            case "cut":
                acts.cut(marked.nodes)
            case "paste":
                self._choose(acts.paste(*self.board.pointer()))
            case "duplicate":
                self._choose(acts.duplicate(marked.nodes))
            case "frame":
                made = acts.frame(marked.nodes)
                if made:
                    self.board.type_in(made)

    def _choose(self, uids: list[str]) -> None:
        if uids:
            self.board.select(uids)
            self.board.show_part(uids[0])

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self.board, self.acts, self)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)
