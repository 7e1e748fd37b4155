"""データ用: 確認の状況 of rows and of single columns, and where the values come from.

A value is 推定 until somebody confirms it; no table gives it as a fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.handouts.data_columns import Place, relations_of, row_at
from dxplanner.handouts.data_values import Value, plain
from dxplanner.model import Provenance
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

STATUS: Final = "確認の状況"
INFERRED: Final = ProvenanceStatus.INFERRED.value
CONFIRMED: Final = ProvenanceStatus.CONFIRMED.value
PARTLY: Final = f"一部{INFERRED}"
UNRECORDED: Final = "記録なし"
STATUS_HELP: Final = (
    f"「{INFERRED}」は行の全体が推定のもの、「{PARTLY}」は行の一部の項目が推定のもの（どの項目かは「○○の{STATUS}」の"
    f"列にあります）、「{CONFIRMED}」は出典の記録があり推定のないもの、「{UNRECORDED}」は出典の記録がないものです。"
)
SOURCE: Final = ("出典の資料", "出典のページ")

Marks = tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A column of 確認の状況: of what, and which marks it tells: path to a row, and its field or None."""

    label: str
    about: tuple[tuple[str, str | None], ...]


class Certainty:
    """The 出典 of a plan's rows."""

    def __init__(self, snapshot: PlanSnapshot) -> None:
        found: defaultdict[tuple[str, str | None], list[Provenance]] = defaultdict(list)
        for mark in snapshot.all(Provenance):
            found[mark.entity_uid, mark.field_name].append(mark)
        self._marks = {place: tuple(marks) for place, marks in found.items()}

    def columns(self, rows: Sequence[Any], places: Iterable[Place], own: type[Entity]) -> tuple[Told, ...]:
        """The columns of 確認の状況 that a table needs: of what is 推定 in one of its rows at least."""
        about: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for place in places:
            relation = place.path.partition(".")[0]
            about[place.label].append((place.path, place.key))
            if place.path == relation and place.named and relation in relations_of(own):
                about[place.part].append(("", f"{relation}_id"))
            if place.path:
                about[place.part].append((place.path, None))
        told = (Told(label, tuple(dict.fromkeys(found))) for label, found in about.items())
        return tuple(one for one in told if any(self.status(row, one) == INFERRED for row in rows))

    def status(self, row: Any, told: Told) -> Value:
        """推定, 確認済 or 記録なし of what a column tells of a row; None where that is not there."""
        subjects = [(row_at(row, path), field) for path, field in told.about]
        if all(subject is None for subject, _ in subjects):
            return None
        return _word([mark for subject, field in subjects if subject for mark in self._of(subject, field)])

    def whole(self, subject: Entity, fields: Iterable[str], partly: bool) -> str:
        """確認の状況 of a row: of what it says itself, and whether a column of it is 推定 (``partly``)."""
        marks = self.of_row(subject)
        if _word(marks) == INFERRED:
            return INFERRED
        return (
            PARTLY if partly else _word([*marks, *(m for field in fields for m in self._of(subject, field))])
        )

    def of_row(self, subject: Entity) -> Marks:
        """The 出典 of a whole row, and of the list that it stands in (主な取組 of a 基本施策)."""
        found = list(self._of(subject, None))
        for name in relations_of(type(subject)):
            above = getattr(subject, name)
            if above is not None:
                listed = attrgetter(f"{name}.property.back_populates")(type(subject))
                found += self._of(above, listed)
        return tuple(found)

    def source(self, subject: Entity) -> tuple[Value, Value]:
        """原資料 and page of a whole row; the first where there are several."""
        marks = self.of_row(subject)
        if not marks or marks[0].document is None:
            return None, None
        return plain(marks[0].document.title), marks[0].page

    def _of(self, subject: Entity, field: str | None) -> Marks:
        return self._marks.get((subject.uid, field), ())


def _word(marks: Iterable[Provenance]) -> str:
    found = {mark.status for mark in marks}
    if ProvenanceStatus.INFERRED in found:
        return INFERRED
    return CONFIRMED if found else UNRECORDED
