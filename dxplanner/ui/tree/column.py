"""One tree with its heading, filter and search: the panel shows one such column, or two side by side."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dxplanner.services.tree_query import VersionRow
from dxplanner.ui.context import PlanContext
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.filter import DepartmentFilter
from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.view import TreeView


class TreeColumn(QWidget):
    """The tree of one version; the heading is shown only beside another column."""

    def __init__(
        self,
        context: PlanContext,
        version: VersionRow,
        commands: TreeCommands,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = TreeModel(context, version.id, commands, self)
        self.view = TreeView(self.model, version.name, self)
        self.filter = DepartmentFilter(self.view)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        margin = context.theme.pixels(8)
        self._heading.setContentsMargins(margin, margin // 2, margin, margin // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self.view, 1)
        self.name(version)
        self.show_heading(False)

    def name(self, version: VersionRow) -> None:
        """Take the version's name as heading."""
        self._heading.setText(f"{version.name} {version.term}".strip())

    def show_heading(self, shown: bool) -> None:
        """Show which version this is."""
        self._heading.setVisible(shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_seen(False)
