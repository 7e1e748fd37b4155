"""Where a printed text comes from, in the office's words: 成果指標「…」の目標値（R9年度）."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.handouts.review import Missing
from dxplanner.handouts.row_words import own_words, owner_of, row_words
from dxplanner.model import HandoutBlock, IndicatorValue, NodeDepartment, Provenance, Review, Term
from dxplanner.model.base import Entity, entities, field_specs
from dxplanner.model.snapshot import PlanSnapshot

_SAID: Final = {(IndicatorValue, "value"), (Term, "number")}
"""Fields that the words of the row itself speak of."""
_OF_OWNER: Final = frozenset({Review})
"""Rows whose fields are named as those of their owner: 基本施策「…」の主な成果."""
_PARTS: Final = {"departments": NodeDepartment.__label__}
"""Rows of a row that are printed in one text, by the name of the relationship."""
_COLUMNS: Final = {"baseline": "基準値", "target": "目標値", "rate": "達成率", "grade": "評価"}
_ACTUAL: Final = "actual_"
"""What stands beside a series of an indicator in their table: values by their role and 年度, and 達成率."""
_SCREEN_ONLY: Final = ("（印字）", "（表記）")
"""What labels add on screen to tell a printed value from a computed one."""


def split_name(name: str) -> tuple[str, str]:
    """A box's name as uid and field; the field is empty when the whole row is meant."""
    uid, _, field = name.partition("/")
    return uid, field


class Places:
    """Finds the rows of a plan by uid, and says what they are called."""

    def __init__(self, snapshot: PlanSnapshot) -> None:
        self._snapshot = snapshot
        self._numbers: dict[type[Entity], Mapping[str, str]] = {}
        self._holders: dict[str, Sequence[tuple[str, str]]] = {}

    def row(self, uid: str) -> Entity | None:
        """The row of a uid; None when it is gone."""
        return self._known.get(uid)

    @cached_property
    def _known(self) -> Mapping[str, Entity]:
        return {row.uid: row for entity in entities() for row in self._snapshot.all(entity)}

    def words(self, name: str) -> str:
        """What the place of a text is called; "" for fixed words and for rows that are gone.

        Rows of a kind that would be called the same are numbered.
        """
        uid, field = split_name(name)
        row = self.row(uid) if uid else None
        if row is None:
            return ""
        kind = type(row)
        spec = field_specs(kind).get(field)
        label = spec.label if spec is not None else _part_label(field)
        for ending in _SCREEN_ONLY:
            label = label.removesuffix(ending)
        above = owner_of(row) if label and kind in _OF_OWNER else None
        words = (row_words(above) if above is not None else self._row_words(row)) + self._number(row)
        said = not label or (kind, field) in _SAID or own_words(row).startswith(label)
        return words if said else f"{words}の{label}"

    def words_on_page(self, name: str) -> str:
        """The same for a text on a page; "" for what a part of the handout says itself, such as a heading."""
        return "" if isinstance(self.row(split_name(name)[0]), HandoutBlock) else self.words(name)

    def place_of(self, one: Missing) -> str:
        """What the place of a character is called: texts may tell of more rows than that of their name."""
        uid, _ = split_name(one.name)
        row = self.row(uid) if uid else None
        if row is None or any(one.character in text for _, text in _texts(row)):
            return self.words_on_page(one.name)
        return next((self.words(name) for name, text in self._holding(one.character) if text in one.text), "")

    def _holding(self, character: str) -> Sequence[tuple[str, str]]:
        """The names of the texts that hold a character, and these."""
        if character not in self._holders:
            self._holders[character] = [named for named in self._all_texts if character in named[1]]
        return self._holders[character]

    @cached_property
    def _all_texts(self) -> Sequence[tuple[str, str]]:
        """The name and the words of each text of the plan."""
        return [(f"{row.uid}/{field}", text) for row in self._known.values() for field, text in _texts(row)]

    def _row_words(self, row: Entity) -> str:
        if isinstance(row, Provenance):
            above = self.words(f"{row.entity_uid}/{row.field_name or ''}")
            return f"{above}の{row.__label__}" if above else row.__label__
        return row_words(row)

    def _number(self, row: Entity) -> str:
        """（2番目） for a row that is called like others of its kind, in their order."""
        kind = type(row)
        if kind not in self._numbers:
            same: defaultdict[str, list[Entity]] = defaultdict(list)
            for one in self._snapshot.all(kind):
                same[self._row_words(one)].append(one)
            self._numbers[kind] = {
                one.uid: f"（{number}番目）"
                for rows in same.values()
                if len(rows) > 1
                for number, one in enumerate(sorted(rows, key=_order), start=1)
            }
        return self._numbers[kind].get(row.uid, "")


def _part_label(field: str) -> str:
    """The words for what is no field of a row itself: rows of it, columns of its table."""
    if field.startswith(_ACTUAL):
        year = format_fiscal_year(int(field.removeprefix(_ACTUAL)), FiscalStyle.SHORT_SUFFIX)
        return f"実績値（{year}）"
    return _PARTS.get(field) or _COLUMNS.get(field, "")


def _texts(row: Entity) -> Iterator[tuple[str, str]]:
    """The fields of a row that are words, and what they say."""
    for field in field_specs(type(row)):
        value = getattr(row, field)
        if isinstance(value, str) and value:
            yield field, value


def _order(row: Entity) -> tuple[int, int]:
    return getattr(row, "position", None) or 0, row.id or 0
