"""Which 方針・施策 and which items of action plans a project serves."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dxplanner.domain.text import comparison_key
from dxplanner.model import ProjectNode
from dxplanner.services.budget_edit import link_node
from dxplanner.services.budget_query import NodeLine, ProjectView, node_choices
from dxplanner.services.budget_sheets import actions_source
from dxplanner.services.fields import delete_rows, short_name
from dxplanner.services.node_links import NodeRef
from dxplanner.services.node_numbers import NumberBook
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.finder import FinderBox
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.sections import RowStack, Section
from dxplanner.ui.panes.budget_pages import Page, SheetPart
from dxplanner.ui.panes.links import NodeLink

_EMPTY = "対応する方針・施策はまだありません。下の欄に番号か名称を入力して Enter を押します。"


class NodeBox(FinderBox):
    """Chooses a node by number or any part of its name; Enter takes it."""

    chosen = Signal(object)
    """NodeRef."""
    unknown = Signal(str)

    def __init__(self) -> None:
        super().__init__("方針・施策を追加", "番号か名称を入力して Enter")
        self.choices: Sequence[NodeRef] = ()
        """The nodes on offer."""
        self.taken.connect(self._find)

    def show_choices(self, choices: Sequence[NodeRef]) -> None:
        """Offer these nodes; what is being typed stays."""
        if list(choices) != list(self.choices):
            self.choices = choices
            self.offer([node.text for node in choices])

    def _find(self, typed: str) -> None:
        wanted = comparison_key(typed)
        ways: tuple[Callable[[NodeRef], str], ...] = (_text, _number, _name)
        for way in ways:
            found = next((node for node in self.choices if comparison_key(way(node)) == wanted), None)
            if found is not None:
                self.setEditText("")
                self.chosen.emit(found)
                return
        self.unknown.emit(typed)


class TieRow(QWidget):
    """A 施策 of the project: its version, itself as a link, and how to take it off."""

    removed = Signal(object)
    """NodeLine."""

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self._line: NodeLine | None = None
        self.version = words("", "label")
        self.link = NodeLink(binding)
        self.remove = button("外す", "small")
        self.remove.setToolTip("この項目と予算事業の結び付きを外します。")
        self.remove.setVisible(not binding.read_only)
        self.remove.clicked.connect(lambda: self.removed.emit(self._line))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(binding.context.theme.pixels(8))
        row.addWidget(self.version)
        row.addWidget(self.link, 1)
        row.addWidget(self.remove)

    def show_line(self, line: NodeLine) -> None:
        """Show a tie."""
        self._line = line
        self.version.setText(short_name(line.version))
        self.version.setToolTip(line.version)
        self.link.show_line(line.node)
        self.remove.setAccessibleName(f"{line.node.text}を対応から外す")


class TiesPage(Page):
    """方針・施策 by number or name, and 行動計画 as a sheet."""

    def __init__(self, binding: Binding, book: NumberBook) -> None:
        super().__init__(binding)
        self._book = book
        theme = binding.context.theme
        self.section = Section(theme, "対応する方針・施策")
        self.rows: RowStack[NodeLine] = RowStack(self._row, lambda line: line.id, theme.pixels(4))
        self.nothing = words(_EMPTY, "empty", wrap=True)
        self.box = NodeBox()
        self.box.setMinimumWidth(theme.pixels(320))
        self.box.setToolTip("この予算事業が対応する方針・施策を、番号か名称の一部で探して加えます。")
        self.from_tree = button("左の体系で選んでいる項目を追加", "small")
        self.from_tree.setToolTip("左の施策体系で選んでいる方針・施策を、この予算事業に対応させます。")
        self.message = words("", "stop", wrap=True)
        adding = QHBoxLayout()
        adding.addWidget(self.box)
        adding.addWidget(self.from_tree)
        adding.addStretch(1)
        self.section.body.addWidget(self.rows)
        self.section.body.addWidget(self.nothing)
        self.section.body.addLayout(adding)
        self.section.body.addWidget(self.message)
        self.column.addWidget(self.section)
        self.actions_part = self.add_part(
            SheetPart(
                binding.context,
                "行動計画との対応",
                actions_source,
                key="actions",
                empty="行動計画の名前、項目番号、項目名を入れます。Insertで追加します。",
            ),
            1,
        )
        self.box.setVisible(not binding.read_only)
        self.from_tree.setVisible(not binding.read_only)
        self.box.chosen.connect(lambda node: self._add(node.id, node.text))
        self.box.unknown.connect(
            lambda typed: self._tell(f"「{typed}」という項目は、左で選んでいる計画版にありません。")
        )
        self.box.editTextChanged.connect(lambda _text: self._tell(""))
        self.from_tree.clicked.connect(self._add_selected)

    def _row(self) -> TieRow:
        row = TieRow(self.binding)
        row.removed.connect(self._remove)
        return row

    def show_project(self, view: ProjectView) -> None:
        super().show_project(view)
        self.rows.show_lines(view.nodes)
        self.nothing.setVisible(not view.nodes)
        if self.binding.read_only:
            self.nothing.setText("対応する方針・施策は登録されていません。")
        self.section.count.show_text(f"{len(view.nodes)}件" if view.nodes else "")
        self.show_version()

    def show_version(self) -> None:
        """Offer the nodes of the version that the tree shows."""
        context = self.binding.context
        with context.workbench.plan.reading() as session:
            self.box.show_choices(node_choices(session, context.version_id, self._book))
        self.from_tree.setEnabled(context.node_id is not None)

    def _add_selected(self) -> None:
        context = self.binding.context
        if context.node_id is not None:
            found = next((node for node in self.box.choices if node.id == context.node_id), None)
            self._add(context.node_id, "選択中の項目" if found is None else found.text)

    def _add(self, node_id: int, text: str) -> None:
        if self.view is None:
            return
        if any(line.node.id == node_id for line in self.view.nodes):
            self._tell(f"「{text}」は、もう入っています。")
            return
        label = f"{self.binding.place()} に施策「{short_name(text)}」を対応"
        self.binding.context.run(label, link_node(self.view.row.id, node_id))

    def _remove(self, line: NodeLine) -> None:
        label = f"{self.binding.place()} から施策「{short_name(line.node.text)}」を外す"
        self.binding.context.run(label, lambda session: delete_rows(session, ProjectNode, [line.id]))

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))


def _text(node: NodeRef) -> str:
    return node.text


def _number(node: NodeRef) -> str:
    return node.number


def _name(node: NodeRef) -> str:
    return node.name
