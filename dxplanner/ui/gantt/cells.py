"""Stores what is typed, pasted and filled into cells of the table: one act is one step of undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dxplanner.domain.errors import InputError
from dxplanner.services.command import Command
from dxplanner.services.schedule_edit import BarPlace
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.cell_plan import NAME, CellEdit, CellPlan, CellProblem
from dxplanner.ui.gantt.rows import Row


class CellActs:
    """Edits cells. ``departments`` gives the 担当 on offer: name → key."""

    def __init__(self, acts: GanttActs, departments: Callable[[], Mapping[str, int]]) -> None:
        self.acts = acts
        self._departments = departments

    def editable(self, row: Row, column: int) -> bool:
        """Whether a cell can be typed into."""
        return not self.acts.read_only and (column == NAME or row.bar is not None)

    def store(self, row: Row, column: int, text: str) -> bool:
        """Store a typed text.

        Raises:
            InputError: it cannot be read; said beside the cell, nothing is stored.
        """
        done, problems = self.store_all([CellEdit(row, column, text)])
        if problems:
            raise InputError(problems[0].message)
        return done > 0

    def store_all(
        self, edits: Sequence[CellEdit], more: Command[Any] | None = None
    ) -> tuple[int, list[CellProblem]]:
        """Store texts in one step; how many cells were stored, and those whose text could not be read.

        ``more`` is done in the same step (new rows for what did not fit).
        """
        if self.acts.read_only or not (edits or more):
            return 0, []
        plan = CellPlan(self.acts, self._departments)
        plan.take(edits)
        if not (plan.stored or more):
            return 0, plan.problems
        places = plan.places
        follows = self.acts.consequences(places)
        moved = {place.bar_id for place in places}
        also = [BarPlace(shift.bar_id, *shift.new) for shift in follows.shifts if shift.bar_id not in moved]
        store = plan.command(also)

        def run(session: Any) -> bool:
            store(session)
            if more is not None:
                more(session)
            return True

        done = self.acts.context.run("表への貼り付け" if more is not None else plan.label, run)
        if done:
            self.acts.say_followed(also, follows)
        return (plan.stored if done else 0), plan.problems
