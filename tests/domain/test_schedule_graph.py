"""前後関係: what is broken, circles, slack, the critical path; cascades that never move what is fixed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dxplanner.domain import workdays
from dxplanner.domain.schedule_cascade import CascadeMode, cascade
from dxplanner.domain.schedule_data import BarData, EditionData, LinkData
from dxplanner.domain.schedule_graph import ScheduleGraph
from dxplanner.domain.vocabulary import BarKind, DependencyType, LagUnit, Precision
from dxplanner.domain.work_calendar import WorkCalendar
from tests.domain.schedules import DAYS, bar, editions

MON = date(2024, 6, 3)
FS, SS, FF, SF = (
    DependencyType.FINISH_START,
    DependencyType.START_START,
    DependencyType.FINISH_FINISH,
    DependencyType.START_FINISH,
)
WORKING, CALENDAR = LagUnit.WORKING_DAYS, LagUnit.CALENDAR_DAYS


def days(first: int, length: int) -> tuple[date, date]:
    """Days of June 2024 counted from Monday the 3rd."""
    return MON + timedelta(days=first), MON + timedelta(days=first + length - 1)


@pytest.mark.parametrize(
    ("type_", "lag", "unit", "later", "broken_by"),
    [
        (FS, 0, CALENDAR, days(5, 5), 0),
        (FS, 0, CALENDAR, days(4, 5), 1),
        (FS, 3, CALENDAR, days(5, 5), 3),
        (FS, -2, CALENDAR, days(3, 5), 0),
        (FS, 2, WORKING, days(9, 5), 0),  # 月火 lie between
        (FS, 2, WORKING, days(8, 5), 1),
        (SS, 0, CALENDAR, days(0, 3), 0),
        (SS, 1, WORKING, days(0, 3), 1),
        (FF, 0, CALENDAR, days(0, 5), 0),
        (FF, 0, CALENDAR, days(0, 4), 1),
        (SF, 0, CALENDAR, days(-3, 3), 0),
        (SF, 0, CALENDAR, days(-4, 3), 1),
    ],
)
def test_a_link_tells_by_how_many_days_it_is_broken(
    type_: DependencyType, lag: int, unit: LagUnit, later: tuple[date, date], broken_by: int
) -> None:
    link = LinkData(9, "l", 1, 2, type_, lag, unit)
    graph = ScheduleGraph([bar(1, *days(0, 5)), bar(2, *later)], [link])
    found = graph.violation(9)
    assert (found.days if found else 0) == broken_by
    assert (graph.gap(link) or 0) == -broken_by or broken_by == 0


def test_a_milestone_is_broken_only_when_no_day_of_it_would_do() -> None:
    work = bar(1, date(2024, 9, 1), date(2024, 10, 31))
    sitting = bar(2, date(2024, 10, 1), date(2024, 11, 30), kind=BarKind.MILESTONE)
    same_day = bar(2, date(2024, 10, 31), None, kind=BarKind.MILESTONE)
    too_early = bar(2, date(2024, 10, 1), date(2024, 10, 30), kind=BarKind.MILESTONE)
    link = LinkData(1, "l", 1, 2)
    found = [ScheduleGraph([work, one], [link]).violation(1) for one in (sitting, same_day, too_early)]
    assert [one is None for one in found] == [True, True, False]


def test_what_never_ends_cannot_be_followed() -> None:
    graph = ScheduleGraph([bar(1, MON, None), bar(2, *days(9, 2))], [LinkData(1, "l", 1, 2)])
    [found] = graph.violations
    assert found.days is None
    assert found.text == "「工程1」は終わりがないため、「工程2」が続けられません。"


def test_a_broken_link_says_what_is_too_early() -> None:
    graph = ScheduleGraph(
        [bar(1, *days(0, 5)), bar(2, *days(2, 2))], [LinkData(1, "l", 1, 2, FS, 1, WORKING)]
    )
    assert graph.violations[0].text == (
        "「工程2」の始まりが「工程1」より6日早すぎます（終了→開始+1開庁日）。"
    )


def test_circles_are_named_from_bar_to_bar() -> None:
    graph = ScheduleGraph(
        [bar(key, *days(key, 1)) for key in (1, 2, 3)], [LinkData(1, "a", 1, 2), LinkData(2, "b", 2, 3)]
    )
    circle = graph.cycle_with(3, 1)
    assert circle == (3, 1, 2, 3)
    assert graph.cycle_sentence(circle) == (
        "前後関係が輪になるため、つなげません（工程3 → 工程1 → 工程2 → 工程3）。"
    )
    assert graph.cycle_with(1, 3) is None
    assert graph.cycle_with(1, 1) == (1, 1)


@given(edition=editions(), seed=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_an_index_kept_up_to_date_equals_a_fresh_one(edition: EditionData, seed: object) -> None:
    graph = ScheduleGraph(closed_days=edition.closed_days)
    for link in edition.links:
        graph.set_link(link)
    for one in edition.bars:
        graph.set_bar(replace(one, starts_on=date(2024, 4, 1), ends_on=None))
        graph.set_bar(one)
    if edition.links:
        gone = edition.links[-1]
        graph.remove_link(gone.id)
        graph.set_link(replace(gone, lag=gone.lag + 400))
        graph.set_link(gone)
    fresh = ScheduleGraph(edition.bars, edition.links)
    assert graph.violations == fresh.violations
    assert graph.ranks == fresh.ranks
    for one in edition.bars[:1]:
        graph.remove_bar(one.id)
        assert all(one.id not in (v.link.before_id, v.link.after_id) for v in graph.violations)


@given(edition=editions(), length=st.integers(1, 90))
@settings(max_examples=80)
def test_a_cascade_leaves_no_link_from_a_moved_bar_broken_but_those_to_fixed_ones(
    edition: EditionData, length: int
) -> None:
    moved = {
        one.id: (
            one.starts_on + timedelta(days=length),
            None if one.ends_on is None else one.ends_on + timedelta(days=length),
        )
        for one in edition.bars[:2]
    }
    graph = ScheduleGraph(edition.bars, edition.links)
    found = cascade(graph, moved)
    fixed = {one.id for one in edition.bars if one.fixed}
    assert not fixed & {shift.bar_id for shift in found.shifts}
    assert not moved.keys() & {shift.bar_id for shift in found.shifts}
    new = moved | {shift.bar_id: shift.new for shift in found.shifts}
    held = {one.link_id for one in found.held}
    for key, (start, end) in new.items():
        graph.set_bar(replace(graph.bars[key], starts_on=start, ends_on=end))
    for violation in graph.violations:
        link = violation.link
        if violation.days is not None and link.before_id in new and link.after_id not in moved:
            assert link.after_id in fixed
            assert any(graph.bars[link.after_id].id == graph.link(one).after_id for one in held)  # type: ignore[union-attr]


def chain(count: int) -> tuple[list[BarData], list[LinkData]]:
    """Bars of three days, each right after the one before."""
    bars = [bar(key, *days(3 * key, 3)) for key in range(count)]
    return bars, [LinkData(key, "", key, key + 1) for key in range(count - 1)]


def test_later_bars_are_pushed_only_as_far_as_needed() -> None:
    bars, links = chain(3)
    bars[2] = bar(2, *days(8, 3))
    found = cascade(ScheduleGraph(bars, links), {0: days(2, 3)})
    assert [(shift.bar_id, shift.new) for shift in found.shifts] == [(1, days(5, 3))]
    assert found.shifts[0].reason == "「工程0」に続くため、2日後へ（終了→開始）"


def test_all_that_follows_moves_alike_in_the_other_mode_backwards_too() -> None:
    bars, links = chain(3)
    found = cascade(ScheduleGraph(bars, links), {0: days(-2, 3)}, CascadeMode.SAME)
    assert [shift.new for shift in found.shifts] == [days(1, 3), days(4, 3)]


def test_a_fixed_sitting_stays_and_is_reported() -> None:
    bars, links = chain(3)
    bars[1] = bar(1, *days(3, 3), fixed=True)
    found = cascade(ScheduleGraph(bars, links), {0: days(2, 3)})
    assert found.shifts == ()
    assert [(held.bar_id, held.days) for held in found.held] == [(1, 2)]


def test_a_bar_of_whole_months_moves_by_whole_months() -> None:
    june = bar(1, date(2024, 6, 1), date(2024, 6, 30), precision=Precision.MONTH)
    july = bar(2, date(2024, 7, 1), date(2024, 8, 31), precision=Precision.MONTH)
    graph = ScheduleGraph([june, july], [LinkData(1, "l", 1, 2)])
    found = cascade(graph, {1: (date(2024, 6, 11), date(2024, 7, 10))})
    assert found.shifts[0].new == (date(2024, 8, 1), date(2024, 9, 30))
    assert "1か月後へ" in found.shifts[0].reason


def test_links_in_working_days_push_onto_open_days() -> None:
    link = LinkData(1, "l", 1, 2, FS, 1, WORKING)
    graph = ScheduleGraph([bar(1, *days(0, 3)), bar(2, *days(4, 2))], [link])
    found = cascade(graph, {1: days(1, 3)})
    assert found.shifts[0].new == days(7, 2)  # Friday lies between, the weekend is passed over


def test_slack_and_the_critical_path() -> None:
    bars = [bar(1, *days(0, 3)), bar(2, *days(3, 5)), bar(3, *days(3, 2)), bar(4, *days(8, 1))]
    links = [LinkData(1, "", 1, 2), LinkData(2, "", 1, 3), LinkData(3, "", 2, 4), LinkData(4, "", 3, 4)]
    graph = ScheduleGraph([*bars, bar(5, *days(0, 99))], links)
    assert graph.slack() == {1: 0, 2: 0, 3: 3, 4: 0}
    assert graph.critical() == {1, 2, 4}
    graph.set_bar(replace(bars[3], fixed=True, starts_on=days(10, 1)[0], ends_on=days(10, 1)[1]))
    assert graph.slack() == {1: 2, 2: 2, 3: 5, 4: 0}
    assert graph.critical() == frozenset()


def test_circles_in_a_file_from_elsewhere_do_not_hang() -> None:
    bars, links = chain(3)
    graph = ScheduleGraph(bars, [*links, LinkData(9, "", 2, 0)])
    assert set(graph.ranks) == {0, 1, 2}
    assert len(cascade(graph, {0: days(5, 3)}).shifts) == 2
    assert graph.slack().keys() <= {0, 1, 2}


def test_a_cascade_goes_through_a_large_schedule() -> None:
    bars, links = chain(5000)
    graph = ScheduleGraph(bars, links[:3000])
    for step in (1, 2, 3):
        assert len(cascade(graph, {0: days(step, 3)}).shifts) == 3000


@given(
    day=DAYS, count=st.integers(-200, 200), length=st.integers(0, 200), extra=st.frozensets(DAYS, max_size=3)
)
@example(day=date(2019, 12, 31), count=0, length=6, extra=frozenset())
@example(day=date(2020, 1, 1), count=-1, length=400, extra=frozenset())
@settings(max_examples=60)
def test_the_fast_calendar_agrees_with_the_plain_one(
    day: date, count: int, length: int, extra: frozenset[date]
) -> None:
    calendar = WorkCalendar(extra)
    last = day + timedelta(days=length)
    assert date.fromordinal(calendar.add(day.toordinal(), count)) == workdays.add_working_days(
        day, count, extra
    )
    assert calendar.count(day.toordinal(), last.toordinal()) == workdays.working_days(day, last, extra)
    assert calendar.is_open(day.toordinal()) is not workdays.is_closed(day, extra)
