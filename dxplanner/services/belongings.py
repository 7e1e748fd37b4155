"""What hangs on nodes of the hierarchy and goes with them: named before anything is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from dxplanner.model import (
    ActionPlanLink,
    DiagramNode,
    Indicator,
    Initiative,
    NodeDepartment,
    PolicyNode,
    ProjectNode,
    Review,
    TransitionEnd,
    TrendEntry,
)
from dxplanner.services.hierarchy_rows import branch, topmost

_COUNTED: tuple[tuple[str, InstrumentedAttribute[int] | InstrumentedAttribute[int | None], bool], ...] = (
    ("成果指標", Indicator.node_id, False),
    ("主な取組", Initiative.node_id, False),
    ("成果と課題", Review.node_id, False),
    ("所管課", NodeDepartment.node_id, False),
    ("新旧の対応", TransitionEnd.node_id, True),
    ("動向", TrendEntry.field_node_id, False),
    ("予算事業との対応", ProjectNode.node_id, True),
    ("行動計画との対応", ActionPlanLink.node_id, True),
    ("関係図とのつながり", DiagramNode.policy_node_id, True),
)
"""What is counted, by which column, and whether it is a tie that a copy leaves behind."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What would be deleted: the chosen nodes' names, and what goes with them (label, count)."""

    names: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    ties: tuple[tuple[str, int], ...]
    """Those of the counts that even a copy does not keep."""

    @property
    def text(self) -> str:
        """「下位の項目 4、成果指標 2、主な取組 5」; empty when nothing goes with the nodes."""
        return _listed(self.counts)

    @property
    def ties_text(self) -> str:
        """The same of the ties alone."""
        return _listed(self.ties)


def what_goes_with(session: Session, node_ids: Sequence[int]) -> Summary:
    """What goes with nodes when they are deleted."""
    tops = topmost(session, node_ids)
    keys = sa.select(branch([node.id for node in tops]).c.id)
    below = session.scalar(sa.select(sa.func.count()).select_from(PolicyNode).where(PolicyNode.id.in_(keys)))
    counts = [("下位の項目", (below or 0) - len(tops))]
    ties = []
    for label, column, tie in _COUNTED:
        counted = TransitionEnd.transition_id.distinct() if column is TransitionEnd.node_id else column
        number = session.scalar(sa.select(sa.func.count(counted)).where(column.in_(keys))) or 0
        counts.append((label, number))
        if tie:
            ties.append((label, number))
    return Summary(
        tuple(node.name for node in tops),
        tuple(count for count in counts if count[1]),
        tuple(count for count in ties if count[1]),
    )


def _listed(counts: tuple[tuple[str, int], ...]) -> str:
    return "、".join(f"{label} {number}" for label, number in counts)
