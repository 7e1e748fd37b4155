"""Rows of a 工程表 as commands need them: found or refused, checked, copied with their 出典."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.text import has_control_characters
from dxplanner.model import Bar, Entity, Lane, Provenance
from dxplanner.model.base import new_uid
from dxplanner.services.fields import TEXTS, field_problem, fields_of
from dxplanner.services.hierarchy_rows import chunks

E = TypeVar("E", bound=Entity)
T = TypeVar("T")


def rows_of(session: Session, entity: type[E], keys: Collection[int]) -> list[E]:
    """Rows by their keys, in the order of the keys.

    Raises:
        RefusedEdit: one of them is no longer there.
    """
    wanted = list(dict.fromkeys(keys))
    found: dict[int, E] = {}
    for portion in chunks(wanted):
        found.update(
            (row.id, row) for row in session.scalars(sa.select(entity).where(entity.id.in_(portion)))
        )
    if len(found) < len(wanted):
        raise RefusedEdit(f"この{entity.__label__}は、もう削除されています。")
    return [found[key] for key in wanted]


def lanes_of(session: Session, edition_id: int) -> list[Lane]:
    """The lanes of an edition in order."""
    query = sa.select(Lane).where(Lane.edition_id == edition_id).order_by(Lane.position, Lane.id)
    return list(session.scalars(query))


def edition_of(session: Session, lane_ids: Collection[int]) -> int:
    """The edition that lanes belong to.

    Raises:
        RefusedEdit: they are gone, or of several editions.
    """
    found = {lane.edition_id for lane in rows_of(session, Lane, lane_ids)}
    if len(found) != 1:
        raise RefusedEdit("別の版の区分は、まとめて編集できません。")
    return found.pop()


def order_lanes(lanes: Iterable[Lane]) -> None:
    """Give lanes the positions 0, 1, 2, …; only rows that differ are written."""
    for position, lane in enumerate(lanes):
        if lane.position != position:
            lane.position = position


def next_positions(session: Session, lane_ids: Collection[int]) -> dict[int, int]:
    """The position after the last bar of each lane."""
    found = dict.fromkeys(lane_ids, 0)
    for portion in chunks(list(found)):
        query = sa.select(Bar.lane_id, sa.func.max(Bar.position)).where(Bar.lane_id.in_(portion))
        found.update((lane, last + 1) for lane, last in session.execute(query.group_by(Bar.lane_id)))
    return found


def require(entity: type[Entity], values: Mapping[str, Any]) -> None:
    """Check values by the columns' declarations.

    Raises:
        RefusedEdit: one breaks its column's check or holds signs that no handout can print.
    """
    fields = fields_of(entity)
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            continue
        problem = field_problem(field, value)
        if problem is None and field.spec.kind in TEXTS and value and has_control_characters(value):
            problem = "印刷できない文字（制御文字）が含まれています。"
        if problem is not None:
            raise RefusedEdit(f"{field.label}：{problem}")


def require_order(start: date, end: date | None) -> None:
    """Refuse an end before the start (RefusedEdit)."""
    if end is not None and end < start:
        raise RefusedEdit("終了が開始より前になります。日付の順序を確かめてください。")


def set_values(row: Entity, values: Mapping[str, Any]) -> None:
    """Set those columns of a row that differ."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def copied_values(row: Entity, **changed: Any) -> dict[str, Any]:
    """A row's columns for a copy of it: under a new uid, without its key, some of them changed."""
    columns = (attribute.key for attribute in sa.inspect(type(row)).column_attrs)
    values = {name: getattr(row, name) for name in columns if name not in {"id", "uid"}}
    return {**values, "uid": new_uid(), **changed}


def values_of(
    session: Session, entity: type[Entity], where: sa.ColumnElement[bool]
) -> Sequence[Mapping[str, Any]]:
    """All columns of rows by their keys, without making objects of them: for copies of very many."""
    names = [attribute.key for attribute in sa.inspect(entity).column_attrs]
    query = sa.select(*(getattr(entity, name) for name in names)).where(where).order_by(entity.id)
    return [dict(zip(names, row, strict=True)) for row in session.execute(query)]


def insert_all(session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert rows that bring their uids, in few statements; gives their keys by uid."""
    if not rows:
        return {}
    # With its NULLs written out every row fits one statement; else each pattern of them is one of its own.
    session.execute(sa.insert(entity), [dict(row) for row in rows], execution_options={"render_nulls": True})
    keys: dict[str, int] = {}
    for portion in chunks([row["uid"] for row in rows]):
        keys.update(
            (uid, key)
            for uid, key in session.execute(sa.select(entity.uid, entity.id).where(entity.uid.in_(portion)))
        )
    return keys


def copy_origins(session: Session, uids: Mapping[str, str]) -> None:
    """Give copies the 出典 of their originals; ``uids`` maps an original's uid to its copy's."""
    made = []
    for portion in chunks(list(uids)):
        marks = session.scalars(
            sa.select(Provenance).where(Provenance.entity_uid.in_(portion)).order_by(Provenance.id)
        )
        made += [copied_values(mark, entity_uid=uids[mark.entity_uid]) for mark in marks]
    if made:
        session.execute(sa.insert(Provenance), made)


def delete_all(session: Session, entity: type[Entity], keys: Collection[int]) -> None:
    """Delete rows with what belongs to them; the database cascades. What is already gone is passed over."""
    for portion in chunks(list(keys)):
        session.execute(
            sa.delete(entity).where(entity.id.in_(portion)),
            execution_options={"synchronize_session": False},
        )
