"""Shows only what one 所管課 is in charge of, with what lies above it."""

from PySide6.QtCore import QModelIndex, QObject, QTimer

from dxplanner.ui.tree.model import TreeModel
from dxplanner.ui.tree.view import TreeView

WITHOUT_DEPARTMENT = 0
"""Stands for nodes that have no 所管課; None stands for all nodes."""


class DepartmentFilter(QObject):
    """The filter of one tree. What is added while it is on stays visible until it is chosen anew."""

    def __init__(self, view: TreeView) -> None:
        super().__init__(view)
        self._view = view
        self._department: int | None = None
        self._added: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._apply)
        model = view.rows
        model.rowsInserted.connect(self._note_added)
        for signal in (model.dataChanged, model.rowsMoved, model.rowsRemoved):
            signal.connect(self._follow)

    def choose(self, department: int | None) -> None:
        """Show only nodes of a 所管課, WITHOUT_DEPARTMENT those without any, None all."""
        self._department = department
        self._added.clear()
        self._apply()

    def _apply(self) -> None:
        if self._department is None:
            self._view.show_only(None)
            return
        model = self._view.rows
        self._added &= set(model.walk())
        self._view.show_only(
            {key for key in model.walk() if _in_charge(model, key, self._department)} | self._added
        )

    def _note_added(self, parent: QModelIndex, first: int, last: int) -> None:
        if self._department is None:
            return
        model = self._view.rows
        for row in range(first, last + 1):
            key = model.index(row, 0, parent).internalId()
            self._added.update((key, *model.walk(key)))

    def _follow(self) -> None:
        if self._department is not None:
            self._timer.start()


def _in_charge(model: TreeModel, key: int, department: int) -> bool:
    departments = model.node(key).counts.departments
    return department in departments if department != WITHOUT_DEPARTMENT else not departments
