"""Rows of an edition of a 工程表 read as plain values, one query a kind of row."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dxplanner.domain.schedule_data import BarData, ColumnData, LaneData, LinkData, MeetingBand
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import AxisColumn, Bar, ClosedDay, Department, Dependency, Lane, Meeting, Provenance

_BAR_FIELDS: Final = ("starts_on", "ends_on", "label")
"""Fields of a bar whose 推定 marks the bar."""


def load_lanes(
    session: Session, edition_id: int, only: Collection[int] | None = None
) -> tuple[LaneData, ...]:
    """The lanes of an edition in order, or those of the keys ``only``."""
    query = sa.select(Lane.id, Lane.uid, Lane.position, Lane.group, Lane.name, Lane.lineage)
    query = query.where(Lane.edition_id == edition_id)
    if only is not None:
        query = query.where(Lane.id.in_(only))
    of_these = Lane.edition_id == edition_id if only is None else Lane.id.in_(only)
    inferred = _inferred(session, Lane, ("name",), of_these)
    return tuple(
        LaneData(key, uid, position, group or "", name, lineage or "", uid in inferred)
        for key, uid, position, group, name, lineage in session.execute(
            query.order_by(Lane.position, Lane.id)
        )
    )


_BAR_COLUMNS: Final = (
    Bar.id,
    Bar.uid,
    Bar.lane_id,
    Bar.position,
    Bar.label,
    Bar.starts_on,
    Bar.ends_on,
    Bar.precision,
    Bar.kind,
    Bar.shape,
    Bar.glyph,
    Bar.colour,
    Bar.progress,
    Bar.fixed,
    Bar.department_id,
    sa.func.coalesce(Department.short_name, Department.name, ""),
    Bar.lineage,
    Bar.note,
)


def load_bars(session: Session, edition_id: int, only: Collection[int] | None = None) -> tuple[BarData, ...]:
    """The bars of an edition by lane and position, or those of the keys ``only``."""
    query = (
        sa.select(*_BAR_COLUMNS)
        .join(Lane, Bar.lane_id == Lane.id)
        .outerjoin(Department, Bar.department_id == Department.id)
        .where(Lane.edition_id == edition_id)
        .order_by(Lane.position, Lane.id, Bar.position, Bar.id)
    )
    if only is not None:
        query = query.where(Bar.id.in_(only))
    of_these = Bar.lane.has(Lane.edition_id == edition_id) if only is None else Bar.id.in_(only)
    inferred = _inferred(session, Bar, _BAR_FIELDS, of_these)
    return tuple(_bar(row, inferred) for row in _rows(session, query))


def load_links(
    session: Session, edition_id: int, only: Collection[int] | None = None
) -> tuple[LinkData, ...]:
    """The 前後関係 of an edition, or those of the keys ``only``."""
    before = aliased(Bar)
    query = (
        sa.select(
            Dependency.id,
            Dependency.uid,
            Dependency.before_id,
            Dependency.after_id,
            Dependency.type,
            Dependency.lag,
            Dependency.lag_unit,
        )
        .join(before, Dependency.before_id == before.id)
        .join(Lane, before.lane_id == Lane.id)
        .where(Lane.edition_id == edition_id)
        .order_by(Dependency.id)
    )
    if only is not None:
        query = query.where(Dependency.id.in_(only))
    return tuple(LinkData(*row) for row in _rows(session, query))


def load_columns(session: Session, edition_id: int) -> tuple[ColumnData, ...]:
    """The edition's own columns of the time axis, in order."""
    query = (
        sa.select(
            AxisColumn.id,
            AxisColumn.uid,
            AxisColumn.position,
            sa.func.coalesce(AxisColumn.group, ""),
            AxisColumn.heading,
            AxisColumn.starts_on,
            AxisColumn.ends_on,
        )
        .where(AxisColumn.edition_id == edition_id)
        .order_by(AxisColumn.position, AxisColumn.id)
    )
    return tuple(ColumnData(*row) for row in _rows(session, query))


def load_meetings(session: Session) -> tuple[MeetingBand, ...]:
    """The meetings that have a date, by date."""
    query = (
        sa.select(
            Meeting.id,
            Meeting.uid,
            Meeting.body,
            Meeting.name,
            Meeting.starts_on,
            sa.func.coalesce(Meeting.ends_on, Meeting.starts_on, type_=sa.Date()),
            Meeting.precision,
        )
        .where(Meeting.starts_on.is_not(None))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return tuple(MeetingBand(*row) for row in _rows(session, query))


def load_closed_days(session: Session) -> frozenset[date]:
    """The plan's own 閉庁日."""
    return frozenset(session.scalars(sa.select(ClosedDay.on)))


def _bar(row: tuple[Any, ...], inferred: Collection[str]) -> BarData:
    label, lineage, note = (text or "" for text in (row[4], *row[-2:]))
    values: list[Any] = [*row[:4], label, *row[5:-2], lineage, note, row[1] in inferred]
    return BarData(*values)


def _rows(session: Session, query: sa.Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in session.execute(query):
        yield tuple(row)


def _inferred(
    session: Session, entity: type[Lane] | type[Bar], fields: tuple[str, ...], where: sa.ColumnElement[bool]
) -> frozenset[str]:
    """uids of rows of which a field that is shown is 推定; a field's own 出典 goes before the row's."""
    marks: defaultdict[str, dict[str | None, ProvenanceStatus]] = defaultdict(dict)
    rows = session.execute(
        sa.select(Provenance.entity_uid, Provenance.field_name, Provenance.status)
        .join(entity, Provenance.entity_uid == entity.uid)
        .where(where)
        .order_by(Provenance.id)
    )
    for uid, field, status in rows:
        marks[uid][field] = status
    return frozenset(uid for uid, found in marks.items() if _is_inferred(found, fields))


def _is_inferred(marks: Mapping[str | None, ProvenanceStatus], fields: tuple[str, ...]) -> bool:
    whole = marks.get(None)
    return any(marks.get(field, whole) is ProvenanceStatus.INFERRED for field in fields)
