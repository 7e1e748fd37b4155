"""Taking back one change while later ones stay, and the sentence when a later one stands in the way."""

import shutil
import tempfile
from datetime import date
from itertools import count
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.model import (
    ChangeSet,
    ClosedDay,
    Department,
    Initiative,
    Level,
    NodeDepartment,
    PlanVersion,
    PolicyNode,
    Provenance,
)
from dxplanner.store.lock import Author
from dxplanner.store.planfile import Committed, PlanFile
from dxplanner.store.verify import verify
from tests.store.test_changelog import all_rows, edit_once

AUTHOR = Author("企画係", "PC-01")


@pytest.fixture
def plan(empty_plan: PlanFile) -> PlanFile:
    """Two levels, two 基本方針 「方針一」「方針二」, a 基本施策 「施策」 under the first, with one 取組."""
    with empty_plan.filling() as session:
        version = PlanVersion(name="見直し案")
        upper = Level(version=version, name="基本方針", position=0)
        lower = Level(version=version, name="基本施策", position=1)
        first, second = (
            PolicyNode(version=version, level=upper, name=name, position=place)
            for place, name in enumerate(["方針一", "方針二"])
        )
        measure = PolicyNode(version=version, level=lower, name="施策", parent=first)
        measure.initiatives = [Initiative(name="取組")]
        department = Department(name="情報統計課")
        session.add_all([version, upper, lower, first, second, measure, department])
    return empty_plan


def change(plan: PlanFile, label: str, statement: sa.Executable) -> int:
    with plan.edit(label) as edit:
        edit.session.execute(statement)
    assert edit.committed is not None
    return edit.committed.change_set_id


def rename(plan: PlanFile, old: str, new: str) -> int:
    statement = sa.update(PolicyNode).where(PolicyNode.name == old).values(name=new)
    return change(plan, f"「{new}」に変更", statement)


def node(plan: PlanFile, name: str) -> PolicyNode:
    return next(node for node in plan.snapshot().all(PolicyNode) if node.name == name)


def names(plan: PlanFile) -> list[str]:
    return [node.name for node in plan.snapshot().all(PolicyNode)]


def refused(plan: PlanFile, change_set_id: int) -> str:
    """The sentence that refuses; the rehearsal says the same, and nothing is changed."""
    before = all_rows(plan)
    sentence = plan.revert_obstacle(change_set_id)
    with pytest.raises(RefusedEdit) as refusal:
        plan.revert(change_set_id)
    assert refusal.value.message == sentence
    assert all_rows(plan) == before
    return refusal.value.message


def test_an_older_change_is_taken_back_and_later_ones_stay(plan: PlanFile) -> None:
    first = rename(plan, "方針一", "方針１")
    rename(plan, "方針二", "方針２")
    before = all_rows(plan)
    assert plan.revert_obstacle(first) is None
    assert all_rows(plan) == before, "a rehearsal changes nothing"
    committed = plan.revert(first)
    assert (committed.label, len(committed.rows)) == ("「方針１」に変更を取り消し", 1)
    assert names(plan) == ["方針一", "方針２", "施策"]
    assert plan.undo_label() == "「方針１」に変更を取り消し"
    plan.undo()
    assert all_rows(plan) == before
    plan.redo()
    assert names(plan) == ["方針一", "方針２", "施策"]
    assert verify(plan) == []


def test_other_fields_of_the_same_row_are_no_obstacle(plan: PlanFile) -> None:
    first = rename(plan, "施策", "施策の新しい名")
    change(plan, "説明の変更", sa.update(PolicyNode).where(PolicyNode.level_id == 2).values(goal="めざす姿"))
    plan.revert(first)
    assert (node(plan, "施策").goal, node(plan, "施策").name) == ("めざす姿", "施策")


def test_a_later_change_of_the_same_field_is_named(plan: PlanFile) -> None:
    first = rename(plan, "施策", "二度目")
    second = rename(plan, "二度目", "三度目")
    sentence = refused(plan, first)
    assert "「「三度目」に変更」（企画係 R" in sentence
    assert "「名称」が書き換えられている" in sentence
    plan.revert(second)
    plan.revert(first)
    assert node(plan, "施策")
    assert "もとの" not in refused(plan, first)


def test_an_undone_change_cannot_be_taken_back_again(plan: PlanFile) -> None:
    first = rename(plan, "施策", "二度目")
    plan.undo()
    assert "もう取り消されています" in refused(plan, first)
    rename(plan, "施策", "別の名")
    assert "破棄されています" in refused(plan, first)
    assert "もう変更履歴にありません" in refused(plan, 999)


def test_nothing_is_taken_back_twice(plan: PlanFile) -> None:
    first = rename(plan, "施策", "二度目")
    plan.revert(first)
    assert "すでに元の状態に戻っています" in refused(plan, first)


def test_a_change_of_a_row_deleted_later_names_the_deletion(plan: PlanFile) -> None:
    first = rename(plan, "施策", "二度目")
    change(plan, "施策の削除", sa.delete(PolicyNode).where(PolicyNode.name == "二度目"))
    assert "「施策の削除」" in refused(plan, first)


def add_initiative(plan: PlanFile, name: str) -> int:
    return change(plan, f"{name}の追加", sa.insert(Initiative).values(node_id=3, name=name, position=9))


def test_an_added_row_goes_unless_something_later_touches_it(plan: PlanFile) -> None:
    first, second, third = (add_initiative(plan, name) for name in ("あ", "い", "う"))
    change(plan, "取組名の変更", sa.update(Initiative).where(Initiative.name == "い").values(name="い等"))
    with plan.edit("出典の記入") as edit:
        uid = next(row.uid for row in plan_initiatives(edit.session) if row.name == "う")
        edit.session.add(Provenance(entity_uid=uid, basis="名称の一致"))
    plan.revert(first)
    assert [row.name for row in plan.snapshot().all(Initiative)] == ["取組", "い等", "う"]
    assert "「取組名の変更」" in refused(plan, second)
    sentence = refused(plan, third)
    assert "「出典の記入」" in sentence
    assert "「出典」が結び付けられている" in sentence


def plan_initiatives(session: Session) -> list[Initiative]:
    return list(session.scalars(sa.select(Initiative)))


def test_a_later_move_of_an_added_row_is_no_obstacle(plan: PlanFile) -> None:
    first = add_initiative(plan, "あ")
    change(plan, "並べ替え", sa.update(Initiative).where(Initiative.name == "あ").values(position=0))
    plan.revert(first)
    assert [row.name for row in plan.snapshot().all(Initiative)] == ["取組"]


def test_an_added_row_with_rows_under_it_stays(plan: PlanFile) -> None:
    added = change(
        plan, "施策の追加", sa.insert(PolicyNode).values(version_id=1, level_id=2, parent_id=1, name="新施策")
    )
    change(plan, "取組の追加", sa.insert(Initiative).values(node_id=node(plan, "新施策").id, name="取組"))
    sentence = refused(plan, added)
    assert "「取組の追加」" in sentence
    assert "「主な取組」が結び付けられている" in sentence


def test_a_deleted_branch_comes_back_with_what_hung_on_it(plan: PlanFile) -> None:
    uid = node(plan, "施策").uid
    with plan.edit("所管課") as edit:
        edit.session.add(NodeDepartment(node_id=3, department_id=1))
        edit.session.add(Provenance(entity_uid=uid, basis="名称の一致"))
    before = all_rows(plan)
    deleted = change(plan, "方針一の削除", sa.delete(PolicyNode).where(PolicyNode.name == "方針一"))
    rename(plan, "方針二", "方針２")
    committed = plan.revert(deleted)
    assert {row.table for row in committed.rows} == {
        "policy_node", "initiative", "node_department", "provenance",
    }  # fmt: skip
    rename(plan, "方針２", "方針二")
    assert all_rows(plan) == before
    assert verify(plan) == []


def test_a_deleted_row_cannot_come_back_without_its_owner(plan: PlanFile) -> None:
    first = change(plan, "取組の削除", sa.delete(Initiative))
    change(plan, "方針一の削除", sa.delete(PolicyNode).where(PolicyNode.name == "方針一"))
    sentence = refused(plan, first)
    assert "「方針一の削除」" in sentence
    assert "「施策体系の項目」が削除されている" in sentence


def test_a_link_to_a_row_that_has_gone_comes_back_empty(plan: PlanFile) -> None:
    change(plan, "組織の追加", sa.insert(Department).values(name="旧課", position=1, successor_id=1))
    first = change(plan, "旧課の削除", sa.delete(Department).where(Department.name == "旧課"))
    change(plan, "情報統計課の削除", sa.delete(Department).where(Department.name == "情報統計課"))
    plan.revert(first)
    [back] = plan.snapshot().all(Department)
    assert (back.name, back.successor_id) == ("旧課", None)


def test_a_source_note_cannot_come_back_without_its_row(plan: PlanFile) -> None:
    uid = node(plan, "施策").uid
    with plan.edit("出典の記入") as edit:
        edit.session.add(Provenance(entity_uid=uid, basis="名称の一致"))
    first = change(plan, "出典の削除", sa.delete(Provenance))
    change(plan, "施策の削除", sa.delete(PolicyNode).where(PolicyNode.name == "施策"))
    assert "「施策の削除」" in refused(plan, first)


def test_a_value_that_must_be_unique_and_is_taken_names_who_took_it(plan: PlanFile) -> None:
    day = date(2024, 12, 28)
    change(plan, "閉庁日の追加", sa.insert(ClosedDay).values(on=day, name="臨時"))
    first = change(plan, "閉庁日の削除", sa.delete(ClosedDay))
    change(plan, "閉庁日の再登録", sa.insert(ClosedDay).values(on=day, name="休日"))
    assert "「閉庁日の再登録」" in refused(plan, first)


def test_no_node_can_come_to_lie_above_itself(plan: PlanFile) -> None:
    with plan.edit("三層にする") as edit:
        session = edit.session
        session.add(Level(version_id=1, name="個別施策", position=2))
        session.flush()
        session.add(PolicyNode(version_id=1, level_id=3, parent_id=3, name="個別"))
    lower, upper = node(plan, "個別"), node(plan, "施策")
    moved = sa.update(PolicyNode)
    first = change(
        plan, "上へ移動", moved.where(PolicyNode.id == lower.id).values(parent_id=None, level_id=2)
    )
    change(plan, "下へ移動", moved.where(PolicyNode.id == upper.id).values(parent_id=lower.id, level_id=3))
    sentence = refused(plan, first)
    assert "「下へ移動」" in sentence
    assert "上下の関係が入れ替わっている" in sentence


def test_a_node_cannot_return_under_a_parent_that_left_the_version(plan: PlanFile) -> None:
    first = change(plan, "移動", sa.update(PolicyNode).where(PolicyNode.name == "施策").values(parent_id=2))
    with plan.edit("別の版へ") as edit:
        other = PlanVersion(name="現行計画", position=1)
        edit.session.add(other)
        level = Level(version=other, name="基本方針")
        edit.session.add(level)
        edit.session.flush()
        edit.session.execute(
            sa.update(PolicyNode)
            .where(PolicyNode.name == "方針一")
            .values(version_id=other.id, level_id=level.id)
        )
    assert "「別の版へ」" in refused(plan, first)


def test_reordering_is_taken_back_only_when_nothing_moved_since(plan: PlanFile) -> None:
    swap = {1: 1, 2: 0}
    with plan.edit("並べ替え") as edit:
        for row_id, place in swap.items():
            edit.session.execute(sa.update(PolicyNode).where(PolicyNode.id == row_id).values(position=place))
    assert edit.committed is not None
    first = edit.committed.change_set_id
    assert plan.revert_obstacle(first) is None
    change(plan, "また並べ替え", sa.update(PolicyNode).where(PolicyNode.id == 1).values(position=5))
    assert "「また並べ替え」" in refused(plan, first)


def test_a_plan_open_to_read_refuses_with_its_reason(empty_path: Path) -> None:
    with PlanFile.open(empty_path, AUTHOR) as plan, plan.edit("組織の追加") as edit:
        edit.session.add(Department(name="課"))
    with PlanFile.open(empty_path, AUTHOR, editable=False) as plan:
        assert plan.revert_obstacle(1) == plan.read_only
        with pytest.raises(RefusedEdit):
            plan.revert(1)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_taken_back_can_be_undone_and_a_refusal_changes_nothing(
    data: st.DataObject, sample_template: Path, empty_template: Path
) -> None:
    start = data.draw(st.sampled_from([empty_template, sample_template]))
    numbers = count()
    # Rows may come in the order of their uids: hypothesis needs the same ones at each repetition.
    same_uids = mock.patch("uuid.uuid4", side_effect=lambda: UUID(int=next(numbers)))
    with tempfile.TemporaryDirectory() as folder, same_uids:
        path = Path(shutil.copy(start, Path(folder) / "計画.dxplan"))
        with PlanFile.open(path, AUTHOR) as plan:
            made: list[Committed] = []
            for _ in range(data.draw(st.integers(1, 4))):
                try:
                    with plan.edit("試し") as edit:
                        for _ in range(data.draw(st.integers(1, 3))):
                            edit_once(edit.session, data.draw)
                except RefusedEdit:
                    continue
                if edit.committed is not None:
                    made.append(edit.committed)
            if not made:
                return
            chosen = data.draw(st.sampled_from(made))
            before = all_rows(plan)
            obstacle = plan.revert_obstacle(chosen.change_set_id)
            assert all_rows(plan) == before
            try:
                plan.revert(chosen.change_set_id)
            except RefusedEdit:
                assert all_rows(plan) == before
                return
            assert obstacle is None
            after = all_rows(plan)
            assert verify(plan) == []
            plan.undo()
            assert all_rows(plan) == before
            plan.redo()
            assert all_rows(plan) == after
            if chosen is made[-1]:
                plan.undo()
                plan.undo()
                assert all_rows(plan) == after, "taking back the newest is what undo does"


def test_labels_of_change_sets_stay_readable(plan: PlanFile) -> None:
    plan.revert(rename(plan, "施策", "二度目"))
    with plan.reading() as session:
        assert list(session.scalars(sa.select(ChangeSet.label))) == [
            "「二度目」に変更",
            "「二度目」に変更を取り消し",
        ]
