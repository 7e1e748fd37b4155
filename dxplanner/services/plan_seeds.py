"""What a new plan's 体系 is made of: 階層, and seeds of 項目 copied from a plan or read from a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.numbering import LevelRule, number_nodes
from dxplanner.domain.vocabulary import ColourRole, NumberScope
from dxplanner.importers.outline import OutlineRow, parse_number
from dxplanner.model import Department, NodeDepartment, PlanVersion
from dxplanner.model.numbers import top_nodes, walk
from dxplanner.model.snapshot import PlanSnapshot


@dataclass(frozen=True, slots=True)
class NewLevel:
    """階層 of a new plan: its name and how its nodes are numbered."""

    name: str
    scope: NumberScope = NumberScope.NONE
    joined: bool = False

    @property
    def rule(self) -> LevelRule:
        """The same for numbering."""
        return LevelRule(self.name, self.scope, self.joined)


R6_LEVELS: Final = (
    NewLevel("領域"),
    NewLevel("分野"),
    NewLevel("2030年のめざす姿"),
    NewLevel("基本方針", NumberScope.VERSION),
    NewLevel("基本施策", NumberScope.PARENT, joined=True),
    NewLevel("個別施策"),
)
"""Levels of the R6 plan's 見直し案."""

THREE_LEVELS: Final = (
    NewLevel("基本方針", NumberScope.VERSION),
    NewLevel("基本施策", NumberScope.PARENT, joined=True),
    NewLevel("個別施策", NumberScope.PARENT, joined=True),
)
"""The plainest 体系 that most plans start from."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One 項目 to be made: level (from 0), the seed above it (index), and what it takes along."""

    depth: int
    parent: int | None
    name: str
    statement: str | None = None
    goal: str | None = None
    colour: ColourRole = ColourRole.NEUTRAL
    initiatives_open: bool = False
    note: str | None = None
    initiatives: tuple[str, ...] = ()
    departments: tuple[NodeDepartment, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedSeed:
    """One line of a preview: index of the seed, level (from 0), 番号 (may be empty), name."""

    index: int
    depth: int
    number: str
    name: str


def levels_of(version: PlanVersion) -> tuple[NewLevel, ...]:
    """The 階層 of another plan's version."""
    return tuple(NewLevel(level.name, level.scope, level.joined) for level in version.levels)


def seeds_of_version(
    version: PlanVersion, *, initiatives: bool = True, departments: bool = False
) -> tuple[Seed, ...]:
    """The 体系 of another plan's version, with 主な取組 and 所管課 on request."""
    depths = {level.id: depth for depth, level in enumerate(version.levels)}
    places: dict[int, int] = {}
    seeds: list[Seed] = []
    for node in walk(top_nodes(version)):
        places[node.id] = len(seeds)
        seeds.append(
            Seed(
                depths[node.level_id],
                None if node.parent_id is None else places[node.parent_id],
                node.name,
                node.statement,
                node.goal,
                node.colour,
                node.initiatives_open,
                node.note,
                tuple(one.name for one in node.initiatives) if initiatives else (),
                tuple(node.departments) if departments else (),
            )
        )
    return tuple(seeds)


def seeds_of_outline(rows: Iterable[OutlineRow]) -> tuple[Seed, ...]:
    """The 体系 read from a list."""
    return tuple(Seed(row.depth, row.parent, row.name) for row in rows)


def departments_of(snapshot: PlanSnapshot) -> tuple[Department, ...]:
    """The 組織 of another plan."""
    return tuple(sorted(snapshot.all(Department), key=lambda one: (one.position, one.id)))


def preview(levels: Sequence[NewLevel], seeds: Sequence[Seed]) -> list[NumberedSeed]:
    """The 体系 in the order of the tree with the numbers it will have."""
    order = _tree_order(seeds)
    nodes = ((seeds[index].depth, index, seeds[index].parent) for index in order)
    numbers = number_nodes([level.rule for level in levels], nodes)
    return [
        NumberedSeed(index, seeds[index].depth, numbers.get(index, ""), seeds[index].name) for index in order
    ]


def renumbered(rows: Sequence[OutlineRow], lines: Iterable[NumberedSeed]) -> list[tuple[str, str]]:
    """Where the automatic number differs from the one written in a list: (written, automatic)."""
    changes = []
    for line in lines:
        written = parse_number(rows[line.index].number)
        if written is not None and "-".join(map(str, written)) != line.number:
            changes.append((rows[line.index].number, line.number))
    return changes


def example_numbers(levels: Sequence[NewLevel]) -> list[str]:
    """What the first numbers of each level look like: 「1、2、3…」, 「1-1、1-2…」; empty without numbers."""
    rules = [level.rule for level in levels]
    nodes: list[tuple[int, tuple[int, ...], tuple[int, ...] | None]] = []
    trunk: tuple[int, ...] = ()
    for depth in range(len(rules)):
        above = trunk or None
        nodes += [(depth, (*trunk, turn), above) for turn in range(2)]
        trunk = (*trunk, 0)
    numbers = number_nodes(rules, nodes)
    shown = []
    for depth, rule in enumerate(rules):
        own = [numbers[key] for level, key, _ in nodes if level == depth and key in numbers]
        shown.append(f"{'、'.join(own)}…" if rule.numbered else "")
    return shown


def _tree_order(seeds: Sequence[Seed]) -> list[int]:
    """Indices, each followed by what lies below it."""
    below: dict[int | None, list[int]] = {}
    for index, seed in enumerate(seeds):
        below.setdefault(seed.parent, []).append(index)
    order: list[int] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        index = waiting.pop()
        order.append(index)
        waiting += reversed(below.get(index, []))
    return order
