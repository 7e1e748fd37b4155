"""Which fields and lists of a node make sense on its 階層: what its level uses, decided by the data.

Levels above the first numbered one only frame the plan (領域, 分野, めざす姿): there nobody writes 取組 or
所管課. A part that some node of the level uses is always shown, so nothing written is ever out of sight.
"""

from functools import cache
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
_FRAMES: Final = "(frames)"
_COLOURED: Final = "(coloured)"
_WORKING: Final = {"goal", "initiatives", "departments", "indicators", "transitions"}


def shown_parts(session: Session, level: Level) -> frozenset[str]:
    """Names of the fields (as in the model) and lists (as in ``LISTS``) shown for a level's nodes."""
    asked = {"level": level.id, "version": level.version_id, "place": level.position}
    answers = dict(session.execute(_questions(), asked).one()._mapping)
    frames, coloured = answers.pop(_FRAMES), answers.pop(_COLOURED)
    parts = _ALWAYS | {name for name, used in answers.items() if used}
    if not frames:
        parts |= _WORKING
    elif not coloured:
        parts.add("colour")
    if "initiatives" in parts:
        parts.add("initiatives_open")
    return frozenset(parts)


@cache
def _questions() -> sa.Select[*tuple[Any, ...]]:
    """Which parts some node of a level uses, by name, and what its version decides."""
    return sa.select(*_used(), *_of_version())


def _used() -> list[sa.Label[bool]]:
    node = PolicyNode
    here = node.level_id == sa.bindparam("level")
    fields = {
        "goal": sa.func.coalesce(node.goal, "") != "",
        "colour": node.colour != ColourRole.NEUTRAL,
        "initiatives_open": node.initiatives_open,
    }
    questions = [sa.exists().where(here, used).label(name) for name, used in fields.items()]
    for name, entity in LISTS.items():
        used = sa.exists().where(here, entity.node_id == node.id)
        # A list that no node at all has is not looked for at ten thousand nodes.
        questions.append(sa.case((sa.exists(sa.select(entity.id)), used), else_=False).label(name))
    return questions


def _of_version() -> list[sa.Label[bool]]:
    """Whether the level stands above the first numbered one; if so, whether any node has a colour."""
    here: sa.BindParameter[int] = sa.bindparam("version")
    numbered = sa.select(sa.func.min(Level.position)).where(
        Level.version_id == here, Level.scope != NumberScope.NONE
    )
    coloured = sa.exists().where(PolicyNode.version_id == here, PolicyNode.colour != ColourRole.NEUTRAL)
    frames = sa.func.coalesce(numbered.scalar_subquery() > sa.bindparam("place"), False)
    return [frames.label(_FRAMES), sa.case((frames, coloured), else_=False).label(_COLOURED)]
