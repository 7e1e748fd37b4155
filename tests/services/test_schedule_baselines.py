"""Named baselines: what the next one is called, and that a copy is whole, however large the edition is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_variance import compare
from dxplanner.services import schedule_edit as edit
from dxplanner.services.schedule_baselines import copy_edition, next_name
from dxplanner.store.planfile import PlanFile
from tests.bench.big_schedule import fill_big_schedule
from tests.services.schedule_plans import SchedulePlan


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([], "当初"),
        (["当初"], "素案"),
        (["予算説明時", "素案報告時"], "成案"),
        (["当初", "素案", "成案"], "見直し"),
        (["成案", "見直し"], "見直し2"),
        (["成案", "見直し", "見直し2"], "見直し3"),
    ],
)
def test_the_next_edition_is_named_as_revisions_go(names: list[str], wanted: str) -> None:
    assert next_name(names) == wanted


@given(st.lists(st.sampled_from(["当初", "素案", "成案", "見直し", "見直し2", "見直し3", "別"]), unique=True))
def test_a_suggested_name_is_never_taken(names: list[str]) -> None:
    assert next_name(names) not in names


def test_a_copy_has_no_difference_and_later_ones_are_listed(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    bar = plan.data.bars[0]
    key = plan.assert_undone_by_one_step(copy_edition(plan.edition_id, "成案"))
    other = SchedulePlan(plan.bench.plan, key)
    assert compare(plan.data, other.data) == ()
    assert [one.inferred for one in other.data.bars] == [one.inferred for one in plan.data.bars]
    assert [one.heading for one in other.data.columns] == [one.heading for one in plan.data.columns]
    copy = next(one for one in other.data.bars if one.identity == bar.identity)
    other.run(edit.set_bars({copy.id: {"label": "書き換えた名称"}}))
    assert len(compare(plan.data, other.data)) == 1


def test_a_copy_of_very_many_rows_is_complete(empty_plan: PlanFile) -> None:
    edition_id = fill_big_schedule(empty_plan)
    plan = SchedulePlan(empty_plan, edition_id)
    key = plan.run(copy_edition(edition_id, "素案"))
    copy = SchedulePlan(plan.bench.plan, key).data
    assert (len(copy.lanes), len(copy.bars), len(copy.links)) == (1_000, 5_000, 3_000)
    assert compare(plan.data, copy) == ()


def test_bars_are_set_each_its_own_and_refused_as_a_whole(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    one, other = plan.data.bars[:2]
    plan.run(edit.set_bars({one.id: {"progress": 10, "label": ""}, other.id: {"progress": 20}}))
    assert [plan.bar(key).progress for key in (one.id, other.id)] == [10, 20]
    assert plan.bar(one.id).label == ""
    before = plan.rows()
    with pytest.raises(RefusedEdit):
        plan.run(
            edit.set_bars(
                {one.id: {"progress": 50}, other.id: {"ends_on": other.starts_on.replace(year=2000)}}
            )
        )
    assert plan.rows() == before
