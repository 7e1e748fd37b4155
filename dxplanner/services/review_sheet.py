"""成果と課題 as a sheet (表): a row for every node of a 階層, whether something is written there or not.

The first review of a node has the node's key, so that typing into an empty row keeps its place; further
reviews of the same node have their own key, negated.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.model import FieldKind, Level, PlanVersion, PolicyNode, Review, Transition, TransitionEnd
from dxplanner.services.fields import add_row, delete_rows, fields_of, format_field, parse_field, set_field
from dxplanner.services.hierarchy_rows import nodes_at_level
from dxplanner.services.node_numbers import NumberBook
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_columns import computed_column, node_text
from dxplanner.services.transition_query import usual_versions

TABLES: Final = frozenset({"policy_node", "level", "review", "transition", "transition_end", "provenance"})
WRITTEN: Final = ("achievement", "issue")
"""The two fields that make a node's 成果と課題 complete."""


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """Where 成果と課題 are written: the nodes of a 階層 of a version."""

    version_id: int
    level_id: int


@dataclass(slots=True)
class ReviewRow:
    """A node with one of its reviews, or without one yet."""

    id: int
    uid: str
    node_id: int
    node: str
    policy: str
    target: str
    review_id: int | None = None
    values: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many nodes there are, and how many of them have no 主な成果 or no 課題."""

    nodes: int
    blank: Mapping[str, int]


Place = Callable[[], ReviewPlace | None]


def usual_place(session: Session) -> ReviewPlace | None:
    """The 階層 with most reviews; without any, the lowest of the current version that transitions join."""
    found = session.execute(
        sa.select(PolicyNode.version_id, PolicyNode.level_id)
        .join(Review, Review.node_id == PolicyNode.id)
        .group_by(PolicyNode.version_id, PolicyNode.level_id)
        .order_by(sa.func.count().desc(), PolicyNode.version_id)
        .limit(1)
    ).first()
    if found is not None:
        return ReviewPlace(*found)
    versions = usual_versions(session)
    version_id = versions[0] if versions else session.scalar(sa.select(sa.func.min(PlanVersion.id)))
    if version_id is None:
        return None
    levels = review_levels(session, version_id)
    joined = session.scalar(
        sa.select(Level.id)
        .join(PolicyNode, PolicyNode.level_id == Level.id)
        .join(TransitionEnd, TransitionEnd.node_id == PolicyNode.id)
        .where(Level.version_id == version_id)
        .order_by(Level.position.desc())
        .limit(1)
    )
    return ReviewPlace(version_id, joined or levels[-1][0]) if levels else None


def review_levels(session: Session, version_id: int) -> list[tuple[int, str]]:
    """Key and name of each 階層 of a version that has nodes, from the top."""
    rows = session.execute(
        sa.select(Level.id, Level.name)
        .where(Level.version_id == version_id, sa.exists().where(PolicyNode.level_id == Level.id))
        .order_by(Level.position, Level.id)
    )
    return [(key, name) for key, name in rows]


def review_headings(session: Session, place: ReviewPlace) -> tuple[str, str]:
    """What the plan calls the 階層 above the nodes of a place, and the nodes' own: 基本方針, 基本施策."""
    names = review_levels(session, place.version_id)
    at = next((at for at, (key, _) in enumerate(names) if key == place.level_id), 0)
    return names[at - 1][1] if at else "上位の項目", names[at][1] if names else "項目"


def review_source(place: Place, headings: tuple[str, str], book: NumberBook) -> SheetSource:
    """成果と課題 of the nodes of a place; ``headings`` as of ``review_headings``."""

    def rows(session: Session) -> Sequence[int]:
        here = place()
        if here is None:
            return []
        further = _further(session, here)
        return [
            key
            for node in nodes_at_level(session, here.version_id, here.level_id)
            for key in (node, *further.get(node, ()))
        ]

    def load(session: Session, keys: Sequence[int]) -> Sequence[ReviewRow]:
        here = place()
        return [] if here is None else _load(session, here, keys, book)

    return SheetSource(
        label="成果と課題",
        entity=PolicyNode,
        columns=(
            computed_column("policy", headings[0], lambda row: row.policy, kind=FieldKind.TEXT, width=10),
            computed_column("node", headings[1], lambda row: row.node, kind=FieldKind.TEXT, width=12),
            _written("achievement", width=17),
            _written("issue", width=17),
            computed_column(
                "target", "見直し案での行き先", lambda row: row.target, kind=FieldKind.TEXT, width=13
            ),
            _length("achievement", "成果の字数"),
            _length("issue", "課題の字数"),
            _written("policy_as_written", width=14, hidden=True),
        ),
        rows=rows,
        load=load,
        tables=TABLES,
        movable=False,
        deletable=False,
    )


def _written(name: str, **changes: object) -> SheetColumn:
    field = fields_of(Review)[name]

    def read(row: ReviewRow) -> str:
        return format_field(field, (row.values or {}).get(name))

    def write(session: Session, row: ReviewRow, text: str) -> None:
        value = parse_field(field, text)
        if row.review_id is not None:
            set_field(session, Review, row.review_id, name, value)
        elif value is not None:
            row.review_id = add_review(session, row.node_id)
            set_field(session, Review, row.review_id, name, value)

    return SheetColumn(
        name,
        field.label,
        read,
        write,
        kind=field.spec.kind,
        help=field.spec.help,
        field=name,
        **changes,  # type: ignore[arg-type]
    )


def _length(name: str, label: str) -> SheetColumn:
    def count(row: ReviewRow) -> int | None:
        text = (row.values or {}).get(name)
        return characters(str(text)) if text else None

    def read(row: ReviewRow) -> str:
        number = count(row)
        return "" if number is None else f"{number:,}"

    return computed_column(f"{name}_length", label, read, number=count, width=5)


def characters(text: str) -> int:
    """字数 as the office counts: without line feeds."""
    return len(text.replace("\n", ""))


def add_review(session: Session, node_id: int) -> int:
    """Command: one more 成果と課題 of a node; returns its key."""
    return add_row(session, Review, {"node_id": node_id}, owner="node_id")


def delete_review(session: Session, review_id: int) -> bool:
    """Command: delete one; True, so that a caller can tell it from a refusal."""
    delete_rows(session, Review, [review_id])
    return True


def review_row(session: Session, place: ReviewPlace, key: int, book: NumberBook) -> ReviewRow | None:
    """One row of the sheet; None when it is gone."""
    return next(iter(_load(session, place, [key], book)), None)


def review_counts(session: Session, place: ReviewPlace) -> ReviewCounts:
    """How much is still to be written."""
    here = (PolicyNode.version_id == place.version_id, PolicyNode.level_id == place.level_id)
    total = session.scalar(sa.select(sa.func.count()).select_from(PolicyNode).where(*here)) or 0
    written = {}
    for name in WRITTEN:
        filled = sa.func.coalesce(getattr(Review, name), "") != ""
        query = sa.select(sa.func.count(sa.distinct(Review.node_id))).join(PolicyNode).where(*here, filled)
        written[name] = session.scalar(query) or 0
    return ReviewCounts(total, {name: total - count for name, count in written.items()})


def predecessors(session: Session, node_id: int) -> list[int]:
    """The old nodes from which transitions lead to a node."""
    mine = sa.select(TransitionEnd.transition_id).where(
        TransitionEnd.node_id == node_id, TransitionEnd.side == Side.NEW
    )
    query = sa.select(TransitionEnd.node_id).where(
        TransitionEnd.transition_id.in_(mine), TransitionEnd.side == Side.OLD
    )
    return list(session.scalars(query.order_by(TransitionEnd.id)))


def _further(session: Session, place: ReviewPlace) -> dict[int, list[int]]:
    """Keys of the rows of second and later reviews by node."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, node in session.execute(
        sa.select(Review.id, Review.node_id)
        .join(PolicyNode, PolicyNode.id == Review.node_id)
        .where(PolicyNode.version_id == place.version_id, PolicyNode.level_id == place.level_id)
        .order_by(Review.position, Review.id)
    ):
        found[node].append(-key)
    return {node: keys[1:] for node, keys in found.items()}


def _load(session: Session, place: ReviewPlace, keys: Sequence[int], book: NumberBook) -> list[ReviewRow]:
    nodes = [key for key in keys if key > 0]
    reviews: dict[int, Review] = {}
    query = sa.select(Review).order_by(Review.position, Review.id)
    for review in session.scalars(query.where(Review.node_id.in_(nodes))):
        reviews.setdefault(review.node_id, review)
    for review in session.scalars(query.where(Review.id.in_([-key for key in keys if key < 0]))):
        reviews[-review.id] = review
    owners = {key: reviews[key].node_id if key < 0 else key for key in keys if key > 0 or key in reviews}
    shown = _shown(session, place, set(owners.values()), book)
    rows = []
    for key, node_id in owners.items():
        if node_id not in shown:
            continue
        uid, node, policy, target = shown[node_id]
        found = reviews.get(key)
        if found is None:
            rows.append(ReviewRow(key, uid, node_id, node, policy, target))
        else:
            values = {name: getattr(found, name) for name in fields_of(Review)}
            rows.append(ReviewRow(key, found.uid, node_id, node, policy, target, found.id, values))
    return rows


def _shown(
    session: Session, place: ReviewPlace, node_ids: set[int], book: NumberBook
) -> dict[int, tuple[str, str, str, str]]:
    """Of each node: uid, number and name, those of the node above, where it goes."""
    numbers = book.numbers(session, place.version_id)
    above = aliased(PolicyNode)
    targets = _targets(session, node_ids, book)
    rows = session.execute(
        sa.select(PolicyNode.id, PolicyNode.uid, PolicyNode.name, above.id, above.name)
        .outerjoin(above, PolicyNode.parent_id == above.id)
        .where(PolicyNode.id.in_(node_ids))
    )
    return {
        key: (
            uid,
            node_text(numbers.get(key, ""), name),
            "" if parent is None else node_text(numbers.get(parent, ""), parent_name),
            targets.get(key, "（行き先なし）"),
        )
        for key, uid, name, parent, parent_name in rows
    }


def _targets(session: Session, node_ids: set[int], book: NumberBook) -> dict[int, str]:
    """Where old nodes go: a line a new node, or 廃止."""
    old, new = aliased(TransitionEnd), aliased(TransitionEnd)
    rows = session.execute(
        sa.select(
            old.node_id,
            Transition.kind,
            Transition.detail,
            PolicyNode.id,
            PolicyNode.name,
            PolicyNode.version_id,
        )
        .join(Transition, Transition.id == old.transition_id)
        .outerjoin(new, sa.and_(new.transition_id == old.transition_id, new.side == Side.NEW))
        .outerjoin(PolicyNode, PolicyNode.id == new.node_id)
        .where(old.side == Side.OLD, old.node_id.in_(node_ids))
        .order_by(Transition.position, Transition.id, new.position, new.id)
    )
    lines: dict[int, list[str]] = defaultdict(list)
    for node_id, kind, detail, target, name, version_id in rows:
        if target is not None:
            number = book.numbers(session, version_id).get(target, "")
            lines[node_id].append(f"{node_text(number, name)}（{detail or kind.value}）")
        elif kind is TransitionKind.ABOLISHED:
            lines[node_id].append(kind.value)
    return {key: "\n".join(found) for key, found in lines.items()}
