"""The later change that stands in the way of taking an older one back."""

import json
from collections.abc import Collection, Iterable
from typing import NoReturn

import sqlalchemy as sa
from sqlalchemy import Connection

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.moments import format_moment
from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model import Change, ChangeSet
from dxplanner.store.changelog import ENTITY_TABLES

Place = tuple[str, str]
"""Table and uid of a row."""


class Later:
    """Looks among the change sets newer than one of them, as far as they are done."""

    def __init__(self, connection: Connection, change_set_id: int) -> None:
        self._connection = connection
        newest = connection.scalar(sa.select(sa.func.max(Change.id))) or 0
        # What the taking back itself records comes after this, and is not in its own way.
        self._among = (
            (Change.change_set_id > change_set_id)
            & (Change.id <= newest)
            & (ChangeSet.state == ChangeState.DONE)
        )

    def refuse(
        self,
        rows: Iterable[Place],
        what: str,
        columns: Collection[str] | None = None,
        operation: Operation | None = None,
    ) -> NoReturn:
        """Refuse, naming the newest later change of these rows; ``what`` it did to them (「…されている」).

        Raises:
            RefusedEdit: always.
        """
        found = self._newest(rows, columns, operation)
        if found is None:
            raise RefusedEdit(f"{what}ため、この変更だけは取り消せません。")
        label, author, moment = found
        raise RefusedEdit(
            f"あとの変更「{label}」（{author} {moment}）で{what}ため、この変更だけは取り消せません。"
            "先にその変更を取り消してください。"
        )

    def last_operation(self, uid: str) -> Operation | None:
        """What later changes did last to the row with a uid, whatever its table."""
        return self._connection.scalar(
            sa.select(Change.operation)
            .join(ChangeSet, ChangeSet.id == Change.change_set_id)
            .where(
                self._among,
                Change.table_name.in_(ENTITY_TABLES),
                Change.row_uid == uid,
            )
            .order_by(Change.id.desc())
            .limit(1)
        )

    def _newest(
        self, rows: Iterable[Place], columns: Collection[str] | None, operation: Operation | None
    ) -> tuple[str, str, str] | None:
        newest: tuple[int, tuple[str, str, str]] | None = None
        for table, uid in rows:
            changes = self._connection.execute(
                sa.select(Change.id, Change.operation, Change.after)
                .add_columns(ChangeSet.label, ChangeSet.author, ChangeSet.made_at)
                .join(ChangeSet, ChangeSet.id == Change.change_set_id)
                .where(
                    Change.table_name == table,
                    Change.row_uid == uid,
                    self._among,
                )
                .order_by(Change.id.desc())
            )
            for change in changes:
                if operation is not None and change.operation is not operation:
                    continue
                touched = json.loads(change.after or "{}")
                if columns is not None and touched and touched.keys().isdisjoint(columns):
                    continue
                if newest is None or change.id > newest[0]:
                    newest = change.id, (change.label, change.author, format_moment(change.made_at))
                break
        return None if newest is None else newest[1]
