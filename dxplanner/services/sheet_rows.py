"""What most sheets list: the keys of an entity in stored order, and rows by their keys."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from dxplanner.model import Entity
from dxplanner.services.hierarchy_rows import chunks
from dxplanner.services.sheet import SheetSource
from dxplanner.store.changelog import RowChange, touches


@dataclass(frozen=True, eq=False)
class KeysInOrder:
    """The keys of an entity's rows by 並び順, as ``SheetSource.rows`` wants them; ``where`` narrows them."""

    entity: type[Entity]
    where: tuple[sa.ColumnElement[bool], ...] = ()

    def __call__(self, session: Session) -> Sequence[int]:
        """One text instead of a row each: ten thousand keys, and no garbage to collect."""
        session.flush()
        text = session.connection().execute(self._query).scalar()
        return [int(key) for key in text.split(",")] if text else []

    def may_differ(self, changes: Iterable[RowChange]) -> bool:
        """Whether there may be other keys, or another order, after these changes."""
        return touches(changes, self._columns)

    @cached_property
    def _query(self) -> sa.Select[str]:
        table: Any = self.entity
        listed = sa.select(table.id).where(*self.where).order_by(table.position, table.id).subquery()
        return sa.select(sa.func.group_concat(listed.c.id))

    @cached_property
    def _columns(self) -> dict[str, set[str]]:
        """What decides about the keys, by table."""
        found: defaultdict[str, set[str]] = defaultdict(set, {self.entity.__tablename__: {"position"}})
        for condition in self.where:
            for part in visitors.iterate(condition):
                if isinstance(part, sa.Column):
                    found[part.table.name].add(part.name)
        return dict(found)


def keys_in_order(entity: type[Entity], *where: sa.ColumnElement[bool]) -> KeysInOrder:
    """The keys of an entity's rows in stored order; conditions may speak of columns, not of subqueries."""
    return KeysInOrder(entity, where)


def keys_may_differ(source: SheetSource, changes: Iterable[RowChange]) -> bool:
    """Whether a sheet may have other rows, or another order, after these changes: else nobody need ask."""
    rows = source.rows
    return not isinstance(rows, KeysInOrder) or rows.may_differ(changes)


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
