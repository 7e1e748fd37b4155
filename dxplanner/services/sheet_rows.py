"""What most sheets list: the keys of an entity in stored order, and rows by their keys."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.model import Entity
from dxplanner.services.hierarchy_rows import chunks


def keys_in_order(entity: type[Entity], *where: sa.ColumnElement[bool]) -> Callable[[Session], Sequence[int]]:
    """The keys of an entity's rows by 並び順, as ``SheetSource.rows`` wants them; ``where`` narrows them."""
    table: Any = entity
    listed = sa.select(table.id).where(*where).order_by(table.position, table.id).subquery()
    # One text instead of a row each: ten thousand keys after every edit, and no garbage to collect.
    query = sa.select(sa.func.group_concat(listed.c.id))

    def keys(session: Session) -> Sequence[int]:
        session.flush()
        text = session.connection().execute(query).scalar()
        return [int(key) for key in text.split(",")] if text else []

    return keys


def rows_by_key(
    entity: type[Entity], *options: Any, fresh: bool = False
) -> Callable[[Session, Sequence[int]], Sequence[Any]]:
    """Rows with what ``options`` load beside them, as ``SheetSource.load`` wants them.

    ``fresh`` reads again what the session holds already: for sheets whose cells sum up other rows.
    """

    def load(session: Session, keys: Sequence[int]) -> Sequence[Any]:
        found: list[Any] = []
        for portion in chunks(list(keys)):
            query = sa.select(entity).where(entity.id.in_(portion)).options(*options)
            found += session.scalars(query.execution_options(populate_existing=fresh))
        return found

    return load
