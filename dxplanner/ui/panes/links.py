"""What the 施策 pane shows of other places: indicators, 新旧 transitions, 成果と課題."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import Side
from dxplanner.model import Indicator, Review, field_specs
from dxplanner.services.fields import delete_rows, fields_of
from dxplanner.services.node_links import IndicatorLine, NodeRef, ReviewLine, TransitionLine
from dxplanner.services.node_query import NodeView
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.marks import MarkStrip, mark_text
from dxplanner.ui.forms.sections import RowStack
from dxplanner.ui.styles import mark

CurrentView = Callable[[], NodeView | None]
"""Gives the picture that the pane shows at the moment."""


class IndicatorRow(QWidget):
    """An indicator in short; a click opens it where the 指標 pane is built."""

    opened = Signal(int)

    def __init__(self, binding: Binding, view: CurrentView, linked: Callable[[], bool]) -> None:
        super().__init__()
        self._view = view
        self._linked = linked
        self._key = 0
        self._labels = {name: spec.label for name, spec in field_specs(Indicator).items()}
        theme = binding.context.theme
        self.name = words("", "", wrap=True)
        self.name.setContentsMargins(0, theme.pixels(2), 0, theme.pixels(2))
        self.open = button("指標を開く", "small")
        self.open.setToolTip("指標の画面でこの指標を開きます。")
        self.open.clicked.connect(lambda: self.opened.emit(self._key))
        self.inferred = words("推定", "badge")
        self.values = words("", "label", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.pixels(8))
        head.addWidget(self.name, 1)
        beside = QHBoxLayout()
        beside.setSpacing(theme.pixels(8))
        beside.addWidget(self.inferred)
        beside.addWidget(self.open)
        head.addLayout(beside)
        head.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(2))
        column.addLayout(head)
        column.addWidget(self.values)

    def show_line(self, line: IndicatorLine) -> None:
        """Show an indicator."""
        self._key = line.id
        self.name.setText(line.name)
        self.values.setText("\n".join(line.lines))
        self.open.setVisible(self._linked())
        self.open.setAccessibleName(f"指標「{line.name}」を開く")
        view = self._view()
        marks = (
            {} if view is None else {key[1]: found for key, found in view.marks.items() if key[0] == line.uid}
        )
        inferred = [
            f"{self._labels.get(field or '', '指標')}　{mark_text(one)}"
            for field, found in marks.items()
            for one in found
            if one.inferred
        ]
        self.inferred.setVisible(bool(inferred))
        self.inferred.setToolTip("\n".join(["まだ確認していない内容があります。", *inferred]))


class NodeLink(QWidget):
    """Another node as a link: level, number and name."""

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._context = binding.context
        self._node: NodeRef | None = None
        self.link = button("", "link")
        self.link.clicked.connect(self.go)
        self.level = words("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(binding.context.theme.pixels(6))
        row.addWidget(self.link)
        row.addWidget(self.level)
        row.addStretch(1)

    def show_line(self, node: NodeRef) -> None:
        """Link to a node."""
        self._node = node
        shown = node.text if len(node.text) <= 40 else f"{node.text[:39]}…"
        self.link.setText(shown.replace("&", "&&"))
        self.link.setToolTip(f"{node.text} へ移動します")
        self.link.setAccessibleName(f"{node.text} へ移動")
        self.level.setText(node.level)

    def go(self) -> None:
        """Show that node, in its own version."""
        if self._node is not None:
            self._context.select_version(self._node.version_id)
            self._context.select_node(self._node.id)


class TransitionRow(QFrame):
    """A 新旧 transition: where the node comes from or goes to, how and why."""

    def __init__(self, binding: Binding, view: CurrentView) -> None:
        super().__init__()
        self._view = view
        theme = binding.context.theme
        mark(self, "role", "card")
        self.kind = words("", "heading")
        self.detail = words("", "label", wrap=True)
        self.nodes: RowStack[NodeRef] = RowStack(lambda: NodeLink(binding), lambda node: node.id, 0)
        self.nothing = words("", "label", wrap=True)
        self.beside = words("", "note", wrap=True)
        self.reason = words("", "", wrap=True)
        self.marks = MarkStrip(binding, "新旧の対応")
        head = QHBoxLayout()
        head.setSpacing(theme.pixels(8))
        head.addWidget(self.kind)
        head.addWidget(self.detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.pixels(8),) * 4)
        column.setSpacing(theme.pixels(4))
        column.addLayout(head)
        for widget in (self.nodes, self.nothing, self.beside, self.reason, self.marks):
            column.addWidget(widget)

    def show_line(self, line: TransitionLine) -> None:
        """Show a transition."""
        from_here = line.side is Side.OLD
        self.kind.setText(f"{'見直し案へ' if from_here else '現行から'}：{line.kind.value}")
        detail = line.detail or ""
        self.detail.setText("" if detail == line.kind.value else detail)
        self.nodes.show_lines(line.across)
        self.nothing.setText(f"{'見直し案' if from_here else '現行計画'}に対応する項目はありません。")
        self.nothing.setVisible(not line.across)
        others = "、".join(node.text for node in line.beside)
        self.beside.setText(f"あわせて対応する項目：{others}")
        self.beside.setVisible(bool(others))
        self.reason.setText(line.reason or "")
        self.reason.setVisible(bool(line.reason))
        view = self._view()
        place = line.across[0].text if line.across else line.kind.value
        self.marks.show_marks(() if view is None else view.marks_on(line.uid), f"新旧の対応「{place[:12]}」")


class ReviewRow(QFrame):
    """成果と課題: edited on a node of the plan in force, read on a node that follows from it."""

    def __init__(self, binding: Binding, view: CurrentView) -> None:
        super().__init__()
        self._binding = binding
        self._view = view
        self._line: ReviewLine | None = None
        theme = binding.context.theme
        mark(self, "role", "card")
        self.source = NodeLink(binding)
        self.editors = {name: FieldEditor(binding, field) for name, field in fields_of(Review).items()}
        self.texts = {name: words("", "", wrap=True) for name in self.editors}
        self.marks = MarkStrip(binding, "成果と課題")
        self.remove = button("この成果と課題を削除", "small")
        self.remove.setToolTip("この成果と課題を削除します。元に戻せます（Ctrl+Z）。")
        self.remove.clicked.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.pixels(8),) * 4)
        column.setSpacing(theme.pixels(6))
        column.addWidget(self.source)
        for name, editor in self.editors.items():
            column.addWidget(editor)
            column.addWidget(self.texts[name])
        foot = QHBoxLayout()
        foot.addWidget(self.marks, 1)
        foot.addWidget(self.remove)
        column.addLayout(foot)

    def show_line(self, line: ReviewLine) -> None:
        """Show one of the node's own, or one of a node that it comes from."""
        self._line = line
        view = self._view()
        own = view is not None and view.reviewable
        self.source.show_line(line.node)
        self.source.setVisible(not own)
        for name, editor in self.editors.items():
            value, text = line.values[name], self.texts[name]
            if own and view is not None:
                editor.show_row(line.id, value, view.marks_on(line.uid, name))
            editor.setVisible(own)
            text.setText(f"{editor.field.label}：{value}")
            text.setVisible(not own and bool(value))
        self.marks.show_marks(() if view is None else view.marks_on(line.uid))
        self.remove.setVisible(own and not self._binding.read_only)

    def flush(self) -> None:
        """Store what was typed."""
        for editor in self.editors.values():
            if not editor.isHidden():
                editor.flush()

    def _remove(self) -> None:
        if self._line is None:
            return
        key = self._line.id

        def command(session: Any) -> bool:
            delete_rows(session, Review, [key])
            return True

        context = self._binding.context
        if context.run(f"{self._binding.place()} の成果と課題の削除", command):
            context.said.emit("成果と課題を削除しました。元に戻すには Ctrl+Z を押します。")
