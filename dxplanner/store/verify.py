"""検査 of a plan file: SQLite's own checks, foreign keys, the schema, and the change log against the rows."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model import Base, Change, ChangeSet
from dxplanner.store.changelog import ENTITY_TABLES
from dxplanner.store.planfile import PlanFile


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem found: where, and what (Japanese)."""

    place: str
    text: str


def verify(plan: PlanFile) -> list[Problem]:
    """All problems of an open plan; empty when it is sound."""
    with plan.reading() as session:
        connection = session.connection()
        damage = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        if damage:
            return [Problem("ファイル", f"内容が壊れています（{text}）。") for text in damage]
        schema = _schema_problems(connection)
        if schema:
            return schema
        orphans = [
            Problem(row[0], f"{row[1]}行目が、ない行（{row[2]}）を参照しています。")
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        ]
        return orphans + _log_problems(connection)


def _schema_problems(connection: sa.Connection) -> list[Problem]:
    inspector = sa.inspect(connection)
    found = set(inspector.get_table_names())
    problems = []
    for table in Base.metadata.sorted_tables:
        if table.name not in found:
            problems.append(Problem(table.name, "表がありません。"))
            continue
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        missing = [column.name for column in table.columns if column.name not in columns]
        problems += [Problem(table.name, f"欄「{name}」がありません。") for name in missing]
    strangers = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
    )
    return problems + [Problem(row[0], "計画ファイルにあるはずのない定義です。") for row in strangers]


def _log_problems(connection: sa.Connection) -> list[Problem]:
    """Where the newest recorded values of a row differ from what the row now holds."""
    recorded: dict[tuple[str, int], dict[str, Any] | None] = {}
    changes = connection.execute(
        sa.select(Change.table_name, Change.row_id, Change.operation, Change.after)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(ChangeSet.state == ChangeState.DONE)
        .order_by(Change.id)
    )
    for table, row_id, operation, after in changes:
        if table not in ENTITY_TABLES:
            return [Problem(table, "変更履歴に、ない表の記録があります。")]
        if operation is Operation.DELETE:
            recorded[table, row_id] = None
        else:
            known = recorded.get((table, row_id)) or {}
            recorded[table, row_id] = {**known, **json.loads(after or "{}")}
    problems = []
    for (table, row_id), values in recorded.items():
        row = (
            connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,)).mappings().first()
        )
        agrees = (
            row is None
            if values is None
            else row is not None and all(row.get(name) == value for name, value in values.items())
        )
        if not agrees:
            problems.append(Problem(table, f"{row_id}行目が変更履歴と合いません。"))
    return problems
