"""Everything that the 施策 pane shows about one node, read in a few queries into one frozen picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from dxplanner.domain.vocabulary import ColourRole, Side, Stage
from dxplanner.model import Initiative, PlanVersion, PolicyNode
from dxplanner.services.departments import (
    AssignedDepartment,
    DepartmentChoice,
    department_choices,
    departments_of,
)
from dxplanner.services.fields import fields_of, place_of
from dxplanner.services.node_links import (
    IndicatorLine,
    NodeRef,
    ReviewLine,
    TransitionLine,
    indicators_of,
    reviews_of,
    transitions_of,
)
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.node_shown import shown_parts
from dxplanner.services.provenance import Mark, Marks, marks_of


class _Hanging(Protocol):
    @property
    def uid(self) -> str: ...


TABLES: Final = frozenset(
    {
        "plan_version", "level", "policy_node", "initiative", "node_department", "department",
        "transition", "transition_end", "review", "indicator", "indicator_series", "indicator_value",
        "provenance", "source_document",
    }
)  # fmt: skip
"""A commit that touches none of these cannot change a node's picture."""


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """A 主な取組 of the node."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node with everything about it. Pictures of the same state are equal."""

    id: int
    uid: str
    version_id: int
    version: str
    level: str
    number: str
    area: ColourRole
    """The 分野 that the node lies in: its own colour role, else its nearest ancestor's."""
    values: Mapping[str, object]
    shown: frozenset[str]
    """Names of the fields and lists that make sense on the node's 階層 (see node_shown)."""
    initiatives: tuple[InitiativeLine, ...]
    departments: tuple[AssignedDepartment, ...]
    choices: tuple[DepartmentChoice, ...]
    indicators: tuple[IndicatorLine, ...]
    transitions: tuple[TransitionLine, ...]
    reviews: tuple[ReviewLine, ...]
    reviewable: bool
    """Whether 成果と課題 are written here; else ``reviews`` are those of the nodes that it comes from."""
    marks: Marks

    @property
    def name(self) -> str:
        """The node's name."""
        return str(self.values["name"])

    @property
    def place(self) -> str:
        """Where an edit of this node happens, for its label."""
        return place_of(self.number, self.name)

    def marks_on(self, uid: str, field: str | None = None) -> tuple[Mark, ...]:
        """出典 of one field of the node or of what hangs on it; of the whole row without a field."""
        return self.marks.get((uid, field), ())


def node_view(session: Session, node_id: int, book: NumberBook, today: date) -> NodeView | None:
    """The picture of a node on a day (which decides what sections are valid); None when it is gone."""
    around = joinedload(PolicyNode.level), joinedload(PolicyNode.version)
    node = session.get(PolicyNode, node_id, options=around)
    if node is None:
        return None
    level, version = node.level, node.version
    number = book.numbers(session, version.id).get(node.id, "")
    choices = department_choices(session, today)
    initiatives = _initiatives(session, node_id)
    departments = departments_of(session, node_id, choices)
    indicators = indicators_of(session, node_id)
    transitions = transitions_of(session, book, node_id)
    itself = NodeRef(node.id, version.id, number, node.name, level.name)
    reviews, reviewable = _reviews(session, itself, version, transitions)
    lists: tuple[Sequence[_Hanging], ...] = (initiatives, departments, indicators, transitions, reviews)
    hanging = [line.uid for lines in lists for line in lines]
    shown = shown_parts(session, level)
    return NodeView(
        id=node.id,
        uid=node.uid,
        version_id=version.id,
        version=version.name,
        level=level.name,
        number=number,
        area=_area(session, node),
        values={name: getattr(node, name) for name in fields_of(PolicyNode)},
        shown=shown | {"reviews"} if reviews or (reviewable and "transitions" in shown) else shown,
        initiatives=initiatives,
        departments=departments,
        choices=choices,
        indicators=indicators,
        transitions=transitions,
        reviews=reviews,
        reviewable=reviewable,
        marks=marks_of(session, [node.uid, *hanging]),
    )


def _initiatives(session: Session, node_id: int) -> tuple[InitiativeLine, ...]:
    rows = session.execute(
        sa.select(Initiative.id, Initiative.uid, Initiative.name)
        .where(Initiative.node_id == node_id)
        .order_by(Initiative.position, Initiative.id)
    )
    return tuple(InitiativeLine(*row) for row in rows)


def _area(session: Session, node: PolicyNode) -> ColourRole:
    if node.colour is not ColourRole.NEUTRAL or node.parent_id is None:
        return node.colour
    return ColourRole(session.scalars(_colour_above(), {"parent": node.parent_id}).one())


@cache
def _colour_above() -> sa.Select[Any]:
    """The colour of the nearest node with one, from the node of the key ``parent`` upwards."""
    columns = PolicyNode.id, PolicyNode.parent_id, PolicyNode.colour
    first = sa.select(*columns, sa.literal(0).label("steps")).where(PolicyNode.id == sa.bindparam("parent"))
    line = first.cte("line", recursive=True)
    line = line.union_all(
        sa.select(*columns, line.c.steps + 1).where(
            PolicyNode.id == line.c.parent_id, line.c.colour == ColourRole.NEUTRAL
        )
    )
    return sa.select(line.c.colour).order_by(line.c.steps.desc()).limit(1)


def _reviews(
    session: Session, itself: NodeRef, version: PlanVersion, transitions: tuple[TransitionLine, ...]
) -> tuple[tuple[ReviewLine, ...], bool]:
    """The node's own 成果と課題 if it has some or its version is in force, else its predecessors'."""
    own = reviews_of(session, {itself.id: itself})
    versions = session.scalar(sa.select(sa.func.count()).select_from(PlanVersion)) or 0
    if own or version.stage is Stage.PUBLISHED or versions < 2:
        return own, True
    before = {ref.id: ref for line in transitions if line.side is Side.NEW for ref in line.across}
    return reviews_of(session, before), False
