"""Taking back one change set while later ones stay (この変更だけ取り消す).

What the set did to each row is reduced to one net step; the opposite step is applied where nothing newer
stands in the way, and recorded like any other edit. All or nothing: one obstacle refuses the whole. Later
changes that cancel each other out are no obstacle, and a 並び順 that later changes moved stays as it is.
"""

from typing import Any

from sqlalchemy import Connection

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model import Base, ChangeSet, FieldKind, Provenance, entities
from dxplanner.store.changelog import UNIQUE_COLUMNS, quoted
from dxplanner.store.later import Later
from dxplanner.store.netsteps import NetStep, Values, net_steps
from dxplanner.store.soundness import Soundness

NOTHING_LEFT = "この変更の内容は、あとの変更ですでに元の状態に戻っています。"
"""Why there is nothing to take back."""

_NOT_DONE = {
    ChangeState.UNDONE: "この変更は、もう取り消されています。",
    ChangeState.DROPPED: "この変更は、取り消したあとに別の変更をしたため、破棄されています。",
}


def label_of(change_set: ChangeSet) -> str:
    """What history and undo call the taking back of a change set."""
    return f"{change_set.label}を取り消し"


def revert(connection: Connection, change_set: ChangeSet) -> None:
    """Apply the opposite of one change set.

    Raises:
        RefusedEdit: the set is not done, or a later change stands in the way (the sentence names it).
    """
    if change_set.state is not ChangeState.DONE:
        raise RefusedEdit(_NOT_DONE[change_set.state])
    _Reversal(connection, change_set.id).run()


class _Reversal:
    """One taking back. Rows come back before values point to them, and go after nothing points to them:
    so the recorded order can be undone and redone although deletions cascade."""

    def __init__(self, connection: Connection, change_set_id: int) -> None:
        self._connection = connection
        self._later = Later(connection, change_set_id)
        steps = net_steps(connection, change_set_id)
        self._returning = [step for step in steps if step.after is None]
        self._changed = [step for step in steps if step.before is not None and step.after is not None]
        self._leaving = [step for step in steps if step.before is None]
        self._only_order = len(steps) == len(self._changed) and all(
            _is_position(step.table, name) for step in self._changed for name in step.after or {}
        )

    def run(self) -> None:
        """Take the set back."""
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        steps = (*self._returning, *self._changed, *self._leaving)
        soundness = Soundness(self._connection, self._later, [step.key for step in steps])
        # Newest first: what was deleted last, an owner, comes back before what belongs to it.
        for step in reversed(self._returning):
            self._bring_back(step)
        for step in self._changed:
            self._put_back(step)
        leaving = [step for step in self._leaving if self._can_leave(step)]
        for step in reversed(leaving):
            self._run(f"DELETE FROM {quoted(step.table)} WHERE id = ?", (step.row_id,))
        soundness.check()

    def _bring_back(self, step: NetStep) -> None:
        """Insert a deleted row again, unless it is back already."""
        if self._row(step) is not None:
            return
        values = {name: self._value(step, name, value) for name, value in (step.before or {}).items()}
        if step.table == Provenance.__tablename__:
            self._check_subject(step)
        names = ", ".join(map(quoted, values))
        marks = ", ".join("?" * len(values))
        self._run(f"INSERT INTO {quoted(step.table)} ({names}) VALUES ({marks})", tuple(values.values()))

    def _put_back(self, step: NetStep) -> None:
        """Give an updated row its former values."""
        row = self._row(step)
        if row is None:
            self._later.refuse([(step.table, step.uid)], "行が削除されている", operation=Operation.DELETE)
        before, after = step.before or {}, step.after or {}
        values: Values = {}
        for name in after:
            if row[name] == before[name]:
                continue
            if row[name] == after[name]:
                values[name] = self._value(step, name, before[name])
            elif self._only_order or not _is_position(step.table, name):
                what = f"「{_label(step.table, name)}」が書き換えられている"
                self._later.refuse([(step.table, step.uid)], what, columns=[name])
        if values:
            settings = ", ".join(f"{quoted(name)} = ?" for name in values)
            self._run(
                f"UPDATE {quoted(step.table)} SET {settings} WHERE id = ?", (*values.values(), step.row_id)
            )

    def _can_leave(self, step: NetStep) -> bool:
        """Whether an inserted row is still there; refuses when later changes edited it or depend on it."""
        row = self._row(step)
        if row is None:
            return False
        for name, value in (step.after or {}).items():
            if row[name] != value and not _is_position(step.table, name):
                what = f"この変更で加えた行の「{_label(step.table, name)}」が書き換えられている"
                self._later.refuse([(step.table, step.uid)], what, columns=[name])
        leaving = {other.key for other in self._leaving}
        for table, column in _references_to(step.table):
            self._refuse_dependents(table, column, step.row_id, leaving)
        self._refuse_dependents(Provenance.__tablename__, "entity_uid", step.uid, leaving)
        return True

    def _refuse_dependents(
        self, table: str, column: str, value: int | str, leaving: set[tuple[str, int]]
    ) -> None:
        rows = self._run(f"SELECT id, uid FROM {quoted(table)} WHERE {quoted(column)} = ?", (value,))
        for row_id, uid in rows:
            if (table, row_id) not in leaving:
                what = f"この変更で加えた行に「{_LABELS[table]}」が結び付けられている"
                self._later.refuse([(table, uid)], what)

    def _value(self, step: NetStep, name: str, value: Any) -> Any:
        """A former value as it can be now: an empty link where the other row has gone meanwhile."""
        column = Base.metadata.tables[step.table].columns[name]
        if value is None:
            return None
        for key in column.foreign_keys:
            target = key.column.table.name
            if self._exists(target, value):
                continue
            if key.ondelete == "SET NULL":
                return None
            [uid] = self._uids_of_gone(target, value) or [""]
            what = f"結び付いていた「{_LABELS[target]}」が削除されている"
            self._later.refuse([(target, uid)], what, operation=Operation.DELETE)
        if (step.table, name) in UNIQUE_COLUMNS and name != "uid":
            rows = self._run(
                f"SELECT uid FROM {quoted(step.table)} WHERE {quoted(name)} = ? AND id <> ?",
                (value, step.row_id),
            )
            if places := [(step.table, row[0]) for row in rows]:
                self._later.refuse(places, f"同じ「{_label(step.table, name)}」の行ができている")
        return value

    def _exists(self, table: str, row_id: int) -> bool:
        if any(step.key == (table, row_id) for step in self._returning):
            return True
        return bool(self._run(f"SELECT 1 FROM {quoted(table)} WHERE id = ?", (row_id,)))

    def _uids_of_gone(self, table: str, row_id: int) -> list[str]:
        rows = self._run(
            'SELECT row_uid FROM "change" WHERE table_name = ? AND row_id = ? LIMIT 1', (table, row_id)
        )
        return [row[0] for row in rows]

    def _check_subject(self, step: NetStep) -> None:
        """A 出典 can come back only to a row that is there."""
        uid = (step.before or {})["entity_uid"]
        if any(other.uid == uid for other in self._returning):
            return
        if self._later.last_operation(uid) is Operation.DELETE:
            places = [(table, uid) for table in _LABELS]
            self._later.refuse(places, "出典を付けていた行が削除されている", operation=Operation.DELETE)

    def _row(self, step: NetStep) -> Values | None:
        statement = f"SELECT * FROM {quoted(step.table)} WHERE id = ?"
        found = self._connection.exec_driver_sql(statement, (step.row_id,)).mappings().first()
        return None if found is None else dict(found)

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        result = self._connection.exec_driver_sql(statement, values)
        return list(result) if result.returns_rows else []


def _references_to(table: str) -> list[tuple[str, str]]:
    """Columns that refer to a table: (table, column)."""
    return [
        (key.parent.table.name, key.parent.name)
        for other in Base.metadata.sorted_tables
        if other.name in _LABELS
        for key in other.foreign_keys
        if key.column.table.name == table
    ]


def _is_position(table: str, name: str) -> bool:
    return Base.metadata.tables[table].columns[name].info["kind"] is FieldKind.POSITION


def _label(table: str, name: str) -> str:
    return str(Base.metadata.tables[table].columns[name].info["label"])


_LABELS = {entity.__tablename__: entity.__label__ for entity in entities()}
