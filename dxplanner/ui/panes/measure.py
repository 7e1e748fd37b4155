"""The 施策 pane: everything about the selected node, edited in place."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from dxplanner.model import PolicyNode, Review
from dxplanner.services.fields import add_row, fields_of
from dxplanner.services.node_links import IndicatorLine, ReviewLine, TransitionLine
from dxplanner.services.node_numbers import NUMBERING_TABLES, NumberBook
from dxplanner.services.node_query import TABLES, NodeView, node_view
from dxplanner.services.standing import owners_of
from dxplanner.services.tree_query import has_nodes
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import button, form_sheet, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack, Section, TwoColumns, order_tabs
from dxplanner.ui.pane import Pane
from dxplanner.ui.panes.department_rows import Departments
from dxplanner.ui.panes.initiatives_list import InitiativesList
from dxplanner.ui.panes.initiatives_model import InitiativesModel
from dxplanner.ui.panes.links import IndicatorRow, ReviewRow, TransitionRow
from dxplanner.ui.panes.measure_head import MeasureHead

INDICATOR_PANE: Final = "indicators"
EMPTY: Final = "左の体系から項目を選んでください。"
NO_NODES: Final = (
    "この計画版には、まだ項目がありません。\n"
    "画面の上の「追加」か、左の体系で Ctrl+Enter を押すと追加できます。"
)
_OPEN_END: Final = "initiatives_open"
_SECTIONS: Final = {"initiative": "initiatives", "node_department": "departments"}
"""The part of the form in which rows of other tables are entered."""
_LIST_MARKS: Final = ("initiatives", "departments", "indicators")


class MeasurePane(Pane):
    """Fields, 主な取組, 所管課, indicators, 新旧 and 成果と課題 of ``context.node_id``."""

    key = "measure"
    title = "施策"
    manual = "measure"

    open_pane = Signal(str, int)
    """Key of a pane and of the row to show in it."""

    def __init__(
        self,
        context: PlanContext,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(context, parent)
        self._today = today
        self._book = NumberBook()
        self._view: NodeView | None = None
        self._node_id: int | None = None
        self._linked: frozenset[str] = frozenset()
        self._everything = False
        self.binding = Binding(context, self._place, today, self)
        self.setStyleSheet(form_sheet(context.theme))
        self.editors = {
            name: FieldEditor(self.binding, field, labelled=name != _OPEN_END)
            for name, field in fields_of(PolicyNode).items()
        }
        self.head = MeasureHead(self.binding, frozenset((*self.editors, *_LIST_MARKS)))
        self.form = TwoColumns(context.theme)
        self.sections: dict[str, Section] = {}
        self._build_left()
        self._build_right()
        self.form.close_columns()
        self._frame()
        context.committed.connect(self._note_numbers)

    def link_panes(self, keys: Iterable[str]) -> None:
        """Say which panes exist, so that lines can link to them (see ``open_pane``)."""
        self._linked = frozenset(keys)
        if self._view is not None:
            self.indicators.show_lines(self._view.indicators)

    def _place(self) -> str:
        return "" if self._view is None else self._view.place

    def _section(self, name: str, title: str, column: int) -> Section:
        section = Section(self.context.theme, title)
        self.sections[name] = section
        self.form.columns[column].addWidget(section)
        return section

    def _build_left(self) -> None:
        basics = self._section("basics", "基本", 0)
        for name, editor in self.editors.items():
            if name != _OPEN_END:
                basics.body.addWidget(editor)
        self.more = button("この階層で使っていない欄も表示", "small")
        self.more.setToolTip("この階層ではふだん使わない欄も表示します。もう一度押すと隠します。")
        self.more.clicked.connect(self._toggle_everything)
        section = self._section("initiatives", "主な取組", 0)
        self.initiatives = InitiativesModel(self.binding, self)
        self.initiatives_list = InitiativesList(self.context.theme, self.initiatives)
        self.add_initiative = button("＋ 取組を追加", "small")
        self.add_initiative.setToolTip("主な取組の最後に、新しい取組を書き加えます（一覧ではEnter）。")
        self.add_initiative.clicked.connect(self.initiatives_list.type_at_end)
        self.initiatives_message = words("", "stop", wrap=True)
        self.initiatives_message.hide()
        self.initiatives_marks = MarkStrip(self.binding, "主な取組")
        self.initiatives_list.entries.refused.connect(self._tell_initiatives)
        section.head.addWidget(self.add_initiative)
        section.body.addWidget(self.initiatives_list)
        section.body.addWidget(self.initiatives_message)
        section.body.addWidget(self.initiatives_marks)
        section.body.addWidget(self.editors[_OPEN_END])
        self.form.columns[0].addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _build_right(self) -> None:
        gap = self.context.theme.pixels(8)
        self.departments = Departments(self.binding)
        self._section("departments", "所管課", 1).body.addWidget(self.departments)
        self.indicators: RowStack[IndicatorLine] = RowStack(self._indicator_row, lambda line: line.id, gap)
        self.transitions: RowStack[TransitionLine] = RowStack(
            lambda: TransitionRow(self.binding, lambda: self._view), lambda line: line.id, gap
        )
        self.reviews: RowStack[ReviewLine] = RowStack(
            lambda: ReviewRow(self.binding, lambda: self._view), lambda line: line.id, gap
        )
        self.nothing: dict[str, QLabel] = {}
        lists: tuple[tuple[str, str, QWidget], ...] = (
            ("indicators", "成果指標", self.indicators),
            ("transitions", "新旧の対応", self.transitions),
            ("reviews", "成果と課題", self.reviews),
        )
        for name, title, stack in lists:
            section = self._section(name, title, 1)
            self.nothing[name] = words(f"{title}はまだありません。", "empty", wrap=True)
            section.body.addWidget(stack)
            section.body.addWidget(self.nothing[name])
        self.add_review = button("＋ 成果と課題を追加", "small")
        self.add_review.setToolTip("この項目に、主な成果と課題の欄を1つ加えます。")
        self.add_review.clicked.connect(self._add_review)
        self.sections["reviews"].head.addWidget(self.add_review)

    def _indicator_row(self) -> IndicatorRow:
        row = IndicatorRow(self.binding, lambda: self._view, lambda: INDICATOR_PANE in self._linked)
        row.opened.connect(lambda key: self.open_pane.emit(INDICATOR_PANE, key))
        return row

    def _frame(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.form, 1)
        self.empty = words(EMPTY, "empty", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layers = QStackedLayout(self)
        self.layers.addWidget(self.empty)
        self.layers.addWidget(page)

    def reload(self) -> None:
        """Show the selected node; what was typed for the former one is stored first."""
        self.flush()
        moved = self._node_id != self.context.node_id
        self._node_id = self.context.node_id
        self._refresh()
        if moved:
            self.form.verticalScrollBar().setValue(0)

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show the node that a row is or belongs to, scrolled to where the row is entered."""
        with self.context.workbench.plan.reading() as session:
            owners = owners_of(session, table, uid)
        if "policy_node" not in owners:
            return False
        self.context.select_version(owners["plan_version"])
        self.context.select_node(owners["policy_node"])
        row = self.initiatives.row_of(owners.get("initiative", 0))
        if row is not None:
            self.initiatives_list.setCurrentIndex(self.initiatives.index(row))
        section = self.sections[_SECTIONS.get(table, "basics")]
        QTimer.singleShot(0, section, lambda: self.form.ensureWidgetVisible(section))
        return True

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """The list of 主な取組, for one of them."""
        return self.initiatives_list if table == "initiative" else None

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing of a node costs nothing."""
        self._note_numbers(committed)
        if any(row.table in TABLES for row in committed.rows):
            self._refresh()

    def _note_numbers(self, committed: Committed) -> None:
        if any(row.table in NUMBERING_TABLES for row in committed.rows):
            self._book.forget()

    def flush(self) -> None:
        """Store what was typed; a text that is invalid is kept for when its row is shown again."""
        if self._view is None:
            return
        self.initiatives_list.finish_typing()
        for editor in self.editors.values():
            editor.flush()
        for row in self.reviews.widgets():
            if isinstance(row, ReviewRow):
                row.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _refresh(self) -> None:
        former, node_id = self._view, self._node_id
        view: NodeView | None = None
        if node_id is not None:
            with self.context.workbench.plan.reading() as session:
                view = node_view(session, node_id, self._book, self._today())
        self._view = view
        if view is None:
            self.empty.setText(EMPTY if self._has_nodes() else NO_NODES)
        self.layers.setCurrentIndex(0 if view is None else 1)
        if view is None or view == former:
            return
        self.setUpdatesEnabled(False)
        try:
            self._show(view)
        finally:
            self.setUpdatesEnabled(True)

    def _has_nodes(self) -> bool:
        version_id = self.context.version_id
        with self.context.workbench.plan.reading() as session:
            return version_id is None or has_nodes(session, version_id)

    def _show(self, view: NodeView) -> None:
        self.head.show_view(view)
        for name, editor in self.editors.items():
            editor.show_row(view.id, view.values[name], view.marks_on(view.uid, name))
        self.initiatives.show_node(view.id, view.initiatives)
        self.initiatives_list.set_editable(not self.binding.read_only)
        self.initiatives_marks.show_marks(view.marks_on(view.uid, "initiatives"))
        self.departments.show_node(view.id, view.departments, view.choices)
        self.indicators.show_lines(view.indicators)
        self.transitions.show_lines(view.transitions)
        self.reviews.show_lines(view.reviews)
        for name, lines in self._lists(view).items():
            self.sections[name].count.show_text(f"{len(lines)}件" if lines else "")
            if name in self.nothing:
                self.nothing[name].setVisible(not lines)
        heading = "成果と課題" if view.reviewable else "現行の成果と課題"
        self.sections["reviews"].title.setText(heading)
        self.nothing["reviews"].setText(f"{heading}はまだありません。")
        self._show_parts(view)
        order_tabs(self)

    @staticmethod
    def _lists(view: NodeView) -> dict[str, tuple[object, ...]]:
        return {
            "initiatives": view.initiatives,
            "departments": view.departments,
            "indicators": view.indicators,
            "transitions": view.transitions,
            "reviews": view.reviews,
        }

    def _show_parts(self, view: NodeView) -> None:
        """Hide what the level does not use, unless everything is wanted."""
        for name, editor in self.editors.items():
            editor.setVisible(self._everything or name in view.shown)
        for name in self._lists(view):
            self.sections[name].setVisible(self._everything or name in view.shown)
        editable = not self.binding.read_only
        self.add_initiative.setVisible(editable)
        self.add_review.setVisible(editable and view.reviewable)
        hidden = {*self.editors, *self._lists(view)} - view.shown
        self.more.setVisible(bool(hidden) and editable)
        self.more.setText("使っていない欄を隠す" if self._everything else "この階層で使っていない欄も表示")

    def _toggle_everything(self) -> None:
        self._everything = not self._everything
        if self._view is not None:
            self._show_parts(self._view)

    def _tell_initiatives(self, sentence: str) -> None:
        self.initiatives_message.setText(sentence)
        self.initiatives_message.setVisible(bool(sentence))

    def _add_review(self) -> None:
        if self._view is None:
            return
        node_id = self._view.id
        made = self.context.run(
            f"{self._view.place} の成果と課題の追加",
            lambda session: add_row(session, Review, {"node_id": node_id}, owner="node_id"),
        )
        rows = self.reviews.widgets()
        if made is not None and rows and isinstance(rows[-1], ReviewRow):
            rows[-1].editors["achievement"].box.setFocus()
