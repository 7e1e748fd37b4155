"""Copy, cut and paste of bars and lanes, within an edition and between editions and plan files."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError, UserError
from dxplanner.domain.schedule_variance import compare
from dxplanner.domain.vocabulary import DependencyType, LagUnit
from dxplanner.model import Department
from dxplanner.services import schedule_clipboard as clipboard
from dxplanner.services import schedule_edit as edit
from dxplanner.services import schedules
from dxplanner.services.fields import add_row
from dxplanner.services.schedule_clipboard import Target
from dxplanner.services.schedule_edit import NewLink
from dxplanner.store.planfile import PlanFile
from tests.services.schedule_plans import SchedulePlan


@pytest.fixture
def plan(sample_plan: PlanFile) -> SchedulePlan:
    return SchedulePlan.sample(sample_plan)


def copied(plan: SchedulePlan, keys: list[int]) -> str:
    return str(plan.read(lambda session: clipboard.copied_bars(session, keys)))


def test_a_pasted_bar_is_as_it_was_but_a_bar_of_its_own(plan: SchedulePlan) -> None:
    bar = next(bar for bar in plan.data.bars if bar.inferred)
    lane = plan.data.lanes[-1].id
    [key] = plan.assert_undone_by_one_step(clipboard.paste(copied(plan, [bar.id]), Target(lane)))
    new = plan.bar(key)
    assert (new.label, new.starts_on, new.ends_on, new.inferred) == (
        bar.label,
        bar.starts_on,
        bar.ends_on,
        True,
    )
    assert (new.lane_id, new.lineage) == (lane, "")
    assert new.uid != bar.uid


def test_bars_of_several_lanes_go_onto_the_following_lanes_with_their_links(plan: SchedulePlan) -> None:
    lanes = plan.data.lanes
    first, second = plan.data.bars_of(lanes[0].id)[0], plan.data.bars_of(lanes[1].id)[0]
    plan.run(
        edit.add_links([NewLink(first.id, second.id, DependencyType.START_START, -3, LagUnit.WORKING_DAYS)])
    )
    text = copied(plan, [first.id, second.id])
    keys = plan.assert_undone_by_one_step(clipboard.paste(text, Target(lanes[-1].id)))
    assert plan.lane_names()[-1] == lanes[1].name
    assert [plan.bar(key).lane_id for key in keys] == [lanes[-1].id, plan.data.lanes[-1].id]
    link = plan.data.links[-1]
    assert (link.before_id, link.after_id, link.lag, link.lag_unit) == (*keys, -3, LagUnit.WORKING_DAYS)


def test_pasting_at_a_day_moves_whole_months_by_months(plan: SchedulePlan) -> None:
    bar = next(bar for bar in plan.data.bars if bar.label == "アンケート調査")
    lane = plan.data.lanes[0].id
    [key] = plan.run(clipboard.paste(copied(plan, [bar.id]), Target(lane, date(2024, 9, 12))))
    assert (plan.bar(key).starts_on, plan.bar(key).ends_on) == (date(2024, 9, 1), date(2024, 10, 31))
    [key] = plan.run(clipboard.paste(copied(plan, [bar.id]), Target(lane, date(2024, 2, 1))))
    assert (plan.bar(key).starts_on, plan.bar(key).ends_on) == (date(2024, 2, 1), date(2024, 3, 31))


def test_what_was_cut_moves_with_its_links_in_the_same_edition(plan: SchedulePlan) -> None:
    lanes = plan.data.lanes
    bar, other = plan.data.bars_of(lanes[0].id)[:2]
    plan.run(edit.add_links([NewLink(bar.id, other.id)]))
    text = copied(plan, [bar.id])
    [key] = plan.assert_undone_by_one_step(clipboard.paste(text, Target(lanes[2].id), cut=[bar.id]))
    assert key == bar.id
    assert plan.bar(key).lane_id == lanes[2].id
    assert len(plan.data.links) == 1


def test_what_was_cut_leaves_another_edition_and_stands_for_the_same_bar(plan: SchedulePlan) -> None:
    other = SchedulePlan(plan.bench.plan, plan.run(schedules.copy_edition(plan.edition_id, "成案")))
    bar = plan.data.bars[0]
    other.run(edit.delete_bars([other.data.bars[0].id]))
    assert len(compare(plan.data, other.data)) == 1
    text = copied(plan, [bar.id])
    [key] = plan.assert_undone_by_one_step(
        clipboard.paste(text, Target(other.data.lanes[0].id), cut=[bar.id])
    )
    assert bar.id not in plan.data.bar_by_id
    assert other.bar(key).identity == bar.identity


def test_lanes_are_pasted_whole_after_the_target(plan: SchedulePlan) -> None:
    lane = plan.data.lanes[1]
    text = plan.read(lambda session: clipboard.copied_lanes(session, [lane.id]))
    assert clipboard.holds_lanes(text)
    plan.assert_undone_by_one_step(clipboard.paste(text, Target(plan.data.lanes[-1].id)))
    assert plan.lane_names()[-1] == lane.name
    copy = plan.data.lanes[-1]
    labels = [[bar.label for bar in plan.data.bars_of(one)] for one in (lane.id, copy.id)]
    assert labels[0] == labels[1]


def test_sections_come_along_into_another_plan_file(plan: SchedulePlan, empty_plan: PlanFile) -> None:
    section = plan.run(lambda session: add_row(session, Department, {"name": "新設課"}, owner=None))
    bar = plan.data.bars[0]
    plan.run(edit.change_bars([bar.id], {"department_id": section}))
    other = SchedulePlan.empty(empty_plan)
    [lane] = other.lanes("区分")
    keys = other.assert_undone_by_one_step(clipboard.paste(copied(plan, [bar.id]), Target(lane)))
    assert [other.bar(key).department for key in keys] == ["新設課"]
    other.run(clipboard.paste(copied(plan, [bar.id]), Target(lane)))
    assert other.read(lambda session: session.scalar(sa.select(sa.func.count(Department.id)))) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"dxplanner-schedule-1","lanes":[]}', "工程"])
def test_what_is_no_copy_is_refused(plan: SchedulePlan, text: str) -> None:
    with pytest.raises(InputError, match="読み取れません"):
        plan.run(clipboard.paste(text, Target(plan.data.lanes[0].id)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), wrong=JSON)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_copy_that_somebody_tampered_with_never_leaves_half_a_paste(
    data: st.DataObject, wrong: object, plan: SchedulePlan
) -> None:
    bars = [bar.id for bar in plan.data.bars[:2]]
    copy = json.loads(copied(plan, bars))
    copy["links"] = [{"before": 0, "after": 1, "type": "終了→開始", "lag": 0, "lag_unit": "日"}]
    places = [copy, copy["lanes"][0], copy["lanes"][0]["bars"][0], copy["lanes"][0]["bars"][0]["fields"]]
    place = data.draw(st.sampled_from([*places, copy["links"][0]]))
    place[data.draw(st.sampled_from(sorted(place)))] = wrong
    before = plan.rows()
    try:
        plan.run(clipboard.paste(json.dumps(copy), Target(plan.data.lanes[0].id)))
    except UserError:
        assert plan.rows() == before
    else:
        plan.bench.undo()
    assert plan.rows() == before
