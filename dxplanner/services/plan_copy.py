"""A plan as it is at one moment, for another thread to read: a copy in memory, which no edit waits for."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from dxplanner.domain.errors import MachineError
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.header import SCHEMA_VERSION, read_header
from dxplanner.store.loading import load_snapshot
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile


def other_plan(path: Path, author: Author) -> PlanSnapshot:
    """All rows of another plan file, which stays as it is: an older one is brought up to date in a copy.

    Raises:
        InputError: it is no plan file.
        MachineError: it cannot be read.
    """
    if read_header(path).schema_version < SCHEMA_VERSION:
        with TemporaryDirectory() as folder:
            try:
                copy = Path(shutil.copy(path, folder))
            except OSError as error:
                raise MachineError(f"「{path.name}」を読み取れません。") from error
            with PlanFile.open(copy, author) as plan:
                return plan.snapshot()
    with PlanFile.open(path, author, editable=False) as plan:
        return plan.snapshot()


def copy_of(plan: PlanFile) -> bytes:
    """The whole plan as it is now; takes about a millisecond for a megabyte.

    Raises:
        MachineError: it cannot be read.
    """
    with plan.reading() as session:
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection.serialize()


class CopyReader:
    """Reads copies, one at a time, on any thread."""

    def __init__(self) -> None:
        self._copy = b""
        # One engine for all copies: it keeps what it has made of the queries.
        self._engine = sa.create_engine("sqlite://", creator=self._connect, poolclass=NullPool)

    def snapshot(self, copy: bytes) -> PlanSnapshot:
        """All rows of a copy, detached (see PlanSnapshot)."""
        self._copy = copy
        with Session(self._engine) as session:
            return load_snapshot(session)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.deserialize(self._copy)
        return connection
