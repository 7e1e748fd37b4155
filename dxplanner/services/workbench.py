"""The one way to edit (decision 2): run a command, undo, redo; then tell who listens (decision 3)."""

from collections.abc import Callable
from typing import TypeVar

from dxplanner.services.command import Command
from dxplanner.store.planfile import Committed, PlanFile

T = TypeVar("T")
Listener = Callable[[Committed], None]


class ChangeBus:
    """Announces what was committed, after the commit, to views that asked for it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after each commit; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, committed: Committed) -> None:
        """Tell all listeners, in the order in which they subscribed."""
        for listener in tuple(self._listeners):
            listener(committed)


class Workbench:
    """An open plan together with its change bus."""

    def __init__(self, plan: PlanFile) -> None:
        self.plan = plan
        self.bus = ChangeBus()

    def run(self, label: str, command: Command[T], merge: str | None = None) -> T:
        """Do one edit: ``command`` changes rows in the session; ``label`` names it for undo (Japanese).

        Commits first, then announces. A command that changes nothing leaves no undo entry. Edits in a row
        with the same ``merge`` key (such as one row's field) are one undo step until ``end_merge``.

        Raises:
            RefusedEdit, MachineError: see PlanFile.edit; whatever ``command`` raises leaves nothing behind.
        """
        with self.plan.edit(label, merge=merge) as edit:
            result = command(edit.session)
        if edit.committed is not None:
            self.bus.announce(edit.committed)
        return result

    def undo(self) -> Committed | None:
        """Take back the newest edit and announce it; None when there is nothing to undo."""
        return self._announced(self.plan.undo())

    def redo(self) -> Committed | None:
        """Bring back the edit undone last and announce it; None when there is nothing to redo."""
        return self._announced(self.plan.redo())

    def end_merge(self) -> None:
        """The focus has left the field: what is typed next is an undo step of its own."""
        self.plan.end_merge()

    def revert(self, change_set_id: int) -> Committed:
        """Take back one edit, leave the later ones, and announce it.

        Raises:
            RefusedEdit, MachineError: see PlanFile.revert.
        """
        committed = self.plan.revert(change_set_id)
        self.bus.announce(committed)
        return committed

    def _announced(self, committed: Committed | None) -> Committed | None:
        if committed is not None:
            self.bus.announce(committed)
        return committed
