"""The lock beside a plan, which names who has it open: ``NAME.dxplan.lock`` (decision 5).

The operating system holds the lock and drops it when the process dies, so no stale lock can remain. The
first byte is the locked one (other Windows processes cannot read it); the holder's name follows it.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout


@dataclass(frozen=True, slots=True)
class Author:
    """Who edits: the person's name as the computer knows it, and the computer's name (端末名)."""

    name: str
    computer: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a plan open, and since when (local time)."""

    author: Author
    since: datetime


class PlanLock:
    """An acquired lock; release it when the plan closes."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    @staticmethod
    def path_for(plan: Path) -> Path:
        """Where the lock of a plan stands."""
        return plan.with_name(f"{plan.name}.lock")

    @classmethod
    def acquire(cls, plan: Path, author: Author) -> Self | None:
        """Take the lock, or return None when somebody else has it.

        Raises:
            OSError: the lock cannot be written (read-only folder).
        """
        record = {
            "name": author.name,
            "computer": author.computer,
            "since": datetime.now().isoformat(timespec="seconds"),
        }
        content = b" " + json.dumps(record, ensure_ascii=False).encode()

        def write(descriptor: int) -> None:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, content)

        lock = FileLock(cls.path_for(plan), timeout=0, on_acquired=write)
        try:
            lock.acquire()
        except Timeout:
            return None
        return cls(lock)

    def release(self) -> None:
        """Give the plan free, and take the lock's file away.

        POSIX removes the file while the lock is still held, so that nobody can lock a file that is about to
        vanish; Windows refuses that, and removes it afterwards.
        """
        path = Path(self._lock.lock_file)
        if os.name == "posix":
            path.unlink(missing_ok=True)
            self._lock.release()
            return
        self._lock.release()
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def holder_of(plan: Path) -> Holder | None:
    """Who has the plan open, as far as its lock tells."""
    try:
        with PlanLock.path_for(plan).open("rb", buffering=0) as file:
            file.seek(1)
            record = json.loads(file.read())
        return Holder(Author(record["name"], record["computer"]), datetime.fromisoformat(record["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
