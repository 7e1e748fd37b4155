"""What every pane of the workspace is: a widget that refreshes by exact rows, and sleeps while hidden."""

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext


class Pane(QWidget):
    """Base of panes. A subclass builds its widgets in ``__init__`` and fills them in ``reload``.

    ``apply`` gets the rows of each commit while the pane is visible; a hidden pane only marks itself stale
    and reloads when shown (decision 3).
    """

    key: ClassVar[str]
    """Stable name for settings and tests."""
    title: ClassVar[str]
    """The tab's Japanese label."""
    manual: ClassVar[str] = "index"
    """The page of the manual that F1 opens (docs/manual/NAME.md)."""

    def __init__(self, context: PlanContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        context.committed.connect(self._on_committed)
        context.node_changed.connect(self._mark_or_reload)
        context.version_changed.connect(self._mark_or_reload)

    def reload(self) -> None:
        """Show the present state of the plan for the selected node and version."""
        raise NotImplementedError

    def show_place(self, table: str, uid: str, field: str = "") -> bool:
        """Show where a row is entered, as the history and a click on a printed page ask; False: not here."""
        return False

    def entry_widget(self, table: str, uid: str) -> QWidget | None:
        """What takes the focus for a row that has been shown, where it is entered in no box and no cell."""
        return None

    def flush(self) -> None:
        """Store what is still being typed: the plan is about to be closed. The default has nothing."""

    def apply(self, committed: Committed) -> None:
        """Show what one commit changed; the default reloads."""
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def _on_committed(self, committed: Committed) -> None:
        if self.isVisible():
            self.apply(committed)
        else:
            self._stale = True

    def _mark_or_reload(self, _key: object) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
