"""Bars, lanes and 前後関係: one edit is one step of undo, what is wrong is refused in words."""

from datetime import date

import pytest

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_cascade import cascade
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.vocabulary import BarKind, DependencyType, LagUnit, Precision
from dxplanner.services import schedule_edit as edit
from dxplanner.services import schedules
from dxplanner.services.schedule_edit import BarPlace, NewBar, NewLink
from dxplanner.store.planfile import PlanFile
from tests.services.schedule_plans import SchedulePlan

APRIL, JUNE = date(2024, 4, 1), date(2024, 6, 30)


@pytest.fixture
def plan(empty_plan: PlanFile) -> SchedulePlan:
    return SchedulePlan.empty(empty_plan)


def test_bars_are_added_at_the_end_of_their_lanes(plan: SchedulePlan) -> None:
    one, two = plan.lanes("基礎調査", "市議会")
    new = [NewBar(one, "アンケート", APRIL, JUNE), NewBar(two, "報告", JUNE, None, kind=BarKind.MILESTONE)]
    keys = plan.assert_undone_by_one_step(edit.add_bars([*new, NewBar(one, "", JUNE, None)]))
    bars = [plan.bar(key) for key in keys]
    assert [(bar.lane_id, bar.position, bar.label) for bar in bars] == [
        (one, 0, "アンケート"),
        (two, 0, "報告"),
        (one, 1, ""),
    ]
    assert [bar.is_open for bar in bars] == [False, False, True]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (NewBar(1, "逆", JUNE, APRIL), "終了が開始より前"),
        (NewBar(1, "進捗", APRIL, JUNE, progress=101), "進捗：0から100まで"),
        (NewBar(1, "制御\x07文字", APRIL, JUNE), "印刷できない文字"),
        (NewBar(99, "どこ", APRIL, JUNE), "もう削除されています"),
    ],
)
def test_a_wrong_bar_is_refused_and_leaves_nothing(plan: SchedulePlan, new: NewBar, message: str) -> None:
    plan.lanes("基礎調査")
    before = plan.rows()
    with pytest.raises(RefusedEdit, match=message):
        plan.run(edit.add_bars([NewBar(1, "よい", APRIL, JUNE), new]))
    assert plan.rows() == before


def test_many_bars_move_to_other_lanes_in_one_step(plan: SchedulePlan) -> None:
    one, two = plan.lanes("基礎調査", "改訂作業")
    keys = plan.bars(one, "甲", "乙")
    places = [BarPlace(key, date(2024, 7, 1), date(2024, 7, 10), two, Precision.DAY) for key in keys]
    plan.assert_undone_by_one_step(edit.place_bars(places))
    assert [(plan.bar(key).lane_id, plan.bar(key).position) for key in keys] == [(two, 0), (two, 1)]
    assert plan.bar(keys[0]).precision is Precision.DAY
    other = plan.run(schedules.add_schedule("別の工程表"))[1]
    [elsewhere] = plan.run(edit.add_lanes(other, ["よそ"]))
    with pytest.raises(RefusedEdit, match="別の版"):
        plan.run(edit.place_bars([BarPlace(keys[0], APRIL, JUNE, elsewhere)]))


def test_what_does_not_change_leaves_no_undo_entry(plan: SchedulePlan) -> None:
    [lane] = plan.lanes("基礎調査")
    [key] = plan.bars(lane, "甲")
    bar = plan.bar(key)
    newest = plan.bench.plan.undo_label()
    plan.run(edit.place_bars([BarPlace(key, bar.starts_on, bar.ends_on, lane)]), "動かない移動")
    assert plan.bench.plan.undo_label() == newest


def test_fields_of_many_bars_are_set_alike(plan: SchedulePlan) -> None:
    [lane] = plan.lanes("基礎調査")
    keys = plan.bars(lane, "甲", "乙")
    plan.assert_undone_by_one_step(edit.change_bars(keys, {"progress": 40, "fixed": True, "label": ""}))
    assert [(bar.progress, bar.fixed, bar.label) for bar in plan.data.bars] == [(40, True, "")] * 2
    with pytest.raises(RefusedEdit, match="終了が開始より前"):
        plan.run(edit.change_bars(keys, {"ends_on": date(2024, 6, 15)}))


def test_copies_keep_links_among_each_other_and_the_mark_of_inference(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    inferred = [bar for bar in plan.data.bars if bar.inferred][:2]
    keys = [bar.id for bar in inferred]
    plan.run(edit.add_links([NewLink(keys[0], keys[1], DependencyType.START_START, 2, LagUnit.WORKING_DAYS)]))
    places = [BarPlace(bar.id, bar.starts_on, bar.ends_on) for bar in inferred]
    copies = plan.assert_undone_by_one_step(edit.copy_bars(places))
    assert all(plan.bar(key).inferred and plan.bar(key).lineage == "" for key in copies)
    link = plan.data.links[-1]
    assert (link.before_id, link.after_id, link.lag) == (copies[0], copies[1], 2)


def test_repeating_a_milestone_leaves_out_its_own_day(plan: SchedulePlan) -> None:
    [lane] = plan.lanes("委員会")
    [key] = plan.run(
        edit.add_bars([NewBar(lane, "定例会", date(2024, 4, 9), date(2024, 4, 30), kind=BarKind.MILESTONE)])
    )
    days = [date(2024, 4, 9), date(2024, 5, 14), date(2024, 6, 11)]
    made = plan.assert_undone_by_one_step(edit.repeat_bar(key, days))
    assert [(plan.bar(one).starts_on, plan.bar(one).ends_on) for one in made] == [
        (days[1], None),
        (days[2], None),
    ]


def test_deleting_bars_takes_their_links_and_origins(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    keys = [bar.id for bar in plan.data.bars[:3]]
    plan.run(edit.add_links([NewLink(keys[0], keys[1]), NewLink(keys[1], keys[2])]))
    before = len(plan.rows()["provenance"])
    plan.assert_undone_by_one_step(edit.delete_bars(keys))
    assert plan.data.links == ()
    assert len(plan.rows()["provenance"]) < before
    plan.run(edit.delete_bars(keys))


def test_links_refuse_circles_and_tie_a_pair_once(plan: SchedulePlan) -> None:
    [lane] = plan.lanes("改訂作業")
    a, b, c = plan.bars(lane, "現状分析", "骨子整理", "素案整理")
    plan.assert_undone_by_one_step(edit.add_links([NewLink(a, b), NewLink(b, c)]))
    with pytest.raises(RefusedEdit, match=r"素案整理 → 現状分析 → 骨子整理 → 素案整理"):
        plan.run(edit.add_links([NewLink(c, a)]))
    with pytest.raises(RefusedEdit, match="同じ工程"):
        plan.run(edit.add_links([NewLink(a, a)]))
    with pytest.raises(RefusedEdit, match="輪になる"):
        plan.run(edit.add_links([NewLink(a, c), NewLink(c, a)]))
    [again] = plan.run(edit.add_links([NewLink(a, b, DependencyType.FINISH_FINISH, 5)]))
    link = plan.data.links[0]
    assert (link.id, link.type, link.lag) == (again, DependencyType.FINISH_FINISH, 5)
    plan.assert_undone_by_one_step(edit.change_link(again, {"lag": -3, "lag_unit": LagUnit.WORKING_DAYS}))
    plan.assert_undone_by_one_step(edit.delete_links([link.id for link in plan.data.links]))
    assert plan.data.links == ()


def test_a_previewed_cascade_is_carried_out_with_the_move(plan: SchedulePlan) -> None:
    [lane] = plan.lanes("改訂作業")
    a, b = plan.bars(lane, "骨子整理", "素案整理", length=10)
    plan.run(edit.change_bars([a, b], {"precision": Precision.DAY}))
    plan.run(edit.add_links([NewLink(a, b)]))
    moved = BarPlace(a, date(2024, 6, 6), date(2024, 6, 15))
    data = plan.data
    found = cascade(ScheduleGraph(data.bars, data.links), {a: (moved.starts_on, moved.ends_on)})
    plan.assert_undone_by_one_step(edit.place_bars([moved, *edit.places_of(found)]))
    assert plan.bar(b).starts_on == date(2024, 6, 16)


def test_labels_name_one_bar_and_count_several() -> None:
    assert edit.bars_label(["骨子整理"], "移動") == "「骨子整理」 の移動"
    assert edit.bars_label(["甲", "乙", "丙"], "移動") == "工程3件の移動"
    assert edit.bars_label([""], "削除") == "「名称なし」 の削除"
    assert edit.lanes_label(["基礎調査"], "追加") == "区分「基礎調査」 の追加"


def test_lanes_are_added_between_others_and_join_their_group(plan: SchedulePlan) -> None:
    a, b, _ = plan.lanes("甲", "乙", "丙")
    plan.assert_undone_by_one_step(edit.group_lanes([a, b], "研修"))
    plan.assert_undone_by_one_step(edit.add_lanes(plan.edition_id, ["間"], at=1))
    plan.run(edit.add_lanes(plan.edition_id, ["端"], at=0))
    assert plan.lane_names() == ["端", "研修/甲", "研修/間", "研修/乙", "丙"]


def test_grouping_brings_lanes_together_and_ungrouping_does_not_tear(plan: SchedulePlan) -> None:
    a, b, c, d = plan.lanes("甲", "乙", "丙", "丁")
    plan.run(edit.group_lanes([a, d], "研修"))
    assert plan.lane_names() == ["研修/甲", "研修/丁", "乙", "丙"]
    plan.run(edit.group_lanes([c], "研修"))
    assert plan.lane_names() == ["研修/甲", "研修/丁", "研修/丙", "乙"]
    plan.run(edit.group_lanes([d], ""))
    assert plan.lane_names() == ["研修/甲", "研修/丙", "丁", "乙"]
    plan.run(edit.rename_group(plan.edition_id, [a, c], "人材育成"))
    assert plan.lane_names() == ["人材育成/甲", "人材育成/丙", "丁", "乙"]
    plan.run(edit.rename_lane(b, "乙乙"))
    with pytest.raises(RefusedEdit, match="空欄"):
        plan.run(edit.rename_lane(b, " "))


def test_moved_lanes_join_keep_or_leave_their_group(plan: SchedulePlan) -> None:
    a, b, c, d = plan.lanes("甲", "乙", "丙", "丁")
    plan.run(edit.group_lanes([a, b], "研修"))
    plan.assert_undone_by_one_step(edit.move_lanes([d], 1))
    assert plan.lane_names() == ["研修/甲", "研修/丁", "研修/乙", "丙"]
    plan.run(edit.move_lanes([d], 4))
    assert plan.lane_names() == ["研修/甲", "研修/乙", "丙", "丁"]
    plan.run(edit.move_lanes([a, b], 4))
    assert plan.lane_names() == ["丙", "丁", "研修/甲", "研修/乙"]
    plan.run(edit.move_lanes([c], 2, group="新しい組"))
    assert plan.lane_names() == ["丁", "新しい組/丙", "研修/甲", "研修/乙"]


def test_deleting_lanes_names_what_goes_with_them(plan: SchedulePlan) -> None:
    a, b = plan.lanes("甲", "乙")
    one, two = plan.bars(a, "い", "ろ")
    plan.run(edit.add_links([NewLink(one, two), NewLink(two, plan.bars(b, "は")[0])]))
    summary = plan.read(lambda session: schedules.what_goes_with_lanes(session, [a]))
    assert (summary.names, summary.text) == (("甲",), "工程 2、前後関係 2")
    plan.assert_undone_by_one_step(edit.delete_lanes([a]))
    assert [bar.label for bar in plan.data.bars] == ["は"]
