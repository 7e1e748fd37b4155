"""What the panes of one open plan share: the workbench, and what is selected. Built by ``app``, passed in."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from dxplanner.domain.errors import UserError
from dxplanner.services.command import Command
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import Committed
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme

T = TypeVar("T")


class PlanContext(QObject):
    """The shared state of an open plan's window. Signals carry keys and finished facts, never entities."""

    committed = Signal(object)
    """Committed: an edit, undo or redo has been committed; views refresh exactly the rows it names."""
    node_changed = Signal(object)
    """int | None: key of the selected policy node, from whichever pane selected it."""
    version_changed = Signal(int)
    """Key of the plan version that the tree shows."""
    export_wanted = Signal(str)
    """Code of a handout that is to be written to files."""
    said = Signal(str)
    """A Japanese sentence for the status bar: what happened, to what, what to do."""

    def __init__(
        self, workbench: Workbench, theme: Theme, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.workbench = workbench
        self.theme = theme
        self.settings = settings
        self.node_id: int | None = None
        self.version_id: int | None = None
        self._unsubscribe = workbench.bus.subscribe(self.committed.emit)

    @property
    def read_only(self) -> bool:
        """Whether the plan cannot be edited; ``workbench.plan.read_only`` says why."""
        return self.workbench.plan.read_only is not None

    def close(self) -> None:
        """Stop listening to the plan."""
        self._unsubscribe()

    def select_node(self, node_id: int | None) -> None:
        """Make a node the selected one everywhere."""
        if node_id != self.node_id:
            self.node_id = node_id
            self.node_changed.emit(node_id)

    def select_version(self, version_id: int) -> None:
        """Make a plan version the one that the tree shows."""
        if version_id != self.version_id:
            self.version_id = version_id
            self.version_changed.emit(version_id)

    def run(self, label: str, command: Command[T], merge: str | None = None) -> T | None:
        """Do one edit; what a user can mend is said in the status bar, and None returned.

        ``merge``: see Workbench.run; call ``workbench.end_merge()`` when the focus leaves the field.
        """
        try:
            return self.workbench.run(label, command, merge=merge)
        except UserError as error:
            self.said.emit(error.message)
            return None

    def undo(self) -> None:
        """Take back the newest edit and say which."""
        self._travel(self.workbench.undo, "元に戻しました", "元に戻す変更はありません。")

    def redo(self) -> None:
        """Bring back the edit undone last and say which."""
        self._travel(self.workbench.redo, "やり直しました", "やり直す変更はありません。")

    def _travel(self, go: Callable[[], Committed | None], done: str, nothing: str) -> None:
        try:
            committed = go()
        except UserError as error:
            self.said.emit(error.message)
            return
        self.said.emit(nothing if committed is None else f"「{committed.label}」を{done}。")
