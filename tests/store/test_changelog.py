"""Undo and redo: any sequence of edits on any table, undone, restores the same rows; redo gives them back."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import ChangeState, Operation
from dxplanner.model import (
    Base,
    ChangeSet,
    Entity,
    Initiative,
    Level,
    Plan,
    PlanVersion,
    PolicyNode,
    Provenance,
    entities,
)
from dxplanner.store.changelog import ENTITY_TABLES, touches
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.store.verify import verify

AUTHOR = Author("企画係", "PC-01")
TABLES = [table for table in Base.metadata.sorted_tables if table.name in ENTITY_TABLES]

Rows = dict[str, list[tuple[Any, ...]]]


def all_rows(plan: PlanFile) -> Rows:
    """Every row of every table as stored, by table."""
    with plan.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')] for name in ENTITY_TABLES
        }


def value_for(column: "sa.Column[Any]", draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """A value that a column's type takes."""
    if isinstance(column.type, sa.Enum):
        return draw(st.sampled_from(list(column.type.enum_class or [])))
    by_type: dict[type[Any], st.SearchStrategy[Any]] = {
        str: st.text(max_size=12),
        int: st.integers(-(10**12), 10**12),
        bool: st.booleans(),
        datetime: st.integers(0, 20000).map(lambda days: datetime(1990, 1, 1, 9, 30) + timedelta(days)),
        date: st.integers(0, 20000).map(lambda days: date(1990, 1, 1) + timedelta(days)),
        Decimal: st.decimals(
            allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000
        ),
        Fraction: st.fractions(max_denominator=100),
        object: st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
    }
    return draw(by_type[column.type.python_type])


def row_values(
    table: sa.Table, session: Session, draw: Callable[[st.SearchStrategy[Any]], Any]
) -> dict[str, Any] | None:
    """Random values for a row of a table; None when it needs a row of a table that has none."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in {"id", "uid"}:
            continue
        if column.foreign_keys:
            [key] = column.foreign_keys
            ids = list(session.scalars(sa.select(key.column).order_by(key.column)))
            if not ids and not column.nullable:
                return None
            values[column.name] = draw(st.sampled_from([*ids, None] if column.nullable else ids))
        elif column.nullable and draw(st.booleans()):
            values[column.name] = None
        else:
            values[column.name] = value_for(column, draw)
    return values


def edit_once(session: Session, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    """Insert, update or delete a row of some table; children and links follow by the schema's rules."""
    table = draw(st.sampled_from(TABLES))
    entity = next(entity for entity in entities() if entity.__table__ is table)
    ids = list(session.scalars(sa.select(table.c.id).order_by(table.c.id)))
    action = draw(st.sampled_from(["insert", "insert", "update", "delete"]))
    values = row_values(table, session, draw)
    if action == "insert" and values is not None:
        session.execute(sa.insert(entity).values(**values))
    elif action == "update" and ids and values is not None:
        names = draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
        chosen = {name: values[name] for name in names}
        session.execute(sa.update(table).where(table.c.id == draw(st.sampled_from(ids))).values(**chosen))
    elif action == "delete" and ids:
        session.execute(sa.delete(table).where(table.c.id == draw(st.sampled_from(ids))))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edits_undone_restore_the_rows_and_redone_give_them_back(
    data: st.DataObject, sample_template: Path, empty_template: Path
) -> None:
    start = data.draw(st.sampled_from([empty_template, sample_template]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(start, Path(folder) / "計画.dxplan"))
        states = []
        with PlanFile.open(path, AUTHOR) as plan:
            states.append(all_rows(plan))
            for _ in range(data.draw(st.integers(1, 6))):
                try:
                    with plan.edit("試し") as edit:
                        for _ in range(data.draw(st.integers(1, 4))):
                            edit_once(edit.session, data.draw)
                except RefusedEdit:
                    # A uniqueness rule was broken: nothing may have changed.
                    assert all_rows(plan) == states[-1]
                    continue
                if edit.committed is not None:
                    states.append(all_rows(plan))
        with PlanFile.open(path, AUTHOR) as plan:
            assert verify(plan) == []
            for state in reversed(states[:-1]):
                assert plan.undo() is not None
                assert all_rows(plan) == state
            assert plan.undo() is None
        with PlanFile.open(path, AUTHOR) as plan:
            for state in states[1:]:
                assert plan.redo() is not None
                assert all_rows(plan) == state
            assert plan.redo() is None
            assert verify(plan) == []


def add_branch(session: Session) -> PolicyNode:
    version = PlanVersion(name="現行計画")
    node = PolicyNode(version=version, level=Level(version=version, name="基本方針"), name="方針")
    node.initiatives = [Initiative(name="取組", position=0)]
    session.add_all([version, node])
    session.flush()
    session.add(Provenance(entity_uid=node.uid, basis="名称の一致"))
    return node


def test_a_deletion_takes_all_that_hangs_on_it_and_comes_back_as_one_step(empty_plan: PlanFile) -> None:
    with empty_plan.edit("追加") as edit:
        add_branch(edit.session)
    before = all_rows(empty_plan)
    with empty_plan.edit("削除") as edit:
        edit.session.delete(edit.session.scalars(sa.select(PlanVersion)).one())
    assert edit.committed is not None
    touched = {row.table for row in edit.committed.rows}
    assert touched == {"plan_version", "level", "policy_node", "initiative", "provenance"}
    assert all(not empty_plan.snapshot().all(entity) for entity in (PolicyNode, Initiative, Provenance))
    empty_plan.undo()
    assert all_rows(empty_plan) == before


def test_a_failed_edit_leaves_neither_rows_nor_an_undo_entry(empty_plan: PlanFile) -> None:
    before = all_rows(empty_plan)
    with pytest.raises(ZeroDivisionError), empty_plan.edit("失敗") as edit:
        add_branch(edit.session)
        edit.session.flush()
        raise ZeroDivisionError
    assert all_rows(empty_plan) == before
    assert empty_plan.undo_label() is None
    assert empty_plan.history_size() == 0


def test_an_edit_that_changes_nothing_leaves_no_undo_entry(empty_plan: PlanFile) -> None:
    with empty_plan.edit("同じ値") as edit:
        plan = edit.session.scalars(sa.select(Plan)).one()
        edit.session.execute(sa.update(Plan).values(name=plan.name))
    assert edit.committed is None
    assert empty_plan.undo_label() is None


def test_a_write_outside_an_edit_is_refused(empty_plan: PlanFile) -> None:
    """Before the first edit, when no trigger is there yet, as after it."""
    for name in ("試験計画", "変更した計画"):
        with pytest.raises(RefusedEdit), empty_plan.reading() as session:
            session.execute(sa.update(Plan).values(name="履歴に残らない変更"))
        assert empty_plan.snapshot().plan.name == name
        with empty_plan.edit("名称の変更") as edit:
            edit.session.execute(sa.update(Plan).values(name="変更した計画"))
    assert empty_plan.undo() is not None
    assert empty_plan.snapshot().plan.name == "試験計画"


def test_undo_and_redo_are_named_and_a_new_edit_drops_what_was_undone(empty_plan: PlanFile) -> None:
    for name in ("一", "二", "三"):
        with empty_plan.edit(f"「{name}」に変更") as edit:
            edit.session.execute(sa.update(Plan).values(name=name))
    empty_plan.undo()
    empty_plan.undo()
    assert empty_plan.undo_label() == "「一」に変更"
    assert empty_plan.redo_label() == "「二」に変更"
    with empty_plan.edit("別の変更") as edit:
        edit.session.execute(sa.update(Plan).values(name="四"))
    assert empty_plan.redo_label() is None
    with empty_plan.reading() as session:
        states = list(session.scalars(sa.select(ChangeSet.state).order_by(ChangeSet.id)))
    assert states == [ChangeState.DONE, ChangeState.DROPPED, ChangeState.DROPPED, ChangeState.DONE]
    assert verify(empty_plan) == []


def test_history_tells_who_did_and_who_undid(empty_path: Path) -> None:
    with PlanFile.open(empty_path, AUTHOR) as plan, plan.edit("名称の変更") as edit:
        edit.session.execute(sa.update(Plan).values(name="新しい名称"))
    with PlanFile.open(empty_path, Author("課長", "PC-09")) as plan:
        last = plan.last_change()
        assert last is not None
        assert (last.author, last.computer, last.label) == ("企画係", "PC-01", "名称の変更")
        plan.undo()
        with plan.reading() as session:
            undone = session.scalars(sa.select(ChangeSet)).one()
        assert (undone.undone_by, undone.state) == ("課長", ChangeState.UNDONE)
        assert undone.undone_at is not None


def test_every_entity_is_logged() -> None:
    assert {entity.__tablename__ for entity in entities()} == set(ENTITY_TABLES)
    assert all(issubclass(entity, Entity) for entity in entities())


def test_an_update_says_which_columns_it_changed_and_so_do_undo_and_redo(empty_plan: PlanFile) -> None:
    with empty_plan.edit("追加") as edit:
        add_branch(edit.session)
    assert edit.committed is not None
    assert {row.columns for row in edit.committed.rows if row.operation is Operation.INSERT} == {frozenset()}
    with empty_plan.edit("変更") as changed:
        node = changed.session.scalars(sa.select(PolicyNode)).one()
        node.name, node.position = "改めた方針", 7
    assert changed.committed is not None
    named = [("policy_node", Operation.UPDATE, frozenset({"name", "position"}))]
    for done in (changed.committed, empty_plan.undo(), empty_plan.redo()):
        assert done is not None
        assert [(row.table, row.operation, row.columns) for row in done.rows] == named
    rows = changed.committed.rows
    assert touches(rows, {"policy_node": {"position", "parent_id"}})
    assert not touches(rows, {"policy_node": {"parent_id"}, "initiative": {"name"}})
    with empty_plan.edit("削除") as deleted:
        deleted.session.delete(deleted.session.scalars(sa.select(Initiative)).one())
    assert deleted.committed is not None
    assert touches(deleted.committed.rows, {"initiative": set()})
