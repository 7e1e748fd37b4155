"""Beside the 関係図: fields of what is selected, of several elements what they share, else of the diagram."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ColourRole, DiagramShape
from dxplanner.handouts.diagram_spec import EdgeSpec, NodeSpec
from dxplanner.model import Diagram, DiagramEdge, DiagramNode, Entity
from dxplanner.services.diagram_places import Arrange
from dxplanner.services.diagram_query import DiagramView
from dxplanner.services.fields import fields_of
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.panes.diagram_acts import DiagramActs

_HINT: Final = (
    "要素はドラッグで動かします（5mmごと。Alt で細かく）。"
    "選んだ要素の角で大きさを変え、○ から矢印を引けます。\n"
    "何もない所をドラッグすると、囲んだ要素をまとめて選べます。Ctrl を押しながら選ぶと1つずつ加わります。\n"
    "印刷のときは、置いた並びのまま用紙いっぱいに広げます。"
)
_LOOSE: Final = (
    "始点か終点が決まっていない語句です。要素の ○ から別の要素までドラッグすると、この語句の矢印になります。"
)
_SHAPES: Final = "形をまとめて変える"
_FIT: Final = "高さを文字に合わせる"
_FIT_TIP: Final = "要素の高さを、文字がちょうど入る高さにします。"
_GROWN: Final = "文字が入る高さで表示・印刷します。"
_SMALL: Final = "枠が低く、上下に空きもないため、文字が小さくなるか、入りきりません。"
_COLOURS: Final = "色をまとめて変える"
_NUMBERS: Final = (("x", "y"), ("width", "height"))
_LINK_TIP: Final = "左の施策体系で項目を選んでから押すと、この要素がその項目を表すようになります。"


class DiagramPanel(QScrollArea):
    """Shows one of four forms; what is typed goes into the plan at once."""

    arranged = Signal(object)
    """Arrange: the selected elements are to be brought into line."""
    framed = Signal()
    removed = Signal()

    def __init__(self, context: PlanContext, acts: DiagramActs, today: Callable[[], date]) -> None:
        super().__init__()
        self._context, self._acts = context, acts
        self._view: DiagramView | None = None
        self._nodes: list[str] = []
        self._edge = ""
        self.binding = Binding(context, self._place, today, self)
        pixels = context.theme.pixels
        self.title = ElidedLabel("heading")
        self.editors: dict[type[Entity], dict[str, FieldEditor]] = {
            Diagram: self._editors(Diagram, ("title", "text")),
            DiagramNode: self._editors(
                DiagramNode, ("label", "group", "shape", "colour", "x", "y", "width", "height")
            ),
            DiagramEdge: self._editors(DiagramEdge, ("label", "style")),
        }
        self.marks = MarkStrip(self.binding, "要素")
        self.forms = {
            "diagram": self._diagram_form(),
            "node": self._node_form(),
            "many": self._many_form(),
            "edge": self._edge_form(),
        }
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        column.setSpacing(pixels(8))
        column.addWidget(self.title)
        for form in self.forms.values():
            column.addWidget(form)
        column.addWidget(self.marks)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # Building -------------------------------------------------------------------------------------

    def _editors(self, entity: type[Entity], names: Sequence[str]) -> dict[str, FieldEditor]:
        fields = fields_of(entity)
        return {name: FieldEditor(self.binding, fields[name], labelled=False) for name in names}

    def _form(self) -> tuple[QWidget, QVBoxLayout]:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.pixels(4))
        return form, column

    def _labelled(self, column: QVBoxLayout, editor: FieldEditor) -> None:
        label = words(editor.field.label, "label")
        label.setBuddy(editor.box)
        column.addWidget(label)
        column.addWidget(editor)

    def _diagram_form(self) -> QWidget:
        form, column = self._form()
        for editor in self.editors[Diagram].values():
            self._labelled(column, editor)
        if not self.binding.read_only:
            column.addSpacing(self._context.theme.pixels(8))
            column.addWidget(words(_HINT, "empty", wrap=True))
        return form

    def _node_form(self) -> QWidget:
        form, column = self._form()
        editors, pixels = self.editors[DiagramNode], self._context.theme.pixels
        for name in ("label", "group"):
            self._labelled(column, editors[name])
        looks = QGridLayout()
        looks.setHorizontalSpacing(pixels(8))
        looks.setVerticalSpacing(pixels(4))
        for place, name in enumerate(("shape", "colour")):
            looks.addWidget(words(editors[name].field.label, "label"), 0, place)
            looks.addWidget(editors[name], 1, place)
            editors[name].box.setMinimumWidth(pixels(88))
        column.addLayout(looks)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(pixels(8))
        numbers.setVerticalSpacing(pixels(4))
        for row, names in enumerate(_NUMBERS):
            for place, name in enumerate(names):
                numbers.addWidget(words(editors[name].field.label, "label"), 2 * row, place)
                numbers.addWidget(editors[name], 2 * row + 1, place)
        column.addLayout(numbers)
        self.tight = words("", "warn", wrap=True)
        self.fit = button(_FIT, "small")
        self.fit.setToolTip(_FIT_TIP)
        self.fit.clicked.connect(lambda: self._acts.fit(self._nodes))
        column.addWidget(self.tight)
        column.addWidget(self.fit)
        column.addWidget(words("施策体系の項目", "label"))
        self.linked = ElidedLabel("")
        column.addWidget(self.linked)
        self.link = button("選んでいる項目に結ぶ", "small")
        self.link.setToolTip(_LINK_TIP)
        self.take_name = button("名称を文字にする", "small")
        self.take_name.setToolTip("結んだ項目の名称を、この要素の文字にします。")
        self.unlink = button("外す", "small")
        self.unlink.setToolTip("施策体系の項目との結び付きを外します。文字はそのまま残ります。")
        self.link.clicked.connect(self._link)
        self.take_name.clicked.connect(lambda: self._acts.take_name(self._nodes[0]))
        self.unlink.clicked.connect(lambda: self._acts.link(self._nodes[0], None))
        links = QHBoxLayout()
        links.setSpacing(pixels(4))
        for one in (self.take_name, self.unlink):
            links.addWidget(one)
        links.addStretch(1)
        column.addWidget(self.link)
        column.addLayout(links)
        return form

    def _many_form(self) -> QWidget:
        form, column = self._form()
        pixels = self._context.theme.pixels
        self.shapes = _chooser(_SHAPES, [shape.value for shape in DiagramShape])
        self.colours = _chooser(_COLOURS, [colour.value for colour in ColourRole])
        self.shapes.activated.connect(self._choose_shape)
        self.colours.activated.connect(self._choose_colour)
        column.addWidget(self.shapes)
        column.addWidget(self.colours)
        column.addWidget(words("並べる", "label"))
        self.arrangements = {}
        for how in Arrange:
            made = self.arrangements[how] = button(how.value, "small")
            made.setToolTip("選んだすべての要素が対象です。元に戻せます（Ctrl+Z）。")
            made.clicked.connect(lambda _on=False, how=how: self.arranged.emit(how))
            column.addWidget(made)
        column.addSpacing(pixels(4))
        fit = button(_FIT, "small")
        fit.setToolTip(_FIT_TIP)
        fit.clicked.connect(lambda: self._acts.fit(self._nodes))
        column.addWidget(fit)
        self.frame = button("まとまりで囲む（Ctrl+G）", "small")
        self.frame.setToolTip("選んだ要素を囲む枠を加えます。")
        self.frame.clicked.connect(self.framed)
        column.addWidget(self.frame)
        return form

    def _edge_form(self) -> QWidget:
        form, column = self._form()
        for editor in self.editors[DiagramEdge].values():
            self._labelled(column, editor)
        self.ends: dict[str, ElidedBox] = {}
        for name, text in (("start_id", "始点"), ("end_id", "終点")):
            box = self.ends[name] = _chooser(text, [])
            box.setAccessibleName(text)
            box.activated.connect(lambda at, name=name: self._choose_end(name, at))
            column.addWidget(words(text, "label"))
            column.addWidget(box)
        self.turn = button("逆向きにする", "small")
        self.turn.setToolTip("始点と終点を入れ替えます。")
        self.turn.clicked.connect(lambda: self._acts.turn(self._edge))
        self.remove = button("この矢印を削除", "small")
        self.remove.setToolTip("選んだ矢印を削除します（Delete）。")
        self.remove.clicked.connect(self.removed)
        self.loose = words("", "note", wrap=True)
        column.addWidget(self.loose)
        row = QHBoxLayout()
        row.addWidget(self.turn)
        row.addStretch(1)
        row.addWidget(self.remove)
        column.addLayout(row)
        return form

    # Showing --------------------------------------------------------------------------------------

    def _place(self) -> str:
        uid = self._edge or (self._nodes[0] if self._nodes else "")
        if self._view is None:
            return "関係図"
        return self._view.named(uid) if uid else f"関係図「{self._view.title}」"

    def show_parts(self, view: DiagramView | None, nodes: Sequence[str], edge: str) -> None:
        """Show what is selected; typing for what was is stored first."""
        if (view is None, list(nodes), edge) != (self._view is None, self._nodes, self._edge):
            self.flush()
        self._view, self._nodes, self._edge = view, list(nodes), edge
        kind = "edge" if edge else "many" if len(nodes) > 1 else "node" if nodes else "diagram"
        for name, form in self.forms.items():
            form.setVisible(view is not None and name == kind)
            form.setEnabled(True)
        self.title.setVisible(view is not None)
        self.marks.show_marks(())
        if view is None:
            return
        if kind == "diagram":
            self.title.show_text("この関係図")
            self._fill(Diagram, view.id, {"title": view.title, "text": view.text or None})
        elif kind == "many":
            self.title.show_text(f"要素 {len(nodes)}個")
        elif kind == "node":
            self._show_node(view, nodes[0])
        else:
            self._show_edge(view, edge)
        self.forms["many"].setEnabled(not self.binding.read_only)

    def _fill(self, entity: type[Entity], row_id: int, values: Mapping[str, object]) -> None:
        for name, editor in self.editors[entity].items():
            editor.show_row(row_id, values[name])

    def _show_node(self, view: DiagramView, uid: str) -> None:
        node, read_only = view.node(uid), self.binding.read_only
        if node is None:
            return
        self.title.show_text("要素")
        self._fill(DiagramNode, view.keys[uid], _values(node))
        link = view.links.get(uid)
        self.linked.show_text(link.name if link is not None else "結んでいません。")
        for one in (self.take_name, self.unlink):
            one.setVisible(link is not None and not read_only)
        tight = bool(view.fitting([uid]))
        self.tight.setText(_GROWN if view.roomy_places()[uid].height > node.height else _SMALL)
        self.tight.setVisible(tight)
        self.fit.setVisible(tight and not read_only)
        self.link.setVisible(not read_only)
        self.link.setEnabled(self._context.node_id is not None)
        self.marks.show_marks(view.marks_of(uid), view.named(uid))

    def _show_edge(self, view: DiagramView, uid: str) -> None:
        edge, read_only = view.edge(uid), self.binding.read_only
        if edge is None:
            return
        self.title.show_text("矢印")
        self._fill(DiagramEdge, view.keys[uid], {"label": edge.label or None, "style": edge.style})
        self._fill_ends(view, edge)
        loose = view.node(edge.start) is None or view.node(edge.end) is None
        self.loose.setText(_LOOSE if loose and not read_only else "")
        self.loose.setVisible(loose and not read_only)
        for one in (self.turn, self.remove):
            one.setVisible(not read_only)
        self.marks.show_marks(view.marks_of(uid), view.named(uid))

    def _fill_ends(self, view: DiagramView, edge: EdgeSpec) -> None:
        entries: list[tuple[str, int | None]] = [("（未定）", None)]
        entries += [("".join(node.label.splitlines()), view.keys[node.uid]) for node in view.spec.nodes]
        for box, uid in zip(self.ends.values(), (edge.start, edge.end), strict=True):
            show_entries(box, entries, view.keys.get(uid))
            box.setEnabled(not self.binding.read_only)

    def flush(self) -> None:
        """Store what was typed."""
        for editors in self.editors.values():
            for editor in editors.values():
                if editor.row_id:
                    editor.flush()

    # Acting ---------------------------------------------------------------------------------------

    def _link(self) -> None:
        if self._nodes and self._context.node_id is not None:
            self._acts.link(self._nodes[0], self._context.node_id)

    def _choose_shape(self, at: int) -> None:
        self.shapes.setCurrentIndex(0)
        if at > 0:
            self._acts.set_shape(self._nodes, DiagramShape(self.shapes.itemText(at)))

    def _choose_colour(self, at: int) -> None:
        self.colours.setCurrentIndex(0)
        if at > 0:
            self._acts.set_colour(self._nodes, ColourRole(self.colours.itemText(at)))

    def _choose_end(self, name: str, at: int) -> None:
        if self._edge:
            self._acts.set_end(self._edge, name, self.ends[name].itemData(at))


def _values(node: NodeSpec) -> dict[str, object]:
    return {
        "label": node.label,
        "group": node.group or None,
        "shape": node.shape,
        "colour": node.role,
        "x": round(node.x),
        "y": round(node.y),
        "width": round(node.width),
        "height": round(node.height),
    }


def _chooser(text: str, terms: Sequence[str]) -> ElidedBox:
    box = ElidedBox()
    box.addItems([text, *terms] if terms else [])
    box.setAccessibleName(text)
    return box
