"""Which rows belong to a node, now or formerly: so that 変更履歴 can be narrowed down to one 施策."""

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import Operation
from dxplanner.model import Base, Change, PolicyNode, Provenance
from dxplanner.services.change_text import belonging
from dxplanner.services.hierarchy_rows import chunks

Found = set[tuple[int, str]]
"""Rows of one table: key and uid."""


def rows_of_node(session: Session, uid: str) -> dict[str, list[str]]:
    """Uids by table of a node and all that belongs to it (取組, 指標 and their values…), deleted rows too.

    Lower nodes of the 体系 are rows of their own and do not count.
    """
    node = PolicyNode.__tablename__
    rows: defaultdict[str, Found] = defaultdict(set)
    rows[node] = _by_uid(session, node, uid)
    waiting = [node]
    while waiting:
        owner = waiting.pop()
        keys = [row_id for row_id, _ in rows[owner]]
        for table, column in belonging(owner):
            found = _present(session, table, column, keys) | _recorded(session, table, column, keys)
            if not found <= rows[table]:
                rows[table] |= found
                waiting.append(table)
    subjects = [one for found in rows.values() for _, one in found]
    marks = Provenance.__tablename__
    rows[marks] = _present(session, marks, "entity_uid", subjects)
    rows[marks] |= _recorded(session, marks, "entity_uid", subjects)
    return {table: [row_uid for _, row_uid in found] for table, found in rows.items() if found}


def _by_uid(session: Session, table: str, uid: str) -> Found:
    columns = Base.metadata.tables[table].columns
    present = session.execute(sa.select(columns["id"], columns["uid"]).where(columns["uid"] == uid))
    recorded = session.execute(
        sa.select(Change.row_id, Change.row_uid)
        .where(Change.table_name == table, Change.row_uid == uid)
        .limit(1)
    )
    return {(row[0], row[1]) for row in (*present, *recorded)}


def _present(session: Session, table: str, column: str, owners: list[int] | list[str]) -> Found:
    columns = Base.metadata.tables[table].columns
    found: Found = set()
    for portion in chunks(owners):
        rows = session.execute(sa.select(columns["id"], columns["uid"]).where(columns[column].in_(portion)))
        found |= {(row[0], row[1]) for row in rows}
    return found


def _recorded(session: Session, table: str, column: str, owners: list[int] | list[str]) -> Found:
    """Rows that once belonged to the owners, as their insertion or deletion tells."""
    whole = sa.func.coalesce(Change.before, Change.after)
    found: Found = set()
    for portion in chunks(owners):
        rows = session.execute(
            sa.select(Change.row_id, Change.row_uid).where(
                Change.table_name == table,
                Change.operation.in_([Operation.INSERT, Operation.DELETE]),
                sa.func.json_extract(whole, f"$.{column}").in_(portion),
            )
        )
        found |= {(row[0], row[1]) for row in rows}
    return found
