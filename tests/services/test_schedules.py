"""Schedules, their 版, the columns of the time axis, 閉庁日; what is loaded and how it follows edits."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.schedule_variance import DifferenceKind, compare
from dxplanner.domain.time_units import Unit
from dxplanner.domain.vocabulary import ColourRole, ProvenanceStatus
from dxplanner.model import Bar, Dependency, Lane, Provenance
from dxplanner.model.base import new_uid
from dxplanner.services import schedule_edit as edit
from dxplanner.services import schedule_query as query
from dxplanner.services import schedules
from dxplanner.services.schedule_edit import BarPlace, NewBar, NewLink
from dxplanner.services.schedules import NewColumn
from dxplanner.store.lock import Author
from dxplanner.store.planfile import Committed, PlanFile
from tests.services.schedule_plans import SchedulePlan

AUTHOR = Author("企画係", "PC-01")
QUARTER = NewColumn("令和６年度", "4～6月", date(2024, 4, 1), date(2024, 6, 30))


def test_the_list_shows_schedules_with_their_projects_and_editions(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        rows = query.load_schedules(session)
        projects = query.load_projects(session)
    assert [(row.title, row.project) for row in rows] == [
        ("改訂スケジュール", ""),
        ("職員の育成", "職員の育成"),
        ("最新のテクノロジーに触れる場の創出", "最新のテクノロジーに触れる場の創出"),
    ]
    assert [edition.name for edition in rows[0].editions] == ["予算説明時", "素案報告時"]
    assert rows[1].project_id in {project.id for project in projects}


def test_an_edition_is_loaded_with_all_that_is_drawn(sample_plan: PlanFile) -> None:
    data = SchedulePlan.sample(sample_plan, "職員の育成").data
    assert (len(data.lanes), len(data.bars), data.columns[-1].heading) == (7, 17, "令和７年度以降")
    assert data.lanes[0].group == "デジタルリテラシー向上"
    assert {bar.is_open for bar in data.bars if bar.label == "継続実施予定"} == {True}
    assert data.span == (date(2024, 4, 1), date(2025, 4, 1))
    assert data.meetings[0].starts_on == date(2024, 2, 1)
    assert sum(len(data.bars_of(lane.id)) for lane in data.lanes) == len(data.bars)


def test_inference_is_shown_until_it_is_confirmed(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    bar = next(bar for bar in plan.data.bars if bar.inferred)

    def confirm(session: Session) -> None:
        for mark in session.scalars(sa.select(Provenance).where(Provenance.entity_uid == bar.uid)):
            mark.status = ProvenanceStatus.CONFIRMED

    def doubt_the_end(session: Session) -> None:
        session.add(Provenance(entity_uid=bar.uid, field_name="ends_on", status=ProvenanceStatus.INFERRED))

    plan.run(confirm)
    assert not plan.bar(bar.id).inferred
    plan.run(doubt_the_end)
    assert plan.bar(bar.id).inferred


def test_an_edition_that_is_gone_is_refused_in_words(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session, pytest.raises(RefusedEdit, match="もう削除"):
        query.load_edition(session, 999)


def test_schedules_are_added_renamed_attached_and_deleted(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    schedule_id, edition_id = plan.assert_undone_by_one_step(schedules.add_schedule("新しい工程表"))
    plan.assert_undone_by_one_step(schedules.rename_schedule(schedule_id, "庁内調整"))
    project = plan.read(query.load_projects)[0]
    plan.assert_undone_by_one_step(schedules.attach_to_project(schedule_id, project.id))
    row = plan.read(query.load_schedules)[-1]
    assert (row.title, row.project, row.editions[0].id, row.editions[0].name) == (
        "庁内調整",
        project.name,
        edition_id,
        "当初",
    )
    plan.assert_undone_by_one_step(schedules.attach_to_project(schedule_id, None))
    plan.assert_undone_by_one_step(schedules.delete_schedule(schedule_id))
    with pytest.raises(RefusedEdit, match="空欄"):
        plan.run(schedules.rename_schedule(row.id - 1, ""))
    with pytest.raises(RefusedEdit, match="もう削除"):
        plan.run(schedules.rename_schedule(schedule_id, "もうない"))


def test_deleting_says_what_goes_along(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    schedule = plan.data.schedule_id
    whole = plan.read(lambda session: schedules.what_goes_with_schedule(session, schedule))
    one = plan.read(lambda session: schedules.what_goes_with_edition(session, plan.edition_id))
    assert (whole.names, whole.text) == (("改訂スケジュール",), "版 2、区分 9、工程 25")
    assert (one.names, one.text) == (("素案報告時",), "区分 4、工程 12")


def test_a_named_baseline_equals_its_original_until_it_is_edited(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan, "職員の育成")
    first, second = (bar.id for bar in plan.data.bars[:2])
    plan.run(edit.add_links([NewLink(first, second)]))
    original = plan.data
    key = plan.assert_undone_by_one_step(schedules.copy_edition(plan.edition_id, "成案"))
    copy = plan.read(lambda session: query.load_edition(session, key))
    assert compare(original, copy) == ()
    assert [bar.inferred for bar in copy.bars] == [bar.inferred for bar in original.bars]
    assert [lane.name for lane in copy.lanes] == [lane.name for lane in original.lanes]
    assert [column.heading for column in copy.columns] == [column.heading for column in original.columns]
    assert len(copy.links) == 1
    moved = BarPlace(copy.bars[0].id, date(2024, 5, 1), date(2024, 8, 31), copy.lanes[1].id)
    plan.run(edit.place_bars([moved]))
    changed = plan.read(lambda session: query.load_edition(session, key))
    assert [found.kind for found in compare(original, changed)] == [DifferenceKind.LANE, DifferenceKind.MOVED]
    names = [edition.name for row in plan.read(query.load_schedules) for edition in row.editions]
    assert names.count("成案") == 1


def test_editions_are_renamed_and_deleted_but_for_the_last(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    plan.assert_undone_by_one_step(schedules.rename_edition(plan.edition_id, "素案"))
    plan.assert_undone_by_one_step(schedules.delete_edition(plan.edition_id))
    left = plan.read(query.load_schedules)[0].editions
    with pytest.raises(RefusedEdit, match="最後の版"):
        plan.run(schedules.delete_edition(left[0].id))


def test_columns_are_switched_and_kept_side_by_side(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    span = (date(2024, 4, 1), date(2025, 3, 31))
    wanted = schedules.columns_for(Unit.FOUR_MONTHS, *span, open_end=True)
    plan.assert_undone_by_one_step(schedules.set_columns(plan.edition_id, wanted))
    assert [(column.group, column.heading) for column in plan.data.columns] == [
        ("令和６年度", "4～7月"),
        ("令和６年度", "8～11月"),
        ("令和６年度", "12～3月"),
        ("", "令和７年度以降"),
    ]
    plan.assert_undone_by_one_step(schedules.set_columns(plan.edition_id, []))
    assert plan.data.columns == ()
    with pytest.raises(RefusedEdit, match="重なって"):
        plan.run(schedules.set_columns(plan.edition_id, [QUARTER, replace(QUARTER, heading="4月")]))
    with pytest.raises(RefusedEdit, match="最後に"):
        two = [replace(QUARTER, ends_on=None), replace(QUARTER, starts_on=span[1], ends_on=None)]
        plan.run(schedules.set_columns(plan.edition_id, two))
    with pytest.raises(RefusedEdit, match="空欄"):
        plan.run(schedules.set_columns(plan.edition_id, [replace(QUARTER, heading="")]))


@pytest.mark.parametrize(
    ("unit", "count", "group", "heading"),
    [
        (Unit.YEAR, 1, "", "令和６年度"),
        (Unit.QUARTER, 4, "令和６年度", "4～6月"),
        (Unit.MONTH, 12, "令和６年度", "4月"),
        (Unit.TEN_DAYS, 36, "令和６年４月", "上旬"),
        (Unit.WEEK, 53, "令和６年４月", "4月1日～"),
    ],
)
def test_columns_are_headed_as_the_office_does(unit: Unit, count: int, group: str, heading: str) -> None:
    columns = schedules.columns_for(unit, date(2024, 4, 1), date(2025, 3, 31))
    assert (len(columns), columns[0].group, columns[0].heading) == (count, group, heading)
    assert schedules.open_heading(date(2024, 10, 1)) == "令和６年10月以降"
    with pytest.raises(RefusedEdit, match="120"):
        schedules.columns_for(Unit.DAY, date(2024, 4, 1), date(2025, 3, 31))


def test_closed_days_are_set_as_a_whole(sample_plan: PlanFile) -> None:
    plan = SchedulePlan.sample(sample_plan)
    day, other = date(2024, 8, 15), date(2024, 8, 16)
    plan.assert_undone_by_one_step(schedules.set_closed_days([(day, "お盆"), (other, "")]))
    assert plan.data.closed_days == {day, other}
    plan.assert_undone_by_one_step(schedules.set_closed_days([(other, "お盆")]))
    assert plan.data.closed_days == {other}


Edit = Callable[[SchedulePlan, st.DataObject], Any]


def add_bar(plan: SchedulePlan, data: st.DataObject) -> Any:
    lane = data.draw(st.sampled_from(plan.data.lanes))
    return edit.add_bars([NewBar(lane.id, "新規", date(2024, 5, 1), date(2024, 5, 31))])


def move_bars(plan: SchedulePlan, data: st.DataObject) -> Any:
    bars = data.draw(
        st.lists(st.sampled_from(plan.data.bars), min_size=1, max_size=3, unique_by=lambda b: b.id)
    )
    lane = data.draw(st.sampled_from(plan.data.lanes))
    return edit.place_bars([BarPlace(bar.id, date(2024, 5, 1), date(2025, 1, 31), lane.id) for bar in bars])


def colour_bars(plan: SchedulePlan, data: st.DataObject) -> Any:
    bars = data.draw(st.lists(st.sampled_from(plan.data.bars), min_size=1, max_size=3))
    return edit.change_bars({bar.id for bar in bars}, {"colour": data.draw(st.sampled_from(ColourRole))})


def delete_bar(plan: SchedulePlan, data: st.DataObject) -> Any:
    return edit.delete_bars([data.draw(st.sampled_from(plan.data.bars)).id])


def link_bars(plan: SchedulePlan, data: st.DataObject) -> Any:
    ids = sorted(bar.id for bar in plan.data.bars)
    one, other = data.draw(st.sampled_from(ids[:-1])), ids[-1]
    return edit.add_links([NewLink(one, other)])


def add_lane(plan: SchedulePlan, data: st.DataObject) -> Any:
    return edit.add_lanes(plan.edition_id, ["新しい区分"], at=data.draw(st.integers(0, 3)))


def move_lane(plan: SchedulePlan, data: st.DataObject) -> Any:
    return edit.move_lanes([data.draw(st.sampled_from(plan.data.lanes)).id], data.draw(st.integers(0, 4)))


def delete_lane(plan: SchedulePlan, data: st.DataObject) -> Any:
    return edit.delete_lanes([plan.data.lanes[-1].id])


def copy_to_baseline(plan: SchedulePlan, data: st.DataObject) -> Any:
    return schedules.copy_edition(plan.edition_id, "控え")


def close_a_day(plan: SchedulePlan, data: st.DataObject) -> Any:
    return schedules.set_closed_days([(data.draw(st.dates(date(2024, 4, 1), date(2024, 4, 9))), "")])


EDITS: list[Edit] = [
    add_bar, move_bars, colour_bars, delete_bar, link_bars,
    add_lane, move_lane, delete_lane, copy_to_baseline, close_a_day,
]  # fmt: skip


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_edition_follows_any_edits_and_undoing_them_restores_the_rows(
    data: st.DataObject, sample_template: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("follow") / "計画.dxplan"))
    with PlanFile.open(path, AUTHOR) as opened:
        plan = SchedulePlan.sample(opened)
        shown = [plan.data]

        def follow(committed: Committed) -> None:
            new, delta = plan.read(lambda session: query.refreshed(session, shown[-1], committed.rows))
            assert delta.nothing is (new == shown[-1])
            touched = {bar.id for bar in {*new.bars} ^ {*shown[-1].bars}}
            assert delta.bars == touched
            shown.append(new)

        plan.bench.bus.subscribe(follow)
        first = plan.rows()
        for _ in range(data.draw(st.integers(1, 5))):
            if len(plan.data.lanes) < 2 or len(plan.data.bars) < 2:
                break
            plan.run(data.draw(st.sampled_from(EDITS))(plan, data))
            assert shown[-1] == plan.data
        while plan.bench.undo() is not None:
            assert shown[-1] == plan.data
        assert plan.rows() == first


def test_a_large_edition_is_loaded_whole_and_followed_by_the_row(empty_plan: PlanFile) -> None:
    plan = SchedulePlan.empty(empty_plan)
    fill_large(plan)
    data = plan.data
    assert (len(data.lanes), len(data.bars), len(data.links)) == (1000, 5000, 3000)
    committed: list[Committed] = []
    plan.bench.bus.subscribe(committed.append)
    bar = data.bars[2500]
    plan.run(edit.place_bars([BarPlace(bar.id, date(2024, 5, 1), date(2024, 5, 31))]))
    _, delta = plan.read(lambda session: query.refreshed(session, data, committed[0].rows))
    assert delta.bars == {bar.id}


def fill_large(plan: SchedulePlan) -> None:
    """1,000 lanes with 5 bars each, and 3,000 links from bar to bar."""

    def command(session: Session) -> None:
        lanes = [
            {"uid": new_uid(), "edition_id": plan.edition_id, "position": at, "name": f"区分{at}"}
            for at in range(1000)
        ]
        session.execute(sa.insert(Lane), lanes)
        keys = list(session.scalars(sa.select(Lane.id).order_by(Lane.position)))
        bars = [
            {
                "uid": new_uid(),
                "lane_id": key,
                "position": at,
                "label": f"工程{key}-{at}",
                "starts_on": date(2024, 4 + at, 1),
                "ends_on": date(2024, 4 + at, 20),
            }
            for key in keys
            for at in range(5)
        ]
        session.execute(sa.insert(Bar), bars)
        ids = list(session.scalars(sa.select(Bar.id).order_by(Bar.id)))
        edit_rows = [
            {"uid": new_uid(), "before_id": one, "after_id": other} for one, other in pairwise(ids[:3001])
        ]
        session.execute(sa.insert(Dependency), edit_rows)

    plan.run(command)
