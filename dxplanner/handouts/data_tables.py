"""データ用: the plan's contents as plain tables that machines can read.

Source of the rules: 「統計表における機械判読可能なデータの表記方法の統一ルール」(総務省, 2020): one value
a cell, no merged cells, no decoration, units in the headings, numbers as numbers, 西暦 beside 和暦, the name
of the region, a sheet a table. What is 推定 says so in every row (``data_marks``); ``data_rules`` says which
rules could not be kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dxplanner.domain.vocabulary import Side
from dxplanner.handouts import data_marks as marks
from dxplanner.handouts.data_columns import Place, chain, moved, places_of, row_at
from dxplanner.handouts.data_names import EXPLAINED, LEFT_OUT, TABLES, Computed
from dxplanner.handouts.data_order import PlanOrder
from dxplanner.handouts.data_origin import MadeTable, list_of_tables, origin_table
from dxplanner.handouts.data_rules import LINES, UNIT, broken_rules
from dxplanner.handouts.data_table import LEFT_OUT_MARK, Breach, DataTable, without_empty_columns
from dxplanner.handouts.data_values import Value, has_lines, plain, values_of
from dxplanner.handouts.trees import Tree
from dxplanner.model import IndicatorValue, Plan, PlanVersion, PolicyNode, Transition
from dxplanner.model.base import Entity, field_specs
from dxplanner.model.snapshot import PlanSnapshot

__all__ = ["DataTable", "broken_rules", "data_tables"]

_CITY: Final = "市名"
_PAIR: Final = "対応の番号"
_PAIR_HELP: Final = "同じ番号の行は、1つの対応（統合や分割など）の現行と見直し案の組です。"


@dataclass(frozen=True)
class _Pair:
    """A row of 新旧: an old and a new node of a transition, so that no cell holds two values."""

    transition: Transition
    number: int
    old: PolicyNode | None
    new: PolicyNode | None

    def __getattr__(self, name: str) -> Any:
        """What is not the pair's own is the transition's."""
        return getattr(self.transition, name)


def data_tables(snapshot: PlanSnapshot) -> tuple[DataTable, ...]:
    """All tables that have rows. Personal names and original wordings of opinions are not among them."""
    maker = _Maker(snapshot)
    made = [one for entity in TABLES if (one := maker.table(entity)).table.rows]
    origin = origin_table(snapshot, made, maker.city)
    tables = (list_of_tables(made, origin), *(one.table for one in made), origin)
    return tuple(table for table in tables if table.rows)


class _Maker:
    """Makes the table of an entity."""

    def __init__(self, snapshot: PlanSnapshot) -> None:
        self._snapshot = snapshot
        trees = {version: Tree(version) for version in snapshot.all(PlanVersion)}
        self._numbers = {node: tree.number(node) for tree in trees.values() for node in tree.nodes}
        self._order = PlanOrder(trees)
        self._certainty = marks.Certainty(snapshot)
        self.city = plain(snapshot.plan.city)

    def table(self, entity: type[Entity]) -> MadeTable:
        """The table of an entity with its rows in the plan's order."""
        rows: list[Any] = sorted(self._snapshot.all(entity), key=self._order)
        places = places_of(entity)
        fixed: dict[str, Callable[[Any], Value]] = {} if entity is Plan else {_CITY: lambda _: self.city}
        if entity is Transition:
            rows, places = list(_pairs(rows)), _pair_places(places)
            fixed[_PAIR] = lambda pair: pair.number
        told = self._certainty.columns(rows, places, entity)
        headings = (
            *fixed,
            *(heading for place in places for heading in place.headings),
            *(marks.STATUS, *(f"{one.label}の{marks.STATUS}" for one in told), *marks.SOURCE),
        )
        filled = tuple(
            (
                *(read(row) for read in fixed.values()),
                *(value for place in places for value in self._values(row, place)),
                *self._certain(row, places, told),
            )
            for row in rows
        )
        notes, breaches = tuple(_notes(entity, places)), tuple(_breaches(entity, places, rows))
        table = DataTable(entity.__label__, headings, filled, notes, breaches)
        labels = {place.key: place.label for place in places if not place.path}
        return MadeTable(without_empty_columns(table), entity, tuple(row.uid for row in rows), labels)

    def _values(self, row: Any, place: Place) -> tuple[Value, ...]:
        target, spec = row_at(row, place.path), place.spec
        if target is None:
            return (None,) * len(place.headings)
        if isinstance(spec, Computed):
            return (spec.compute(target, self._numbers),)
        return values_of(target, spec)

    def _certain(self, row: Any, places: Sequence[Place], told: Sequence[marks.Told]) -> Iterator[Value]:
        subject = row.transition if isinstance(row, _Pair) else row
        words = [self._certainty.status(row, one) for one in told]
        own = (place.key for place in places if not place.path)
        yield self._certainty.whole(subject, own, marks.INFERRED in words)
        yield from words
        yield from self._certainty.source(subject)


def _pairs(rows: Iterable[Transition]) -> Iterator[_Pair]:
    """Every old end with every new one; None where 新設 and 廃止 have no such end."""
    for number, row in enumerate(rows, start=1):
        for old in _side(row, Side.OLD):
            for new in _side(row, Side.NEW):
                yield _Pair(row, number, old, new)


def _side(row: Transition, side: Side) -> list[PolicyNode | None]:
    """The nodes at one side; one that is missing for 新設 and 廃止."""
    nodes: list[PolicyNode | None] = [end.node for end in row.ends if end.side is side]
    return nodes or [None]


def _pair_places(own: Iterable[Place]) -> tuple[Place, ...]:
    """Both nodes of a pair, then what its transition says."""
    nodes = (
        replace(
            place, label=f"{side.value}の{place.label.removeprefix('施策体系の')}", part=f"{side.value}の施策"
        )
        for side, path in ((Side.OLD, "old"), (Side.NEW, "new"))
        for place in moved(tuple(chain(PolicyNode)), path)
    )
    return (*nodes, *own)


def _notes(entity: type[Entity], places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    """What headings mean, and which fields are in no table."""
    if entity is Transition:
        yield _PAIR, _PAIR_HELP
    for place in places:
        words = EXPLAINED.get(place.key, place.spec.help)
        if not place.path and words:
            yield place.headings[0], words
    for (of, key), reason in LEFT_OUT.items():
        if of is entity:
            yield f"{field_specs(of)[key].label}{LEFT_OUT_MARK}", reason


def _breaches(entity: type[Entity], places: Iterable[Place], rows: Sequence[Any]) -> Iterator[Breach]:
    """Texts of several lines, which are one value each; values whose unit stands beside them."""
    for place in places:
        if not place.path and not isinstance(place.spec, Computed):
            count = sum(has_lines(getattr(row, place.key)) for row in rows)
            yield Breach(LINES, f"「{entity.__label__}」の「{place.label}」", count)
    if entity is IndicatorValue:
        known = sum(row.value is not None for row in rows)
        yield Breach(UNIT, f"「{entity.__label__}」の「{field_specs(entity)['value'].label}」", known)
