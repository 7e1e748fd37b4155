"""作業の流れ of a project: which one, its title and end, its steps as a sheet, and how it will look."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout

from dxplanner.model import Flow
from dxplanner.services.budget_edit import add_flow
from dxplanner.services.budget_flows import FlowShape, flow_of_step, flow_shape, steps_source
from dxplanner.services.budget_query import ProjectView, RowView
from dxplanner.services.fields import delete_rows, fields_of, short_name
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import Section
from dxplanner.ui.forms.texts import GrowingText
from dxplanner.ui.panes.budget_pages import Page, SheetPart
from dxplanner.ui.panes.flow_preview import FlowPreview
from dxplanner.ui.tree.confirm import ConfirmBar

_EMPTY = "作業の流れはまだありません。「＋ 作業の流れを追加」を押すと、ステップを書けるようになります。"
_TIPS = (
    "作業の流れの名称です。資料では図の見出しになります。",
    "最後の矢印の右に置く言葉です（改訂完了など）。空欄にすると置きません。",
    "図の下に※を付けて印刷する注記です。",
)
_MOST_LINES = 3
"""A text that is longer scrolls inside its box: the steps keep their room."""
_SHORTEST = 88
"""Least width of a box that has another beside it, in pixels at 100 %."""
_ANY_WIDTH = 16_777_215
"""Qt's own limit of a widget's width, in pixels."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """The boxes of a flow's own fields."""

    title: FieldEditor
    end_label: FieldEditor
    note: FieldEditor

    def all(self) -> tuple[FieldEditor, FieldEditor, FieldEditor]:
        return self.title, self.end_label, self.note


class FlowsPage(Page):
    """The 作業の流れ of the project, one at a time."""

    def __init__(self, binding: Binding, confirm: ConfirmBar) -> None:
        super().__init__(binding)
        self._confirm = confirm
        self._flow: RowView | None = None
        context = binding.context
        pixels = context.theme.pixels
        own = Binding(context, self._flow_place, binding.today, self)
        fields = fields_of(Flow)
        self.fields = _Fields(*(FieldEditor(own, fields[name]) for name in ("title", "end_label", "note")))
        for editor, tip in zip(self.fields.all(), _TIPS, strict=True):
            editor.box.setToolTip(tip)
            if isinstance(editor.box, GrowingText):
                editor.box.most_lines = _MOST_LINES
        for editor in (self.fields.title, self.fields.end_label):
            editor.box.setMinimumWidth(pixels(_SHORTEST))  # side by side, whatever the size of letters
        self.fields.note.box.setMaximumWidth(_ANY_WIDTH)  # it ends where those above it do
        self.section = Section(context.theme, "作業の流れ")
        self.choose = ElidedBox()
        self.choose.setAccessibleName("作業の流れ")
        self.choose.setMinimumWidth(pixels(200))
        self.choose.setToolTip("表示する作業の流れを選びます。")
        self.add = button("＋ 作業の流れを追加", "small")
        self.add.setToolTip("この予算事業に、作業の流れの図を1つ加えます。")
        self.remove = button("削除", "small")
        self.remove.setToolTip("表示している作業の流れを、ステップごと削除します。")
        self.section.head.addWidget(self.choose)
        self.section.head.addWidget(self.add)
        self.section.head.addWidget(self.remove)
        self.nothing = words(_EMPTY, "empty", wrap=True)
        self.marks = MarkStrip(own, Flow.__label__, named=True)
        self.preview = FlowPreview(context.theme)
        boxes = QHBoxLayout()
        boxes.setSpacing(pixels(16))
        boxes.addWidget(self.fields.title, 3)
        boxes.addWidget(self.fields.end_label, 2)
        self.section.body.addWidget(self.nothing)
        self.section.body.addLayout(boxes)
        for widget in (self.fields.note, self.marks, self.preview):
            self.section.body.addWidget(widget)
        self.column.addWidget(self.section)
        self.steps = SheetPart(
            context,
            "ステップ",
            steps_source,
            key="steps",
            empty="ステップ名、時期、作業を1行に1つずつ入れます。Insertで追加します。",
        )
        self.steps.sheet.summed.connect(self.summed)
        self.column.addWidget(self.steps, 1)
        self.column.addStretch(0)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._ask_to_remove)
        self.choose.activated.connect(self._on_chosen)

    def _flow_place(self) -> str:
        title = "" if self._flow is None else str(self._flow.values["title"])
        return f"作業の流れ「{short_name(title)}」"

    def show_project(self, view: ProjectView) -> None:
        super().show_project(view)
        known = {flow.id: flow for flow in view.flows}
        former = self._flow.id if self._flow is not None else 0
        self._show_flow(known.get(former) or next(iter(view.flows), None), view.flows)

    def _show_flow(self, flow: RowView | None, flows: Sequence[RowView]) -> None:
        former, self._flow = self._flow, flow
        editable = not self.binding.read_only
        self.choose.clear()
        for one in flows:
            self.choose.addItem(str(one.values["title"]), one.id)
        self.choose.setCurrentIndex(-1 if flow is None else self.choose.findData(flow.id))
        self.choose.setVisible(len(flows) > 1)
        self.add.setVisible(editable)
        self.remove.setVisible(editable and flow is not None)
        self.nothing.setVisible(flow is None)
        if not editable:
            self.nothing.setText("作業の流れは登録されていません。")
        for editor in self.fields.all():
            if flow is not None:
                name = editor.field.name
                editor.show_row(flow.id, flow.values[name], flow.marks_on(name))
            editor.setVisible(flow is not None)
        self.marks.show_marks(() if flow is None else flow.marks_on())
        self.steps.setVisible(flow is not None)
        if flow is not None and (former is None or former.id != flow.id):
            self.steps.show_owner(flow.id)
        self._show_preview()

    def _show_preview(self) -> None:
        flow = self._flow
        if flow is None:
            self.preview.show_shape(FlowShape((), ""))
            return
        with self.binding.context.workbench.plan.reading() as session:
            self.preview.show_shape(flow_shape(session, flow.id))

    def apply(self, committed: Committed) -> None:
        super().apply(committed)
        self.steps.sheet.apply(committed)
        self._show_preview()

    def reload(self) -> None:
        self.steps.sheet.reload()
        self._show_preview()

    def flush(self) -> None:
        self.steps.sheet.flush()
        for editor in self.fields.all():
            editor.flush()

    def select_row(self, table: str, row_id: int) -> None:
        if table == "flow":
            self.select(row_id)
            return
        with self.binding.context.workbench.plan.reading() as session:
            flow_id = flow_of_step(session, row_id)
        if flow_id is not None:
            self.select(flow_id)
            self.steps.sheet.select(row_id)

    def select(self, flow_id: int) -> None:
        """Show one of the project's flows."""
        flows = () if self.view is None else self.view.flows
        flow = next((one for one in flows if one.id == flow_id), None)
        if flow is not None:
            self._show_flow(flow, flows)

    def _on_chosen(self, at: int) -> None:
        self.flush()
        self.select(self.choose.itemData(at))

    def _add(self) -> None:
        if self.view is None:
            return
        self.flush()
        made = self.binding.context.run(
            f"{self.binding.place()} の作業の流れの追加", add_flow(self.view.row.id)
        )
        if made is not None:
            self.select(made)
            self.fields.title.box.setFocus()

    def _ask_to_remove(self) -> None:
        if self._flow is not None:
            question = f"{self._flow_place()}を、ステップと作業も一緒に削除します。"
            self._confirm.ask(question, "削除する", self._remove, self.add)

    def _remove(self) -> None:
        if self._flow is not None:
            key, label = self._flow.id, f"{self._flow_place()}の削除"
            self.binding.context.run(label, lambda session: delete_rows(session, Flow, [key]))
