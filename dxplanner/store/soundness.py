"""What must still hold of trees after one change is taken back from the middle of history."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.orm import aliased

from dxplanner.model import Base, Level, PolicyNode
from dxplanner.store.later import Later, Place

_HIERARCHY = {PolicyNode.__tablename__, Level.__tablename__}


class Soundness:
    """Compares the 階層 before and after, and looks for rows that would be above themselves.

    Make it before the rows change; ``rows`` are (table, key) of those that will.
    """

    def __init__(self, connection: Connection, later: Later, rows: Iterable[tuple[str, int]]) -> None:
        self._connection = connection
        self._later = later
        self._rows = list(rows)
        self._hierarchy = any(table in _HIERARCHY for table, _ in self._rows)
        self._known = set(self._misplaced()) if self._hierarchy else set()

    def check(self) -> None:
        """Raise when the rows are no longer sound.

        Raises:
            RefusedEdit: the sentence names the later change that stands in the way.
        """
        for table, row_id in self._rows:
            for column in _own_references(table):
                self._check_circle(Base.metadata.tables[table], column, row_id)
        if not self._hierarchy:
            return
        for key, places in self._misplaced().items():
            if key not in self._known:
                columns = ["parent_id", "level_id", "version_id", "position"]
                self._later.refuse(places, "階層の上下が変わっている", columns=columns)

    def _misplaced(self) -> dict[int, list[Place]]:
        """Nodes that do not lie below their parent, in the parent's version, on a level of that version."""
        above, above_level = aliased(PolicyNode), aliased(Level)
        found = self._connection.execute(
            sa.select(PolicyNode.id, PolicyNode.uid, Level.uid, above.uid, above_level.uid)
            .join(Level, Level.id == PolicyNode.level_id)
            .outerjoin(above, above.id == PolicyNode.parent_id)
            .outerjoin(above_level, above_level.id == above.level_id)
            .where(
                (Level.version_id != PolicyNode.version_id)
                | (above.version_id != PolicyNode.version_id)
                | (above_level.position >= Level.position)
            )
        )
        node, level = PolicyNode.__tablename__, Level.__tablename__
        return {
            row[0]: [
                (table, uid)
                for table, uid in ((node, row[1]), (level, row[2]), (node, row[3]), (level, row[4]))
                if uid is not None
            ]
            for row in found
        }

    def _check_circle(self, table: sa.Table, column: str, row_id: int) -> None:
        passed: list[Place] = []
        seen: set[int] = set()
        above: int | None = row_id
        while above is not None and above not in seen:
            seen.add(above)
            row = self._connection.execute(
                sa.select(table.c.uid, table.c[column]).where(table.c.id == above)
            ).first()
            if row is None:
                return
            passed.append((table.name, row[0]))
            above = row[1]
        if above is not None:
            self._later.refuse(passed, "上下の関係が入れ替わっている", columns=[column])


def _own_references(table: str) -> list[str]:
    return [
        key.parent.name for key in Base.metadata.tables[table].foreign_keys if key.column.table.name == table
    ]
