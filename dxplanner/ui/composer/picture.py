"""The plan as the composer knows it: read on the renderer's thread, on this one only where somebody waits."""

from collections.abc import Callable

from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.plan_copy import CopyReader, copy_of
from dxplanner.store.planfile import PlanFile


class PlanPicture:
    """Hands out snapshots of a plan; ``outdate`` tells it of every edit."""

    def __init__(self, plan: PlanFile) -> None:
        self._plan = plan
        self._reader = CopyReader()
        self._state = 0
        """Counts the edits."""
        self._known: tuple[int, PlanSnapshot] | None = None
        """The newest snapshot with its state. Always replaced as a whole, since two threads do so."""

    def outdate(self) -> None:
        """The plan has changed."""
        self._state += 1

    def now(self) -> PlanSnapshot:
        """The plan as it is: at once when it is known, else read on this thread."""
        if self._known is None or self._known[0] != self._state:
            self._known = (self._state, self._plan.snapshot())
        return self._known[1]

    def last(self) -> PlanSnapshot:
        """The plan as it was read last, which may have been before the newest edit."""
        return self.now() if self._known is None else self._known[1]

    def source(self) -> Callable[[], PlanSnapshot]:
        """How one other thread gets the plan as it is now; what it reads is known here afterwards."""
        if self._known is not None and self._known[0] == self._state:
            found = self._known[1]
            return lambda: found
        state, copy = self._state, copy_of(self._plan)

        def read() -> PlanSnapshot:
            made = (state, self._reader.snapshot(copy))
            if self._known is None or self._known[0] < state:
                self._known = made
            return made[1]

        return read
