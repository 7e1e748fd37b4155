"""What a change set did to each row in the end: its steps on one row taken together."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dxplanner.domain.vocabulary import Operation
from dxplanner.store import changelog

Values = dict[str, Any]


@dataclass(slots=True)
class NetStep:
    """One row before and after a change set, as stored.

    An inserted row has no ``before``, a deleted one no ``after`` (the other side is the whole row); an
    updated row has the columns that differ on both sides.
    """

    table: str
    row_id: int
    uid: str
    before: Values | None
    after: Values | None

    @property
    def key(self) -> tuple[str, int]:
        """Table and key of the row."""
        return self.table, self.row_id


def net_steps(connection: Connection, change_set_id: int) -> list[NetStep]:
    """The net step of each row of a change set, in the order in which the rows were first touched."""
    steps: dict[tuple[str, int], NetStep] = {}
    for change in changelog.logged(connection, change_set_id, newest_first=False):
        before = json.loads(change.before) if change.before else None
        after = json.loads(change.after) if change.after else None
        step = steps.get((change.table_name, change.row_id))
        if step is None:
            steps[change.table_name, change.row_id] = NetStep(
                change.table_name, change.row_id, change.row_uid, before, after
            )
            continue
        if step.before is not None:
            step.before = {**(before or {}), **step.before}
        if change.operation is Operation.UPDATE:
            after = {**(step.after or {}), **(after or {})}
        step.after = after
    return [step for step in map(_without_equal_columns, steps.values()) if step.before or step.after]


def _without_equal_columns(step: NetStep) -> NetStep:
    if step.before is not None and step.after is not None:
        differ = [name for name in step.before if step.before[name] != step.after.get(name)]
        step.after = {name: step.after.get(name) for name in differ}
        step.before = {name: step.before[name] for name in differ}
    return step
