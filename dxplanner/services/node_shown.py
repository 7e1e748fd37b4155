"""Which fields and lists of a node make sense on its 階層: what its level uses, decided by the data.

Levels above the first numbered one only frame the plan (領域, 分野, めざす姿): there nobody writes 取組 or
所管課. A part that some node of the level uses is always shown, so nothing written is ever out of sight.
"""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import ColourRole, NumberScope
from dxplanner.model import Indicator, Initiative, Level, NodeDepartment, PolicyNode, Review, TransitionEnd

LISTS: Final[dict[str, Any]] = {
    "initiatives": Initiative,
    "departments": NodeDepartment,
    "indicators": Indicator,
    "transitions": TransitionEnd,
    "reviews": Review,
}
"""The parts of a node that are lists, with the entity whose ``node_id`` fills them."""

_ALWAYS: Final = {"name", "statement", "note"}
_WORKING: Final = {"goal", "initiatives", "departments", "indicators", "transitions"}


def shown_parts(session: Session, level: Level) -> frozenset[str]:
    """Names of the fields (as in the model) and lists (as in ``LISTS``) shown for a level's nodes."""
    parts = _ALWAYS | _used(session, level)
    if not _frames(session, level):
        parts |= _WORKING
    elif not _version_has_colours(session, level):
        parts.add("colour")
    if "initiatives" in parts:
        parts.add("initiatives_open")
    return frozenset(parts)


def _used(session: Session, level: Level) -> set[str]:
    node = PolicyNode
    fields = {
        "goal": sa.func.coalesce(node.goal, "") != "",
        "colour": node.colour != ColourRole.NEUTRAL,
        "initiatives_open": node.initiatives_open,
    }
    here = node.level_id == level.id
    questions = [sa.exists().where(here, used).label(name) for name, used in fields.items()]
    questions += [
        sa.exists().where(here, entity.node_id == node.id).label(name) for name, entity in LISTS.items()
    ]
    row = session.execute(sa.select(*questions)).one()
    return {name for name, used in row._mapping.items() if used}


def _frames(session: Session, level: Level) -> bool:
    numbered = session.scalar(
        sa.select(sa.func.min(Level.position)).where(
            Level.version_id == level.version_id, Level.scope != NumberScope.NONE
        )
    )
    return numbered is not None and level.position < numbered


def _version_has_colours(session: Session, level: Level) -> bool:
    coloured = sa.exists().where(
        PolicyNode.version_id == level.version_id, PolicyNode.colour != ColourRole.NEUTRAL
    )
    return bool(session.scalar(sa.select(coloured)))
