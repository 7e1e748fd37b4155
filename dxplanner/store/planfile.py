"""The plan file: opening, the version gate, one transaction an edit, undo and redo, snapshots."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ChangeState
from dxplanner.model import Change, ChangeSet
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store import changelog, revert
from dxplanner.store.changelog import RowChange
from dxplanner.store.engine import plan_engine
from dxplanner.store.errors import known_errors
from dxplanner.store.header import SCHEMA_VERSION, read_header
from dxplanner.store.loading import load_snapshot
from dxplanner.store.lock import Author, PlanLock, holder_of
from dxplanner.store.migrations import migrate, migrations_dir, upgrade


@dataclass(frozen=True, slots=True)
class Committed:
    """What a finished edit, undo or redo did: announced to the views after the commit."""

    change_set_id: int
    label: str
    rows: tuple[RowChange, ...]


class PlanFile:
    """An open plan. Make it with ``open`` or ``create``; close it when done.

    ``read_only`` is None when the plan can be edited, else the Japanese sentence that says why not.
    ``backup`` is where an older file was kept before it was migrated.
    """

    def __init__(
        self, path: Path, engine: sa.Engine, author: Author, lock: PlanLock | None, read_only: str | None
    ) -> None:
        self.path = path
        self.author = author
        self.read_only = read_only
        self.backup: Path | None = None
        self._engine = engine
        self._lock = lock
        self._logged = False
        """Whether the database records what is written; before that it refuses to write at all."""
        self._merge: tuple[str, int] | None = None
        """Merge key of the newest edit and its change set, as long as the next edit may fold into it."""
        if read_only is None:
            with known_errors(path):
                changelog.refuse_writing(engine)

    @classmethod
    def create(cls, path: Path, author: Author) -> Self:
        """Make an empty plan at ``path`` (which must not exist) and open it.

        Raises:
            MachineError: the folder cannot be written, the disk is full.
        """
        path.touch(exist_ok=False)
        engine = plan_engine(path, writable=True)
        with known_errors(path), engine.begin() as connection:
            upgrade(connection, migrations_dir())
        return cls(path, engine, author, PlanLock.acquire(path, author), None)

    @classmethod
    def open(
        cls,
        path: Path,
        author: Author,
        *,
        editable: bool = True,
        scripts: Path | None = None,
        version: int = SCHEMA_VERSION,
    ) -> Self:
        """Open a plan; an older one is backed up and migrated, what cannot be edited opens read-only.

        ``scripts`` and ``version`` are those of this program unless a test brings its own.

        Raises:
            InputError: no such file, not a plan, damaged.
            MachineError: it cannot be read, or not backed up before its migration.
        """
        header = read_header(path)
        if not editable:
            return cls._open_to_read(path, author, "閲覧のために開いています。")
        if header.schema_version > version:
            return cls._open_to_read(
                path,
                author,
                "このソフトより新しい版で作られた計画です。読み取り専用で開きました。"
                "編集するには新しい版のソフトを使ってください。",
            )
        lock = None
        try:
            lock = PlanLock.acquire(path, author)
            path.open("r+b").close()
        except OSError:
            if lock is not None:
                lock.release()
            return cls._open_to_read(
                path,
                author,
                "書き込めない場所にあるため、読み取り専用で開きました。"
                "編集するには書き込める場所にコピーしてください。",
            )
        if lock is None:
            return cls._open_to_read(path, author, _held_sentence(path))
        try:
            backup = None
            if header.schema_version < version:
                backup = migrate(path, header.schema_version, scripts or migrations_dir(), datetime.now())
            plan = cls(path, plan_engine(path, writable=True), author, lock, None)
        except BaseException:
            lock.release()
            raise
        plan.backup = backup
        return plan

    @classmethod
    def _open_to_read(cls, path: Path, author: Author, reason: str) -> Self:
        return cls(path, plan_engine(path, writable=False), author, None, reason)

    def close(self) -> None:
        """Close the file and give its lock free. Closing twice does nothing."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries; nothing that it does is kept."""
        with (
            known_errors(self.path, reading=True),
            Session(self._engine.execution_options(reading=True), autoflush=False) as session,
        ):
            yield session

    def _writing(self) -> Session:
        """A session that may write. The first has the log's triggers made: opening does not wait for them."""
        if not self._logged:
            changelog.install(self._engine)
            self._logged = True
        return Session(self._engine, expire_on_commit=False)

    def snapshot(self) -> PlanSnapshot:
        """All rows at this moment, detached (see PlanSnapshot)."""
        with self.reading() as session:
            return load_snapshot(session)

    @contextmanager
    def filling(self) -> Iterator[Session]:
        """A transaction outside history: the first filling of a new plan, which nobody would undo."""
        with (
            known_errors(self.path),
            self._writing() as session,
            session.begin(),
            changelog.replaying(session.connection()),
        ):
            yield session
            session.flush()

    @contextmanager
    def edit(self, label: str, merge: str | None = None) -> Iterator["Edit"]:
        """One edit: rows and log in one transaction. ``label`` is what undo will name (Japanese).

        After the block ``Edit.committed`` says what was done; it stays None when nothing changed. If the
        block raises, neither rows nor an undo entry are left.

        Edits that follow each other with the same ``merge`` key (typing in one field) become one change set,
        under the newest label; one that brings the first values back leaves no undo entry. Anything done in
        between ends that: another edit, undo, redo, ``end_merge``, closing the plan.

        Raises:
            RefusedEdit: the plan is open read-only, or the edit breaks a rule of the schema.
            MachineError: it cannot be written; the plan is as before.
        """
        if self.read_only is not None:
            raise RefusedEdit(self.read_only)
        key, self._merge = self._merge, None
        with known_errors(self.path), self._writing() as session:
            edit = Edit(session)
            with session.begin():
                change_set = self._set_to_merge_into(session, merge, key) or self._new_set(session, label)
                connection = session.connection()
                newest = changelog.newest_change(connection, change_set.id)
                with changelog.recording(connection, change_set.id):
                    yield edit
                    session.flush()
                rows = changelog.row_changes(connection, change_set.id, after=newest)
                if not rows:
                    session.rollback()
                    self._merge = key if key is not None and key[0] == merge else None
                    return
                session.execute(
                    sa.update(ChangeSet)
                    .where(ChangeSet.state == ChangeState.UNDONE)
                    .values(state=ChangeState.DROPPED)
                )
                change_set.label, change_set.made_at = label, _now()
                vanished = newest > 0 and changelog.fold(connection, change_set.id) == 0
                if vanished:
                    session.delete(change_set)
            edit.committed = Committed(change_set.id, label, rows)
            self._merge = None if merge is None or vanished else (merge, change_set.id)

    def end_merge(self) -> None:
        """Let the next edit be an undo step of its own, whatever its merge key (the focus has moved on)."""
        self._merge = None

    def _new_set(self, session: Session, label: str) -> ChangeSet:
        change_set = ChangeSet(
            label=label, author=self.author.name, computer=self.author.computer, made_at=_now()
        )
        session.add(change_set)
        session.flush()
        return change_set

    def _set_to_merge_into(
        self, session: Session, merge: str | None, last: tuple[str, int] | None
    ) -> ChangeSet | None:
        """The newest change set, when an edit with this merge key continues it."""
        if merge is None or last is None or last[0] != merge:
            return None
        newest = session.scalars(self._next_undo.limit(1)).first()
        mine = (self.author.name, self.author.computer)
        if newest is None or newest.id != last[1] or (newest.author, newest.computer) != mine:
            return None
        return newest

    def revert(self, change_set_id: int) -> Committed:
        """Take back one change set as a new edit 「…を取り消し」, and leave the later ones as they are.

        Raises:
            RefusedEdit: a later change stands in the way (the sentence names it), nothing would change, or
                the plan is open read-only.
        """
        with self.reading() as session:
            change_set = _existing(session, change_set_id)
        with self.edit(revert.label_of(change_set)) as edit:
            revert.revert(edit.session.connection(), change_set)
        if edit.committed is None:
            raise RefusedEdit(revert.NOTHING_LEFT)
        return edit.committed

    def revert_obstacle(self, change_set_id: int) -> str | None:
        """Why ``revert`` would be refused, or None: rehearsed in a transaction that is rolled back."""
        if self.read_only is not None:
            return self.read_only
        try:
            with known_errors(self.path), self._writing() as session:
                change_set = _existing(session, change_set_id)
                rehearsal = self._new_set(session, "")
                connection = session.connection()
                with changelog.recording(connection, rehearsal.id):
                    revert.revert(connection, change_set)
                # Leaving the session without a commit rolls everything back.
                moved = changelog.newest_change(connection, rehearsal.id) > 0
                return None if moved else revert.NOTHING_LEFT
        except RefusedEdit as refusal:
            return refusal.message

    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._label(self._next_undo)

    def redo_label(self) -> str | None:
        """What redo would bring back, or None."""
        return self._label(self._next_redo)

    def undo(self) -> Committed | None:
        """Take back the newest edit that is still done; None when there is none.

        Raises:
            RefusedEdit: the plan is open read-only.
        """
        return self._travel(self._next_undo, ChangeState.UNDONE)

    def redo(self) -> Committed | None:
        """Bring back the edit that was undone last; None when there is none."""
        return self._travel(self._next_redo, ChangeState.DONE)

    _next_undo = sa.select(ChangeSet).where(ChangeSet.state == ChangeState.DONE).order_by(ChangeSet.id.desc())
    _next_redo = sa.select(ChangeSet).where(ChangeSet.state == ChangeState.UNDONE).order_by(ChangeSet.id)

    def _label(self, which: sa.Select[ChangeSet]) -> str | None:
        with self.reading() as session:
            return session.scalar(which.with_only_columns(ChangeSet.label).limit(1))

    def _travel(self, which: sa.Select[ChangeSet], state: ChangeState) -> Committed | None:
        if self.read_only is not None:
            raise RefusedEdit(self.read_only)
        self._merge = None
        with known_errors(self.path), self._writing() as session:
            with session.begin():
                change_set = session.scalars(which.limit(1)).first()
                if change_set is None:
                    return None
                replay = changelog.undo if state is ChangeState.UNDONE else changelog.redo
                rows = replay(session.connection(), change_set.id)
                undone = state is ChangeState.UNDONE
                change_set.state = state
                change_set.undone_by = self.author.name if undone else None
                change_set.undone_at = _now() if undone else None
            return Committed(change_set.id, change_set.label, rows)

    def last_change(self) -> ChangeSet | None:
        """The newest change set that is done, detached; None for a plan never edited."""
        with self.reading() as session:
            return session.scalars(self._next_undo.limit(1)).first()

    def history_size(self) -> int:
        """How many row changes the log holds."""
        with self.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Change)) or 0


class Edit:
    """What an edit's block works with: the session, and afterwards what was committed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.committed: Committed | None = None


def _existing(session: Session, change_set_id: int) -> ChangeSet:
    change_set = session.get(ChangeSet, change_set_id)
    if change_set is None:
        raise RefusedEdit("この変更は、もう変更履歴にありません。")
    return change_set


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _held_sentence(path: Path) -> str:
    holder = holder_of(path)
    if holder is None:
        return "ほかの人が開いているため、読み取り専用で開きました。"
    return (
        f"{holder.author.name}さん（{holder.author.computer}）が開いているため、読み取り専用で開きました。"
        "編集は、その人が閉じてからお願いします。"
    )
