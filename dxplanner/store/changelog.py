"""The change log (decision 2): every change of every row, recorded by the database itself.

Temporary triggers, made from the model's metadata before the first write to an open plan, put a row's values
before and after into ``change``. So a new table gets undo, redo, history and view refresh for nothing,
cascades are recorded like any other change, and a write outside a change set is refused (``change_set_id``
is NOT NULL). Undoing and redoing replay the recorded values and record nothing themselves.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy import Connection

from dxplanner.domain.vocabulary import Operation
from dxplanner.model import Base, Change, ChangeSet, Entity, Provenance, entities

LoggedChange = sa.Row[int, str, int, str, Operation, str | None, str | None]
"""Columns of ``change``: id, table_name, row_id, row_uid, operation, before, after."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that a change set touched: enough for a view to refresh exactly that row."""

    table: str
    row_id: int
    uid: str
    operation: Operation
    columns: frozenset[str] = frozenset()
    """The columns that an update changed; none where the row came or went as a whole."""


def touches(changes: Iterable[RowChange], columns: Mapping[str, Set[str]]) -> bool:
    """Whether, in one of these tables, a row came or went or one of the columns named changed."""
    return any(
        change.operation is not Operation.UPDATE or not change.columns.isdisjoint(columns[change.table])
        for change in changes
        if change.table in columns
    )


def refuse_writing(engine: sa.Engine) -> None:
    """Until ``install``, nothing can be written through the engine's one connection."""
    _run(engine, "PRAGMA query_only = ON")


def install(engine: sa.Engine) -> None:
    """Create the switch and the triggers of all entities on the engine's one connection; allow writing."""
    _run(engine, f"PRAGMA query_only = OFF;\n{_script()}")


def _run(engine: sa.Engine, script: str) -> None:
    connection = engine.raw_connection()
    # One script: two hundred statements cost a tenth of two hundred calls.
    connection.cursor().executescript(script)
    connection.close()


@cache
def _script() -> str:
    statements = [
        "CREATE TEMP TABLE log_state (replaying INTEGER NOT NULL, change_set_id INTEGER)",
        "INSERT INTO log_state VALUES (0, NULL)",
    ]
    for entity in entities():
        statements += _triggers(entity)
    return ";\n".join([*statements, ""])


@contextmanager
def recording(connection: Connection, change_set_id: int) -> Iterator[None]:
    """Record all writes inside the block under a change set."""
    connection.exec_driver_sql("UPDATE log_state SET change_set_id = ?", (change_set_id,))
    yield
    connection.exec_driver_sql("UPDATE log_state SET change_set_id = NULL")


@contextmanager
def replaying(connection: Connection) -> Iterator[None]:
    """Let writes inside the block pass unrecorded: replay of the log, or a plan's first filling."""
    connection.exec_driver_sql("UPDATE log_state SET replaying = 1")
    yield
    connection.exec_driver_sql("UPDATE log_state SET replaying = 0")


def undo(connection: Connection, change_set_id: int) -> tuple[RowChange, ...]:
    """Put back what a change set's rows were before it; returns what that does to each row."""
    done = logged(connection, change_set_id, newest_first=True)
    inverse = {
        Operation.INSERT: Operation.DELETE,
        Operation.DELETE: Operation.INSERT,
        Operation.UPDATE: Operation.UPDATE,
    }
    return _replay(connection, ((row, inverse[row.operation], row.before) for row in done))


def redo(connection: Connection, change_set_id: int) -> tuple[RowChange, ...]:
    """Put back what a change set made of its rows; returns what that does to each row."""
    done = logged(connection, change_set_id, newest_first=False)
    return _replay(connection, ((row, row.operation, row.after) for row in done))


def row_changes(connection: Connection, change_set_id: int, after: int = 0) -> tuple[RowChange, ...]:
    """The rows that a change set touched, in the order of their changes; only those newer than ``after``."""
    return tuple(
        _row_change(row, row.operation, json.loads(row.after or "{}"))
        for row in logged(connection, change_set_id, newest_first=False)
        if row.id > after
    )


def newest_change(connection: Connection, change_set_id: int) -> int:
    """Key of a change set's newest change; 0 when it has none."""
    newest = connection.scalar(sa.select(sa.func.max(Change.id)).where(Change.change_set_id == change_set_id))
    return newest or 0


def fold(connection: Connection, change_set_id: int) -> int:
    """Collapse several updates of one row into one; returns how many changes are left.

    A column that came back to its first value drops out, and so does a row of which no column is left.
    Only a set of plain updates is collapsed: among insertions and deletions (which cascade), and in columns
    whose values must differ from row to row, the order of the steps matters to a replay, so they all stay.
    """
    changes = logged(connection, change_set_id, newest_first=False)
    by_row: defaultdict[tuple[str, int], list[LoggedChange]] = defaultdict(list)
    for change in changes:
        if change.operation is not Operation.UPDATE or UNIQUE_COLUMNS & _columns_of(change):
            return len(changes)
        by_row[change.table_name, change.row_id].append(change)
    for steps in by_row.values():
        first, *others = steps
        before: dict[str, object] = {}
        after: dict[str, object] = {}
        for step in steps:
            before = {**json.loads(step.before or "{}"), **before}
            after = {**after, **json.loads(step.after or "{}")}
        changed = [name for name in before if before[name] != after[name]]
        gone = [step.id for step in (others if changed else steps)]
        if gone:
            connection.execute(sa.delete(Change).where(Change.id.in_(gone)))
        if changed:
            connection.execute(
                sa.update(Change)
                .where(Change.id == first.id)
                .values(
                    before=json.dumps({name: before[name] for name in changed}, ensure_ascii=False),
                    after=json.dumps({name: after[name] for name in changed}, ensure_ascii=False),
                )
            )
    return len(logged(connection, change_set_id, newest_first=False))


def _columns_of(change: LoggedChange) -> set[tuple[str, str]]:
    return {(change.table_name, name) for name in json.loads(change.after or "{}")}


def logged(connection: Connection, change_set_id: int, *, newest_first: bool) -> list[LoggedChange]:
    """The recorded changes of a change set."""
    order = Change.id.desc() if newest_first else Change.id
    columns = (
        Change.id, Change.table_name, Change.row_id, Change.row_uid,
        Change.operation, Change.before, Change.after,
    )  # fmt: skip
    return list(
        connection.execute(sa.select(*columns).where(Change.change_set_id == change_set_id).order_by(order))
    )


def _replay(
    connection: Connection,
    steps: Iterable[tuple[LoggedChange, Operation, str | None]],
) -> tuple[RowChange, ...]:
    run = connection.exec_driver_sql
    run("PRAGMA defer_foreign_keys = ON")
    touched = []
    with replaying(connection):
        for row, operation, values_json in steps:
            table = quoted(row.table_name)
            values: dict[str, object] = json.loads(values_json) if values_json else {}
            if operation is Operation.DELETE:
                run(f"DELETE FROM {table} WHERE id = ?", (row.row_id,))
            elif operation is Operation.INSERT:
                names = ", ".join(map(quoted, values))
                marks = ", ".join("?" * len(values))
                run(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
            else:
                settings = ", ".join(f"{quoted(name)} = ?" for name in values)
                run(f"UPDATE {table} SET {settings} WHERE id = ?", (*values.values(), row.row_id))
            touched.append(_row_change(row, operation, values))
    return tuple(touched)


def _row_change(row: LoggedChange, operation: Operation, values: Iterable[str]) -> RowChange:
    columns = frozenset(values) if operation is Operation.UPDATE else frozenset()
    return RowChange(row.table_name, row.row_id, row.row_uid, operation, columns)


def quoted(name: str) -> str:
    """A table or column name that came out of a file, made safe to put into a statement."""
    return '"' + name.replace('"', '""') + '"'


def _triggers(entity: type[Entity]) -> list[str]:
    table = entity.__tablename__
    columns = [column.name for column in entity.__table__.columns]
    whole = {
        row: "json_object(" + ", ".join(f"'{name}', {row}.{quoted(name)}" for name in columns) + ")"
        for row in ("NEW", "OLD")
    }
    differs = [name for name in columns if name not in {"id", "uid"}]
    changed = " OR ".join(f"NEW.{quoted(name)} IS NOT OLD.{quoted(name)}" for name in differs)

    def only_changed(row: str) -> str:
        pairs = " UNION ALL ".join(
            f"SELECT '{name}' AS name, {row}.{quoted(name)} AS value"
            f" WHERE NEW.{quoted(name)} IS NOT OLD.{quoted(name)}"
            for name in differs
        )
        return f"(SELECT json_group_object(name, value) FROM ({pairs}))"

    def trigger(event: Operation, row: str, when: str, before: str, after: str, more: str = "") -> str:
        return f"""
            CREATE TEMP TRIGGER log_{table}_{event} AFTER {event} ON main.{quoted(table)}
            WHEN (SELECT replaying FROM log_state) = 0{when}
            BEGIN
                INSERT INTO {Change.__tablename__}
                    (change_set_id, table_name, row_id, row_uid, operation, before, after)
                VALUES ((SELECT change_set_id FROM log_state),
                    '{table}', {row}.id, {row}.uid, '{event}', {before}, {after});
                {more}
            END"""

    # A row's 出典 goes with the row: it is bound by uid, which no foreign key can follow.
    orphans = "" if entity is Provenance else "DELETE FROM provenance WHERE entity_uid = OLD.uid;"
    return [
        trigger(Operation.INSERT, "NEW", "", "NULL", whole["NEW"]),
        trigger(Operation.UPDATE, "OLD", f" AND ({changed})", only_changed("OLD"), only_changed("NEW")),
        trigger(Operation.DELETE, "OLD", "", whole["OLD"], "NULL", orphans),
    ]


HISTORY_TABLES = (ChangeSet.__tablename__, Change.__tablename__)
"""Tables of the log itself: not entities, hence without triggers."""

ENTITY_TABLES = tuple(table.name for table in Base.metadata.sorted_tables if table.name not in HISTORY_TABLES)

UNIQUE_COLUMNS = frozenset(
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if column.unique
    or any(
        constraint.contains_column(column)
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint)
    )
    or any(index.unique and column.name in index.columns for index in table.indexes)
)
"""(table, column) whose values have to differ from row to row."""
