"""Typing in one field is one undo step: edits with one merge key fold into one change set."""

import json
import shutil
import tempfile
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import Operation
from dxplanner.model import Change, ChangeSet, Plan, PlanAxis
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import Committed, PlanFile
from dxplanner.store.verify import verify

AUTHOR = Author("企画係", "PC-01")


def rename(plan: PlanFile, name: str, merge: str | None = "plan.name") -> Committed | None:
    with plan.edit(f"「{name}」に変更", merge=merge) as edit:
        edit.session.execute(sa.update(Plan).values(name=name))
    return edit.committed


def set_name(name: str, session: Session) -> None:
    session.execute(sa.update(Plan).values(name=name))


def logged(plan: PlanFile) -> list[tuple[str, Operation, str | None, str | None]]:
    """Label of the change set, operation, before and after of every change."""
    with plan.reading() as session:
        found = session.execute(
            sa.select(ChangeSet.label, Change.operation, Change.before, Change.after)
            .join(ChangeSet, ChangeSet.id == Change.change_set_id)
            .order_by(Change.id)
        )
        return [(row[0], row[1], row[2], row[3]) for row in found]


def labels(plan: PlanFile) -> list[str]:
    with plan.reading() as session:
        return list(session.scalars(sa.select(ChangeSet.label).order_by(ChangeSet.id)))


def test_typing_in_one_field_is_one_step_under_the_newest_label(empty_plan: PlanFile) -> None:
    for name in ("計", "計画", "計画案"):
        committed = rename(empty_plan, name)
        assert committed is not None
        assert [row.table for row in committed.rows] == ["plan"]
    [(label, operation, before, after)] = logged(empty_plan)
    assert (label, operation) == ("「計画案」に変更", Operation.UPDATE)
    assert json.loads(before or "") == {"name": "試験計画"}
    assert json.loads(after or "") == {"name": "計画案"}
    assert verify(empty_plan) == []
    empty_plan.undo()
    assert empty_plan.snapshot().plan.name == "試験計画"
    assert empty_plan.undo_label() is None
    empty_plan.redo()
    assert empty_plan.snapshot().plan.name == "計画案"


def test_typing_the_first_value_again_leaves_no_step(empty_plan: PlanFile) -> None:
    rename(empty_plan, "計")
    committed = rename(empty_plan, "試験計画")
    assert committed is not None, "views still have to show the old name again"
    assert (labels(empty_plan), empty_plan.history_size(), empty_plan.undo_label()) == ([], 0, None)
    rename(empty_plan, "計画")
    assert labels(empty_plan) == ["「計画」に変更"]


def test_another_key_no_key_and_the_end_of_merging_begin_a_new_step(empty_plan: PlanFile) -> None:
    rename(empty_plan, "一")
    rename(empty_plan, "二", merge="plan.city")
    rename(empty_plan, "三", merge=None)
    rename(empty_plan, "四", merge=None)
    bench = Workbench(empty_plan)
    for name in ("五", "六"):
        bench.run(f"「{name}」に変更", partial(set_name, name), merge="plan.name")
        bench.end_merge()
    assert len(labels(empty_plan)) == 6


def test_an_edit_elsewhere_undo_or_redo_ends_merging(empty_plan: PlanFile) -> None:
    rename(empty_plan, "一")
    with empty_plan.edit("柱の追加") as edit:
        edit.session.add(PlanAxis(name="柱"))
    rename(empty_plan, "二")
    empty_plan.undo()
    empty_plan.redo()
    rename(empty_plan, "三")
    assert labels(empty_plan) == ["「一」に変更", "柱の追加", "「二」に変更", "「三」に変更"]


def test_an_edit_without_effect_keeps_merging(empty_plan: PlanFile) -> None:
    rename(empty_plan, "一")
    assert rename(empty_plan, "一") is None
    rename(empty_plan, "二")
    assert labels(empty_plan) == ["「二」に変更"]


def test_merging_ends_when_the_plan_is_closed_and_belongs_to_its_author(empty_path: Path) -> None:
    with PlanFile.open(empty_path, AUTHOR) as plan:
        rename(plan, "一")
    with PlanFile.open(empty_path, AUTHOR) as plan:
        rename(plan, "二")
        plan.author = Author("課長", "PC-09")
        rename(plan, "三")
        assert labels(plan) == ["「一」に変更", "「二」に変更", "「三」に変更"]


def test_insertions_keep_their_order_inside_one_step(empty_plan: PlanFile) -> None:
    for name in ("柱一", "柱二"):
        with empty_plan.edit("柱の入力", merge="axes") as edit:
            edit.session.add(PlanAxis(name=name))
            edit.session.execute(sa.update(Plan).values(name=name))
    assert labels(empty_plan) == ["柱の入力"]
    assert len(logged(empty_plan)) == 4
    empty_plan.undo()
    assert (empty_plan.snapshot().all(PlanAxis), empty_plan.snapshot().plan.name) == ((), "試験計画")
    empty_plan.redo()
    assert [axis.name for axis in empty_plan.snapshot().all(PlanAxis)] == ["柱一", "柱二"]


one_edit = st.tuples(st.sampled_from(["name", "city", "slogan"]), st.text("計画案", max_size=3))
typed = st.lists(one_edit, min_size=1, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=typed)
def test_merged_typing_undone_is_the_original_row(steps: list[tuple[str, str]], empty_template: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_template, Path(folder) / "計画.dxplan"))
        with PlanFile.open(path, AUTHOR) as plan:
            original = values(plan)
            for column, text in steps:
                with plan.edit("入力", merge="plan") as edit:
                    edit.session.execute(sa.update(Plan).values({column: text}))
            typed_in = values(plan)
            assert verify(plan) == []
            assert plan.history_size() == (0 if typed_in == original else 1)
            assert (plan.undo() is None) == (typed_in == original)
            assert values(plan) == original
            plan.redo()
            assert values(plan) == typed_in


def values(plan: PlanFile) -> list[tuple[object, ...]]:
    with plan.reading() as session:
        return [tuple(row) for row in session.execute(sa.select(Plan.__table__))]
