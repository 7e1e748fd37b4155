"""Counts and badges beside the nodes of a version: one grouped query each, however many nodes there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from dxplanner.domain.fiscal import fiscal_year_start
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    Department,
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    NodeDepartment,
    PlanVersion,
    PolicyNode,
    Provenance,
    Review,
    Term,
    Transition,
    TransitionEnd,
)

COUNTED_TABLES: Final = frozenset(
    entity.__tablename__
    for entity in (
        Department,
        Indicator,
        Initiative,
        NodeDepartment,
        Provenance,
        Review,
        TransitionEnd,
    )
)
"""Tables whose changes show in the counts and badges beside nodes.

What never goes to another node (values, 種類 and 理由 of transitions) shows only by its 推定, a row of
``provenance`` that comes and goes with it.
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted beside a node."""

    indicators: int = 0
    initiatives: int = 0
    inferred: int = 0
    """推定 marks of the node itself, its 主な取組, 成果指標, 所管課, 新旧 and 成果と課題."""
    departments: tuple[int, ...] = ()
    ended: tuple[str, ...] = ()
    """Names of its 所管課 that no longer exist when the version's term begins."""


NOTHING: Final = Counts()


def load_counts(session: Session, version_id: int, only: Collection[int] | None = None) -> dict[int, Counts]:
    """The counts of the nodes of a version (or of ``only`` some) that have any."""
    mine = of_version(version_id, only)
    indicators = _grouped(session, mine, Indicator.node_id)
    initiatives = _grouped(session, mine, Initiative.node_id)
    inferred = _inferred(session, mine)
    departments = _departments(session, mine)
    ended = _ended(session, mine, version_id)
    return {
        key: Counts(
            indicators.get(key, 0),
            initiatives.get(key, 0),
            inferred.get(key, 0),
            departments.get(key, ()),
            ended.get(key, ()),
        )
        for key in {*indicators, *initiatives, *inferred, *departments}
    }


def of_version(version_id: int, only: Collection[int] | None) -> sa.ColumnElement[bool]:
    """The condition that selects the nodes of a version, or some of them."""
    version = PolicyNode.version_id == version_id
    return version if only is None else sa.and_(version, PolicyNode.id.in_(only))


def _grouped(
    session: Session, mine: sa.ColumnElement[bool], owner: InstrumentedAttribute[int]
) -> dict[int, int]:
    """How many rows name each node as their owner."""
    query = (
        sa.select(owner, sa.func.count()).join(PolicyNode, PolicyNode.id == owner).where(mine).group_by(owner)
    )
    return dict(_pairs(session.execute(query)))


def _inferred(session: Session, mine: sa.ColumnElement[bool]) -> dict[int, int]:
    """How many 推定 marks each node has, with what hangs on it."""
    node = PolicyNode.id.label("node")
    series = sa.select(node, IndicatorSeries.uid.label("uid")).join(
        Indicator, IndicatorSeries.indicator_id == Indicator.id
    )
    values = (
        sa.select(node, IndicatorValue.uid.label("uid"))
        .join(IndicatorSeries, IndicatorValue.series_id == IndicatorSeries.id)
        .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
    )
    hanging = [
        sa.select(node, entity.uid).join(PolicyNode, PolicyNode.id == entity.node_id).where(mine)
        for entity in (Initiative, Indicator, NodeDepartment, Review)
    ]
    transitions = (
        sa.select(node, Transition.uid)
        .distinct()
        .join(TransitionEnd, TransitionEnd.transition_id == Transition.id)
        .join(PolicyNode, PolicyNode.id == TransitionEnd.node_id)
    )
    rows = sa.union_all(
        sa.select(node, PolicyNode.uid.label("uid")).where(mine),
        *hanging,
        transitions.where(mine),
        series.join(PolicyNode, PolicyNode.id == Indicator.node_id).where(mine),
        values.join(PolicyNode, PolicyNode.id == Indicator.node_id).where(mine),
    ).subquery()
    query = (
        sa.select(rows.c.node, sa.func.count())
        .join(Provenance, Provenance.entity_uid == rows.c.uid)
        .where(Provenance.status == ProvenanceStatus.INFERRED)
        .group_by(rows.c.node)
    )
    return dict(_pairs(session.execute(query)))


def _departments(session: Session, mine: sa.ColumnElement[bool]) -> dict[int, tuple[int, ...]]:
    query = (
        sa.select(NodeDepartment.node_id, NodeDepartment.department_id)
        .join(PolicyNode, PolicyNode.id == NodeDepartment.node_id)
        .where(mine)
        .order_by(NodeDepartment.node_id, NodeDepartment.position)
    )
    made: defaultdict[int, list[int]] = defaultdict(list)
    for node, department in _pairs(session.execute(query)):
        made[node].append(department)
    return {node: tuple(departments) for node, departments in made.items()}


def _ended(session: Session, mine: sa.ColumnElement[bool], version_id: int) -> dict[int, tuple[str, ...]]:
    """Names of 所管課 abolished before the first day of the version's term."""
    first_year = session.scalar(
        sa.select(Term.first_year).join(PlanVersion).where(PlanVersion.id == version_id)
    )
    if first_year is None:
        return {}
    query = (
        sa.select(NodeDepartment.node_id, Department.name)
        .join(PolicyNode, PolicyNode.id == NodeDepartment.node_id)
        .join(Department, Department.id == NodeDepartment.department_id)
        .where(mine, Department.valid_to < fiscal_year_start(first_year))
        .order_by(NodeDepartment.node_id, NodeDepartment.position)
    )
    made: defaultdict[int, list[str]] = defaultdict(list)
    for node, name in _pairs(session.execute(query)):
        made[node].append(name)
    return {node: tuple(names) for node, names in made.items()}


def _pairs(result: sa.Result[Any]) -> Iterator[tuple[Any, Any]]:
    return cast("Iterator[tuple[Any, Any]]", iter(result))
