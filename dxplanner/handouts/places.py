"""Where a printed text comes from, in the office's words: 「成果指標「…」の基準値」."""

from collections.abc import Mapping
from typing import Final

from dxplanner.model.base import Entity, entities, field_specs
from dxplanner.model.snapshot import PlanSnapshot

_NAMED_BY: Final = ("name", "title", "label", "text", "heading", "target", "summary")
_LONGEST: Final = 24


def split_name(name: str) -> tuple[str, str]:
    """A box's name as uid and field; the field is empty when the whole row is meant."""
    uid, _, field = name.partition("/")
    return uid, field


class Places:
    """Finds the rows of a plan by uid, and says what they are called."""

    def __init__(self, snapshot: PlanSnapshot) -> None:
        self._snapshot = snapshot
        self._rows: Mapping[str, Entity] | None = None

    def row(self, uid: str) -> Entity | None:
        """The row of a uid; None when it is gone."""
        if self._rows is None:
            self._rows = {row.uid: row for entity in entities() for row in self._snapshot.all(entity)}
        return self._rows.get(uid)

    def words(self, name: str) -> str:
        """What the place of a text is called; "" for fixed words and for rows that are gone."""
        uid, field = split_name(name)
        row = self.row(uid) if uid else None
        if row is None:
            return ""
        spec = field_specs(type(row)).get(field)
        what = row.__label__ if spec is None else f"{row.__label__}の{spec.label}"
        called = next((str(value) for value in (getattr(row, key, None) for key in _NAMED_BY) if value), "")
        short = called.replace("\n", "")
        short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
        return f"{what}「{short}」" if short else what
