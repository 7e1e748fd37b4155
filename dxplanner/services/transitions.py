"""Commands of 新旧: draw a transition, add and remove its ends, 廃止 and 新設 of what stands alone.

The kind is proposed from the shape whenever the shape changes, unless somebody chose another one.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.transition_data import proposed_kind
from dxplanner.domain.vocabulary import ProvenanceStatus, Side, TransitionKind
from dxplanner.model import PolicyNode, Transition, TransitionEnd
from dxplanner.services import provenance
from dxplanner.services.fields import add_row, find_row


def join(session: Session, olds: Sequence[int], news: Sequence[int]) -> int:
    """Command: join old nodes to new ones and return the transition's key.

    A 廃止 of the only old node, or a 新設 of the only new one, becomes this transition, with its words. The
    same pair twice is the same transition.

    Raises:
        RefusedEdit: a node is gone, or stands on both sides.
    """
    _check(session, olds, news)
    if len(olds) == len(news) == 1:
        same = _same_pair(session, olds[0], news[0])
        if same is not None:
            return same
    lone = [
        row
        for side, keys in ((Side.OLD, olds), (Side.NEW, news))
        if len(keys) == 1 and olds and news
        for row in _alone(session, side, keys[0])
    ]
    if lone:
        kept, *others = lone
        before = _proposal(session, kept)
        for other in others:
            session.delete(other)
        for side, keys in ((Side.OLD, olds), (Side.NEW, news)):
            for key in keys:
                if not any(end.side is side and end.node_id == key for end in kept.ends):
                    _append(kept, side, key)
        session.flush()
        _propose_again(session, kept, before)
        return kept.id
    made = add_row(session, Transition, {"kind": TransitionKind.KEPT}, owner=None)
    row = session.get_one(Transition, made)
    for side, keys in ((Side.OLD, olds), (Side.NEW, news)):
        for key in keys:
            _append(row, side, key)
    session.flush()
    row.kind = _proposal(session, row)
    return made


def end_nodes(session: Session, node_ids: Iterable[int], side: Side) -> list[int]:
    """Command: 廃止 of old nodes (``side`` 現行), 新設 of new ones; one transition each, returned by key.

    Raises:
        RefusedEdit: a node is gone, or a transition speaks of it already.
    """
    made = []
    for key in node_ids:
        node = find_row(session, PolicyNode, key)
        if _transitions(session, side, key):
            raise RefusedEdit(f"「{node.name}」には、もう新旧の対応があります。")
        made.append(join(session, *(([key], []) if side is Side.OLD else ([], [key]))))
    return made


def add_ends(session: Session, transition_id: int, ends: Iterable[tuple[Side, int]]) -> int:
    """Command: let a transition begin and end at more nodes; returns its key.

    Raises:
        RefusedEdit: transition or node is gone, or it is an end of it already.
    """
    row = find_row(session, Transition, transition_id)
    before = _proposal(session, row)
    for side, node_id in ends:
        node = find_row(session, PolicyNode, node_id)
        if any(end.node_id == node_id for end in row.ends):
            raise RefusedEdit(f"「{node.name}」は、もうこの対応に入っています。")
        _append(row, side, node_id)
    session.flush()
    _propose_again(session, row, before)
    return row.id


def remove(session: Session, transition_id: int) -> bool:
    """Command: delete a transition; True when it was there."""
    row = session.get(Transition, transition_id)
    if row is not None:
        session.delete(row)
    return row is not None


def remove_end(session: Session, transition_id: int, side: Side, node_id: int) -> bool:
    """Command: take a node out of a transition; one that has no other end goes. Returns whether it stays.

    Raises:
        RefusedEdit: the transition is gone.
    """
    row = find_row(session, Transition, transition_id)
    before = _proposal(session, row)
    for end in [end for end in row.ends if end.side is side and end.node_id == node_id]:
        row.ends.remove(end)
    if not row.ends:
        session.delete(row)
        return False
    session.flush()
    _propose_again(session, row, before)
    return True


def set_ends(session: Session, transition_id: int, side: Side, node_ids: Sequence[int]) -> None:
    """Command: give one side of a transition exactly these nodes, in this order.

    Raises:
        RefusedEdit: transition or node is gone, a node stands on both sides, or no end would be left.
    """
    row = find_row(session, Transition, transition_id)
    if [end.node_id for end in row.ends if end.side is side] == list(node_ids):
        return
    others = [end.node_id for end in row.ends if end.side is not side]
    if not others and not node_ids:
        raise RefusedEdit(
            "現行と見直し案の両方を空欄にはできません。対応をやめるときは行を削除してください。"
        )
    _check(session, node_ids, others)
    before = _proposal(session, row)
    for end in [end for end in row.ends if end.side is side and end.node_id not in node_ids]:
        row.ends.remove(end)
    kept = {end.node_id: end for end in row.ends if end.side is side}
    for place, key in enumerate(node_ids):
        if key in kept:
            kept[key].position = place
        else:
            row.ends.append(TransitionEnd(side=side, node_id=key, position=place))
    session.flush()
    _propose_again(session, row, before)


def set_inferred(session: Session, transition_id: int, inferred: bool, by: str, on: date) -> None:
    """Command: 推定 or 確認済 for a whole transition.

    Raises:
        RefusedEdit: the transition is gone.
    """
    row = find_row(session, Transition, transition_id)
    marks = [mark.id for mark in provenance.marks_of(session, [row.uid]).get((row.uid, None), ())]
    if marks:
        (provenance.set_back if inferred else provenance.confirm)(session, marks, by, on)
    else:
        status = ProvenanceStatus.INFERRED if inferred else ProvenanceStatus.CONFIRMED
        provenance.attach(session, row.uid, status=status, by=by, on=on)


def _check(session: Session, olds: Sequence[int], news: Sequence[int]) -> None:
    nodes = {key: find_row(session, PolicyNode, key) for key in (*olds, *news)}
    both = set(olds) & set(news)
    if both:
        raise RefusedEdit(f"「{nodes[min(both)].name}」を、現行と見直し案の両方に入れることはできません。")


def _append(row: Transition, side: Side, node_id: int) -> None:
    place = sum(end.side is side for end in row.ends)
    row.ends.append(TransitionEnd(side=side, node_id=node_id, position=place))


def _transitions(session: Session, side: Side, node_id: int) -> list[Transition]:
    own = sa.select(TransitionEnd.transition_id).where(
        TransitionEnd.side == side, TransitionEnd.node_id == node_id
    )
    return list(session.scalars(sa.select(Transition).where(Transition.id.in_(own)).order_by(Transition.id)))


def _alone(session: Session, side: Side, node_id: int) -> list[Transition]:
    """The 廃止 or 新設 of a node and of nothing else."""
    return [row for row in _transitions(session, side, node_id) if len(row.ends) == 1]


def _same_pair(session: Session, old: int, new: int) -> int | None:
    ends = {(Side.OLD, old), (Side.NEW, new)}
    for row in _transitions(session, Side.OLD, old):
        if {(end.side, end.node_id) for end in row.ends} == ends:
            return row.id
    return None


def _proposal(session: Session, row: Transition) -> TransitionKind:
    """The kind that the shape of a transition suggests, with what other transitions say of its ends."""
    olds, news = ([end.node_id for end in row.ends if end.side is side] for side in Side)
    rows = session.execute(sa.select(PolicyNode.id, PolicyNode.name).where(PolicyNode.id.in_([*olds, *news])))
    names = {row.id: row.name for row in rows}
    return proposed_kind(
        [names[key] for key in olds],
        [names[key] for key in news],
        more_olds=_others(session, row.id, Side.NEW, news),
        more_news=_others(session, row.id, Side.OLD, olds),
    )


def _others(session: Session, transition_id: int, side: Side, node_ids: Sequence[int]) -> int:
    """How many nodes across other transitions reach from these nodes on ``side``."""
    near, far = aliased(TransitionEnd), aliased(TransitionEnd)
    found = session.scalar(
        sa.select(sa.func.count(sa.distinct(far.node_id)))
        .join(near, near.transition_id == far.transition_id)
        .where(
            near.side == side,
            near.node_id.in_(node_ids),
            far.side != side,
            near.transition_id != transition_id,
        )
    )
    return found or 0


def _propose_again(session: Session, row: Transition, before: TransitionKind) -> None:
    """The shape has changed: follow it, unless the kind was chosen by hand."""
    if row.kind is not before:
        return
    after = _proposal(session, row)
    if row.detail == before.value != after.value:
        row.detail = None
    row.kind = after
