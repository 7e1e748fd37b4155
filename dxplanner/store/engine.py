"""The connection to a plan file: pragmas, transactions, read-only mode."""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

BUSY_TIMEOUT_MS = 3000


def _sqlite_uri(path: Path) -> str:
    """A file URI as SQLite wants it: a server's name in a Windows network path belongs to the path."""
    uri = path.resolve().as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def plan_engine(path: Path, *, writable: bool) -> sa.Engine:
    """An engine with exactly one connection to the file.

    Rollback journal (no file stays beside the plan), ``synchronous=FULL``, foreign keys on. Transactions
    begin where SQLAlchemy says so, DDL included (the driver's own begin is switched off); a writing one
    takes the write lock at once, so that two writers meet at the beginning and not in the middle; one with
    the execution option ``reading`` takes none.
    """
    mode = "rw" if writable else "ro"

    def connect() -> sqlite3.Connection:
        # check_same_thread: a plan may be opened by a worker and handed over; never used by two at once.
        return sqlite3.connect(
            f"{_sqlite_uri(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if writable:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = not writable or connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
