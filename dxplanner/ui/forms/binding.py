"""What the editors of one form share: how a value gets into the plan, who confirms, what is still unsaved."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal

from dxplanner.services import provenance
from dxplanner.services.fields import Field, change_label, set_field
from dxplanner.services.provenance import Mark
from dxplanner.ui.context import PlanContext

DraftKey = tuple[str, int, str]
"""Table, row and field of a text that could not be stored."""

AUTOSAVE_MS: Final = 1500
"""Typing that rests this long is stored without waiting for the focus to leave."""


class Binding(QObject):
    """Ties the editors of a form to the open plan; ``place`` names where they edit (「1-1」)."""

    drafts_changed = Signal()
    """A text began or ceased to be invalid."""

    def __init__(
        self,
        context: PlanContext,
        place: Callable[[], str],
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.place = place
        self.today = today
        self.autosave_ms = AUTOSAVE_MS
        self.drafts: dict[DraftKey, str] = {}
        """Invalid texts by where they were typed: shown again, never stored."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited."""
        return self.context.read_only

    def store(self, field: Field, row_id: int, value: object, merge: str) -> bool:
        """Store a value as an edit of its own, or as part of the one that ``merge`` began; False: refused."""
        entity, name = field.entity, field.name
        done = self.context.run(
            change_label(self.place(), field.label),
            lambda session: set_field(session, entity, row_id, name, value),
            merge=merge,
        )
        return done is not None

    def confirm(self, marks: Sequence[Mark], what: str) -> None:
        """推定 → 確認済 by the present user, today. ``what`` names the value."""
        self._judge(provenance.confirm, marks, f"{what}の確認")

    def set_back(self, marks: Sequence[Mark], what: str) -> None:
        """確認済 → 推定."""
        self._judge(provenance.set_back, marks, f"{what}を推定に戻す")

    def _judge(self, command: Callable[..., None], marks: Sequence[Mark], act: str) -> None:
        keys = [mark.id for mark in marks]
        author, today = self.context.workbench.plan.author.name, self.today()
        self.context.run(f"{self.place()} の{act}", lambda session: command(session, keys, author, today))
