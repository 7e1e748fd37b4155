"""Simple parts for tests of the frame: what it asks of tree, panes and history, and nothing more."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from dxplanner.model import Plan
from dxplanner.store.planfile import Committed
from dxplanner.ui.asking import Asking
from dxplanner.ui.context import PlanContext
from dxplanner.ui.pane import Pane
from dxplanner.ui.parts import PaneSource, Parts

TREE_KEYS = (
    "add_child", "add_sibling", "rename", "delete", "move_up", "move_down", "move_left", "move_right",
    "cut", "copy", "paste", "find", "expand_to",
)  # fmt: skip


class PlainTree(QTreeWidget):
    """A tree with a branch that can be opened, and actions without effect."""

    def __init__(self, context: PlanContext) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.versions: list[int] = []
        context.version_changed.connect(self.versions.append)
        for number in range(40):
            item = QTreeWidgetItem(self, [f"分野{number}"])
            QTreeWidgetItem(item, [f"施策{number}"])
        self._actions = {key: QAction(key, self) for key in TREE_KEYS}

    def open_branch(self, row: int) -> None:
        """Expand a branch."""
        self.setExpanded(self.model().index(row, 0), True)

    def open_branches(self) -> list[int]:
        """Rows of the branches that are expanded."""
        return [row for row in range(40) if self.isExpanded(self.model().index(row, 0))]

    def tree_actions(self) -> dict[str, QAction]:
        """The actions by key."""
        return self._actions


class NamePane(Pane):
    """Shows and edits the plan's name: an edit when the field is left."""

    key = "measure"
    title = "施策"
    manual = "measure"
    summed = Signal(str)

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.reloads = 0
        self.field = QLineEdit()
        self.field.editingFinished.connect(self._store)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)

    def reload(self) -> None:
        """Show the name in the plan."""
        self.reloads += 1
        with self.context.workbench.plan.reading() as session:
            self.field.setText(session.query(Plan).one().name)

    def apply(self, committed: Committed) -> None:
        """Show the name anew."""
        self.reload()

    def _store(self) -> None:
        with self.context.workbench.plan.reading() as session:
            if session.query(Plan).one().name == self.field.text():
                return
        text = self.field.text()
        self.context.run("計画名の変更", lambda session: setattr(session.query(Plan).one(), "name", text))


class OtherPane(Pane):
    """A second pane, without content."""

    key = "indicators"
    title = "指標"
    manual = "index"

    def reload(self) -> None:
        """Nothing to show."""


class PlainHistory(QWidget):
    """A history that can ask to go somewhere."""

    go_to = Signal(str, str)

    def __init__(self, context: PlanContext) -> None:
        super().__init__()
        self.context = context
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("変更はまだありません。"))


def plain_parts() -> Parts:
    """The parts above."""
    return Parts(
        tree=PlainTree, panes=(PaneSource.of(NamePane), PaneSource.of(OtherPane)), history=PlainHistory
    )


class Answers(Asking):
    """Answers set beforehand; notes what was asked."""

    def __init__(self) -> None:
        self.plan: Path | None = None
        self.target: Path | None = None
        self.where: Path | None = None
        self.agrees = False
        self.asked: list[str] = []

    def plan_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        self.asked.append("open")
        return self.plan

    def plan_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        self.asked.append(title)
        return self.target

    def workbook_to_write(self, parent: QWidget, title: str, suggestion: Path) -> Path | None:
        self.asked.append(title)
        return self.target

    def folder(self, parent: QWidget, title: str, present: Path) -> Path | None:
        self.asked.append(title)
        return self.where

    def confirm(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        self.asked.append(question)
        return self.agrees

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        self.asked.append(f"{title}\n{text}")
