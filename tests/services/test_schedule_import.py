"""What imports and pastes from spreadsheets become in the plan."""

import pytest

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_data import EditionData, LinkData
from dxplanner.domain.schedule_variance import compare
from dxplanner.exporters.mspdi import write_mspdi
from dxplanner.importers.mspdi import read_mspdi
from dxplanner.importers.schedule_table import read_pasted
from dxplanner.services import schedule_query as query
from dxplanner.services.schedule_import import import_as_edition, import_as_schedule, import_into
from dxplanner.store.planfile import PlanFile
from tests.services.schedule_plans import TODAY, SchedulePlan

ROWS = """区分\t名称\t開始\t終了\t担当\t前の作業
基礎調査\tヒアリング\tR6.8\tR6.9\t情報政策課\t
新しい区分\tまとめ\tR6.10\tR6.10\t新設課\t1
"""


@pytest.fixture
def plan(sample_plan: PlanFile) -> SchedulePlan:
    return SchedulePlan.sample(sample_plan)


def test_rows_go_onto_lanes_of_their_names_and_new_ones(plan: SchedulePlan) -> None:
    pasted = read_pasted(ROWS).imported.edition
    keys = plan.assert_undone_by_one_step(import_into(pasted, plan.edition_id, today=TODAY))
    bars = [plan.bar(key) for key in keys]
    assert [plan.data.lane_by_id[bar.lane_id].name for bar in bars] == ["基礎調査", "新しい区分"]
    assert [bar.department for bar in bars][1] == "新設課"
    assert len(plan.data.lanes) == 5
    assert [(link.before_id, link.after_id) for link in plan.data.links] == [tuple(keys)]


def test_rows_go_onto_the_chosen_lane(plan: SchedulePlan) -> None:
    lane = plan.data.lanes[2].id
    pasted = read_pasted("ヒアリング\tR6.8\tR6.9\nまとめ\tR6.10\t\n").imported.edition
    keys = plan.assert_undone_by_one_step(import_into(pasted, plan.edition_id, lane, today=TODAY))
    assert {plan.bar(key).lane_id for key in keys} == {lane}
    assert len(plan.data.lanes) == 4


def test_a_file_comes_back_as_another_edition_without_any_difference(plan: SchedulePlan) -> None:
    data = plan.data
    back = read_mspdi(write_mspdi(data)).edition
    key = plan.assert_undone_by_one_step(import_as_edition(back, data.schedule_id, "戻り", today=TODAY))
    assert compare(data, plan.read(lambda session: query.load_edition(session, key))) == ()


def test_a_file_becomes_a_schedule_of_its_own(plan: SchedulePlan, empty_plan: PlanFile) -> None:
    other = SchedulePlan.empty(empty_plan)
    back = read_mspdi(write_mspdi(plan.data)).edition
    _, key = other.assert_undone_by_one_step(import_as_schedule(back, back.title, today=TODAY))
    got = other.read(lambda session: query.load_edition(session, key))
    assert (got.title, got.name, len(got.bars)) == ("改訂スケジュール", "素案報告時", 12)
    assert [lane.name for lane in got.lanes] == [lane.name for lane in plan.data.lanes]


def test_a_circle_in_a_file_is_refused_by_name(plan: SchedulePlan) -> None:
    pasted = read_pasted(ROWS).imported.edition
    wrong = EditionData(0, "", 0, "", "", pasted.lanes, pasted.bars, (*pasted.links, LinkData(9, "", 2, 1)))
    before = plan.rows()
    with pytest.raises(RefusedEdit, match="輪になる"):
        plan.run(import_into(wrong, plan.edition_id, today=TODAY))
    assert plan.rows() == before
