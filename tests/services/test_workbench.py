"""Edits are committed first, then announced, with exactly the rows they touched."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import Operation
from dxplanner.model import Indicator, Plan
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import Committed, PlanFile


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def rename(session: Session) -> str:
    plan = session.scalars(sa.select(Plan)).one()
    plan.name = "変えた名称"
    return plan.uid


def test_a_command_is_announced_after_its_commit(bench: Workbench) -> None:
    seen: list[tuple[Committed, str]] = []
    bench.bus.subscribe(lambda committed: seen.append((committed, bench.plan.snapshot().plan.name)))
    uid = bench.run("計画名の変更", rename)
    [(committed, name_when_told)] = seen
    assert name_when_told == "変えた名称"
    assert committed.label == "計画名の変更"
    assert [(row.table, row.uid, row.operation) for row in committed.rows] == [
        ("plan", uid, Operation.UPDATE)
    ]


def test_undo_and_redo_are_announced_with_what_they_do_to_each_row(bench: Workbench) -> None:
    bench.run("指標の削除", lambda session: session.delete(session.scalars(sa.select(Indicator)).first()))
    seen: list[Committed] = []
    stop = bench.bus.subscribe(seen.append)
    bench.undo()
    bench.redo()
    assert [{row.operation for row in committed.rows} for committed in seen] == [
        {Operation.INSERT},
        {Operation.DELETE},
    ]
    stop()
    bench.undo()
    assert len(seen) == 2
    assert bench.undo() is None


def test_nothing_is_announced_when_nothing_changes_or_a_command_fails(bench: Workbench) -> None:
    seen: list[Committed] = []
    bench.bus.subscribe(seen.append)
    bench.run("何もしない", lambda session: None)

    def fail(session: Session) -> None:
        rename(session)
        raise RefusedEdit("できません。")

    with pytest.raises(RefusedEdit, match="できません"):
        bench.run("失敗", fail)
    assert seen == []
    assert bench.plan.undo_label() is None


def test_a_read_only_plan_refuses_with_its_reason(sample_path: Path) -> None:
    plan = PlanFile.open(sample_path, Author("係", "PC"), editable=False)
    with plan, pytest.raises(RefusedEdit, match="閲覧"):
        Workbench(plan).run("変更", rename)
